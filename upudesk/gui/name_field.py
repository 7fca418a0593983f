"""Typing a person's name: who may be entered already stands below it at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.campaign import contacts
from upudesk.campaign.contacts import Like
from upudesk.gui import theme
from upudesk.gui.forms import Line
from upudesk.gui.parts import link, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Contact, Member
from upudesk.snapshot import Snapshot

SHOWN = 3
"""So many that may be the same person are shown."""
PAUSE = 60
"""Milliseconds without a key after which names are compared."""


class NameField(QWidget):
    """A line for a name, and below it the people of that country whose names are like it."""

    picked = Signal(str)
    """The contact that is meant instead."""
    grown = Signal(bool)
    """Something appeared below the line, or went."""

    def __init__(self, workplace: Workplace, name: str = "", *, but: str = "", pick: str) -> None:
        super().__init__()
        self._workplace, self._but, self._pick = workplace, but, pick
        self.line = Line(name)
        self.textChanged = self.line.textChanged
        self.country: Callable[[], str] = str
        self.others: Callable[[], Sequence[str]] = tuple
        self.likes: list[Like] = []
        self.panel = QWidget()
        self._rows = QVBoxLayout(self.panel)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.panel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.panel)
        self.setFocusProxy(self.line)
        self._soon = QTimer(self, interval=PAUSE, singleShot=True)
        self._soon.timeout.connect(self.compare)
        self.line.textEdited.connect(lambda _typed: self._soon.start())

    def value(self) -> str:
        return self.line.value()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def compare_soon(self) -> None:
        """Something else that tells people apart was typed, such as the country."""
        self._soon.start()

    def compare(self) -> None:
        """Show who may be meant."""
        snapshot = self._workplace.snapshot
        found = contacts.likely_duplicates(
            snapshot, self.value(), self.country(), self.others(), self._but
        )[:SHOWN]
        if found == self.likes:
            return
        self.likes = found
        self._clear()
        if found:
            sentence = _("Perhaps entered already:")
            self.line.setAccessibleDescription(
                telling.dotted(sentence, *(like.contact.name for like in found))
            )
            self._rows.addWidget(text(sentence, "warning"))
            for like in found:
                self._rows.addWidget(self._row(like))
        self.panel.setVisible(bool(found))
        self.grown.emit(bool(found))

    def _clear(self) -> None:
        self.line.setAccessibleDescription("")
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _row(self, like: Like) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.GAP)
        shown = told(like.contact, self._workplace.snapshot, like.name)
        name = telling.dotted(self._pick, like.contact.name)
        button = link(self._pick, lambda: self.picked.emit(like.contact.id), name)
        button.setAutoDefault(False)
        across.addWidget(text(shown), 1)
        across.addWidget(button)
        return row


def told(contact: Contact, snapshot: Snapshot, as_found: str = "") -> str:
    """A person in one line: the name, the one that was found, the post, the country."""
    post = telling.post_now(contact, snapshot)
    member = snapshot.find(Member, contact.member)
    other = as_found if as_found != contact.name else ""
    held = (post.title or words.role(post.role)) if post else ""
    return telling.dotted(contact.name, other, held, words.named(member) if member else "")
