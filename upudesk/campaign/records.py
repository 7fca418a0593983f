"""Actions that are the same for every kind of record."""

from __future__ import annotations

from upudesk.campaign.plan import Plan, Put, Remove, Revive, Settle
from upudesk.journal import Conflict, Reason
from upudesk.model import Candidacy, Contact, Evidence, Member, Post, Record
from upudesk.snapshot import Snapshot
from upudesk.values import Value


def put(snapshot: Snapshot, record: Record, base: Record | None = None) -> Plan:
    """Enter a record, or with `base` edit one: only what differs from `base` is written."""
    known = base is not None or snapshot.find(type(record), record.id) is not None
    verb, reason = ("edit", Reason.CORRECTED) if known else ("add", Reason.ENTERED)
    edits = (Put(record, base),)
    return Plan(f"{record.KIND}.{verb}", edits, subject_of(snapshot, record), reason)


def remove(snapshot: Snapshot, record: Record) -> Plan:
    """Delete a record. Refused while others name it; it can be revived."""
    edits: tuple[Remove, ...] = (Remove(record),)
    if isinstance(record, Contact):
        edits = (*map(Remove, snapshot.posts_of.get(record.id, ())), *edits)
    attached = map(Remove, snapshot.evidence_of.get(record.id, ()))
    return Plan(f"{record.KIND}.remove", (*attached, *edits), subject_of(snapshot, record))


def revive(snapshot: Snapshot, record: Record) -> Plan:
    """Take a record out of the recycle bin."""
    subject = subject_of(snapshot, record)
    return Plan(f"{record.KIND}.revive", (Revive(record.KIND, record.id),), subject)


def settle(snapshot: Snapshot, conflict: Conflict, value: Value) -> Plan:
    """Answer a conflict with one value, which replaces all that were said."""
    record = snapshot.any(conflict.record)
    subject = subject_of(snapshot, record) if record else (conflict.record,)
    edit = Settle(conflict.kind, conflict.record, conflict.field, value)
    return Plan("conflict.settle", (edit,), subject)


def subject_of(snapshot: Snapshot, record: Record) -> tuple[str, ...]:
    """What a step on this record is about: the countries, where it has any, then the record."""
    if isinstance(record, Member):
        return (record.id,)
    if isinstance(record, Post):
        contact = snapshot.find(Contact, record.contact)
        return (*subject_of(snapshot, contact), record.id) if contact else (record.id,)
    if isinstance(record, Evidence):
        about = snapshot.any(record.about)
        return (*subject_of(snapshot, about)[:-1], record.id) if about else (record.id,)
    members = getattr(record, "members", None) or (getattr(record, "member", ""),)
    if isinstance(record, Candidacy):
        members = (record.member,)
    return (*(m for m in members if m), record.id)


def everything_about(snapshot: Snapshot, id: str) -> set[str]:
    """The record, and for a member or a person everything that hangs on it."""
    about = {id}
    if snapshot.find(Member, id):
        for index in (
            snapshot.pledges_of, snapshot.contacts_of, snapshot.meetings_with,
            snapshot.undertakings_to, snapshot.follow_ups_on,
        ):  # fmt: skip
            about |= {record.id for record in index.get(id, ())}
    people = [i for i in about if snapshot.find(Contact, i)]
    about |= {post.id for person in people for post in snapshot.posts_of.get(person, ())}
    return about | {e.id for i in tuple(about) for e in snapshot.evidence_of.get(i, ())}
