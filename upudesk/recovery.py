"""Bringing a back-up back: it takes the campaign's place, which is kept beside it."""

from __future__ import annotations

import os
import shutil
from contextlib import closing, suppress
from pathlib import Path

from upudesk import evidence_store, file_faults, inspection, placing
from upudesk.errors import N_, DamagedFile, FileProblem
from upudesk.evidence_store import Tell
from upudesk.machine import Machine, make_private
from upudesk.model import Evidence
from upudesk.storage import CampaignFile


def restore(
    path: Path,
    backup: Path,
    passphrase: str | None = None,
    *,
    machine: Machine | None = None,
    tell: Tell = lambda: None,
) -> Path | None:
    """Put a back-up in the campaign's place; gives the path where the campaign is kept as it was.

    Raises a FileProblem where the back-up is no campaign, is damaged or belongs to another one, and
    AlreadyOpen while a window has the campaign. The restored file begins a writer of its own. The
    back-up is only read; evidence that stands beside it goes into the restored file. What `tell`
    raises breaks it off, and nothing has happened.
    """
    path = placing.itself(path)
    with CampaignFile.looked_at(backup, passphrase) as source:
        with source.minding(tell):
            sound = inspection.inspect(source, with_files=False).sound
        if not sound:
            raise DamagedFile(
                N_("The back-up {file} is damaged; nothing was restored."), file=backup.name
            )
        if path.exists():
            _refuse_another_campaign(path, source, passphrase)
        lock = (machine or Machine()).claim(path) if path.exists() else None
        try:
            return _put_in_place(source, path, backup.parent, tell)
        finally:
            if lock:
                lock.release()


def _put_in_place(source: CampaignFile, path: Path, store: Path, tell: Tell) -> Path | None:
    with file_faults.speaking(path):
        made = placing.half_made(path, "restoring")
        placing.drop(made)
        try:
            source.copy_into(made, tell)
            _bring_evidence(made, source.passphrase, store, tell)
            tell()  # for the last time: from here on it is done
            kept = _keep_aside(path)
            placing.put_in_place(made, path)
        finally:
            with suppress(OSError):
                placing.drop(made)
    return kept


def _bring_evidence(made: Path, passphrase: str | None, store: Path, tell: Tell) -> None:
    with closing(CampaignFile.open(made, passphrase)) as file:
        records = file.tables()[Evidence.KIND].values()
        wanted = {record.sha256 for record in records if isinstance(record, Evidence)}
        evidence_store.bring_together(file, wanted, store, tell)


def _refuse_another_campaign(path: Path, source: CampaignFile, passphrase: str | None) -> None:
    """A damaged campaign may be replaced; another one may not, nor what is no file."""
    if not path.is_file():
        raise FileProblem(N_("{file} is no file; nothing was restored."), file=path.name)
    try:
        with closing(CampaignFile.open(path, passphrase)) as present:
            same = present.campaign_id() == source.campaign_id()
    except FileProblem:
        return
    if not same:
        raise FileProblem(
            N_("{file} is another campaign than the back-up; nothing was restored."), file=path.name
        )


def _keep_aside(path: Path) -> Path | None:
    """Keep the campaign under another name too, so that at no moment there is none in its place.

    A journal that was left beside it goes along: SQLite would play it into the restored file.
    """
    kept = placing.free_name(path.with_name(f"{path.stem}.before-restore{path.suffix}"))
    there, journal = path.exists(), Path(f"{path}-journal")
    if there:
        _double(path, kept)
    if journal.exists():
        journal.replace(f"{kept}-journal")
    return kept if there else None


def _double(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # a stick's file system knows one name for a file only
        made = placing.half_made(path, "kept")
        placing.drop(made)
        make_private(made)
        shutil.copyfile(path, made)
        placing.sync(made)
        placing.put_in_place(made, name)
