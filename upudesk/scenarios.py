"""Suppositions laid over a campaign for the forecast alone: no record is touched by any of them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from upudesk import rules, tally
from upudesk.errors import N_, Message, UserError
from upudesk.forecast import Forecast, forecast
from upudesk.model import (
    Answer,
    Bloc,
    Candidacy,
    Council,
    Form,
    Level,
    Member,
    Pledge,
    Seats,
    Side,
    Standing,
)
from upudesk.prospects import DRAWS, SEED, Prospects, prospects
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State
from upudesk.weights import USUAL, Weights, weights

LARGEST = 10**6
"""No seats, votes or groups are counted beyond it."""
VERSION = 1
"""Of the JSON in which suppositions are kept."""
MOST = 4
"""So many scenarios stand side by side, beside the base case."""


class UnreadableScenario(UserError):
    """What a scenario supposes cannot be read; none of it is guessed at."""


# ------------------------------------------------------------------ what may be supposed


@dataclass(frozen=True)
class Stances:
    """These members stand so, as if their capitals had said it today in a note verbale."""

    members: tuple[str, ...]
    state: State
    candidacies: tuple[str, ...] = ()
    """Of ours; none means all of them."""
    of: str = ""
    """The group (its number) or the bloc (its id) that the members were chosen from."""


@dataclass(frozen=True)
class Voters:
    """Whether a ballot can be cast for these members."""

    members: tuple[str, ...]
    answer: Answer
    of: str = ""


@dataclass(frozen=True)
class Rival:
    """A country that stands, or stands no more; what is None is as the records have it."""

    council: str
    member: str
    standing: Standing = Standing.DECLARED
    share: float | None = None
    spread: float | None = None
    sitting: Answer | None = None


@dataclass(frozen=True)
class Contest:
    """The seats of a group and the winning line; what is None is as the records have it."""

    council: str
    group: int
    seats: int | None = None
    complete: bool | None = None
    line_newcomer: float | None = None
    line_sitting: float | None = None
    line_spread: float | None = None


@dataclass(frozen=True)
class Weight:
    """Another swing, or another of the weights."""

    code: str
    value: float


Item = Stances | Voters | Rival | Contest | Weight
_KINDS: Mapping[str, type[Item]] = {
    "stances": Stances, "voters": Voters, "rival": Rival, "seats": Contest, "weight": Weight,
}  # fmt: skip
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True)
class Supposed:
    """Everything that one scenario supposes, in order: of two that disagree, the later holds."""

    items: tuple[Item, ...] = ()

    def of(self, kind: type[Any]) -> Iterator[Any]:
        return (item for item in self.items if isinstance(item, kind))

    def with_item(self, item: Item) -> Supposed:
        return Supposed((*self.items, item))

    def without(self, number: int) -> Supposed:
        return Supposed((*self.items[:number], *self.items[number + 1 :]))


BASE = Supposed()
"""The base case: nothing is supposed."""


# ------------------------------------------------------------------ as JSON


def written(supposed: Supposed) -> str:
    items = [{"kind": _NAMES[type(item)]} | asdict(item) for item in supposed.items]
    return json.dumps({"version": VERSION, "suppositions": items}, ensure_ascii=False)


def read(text: str) -> Supposed:
    """What was written; raises UnreadableScenario where it is of a later version or broken."""
    if not text.strip():
        return BASE
    try:
        found = json.loads(text)
        if isinstance(found, dict) and _version(found) > VERSION:
            raise UnreadableScenario(
                N_("This scenario was made by a later version of UPUDesk, so it is not reckoned.")
            )
        return Supposed(tuple(_item(item) for item in found["suppositions"]))
    except (
        ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError
    ) as error:  # fmt: skip
        raise UnreadableScenario(
            N_("What this scenario supposes cannot be read, so it is not reckoned.")
        ) from error


def _version(found: dict[str, Any]) -> int:
    version: int = _whole(found["version"])
    return version


def _item(said: dict[str, Any]) -> Item:
    kind = _KINDS[said["kind"]]
    known = {field.name for field in fields(kind)}
    if unknown := set(said) - known - {"kind"}:
        raise ValueError(unknown)
    return kind(**{name: _READ[name](value) for name, value in said.items() if name != "kind"})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_text(one) for one in value)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    if abs(value) > LARGEST:
        raise ValueError(value)
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise TypeError(value)
    return float(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _state(value: Any) -> State:
    if State(value) is State.OWN:
        raise ValueError(value)
    return State(value)


def _optional(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


_READ: Mapping[str, Callable[[Any], Any]] = {
    "members": _texts, "candidacies": _texts, "of": _text, "state": _state, "answer": Answer,
    "council": _text, "member": _text, "standing": Standing, "share": _optional(_number),
    "spread": _optional(_number), "sitting": _optional(Answer), "group": _whole,
    "seats": _optional(_whole), "complete": _optional(_truth),
    "line_newcomer": _optional(_number), "line_sitting": _optional(_number),
    "line_spread": _optional(_number), "code": _text, "value": _number,
}  # fmt: skip


# ------------------------------------------------------------------ laying it over a campaign


def laid_over(snapshot: Snapshot, supposed: Supposed) -> Snapshot:
    """The campaign in which the supposed rivals stand for the supposed seats, in memory alone."""
    for item in supposed.items:
        if isinstance(item, Rival) and _known(snapshot, item):
            snapshot = _with(snapshot, stands(snapshot, item))
        elif isinstance(item, Contest) and _known(snapshot, item):
            snapshot = _with(snapshot, (contest(snapshot, item),))
    return snapshot


def _with(snapshot: Snapshot, records: Iterable[Candidacy | Seats]) -> Snapshot:
    return snapshot.with_records([(r.KIND, r.id, r) for r in records], snapshot.conflicts)


def stands(snapshot: Snapshot, item: Rival) -> tuple[Candidacy, ...]:
    """The candidacy of that country as it is supposed; a file may hold two for one country."""
    new = Candidacy(
        id=f"supposed-{item.council}-{item.member}", member=item.member, council=item.council
    )
    here = (c for c in snapshot.candidacies_for.get(item.council, ()) if c.member == item.member)
    said: dict[str, Any] = {"standing": item.standing} | _said(item, "share", "spread", "sitting")
    return tuple(replace(candidacy, **said) for candidacy in tuple(here) or (new,))


def contest(snapshot: Snapshot, item: Contest) -> Seats:
    """The seats of that group as they are supposed."""
    new = Seats(id=f"supposed-{item.council}-{item.group}", council=item.council, group=item.group)
    lines = ("line_newcomer", "line_sitting", "line_spread")
    found = rules.seats_of(snapshot, item.council, item.group) or new
    return replace(found, **_said(item, "seats", "complete", *lines))


def _said(item: Item, *names: str) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names if getattr(item, name) is not None}


def weighed(snapshot: Snapshot, supposed: Supposed) -> Weights:
    """The weights, as far as they are not supposed otherwise."""
    values = {item.code: item.value for item in supposed.of(Weight) if item.code in USUAL}
    return weights(snapshot).replaced(values) if values else weights(snapshot)


def voters(supposed: Supposed) -> dict[str, Answer]:
    return {id: item.answer for item in supposed.of(Voters) for id in item.members}


def stances(snapshot: Snapshot, candidacy: str, supposed: Supposed) -> dict[str, Stance]:
    """Where every member stands, those supposed to stand elsewhere there."""
    held = dict(tally.stances(snapshot, candidacy))
    for item in supposed.of(Stances):
        if not item.candidacies or candidacy in item.candidacies:
            for id in item.members:
                if id in held:
                    held[id] = _standing(snapshot, held[id], item.state)
    return held


def _standing(snapshot: Snapshot, now: Stance, state: State) -> Stance:
    """As if the capital had said so today in a note verbale, and nobody anything else."""
    plain = Stance(now.member, now.candidacy, state, snapshot.today)
    if state.level is None:
        return plain
    said = _pledge(snapshot, now, state.level)
    return replace(plain, in_force=(said,), decides=said, history=(said,))


def _pledge(snapshot: Snapshot, now: Stance, level: Level) -> Pledge:
    return Pledge(
        id=f"supposed-{now.member}", member=now.member, candidacy=now.candidacy, level=level,
        form=Form.NOTE_VERBALE, side=Side.CAPITAL, given_on=snapshot.today, source="supposed",
    )  # fmt: skip


# ------------------------------------------------------------------ what follows


@dataclass(frozen=True)
class Outcome:
    """What is to be expected for one candidacy under a scenario."""

    candidacy: str
    forecast: Forecast
    prospects: Prospects


def expected(snapshot: Snapshot, candidacy: str, supposed: Supposed) -> Forecast:
    """The votes to expect under a scenario."""
    over = laid_over(snapshot, supposed)
    return forecast(
        over,
        candidacy,
        weighed(over, supposed),
        stances=stances(over, candidacy, supposed),
        voters=voters(supposed),
    )


def outcome(
    snapshot: Snapshot,
    candidacy: str,
    supposed: Supposed,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Outcome:
    """Votes and the chance of a seat; the same lots are drawn for every scenario, so that two of
    them differ by what they suppose."""
    votes = expected(snapshot, candidacy, supposed)
    over = laid_over(snapshot, supposed)
    found = prospects(over, candidacy, draws=draws, seed=seed, forecast=votes)
    return Outcome(candidacy, votes, found)


# ------------------------------------------------------------------ what is not there (any more)


def left_out(snapshot: Snapshot, supposed: Supposed) -> tuple[Message, ...]:
    """What a scenario names that the file does not hold: said, since it is not reckoned with."""
    return tuple(found for n, item in enumerate(supposed.items, 1)
                 for found in _left_out(snapshot, item, n))  # fmt: skip


def _left_out(snapshot: Snapshot, item: Item, number: int) -> Iterator[Message]:
    gone = missing(snapshot, item)
    if gone:
        yield Message(
            N_("Supposition {number}: {count} of its countries are not in the file; left out."),
            {"number": number, "count": len(gone)},
        )
    if isinstance(item, Stances) and not _candidacies(snapshot, item):
        yield Message(
            N_("Supposition {number}: its candidacy is not in the file; left out."),
            {"number": number},
        )
    if isinstance(item, Rival | Contest) and snapshot.find(Council, item.council) is None:
        yield Message(
            N_("Supposition {number}: its council is not in the file; left out."),
            {"number": number},
        )
    if isinstance(item, Weight) and item.code not in USUAL:
        yield Message(
            N_("Supposition {number}: there is no weight “{code}”; left out."),
            {"number": number, "code": item.code},
        )


def missing(snapshot: Snapshot, item: Item) -> tuple[str, ...]:
    """Ids of members that it names and that are not there."""
    named = (item.member,) if isinstance(item, Rival) else getattr(item, "members", ())
    return tuple(id for id in named if snapshot.find(Member, id) is None)


def _candidacies(snapshot: Snapshot, item: Stances) -> bool:
    ours = {own.id for own in snapshot.ours}
    return not item.candidacies or bool(ours & set(item.candidacies))


def _known(snapshot: Snapshot, item: Rival | Contest) -> bool:
    return not missing(snapshot, item) and snapshot.find(Council, item.council) is not None


# ------------------------------------------------------------------ choosing members


def members_of(snapshot: Snapshot, of: str) -> tuple[Member, ...]:
    """The members of a group (its number) or of a bloc (its id)."""
    if of.isdecimal() and snapshot.find(Bloc, of) is None:
        return tuple(m for m in snapshot.members if m.group == int(of))
    return tuple(m for m in snapshot.members if of in m.blocs)


def weaker_half(
    snapshot: Snapshot, candidacies: Sequence[str], members: Sequence[str]
) -> tuple[str, ...]:
    """Half of those among these that have promised, those whose promises hold least firmly: what
    “the bloc splits” probably means. Of an odd number, the smaller half."""
    weights_now, held = weights(snapshot), [tally.stances(snapshot, id) for id in candidacies]

    def firmness(id: str) -> float:
        return max(weights_now.of_stance(known[id]) for known in held if known[id].promised)

    promised = [id for id in members if any(id in known and known[id].promised for known in held)]
    weakest = sorted(promised, key=lambda id: (firmness(id), id))
    return tuple(weakest[: len(promised) // 2])
