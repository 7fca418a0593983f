"""A connection to an SQLite file: with its key, with every safety on, and to be broken off."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import sqlcipher3.dbapi2 as dbapi

from upudesk.keys import Passphrase, quoted

Connection: TypeAlias = Any
"""sqlcipher3's; it comes without types."""
Row = tuple[Any, ...]
APPLICATION = 0x55505544
"""“UPUD”, in SQLite's application_id: says that a file is a campaign."""
STORE = 0x55505545
"""The next number: says that a file keeps the evidence of back-ups."""


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


@contextmanager
def attached(
    db: Connection, name: str, path: Path, mode: str, passphrase: str | None
) -> Iterator[None]:
    """Another file beside that of a connection, under its own key."""
    uri = _uri(path, mode)
    key = quoted("" if passphrase is None else _key(uri, passphrase))
    # As bytes: on Linux a name need not be text.
    db.execute(f"ATTACH DATABASE ? AS {name} KEY {key}", (os.fsencode(uri),))
    try:
        yield
    finally:
        db.execute(f"DETACH DATABASE {name}")


def harden(db: Connection) -> None:
    """Make every commit reach the disk, and erased bytes disappear from the file."""
    for pragma in (
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "fullfsync = ON",
        "secure_delete = ON",
    ):
        db.execute(f"PRAGMA {pragma}").fetchall()


def number(db: Connection, name: str) -> int:
    """What SQLite keeps under a name at the beginning of a file."""
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


_EVERY = 20_000
"""So many steps of SQLite's machine pass between two calls; a few milliseconds."""


@contextmanager
def minding(db: Connection, tell: Callable[[], None], every: int = _EVERY) -> Iterator[None]:
    """Calls `tell` while SQLite is at work; what it raises breaks the work off, and is raised."""
    stopped: list[BaseException] = []

    def ask() -> int:
        try:
            tell()
        except BaseException as stop:
            stopped.append(stop)
        return len(stopped)

    db.set_progress_handler(ask, every)
    try:
        yield
    except Exception:
        if not stopped:
            raise
    finally:
        db.set_progress_handler(None, 0)
    if stopped:
        raise stopped[0]
