"""Reading a damaged campaign file: every row that can still be read, and which cannot.

The file itself is only ever read. What has to be mended first, a journal that was left beside it or
a header that was overwritten, is mended in a copy under the same passphrase.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as dbapi

from upudesk import connection, file_faults, opening, planted, shapes
from upudesk.connection import Connection, Row
from upudesk.errors import DamagedFile, FileProblem
from upudesk.journal import Change, Reason, Step
from upudesk.keys import Passphrase, in_use
from upudesk.machine import make_private
from upudesk.model import KINDS, Record
from upudesk.storage import Writer
from upudesk.values import from_values, shape_of

Tell = Callable[[], None]
_PAGE = 4096
SALT = 16
"""Bytes at the start of a protected file."""
_HEADER = b"SQLite format 3\0" + bytes([_PAGE >> 8, 0, 1, 1, 0, 64, 32, 32])
_STEP = ("arrival", "id", "writer", "number", "clock", "action", "subject", "author", "undoes",
         "redoes", "shape", "previous", "seen", "hash")  # fmt: skip
_CHANGE = ("step", "number", "kind", "record", "field", "value", "salt", "digest", "reason",
           "replaces")  # fmt: skip
_WRITER = ("id", "machine", "place", "began", "why")


class _Spoilt:
    """Stands for text that is none any more; a row with it cannot be read."""


_SPOILT = _Spoilt()


@dataclass
class Wreck:
    """What could be read of a damaged file."""

    writers: list[Writer] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    """In the order in which they came, each with the changes that could be read."""
    whole_journal: bool = True
    """Whether nothing of the journal is known to be missing."""
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    """By kind and id, from the tables."""
    unread: dict[str, set[str]] = field(default_factory=dict)
    """By kind, records that stand in their table and cannot be read."""
    broken: set[str] = field(default_factory=set)
    """Kinds whose table could not be read to its end."""
    drafts: list[tuple[str, datetime, str]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    """Ids of records that an index or the list of heads names."""
    evidence: set[str] = field(default_factory=set)
    """The SHA-256 of files of which something is there."""
    parts_of: Callable[[str], Iterator[bytes]] = field(default=lambda _sha256: iter(()))

    @property
    def worth(self) -> tuple[int, int]:
        return len(self.steps), sum(map(len, self.records.values()))


@contextmanager
def salvaged(
    path: Path, passphrase: str | None, room: Path, tell: Tell, salt: bytes = b""
) -> Iterator[Wreck]:
    """What can be read of a damaged file; copies that have to be mended are made in `room`.

    `salt` is what once stood at the start of a protected file, where that is known. Raises a
    FileProblem where nothing can be read at all, or the passphrase does not fit.
    """
    best: tuple[Wreck, _Reader] | None = None
    fault: FileProblem | None = None
    known = in_use(passphrase)
    try:
        for attempt, borrowed in _attempts(path, known, room, salt):
            tell()
            try:
                reader = _Reader(_opener(attempt(), path, known), tell)
            except FileProblem as problem:
                fault = fault or problem
                continue
            found = reader.wreck()
            if borrowed:  # only the journal proves that it is what it is taken for
                found.records, found.unread, found.broken = {}, {}, set(KINDS)
            if best is None or found.worth > best[0].worth:
                if best:
                    best[1].close()
                best = found, reader
            else:
                reader.close()
            if best[0].steps:
                break
        if best is None or (fault and best[0].worth == (0, 0)):
            raise fault or file_faults.damaged(path)
        yield best[0]
    finally:
        if best:
            best[1].close()


_Attempt = Callable[[], tuple[Path, bool]]
"""Gives where the file is read, and whether that is a copy."""


def _attempts(
    path: Path, passphrase: Passphrase | None, room: Path, salt: bytes
) -> Iterator[tuple[_Attempt, bool]]:
    """Ways to read the file, the likeliest first, and whether its list of tables is borrowed."""
    journal = Path(f"{path}-journal")
    if journal.exists():
        yield lambda: (_copied(path, room / "with journal", journal), True), False
    yield lambda: (path, False), False
    if opening.begins_as_plain(path) or opening.has_lost_its_head(path):
        passphrase = None
        yield lambda: (_with_header(_copied(path, room / "with header", None)), True), False
    if path.stat().st_size > _PAGE:
        yield lambda: (_with_tables(path, passphrase, room / "with tables"), True), True
    if passphrase is not None and len(salt) == SALT:
        yield lambda: (_with_tables(path, passphrase, room / "with salt", salt), True), True


def _copied(path: Path, target: Path, journal: Path | None) -> Path:
    target.mkdir(mode=0o700)
    made = target / "copy.upudesk"
    for source, name in ((path, made), (journal, Path(f"{made}-journal"))):
        if source is not None:
            make_private(name)
            shutil.copyfile(source, name)
    return made


def _with_header(copy: Path) -> Path:
    """A plain file as it would begin; which shape it has follows from its tables."""
    size = copy.stat().st_size
    pages = max(size // _PAGE, 1)
    numbers = (1, pages, 0, 0, 1, 4, 0, 0, 1, shapes.LATEST, 0, connection.APPLICATION)
    head = _HEADER + b"".join(number.to_bytes(4, "big") for number in numbers)
    head = head.ljust(92, b"\0") + (1).to_bytes(4, "big") + (3_045_000).to_bytes(4, "big")
    with copy.open("r+b") as file:
        file.write(head)
        file.truncate(pages * _PAGE)
    return copy


def _with_tables(
    path: Path, passphrase: Passphrase | None, target: Path, salt: bytes = b""
) -> Path:
    """The file with the list of its tables from a new one, which has it in the same pages where
    this program made both: for one whose first page, or the list, cannot be read any more."""
    copy = _copied(path, target, None)
    pages = copy.stat().st_size // _PAGE
    with copy.open("r+b") as file:
        file.write(salt)
        file.seek(0)
        key = None if passphrase is None else passphrase.key(file.read(SALT))
    fresh = target / "fresh.upudesk"
    with closing(opening.create(fresh, key)) as db:
        roots = {row[0] for row in db.execute("SELECT rootpage FROM sqlite_master").fetchall()}
        count = db.execute("PRAGMA page_count").fetchone()[0]
        # Or its first page would say that the file ends where the new one did.
        db.execute("INSERT INTO chunk VALUES ('', 0, zeroblob(?))", (pages * _PAGE,))
    with fresh.open("rb") as source, copy.open("r+b") as file:
        file.truncate(pages * _PAGE)
        for number in {*range(1, count + 1)} - roots:
            source.seek((number - 1) * _PAGE)
            file.seek((number - 1) * _PAGE)
            file.write(source.read(_PAGE))
    return copy


def _opener(
    where: tuple[Path, bool], path: Path, passphrase: Passphrase | None
) -> Callable[[], Connection]:
    """Opens the file, or a copy, as often as needed: proved to be a campaign, and to unlock."""
    place, copied = where
    plain = opening.begins_as_plain(place)
    if not plain and passphrase is None:
        with suppress(DamagedFile):  # raises something else where it can be no campaign at all
            opening.is_protected(place)
        if opening.has_lost_its_head(place):
            raise file_faults.damaged(path)
        raise file_faults.passphrase_needed(path)
    key = None if plain else passphrase

    def opened() -> Connection:
        # A journal beside the file is no concern of who reads the file as it stands.
        db = connection.connect(place, key, read_only=not copied, alone=not copied)
        db.text_factory = _text
        # Or a file that is shorter than it says would not be read at all; nothing is written.
        db.execute("PRAGMA writable_schema = ON")
        return db

    with closing(opened()) as db:
        _refuse_others(db, path, plain)
    return opened


def _refuse_others(db: Connection, path: Path, plain: bool) -> None:
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
    except dbapi.DatabaseError as error:
        raise (
            file_faults.damaged(path) if plain else file_faults.wrong_passphrase(path)
        ) from error
    if application != connection.APPLICATION:
        raise file_faults.not_a_campaign(path)
    with suppress(dbapi.Error, AttributeError, TypeError):
        if planted.planted(db):
            raise file_faults.damaged(path)


class _Reader:
    """A damaged file, opened anew after every fault: SQLCipher reads nothing more after one."""

    def __init__(self, opened: Callable[[], Connection], tell: Tell) -> None:
        self._opened, self._tell = opened, tell
        self._db = opened()

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _minding(self) -> Iterator[list[bool]]:
        """Holds True afterwards where a fault ended what was read."""
        fault: list[bool] = []
        try:
            yield fault
        except (dbapi.Error, UnicodeDecodeError, MemoryError):
            fault.append(True)
            self._db.close()
            self._db = self._opened()

    def wreck(self) -> Wreck:
        found = Wreck(parts_of=self._parts)
        self._read_journal(found)
        known = defaultdict(set)
        for step in found.steps:
            for change in step.changes:
                known[change.kind].add(change.record)
        for kind in KINDS:
            self._tell()
            self._read_records(found, kind, known[kind])
        drafts, _ = self._rows("draft", ("name", "written", "text"), ("name",))
        for name, written, text in drafts:
            with suppress(ValueError, TypeError):
                found.drafts.append((name, datetime.fromisoformat(written), text))
        keys, _ = self._rows("chunk", ("sha256", "number"), ("sha256", "number"))
        found.evidence = {row[0] for row in keys if isinstance(row[0], str)}
        return found

    # -------------------------------------------------------------- the journal

    def _read_journal(self, found: Wreck) -> None:
        writers, first = self._rows("writer", _WRITER, ("id",))
        found.writers = [Writer(*row) for row in writers]
        changes, second = self._changes()
        steps, third = self._rows("step", _STEP, ("arrival",))
        missing = {step for step, _ in changes} - {row[1] for row in steps}
        steps += self._looked_up("step", _STEP, ("id",), [(id,) for id in missing])
        by_step: dict[str, list[Row]] = defaultdict(list)
        for (step, _number), row in changes.items():
            by_step[step].append(row)
        for row in sorted(steps, key=lambda row: row[0]):
            with suppress(ValueError, LookupError, TypeError, AttributeError):
                found.steps.append(_step(row, by_step.pop(row[1], [])))
        heads, _ = self._rows("head", ("record", "field", "step", "number"), ("record", "field"))
        found.named |= {row[0] for row in heads}
        named = {row[2] for row in heads} - {step.id for step in found.steps}
        sound = not (first or second or third or by_step or named)
        found.whole_journal = sound and len(found.steps) == len(steps)

    def _changes(self) -> tuple[dict[tuple[str, int], Row], bool]:
        """Every change that can be read; those beyond a broken page by what an index knows."""
        rows, broken = self._rows("change", _CHANGE, ("step", "number"))
        if broken:
            keys, _ = self._rows("change", ("record", "step", "number"),
                                 ("record", "step", "number"), by="change_of_record")  # fmt: skip
            had = {(row[0], row[1]) for row in rows}
            lacking = [(step, number) for _, step, number in keys if (step, number) not in had]
            rows += self._looked_up("change", _CHANGE, ("step", "number"), lacking)
        return {(row[0], row[1]): row for row in rows}, broken

    # -------------------------------------------------------------- tables

    def _read_records(self, found: Wreck, kind: str, known: set[str]) -> None:
        columns = self._columns(kind)
        if "id" not in columns:
            found.broken.add(kind)
            found.records[kind], found.unread[kind] = {}, set()
            return
        rows, broken = self._rows(kind, columns, ("id",), spoilt_too=True)
        if broken:
            found.broken.add(kind)
            lacking = known - {row[0] for row in rows}
            rows += self._looked_up(kind, columns, ("id",), [(id,) for id in lacking])
        records, unread = {}, set()
        for row in rows:
            try:
                records[row[0]] = _record(KINDS[kind], columns, row)
            except (ValueError, LookupError, TypeError, AttributeError):
                unread.add(str(row[0]))
        found.records[kind], found.unread[kind] = records, unread

    def _columns(self, table: str) -> tuple[str, ...]:
        rows: list[Row] = []
        with self._minding():
            rows = self._db.execute(f'PRAGMA table_info("{table}")').fetchall()
        return tuple(f'"{row[1]}"' if row[1] != "id" else "id" for row in rows)

    # -------------------------------------------------------------- rows

    def _rows(
        self, table: str, columns: Sequence[str], key: Sequence[str], *, by: str = "",
        spoilt_too: bool = False,
    ) -> tuple[list[Row], bool]:  # fmt: skip
        """The rows of a table from its beginning to what cannot be read, then from its end."""
        named = ", ".join((*key, *columns))
        source = f"{table} INDEXED BY {by}" if by else table
        found: dict[Row, Row] = {}
        broken = False
        for way in ("", " DESC"):
            order = ", ".join(f"{name}{way}" for name in key)
            rows, ended = self._walked(
                f"SELECT {named} FROM {source} ORDER BY {order}", len(key), bool(way)
            )
            found |= rows
            broken = broken or not ended
            if ended:
                break
        kept = [row for row in found.values() if spoilt_too or not _is_spoilt(row)]
        return kept, broken or len(kept) < len(found)

    def _walked(self, query: str, keys: int, backward: bool) -> tuple[dict[Row, Row], bool]:
        """Rows until the end or a fault; a tree that was bent into a ring is left."""
        found: dict[Row, Row] = {}
        last: Row | None = None
        with self._minding() as fault:
            for row in self._db.execute(query):
                key = row[:keys]
                if last is not None and not _after(key, last, backward):
                    return found, False
                found[key], last = row[keys:], key
                if not len(found) % 1000:
                    self._tell()
        return found, not fault

    def _looked_up(
        self, table: str, columns: Sequence[str], key: Sequence[str], wanted: Iterable[Row]
    ) -> list[Row]:
        """Single rows that stand beyond what could not be read."""
        where = " AND ".join(f"{name} = ?" for name in key)
        query, found = f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", []
        for number, values in enumerate(wanted):
            if not number % 1000:
                self._tell()
            with self._minding():
                row = self._db.execute(query, values).fetchone()
                if row is not None and not _is_spoilt(row):
                    found.append(row)
        return found

    def _parts(self, sha256: str) -> Iterator[bytes]:
        query = "SELECT bytes FROM chunk WHERE sha256 = ? AND number = ?"
        number = 0
        while True:
            row = None
            with self._minding():
                row = self._db.execute(query, (sha256, number)).fetchone()
            if row is None:
                return
            yield row[0]
            number += 1


def _text(data: bytes) -> str | _Spoilt:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _SPOILT


def _is_spoilt(row: Row) -> bool:
    return any(cell is _SPOILT for cell in row)


def _after(key: Row, last: Row, backward: bool) -> bool:
    try:
        return key < last if backward else key > last
    except TypeError:  # a key that is no text any more
        return False


def _record(kind: type[Record], columns: Sequence[str], row: Row) -> Record:
    """A record from a row in whichever shape: what it does not name is blank."""
    shape = shape_of(kind)
    values: dict[str, Any] = {}
    for name, cell in zip(columns, row, strict=True):
        plain = name.strip('"')
        if cell is _SPOILT:
            raise ValueError(plain)
        if plain in shape.codecs:
            read = shape.codecs[plain].from_column
            values[plain] = list(read(cell)) if read else cell
    return from_values(kind, row[columns.index("id")], values)


def _step(row: Row, changes: Iterable[Row]) -> Step:
    _, id, writer, number, clock, action, subject, author, undoes, redoes, shape, *rest = row
    previous, seen, hash = rest
    said = tuple(_change(one, writer, clock) for one in sorted(changes, key=lambda c: c[1]))
    step = Step(
        writer, number, clock, action, tuple(_said(subject)), author, undoes, redoes, shape,
        previous, tuple((w, n, h) for w, n, h in _said(seen)), hash, said,
    )  # fmt: skip
    if step.id != id:
        raise ValueError(id)
    return step


def _change(row: Row, writer: str, clock: str) -> Change:
    step, number, kind, record, field, value, salt, digest, reason, replaces = row
    said = None if value is None else _said(value)
    names = tuple(_said(replaces))
    return Change(
        step, number, clock, writer, kind, record, field, said, salt, digest, Reason(reason), names
    )


def _said(text: str) -> Any:
    """What stands there as JSON. Raises ValueError, also where half a character was smuggled in,
    which nothing could write again."""
    value = json.loads(text)
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False).encode()
    return value
