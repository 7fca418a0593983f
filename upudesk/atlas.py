"""The world of `resources/map`: its coast, and a point for each member."""

from __future__ import annotations

import csv
from functools import cache

from upudesk import resources
from upudesk.figures.world import Atlas, Place


@cache
def atlas() -> Atlas:
    """Read once; nothing in it belongs to a campaign."""
    folder = resources.path("resources", "map")
    with resources.reading("map"):
        coast = (folder / "coast.txt").read_text(encoding="utf-8").splitlines()
        with (folder / "members.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        points = {row["iso2"]: (float(row["longitude"]), float(row["latitude"])) for row in rows}
        return Atlas(tuple(_ring(line) for line in coast), points)


def _ring(line: str) -> tuple[Place, ...]:
    pairs = (pair.split(",") for pair in line.split())
    return tuple((int(longitude) / 10, int(latitude) / 10) for longitude, latitude in pairs)
