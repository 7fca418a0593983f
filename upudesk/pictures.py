"""Pictures of the count in the reader's words: for the window, for paper and for files alike.

Keys of marks: the id of a member; `state:5` in a legend; `4|asked` for a part of a bar (what the
column is, then the state); a number of votes; `th-ca|2025-04-03` for a day of a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upudesk import i18n, telling, words
from upudesk.atlas import atlas
from upudesk.figures.bars import Row, bars
from upudesk.figures.course import Day, Moment, Series, course
from upudesk.figures.distribution import Range, distribution
from upudesk.figures.hemicycle import WinningLine, hemicycle
from upudesk.figures.marks import Figure
from upudesk.figures.signs import ORDER, Entry, Seat
from upudesk.figures.world import world
from upudesk.forecast import Distribution
from upudesk.i18n import _, ngettext
from upudesk.model import Member
from upudesk.snapshot import Snapshot
from upudesk.tally import Cut, Key, Stance, State, Tally
from upudesk.trend import Turn


@dataclass(frozen=True)
class Room:
    """How large a picture is, and its type: pixels in the window, points on paper."""

    width: float
    height: float
    size: float = 12


def line(votes: float, low: float | None = None, high: float | None = None) -> WinningLine:
    """The winning line with its words; without a range where none is known."""
    number = i18n.current().number
    low, high = votes if low is None else low, votes if high is None else high
    if round(low) == round(high):
        label = _("winning line {votes}").format(votes=number(votes))
    else:
        label = _("winning line {votes} ({low}–{high})").format(
            votes=number(votes), low=number(low), high=number(high)
        )
    return WinningLine(votes, low, high, label)


def needed(votes: Distribution | None) -> WinningLine | None:
    """The winning line where it is a distribution; None where it is not known."""
    return line(votes.median, votes.low, votes.high) if votes else None


# Members


def seats_of(tally: Tally) -> list[Seat]:
    """Each member of the count, and what is said of it under the mouse."""
    return [Seat(m.id, _told(m, tally.stances[m.id]), _state(tally, m)) for m in tally.members]


def _state(tally: Tally, member: Member) -> State:
    return tally.stances[member.id].state


def _told(member: Member, stance: Stance) -> str:
    standing = f"{words.standing_in(stance.state)} ({words.symbol(stance.state)})"
    first = _("{country}: {standing}").format(country=words.named(member), standing=standing)
    return "\n".join(filter(None, [first, telling.age(stance), *telling.cautions(stance)]))


def entries(tally: Tally) -> list[Entry]:
    """The legend: states that occur, with their numbers."""
    counts = {state: len(tally.row(state)) for state in ORDER}
    return _entries(counts)


def _entries(counts: Mapping[State, int]) -> list[Entry]:
    number = i18n.current().number
    return [
        Entry(state, f"state:{state}", words.state(state), number(counts[state]))
        for state in ORDER
        if counts.get(state)
    ]


def hemicycle_of(
    snapshot: Snapshot,
    tally: Tally,
    room: Room,
    *,
    line: WinningLine | None = None,
    legend: bool = True,
) -> Figure:
    """One seat for each member, the promised votes in the middle."""
    number = i18n.current().number
    promised = len(tally.promised)
    return hemicycle(
        seats_of(tally),
        width=room.width, height=room.height, size=room.size,
        title=_("{council}: hemicycle of the members").format(council=_council(snapshot, tally)),
        told=_summary(tally, line),
        number=number(promised),
        below=ngettext("promised vote", "promised votes", promised),
        line=line,
        entries=entries(tally) if legend else (),
    )  # fmt: skip


def world_of(snapshot: Snapshot, tally: Tally, room: Room, *, legend: bool = True) -> Figure:
    """A dot of the same size for each member, where it lies."""
    points = atlas().points
    places = {m.id: points[m.iso2] for m in tally.members if m.iso2 in points}
    return world(
        seats_of(tally), places, atlas(),
        width=room.width, height=room.height, size=room.size,
        title=_("{council}: map of the members").format(council=_council(snapshot, tally)),
        told=_summary(tally, None),
        entries=entries(tally) if legend else (),
    )  # fmt: skip


def _council(snapshot: Snapshot, tally: Tally) -> str:
    return words.council_of(snapshot, tally.candidacy)


def _summary(tally: Tally, line: WinningLine | None) -> str:
    """The same in a sentence: how many stand where, and how many it takes."""
    counts = [f"{entry.label} {entry.number}" for entry in entries(tally)]
    count = len(tally.members)
    told = ngettext("{count} country: {states}.", "{count} countries: {states}.", count).format(
        count=i18n.current().number(count), states=", ".join(counts)
    )
    return " ".join(filter(None, [told, _sentence(line.label) if line else ""]))


def _sentence(label: str) -> str:
    return f"{label[:1].upper()}{label[1:]}."


# Groups


def bars_of(
    cut: Cut, columns: Sequence[tuple[Key, str]], room: Room, *, title: str, legend: bool = True
) -> Figure:
    """The columns of a table of the tally as stacked bars, in the order and the words given."""
    rows = [
        Row("" if key is None else str(key), label, {s: len(cut.cell(s, key)) for s in State})
        for key, label in columns
    ]
    counts = {state: sum(row.counts[state] for row in rows) for state in State}
    return bars(
        rows,
        width=room.width, height=room.height, size=room.size,
        title=title, told=" ".join(_row_told(row) for row in rows),
        tell=_part_told, number=i18n.current().number,
        entries=[_bare(entry) for entry in _entries(counts)] if legend else (),
    )  # fmt: skip


def groups_of(tally: Tally, room: Room, *, legend: bool = True) -> Figure:
    """The geographic groups as stacked bars."""
    columns = [(key, group_name(key)) for key in tally.table.columns]
    title = _("Where the members of each group stand")
    return bars_of(tally.table, columns, room, title=title, legend=legend)


def group_name(key: Key) -> str:
    """What stands beside a group's bar."""
    return words.group(key if isinstance(key, int) else None, short=True)


def _bare(entry: Entry) -> Entry:
    """Bars may overlap: their sum would be a number of nobody."""
    return Entry(entry.state, entry.key, entry.label, "")


def _part_told(row: Row, state: State) -> str:
    return _("{name}: {state} {count}").format(
        name=row.label, state=words.state(state), count=i18n.current().number(row.counts[state])
    )


def _row_told(row: Row) -> str:
    number = i18n.current().number
    parts = [f"{words.state(s)} {number(row.counts[s])}" for s in ORDER if row.counts.get(s)]
    return _("{name}: {states}.").format(name=row.label, states=", ".join(parts) or number(0))


# Votes


def votes_of(
    expected: Distribution, room: Room, *, title: str, line: WinningLine | None = None
) -> Figure:
    """How likely each number of votes is."""
    language = i18n.current()
    inside = Range(
        expected.low, expected.high,
        _("votes expected: {expected}; 8 times in 10 from {low} to {high}").format(
            expected=language.number(expected.expected),
            low=language.number(expected.low),
            high=language.number(expected.high),
        ),
        expected.expected,
    )  # fmt: skip

    def tell(votes: int) -> str:
        return _("Exactly {votes}: {chance}; so many or more: {above}").format(
            votes=language.number(votes),
            chance=language.percent(expected.pmf[votes], 1),
            above=language.percent(expected.at_least(votes)),
        )

    labels = [inside.label, *([line.label] if line else [])]
    return distribution(
        expected.pmf,
        width=room.width, height=room.height, size=room.size, title=title,
        told=" ".join(map(_sentence, labels)),
        tell=tell, inside=inside, line=line, axis=_("votes"), number=language.number,
    )  # fmt: skip


# Time


def promised_line(snapshot: Snapshot, candidacy: str, turns: Iterable[Turn]) -> Series:
    """The promised votes of one candidacy: a step on each day on which somebody moved."""
    language, council = i18n.current(), words.council_of(snapshot, candidacy)
    days = [
        Day(turn.on, turn.promised, _turn_told(snapshot, turn, council, language.date))
        for turn in turns
    ]
    last = language.number(days[-1].value) if days else ""
    label = _("{council} promised {count}").format(council=council, count=last)
    return Series(candidacy, label, days, _colour(snapshot, candidacy), stepped=True)


def _colour(snapshot: Snapshot, candidacy: str) -> str:
    """Lines of the first council and of all others."""
    ours = snapshot.ours
    return "accent" if not ours or candidacy == ours[0].id else "second"


def _turn_told(
    snapshot: Snapshot, turn: Turn, council: str, tell_day: Callable[[date], str]
) -> str:
    first = ngettext(
        "{council}, {day}: {count} promised vote",
        "{council}, {day}: {count} promised votes",
        turn.promised,
    ).format(council=council, day=tell_day(turn.on), count=i18n.current().number(turn.promised))
    came, went = _names(snapshot, turn.came), _names(snapshot, turn.went)
    return "\n".join([
        first,
        *([_("new: {countries}").format(countries=came)] if came else []),
        *([_("no more: {countries}").format(countries=went)] if went else []),
    ])  # fmt: skip


_MOST = 6


def _names(snapshot: Snapshot, ids: Sequence[str]) -> str:
    named = [words.named(snapshot.get(Member, id)) for id in ids[:_MOST]]
    return ", ".join([*named, *(["…"] if len(ids) > _MOST else [])])


def expected_line(
    snapshot: Snapshot, candidacy: str, values: Sequence[tuple[date, Distribution]]
) -> Series:
    """The votes to expect on some days, a dashed line, and the range to count on around it."""
    language, council = i18n.current(), words.council_of(snapshot, candidacy)
    number = language.number

    def told(on: date, votes: Distribution) -> str:
        return _("{council}, {day}: votes expected {votes} ({low}–{high})").format(
            council=council, day=language.date(on), votes=number(votes.expected),
            low=number(votes.low), high=number(votes.high),
        )  # fmt: skip

    days = [Day(on, votes.expected, told(on, votes), votes.low, votes.high) for on, votes in values]
    last = number(days[-1].value) if days else ""
    label = _("{council} expected {count}").format(council=council, count=last)
    colour = _colour(snapshot, candidacy)
    return Series(f"{candidacy}|expected", label, days, colour, dashed=True)


def course_of(
    series: Sequence[Series],
    room: Room,
    *,
    title: str,
    line: WinningLine | None = None,
    moments: Sequence[Moment] = (),
) -> Figure:
    """Lines over time, named at their ends."""
    language = i18n.current()
    return course(
        series,
        width=room.width, height=room.height, size=room.size, title=title,
        told=" ".join(f"{one.label}." for one in series if one.days),
        month=language.month, number=language.number, line=line, moments=moments,
    )  # fmt: skip
