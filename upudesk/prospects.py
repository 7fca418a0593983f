"""The chance of a seat: against rivals drawn by lot, or against an estimated winning line."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from upudesk import rules
from upudesk.draws import Draws, Rivals, draw, draw_rivals
from upudesk.errors import N_, Message
from upudesk.forecast import Chance, Distribution, Forecast, recounted
from upudesk.forecast import forecast as forecast_of
from upudesk.model import Answer
from upudesk.race import Race, race
from upudesk.seating import Stander, fill
from upudesk.snapshot import Snapshot
from upudesk.weights import log_odds

DRAWS, SEED = 10_000, 28
"""How many elections are drawn, and from which seed, unless told otherwise."""
POINTS = 0.05
"""By how much the hold rates are lowered and raised for the range beside a chance."""


class Basis(StrEnum):
    """What a chance of a seat rests on."""

    ACCLAMATION = "acclamation"
    """No more stand than there are seats, and the list is complete."""
    RIVALS = "rivals"
    """A complete list of rivals with their shares."""
    LINE = "line"
    """An estimated winning line."""
    UNABLE = "unable"
    """We cannot be chosen."""
    UNKNOWN = "unknown"
    """Too little is known for any chance."""


class Supposed(StrEnum):
    """What is supposed for the range beside a chance."""

    AS_IT_IS = "as_it_is"
    SWING_HALVED = "swing_halved"
    SWING_DOUBLED = "swing_doubled"
    HOLDS_LOWER = "holds_lower"
    """All hold rates five points down."""
    HOLDS_HIGHER = "holds_higher"
    """All hold rates five points up."""


@dataclass(frozen=True)
class Prospects:
    """What there is to say of our seat."""

    candidacy: str
    basis: Basis
    by: Mapping[Supposed, float] = field(default_factory=dict)
    """The chance of a seat under each supposition; empty where it is not known."""
    rivals: Mapping[str, float] = field(default_factory=dict)
    """How often each rival wins, by the id of its candidacy."""
    line: Distribution | None = field(default=None, repr=False)
    """The votes that we need for a seat."""
    seats: int | None = None
    shares: float | None = None
    """Mean shares of all who stand, ours included; they cannot come to more than the seats."""
    facts: tuple[Message, ...] = ()
    draws: int = DRAWS
    seed: int = SEED

    @property
    def chance(self) -> float | None:
        return self.by.get(Supposed.AS_IT_IS)

    @property
    def low(self) -> float | None:
        """The lower end of the range: it tells what the chance rests on, not the noise of lots."""
        return min(self.by.values(), default=None)

    @property
    def high(self) -> float | None:
        return max(self.by.values(), default=None)


def prospects(
    snapshot: Snapshot,
    candidacy_id: str,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    forecast: Forecast | None = None,
) -> Prospects:
    """The chance of a seat; same seed, same answer."""
    expected = forecast or forecast_of(snapshot, candidacy_id)
    contest = race(snapshot, candidacy_id)
    basis = basis_of(contest)
    base = Prospects(
        candidacy_id,
        basis,
        seats=contest.terms.seats if contest.terms else None,
        shares=expected.share + sum(rival.share or 0.0 for rival in contest.rivals),
        facts=(*contest.facts, *_facts(snapshot, contest, basis, expected)),
        draws=draws,
        seed=seed,
    )
    if basis is Basis.RIVALS:
        return _against_rivals(base, contest, expected)
    if basis is Basis.LINE:
        return _against_line(base, contest, expected)
    certain = {Basis.ACCLAMATION: 1.0, Basis.UNABLE: 0.0}
    if basis in certain:
        return replace(base, by=dict.fromkeys(Supposed, certain[basis]),
                       rivals={r.id: 1.0 for r in contest.rivals if contest.acclaimed})  # fmt: skip
    return base


def basis_of(contest: Race) -> Basis:
    if not contest.able:
        return Basis.UNABLE
    if contest.acclaimed:
        return Basis.ACCLAMATION
    if contest.complete and contest.terms and not contest.unestimated:
        return Basis.RIVALS
    if all(contest.winning_line(sitting) is not None for sitting in _standings(contest)):
        return Basis.LINE
    return Basis.UNKNOWN


def _standings(contest: Race) -> tuple[Answer, ...]:
    """Our standing on the council now; both, with equal weight, where it is not known."""
    ours = contest.ours.sitting
    return (Answer.YES, Answer.NO) if ours is Answer.UNKNOWN else (ours,)


def _facts(
    snapshot: Snapshot, contest: Race, basis: Basis, expected: Forecast
) -> Iterator[Message]:
    group = rules.group_of(snapshot, contest.ours)
    council = rules.council_called(snapshot, contest.ours.council)
    if contest.terms is None and group is not None:
        yield Message(
            N_("How many seats group {group} fills in the {council} is not known."),
            {"group": group, "council": council},
        )
    if basis in (Basis.LINE, Basis.UNKNOWN):
        yield from _why_no_rivals(snapshot, contest)
    if basis is Basis.UNKNOWN:
        yield Message(N_("No winning line is estimated, so there is no chance of a seat to tell."))
    if basis is Basis.RIVALS:
        yield from _facts_of_seating(contest)
    if basis is Basis.LINE:
        yield from _facts_of_line(contest)
    yield from _crowded(contest, expected)


def _why_no_rivals(snapshot: Snapshot, contest: Race) -> Iterator[Message]:
    if not contest.complete:
        yield Message(N_("The list of those who stand is not complete."))
    elif contest.unestimated:
        countries = rules.all_called(snapshot, [c.member for c in contest.unestimated])
        yield Message(
            N_("No share of the ballots is estimated for {countries}."), {"countries": countries}
        )


def _facts_of_line(contest: Race) -> Iterator[Message]:
    if len({contest.winning_line(sitting) for sitting in _standings(contest)}) > 1:
        yield Message(
            N_("Not known whether we sit on the council now, so either winning line counts half.")
        )
    if contest.seats and contest.seats.line_spread is None:
        yield Message(N_("No spread of the winning line is given; it is taken as exact."))


def _facts_of_seating(contest: Race) -> Iterator[Message]:
    """What the rules have to do with it whatever the votes, such as too few newcomers."""
    if contest.terms is None:
        return
    everyone = (*contest.rivals, contest.ours)
    standing = [Stander(c.id, 0, sitting=c.sitting is Answer.YES) for c in everyone]
    yield from fill(standing, contest.terms).facts


def _crowded(contest: Race, expected: Forecast) -> Iterator[Message]:
    if contest.terms is None:
        return
    together = expected.share + sum(rival.share or 0.0 for rival in contest.rivals)
    if together > contest.terms.seats + 1e-9:
        yield Message(
            N_(
                "The shares of all who stand, ours included, come to {together}; a ballot names "
                "{seats} at most, so some are too high."
            ),
            {"together": together, "seats": contest.terms.seats},
        )


# ------------------------------------------------------------------ what is supposed


def _suppositions(
    expected: Forecast,
) -> Iterator[tuple[Supposed, Sequence[Chance], float, float]]:
    """Each supposition with its chances, its swing and its swing of groups."""
    swing, group = expected.weights.swing, expected.weights.group_swing
    chances = list(expected.chances.values())
    yield Supposed.AS_IT_IS, chances, swing, group
    yield Supposed.SWING_HALVED, chances, swing / 2, group / 2
    yield Supposed.SWING_DOUBLED, chances, swing * 2, group * 2
    yield Supposed.HOLDS_LOWER, _held(chances, -POINTS), swing, group
    yield Supposed.HOLDS_HIGHER, _held(chances, POINTS), swing, group


def _held(chances: Sequence[Chance], points: float) -> list[Chance]:
    """The same members with all hold rates moved; none leaves 0 to 1."""
    return [replace(chance, log_odds=log_odds(chance.hold + points)) for chance in chances]


# ------------------------------------------------------------------ against rivals


def drawn(contest: Race, expected: Forecast, draws: int, seed: int) -> tuple[Draws, Rivals]:
    """The elections of a contest, and what we need in each of them."""
    assert contest.terms is not None
    elections = draw(list(expected.chances.values()), draws, seed)
    spread = expected.weights.values["rival_spread"]
    sitting = contest.ours.sitting
    return elections, draw_rivals(elections, contest.rivals, sitting, contest.terms, spread)


def _against_rivals(base: Prospects, contest: Race, expected: Forecast) -> Prospects:
    elections, rivals = drawn(contest, expected, base.draws, base.seed)
    by, wins = {}, {}
    for supposed, chances, swing, group in _suppositions(expected):
        votes = elections.votes([chance.log_odds for chance in chances], swing, group)
        by[supposed] = float((votes >= rivals.needed).mean())
        if supposed is Supposed.AS_IT_IS:
            shares = rivals.winners(votes).mean(axis=1).tolist()
            wins = {r.id: won for r, won in zip(contest.rivals, shares, strict=True)}
    return replace(base, by=by, rivals=wins, line=rivals.line)


# ------------------------------------------------------------------ against a winning line


def _against_line(base: Prospects, contest: Race, expected: Forecast) -> Prospects:
    line = line_of(contest, len(expected.chances))
    by = {
        supposed: seat_chance(recounted(chances, swing, group), line)
        for supposed, chances, swing, group in _suppositions(expected)
    }
    return replace(base, by=by, line=line)


def line_of(contest: Race, members: int) -> Distribution:
    """The votes needed, as the estimated line and its spread have it; more than there are members
    counts as one more than these."""
    standings = _standings(contest)
    lines = [contest.winning_line(sitting) or 0.0 for sitting in standings]
    spread = (contest.seats.line_spread if contest.seats else None) or 0.0

    def reached(votes: int) -> float:
        return math.fsum(_below(votes, line, spread) for line in lines) / len(lines)

    enough = [reached(votes) for votes in range(members + 1)]
    return Distribution(
        tuple(more - less for more, less in zip([*enough, 1.0], [0.0, *enough], strict=True))
    )


def _below(votes: int, line: float, spread: float) -> float:
    """Chance that a normal line lies at or below so many votes."""
    if spread == 0:
        return float(votes >= line)
    return math.erfc((line - votes) / spread / math.sqrt(2)) / 2


def seat_chance(votes: Distribution, line: Distribution) -> float:
    """Chance that the votes reach the line, which knows nothing of them."""
    return math.fsum(p * line.at_most(k) for k, p in enumerate(votes.pmf))
