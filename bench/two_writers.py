"""Window and command line write one file at once; nothing may be lost, stuck or “locked”.

python -m bench.two_writers [SECONDS] [--protected]

The window's side does what a window does: it looks every second what others wrote, logs, undoes,
keeps drafts, and backs up on a thread of its own. The other process gives commands, each of which
opens and closes the file. What either was told is saved is looked for at the end.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.campaigns import PASSPHRASE, demo
from upudesk import backups
from upudesk.backups import Keeping, Reason
from upudesk.campaign import pledges
from upudesk.desk import Desk
from upudesk.errors import UserError
from upudesk.machine import Machine
from upudesk.model import Certainty, Form, Level, Pledge, Side

STUCK = 60.0
"""Seconds after which a wait counts as a deadlock."""
LOOK, BACK_UP = 1.0, 20.0


@dataclass
class Told:
    """What one side was told."""

    saved: list[str] = field(default_factory=list)
    """Of every pledge that it was told is saved, the words that it can be found by."""
    undone: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    did: int = 0
    slowest: float = 0.0
    backed_up: int = 0
    heap: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of it; `faults` is empty where every promise held."""

    seconds: float
    window: Told
    commands: Told
    steps: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        found = "; ".join(self.faults) or "none missing, none stuck, check passed"
        return (
            f"{self.seconds:.0f} s: the window did {self.window.did} things and "
            f"{self.window.backed_up} back-ups, the command line {self.commands.did} commands; "
            f"{len(self.window.saved) + len(self.commands.saved)} pledges acknowledged, "
            f"{self.steps} steps; slowest wait {self.window.slowest:.2f} s in the window, "
            f"{self.commands.slowest:.2f} s for a command: {found}"
        )


def trial(seconds: float, *, protected: bool = False, seed: int = 0) -> Outcome:
    """Both write for so long; then everything that was acknowledged is looked for."""
    passphrase = PASSPHRASE if protected else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "demo.upudesk"
        demo(folder, passphrase).close()
        began = time.monotonic()
        other = _start(folder, path, seconds, passphrase, seed)
        window = _window(folder, path, seconds, passphrase, seed)
        spoken, _ = other.communicate(timeout=seconds + STUCK)
        took = time.monotonic() - began
        commands = Told(**json.loads(spoken))
        return _outcome(folder, path, passphrase, took, window, commands)


def _outcome(
    folder: Path, path: Path, passphrase: str | None, took: float, window: Told, commands: Told
) -> Outcome:
    with Desk.open(path, passphrase, machine=Machine(folder / "machine")) as desk:
        notes = {pledge.note for pledge in desk.snapshot.pledges}
        report = desk.check()
        steps = len(desk.steps())
    faults = [f"lost: {note}" for note in (*window.saved, *commands.saved) if note not in notes]
    faults += [f"undone, yet there: {note}" for note in window.undone if note in notes]
    faults += [f"refused: {said}" for said in (*window.refused, *commands.refused)]
    faults += [f"check: {fault}" for fault in report.faults]
    faults += [f"stuck for {t.slowest:.0f} s" for t in (window, commands) if t.slowest > STUCK]
    return Outcome(took, window, commands, steps, tuple(faults))


# ------------------------------------------------------------------ the window


def _window(folder: Path, path: Path, seconds: float, passphrase: str | None, seed: int) -> Told:
    told, lot = Told(), random.Random(f"window {seed}")
    until, looked = time.monotonic() + seconds, 0.0
    with Desk.open(path, passphrase, window=True, machine=Machine(folder / "machine")) as desk:
        worker = threading.Thread(target=_back_up, args=(desk, folder, until, told))
        worker.start()
        while time.monotonic() < until:
            if time.monotonic() - looked >= LOOK:
                _timed(told, desk.refresh)
                looked = time.monotonic()
            _timed(told, lambda: _act(desk, lot, told))
            time.sleep(lot.uniform(0.0, 0.1))
        worker.join()
    return told


def _act(desk: Desk, lot: random.Random, told: Told) -> None:
    match lot.randrange(10):
        case 0:
            desk.keep_draft("meeting", json.dumps({"fields": {"notes": "ร่าง" * told.did}}))
        case 1 if told.saved:
            desk.undo()
            told.undone.append(told.saved.pop())
            desk.redo()
            told.saved.append(told.undone.pop())
        case _:
            note = f"window {told.did}"
            given = Pledge(
                member=lot.choice(desk.snapshot.members).id, candidacy=desk.snapshot.ours[0].id,
                level=Level(lot.randint(1, 5)), form=Form.LETTER, side=Side.CAPITAL,
                given_on=date(2025, 4, 3), source="letter", grade=Certainty.SURE, note=note,
            )  # fmt: skip
            desk.do(pledges.record_pledges, [given])
            told.saved.append(note)


def _back_up(desk: Desk, folder: Path, until: float, told: Told) -> None:
    keeping, original = Keeping(folder / "backups", 1 << 30), desk.original()
    while time.monotonic() < until:
        try:
            backups.make(original, keeping, Reason.CHANGED, datetime.now(UTC))
            told.backed_up += 1
        except UserError as fault:
            told.refused.append(f"back-up: {fault}")
        time.sleep(min(BACK_UP, max(until - time.monotonic(), 0.0)))


def _timed(told: Told, act: Callable[[], Any]) -> None:
    began = time.monotonic()
    try:
        act()
    except UserError as fault:
        told.refused.append(str(fault))
    told.did += 1
    told.slowest = max(told.slowest, time.monotonic() - began)
    told.heap = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# ------------------------------------------------------------------ the command line


def _start(
    folder: Path, path: Path, seconds: float, passphrase: str | None, seed: int
) -> subprocess.Popen[str]:
    """Another process that gives one command after the other, in folders of its own."""
    environment = os.environ | {
        name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME")
    }
    if passphrase:
        environment["UPUDESK_PASSPHRASE"] = passphrase
    return subprocess.Popen(
        [sys.executable, "-m", "bench.two_writers", "--commands", str(path), str(seconds),
         str(seed)],
        env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def give_commands(path: Path, seconds: float, seed: int) -> Told:
    told, lot = Told(), random.Random(f"commands {seed}")
    until = time.monotonic() + seconds
    with _silence():
        while time.monotonic() < until:
            _command(path, lot, told)
            time.sleep(lot.uniform(0.0, 0.1))
    return told


def _command(path: Path, lot: random.Random, told: Told) -> None:
    from click.testing import CliRunner

    from upudesk.cli import upudesk

    note = f"command {told.did}"
    if logs := lot.random() < 0.8:
        member = lot.choice(["LA", "KE", "FR", "JP", "CH"])
        words = ["log", str(path), member, "CA", "5", "--form", "letter", "--side", "capital",
                 "--source", "letter", "--note", note]  # fmt: skip
    else:
        words = lot.choice(
            [["tally", str(path)], ["history", str(path), "LA"], ["check", str(path)]]
        )
    began = time.monotonic()
    said = CliRunner().invoke(upudesk, words)
    told.did += 1
    told.slowest = max(told.slowest, time.monotonic() - began)
    if said.exit_code:
        told.refused.append(f"{words[0]}: {said.output[-300:]}")
    elif logs:
        told.saved.append(note)


@contextmanager
def _silence() -> Iterator[None]:
    """What a command says is heard by the runner alone."""
    os.environ["UPUDESK_LANGUAGE"] = "en"
    yield


def main() -> None:
    if sys.argv[1:2] == ["--commands"]:
        path, length, seed = sys.argv[2:5]
        print(json.dumps(asdict(give_commands(Path(path), float(length), int(seed)))))
        return
    seconds = next((float(word) for word in sys.argv[1:] if word.isdigit()), 60.0)
    found = trial(seconds, protected="--protected" in sys.argv)
    print(found)
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
