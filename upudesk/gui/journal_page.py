"""The journal page: every step ever taken, newest first."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from upudesk import words
from upudesk.gui import theme
from upudesk.gui.country_facts import moment
from upudesk.gui.forms import Line
from upudesk.gui.parts import link, text
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import Step, moment_of
from upudesk.model import Author, Member
from upudesk.thai import fold


class JournalPage(QWidget):
    """All steps, or those about one country."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._member = ""
        self.heading = text("", strong=True, size=theme.LARGE)
        self.everything = link("", self.show_everything)
        self.filter = Line()
        self.count = QLabel()
        self.count.setProperty("tone", "quiet")
        self.model: RowsModel[Step] = RowsModel((), lambda step: step.id, self)
        self.table = table_view(self.model, "")
        self._lay_out()
        self.filter.textChanged.connect(self.renew)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.MARGIN)
        head.addWidget(self.heading)
        head.addWidget(self.filter)
        head.addWidget(self.everything)
        head.addStretch()
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, theme.MARGIN, 24, theme.MARGIN)
        column.setSpacing(theme.MARGIN)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.filter.setFixedWidth(320)
        self.heading.setWordWrap(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_everything(self) -> None:
        self.show_member("")

    def show_member(self, member: str) -> None:
        """Only what is about this member."""
        self._member = member
        self.renew()

    def word(self) -> None:
        self.filter.setPlaceholderText(_("Filter the journal"))
        self.filter.setAccessibleName(_("Filter the journal"))
        self.table.setAccessibleName(_("Journal"))
        self.everything.setText(_("Show everything"))
        self.everything.setAccessibleName(_("Show everything"))

    def renew(self) -> None:
        """Take the steps from the desk; only done while the page is shown."""
        desk = self._workplace.desk
        if desk is None:
            self.model.show(())
            return
        member = desk.snapshot.find(Member, self._member) if self._member else None
        steps = desk.history(member.id) if member else desk.steps()
        sought = fold(self.filter.value())
        shown = [step for step in reversed(steps) if sought in fold(self._label(step))]
        fresh = not self.model.columns
        self.model.show(shown, self._columns())
        if fresh:
            set_widths(self.table, self.model)
        title = _("Journal")
        self.heading.setText(f"{title} · {words.named(member)}" if member else title)
        self.everything.setVisible(member is not None)
        self.count.setText(
            ngettext("{count} step", "{count} steps", len(shown)).format(
                count=self._workplace.language.number(len(shown))
            )
        )

    def _label(self, step: Step) -> str:
        label = words.step(step, self._workplace.snapshot, self._member)
        if step.undoes:
            return _("Undone: {step}").format(step=label)
        if step.redoes:
            return _("Done again: {step}").format(step=label)
        return label

    def _columns(self) -> list[Column[Step]]:
        language, snapshot = self._workplace.language, self._workplace.snapshot

        def author(step: Step) -> str:
            known = snapshot.find(Author, step.author)
            return known.name if known else step.author

        def instant(step: Step) -> datetime:
            return moment_of(step.clock)

        return [
            Column(lambda: _("When"), lambda s: Cell(moment(s, language)), instant, 180),
            Column(
                lambda: _("What"),
                lambda s: Cell(self._label(s), tip=self._label(s)),
                self._label,
                0,
            ),
            Column(
                lambda: _("Who"),
                lambda s: Cell(author(s), tip=author(s), tone="quiet"),
                author,
                280,
            ),
        ]
