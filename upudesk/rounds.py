"""Whom to ask again in a further round, and who has been asked since it began; pure."""

from __future__ import annotations

from dataclasses import dataclass

from upudesk import tally
from upudesk.forecast import Forecast, forecast
from upudesk.model import Level, Member, Pledge
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance
from upudesk.weights import share


@dataclass(frozen=True)
class Call:
    """One country of the call list of a round."""

    member: Member
    stance: Stance
    """In force now, be it from this round or an earlier one."""
    since: tuple[Pledge, ...]
    """What was asked or said since the round began, the latest first."""
    gain: float
    """What a firm promise given today would add to the votes expected."""

    @property
    def answered(self) -> bool:
        return any(pledge.level is not Level.ASKED for pledge in self.since)

    @property
    def asked(self) -> bool:
        return bool(self.since)


def calls(snapshot: Snapshot, candidacy: str) -> tuple[Call, ...]:
    """Everyone who can vote but ourselves: those not asked again first, of these whoever promised
    in the earlier round and whoever said no last; then by what they add."""
    held = tally.stances(snapshot, candidacy)
    expected = forecast(snapshot, candidacy, stances=held)
    mine = snapshot.campaign.candidate
    made = [
        Call(snapshot.get(Member, id), stance, _since(snapshot, id, candidacy), _gain(expected, id))
        for id, stance in held.items()
        if id != mine and expected.chances[id].cast > 0
    ]
    return tuple(
        sorted(made, key=lambda call: (call.answered, call.asked, _rank(call.stance), -call.gain))
    )


def _rank(stance: Stance) -> int:
    """To have a promise confirmed is less than to win one; a no is seldom turned in a day."""
    if stance.promised:
        return 0
    return 2 if stance.level in (Level.LEANING_NO, Level.FIRM_NO) else 1


def _since(snapshot: Snapshot, member: str, candidacy: str) -> tuple[Pledge, ...]:
    began = snapshot.campaign.round_began_on
    said = [
        pledge
        for pledge in snapshot.pledges_of.get(member, ())
        if pledge.candidacy == candidacy and began is not None and pledge.day >= began
    ]
    return tuple(sorted(said, key=lambda pledge: pledge.day, reverse=True))


def _gain(expected: Forecast, member: str) -> float:
    chance = expected.chances[member]
    firm = share(expected.weights.firm_promise)
    return max(0.0, chance.cast * (firm - share(chance.log_odds)))
