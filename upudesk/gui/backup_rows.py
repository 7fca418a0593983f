"""Back-ups as rows of a list: those made without asking, and whole copies beside the campaign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from upudesk import backup_words, backups, evidence_store, telling
from upudesk.backups import Copy, Keeping
from upudesk.gui.tables import Cell, Column
from upudesk.i18n import _, current


@dataclass(frozen=True)
class Row:
    """A back-up that was made without asking, or a whole copy beside the campaign."""

    path: Path
    made_at: datetime
    size: int
    why: str
    proved: bool


def row_of(copy: Copy) -> Row:
    return Row(copy.path, copy.made_at, copy.size, backup_words.reason(copy.reason), True)


def row_beside(path: Path) -> Row:
    stat = path.stat()
    made_at = datetime.fromtimestamp(stat.st_mtime, UTC)
    return Row(path, made_at, stat.st_size, _("beside the file: {name}").format(name=path.name),
               ".before-restore" not in path.name)  # fmt: skip


def rows_for_file(path: Path, keeping: Keeping) -> list[Row]:
    """Newest first, though the file itself cannot be read any more, or is not there."""
    copies = backups.copies_in(backups.folder_for_file(keeping, path))
    rows = [row_of(copy) for copy in copies] + [row_beside(p) for p in backups.beside(path)]
    return sorted(rows, key=lambda row: row.made_at, reverse=True)


def in_short(path: Path) -> str:
    """A back-up, a copy beside the campaign or the evidence of back-ups, on one line."""
    try:
        row = _row(path)
    except OSError:  # gone meanwhile
        return path.name
    return telling.dotted(current().instant(row.made_at), row.why, backup_words.size(row.size))


def _row(path: Path) -> Row:
    if copy := backups.copy_at(path):
        return row_of(copy)
    row = row_beside(path)
    return replace(row, why=_("Evidence")) if path.suffix == evidence_store.SUFFIX else row


def columns() -> list[Column[Row]]:
    def proved(row: Row) -> Cell:
        return Cell(_("✓ when made") if row.proved else "–", tone="" if row.proved else "quiet")

    return [
        Column(lambda: _("Made on"), lambda row: Cell(current().instant(row.made_at)),
               lambda row: row.made_at, 160),
        Column(lambda: _("Why"), lambda row: Cell(row.why, tip=str(row.path)),
               lambda row: row.why, 0),
        Column(lambda: _("Size"), lambda row: Cell(backup_words.size(row.size), right=True),
               lambda row: row.size, 88, right=True),
        Column(lambda: _("Verified"), proved, lambda row: row.proved, 112),
    ]  # fmt: skip
