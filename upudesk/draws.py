"""Elections drawn by lot: one attendance for all who stand, rivals' shares, ties. Seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from upudesk.forecast import Chance, Distribution
from upudesk.model import Answer, Candidacy
from upudesk.seating import Terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Draws:
    """What chance decides, drawn once and used for every supposition, so that two of them differ
    by what was supposed and not by luck. Rows are members or rivals, columns are draws."""

    chances: Sequence[Chance]
    number: int
    shared: Floats
    """The error that all members share, in standard deviations."""
    of_group: Floats
    """That of each group: a row for each member."""
    cast: Bools
    against: Floats
    """Log-odds that a member's must exceed for its ballot to name us."""
    rng: Any

    @cached_property
    def ballots(self) -> Ints:
        found: Ints = self.cast.sum(axis=0)
        return found

    def shifts(self, swing: float, group_swing: float) -> Floats:
        """How far the log-odds are shifted: in a row for all members, or in one for each."""
        if group_swing > 0:
            return swing * self.shared + group_swing * self.of_group
        return swing * self.shared[None, :]

    def names_us(self, log_odds: Sequence[float], shifts: Floats) -> Bools:
        """Whether each member's ballot names us."""
        import numpy as np

        odds = np.array(log_odds, dtype=np.float32)[:, None]
        found: Bools = self.against < odds + shifts
        found &= self.cast
        return found

    def votes(self, log_odds: Sequence[float], swing: float, group_swing: float) -> Ints:
        """Our votes in each draw."""
        found: Ints = self.names_us(log_odds, self.shifts(swing, group_swing)).sum(axis=0)
        return found


def draw(chances: Sequence[Chance], number: int, seed: int) -> Draws:
    """So many elections; same seed, same elections."""
    import numpy as np

    rng = np.random.default_rng(seed)
    size = (len(chances), number)
    shared = rng.standard_normal(number, dtype=np.float32)
    groups = {group: row for row, group in enumerate(dict.fromkeys(c.group for c in chances))}
    by_group = rng.standard_normal((max(1, len(groups)), number), dtype=np.float32)
    at_most = np.array([chance.cast for chance in chances], dtype=np.float32)
    cast = rng.random(size, dtype=np.float32) < at_most[:, None]
    tiny = np.float32(2**-24)
    against = np.clip(rng.random(size, dtype=np.float32), tiny, 1 - tiny)
    np.log(against / (1 - against), out=against)
    rows = [groups[chance.group] for chance in chances]
    return Draws(chances, number, shared, by_group[rows], cast, against, rng)


@dataclass(frozen=True, eq=False)
class Rivals:
    """What the rivals draw, and so what we need for a seat."""

    votes: Floats
    """Their votes, a row for each; the part after the point is the lot between equal votes."""
    sitting: Bools
    our_sitting: Bools
    our_lot: Floats
    terms: Terms
    members: int

    @cached_property
    def _most_sitting(self) -> Ints:
        """How many sitting members can be chosen, by draw."""
        import numpy as np

        newcomers = (~self.sitting).sum(axis=0) + ~self.our_sitting
        found: Ints = self.terms.seats - np.minimum(self.terms.newcomers, newcomers)
        return found

    @cached_property
    def needed(self) -> Ints:
        """The fewest votes with which we would win a seat, by draw."""
        import numpy as np

        line = np.where(self.our_sitting, self._line_sitting(), self._line_newcomer())
        fewest = np.floor(line - self.our_lot) + 1
        found: Ints = np.clip(fewest, 0, self.members + 1).astype(np.int64)
        return found

    @cached_property
    def line(self) -> Distribution:
        """The same as a distribution; one more than there are members is out of reach."""
        import numpy as np

        drawn = np.bincount(self.needed, minlength=self.members + 2)
        return Distribution(tuple((drawn / len(self.needed)).tolist()))

    def _line_newcomer(self) -> Floats:
        """What a newcomer must exceed: the last of those who would have the seats without it, among
        which there are no more sitting members than can be chosen."""
        return _ranked(_without_excess(self.votes, self.sitting, self._most_sitting),
                       self.terms.seats - 1)  # fmt: skip

    def _line_sitting(self) -> Floats:
        """What a sitting member must exceed: the last seat, and the last one for such members."""
        import numpy as np

        seated = np.where(self.sitting, self.votes, -np.inf)
        last = _ranked(self.votes, self.terms.seats - 1)
        last_sitting = np.where(
            self._most_sitting > 0, _ranked(seated, self._most_sitting - 1), np.inf
        )
        found: Floats = np.maximum(last, last_sitting)
        return found

    def winners(self, our_votes: Ints) -> Bools:
        """Which rivals win, a row for each, when we have these votes."""
        import numpy as np

        everyone = np.vstack((self.votes, our_votes + self.our_lot))
        sitting = np.vstack((self.sitting, self.our_sitting))
        left = _without_excess(everyone, sitting, self._most_sitting)
        last = _ranked(left, self.terms.seats - 1)
        found: Bools = (left >= last) & np.isfinite(left)
        return found[:-1]


def draw_rivals(
    draws: Draws, rivals: Sequence[Candidacy], ours: Answer, terms: Terms, usual_spread: float
) -> Rivals:
    """The rivals' votes out of the same ballots as ours, and who sits where that is not known."""
    import numpy as np

    rng, size = draws.rng, (len(rivals), draws.number)
    share = np.array([rival.share or 0.0 for rival in rivals])[:, None]
    spread = np.array([usual_spread if r.spread is None else r.spread for r in rivals])[:, None]
    shares = np.clip(share + spread * rng.standard_normal(size), 0, 1)
    coin = rng.random((len(rivals) + 1, draws.number)) < 0.5
    sits = [coin[row] if answer is Answer.UNKNOWN else np.full(draws.number, answer is Answer.YES)
            for row, answer in enumerate([*(r.sitting for r in rivals), ours])]  # fmt: skip
    return Rivals(
        np.rint(shares * draws.ballots) + rng.random(size),
        np.array(sits[:-1], dtype=bool).reshape(size),
        sits[-1],
        rng.random(draws.number),
        terms,
        len(draws.chances),
    )


def _without_excess(votes: Floats, sitting: Bools, most: Ints) -> Floats:
    """The votes, those of sitting members beyond so many struck out."""
    import numpy as np

    first_out = _ranked(np.where(sitting, votes, -np.inf), most)
    found: Floats = np.where(sitting & (votes <= first_out), -np.inf, votes)
    return found


def _ranked(votes: Floats, place: int | Ints) -> Floats:
    """The votes in a place, 0 the most, of each draw; nothing where fewer stand."""
    import numpy as np

    ordered = -np.sort(-votes, axis=0)
    nobody = np.full((1, votes.shape[1]), -np.inf)
    ordered = np.vstack((ordered, nobody))
    row = np.minimum(np.broadcast_to(place, (votes.shape[1],)), len(ordered) - 1)
    found: Floats = np.take_along_axis(ordered, row[None, :], axis=0)[0]
    return found
