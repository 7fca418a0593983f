"""Who of our own people does something: me, the other officials of the campaign, nobody yet."""

from __future__ import annotations

from typing import Any

from upudesk.gui.forms import Choice
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Author

MINE = "mine"
"""In a list of officials: whoever sits at this window."""


def me(workplace: Workplace) -> Author | None:
    """The official of the campaign who sits at this window, under the name in the settings."""
    name = workplace.settings.author.strip().casefold()
    if not name:
        return None
    known = workplace.snapshot.authors
    return next((author for author in known if author.name.strip().casefold() == name), None)


def reader(workplace: Workplace) -> str:
    """The id of who sits here; nothing where no record names them. Only what they said themselves
    is open to them while a blind count is going on."""
    own = me(workplace)
    return own.id if own else ""


def signed(workplace: Workplace) -> str:
    """Whoever sits here as the log keeps them: the id, or the name in the settings where no record
    has it."""
    return reader(workplace) or workplace.settings.author.strip()


def officials(workplace: Workplace) -> list[tuple[Any, str]]:
    """Whose work a list shows: everybody’s, mine, that of one official, or nobody’s."""
    known = [(author.id, author.name) for author in workplace.snapshot.authors]
    return [(None, _("Everybody’s")), (MINE, _("mine")), *known, ("", _("nobody’s yet"))]


def is_among(workplace: Workplace, owner: str, wanted: str) -> bool:
    """Whether that choice of officials takes in the one who has this to do."""
    if wanted != MINE:
        return owner == wanted
    own = me(workplace)
    return own is not None and owner == own.id


class OwnerField(Choice):
    """One of our officials. Whoever sits here can be chosen before any record names them."""

    def __init__(self, workplace: Workplace, owner: str = "", *, usual_me: bool = False) -> None:
        self._unknown: Author | None = None
        known, own = workplace.snapshot.authors, me(workplace)
        self._own = own
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

    def typed(self) -> str:
        return MINE if self.newcomer() else str(self.value())

    def type(self, said: str) -> None:
        mine = self._unknown or self._own
        self.choose(mine.id if said == MINE and mine else said)


def _named(author: Author, own: Author | None) -> str:
    return _("{name} (me)").format(name=author.name) if author is own else author.name
