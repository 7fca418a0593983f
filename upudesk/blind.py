"""A blind second count: what is sealed until both have finished, and how far they differ; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from upudesk.model import BlindCount, Level, Member, Rating
from upudesk.snapshot import Snapshot

LEVELS = tuple(level for level in sorted(Level, reverse=True) if level is not Level.ASKED)
"""What can be said of a country in a blind count, firm yes first."""


def sealed(snapshot: Snapshot, kind: str, id: str, reader: str = "") -> bool:
    """Whether this reader (the id of an author) may not see what a record says.

    Only ratings are ever sealed: from everybody but who made them, until both have finished. Of one
    that was deleted nobody can tell whose it was, so it stays sealed.
    """
    if kind != Rating.KIND:
        return False
    rating = snapshot.find(Rating, id)
    return rating is None or sealed_rating(snapshot, rating, reader)


def sealed_rating(snapshot: Snapshot, rating: Rating, reader: str = "") -> bool:
    """The same of a rating that is at hand, such as one in the recycle bin."""
    count = snapshot.find(BlindCount, rating.count)
    if count is not None and finished(count):
        return False
    return not reader or rating.rater != reader


def finished(count: BlindCount) -> bool:
    """Whether both have finished, so that nothing is sealed any more."""
    return count.first_done and count.second_done


def raters(count: BlindCount) -> tuple[str, str]:
    return count.first, count.second


def done(count: BlindCount, rater: str) -> bool:
    """Whether that one of the two has finished."""
    return count.first_done if rater == count.first else count.second_done


def ratings_by(snapshot: Snapshot, count: BlindCount, rater: str) -> Mapping[str, Rating]:
    """What one of the two said, by member. Who is asked to show it asks `sealed` first."""
    return {
        rating.member: rating
        for rating in snapshot.all(Rating)
        if (rating.count, rating.rater) == (count.id, rater)
    }


def open_for(snapshot: Snapshot, rater: str) -> tuple[BlindCount, ...]:
    """The counts in which that one still has to rate."""
    return tuple(
        count
        for count in snapshot.all(BlindCount)
        if rater and rater in raters(count) and not done(count, rater)
    )


# ------------------------------------------------------------------ what comes of it


@dataclass(frozen=True)
class Pair:
    """A country as both rate it."""

    member: Member
    first: Rating
    second: Rating

    @property
    def apart(self) -> int:
        """By how many levels they differ."""
        return abs(int(self.first.level) - int(self.second.level))


@dataclass(frozen=True)
class Comparison:
    """Both counts side by side; there is none before both have finished."""

    pairs: tuple[Pair, ...]
    only_one: tuple[str, ...]
    """Ids of countries that one of the two left out."""

    @cached_property
    def agreed(self) -> int:
        return sum(pair.apart == 0 for pair in self.pairs)

    @cached_property
    def far_apart(self) -> tuple[Pair, ...]:
        """Those that differ by two levels or more, the widest first."""
        return tuple(pair for pair in self.differing if pair.apart >= 2)

    @cached_property
    def differing(self) -> tuple[Pair, ...]:
        return tuple(sorted((p for p in self.pairs if p.apart), key=lambda p: -p.apart))

    def cell(self, first: Level, second: Level) -> tuple[Pair, ...]:
        """The countries that the first rates so and the second so."""
        said = (first, second)
        return tuple(pair for pair in self.pairs if (pair.first.level, pair.second.level) == said)


def compare(snapshot: Snapshot, count: BlindCount) -> Comparison | None:
    """How far the two differ; None while anything is sealed."""
    if not finished(count):
        return None
    first, second = (ratings_by(snapshot, count, rater) for rater in raters(count))
    both = [m for m in snapshot.members if m.id in first and m.id in second]
    return Comparison(
        tuple(Pair(member, first[member.id], second[member.id]) for member in both),
        tuple(sorted(first.keys() ^ second.keys())),
    )
