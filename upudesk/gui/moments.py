"""Moments with a name: this one named, earlier ones looked back to, renamed, deleted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upudesk.campaign import milestones
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.parts import line, link, text
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Milestone

SHOWN = 14
"""So many moments are in sight; further ones are scrolled to."""


class Moments(QWidget):
    """Enter looks back to the chosen moment, F2 renames it, Delete deletes it."""

    chosen = Signal(str)
    """The id of a moment to look back to."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.title = QLabel()
        self.name_link = link("", self.name_this)
        self.nothing = text("", "quiet")
        self.model: RowsModel[Milestone] = RowsModel((), lambda one: one.id, self)
        self.table = table_view(self.model, "")
        self.rename_link, self.delete_link = link("", self.rename), link("", self.delete)
        self._lay_out()
        self.table.activated.connect(lambda index: self._look(index.row()))
        self.table.clicked.connect(lambda index: self._look(index.row()))
        inside = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence("F2"), self.table, self.rename, context=inside)
        QShortcut(QKeySequence("Del"), self.table, self.delete, context=inside)

    def _lay_out(self) -> None:
        self.title.setFont(theme.font(strong=True))
        self.title.setProperty("tone", "quiet")
        self.table.setStyleSheet("QTableView { background: transparent; }")
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        left = Qt.AlignmentFlag.AlignLeft
        column.addWidget(self.title)
        column.addWidget(line())
        column.addWidget(self.name_link, 0, left)
        column.addWidget(self.nothing)
        column.addWidget(self.table)
        column.addWidget(self.rename_link, 0, left)
        column.addWidget(self.delete_link, 0, left)
        column.addStretch()

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.title.setText(_("Moments with a name"))
        self.table.setAccessibleName(_("Moments with a name"))
        named = _("A moment with a name can be looked back to: what was known then, what changed.")
        self.nothing.setText(breakable(named))
        for button, shown in (
            (self.name_link, _("Name this moment…")),
            (self.rename_link, _("Rename…")),
            (self.delete_link, _("Delete")),
        ):
            button.setText(shown)
            button.setAccessibleName(shown)

    def renew(self) -> None:
        known = milestones.in_order(self._workplace.snapshot)
        kept = self.model.key_of(self.table.currentIndex().row())
        self.model.show(known, _columns(self._workplace.language))
        set_widths(self.table, self.model)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + theme.ROW * min(len(known), SHOWN) + 2)
        for part in (self.table, self.rename_link, self.delete_link):
            part.setVisible(bool(known))
        self.nothing.setVisible(not known)
        if known:
            at = max(self.model.number_of(kept) if kept else 0, 0)
            self.table.setCurrentIndex(self.model.index(at, 0))

    def _look(self, row: int) -> None:
        if id := self.model.key_of(row):
            self.chosen.emit(id)

    def _current(self) -> Milestone | None:
        return self.model.row(self.table.currentIndex().row())

    # -------------------------------------------------------------- doing

    def name_this(self) -> None:
        """Give this moment a name: everything that is known now, and nothing later."""
        if not self._workplace.may_write(self.window()):
            return
        assert self._workplace.desk is not None
        moment = self._workplace.desk.moment
        form = RecordForm(
            self._workplace,
            _("Name this moment"),
            Milestone(),
            (Item("name", 6), Item("note", 6, lines=2)),
            parent=self.window(),
            act=lambda said: self._workplace.do(
                milestones.name_moment, said.name, moment, said.note
            ),
        )
        form.open()

    def rename(self) -> None:
        known = self._current()
        if known is None or not self._workplace.may_write(self.window()):
            return
        form = RecordForm(
            self._workplace,
            _("Rename the moment"),
            known,
            (Item("name", 6), Item("note", 6, lines=2)),
            base=known,
            parent=self.window(),
            act=partial(self._renamed, known),
        )
        form.open()

    def _renamed(self, known: Milestone, said: Milestone) -> None:
        self._workplace.do(milestones.rename, known, said.name, said.note)

    def delete(self) -> None:
        known = self._current()
        if known is not None:
            self._workplace.attempt(self, milestones.delete, known)


def _columns(language: Language) -> list[Column[Milestone]]:
    def name(one: Milestone) -> Cell:
        return Cell(one.name, tip="\n".join(filter(None, (one.name, one.note))))

    def day(one: Milestone) -> Cell:
        moment = milestones.moment_of(one)
        if moment is None:
            return Cell(_("no moment"), tone="warning")
        return Cell(
            language.date(moment.astimezone().date()), tip=language.instant(moment), tone="quiet"
        )

    return [
        Column(lambda: _("Name"), name, lambda one: language.sort_key(one.name), 0),
        Column(lambda: _("Day"), day, lambda one: one.moment, 104),
    ]
