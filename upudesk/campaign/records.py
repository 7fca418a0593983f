"""Actions that are the same for every kind of record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from upudesk.campaign.plan import Edit, Plan, Put, Remove, Revive, Settle, references
from upudesk.errors import N_, FieldName, InvalidRecord, Message
from upudesk.journal import Conflict, Reason
from upudesk.model import Candidacy, Contact, Evidence, Member, Post, Record, Seats
from upudesk.snapshot import Snapshot
from upudesk.values import Value


def put(snapshot: Snapshot, record: Record, base: Record | None = None) -> Plan:
    """Enter a record, or with `base` edit one: only what differs from `base` is written.

    Refused where it would bring about what the rules forbid across records.
    """
    _refuse_unfit(snapshot, record, base)
    known = base is not None or snapshot.find(type(record), record.id) is not None
    verb, reason = ("edit", Reason.CORRECTED) if known else ("add", Reason.ENTERED)
    edits = (Put(record, base),)
    return Plan(f"{record.KIND}.{verb}", edits, subject_of(snapshot, record), reason)


def _refuse_unfit(snapshot: Snapshot, record: Record, base: Record | None) -> None:
    if isinstance(record, Member | Candidacy | Seats):
        from upudesk.campaign.fitting import refuse_unfit  # not needed to start

        refuse_unfit(snapshot, record, base or snapshot.find(type(record), record.id))


def edit_many(snapshot: Snapshot, records: Sequence[Record], field: str, value: Any) -> Plan:
    """Give many records of one kind the same value in one field, as one step."""
    changed: dict[str, Any] = {field: value}
    edits: tuple[Put, ...] = tuple(
        Put(replace(record, **changed), record)
        for record in records
        if getattr(record, field) != value
    )
    for edit in edits:
        _refuse_unfit(snapshot, edit.record, edit.base)
    subject = tuple(id for edit in edits for id in subject_of(snapshot, edit.record)[:1])
    return Plan(f"{records[0].KIND}.edit_many", edits, subject, Reason.CORRECTED)


def remove(snapshot: Snapshot, record: Record) -> Plan:
    """Delete a record. Refused while others name it; it can be revived.

    With a person go their posts; whoever followed in one of them has no predecessor then.
    """
    posts = snapshot.posts_of.get(record.id, ()) if isinstance(record, Contact) else ()
    going: tuple[Record, ...] = (*posts, record)
    attached = (Remove(e) for one in going for e in snapshot.evidence_of.get(one.id, ()))
    edits: tuple[Edit, ...] = (
        *_without_predecessor(snapshot, going), *attached, *map(Remove, going)
    )  # fmt: skip
    return Plan(f"{record.KIND}.remove", edits, subject_of(snapshot, record))


def _without_predecessor(snapshot: Snapshot, going: Sequence[Record]) -> Iterator[Put]:
    ids = {record.id for record in going}
    if any(isinstance(record, Post) for record in going):
        for post in snapshot.all(Post):
            if post.predecessor in ids and post.id not in ids:
                yield Put(replace(post, predecessor=""), post)


def revive(snapshot: Snapshot, *chosen: Record) -> Plan:
    """Take records out of the recycle bin, all in one step.

    Refused where one of them names a record that is gone and is not among them.
    """
    back = {record.id for record in chosen}
    for record in chosen:
        for name, id in named_by(record):
            if id not in back and snapshot.any(id) is None:
                raise InvalidRecord({name: Message(
                    N_("“{field}” names a record that is not there; nothing was brought back."),
                    {"field": FieldName(name)},
                )})  # fmt: skip
    edits = tuple(Revive(record.KIND, record.id) for record in chosen)
    subjects = dict.fromkeys(id for record in chosen for id in subject_of(snapshot, record))
    return Plan(f"{chosen[0].KIND}.revive", edits, tuple(subjects))


def missing(
    snapshot: Snapshot, chosen: Sequence[Record], bin: Mapping[str, Record]
) -> tuple[list[Record], bool]:
    """What must come back too so that the chosen records name nothing that is gone.

    The second answer says whether all of it can: what was erased for good is not in the bin.
    """
    back = {record.id for record in chosen}
    found: list[Record] = []
    whole, waiting = True, list(chosen)
    while waiting:
        for _name, id in named_by(waiting.pop(0)):
            if id in back or snapshot.any(id):
                continue
            if id not in bin:
                whole = False
                continue
            back.add(id)
            found.append(bin[id])
            waiting.append(bin[id])
    return found, whole


def named_by(record: Record) -> Iterator[tuple[str, str]]:
    """Fields of a record that name others, and the ids in them; evidence stands behind any kind."""
    yield from ((name, id) for name, _kind, id in references(record))
    if isinstance(record, Evidence) and record.about:
        yield "about", record.about


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
