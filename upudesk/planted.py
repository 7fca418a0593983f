"""What a stranger may have planted in a file: found before anything else is read from it.

A campaign file is tables and plain indexes. SQLite would run more for whoever opens the file:
triggers at every save, views in the place of tables, columns and indexes that are worked out. None
of that is ever made by this program, so a file that holds it is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from upudesk.model import KINDS
from upudesk.values import shape_of

_OURS = frozenset({"CREATE INDEX deletion ON change (record) WHERE field = '' AND value = 'false'"})
"""Indexes of a part of a table that this program has made."""
_WORKED_OUT = re.compile(
    r"\b(CHECK|GENERATED|AS|DEFAULT)\s*\(|\bON\s+CONFLICT\b|\bREFERENCES\b|\bVIRTUAL\b|\bWHERE\b"
)
_SCHEMA = "SELECT type, name, coalesce(sql, '') FROM sqlite_master"
_COLUMNS = (
    'SELECT m.name, x.name, x.type, x."notnull", x.hidden FROM sqlite_master m, '
    "pragma_table_xinfo(m.name) x WHERE m.type = 'table' ORDER BY m.name, x.cid"
)
_LOOSE = (
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
)


def planted(db: Any) -> bool:
    """Whether a file, in whichever shape, holds anything but tables and plain indexes."""
    return any(not _plain(*row) for row in db.execute(_SCHEMA))


def _plain(kind: str, name: str, sql: str) -> bool:
    if name.startswith("sqlite_"):
        return kind in ("table", "index")
    if kind == "index":
        return sql in _OURS or (not _WORKED_OUT.search(sql.upper()) and _of_columns(sql))
    # What sqlite-utils notes of migrations stands in a table of its own making.
    return kind == "table" and (name == "_sqlite_migrations" or not _WORKED_OUT.search(sql.upper()))


def _of_columns(sql: str) -> bool:
    """Whether an index is of columns as they are: of no function, and of nothing worked out."""
    return sql.count("(") <= 1


def misshapen(db: Any) -> list[str]:
    """The tables of records that are not as this program makes them: then no value in them has to
    be of its type."""
    loose = {row[0] for row in db.execute(_LOOSE)}
    found: dict[str, list[tuple[str, str, bool]]] = {kind: [] for kind in KINDS}
    for table, column, type_, full, hidden in db.execute(_COLUMNS):
        if table in found:
            found[table].append((column, type_ if not hidden else "", bool(full)))
    return [kind for kind in KINDS if kind in loose or found[kind] != list(_columns_of(kind))]


def _columns_of(kind: str) -> Iterator[tuple[str, str, bool]]:
    shape = shape_of(KINDS[kind])
    yield "id", "TEXT", True
    for name, codec in shape.codecs.items():
        yield name, codec.column, shape.blanks[name] is not None
