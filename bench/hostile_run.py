"""A process of its own for hostile inputs: its limits, what it tells, and how it ends."""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import json
import mmap
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.fuzz import Reader

DONE = 1 << 62
STOOD = "stood"
"""The file in which a process notes where it stands, when it is asked or ends in a crash."""


class Board(ctypes.Structure):
    """What a process tells of itself, readable whatever ended it."""

    number: int
    """Of the input that is being read; DONE after the last."""
    began: float
    spent: float
    """Of the processor, before the input."""
    slowest: float
    read: int
    refused: int
    peak: int
    _fields_ = [
        ("number", ctypes.c_int64), ("began", ctypes.c_double), ("spent", ctypes.c_double),
        ("slowest", ctypes.c_double), ("read", ctypes.c_int64), ("refused", ctypes.c_int64),
        ("peak", ctypes.c_int64),
    ]  # fmt: skip

    @classmethod
    def shared(cls) -> Board:
        board = cls.from_buffer(mmap.mmap(-1, ctypes.sizeof(cls)))
        board.number = -1
        return board


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    board: Board
    faults: tuple[tuple[str, int], ...]
    """Each with the number of its input."""
    how: str
    """What ended it, where it was not done."""


def memory() -> str | None:
    """Files in memory where there is such a place: what is tried is reading, not the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def worked(reader: Reader, given: Callable[[int], bytes], numbers: range, folder: Path) -> Ended:
    """Let a process read these inputs, until it has, or one of them ends it."""
    board = Board.shared()
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        _work(reader, given, numbers, folder, board, tell)
    os.close(tell)
    killed = _watch(child, board, reader.seconds)
    _, status = os.waitpid(child, 0)
    with os.fdopen(hear, encoding="utf-8") as pipe:
        lines = [json.loads(line) for line in pipe if line.endswith("\n")]
    how = f"longer than {reader.seconds:.0f} s" if killed else f"it ended ({_told(status)})"
    return Ended(board, tuple((line["fault"], line["number"]) for line in lines), how)


def _told(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.waitstatus_to_exitcode(status)}"


def _watch(child: int, board: Board, seconds: float) -> bool:
    """Wait for the process; end it where one input takes too long. Its faults go through a pipe
    that holds 64 KiB, so only two hundred of a kind are written."""
    while True:
        done = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        if done is not None:
            return False
        began, spent = board.began, board.spent
        now = time.monotonic()
        if began and (_spent(child) - spent > seconds or now - began > 10 * seconds):
            os.kill(child, signal.SIGUSR1)  # it notes where it stands
            time.sleep(1)
            os.kill(child, signal.SIGKILL)
            return True
        time.sleep(0.05)


def _spent(child: int) -> float:
    """Seconds of the processor that a process took."""
    with contextlib.suppress(OSError):
        told = Path(f"/proc/{child}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _work(
    reader: Reader, given: Callable[[int], bytes], numbers: range, folder: Path, board: Board,
    tell: int,
) -> None:  # fmt: skip
    """In the process of its own; never returns."""
    try:
        if not os.environ.get("FUZZ_LOUD"):
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
        stood = (folder / STOOD).open("w")
        faulthandler.enable(stood)
        faulthandler.register(signal.SIGUSR1, stood)
        alone(folder)
        reader.ready(made(folder / "ready"))
        gc.freeze()
        _limit_memory(reader.megabytes)
        told: Counter[str] = Counter()
        for number in numbers:
            _one(reader, given(number), number, folder, board, tell, told)
        board.number = DONE
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(0)


def _one(
    reader: Reader, data: bytes, number: int, folder: Path, board: Board, tell: int,
    told: Counter[str],
) -> None:  # fmt: skip
    board.number, board.spent = number, time.process_time()
    board.began = time.monotonic()
    fault = outcome(reader, data, folder)
    board.slowest = max(board.slowest, time.monotonic() - board.began)
    board.began, board.peak = 0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if fault in ("read", "refused"):
        setattr(board, fault, getattr(board, fault) + 1)
        return
    what = fault.partition("|")[0]
    told[what] += 1
    if told[what] <= 200:
        os.write(tell, f"{json.dumps({'fault': fault, 'number': number})}\n".encode())


def outcome(reader: Reader, data: bytes, folder: Path) -> str:
    """'read', 'refused', or what the fault was."""
    from upudesk.errors import UserError

    scratch = folder / "outer" / "scratch"
    shutil.rmtree(folder / "outer", ignore_errors=True)
    scratch.mkdir(parents=True)
    os.chdir(scratch)
    before = _around(folder)
    risen: list[BaseException] = []
    usual = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: risen.append(error)
    try:
        reader.read(data, scratch)
        said = "read"
    except UserError as error:
        str(error)
        said = "refused"
    except Exception as error:
        said = _where(error)
    finally:
        sys.excepthook = usual
    if risen:  # where Qt called, which lets nothing through
        said = _where(risen[0])
    if _around(folder) != before:
        said = "something was written outside its folder"
    return said


def _around(folder: Path) -> list[str]:
    """What stands outside the folder that a reader is given."""
    return sorted([*os.listdir(folder), *os.listdir(folder / "outer")])


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/upudesk/" in frame.filename] or frames
    last = ours[-1]
    return f"{type(error).__name__} in {Path(last.filename).name} {last.name}|{str(error)[:90]!r}"


def alone(folder: Path) -> None:
    """Folders of its own, as for a user who has just begun."""
    home = str(made(folder / "home"))
    for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = home
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    made(folder / "outer")


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
