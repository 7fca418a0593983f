"""What we have been told, counted: stances in force, and the tally of a candidacy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from upudesk.model import Answer, Author, Bloc, Candidacy, Form, Level, Member, Pledge, Side
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot


class State(StrEnum):
    """Where a member stands on a candidacy: the rows of every tally, in their order."""

    FIRM_YES = "5"
    LEANING_YES = "4"
    UNDECIDED = "3"
    LEANING_NO = "2"
    FIRM_NO = "1"
    ASKED = "asked"
    """We asked, and no statement has reached us."""
    NOT_ASKED = "not_asked"
    """Nothing is logged."""
    OWN = "own"
    """The candidate's own ballot. It counts, but nobody promised it to us and nobody need be
    asked, so it is neither among the promised nor among the not asked. A logged answer of the
    candidate's own, where there is one, goes before."""

    @property
    def level(self) -> Level | None:
        """The level on the scale of five, if this is one."""
        return _LEVELS.get(self)


_LEVELS: Mapping[State, Level] = {
    State.FIRM_YES: Level.FIRM_YES,
    State.LEANING_YES: Level.LEANING_YES,
    State.UNDECIDED: Level.UNDECIDED,
    State.LEANING_NO: Level.LEANING_NO,
    State.FIRM_NO: Level.FIRM_NO,
}
_STATES: Mapping[Level, State] = {level: state for state, level in _LEVELS.items()}


OLD = 90
"""Days without a word after which a stance should be confirmed."""


@dataclass(frozen=True)
class Stance:
    """What is in force for a member and a candidacy, on the day on which it is looked at."""

    member: str
    candidacy: str
    state: State
    looked_on: date
    in_force: tuple[Pledge, ...] = ()
    """The answer of each side that has given one, newest first."""
    decides: Pledge | None = None
    """The answer that is counted: the lower of the two sides."""
    history: tuple[Pledge, ...] = ()
    """Every statement and every request until that day, oldest first."""

    @property
    def level(self) -> Level | None:
        return self.decides.level if self.decides else None

    @property
    def capital(self) -> Pledge | None:
        return self._of(Side.CAPITAL)

    @property
    def delegate(self) -> Pledge | None:
        return self._of(Side.DELEGATE)

    def _of(self, side: Side) -> Pledge | None:
        return next((pledge for pledge in self.in_force if pledge.side is side), None)

    @property
    def promised(self) -> bool:
        return self.state in (State.FIRM_YES, State.LEANING_YES)

    @property
    def waiting(self) -> Pledge | None:
        """Our latest request, if no answer in force is of its day or later."""
        requests = [p for p in self.history if p.level is Level.ASKED]
        if not requests or any(p.day >= requests[-1].day for p in self.in_force):
            return None
        return requests[-1]

    @property
    def day(self) -> date | None:
        """The day of the answer that decides; of our request, while there is no answer."""
        pledge = self.decides or self.waiting
        return (pledge.given_on or pledge.reported_on) if pledge else None

    @property
    def age(self) -> int | None:
        """Days since then."""
        return max(0, (self.looked_on - self.day).days) if self.day else None

    @property
    def old(self) -> bool:
        """Whether it should be confirmed because nothing was said for so long."""
        return self.age is not None and self.age > OLD

    @property
    def contradiction(self) -> bool:
        """The sides differ by two or more, which holds whenever they lie on both sides of 3."""
        levels = [pledge.level for pledge in self.in_force]
        return len(levels) > 1 and max(levels) - min(levels) >= 2

    @property
    def conditional(self) -> bool:
        """A side has set a condition, be it not the side that decides."""
        return any(pledge.condition.strip() for pledge in self.in_force)

    @property
    def faded(self) -> bool:
        """An answer in force has passed its fading day, be it not the one that decides."""
        return any(p.fades_on is not None and p.fades_on <= self.looked_on for p in self.in_force)

    @property
    def hearsay_only(self) -> bool:
        return bool(self.in_force) and not any(pledge.first_hand for pledge in self.in_force)


def stance(
    snapshot: Snapshot, member_id: str, candidacy_id: str, as_of: date | None = None
) -> Stance:
    """One member's stance on one candidacy; *as of* a day: from the statements made until then."""
    candidacy = snapshot.get(Candidacy, candidacy_id)
    member = snapshot.get(Member, member_id)
    made = [p for p in snapshot.pledges_of.get(member_id, ()) if p.candidacy == candidacy_id]
    return _stance(member, candidacy, _until(made, as_of), as_of or snapshot.today)


def stances(
    snapshot: Snapshot, candidacy_id: str, as_of: date | None = None
) -> Mapping[str, Stance]:
    """The stance of every member, by its id, in the order of the members."""
    candidacy = snapshot.get(Candidacy, candidacy_id)
    made: dict[str, list[Pledge]] = defaultdict(list)
    for pledge in _until(snapshot.pledges_about.get(candidacy_id, ()), as_of):
        made[pledge.member].append(pledge)
    day = as_of or snapshot.today
    return {m.id: _stance(m, candidacy, made.get(m.id, ()), day) for m in snapshot.members}


def _until(pledges: Iterable[Pledge], as_of: date | None) -> list[Pledge]:
    made = [p for p in pledges if as_of is None or p.day <= as_of]
    # What no report dates was known on its own day.
    return sorted(made, key=lambda p: (p.day, p.reported_on or p.day, p.id))


def _stance(member: Member, candidacy: Candidacy, history: Sequence[Pledge], day: date) -> Stance:
    in_force = _in_force(history)
    # The lower side decides, the newer of two equal ones; hearsay only where nothing better is had.
    decides = min(in_force, key=lambda p: (not p.first_hand, p.level), default=None)
    if decides:
        state = _STATES[decides.level]
    elif history:
        state = State.ASKED
    else:
        state = State.OWN if member.id == candidacy.member else State.NOT_ASKED
    return Stance(member.id, candidacy.id, state, day, in_force, decides, tuple(history))


def _in_force(history: Sequence[Pledge]) -> tuple[Pledge, ...]:
    """Each side's latest answer, newest first. A request takes no answer out of force (we ask
    again to have it confirmed), and hearsay displaces only hearsay."""
    latest: dict[Side | None, Pledge] = {}
    for pledge in history:
        if pledge.level is Level.ASKED:
            continue
        before = latest.get(pledge.side)
        if before is None or pledge.first_hand or not before.first_hand:
            # Taken out first, so that the order of the answers is that of their days.
            latest.pop(pledge.side, None)
            latest[pledge.side] = pledge
    return tuple(reversed(latest.values()))


class By(StrEnum):
    """What the columns of a table of the tally are."""

    GROUP = "group"
    BLOC = "bloc"
    FORM = "form"
    LEVEL = "level"
    RESPONSIBLE = "responsible"


Key = str | int | None
"""A group's number, a bloc's or an author's id, a form, a state; None is "none" or "unknown"."""
Ids = tuple[str, ...]
"""The members behind a number."""


@dataclass(frozen=True)
class Cut:
    """A table of the tally: states down, something else across, in each cell its members.

    Where columns overlap, a member may stand in several, and they add up to more than the rows.
    A column None is there only if someone is in it.
    """

    by: By
    columns: tuple[Key, ...]
    cells: Mapping[tuple[State, Key], Ids]
    overlaps: bool

    def cell(self, state: State, column: Key) -> Ids:
        return self.cells.get((state, column), ())

    def row(self, state: State) -> Ids:
        """Everyone in the row, once each."""
        return tuple(dict.fromkeys(id for c in self.columns for id in self.cell(state, c)))

    def column(self, column: Key) -> Ids:
        return tuple(id for state in State for id in self.cell(state, column))


@dataclass(frozen=True)
class Tally:
    """The count for one candidacy among some members; every number is the members behind it."""

    candidacy: str
    day: date
    members: tuple[Member, ...]
    stances: Mapping[str, Stance]
    voters: Mapping[str, Answer]
    """Whether a ballot can be cast for each member, as known now."""
    table: Cut = field(repr=False)
    """State by group."""

    @cached_property
    def everyone(self) -> Ids:
        return tuple(self.stances)

    @property
    def rows(self) -> tuple[State, ...]:
        """The rows to show: our own ballot only where it is in the count."""
        return tuple(s for s in State if s is not State.OWN or self.own)

    def row(self, state: State) -> Ids:
        return self._where(lambda stance: stance.state is state)

    def column(self, group: int | None) -> Ids:
        return self.table.column(group)

    def cell(self, state: State, group: int | None) -> Ids:
        return self.table.cell(state, group)

    def at_least(self, level: Level) -> Ids:
        """Members at this level or above."""
        return self._where(lambda stance: stance.level is not None and stance.level >= level)

    @cached_property
    def promised(self) -> Ids:
        """Firm and leaning yes."""
        return self._where(lambda stance: stance.promised)

    @cached_property
    def undecided(self) -> Ids:
        return self.row(State.UNDECIDED)

    @cached_property
    def asked(self) -> Ids:
        return self.row(State.ASKED)

    @cached_property
    def not_asked(self) -> Ids:
        return self.row(State.NOT_ASKED)

    @cached_property
    def own(self) -> Ids:
        return self.row(State.OWN)

    @cached_property
    def conditional(self) -> Ids:
        return self._where(lambda stance: stance.conditional)

    @cached_property
    def faded(self) -> Ids:
        return self._where(lambda stance: stance.faded)

    @cached_property
    def contradictions(self) -> Ids:
        return self._where(lambda stance: stance.contradiction)

    @cached_property
    def hearsay_only(self) -> Ids:
        return self._where(lambda stance: stance.hearsay_only)

    def by_vote(self, members: Iterable[str] | None = None) -> Mapping[Answer, Ids]:
        """Who of these (or of everyone) can cast a ballot: yes, no, unknown."""
        among = self.everyone if members is None else tuple(members)
        return {a: tuple(id for id in among if self.voters[id] is a) for a in Answer}

    def _where(self, claim: Callable[[Stance], bool]) -> Ids:
        return tuple(id for id, stance in self.stances.items() if claim(stance))


def tally(
    snapshot: Snapshot,
    candidacy_id: str,
    *,
    as_of: date | None = None,
    members: Collection[str] | None = None,
) -> Tally:
    """Count all members, or only those whose ids are given."""
    wanted = None if members is None else set(members)
    counted = tuple(m for m in snapshot.members if wanted is None or m.id in wanted)
    every = stances(snapshot, candidacy_id, as_of)
    held = {m.id: every[m.id] for m in counted}
    return Tally(
        candidacy=candidacy_id,
        day=as_of or snapshot.today,
        members=counted,
        stances=held,
        voters={m.id: can_vote(snapshot, m) for m in counted},
        table=_cut(snapshot, counted, held, By.GROUP),
    )


def cut(snapshot: Snapshot, tally: Tally, by: By) -> Cut:
    """The same count, cut another way.

    Blocs overlap because a member belongs to several; forms, because the answers of both sides
    are in force and a member stands under the form of each.
    """
    return _cut(snapshot, tally.members, tally.stances, by)


def _cut(
    snapshot: Snapshot, members: Iterable[Member], stances: Mapping[str, Stance], by: By
) -> Cut:
    cells: dict[tuple[State, Key], list[str]] = defaultdict(list)
    columns = _columns(snapshot, by)
    known, keys_of = frozenset(columns), _KEYS[by]
    for member in members:
        stance = stances[member.id]
        # What points to a record that is gone counts as none, so that nobody drops out.
        for key in known.intersection(keys_of(member, stance)) or (None,):
            cells[stance.state, key].append(member.id)
    if any(key is None for _, key in cells):
        columns = (*columns, None)
    filled = {(s, c): tuple(cells.get((s, c), ())) for s in State for c in columns}
    return Cut(by, columns, filled, overlaps=by in (By.BLOC, By.FORM))


def _columns(snapshot: Snapshot, by: By) -> tuple[Key, ...]:
    match by:
        case By.GROUP:
            return (1, 2, 3, 4, 5)
        case By.BLOC:
            return tuple(bloc.id for bloc in snapshot.all(Bloc))
        case By.FORM:
            return tuple(Form)
        case By.LEVEL:
            return tuple(State)
        case By.RESPONSIBLE:
            return tuple(author.id for author in snapshot.all(Author))


_KEYS: Mapping[By, Callable[[Member, Stance], Iterable[Key]]] = {
    By.GROUP: lambda member, stance: (member.group,),
    By.BLOC: lambda member, stance: member.blocs,
    By.FORM: lambda member, stance: (pledge.form for pledge in stance.in_force),
    By.LEVEL: lambda member, stance: (stance.state,),
    By.RESPONSIBLE: lambda member, stance: (member.responsible,),
}


@dataclass(frozen=True)
class Move:
    """A member that stands elsewhere than before."""

    member: str
    before: Stance
    after: Stance

    @property
    def steps(self) -> int | None:
        """Levels up, or down below 0; None where one of the two is no level."""
        old, new = self.before.level, self.after.level
        return None if old is None or new is None else new - old


def moves(before: Mapping[str, Stance], after: Mapping[str, Stance]) -> tuple[Move, ...]:
    """Who stands elsewhere in the later count, among the members of both."""
    return tuple(
        Move(id, before[id], stance)
        for id, stance in after.items()
        if id in before and before[id].state is not stance.state
    )
