"""Follow-ups: written down, done (with the next of a repeating one), opened again, deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from upudesk import repeating
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.campaign.records import put, subject_of
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Author, FollowUp, new_id
from upudesk.snapshot import Snapshot


def write_down(
    snapshot: Snapshot,
    follow_up: FollowUp,
    base: FollowUp | None = None,
    owner: Author | None = None,
) -> Plan:
    """Enter a follow-up, or with `base` edit one. A repeating one needs its first day.

    `owner` is an official of ours who is named for the first time.
    """
    if follow_up.repeat and follow_up.due_on is None:
        raise InvalidRecord(
            {"due_on": Message(N_("What repeats needs a first day: say when it is due."))}
        )
    if not repeating.readable(follow_up.repeat):
        raise InvalidRecord({"repeat": Message(N_("This rule of repeating cannot be read."))})
    plan = put(snapshot, _anchored(follow_up, base), base)
    return replace(plan, edits=(Put(owner), *plan.edits)) if owner else plan


def _anchored(follow_up: FollowUp, base: FollowUp | None) -> FollowUp:
    """A month is counted from the day on which it is due, as long as that is what was changed."""
    if base and (base.due_on, base.repeat) == (follow_up.due_on, follow_up.repeat):
        return follow_up
    return replace(follow_up, repeat=repeating.anchored(follow_up.repeat, follow_up.due_on))


def complete(snapshot: Snapshot, follow_ups: Sequence[FollowUp], on: date) -> Plan:
    """Mark them done on a day; a repeating one goes on in the same step with its next day."""
    if on > snapshot.today:
        raise InvalidRecord({"done_on": Message(N_("It cannot be done on a day to come."))})
    still = [f for f in follow_ups if f.done_on is None]
    edits = [edit for follow_up in still for edit in _completed(snapshot, follow_up, on)]
    warnings = tuple(
        Message(N_("Done, but its rule of repeating cannot be read: enter the next one by hand."))
        for follow_up in still
        if not repeating.readable(follow_up.repeat)
    )
    return Plan(
        "follow_up.done", tuple(edits), _subject(snapshot, still), Reason.CORRECTED, warnings
    )


def _completed(snapshot: Snapshot, follow_up: FollowUp, on: date) -> Iterator[Put]:
    """The rule goes on with the next one, so that a done one opened again does not double it."""
    due = follow_up.due_on or on
    found = repeating.following(follow_up.repeat, due, snapshot.today) if follow_up.repeat else None
    yield Put(replace(follow_up, done_on=on, repeat="" if found else follow_up.repeat), follow_up)
    if found:
        day, rule = found
        yield Put(replace(follow_up, id=new_id(), due_on=day, repeat=rule), reason=Reason.ENTERED)


def reopen(snapshot: Snapshot, follow_ups: Sequence[FollowUp]) -> Plan:
    """It was not done after all."""
    done = [f for f in follow_ups if f.done_on is not None]
    edits = tuple(Put(replace(f, done_on=None), f) for f in done)
    return Plan("follow_up.reopen", edits, _subject(snapshot, done), Reason.CORRECTED)


def remove(snapshot: Snapshot, follow_ups: Sequence[FollowUp]) -> Plan:
    """Into the recycle bin."""
    return Plan("follow_up.remove", tuple(map(Remove, follow_ups)), _subject(snapshot, follow_ups))


def _subject(snapshot: Snapshot, follow_ups: Sequence[FollowUp]) -> tuple[str, ...]:
    """What was done stands first, since a step is told by its first subject."""
    named = [id for f in follow_ups for id in reversed(subject_of(snapshot, f))]
    return tuple(dict.fromkeys(named))
