"""The shim between program and disk: built where a C compiler is, loaded, armed.

A harness that needs it calls `under_the_shim` first, which starts the same harness once more with
the shim loaded. Nothing of it is part of the program.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
_LOADED = "UPUDESK_BENCH_SHIM"
NO_COMPILER = "no C compiler is here, so nothing can be put between the program and the disk"


class Way(IntEnum):
    """How the n-th thing that is written goes wrong."""

    NOTHING = 0
    ONCE = 1
    ONWARDS = 2
    SHORT = 3
    SHORT_ONWARDS = 4
    KILL_BEFORE = 5
    KILL_AFTER = 6
    KILL_HALFWAY = 7


class What(IntEnum):
    """What was noted down."""

    WRITE = 1
    TRUNCATE = 2
    SYNC = 3
    RENAME = 4
    UNLINK = 5
    CREATE = 6
    LINK = 7
    SAID = 8
    FOLDER = 9


@dataclass(frozen=True)
class Note:
    """One thing that was done to one file: where, and the bytes or the second name."""

    what: What
    name: str
    at: int = 0
    data: bytes = b""


def compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def usable() -> bool:
    return sys.platform == "linux" and compiler() is not None


def under_the_shim(module: str, arguments: Sequence[str]) -> int:
    """Run `python -m module` with the shim loaded; gives its exit status."""
    if not usable():
        print(NO_COMPILER)
        return 0
    return run_loaded([sys.executable, "-m", module, *arguments], capture=False).returncode


def run_loaded(command: Sequence[str], *, capture: bool = True) -> subprocess.CompletedProcess[str]:
    """Run something with the shim loaded."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "shim.so"
        build = [str(compiler()), "-shared", "-fPIC", "-O1", "-o", str(built), str(SOURCE), "-ldl"]
        subprocess.run(build, check=True)
        environment = os.environ | {"LD_PRELOAD": str(built), _LOADED: str(built)}
        return subprocess.run(
            command, env=environment, check=False, text=True, capture_output=capture
        )


def is_loaded() -> bool:
    return _LOADED in os.environ


class Shim:
    """The shim of this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ[_LOADED])

    def arm(
        self, folder: Path, number: int = 0, way: Way = Way.NOTHING, fault: int = errno.EIO,
        notes: int = -1,
    ) -> None:  # fmt: skip
        """From now on the `number`-th thing written below a folder goes wrong in that way."""
        self._library.shim_arm(os.fsencode(folder), ctypes.c_long(number), way, fault, notes)

    def disarm(self) -> int:
        """Gives how many things were written."""
        count: int = self._library.shim_disarm()
        return count

    def say(self, word: str) -> None:
        """Put a word among the notes."""
        self._library.shim_say(word.encode())


def read_notes(file: Path) -> Iterator[Note]:
    data, at = file.read_bytes(), 0
    while at < len(data):
        what, name, size = struct.unpack_from("III", data, at)
        (where,) = struct.unpack_from("q", data, at + 12)
        start = at + 20
        at = start + name + size
        yield Note(
            What(what), os.fsdecode(data[start : start + name]), where, data[start + name : at]
        )
