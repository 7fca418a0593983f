"""The board of the tally: levels down, groups or something else across, countries in every cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStyle, QStyleOptionViewItem, QWidget

from upudesk import words
from upudesk.gui import theme
from upudesk.gui.marks import CHIP
from upudesk.gui.tables import (
    Cell,
    Column,
    Index,
    Painted,
    RowsModel,
    Table,
    set_widths,
    table_view,
)
from upudesk.i18n import Language, _
from upudesk.model import Answer, Author, Bloc, Form
from upudesk.snapshot import Snapshot
from upudesk.tally import By, Cut, Ids, Key, State, Tally


class Sum(StrEnum):
    """Rows below the levels that add some of them up."""

    PROMISED = "promised"
    MEMBERS = "members"


Kind = State | Sum | Answer
"""What a row counts; an answer is whether a ballot can be cast."""
_WIDE = 96
"""From so many pixels on a heading is put on two lines."""
ALL = "=all"
"""The column of everybody, each once."""


@dataclass(frozen=True)
class Board:
    """A tally cut one way, with the members behind every number."""

    count: Tally
    cut: Cut

    @property
    def rows(self) -> tuple[Kind, ...]:
        votes = (Answer.YES, Answer.UNKNOWN, Answer.NO)
        return (*self.count.rows, Sum.PROMISED, Sum.MEMBERS, *votes)

    @property
    def columns(self) -> tuple[Key, ...]:
        """What is across; empty columns of blocs, forms and officials are left out."""
        if self.cut.by is By.GROUP:
            return self.cut.columns
        return tuple(column for column in self.cut.columns if self.cut.column(column))

    def cell(self, row: Kind, column: Key) -> Ids:
        """The members behind one number."""
        if isinstance(row, State):
            return self.count.row(row) if column == ALL else self.cut.cell(row, column)
        among = self.count.everyone if column == ALL else self.cut.column(column)
        if row is Sum.PROMISED:
            return tuple(id for id in among if self.count.stances[id].promised)
        if row is Sum.MEMBERS:
            return tuple(dict.fromkeys(among))
        return tuple(id for id in among if self.count.voters[id] is row)


def row_words(row: Kind) -> str:
    if isinstance(row, State):
        return words.standing_in(row)
    named = {
        Sum.PROMISED: _("promised (5 and 4)"),
        Sum.MEMBERS: _("members"),
        Answer.YES: _("can vote"),
        Answer.UNKNOWN: _("vote not known"),
        Answer.NO: _("cannot vote"),
    }
    return named[row]


def column_words(snapshot: Snapshot, by: By, column: Key) -> str:
    """The heading of a column."""
    if column == ALL:
        return _("All")
    if by is By.GROUP:
        return words.group(column, short=True) if isinstance(column, int) else _("not known")
    if column is None:
        return {By.FORM: _("no answer"), By.BLOC: _("no bloc")}.get(by, _("nobody yet"))
    if by is By.FORM:
        return words.form(Form(str(column)))
    if by is By.BLOC:
        bloc = snapshot.find(Bloc, str(column))
        return bloc.code if bloc else ""
    author = snapshot.find(Author, str(column))
    return author.name if author else ""


class Numbers(Painted):
    """As in any table, with a frame around the cell that has the keys."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        widget = option.widget
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen and isinstance(widget, QWidget) and widget.hasFocus():
            painter.save()
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.drawRect(QRect(option.rect).adjusted(1, 1, -1, -1))
            painter.restore()


class BoardView(QWidget):
    """The table. Arrows go from number to number, Enter goes to the countries behind one.

    The levels stand in a table of their own, so that they stay in sight where many columns scroll.
    """

    chosen = Signal(object, object)
    """Row and column of the number that is looked at."""
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.levels: RowsModel[Kind] = RowsModel((), str, self)
        self.model: RowsModel[Kind] = RowsModel((), str, self)
        self._names, self.table = _flat(self.levels), _flat(self.model)
        self._names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._names.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setItemDelegate(Numbers(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.board: Board | None = None
        self._columns: tuple[Key, ...] = ()
        self._at: tuple[Kind, Key] = (Sum.PROMISED, ALL)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._names)
        across.addWidget(self.table, 1)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.table.activated.connect(lambda _index: self.opened.emit())

    def show_board(self, snapshot: Snapshot, board: Board, language: Language) -> None:
        self._names.setAccessibleName(_("Levels"))
        """Show this board and stay on the same number."""
        kept = self._at
        self.board, self._columns = board, (ALL, *board.columns)
        self.levels.show(board.rows, [_level_column()])
        self.model.show(board.rows, self._headed(snapshot, board, language))
        for view, model in ((self._names, self.levels), (self.table, self.model)):
            set_widths(view, model)
            head = self.table.horizontalHeader().sizeHint().height()
            view.horizontalHeader().setFixedHeight(head)
            slide = self.table.horizontalScrollBar().sizeHint().height()
            view.setFixedHeight(theme.ROW * len(board.rows) + head + slide)
        self._names.setFixedWidth(self._names.columnWidth(0))
        self.look_at(*kept)

    def _headed(self, snapshot: Snapshot, board: Board, language: Language) -> list[Column[Kind]]:
        metrics = QFontMetrics(theme.font())
        by = board.cut.by

        def numbers(key: Key) -> Column[Kind]:
            title = column_words(snapshot, by, key)
            lines = _in_lines(title, metrics)
            width = max(52, min(metrics.size(0, lines).width() + 20, 148))
            cell = _number(board, key, title, language)
            return Column(lambda: lines, cell, row_words, width, right=True, tip=lambda: title)

        return [numbers(key) for key in self._columns]

    def look_at(self, row: Kind, column: Key) -> None:
        """Choose a number; where it is not there any more, that of everybody."""
        assert self.board is not None
        rows: Sequence[Kind] = self.board.rows
        at = rows.index(row) if row in rows else rows.index(Sum.PROMISED)
        across = self._columns.index(column) if column in self._columns else 0
        index = self.model.index(at, across)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        self._moved(index, index)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and self.board is not None:
            self._at = self.board.rows[now.row()], self._columns[now.column()]
            self.chosen.emit(*self._at)

    def behind(self) -> Ids:
        """The members behind the number that is looked at."""
        return self.board.cell(*self._at) if self.board else ()


def _in_lines(title: str, metrics: QFontMetrics) -> str:
    """Long names of groups take two lines; Thai has a space where others have a comma."""
    if ", " in title:
        return title.replace(", ", ",\n", 1)
    wide = metrics.horizontalAdvance(title) > _WIDE
    return title.replace(" ", "\n", 1) if wide else title


def _flat(model: RowsModel[Kind]) -> Table:
    """A table that lies on the page and is as high as its rows."""
    view = table_view(model, "")
    view.setStyleSheet("QTableView { background: transparent; }")
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideNone)
    return view


def _level_column() -> Column[Kind]:
    metrics = QFontMetrics(theme.font(strong=True))
    kinds: tuple[Kind, ...] = (*State, *Sum, *Answer)
    chip = {True: CHIP + Painted.PAD, False: 0}
    widest = max(
        metrics.horizontalAdvance(row_words(kind)) + chip[isinstance(kind, State)] for kind in kinds
    )

    def cell(row: Kind) -> Cell:
        state = row if isinstance(row, State) else None
        tone = "quiet" if isinstance(row, Answer) else ""
        said = row_words(row)
        return Cell(said, tip=said, state=state, strong=isinstance(row, Sum), tone=tone)

    return Column(lambda: _("Level"), cell, row_words, min(widest + 24, 208))


def _number(board: Board, key: Key, title: str, language: Language) -> Callable[[Kind], Cell]:
    def cell(row: Kind) -> Cell:
        found = len(board.cell(row, key))
        strong = key == ALL or isinstance(row, Sum)
        tone = "quiet" if not found or isinstance(row, Answer) else ""
        return Cell(language.number(found), tip=f"{row_words(row)} · {title}", right=True,
                    strong=strong, tone=tone)  # fmt: skip

    return cell
