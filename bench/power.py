"""The power goes: what the disk may hold then, for every moment of a deed; each is opened.

    python -m bench.power [--tries N] [--every N] [DEED ...]

The writes, syncs, truncations, renames, links and removals of a deed are noted down in their order.
For every moment between two of them, states are made that a disk may be in when the power goes
there: a file has what was written before its last sync; each sector of 512 bytes written since
may be as any of those writes left it, or as none did, so that writes are dropped, torn and out of
order; its length may be any of those since, and what was never written there is zero or noise. A
name in a folder stands for what it stood for at the folder's last sync, or for anything since.
Every state must be as before the deed or as after it; once the deed was acknowledged, as after.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.deeds import Deed, Scene, deeds_named, quick_keys
from bench.shim import Note, Shim, What, is_loaded, read_notes, under_the_shim
from bench.trial import named_in, number_after, played, scenes_of

SECTOR = 512
Version = bytes | None
"""A sector as some write left it; None where nothing was written yet."""


@dataclass
class File:
    """What one file surely holds, and what it may hold besides."""

    sure: dict[int, bytes] = field(default_factory=dict)
    length: int = 0
    maybe: dict[int, list[Version]] = field(default_factory=lambda: defaultdict(list))
    lengths: list[int] = field(default_factory=list)

    @classmethod
    def holding(cls, data: bytes) -> File:
        made = cls(length=len(data))
        made.sure = {n: data[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0")
                     for n in range(-(-len(data) // SECTOR))}  # fmt: skip
        return made

    @property
    def now(self) -> int:
        """Its length as the program sees it."""
        return self.lengths[-1] if self.lengths else self.length

    def seen(self, number: int) -> bytes:
        """A sector as the program sees it."""
        versions = self.maybe.get(number)
        found = versions[-1] if versions else self.sure.get(number)
        return found or bytes(SECTOR)

    def write(self, at: int, data: bytes) -> None:
        end = at + len(data)
        for number in range(at // SECTOR, -(-end // SECTOR)):
            start = number * SECTOR
            sector = bytearray(self.seen(number))
            a, b = max(at, start), min(end, start + SECTOR)
            sector[a - start : b - start] = data[a - at : b - at]
            self.maybe[number].append(bytes(sector))
        self.lengths.append(max(self.now, end))

    def truncate(self, length: int) -> None:
        for number in [n for n in {*self.sure, *self.maybe} if (n + 1) * SECTOR > length]:
            kept = max(length - number * SECTOR, 0)
            self.maybe[number].append(self.seen(number)[:kept].ljust(SECTOR, b"\0"))
        self.lengths.append(length)

    def sync(self) -> None:
        for number in self.maybe:
            self.sure[number] = self.seen(number)
        self.length = self.now
        self.maybe.clear()
        self.lengths.clear()

    def left(self, choose: Choice) -> bytes:
        """What may be found after the power went."""
        length = choose.length([self.length, *self.lengths])
        made = bytearray()
        for number in range(-(-length // SECTOR)):
            versions = [self.sure.get(number), *self.maybe.get(number, ())]
            made += choose.one(versions) or choose.noise()
        return bytes(made[:length])


@dataclass
class Choice:
    """One way for the power to go: what was not synced is lost, is kept, or falls by chance."""

    how: str
    dice: random.Random

    def one(self, versions: list) -> object:  # type: ignore[type-arg]
        if len(versions) == 1 or self.how == "lost":
            return versions[0]
        return versions[-1] if self.how == "kept" else self.dice.choice(versions)

    def length(self, known: list[int]) -> int:
        """A file may have grown by a part of what was written last."""
        if self.how in ("lost", "kept"):
            return int(self.one(known))  # type: ignore[call-overload]
        part = self.dice.randrange(min(known), max(known) + 1) // SECTOR * SECTOR
        return self.dice.choice([*known, max(part, min(known))])

    def noise(self) -> bytes:
        return self.dice.randbytes(SECTOR) if self.how == "noise" else bytes(SECTOR)


class Disk:
    """The files below a folder, and what each name may stand for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: dict[str, list[File | None]] = {}
        """What a name surely stands for, then what it was given since."""
        for path in root.rglob("*"):
            if path.is_file():
                self._names[str(path)] = [File.holding(path.read_bytes())]

    def take(self, note: Note) -> None:
        """Something more was done."""
        name = note.name
        if note.what is What.SYNC:
            if not self._names.get(name, [None])[-1]:
                self._sync_folder(name)
            else:
                self._file(name).sync()
        elif note.what is What.WRITE:
            self._file(name).write(note.at, note.data)
        elif note.what is What.TRUNCATE:
            self._file(name).truncate(note.at)
        elif note.what is What.CREATE:
            self._give(name, File())
        elif note.what is What.UNLINK:
            self._give(name, None)
        else:
            self._give(os.fsdecode(note.data), self._file(name))
            if note.what is What.RENAME:
                self._give(name, None)

    def _file(self, name: str) -> File:
        """The file that was written; SQLite goes on writing into one whose name is gone."""
        name = name.removesuffix(" (deleted)")
        found = [file for file in self._names.get(name, ()) if file is not None]
        if not found:
            self._names[name] = [File()]
            found = [self._names[name][0]]  # type: ignore[list-item]
        return found[-1]

    def _give(self, name: str, file: File | None) -> None:
        self._names.setdefault(name, [None]).append(file)

    def _sync_folder(self, folder: str) -> None:
        for name, history in self._names.items():
            if os.path.dirname(name) == folder:
                del history[:-1]

    def laid_out(self, target: Path, choose: Choice) -> None:
        """Make what may be found after the power went, in another folder."""
        done: dict[int, bytes] = {}
        for name, history in self._names.items():
            file = choose.one(list(history))
            if isinstance(file, File):
                path = target / os.path.relpath(name, self._root)
                path.parent.mkdir(parents=True, exist_ok=True)
                if id(file) not in done:
                    done[id(file)] = file.left(choose)
                path.write_bytes(done[id(file)])

    def open_ends(self) -> bool:
        """Whether anything hangs on how the power goes."""
        files = [file for history in self._names.values() for file in history if file]
        return any(len(h) > 1 for h in self._names.values()) or any(
            file.maybe or file.lengths for file in files
        )


def recorded(deed: Deed, scene: Scene, shim: Shim) -> list[Note]:
    """Do a deed; gives what it wrote, and where it was acknowledged."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "notes"
        notes = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        outcome = played(
            deed, scene, tell=shim.say, after=shim.disarm,
            before=lambda: shim.arm(scene.written, notes=notes),
        )  # fmt: skip
        os.close(notes)
        assert outcome.untroubled, outcome
        return list(read_notes(file))


def states(disk: Disk, tries: int, dice: random.Random) -> Iterator[Choice]:
    yield Choice("lost", dice)
    if disk.open_ends():
        yield Choice("kept", dice)
        for number in range(tries):
            yield Choice("noise" if number % 3 == 2 else "chance", dice)


def cut(deed: Deed, shim: Shim, *, tries: int, every: int = 1, seed: int = 0) -> tuple[int, int]:
    """Let the power go at every moment of a deed; gives moments and states that were opened.

    Raises AssertionError where a state is neither as before nor as after, or not sound.
    """
    dice, opened = random.Random(f"{seed} {deed.name}"), 0
    with scenes_of(deed) as fresh:
        before, played_out = fresh(), fresh()
        notes = recorded(deed, played_out, shim)
        disk, told = Disk(before.written), list[str]()
        names = str(played_out.written), str(before.written)
        for number in range(len(notes) + 1):
            if number % every == 0 or number == len(notes):
                for choice in states(disk, tries, dice):
                    _proved(deed, fresh, disk, choice, told, f"{number} of {len(notes)}")
                    opened += 1
            if number < len(notes):
                _take(disk, told, notes[number], *names)
    return len(notes) + 1, opened


def _take(disk: Disk, told: list[str], note: Note, was: str, stands: str) -> None:
    if note.what is What.SAID:
        told.append(note.name)
        return
    second = os.fsencode(os.fsdecode(note.data).replace(was, stands))
    named = note.what in (What.RENAME, What.LINK)
    data = second if named else note.data
    disk.take(Note(note.what, note.name.replace(was, stands), note.at, data))


def _proved(deed, fresh, disk, choice, told, when) -> None:  # type: ignore[no-untyped-def]
    scene = fresh()
    keep = {p.relative_to(scene.written) for p in scene.written.rglob("campaign") if p.is_file()}
    kept = {name: (scene.written / name).read_bytes() for name in keep}
    shutil.rmtree(scene.written)
    disk.laid_out(scene.written, choice)
    for name, data in kept.items():  # a back-up folder's mark says where this copy stands
        if (scene.written / name).exists():
            (scene.written / name).write_bytes(data)
    try:
        deed.prove(scene, told)
    except Exception as fault:
        raise AssertionError(f"{deed.name}, power gone at {when}, {choice.how}: {fault}") from fault
    shutil.rmtree(scene.folder)


def main(words: Sequence[str]) -> int:
    if not is_loaded():
        return under_the_shim("bench.power", words)
    quick_keys()
    tries, every = number_after(words, "--tries", 12), number_after(words, "--every", 1)
    deeds = deeds_named(named_in(words))
    shim, total, began = Shim(), 0, time.perf_counter()
    for deed in deeds:
        moments, opened = cut(deed, shim, tries=tries, every=every)
        total += opened
        print(f"{deed.name:<24}{moments:>6} moments, {opened:>6} states opened", flush=True)
    print(
        f"{total} states in {time.perf_counter() - began:.0f} s: each as before or as after, "
        "acknowledged always as after, every check passed"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
