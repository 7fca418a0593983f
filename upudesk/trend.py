"""Votes over time: promised as of each day, and any other number that stances give.

*As of* a day counts the statements made until then, as corrected by now. So a correction moves no
day that lies behind, and leaves the line flat; a change of mind moves it on its own day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from upudesk.snapshot import Snapshot
from upudesk.tally import Ids, Stance, stance, stances

T = TypeVar("T")


@dataclass(frozen=True)
class Turn:
    """A day on which the count of promised votes stood anew: at how many, and who moved."""

    on: date
    promised: int
    came: Ids
    """Who promised that day, and had not before."""
    went: Ids
    """Whose promise is in force no more."""


def promised(
    snapshot: Snapshot, candidacy: str, since: date | None = None, until: date | None = None
) -> tuple[Turn, ...]:
    """The days on which the promised votes rose, fell or changed hands, the first and the last day
    with them; from the first statement until today, if not said otherwise."""
    until = until or snapshot.today
    said = _days(snapshot, candidacy)
    turns = list(_turns(snapshot, candidacy, said, until))
    first = since or (min(said) if said else until)
    return tuple(_bounded(turns, min(first, until), until))


def _days(snapshot: Snapshot, candidacy: str) -> dict[date, set[str]]:
    """Who said something, or was asked, on which day."""
    said: dict[date, set[str]] = defaultdict(set)
    for pledge in snapshot.pledges_about.get(candidacy, ()):
        said[pledge.day].add(pledge.member)
    return said


def _turns(
    snapshot: Snapshot, candidacy: str, said: Mapping[date, set[str]], until: date
) -> Iterator[Turn]:
    known = {member.id for member in snapshot.members}
    held: set[str] = set()
    for day in sorted(day for day in said if day <= until):
        asked = sorted(said[day] & known)
        yes = {id for id in asked if stance(snapshot, id, candidacy, day).promised}
        came, went = yes - held, (held & set(asked)) - yes
        if came or went:
            held = (held | came) - went
            yield Turn(day, len(held), tuple(sorted(came)), tuple(sorted(went)))


def _bounded(turns: Sequence[Turn], since: date, until: date) -> Iterator[Turn]:
    """What came before the first day is where the line begins; it ends on the last."""
    before = [turn for turn in turns if turn.on < since]
    within = [turn for turn in turns if turn.on >= since]
    if not within or within[0].on > since:
        yield Turn(since, before[-1].promised if before else 0, (), ())
    yield from within
    last = turns[-1] if turns else None
    if since < until and (last is None or last.on < until):
        yield Turn(until, last.promised if last else 0, (), ())


def days(since: date, until: date, at_most: int = 60) -> tuple[date, ...]:
    """Days evenly apart, the first and the last among them: where a costly number is worked out."""
    whole = max((until - since).days, 0)
    parts = min(whole, max(at_most - 1, 1))
    return (
        tuple(since + timedelta(whole * n // parts) for n in range(parts + 1))
        if parts
        else (until,)
    )


def course(
    snapshot: Snapshot,
    candidacy: str,
    on: Sequence[date],
    worth: Callable[[Mapping[str, Stance]], T],
) -> tuple[tuple[date, T], ...]:
    """What follows from the stances of each of these days, such as the votes to expect:
    `lambda held: forecast(snapshot, candidacy, stances=held)`."""
    return tuple((day, worth(stances(snapshot, candidacy, day))) for day in on)
