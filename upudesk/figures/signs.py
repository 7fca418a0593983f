"""How a state is told without colour: signs on discs, hatching on bars, and the legend of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from upudesk.figures.marks import (
    Box,
    Circle,
    Element,
    Line,
    Mark,
    Point,
    Text,
    disc_area,
    extent,
    rectangle,
)
from upudesk.tally import State

ORDER = (
    State.OWN, State.FIRM_YES, State.LEANING_YES, State.UNDECIDED, State.LEANING_NO,
    State.FIRM_NO, State.ASKED, State.NOT_ASKED,
)  # fmt: skip
"""From our own ballot and the firm yes to those who were never asked."""
_SMALL = 6.0


def small(radius: float) -> bool:
    """Whether two signs beside each other would run into one, so that simpler ones are drawn."""
    return radius < _SMALL


@dataclass(frozen=True)
class Seat:
    """A member in a figure: its key, how it is told, and where it stands."""

    key: str
    title: str
    state: State


@dataclass(frozen=True)
class Entry:
    """A line of a legend; `key` opens what it counts."""

    state: State
    key: str
    label: str
    number: str


def disc(seat: Seat, centre: Point, radius: float) -> Mark:
    """A member as a disc: coloured, rimmed and signed."""
    area, simple = disc_area(centre, radius), small(radius)
    drawn = tuple(_disc(seat.state, centre, radius, simple))
    return Mark(seat.key, seat.title, area, drawn, round=True)


def _disc(state: State, centre: Point, radius: float, simple: bool) -> Iterator[Element]:
    weight = max(radius * 0.13, 0.6)
    inner = radius - weight / 2
    yield Circle(centre, inner, f"{state}.chip", f"{state}.rim", weight)
    yield from sign(state, centre, radius, simple)


def sign(state: State, centre: Point, radius: float, simple: bool) -> Iterator[Element]:
    """The sign of a state as strokes, so that it looks the same in every font and size.

    Simple ones leave the firm yes plain and give the firm no one heavy bar, as on a road sign.
    """
    ink, weight = f"{state}.sign", max(radius * 0.2, 0.9)
    match state:
        case State.OWN:
            for side in (-1, 1):
                at = Point(centre.x, centre.y + side * radius * 0.24)
                yield _dash(at, radius * 0.46, ink, weight)
        case State.FIRM_YES if not simple:
            for side in (-1, 1):
                at = Point(centre.x + side * radius * 0.38, centre.y)
                yield from _plus(at, radius * 0.28, ink, weight * 0.85)
        case State.LEANING_YES:
            yield from _plus(centre, radius * 0.5, ink, weight)
        case State.UNDECIDED:
            yield Circle(centre, radius * 0.36, "", ink, weight * 0.8)
        case State.LEANING_NO:
            yield _dash(centre, radius * 0.5, ink, weight)
        case State.FIRM_NO if simple:
            yield _dash(centre, radius * 0.62, ink, weight * 1.6)
        case State.FIRM_NO:
            for side in (-1, 1):
                at = Point(centre.x + side * radius * 0.38, centre.y)
                yield _dash(at, radius * 0.28, ink, weight)
        case State.ASKED if not simple:
            yield from _question(centre, radius, ink, weight * 0.75)
        case State.NOT_ASKED:
            yield Circle(centre, max(radius * 0.14, 0.6), ink)
        case _:
            pass


def _plus(centre: Point, half: float, ink: str, weight: float) -> Iterator[Line]:
    yield _dash(centre, half, ink, weight)
    x, y = centre
    yield Line((Point(x, y - half), Point(x, y + half)), ink, weight)


def _dash(centre: Point, half: float, ink: str, weight: float) -> Line:
    x, y = centre
    return Line((Point(x - half, y), Point(x + half, y)), ink, weight)


def _question(centre: Point, radius: float, ink: str, weight: float) -> Iterator[Element]:
    bow, top = radius * 0.27, centre.y - radius * 0.22
    arc = [pi, pi * 1.25, pi * 1.5, pi * 1.75, 2 * pi, 2.25 * pi, 2.4 * pi]
    points = [Point(centre.x + bow * cos(a), top + bow * sin(a)) for a in arc]
    yield Line((*points, Point(centre.x, centre.y + radius * 0.24)), ink, weight)
    yield Circle(Point(centre.x, centre.y + radius * 0.5), weight * 0.62, ink)


# Bars

_HATCH = {
    State.LEANING_YES: ("rising", 5.0), State.LEANING_NO: ("falling", 5.0),
    State.FIRM_NO: ("level", 4.0), State.OWN: ("upright", 4.0),
    State.ASKED: ("upright", 8.0),
}  # fmt: skip
"""Which way lines run across a bar, and how far apart."""


def plate(state: State, box: Box) -> Iterator[Element]:
    """A part of a bar: coloured, rimmed and hatched."""
    yield rectangle(box, f"{state}.chip")
    way, gap = _HATCH.get(state, ("", 0.0))
    if way:
        for ends in _hatching(box, way, gap):
            yield Line(ends, f"{state}.sign", 0.7)
    elif state is State.UNDECIDED:
        yield from _dots(box, f"{state}.sign")
    if min(box.width, box.height) > 1:
        inner = Box(box.x + 0.4, box.y + 0.4, box.width - 0.8, box.height - 0.8)
        yield rectangle(inner, "", f"{state}.rim", 0.8)


def _hatching(box: Box, way: str, gap: float) -> Iterator[tuple[Point, Point]]:
    if way == "level":
        for y in _evenly(box.y, box.height, gap):
            yield Point(box.x, y), Point(box.right, y)
    elif way == "upright":
        for x in _evenly(box.x, box.width, gap):
            yield Point(x, box.y), Point(x, box.bottom)
    else:
        yield from _slanting(box, gap * 1.4, rising=way == "rising")


def _evenly(start: float, length: float, gap: float) -> Iterator[float]:
    count = max(int(length / gap), 1)
    return (start + (n + 0.5) * length / count for n in range(count))


def _slanting(box: Box, gap: float, *, rising: bool) -> Iterator[tuple[Point, Point]]:
    """Lines at 45 degrees, cut at the edges of the box."""
    start = -box.height + gap / 2
    while start < box.width:
        low, high = max(start, 0.0), min(start + box.height, box.width)
        a, b = low - start, high - start
        ys = (box.bottom - a, box.bottom - b) if rising else (box.y + a, box.y + b)
        yield Point(box.x + low, ys[0]), Point(box.x + high, ys[1])
        start += gap


def _dots(box: Box, ink: str) -> Iterator[Circle]:
    gap = 5.0
    columns, rows = int(box.width / gap), max(int(box.height / gap), 1)
    for row in range(rows):
        y = box.y + (row + 0.5) * box.height / rows
        for column in range(columns - row % 2):
            x = box.x + (column + 0.5 + row % 2 / 2) * box.width / columns
            yield Circle(Point(x, y), 0.55, ink)


# Legends


def legend(
    entries: Sequence[Entry], box: Box, size: float, *, bars: bool = False, simple: bool = False
) -> tuple[Mark, ...]:
    """The states that occur, in lines centred in the box; told as the figure itself tells them."""
    leading = size * 1.75
    found = []
    for n, row in enumerate(_rows(entries, box.width, size)):
        x = box.x + (box.width - sum(w for _, w in row) + size) / 2
        y = box.y + (n + 0.5) * leading
        for entry, width in row:
            found.append(_entry(entry, Point(x, y), width - size, size, bars, simple))
            x += width
    return tuple(found)


def legend_height(entries: Sequence[Entry], width: float, size: float) -> float:
    return len(_rows(entries, width, size)) * size * 1.75


def _rows(entries: Sequence[Entry], width: float, size: float) -> list[list[tuple[Entry, float]]]:
    rows: list[list[tuple[Entry, float]]] = []
    used = width + 1
    for entry in entries:
        wide = extent(f"{entry.label} {entry.number}", size) + 2.7 * size
        if used + wide - size > width:
            rows.append([])
            used = 0
        rows[-1].append((entry, wide))
        used += wide
    return rows


def _entry(entry: Entry, at: Point, width: float, size: float, bars: bool, simple: bool) -> Mark:
    radius = size * 0.58
    if bars:
        key = plate(entry.state, Box(at.x, at.y - radius, 2 * radius, 2 * radius))
    else:
        key = _disc(entry.state, Point(at.x + radius, at.y), radius, simple)
    words = Point(at.x + 2 * radius + size * 0.4, at.y + size * 0.35)
    told = f"{entry.label} {entry.number}".strip()
    area = Box(at.x, at.y - size * 0.85, width, size * 1.7)
    return Mark(entry.key, told, area, (*key, Text(words, told, size, "ink")))
