"""What an action gives back: the edits of one step, checked as a whole before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from upudesk.errors import N_, FieldName, InvalidRecord, Message
from upudesk.journal import EXISTENCE, Change, Draft, Place, Reason
from upudesk.model import KINDS, REFERENCES, Campaign, Evidence, Export, Record
from upudesk.snapshot import Snapshot
from upudesk.values import Value, differing, entered, shape_of, to_values


@dataclass(frozen=True)
class Put:
    """Write a record. With `base`, only the fields in which it differs from that earlier state."""

    record: Record
    base: Record | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Remove:
    """Delete a record; its history stays."""

    record: Record


@dataclass(frozen=True)
class Revive:
    """Bring a deleted record back as it was."""

    kind: str
    id: str


@dataclass(frozen=True)
class Settle:
    """Answer a conflict: one value in place of all that were said."""

    kind: str
    id: str
    field: str
    value: Value


Edit = Put | Remove | Revive | Settle


@dataclass(frozen=True)
class Plan:
    """One step to be: a name for it, what it is about, and its edits."""

    action: str
    edits: tuple[Edit, ...]
    subject: tuple[str, ...] = ()
    reason: Reason = Reason.ENTERED
    warnings: tuple[Message, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Contents of evidence, by SHA-256."""
    spent: tuple[str, ...] = ()
    """Names of drafts that are needed no more once this is saved."""


def check(plan: Plan, snapshot: Snapshot, heads: Mapping[Place, Sequence[Change]]) -> None:
    """Raise InvalidRecord where a record is not whole, was deleted, or points at nothing.

    `heads` are those of the records that the plan touches.
    """
    put = {edit.record.id: edit.record for edit in plan.edits if isinstance(edit, Put)}
    removed = {edit.record.id for edit in plan.edits if isinstance(edit, Remove)}
    back = {edit.id: edit.kind for edit in plan.edits if isinstance(edit, Revive)}
    _refuse_to_rewrite_the_log(plan, snapshot)
    for record in put.values():
        if record.id not in back:
            _refuse_if_deleted(record, snapshot, heads)
        record.check(snapshot.today)
        for name, kind, id in references(record):
            known = (id in put and put[id].KIND == kind) or back.get(id) == kind
            if not known and (id in removed or snapshot.find(KINDS[kind], id) is None):
                raise InvalidRecord({name: Message(
                    N_("“{field}” names a record that is not there; nothing was saved."),
                    {"field": FieldName(name)},
                )})  # fmt: skip
    for edit in plan.edits:
        if isinstance(edit, Remove):
            _refuse_if_needed(edit.record, snapshot, removed, put)


def _refuse_to_rewrite_the_log(plan: Plan, snapshot: Snapshot) -> None:
    """What went out has gone out."""
    for edit in plan.edits:
        record = getattr(edit, "record", None)
        if isinstance(record, Export) and (
            isinstance(edit, Remove) or snapshot.find(Export, record.id)
        ):
            sentence = N_("The export log is only added to; nothing in it is changed or deleted.")
            raise InvalidRecord({"id": Message(sentence)})


def _refuse_if_deleted(
    record: Record, snapshot: Snapshot, heads: Mapping[Place, Sequence[Change]]
) -> None:
    """Only `Revive` brings back what was deleted, be it while a form was open."""
    if (record.id, EXISTENCE) in heads and snapshot.find(type(record), record.id) is None:
        raise InvalidRecord({"id": Message(
            N_(
                "A record was deleted meanwhile ({kind}); nothing was saved. "
                "Bring it back from the recycle bin, or enter it anew."
            ),
            {"kind": FieldName(record.KIND)},
        )})  # fmt: skip


def references(record: Record) -> Iterator[tuple[str, str, str]]:
    """Every record that this one names: the field, the kind, the id."""
    for name, kind in REFERENCES.get(record.KIND, {}).items():
        value = getattr(record, name)
        for id in value if isinstance(value, tuple) else (value,):
            if id:
                yield name, kind, id


def dependants(snapshot: Snapshot, record: Record) -> list[Record]:
    """The records that name this one."""
    found = [
        other
        for kind, names in REFERENCES.items()
        if record.KIND in names.values()
        for other in _naming_in(snapshot, kind, tuple(names), {record.id})
    ]
    return found + list(snapshot.evidence_of.get(record.id, ()))


def left_hanging(before: Snapshot, after: Snapshot, touched: Iterable[str]) -> Record | None:
    """A record that would newly name one that is not there, were these changed so."""
    ids = set(touched)
    gone = {id for id in ids if before.any(id) and not after.any(id)}
    for id in ids - gone:
        record, was = after.any(id), before.any(id)
        hung = _missing(before, was) if was else set()
        if record and _missing(after, record) - hung:
            return record
    return next(_naming(after, gone), None) if gone else None


def _named(record: Record) -> Iterator[str]:
    """The ids in a record; evidence stands behind any kind."""
    yield from (id for _, _, id in references(record))
    if isinstance(record, Evidence) and record.about:
        yield record.about


def _missing(snapshot: Snapshot, record: Record) -> set[str]:
    return {id for id in _named(record) if not snapshot.any(id)}


def _naming(snapshot: Snapshot, gone: set[str]) -> Iterator[Record]:
    for kind in {*REFERENCES, Evidence.KIND}:
        names = (*REFERENCES.get(kind, ()), *(("about",) if kind == Evidence.KIND else ()))
        yield from _naming_in(snapshot, kind, names, gone)


def _naming_in(
    snapshot: Snapshot, kind: str, names: tuple[str, ...], sought: set[str]
) -> Iterator[Record]:
    """The records of a kind that name one of these. Every record is looked at, so it is quick."""
    for record in snapshot.all(KINDS[kind]):
        said = vars(record)
        for name in names:
            value = said[name]
            if value in sought if type(value) is str else not sought.isdisjoint(value):
                yield record
                break


def _names(other: Record, record: Record) -> bool:
    """Whether a record, as this step leaves it, names that one."""
    about = getattr(other, "about", "") if isinstance(other, Evidence) else ""
    return about == record.id or any(id == record.id for _, _, id in references(other))


def _refuse_if_needed(
    record: Record, snapshot: Snapshot, removed: set[str], put: Mapping[str, Record]
) -> None:
    if isinstance(record, Campaign):
        raise InvalidRecord({"id": Message(
            N_("The campaign itself cannot be deleted; nothing was changed.")
        )})  # fmt: skip
    needed = [
        other
        for other in dependants(snapshot, record)
        if other.id not in removed and _names(put.get(other.id, other), record)
    ]
    if needed:
        raise InvalidRecord({"id": Message(
            N_(
                "It is still named by other records ({count}); nothing was deleted. "
                "Delete or change those first."
            ),
            {"count": len(needed)},
        )})  # fmt: skip


def drafts(plan: Plan, heads: Mapping[Place, Sequence[Change]]) -> list[Draft]:
    """The changes that a plan comes to, given the heads of the records it touches.

    A field that already says so is left alone; a change replaces every head of its field, so that
    writing a disputed field answers the dispute.
    """
    found: dict[Place, Draft] = {}
    for edit in plan.edits:
        for draft in _drafts(edit, plan.reason, heads):
            found[draft.record, draft.field] = draft
    return list(found.values())


def _drafts(edit: Edit, reason: Reason, heads: Mapping[Place, Sequence[Change]]) -> Iterator[Draft]:
    def draft(kind: str, id: str, field: str, value: Value, why: Reason = reason) -> Draft:
        return Draft(kind, id, field, value, why, tuple(c.id for c in heads.get((id, field), ())))

    match edit:
        case Put(record, base, why):
            there = heads.get((record.id, EXISTENCE), ())
            if not there or not all(c.value for c in there):
                yield draft(record.KIND, record.id, EXISTENCE, True, why or reason)
            for field, value in _said(record, base, heads, new=not there).items():
                yield draft(record.KIND, record.id, field, value, why or reason)
        case Remove(record):
            yield draft(record.KIND, record.id, EXISTENCE, False)
        case Revive(kind, id):
            yield draft(kind, id, EXISTENCE, True)
        case Settle(kind, id, field, value):
            yield draft(kind, id, field, value)


def _said(
    record: Record, base: Record | None, heads: Mapping[Place, Sequence[Change]], *, new: bool
) -> dict[str, Value]:
    """The fields that a record is to change, with their values."""
    if new:
        return entered(record)
    blanks = shape_of(type(record)).blanks
    said = differing(base, record) if base else to_values(record)

    def stands(field: str, value: Value) -> bool:
        answers = heads.get((record.id, field), ())
        return all(c.value == value for c in answers) if answers else value == blanks[field]

    return {field: value for field, value in said.items() if not stands(field, value)}


def touched(plan: Plan) -> set[str]:
    """Ids of the records that a plan edits."""
    return {edit.record.id if isinstance(edit, Put | Remove) else edit.id for edit in plan.edits}
