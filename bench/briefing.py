"""One country's briefing in Thai, the one with most to say; 0.3 s are allowed."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.campaigns import demo

ALLOWED = 0.3


def measured() -> tuple[float, str, float]:
    """Made again and again in one process, as the window's worker does."""
    from upudesk.i18n import Language
    from upudesk.reports.briefing import render
    from upudesk.reports.imprint import Imprint

    with tempfile.TemporaryDirectory() as name, demo(Path(name)) as desk:
        snapshot = desk.snapshot
        most = max(snapshot.members, key=lambda m: len(snapshot.pledges_of.get(m.id, ())))
        times = []
        for _ in range(7):
            began = time.perf_counter()
            render(
                snapshot,
                most.id,
                Language("th"),
                imprint=Imprint(datetime(2025, 8, 15, tzinfo=UTC)),
            )
            times.append(time.perf_counter() - began)
    return statistics.median(times), "what is allowed", ALLOWED
