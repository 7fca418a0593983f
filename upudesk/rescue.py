"""What can be read of a damaged campaign, brought into a new file; the damaged one stays as it is.

Where the journal is whole, everything follows from it. Where it is not, as much of each writer's
chain as holds is kept, and one step of a new writer says what the tables, and what else could be
read of the journal, know beyond that.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from upudesk import (
    backups,
    evidence_store,
    file_faults,
    inspection,
    journal,
    opening,
    placing,
    shapes,
)
from upudesk.campaign.plan import Edit, Plan, Put, Remove, drafts
from upudesk.errors import N_, FileProblem
from upudesk.journal import Projected, Step
from upudesk.machine import Machine, place_of, state_folder
from upudesk.model import KINDS, Campaign, Candidacy, Evidence, Member, Record, new_id
from upudesk.salvage import Wreck, salvaged
from upudesk.snapshot import record_of
from upudesk.storage import CampaignFile, Writer
from upudesk.values import differing

ACTION = "campaign.rescue"
Tell = Callable[[], None]
Records = dict[str, Record]


@dataclass(frozen=True)
class Count:
    """How many of a kind came through, and how many are known to have been there besides."""

    saved: int
    lost: int = 0


@dataclass(frozen=True)
class Rescued:
    """What was brought into the new file, and what was not."""

    records: Mapping[str, Count]
    """By kind; under no kind those of which nothing but their number is known."""
    steps: Count
    files: Count
    """Files of evidence; also those found beside the back-ups."""
    new_writer: bool
    """Whether the journal was broken, so that a new writer had to say what stands."""

    @property
    def loses_nothing(self) -> bool:
        counts = (*self.records.values(), self.steps, self.files)
        return not self.new_writer and not any(count.lost for count in counts)


def rescue(
    path: Path,
    new: Path,
    passphrase: str | None = None,
    *,
    stores: Path | None = None,
    machine: Machine | None = None,
    now: datetime | None = None,
    tell: Tell = lambda: None,
) -> Rescued:
    """Bring what can be read into a new file under the same passphrase; gives what came through.

    `stores` is a folder of back-ups, whose evidence may fill what the file has lost. Raises a
    FileProblem where nothing can be read, or the new file cannot be made.
    """
    if new.exists():
        raise FileProblem(
            N_("{file} exists already; it was left as it is. Choose another name."), file=new.name
        )
    path, made = placing.itself(path), placing.half_made(new, "rescue")
    moment = now or datetime.now(UTC)
    with (
        file_faults.speaking(new),
        TemporaryDirectory(dir=_room(new), prefix=f".{new.name}.") as room,
        salvaged(path, passphrase, Path(room), tell, backups.salt_in(stores)) as wreck,
    ):
        saved = _Saved.of(wreck, path)
        given = passphrase if is_protected(path) else None
        try:
            told = _written(saved, wreck, made, given, stores, machine, moment, tell)
            placing.put_in_place(made, new)
        finally:
            with suppress(OSError):
                placing.drop(made)
    return told


def private_copy(
    path: Path, passphrase: str | None, stores: Path | None, tell: Tell
) -> tuple[TemporaryDirectory[str], Path, Rescued]:
    """What can be read, in a folder of this machine's own that goes with the first of these."""
    holder = state_folder() / "damaged"
    with file_faults.speaking(path):
        holder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in holder.iterdir():
            _drop_if_stale(left)
        room = TemporaryDirectory(dir=holder)
    try:
        copy = Path(room.name) / path.name
        return room, copy, rescue(path, copy, passphrase, stores=stores, tell=tell)
    except BaseException:
        room.cleanup()
        raise


def _drop_if_stale(left: Path) -> None:
    """What a program that was killed left; one that runs still shows its own."""
    with suppress(FileProblem, OSError):
        for copy in left.iterdir():
            Machine().claim(copy).release()
        shutil.rmtree(left)


def _room(new: Path) -> Path:
    if not new.parent.is_dir():
        raise FileProblem(
            N_("There is no folder {folder}; nothing was changed. Make it first."),
            folder=str(new.parent),
        )
    return new.parent


def is_protected(path: Path) -> bool:
    """Whether the damaged file is encrypted: a plain one that lost its beginning is not."""
    return not opening.begins_as_plain(path) and not opening.has_lost_its_head(path)


# ------------------------------------------------------------------ what stands


@dataclass
class _Saved:
    """What the new file is to hold."""

    steps: list[Step]
    """The part of the journal that holds."""
    all_steps: list[Step]
    records: Records
    lost: dict[str, set[str]]
    whole: bool

    @classmethod
    def of(cls, wreck: Wreck, path: Path) -> _Saved:
        holding = _holding(wreck.steps)
        whole = wreck.whole_journal and len(holding) == len(wreck.steps) and bool(holding)
        projected = journal.as_projected(_as_now(wreck.steps))
        made, unmade = _made_of(projected)
        if whole and not unmade:
            return cls(holding, wreck.steps, made, {}, True)
        records, lost = _joined(wreck, projected, made, unmade)
        if not records:
            raise FileProblem(
                N_("Nothing could be read in {file}; it was left as it is. Restore a back-up."),
                file=path.name,
            )
        known = records.keys() | projected.keys() | {id for ids in lost.values() for id in ids}
        lost[""] = wreck.named - known
        _with_campaign(records, lost)
        _without_hanging(records, lost)
        return cls(holding, wreck.steps, records, lost, False)


def _as_now(steps: Sequence[Step]) -> list[Step]:
    """What makes no sense is left in: of the record it is known at least that it was there."""
    return [shapes.as_now(step, nonsense_too=True) for step in steps]


def _holding(steps: Sequence[Step]) -> list[Step]:
    """The steps of which every one holds, and all that it builds upon."""
    kept = {step.id: step for step in steps}
    broken = True
    while broken:
        broken = False
        for step, _fault in list(journal.broken_links(kept.values())):
            broken = True
            if step.id in kept:  # else an earlier one took it along
                _cut(kept, step)
    return [step for step in steps if step.id in kept]


def _cut(kept: dict[str, Step], step: Step) -> None:
    """A writer's chain ends before a step that does not hold."""
    for id in [id for id, s in kept.items() if s.writer == step.writer and s.number >= step.number]:
        del kept[id]


def _made_of(projected: Mapping[str, Projected]) -> tuple[Records, set[str]]:
    """The records that the journal makes, and those of which it makes nothing that can be read."""
    made: Records = {}
    unmade = set()
    for id, one in projected.items():
        if one.alive:
            try:
                made[id] = record_of(one)
            except (ValueError, LookupError, TypeError, AttributeError):
                unmade.add(id)
    return made, unmade


def _joined(
    wreck: Wreck, projected: Mapping[str, Projected], made: Records, unmade: set[str]
) -> tuple[Records, dict[str, set[str]]]:
    """Records from the tables, and from the journal where a table could not be read."""
    records: Records = {}
    lost: dict[str, set[str]] = defaultdict(set)
    for kind in KINDS:
        stored, broken = wreck.records.get(kind, {}), kind in wreck.broken
        unread = wreck.unread.get(kind, set())
        said = {id: one for id, one in made.items() if one.KIND == kind}
        records |= stored
        for id, record in said.items():
            if id not in stored and (broken or id in unread):
                records[id] = record
        gone = {id for id, one in projected.items() if not one.alive}
        meant = unread | ({id for id in unmade if projected[id].kind == kind} if broken else set())
        lost[kind] = {id for id in meant - gone if id not in records}
    return records, lost


def _with_campaign(records: Records, lost: dict[str, set[str]]) -> None:
    """Without a campaign's own record there is no campaign: whose it is can be seen."""
    if any(isinstance(record, Campaign) for record in records.values()):
        return
    standing = [r.member for r in records.values() if isinstance(r, Candidacy)]
    members = [r.id for r in records.values() if isinstance(r, Member)]
    candidate = max(standing, key=standing.count, default=next(iter(members), ""))
    id = next(iter(lost.get(Campaign.KIND, ())), "") or new_id()
    records[id] = Campaign(id=id, candidate=candidate)
    lost[Campaign.KIND] = lost.get(Campaign.KIND, set()) | {id}


def _without_hanging(records: Records, lost: dict[str, set[str]]) -> None:
    """What names a record that is lost names nothing; what cannot do without is lost with it."""
    while hanging := _hanging(records):
        for record, field, id in hanging:
            loose = _loosened(records.get(record.id, record), field, id)
            if loose is None:
                records.pop(record.id, None)
                lost[record.KIND].add(record.id)
            elif record.id in records:
                records[record.id] = loose


def _hanging(records: Records) -> list[tuple[Record, str, str]]:
    kinds = {id: record.KIND for id, record in records.items()}
    return list(inspection.hanging(records.values(), kinds))


_NEEDED = {
    ("pledge", "member"), ("pledge", "candidacy"), ("candidacy", "member"),
    ("candidacy", "council"), ("contact", "member"), ("post", "contact"), ("seats", "council"),
    ("rating", "count"), ("blind_count", "candidacy"),
}  # fmt: skip
"""Without these a record says nothing."""


def _loosened(record: Record, field: str, id: str) -> Record | None:
    if (record.KIND, field) in _NEEDED:
        return None
    value: Any = getattr(record, field)
    kept: Any = tuple(one for one in value if one != id) if isinstance(value, tuple) else ""
    fields: dict[str, Any] = {field: kept}
    return replace(record, **fields)


# ------------------------------------------------------------------ the new file


def _written(
    saved: _Saved, wreck: Wreck, made: Path, passphrase: str | None, stores: Path | None,
    machine: Machine | None, moment: datetime, tell: Tell,
) -> Rescued:  # fmt: skip
    """Write, then prove; a history that does not hold after all is left out."""
    for steps in (saved.steps, []):
        placing.drop(made)
        with closing(CampaignFile.create(made, passphrase)) as file:
            with file.writing():
                for writer in wreck.writers:
                    if steps:
                        file.add_writer(writer)
                file.append(steps)
                new_writer = _say_what_stands(file, saved, steps, machine or Machine(), moment)
                for name, written, text in wreck.drafts:
                    file.keep_draft(name, written, text)
            file.rebuild()
            files = _bring_evidence(file, wreck, saved.records, stores, tell)
            tell()
            if inspection.inspect(file, with_files=False).sound:
                break
    else:
        raise file_faults.damaged(made)
    kinds = {kind: Count(0) for kind in KINDS}
    for kind in KINDS:
        lost = saved.lost.get(kind, set())
        there = sum(r.KIND == kind and r.id not in lost for r in saved.records.values())
        kinds[kind] = Count(there, len(lost))
    kinds[""] = Count(0, len(saved.lost.get("", ())))
    told = Count(len(steps), len(wreck.steps) - len(steps))
    return Rescued(kinds, told, files, new_writer)


def _say_what_stands(
    file: CampaignFile, saved: _Saved, steps: Sequence[Step], machine: Machine, moment: datetime
) -> bool:
    """One step of a new writer, with all that the journal kept so far does not say."""
    if saved.whole and steps:
        return False
    current = _as_now(steps)
    heads = journal.heads_of(c for step in current for c in step.changes)
    projected = journal.as_projected(current)
    before, _ = _made_of(projected)
    edits: list[Edit] = [Remove(r) for id, r in before.items() if id not in saved.records]
    edits += [_put(record, before) for record in saved.records.values()]
    found = drafts(Plan(ACTION, tuple(edits)), heads)
    if not found:
        return False
    last = {step.writer: (step.number, step.hash) for step in steps}
    clock = max((step.clock for step in steps), default="")
    writer = Writer.begun(machine.name(), f"rescue {place_of(file.path)}", moment, "rescued")
    campaign = next(id for id, r in saved.records.items() if isinstance(r, Campaign))
    step = Step(
        writer.id, 1, journal.tick(clock, moment), ACTION, (campaign,), shape=shapes.LATEST,
        seen=tuple((w, n, h) for w, (n, h) in sorted(last.items())),
    )  # fmt: skip
    file.add_writer(writer)
    file.append([journal.sealed(step, found, os.urandom)])
    return True


def _put(record: Record, before: Records) -> Put:
    was = before.get(record.id)
    return Put(record, was if was is not None and differing(was, record) else None)


def _bring_evidence(
    file: CampaignFile, wreck: Wreck, records: Records, stores: Path | None, tell: Tell
) -> Count:
    named = [r.sha256 for r in records.values() if isinstance(r, Evidence)]
    wanted = set(filter(None, named))
    for sha256 in sorted(wanted & wreck.evidence):
        tell()
        with suppress(_Spoilt), file.writing():
            file.keep_parts(sha256, _proved(sha256, wreck.parts_of(sha256)))
    if stores is not None and wanted - file.evidence_names():
        evidence_store.bring_together(file, wanted, stores)
    found = len(wanted & file.evidence_names())
    # Of a record that lost the name of its file, the file is lost too.
    return Count(found, len(wanted) - found + named.count(""))


class _Spoilt(Exception):
    """Bytes that do not fit their SHA-256 any more."""


def _proved(sha256: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
        yield part
    if total.hexdigest() != sha256:
        raise _Spoilt
