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

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from bench.hostile_run import DONE, STOOD, Ended, alone, made, memory, worked
from bench.mutation import spoilt

Mutation = Callable[[bytes, Random, tuple[bytes, ...]], bytes]
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

    def add(self, ended: Ended) -> None:
        """What a process did before it ended."""
        for fault, number in ended.faults:
            self.note(fault, number)
        board = ended.board
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


def attack(reader: Reader, times: int, seed: int = 0, begin: int = 0) -> Found:
    """Give a reader so many inputs; a process that ends is replaced by the next."""
    found, began = Found(reader.name), time.monotonic()
    with tempfile.TemporaryDirectory(dir=memory(), prefix="fuzz-") as name:
        folder = Path(name)
        seeds = reader.seeds(made(folder / "seeds"))
        at, end = begin, begin + times
        while at < end:
            until = min(end, at + reader.each)
            at = _run(reader, seeds, seed, range(at, until), folder, found)
        for number in found.numbers:
            _keep(reader, seed, number, input_of(reader, seeds, seed, number))
    found.took = time.monotonic() - began
    return found


def _run(
    reader: Reader, seeds: Sequence[bytes], seed: int, numbers: range, folder: Path, found: Found
) -> int:
    """Let a process work through these inputs; gives the number to go on with."""
    ended = worked(reader, partial(input_of, reader, seeds, seed), numbers, folder)
    found.add(ended)
    number = ended.board.number
    if number == DONE:
        found.inputs += len(numbers)
        return numbers.stop
    if number < numbers.start:
        raise RuntimeError(f"{reader.name}: its process does not start: {ended.how}")
    found.inputs += number + 1 - numbers.start
    found.note(ended.how, number)
    _keep(reader, seed, f"{number}.stood", (folder / STOOD).read_bytes())
    return number + 1


def _keep(reader: Reader, seed: int, number: object, data: bytes) -> None:
    (made(KEPT) / f"{reader.name}-{seed}-{number}").write_bytes(data)


# ------------------------------------------------------------------ by hand


def again(reader: Reader, seed: int, number: int, file: str) -> None:
    """Read one input once more and let its fault rise."""
    given = Path(file).read_bytes() if file else None
    with tempfile.TemporaryDirectory(dir=memory(), prefix="fuzz-") as name:
        folder = Path(name)
        seeds = reader.seeds(made(folder / "seeds"))
        data = input_of(reader, seeds, seed, number) if given is None else given
        alone(folder)
        reader.ready(made(folder / "ready"))
        scratch = made(folder / "outer" / "scratch")
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
