"""Two contacts that are one person made one, and made two again however much later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from upudesk.campaign.plan import Edit, Plan, Put, Remove, Revive
from upudesk.campaign.records import subject_of
from upudesk.errors import N_, FieldName, InvalidRecord, Message, UnknownRecord
from upudesk.journal import Change, Place, Reason, Step
from upudesk.model import KINDS, REFERENCES, Contact, Evidence, Note, Record
from upudesk.rules import called
from upudesk.snapshot import Snapshot
from upudesk.values import Value, from_values, shape_of, to_values

MERGE = "contact.merge"
UNITED = ("other_names", "languages", "reach")
"""Fields of which one person may have several: what both say is kept, unless told otherwise."""
_NAMING = {
    kind: tuple(field for field, named in names.items() if named == Contact.KIND)
    for kind, names in REFERENCES.items()
    if Contact.KIND in names.values()
}
"""By kind, the fields that name a contact."""
_NAMING_ANY: Mapping[type[Record], str] = {Evidence: "about", Note: "sorted_into"}
"""Fields that may name a record of any kind."""


# ------------------------------------------------------------------ two become one


def differences(keep: Contact, lose: Contact) -> list[str]:
    """The fields in which two contacts differ and both say something: the user chooses."""
    return [
        f.name
        for f in fields(Contact)
        if f.name != "id"
        and (mine := getattr(keep, f.name)) != (other := getattr(lose, f.name))
        and mine
        and other
    ]


def united(keep: Contact, lose: Contact) -> Contact:
    """The contact that stays, with what only the other says, and what both may have several of.

    The name that is not taken stays among the other names, so that it is still found.
    """
    said: dict[str, Any] = {
        f.name: getattr(keep, f.name) or getattr(lose, f.name) for f in fields(Contact)
    }
    for name in UNITED:
        said[name] = unite(getattr(keep, name), getattr(lose, name))
    merged: Contact = replace(keep, **said | {"id": keep.id})
    return with_name_kept(merged, keep, lose)


def unite(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def with_name_kept(merged: Contact, keep: Contact, lose: Contact) -> Contact:
    """Whatever the person is called now, the names that they had are among the others."""
    names = unite(merged.other_names, (keep.name, lose.name))
    return replace(merged, other_names=tuple(n for n in names if n and n != merged.name))


def merge(snapshot: Snapshot, keep: Contact, lose: Contact, merged: Contact) -> Plan:
    """One person of two, in the words of `merged`; all that named the one names the other now."""
    if keep.id == lose.id or merged.id != keep.id:
        raise InvalidRecord(
            {"id": Message(N_("Choose two different contacts; nothing was changed."))}
        )
    moved = tuple(Put(_turned(r, lose.id, keep.id), r) for r in naming(snapshot, lose))
    subject = (*subject_of(snapshot, keep), lose.id)
    return Plan(MERGE, (Put(merged, keep), *moved, Remove(lose)), subject, Reason.CORRECTED)


def naming(snapshot: Snapshot, contact: Contact) -> list[Record]:
    """Every record that names a contact, whatever its kind."""
    found = [
        record
        for kind, names in _NAMING.items()
        for record in snapshot.all(KINDS[kind])
        if any(contact.id in _ids(getattr(record, name)) for name in names)
    ]
    for kind, name in _NAMING_ANY.items():
        found += [r for r in snapshot.all(kind) if getattr(r, name) == contact.id]
    return found


def _turned(record: Record, old: str, new: str) -> Record:
    """The record with one contact in place of another, who stands in no list twice."""
    names = (*_NAMING.get(record.KIND, ()), *filter(None, [_NAMING_ANY.get(type(record))]))
    said: dict[str, Any] = {}
    for name in names:
        value = getattr(record, name)
        if isinstance(value, tuple):
            said[name] = unite((new if id == old else id for id in value), ())
        elif value == old:
            said[name] = new
    return replace(record, **said)


def _ids(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


# ------------------------------------------------------------------ one becomes two again


@dataclass(frozen=True)
class Merge:
    """A merge that still holds: its step, who stayed, and who went."""

    step: str
    keep: str
    lost: str


def merges(steps: Iterable[Step], snapshot: Snapshot) -> list[Merge]:
    """The merges that hold, latest first: who went is not back, and who stayed is there."""
    latest = {
        step.subject[-1]: Merge(step.id, step.subject[-2], step.subject[-1])
        for step in sorted(steps, key=lambda step: (step.clock, step.writer))
        if step.action == MERGE and not step.undoes and len(step.subject) > 1
    }
    there = {contact.id for contact in snapshot.all(Contact)}
    return [m for m in reversed(latest.values()) if m.lost not in there and m.keep in there]


def unmerge(snapshot: Snapshot, step: Step, before: Mapping[Place, Value]) -> Plan:
    """Bring back who went in a merge, with every link that still stands as the merge put it.

    `before` is what the step's fields held until then. What was changed later stays as it is, and
    a warning names it. Raises UnknownRecord where who stayed is gone.
    """
    keep_id, lost_id = step.subject[-2:]
    if snapshot.find(Contact, lost_id):
        raise InvalidRecord(
            {"id": Message(N_("These two are two contacts already; nothing was changed."))}
        )
    keep = snapshot.find(Contact, keep_id)
    if keep is None:
        raise UnknownRecord(
            N_("The contact that stayed is not there any more: bring that one back first.")
        )
    back = _Back(snapshot, keep_id, lost_id, before)
    edits = [Revive(Contact.KIND, lost_id), *back.edits(step)]
    subject = (*subject_of(snapshot, keep), lost_id)
    return Plan("contact.unmerge", tuple(edits), subject, Reason.CORRECTED, tuple(back.warnings))


class _Back:
    """The way back of one merge, and what bars it."""

    def __init__(
        self, snapshot: Snapshot, keep: str, lost: str, before: Mapping[Place, Value]
    ) -> None:
        self._snapshot, self._keep, self._lost, self._before = snapshot, keep, lost, before
        self.warnings: list[Message] = []

    def edits(self, step: Step) -> Iterator[Edit]:
        by_record: dict[str, list[Change]] = {}
        for change in step.changes:
            if change.field and change.record != self._lost:
                by_record.setdefault(change.record, []).append(change)
        for changes in by_record.values():
            yield from self._edit(changes)

    def _edit(self, changes: Sequence[Change]) -> Iterator[Put]:
        """One record, put back field by field."""
        kind = KINDS[changes[0].kind]
        record = self._snapshot.find(kind, changes[0].record)
        if record is None:
            gone = N_("A record that the merge had moved was deleted since and stays so: {kind}.")
            self.warnings.append(Message(gone, {"kind": FieldName(kind.KIND)}))
            return
        now = to_values(record)
        fresh = now | {c.field: self._value(record, c, now[c.field]) for c in changes}
        if fresh != now:
            yield Put(from_values(kind, record.id, fresh), record)

    def _value(self, record: Record, change: Change, now: Value) -> Value:
        """What a field says after the way back: what it said before, as far as that can be."""
        then, was = change.value, self._was(change)
        if now == then:
            return was
        if isinstance(now, list) and isinstance(then, list) and isinstance(was, list):
            links = change.field in _NAMING.get(change.kind, ())
            if not links:
                return _without_added(now, then, was)
            if self._keep in now:
                return self._in_list(now, was)
        if now != was:
            self._say_kept(record, change)
        return now

    def _was(self, change: Change) -> Value:
        blank = shape_of(KINDS[change.kind]).blanks[change.field]
        return self._before.get(change.place, blank)

    def _in_list(self, now: list[str], was: list[str]) -> list[str]:
        """Who went stands again where who stayed stands now, beside them if both stood there."""
        own = [self._keep] if self._keep in was else []
        back = [*own, self._lost] if self._lost in was else [self._keep]
        return [id for one in now for id in (back if one == self._keep else [one])]

    def _say_kept(self, record: Record, change: Change) -> None:
        kept = N_("“{field}” was changed after the merge and stays as it is now: {about}.")
        about = _told(self._snapshot, record)
        self.warnings.append(Message(kept, {"field": FieldName(change.field), "about": about}))


def _told(snapshot: Snapshot, record: Record) -> str:
    """A record in a word, for a gap in a sentence."""
    for name in ("name", "title", "text"):
        if text := getattr(record, name, ""):
            return str(text)
    return called(snapshot, getattr(record, "member", ""))


def _without_added(now: list[str], then: list[str], was: list[str]) -> list[str]:
    """A list without what the merge had put into it; what came later stays."""
    added = set(then) - set(was)
    return [item for item in now if item not in added]
