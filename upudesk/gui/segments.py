"""One of a few, all of them in sight: buttons side by side of which one is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from upudesk.gui import theme

_SHEET = Template("""
QPushButton { border: 1px solid $edge; border-radius: 4px; background: $surface; color: $ink;
  padding: 3px 12px; min-height: 20px; }
QPushButton:hover { background: $chosen; }
QPushButton:checked { background: $accent; border-color: $accent; color: $on_accent;
  font-weight: 600; }
QPushButton:focus { border: 2px solid $accent; padding: 2px 11px; }
QPushButton:checked:focus { border-color: $ink; }
""")


class Segments(QWidget):
    """Arrow keys go from one to the next; Tab leaves."""

    chosen = Signal(object)
    """Another value, by the user's hand."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GRID)
        self.buttons: dict[Any, QPushButton] = {}
        self._value: Any = None

    def offer(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        """Show these; stay on the same value, or take the first."""
        named = {k: v for k, v in vars(theme.colours()).items() if isinstance(v, str)}
        self.setStyleSheet(_SHEET.substitute(named))
        self.setAccessibleName(name)
        if list(self.buttons) != [value for value, _shown in choices]:
            self._build([value for value, _shown in choices])
        for value, shown in choices:
            self.buttons[value].setText(shown)
            self.buttons[value].setAccessibleName(f"{name}: {shown}")
        self.choose(self._value)

    def _build(self, values: Sequence[Any]) -> None:
        for button in self.buttons.values():
            button.deleteLater()
        self.buttons = {}
        for value in values:
            button = self.buttons[value] = QPushButton(self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.toggled.connect(lambda on, value=value: self._pressed(value, on))
            self._row.addWidget(button)

    def _pressed(self, value: Any, on: bool) -> None:
        if on and value != self._value:
            self._value = value
            self.chosen.emit(value)

    def choose(self, value: Any) -> None:
        """Show this one as pressed, without telling anybody."""
        if self.buttons:
            self._value = value if value in self.buttons else next(iter(self.buttons))
            self.buttons[self._value].setChecked(True)

    def value(self) -> Any:
        return self._value
