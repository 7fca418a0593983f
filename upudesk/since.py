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

from upudesk.model import Pledge
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
    if then is not None:
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
