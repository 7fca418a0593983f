"""Meetings, with the pledges given in them and the follow-ups that came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from upudesk.campaign.plan import Plan, Put
from upudesk.campaign.pledges import record_pledges
from upudesk.model import Contact, FollowUp, Meeting, Pledge, Post
from upudesk.snapshot import Snapshot


def record_meeting(
    snapshot: Snapshot,
    meeting: Meeting,
    pledges: Sequence[Pledge] = (),
    follow_ups: Sequence[FollowUp] = (),
    people: Sequence[Contact | Post] = (),
) -> Plan:
    """Log a meeting and all that came of it as one step.

    `people` are contacts met for the first time, with their posts. Pledges and follow-ups are tied
    to the meeting.
    """
    given = [replace(pledge, meeting=meeting.id) for pledge in pledges]
    to_do = [replace(follow_up, meeting=meeting.id) for follow_up in follow_ups]
    warnings = record_pledges(snapshot, given).warnings if given else ()
    records = (*people, meeting, *given, *to_do)
    subject = (*meeting.members, meeting.id)
    return Plan("meeting.record", tuple(map(Put, records)), subject, warnings=warnings)
