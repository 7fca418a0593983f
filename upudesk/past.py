"""What the journal held at an earlier moment, and what was deleted since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from upudesk import journal
from upudesk.errors import N_, UnknownRecord
from upudesk.journal import EXISTENCE, Conflict, Step
from upudesk.model import KINDS, Record
from upudesk.snapshot import Snapshot, Tables, record_of
from upudesk.storage import CampaignFile


@dataclass(frozen=True)
class Deleted:
    """A record in the recycle bin, as it was, and the step that put it there."""

    record: Record
    step: Step


def known_at(file: CampaignFile, now: Snapshot, arrived: int, moment: datetime) -> Snapshot:
    """What stood at that moment: as `now`, but for the records touched since. `arrived` counts the
    steps that `now` surely holds. Raises UnknownRecord where there was no campaign yet."""
    until = journal.clock_at(moment, 9999)
    then: dict[str, Record | None] = {}
    disputes: dict[str, tuple[Conflict, ...]] = {}
    # Only what was touched since is made of the journal. Whoever wants to write comes in between,
    # and what is given twice counts as given last.
    touched = partial(file.touched_since, until, arrived)
    for ids, said in file.in_pieces(touched, partial(file.changes_of, until=until)):
        then |= dict.fromkeys(ids)
        disputes |= dict.fromkeys(ids, ())
        for one in journal.project(journal.heads_of(said), file.knew):
            then[one.record] = record_of(one) if one.alive else None
            disputes[one.record] = one.conflicts
    tables = _with(now.tables, then)
    if not tables["campaign"]:
        raise UnknownRecord(N_("The campaign did not exist yet at {moment}."), moment=moment)
    still = [c for c in now.conflicts if c.record not in then]
    return replace(
        now, tables=tables, conflicts=(*still, *(c for found in disputes.values() for c in found))
    )


def _with(tables: Tables, others: Mapping[str, Record | None]) -> Tables:
    """Tables in which other records stand, or (None) are not there; in order of their ids."""
    after = {
        kind: {id: record for id, record in tables.get(kind, {}).items() if id not in others}
        for kind in KINDS
    }
    for record in filter(None, others.values()):
        after[record.KIND][record.id] = record
    return {kind: dict(sorted(records.items())) for kind, records in after.items()}


def recycle_bin(file: CampaignFile) -> list[Deleted]:
    """Every record that was deleted, as it was, with the step that deleted it; oldest first.

    What was erased for good is not among them: nothing is left of it to bring back.
    """
    with file.reading():
        heads = file.heads(file.deleted())
        found = [one for one in journal.project(heads, file.knew) if not one.alive]
        ends = {one.record: heads[one.record, EXISTENCE][-1].step for one in found}
        steps = file.steps_named(set(ends.values()))
    bin = [Deleted(record_of(one), steps[ends[one.record]]) for one in found]
    kept = (gone for gone in bin if gone.step.action != "expunge")
    return sorted(kept, key=lambda gone: (gone.step.clock, gone.step.writer))
