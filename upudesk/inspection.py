"""Inspecting a whole campaign file: what was looked at, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from upudesk import journal
from upudesk.campaign.plan import references
from upudesk.connection import Row
from upudesk.errors import N_, DamagedFile, FieldName, FileProblem, Message
from upudesk.journal import Projected, Step
from upudesk.model import Evidence, Record
from upudesk.snapshot import record_of
from upudesk.storage import CampaignFile, rows_of

PIECE = 1_000
"""So many steps are read at a time."""


@dataclass(frozen=True)
class Report:
    """What was looked at, in sentences, and every fault found."""

    looked_at: tuple[Message, ...]
    faults: tuple[Message, ...]
    pages: bool = False
    """Whether the file itself does not hold together; then nothing may be written into it."""

    @property
    def sound(self) -> bool:
        return not self.faults


def inspect(file: CampaignFile, *, with_files: bool = True) -> Report:
    """Check pages, chains, tables against the journal, references, and evidence.

    Where the files of evidence stand elsewhere, as for most back-ups, they are not missed.
    """
    faults = [Message(N_("The file itself: {what}."), {"what": w}) for w in file.integrity_faults()]
    broken = bool(faults)
    written: list[Step] = []
    records: dict[str, Record] = {}
    try:
        written, tables = _read(file)
        faults += chain_faults(written)
        current = file.current(written)
        projected = list(journal.as_projected(current).values())
        records = {one.record: record_of(one) for one in projected if one.alive}
        faults += _table_faults(tables, current, projected)
        faults += _reference_faults(records)
        # Gigabytes may take a while: whoever writes need not wait for them.
        faults += _evidence_faults(file, records.values(), with_files)
    except FileProblem as problem:  # a page that cannot be read ends the inspection
        faults.append(problem.message)
        broken = broken or isinstance(problem, DamagedFile)
    return Report(tuple(_looked_at(file, written, records)), tuple(faults), broken)


@dataclass(frozen=True)
class _Tables:
    """What the file says of the journal, as it stands at one moment."""

    heads: set[Row]
    disputed: set[str]
    rows: dict[str, set[Row]]


def _read(file: CampaignFile) -> tuple[list[Step], _Tables]:
    """The journal and all that follows from it, of one moment.

    Whoever writes waits while somebody reads. So the journal, which only grows, is read in pieces,
    and held still is no more than the rest of it and the tables.
    """
    written: list[Step] = []
    while piece := file.steps_after(len(written) and file.arrival_of(written[-1]), PIECE):
        written += piece
        if len(piece) < PIECE:
            break
    with file.reading():
        written += file.steps_since(file.arrival_of(written[-1]) if written else 0)
        if file.erasures() != sum(c.erased for step in written for c in step.changes):
            written = file.steps()  # somebody erased something meanwhile
        return written, _Tables(file.stored_heads(), file.disputed(), file.stored_rows())


def _looked_at(
    file: CampaignFile, steps: list[Step], records: dict[str, Record]
) -> Iterator[Message]:
    if file.protected:
        yield Message(N_("SQLite’s and SQLCipher’s own checks of every page."))
    else:
        yield Message(N_("SQLite’s own check of every page (the file has no passphrase)."))
    yield Message(
        N_("The chains of {writers} writers: {steps} steps with {changes} changes."),
        {
            "writers": len({step.writer for step in steps}),
            "steps": len(steps),
            "changes": sum(len(step.changes) for step in steps),
        },
    )
    yield Message(
        N_("{records} records, made again from the journal and compared; what they refer to."),
        {"records": len(records)},
    )
    evidence = sum(isinstance(record, Evidence) for record in records.values())
    yield Message(N_("The SHA-256 of {files} files of evidence."), {"files": evidence})


_FAULTS = {
    "order": N_("Step {step}: a step before it is missing, or stands twice."),
    "previous": N_("Step {step}: it does not continue the step before it."),
    "seen": N_("Step {step}: what it knew of another writer is missing, or says something else."),
    "hash": N_("Step {step}: it was altered after it was written."),
    "value": N_("Step {step}: a value in it was altered after it was written."),
    "erased": N_("Step {step}: a value in it was taken out, and no step says that it was erased."),
}


def chain_faults(steps: Sequence[Step]) -> Iterator[Message]:
    """Of each writer the first step that does not hold, and how many after it do not."""
    broken: dict[str, list[tuple[Step, str]]] = {}
    for step, fault in journal.broken_links(steps):
        broken.setdefault(step.writer, []).append((step, fault))
    for writer, found in broken.items():
        first, fault = found[0]
        yield Message(
            N_(
                "Writer {writer} ({authors}): step {number} of {moment} is the first that does not "
                "hold. {what} What this writer wrote before it holds."
            ),
            {
                "writer": writer,
                "authors": _authors(steps, writer),
                "number": first.number,
                "moment": _moment(first),
                "what": Message(_FAULTS[fault], {"step": first.id}),
            },
        )
        if more := len(found) - 1:
            yield Message(
                N_("Writer {writer}: later steps that do not hold either: {count}."),
                {"writer": writer, "count": more},
            )


def _authors(steps: Sequence[Step], writer: str) -> object:
    """Whose name stands over the steps of a writer; the seed's founding steps have none."""
    names = dict.fromkeys(step.author for step in steps if step.writer == writer and step.author)
    return tuple(names) or Message(N_("no name"))


def _moment(step: Step) -> object:
    """When a step says that it was written, as far as that can be read."""
    return journal.moment_of(step.clock) if journal.is_clock(step.clock) else step.clock


def _table_faults(
    tables: _Tables, steps: Iterable[Step], projected: Sequence[Projected]
) -> Iterator[Message]:
    heads = journal.heads_of(c for step in steps for c in step.changes)
    expected = {(c.record, c.field, c.step, c.number) for found in heads.values() for c in found}
    disputed = {one.record for one in projected if one.conflicts}
    if tables.heads != expected or tables.disputed != disputed:
        yield Message(N_("The list of what is in force differs from the journal."))
    stored, made = tables.rows, rows_of(projected)
    for kind, rows in made.items():
        if differing := stored[kind] ^ rows:
            count = len({row[0] for row in differing})
            yield Message(
                N_("Table “{kind}”: {count} records differ from the journal."),
                {"kind": kind, "count": count},
            )


def hanging(records: Mapping[str, Record]) -> Iterator[tuple[Record, str, str]]:
    """Every record that names one which is not there, in which field, and the id."""
    for record in records.values():
        for field, kind, id in references(record):
            if id not in records or records[id].KIND != kind:
                yield record, field, id
        if isinstance(record, Evidence) and record.about and record.about not in records:
            yield record, "about", record.about


def _reference_faults(records: Mapping[str, Record]) -> Iterator[Message]:
    for record, field, _ in hanging(records):
        if isinstance(record, Evidence):  # it stands behind any kind
            yield Message(
                N_("Evidence “{name}” stands behind a record that is not there."),
                {"name": record.name},
            )
        else:
            yield Message(
                N_("{kind} {id}: its “{field}” names a record that is not there."),
                {"kind": record.KIND, "id": record.id, "field": FieldName(field)},
            )


def _evidence_faults(
    file: CampaignFile, records: Iterable[Record], with_files: bool
) -> Iterator[Message]:
    spoilt = set(file.spoilt_evidence())
    for record in records:
        if isinstance(record, Evidence):
            if record.sha256 in spoilt:
                yield Message(N_("Evidence “{name}” was altered."), {"name": record.name})
            elif with_files and not file.has_bytes(record.sha256):
                yield Message(N_("Evidence “{name}” has lost its file."), {"name": record.name})
