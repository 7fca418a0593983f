"""The campaign file: the journal, its heads, the tables that follow from it, and the evidence.

SQL stands here, in what opens, copies and looks over files below, and in evidence_store.py.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from sys import intern
from typing import Any, TypeVar

from upudesk import connection, copying, file_faults, integrity, journal, opening, placing, shapes
from upudesk.connection import Connection, Row
from upudesk.copying import Tell
from upudesk.errors import N_, FileProblem
from upudesk.file_faults import decoding, speaking
from upudesk.journal import Change, Place, Projected, Reason, Step
from upudesk.keys import check_passphrase, in_use
from upudesk.machine import make_private, place_of
from upudesk.model import KINDS, Record, new_id
from upudesk.record import FIRST_YEAR, LAST_YEAR
from upudesk.values import Value, from_row, shape_of

LARGE = 64 << 20
"""Bytes: to check a larger file as a whole would keep others from writing for long."""
CHUNK = 1 << 20
"""Evidence is kept in rows of 1 MiB, so that its size is no limit."""
ROWS = 8
"""So many rows of evidence are read at a time."""
ROOM = "PRAGMA cache_size = -32768"
"""Memory for whoever reads or writes all evidence: each search for a row reads a dozen others."""
PIECE = 1_000
"""So many steps or records are read at a time where all of them are."""
_CHANGE = (
    "c.step, c.number, s.clock, s.writer, c.kind, c.record, c.field, c.value, c.salt, c.digest, "
    "c.reason, c.replaces, s.shape"
)
_STEP = (
    "id, writer, number, clock, action, subject, author, undoes, redoes, shape, previous, seen, "
    "hash"
)


_encode = json.JSONEncoder(ensure_ascii=False).encode
_scan: Callable[[str, int], tuple[Any, int]] = vars(json.JSONDecoder())["scan_once"]
R = TypeVar("R")


@dataclass(frozen=True)
class Writer:
    """One copy of the file on one machine: who appends to the journal."""

    id: str
    machine: str
    place: str
    began: str
    why: str

    @classmethod
    def begun(cls, machine: str, place: str, moment: datetime, why: str) -> Writer:
        began = moment.astimezone(UTC).isoformat(timespec="seconds")
        return cls(new_id(), machine, place, began, why)


class CampaignFile:
    """An open campaign file. Errors come as sentences; a transaction that fails leaves no trace."""

    def __init__(self, path: Path, db: Connection, passphrase: str | None, read_only: bool) -> None:
        self.path = path
        self.passphrase = in_use(passphrase)
        self.read_only = read_only
        self._damaged = False
        self._place = place_of(path)
        self._db = db
        self._sql = db.execute

    @classmethod
    def create(cls, path: Path, passphrase: str | None) -> CampaignFile:
        db = opening.create(path, passphrase)
        db.execute(ROOM)
        return cls(path, db, passphrase, read_only=False)

    @classmethod
    def open(cls, path: Path, passphrase: str | None) -> CampaignFile:
        path = placing.itself(path)
        db, read_only = opening.open_existing(
            path, passphrase, lambda db: cls(path, db, passphrase, False).rebuild()
        )
        protected = opening.is_protected(path)
        return cls(path, db, passphrase if protected else None, read_only)

    @classmethod
    @contextmanager
    def looked_at(cls, path: Path, passphrase: str | None) -> Iterator[CampaignFile]:
        """A file that is only read, in whichever shape it is: it stays untouched."""
        with closing(opening.open_to_read(path, passphrase)) as db:
            if opening.shape_of_file(db) == shapes.LATEST:
                protected = opening.is_protected(path)
                yield cls(path, db, passphrase if protected else None, True)
                return
        from tempfile import TemporaryDirectory  # few starts need it

        # An older shape is brought up to date in a copy, under the same passphrase.
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            copy = Path(folder) / path.name
            with speaking(copy):
                make_private(copy)
                shutil.copyfile(path, copy)
            with closing(cls.open(copy, passphrase)) as file:
                yield file

    def close(self) -> None:
        self._db.close()
        if self.passphrase is not None:
            self.passphrase.forget()

    @contextmanager
    def another(self) -> Iterator[CampaignFile]:
        """The same file over a connection of its own that only reads: for another thread."""
        with decoding(self.path), self.along(self.path, self.passphrase) as file:
            yield file

    @classmethod
    @contextmanager
    def along(cls, path: Path, passphrase: str | None) -> Iterator[CampaignFile]:
        """A file that this process has open, over a connection of its own that only reads.

        Nothing but SQLite may open it meanwhile: closing another handle would drop SQLite's locks.
        """
        with speaking(path):
            db = connection.connect(path, passphrase, read_only=True)
        with closing(db):
            with speaking(path):
                db.execute(ROOM)
            yield cls(path, db, passphrase, True)

    @property
    def protected(self) -> bool:
        return self.passphrase is not None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is on disk afterwards, or none."""
        self._refuse_where_only_read()
        with speaking(self.path):
            self._sql("BEGIN IMMEDIATE")
            try:
                self._refuse_if_replaced()
                yield
                self._sql("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._sql("ROLLBACK")
                raise

    def stop_writing(self) -> None:
        """The file turned out to be damaged: writing would make it worse."""
        self.read_only = self._damaged = True

    def _refuse_where_only_read(self) -> None:
        if self._damaged:
            raise file_faults.damaged(self.path)
        if self.read_only:
            raise file_faults.unwritable(self.path)

    def _refuse_if_replaced(self) -> None:
        """What is written into a file that lost its name to another would be gone with it."""
        if not self.path.exists():
            raise FileProblem(
                N_(
                    "{file} was moved or deleted by another program; nothing was changed. Put it "
                    "back, or restore a back-up, and open it again."
                ),
                file=self.path.name,
            )
        if place_of(self.path) != self._place:
            raise FileProblem(
                N_(
                    "{file} was replaced by another program; nothing was changed. "
                    "Open it again and do it once more."
                ),
                file=self.path.name,
            )

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads that see the same moment."""
        with decoding(self.path):
            self._sql("BEGIN")
            try:
                yield
            finally:
                if self._db.in_transaction:
                    self._sql("ROLLBACK")

    def campaign_id(self) -> str:
        with speaking(self.path):
            row = self._sql("SELECT id FROM campaign").fetchone()
        return row[0] if row else ""

    # -------------------------------------------------------------- writers

    def writers(self) -> list[Writer]:
        with decoding(self.path):
            rows = self._sql("SELECT id, machine, place, began, why FROM writer ORDER BY rowid")
            return [Writer(*row) for row in rows]

    def add_writer(self, writer: Writer) -> None:
        self._sql("INSERT INTO writer VALUES (?, ?, ?, ?, ?)", tuple(vars(writer).values()))

    def moved(self, writer: str, place: str) -> None:
        """The same copy of the file has a new identity (its key was set or removed)."""
        self._sql("UPDATE writer SET place = ? WHERE id = ?", (place, writer))

    def last_steps(self) -> dict[str, tuple[int, str]]:
        """Of every writer, the number and hash of its last step."""
        with decoding(self.path):
            rows = self._sql("SELECT writer, max(number), hash FROM step GROUP BY writer")
            return {str(writer): (int(number), str(hash)) for writer, number, hash in rows}

    def last_clock(self) -> str:
        with decoding(self.path):
            clock = str(self._sql("SELECT coalesce(max(clock), '') FROM step").fetchone()[0])
            if clock and not journal.is_clock(clock):
                raise ValueError(clock)
            return clock

    # -------------------------------------------------------------- steps

    def version(self) -> tuple[int, int]:
        """Grows with every step and every erasure, whichever process wrote it."""
        with speaking(self.path):
            return (
                self._sql("SELECT coalesce(max(arrival), 0) FROM step").fetchone()[0],
                int(self._sql("PRAGMA data_version").fetchone()[0]),
            )

    def steps(
        self,
        where: str = "",
        values: Sequence[Any] = (),
        *,
        changes: bool = True,
        limit: int = -1,
    ) -> list[Step]:
        """Steps in order of arrival, as they were written."""
        with decoding(self.path):
            rows = self._sql(
                f"SELECT {_STEP} FROM step {where} ORDER BY arrival LIMIT ?", (*values, limit)
            ).fetchall()
            said = self._changes_of([row[0] for row in rows]) if changes else {}
            return [_step(row, tuple(said.get(row[0], ()))) for row in rows]

    def steps_since(self, arrival: int) -> list[Step]:
        return self.steps("WHERE arrival > ?", (arrival,))

    def every_step(self) -> Iterator[Step]:
        """The whole journal, a piece at a time: whoever wants to write comes in between."""
        arrival = 0
        while piece := self.steps("WHERE arrival > ?", (arrival,), limit=PIECE):
            yield from piece
            arrival = self._arrival_of_last(len(piece), arrival)

    def _arrival_of_last(self, count: int, after: int) -> int:
        """Of so many that came after that one. Not found by its id, for two may say the same."""
        found = "SELECT arrival FROM step WHERE arrival > ? ORDER BY arrival LIMIT ?"
        with decoding(self.path):
            query = f"SELECT max(arrival) FROM ({found})"
            return int(self._sql(query, (after, count)).fetchone()[0])

    def steps_between(self, arrival: int, until: int) -> list[Step]:
        """Those that came after the one and until the other, without their changes."""
        where = "WHERE arrival > ? AND arrival <= ?"
        return self.steps(where, (arrival, until), changes=False)

    def steps_named(self, ids: Collection[str]) -> dict[str, Step]:
        """These steps by id, without their changes."""
        where = "WHERE id IN (SELECT value FROM json_each(?))"
        return {step.id: step for step in self.steps(where, (_json(ids),), changes=False)}

    def steps_of(self, writer: str) -> list[Step]:
        """A writer's steps in order, without their changes."""
        return self.steps("WHERE id BETWEEN ? AND ?", (f"{writer}:", f"{writer};"), changes=False)

    def step(self, id: str) -> Step:
        return self.steps("WHERE id = ?", (id,))[0]

    def steps_about(self, records: Collection[str]) -> list[Step]:
        """Steps that changed one of these records, with only those changes."""
        rows = self._changes(
            "WHERE c.record IN (SELECT value FROM json_each(?))", (_json(records),)
        )
        by_step: dict[str, list[Change]] = defaultdict(list)
        for change, _ in rows:
            by_step[change.step].append(change)
        found = self.steps_named(by_step).values()
        return [replace(step, changes=tuple(by_step[step.id])) for step in found]

    def steps_on(self, subject: str) -> list[Step]:
        """Steps that were about this record, with all their changes."""
        where = "WHERE EXISTS (SELECT 1 FROM json_each(step.subject) WHERE value = ?)"
        return self.steps(where, (subject,))

    def _changes_of(self, steps: Sequence[str]) -> dict[str, list[Change]]:
        rows = self._changes("WHERE c.step IN (SELECT value FROM json_each(?))", (_json(steps),))
        said: dict[str, list[Change]] = defaultdict(list)
        for change, _ in rows:
            said[change.step].append(change)
        return said

    def changes_of(self, records: Collection[str], until: str | None = None) -> list[Change]:
        """All that was said of these records, until that clock, as the latest shape says it."""
        where = "WHERE c.record IN (SELECT value FROM json_each(?)) AND (? IS NULL OR s.clock <= ?)"
        with decoding(self.path):
            rows = self._changes(where, (_json(records), until, until))
            return [now for change, shape in rows for now in shapes.translated(change, shape)]

    def _changes(self, where: str, values: Sequence[Any] = ()) -> list[tuple[Change, int]]:
        """Changes as written, each with the shape it was written in."""
        with decoding(self.path):
            rows = self._sql(
                f"SELECT {_CHANGE} FROM change c JOIN step s ON s.id = c.step {where} "
                "ORDER BY c.step, c.number",
                tuple(values),
            )
            return [(_change(row), row[12]) for row in rows]

    def current(self, steps: Iterable[Step]) -> list[Step]:
        """Steps whose changes read as the latest shape says them."""
        with decoding(self.path):
            return [shapes.as_now(step) for step in steps]

    # -------------------------------------------------------------- all records

    def in_pieces(
        self, which: Callable[[], list[str]], read: Callable[[list[str]], R]
    ) -> Iterator[tuple[list[str], R]]:
        """What `read` gives of many records at one moment, some of them at a time.

        Whoever wants to write comes in between; what was changed meanwhile is read once more at
        the end, while nobody writes, and counts in place of what was given before.
        """
        with self.reading():
            began, known = self.version()[0], which()
        for at in range(0, len(known), PIECE):
            some = known[at : at + PIECE]
            with self.reading():
                said = read(some)
            yield some, said
        with self.reading():
            changed = {c.record for step in self.steps_since(began) for c in step.changes}
            some = sorted(changed)
            said = read(some)
        yield some, said

    def touched_since(self, clock: str, arrival: int) -> list[str]:
        """The records that later steps changed, or such as came into the file later, in order."""
        query = (
            "SELECT DISTINCT c.record FROM step s CROSS JOIN change c ON c.step = s.id "
            "WHERE s.clock > ? OR s.arrival > ? ORDER BY 1"
        )
        return [row[0] for row in self._sql(query, (clock, arrival))]

    def record_ids(self) -> list[str]:
        """Every record that the journal or what follows from it knows, in order."""
        ids = [f"SELECT id FROM {kind}" for kind in KINDS]
        records = [
            f"SELECT DISTINCT record FROM {table}" for table in ("change", "head", "disputed")
        ]
        return [row[0] for row in self._sql(f"{' UNION '.join(ids + records)} ORDER BY 1")]

    # -------------------------------------------------------------- heads

    def heads(self, records: Collection[str] | None = None) -> dict[Place, list[Change]]:
        """The heads of some records, or of all; lowest rank first."""
        where = "" if records is None else "WHERE h.record IN (SELECT value FROM json_each(?))"
        heads: dict[Place, list[Change]] = defaultdict(list)
        with decoding(self.path):
            rows = self._sql(
                f"SELECT {_CHANGE} FROM head h "
                "JOIN change c ON c.step = h.step AND c.number = h.number "
                f"JOIN step s ON s.id = c.step {where}",
                () if records is None else (_json(records),),
            )
            for row in rows:
                for change in shapes.translated(_change(row), row[12]):
                    heads[change.place].append(change)
        for answers in heads.values():
            answers.sort(key=lambda c: c.rank)
        return dict(heads)

    def knew(self, step: str) -> dict[str, int]:
        """Of every other writer, the last step that a step knew of."""
        with decoding(self.path):
            row = self._sql("SELECT seen FROM step WHERE id = ?", (step,)).fetchone()
            return {writer: number for writer, number, _ in json.loads(row[0])} if row else {}

    def disputed(self) -> set[str]:
        """Records in conflict."""
        return {row[0] for row in self._sql("SELECT record FROM disputed")}

    def deleted(self) -> set[str]:
        """Records that were deleted at some time."""
        query = "SELECT record FROM change WHERE field = '' AND value = 'false'"
        return {row[0] for row in self._sql(query)}

    # -------------------------------------------------------------- writing

    def append(self, steps: Sequence[Step]) -> None:
        """Add steps to the journal and move the heads; the tables follow with `write_tables`."""
        many = self._db.executemany
        marks = ", ".join("?" * 13)
        many(f"INSERT INTO step ({_STEP}) VALUES ({marks})", [_row(step) for step in steps])
        changes = [change for step in steps for change in step.changes]
        many(
            f"INSERT INTO change VALUES ({', '.join('?' * 10)})", [_change_row(c) for c in changes]
        )
        many(
            "DELETE FROM head WHERE record = ? AND field = ? AND step = ? AND number = ?",
            [(c.record, c.field, *_parts(id)) for c in changes for id in c.replaces],
        )
        replaced = {id for c in changes for id in c.replaces}
        many(
            "INSERT INTO head VALUES (?, ?, ?, ?)",
            [(c.record, c.field, c.step, c.number) for c in changes if c.id not in replaced],
        )

    def write_tables(self, projected: Iterable[Projected]) -> None:
        """Bring the tables in line with what the heads of these records say."""
        by_kind: dict[str, list[Projected]] = defaultdict(list)
        for one in projected:
            by_kind[one.kind].append(one)
        self._write_disputed([one for records in by_kind.values() for one in records])
        with decoding(self.path):
            for kind, records in by_kind.items():
                gone = [(one.record,) for one in records if not one.alive]
                alive = [_table_row(kind, one) for one in records if one.alive]
                if gone:
                    self._db.executemany(f"DELETE FROM {kind} WHERE id = ?", gone)
                if alive:
                    marks = ", ".join("?" * len(alive[0]))
                    self._db.executemany(f"INSERT OR REPLACE INTO {kind} VALUES ({marks})", alive)

    def _write_disputed(self, projected: Sequence[Projected]) -> None:
        many = self._db.executemany
        many("DELETE FROM disputed WHERE record = ?", [(one.record,) for one in projected])
        open_ones = [(one.record,) for one in projected if one.conflicts]
        many("INSERT INTO disputed VALUES (?)", open_ones)

    def rebuild(self) -> None:
        """Make heads and tables again from the journal alone, in one transaction."""
        with self.writing():
            self._rebuild()

    def _rebuild(self) -> None:
        steps = self.current(self.steps())
        self._sql("DELETE FROM head")
        self._sql("DELETE FROM disputed")
        for kind in KINDS:
            self._sql(f"DELETE FROM {kind}")
        heads = journal.heads_of(c for step in steps for c in step.changes)
        self._db.executemany(
            "INSERT INTO head VALUES (?, ?, ?, ?)",
            [(c.record, c.field, c.step, c.number) for answers in heads.values() for c in answers],
        )
        self.write_tables(journal.as_projected(steps).values())

    def erased(self) -> set[Place]:
        """Fields of records of which something was erased for good."""
        with speaking(self.path):
            query = "SELECT DISTINCT record, field FROM change WHERE value IS NULL"
            return {(record, field) for record, field in self._sql(query)}

    def erase(self, changes: Iterable[str]) -> None:
        """Take the values of these changes out of the file for good; their digests stay."""
        self._db.executemany(
            "UPDATE change SET value = NULL, salt = '' WHERE step = ? AND number = ?",
            [_parts(id) for id in changes],
        )

    # -------------------------------------------------------------- tables

    def tables(self) -> dict[str, dict[str, Record]]:
        """Every record, by kind and id."""
        with decoding(self.path):
            return {name: self._table(name, kind) for name, kind in KINDS.items()}

    def _table(self, name: str, kind: type[Record]) -> dict[str, Record]:
        return {row[0]: from_row(kind, row) for row in self._sql(f"SELECT * FROM {name}")}

    # -------------------------------------------------------------- evidence

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Store the bytes of evidence under their SHA-256; what was spoilt there is mended."""
        for sha256, data in files.items():
            if self.bytes_of(sha256) != data:
                self.discard(sha256)
                parts = range(0, max(len(data), 1), CHUNK)
                rows = [(sha256, n, data[at : at + CHUNK]) for n, at in enumerate(parts)]
                self._db.executemany("INSERT INTO chunk VALUES (?, ?, ?)", rows)

    def bytes_of(self, sha256: str) -> bytes | None:
        with speaking(self.path):
            query = "SELECT bytes FROM chunk WHERE sha256 = ? ORDER BY number"
            parts = [row[0] for row in self._sql(query, (sha256,))]
        return b"".join(parts) if parts else None

    def parts_of(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a piece of evidence, some rows at a time; writers may come in between."""
        return stored_parts(self._sql, self.path, sha256)

    def keep_parts(self, sha256: str, parts: Iterable[bytes]) -> None:
        """Store bytes that come a row at a time."""
        rows = ((sha256, number, part) for number, part in enumerate(parts))
        self._db.executemany("INSERT INTO chunk VALUES (?, ?, ?)", rows)

    def evidence_names(self) -> set[str]:
        """The SHA-256 of every file that is stored."""
        with speaking(self.path):
            return {row[0] for row in self._sql("SELECT DISTINCT sha256 FROM chunk")}

    def has_evidence(self) -> bool:
        with speaking(self.path):
            return bool(self._sql("SELECT 1 FROM chunk LIMIT 1").fetchone())

    def has_bytes(self, sha256: str) -> bool:
        with speaking(self.path):
            query = "SELECT 1 FROM chunk WHERE sha256 = ?"
            return bool(self._sql(query, (sha256,)).fetchone())

    def discard(self, sha256: str) -> None:
        self._sql("DELETE FROM chunk WHERE sha256 = ?", (sha256,))

    # -------------------------------------------------------------- drafts

    def drafts(self) -> dict[str, tuple[datetime, str]]:
        """What was being typed when it was last looked at, by name: when, and the text."""
        with decoding(self.path):
            rows = self._sql("SELECT name, written, text FROM draft ORDER BY written").fetchall()
            return {name: (_instant(written), text) for name, written, text in rows}

    def keep_draft(self, name: str, moment: datetime, text: str) -> None:
        written = moment.astimezone(UTC).isoformat(timespec="seconds")
        self._sql("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (name, written, text))

    def drop_drafts(self, names: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM draft WHERE name = ?", [(name,) for name in names])

    def spoilt_evidence(self) -> list[str]:
        """The SHA-256 of stored files whose bytes no longer match."""
        spoilt = [name for name, digest in self._evidence_hashes() if name != digest]
        there = self.evidence_names() if spoilt else ()  # what went meanwhile was read in part
        return [name for name in spoilt if name in there]

    def _evidence_hashes(self) -> Iterator[tuple[str, str]]:
        """Every stored file and the SHA-256 of its bytes."""
        for name, rows in groupby(self._evidence_rows(), key=itemgetter(0)):
            yield name, _sha256(row[2] for row in rows)

    def _evidence_rows(self) -> Iterator[Row]:
        """The rows of all evidence as they stand, since the search for one reads others on its way;
        some of them at a time, so that whoever wants to write comes in between."""
        query = (
            "SELECT sha256, number, bytes FROM chunk WHERE (sha256, number) > (?, ?) "
            "ORDER BY sha256, number LIMIT 64"
        )
        before, last = None, ("", -1)
        while last != before:
            before = last
            for row in self._sql(query, last):
                last = row[:2]
                yield row

    # -------------------------------------------------------------- the file as a whole

    def integrity_faults(self) -> list[str]:
        with speaking(self.path):
            apart = self.path.stat().st_size > LARGE
            return integrity.integrity_faults(self._db, protected=self.protected, apart=apart)

    def salt(self) -> str:
        """What stands at the start of a protected file, in hexadecimal: no secret, but without it
        the passphrase opens nothing. Empty where the file has no passphrase."""
        with speaking(self.path):
            row = self._sql("PRAGMA cipher_salt").fetchone() if self.protected else None
            return str(row[0]) if row else ""

    def quick_faults(self) -> list[str]:
        """What a look at the pages of every table but the files of evidence finds.

        One table after the other, so that whoever writes comes in between.
        """
        with speaking(self.path):
            return integrity.quick_faults(self._db)

    @contextmanager
    def minding(self, tell: Callable[[], None]) -> Iterator[None]:
        """Calls `tell` while SQLite is at work; what it raises breaks the work off."""
        with connection.minding(self._db, tell):
            yield

    def stored_heads(self, records: Collection[str]) -> set[Row]:
        query = "SELECT record, field, step, number FROM head WHERE record"
        return self._rows_of(query, records)

    def stored_rows(self, records: Collection[str]) -> dict[str, set[Row]]:
        return {k: self._rows_of(f"SELECT * FROM {k} WHERE id", records) for k in KINDS}

    def _rows_of(self, query: str, records: Collection[str]) -> set[Row]:
        within = f"{query} IN (SELECT value FROM json_each(?))"
        return set(self._sql(within, (_json(records),)).fetchall())

    def copy_into(self, made: Path, tell: Callable[[], None]) -> None:
        """A proven copy under the same passphrase, in a file that is half made so far."""
        copying.copy_into(self._db, made, self.passphrase, lambda *_so_far: tell())

    def copy_to(self, target: Path, tell: Tell = copying.unheard) -> Path:
        """A proven copy under the same passphrase; a name that is taken gets a number.

        It is made over this very connection, so that a file that somebody deleted is still saved;
        it may be asked off the thread that uses the file.
        """
        return copying.copy_to(self._db, placing.free_name(target), self.passphrase, tell)

    def protect(
        self, passphrase: str | None, writer: str, tell: Tell = copying.unheard
    ) -> Callable[[], CampaignFile] | None:
        """Set, change or remove the passphrase; gives what opens the file again instead of this
        one, where that is needed.

        Each makes a new file, proves it, and puts it in the old one's place. SQLCipher's own rekey
        is no way: where it is broken off, the connection goes on writing under the new key. It may
        be asked off the thread that uses the file: it works over connections of its own.
        """
        check_passphrase(passphrase)
        self._refuse_where_only_read()
        if passphrase == self.passphrase:
            return None
        made, known = placing.half_made(self.path, "new"), in_use(passphrase)
        with speaking(self.path):
            try:
                self._remake(made, passphrase, known, writer, tell)
            except BaseException:
                with suppress(OSError):
                    placing.drop(made)
                raise
        return partial(self._replaced, made, known)

    def _remake(
        self, made: Path, passphrase: str | None, known: str | None, writer: str, tell: Tell
    ) -> None:
        placing.drop(made)
        with self._nobody_writing():  # or a step that another program saved now would be lost
            with closing(connection.connect(self.path, self.passphrase)) as reader:
                copying.export_to(reader, made, known, tell)
            # By what was typed alone: here SQLCipher makes the key itself.
            with closing(CampaignFile.open(made, passphrase)) as fresh, fresh.writing():
                fresh.moved(writer, place_of(made))
            if os.name != "nt":
                placing.put_in_place(made, self.path)

    @contextmanager
    def _nobody_writing(self) -> Iterator[None]:
        """Neither here nor elsewhere; whoever uses this file can go on reading meanwhile."""
        with (
            closing(connection.connect(self.path, self.passphrase)) as db,
            CampaignFile(self.path, db, self.passphrase, False).writing(),
        ):
            self._refuse_if_replaced()
            yield

    def _replaced(self, made: Path, known: str | None) -> CampaignFile:
        self.close()
        if os.name == "nt":  # Windows replaces no file that is open
            try:
                with speaking(self.path):
                    placing.put_in_place(made, self.path)
            finally:
                with suppress(OSError):
                    placing.drop(made)
        return CampaignFile.open(self.path, known)


# ------------------------------------------------------------------ rows


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(text)
    return moment


def _json(values: Collection[str]) -> str:
    return json.dumps(list(values))


def _parts(change: str) -> tuple[str, int]:
    step, _, number = change.rpartition(".")
    return step, int(number)


def _step(row: Row, changes: tuple[Change, ...]) -> Step:
    _, writer, number, clock, action, subject, author, undoes, redoes, shape, previous, *rest = row
    seen = tuple((str(w), int(n), str(h)) for w, n, h in json.loads(rest[0]))
    about = tuple(map(str, json.loads(subject)))
    return Step(
        writer, number, clock, action, about, author, undoes, redoes, shape,
        previous, seen, rest[1], changes,
    )  # fmt: skip


def _row(step: Step) -> Row:
    return (
        step.id, step.writer, step.number, step.clock, step.action, json.dumps(step.subject),
        step.author, step.undoes, step.redoes, step.shape, step.previous, json.dumps(step.seen),
        step.hash,
    )  # fmt: skip


def _change(row: Row) -> Change:
    step, number, clock, writer, kind, record, field, value, salt, digest, reason, replaces, _ = row
    # A step has many changes, a record many fields: their names stand once in memory.
    step, clock, writer = intern(step), intern(clock), intern(writer)
    kind, record, field = intern(kind), intern(record), intern(field)
    said: Value = None if value is None else _decode(value)
    names = tuple(map(str, json.loads(replaces))) if replaces != "[]" else ()
    return Change(
        step, number, clock, writer, kind, record, field, said, salt, digest, Reason(reason), names
    )


def _decode(text: str) -> Any:
    """What a JSON text says; such as we write are read in a fifth of the time."""
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        end = -1
    return value if end == len(text) else json.loads(text)


def _change_row(c: Change) -> Row:
    value = None if c.erased else _encode(c.value)
    replaces = json.dumps(c.replaces) if c.replaces else "[]"
    return (
        c.step,
        c.number,
        c.kind,
        c.record,
        c.field,
        value,
        c.salt,
        c.digest,
        c.reason,
        replaces,
    )


def _table_row(kind: str, one: Projected) -> Row:
    """A record as its table keeps it: fields in the order of the dataclass."""
    values = {**shape_of(KINDS[kind]).blanks, **one.values}
    return (one.record, *(_column(values[name]) for name in shape_of(KINDS[kind]).codecs))


def _column(value: Value) -> str | int | float | None:
    return _encode(value) if isinstance(value, list) else value


def rows_of(projected: Iterable[Projected]) -> dict[str, set[Row]]:
    """What the tables should hold, kind by kind."""
    rows: dict[str, set[Row]] = {kind: set() for kind in KINDS}
    for one in projected:
        if one.alive:
            rows[one.kind].add(_table_row(one.kind, one))
    return rows


def stored_parts(sql: Any, path: Path, sha256: str) -> Iterator[bytes]:
    """The bytes of evidence, of a campaign or of its back-ups, some rows at a time."""
    query = "SELECT bytes FROM chunk WHERE sha256 = ? AND number >= ? ORDER BY number LIMIT ?"
    for number in count(step=ROWS):
        with speaking(path):
            rows = sql(query, (sha256, number, ROWS)).fetchall()
        yield from (row[0] for row in rows)
        if len(rows) < ROWS:
            return


def _sha256(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.hexdigest()
