"""Pledges: recorded, corrected, answered by a change of mind, withdrawn; never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Candidacy, Level, Pledge, new_id
from upudesk.snapshot import Snapshot


def for_candidacies(pledge: Pledge, candidacies: Iterable[Candidacy]) -> list[Pledge]:
    """One statement as a pledge for each candidacy that it was about."""
    return [replace(pledge, id=new_id(), candidacy=candidacy.id) for candidacy in candidacies]


def record_pledges(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Plan:
    """Log what a member said, as one step; a statement may be about several candidacies.

    Raises InvalidRecord where no candidacy was named. A statement from before the campaign is taken
    with a warning.
    """
    _refuse_none(pledges)
    return Plan(
        "pledge.record",
        tuple(Put(pledge) for pledge in pledges),
        _subject(pledges),
        Reason.ENTERED,
        tuple(_warnings(snapshot, pledges)),
    )


def change_mind(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Plan:
    """Log that a member now says something else. What it said before stays, and stays dated."""
    plan = record_pledges(snapshot, pledges)
    return replace(plan, action="pledge.change_mind", reason=Reason.CHANGED_MIND)


def correct_pledge(snapshot: Snapshot, before: Pledge, after: Pledge) -> Plan:
    """Mend what was logged wrongly: the statement is as if it had always been logged so."""
    return Plan(
        "pledge.correct",
        (Put(after, before),),
        _subject([after]),
        Reason.CORRECTED,
        tuple(_warnings(snapshot, [after])),
    )


def withdraw_pledge(snapshot: Snapshot, pledge: Pledge) -> Plan:
    """Take out a pledge that was never made; with it goes the evidence attached to it."""
    attached = (Remove(evidence) for evidence in snapshot.evidence_of.get(pledge.id, ()))
    return Plan("pledge.remove", (*attached, Remove(pledge)), _subject([pledge]), Reason.CORRECTED)


def _subject(pledges: Sequence[Pledge]) -> tuple[str, ...]:
    return (pledges[0].member, *(pledge.id for pledge in pledges))


def _refuse_none(pledges: Sequence[Pledge]) -> None:
    if not pledges:
        raise InvalidRecord(
            {
                "candidacy": Message(
                    N_("A pledge needs the council that it is about: CA, POC or both.")
                )
            }
        )


def _warnings(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Iterable[Message]:
    begins = snapshot.campaign.begins_on
    early = sorted({p.day for p in pledges if begins and date.min < p.day < begins})
    if early and begins:
        yield Message(
            N_("Saved, but dated {day}, before the campaign began on {begins}: check the day."),
            {"day": early[0], "begins": begins},
        )
    if any(
        p.level is not Level.ASKED and p.fades_on and p.fades_on < snapshot.today for p in pledges
    ):
        yield Message(N_("Saved, but it has already faded: check the fading date."))
