"""The power goes: what the disk may hold then, for every moment of a deed; each is opened.

    python -m bench.power [--tries N] [--every N] [--seed N] [DEED ...]

The writes, syncs, truncations, renames, links and removals of a deed are noted down in their order.
For every moment between two of them, states are made that a disk may be in when the power goes
there: a file has what was written before its last sync; each sector of 512 bytes written since
may be as any of those writes left it, or as none did, so that writes are dropped, torn and out of
order; its length may be any of those since, and what was never written there is zero or noise. A
name in a folder stands for what it stood for at the folder's last sync, or for anything since; a
folder that was made is there only once the folder above it was synced, or by luck. At each moment
everything that was not synced is lost; all of it is kept; only names are, or only contents; and so
often as is asked for, each falls by chance. Every state must be as before the deed or as after it;
once the deed was acknowledged, as after. States with the same bytes are opened once.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from bench.deeds import Deed, deeds_named
from bench.scenes import Scene, quick_keys
from bench.shim import Note, Shim, What, is_loaded, read_notes, under_the_shim
from bench.trial import named_in, number_after, played, scenes_of

SECTOR = 512
Version = bytes | None
"""A sector as some write left it; None where nothing was written yet."""
Left = Mapping[str, bytes]
T = TypeVar("T")


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
            version = self.sure.get(number)
            if number in self.maybe:
                version = choose.content([version, *self.maybe[number]])
            made += version or choose.noise()
        return bytes(made[:length])


class How(StrEnum):
    """What becomes of all that was not synced."""

    LOST = "lost"
    KEPT = "kept"
    NAMES = "names kept, contents lost"
    CONTENTS = "contents kept, names lost"
    CHANCE = "chance"
    NOISE = "chance, and noise where nothing was written"


BY_CHANCE = (How.CHANCE, How.NOISE)


@dataclass
class Choice:
    """One way for the power to go."""

    how: How
    dice: random.Random

    def name(self, given: Sequence[T]) -> T:
        """What a name stands for, of all that it was given since it was sure."""
        return self._one(given, How.NAMES)

    def content(self, versions: Sequence[T]) -> T:
        return self._one(versions, How.CONTENTS)

    def _one(self, versions: Sequence[T], keeps: How) -> T:
        if self.how in BY_CHANCE:
            return self.dice.choice(versions)
        return versions[-1 if self.how in (How.KEPT, keeps) else 0]

    def length(self, known: Sequence[int]) -> int:
        """A file may have grown by a part of what was written last."""
        if self.how not in BY_CHANCE or len(known) == 1:
            return self.content(known)
        part = self.dice.randrange(min(known), max(known) + 1) // SECTOR * SECTOR
        return self.dice.choice([*known, max(part, min(known))])

    def noise(self) -> bytes:
        return self.dice.randbytes(SECTOR) if self.how is How.NOISE else bytes(SECTOR)


@dataclass
class Folder:
    """A folder that was made; what stands in it has names of its own."""


Named = File | Folder | None
"""What a name stands for."""


class Disk:
    """The files below a folder, and what each name may stand for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: dict[str, list[Named]] = {}
        """What a name surely stands for, then what it was given since."""
        for path in root.rglob("*"):
            self._names[str(path)] = [
                File.holding(path.read_bytes()) if path.is_file() else Folder()
            ]

    def take(self, note: Note) -> None:
        """Something more was done."""
        name = note.name
        if note.what is What.SYNC:
            if isinstance(self._names.get(name, [None])[-1], File):
                self._file(name).sync()
            else:
                self._sync_folder(name)
        elif note.what is What.WRITE:
            self._file(name).write(note.at, note.data)
        elif note.what is What.TRUNCATE:
            self._file(name).truncate(note.at)
        elif note.what is What.CREATE:
            self._give(name, File())
        elif note.what is What.FOLDER:
            self._give(name, Folder())
        elif note.what is What.UNLINK:
            self._give(name, None)
        else:
            assert not isinstance(self._names[name][-1], Folder), f"{name}, a folder, was renamed"
            self._give(os.fsdecode(note.data), self._file(name))
            if note.what is What.RENAME:
                self._give(name, None)

    def _file(self, name: str) -> File:
        """The file that was written; SQLite goes on writing into one whose name is gone."""
        name = name.removesuffix(" (deleted)")
        found = [file for file in self._names.get(name, ()) if isinstance(file, File)]
        if not found:
            found = [File()]
            self._names[name] = [found[0]]
        return found[-1]

    def _give(self, name: str, stands_for: Named) -> None:
        self._names.setdefault(name, [None]).append(stands_for)

    def _sync_folder(self, folder: str) -> None:
        for name, history in self._names.items():
            if os.path.dirname(name) == folder:
                del history[:-1]

    def left(self, choose: Choice) -> Left:
        """What may be found after the power went: every file by its name below the folder."""
        chosen = {name: choose.name(given) if len(given) > 1 else given[0]
                  for name, given in self._names.items()}  # fmt: skip
        gone = {name for name, found in chosen.items() if found is None}
        contents: dict[int, bytes] = {}
        left = {}
        for name, file in chosen.items():
            if isinstance(file, File) and gone.isdisjoint(map(str, Path(name).parents)):
                if id(file) not in contents:
                    contents[id(file)] = file.left(choose)
                left[os.path.relpath(name, self._root)] = contents[id(file)]
        return left

    def open_ends(self) -> bool:
        """Whether anything hangs on how the power goes."""
        files = [f for given in self._names.values() for f in given if isinstance(f, File)]
        return any(len(given) > 1 for given in self._names.values()) or any(
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


def ways(disk: Disk, tries: int, dice: random.Random) -> Iterator[Choice]:
    yield Choice(How.LOST, dice)
    if disk.open_ends():
        for how in (How.KEPT, How.NAMES, How.CONTENTS):
            yield Choice(how, dice)
        for number in range(tries):
            yield Choice(How.NOISE if number % 3 == 2 else How.CHANCE, dice)


def cut(
    deed: Deed, shim: Shim, *, tries: int, every: int = 1, seed: int = 0
) -> tuple[int, int, int]:
    """Let the power go at every moment of a deed; gives moments, states, and different ones, each
    of which was opened.

    Raises AssertionError where a state is neither as before nor as after, or not sound.
    """
    dice, made, opened = random.Random(f"{seed} {deed.name}"), 0, set[bytes]()
    with scenes_of(deed) as fresh:
        before, played_out = fresh(), fresh()
        notes = recorded(deed, played_out, shim)
        disk, told = Disk(before.written), list[str]()
        names = str(played_out.written), str(before.written)
        for number in range(len(notes) + 1):
            if number % every == 0 or number == len(notes):
                for choice in ways(disk, tries, dice):
                    made += 1
                    left = disk.left(choice)
                    if (mark := _mark(left, told)) not in opened:
                        opened.add(mark)
                        when = f"{number} of {len(notes)}, {choice.how}"
                        _proved(deed, before, fresh, left, told, when)
            if number < len(notes):
                _take(disk, told, notes[number], *names)
    return len(notes) + 1, made, len(opened)


def _mark(left: Left, told: Sequence[str]) -> bytes:
    """The same for the same bytes under the same names, after the same acknowledgements."""
    total = sha256(repr(told).encode())
    for name, content in sorted(left.items()):
        total.update(f"{name!r} {len(content)} ".encode() + content)
    return total.digest()


def _take(disk: Disk, told: list[str], note: Note, was: str, stands: str) -> None:
    if note.what is What.SAID:
        told.append(note.name)
        return
    # Both are of the same length, so that nothing moves where a file holds its name.
    data = note.data.replace(os.fsencode(was), os.fsencode(stands))
    disk.take(Note(note.what, note.name.replace(was, stands), note.at, data))


def _proved(
    deed: Deed, before: Scene, fresh: Callable[[], Scene], left: Left, told: Sequence[str],
    when: str,
) -> None:  # fmt: skip
    scene = fresh()
    shutil.rmtree(scene.written)
    for name, content in left.items():
        path = scene.written / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    scene.stands_where(before.path)
    try:
        deed.prove(scene, told)
    except Exception as fault:
        raise AssertionError(f"{deed.name}, power gone at {when}: {fault}") from fault
    shutil.rmtree(scene.folder)


def main(words: Sequence[str]) -> int:
    if not is_loaded():
        return under_the_shim("bench.power", words)
    quick_keys()
    tries, every = number_after(words, "--tries", 12), number_after(words, "--every", 1)
    deeds = deeds_named(named_in(words))
    seed = number_after(words, "--seed", 0)
    shim, total, began = Shim(), 0, time.perf_counter()
    for deed in deeds:
        moments, made, opened = cut(deed, shim, tries=tries, every=every, seed=seed)
        total += opened
        print(f"{deed.name:<24}{moments:>6} moments, {made:>6} states, {opened:>6} of them "
              "different and opened", flush=True)  # fmt: skip
    print(
        f"{total} different states in {time.perf_counter() - began:.0f} s: each as before or as "
        "after, acknowledged always as after, every check passed"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
