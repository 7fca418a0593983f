"""What this machine remembers of campaign files: its name, how far writers got, open windows.

A file that comes back older than this machine knew it (a back-up copied over it, say) may not go on
under the writer's old name: its history would exist in two versions.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from upudesk.errors import N_, AlreadyOpen, FileProblem
from upudesk.record import new_id


def state_folder() -> Path:
    """The user's folder for state, as the operating system has it."""
    from platformdirs import user_state_path

    return user_state_path("upudesk", appauthor=False)


def place_of(path: Path) -> str:
    """The identity of a file on this machine: a copy has another."""
    stat = path.stat()
    return f"{stat.st_dev:x}-{stat.st_ino:x}"


def as_name(id: str) -> str:
    """An id as the name of a file. What a campaign calls itself may be anything, even a path."""
    if len(id) <= 64 and id.isascii() and id.replace("-", "").replace("_", "").isalnum():
        return id
    return hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()


def had_a_window() -> bool:
    """Whether a window was ever open on a campaign here."""
    return (state_folder() / "windows").is_dir()


_FIGURES = 10
"""So wide is the number of a step that is noted."""


class Machine:
    """This machine's memory, in one folder of its own."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or state_folder()
        self._notes: dict[str, int] = {}
        """Open files, by writer: a note is taken at every step."""

    def name(self) -> str:
        """A name that this machine gives itself once; it says nothing about the machine."""
        file = self._folder / "machine"
        with suppress(OSError):
            if not file.exists():
                self._folder.mkdir(parents=True, exist_ok=True)
                file.write_text(new_id(), "ascii")
            own = file.read_text("ascii", "replace").strip()
            return hashlib.sha256(f"{own} {_node()}".encode()).hexdigest()[:32]
        return hashlib.sha256(_node().encode()).hexdigest()[:32]

    def reached(self, writer: str) -> int:
        """Number of the last step that this machine saw that writer write; 0 where it saw none."""
        try:
            return max(int(self._note(writer).read_text("ascii")), 0)
        except (OSError, ValueError):
            return 0

    def note(self, writer: str, number: int) -> None:
        """Remember how far a writer got. A memory that cannot be kept costs nothing but safety."""
        with suppress(OSError):
            if writer not in self._notes:
                file = self._note(writer)
                file.parent.mkdir(parents=True, exist_ok=True)
                self._notes[writer] = os.open(file, os.O_CREAT | os.O_WRONLY, 0o600)
                if os.fstat(self._notes[writer]).st_size > _FIGURES:  # nothing of ours is longer
                    os.ftruncate(self._notes[writer], _FIGURES)
            os.lseek(self._notes[writer], 0, os.SEEK_SET)
            os.write(self._notes[writer], b"%0*d" % (_FIGURES, number))

    def checked(self, file: str) -> datetime | None:
        """When a file, by its campaign and place, was last inspected as a whole and found sound."""
        with suppress(OSError, ValueError):
            moment = datetime.fromisoformat((self._folder / "checks" / file).read_text("ascii"))
            return moment if moment.tzinfo else None
        return None

    def note_check(self, file: str, moment: datetime) -> None:
        with suppress(OSError, ValueError):
            noted = self._folder / "checks" / file
            noted.parent.mkdir(parents=True, exist_ok=True)
            noted.write_text(moment.isoformat(timespec="seconds"), "ascii")

    def close(self) -> None:
        while self._notes:
            os.close(self._notes.popitem()[1])

    def _note(self, writer: str) -> Path:
        return self._folder / "writers" / as_name(writer)

    def claim(self, path: Path) -> Claim:
        """Hold the campaign for one window until `release`; raises AlreadyOpen.

        The operating system drops the lock when the process ends, however it ends. It is taken on a
        file of this folder: a lock on the campaign file itself would meet SQLite's own.
        """
        file = self._lock_file(place_of(path))
        try:
            _lock(file)
        except OSError:
            file.close()
            raise AlreadyOpen(
                N_(
                    "{file} is already open in another window. "
                    "Nothing was changed; go on in that window, or close it first."
                ),
                file=path.name,
            ) from None
        return Claim(file)

    def _lock_file(self, place: str) -> IO[bytes]:
        folder = self._folder / "windows"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return (folder / f"{place}.lock").open("a+b")
        except OSError as error:
            raise FileProblem(
                N_(
                    "UPUDesk cannot write in its own folder {folder} ({why}); nothing was changed. "
                    "Make the folder writable and try again."
                ),
                folder=str(folder),
                why=error.strerror or str(error),
            ) from error


class Claim:
    """A campaign held for one window."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def release(self) -> None:
        self._file.close()


def _node() -> str:
    """What this machine is called in its network."""
    if sys.platform == "win32":
        import platform

        return platform.node()
    return os.uname().nodename


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def make_private(path: Path) -> None:
    """Create an empty file that only its owner can read; raises FileExistsError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
