"""Tables: a read-only model over rows, and a delegate that paints them 28 pixels high."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from upudesk.gui import theme
from upudesk.gui.forms import plain_tip
from upudesk.gui.marks import CHIP, paint_chip
from upudesk.tally import State

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
CELL = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table."""

    text: str
    tip: str = ""
    state: State | None = None
    """Shown as a chip before the text."""
    other: State | None = None
    """What the other side says, where the two contradict each other."""
    marks: str = ""
    """Short signs after the text, such as that of a condition."""
    tone: str = ""
    right: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its title is worded when shown."""

    title: Callable[[], str]
    cell: Callable[[R], Cell]
    sort_key: Callable[[R], Any]
    width: int = 100
    right: bool = False
    tip: Callable[[], str] | None = None
    name: str = ""
    """Under which the reader's choice of columns knows it."""
    seldom: bool = False
    """Hidden until the reader asks for it."""


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of anything, sorted by the column that the user chose. `key` names a row for good."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[R] = []
        self._places: dict[str, int] | None = None
        self._cells: dict[tuple[int, int], Cell] = {}
        self._sorted_by, self._descending = -1, False

    def show(
        self, rows: Sequence[R], columns: Sequence[Column[R]] | None = None, *,
        arranged: bool = False,
    ) -> None:  # fmt: skip
        """Show these rows in place of the earlier ones; `arranged` rows stand in order already."""
        self.beginResetModel()
        if columns is not None:
            self.columns = tuple(columns)
        self._take(list(rows) if arranged else self.arranged(rows))
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self.beginResetModel()
        self._take(self.arranged(self._rows))
        self.endResetModel()

    def _take(self, rows: list[R]) -> None:
        self._rows, self._places = rows, None
        self._cells.clear()

    def arranged(self, rows: Sequence[R]) -> list[R]:
        """Rows in the order that the reader chose; what is equal by that, by the first column."""
        if not 0 <= self._sorted_by < len(self.columns):
            return list(rows)
        if self._sorted_by:
            rows = sorted(rows, key=self.columns[0].sort_key)
        by = self.columns[self._sorted_by].sort_key
        return sorted(rows, key=by, reverse=self._descending)

    @property
    def rows(self) -> Sequence[R]:
        return self._rows

    def key_of(self, number: int) -> str:
        """The key of the row at that place, or nothing."""
        row = self.row(number)
        return self._key(row) if row is not None else ""

    def row(self, number: int) -> R | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def number_of(self, key: str) -> int:
        """Where the row of that key stands, or -1."""
        if self._places is None:
            self._places = {self._key(row): n for n, row in enumerate(self._rows)}
        return self._places.get(key, -1)

    def ask_again(self) -> None:
        """The same rows, but what their cells say may have changed."""
        self._cells.clear()
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def cell(self, index: Index) -> Cell:
        place = index.row(), index.column()
        if place not in self._cells:
            self._cells[place] = self.columns[place[1]].cell(self._rows[place[0]])
        return self._cells[place]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == CELL:
            return self.cell(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.cell(index).tip) or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title()
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return column.tip()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class Painted(QStyledItemDelegate):
    """Paints a cell: chip, text, marks; a hairline below; the chosen row behind."""

    PAD = 6

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell | None = index.data(CELL)
        if cell is None:
            return
        c, box = theme.colours(), QRect(option.rect)
        chosen = _is_chosen(option, index)
        painter.save()
        if chosen:
            painter.fillRect(box, QColor(c.chosen))
        painter.setPen(QColor(c.hairline))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if chosen and index.column() == 0 and _has_focus(option):
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(c.accent))
        self._paint_content(painter, box.adjusted(self.PAD, 0, -self.PAD, 0), cell, chosen)
        painter.restore()

    def _paint_content(self, painter: QPainter, box: QRect, cell: Cell, chosen: bool) -> None:
        if cell.state is not None:
            chip = QRectF(box.left(), box.center().y() - CHIP / 2 + 0.5, CHIP, CHIP)
            paint_chip(painter, chip, cell.state, cell.other)
            box.setLeft(box.left() + CHIP + self.PAD)
        tones = {"quiet": theme.colours().quiet, "warning": theme.colours().warning}
        ink = QColor(tones.get(cell.tone, theme.colours().ink))
        painter.setFont(
            theme.font(strong=cell.strong or (chosen and cell.state is None and not cell.right))
        )
        metrics = QFontMetrics(painter.font())
        if cell.marks:
            room = metrics.horizontalAdvance(cell.marks) + self.PAD
            painter.setPen(QColor(theme.colours().warning))
            painter.drawText(box, _ALIGN[True], cell.marks)
            box.setRight(box.right() - room)
        painter.setPen(ink)
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _ALIGN[cell.right], text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.ROW)


_ALIGN = {
    False: int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    True: int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
}


def _is_chosen(option: QStyleOptionViewItem, index: Index) -> bool:
    """Asked of the view: to name Qt's style for it costs a start some milliseconds."""
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.selectionModel().isSelected(index)


def _has_focus(option: QStyleOptionViewItem) -> bool:
    widget = option.widget
    return isinstance(widget, QWidget) and widget.hasFocus()


LEAST = 120
"""A column that takes what is left is never narrower."""


class Table(QTableView):
    """Gives the column of width 0 what the others leave over; scrolls sideways where that is
    too little."""

    painted = Signal()
    """Its rows are seen for the first time."""
    stretched = -1
    _room = 0
    """Width of what is seen of the rows. Asking for the viewport would make PySide look at every
    class of widget there is, which a start has no time for."""
    _seen = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room = event.size().width()
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    def fit(self) -> None:
        across = self.horizontalHeader()
        if not 0 <= self.stretched < across.count() or across.isSectionHidden(self.stretched):
            return
        others = across.length() - across.sectionSize(self.stretched)
        across.resizeSection(self.stretched, max(LEAST, self._room - others))


def table_view(model: RowsModel[Any], name: str) -> Table:
    """A table as every page shows it: whole rows are chosen, nothing is edited in place."""
    view = Table()
    view.setModel(model)
    view.setItemDelegate(Painted(view))
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    down = view.verticalHeader()
    down.hide()
    down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    down.setDefaultSectionSize(theme.ROW)
    across = view.horizontalHeader()
    across.setHighlightSections(False)
    across.setTextElideMode(Qt.TextElideMode.ElideRight)
    across.setStretchLastSection(False)
    across.setMinimumSectionSize(32)
    set_widths(view, model)
    return view


def set_widths(view: Table, model: RowsModel[Any]) -> None:
    """The first column of width 0 takes what is left; none is too narrow for its own title."""
    view.stretched = next((n for n, c in enumerate(model.columns) if c.width == 0), -1)
    metrics = QFontMetrics(view.horizontalHeader().font())
    for number, column in enumerate(model.columns):
        if number != view.stretched:
            title = metrics.size(0, column.title()).width() + 2 * Painted.PAD + 2
            view.setColumnWidth(number, max(column.width, title))
    view.fit()


def as_text(view: Table, model: RowsModel[Any], rows: Sequence[int], *, titled: bool) -> str:
    """These rows as tab-separated text, in the columns that are shown, as they are shown."""
    across = view.horizontalHeader()
    order = [across.logicalIndex(place) for place in range(across.count())]
    shown = [n for n in order if not across.isSectionHidden(n)]
    lines = [[model.columns[n].title() for n in shown]] if titled else []
    lines += [[model.cell(model.index(row, n)).text for n in shown] for row in rows]
    return "\n".join("\t".join(" ".join(text.split()) for text in line) for line in lines)
