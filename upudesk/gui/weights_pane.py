"""The weights of the forecast: what each results in and why; known votes counted with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from upudesk import forecast_words, pictures, words
from upudesk.errors import N_
from upudesk.figures.hemicycle import WinningLine
from upudesk.gui import theme
from upudesk.gui.latest import Latest
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, text
from upudesk.gui.picture import Picture
from upudesk.gui.subject import Act, Facet, Subject
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current, ngettext
from upudesk.model import Form, HoldRate, Level, Side
from upudesk.pictures import Room
from upudesk.scoring import CASES, Replay, replay
from upudesk.weights import DAYS, LOG_ODDS, SPREAD, USUAL, Weights, weights

AGES = (0, 90, 180)
"""Days at which the percentages of a stance are shown."""


@dataclass(frozen=True)
class Row:
    """One weight among all."""

    code: str
    weighed: Weights

    @property
    def record(self) -> HoldRate | None:
        return self.weighed.records.get(self.code)

    @property
    def value(self) -> float:
        return self.weighed.values[self.code]


class WeightsPane(ListPage):
    """All of them at the left; at the right one, and both known votes counted with all."""

    NOTHING = N_("Choose a weight to see what it results in.")

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=640)
        self.replays: Sequence[Replay] = ()
        self._latest = Latest(workplace, self)
        self.listing.opened.connect(self.edit)

    def _subject(self, workplace: Workplace) -> Subject[Row]:
        return Subject(
            "weights",
            title=lambda: _("Weights of the forecast"),
            rows=lambda: _rows(workplace),
            key=lambda row: row.code,
            columns=lambda: list(_columns()),
            text=_text,
            hint=lambda: _("Find a weight: name, reason, source"),
            empty=lambda: _("There are no weights."),
            counted=lambda number: ngettext("{count} weight", "{count} weights", number).format(
                count=current().number(number)
            ),
            facets=lambda: [Facet("kind", lambda: _("Kind"), _kinds, _is_of)],
            actions=self._actions,
        )

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            yield _("&Edit…"), partial(self.edit, keys[0])

    def word(self) -> None:
        super().word()
        self._replay()

    def renew(self) -> None:
        super().renew()
        self._replay()

    def _replay(self) -> None:
        """The known votes are counted by the worker."""
        if self.workplace.desk is None:
            return
        weighed = weights(self.workplace.snapshot)
        self._latest.drop()
        self._latest.ask(lambda: [replay(case, weighed) for case in CASES], self._show_replays)

    def _show_replays(self, found: Sequence[Replay]) -> None:
        self.replays = found
        self.listing.tell_now()

    def edit(self, code: str) -> None:
        from upudesk.gui.weight_form import WeightForm

        if code in USUAL and self.workplace.may_write(self.window()):
            WeightForm(self.workplace, code, self.window()).open()

    # -------------------------------------------------------------- the weight beside the list

    def parts(self, id: str) -> Iterator[QWidget]:
        row = Row(id, weights(self.workplace.snapshot))
        if id not in row.weighed.values:
            return
        yield text(_title(id), strong=True, size=theme.LARGE)
        yield self._facts(row)
        if stances := _stances(id):
            yield _table(row.weighed, stances)
        yield self._known()

    def _facts(self, row: Row) -> Section:
        edit = QPushButton(_("Edit…"))
        edit.setAccessibleName(_("Edit: {field}").format(field=_title(row.code)))
        edit.clicked.connect(lambda: self.edit(row.code))
        section = Section(_("Weight"), edit, names=110)
        if share := _share(row):
            section.fact(_("Results in"), share)
        section.fact(_unit(row.code), _number(row))
        record = row.record
        if record is None:
            section.say(_("The file has no record of it; the usual one stands in."))
            return section
        section.fact(_("Reason"), record.reason)
        section.fact(_("Source"), record.source or _("none given"))
        section.fact(_("Certainty"), words.certainty(record.certainty))
        return section

    def _known(self) -> Section:
        section = Section(_("Known votes, counted with these weights"))
        for found in self.replays:
            section.whole(text(words.say(found.case.name), strong=True))
            section.whole(text(words.say(found.score.told)))
            section.say(_split(found))
            section.whole(_picture(found))
        if not self.replays:
            section.say(_("Counting …"))
        return section


# ------------------------------------------------------------------ rows and columns


def _rows(workplace: Workplace) -> list[Row]:
    weighed = weights(workplace.snapshot)
    return [Row(code, weighed) for code in USUAL]


def _kind(code: str) -> str:
    kind = code.partition("_")[0]
    return kind if kind in ("level", "form", "side") else "other"


def _is_of(row: Row, kind: str) -> bool:
    return _kind(row.code) == kind


def _kinds() -> list[tuple[str | None, str]]:
    return [
        (None, _("All weights")),
        ("level", _("levels")),
        ("form", _("forms")),
        ("side", _("sides")),
        ("other", _("all else")),
    ]


def _title(code: str) -> str:
    """What it stands for, with the kind where the name alone may mean something else."""
    name = forecast_words.weight(code)
    kinds = {"form": _("form: {name}"), "side": _("side: {name}"), "level": _("level: {name}")}
    kind = kinds.get(_kind(code))
    return kind.format(name=name) if kind else name


def _share(row: Row) -> str:
    share = row.weighed.percentage(row.code)
    return "" if share is None else current().percent(share)


def _number(row: Row) -> str:
    return current().decimal(round(row.value, 2))


def _unit(code: str) -> str:
    """What the number of a weight is."""
    unit = USUAL[code][1]
    units = {LOG_ODDS: _("Log-odds"), DAYS: _("Days"), SPREAD: _("Deviation")}
    return units.get(unit, _("Share"))


def _text(row: Row) -> str:
    record = row.record
    told = (record.reason, record.source) if record else ()
    return " ".join((_title(row.code), *told))


def _columns() -> Iterator[Column[Row]]:
    order = {code: place for place, code in enumerate(USUAL)}

    def said(row: Row, field: str) -> Cell:
        value = getattr(row.record, field) if row.record else ""
        return Cell(value, tip=value, tone="quiet")

    def certainty(row: Row) -> str:
        return words.certainty(row.record.certainty) if row.record else ""

    yield Column(
        lambda: _("Weight"), lambda r: Cell(_title(r.code), tip=_title(r.code)),
        lambda r: order[r.code], 180, name="what",
    )  # fmt: skip
    yield Column(
        lambda: _("Results in"), lambda r: Cell(_share(r), right=True),
        lambda r: r.weighed.percentage(r.code) or -1.0, 84, right=True, name="share",
        tip=lambda: _("For a form or a side: a firm yes given today"),
    )  # fmt: skip
    yield Column(
        lambda: _("Number"), lambda r: Cell(_number(r), tip=_unit(r.code), right=True),
        lambda r: r.value, 76, right=True, name="value",
        tip=lambda: _("Log-odds, days, a share or a standard deviation"),
    )  # fmt: skip
    yield Column(
        lambda: _("Reason"), lambda r: said(r, "reason"), lambda r: said(r, "reason").text, 0,
        name="reason",
    )  # fmt: skip
    yield Column(
        lambda: _("Source"), lambda r: said(r, "source"), lambda r: said(r, "source").text, 84,
        name="source",
    )  # fmt: skip
    yield Column(
        lambda: _("Certainty"), lambda r: Cell(certainty(r), tone="quiet"), certainty, 84,
        name="certainty",
    )  # fmt: skip


# ------------------------------------------------------------------ what results, by age and side


Said = tuple[str, Level, Form]
"""A row of the small table: its name, and what is said in which form."""


def _stances(code: str) -> list[Said]:
    """The stances in which a weight shows: every form of a level, every level in a form."""
    kind, _line, which = code.partition("_")
    if kind == "level":
        return [(words.form(form), Level(int(which)), form) for form in Form]
    if kind == "form":
        levels = [level for level in reversed(Level) if level is not Level.ASKED]
        return [(words.level(level), level, Form(which)) for level in levels]
    if kind == "side" or code == "half_life":
        return [(words.form(form), Level.FIRM_YES, form) for form in Form]
    return []


def _table(weighed: Weights, stances: Sequence[Said]) -> Section:
    """The chance of each stance, said by either side so many days ago."""
    sides = " / ".join(words.side(side) for side in Side)
    section = Section(_("Days since it was said: {sides}").format(sides=sides))
    model: RowsModel[Said] = RowsModel(list(_chances(weighed)), lambda said: said[0], section)
    model.show(stances)
    table = table_view(model, _("Chances by side and age"))
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    height = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(height + theme.ROW * (len(stances) + 1))
    table.setStyleSheet("QTableView { background: transparent; }")
    section.whole(table)
    set_widths(table, model)
    return section


def _chances(weighed: Weights) -> Iterator[Column[Said]]:
    yield Column(lambda: "", lambda said: Cell(said[0], tip=said[0]), lambda said: said[0], 0)
    for age in AGES:
        yield _chance(weighed, age)


def _chance(weighed: Weights, age: int) -> Column[Said]:
    def chance(said: Said, side: Side) -> float:
        return weighed.chance(said[1], said[2], side, age)

    def both(said: Said) -> Cell:
        shares = (current().percent(chance(said, side)) for side in Side)
        return Cell(" / ".join(shares), right=True)

    day = ngettext("{count} day", "{count} days", age).format(count=current().number(age))
    return Column(lambda: day, both, lambda said: chance(said, Side.CAPITAL), 104, right=True)


# ------------------------------------------------------------------ known votes


def _split(found: Replay) -> str:
    number = current().number
    return _("Expected of {promised} promises: {kept}; of {others} others: {came}.").format(
        promised=number(found.case.written + found.case.oral),
        kept=number(found.expected_promised, 1),
        others=number(found.case.others),
        came=number(found.expected_others, 1),
    )


def _picture(found: Replay) -> QWidget:
    votes = found.case.received
    label = _("received: {votes}").format(votes=current().number(votes))
    line, title = WinningLine(votes, votes, votes, label), words.say(found.case.name)
    picture = Picture(
        lambda wide, high: pictures.votes_of(
            found.expected, Room(wide, high), title=title, line=line
        ),
        size=QSize(420, 150),
    )
    picture.setFixedHeight(150)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, theme.GAP)
    row.addWidget(picture)
    return holder
