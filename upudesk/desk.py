"""The desk: one open campaign, as window, command line and tests use it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from upudesk import journal, shapes, undoing
from upudesk.campaign import plan as plans
from upudesk.campaign.plan import Plan
from upudesk.campaign.records import everything_about
from upudesk.copying import Tell, unheard
from upudesk.errors import (
    N_,
    DiskFull,
    FileProblem,
    Message,
    NothingToUndo,
    UndoBlocked,
    UnknownRecord,
)
from upudesk.file_faults import damaged, not_made
from upudesk.founding import Deed, found
from upudesk.journal import (
    EXISTENCE,
    OF_ERASURE,
    Change,
    Conflict,
    Draft,
    Place,
    Projected,
    Step,
)
from upudesk.machine import Claim, Machine, as_name, place_of
from upudesk.model import KINDS, Campaign, Evidence, Member, Record
from upudesk.snapshot import Snapshot, record_of
from upudesk.storage import CampaignFile, Writer
from upudesk.values import Value, shape_of

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from upudesk.backups import Original
    from upudesk.inspection import Report
    from upudesk.past import Deleted
    from upudesk.rescue import Rescued

P = ParamSpec("P")
Action = Callable[Concatenate[Snapshot, P], Plan]
MANY = 25
"""A step of so many edits is a bulk change."""
Beside = Callable[[Callable[[Tell], Any]], Any]
"""Does a piece of work, here or on another thread, and gives what came of it."""
WEEK = timedelta(days=7)
QUICK = 64 << 20
"""Bytes of a file that are looked over while somebody waits."""


@dataclass(frozen=True)
class Done:
    """What came of an action: its step (None where nothing had to change), and any warnings."""

    step: Step | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class News:
    """What has changed. `step` is None for changes that another process made."""

    step: Step | None
    kinds: frozenset[str]
    records: frozenset[str]


def _at_once(work: Callable[[Tell], Any]) -> Any:
    return work(unheard)


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """An open campaign. Every change goes through `do`, `undo`, `redo`, `settle` or `expunge`.

    What has returned without an error is on disk. Each call is one transaction, one step, one undo
    and one announcement to `listeners`.
    """

    def __init__(
        self,
        file: CampaignFile,
        *,
        machine: Machine | None = None,
        author: str = "",
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.author = author
        self.listeners: list[Callable[[News], None]] = []
        self.before_many: list[Callable[[], None]] = []
        """Called before a bulk change: the file is still as it was, and nobody waits for it."""
        self._file = file
        self._machine = machine or Machine()
        self._real_now = clock
        self._snapshot = Snapshot(date.min)
        self._lock: Claim | None = None
        self._shown: Path | None = None
        """The damaged file of which this shows what could be read."""
        self.damaged = False
        """Whether the file does not hold together: it is looked at only."""
        self._room: tuple[TemporaryDirectory[str], Claim] | None = None
        self.damage: Rescued | None = None
        self._load()

    @classmethod
    def open(
        cls, path: Path, passphrase: str | None = None, *, window: bool = False, **kwargs: Any
    ) -> Desk:
        """Open a campaign file. Raises a FileProblem that says why it cannot be.

        With `window`, the campaign is held for this window alone; other programs may still write.
        """
        with _held(path, window, kwargs.get("machine")) as lock:
            file = CampaignFile.open(path, passphrase)
            try:
                desk = cls(file, **kwargs)
            except BaseException:
                file.close()
                raise
            desk._lock = lock
            return desk

    @classmethod
    def create(
        cls,
        path: Path,
        deeds: Iterable[Deed],
        passphrase: str | None = None,
        *,
        window: bool = False,
        **kwargs: Any,
    ) -> Desk:
        """Found a campaign in a new file; the first deed must put the campaign's own record."""
        file = CampaignFile.create(path, passphrase)
        try:
            machine = kwargs.get("machine") or Machine()
            found(file, deeds, place_of(path), machine.name())
        except BaseException as error:
            file.close()
            with suppress(OSError):  # on a disk that fails; it says of itself that it is unfinished
                path.unlink(missing_ok=True)
            if isinstance(error, DiskFull):
                raise not_made(path) from error
            raise
        with _held(path, window, kwargs.get("machine")) as lock:
            desk = cls(file, **kwargs)
            desk._lock = lock
            return desk

    @classmethod
    def open_damaged(
        cls,
        path: Path,
        passphrase: str | None = None,
        *,
        stores: Path | None = None,
        tell: Callable[[], None] = lambda: None,
        window: bool = False,
        **kwargs: Any,
    ) -> Desk:
        """What can be read of a damaged file, to be looked at only; the file stays as it is.

        It is shown from a copy in this machine's own folder, under the same passphrase, which goes
        when the desk closes. Raises a FileProblem where nothing can be read.
        """
        from upudesk.rescue import private_copy

        with _held(path, window, kwargs.get("machine")) as lock:
            room, copy, damage = private_copy(path, passphrase, stores, tell)
            try:
                file = CampaignFile.open(copy, passphrase)
                desk = cls(file, **kwargs)
            except BaseException:
                room.cleanup()
                raise
            desk._lock, desk._shown, desk.damage = lock, path, damage
            desk._room = room, Machine().claim(copy)
            desk.stop_writing()
            return desk

    def stop_writing(self) -> None:
        """Only look from now on: the file turned out to be damaged."""
        self.damaged = True
        self._file.stop_writing()

    def close(self) -> None:
        self._file.close()
        self._machine.close()
        if self._room:
            room, claim = self._room
            self._room = None
            claim.release()
            room.cleanup()
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -------------------------------------------------------------- what is

    @property
    def path(self) -> Path:
        return self._shown or self._file.path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def protected(self) -> bool:
        return self._file.protected

    @property
    def read_only(self) -> bool:
        return self._file.read_only

    @property
    def today(self) -> date:
        """The practice day where the campaign has one, else the machine's date."""
        return self._snapshot.campaign.practice_day or self._real_now().astimezone().date()

    @property
    def snapshot(self) -> Snapshot:
        """Everything, as it stands, looked at today."""
        if self._snapshot.today != self.today:
            self._snapshot = replace(self._snapshot, today=self.today)
        return self._snapshot

    def _now(self) -> datetime:
        """This moment, on the practice day where there is one."""
        moment, practice = self._real_now(), self._snapshot.campaign.practice_day
        if not practice:
            return moment
        local = moment.astimezone()
        return local.replace(year=practice.year, month=practice.month, day=practice.day)

    @property
    def moment(self) -> datetime:
        """This moment, though never before the last step, whoever's clock that was: what was known
        at it is what is known now."""
        return max(self._now(), journal.moment_of(self._clock))

    def _load(self) -> None:
        with self._file.reading():
            self._version = self._file.version()
            tables = self._file.tables()
            own = next(iter(tables["campaign"].values()), None)
            if not isinstance(own, Campaign):
                raise FileProblem(
                    N_(
                        "{file} holds no campaign: making it was broken off; it was left as it is. "
                        "Delete it and make it again."
                    ),
                    file=self.path.name,
                )
            self._disputes: dict[str, tuple[Conflict, ...]] = {}
            self._last = self._file.last_steps()
            self._clock = self._file.last_clock()
            self._note_disputes(self._projected(self._file.disputed()))
        self._snapshot = Snapshot(date.min, tables, self._conflicts())
        self._snapshot = replace(self._snapshot, today=self.today)
        self._writer = self._known_writer()
        self._stacks: undoing.Stacks | None = None

    def _known_writer(self) -> Writer | None:
        """The writer that this copy on this machine goes on as; None where a new one must begin."""
        machine, place = self._machine.name(), place_of(self.path)
        mine = [w for w in self._file.writers() if (w.machine, w.place) == (machine, place)]
        if not mine:
            return None
        number, _ = self._last.get(mine[-1].id, (0, ""))
        return None if self._machine.reached(mine[-1].id) > number else mine[-1]

    # -------------------------------------------------------------- what is done

    def do(self, action: Action[P], /, *args: P.args, **kwargs: P.kwargs) -> Done:
        """Carry out an action as one step.

        Raises InvalidRecord or another UserError where it cannot be; nothing is changed then.
        """

        def planned() -> Plan:
            return action(self.snapshot, *args, **kwargs)

        done = self._do(planned, many=not self.before_many)
        if done is None:
            for prepare in self.before_many:
                prepare()
            done = self._do(planned, many=True)
        assert done is not None
        return done

    def _do(self, planned: Callable[[], Plan], *, many: bool) -> Done | None:
        """None, and nothing written, where it is a bulk change and may not be one."""
        with self._writing() as write:
            plan = planned()
            heads = self._file.heads(plans.touched(plan))
            plans.check(plan, self.snapshot, heads)
            if _is_many(plan) and not many:
                return None
            self._file.keep(plan.files)
            if plan.spent:
                self._file.drop_drafts(plan.spent)
            step = write(plan.action, plans.drafts(plan, heads), heads, subject=plan.subject)
        return Done(step, plan.warnings)

    def undo(self) -> Step:
        """Take back the last own step; raises NothingToUndo or UndoBlocked."""
        return self._reverse(0)

    def redo(self) -> Step:
        """Do again what was last taken back; raises NothingToUndo or UndoBlocked."""
        return self._reverse(1)

    @property
    def undoable(self) -> Step | None:
        """The step that undo would take back."""
        return next(reversed(self._undo_and_redo()[0]), None)

    @property
    def redoable(self) -> Step | None:
        """The step that redo would do again."""
        step = next(reversed(self._undo_and_redo()[1]), None)
        return self._file.step(step.undoes) if step else None

    def _undo_and_redo(self) -> undoing.Stacks:
        if self._stacks is None:
            own = self._file.steps_of(self._writer.id) if self._writer else []
            self._stacks = undoing.undo_and_redo(own)
        return self._stacks

    def _reverse(self, which: int) -> Step:
        with self._writing() as write:
            stack = self._undo_and_redo()[which]
            if not stack:
                raise NothingToUndo(
                    N_("There is nothing to redo.") if which else N_("There is nothing to undo.")
                )
            top = stack[-1]
            step_of = cache(self._step_as_now)
            original = undoing.Reversal({}, step_of, _blank).original(step_of(top.id))
            heads = self._file.heads({c.record for c in original.changes})
            reversal = undoing.Reversal(heads, step_of, _blank)
            drafts = reversal.redo(original) if which else reversal.undo(original)
            links = {"redoes" if which else "undoes": top.id}
            step = write(top.action, drafts, heads, subject=top.subject, **links)
            assert step is not None
            self._refuse_hanging(step, heads)
        return step

    def _step_as_now(self, id: str) -> Step:
        return self._file.current([self._file.step(id)])[0]

    def _refuse_hanging(self, step: Step, heads: Mapping[Place, Sequence[Change]]) -> None:
        """What is taken back must not leave a record that names one which is not there."""
        projected = journal.project(journal.heads_after(heads, step), self._knew(step))
        changed = [
            (one.kind, one.record, record_of(one) if one.alive else None) for one in projected
        ]
        after = self.snapshot.with_records(changed, ())
        hanging = plans.left_hanging(self.snapshot, after, (id for _, id, _ in changed))
        if hanging and any(id == hanging.id for _, id, _ in changed):
            raise UndoBlocked(N_("This cannot be taken back: it names a record that is gone."))
        if hanging:
            raise UndoBlocked(N_("This cannot be taken back: other records name it by now."))

    def take_back(self, id: str) -> Step:
        """Take back one step of anyone's, as a step of its own that can be undone.

        Raises UndoBlocked, naming the step, where a later one depends on it; NothingToUndo where it
        is taken back already, or cannot be.
        """
        with self._writing() as write:
            step = self._step_as_now(id)
            heads = self._file.heads({c.record for c in step.changes})
            reversal = undoing.Reversal(heads, cache(self._step_as_now), _blank)
            drafts = reversal.take_back(step)
            subject = (*step.subject, step.id)
            taken = write(undoing.TAKE_BACK, drafts, heads, subject=subject)
            assert taken is not None
            self._refuse_hanging(taken, heads)
        return taken

    def step(self, id: str) -> Step:
        """A step of the journal with all its changes, in the words of today."""
        return self._step_as_now(id)

    def replaced_by(self, step: Step) -> dict[Place, Value]:
        """What stood in the fields that a step changed, before it; blank where nothing did."""
        reversal = undoing.Reversal({}, cache(self._step_as_now), _blank)
        return reversal.replaced_by(step)

    # -------------------------------------------------------------- drafts

    def drafts(self) -> dict[str, tuple[datetime, str]]:
        """What was being typed, by name: since when it stands so, and the text. No journal."""
        return self._file.drafts()

    def keep_draft(self, name: str, text: str) -> None:
        """Keep what is being typed. It is on disk when this returns, outside the journal."""
        with self._file.writing():
            self._file.keep_draft(name, self._real_now(), text)

    def drop_draft(self, name: str) -> None:
        with self._file.writing():
            self._file.drop_drafts([name])

    def expunge(
        self, record: str, field: str | None = None, *, why: str = "", by: str = ""
    ) -> Step:
        """Erase what a field (or a whole record) ever said, for good; its digests stay.

        The journal keeps who did so (`by`, else whoever sits here) and why. Copies made earlier
        keep it: back-ups, other laptops. Raises UnknownRecord; InvalidRecord where a whole record
        is to go that others name.
        """
        with self._writing() as write:
            alive = self.snapshot.any(record)
            if alive and field is None:
                plans.check(Plan("expunge", (plans.Remove(alive),)), self.snapshot, {})
            steps = self._file.current(self._file.steps_about([record]))
            said = [
                c
                for step in steps
                for c in step.changes
                if c.field != EXISTENCE and c.field not in OF_ERASURE and field in (None, c.field)
            ]
            if not said:
                raise UnknownRecord(N_("There is nothing to erase in {id}."), id=record)
            heads = self._file.heads([record])
            kind = said[0].kind
            drafts = undoing.erasing(kind, record, field, said, heads, _blank, why)
            step = write("expunge", drafts, heads, **({"author": by} if by else {}))
            self._discard_evidence(said)
            self._discard_drafts(record)
            self._file.erase({c.id for c in said})
        assert step is not None
        return step

    def _discard_drafts(self, record: str) -> None:
        """What is half typed about it began with what it said."""
        kept = self._file.drafts().items()
        self._file.drop_drafts([
            name for name, (_, text) in kept
            if name.partition(" ")[2] == record or f'"before": "{record}"' in text
        ])  # fmt: skip

    def _discard_evidence(self, said: Sequence[Change]) -> None:
        """Bytes that no other record of evidence needs go too."""
        gone = {c.record for c in said}
        needed = {e.sha256 for e in self.snapshot.all(Evidence) if e.id not in gone}
        was = {str(c.value) for c in said if (c.kind, c.field) == (Evidence.KIND, "sha256")}
        for sha256 in was - needed:
            self._file.discard(sha256)

    # -------------------------------------------------------------- writing

    @contextmanager
    def _writing(self) -> Iterator[Callable[..., Step | None]]:
        """A transaction and the function that writes its one step; memory follows the commit."""
        written: list[tuple[Step, list[Projected], Writer]] = []
        with self._transaction():

            def write(
                action: str, drafts: Sequence[Draft], heads: Mapping[Place, Sequence[Change]],
                **links: Any,
            ) -> Step | None:  # fmt: skip
                if not drafts:
                    return None
                writer = self._writer or self._begin_writer()
                number, previous = self._last.get(writer.id, (0, ""))
                step = journal.sealed(
                    Step(
                        writer.id, number + 1, journal.tick(self._clock, self._now()), action,
                        shape=shapes.LATEST, previous=previous,
                        seen=_seen(self._last, writer.id), **{"author": self.author} | links,
                    ),
                    drafts,
                    os.urandom,
                )  # fmt: skip
                self._file.append([step])
                projected = list(
                    journal.project(journal.heads_after(heads, step), self._knew(step))
                )
                self._file.write_tables(projected)
                written.append((step, projected, writer))
                return step

            yield write
        for step, projected, writer in written:
            self._advance(step, projected, writer)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """What other programs wrote is taken in first, and announced even if the rest fails."""
        taken: list[Projected] = []
        try:
            with self._file.writing():
                taken = self._take_in()
                yield
        finally:
            if taken:
                self._announce(None, taken)

    def _begin_writer(self) -> Writer:
        writer = Writer.begun(self._machine.name(), place_of(self.path), self._now(), "opened")
        self._file.add_writer(writer)
        return writer

    def _knew(self, fresh: Step) -> Callable[[str], Mapping[str, int]]:
        return lambda step: fresh.knew if step == fresh.id else self._file.knew(step)

    def _advance(self, step: Step, projected: list[Projected], writer: Writer) -> None:
        if self._writer is None:
            self._writer, self._stacks = writer, None
        self._last[step.writer] = (step.number, step.hash)
        self._clock = step.clock
        self._machine.note(step.writer, step.number)
        if self._stacks is not None:
            self._stacks = undoing.after_step(self._stacks, step)
        self._show(projected)
        self._version = (self._version[0] + 1, self._version[1])
        self._announce(step, projected)

    def _show(self, projected: Sequence[Projected]) -> None:
        """Make the next snapshot from the last one."""
        self._note_disputes(projected)
        changed = [
            (one.kind, one.record, record_of(one) if one.alive else None) for one in projected
        ]
        self._snapshot = self.snapshot.with_records(changed, self._conflicts())

    def _note_disputes(self, projected: Iterable[Projected]) -> None:
        for one in projected:
            self._disputes.pop(one.record, None)
            if one.conflicts:
                self._disputes[one.record] = one.conflicts

    def _conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for conflicts in self._disputes.values() for c in conflicts)

    def _projected(self, records: set[str]) -> list[Projected]:
        return list(journal.project(self._file.heads(records), self._file.knew)) if records else []

    def _announce(self, step: Step | None, projected: Sequence[Projected]) -> None:
        kinds = frozenset(one.kind for one in projected)
        news = News(step, kinds, frozenset(one.record for one in projected))
        for listener in tuple(self.listeners):
            listener(news)

    # -------------------------------------------------------------- other processes

    def refresh(self) -> bool:
        """Take in what another process wrote; cheap when nothing was."""
        if self._file.version() == self._version:
            return False
        with self._file.reading():
            projected = self._take_in()
        if projected:
            self._announce(None, projected)
        return bool(projected)

    def _take_in(self) -> list[Projected]:
        version = self._file.version()
        if version == self._version:
            return []
        fresh = self._file.steps_since(self._version[0])
        projected = self._projected({c.record for step in fresh for c in step.changes})
        self._last, self._clock = self._file.last_steps(), self._file.last_clock()
        self._writer = self._writer or self._known_writer()
        self._show(projected)
        self._version, self._stacks = version, None
        return projected

    # -------------------------------------------------------------- looking back

    def history(self, id: str) -> list[Step]:
        """The steps that changed a record, oldest first, each with only those changes.

        For a member: everything about it. Raises UnknownRecord.
        """
        about = everything_about(self.snapshot, id)
        steps = {step.id: step for step in self._file.steps_about(about)}
        if self.snapshot.find(Member, id):
            steps |= {s.id: s for s in self._file.steps_on(id) if s.id not in steps}
        if not steps:
            raise UnknownRecord(N_("No record is known as {id}; nothing was changed."), id=id)
        return sorted(self._file.current(steps.values()), key=lambda s: (s.clock, s.writer))

    def steps(self) -> list[Step]:
        """The whole journal, oldest first, without the single changes."""
        return self._file.steps(changes=False)

    def latest_steps(self, count: int, before: int = 0) -> list[Step]:
        """The last so many steps of the journal, in the order in which they came; or those before
        the last `before`, so that a long journal can be read in pieces."""
        until = self._version[0] - before
        return self._file.steps_between(until - count, until)

    def steps_on(self, id: str) -> list[Step]:
        """The steps that were about a record by name, be it that they changed others only."""
        return self._file.steps_on(id)

    def known_at(self, moment: datetime) -> Snapshot:
        """What the journal held at that moment. It may be asked off the window's thread."""
        from upudesk import past

        # In this order: what was taken in of later steps is shown before it counts as arrived.
        arrived, now = self._version[0], self._snapshot
        with self._file.another() as file:
            then = past.known_at(file, now, arrived, moment)
        return replace(then, today=min(self.today, moment.astimezone().date()))

    def at_the_eve(self) -> Snapshot | None:
        """What the journal held when the day of the vote began; None where no day is set, or the
        journal does not reach back. It may be asked off the window's thread."""
        voted = self.snapshot.campaign.vote_on
        if voted is None:
            return None
        begins = datetime.combine(voted, time.min).astimezone()
        try:
            return self.known_at(begins - timedelta(milliseconds=1))
        except UnknownRecord:
            return None

    def deleted(self) -> list[Record]:
        """Every record that was deleted, as it was."""
        return [gone.record for gone in self.recycle_bin()]

    def recycle_bin(self) -> list[Deleted]:
        """Every record that was deleted, as it was, with the step that deleted it; oldest first.

        What was erased for good is not among them: nothing is left of it to bring back.
        """
        from upudesk import past

        return past.recycle_bin(self._file)

    def file_of(self, evidence: Evidence) -> bytes:
        """The bytes behind a record of evidence; raises UnknownRecord."""
        data = self._file.bytes_of(evidence.sha256)
        if data is None:
            raise UnknownRecord(
                N_("The file “{name}” is not kept in this campaign."), name=evidence.name
            )
        return data

    def has_file(self, evidence: Evidence) -> bool:
        return self._file.has_bytes(evidence.sha256)

    # -------------------------------------------------------------- the file as a whole

    def heads(self) -> dict[str, tuple[int, str]]:
        """Of every writer, the number and the hash of the last step: what a seal is made of."""
        return dict(self._last)

    def broken_chain(self) -> list[Message]:
        """What does not hold in the journal alone. It may be asked off the window's thread."""
        from upudesk import inspection

        with self._file.another() as file:
            return list(inspection.chain_faults(file.every_step()))

    def check(self, tell: Callable[[], None] = lambda: None) -> Report:
        """Inspect the whole file; says what was looked at and what is wrong.

        Over a connection of its own, so that it may be asked off the window's thread; `tell` is
        called all the while and may raise to break it off.
        """
        from upudesk import inspection

        with self._file.another() as file, file.minding(tell):
            report = inspection.inspect(file)
        if report.sound:
            self._machine.note_check(self._checked_as(), self._real_now())
        return report

    def glance(self) -> Message | None:
        """A quick look at a file of the usual size, which takes a moment; one that does not hold
        together is only read from now on, and it is said so."""
        if self.path.stat().st_size > QUICK or not self._file.quick_faults():
            return None
        self.stop_writing()
        return damaged(self.path).message

    def look_over(self, tell: Callable[[], None] = lambda: None) -> list[str]:
        """A quick look at the pages of all tables; what is wrong, in SQLite's words. As `check`."""
        with self._file.another() as file, file.minding(tell):
            return file.quick_faults()

    @property
    def last_check(self) -> datetime | None:
        """When the whole file was last inspected on this machine and found sound."""
        return self._machine.checked(self._checked_as())

    @property
    def wants_check(self) -> bool:
        """Whether the last whole inspection was a week ago, or there was none."""
        last = self.last_check
        return last is None or self._real_now() - last >= WEEK

    def _checked_as(self) -> str:
        return f"{as_name(self._snapshot.campaign.id)} {place_of(self.path)}"

    def backup(self, target: Path | None = None, tell: Tell = unheard) -> Path:
        """A proven copy beside the campaign, or at `target`; under the same passphrase.

        It may be asked off the window's thread, and be broken off by what `tell` raises.
        """
        stamp = self._real_now().astimezone().strftime("%Y-%m-%d %H%M%S")
        name = f"{self.path.stem}.backup {stamp}{self.path.suffix}"
        return self._file.copy_to(target or self.path.with_name(name), tell)

    def backups(self) -> list[Path]:
        """Back-ups beside the campaign, oldest first. Those made earlier keep their passphrase."""
        pattern = f"{escape(self.path.stem)}.backup *{escape(self.path.suffix)}"
        return sorted(self.path.parent.glob(pattern))

    def original(self) -> Original:
        """What a back-up is made of, off the window's thread too."""
        from upudesk.backups import Original

        return Original(self.path, self._file.passphrase, self._snapshot.campaign.id)

    def erased(self) -> set[Place]:
        """Fields of records of which something was erased for good."""
        return self._file.erased()

    def protect(self, passphrase: str | None, beside: Beside = _at_once) -> None:
        """Set, change or (None) remove the passphrase. Earlier back-ups keep the old one.

        What takes long is given to `beside`, which may do it on another thread and raise where it
        is broken off: then all is as it was. Raises AlreadyOpen while another window has the
        campaign: it could read it no longer.
        """
        held = self._lock or self._machine.claim(self.path)
        try:
            replaced = self._protect(passphrase, beside)
            if replaced and self._lock:
                self._lock = self._machine.claim(self.path)
        finally:
            if held is not self._lock:
                held.release()

    def _protect(self, passphrase: str | None, beside: Beside) -> bool:
        """Gives whether a new file stands in the old one's place."""
        with self._transaction():
            writer = self._writer.id if self._writer else ""
        opened_again = beside(partial(self._file.protect, passphrase, writer))
        if opened_again is None:
            return False
        self._file = opened_again()
        self._version = (self._version[0], -1)  # others may have written until nobody could
        self.refresh()
        return True


@contextmanager
def _held(path: Path, window: bool, machine: Machine | None) -> Iterator[Claim | None]:
    """The one window's lock, given back if opening fails."""
    lock = (machine or Machine()).claim(path) if window and path.is_file() else None
    try:
        yield lock
    except BaseException:
        if lock:
            lock.release()
        raise


def _is_many(plan: Plan) -> bool:
    """What only notes that something went out is noted whatever happens: it changes nothing."""
    return len(plan.edits) >= MANY and plan.action != undoing.LOGGED


def _seen(last: Mapping[str, tuple[int, str]], own: str) -> tuple[tuple[str, int, str], ...]:
    return tuple((w, n, h) for w, (n, h) in sorted(last.items()) if w != own)


def _blank(kind: str, field: str) -> Value:
    return shape_of(KINDS[kind]).blanks[field]
