"""Every action beside its yardstick, in one run: `make bench`.

    python -m bench [ROW ...]

Rows: start, pledge, tally, forecast, swing, groups, seats, calls, search, briefing, pack, memory.
Absolute times mean little on a shared machine; what counts is the last column, against what the
design allows.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench import briefing, forecast, pack, pledge, search, start, tally


@dataclass(frozen=True)
class Row:
    """One measurement: seconds of ours, seconds of the yardstick, and what is allowed."""

    what: str
    ours: float
    beside: str
    yardstick: float
    allowed: float
    """As many times the yardstick."""
    unit: str = "ms"

    def __str__(self) -> str:
        ratio = self.ours / self.yardstick
        verdict = "ok" if ratio <= self.allowed else "TOO SLOW"
        return (
            f"{self.what:<46}{self.ours * 1000:>9.1f} {self.unit}  {self.beside:<40}"
            f"{self.yardstick * 1000:>8.1f} {self.unit}  {ratio:>5.2f} x of {self.allowed:.1f} x  "
            f"{verdict}"
        )


def median(measure: Callable[[], float], times: int) -> float:
    return statistics.median(measure() for _ in range(times))


ROWS: dict[str, Callable[[], Row]] = {
    "start": lambda: Row("start to a usable window, demo campaign", *start.measured(), 2.0),
    "pledge": lambda: Row("one pledge logged, on disk, protected", *pledge.measured(), 3.0),
    "tally": lambda: Row("tally of both councils after a change", *tally.measured(), 1.0),
    "forecast": lambda: Row("tally and forecast, both councils", *forecast.plain(), 1.0),
    "swing": lambda: Row("the same with a shared swing", *forecast.swing(), 1.0),
    "groups": lambda: Row("the same with swings of groups", *forecast.group_swings(), 1.0),
    "seats": lambda: Row("seats drawn, 20 rivals, 10,000 draws", *forecast.seats(), 1.0),
    "calls": lambda: Row("next best countries, 20 rivals", *forecast.calls(), 1.0),
    "search": lambda: Row(
        "search as typed, 10,000 notes of 1,500 letters", *search.measured(), 2.0
    ),
    "briefing": lambda: Row("one country’s briefing in Thai", *briefing.measured(), 1.0),
    "pack": lambda: Row("pack of all countries in Thai, with pictures", *pack.measured(), 0.5),
    "memory": lambda: Row("memory for it, with its workers", *pack.memory(), 1.0, "MB"),
}


def main() -> None:
    for name in sys.argv[1:] or ROWS:
        print(ROWS[name](), flush=True)


if __name__ == "__main__":
    main()
