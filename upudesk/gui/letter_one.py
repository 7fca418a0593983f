"""The country that is looked at: an addressee and a language of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from upudesk import addressing, i18n, words
from upudesk.correspondence import Request
from upudesk.gui import theme
from upudesk.gui.forms import Choice
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Contact, Member, Post


class OneCountry(QWidget):
    """Two choices, kept by country; without one, what holds for all is so here too."""

    changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._member = ""
        self.people: dict[str, str] = {}
        """By country, the contact that was chosen for it."""
        self.languages: dict[str, str] = {}
        self.name = QLabel()
        self.name.setProperty("tone", "quiet")
        self.person, self.language = Choice(()), Choice(())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.name, 0, 0, 1, 2)
        grid.addWidget(self.person, 1, 0)
        grid.addWidget(self.language, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.person.currentIndexChanged.connect(
            lambda _at: self._choose(self.people, self.person.value())
        )
        self.language.currentIndexChanged.connect(
            lambda _at: self._choose(self.languages, self.language.value())
        )

    def word(self) -> None:
        self.person.setAccessibleName(_("Addressee in this country"))
        self.language.setAccessibleName(_("Language of the letter to this country"))

    def show_member(self, member: Member | None, request: Request | None) -> None:
        """Whom there is to write to there."""
        self._member = member.id if member else ""
        for choice in (self.person, self.language):
            choice.setEnabled(member is not None)
        if member is None:
            self.name.setText("")
            return
        snapshot = self._workplace.snapshot
        self.name.setText(_("To {country}:").format(country=words.named(member)))
        day = request.written_on if request else snapshot.today
        people = {
            person.id: _named(person, post)
            for post, person in addressing.candidates(snapshot, member.id, day)
        }
        own = [(code, i18n.Language(code).name) for code in i18n.CODES]
        as_above = ("", _("as above"))
        for choice, offered, chosen in (
            (self.person, list(people.items()), self.people),
            (self.language, own, self.languages),
        ):
            blocked = choice.blockSignals(True)
            choice.offer([as_above, *offered])
            choice.choose(chosen.get(member.id, ""))
            choice.blockSignals(blocked)

    def _choose(self, chosen: dict[str, str], value: str) -> None:
        if self._member:
            chosen.pop(self._member, None)
            if value:
                chosen[self._member] = value
            self.changed.emit()


def _named(person: Contact, post: Post) -> str:
    return f"{person.name} · {post.title or words.role(post.role)}"
