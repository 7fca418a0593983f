"""The list of a page: filtered as one types, with columns to choose and many rows at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from upudesk.gui import columns, theme
from upudesk.gui.forms import Choice, FilterLine
from upudesk.gui.parts import text
from upudesk.gui.saved_filters import SavedFilters
from upudesk.gui.sieve import Sieve
from upudesk.gui.subject import Subject
from upudesk.gui.tables import RowsModel, as_text, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext

R = TypeVar("R")

_WALKS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 15,
    Qt.Key.Key_PageUp: -15,
}
"""Keys that walk through the list while the filter is typed."""


PAUSE = 120
"""Milliseconds after the last letter until the row that was found is shown in full."""


class Listing(QWidget, Generic[R]):
    """Filter line, drop-downs, table and counts; tells which row is looked at."""

    chosen = Signal(str)
    """The key of the row that is looked at, or nothing; also after the rows were renewed."""
    opened = Signal(str)
    """Enter or a double click on a row."""

    def __init__(self, workplace: Workplace, subject: Subject[R]) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.workplace, self.subject = workplace, subject
        self._sieve = Sieve(subject)
        self._wanted = ""
        self.filter = FilterLine()
        self.choices: dict[str, Choice] = {}
        self.clear, self.new, self.more = QPushButton(), QPushButton(), QPushButton()
        self.saved = SavedFilters(self)
        self.count = QLabel()
        self.nothing = text("", "quiet")
        self.model: RowsModel[R] = RowsModel((), subject.key, self)
        self.table = table_view(self.model, "")
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.GRID)
        top.addWidget(self.filter, 1)
        for button in (self.saved.button, self.more, self.new):
            top.addWidget(button)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.GRID)
        bar = QVBoxLayout()
        bar.setContentsMargins(theme.GAP + 4, theme.GAP + 4, theme.GAP + 4, theme.GAP)
        bar.setSpacing(theme.GRID + 2)
        bar.addLayout(top)
        bar.addLayout(self._grid)
        self._lay_out_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.GAP + 4, theme.GRID, theme.GAP, theme.GRID)
        foot.setSpacing(theme.MARGIN)
        foot.addWidget(self.count)
        foot.addWidget(self.clear)
        foot.addStretch()
        column.addLayout(foot)

    def _lay_out_table(self) -> None:
        self.count.setProperty("tone", "quiet")
        self.clear.setProperty("link", "true")
        keeps = self.clear.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(keeps)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.nothing.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSortingEnabled(True)
        across = self.table.horizontalHeader()
        across.setSectionsMovable(True)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.setSortIndicatorClearable(True)
        column, descending = self.subject.sorted_by
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        across.setSortIndicator(column, order)
        for button in (self.saved.button, self.more):
            button.setProperty("tool", "true")
        self.new.setVisible(self.subject.new is not None)
        self.new.setProperty("main", "true")

    def _offer_facets(self) -> None:
        """A drop-down for each facet; the choices made stay."""
        facets = self._sieve.facets = self.subject.facets()
        for facet in facets:
            if facet.name not in self.choices:
                choice = self.choices[facet.name] = Choice(())
                choice.currentIndexChanged.connect(self.refilter)
            choice = self.choices[facet.name]
            choice.offer(facet.choices())
            choice.setAccessibleName(facet.label())
            choice.setToolTip(facet.label())
        known = {facet.name for facet in facets}
        for name in [name for name in self.choices if name not in known]:
            self.choices.pop(name).deleteLater()
        shown = [self.choices[facet.name] for facet in facets]
        across = 4 if len(shown) in (4, 7, 8) else 3
        for number, choice in enumerate(shown):
            self._grid.addWidget(choice, number // across, number % across)
        buttons = (self.saved.button, self.more, self.new)
        order = [self.filter, *buttons, *shown, self.table, self.clear]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._ahead = QTimer(self, interval=0, singleShot=True)
        self._ahead.timeout.connect(self._fold_ahead)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._tell)
        self._painted = False
        self.table.painted.connect(self._note_painted)
        self.table.installEventFilter(self)
        self.filter.textChanged.connect(self._typed)
        self.filter.installEventFilter(self)
        self.clear.clicked.connect(self.clear_filter)
        self.new.clicked.connect(self._make_new)
        chosen = self.table.selectionModel()
        chosen.currentRowChanged.connect(lambda *_rows: self._soon.start())
        chosen.selectionChanged.connect(lambda *_rows: self._recount())
        self.table.activated.connect(lambda _index: self.opened.emit(self.current()))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._offer_actions)
        across = self.table.horizontalHeader()
        across.customContextMenuRequested.connect(
            lambda at: self.column_menu().exec(across.mapToGlobal(at))
        )
        for changed in (across.sectionMoved, across.sectionResized, across.sortIndicatorChanged):
            changed.connect(self._columns_changed)
        across.sortIndicatorChanged.connect(self._sorted)
        self._columns_soon = QTimer(self, interval=400, singleShot=True)
        self._columns_soon.timeout.connect(lambda: columns.keep(self))
        self._arranging = False

    def _make_new(self) -> None:
        if self.subject.new is not None and self.workplace.may_write(self.window()):
            self.subject.new[1]()

    # -------------------------------------------------------------- wording

    def word(self) -> None:
        """Everything in the language of the moment; the choices made stay."""
        subject = self.subject
        self.filter.setPlaceholderText(subject.hint())
        self.filter.setAccessibleName(subject.hint())
        self.table.setAccessibleName(subject.title())
        self.clear.setText(_("Clear the filter"))
        self.clear.setAccessibleName(_("Clear the filter"))
        self.more.setText(_("Table"))
        self.more.setAccessibleName(_("Columns, copying, many rows at once"))
        self.more.setToolTip(self.more.accessibleName())
        if subject.new is not None:
            self.new.setText(subject.new[0]())
            self.new.setAccessibleName(subject.new[0]())
        if self.workplace.desk is None:
            return
        self._word_more()
        self._offer_facets()
        self.model.show((), subject.columns())
        self._arrange_columns()
        self.renew()

    def _word_more(self) -> None:
        """The menu is filled when it is opened: it counts the rows that are chosen."""
        menu = QMenu(self.more)
        menu.aboutToShow.connect(lambda: self._fill_more(menu))
        self.more.setMenu(menu)

    def _fill_more(self, menu: QMenu) -> None:
        menu.clear()
        menu.addAction(_("&Columns…"), self.choose_columns)
        menu.addSeparator()
        copy = menu.addAction(_("Co&py the chosen rows"), self.copy)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        titled = menu.addAction(_("Copy with &headings"), lambda: self.copy(titled=True))
        many = menu.addAction(_("&Edit the chosen rows…"), self.edit_many)
        many.setVisible(bool(self.subject.bulk))
        for action in (copy, titled, many):
            action.setEnabled(bool(self.selected()))
        menu.addAction(_("Choose &all rows"), self.table.selectAll)

    # -------------------------------------------------------------- columns

    def _arrange_columns(self) -> None:
        self._arranging = True
        set_widths(self.table, self.model)
        columns.apply(self)
        self._arranging = False
        self.table.fit()

    def _sorted(self, *_by: object) -> None:
        """All rows keep the order of the table, so that filtering need not sort again."""
        self._sieve.rows = self.model.arranged(self._sieve.rows)

    def _columns_changed(self, *_what: int) -> None:
        if not self._arranging:
            self._columns_soon.start()

    def column_menu(self) -> QMenu:
        """Each column to tick or untick."""
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(self.model.columns):
            action = QAction(column.title(), menu, checkable=True)
            action.setChecked(not self.table.isColumnHidden(number))
            action.toggled.connect(lambda on, number=number: self.show_column(number, on))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("&Columns…"), self.choose_columns)
        return menu

    def show_column(self, number: int, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        visible = [n for n in range(len(self.model.columns)) if not self.table.isColumnHidden(n)]
        if shown or visible != [number]:
            self.table.setColumnHidden(number, not shown)
            self.table.fit()
            self._columns_changed()

    def arrange(self, order: Sequence[str], shown: Sequence[str]) -> None:
        """Put the columns into this order and show these."""
        names = [column.name for column in self.model.columns]
        across = self.table.horizontalHeader()
        for place, name in enumerate(order):
            across.moveSection(across.visualIndex(names.index(name)), place)
        for number, name in enumerate(names):
            self.table.setColumnHidden(number, name not in shown)
        self.table.fit()
        self._columns_changed()

    def reset_columns(self) -> None:
        """As the list was made."""
        across = self.table.horizontalHeader()
        self._arranging = True
        for place in range(across.count()):
            across.moveSection(across.visualIndex(place), place)
        self._arrange_columns()

    def choose_columns(self) -> None:
        columns.ColumnsForm(self).open()

    # -------------------------------------------------------------- filtering

    def asked(self) -> dict[str, str]:
        """What the controls ask for; what asks nothing is left out."""
        chosen = {name: choice.value() for name, choice in self.choices.items()}
        said = {name: str(value) for name, value in chosen.items() if value is not None}
        typed = self.filter.text().strip()
        return said | ({"text": typed} if typed else {})

    def ask(self, asked: dict[str, str]) -> None:
        """Set the controls so that they ask for this; what no choice says any more asks nothing."""
        self.filter.setText(asked.get("text", ""))
        for name, choice in self.choices.items():
            choice.choose_text(asked.get(name))
        self.refilter()

    def asked_as_text(self) -> str:
        return json.dumps(self.asked(), ensure_ascii=False, sort_keys=True)

    def clear_filter(self) -> None:
        self.ask({})
        self.table.setFocus()

    def renew(self) -> None:
        """Take the rows from the snapshot of now."""
        if self.workplace.desk is None:
            return
        self._sieve.take(self.model.arranged(self.subject.rows()))
        self._ahead.start()
        self.refilter()

    def _typed(self, typed: str) -> None:
        """Look at the row that was most likely meant; its details wait until typing pauses."""
        self._soon.setInterval(PAUSE)
        self.refilter()
        found = self._sieve.found(typed.strip())
        if best := next((key for key in found if self.model.number_of(key) >= 0), ""):
            self.choose(best)

    def refilter(self) -> None:
        """Show what the filter keeps, and stay on the row that is looked at."""
        if self.workplace.desk is None:
            return
        chosen = set(self.selected())
        values = {name: choice.value() for name, choice in self.choices.items()}
        kept = self._sieve.kept(self.filter.text().strip(), values)
        self.model.show(kept, arranged=True)
        self._choose_again(chosen)
        asked = self.asked()
        self.clear.setVisible(bool(asked))
        self.saved.show_state()
        self._stack.setCurrentWidget(self.table if kept else self.nothing)
        if not kept:
            self.nothing.setText(
                _("Nothing matches the filter.") if self._sieve.rows else self.subject.empty()
            )
        self._recount()

    def _fold_ahead(self) -> None:
        if self._sieve.fold_ahead():
            self._ahead.start()

    def _recount(self) -> None:
        language = self.workplace.language
        shown, chosen = len(self.model.rows), len(self.selected())
        words = self.subject.counted(shown)
        if chosen > 1:
            picked = ngettext("{count} chosen", "{count} chosen", chosen)
            words += " · " + picked.format(count=language.number(chosen))
        self.count.setText(words)

    # -------------------------------------------------------------- choosing

    def current(self) -> str:
        """The key of the row that is looked at, or nothing."""
        return self.model.key_of(self.table.currentIndex().row())

    def selected(self) -> list[str]:
        """The keys of the chosen rows, in their order on the screen."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.key_of(number) for number in numbers]

    def choose(self, key: str) -> None:
        """Look at a row; at the first where that one is filtered away."""
        if self.model.rows:
            self._choose_row(max(self.model.number_of(key) if key else 0, 0))
        self._soon.start()

    def _choose_row(self, number: int) -> None:
        index = self.model.index(number, 0)
        both = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, both.ClearAndSelect | both.Rows)
        self.table.scrollTo(index)

    def _choose_again(self, keys: set[str]) -> None:
        """After the rows were renewed: the same row, and where many were chosen, those."""
        self.choose(self._wanted)
        if len(keys) < 2:
            return
        rows = [n for n in range(len(self.model.rows)) if self.model.key_of(n) in keys]
        picked = QItemSelection()
        for number in rows:
            picked.select(self.model.index(number, 0), self.model.index(number, 0))
        both = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(picked, both.Select | both.Rows)

    def look_at(self, key: str) -> None:
        """Show this row even if the filter has to go for it."""
        self._wanted = key
        if self.model.number_of(key) < 0:
            self.renew()
        if self.model.number_of(key) < 0:
            self.ask({})
        self.choose(key)

    def settle(self) -> None:
        """What was typed leads to its row at once, for whoever acts on that row."""
        if self._soon.isActive():
            self.tell_now()

    def tell_now(self) -> None:
        """Say which row is looked at without waiting for the next moment."""
        self._painted = True
        self._tell()
        self._soon.stop()

    def _note_painted(self) -> None:
        self._painted = True

    def _tell(self) -> None:
        if self.isVisible() and not self._painted and self._stack.currentWidget() is self.table:
            self._soon.start()  # the list is seen before the page beside it is built
            return
        self._soon.setInterval(0)
        if self.model.rows:
            self._wanted = self.current()
        self.chosen.emit(self.current())

    # -------------------------------------------------------------- keys and menus

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the filter walk through the list; Escape clears it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.filter:
                return self._handled(Qt.Key(event.key()))
            if watched is self.table and event.matches(QKeySequence.StandardKey.Copy):
                self.copy()
                return True
        return super().eventFilter(watched, event)

    def _handled(self, key: Qt.Key) -> bool:
        if key in _WALKS:
            at = self.table.currentIndex().row() + _WALKS[key]
            if self.model.rows:
                self._choose_row(max(0, min(at, len(self.model.rows) - 1)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.opened.emit(self.current())
            return True
        if key == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            return True
        return False

    def _offer_actions(self, at: Any) -> None:
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in self.subject.actions(self.selected()):
            menu.addAction(words, act)
        menu.addSeparator()
        menu.addAction(_("Co&py the chosen rows"), self.copy)
        if self.subject.bulk and self.selected():
            menu.addAction(_("&Edit the chosen rows…"), self.edit_many)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def copy(self, *, titled: bool = False) -> None:
        """The chosen rows, as they are shown, to the clipboard: tab-separated."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText(as_text(self.table, self.model, numbers, titled=titled))

    def edit_many(self) -> None:
        """Give many rows the same value in one field, after a look at what changes."""
        from upudesk.gui.bulk_form import BulkForm

        chosen = set(self.selected())
        record = self.subject.record
        if not chosen or record is None or not self.workplace.may_write(self.window()):
            return
        records = [record(row) for row in self.model.rows if self.subject.key(row) in chosen]
        BulkForm(self.workplace, records, self.subject.bulk, self.window()).open()
