"""Back-ups made without asking: which there are, what is kept, how one is made and read.

Each campaign has a folder of its own below the folder of all back-ups. A back-up is a whole
campaign file but for the bytes of evidence, which stand once beside all of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from glob import escape
from itertools import pairwise
from pathlib import Path

from upudesk import copying, evidence_store, file_faults, opening, placing
from upudesk.errors import N_, DamagedFile, DiskFull, FileProblem, ReadOnlyFile
from upudesk.evidence_store import EvidenceStore
from upudesk.machine import as_name, make_private
from upudesk.model import Evidence
from upudesk.settings import Settings
from upudesk.snapshot import Snapshot
from upudesk.storage import CampaignFile

DAY, MONTH = timedelta(days=1), timedelta(days=31)
MEGABYTE = 1 << 20
_STAMP = "%Y-%m-%d %H%M%SZ"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d \d{6}Z) ([a-z]+)\.upudesk")
_SALT = "salt"
"""This one keeps the salt of that file, for the case that its beginning is overwritten."""
_MARK = "campaign"
"""This file of a folder names the file that its back-ups are of."""
_LONGEST = 1 << 16
"""Bytes: no line about a folder is longer. The folder may be on anybody's stick."""
_AHEAD = timedelta(minutes=1)
"""A back-up that is later than now by more was made by a clock that was put back since."""


class Reason(StrEnum):
    """Why a back-up was made."""

    OPENED = "opened"
    CHANGED = "changed"
    MANY = "many"
    RESTORE = "restore"
    ASKED = "asked"


ROUTINE = frozenset({Reason.OPENED, Reason.CHANGED})


@dataclass(frozen=True, order=True)
class Copy:
    """A back-up: finished, and proved when it was made."""

    made_at: datetime
    reason: Reason = Reason.CHANGED
    path: Path = Path()
    size: int = 0

    @property
    def stamp(self) -> str:
        return f"{self.made_at:{_STAMP}}"


@dataclass(frozen=True)
class Keeping:
    """Where back-ups stand, and how much room they may take for each campaign."""

    folder: Path
    budget: int
    chosen: bool = False
    """Whether the user named the folder: then it is not made anew where it is gone."""

    @classmethod
    def of(cls, settings: Settings) -> Keeping:
        chosen = bool(settings.backup_folder)
        folder = Path(settings.backup_folder) if chosen else usual_folder()
        return cls(folder, settings.backup_megabytes * MEGABYTE, chosen)


@dataclass(frozen=True)
class Original:
    """The campaign that a back-up is made of; all that a worker needs to know of it."""

    path: Path
    passphrase: str | None
    campaign: str


def usual_folder() -> Path:
    """In the user's own data: it outlives the folder, or the stick, that the campaign is on."""
    from platformdirs import user_data_path

    return user_data_path("upudesk", appauthor=False) / "backups"


# ------------------------------------------------------------------ what is kept


def going(now: datetime, copies: Iterable[Copy], room: int) -> list[Copy]:
    """The back-ups that need not be kept: by age, then the oldest for which there is no room.

    Of routine ones the last of every hour is kept for a day, of every day for a month, of every
    month after that. What was made before something, or by hand, is kept whole for its first day.
    The newest of all always stays. What comes from the future was made before a clock was put back
    and counts as the oldest: what is made now must not give way to it.
    """
    known = sorted(copies, key=lambda copy: (copy.made_at <= now + _AHEAD, copy))
    kept = {_turn(now, copy): copy for copy in known}
    left = [copy for copy in known if kept[_turn(now, copy)] == copy]
    total = sum(copy.size for copy in left)
    while len(left) > 1 and total > room:
        total -= left.pop(0).size
    return [copy for copy in known if copy not in left]


def _turn(now: datetime, copy: Copy) -> tuple[object, ...]:
    """Of all back-ups with the same turn the last one is kept."""
    made, routine = copy.made_at, copy.reason in ROUTINE
    age = now - made
    if age > MONTH:
        return routine, made.year, made.month
    if age > DAY:
        return routine, made.year, made.month, made.day
    if routine:
        return routine, made.year, made.month, made.day, made.hour
    return routine, made, copy.path


def room_for_copies(budget: int, evidence: int) -> int:
    """What is left of the budget; evidence, which cannot be thinned, never takes all of it."""
    return max(budget - evidence, budget // 4)


# ------------------------------------------------------------------ what there is


def folder_of(keeping: Keeping, campaign: str, path: Path) -> Path | None:
    """Where the back-ups of a campaign file stand; None where there are none yet.

    Two copies of one campaign have a folder each; a file that was moved takes its folder along.
    """
    with suppress(OSError):
        named = escape(as_name(campaign))
        found = sorted(keeping.folder.glob(f"* {named}*")) if campaign else []
        own = next((folder for folder in found if _marked(folder) == _mark_of(path)), None)
        return own or next((f for f in found if not Path(_marked(f)).exists()), None)
    return None


def folder_for_file(keeping: Keeping, path: Path) -> Path | None:
    """Where the back-ups of a file stand, though the file itself cannot be read any more."""
    with suppress(OSError):
        folders = (mark.parent for mark in sorted(keeping.folder.glob(f"*/{_MARK}")))
        return next((f for f in folders if _marked(f) == _mark_of(path)), None)
    return None


def _mark_of(path: Path) -> str:
    return str(placing.itself(path).absolute())


def _marked(folder: Path) -> str:
    """The campaign file that a folder's back-ups are of, by its whole name."""
    try:
        return _said(folder / _MARK).decode("utf-8", "replace")
    except OSError:
        return ""


def _said(note: Path) -> bytes:
    """A line about a folder; nothing of what is no file: a pipe would be waited for, for ever."""
    if not note.is_file():
        return b""
    with note.open("rb") as file:
        return file.read(_LONGEST)


def copies_in(folder: Path | None) -> list[Copy]:
    """The back-ups of a folder, oldest first."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir() if folder else ():
            found.append(copy_at(path))
    return sorted(copy for copy in found if copy is not None)


def copy_at(path: Path) -> Copy | None:
    """What a back-up's name says of it; nothing where it is none."""
    named = _NAME.fullmatch(path.name)
    return _copy(path, *named.groups()) if named else None


def _copy(path: Path, stamp: str, reason: str) -> Copy | None:
    try:
        made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        return Copy(made_at, Reason(reason), path, path.stat().st_size)
    except (OSError, ValueError):
        return None


def evidence_size(folder: Path | None) -> int:
    """What the evidence of all back-ups together takes."""
    with suppress(OSError):
        return sum(path.stat().st_size for path in evidence_store.stores_in(folder or Path("/-")))
    return 0


def everything_of(original: Original, keeping: Keeping) -> list[Path]:
    """All files that we made and that hold something of a campaign, wherever they stand."""
    folder = folder_of(keeping, original.campaign, original.path)
    return beside(original.path) + everything_in(folder)


def everything_in(folder: Path | None) -> list[Path]:
    """All files of a folder that hold something of the campaign: back-ups, and their evidence."""
    if folder is None:
        return []
    return [copy.path for copy in copies_in(folder)] + evidence_store.stores_in(folder)


def beside(path: Path) -> list[Path]:
    """Whole copies that stand beside a campaign: by hand, before a migration, before a restore."""
    kinds = (".backup *", ".shape-*", ".before-restore*")
    stem, suffix = escape(path.stem), escape(path.suffix)
    return sorted(p for kind in kinds for p in path.parent.glob(f"{stem}{kind}{suffix}"))


# ------------------------------------------------------------------ making one


def make(
    original: Original,
    keeping: Keeping,
    reason: Reason,
    now: datetime,
    tell: Callable[[], None] = lambda: None,
) -> Copy:
    """Back the campaign up where something changed since the last back-up; gives the newest one.

    Raises a FileProblem where none can be made; nothing half made is left that would count. `tell`
    is called between pieces of work and may raise to break it off.
    """
    with _telling(keeping.folder):
        folder = _ready(keeping, original)
        with CampaignFile.along(original.path, original.passphrase) as file:
            _keep_salt(folder, file.salt())
            newest = next(reversed(copies_in(folder)), None)
            if newest and _holds(newest, original, file.last_steps()):
                made = _set_apart(newest, reason)
            else:
                made = _made(file, original, folder, reason, now, tell)
        thin(folder, original.passphrase, keeping, now)
    return made


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Faults told as what they mean for the back-up, whichever file they came from."""
    try:
        yield
    except DiskFull as problem:
        raise _full(folder) from problem
    except (ReadOnlyFile, OSError) as error:
        raise _not_written(folder) from error
    except DamagedFile as problem:
        raise DamagedFile(
            N_("A back-up could not be proved and was dropped. Check the campaign file.")
        ) from problem
    except NoFolder:
        raise
    except FileProblem as problem:
        raise FileProblem(
            N_("No back-up was made in {folder}: {why}"), folder=str(folder), why=problem.message
        ) from problem


class NoFolder(FileProblem):
    """The folder that the user named is not there."""


def _ready(keeping: Keeping, original: Original) -> Path:
    """The campaign's folder, swept of what was left half made."""
    if keeping.chosen and not keeping.folder.is_dir():
        raise NoFolder(
            N_(
                "The back-up folder {folder} is not there; no back-up was made. "
                "Connect it, or choose another one."
            ),
            folder=str(keeping.folder),
        )
    name = f"{original.path.stem} {as_name(original.campaign)}"
    known = folder_of(keeping, original.campaign, original.path)
    folder = known or placing.free_name(keeping.folder / name)
    holder = folder if folder.is_dir() else keeping.folder
    if holder.is_dir() and not placing.may_be_filled(holder):
        raise _not_written(keeping.folder)
    _make_for_good(folder)
    placing.drop_stale(left for left in folder.glob(".*") if left.is_file())
    if _marked(folder) != _mark_of(original.path):
        _note(folder / _MARK, _mark_of(original.path))
    return folder


def _make_for_good(folder: Path) -> None:
    """Make a folder, and those above it, that are still there after a power cut."""
    lacking = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in lacking:
        with suppress(OSError):  # Windows cannot open a folder
            placing.sync(path.parent)


def _note(path: Path, words: str) -> None:
    """Write a line about a folder; what it said stays whole until the new one does."""
    made = placing.half_made(path, f"{os.getpid()}")
    placing.drop(made)
    make_private(made)
    made.write_text(words, "utf-8", "replace")
    placing.sync(made)
    placing.put_in_place(made, path)


def _keep_salt(folder: Path, salt: str) -> None:
    with suppress(OSError, ValueError):
        if salt and salt_in(folder).hex() != salt:
            _note(folder / _SALT, salt)


def salt_in(folder: Path | None) -> bytes:
    """The salt of the file that the back-ups of a folder are of; nothing where none was kept."""
    with suppress(OSError, ValueError):
        return bytes.fromhex(_said(folder / _SALT).decode("ascii")) if folder else b""
    return b""


def _holds(copy: Copy, original: Original, steps: Mapping[str, tuple[int, str]]) -> bool:
    """Whether a back-up, under the passphrase of today, holds the campaign as it is."""
    try:
        if opening.is_protected(copy.path) != (original.passphrase is not None):
            return False
        with CampaignFile.looked_at(copy.path, original.passphrase) as file:
            return file.last_steps() == steps
    except FileProblem:
        return False


def _set_apart(copy: Copy, reason: Reason) -> Copy:
    """A routine back-up that turns out to be the one before something is kept as that."""
    if copy.reason not in ROUTINE or reason in ROUTINE:
        return copy
    path = copy.path.with_name(f"{copy.stamp} {reason}.upudesk")
    copy.path.replace(path)
    return replace(copy, reason=reason, path=path)


def _made(
    file: CampaignFile,
    original: Original,
    folder: Path,
    reason: Reason,
    now: datetime,
    tell: Callable[[], None],
) -> Copy:
    stamp = _free_stamp(folder, now)
    path = folder / f"{stamp} {reason}.upudesk"
    made = placing.half_made(path, f"{os.getpid()}")
    try:
        copying.copy_records(
            original.path, made, original.passphrase, tell, evidence=file.has_evidence()
        )
        tell()
        _keep_evidence(file, original, folder, stamp, tell)
        _prove(made, original, tell)
        with file_faults.speaking(path):
            placing.put_in_place(made, path)
    finally:
        placing.drop(made)
    made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    return Copy(made_at, reason, path, path.stat().st_size)


def _free_stamp(folder: Path, now: datetime) -> str:
    """Two in one second do not share a name."""
    taken, moment = {copy.stamp for copy in copies_in(folder)}, now.astimezone(UTC)
    while f"{moment:{_STAMP}}" in taken:
        moment += timedelta(seconds=1)
    return f"{moment:{_STAMP}}"


def _keep_evidence(
    file: CampaignFile, original: Original, folder: Path, stamp: str, tell: Callable[[], None]
) -> None:
    names = file.evidence_names()  # asked after the copy: it holds no evidence that is later
    if names:
        evidence_store.keep(folder, stamp, file, names, tell)


def _prove(made: Path, original: Original, tell: Callable[[], None]) -> None:
    """Opened anew as a restore would open it: every page, every record, the same campaign."""
    with CampaignFile.looked_at(made, original.passphrase) as copy, copy.minding(tell):
        if copy.integrity_faults() or copy.campaign_id() != original.campaign:
            raise file_faults.damaged(made)
        copy.tables()


def thin(folder: Path, passphrase: str | None, keeping: Keeping, now: datetime) -> None:
    """Drop what the rule and the budget do not keep, and evidence that only those rested on."""
    copies = copies_in(folder)
    dropped = going(now, copies, room_for_copies(keeping.budget, evidence_size(folder)))
    for copy in dropped:
        copy.path.unlink(missing_ok=True)
    left = [copy for copy in copies if copy not in dropped]
    _thin_evidence(folder, passphrase, left, now)


def _thin_evidence(
    folder: Path, passphrase: str | None, copies: Sequence[Copy], now: datetime
) -> None:
    stores = evidence_store.stores_in(folder)
    oldest = copies[0].stamp if copies else ""
    there = {copy.stamp for copy in copies}
    for older, newer in pairwise(stores):
        # Every back-up was made since the newer one took over, unless a clock was put back.
        if newer.stem <= oldest and not evidence_store.needed(older, passphrase) & there:
            older.unlink(missing_ok=True)
    hour_ago = f"{now.astimezone(UTC) - timedelta(hours=1):{_STAMP}}"
    for path in evidence_store.stores_in(folder):
        with suppress(FileProblem), EvidenceStore.open(path, passphrase) as store:
            store.forget(there, hour_ago)


def _full(folder: Path) -> DiskFull:
    return DiskFull(
        N_(
            "The disk of the back-up folder {folder} is full; no back-up was made. "
            "Make room, or choose another folder."
        ),
        folder=str(folder),
    )


def _not_written(folder: Path) -> ReadOnlyFile:
    return ReadOnlyFile(
        N_(
            "The back-up folder {folder} cannot be written; no back-up was made. "
            "Make it writable, or choose another one."
        ),
        folder=str(folder),
    )


# ------------------------------------------------------------------ reading one


def snapshot_of(path: Path, passphrase: str | None, today: date) -> Snapshot:
    """What a back-up holds, as it would be seen today; the back-up stays as it is."""
    with CampaignFile.looked_at(path, passphrase) as file:
        return Snapshot(today, file.tables())


def files_behind(
    path: Path, passphrase: str | None, records: Iterable[Evidence]
) -> dict[str, bytes]:
    """The bytes of some evidence, from the back-up itself or the store beside it."""
    wanted = {record.sha256 for record in records}
    if not wanted:
        return {}
    with CampaignFile.looked_at(path, passphrase) as file:
        own = {name: file.bytes_of(name) for name in wanted & file.evidence_names()}
    found = {name: data for name, data in own.items() if data is not None}
    return found | evidence_store.read(path.parent, passphrase, wanted - found.keys())
