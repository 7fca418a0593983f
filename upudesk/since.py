"""Who stands elsewhere than on an earlier day, which way, and why: by new words or by a correction.

Two questions, never mixed. What was said since: the stances of that day, as corrected by now,
beside those of today. What is known better: what was held then, beside what is held of that day
now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from upudesk.model import Candidacy, Pledge
from upudesk.snapshot import Snapshot
from upudesk.tally import Move, Stance, State, moves, stances


class Way(StrEnum):
    """In which way a member stands elsewhere."""

    UP = "up"
    DOWN = "down"
    ASIDE = "aside"
    """Asked, or answered without a yes or a no: neither nearer nor farther."""
    CORRECTED = "corrected"
    """What was logged then was mended, or taken out."""
    LEARNED = "learned"
    """What had been said by then was logged only later."""


@dataclass(frozen=True)
class Shift:
    """A member that stands elsewhere, and the statement that did it, if one did."""

    member: str
    way: Way
    before: Stance
    after: Stance
    because: Pledge | None


_MIDDLE = 3


def since(
    now: Snapshot, candidacy: str, day: date, then: Snapshot | None = None
) -> tuple[Shift, ...]:
    """Everything that is different now. `then` is what was known on that day; without it only what
    was said since is told, and corrections cannot be seen."""
    as_of, held = stances(now, candidacy, day), stances(now, candidacy)
    found = [_said(move) for move in moves(as_of, held)]
    if then is not None and then.find(Candidacy, candidacy) is not None:
        found += _known_better(then, now, candidacy, day, as_of)
    order = list(Way)
    return tuple(sorted(found, key=lambda shift: order.index(shift.way)))


def _said(move: Move) -> Shift:
    before, after = _rank(move.before.state), _rank(move.after.state)
    way = Way.UP if after > before else Way.DOWN if after < before else Way.ASIDE
    because = move.after.decides or move.after.waiting
    return Shift(move.member, way, move.before, move.after, because)


def _rank(state: State) -> int:
    """No answer lies in the middle, as the undecided do: only a yes or a no moves the count."""
    return _MIDDLE if state.level is None else int(state.level)


def _known_better(
    then: Snapshot, now: Snapshot, candidacy: str, day: date, as_of: Mapping[str, Stance]
) -> Iterator[Shift]:
    for move in moves(stances(then, candidacy, day), as_of):
        because = move.after.decides or move.after.waiting
        fresh = because is not None and then.find(Pledge, because.id) is None
        # What decided then and stands no more as it was tells of a correction, even where
        # something that was logged late decides now.
        mended = any(now.find(Pledge, p.id) != p for p in move.before.in_force)
        way = Way.LEARNED if fresh and not mended else Way.CORRECTED
        yield Shift(move.member, way, move.before, move.after, because)


# ------------------------------------------------------------------ all councils at once


@dataclass(frozen=True)
class Balance:
    """Promised votes then and now."""

    then: int | None
    """As they were counted then; None where the file held nothing yet."""
    corrected: int
    """Of the same day, as it is known now."""
    now: int


@dataclass(frozen=True)
class Changes:
    """What is different since a day or a named moment, for each of our candidacies."""

    day: date
    name: str
    """Of the moment; blank for a day."""
    shifts: Mapping[str, tuple[Shift, ...]]
    balances: Mapping[str, Balance]
    whole: bool
    """Whether it is known what was held then, so that corrections can be told."""


def changes(now: Snapshot, day: date, then: Snapshot | None, name: str = "") -> Changes:
    """Everything that changed; `then` is what was known at that moment, if anything was."""
    ours = [own.id for own in now.ours]
    return Changes(
        day,
        name,
        {id: since(now, id, day, then) for id in ours},
        {id: _balance(now, id, day, then) for id in ours},
        then is not None,
    )


def _balance(now: Snapshot, candidacy: str, day: date, then: Snapshot | None) -> Balance:
    known = then is not None and then.find(Candidacy, candidacy) is not None
    return Balance(
        _promised(stances(then, candidacy, day)) if then is not None and known else None,
        _promised(stances(now, candidacy, day)),
        _promised(stances(now, candidacy)),
    )


def _promised(held: Mapping[str, Stance]) -> int:
    return sum(stance.promised for stance in held.values())
