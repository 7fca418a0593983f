"""Scenarios beside the base case: what each expects, by how much it differs, what it supposes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from upudesk import forecast_words, scenario_words, scenarios, words
from upudesk.campaign import scenarios as acts
from upudesk.errors import N_
from upudesk.gui import theme
from upudesk.gui.forms import breakable, plain_tip, wrapping
from upudesk.gui.latest import Latest
from upudesk.gui.outlook import OTHERS
from upudesk.gui.pages import Detail, Page
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_form import Item as Field
from upudesk.gui.record_form import RecordForm
from upudesk.gui.segments import Segments
from upudesk.gui.tables import Cell, Column, RowsModel, Table, as_text, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current
from upudesk.model import Scenario
from upudesk.scenarios import BASE, MOST, Item, Outcome, Supposed, UnreadableScenario
from upudesk.snapshot import Snapshot

BASE_CASE = ""
"""The key of the base case among the scenarios."""
_ASIDE = frozenset(("scenario", "milestone", "saved_filter", "note", "follow_up", "meeting"))
"""Kinds of record that no forecast rests on."""


FIGURES: Mapping[str, str] = {
    "promised": N_("Votes promised"),
    "others": N_("May also come"),
    "own": N_("Our own ballot"),
    "together": N_("Together"),
    "median": N_("Median"),
    "range": N_("Range (80%)"),
    "seat": N_("Chance of a seat"),
    "seat_range": N_("Range of the chance"),
}


@dataclass(frozen=True)
class Case:
    """One column: the base case or a scenario, and what follows from it as far as it is known."""

    key: str
    name: str
    supposed: Supposed | None
    """None where it cannot be read."""
    fault: str = ""


class ScenariosPane(Page):
    """A table that compares, and below each column what it supposes."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.council, self.said = Segments(), wrapping(role="quiet")
        self.new, self.copy_link = QPushButton(), link("", self.copy)
        self.model: RowsModel[str] = RowsModel((), str, self)
        self.table = _flat(self.model)
        self.detail = Detail()
        self.outcomes: dict[tuple[str, str], Outcome] = {}
        """By what is supposed and by candidacy."""
        self._cases: list[Case] = []
        self._basis: dict[str, QLabel] = {}
        """Below each scenario: what its chance of a seat rests on."""
        self._of: Snapshot | None = None
        self._latest = Latest(workplace, self)
        self._lay_out()
        self.new.clicked.connect(lambda: self.add())
        self.council.chosen.connect(lambda _value: self._show_numbers())
        self.table.viewport().installEventFilter(self)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.table, self.copy)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        self.new.setProperty("main", "true")
        head = QHBoxLayout()
        head.setContentsMargins(24, theme.MARGIN, 24, 0)
        head.setSpacing(theme.MARGIN)
        head.addWidget(self.council)
        head.addWidget(self.said, 1)
        head.addWidget(self.copy_link)
        head.addWidget(self.new)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 0, 24, 0)
        inner.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addLayout(inner)
        column.addWidget(self.detail, 1)

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.new.setText(_("Copy the base case…"))
        self.copy_link.setText(_("Copy the numbers"))
        for button in (self.new, self.copy_link):
            button.setAccessibleName(button.text())
        self.table.setAccessibleName(_("Scenarios beside the base case"))
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        self._latest.drop()
        if self._of is None or not _same(self._of, snapshot):
            self.outcomes.clear()
        self._of = snapshot
        known = acts.in_order(snapshot)
        base = Case(BASE_CASE, _("Base case"), BASE)
        self._cases = [base, *map(_case, known[:MOST])]
        shown = bool(snapshot.ours)
        councils = words.our_councils(snapshot)
        self.council.offer(_("Council"), councils)
        for part in (self.council, self.table, self.detail, self.new, self.copy_link):
            part.setVisible(shown)
        full = _("Four scenarios stand side by side at most: delete one of them first.")
        self.new.setEnabled(len(known) < MOST)
        self.new.setToolTip(full if len(known) >= MOST else "")
        if not shown:
            self.said.setText(breakable(_("This campaign has no candidacy of its own yet.")))
            return
        self._show_table()
        self.detail.show_parts("scenarios", [self._suppositions(snapshot)])
        self._show_numbers()
        self._reckon()

    def _explained(self, count: int) -> str:
        if count > MOST:
            more = _("{count} more wait until one of these is deleted.")
            return more.format(count=current().number(count - MOST))
        if count == 0:
            return _("What if? Copy the base case and suppose something else; no record changes.")
        return _("In brackets: the difference to the base case. No record is touched by any of it.")

    # -------------------------------------------------------------- reckoning

    def _wanted(self) -> tuple[Supposed, str] | None:
        """What is to be reckoned next: column by column, the council that is looked at first."""
        looked_at = self.council.value()
        ours = sorted((own.id for own in self.workplace.snapshot.ours), key=looked_at.__ne__)
        for id in ours:
            for case in self._cases:
                if case.supposed is not None and self._key(case, id) not in self.outcomes:
                    return case.supposed, id
        return None

    def _key(self, case: Case, candidacy: str) -> tuple[str, str]:
        return scenarios.written(case.supposed or BASE), candidacy

    def _reckon(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            count = len(self.workplace.snapshot.all(Scenario))
            self.said.setText(breakable(self._explained(count)))
            return
        self.said.setText(breakable(_("Counting …")))
        (supposed, candidacy), snapshot = wanted, self.workplace.snapshot
        self._latest.ask(
            lambda: scenarios.outcome(snapshot, candidacy, supposed),
            lambda found: self._take(scenarios.written(supposed), found),
        )

    def _take(self, supposed: str, found: Outcome) -> None:
        self.outcomes[supposed, found.candidacy] = found
        self._show_numbers()
        self._reckon()

    def _show_numbers(self) -> None:
        self.model.ask_again()
        for case in self._cases:
            found = self.outcomes.get(self._key(case, self.council.value()))
            if found is not None and case.key in self._basis:
                basis = forecast_words.basis(found.prospects.basis)
                self._basis[case.key].setText(breakable(basis))

    # -------------------------------------------------------------- the table

    def _show_table(self) -> None:
        lines = list(FIGURES)
        at = self.table.currentIndex()
        self.model.show(lines, [self._names(), *map(self._column, self._cases)])
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(theme.ROW * len(lines) + head + 2)
        self._spread()
        self.table.setCurrentIndex(self.model.index(max(at.row(), 0), max(at.column(), 1)))

    def _names(self) -> Column[str]:
        return Column(lambda: "", lambda figure: Cell(_(FIGURES[figure]), tone="quiet"), str, 140)

    def _column(self, case: Case) -> Column[str]:
        return Column(lambda: case.name, lambda figure: self._cell(case, figure), str, 160,
                      right=True, tip=lambda: case.name)  # fmt: skip

    def _cell(self, case: Case, figure: str) -> Cell:
        if case.supposed is None:
            return Cell("–", tip=case.fault, right=True, tone="warning")
        found = self.outcomes.get(self._key(case, self.council.value()))
        if found is None:
            return Cell("…", right=True, tone="quiet")
        base = self.outcomes.get(self._key(self._cases[0], self.council.value()))
        shown = shown_as(found, figure)
        differs = "" if case.key == BASE_CASE or base is None else differing(found, base, figure)
        both = f"{shown} ({differs})" if differs else shown
        return Cell(both, tip=both, right=True, strong=figure in ("together", "seat"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._spread()
        return super().eventFilter(watched, event)

    def _spread(self) -> None:
        """The cases share the width equally, in line with what they suppose."""
        count = len(self.model.columns) - 1
        names = _names_width()
        if count < 1:
            return
        self.table.setColumnWidth(0, names)
        wide = max((self.table.viewport().width() - names) // count, 90)
        for number in range(count):
            self.table.setColumnWidth(number + 1, min(wide, 260))

    # -------------------------------------------------------------- what is supposed

    def _suppositions(self, snapshot: Snapshot) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MARGIN)
        self._basis.clear()
        if len(self._cases) == 1:
            row.addWidget(text(_("For example: half of a bloc falls back to undecided, a rival "
                                 "withdraws, fewer delegations come."), "quiet"))  # fmt: skip
        for case in self._cases[1:]:
            row.addWidget(self._section(snapshot, case), 1, Qt.AlignmentFlag.AlignTop)
        return holder

    def _section(self, snapshot: Snapshot, case: Case) -> Section:
        section = Section(case.name)
        if case.fault:
            section.whole(text(case.fault, "warning"))
        supposed = case.supposed or BASE
        for number, item in enumerate(supposed.items):
            section.whole(self._supposition(snapshot, case, number, item))
        if case.supposed is not None and not supposed.items:
            section.say(_("Nothing is supposed yet: it is the base case."))
        for message in scenarios.left_out(snapshot, supposed):
            section.whole(text(words.say(message), "warning"))
        if case.supposed is not None:
            basis = self._basis[case.key] = text("", "quiet")
            section.whole(basis)
            section.whole(self._menu(case))
        section.whole(self._acts(case))
        return section

    def _supposition(self, snapshot: Snapshot, case: Case, number: int, item: Item) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        shown = scenario_words.told(snapshot, item)
        label = text(f"{current().number(number + 1)}. {shown}")
        label.setToolTip(plain_tip(breakable(scenario_words.names(snapshot, item))))
        row.addWidget(label, 1)
        spoken = _("Take out of “{name}”: {supposed}").format(name=case.name, supposed=shown)
        away = link("×", partial(self.take_out, case.key, number), spoken)
        away.setToolTip(_("Take out"))
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _menu(self, case: Case) -> QWidget:
        """What may be supposed, as a menu below the button."""
        from upudesk.gui.scenario_forms import FORMS

        button = QPushButton(_("Suppose"))
        button.setProperty("tool", "true")
        button.setAccessibleName(_("{name}: suppose").format(name=case.name))
        menu = QMenu(button)
        for title, kind in FORMS:
            menu.addAction(_(title), partial(self.suppose, case.key, kind))
        button.setMenu(menu)
        return _left(button)

    def _acts(self, case: Case) -> QWidget:
        named: tuple[tuple[str, str, Callable[[], object]], ...] = (
            (_("Copy…"), _("{name}: copy"), partial(self.add, case.key)),
            (_("Rename…"), _("{name}: rename"), partial(self.rename, case.key)),
            (_("Delete"), _("{name}: delete"), partial(self.delete, case.key)),
        )
        full = len(self.workplace.snapshot.all(Scenario)) >= MOST
        possible = named[1:] if full else named
        return _left(*(link(shown, act, spoken.format(name=case.name))
                       for shown, spoken, act in possible))  # fmt: skip

    # -------------------------------------------------------------- doing

    def suppose(self, key: str, kind: Callable[..., QWidget]) -> None:
        if self.workplace.may_write(self.window()):
            kind(self.workplace, key, self.window()).show()

    def take_out(self, key: str, number: int) -> None:
        self._do(acts.suppose_no_more, key, number)

    def delete(self, key: str) -> None:
        self._do(acts.delete, key)

    def _do(self, action: Callable[..., object], key: str, *more: object) -> None:
        if scenario := self.workplace.snapshot.find(Scenario, key):
            self.workplace.attempt(self, action, scenario, *more)

    def add(self, key: str = BASE_CASE) -> None:
        """A new scenario: the base case, or another one, under a name of its own."""
        of = self.workplace.snapshot.find(Scenario, key)
        self._ask_name(_("New scenario"), Scenario(), partial(self._add, of))

    def _add(self, of: Scenario | None, said: Scenario) -> None:
        self.workplace.do(acts.copy, said.name, of)

    def rename(self, key: str) -> None:
        scenario = self.workplace.snapshot.get(Scenario, key)
        self._ask_name(_("Rename the scenario"), scenario, partial(self._rename, scenario))

    def _rename(self, scenario: Scenario, said: Scenario) -> None:
        self.workplace.do(acts.rename, scenario, said.name)

    def _ask_name(self, title: str, record: Scenario, act: Callable[[Scenario], None]) -> None:
        if not self.workplace.may_write(self.window()):
            return
        RecordForm(
            self.workplace, title, record, (Field("name", 6),), parent=self.window(), act=act
        ).open()

    def copy(self) -> None:
        """The whole comparison as tab-separated text, with headings."""
        rows: Sequence[int] = range(len(self.model.rows))
        QGuiApplication.clipboard().setText(as_text(self.table, self.model, rows, titled=True))

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """The column of that scenario; the council of one of our candidacies."""
        if id in self.council.buttons:
            self.council.choose(id)
            self.renew()
            return
        at = next((n for n, case in enumerate(self._cases) if case.key == id), 0)
        self.table.setCurrentIndex(self.model.index(0, at + 1))

    def take_focus(self) -> None:
        (self.table if self.workplace.snapshot.ours else self).setFocus()


def _case(scenario: Scenario) -> Case:
    try:
        return Case(scenario.id, scenario.name, scenarios.read(scenario.supposed))
    except UnreadableScenario as fault:
        return Case(scenario.id, scenario.name, None, words.say(fault))


def _same(before: Snapshot, after: Snapshot) -> bool:
    """Whether every record that a forecast may rest on is still the same."""
    kinds = (before.tables.keys() | after.tables.keys()) - _ASIDE
    return before.today == after.today and all(
        before.tables.get(kind) is after.tables.get(kind) for kind in kinds
    )


def _number(found: Outcome, figure: str) -> float | None:
    votes = found.forecast
    numbers: Mapping[str, float | None] = {
        "promised": votes.expected_promised,
        "others": votes.expected_of(*OTHERS),
        "own": votes.expected_own,
        "together": votes.expected,
        "median": votes.median,
        "seat": found.prospects.chance,
    }
    return numbers.get(figure)


def shown_as(found: Outcome, figure: str) -> str:
    """A figure as it is read; a chance never without its range."""
    number, votes = current().number, found.forecast
    if figure in ("seat", "seat_range"):
        return _seat(found, figure)
    if figure == "range":
        return _("{low}–{high}").format(low=number(votes.low), high=number(votes.high))
    return number(_number(found, figure) or 0.0, 0 if figure == "median" else 1)


def _seat(found: Outcome, figure: str) -> str:
    percent, seat = forecast_words.percent, found.prospects
    if seat.chance is None or seat.low is None or seat.high is None:
        return _("not known")
    if figure == "seat":
        return percent(seat.chance)
    return _("{low} to {high}").format(low=percent(seat.low), high=percent(seat.high))


def differing(found: Outcome, base: Outcome, figure: str) -> str:
    """By how much, with its sign; nothing where it is the same."""
    now, then = _number(found, figure), _number(base, figure)
    if now is None or then is None:
        return ""
    by, places = (100 * (now - then), 0) if figure == "seat" else (now - then, 1)
    places = 0 if figure == "median" else places
    if round(by, places) == 0:
        return ""
    return ("+" if by > 0 else "−") + current().number(abs(by), places)


def _flat(model: RowsModel[str]) -> Table:
    """A table that lies on the page and is as high as its rows; single cells are looked at."""
    view = table_view(model, "")
    view.setStyleSheet("QTableView { background: transparent; }")
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view


def _names_width() -> int:
    metrics = QFontMetrics(theme.font())
    return max(metrics.horizontalAdvance(_(name)) for name in FIGURES.values()) + 24


def _left(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return holder
