"""What the forecast's own notions are called, for window, paper and command line alike."""

from __future__ import annotations

from collections.abc import Mapping

from upudesk import words
from upudesk.errors import N_
from upudesk.forecast import Source
from upudesk.i18n import _, current
from upudesk.model import Form, Level, Side
from upudesk.next_best import NextBest
from upudesk.prospects import Basis, Prospects, Supposed
from upudesk.tally import State
from upudesk.weights import USUAL, Weights

_SOURCES: Mapping[Source, str] = {
    Source.PROMISED: N_("promised"),
    Source.ANSWERED: N_("undecided or no"),
    Source.BASE_RATE: N_("base rate"),
    Source.OWN: N_("our own ballot"),
    Source.PROXY: N_("proxy without an instruction"),
}
_BASES: Mapping[Basis, str] = {
    Basis.ACCLAMATION: N_("No more stand than there are seats: chosen without a ballot."),
    Basis.RIVALS: N_("Drawn against the rivals and their shares of the ballots."),
    Basis.LINE: N_("Reckoned against an estimated winning line."),
    Basis.UNABLE: N_("We cannot be chosen."),
    Basis.UNKNOWN: N_("Too little is known for a chance of a seat."),
}
_SUPPOSED: Mapping[Supposed, str] = {
    Supposed.AS_IT_IS: N_("as it is"),
    Supposed.SWING_HALVED: N_("swing halved"),
    Supposed.SWING_DOUBLED: N_("swing doubled"),
    Supposed.HOLDS_LOWER: N_("hold rates five points down"),
    Supposed.HOLDS_HIGHER: N_("hold rates five points up"),
}
_WEIGHTS: Mapping[str, str] = {
    "half_life": N_("half-life in days"),
    "conditional": N_("left of an answer under a condition"),
    "faded": N_("left of an answer that has faded"),
    "earlier_round": N_("left of an answer for an earlier round"),
    "attendance": N_("ballot cast, nothing known"),
    "attendance_known": N_("ballot cast, everything known"),
    "rival_spread": N_("spread of a rival’s share"),
    "swing": N_("swing that all share"),
    "group_swing": N_("swing of each group"),
}
_STATES: Mapping[str, State] = {
    "asked": State.ASKED,
    "not_asked": State.NOT_ASKED,
    "own": State.OWN,
}


def source(source: Source) -> str:
    return _(_SOURCES[source])


def basis(basis: Basis) -> str:
    """A sentence: what the chance of a seat rests on."""
    return _(_BASES[basis])


def supposed(supposed: Supposed) -> str:
    return _(_SUPPOSED[supposed])


def weight(code: str) -> str:
    """What a weight stands for; one that a later version may know, by its short name."""
    if code not in USUAL:
        return code
    what, _line, which = code.partition("_")
    if what == "level":
        return words.level(Level(int(which)))
    if what == "form":
        return words.form(Form(which))
    if what == "side":
        return words.side(Side(which))
    return words.state(_STATES[code]) if code in _STATES else _(_WEIGHTS[code])


def weighs(weights: Weights, code: str) -> str:
    """A weight as a reader takes it in: the percentage that results, else its number."""
    share = weights.percentage(code)
    if share is None:
        return current().decimal(weights.values[code])
    return current().percent(share)


def chance(found: Prospects) -> str:
    """The chance of a seat, never without its range; or that it is not known."""
    if found.chance is None or found.low is None or found.high is None:
        return _("not known")
    return _("{chance} ({low} to {high})").format(
        chance=percent(found.chance), low=percent(found.low), high=percent(found.high)
    )


def percent(share: float) -> str:
    """A chance, in which neither 0 nor 100% is said of what may yet happen otherwise."""
    language = current()
    if 0 < share < 0.005:
        return _("under {percent}").format(percent=language.percent(0.01))
    if 0.995 < share < 1:
        return _("over {percent}").format(percent=language.percent(0.99))
    return language.percent(share)


def gain(gained: NextBest) -> str:
    """What a firm promise would add: to the chance of a seat where that is known, and in votes."""
    votes = _("+{votes} votes").format(votes=current().number(gained.votes, 2))
    if gained.seat is None:
        return votes
    seat = current().percent(gained.seat, 2)
    return _("+{chance}; {votes}").format(chance=seat, votes=votes)
