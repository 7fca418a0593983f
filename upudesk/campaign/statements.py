"""A statement as it comes in: logged, and known for a change of mind where it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from upudesk.campaign.plan import Plan, Put
from upudesk.campaign.pledges import change_mind, record_pledges
from upudesk.journal import Reason
from upudesk.model import Level, Pledge
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
