"""The rules of the election and the seats to be filled: each with its source, each editable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from upudesk import rules, telling, words
from upudesk.campaign import rule_edits
from upudesk.gui import seat_facts, theme
from upudesk.gui.pages import Page
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.tables import Cell, Column, RowsModel, Table, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import CODES, _
from upudesk.model import Council, Rule, RuleSet, Seats

SHOWN = 12
"""Rows that are seen at once: five groups and the whole, for two councils."""
SET_LAYOUT = (
    Item("title_en", 6),
    Item("title_th", 6),
    Item("title_fr", 6),
    Item("ballots_cast_before", 6, lines=4),
    Item("checked_on"),
    Item("source"),
)


@dataclass(frozen=True)
class Place:
    """The seats of a group in a council; of the whole council where the group is None."""

    council: str
    group: int | None

    @property
    def key(self) -> str:
        return f"{self.council} {self.group or ''}"


class RulesPane(Page):
    """Seats at the left, rules at the right, and below each what the chosen row says in full."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.seats: RowsModel[Place] = RowsModel((), lambda place: place.key, self)
        self.rules: RowsModel[Rule] = RowsModel((), lambda rule: rule.id, self)
        self.seats_table = table_view(self.seats, "")
        self.rules_table = table_view(self.rules, "")
        self._below_seats, self._below_rules = QVBoxLayout(), QVBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(_half(self.seats_table, self._below_seats), 6)
        row.addWidget(_upright())
        row.addWidget(_half(self.rules_table, self._below_rules), 7)
        self._connect()

    def _connect(self) -> None:
        for table, show, edit in (
            (self.seats_table, self._show_seats, self.edit_seats),
            (self.rules_table, self._show_rule, self.edit_rule),
        ):
            table.selectionModel().currentRowChanged.connect(lambda *_rows, show=show: show())
            table.activated.connect(lambda _index, edit=edit: edit())

    def word(self) -> None:
        self.seats_table.setAccessibleName(_("Seats of each group"))
        self.rules_table.setAccessibleName(_("Rules of the election"))
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        order = {council.id: place for place, council in enumerate(snapshot.councils)}
        told = sorted(snapshot.all(Rule), key=lambda r: (not r.applied, order.get(r.council, -1)))
        places = [Place(c.id, group) for c in snapshot.councils for group in (*range(1, 6), None)]
        ours = snapshot.candidate.group if snapshot.candidate else 1
        _show(self.seats_table, self.seats, places, self._seat_columns(), (ours or 1) - 1)
        _show(self.rules_table, self.rules, told, self._rule_columns())
        self._show_seats()
        self._show_rule()

    def take_focus(self) -> None:
        self.seats_table.setFocus()

    def show_record(self, id: str) -> None:
        record = self.workplace.snapshot.any(id)
        self.renew()
        if isinstance(record, Seats):
            key = Place(record.council, record.group).key
            self.seats_table.selectRow(self.seats.number_of(key))
        elif isinstance(record, Rule):
            self.rules_table.selectRow(self.rules.number_of(id))

    # -------------------------------------------------------------- seats

    @property
    def place(self) -> Place | None:
        return self.seats.row(self.seats_table.currentIndex().row())

    def edit_seats(self) -> None:
        if self.place is not None:
            seat_facts.edit(self.workplace, self.place.council, self.place.group, self.window())

    def _show_seats(self) -> None:
        _empty(self._below_seats)
        if self.place is not None and self.place.group is not None:
            made = seat_facts.section(self.workplace, self.place.council, self.place.group)
            self._below_seats.addWidget(made)
        elif self.place is not None:
            self._below_seats.addWidget(self._whole(self.place.council))
        self._below_seats.addStretch()

    def _whole(self, council: str) -> Section:
        snapshot, language = self.workplace.snapshot, self.workplace.language
        record = rules.seats_of(snapshot, council, None) or Seats(council=council)
        made = Section(words.seats(record, snapshot), link(_("Edit…"), self.edit_seats), names=116)
        made.fact(_("Seats"), seat_facts.number(rules.seats(snapshot, council, None), language))
        made.fact(_("Source"), record.source or _("none given"), "" if record.source else "quiet")
        made.fact(_("Certainty"), words.certainty(record.certainty))
        return made

    def _seat_columns(self) -> list[Column[Place]]:
        snapshot, language = self.workplace.snapshot, self.workplace.language

        def council(place: Place) -> Cell:
            found = snapshot.find(Council, place.council)
            return Cell(words.short(found) if found else "", strong=place.group is None)

        def group(place: Place) -> Cell:
            if place.group is None:
                return Cell(_("whole council"), strong=True)
            return Cell(words.group(place.group, short=True), words.group(place.group))

        def seats(place: Place) -> Cell:
            known = rules.seats(snapshot, place.council, place.group)
            tone = "quiet" if known is None else ""
            return Cell(seat_facts.number(known, language), right=True, tone=tone)

        def stand(place: Place) -> Cell:
            here = rules.standing_in(snapshot, place.council, place.group)
            return Cell(language.number(len(here)) if place.group else "", right=True)

        def whole(place: Place) -> Cell:
            record = rules.seats_of(snapshot, place.council, place.group)
            if place.group is None:
                return Cell("")
            complete = record is not None and record.complete
            return (
                Cell("✓ " + _("complete"))
                if complete
                else Cell("? " + _("not complete"), tone="quiet")
            )

        def sure(place: Place) -> Cell:
            record = rules.seats_of(snapshot, place.council, place.group)
            return Cell(words.certainty(record.certainty) if record else "")

        def unsorted(_place: Place) -> int:
            return 0

        return [
            Column(lambda: _("Council"), council, unsorted, 64),
            Column(lambda: _("Group"), group, unsorted, 0),
            Column(lambda: _("Seats"), seats, unsorted, 72, right=True),
            Column(lambda: _("Stand"), stand, unsorted, 80, right=True),
            Column(lambda: _("List"), whole, unsorted, 96),
            Column(lambda: _("Certainty"), sure, unsorted, 80),
        ]

    # -------------------------------------------------------------- rules

    @property
    def rule(self) -> Rule | None:
        return self.rules.row(self.rules_table.currentIndex().row())

    def edit_rule(self) -> None:
        if self.rule is not None:
            edit_rule(self.workplace, self.rule, self.window())

    def edit_rule_set(self) -> None:
        found = next(iter(self.workplace.snapshot.all(RuleSet)), None)
        if found is not None:
            edit_rule_set(self.workplace, found, self.window())

    def _show_rule(self) -> None:
        _empty(self._below_rules)
        rule = self.rule
        if rule is None:
            self._below_rules.addWidget(text(_("No rule is on record."), "quiet"))
        else:
            self._below_rules.addWidget(self._rule_section(rule))
        if found := next(iter(self.workplace.snapshot.all(RuleSet)), None):
            self._below_rules.addWidget(self._rule_set(found))
        self._below_rules.addStretch()

    def _rule_section(self, rule: Rule) -> Section:
        made = Section(_capital(words.rule(rule.code)), link(_("Edit…"), self.edit_rule), names=116)
        made.whole(text(words.told(rule, "wording") or _("no wording on record")))
        value = _("value {value}").format(value=_value(rule, self.workplace))
        number = value if rule.value is not None else ""
        made.fact(_("Use"), telling.dotted(_use(rule), self._bound(rule), number))
        made.fact(_("Article"), rule.article or _("none given"), "" if rule.article else "quiet")
        source = telling.dotted(rule.source or _("none given"), words.certainty(rule.certainty))
        made.fact(_("Source"), source, "" if rule.source else "quiet")
        return made

    def _bound(self, rule: Rule) -> str:
        council = self.workplace.snapshot.find(Council, rule.council)
        return words.named(council) if council else _("both councils")

    def _rule_set(self, found: RuleSet) -> Section:
        language = self.workplace.language
        made = Section(_("Rule set"), link(_("Edit…"), self.edit_rule_set), names=116)
        made.fact(_("Title"), words.told(found, "title"))
        before = [_congress(line, self.workplace) for line in found.ballots_cast_before]
        made.fact(_("Ballots cast before"), ", ".join(before) or _("not known"))
        checked = language.date(found.checked_on) if found.checked_on else ""
        told = telling.dotted(found.source, checked and _("checked {day}").format(day=checked))
        made.fact(_("Source"), told or _("each rule and each number has its own"), "quiet")
        return made

    def _rule_columns(self) -> list[Column[Rule]]:
        def name(rule: Rule) -> Cell:
            return Cell(_capital(words.rule(rule.code)), words.told(rule, "wording"))

        def council(rule: Rule) -> Cell:
            found = self.workplace.snapshot.find(Council, rule.council)
            return Cell(words.short(found) if found else _("both"))

        def unsorted(_rule: Rule) -> int:
            return 0

        return [
            Column(lambda: _("Rule"), name, unsorted, 0),
            Column(lambda: _("Council"), council, unsorted, 72),
            Column(lambda: _("Value"), lambda r: Cell(_value(r, self.workplace), right=True),
                   unsorted, 56, right=True),
            Column(lambda: _("Use"), lambda r: Cell(_use(r), tone="" if r.applied else "quiet"),
                   unsorted, 116),
            Column(lambda: _("Article"), lambda r: Cell(r.article, r.article), unsorted, 150),
            Column(lambda: _("Certainty"), lambda r: Cell(words.certainty(r.certainty)),
                   unsorted, 84),
        ]  # fmt: skip


def _rule_layout(code: str) -> tuple[Item, ...]:
    """The wording in the reader's language first."""
    others = (f"wording_{other}" for other in CODES if other != code)
    return (
        Item(f"wording_{code}", 6, lines=3),
        Item("value", 2),
        Item("certainty", 2),
        Item("applied", 2, label=_("Use")),
        Item("article"),
        Item("source"),
        *(Item(name, 6, lines=2) for name in others),
    )


def _value(rule: Rule, workplace: Workplace) -> str:
    if rule.value is None:
        return ""
    if rule.code in rule_edits.SHARES:
        return workplace.language.percent(rule.value)
    return workplace.language.decimal(rule.value)


def _use(rule: Rule) -> str:
    return "✓ " + _("applied") if rule.applied else "· " + _("shown only")


def _congress(line: str, workplace: Workplace) -> str:
    """Year and ballots, as the reader writes them."""
    year, _colon, ballots = (part.strip() for part in line.partition(":"))
    if not year.isdecimal():
        return line
    shown = workplace.language.year(int(year))
    number = workplace.language.number(int(ballots)) if ballots.isdecimal() else _("not known")
    return f"{shown}: {number}"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


# ------------------------------------------------------------------ laying out


def _upright() -> QWidget:
    """A hairline between the halves."""
    drawn = QFrame()
    drawn.setObjectName("line")
    drawn.setFixedWidth(1)
    return drawn


def _half(table: Table, below: QVBoxLayout) -> QWidget:
    """A table of few rows, and under it the chosen one in full."""
    table.setFixedHeight(theme.ROW * (SHOWN + 1) + theme.GAP)
    inner = QWidget()
    below.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
    below.setSpacing(theme.MARGIN)
    inner.setLayout(below)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inner)
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(table)
    column.addWidget(scroll, 1)
    return holder


def _empty(layout: QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def _show(
    table: Table, model: RowsModel[Any], rows: list[Any], columns: list[Any], first: int = 0
) -> None:
    """Show these rows, and stay on the one that is looked at; at first on row `first`."""
    key = model.key_of(table.currentIndex().row())
    worded = len(columns) != len(model.columns)
    blocked = table.selectionModel().blockSignals(True)
    model.show(rows, columns)
    if worded:
        set_widths(table, model)
    at = model.number_of(key)
    table.selectRow(at if at >= 0 else first)
    table.selectionModel().blockSignals(blocked)


def edit_rule(workplace: Workplace, rule: Rule, parent: QWidget) -> RecordForm | None:
    """What a rule says, where it is written, and whether it is used."""
    if not workplace.may_write(parent):
        return None
    form = RecordForm(
        workplace,
        _("Rule: {about}").format(about=words.rule(rule.code)),
        rule,
        _rule_layout(workplace.language.code),
        base=rule,
        parent=parent,
        act=lambda said: workplace.do(rule_edits.edit_rule, said, rule),
    )
    form.kept_as(workplace, "rule", rule.id, edits=True).open()
    return form


def edit_rule_set(workplace: Workplace, found: RuleSet, parent: QWidget) -> RecordForm | None:
    if not workplace.may_write(parent):
        return None
    form = RecordForm(
        workplace, _("The rule set"), found, SET_LAYOUT, base=found, parent=parent,
        act=lambda said: workplace.do(rule_edits.edit_rule_set, said, found),
    )  # fmt: skip
    form.kept_as(workplace, "rule_set", found.id, edits=True).open()
    return form
