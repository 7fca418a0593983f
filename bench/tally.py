"""The tally of both councils after a change, beside one frame of the screen."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.campaigns import demo
from upudesk import tally

FRAME = 0.016


def measured() -> tuple[float, str, float]:
    with tempfile.TemporaryDirectory() as name, demo(Path(name)) as desk:
        times = []
        for _ in range(30):
            snapshot = replace(desk.snapshot)  # a new one, with nothing worked out yet
            began = time.perf_counter()
            for candidacy in snapshot.ours:
                tally.tally(snapshot, candidacy.id)
            times.append(time.perf_counter() - began)
    return statistics.median(times), "one frame of the screen", FRAME
