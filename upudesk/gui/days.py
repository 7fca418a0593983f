"""Typing a day in any of three languages and two eras; what was understood stands beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from upudesk.dates import TypedDay, parse_day
from upudesk.errors import UserError
from upudesk.gui import theme
from upudesk.gui.forms import Line
from upudesk.i18n import current
from upudesk.model import Precision


class DayField(QWidget):
    """A line for a day. `value` gives the day, nothing, or raises BadDate."""

    def __init__(self, today: date, day: date | None = None, *, month_only: bool = False) -> None:
        super().__init__()
        self._today = today
        self.line = Line(_shown(day, month_only=month_only) if day else "")
        self.textChanged = self.line.textChanged
        self._understood = QLabel()
        self._understood.setProperty("tone", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.line, 1)
        row.addWidget(self._understood)
        self._understood.hide()
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _text: self._echo())

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def value(self) -> TypedDay | None:
        typed = self.line.value()
        return parse_day(typed, today=self._today) if typed else None

    def put(self, today: date, day: date) -> None:
        """Show this day, as if nobody had typed: there is nothing to be understood."""
        self._today = today
        blocked = self.line.blockSignals(True)
        self.line.setText(_shown(day, month_only=False))
        self.line.setModified(False)
        self.line.blockSignals(blocked)
        self._understood.hide()

    def give_way(self, _typed: str = "") -> None:
        """Clear the day that was only supposed, not typed."""
        if not self.line.isModified():
            self.line.clear()

    def _echo(self) -> None:
        """Say how it was read, where that is written otherwise than it was typed."""
        try:
            typed = DayField.value(self)  # others give what they make of it
        except UserError:
            typed = None
        read = _shown(typed.day, month_only=typed.precision is Precision.MONTH) if typed else ""
        self._understood.setText(read)
        self._understood.setVisible(bool(read) and read != self.line.value())


def _shown(day: date, *, month_only: bool = False) -> str:
    return current().month(day) if month_only else current().date(day)
