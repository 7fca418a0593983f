"""A campaign far larger than any real one: what each action takes then, in time and in memory.

    python -m bench.load [SHARE ...] [ACTION ...] [--plain] [--keep FOLDER]

The whole load, share 1, is 50,000 pledges, 20,000 contacts, 50,000 meetings and 2 GB of evidence.
Without a share a fortieth and a tenth of it are measured, and how each action grows from the one to
the other; without an action all of them. Every action runs in a process of its own, so that its
memory is its own. In a folder that is named the campaigns stay, and the next run finds them.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bench.campaigns import PASSPHRASE, demo
from upudesk.campaign.plan import Plan, Put
from upudesk.desk import Desk
from upudesk.founding import Deed, found
from upudesk.journal import moment_of
from upudesk.machine import Machine, place_of
from upudesk.model import Contact, Evidence, Meeting, Pledge, Record, new_id
from upudesk.snapshot import Snapshot
from upudesk.storage import CampaignFile

WANTED = {Contact: 20_000, Pledge: 50_000, Meeting: 50_000}
EVIDENCE = 2 << 30
SCAN = 2 << 20
PAGE = 4096
BATCH = 10_000
"""So many steps are written by one writer; a campaign has a dozen, not a thousand."""
SCANS = 128
NOTES = "การประชุมไปรษณีย์ support of the postal operator, réunion des délégués. " * 20
SMALL, LARGE = 1 / 40, 1 / 10
GROWTH = 5.0
"""At most so many times as long with four times as much, for what is not constant."""
NOTICED = 0.15
"""Seconds: what is faster may jitter."""
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
"""After the last step of the demo, which comes first."""


# ------------------------------------------------------------------ the campaign


def made(folder: Path, share: float, passphrase: str | None) -> Path:
    """A campaign of that share of the load, its journal as if every record had been entered."""
    folder.mkdir(parents=True, exist_ok=True)
    with demo(folder, passphrase) as desk:
        snapshot, path = desk.snapshot, desk.path
    with closing(CampaignFile.open(path, passphrase)) as file:
        _enter(file, _deeds(snapshot, share), BATCH)
        _enter(file, _scans(snapshot, int(EVIDENCE * share)), SCANS)
    return path


def _enter(file: CampaignFile, deeds: Iterator[Deed], together: int) -> None:
    while batch := list(itertools.islice(deeds, together)):
        found(file, batch, place_of(file.path), "load")


def _deeds(snapshot: Snapshot, share: float) -> Iterator[Deed]:
    lot, moment = Random(7), BEGUN
    for kind, wanted in WANTED.items():
        known = snapshot.all(kind)
        missing = int(wanted * share) - len(known)
        for number, record in zip(range(missing), itertools.cycle(known), strict=False):
            moment += timedelta(seconds=30)
            records = _copies(snapshot, record, number, lot)
            plan = Plan(f"{kind.KIND}.record", tuple(map(Put, records)), (records[0].id,))
            yield Deed(moment, plan, "load")


def _copies(snapshot: Snapshot, record: Record, number: int, lot: Random) -> list[Record]:
    changed: dict[str, Any] = {"id": new_id()}
    if isinstance(record, Meeting):
        changed |= {"notes": f"{NOTES} {number}"}
    if isinstance(record, Contact):
        member = lot.choice(snapshot.members).id
        changed |= {"name": f"{record.name} {number}", "member": member}
        posts = snapshot.posts_of.get(record.id, ())[:1]
        own = [replace(p, id=new_id(), contact=changed["id"], predecessor="") for p in posts]
        return [replace(record, **changed), *own]
    if isinstance(record, Pledge):
        changed |= {"member": lot.choice(snapshot.members).id, "speaker": "", "meeting": ""}
    return [replace(record, **changed)]


def _scans(snapshot: Snapshot, size: int) -> Iterator[Deed]:
    """Evidence that cannot be packed, as scans cannot, behind pledges of the demo."""
    lot, pledges = Random(8), snapshot.pledges
    for number in range(size // SCAN):
        data = lot.randbytes(SCAN)
        evidence = Evidence(
            about=pledges[number % len(pledges)].id, name=f"scan {number}.pdf",
            media_type="application/pdf", size=SCAN, sha256=hashlib.sha256(data).hexdigest(),
            added_on=snapshot.today,
        )  # fmt: skip
        plan = Plan("evidence.add", (Put(evidence),), (evidence.about,),
                    files={evidence.sha256: data})  # fmt: skip
        yield Deed(BEGUN + timedelta(days=400, seconds=number), plan, "load")


# ------------------------------------------------------------------ what is measured


@dataclass(frozen=True, order=True)
class Spent:
    """Seconds until it was done, and how many of them the processor worked on it: the rest it
    waited, for the disk and for whatever else the machine had to do."""

    seconds: float
    worked: float


@dataclass(frozen=True)
class Action:
    """One thing that is done with the campaign, on a desk that is open where it needs one."""

    what: str
    act: Callable[[Path, str | None], Spent]
    grows: bool = True
    """Whether it may take longer with more records; else it is to stay as it is."""


def _opened(path: Path, passphrase: str | None) -> Desk:
    return Desk.open(path, passphrase, machine=Machine(path.parent / "machine"))


def _timed(act: Callable[[], Any]) -> Spent:
    began, worked = time.perf_counter(), time.process_time()
    act()
    return Spent(time.perf_counter() - began, time.process_time() - worked)


def _open(path: Path, passphrase: str | None) -> Spent:
    return _timed(lambda: _opened(path, passphrase).close())


def _log(path: Path, passphrase: str | None) -> Spent:
    """The median of some pledges logged one after the other."""
    from upudesk.campaign import pledges

    with _opened(path, passphrase) as desk:
        given = desk.snapshot.pledges[0]
        fresh = [replace(given, id=new_id(), meeting="", speaker="") for _ in range(9)]
        took = sorted(_timed(lambda p=p: desk.do(pledges.record_pledges, [p])) for p in fresh)
    return took[len(took) // 2]


def _first_search(path: Path, passphrase: str | None) -> Spent:
    from upudesk.search import Search

    with _opened(path, passphrase) as desk:
        return _timed(lambda: Search().find(desk.snapshot, "ก๋วยเตี๋ยว"))


def _search(path: Path, passphrase: str | None) -> Spent:
    from upudesk.search import Search

    with _opened(path, passphrase) as desk:
        search = Search()
        search.take_in(desk.snapshot)
        return _timed(lambda: search.find(desk.snapshot, "ก๋วยเตี๋ยว zanzibar"))


def _tally(path: Path, passphrase: str | None) -> Spent:
    from upudesk.tally import tally

    with _opened(path, passphrase) as desk:
        snapshot = desk.snapshot
        return _timed(lambda: [tally(snapshot, own.id) for own in snapshot.ours])


def _undo(path: Path, passphrase: str | None) -> Spent:
    from upudesk.campaign import records
    from upudesk.model import Note

    with _opened(path, passphrase) as desk:
        desk.do(records.put, Note(text="x"))
        return _timed(desk.undo)


def _history(path: Path, passphrase: str | None) -> Spent:
    with _opened(path, passphrase) as desk:
        return _timed(lambda: desk.history(desk.snapshot.members[0].id))


def _journal(path: Path, passphrase: str | None) -> Spent:
    with _opened(path, passphrase) as desk:
        return _timed(lambda: desk.latest_steps(500))


def _known_at(path: Path, passphrase: str | None) -> Spent:
    """When half of all that is known now had been said."""
    with _opened(path, passphrase) as desk:
        steps = desk.latest_steps(1 << 40)
        half = moment_of(steps[len(steps) // 2].clock)
        return _timed(lambda: desk.known_at(half))


def _bin(path: Path, passphrase: str | None) -> Spent:
    with _opened(path, passphrase) as desk:
        return _timed(desk.recycle_bin)


def _check(path: Path, passphrase: str | None) -> Spent:
    with _opened(path, passphrase) as desk:

        def act() -> None:
            report = desk.check()
            assert report.sound, [str(fault) for fault in report.faults][:3]

        return _timed(act)  # fmt: skip


def _back_up(path: Path, passphrase: str | None) -> Spent:
    """The first one, which copies all evidence too."""
    from upudesk.backups import Keeping, Reason, make

    keeping = Keeping(path.parent / "backups", 100 << 30)
    with _opened(path, passphrase) as desk:
        now = datetime.now(UTC)
        return _timed(lambda: make(desk.original(), keeping, Reason.ASKED, now))


def _next_back_up(path: Path, passphrase: str | None) -> Spent:
    """A further one: what is new since."""
    from upudesk.campaign import records
    from upudesk.model import Note

    with _opened(path, passphrase) as desk:
        desk.do(records.put, Note(text="new"))
    return _back_up(path, passphrase)


def _rescue(path: Path, passphrase: str | None) -> Spent:
    """Of a file in which some pages of the journal cannot be read any more, into a new one."""
    from upudesk.rescue import rescue

    damaged, new = (path.with_name(f"{name}.upudesk") for name in ("damaged", "rescued"))
    new.unlink(missing_ok=True)
    shutil.copyfile(path, damaged)
    with damaged.open("r+b") as file:
        file.seek(damaged.stat().st_size // 10 // PAGE * PAGE)
        file.write(bytes(16 * PAGE))
    try:
        spent = _timed(lambda: rescue(damaged, new, passphrase))
        assert new.stat().st_size > path.stat().st_size // 2
        return spent
    finally:
        for left in (damaged, new):
            left.unlink(missing_ok=True)


def _window(path: Path, passphrase: str | None) -> Spent:
    """The slowest page of the window; worked is what all of them took, and what was typed."""
    from bench.pages import timed_pages

    with _opened(path, passphrase) as desk:
        worked = time.process_time()
        pages = timed_pages(desk)
        worked = time.process_time() - worked
    for name, times in pages.items():
        print(f"    {name:<14}" + "".join(f"{s * 1000:>8.0f} ms" for s in times), file=sys.stderr)
    return Spent(max(max(times[:2]) for times in pages.values()), worked)


ACTIONS = {
    "open": Action("opened", _open),
    "log": Action("a pledge logged", _log, grows=False),
    "undo": Action("a step undone", _undo, grows=False),
    "first-search": Action("searched for the first time", _first_search),
    "search": Action("searched again", _search),
    "tally": Action("tally of both councils", _tally),
    "history": Action("history of a country", _history),
    "journal": Action("the last 500 steps", _journal, grows=False),
    "known-at": Action("as it was known on a day", _known_at),
    "bin": Action("recycle bin", _bin, grows=False),
    "back-up": Action("first back-up, with all evidence", _back_up),
    "next-back-up": Action("next back-up", _next_back_up),
    "check": Action("checked whole", _check),
    "rescue": Action("rescued into a new file", _rescue),
    "window": Action("slowest page of the window", _window),
}


@dataclass(frozen=True)
class Taken:
    """What an action took, and the most memory that its process had, in MB."""

    spent: Spent
    memory: int


def taken(name: str, path: Path, passphrase: str | None) -> Taken:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment |= {n: str(path.parent / "home") for n in ("XDG_STATE_HOME", "XDG_DATA_HOME")}
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", "--measure", name, str(path), passphrase or ""],
        env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return Taken(Spent(float("nan"), float("nan")), 0)
    seconds, worked, memory = json.loads(done.stdout.splitlines()[-1])
    return Taken(Spent(seconds, worked), memory)


@contextmanager
def campaign(share: float, passphrase: str | None, keep: Path | None) -> Iterator[Path]:
    """A campaign of that share: found where it is kept, else made, and dropped afterwards."""
    if keep is None:
        with tempfile.TemporaryDirectory(dir=os.environ.get("UPUDESK_BENCH_FOLDER")) as name:
            yield made(Path(name), share, passphrase)
        return
    folder = keep / f"{share:g}{'' if passphrase else '-plain'}"
    if not (done := folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        done.write_text(str(made(folder, share, passphrase)), "utf-8")
    shutil.rmtree(folder / "backups", ignore_errors=True)
    yield Path(done.read_text("utf-8"))


def measured(
    share: float, passphrase: str | None, actions: Sequence[str], keep: Path | None
) -> dict[str, Taken]:
    """Actions on a campaign of that share of the load."""
    with campaign(share, passphrase, keep) as path:
        size = path.stat().st_size >> 20
        print(f"share {share:g}: a file of {size:,} MB", flush=True)
        found = {}
        for name in actions:
            found[name] = one = taken(name, path, passphrase)
            told = f"{one.spent.seconds:>9.3f} s, worked {one.spent.worked:>8.3f} s"
            print(f"  {ACTIONS[name].what:<36}{told} {one.memory:>6,} MB", flush=True)
    return found


def growth(
    shares: Sequence[float], passphrase: str | None, actions: Sequence[str], keep: Path | None
) -> bool:
    """Measure each share; between the first and the last, how everything grows. Gives whether
    nothing grows faster than what it works on."""
    runs = [measured(share, passphrase, actions, keep) for share in shares]
    if len(runs) < 2:
        return True
    allowed, sound = GROWTH * shares[-1] / shares[0] / 4, True
    for name in actions:
        action = ACTIONS[name]
        before, after = (run[name].spent.seconds for run in (runs[0], runs[-1]))
        most = allowed if action.grows else 2.0
        fits = after <= before * most or after < NOTICED
        sound &= fits
        verdict = "ok" if fits else "TOO FAST"
        print(f"  {action.what:<36} grows {after / before:>5.1f} x of {most:.1f} x  {verdict}")
    return sound


def _peak() -> int:
    """The most memory that this process had, in MB; getrusage would count its parent's too."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) >> 10
    return 0


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        name, path, passphrase = sys.argv[2:5]
        spent = ACTIONS[name].act(Path(path), passphrase or None)
        print(json.dumps([spent.seconds, spent.worked, _peak()]))
        return
    asked = ArgumentParser(description="A campaign far larger than any real one.")
    asked.add_argument("words", nargs="*", metavar="SHARE|ACTION")
    asked.add_argument("--plain", action="store_true")
    asked.add_argument("--keep", type=Path)
    said = asked.parse_args()
    actions = [word for word in said.words if word in ACTIONS]
    shares = [float(word) for word in said.words if word not in ACTIONS]
    passphrase = None if said.plain else PASSPHRASE
    sys.exit(not growth(shares or (SMALL, LARGE), passphrase, actions or [*ACTIONS], said.keep))


if __name__ == "__main__":
    main()
