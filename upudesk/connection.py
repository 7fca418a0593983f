"""Opening the SQLite file behind a campaign: keys, safety, copies, and faults as sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias, cast

import sqlcipher3.dbapi2 as dbapi

from upudesk import placing, planted, shapes
from upudesk.errors import N_, CampaignTooNew, FileProblem, NotACampaign, PlantedFile, ReadOnlyFile
from upudesk.file_faults import (
    damaged,
    not_a_campaign,
    passphrase_needed,
    speaking,
    unwritable,
    wrong_passphrase,
)
from upudesk.keys import Passphrase, check_passphrase, in_use, quoted

Connection: TypeAlias = Any
"""sqlcipher3's; it comes without types."""
Row = tuple[Any, ...]
APPLICATION = 0x55505544
"""“UPUD”, in SQLite's application_id: says that a file is a campaign."""
STORE = 0x55505545
"""The next number: says that a file keeps the evidence of back-ups."""
_PLAIN = b"SQLite format 3\0"
_PAGE = 4096
_TABLES = b"CREATE TABLE step (\n"
"""Stands in every plain campaign, a few pages from its beginning."""


def connect(
    path: Path, passphrase: str | None, *, read_only: bool = False, alone: bool = False
) -> Connection:
    """A connection with the key given and every safety on; nothing is read yet.

    With `alone` the file is read as it stands, whatever journal is beside it.
    """
    # The window reads evidence from a worker thread; SQLite itself is built for that.
    uri = _uri(path, "ro" if read_only else "rw") + ("&immutable=1" if alone else "")
    raw = dbapi.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    if passphrase is not None:
        raw.execute("PRAGMA cipher_log_level = NONE")
        raw.execute(f"PRAGMA key = {quoted(_key(uri, passphrase))}")
    for pragma in (
        "busy_timeout = 30000", "temp_store = MEMORY", "trusted_schema = OFF",
        "cell_size_check = ON",
    ):  # fmt: skip
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _key(uri: str, passphrase: str) -> str:
    """The key of a file, where it is known or is to be kept; else SQLCipher makes it itself."""
    if not isinstance(passphrase, Passphrase):
        return passphrase
    # Asked of SQLite: to read a file past it would drop the locks that this process has on it.
    with closing(dbapi.connect(uri, uri=True)) as db:
        db.execute("PRAGMA key = 'any'")
        salt = db.execute("PRAGMA cipher_salt").fetchone()[0]
    return passphrase.key(bytes.fromhex(salt))


def _uri(path: Path, mode: str) -> str:
    name = str(path.resolve())
    for letter in "%?#":  # in this order, as SQLite's URI filenames want it
        name = name.replace(letter, f"%{ord(letter):02x}")
    return f"file:{name}?mode={mode}"


def harden(db: Connection) -> None:
    """Make every commit reach the disk, and erased bytes disappear from the file."""
    for pragma in (
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "fullfsync = ON",
        "secure_delete = ON",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()


def create(path: Path, passphrase: str | None) -> Connection:
    """A new, empty campaign file in the latest shape, readable by its owner only."""
    check_passphrase(passphrase)
    with speaking(path):
        if path.exists():
            raise FileProblem(
                N_("{file} exists already; it was left as it is. Choose another name."),
                file=path.name,
            )
        if not path.parent.is_dir():
            raise FileProblem(
                N_("There is no folder {folder}; nothing was changed. Make it first."),
                folder=str(path.parent),
            )
        if not os.access(path.parent, os.W_OK):
            raise unwritable(path)
        with placing.new_file(path):
            db = connect(path, passphrase)
            try:
                harden(db)
                _shape_up(db, lambda _: None)
            except BaseException:
                db.close()
                raise
    return db


def _shape_up(db: Connection, remake: Callable[[Connection], None]) -> None:
    """Apply the migrations that are missing; say in the file what it is once all is done."""
    # sqlite-utils takes numpy along wherever it finds it; a migration has no use for it, and a new
    # campaign would wait for it.
    absent = sys.modules.setdefault("numpy", cast(Any, None)) is None
    from upudesk import migrations

    if absent:
        del sys.modules["numpy"]
    migrations.migrations.apply(_for_migrations(db))
    remake(db)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {shapes.LATEST}")


def _for_migrations(db: Connection) -> Any:
    """The connection as sqlite-utils takes it; imported here, since few starts migrate anything."""
    import sqlite_utils.db
    import sqlite_utils.utils

    # sqlite-utils catches the exceptions of its own sqlite3; ours come from SQLCipher's.
    for module in (sqlite_utils.db, sqlite_utils.utils):
        vars(module).update(sqlite3=dbapi, OperationalError=dbapi.OperationalError)
    return sqlite_utils.db.Database(db)


def open_existing(
    path: Path, passphrase: str | None, remake: Callable[[Connection], None]
) -> tuple[Connection, bool]:
    """The connection, and whether it can only read. Raises a FileProblem that says why not.

    A file in an older shape is copied beside itself, migrated, and given to `remake`, which makes
    the tables again from the journal.
    """
    check_passphrase(passphrase)
    with speaking(path):
        protected = is_protected(path)
        if protected and passphrase is None:
            raise passphrase_needed(path)
        read_only = not placing.writable(path)
        db = connect(path, passphrase if protected else None, read_only=read_only)
        try:
            check_identity(db, path, protected)
            _bring_up_to_date(db, path, passphrase if protected else None, read_only, remake)
            _refuse_misshapen(db, path)
            if not read_only:
                harden(db)
                placing.sweep(path)
        except BaseException:
            db.close()
            raise
    return db, read_only


def is_protected(path: Path) -> bool:
    """Whether a file is encrypted; raises where it cannot be a campaign at all."""
    if not path.exists():
        raise FileProblem(
            N_("There is no file {file}; nothing was changed. Check the name and the folder."),
            file=str(path),
        )
    if path.is_dir():
        raise NotACampaign(N_("{file} is a folder, not a campaign."), file=path.name)
    if not path.is_file():  # reading a pipe would wait for ever
        raise not_a_campaign(path)
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(_PLAIN):
        return False
    if has_lost_its_head(path):
        raise damaged(path)
    if len(head) < 1024 or _looks_like_something_else(head):
        raise not_a_campaign(path)
    if path.stat().st_size % _PAGE and not Path(f"{path}-journal").exists():
        raise damaged(path)  # with a journal beside it, a step was broken off: SQLite undoes it
    return True


def begins_as_plain(path: Path) -> bool:
    """Whether a file begins as one without a passphrase does."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def has_lost_its_head(path: Path) -> bool:
    """Whether the tables of a plain campaign stand in a file that does not begin as one."""
    with path.open("rb") as file:
        return _TABLES in file.read(256 * _PAGE)


def _looks_like_something_else(head: bytes) -> bool:
    """Text, or a format with a name; an encrypted page looks like noise."""
    if head.startswith(
        (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
    ):
        return True
    with suppress(UnicodeDecodeError):
        head[:-4].decode()
        return True
    return head.count(0) > len(head) // 4


def check_identity(
    db: Connection, path: Path, protected: bool, kinds: Sequence[int] = (APPLICATION,)
) -> None:
    """Raise a FileProblem where the key does not fit, or the file is none of these kinds."""
    try:
        application, shape = _pragma(db, "application_id"), _pragma(db, "user_version")
    except dbapi.DatabaseError as error:
        if protected and "not a database" in str(error):
            raise wrong_passphrase(path) from None
        raise
    if application not in kinds:
        raise not_a_campaign(path)
    if shape > shapes.LATEST:
        raise CampaignTooNew(
            N_(
                "{file} was written by a later version of UPUDesk; it was left untouched. "
                "Install the newer version to open it."
            ),
            file=path.name,
        )
    if planted.planted(db):
        raise PlantedFile(
            N_(
                "{file} holds commands that UPUDesk never writes, and opening it would carry them "
                "out; it was left as it is. Restore a back-up, and ask where this file comes from."
            ),
            file=path.name,
        )


def _refuse_misshapen(db: Connection, path: Path) -> None:
    """In tables of another make, values need not be what they should be."""
    campaign = _pragma(db, "application_id") == APPLICATION
    if campaign and shape_of_file(db) == shapes.LATEST and planted.misshapen(db):
        raise damaged(path)


def open_to_read(
    path: Path, passphrase: str | None, kinds: Sequence[int] = (APPLICATION,)
) -> Connection:
    """A connection that reads only: the file, in whichever shape, stays as it is."""
    return _open_as_it_is(path, passphrase, kinds, read_only=True)


def open_store(path: Path, passphrase: str | None) -> Connection:
    """The evidence of back-ups; raises a FileProblem where the passphrase is another one."""
    db = _open_as_it_is(path, passphrase, (STORE,), read_only=False)
    harden(db)
    return db


def create_store(path: Path, passphrase: str | None) -> Connection:
    """A new, empty file for the evidence of back-ups, readable by its owner only."""
    with speaking(path), placing.new_file(path):
        db = connect(path, passphrase)
        try:
            db.execute("PRAGMA auto_vacuum = FULL")
            harden(db)
            db.execute(
                "CREATE TABLE chunk (sha256 TEXT NOT NULL, number INTEGER NOT NULL, "
                "bytes BLOB NOT NULL, PRIMARY KEY (sha256, number)) STRICT, WITHOUT ROWID"
            )
            db.execute(
                "CREATE TABLE needed (backup TEXT NOT NULL, sha256 TEXT NOT NULL, "
                "PRIMARY KEY (backup, sha256)) STRICT, WITHOUT ROWID"
            )
            db.execute(f"PRAGMA application_id = {STORE}")
        except BaseException:
            db.close()
            raise
    return db


def _open_as_it_is(
    path: Path, passphrase: str | None, kinds: Sequence[int], *, read_only: bool
) -> Connection:
    check_passphrase(passphrase)
    with speaking(path):
        protected = is_protected(path)
        if protected and passphrase is None:
            raise passphrase_needed(path)
        db = connect(path, passphrase if protected else None, read_only=read_only)
        try:
            check_identity(db, path, protected, kinds)
            _refuse_misshapen(db, path)
        except BaseException:
            db.close()
            raise
    return db


def shape_of_file(db: Connection) -> int:
    return _pragma(db, "user_version")


def _bring_up_to_date(
    db: Connection,
    path: Path,
    passphrase: str | None,
    read_only: bool,
    remake: Callable[[Connection], None],
) -> None:
    shape = _pragma(db, "user_version")
    if shape == shapes.LATEST:
        return
    if read_only:
        raise ReadOnlyFile(
            N_(
                "{file} is in an older shape and cannot be written, so it cannot be brought up to "
                "date; it was left untouched. Make it writable, or copy it to another folder."
            ),
            file=path.name,
        )
    copy_to(
        db, placing.free_name(path.with_name(f"{path.stem}.shape-{shape}{path.suffix}")), passphrase
    )
    harden(db)
    _shape_up(db, remake)


def _pragma(db: Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


# ------------------------------------------------------------------ copies


def copy_to(db: Connection, target: Path, passphrase: str | None) -> Path:
    """A whole copy under the same key, which has its name once it is proved and on disk."""
    made = placing.half_made(target, "new")
    with speaking(target):
        placing.drop(made)
        copy_into(db, made, passphrase)
        placing.put_in_place(made, target)
    return target


def copy_into(
    db: Connection, target: Path, passphrase: str | None, tell: Callable[[], None] = lambda: None
) -> Path:
    """A whole copy under the same key, through SQLite's own back-up, proved readable."""
    with speaking(target), placing.new_file(target):
        copy = connect(target, passphrase)
        try:
            _copy_pages(db, copy, tell)
            with minding(copy, tell):
                _prove(copy, target)
        finally:
            copy.close()
        placing.sync(target)
    return target


PIECE = 1024
"""So many pages of a back-up are copied before whoever writes may come in between."""
_PATIENCE = 5
"""A back-up that was begun again so often, for others wrote, is made in one go."""


def copy_records(
    source: Path,
    target: Path,
    passphrase: str | None,
    tell: Callable[[], None] = lambda: None,
    *,
    evidence: bool,
) -> None:
    """A copy under the same key of everything but the bytes of evidence; not proved so far.

    SQLite's own back-up call takes whole files. Where there is evidence, that would be gigabytes
    each time; then the rows of all other tables are copied, as they stand at one moment.
    """
    with speaking(target), placing.new_file(target):
        copy = connect(target, passphrase)
        try:
            if evidence:
                with minding(copy, tell):
                    _copy_rows(source, passphrase, copy)
            else:
                with closing(connect(source, passphrase, read_only=True)) as db:
                    _copy_pages(db, copy, tell)
        finally:
            copy.close()
        placing.sync(target)


def _copy_pages(db: Connection, copy: Connection, tell: Callable[[], None]) -> None:
    try:
        db.backup(copy, pages=PIECE, progress=_Patience(tell), sleep=0.005)
    except _Restless:
        db.backup(copy)


class _Restless(Exception):
    """Others write all the time."""


class _Patience:
    """Told after each piece how many pages are left: more than before, and it began again."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._left, self._times = -1, 0

    def __call__(self, _status: int, left: int, _total: int) -> None:
        self._tell()
        self._times += 0 <= self._left < left
        self._left = left
        if self._times > _PATIENCE:
            raise _Restless


def _copy_rows(source: Path, passphrase: str | None, copy: Connection) -> None:
    _attach(copy, "source", _uri(source, "ro"), passphrase)
    try:
        copy.execute("BEGIN")
        made = copy.execute(
            "SELECT type, name, sql FROM source.sqlite_master WHERE sql IS NOT NULL "
            "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND type IN ('table', 'index') "
            "ORDER BY type = 'table' DESC"
        ).fetchall()
        for kind, table, sql in made:
            copy.execute(sql)
            if kind == "table" and table != "chunk":
                copy.execute(f'INSERT INTO main."{table}" SELECT * FROM source."{table}"')
        shape = int(copy.execute("PRAGMA source.user_version").fetchone()[0])
        copy.execute("COMMIT")
    finally:
        if copy.in_transaction:
            copy.execute("ROLLBACK")
        copy.execute("DETACH DATABASE source")
    copy.execute(f"PRAGMA application_id = {APPLICATION}")
    copy.execute(f"PRAGMA user_version = {shape}")


def _attach(db: Connection, name: str, uri: str, passphrase: str | None) -> None:
    key = quoted("" if passphrase is None else _key(uri, passphrase))
    # As bytes: on Linux a name need not be text.
    db.execute(f"ATTACH DATABASE ? AS {name} KEY {key}", (os.fsencode(uri),))


def encrypt_again(path: Path, old: str | None, new: str) -> None:
    """Put a file that nobody has open under another key, through a new one that is proved."""
    check_passphrase(new)
    db = open_to_read(path, old, (APPLICATION, STORE))
    made = placing.half_made(path, "new")
    with speaking(path):
        try:
            placing.drop(made)
            export_to(db, made, in_use(new), _pragma(db, "application_id"))
        finally:
            db.close()
        placing.put_in_place(made, path)


def export_to(
    db: Connection, target: Path, passphrase: str | None, application: int = APPLICATION
) -> Path:
    """A whole copy under another key, or none, proved readable."""
    shape = _pragma(db, "user_version")
    with speaking(target), placing.new_file(target):
        _attach(db, "target", _uri(target, "rw"), passphrase)
        try:
            db.execute("SELECT sqlcipher_export('target')").fetchall()
            db.execute(f"PRAGMA target.application_id = {application}")
            db.execute(f"PRAGMA target.user_version = {shape}")
        finally:
            db.execute("DETACH DATABASE target")
        copy = connect(target, passphrase)
        try:
            _prove(copy, target, application)
        finally:
            copy.close()
        placing.sync(target)
    return target


def _prove(db: Connection, path: Path, application: int = APPLICATION) -> None:
    if integrity_faults(db, protected=False) or _pragma(db, "application_id") != application:
        raise damaged(path)


def integrity_faults(db: Connection, *, protected: bool, apart: bool = False) -> list[str]:
    """What SQLite's and SQLCipher's own checks object to, in their words.

    `apart`: one table after the other, so that whoever writes comes in between; evidence is left
    out then, for all of it is read and proved by its SHA-256.
    """
    checks: list[str] = []
    if apart:
        with suppress(dbapi.DatabaseError):  # the check of the whole file says why
            checks = [f'integrity_check("{table}")' for table in _tables(db)]
    said = [word for check in checks or ["integrity_check"] for word in _objections(db, check)]
    if protected and any(word != "ok" for word in _objections(db, "cipher_integrity_check")):
        said += _while_nobody_writes(db, "cipher_integrity_check")
    return [word for word in said if word != "ok"]


def _tables(db: Connection) -> list[str]:
    """All but that of evidence."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'chunk'"
    return [row[0] for row in db.execute(query).fetchall()]


def _while_nobody_writes(db: Connection, check: str) -> list[str]:
    """SQLCipher's check asks for no lock: a page that was just being written looks spoilt to it."""
    db.execute("BEGIN")
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchall()
        return _objections(db, check)
    except dbapi.DatabaseError as error:
        return [str(error)]
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _objections(db: Connection, check: str) -> list[str]:
    try:
        return [row[0] for row in db.execute(f"PRAGMA {check}").fetchall()]
    except dbapi.DatabaseError as error:  # a page that SQLCipher cannot prove ends the check
        return [str(error)]


def quick_faults(db: Connection) -> list[str]:
    """What SQLite's quick check objects to, table by table; evidence is proved by its SHA-256."""
    try:
        tables = _tables(db)
    except dbapi.DatabaseError as error:
        return [str(error)]
    said = [word for table in tables for word in _objections(db, f'quick_check("{table}")')]
    return [word for word in said if word != "ok"]


_EVERY = 20_000
"""So many steps of SQLite's machine pass between two calls; a few milliseconds."""


@contextmanager
def minding(db: Connection, tell: Callable[[], None]) -> Iterator[None]:
    """Calls `tell` while SQLite is at work; what it raises breaks the work off, and is raised."""
    stopped: list[BaseException] = []

    def ask() -> int:
        try:
            tell()
        except BaseException as stop:
            stopped.append(stop)
        return len(stopped)

    db.set_progress_handler(ask, _EVERY)
    try:
        yield
    except Exception:
        if not stopped:
            raise
    finally:
        db.set_progress_handler(None, 0)
    if stopped:
        raise stopped[0]
