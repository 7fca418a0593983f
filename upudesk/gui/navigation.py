"""The pages of the window, at its left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from upudesk.gui import theme


class Navigation(QWidget):
    """One button for each page that exists."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.GAP, theme.GAP + 4, theme.GAP, theme.GAP)
        self._column.setSpacing(theme.GRID)
        self._column.addStretch()
        self.buttons: dict[str, QPushButton] = {}

    def word(self, pages: list[tuple[str, str]]) -> None:
        for number, (name, title) in enumerate(pages):
            if name not in self.buttons:
                self._column.insertWidget(number, self._button(name))
            self.buttons[name].setText(title)
            self.buttons[name].setAccessibleName(title)
        metrics = QFontMetrics(theme.font(strong=True))  # as the page that is shown is worded
        longest = max(metrics.horizontalAdvance(title) for _name, title in pages)
        self.setFixedWidth(max(longest + 10 * theme.GRID, 128))

    def _button(self, name: str) -> QPushButton:
        button = self.buttons[name] = QPushButton()
        button.setObjectName("page")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.wanted.emit(name))
        return button

    def mark(self, page: str) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == page)
