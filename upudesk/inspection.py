"""Inspecting a whole campaign file: what was looked at, what was found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from upudesk import journal
from upudesk.campaign.plan import references
from upudesk.connection import Row
from upudesk.errors import N_, DamagedFile, FieldName, FileProblem, Message
from upudesk.journal import Change, Seen, Step
from upudesk.model import KINDS, Evidence, Record
from upudesk.snapshot import record_of
from upudesk.storage import CampaignFile, rows_of


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

    Where the files of evidence stand elsewhere, as for most back-ups, they are not missed. All is
    read in pieces: whoever wants to write comes in between, and a large file needs little memory.
    """
    faults = [Message(N_("The file itself: {what}."), {"what": w}) for w in file.integrity_faults()]
    broken = bool(faults)
    written, records = _Written(), _Records()
    try:
        faults += chain_faults(written.counted(file.every_step()))
        for ids, said in file.in_pieces(file.record_ids, lambda some: _Said.read(file, some)):
            records.take(ids, said, file.knew)
        faults += _table_faults(records)
        faults += _reference_faults(records)
        faults += _evidence_faults(file, records.evidence.values(), with_files)
    except FileProblem as problem:  # a page that cannot be read ends the inspection
        faults.append(problem.message)
        broken = broken or isinstance(problem, DamagedFile)
    return Report(tuple(_looked_at(file, written, records)), tuple(faults), broken)


@dataclass
class _Written:
    """How much of the journal was looked at."""

    writers: set[str] = field(default_factory=set)
    steps: int = 0
    changes: int = 0

    def counted(self, steps: Iterable[Step]) -> Iterator[Step]:
        for step in steps:
            self.writers.add(step.writer)
            self.steps += 1
            self.changes += len(step.changes)
            yield step


@dataclass(frozen=True)
class _Said:
    """What the journal and the tables say of some records at one moment."""

    changes: list[Change]
    heads: set[Row]
    disputed: set[str]
    rows: dict[str, set[Row]]

    @classmethod
    def read(cls, file: CampaignFile, records: Collection[str]) -> _Said:
        disputed = file.disputed().intersection(records)
        changes, heads = file.changes_of(records), file.stored_heads(records)
        return cls(changes, heads, disputed, file.stored_rows(records))


IN_FORCE = ""
"""Stands for the list of what is in force, beside the names of the tables."""


@dataclass
class _Records:
    """What was found out about the records, by id; only a few of them are kept."""

    kinds: dict[str, str] = field(default_factory=dict)
    """Of those that are there."""
    unsure: dict[str, Record] = field(default_factory=dict)
    """Those that name records which were not seen when they were."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    differing: dict[str, set[str]] = field(default_factory=dict)
    """Which tables differ from the journal."""

    def take(self, ids: Iterable[str], said: _Said, knew: Callable[[str], Seen]) -> None:
        """Look at some records; what was found out about them before counts no more."""
        for id in ids:
            for found in (self.kinds, self.unsure, self.evidence, self.differing):
                found.pop(id, None)
        heads = journal.heads_of(said.changes)
        projected = list(journal.project(heads, knew))
        in_force = {(c.record, c.field, c.step, c.number) for many in heads.values() for c in many}
        disputed = {one.record for one in projected if one.conflicts}
        self._note(IN_FORCE, {row[0] for row in said.heads ^ in_force} | (said.disputed ^ disputed))
        for kind, rows in rows_of(projected).items():
            self._note(kind, {row[0] for row in said.rows[kind] ^ rows})
        self._see([record_of(one) for one in projected if one.alive])

    def _note(self, table: str, records: Iterable[str]) -> None:
        for id in records:
            self.differing.setdefault(id, set()).add(table)

    def _see(self, records: Collection[Record]) -> None:
        self.kinds |= {record.id: record.KIND for record in records}
        self.evidence |= {one.id: one for one in records if isinstance(one, Evidence)}
        self.unsure |= {record.id: record for record, _, _ in hanging(records, self.kinds)}


def _looked_at(file: CampaignFile, written: _Written, records: _Records) -> Iterator[Message]:
    if file.protected:
        yield Message(N_("SQLite’s and SQLCipher’s own checks of every page."))
    else:
        yield Message(N_("SQLite’s own check of every page (the file has no passphrase)."))
    yield Message(
        N_("The chains of {writers} writers: {steps} steps with {changes} changes."),
        {
            "writers": len(written.writers),
            "steps": written.steps,
            "changes": written.changes,
        },
    )
    yield Message(
        N_("{records} records, made again from the journal and compared; what they refer to."),
        {"records": len(records.kinds)},
    )
    yield Message(N_("The SHA-256 of {files} files of evidence."), {"files": len(records.evidence)})


_FAULTS = {
    "order": N_("Step {step}: a step before it is missing, or stands twice."),
    "previous": N_("Step {step}: it does not continue the step before it."),
    "seen": N_("Step {step}: what it knew of another writer is missing, or says something else."),
    "hash": N_("Step {step}: it was altered after it was written."),
    "value": N_("Step {step}: a value in it was altered after it was written."),
    "erased": N_("Step {step}: a value in it was taken out, and no step says that it was erased."),
}


def chain_faults(steps: Iterable[Step]) -> Iterator[Message]:
    """Of each writer the first step that does not hold, and how many after it do not."""
    authors: dict[str, dict[str, None]] = defaultdict(dict)
    broken: dict[str, list[tuple[Step, str]]] = {}
    for step, fault in journal.broken_links(_noting(steps, authors)):
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
                # The seed's founding steps have no name over them.
                "authors": tuple(authors[writer]) or Message(N_("no name")),
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


def _noting(steps: Iterable[Step], authors: dict[str, dict[str, None]]) -> Iterator[Step]:
    """Whose names stand over the steps of each writer."""
    for step in steps:
        if step.author:
            authors[step.writer][step.author] = None
        yield step


def _moment(step: Step) -> object:
    """When a step says that it was written, as far as that can be read."""
    return journal.moment_of(step.clock) if journal.is_clock(step.clock) else step.clock


def _table_faults(records: _Records) -> Iterator[Message]:
    counts = Counter(table for tables in records.differing.values() for table in tables)
    if counts[IN_FORCE]:
        yield Message(N_("The list of what is in force differs from the journal."))
    for kind in KINDS:
        if counts[kind]:
            yield Message(
                N_("Table “{kind}”: {count} records differ from the journal."),
                {"kind": kind, "count": counts[kind]},
            )


def hanging(
    records: Iterable[Record], kinds: Mapping[str, str]
) -> Iterator[tuple[Record, str, str]]:
    """Every record that names one which is not there, in which field, and the id; `kinds` says of
    all that are there what they are."""
    for record in records:
        for field_, kind, id in references(record):
            if kinds.get(id) != kind:
                yield record, field_, id
        if isinstance(record, Evidence) and record.about and record.about not in kinds:
            yield record, "about", record.about


def _reference_faults(records: _Records) -> Iterator[Message]:
    for record, name, _ in hanging(records.unsure.values(), records.kinds):
        if isinstance(record, Evidence):  # it stands behind any kind
            yield Message(
                N_("Evidence “{name}” stands behind a record that is not there."),
                {"name": record.name},
            )
        else:
            yield Message(
                N_("{kind} {id}: its “{field}” names a record that is not there."),
                {"kind": record.KIND, "id": record.id, "field": FieldName(name)},
            )


def _evidence_faults(
    file: CampaignFile, records: Collection[Evidence], with_files: bool
) -> Iterator[Message]:
    spoilt, there = set(file.spoilt_evidence()), file.evidence_names()
    for record in records:
        if record.sha256 in spoilt:
            yield Message(N_("Evidence “{name}” was altered."), {"name": record.name})
        elif with_files and record.sha256 not in there:
            yield Message(N_("Evidence “{name}” has lost its file."), {"name": record.name})
