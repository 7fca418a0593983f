"""What one more firm promise would add, country by country: whom to call next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from upudesk.forecast import Chance, Distribution, Forecast, Swings, convolved, mean_votes, votes_at
from upudesk.forecast import forecast as forecast_of
from upudesk.prospects import DRAWS, SEED, Basis, basis_of, drawn, line_of
from upudesk.race import Race, race
from upudesk.snapshot import Snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Shifts = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class NextBest:
    """What a firm yes in writing, given today by this member, would add."""

    member: str
    votes: float
    """To the expected votes."""
    seat: float | None
    """To the chance of a seat; None where that is not known."""


def next_best(
    snapshot: Snapshot,
    candidacy_id: str,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    forecast: Forecast | None = None,
) -> tuple[NextBest, ...]:
    """Every member but the one that stands, the one that would add most first.

    A member that already stands as firm as that adds nothing.
    """
    expected = forecast or forecast_of(snapshot, candidacy_id)
    contest = race(snapshot, candidacy_id)
    before = list(expected.chances.values())
    after = [firm(chance, expected) for chance in before]
    votes = _gained_votes(before, after, expected)
    seats = _gained_seats(contest, expected, after, draws, seed)
    found = [
        NextBest(chance.member, gained, seats[row] if seats else None)
        for row, (chance, gained) in enumerate(zip(before, votes, strict=True))
        if chance.member != contest.ours.member
    ]
    return tuple(sorted(found, key=lambda one: (-(one.seat or 0.0), -one.votes)))


def firm(chance: Chance, expected: Forecast) -> Chance:
    """The member once it has promised firmly in writing."""
    return replace(chance, log_odds=max(chance.log_odds, expected.weights.firm_promise))


def _gained_votes(
    before: Sequence[Chance], after: Sequence[Chance], expected: Forecast
) -> list[float]:
    swing, group = expected.weights.swing, expected.weights.group_swing
    old, new = mean_votes(before, swing, group), mean_votes(after, swing, group)
    return [more - less for more, less in zip(new, old, strict=True)]


def _gained_seats(
    contest: Race, expected: Forecast, after: Sequence[Chance], draws: int, seed: int
) -> list[float] | None:
    match basis_of(contest):
        case Basis.RIVALS:
            return _against_rivals(contest, expected, after, draws, seed)
        case Basis.LINE:
            line = line_of(contest, len(expected.chances))
            return gained(list(expected.chances.values()), after, expected, line)
        case Basis.UNKNOWN:
            return None
    return [0.0] * len(after)


# ------------------------------------------------------------------ against a winning line, exactly


def gained(
    before: Sequence[Chance], after: Sequence[Chance], expected: Forecast, line: Distribution
) -> list[float]:
    """What each member alone would add to the chance to reach the line.

    That chance is linear in what one member does. So it is enough to know, at each shift, how often
    the vote of that member decides among all others: counted once from the first member onwards
    and once from the last backwards, instead of anew for every member.
    """
    import numpy as np

    swings = Swings.of(expected.weights.swing, expected.weights.group_swing)
    firmer = {chance.member: chance for chance in after}
    together = swings.together(before)
    found: dict[str, float] = {}
    for place, members in enumerate(together):
        others = [swings.alone(m) for n, m in enumerate(together) if n != place]
        worth = _worth(swings, others, line, len(members))
        decides = _decides(votes_at(members, swings.shifts), worth)
        more = votes_at([firmer[c.member] for c in members], swings.shifts)
        more -= votes_at(members, swings.shifts)
        sums = np.einsum("ij,ij->j", more, decides).tolist()
        found |= {c.member: add for c, add in zip(members, sums, strict=True)}
    return [found[chance.member] for chance in before]


def _worth(swings: Swings, others: Sequence[Floats], line: Distribution, members: int) -> Floats:
    """What so many votes of one group are worth at each of its shifts: the chance that they reach
    the line together with the votes of the others."""
    import numpy as np

    elsewhere = np.ones((len(swings.weight), 1))
    for votes in others:
        elsewhere = convolved(elsewhere, votes)
    reach = elsewhere.shape[1]
    enough = np.array([line.at_most(votes) for votes in range(reach + members)])
    worth = np.stack([elsewhere @ enough[own : own + reach] for own in range(members + 1)], axis=1)
    weighed: Floats = swings.weight[:, None] * worth
    return weighed if swings.spread is None else swings.spread.T @ weighed


def _decides(votes: Floats, worth: Floats) -> Floats:
    """What each member's vote is worth among the others, by shift and member."""
    import numpy as np

    members = votes.shape[1]
    before = [np.ones((len(votes), 1))]
    for member in range(members - 1):
        before.append(convolved(before[-1], _coin(votes[:, member])))
    found = np.empty_like(votes)
    left = worth
    for member in reversed(range(members)):
        step = left[:, 1:] - left[:, :-1]
        found[:, member] = (before[member] * step[:, : member + 1]).sum(axis=1)
        left = left[:, :-1] + votes[:, member, None] * step
    return found


def _coin(chance: Floats) -> Floats:
    import numpy as np

    return np.stack((1 - chance, chance), axis=1)


# ------------------------------------------------------------------ against rivals, in the draws


def _against_rivals(
    contest: Race, expected: Forecast, after: Sequence[Chance], draws: int, seed: int
) -> list[float]:
    """In the draws in which one vote decides: how much likelier each member would give it.

    Which way a member happened to vote in a draw is not asked, only what all others did; so luck
    does not put one country before another.
    """
    import numpy as np

    elections, rivals = drawn(contest, expected, draws, seed)
    before = list(expected.chances.values())
    shifts = elections.shifts(expected.weights.swing, expected.weights.group_swing)
    named = elections.names_us([chance.log_odds for chance in before], shifts)
    short = rivals.needed - named.sum(axis=0)
    close = np.flatnonzero((short == 0) | (short == 1))
    # One vote decides if without this member's we are one short of what is needed.
    decides = (short[close] + named[:, close] == 1) & elections.cast[:, close]
    moved = shifts[:, close]
    more = _naming(after, moved) - _naming(before, moved)
    found: list[float] = ((decides * more).sum(axis=1) / draws).tolist()
    return found


def _naming(chances: Sequence[Chance], shifts: Shifts) -> Floats:
    """The chance that each member's ballot names us, by draw."""
    import numpy as np

    odds = np.array([chance.log_odds for chance in chances])[:, None]
    found: Floats = 1 / (1 + np.exp(-(odds + shifts.astype(np.float64))))
    return found
