"""The inbox: what is only half known is put down at once and sorted later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec

from upudesk.campaign.plan import Plan, Put
from upudesk.campaign.records import subject_of
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.model import Note, Record
from upudesk.snapshot import Snapshot

P = ParamSpec("P")


def waiting(snapshot: Snapshot) -> list[Note]:
    """The notes that nothing was made of yet, the latest first."""
    return [note for note in reversed(snapshot.all(Note)) if not note.sorted_into]


def put_down(snapshot: Snapshot, note: Note) -> Plan:
    """Keep a note. Its text is enough; it was taken today unless it says otherwise."""
    whole = replace(note, text=note.text.strip(), taken_on=note.taken_on or snapshot.today)
    return Plan("note.add", (Put(whole),), subject_of(snapshot, whole))


def sort_note(
    snapshot: Snapshot,
    note: Note,
    kind: type[Record],
    action: Callable[Concatenate[Snapshot, P], Plan],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Plan:
    """Carry out an action that makes a record out of a note; the note says which, in one step.

    Where several records of that kind are made, the note names the first.
    """
    plan = action(snapshot, *args, **kwargs)
    made = [edit.record for edit in plan.edits if isinstance(edit, Put)]
    into = next((record for record in made if isinstance(record, kind)), None)
    if into is None:
        raise InvalidRecord({"sorted_into": Message(N_("Nothing was made of the note."))})
    return replace(plan, edits=(*plan.edits, sorted_note(note, into)))


def sorted_note(note: Note, into: Record) -> Put:
    """The note as it leaves the inbox; it stays in the file and says what became of it."""
    return Put(replace(note, sorted_into=into.id), note)
