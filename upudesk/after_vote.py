"""After the vote: what was expected at its eve and where the result fell; pure.

The ballot is secret. Totals are compared with totals, and nothing here knows who kept a promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from upudesk.campaign.results import results_of_round
from upudesk.forecast import Forecast, forecast
from upudesk.model import Candidacy, Result
from upudesk.scoring import Score, Shift, proposed_shift, score
from upudesk.snapshot import Snapshot
from upudesk.tally import Tally, tally
from upudesk.weights import STANCES, Weights, weights


@dataclass(frozen=True)
class Fall:
    """One candidacy: its result, and what was expected of it."""

    candidacy: Candidacy
    result: Result | None
    expected: Forecast
    count: Tally
    score: Score | None
    """None where the votes are not known."""


@dataclass(frozen=True)
class AfterVote:
    """Both councils, and what they say together for next time."""

    falls: tuple[Fall, ...]
    shift: Shift | None
    foreknown: bool
    """Whether the forecast rests on what the journal held at the eve; else on what was said until
    the vote, as it is known now."""
    counted_with: Weights | None
    """The weights of that forecast."""

    @property
    def entered(self) -> bool:
        """Whether anything of the result is known."""
        return any(fall.result is not None for fall in self.falls)


def after_vote(now: Snapshot, eve: Snapshot | None) -> AfterVote:
    """Where the results known now fell in what was expected; `eve` is what was known before."""
    foreknown = eve is not None and eve.campaign.round == now.campaign.round
    then = eve if eve is not None and foreknown else now
    falls = tuple(_falls(now, then))
    scored = [(f.expected, f.score.votes) for f in falls if f.score is not None]
    return AfterVote(
        falls, proposed_shift(scored), foreknown, falls[0].expected.weights if falls else None
    )


def _falls(now: Snapshot, then: Snapshot) -> Sequence[Fall]:
    results = results_of_round(now)
    voted = now.campaign.vote_on
    as_of = min(voted, now.today) if then is now and voted else None
    found = []
    for own in now.ours:
        if then.find(Candidacy, own.id) is None:
            continue
        result = results.get((own.member, own.council))
        expected = forecast(then, own.id, as_of=as_of)
        votes = result.votes if result else None
        fallen = score(expected, votes) if votes is not None else None
        found.append(Fall(own, result, expected, tally(then, own.id, as_of=as_of), fallen))
    return found


def taken_over(now: Snapshot, after: AfterVote) -> bool:
    """Whether the weights are already those that the result suggests."""
    if after.shift is None or after.counted_with is None:
        return False
    held, before = weights(now).values, after.counted_with.values
    return abs(after.shift.by) > 1e-6 and all(
        abs(held[code] - before[code] - after.shift.by) < 1e-4 for code in STANCES
    )
