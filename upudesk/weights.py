"""The weights of the forecast: what a stance is worth, as log-odds, each with its record."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from upudesk.model import Form, HoldRate, Level, Pledge, Side
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State

LOG_ODDS = "log_odds"
DAYS = "days"
SPREAD = "sd_of_log_odds"
SHARE = "share"
"""The units of weights: log-odds of a chance, days, a standard deviation of log-odds, 0 to 1."""

CERTAIN = 20.0
"""The log-odds of what is taken for certain: nothing that can be counted is surer."""

USUAL: Mapping[str, tuple[float, str]] = {
    "level_5": (0.85, LOG_ODDS),
    "level_4": (0.20, LOG_ODDS),
    "level_3": (-0.85, LOG_ODDS),
    "level_2": (-2.20, LOG_ODDS),
    "level_1": (-3.20, LOG_ODDS),
    "asked": (-1.50, LOG_ODDS),
    "not_asked": (-1.75, LOG_ODDS),
    "own": (3.50, LOG_ODDS),
    "form_note_verbale": (0.0, LOG_ODDS),
    "form_letter": (-0.10, LOG_ODDS),
    "form_joint_statement": (-0.40, LOG_ODDS),
    "form_group_endorsement": (-0.70, LOG_ODDS),
    "form_minister": (-1.00, LOG_ODDS),
    "form_official": (-1.40, LOG_ODDS),
    "form_delegate": (-1.35, LOG_ODDS),
    "form_public_report": (-1.10, LOG_ODDS),
    "form_hearsay": (-2.00, LOG_ODDS),
    "side_capital": (0.0, LOG_ODDS),
    "side_delegate": (0.30, LOG_ODDS),
    "half_life": (365.0, DAYS),
    "conditional": (0.80, SHARE),
    "faded": (0.50, SHARE),
    "earlier_round": (0.64, SHARE),
    "attendance": (1.50, LOG_ODDS),
    "attendance_known": (3.90, LOG_ODDS),
    "rival_spread": (0.05, SHARE),
    "swing": (0.50, SPREAD),
    "group_swing": (0.0, SPREAD),
}
"""Value and unit of a weight that a file has no record of: files made before there was one."""


def share(log_odds: float) -> float:
    """The chance that log-odds stand for."""
    if log_odds < 0:
        return 1 - share(-log_odds)
    return 1 / (1 + math.exp(-log_odds))


def log_odds(share: float) -> float:
    """The log-odds of a chance; of 0 and of 1, those of what is taken for certain."""
    if not 0 < share < 1:
        return math.copysign(CERTAIN, share - 0.5)
    return max(-CERTAIN, min(CERTAIN, math.log(share / (1 - share))))


@dataclass(frozen=True)
class Weights:
    """Every weight by its code; frozen, and changed by `replaced` for a supposition."""

    values: Mapping[str, float]
    records: Mapping[str, HoldRate] = field(default_factory=dict)
    """The records that the values come from, each with its reason."""
    round_began_on: date | None = None
    """What was said before this day was said for an earlier round."""

    def replaced(self, values: Mapping[str, float]) -> Weights:
        """The same with other values."""
        return replace(self, values=dict(self.values) | dict(values))

    def shifted(self, by: float) -> Weights:
        """The same with the chance of every stance shifted by so many log-odds."""
        return self.replaced({code: self.values[code] + by for code in STANCES})

    @property
    def swing(self) -> float:
        """Standard deviation of the error that all members share."""
        return max(0.0, self.values["swing"])

    @property
    def group_swing(self) -> float:
        """Standard deviation of the error that the members of one group share."""
        return max(0.0, self.values["group_swing"])

    @cached_property
    def base(self) -> float:
        """Log-odds of a member of whom nothing is known."""
        return self.values["not_asked"]

    @cached_property
    def _fresh(self) -> Mapping[tuple[Level, Form, Side], float]:
        """Log-odds of an answer given today."""
        return {
            (level, form, side): self._said(level, form, side)
            for level in Level
            if level is not Level.ASKED
            for form in Form
            for side in Side
        }

    def _said(self, level: Level, form: Form, side: Side) -> float:
        """A weaker form takes from what is said, for us or against us, but never so much that an
        answer counts for less than silence."""
        said = self.values[f"level_{int(level)}"]
        form_and_side = self.values[f"form_{form}"] + self.values[f"side_{side}"]
        if said >= self.base:
            return max(self.base, said + form_and_side)
        return min(self.base, said - form_and_side)

    def hold(self, level: Level, form: Form, side: Side, age: int = 0, kept: float = 1.0) -> float:
        """Log-odds that a member which said this so many days ago names us.

        With age, and where only a part of it is `kept`, it draws near a member never asked.
        """
        distance = self._fresh[level, form, side] - self.base
        return self.base + distance * self._left(age) * kept

    def _left(self, age: int) -> float:
        """What age leaves of an answer."""
        half_life = self.values["half_life"]
        return float(0.5 ** (age / half_life)) if half_life > 0 else float(age <= 0)

    def chance(self, level: Level, form: Form, side: Side, age: int = 0) -> float:
        """The percentage that results."""
        return share(self.hold(level, form, side, age))

    def of_stance(self, stance: Stance) -> float:
        """Log-odds that a member with this stance names us."""
        pledge = stance.decides
        if pledge is None:
            return self.values[_SILENT[stance.state]]
        form, side = pledge.form or Form.HEARSAY, pledge.side or Side.CAPITAL
        return self.hold(pledge.level, form, side, stance.age or 0, self._kept(stance, pledge))

    def _kept(self, stance: Stance, pledge: Pledge) -> float:
        """What the marks on a stance leave of it."""
        earlier = self.round_began_on is not None and pledge.day < self.round_began_on
        marks = (
            ("conditional", stance.conditional),
            ("faded", stance.faded),
            ("earlier_round", earlier),
        )
        return math.prod(self.values[code] for code, marked in marks if marked)

    @cached_property
    def firm_promise(self) -> float:
        """Log-odds of the best that a capital can give us today: a firm yes in a note verbale."""
        return self.hold(Level.FIRM_YES, Form.NOTE_VERBALE, Side.CAPITAL)

    def percentage(self, code: str) -> float | None:
        """The chance that a weight results in, where it results in one: of a form or a side, for a
        firm yes given today."""
        value = self.values[code]
        match USUAL[code][1], code.partition("_")[0]:
            case "log_odds", "form":
                return self.chance(Level.FIRM_YES, Form(code.partition("_")[2]), Side.CAPITAL)
            case "log_odds", "side":
                return self.chance(Level.FIRM_YES, Form.NOTE_VERBALE, Side(code.partition("_")[2]))
            case "log_odds", _:
                return share(value)
            case "share", _:
                return value
        return None

    def from_percentage(self, code: str, chance: float) -> float:
        """The value of a weight that results in this chance: the other way round."""
        if USUAL[code][1] == SHARE:
            return chance
        if code.startswith(("form_", "side_")):
            return max(-CERTAIN, min(CERTAIN, log_odds(chance) - self.values["level_5"]))
        return log_odds(chance)


STANCES = (*(f"level_{n}" for n in range(5, 0, -1)), "asked", "not_asked")
"""Codes of what members may say or leave unsaid."""

_SILENT: Mapping[State, str] = {
    State.ASKED: "asked",
    State.NOT_ASKED: "not_asked",
    State.OWN: "own",
}


def weights(snapshot: Snapshot) -> Weights:
    """The weights that a campaign counts with."""
    return from_records(snapshot.all(HoldRate), snapshot.campaign.round_began_on)


def from_records(records: Iterable[HoldRate], round_began_on: date | None = None) -> Weights:
    """Weights from their records; what is in none of them has its usual value."""
    known = {r.code: r for r in records if r.code in USUAL and r.value is not None}
    values = {code: value for code, (value, _unit) in USUAL.items()}
    values |= {code: r.value for code, r in known.items() if r.value is not None}
    return Weights(values, known, round_began_on)
