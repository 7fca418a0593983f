"""What typing may mean, offered below a line that keeps the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from upudesk.gui import theme

OFFERED = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Offers(QListWidget):
    """Arrow keys walk, Enter and Tab take what is marked, Escape keeps what was typed."""

    taken = Signal(int)
    """The number of the offer that was taken."""

    def __init__(self, line: QLineEdit, name: str, *, below: QWidget | None = None) -> None:
        super().__init__(line)
        self._line, self._below = line, below or line
        self.setObjectName("offers")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(name)
        self.itemClicked.connect(lambda _item: self.take())
        line.installEventFilter(self)
        self.hide()

    def offer(self, labels: Sequence[str]) -> None:
        """Show these, the first one marked; none hides the list."""
        self.clear()
        self.addItems(list(labels))
        if not labels:
            self.hide()
            return
        self.setCurrentRow(0)
        window = self._line.window()
        self.setParent(window)  # above the form, whatever the form lies in
        self.resize(max(self._below.width(), 260), theme.ROW * min(len(labels), OFFERED + 1) + 4)
        self.move(self._place(window))
        self.show()
        self.raise_()

    def _place(self, window: QWidget) -> QPoint:
        """Below the field, or above it where the window ends."""
        at = self._below.mapTo(window, QPoint(0, self._below.height() + 2))
        if at.y() + self.height() > window.height():
            above = self._below.mapTo(window, QPoint(0, -self.height() - 2))
            return above if above.y() >= 0 else at
        return at

    def take(self) -> None:
        at = self.currentRow()
        self.hide()
        if at >= 0:
            self.taken.emit(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        if not self.isVisible():
            return super().eventFilter(watched, event)
        # Keys that the window knows as shortcuts too belong to the list while it is open.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._handled(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _handled(self, key: Qt.Key) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if step is not None:
            self.setCurrentRow(max(0, min(self.currentRow() + step, self.count() - 1)))
            return True
        if key in _ENTER:
            self.take()
            return True
        if key == Qt.Key.Key_Tab:
            self.take()  # and the focus goes on
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False
