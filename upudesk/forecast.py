"""What we expect: votes as a distribution, from each member's chance to vote and to name us.

Given the swing, votes are a sum of unequal coins, counted exactly. The error that members share is
integrated by the trapezoid rule: a normal distribution in steps of a tenth, eight deviations wide.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from upudesk import tally
from upudesk.errors import N_, Message
from upudesk.model import Answer, Member
from upudesk.rules import all_of, needed_to_vote
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State
from upudesk.weights import Weights, log_odds, share
from upudesk.weights import weights as weights_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEP, WIDTH = 0.1, 8.0
"""Of the trapezoid rule, in standard deviations: 161 nodes, where more change nothing visible."""
ROUNDING = 1e-12
"""What adding up some hundred chances may be off by."""


class Source(StrEnum):
    """What a member's chance rests on."""

    PROMISED = "promised"
    """It has said firm or leaning yes."""
    ANSWERED = "answered"
    """It is undecided or says no."""
    BASE_RATE = "base_rate"
    """Nobody has heard it: what members do that were never asked, or did not answer."""
    OWN = "own"
    """Our own ballot."""
    PROXY = "proxy"
    """Another delegation casts its ballot, and no instruction is recorded."""


@dataclass(frozen=True)
class Chance:
    """What is expected of one member."""

    member: str
    group: int | None
    cast: float
    """Chance that its ballot is cast."""
    log_odds: float
    """Log-odds that a ballot cast names us, without any swing."""
    vote: float
    """Chance of its vote, with all swings."""
    source: Source
    holder: str = ""
    """Id of the member that casts its ballot by proxy."""

    @property
    def hold(self) -> float:
        """Chance that a ballot cast names us, without any swing."""
        return share(self.log_odds)


@dataclass(frozen=True)
class Distribution:
    """How many votes with which chance: pmf[k] is the chance of exactly k."""

    pmf: tuple[float, ...]

    @cached_property
    def _cumulated(self) -> tuple[float, ...]:
        return tuple(itertools.accumulate(self.pmf))

    @cached_property
    def _from_above(self) -> tuple[float, ...]:
        return tuple(itertools.accumulate(reversed(self.pmf)))[::-1]

    @cached_property
    def expected(self) -> float:
        return math.fsum(k * p for k, p in enumerate(self.pmf))

    @cached_property
    def variance(self) -> float:
        return math.fsum((k - self.expected) ** 2 * p for k, p in enumerate(self.pmf))

    def percentile(self, share: float) -> int:
        """The fewest votes below or at which so large a share lies."""
        reached = (k for k, p in enumerate(self._cumulated) if p >= share - ROUNDING)
        return next(reached, len(self.pmf) - 1)

    @cached_property
    def median(self) -> int:
        return self.percentile(0.5)

    @cached_property
    def low(self) -> int:
        """The 10th percentile."""
        return self.percentile(0.1)

    @cached_property
    def high(self) -> int:
        """The 90th percentile."""
        return self.percentile(0.9)

    @cached_property
    def mass(self) -> float:
        """What really lies from low to high: votes are whole, so it is seldom 0.8 sharp."""
        return self.at_least(self.low) - self.at_least(self.high + 1)

    def at_least(self, votes: int) -> float:
        """Chance of so many votes or more."""
        if votes <= 0:
            return 1.0
        return min(1.0, self._from_above[votes]) if votes < len(self.pmf) else 0.0

    def at_most(self, votes: int) -> float:
        """Chance of so many votes or fewer."""
        if votes < 0:
            return 0.0
        return min(1.0, self._cumulated[votes]) if votes < len(self.pmf) else 1.0


@dataclass(frozen=True)
class Forecast(Distribution):
    """What is expected for one candidacy."""

    candidacy: str
    day: date
    chances: Mapping[str, Chance] = field(repr=False)
    """By member."""
    weights: Weights = field(repr=False)
    missing: tuple[Message, ...] = ()
    """What it would take to know more."""

    @property
    def swing(self) -> float:
        return self.weights.swing

    @cached_property
    def expected_promised(self) -> float:
        """Votes of those that promised them."""
        return self.expected_of(Source.PROMISED)

    @cached_property
    def expected_own(self) -> float:
        return self.expected_of(Source.OWN)

    @cached_property
    def expected_others(self) -> float:
        """Votes that we may also get: nobody promised them."""
        return self.expected_of(Source.ANSWERED, Source.BASE_RATE, Source.PROXY)

    def expected_of(self, *sources: Source) -> float:
        return math.fsum(c.vote for c in self.chances.values() if c.source in sources)

    @property
    def share(self) -> float:
        """The share of the ballots that is expected to name us."""
        return self.expected / self.ballots if self.ballots else 0.0

    @cached_property
    def ballots(self) -> float:
        """Ballots that are expected to be cast."""
        return math.fsum(chance.cast for chance in self.chances.values())


def forecast(
    snapshot: Snapshot,
    candidacy_id: str,
    weights: Weights | None = None,
    *,
    as_of: date | None = None,
    stances: Mapping[str, Stance] | None = None,
    voters: Mapping[str, Answer] | None = None,
) -> Forecast:
    """The votes to expect for a candidacy.

    What is given goes before what the records say, so that a supposition needs no record: other
    weights, stances of all members (those of a tally, say), or for some members whether a ballot
    can be cast (those of a tally change nothing).
    """
    weighed = weights or weights_of(snapshot)
    held = tally.stances(snapshot, candidacy_id, as_of) if stances is None else stances
    plain = _plain_chances(snapshot, held, weighed, voters or {})
    votes, pmf = _counted(plain, weighed)
    return Forecast(
        pmf,
        candidacy=candidacy_id,
        day=as_of or snapshot.today,
        chances={
            c.member: Chance(c.member, c.group, c.cast, c.log_odds, vote, c.source, c.holder)
            for c, vote in zip(plain, votes, strict=True)
        },
        weights=weighed,
        missing=tuple(_missing(snapshot, held, weighed)),
    )


def _missing(snapshot: Snapshot, held: Mapping[str, Stance], weighed: Weights) -> Iterable[Message]:
    if not held:
        yield Message(N_("No country is in the file yet, so there is nobody to vote."))
        return
    if not any(stance.decides for stance in held.values()):
        yield Message(N_("Nobody has answered yet; what is expected rests on base rates alone."))
    members = (snapshot.get(Member, id) for id in held)
    if all(set(needed_to_vote(snapshot, m)) == {Answer.UNKNOWN} for m in members):
        yield Message(
            N_("Of nobody is it known whether a ballot can be cast; an attendance is assumed.")
        )
    if not weighed.records:
        yield Message(N_("The file has no hold rates; the usual ones are used."))


# ------------------------------------------------------------------ each member's chance


def _plain_chances(
    snapshot: Snapshot, held: Mapping[str, Stance], weighed: Weights, voters: Mapping[str, Answer]
) -> list[Chance]:
    """Everyone's chances, with no swing worked in yet."""
    casts = _Casts(weighed)
    found = []
    for id in held:
        member = snapshot.get(Member, id)
        odds, source, holder = _naming(snapshot, member, held, weighed)
        cast = casts.of(snapshot, member, voters.get(id))
        found.append(Chance(id, member.group, cast, odds, 0.0, source, holder))
    return found


class _Casts:
    """How likely a ballot is, by how many of the three things that it takes are not known.

    Each of them that is not known takes its third from what is expected of a member of which
    everything is known to what is expected of one of which nothing is.
    """

    def __init__(self, weighed: Weights) -> None:
        known = share(weighed.values["attendance_known"])
        none = min(known, share(weighed.values["attendance"]))
        fall = math.log(none / known)
        self._by_unknown = [known * math.exp(fall * n / 3) for n in range(4)]

    def of(self, snapshot: Snapshot, member: Member, supposed: Answer | None) -> float:
        needed = needed_to_vote(snapshot, member)
        if supposed is not None and supposed is not all_of(needed):
            return self._plain(supposed)
        if Answer.NO in needed:
            return 0.0
        unknown = needed.count(Answer.UNKNOWN) + _holder_unknown(snapshot, member)
        return self._by_unknown[unknown]

    def _plain(self, answer: Answer) -> float:
        if answer is Answer.NO:
            return 0.0
        return self._by_unknown[0 if answer is Answer.YES else 3]


def _by_proxy(member: Member) -> bool:
    """Whether another delegation casts the ballot, as far as is known."""
    return (
        member.presence is not Answer.YES
        and member.proxy_given is Answer.YES
        and member.proxy_holder != ""
    )


def _holder_unknown(snapshot: Snapshot, member: Member) -> bool:
    """A proxy comes to the hall with its holder; whether that one comes may be open."""
    if not _by_proxy(member):
        return False
    holder = snapshot.find(Member, member.proxy_holder)
    return holder is None or holder.presence is Answer.UNKNOWN


def _naming(
    snapshot: Snapshot, member: Member, held: Mapping[str, Stance], weighed: Weights
) -> tuple[float, Source, str]:
    """Log-odds that the ballot names us, what that rests on, and who casts it if not the member.

    With an instruction, a proxy votes as the giver has said. Without one it may vote as the giver
    or as its holder: half-way between them.
    """
    stance = held[member.id]
    odds = weighed.of_stance(stance)
    if not _by_proxy(member):
        return odds, _source(stance), ""
    holder = held.get(member.proxy_holder)
    if member.proxy_instruction.strip() or holder is None:
        return odds, _source(stance), member.proxy_holder
    return (odds + weighed.of_stance(holder)) / 2, Source.PROXY, member.proxy_holder


def _source(stance: Stance) -> Source:
    if stance.promised:
        return Source.PROMISED
    if stance.state is State.OWN:
        return Source.OWN
    return Source.ANSWERED if stance.decides else Source.BASE_RATE


# ------------------------------------------------------------------ adding up


def counted(
    members: Iterable[tuple[float, float, int | None]], swing: float = 0.0, group_swing: float = 0.0
) -> Distribution:
    """The votes of members of which each is given by the chance of its ballot, the chance that the
    ballot names us, and its group."""
    from_odds = [
        Chance("", group, cast, log_odds(hold), 0.0, Source.BASE_RATE)
        for cast, hold, group in members
    ]
    return Distribution(_pmf(from_odds, swing, group_swing))


def recounted(chances: Iterable[Chance], swing: float, group_swing: float) -> Distribution:
    """The votes of these members under other swings."""
    return Distribution(_pmf(list(chances), swing, group_swing))


def _counted(chances: Sequence[Chance], weighed: Weights) -> tuple[list[float], tuple[float, ...]]:
    """Each member's chance of a vote, and the distribution of their number, with all swings."""
    votes = mean_votes(chances, weighed.swing, weighed.group_swing)
    return votes, _pmf(chances, weighed.swing, weighed.group_swing)


def mean_votes(chances: Sequence[Chance], swing: float, group_swing: float) -> list[float]:
    """Each member's chance of a vote over all swings."""
    # For one member alone, both swings are one: independent normal errors add up.
    z, weight = nodes(math.hypot(swing, group_swing))
    found: list[float] = (weight @ votes_at(chances, z)).tolist()
    return found


def _pmf(chances: Sequence[Chance], swing: float, group_swing: float) -> tuple[float, ...]:
    import numpy as np

    swings = Swings.of(swing, group_swing)
    together = np.ones((len(swings.weight), 1))
    for members in swings.together(chances):
        together = convolved(together, swings.alone(members))
    return tuple((swings.weight @ together).tolist())


def nodes(deviation: float) -> tuple[Floats, Floats]:
    """Shifts of the log-odds by a normal error, and the weight of each."""
    import numpy as np

    if deviation == 0:
        return np.zeros(1), np.ones(1)
    z = np.linspace(-WIDTH, WIDTH, round(2 * WIDTH / STEP) + 1)
    weight = np.exp(-z * z / 2)
    return deviation * z, weight / weight.sum()


def votes_at(chances: Sequence[Chance], shifts: Floats) -> Floats:
    """The chance of each member's vote at each shift of the log-odds: a row for each shift."""
    import numpy as np

    cast = np.array([chance.cast for chance in chances])
    odds = np.array([chance.log_odds for chance in chances])
    with np.errstate(over="ignore"):  # e to a great power: a chance of 0, which is what is meant
        found: Floats = cast / (1 + np.exp(-(odds[None, :] + shifts[:, None])))
    return found


def _added(votes: Floats) -> Floats:
    """The distribution of the number of votes, exactly: a row for each row of chances."""
    import numpy as np

    among = votes.shape[1]
    # Numbers of votes stand down and nodes across, so that what is added lies side by side.
    pmf = np.zeros((among + 1, len(votes)))
    pmf[0] = 1
    for done, chance in enumerate(np.ascontiguousarray(votes.T)):
        gained = pmf[: done + 1] * chance
        pmf[: done + 1] -= gained
        pmf[1 : done + 2] += gained
    return np.ascontiguousarray(pmf.T)


@dataclass(frozen=True, eq=False)
class Swings:
    """The shifts of log-odds to count at: those that all members share, and those of one group,
    which spread around them."""

    weight: Floats
    """Of each shared shift."""
    shifts: Floats
    """Of a group."""
    spread: Floats | None
    """How the shifts of a group spread around each shared one; None where they are the same."""

    @classmethod
    def of(cls, swing: float, group_swing: float) -> Swings:
        import numpy as np

        shared, weight = nodes(swing)
        if group_swing <= swing / 200:  # moves nothing that could be seen
            return cls(weight, shared, None)
        step = min(STEP * max(swing, group_swing), group_swing / 2)
        half = math.ceil(WIDTH * (swing + group_swing) / step)
        shifts: Floats = step * np.arange(-half, half + 1, dtype=np.float64)
        spread = np.exp(-(((shifts[None, :] - shared[:, None]) / group_swing) ** 2) / 2)
        return cls(weight, shifts, spread / spread.sum(axis=1, keepdims=True))

    def together(self, chances: Sequence[Chance]) -> list[list[Chance]]:
        """The members, those together that swing together."""
        groups: dict[int | None, list[Chance]] = {}
        for chance in chances:
            groups.setdefault(None if self.spread is None else chance.group, []).append(chance)
        return list(groups.values())

    def alone(self, members: Sequence[Chance]) -> Floats:
        """The votes of members that swing together, at each shared shift."""
        at_shifts = _added(votes_at(members, self.shifts))
        return at_shifts if self.spread is None else self.spread @ at_shifts


def convolved(first: Floats, second: Floats) -> Floats:
    """Row by row, the distribution of the sum of two numbers."""
    import numpy as np

    total = np.zeros((len(first), first.shape[1] + second.shape[1] - 1))
    for votes in range(second.shape[1]):
        total[:, votes : votes + first.shape[1]] += first * second[:, votes, None]
    return total
