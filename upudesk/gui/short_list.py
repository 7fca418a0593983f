"""A few rows under a heading, each opening its record; the rest is one click away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.parts import line, link, text
from upudesk.gui.tables import Cell, Column, RowsModel, Table, set_widths, table_view
from upudesk.i18n import _
from upudesk.tally import State

FEW = 5
LOW = 6 * theme.GRID
"""Height of a row: lower than in a table, since these stand on one screen with many others."""


@dataclass(frozen=True)
class Item:
    """One row: what it says, what stands at its right, and what opens on it."""

    text: str
    aside: str = ""
    act: Callable[[], object] = lambda: None
    tone: str = ""
    state: State | None = None
    other: State | None = None


def rows_view(items: Sequence[Item], name: str, parent: QObject, *, height: int) -> Table:
    """The rows as a table without headings: arrows walk, Enter or a click opens."""
    number = iter(range(len(items)))
    keys = {id(item): str(next(number)) for item in items}
    model: RowsModel[Item] = RowsModel(_columns(items), lambda item: keys[id(item)], parent)
    view = table_view(model, name)
    model.setParent(view)
    view.setStyleSheet("QTableView { background: transparent; }")
    view.horizontalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(height)
    model.show(items)
    set_widths(view, model)
    view.clicked.connect(lambda index: items[index.row()].act())
    view.activated.connect(lambda index: items[index.row()].act())
    view.setCursor(Qt.CursorShape.PointingHandCursor)
    return view


def _columns(items: Sequence[Item]) -> list[Column[Item]]:
    metrics = QFontMetrics(theme.font())
    widest = max((metrics.horizontalAdvance(item.aside) for item in items), default=0)

    def cell(item: Item) -> Cell:
        tip = breakable("\n".join(filter(None, (item.text, item.aside))))
        return Cell(item.text, tip=tip, state=item.state, other=item.other)

    def aside(item: Item) -> Cell:
        return Cell(item.aside, tip=item.aside, tone=item.tone or "quiet", right=True)

    return [
        Column(lambda: "", cell, lambda item: item.text, 0),
        Column(lambda: "", aside, lambda item: item.aside, min(widest + 16, 190)),
    ]


class ShortList(QWidget):
    """Heading with the number, at most five rows, and the way to all of them."""

    all_wanted = Signal()

    def __init__(
        self, title: str, items: Sequence[Item], empty: str, *,
        more: QPushButton | None = None, few: int = FEW, count: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.items, self._few = items, few
        self.table: Table | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        heading = QLabel(title)
        heading.setFont(theme.font(strong=True))
        heading.setProperty("tone", "quiet")
        head.addWidget(heading)
        head.addStretch()
        if more is None and len(items) > few:
            more = link(_("All {count}").format(count=count), self.all_wanted.emit)
            more.setAccessibleName(_("{what}: all {count}").format(what=title, count=count))
        if more is not None:
            head.addWidget(more)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self._rows(title) if items else text(empty, "quiet"))

    def _rows(self, title: str) -> QWidget:
        shown = self.items[: self._few]
        self.table = rows_view(shown, title, self, height=LOW)
        self.table.setFixedHeight(LOW * len(shown))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.installEventFilter(self)
        return self.table

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only the list that has the keys shows a chosen row."""
        if watched is self.table and self.table is not None:
            if event.type() == QEvent.Type.FocusIn and not self.table.currentIndex().isValid():
                self.table.selectRow(0)
            elif event.type() == QEvent.Type.FocusIn:
                self.table.selectRow(self.table.currentIndex().row())
            elif event.type() == QEvent.Type.FocusOut:
                self.table.clearSelection()
        return super().eventFilter(watched, event)
