"""Further rounds of the vote: what was said for one round does not bind in the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from upudesk import rules
from upudesk.campaign.plan import Plan, Put
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.record import Problems
from upudesk.snapshot import Snapshot


def begin_next_round(snapshot: Snapshot, began_on: date | None, vote_on: date | None) -> Plan:
    """From that day on another round is prepared; what was said before counts for less."""
    if problems := _problems(snapshot, began_on, vote_on):
        raise InvalidRecord(problems)
    campaign = snapshot.campaign
    begun = replace(
        campaign, round=campaign.round + 1, round_began_on=began_on, vote_on=vote_on,
        ballots_cast=None,
    )  # fmt: skip
    return Plan("campaign.next_round", (Put(begun, campaign),), (campaign.id,))


def _problems(snapshot: Snapshot, began_on: date | None, vote_on: date | None) -> Problems:
    if not rules.further_rounds(snapshot):
        sentence = N_("The rules of this campaign know no further rounds.")
        return {"": Message(sentence)}
    if began_on is None:
        return {"began_on": Message(N_("Say on which day the round begins."))}
    if began_on > snapshot.today:
        return {"began_on": Message(N_("This day is still to come."))}
    if vote_on is not None and vote_on < began_on:
        return {"vote_on": Message(N_("A round cannot be voted before it begins."))}
    before = snapshot.campaign.round_began_on
    if before is not None and began_on < before:
        return {"began_on": Message(N_("The round before this one began later."))}
    return {}
