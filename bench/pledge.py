"""One pledge logged beside one bare insert and commit with the same pragmas."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.campaigns import PASSPHRASE, demo
from upudesk import opening
from upudesk.campaign import pledges
from upudesk.model import Certainty, Form, Level, Pledge, Side

TIMES = 60


def measured() -> tuple[float, str, float]:
    """Seconds of a logged pledge, the yardstick's name, seconds of the yardstick."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = _bare_inserts(folder / "bare.db")
        with demo(folder, PASSPHRASE) as desk:
            member = desk.snapshot.members[0].id
            ours = desk.snapshot.ours[0].id
            pledge = Pledge(
                member=member, candidacy=ours, level=Level.FIRM_YES, form=Form.LETTER,
                side=Side.CAPITAL, given_on=date(2025, 4, 3), source="letter",
                grade=Certainty.SURE, words="ready to support",
            )  # fmt: skip
            logged = []
            for _ in range(TIMES):
                (one,) = pledges.for_candidacies(pledge, desk.snapshot.ours[:1])
                began = time.perf_counter()
                desk.do(pledges.record_pledges, [one])
                logged.append(time.perf_counter() - began)
    return statistics.median(logged), "one bare SQLCipher insert and commit", bare


def _bare_inserts(path: Path) -> float:
    db = opening.create(path, PASSPHRASE)
    db.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT)")
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO bare (text) VALUES (?)", ("x" * 300,))
        db.execute("COMMIT")
        times.append(time.perf_counter() - began)
    db.close()
    return statistics.median(times)
