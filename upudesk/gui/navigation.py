"""The pages of the window, at its left: icon, word, and how many there need somebody."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from upudesk.gui import theme
from upudesk.i18n import _, current, ngettext

SIZE = 18
"""Of an icon."""


class PageButton(QPushButton):
    """One page; a number at its right where something there needs somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setCheckable(True)
        self.setIconSize(QSize(SIZE, SIZE))
        self._count = 0

    def name(self, title: str, count: int = 0) -> None:
        self._count = count
        self.setText(title)
        waiting = ngettext("{count} waiting", "{count} waiting", count)
        shown = waiting.format(count=current().number(count))
        self.setAccessibleName(f"{title}, {shown}" if count else title)
        self.setToolTip(shown if count else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count:
            painter = QPainter(self)
            painter.setFont(theme.font(strong=True))
            painter.setPen(QColor(theme.colours().warning))
            box = QRect(0, 0, self.width() - theme.GAP - 2, self.height())
            across = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(across), current().number(self._count))
            painter.end()


class Navigation(QWidget):
    """One button for each page that exists."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GRID)
        self._column.setSpacing(theme.GRID // 2)  # eleven fit a small screen at 150 % too
        self._column.addStretch()
        self.buttons: dict[str, PageButton] = {}
        self._titles: dict[str, str] = {}
        self._dressed = False

    def word(self, pages: list[tuple[str, str]]) -> None:
        self._titles = dict(pages)
        self.setAccessibleName(_("Pages"))
        for number, (name, title) in enumerate(pages):
            if name not in self.buttons:
                self._column.insertWidget(number, self._button(name))
            self.buttons[name].name(title)
        metrics = QFontMetrics(theme.font(strong=True))  # as the page that is shown is worded
        longest = max(metrics.horizontalAdvance(title) for title in self._titles.values())
        self.setFixedWidth(max(longest + SIZE + 16 * theme.GRID, 140))
        if self._dressed:
            self.dress()

    def dress(self) -> None:
        """Put the icons on; their drawing waits until the window stands."""
        from upudesk.gui.icons import page_icon

        self._dressed = True
        for name, button in self.buttons.items():
            button.setIcon(page_icon(name, self.devicePixelRatioF()))

    def count(self, waiting: Mapping[str, int]) -> None:
        """How many need somebody, by page."""
        for name, button in self.buttons.items():
            button.name(self._titles[name], waiting.get(name, 0))

    def _button(self, name: str) -> PageButton:
        button = self.buttons[name] = PageButton()
        button.clicked.connect(lambda: self.wanted.emit(name))
        return button

    def mark(self, page: str) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name == page)
