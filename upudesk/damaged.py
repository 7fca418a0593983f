"""A damaged campaign looked into: what can be read of it, and the newest back-up that is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upudesk import backups, inspection
from upudesk.backups import Copy, Keeping
from upudesk.campaign import restoring
from upudesk.campaign.restoring import Way
from upudesk.desk import Desk
from upudesk.errors import FileProblem, PassphraseNeeded, UserError
from upudesk.file_faults import wrong_passphrase
from upudesk.storage import CampaignFile

Tell = Callable[[], None]


@dataclass(frozen=True)
class Damage:
    """What there is to choose from. `desk` shows what can be read; None where nothing can."""

    path: Path
    passphrase: str | None
    desk: Desk | None
    newest: Copy | None = None
    """The newest back-up that is sound."""
    differing: Mapping[Way, int] = field(default_factory=dict)
    """How many records that back-up lacks, has otherwise, or alone has still."""


def look_into(
    path: Path, passphrase: str | None, keeping: Keeping, tell: Tell, **kwargs: Any
) -> Damage:
    """Takes a while, and reads only; `tell` is called between pieces and may raise."""
    folder = backups.folder_for_file(keeping, path)
    newest = newest_sound(folder, passphrase, tell)
    try:
        desk = Desk.open_damaged(path, passphrase, stores=folder, tell=tell, **kwargs)
    except PassphraseNeeded:
        raise
    except FileProblem:
        if newest is None:
            raise
        return Damage(path, passphrase, None, newest)
    return Damage(path, passphrase, desk, newest, _differing(desk, newest, passphrase))


def newest_of(path: Path, keeping: Keeping) -> Path | None:
    """The newest back-up of a file, which may be no campaign any more; sound or not."""
    copies = backups.copies_in(backups.folder_for_file(keeping, path))
    return copies[-1].path if copies else None


def prove_on_newest(path: Path, passphrase: str, keeping: Keeping) -> None:
    """Raises WrongPassphrase unless it opens the newest back-up: then it is the file that is
    damaged, at its very beginning."""
    newest = newest_of(path, keeping)
    try:
        if newest is not None:
            with CampaignFile.looked_at(newest, passphrase) as file:
                if file.protected:
                    return
    except FileProblem:
        pass
    raise wrong_passphrase(path)


def newest_sound(folder: Path | None, passphrase: str | None, tell: Tell) -> Copy | None:
    """The newest back-up that this passphrase opens and in which nothing is wrong."""
    for copy in reversed(backups.copies_in(folder)):
        tell()
        try:
            with CampaignFile.looked_at(copy.path, passphrase) as file, file.minding(tell):
                if inspection.inspect(file, with_files=False).sound:
                    return copy
        except FileProblem:
            continue
    return None


def _differing(desk: Desk, newest: Copy | None, passphrase: str | None) -> Mapping[Way, int]:
    if newest is None:
        return {}
    try:
        then = backups.snapshot_of(newest.path, passphrase, desk.today)
        return Counter(one.way for one in restoring.differences(desk.snapshot, then))
    except UserError:  # of another campaign, or one whose own record is lost
        return {}
