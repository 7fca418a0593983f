"""The journal page: every step ever taken, newest first, and the recycle bin beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from upudesk import words
from upudesk.errors import UnknownRecord
from upudesk.gui import step_facts, theme
from upudesk.gui.journal_facets import facets
from upudesk.gui.journal_rows import JournalRows, Row, label, who
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage, Page
from upudesk.gui.parts import line, link, text
from upudesk.gui.recycle_bin import RecycleBin
from upudesk.gui.segments import Segments
from upudesk.gui.subject import Act, Subject
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import moment_of
from upudesk.seal import seal, spoken

STEPS, BIN = "steps", "bin"


class Steps(ListPage):
    """All steps, or those about one record; at the right what the chosen one changed."""

    NOTHING = step_facts.NOTHING

    def __init__(self, workplace: Workplace) -> None:
        self.all = JournalRows(workplace, self._read_whole)
        self.about = ""
        self._ids: set[str] | None = None
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=616)
        self.all.setParent(self)
        self.listing.opened.connect(self._open)

    def _subject(self, workplace: Workplace) -> Subject[Row]:
        def counted(number: int) -> str:
            shown = workplace.language.number(number)
            return ngettext("{count} step", "{count} steps", number).format(count=shown)

        return Subject(
            "journal",
            title=lambda: _("Journal"),
            rows=self._rows,
            key=lambda row: row.step.id,
            columns=self._columns,
            text=lambda row: row.label,
            found=self.all.found,
            hint=lambda: _("Filter the journal"),
            empty=lambda: _("Nothing was entered yet. Whatever is, will be told here."),
            counted=counted,
            facets=lambda: facets(workplace, self.all),
            actions=self._actions,
        )

    def _columns(self) -> list[Column[Row]]:
        language, workplace = self.workplace.language, self.workplace

        def what(row: Row) -> Cell:
            said = label(row.step, workplace.snapshot, self.about)
            if row.undone:
                return Cell(_("{step} (undone)").format(step=said), tip=said, tone="quiet")
            return Cell(said, tip=said)

        def author(row: Row) -> Cell:
            name = who(row.step, workplace.snapshot)
            return Cell(name, tip=name, tone="quiet")

        return [
            Column(lambda: _("When"),
                   lambda row: Cell(language.instant(moment_of(row.step.clock)), tone="quiet"),
                   lambda row: row.step.clock, 148, name="when"),
            Column(lambda: _("What"), what, lambda row: row.label, 0, name="what"),
            Column(lambda: _("Who"), author,
                   lambda row: language.sort_key(author(row).text), 148, name="who"),
        ]  # fmt: skip

    # -------------------------------------------------------------- rows

    def _rows(self) -> list[Row]:
        rows = self.all.renew()
        if self._ids is None:
            return list(rows)
        return [row for row in rows if row.step.id in self._ids]

    def show_about(self, record: str) -> None:
        """Only what is about this record; nothing: everything."""
        assert self.workplace.desk is not None
        self.about, self._ids = record, None
        if record:
            self.all.read_all()
            self._ids = self._steps_about(record)
        self.listing.renew()

    def _steps_about(self, record: str) -> set[str] | None:
        assert self.workplace.desk is not None
        try:
            return {step.id for step in self.workplace.desk.history(record)}
        except UnknownRecord:
            self.about = ""
            return None

    def renew(self) -> None:
        if self.about and self.workplace.desk is not None:
            self._ids = self._steps_about(self.about)
        if self.workplace.desk is not None:
            self.all.renew()
        self._offer_choices()
        super().renew()

    def _read_whole(self) -> None:
        """The last piece of a long journal has been read."""
        self._offer_choices()
        self.listing.renew()

    def _offer_choices(self) -> None:
        """Officials and kinds of record that came up meanwhile can be chosen too."""
        if self.workplace.desk is not None:
            for facet in self.listing.subject.facets():
                self.listing.choices[facet.name].offer(facet.choices())

    def word(self) -> None:
        self.all.forget()
        if self.workplace.desk is not None:
            self.all.renew()  # so that the drop-downs know whom and what there is
        super().word()

    def look_at_step(self, step: str) -> None:
        self.all.read_all()
        self.show_about("")
        self.listing.look_at(step)

    # -------------------------------------------------------------- the step that is looked at

    def parts(self, id: str) -> Iterator[QWidget]:
        row = next((row for row in self.all.rows if row.step.id == id), None)
        if row is not None:
            yield from step_facts.parts(self.workplace, row, self.look_at_step)

    def _open(self, id: str) -> None:
        row = next((row for row in self.all.rows if row.step.id == id), None)
        if row is not None:
            step_facts.show_record(self.workplace, row.step)

    def _actions(self, keys: object) -> Iterator[tuple[str, Act]]:
        id = self.listing.current()
        if id:
            yield _("Show the record"), lambda: self._open(id)
            yield _("Take this step back"), lambda: step_facts.take_back(self.workplace, self, id)


class JournalPage(Page):
    """Two views: the steps, and what was deleted."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.views = Segments()
        self.steps, self.bin = Steps(workplace), RecycleBin(workplace)
        self.only = text("", strong=True)
        self.everything = link("", lambda: self.show_record(""))
        self.everything.hide()
        self.seal = link("", self.show_seal)
        self._stack = QStackedWidget()
        self._worded: set[QWidget] = set()
        self._lay_out()
        self.views.chosen.connect(lambda _view: self._turn())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.GAP + 4, theme.GAP, theme.MARGIN, theme.GAP)
        head.setSpacing(theme.MARGIN)
        head.addWidget(self.views)
        head.addWidget(self.only, 1)
        head.addWidget(self.everything)
        head.addWidget(self.seal)
        for view in (self.steps, self.bin):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self._stack, 1)

    @property
    def _view(self) -> Steps | RecycleBin:
        return self.bin if self.views.value() == BIN else self.steps

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self._view)
        if self._view not in self._worded:
            self._word_view()
        self.renew()

    def _word_view(self) -> None:
        self._worded.add(self._view)
        self._view.word()

    @property
    def listing(self) -> Listing[Any]:
        """The list that is shown, for whoever looks for its filter."""
        return self._view.listing

    def word(self) -> None:
        views = [(STEPS, _("All steps")), (BIN, _("Recycle bin"))]
        self.views.offer(_("View"), views)
        self.everything.setText(_("Show everything"))
        self.everything.setAccessibleName(_("Show everything"))
        self._renew_seal()
        self._worded.clear()
        self._word_view()

    def renew(self) -> None:
        self._view.renew()
        self._renew_seal()
        desk, about = self.workplace.desk, self.steps.about
        shown = bool(about) and desk is not None and self._view is self.steps
        self.everything.setVisible(shown)
        if shown and desk is not None:
            name = words.about(desk.snapshot.any(about), desk.snapshot)
            self.only.setText(_("Only what is about {name}").format(name=name))
        else:
            self.only.setText("")

    def _renew_seal(self) -> None:
        desk = self.workplace.desk
        digits = spoken(seal(desk.heads())) if desk is not None else ""
        self.seal.setText(_("Seal: {digits}").format(digits=digits))
        self.seal.setAccessibleName(self.seal.text())
        self.seal.setToolTip(_("To be compared by telephone: what it proves, and what not"))

    def show_seal(self) -> None:
        """The digits in large, once every step was looked at."""
        from upudesk.gui.seal_dialog import SealDialog

        if self.workplace.desk is not None:
            SealDialog(self.workplace, self.window()).open()

    def show_record(self, id: str) -> None:
        """The steps about a record, or one step by its id; nothing: every step. What was deleted
        is looked at in the recycle bin."""
        if self._is_in_bin(id):
            self.show_bin()
            self.bin.listing.look_at(id)
            return
        self.views.choose(STEPS)
        self._turn()
        if ":" in id:
            self.steps.look_at_step(id)
        else:
            self.steps.show_about(id)
        self.renew()

    def _is_in_bin(self, id: str) -> bool:
        desk = self.workplace.desk
        if not id or ":" in id or desk is None or desk.snapshot.any(id):
            return False
        return any(gone.record.id == id for gone in desk.recycle_bin())

    def show_bin(self) -> None:
        """What was deleted."""
        self.views.choose(BIN)
        self._turn()

    def take_focus(self) -> None:
        self._view.take_focus()
