"""Typing a country in any language; the list below offers what it may be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

from upudesk import words
from upudesk.campaign import members
from upudesk.errors import UserError
from upudesk.gui import theme
from upudesk.gui.forms import Line
from upudesk.i18n import _
from upudesk.model import Member
from upudesk.snapshot import Snapshot
from upudesk.thai import fold

OFFERED = 8


class MemberField(Line):
    """A line whose value is a member; raises UnknownMember where it is none."""

    changed = Signal()

    def __init__(self, snapshot: Snapshot, member: Member | None = None) -> None:
        super().__init__(words.named(member) if member else "", hint=_("ไทย · English · français"))
        self._snapshot = snapshot
        self._member = member
        self._offers: list[Member] = []
        self.offers = QListWidget(self)
        self.offers.setObjectName("offers")
        self.offers.hide()
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setAccessibleName(_("Countries that match"))
        self.offers.itemClicked.connect(lambda _item: self._take())
        self.textEdited.connect(self._offer)
        self.installEventFilter(self)

    def value(self) -> Member:  # type: ignore[override]
        if self._member is not None and self.text() == words.named(self._member):
            return self._member
        return members.find_member(self._snapshot, self.text())

    def chosen(self) -> Member | None:
        """The member, where what is typed is one."""
        try:
            return self.value()
        except UserError:
            return None

    def _offer(self, typed: str) -> None:
        self._member = None
        self._offers = members.matches(self._snapshot, typed)[:OFFERED] if typed.strip() else []
        self.offers.clear()
        self.offers.addItems([_offered(member, typed) for member in self._offers])
        if not self._offers:
            self.offers.hide()
            return
        self.offers.setCurrentRow(0)
        self.offers.setParent(self.window())  # above the form, whatever the form lies in
        self.offers.resize(self.width(), theme.ROW * len(self._offers) + 4)
        self.offers.move(self.mapTo(self.window(), QPoint(0, self.height() + 2)))
        self.offers.show()
        self.offers.raise_()

    def _take(self) -> None:
        at = self.offers.currentRow()
        self.offers.hide()
        if 0 <= at < len(self._offers):
            self._member = self._offers[at]
            self.setText(words.named(self._member))
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide) and self.offers.isVisible():
            self._take()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.offers.isVisible() and self._handled(event)
        return super().eventFilter(watched, event)

    def _handled(self, event: QKeyEvent) -> bool:
        """Arrow keys walk, Enter and Tab take what is marked, Escape keeps what was typed."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            at = self.offers.currentRow() + step
            self.offers.setCurrentRow(max(0, min(at, self.offers.count() - 1)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.offers.hide()
            return True
        return False


def _offered(member: Member, typed: str) -> str:
    """Its name, and the name that was found where that is another one."""
    name = words.named(member)
    found = next(
        (n for n in members.names_of(member) if fold(typed.strip()) in fold(n)),
        name,
    )
    return name if found == name else f"{name} · {found}"
