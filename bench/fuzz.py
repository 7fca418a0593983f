"""Every reader given broken and malicious files, thousands of them, in processes with limits.

    python -m bench.fuzz [READER ...] [--from NUMBER] [--times N] [--seed N] [--at NUMBER]
    python -m bench.fuzz READER --file FILE

An input is made from sound ones by lot; `--from` goes on where a run was cut off. An input that
brought a fault to light is kept in `fuzz-faults` among the temporary files, beside it where the
process stood when it was ended; `--file` reads it again and lets its fault rise. So does `--at`,
where the sound ones hold nothing random. What counts as a fault: any error but a sentence for the
user, a process that ends, an input that takes longer or needs more memory than its reader may, and
anything written outside the folder that the reader was given.
"""

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
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.mutation import spoilt

Mutation = Callable[[bytes, Random, tuple[bytes, ...]], bytes]
DONE = 1 << 62
KEPT = Path(tempfile.gettempdir()) / "fuzz-faults"


@dataclass(frozen=True)
class Reader:
    """One thing that reads files: sound inputs for it, and what it does with any."""

    name: str
    what: str
    seeds: Callable[[Path], Sequence[bytes]]
    read: Callable[[bytes, Path], object]
    mutation: Mutation = spoilt
    times: int = 10_000
    seconds: float = 10.0
    """Of the processor for one input; ten times that on the clock, for the machine may be busy."""
    each: int = 1_000_000
    """So many inputs a process takes, where what it reads is kept for good."""
    megabytes: int = 1024
    """So much more than the process takes without an input."""
    ready: Callable[[Path], object] = lambda _folder: None
    """Called once in each process, before its memory is limited."""


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


@dataclass
class Found:
    """What came of all inputs of one reader."""

    reader: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    slowest: float = 0.0
    peak: int = 0
    took: float = 0.0

    def note(self, fault: str, number: int) -> None:
        """One more fault; those that differ only in their wording are counted together."""
        what, _, wording = fault.partition("|")
        self.faults[what] += 1
        self.examples.setdefault(what, f"--at {number}{wording and ': '}{wording}")
        if len(self.numbers) < 50:
            self.numbers.append(number)

    def add(self, board: Board) -> None:
        """What a process did before it ended."""
        self.read += board.read
        self.refused += board.refused
        self.slowest = max(self.slowest, board.slowest)
        self.peak = max(self.peak, board.peak)

    def __str__(self) -> str:
        said = (
            f"{self.reader:<18}{self.inputs:>7} inputs  {self.read:>6} read  {self.refused:>6} "
            f"refused  slowest {self.slowest:>5.2f} s  peak {self.peak >> 10:>5} MB  "
            f"{self.took:>5.0f} s  "
        )
        told = [f"\n    {n:>5} x {what} ({self.examples[what]})" for what, n in self.faults.items()]
        return said + ("no fault" if not self.faults else f"FAULTS{''.join(told)}")


def input_of(reader: Reader, seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """The input of that number: the seeds themselves first, then what lot makes of them."""
    if number < len(seeds):
        return seeds[number]
    lot = Random(f"{reader.name} {seed} {number}")
    chosen = lot.choice(seeds)
    try:
        return reader.mutation(chosen, lot, tuple(seeds))
    except Exception:  # what was to be changed cannot be written that way
        return spoilt(chosen, lot, tuple(seeds))


# ------------------------------------------------------------------ one process after the other


def attack(reader: Reader, times: int, seed: int = 0, begin: int = 0) -> Found:
    """Give a reader so many inputs; a process that ends is replaced by the next."""
    found, began = Found(reader.name), time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory(), prefix="fuzz-") as name:
        folder = Path(name)
        seeds = reader.seeds(_made(folder / "seeds"))
        at, end = begin, begin + times
        while at < end:
            until = min(end, at + reader.each)
            at = _run(reader, seeds, seed, range(at, until), folder, found)
        for number in found.numbers:
            _keep(reader, seed, number, input_of(reader, seeds, seed, number))
    found.took = time.monotonic() - began
    return found


def _keep(reader: Reader, seed: int, number: int, data: bytes) -> None:
    (_made(KEPT) / f"{reader.name}-{seed}-{number}").write_bytes(data)


def memory() -> str | None:
    """Files in memory where there is such a place: what is tried is reading, not the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _run(
    reader: Reader, seeds: Sequence[bytes], seed: int, numbers: range, folder: Path, found: Found
) -> int:
    """Let a process work through these inputs; gives the number to go on with."""
    board = Board.shared()
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        _work(reader, seeds, seed, numbers, folder, board, tell)
    os.close(tell)
    killed = _watch(child, board, reader.seconds)
    _, status = os.waitpid(child, 0)
    with os.fdopen(hear, encoding="utf-8") as pipe:
        for line in (json.loads(line) for line in pipe if line.endswith("\n")):
            found.note(line["fault"], line["number"])
    found.add(board)
    number = board.number
    if number == DONE:
        found.inputs += len(numbers)
        return numbers.stop
    if number < numbers.start:
        raise RuntimeError(f"{reader.name}: its process does not start ({_told(status)})")
    how = (
        f"longer than {reader.seconds:.0f} s" if killed else f"the process ended ({_told(status)})"
    )
    found.inputs += number + 1 - numbers.start
    stood = (folder / "stood").read_text("utf-8", "replace")
    (_made(KEPT) / f"{reader.name}-{seed}-{number}.stood").write_text(stood, "utf-8")
    found.note(how, number)
    return number + 1


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
    reader: Reader, seeds: Sequence[bytes], seed: int, numbers: range, folder: Path,
    board: Board, tell: int,
) -> None:  # fmt: skip
    """In the process of its own; never returns."""
    try:
        if not os.environ.get("FUZZ_LOUD"):
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
        stood = (folder / "stood").open("w")
        faulthandler.enable(stood)
        faulthandler.register(signal.SIGUSR1, stood)
        _alone(folder)
        reader.ready(_made(folder / "ready"))
        gc.freeze()
        _limit_memory(reader.megabytes)
        told: Counter[str] = Counter()
        for number in numbers:
            given = input_of(reader, seeds, seed, number)
            _one(reader, given, number, folder, board, tell, told)
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
        sys.excepthook = sys.__excepthook__
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


def _alone(folder: Path) -> None:
    """Folders of its own, as for a user who has just begun."""
    home = str(_made(folder / "home"))
    for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = home
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _made(folder / "outer")


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# ------------------------------------------------------------------ by hand


def again(reader: Reader, seed: int, number: int, file: str) -> None:
    """Read one input once more and let its fault rise."""
    given = Path(file).read_bytes() if file else None
    with tempfile.TemporaryDirectory(dir=memory(), prefix="fuzz-") as name:
        folder = Path(name)
        seeds = reader.seeds(_made(folder / "seeds"))
        data = input_of(reader, seeds, seed, number) if given is None else given
        _alone(folder)
        reader.ready(_made(folder / "ready"))
        scratch = _made(folder / "outer" / "scratch")
        os.chdir(scratch)
        began = time.monotonic()
        try:
            print(reader.read(data, scratch))
        finally:
            print(f"{time.monotonic() - began:.2f} s")
            os.chdir("/")


def _said(name: str, usual: str) -> str:
    words = sys.argv
    return words[words.index(name) + 1] if name in words else usual


def _named() -> Iterator[Reader]:
    from bench.readers import READERS

    chosen = [word for word in sys.argv[1:] if word in READERS]
    yield from (READERS[name] for name in chosen or READERS)


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    seed = int(_said("--seed", "0"))
    if "--at" in sys.argv or "--file" in sys.argv:
        again(next(_named()), seed, int(_said("--at", "0")), _said("--file", ""))
        return
    faulty = False
    for reader in _named():
        times = int(_said("--times", str(reader.times)))
        found = attack(reader, times, seed, int(_said("--from", "0")))
        faulty |= bool(found.faults)
        print(found, flush=True)
    sys.exit(faulty)


if __name__ == "__main__":
    main()
