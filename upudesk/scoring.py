"""After the vote: where the result fell in the forecast; and known votes replayed with the weights.

Only totals are known, since the ballot is secret. Nothing here says who kept a promise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from upudesk.errors import N_, Message
from upudesk.forecast import (
    Chance,
    Distribution,
    Forecast,
    Source,
    Swings,
    convolved,
    mean_votes,
    nodes,
    recounted,
)
from upudesk.model import Form, Level, Side
from upudesk.weights import Weights, share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PRIOR = 1.0
"""Standard deviation, in log-odds, of the shift that is thought possible before any result: wide,
so that the result decides."""


@dataclass(frozen=True)
class Score:
    """How well a forecast met the result."""

    votes: int
    expected: float
    low: int
    high: int
    percentile: float
    """Chance that the forecast gave to fewer votes, an equal number counting half."""
    crps: float
    """Continuous ranked probability score, in votes: how far off, and how unsure. 0 is perfect."""

    @property
    def inside(self) -> bool:
        """Whether the result lies from the 10th to the 90th percentile."""
        return self.low <= self.votes <= self.high

    @property
    def told(self) -> Message:
        """Where the result fell, in a sentence that anyone understands."""
        below = round(100 * self.percentile)
        return Message(
            _INSIDE if self.inside else _ABOVE if self.votes > self.high else _BELOW,
            {"votes": self.votes, "low": self.low, "high": self.high,
             "below": below, "above": 100 - below},
        )  # fmt: skip


_INSIDE = N_(
    "{votes} votes lie inside the range of {low} to {high} that was expected: of a hundred such "
    "votes, about {below} would have brought fewer."
)
_ABOVE = N_(
    "{votes} votes are more than the {low} to {high} that were expected: of a hundred such votes, "
    "about {above} would have brought as many or more."
)
_BELOW = N_(
    "{votes} votes are fewer than the {low} to {high} that were expected: of a hundred such votes, "
    "about {below} would have brought as few or fewer."
)


def score(expected: Distribution, votes: int) -> Score:
    """Where so many votes fall in what was expected."""
    exactly = expected.pmf[votes] if 0 <= votes < len(expected.pmf) else 0.0
    return Score(
        votes,
        expected.expected,
        expected.low,
        expected.high,
        expected.at_most(votes - 1) + exactly / 2,
        _crps(expected, votes),
    )


def _crps(expected: Distribution, votes: int) -> float:
    most = max(votes, len(expected.pmf) - 1)
    return math.fsum((expected.at_most(k) - (k >= votes)) ** 2 for k in range(most))


# ------------------------------------------------------------------ what it says for next time


@dataclass(frozen=True)
class Shift:
    """One change of all hold rates that the results suggest; nothing applies it by itself."""

    by: float
    """In log-odds, above 0 where more held than was thought."""
    before: float
    after: float
    """The chance that a firm yes in writing holds, as it is and shifted."""

    @property
    def told(self) -> Message:
        template = N_(
            "For next time the result suggests that a firm yes in writing holds with {after}% "
            "where {before}% was counted, and all other answers likewise."
        )
        gaps = {"before": round(100 * self.before), "after": round(100 * self.after)}
        return Message(template, gaps)


def proposed_shift(results: Sequence[tuple[Forecast, int]]) -> Shift | None:
    """One shift for all, from the forecasts of one Congress and the votes received; None without.

    The councils of one Congress share their error. What they show together was in part the swing
    of that one time, which is not to be expected again; the rest is the shift.
    """
    if not results:
        return None
    weights = results[0][0].weights
    deviation = math.hypot(PRIOR, weights.swing)
    lasting = PRIOR**2 / deviation**2
    by = lasting * _shown(results, deviation)
    return Shift(by, share(weights.firm_promise), share(weights.firm_promise + by))


def _shown(results: Sequence[tuple[Forecast, int]], deviation: float) -> float:
    """The mean shift of the log-odds, given the results."""
    swings = Swings.of(deviation, results[0][0].weights.group_swing)
    shifts, likely = nodes(deviation)
    for expected, votes in results:
        likely = likely * _likelihood(swings, expected, votes)
    total = float(likely.sum())
    # A result that no shift makes possible, such as more votes than members, teaches nothing.
    return float((likely * shifts).sum()) / total if total > 0 else 0.0


def _likelihood(swings: Swings, expected: Forecast, votes: int) -> Floats:
    """The chance of exactly so many votes at each shared shift."""
    import numpy as np

    together = np.ones((len(swings.weight), 1))
    for members in swings.together(list(expected.chances.values())):
        together = convolved(together, swings.alone(members))
    if 0 <= votes < together.shape[1]:
        found: Floats = together[:, votes]
        return found
    return np.zeros(len(swings.weight))


# ------------------------------------------------------------------ known cases


@dataclass(frozen=True)
class Case:
    """A vote of which the promises and the result are public."""

    code: str
    name: Message
    written: int
    oral: int
    voters: int
    """All members that voted, the candidate among them."""
    received: int
    source: str

    @property
    def others(self) -> int:
        """Those that had promised nothing."""
        return self.voters - self.written - self.oral - 1


CASES = (
    Case(
        "thailand_2016", Message(N_("Thailand, United Nations Security Council, 2016")),
        written=80, oral=35, voters=193, received=77,
        source="nationthailand.com 30289723; business-standard.com",
    ),
    Case(
        "canada_2010", Message(N_("Canada, United Nations Security Council, 2010")),
        written=135, oral=15, voters=192, received=114,
        source="globalnews.ca 6987830 and 99271",
    ),
)  # fmt: skip
"""Both known cases; they bound the weights, two are too few to fit them."""

_ORAL = (
    (Form.MINISTER, Side.CAPITAL),
    (Form.OFFICIAL, Side.CAPITAL),
    (Form.DELEGATE, Side.DELEGATE),
)
"""Who gave word of mouth is not known: as if in equal parts."""


@dataclass(frozen=True)
class Replay:
    """A known vote, counted with some weights."""

    case: Case
    expected: Distribution
    expected_promised: float
    expected_others: float
    """Of those that had promised nothing; the candidate's own ballot is in neither."""
    score: Score


def replay(case: Case, weights: Weights) -> Replay:
    """What these weights would have expected: those who promised, and the rest at the base rate."""
    chances = list(_chances(case, weights))
    expected = recounted(chances, weights.swing, weights.group_swing)
    means = mean_votes(chances, weights.swing, weights.group_swing)

    def of(source: Source) -> float:
        return math.fsum(v for c, v in zip(chances, means, strict=True) if c.source is source)

    return Replay(
        case,
        expected,
        of(Source.PROMISED),
        of(Source.BASE_RATE),
        score(expected, case.received),
    )


def _chances(case: Case, weights: Weights) -> Iterator[Chance]:
    """The voters one by one; every one of them cast its ballot."""

    def voter(log_odds: float, source: Source) -> Chance:
        return Chance("", None, 1.0, log_odds, 0.0, source)

    for _number in range(case.written):
        yield voter(weights.firm_promise, Source.PROMISED)
    for number in range(case.oral):
        form, side = _ORAL[number % len(_ORAL)]
        yield voter(weights.hold(Level.FIRM_YES, form, side), Source.PROMISED)
    for _number in range(case.others):
        yield voter(weights.base, Source.BASE_RATE)
    yield voter(weights.values["own"], Source.OWN)
