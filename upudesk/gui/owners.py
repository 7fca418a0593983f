"""Who of our own people does something: me, the other officials of the campaign, nobody yet."""

from __future__ import annotations

from upudesk.gui.forms import Choice
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Author


def me(workplace: Workplace) -> Author | None:
    """The official of the campaign who sits at this window, under the name in the settings."""
    name = workplace.settings.author.strip().casefold()
    if not name:
        return None
    known = workplace.snapshot.authors
    return next((author for author in known if author.name.strip().casefold() == name), None)


class OwnerField(Choice):
    """One of our officials. Whoever sits here can be chosen before any record names them."""

    def __init__(self, workplace: Workplace, owner: str = "", *, usual_me: bool = False) -> None:
        self._unknown: Author | None = None
        known, own = workplace.snapshot.authors, me(workplace)
        choices = [("", _("nobody yet")), *((a.id, _named(a, own)) for a in known)]
        name = workplace.settings.author.strip()
        if name and own is None:
            self._unknown = Author(name=name)
            choices.insert(1, (self._unknown.id, _("{name} (me)").format(name=name)))
        first = own or self._unknown
        super().__init__(choices, owner or (first.id if first and usual_me else ""))
        self.changed = self.currentIndexChanged

    def newcomer(self) -> Author | None:
        """The record that is still to be written for the one who is chosen, if there is none."""
        unknown = self._unknown
        return unknown if unknown is not None and self.value() == unknown.id else None


def _named(author: Author, own: Author | None) -> str:
    return _("{name} (me)").format(name=author.name) if author is own else author.name
