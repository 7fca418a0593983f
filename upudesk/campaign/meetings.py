"""Meetings, with the pledges given in them and the follow-ups that came of them."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from upudesk.campaign.inbox import sorted_note
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.campaign.pledges import record_pledges
from upudesk.campaign.statements import changes_mind
from upudesk.errors import N_, Message
from upudesk.journal import Reason
from upudesk.model import Contact, FollowUp, Meeting, Note, Pledge, Post, Precision
from upudesk.snapshot import Snapshot


def record_meeting(
    snapshot: Snapshot,
    meeting: Meeting,
    pledges: Sequence[Pledge] = (),
    follow_ups: Sequence[FollowUp] = (),
    people: Sequence[Contact | Post] = (),
    *,
    note: Note | None = None,
) -> Plan:
    """Log a meeting and all that came of it as one step.

    `people` are contacts met for the first time, with their posts. Pledges and follow-ups are tied
    to the meeting. `note` is what stood about it in the inbox.
    """
    edits = [Put(record) for record in (*people, meeting)]
    edits += _came_of(snapshot, meeting, pledges, follow_ups)
    if note is not None:
        edits.append(sorted_note(note, meeting))
    return Plan(
        "meeting.record",
        tuple(edits),
        (*meeting.members, meeting.id),
        warnings=_warnings(snapshot, meeting, pledges),
    )


def edit_meeting(
    snapshot: Snapshot,
    before: Meeting,
    after: Meeting,
    pledges: Sequence[Pledge] = (),
    follow_ups: Sequence[FollowUp] = (),
    people: Sequence[Contact | Post] = (),
) -> Plan:
    """Mend a meeting, or add to it what came of it later; pledges that it had stay as they are."""
    edits = [Put(record, reason=Reason.ENTERED) for record in people]
    edits.append(Put(after, before))
    edits += _came_of(snapshot, after, pledges, follow_ups)
    return Plan(
        "meeting.edit",
        tuple(edits),
        (*after.members, after.id),
        Reason.CORRECTED,
        _warnings(snapshot, after, pledges),
    )


def remove_meeting(snapshot: Snapshot, meeting: Meeting) -> Plan:
    """Delete a meeting and the evidence behind it; what came of it stays, by itself."""
    attached = [Remove(evidence) for evidence in snapshot.evidence_of.get(meeting.id, ())]
    pledges = snapshot.pledges_in.get(meeting.id, ())
    follow_ups = snapshot.follow_ups_from.get(meeting.id, ())
    untied = [Put(replace(pledge, meeting=""), pledge) for pledge in pledges]
    untied += [Put(replace(task, meeting=""), task) for task in follow_ups]
    stays = Message(N_("The pledges given in it and its follow-ups stay, without the meeting."))
    return Plan(
        "meeting.remove",
        (*untied, *attached, Remove(meeting)),
        (*meeting.members, meeting.id),
        Reason.CORRECTED,
        (stays,) if untied else (),
    )


# ------------------------------------------------------------------ what is still to come


def is_coming(meeting: Meeting, today: date) -> bool:
    """Whether a meeting is still to be held; one of today is, until something is written of it."""
    begins = ends = meeting.held_on
    if begins is None or ends is None:
        return False
    if meeting.precision is Precision.MONTH:
        ends = ends.replace(day=calendar.monthrange(ends.year, ends.month)[1])
    if begins <= today <= ends:
        return not (meeting.notes.strip() or meeting.outcome.strip())
    return today < begins


def coming(snapshot: Snapshot, day: date | None = None) -> list[Meeting]:
    """The meetings that are still to be held, the next one first; of one day only, where given."""
    found = [m for m in snapshot.all(Meeting) if is_coming(m, snapshot.today)]
    if day is not None:
        found = [m for m in found if m.held_on == day and m.precision is Precision.DAY]
    return sorted(found, key=lambda m: (m.day, m.id))


def met_on(snapshot: Snapshot, day: date) -> tuple[str, ...]:
    """Ids of the countries met on a day, held or still to come, in the order of the meetings."""
    found = [m for m in snapshot.all(Meeting) if m.held_on == day and m.precision is Precision.DAY]
    found.sort(key=lambda m: m.id)
    return tuple(dict.fromkeys(id for m in found for id in m.members))


def given_in(meeting: Meeting, pledge: Pledge) -> Pledge:
    """A pledge as it was given in a meeting: what it does not say itself, the meeting says."""
    said: dict[str, Any] = {"meeting": meeting.id}
    if not (pledge.given_on or pledge.reported_on):
        precision = meeting.precision if meeting.held_on else Precision.REPORTED
        said |= {"given_on": meeting.held_on, "precision": precision}
        said |= {"reported_on": meeting.reported_on}
    said |= {
        name: getattr(meeting, name)
        for name in ("place", "marking")
        if not getattr(pledge, name).strip()
    }
    if not pledge.source.strip():
        said["source"] = meeting.source.strip() or meeting.title
    return replace(pledge, **said)


def _came_of(
    snapshot: Snapshot, meeting: Meeting, pledges: Sequence[Pledge], follow_ups: Sequence[FollowUp]
) -> Iterator[Put]:
    for pledge in pledges:
        given = given_in(meeting, pledge)
        mind = changes_mind(snapshot, given)
        yield Put(given, reason=Reason.CHANGED_MIND if mind else Reason.ENTERED)
    for follow_up in follow_ups:
        yield Put(replace(follow_up, meeting=meeting.id), reason=Reason.ENTERED)


def _warnings(
    snapshot: Snapshot, meeting: Meeting, pledges: Sequence[Pledge]
) -> tuple[Message, ...]:
    given = [given_in(meeting, pledge) for pledge in pledges]
    return record_pledges(snapshot, given).warnings if given else ()
