"""The result of the vote: totals, all that a secret ballot gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from upudesk.campaign.plan import Plan, Put
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.model import Answer, Certainty, Result
from upudesk.snapshot import Snapshot


@dataclass(frozen=True)
class Outcome:
    """What one council's vote gave us."""

    votes: int | None
    elected: Answer


def awaits_result(snapshot: Snapshot) -> bool:
    """Whether the vote is over and nobody has entered what came of it."""
    campaign = snapshot.campaign
    voted = campaign.vote_on is not None and snapshot.today > campaign.vote_on
    entered = {r.council for r in snapshot.all(Result) if _is_ours(snapshot, r)}
    return voted and any(candidacy.council not in entered for candidacy in snapshot.ours)


def record_result(
    snapshot: Snapshot, ballots_cast: int | None, outcomes: Mapping[str, Outcome], source: str
) -> Plan:
    """Enter the result of our candidacies; `outcomes` by council. Entered again, it is mended."""
    if ballots_cast is not None and ballots_cast > len(snapshot.members):
        raise InvalidRecord(
            {"ballots_cast": Message(N_("There cannot be more ballots than members."))}
        )
    earlier = {r.council: r for r in snapshot.all(Result) if _is_ours(snapshot, r)}
    campaign = replace(snapshot.campaign, ballots_cast=ballots_cast)
    blank = Result(
        year=campaign.year, member=campaign.candidate, certainty=Certainty.SURE, source=source
    )
    results = [
        replace(
            earlier.get(council, replace(blank, id=Result().id)),
            council=council,
            votes=outcome.votes,
            elected=outcome.elected,
            ballots_cast=ballots_cast,
        )
        for council, outcome in outcomes.items()
    ]
    edits = tuple(map(Put, (campaign, *results)))
    return Plan("result.record", edits, (campaign.candidate, campaign.id))


def _is_ours(snapshot: Snapshot, result: Result) -> bool:
    campaign = snapshot.campaign
    return result.year == campaign.year and result.member == campaign.candidate
