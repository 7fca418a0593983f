"""Opening and making campaign files, and stores of their evidence; what is neither is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import sqlcipher3.dbapi2 as dbapi

from upudesk import connection, copying, placing, planted, shapes
from upudesk.connection import APPLICATION, STORE, Connection, number
from upudesk.errors import N_, CampaignTooNew, FileProblem, NotACampaign, PlantedFile, ReadOnlyFile
from upudesk.file_faults import (
    damaged,
    not_a_campaign,
    passphrase_needed,
    speaking,
    unwritable,
    wrong_passphrase,
)
from upudesk.keys import check_passphrase

_PLAIN = b"SQLite format 3\0"
_PAGE = 4096
_TABLES = b"CREATE TABLE step (\n"
"""Stands in every plain campaign, a few pages from its beginning."""


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
            db = connection.connect(path, passphrase)
            try:
                connection.harden(db)
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
        db = connection.connect(path, passphrase if protected else None, read_only=read_only)
        try:
            check_identity(db, path, protected)
            _bring_up_to_date(db, path, passphrase if protected else None, read_only, remake)
            _refuse_misshapen(db, path)
            if not read_only:
                connection.harden(db)
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
        application, shape = number(db, "application_id"), number(db, "user_version")
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
    campaign = number(db, "application_id") == APPLICATION
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
    connection.harden(db)
    return db


def create_store(path: Path, passphrase: str | None) -> Connection:
    """A new, empty file for the evidence of back-ups, readable by its owner only."""
    with speaking(path), placing.new_file(path):
        db = connection.connect(path, passphrase)
        try:
            db.execute("PRAGMA auto_vacuum = FULL")
            connection.harden(db)
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
        db = connection.connect(path, passphrase if protected else None, read_only=read_only)
        try:
            check_identity(db, path, protected, kinds)
            _refuse_misshapen(db, path)
        except BaseException:
            db.close()
            raise
    return db


def shape_of_file(db: Connection) -> int:
    return number(db, "user_version")


def _bring_up_to_date(
    db: Connection,
    path: Path,
    passphrase: str | None,
    read_only: bool,
    remake: Callable[[Connection], None],
) -> None:
    shape = number(db, "user_version")
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
    copying.copy_to(
        db, placing.free_name(path.with_name(f"{path.stem}.shape-{shape}{path.suffix}")), passphrase
    )
    connection.harden(db)
    _shape_up(db, remake)
