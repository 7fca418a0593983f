"""A statement as it comes in: logged, and known for a change of mind where it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from upudesk.campaign.plan import Plan, Put
from upudesk.campaign.pledges import change_mind, record_pledges
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import FollowUp, Level, Pledge
from upudesk.snapshot import Snapshot
from upudesk.tally import stance


def log_statement(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Plan:
    """Log what a side said, about one candidacy or several, as one step.

    Where that side stood at another level until then, it has changed its mind; where it stood at
    the same, it has said so again.
    """
    changed = {pledge.id for pledge in pledges if changes_mind(snapshot, pledge)}
    if not changed:
        return record_pledges(snapshot, pledges)
    reasons = {True: Reason.CHANGED_MIND, False: Reason.ENTERED}
    edits = tuple(Put(pledge, reason=reasons[pledge.id in changed]) for pledge in pledges)
    return replace(change_mind(snapshot, pledges), edits=edits)


def changes_mind(snapshot: Snapshot, pledge: Pledge) -> bool:
    """Whether this side stood at another level on the day of the statement."""
    if pledge.level is Level.ASKED:
        return False
    held = stance(snapshot, pledge.member, pledge.candidacy, as_of=pledge.day)
    return any(p.side is pledge.side and p.level is not pledge.level for p in held.in_force)


def log_change_of_mind(snapshot: Snapshot, before: Pledge, pledges: Sequence[Pledge]) -> Plan:
    """Log what takes the place of an earlier statement, which stays as it was, on its own day.

    Raises InvalidRecord where it says the same, or is dated before the earlier one.
    """
    for pledge in pledges:
        if (pledge.side, pledge.level) == (before.side, before.level):
            raise InvalidRecord({"level": Message(N_(
                "That is what they said before: choose another level, or log a reconfirmation."
            ))})  # fmt: skip
        if pledge.day < before.day:
            raise InvalidRecord({"given_on": Message(N_(
                "A change of mind comes after what was said before, on {day}; "
                "if that day is wrong, correct the earlier pledge."
            ), {"day": before.day})})  # fmt: skip
    return change_mind(snapshot, pledges)


def reconfirm(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Plan:
    """Log that a side has said the same again. Where it said something else, it changed its mind,
    and is logged so, with a warning."""
    plan = log_statement(snapshot, pledges)
    if plan.action == "pledge.record":
        return replace(plan, action="pledge.reconfirm")
    told = Message(N_("Logged as a change of mind, since they stood at another level before."))
    return replace(plan, warnings=(*plan.warnings, told))


def as_said_again(snapshot: Snapshot, before: Pledge) -> Pledge:
    """The statement with which a side would say today what it said before; its source is open."""
    same = {name: getattr(before, name) for name in _SAID_AGAIN}
    return Pledge(given_on=snapshot.today, **same)


_SAID_AGAIN = ("member", "candidacy", "level", "form", "side", "said_by", "said_by_post", "speaker",
               "said_to", "condition", "marking")  # fmt: skip


def ask_again(
    snapshot: Snapshot, requests: Sequence[Pledge], follow_up: FollowUp | None = None
) -> Plan:
    """Log that we asked for confirmation, and what is to be done about it, as one step."""
    plan = record_pledges(snapshot, [replace(request, level=Level.ASKED) for request in requests])
    edits = plan.edits
    subject = plan.subject
    if follow_up is not None:
        tied = replace(follow_up, member=requests[0].member, pledge=requests[0].id)
        edits, subject = (*edits, Put(tied)), (*subject, tied.id)
    return replace(plan, action="pledge.ask", edits=edits, subject=subject)
