"""Who wins the seats of a group, given the votes: by number, by term limit and by renewal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from upudesk.errors import N_, Message
from upudesk.rules import newcomers_needed


@dataclass(frozen=True)
class Stander:
    """One that stands for the seats of its group."""

    id: str
    votes: int | None = None
    """None where nobody has voted, as in a group that is filled without a ballot."""
    sitting: bool = False
    """On the council now; all others are newcomers to it."""
    barred: bool = False
    """It cannot be chosen: by the term limit, or for arrears."""


@dataclass(frozen=True)
class Terms:
    """What the rules say of the seats of one group."""

    seats: int
    renewal: float = 0.0
    """Share of the seats that must go to newcomers; 0 where that is not decided in the group."""
    acclamation: bool = True
    """Whether as many as there are seats are chosen without a ballot."""
    complete: bool = True
    """Whether everyone who stands is known; without that nobody is chosen without a ballot."""

    @property
    def newcomers(self) -> int:
        """Seats for newcomers, if enough of them stand."""
        return newcomers_needed(self.seats, self.renewal) if self.renewal > 0 else 0

    def most_sitting(self, newcomers: int) -> int:
        """How many sitting members can be chosen where so many newcomers stand."""
        return self.seats - min(self.newcomers, newcomers)


@dataclass(frozen=True)
class Seating:
    """Who is chosen, and what the rules had to do with it."""

    elected: tuple[str, ...]
    """In order of votes."""
    acclaimed: bool = False
    by_lot: tuple[str, ...] = ()
    """Chosen or not by lot alone."""
    passed_over: tuple[str, ...] = ()
    """Sitting members that lost to a newcomer with fewer votes."""
    barred: tuple[str, ...] = ()
    vacant: int = 0
    facts: tuple[Message, ...] = field(default=(), compare=False)


def fill(standing: Iterable[Stander], terms: Terms, *, seed: int = 0) -> Seating:
    """The members that win the seats. Between equal votes lots are drawn: same seed, same lot."""
    everyone = tuple(standing)
    able = [one for one in everyone if not one.barred]
    barred = tuple(one.id for one in everyone if one.barred)
    acclaimed = terms.acclamation and terms.complete and len(able) <= terms.seats
    ranked = able if acclaimed else _ranked(able, seed)
    newcomers = sum(not one.sitting for one in able)
    most = terms.most_sitting(newcomers)
    chosen = ranked if acclaimed else _chosen(ranked, terms.seats, most)
    lost = [one for one in ranked if one not in chosen]
    vacant = max(0, terms.seats - len(chosen))
    return Seating(
        tuple(one.id for one in chosen),
        acclaimed,
        () if acclaimed else _by_lot(ranked, terms.seats, most),
        () if acclaimed else _passed_over(chosen, lost),
        barred,
        vacant,
        tuple(_facts(terms, newcomers, len(chosen))),
    )


def _ranked(standing: Sequence[Stander], seed: int) -> list[Stander]:
    """By votes, then by lot. What nobody voted on is unknown and cannot be ranked."""
    if unknown := [one.id for one in standing if one.votes is None]:
        raise ValueError(f"no votes for {', '.join(unknown)}")
    return sorted(standing, key=lambda one: (-(one.votes or 0), _lot(one, seed)))


def _lot(one: Stander, seed: int) -> bytes:
    """A number that nobody can foresee and everyone can check."""
    return sha256(f"{seed}:{one.id}".encode()).digest()


def _chosen(ranked: Sequence[Stander], seats: int, most_sitting: int) -> list[Stander]:
    """Down the list, past sitting members once there are as many of them as there can be."""
    chosen: list[Stander] = []
    for one in ranked:
        if one.sitting and sum(other.sitting for other in chosen) >= most_sitting:
            continue
        if len(chosen) < seats:
            chosen.append(one)
    return chosen


def _by_lot(ranked: Sequence[Stander], seats: int, most_sitting: int) -> tuple[str, ...]:
    """Those that win with one lot and lose with another."""

    def wins(one: Stander, *, luck: int) -> bool:
        drawn = sorted(ranked, key=lambda other: (-(other.votes or 0), luck * (other is one)))
        return one in _chosen(drawn, seats, most_sitting)

    return tuple(one.id for one in ranked if wins(one, luck=-1) and not wins(one, luck=1))


def _passed_over(chosen: Sequence[Stander], lost: Sequence[Stander]) -> tuple[str, ...]:
    fewest = min((one.votes or 0 for one in chosen if not one.sitting), default=None)
    return tuple(
        one.id for one in lost if one.sitting and fewest is not None and (one.votes or 0) > fewest
    )


def _facts(terms: Terms, newcomers: int, chosen: int) -> Iterable[Message]:
    if newcomers < terms.newcomers:
        yield Message(
            N_(
                "Too few newcomers stand (seats for them: {needed}, standing: {newcomers}); "
                "sitting members fill the rest."
            ),
            {"newcomers": newcomers, "needed": terms.newcomers},
        )
    if chosen < terms.seats:
        yield Message(
            N_("Fewer stand than there are seats: {vacant} of {seats} stay vacant."),
            {"vacant": terms.seats - chosen, "seats": terms.seats},
        )
