"""What the command line prints of back-ups: which there are, and what restoring would change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from upudesk import backup_words, backups
from upudesk.backups import Keeping
from upudesk.campaign.restoring import Difference
from upudesk.i18n import _, current, ngettext
from upudesk.printout import Values
from upudesk.snapshot import Snapshot
from upudesk.terminal import aligned, visible

LISTED = 40
"""So many differences are told one by one."""


def backups_values(keeping: Keeping, folder: Path | None, file: Path) -> Values:
    """See `upudesk backups --help`."""
    return {
        "folder": str(folder) if folder else None,
        "bytes": sum(copy.size for copy in backups.copies_in(folder)),
        "evidence_bytes": backups.evidence_size(folder),
        "budget_bytes": keeping.budget,
        "backups": [
            {
                "at": copy.made_at.isoformat(timespec="seconds"),
                "reason": copy.reason.value,
                "bytes": copy.size,
                "path": str(copy.path),
            }
            for copy in backups.copies_in(folder)
        ],
        "beside": [str(path) for path in backups.beside(file)],
    }


def backups_text(keeping: Keeping, folder: Path | None, file: Path) -> Iterator[str]:
    """One line for each, the newest last; then what they take, and how much they may."""
    copies = backups.copies_in(folder)
    beside = backups.beside(file)
    if not copies and not beside:
        yield visible(_("There is no back-up of {file} yet.").format(file=file.name))
        return
    rows = [
        (backup_words.made(c), backup_words.size(c.size), backup_words.reason(c.reason))
        for c in copies
    ]
    for row, copy in zip(aligned(rows) if rows else (), copies, strict=True):
        yield row
        yield visible(f"  {copy.path}")
    if copies:
        yield _taken(keeping, folder)
    if beside:
        yield _("Beside the file:")
        yield from (visible(f"  {path}") for path in beside)


def _taken(keeping: Keeping, folder: Path | None) -> str:
    evidence = backups.evidence_size(folder)
    total = evidence + sum(copy.size for copy in backups.copies_in(folder))
    count = len(backups.copies_in(folder))
    said = ngettext(
        "{count} back-up takes {size} of {budget}; {evidence} of it is evidence.",
        "{count} back-ups take {size} of {budget}; {evidence} of it is evidence.",
        count,
    )
    return said.format(
        count=current().number(count),
        size=backup_words.size(total),
        budget=backup_words.budget(keeping.budget),
        evidence=backup_words.size(evidence) if evidence else "0",
    )


def differences_text(found: list[Difference], now: Snapshot, then: Snapshot) -> Iterator[str]:
    """What restoring would change, record by record, and how many there are."""
    for one in found[:LISTED]:
        yield visible(backup_words.line(one, now, then))
    if len(found) > LISTED:
        yield "…"
    yield backup_words.summary(found)
