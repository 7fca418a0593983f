"""The sheet on which one of two people rates countries, by the keys 5 to 1."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import blind, thai, words
from upudesk.campaign import blind as counting
from upudesk.gui import theme
from upudesk.gui.forms import Choice, Tick, breakable, wrapping
from upudesk.gui.subject import groups
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import BlindCount, Level, Member, Rating


class RatingSheet(QWidget):
    """5 to 1 rate the country that is chosen and go on to the next; Delete takes a rating away,
    arrows move, Enter opens the country. Each rating is saved at once and can be undone."""

    ended = Signal()
    """Whoever rates says that nothing is to be added."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._count, self._rater = "", ""
        self._mine: Mapping[str, Rating] = {}
        self.said, self.keys = wrapping(), wrapping(role="quiet")
        self.group, self.unrated = Choice([(None, "")]), Tick("")
        self.group.setMinimumContentsLength(16)
        self.levels = {level: QPushButton() for level in blind.LEVELS}
        self.clear_button, self.finish_button = QPushButton(), QPushButton()
        self.model: RowsModel[Member] = RowsModel((), lambda member: member.id, self)
        self.table = table_view(self.model, "")
        self._lay_out()
        self.group.currentIndexChanged.connect(lambda _index: self._list())
        self.unrated.toggled.connect(lambda _on: self._list())
        self.table.installEventFilter(self)
        self.table.activated.connect(lambda _index: workplace.show(self.member))
        for level, button in self.levels.items():
            button.clicked.connect(lambda _on=False, level=level: self.rate(level))
        self.clear_button.clicked.connect(self.clear)
        self.finish_button.clicked.connect(self.ended)

    def _lay_out(self) -> None:
        self.said.setFont(theme.font(theme.SMALL, strong=True))
        top = QHBoxLayout()
        top.setSpacing(theme.MARGIN)
        top.addWidget(self.said, 1)
        top.addWidget(self.group)
        top.addWidget(self.unrated)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GRID)
        for button in (*self.levels.values(), self.clear_button):
            foot.addWidget(button)
        foot.addStretch()
        self.finish_button.setProperty("main", "true")
        foot.addWidget(self.finish_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        column.addWidget(self.keys)

    def word(self) -> None:
        self.group.offer(groups())
        self.group.setAccessibleName(_("Group"))
        self.unrated.setText(_("Only those not rated yet"))
        self.unrated.setAccessibleName(self.unrated.text())
        self.table.setAccessibleName(_("Countries to rate"))
        for level, button in self.levels.items():
            button.setText(words.level(level))
        self.clear_button.setText(_("Take away"))
        self.finish_button.setText(_("I have finished"))
        for button in (*self.levels.values(), self.clear_button, self.finish_button):
            button.setAccessibleName(button.text())
        self.keys.setText(
            breakable(
                _(
                    "Keys 5 to 1 rate and go on to the next country, Delete takes a rating away, "
                    "Enter opens the country. Each rating is saved at once."
                )
            )
        )

    # -------------------------------------------------------------- what is shown

    def show_count(self, count: BlindCount, rater: str) -> None:
        """Everybody but ourselves, each with what this one said."""
        self._count, self._rater = count.id, rater
        self._mine = blind.ratings_by(self._workplace.snapshot, count, rater)
        self._list()

    def _list(self) -> None:
        if not self._count or self._workplace.desk is None:
            return
        kept, row = self.member, max(self.table.currentIndex().row(), 0)
        snapshot, language = self._workplace.snapshot, self._workplace.language
        mine, group = snapshot.campaign.candidate, self.group.value()
        everybody = [m for m in snapshot.members if m.id != mine]
        shown = [
            member
            for member in everybody
            if (group is None or member.group == group)
            and not (self.unrated.isChecked() and member.id in self._mine)
        ]
        shown.sort(key=lambda member: language.sort_key(words.named(member)))
        self.model.show(shown, self._columns())
        set_widths(self.table, self.model)
        at = self.model.number_of(kept)
        self.table.selectRow(at if at >= 0 else min(row, len(shown) - 1))
        number = language.number
        told = _("You have rated {count} of {all} countries.")
        self.said.setText(
            breakable(told.format(count=number(len(self._mine)), all=number(len(everybody))))
        )
        self.finish_button.setEnabled(bool(self._mine))

    def _columns(self) -> list[Column[Member]]:
        language = self._workplace.language

        def said(member: Member) -> Cell:
            found = self._mine.get(member.id)
            if found is None:
                return Cell("–", tone="quiet")
            return Cell(words.level(found.level), state=words.state_of(found.level))

        def level(member: Member) -> int:
            return int(self._mine[member.id].level) if member.id in self._mine else 0

        return [
            Column(lambda: _("Country"), lambda m: Cell(words.named(m)),
                   lambda m: language.sort_key(words.named(m)), 380),
            Column(lambda: _("Group"), lambda m: Cell(words.group(m.group, short=True)),
                   lambda m: m.group or 9, 220),
            Column(lambda: _("Your rating"), said, level, 0),
        ]  # fmt: skip

    @property
    def member(self) -> str:
        """The country that is chosen."""
        return self.model.key_of(self.table.currentIndex().row())

    # -------------------------------------------------------------- rating

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            typed = thai.plain_digits(event.text())
            if typed in ("5", "4", "3", "2", "1"):
                self.rate(Level(int(typed)))
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.clear()
                return True
        return super().eventFilter(watched, event)

    def rate(self, level: Level) -> None:
        """Rate the chosen country and go on to the next."""
        member, row = self.member, self.table.currentIndex().row()
        following = self.model.key_of(row + 1) or member
        if member and self._do(counting.rate, member, level):
            at = self.model.number_of(following)
            self.table.selectRow(at if at >= 0 else row)
        self.table.setFocus()

    def clear(self) -> None:
        if self.member in self._mine:
            self._do(counting.clear, self.member)
        self.table.setFocus()

    def _do(self, action: object, *said: object) -> bool:
        return self._workplace.attempt(self, action, self._count, self._rater, *said)
