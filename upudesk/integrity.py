"""What SQLite and SQLCipher find when they look a file over."""

from __future__ import annotations

from contextlib import suppress

import sqlcipher3.dbapi2 as dbapi

from upudesk.connection import Connection


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
