"""Copies of a file under the same key or another one, each proved before it counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from upudesk import connection, placing
from upudesk.connection import APPLICATION, Connection, number
from upudesk.file_faults import damaged, speaking
from upudesk.integrity import integrity_faults

PIECE = 1024
"""So many pages of a back-up are copied before whoever writes may come in between."""
Tell = Callable[[int, int], None]
"""Told all the while: so far, of so much; none of none where that is not known. What it raises
breaks the copy off, of which nothing is left then."""
_STEPS = 20
"""Of SQLite's machine, between two calls: it takes a row of evidence in five."""
_PATIENCE = 5
"""A back-up that was begun again so often, for others wrote, is made in one go."""


def unheard(_done: int, _of: int) -> None:
    """Nobody waits for it."""


def copy_to(db: Connection, target: Path, passphrase: str | None, tell: Tell = unheard) -> Path:
    """A whole copy under the same key, which has its name once it is proved and on disk."""
    made = placing.half_made(target, "new")
    with speaking(target):
        placing.drop(made)
        copy_into(db, made, passphrase, tell)
        placing.put_in_place(made, target)
    return target


def copy_into(db: Connection, target: Path, passphrase: str | None, tell: Tell = unheard) -> Path:
    """A whole copy under the same key, through SQLite's own back-up, proved readable."""
    with speaking(target), placing.new_file(target):
        with closing(connection.connect(target, passphrase)) as copy:
            _copy_pages(db, copy, tell)
            _prove(copy, target, tell)
        placing.sync(target)
        tell(0, 0)
    return target


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
        with closing(connection.connect(target, passphrase)) as copy:
            if evidence:
                with connection.minding(copy, tell):
                    _copy_rows(source, passphrase, copy)
            else:
                with closing(connection.connect(source, passphrase, read_only=True)) as db:
                    _copy_pages(db, copy, lambda *_so_far: tell())
        placing.sync(target)


def _copy_pages(db: Connection, copy: Connection, tell: Tell) -> None:
    copy.execute("PRAGMA synchronous = OFF")  # whoever shares `db` would wait; it is synced later
    try:
        db.backup(copy, pages=PIECE, progress=_Patience(tell), sleep=0.005)
    except _Restless:
        db.backup(copy)


class _Restless(Exception):
    """Others write all the time."""


class _Patience:
    """Told after each piece how many pages are left: more than before, and it began again."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._left, self._times = -1, 0

    def __call__(self, _status: int, left: int, total: int) -> None:
        self._tell(total - left, total)
        self._times += 0 <= self._left < left
        self._left = left
        if self._times > _PATIENCE:
            raise _Restless


def _copy_rows(source: Path, passphrase: str | None, copy: Connection) -> None:
    with connection.attached(copy, "source", source, "ro", passphrase):
        copy.execute("BEGIN")
        try:
            _make_tables(copy)
            shape = number(copy, "source.user_version")
            copy.execute("COMMIT")
        finally:
            if copy.in_transaction:
                copy.execute("ROLLBACK")
    copy.execute(f"PRAGMA application_id = {APPLICATION}")
    copy.execute(f"PRAGMA user_version = {shape}")


def _make_tables(copy: Connection) -> None:
    made = copy.execute(
        "SELECT type, name, sql FROM source.sqlite_master WHERE sql IS NOT NULL "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND type IN ('table', 'index') "
        "ORDER BY type = 'table' DESC"
    ).fetchall()
    for kind, table, sql in made:
        copy.execute(sql)
        if kind == "table" and table != "chunk":
            copy.execute(f'INSERT INTO main."{table}" SELECT * FROM source."{table}"')


def export_to(db: Connection, target: Path, passphrase: str | None, tell: Tell = unheard) -> Path:
    """A whole copy under another key, or none, proved readable."""
    application, shape = number(db, "application_id"), number(db, "user_version")
    whole = number(db, "page_count") * number(db, "page_size")

    def look() -> None:
        tell(min(target.stat().st_size, whole), whole)

    with speaking(target), placing.new_file(target):
        with connection.attached(db, "target", target, "rw", passphrase):
            with connection.minding(db, look, _STEPS):
                db.execute("SELECT sqlcipher_export('target')").fetchall()
            db.execute(f"PRAGMA target.application_id = {application}")
            db.execute(f"PRAGMA target.user_version = {shape}")
        with closing(connection.connect(target, passphrase)) as copy:
            _prove(copy, target, tell, application)
        placing.sync(target)
        tell(0, 0)
    return target


def _prove(db: Connection, path: Path, tell: Tell, application: int = APPLICATION) -> None:
    with connection.minding(db, partial(tell, 0, 0), _STEPS):
        faults = integrity_faults(db, protected=False)
    if faults or number(db, "application_id") != application:
        raise damaged(path)
