"""The list of members: filter as you type, filters by what counts, one row a country."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from upudesk import words
from upudesk.campaign import members
from upudesk.gui import theme
from upudesk.gui.choosing import (
    NOBODY,
    Filter,
    Row,
    all_rows,
    kept_rows,
)
from upudesk.gui.forms import Choice, Line
from upudesk.gui.member_columns import ages, columns, council_codes, counted, stance_choices
from upudesk.gui.tables import RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Author

_WALKS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 15,
    Qt.Key.Key_PageUp: -15,
}
"""Keys that walk through the list while the filter is typed."""


class MemberList(QWidget):
    """Filter, table and count; tells which member is looked at."""

    chosen = Signal(str)
    """A member's id, or nothing."""
    opened = Signal(str)
    """Enter or a double click on a member."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workplace = workplace
        self._rows: list[Row] = []
        self._wanted = ""
        self.filter = Line()
        self.group, self.age, self.responsible = Choice(()), Choice(()), Choice(())
        self.stances: list[Choice] = []
        self.clear = QPushButton()
        self.count = QLabel()
        self.model: RowsModel[Row] = RowsModel((), lambda row: row.member.id, self)
        self.table = table_view(self.model, "")
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        self._filters = QGridLayout()
        self._filters.setSpacing(theme.GRID)
        bar = QVBoxLayout()
        bar.setContentsMargins(theme.GAP + 4, theme.GAP + 4, theme.GAP + 4, theme.GAP)
        bar.setSpacing(theme.GRID + 2)
        bar.addWidget(self.filter)
        bar.addLayout(self._filters)
        self.count.setProperty("tone", "quiet")
        self.count.setContentsMargins(theme.GAP + 4, theme.GRID, theme.GAP, theme.GRID)
        self.clear.setProperty("link", "true")
        keeps = self.clear.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(keeps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)

    def _connect(self) -> None:
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._tell)
        self._painted = False
        self.table.viewport().installEventFilter(self)
        self.filter.textChanged.connect(self._typed)
        self.filter.installEventFilter(self)
        for choice in (self.group, self.age, self.responsible):
            choice.currentIndexChanged.connect(self.refilter)
        self.clear.clicked.connect(self.clear_filter)
        self.table.selectionModel().selectionChanged.connect(lambda *_rows: self._soon.start())
        self.table.activated.connect(lambda index: self.opened.emit(self.current()))

    def word(self) -> None:
        """Everything in the language of the moment; the choices made stay."""
        self.filter.setPlaceholderText(_("Find a country: ไทย · English · français"))
        self.filter.setAccessibleName(_("Find a country in any language"))
        self.table.setAccessibleName(_("Countries"))
        self.clear.setText(_("Clear the filter"))
        if self._workplace.desk is None:
            return
        self._offer_filters()
        self.renew()

    def _offer_filters(self) -> None:
        snapshot = self._workplace.snapshot
        groups = [(None, _("All groups")), *((n, words.group(n, short=True)) for n in range(1, 6))]
        self._offer(self.group, groups, _("Group"))
        self._offer(self.age, ages(), _("Age of the stance"))
        people = [(a.id, a.name) for a in snapshot.all(Author)]
        everyone = [("", _("All responsible")), (NOBODY, _("Nobody responsible")), *people]
        self._offer(self.responsible, everyone, _("Responsible"))
        self._offer_stances()

    def _offer(self, choice: Choice, choices: list[tuple[Any, str]], name: str) -> None:
        choice.offer(choices)
        choice.setAccessibleName(name)
        choice.setToolTip(name)

    def _offer_stances(self) -> None:
        """One filter for each council that we stand for."""
        codes = council_codes(self._workplace)
        while len(self.stances) < len(codes):
            choice = Choice(())
            choice.currentIndexChanged.connect(self.refilter)
            self.stances.append(choice)
        for choice, code in zip(self.stances, codes, strict=False):
            self._offer(choice, stance_choices(code), _("Stance on {council}").format(council=code))
        shown = [self.group, *self.stances, self.age, self.responsible]
        for number, choice in enumerate(shown):
            self._filters.addWidget(choice, number // 3, number % 3)
        self._filters.addWidget(self.clear, len(shown) // 3, len(shown) % 3)
        for before, after in pairwise([self.filter, *shown, self.clear, self.table]):
            QWidget.setTabOrder(before, after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the filter walk through the list; Escape clears it."""
        if watched is not self.filter:
            if event.type() == QEvent.Type.Paint:
                self._painted = True
                watched.removeEventFilter(self)
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._handled(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _handled(self, key: Qt.Key) -> bool:
        if key in _WALKS:
            self._walk(_WALKS[key])
            return True
        if key == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            return True
        return False

    def _walk(self, by: int) -> None:
        at = self.table.currentIndex().row() + by
        self._choose_row(max(0, min(at, len(self.model.rows) - 1)))

    # -------------------------------------------------------------- showing

    def renew(self) -> None:
        """Take the rows from the snapshot of now."""
        workplace = self._workplace
        self._rows = all_rows(workplace.snapshot, workplace.language)
        fresh = columns(workplace)
        changed = [c.width for c in fresh] != [c.width for c in self.model.columns]
        self.model.show(self.model.rows, fresh)
        if changed:
            set_widths(self.table, self.model)
        self.refilter()

    def asked(self) -> Filter:
        """What the controls ask for."""
        candidacies = [candidacy.id for candidacy in self._workplace.snapshot.ours]
        return Filter(
            self.filter.text(),
            self.group.value(),
            {c: choice.value() for c, choice in zip(candidacies, self.stances, strict=False)},
            self.age.value(),
            self.responsible.value() or "",
        )

    def _typed(self, typed: str) -> None:
        """Look at the country that was most likely meant."""
        self.refilter()
        likely = members.matches(self._workplace.snapshot, typed) if typed.strip() else ()
        shown = {row.member.id for row in self.model.rows}
        best = next((member.id for member in likely if member.id in shown), "")
        if best:
            self.choose(best)

    def refilter(self) -> None:
        """Show what the filter keeps, and stay on the member that is looked at."""
        workplace = self._workplace
        if workplace.desk is None:
            return
        asked = self.asked()
        kept = kept_rows(self._rows, workplace.snapshot, asked)
        self.model.show(kept)
        self.choose(self._wanted)
        self.clear.setVisible(asked != Filter(stances={c: None for c in asked.stances}))
        self.count.setText(counted(len(kept), workplace.language))

    def clear_filter(self) -> None:
        self.filter.clear()
        for choice in (self.group, self.age, self.responsible, *self.stances):
            choice.setCurrentIndex(0)
        self.table.setFocus()

    # -------------------------------------------------------------- choosing

    def current(self) -> str:
        """Id of the member that is looked at, or nothing."""
        row = self.model.row(self.table.currentIndex().row())
        return row.member.id if row else ""

    def choose(self, member: str) -> None:
        """Look at a member; at the first where that one is filtered away."""
        at = self.model.number_of(member) if member else 0
        if self.model.rows:
            self._choose_row(max(at, 0))
        self._soon.start()

    def _choose_row(self, number: int) -> None:
        index = self.model.index(number, 0)
        both = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, both.ClearAndSelect | both.Rows)
        self.table.scrollTo(index)

    def look_at(self, member: str) -> None:
        """Show this member even if the filter has to go for it."""
        self._wanted = member
        if self.model.number_of(member) < 0:
            self.clear_filter()
        self.choose(member)

    def _tell(self) -> None:
        if self.isVisible() and not self._painted:
            self._soon.start()  # the list is seen before the page beside it is built
            return
        if self.model.rows:
            self._wanted = self.current()
        self.chosen.emit(self.current())
