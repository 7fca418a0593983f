"""Spoil a campaign page by page, cut it off, overwrite its beginning; see what a rescue saves.

    python -m bench.damage [--every N]

Plain and protected. Each rescued file must be sound, the damaged one the same byte for byte, and
what is lost must be lost only where it was said, or where pages are missing of which nothing is
known any more.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.scenes import FIRST, a_pledge, found, quick_keys
from bench.trial import number_after
from upudesk import backups, rescue
from upudesk.backups import Keeping, Reason
from upudesk.campaign import evidence, pledges
from upudesk.desk import Desk
from upudesk.errors import UserError
from upudesk.machine import Machine
from upudesk.model import KINDS, Evidence

PAGE = 4096
PLEDGES = 60


def spoilt(data: bytes, every: int, dice: random.Random) -> Iterator[tuple[str, bytes]]:
    """What kind of damage, and the file with it."""
    pages = len(data) // PAGE
    for page in range(0, pages, every):
        at = page * PAGE
        yield "a page overwritten", data[:at] + dice.randbytes(PAGE) + data[at + PAGE :]
        bit = bytearray(data)
        bit[at + dice.randrange(PAGE)] ^= 1 << dice.randrange(8)
        yield "a bit flipped", bytes(bit)
    for part in (0.99, 0.9, 0.75, 0.5, 0.25):
        yield "cut off", data[: int(len(data) * part)]
    for size in (16, 100, 1024):
        yield "the beginning overwritten", dice.randbytes(size) + data[size:]


def rescued(folder: Path, passphrase: str | None, every: int) -> Counter[tuple[str, str]]:
    """By kind of damage, how often everything came through, a part of it, or nothing."""
    machine, path = Machine(folder / "machine"), folder / "campaign.upudesk"
    found(path, machine, passphrase)
    with Desk.open(path, passphrase, machine=machine) as desk:
        for number in range(PLEDGES):
            desk.do(pledges.record_pledges, [a_pledge("ก" * (number * 37 % 900))])
        desk.do(evidence.attach, Evidence(name="scan", about="la"), os.urandom(30_000))
        keeping = Keeping(folder / "kept", 1 << 40)
        copy = backups.make(desk.original(), keeping, Reason.CHANGED, datetime.now(UTC))
        before = _ids(desk)
    told: Counter[tuple[str, str]] = Counter()
    whole, dice = path.read_bytes(), random.Random(7)
    for kind, data in spoilt(whole, every, dice):
        path.write_bytes(data)
        new = folder / "saved.upudesk"
        new.unlink(missing_ok=True)
        try:
            report = rescue.rescue(path, new, passphrase, stores=copy.path.parent, machine=machine)
        except UserError:
            told[kind, "nothing, said in a sentence"] += 1
            continue
        assert path.read_bytes() == data, "the damaged file was changed"
        with Desk.open(new, passphrase, machine=machine) as saved:
            checked = saved.check()
            assert checked.sound or report.files.lost, [str(fault) for fault in checked.faults]
            lost = len(before - _ids(saved))
        if report.loses_nothing and not lost:
            told[kind, "everything"] += 1
        else:
            told[kind, "a part of the records" if lost else "all records, a part of the rest"] += 1
    return told


def _ids(desk: Desk) -> set[str]:
    return {record.id for kind in KINDS.values() for record in desk.snapshot.all(kind)}


def main(words: Sequence[str]) -> int:
    quick_keys()
    every, began = number_after(words, "--every", 1), time.perf_counter()
    for passphrase in (None, FIRST):
        print("protected" if passphrase else "plain")
        with tempfile.TemporaryDirectory() as folder:
            for (kind, what), times in sorted(rescued(Path(folder), passphrase, every).items()):
                print(f"  {kind:<28}{times:>5} times  {what}", flush=True)
    print(
        f"{time.perf_counter() - began:.0f} s; every rescued file was sound, no damaged one changed"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
