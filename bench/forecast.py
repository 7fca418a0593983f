"""Forecast and seats of a campaign after a change, beside what a reader notices."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.campaigns import demo
from upudesk import forecast, next_best, prospects, rules, tally, weights
from upudesk.model import Candidacy
from upudesk.snapshot import Snapshot

FRAME, DRAGGED, NOTICED = 0.016, 0.1, 0.5
"""One frame of the screen, a slider that follows the hand, a wait that somebody notices."""
RIVALS = 20


def plain() -> tuple[float, str, float]:
    """Tally and forecast of both councils, without swing."""
    return _timed(lambda s: _count(s, {"swing": 0.0}), 15), "one frame of the screen", FRAME


def swing() -> tuple[float, str, float]:
    return _timed(lambda s: _count(s, {"swing": 0.5}), 15), "what follows a hand", DRAGGED


def group_swings() -> tuple[float, str, float]:
    found = _timed(lambda s: _count(s, {"swing": 0.5, "group_swing": 0.3}), 15)
    return found, "a wait that is noticed", NOTICED


def seats() -> tuple[float, str, float]:
    """Chance of a seat, its range and every rival's, for one council."""
    return _timed(_seat, 5, crowded), "a wait that is noticed", NOTICED


def calls() -> tuple[float, str, float]:
    """What one more firm promise from each country would add, for one council."""
    return _timed(_next, 5, crowded), "a wait that is noticed", NOTICED


def _count(snapshot: Snapshot, values: dict[str, float]) -> None:
    weighed = weights.weights(snapshot).replaced(values)
    for candidacy in snapshot.ours:
        held = tally.tally(snapshot, candidacy.id)
        forecast.forecast(snapshot, candidacy.id, weighed, stances=held.stances, voters=held.voters)


def _seat(snapshot: Snapshot) -> None:
    prospects.prospects(snapshot, snapshot.ours[1].id)


def _next(snapshot: Snapshot) -> None:
    next_best.next_best(snapshot, snapshot.ours[1].id)


def crowded(snapshot: Snapshot) -> Snapshot:
    """The same campaign with twenty rivals, all with their shares."""
    ours = snapshot.ours[1]
    group = rules.group_of(snapshot, ours)
    seats = rules.seats_of(snapshot, ours.council, group)
    assert seats
    before = [c for c in snapshot.candidacies_for[ours.council] if c.id != ours.id]
    names = [m.id for m in snapshot.members if m.group == group and m.id != ours.member][:RIVALS]
    rivals = [Candidacy(member=name, council=ours.council, share=0.3 + n / 100)
              for n, name in enumerate(names)]  # fmt: skip
    gone = [("candidacy", c.id, None) for c in before]
    come = [("candidacy", c.id, c) for c in rivals]
    whole = ("seats", seats.id, replace(seats, complete=True))
    return snapshot.with_records([*gone, *come, whole], ())


def _timed(
    do: Callable[[Snapshot], None],
    times: int,
    made: Callable[[Snapshot], Snapshot] = replace,
) -> float:
    """The median time on a snapshot in which nothing has been worked out yet."""
    with tempfile.TemporaryDirectory() as name, demo(Path(name)) as desk:
        measured = []
        for _ in range(times):
            snapshot = made(desk.snapshot)
            began = time.perf_counter()
            do(snapshot)
            measured.append(time.perf_counter() - began)
    return statistics.median(measured)
