"""The electorate as a hemicycle: one seat for each member, best at the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin

from upudesk.figures.marks import Box, Element, Figure, Line, Point, Shape, Text, extent
from upudesk.figures.signs import ORDER, Entry, Seat, disc, legend, legend_height, small

_INNER = 0.36
"""How much of the radius stays free in the middle, for the number."""
_LARGEST = 0.1
"""Radius of a seat where there are few, as a share of the radius of the outermost row."""


@dataclass(frozen=True)
class WinningLine:
    """So many votes win a seat, give or take; and the words beside the mark."""

    votes: float
    low: float
    high: float
    label: str


def hemicycle(
    seats: Sequence[Seat],
    *,
    width: float,
    height: float,
    size: float,
    title: str,
    told: str,
    number: str = "",
    below: str = "",
    line: WinningLine | None = None,
    entries: Sequence[Entry] = (),
) -> Figure:
    """Seats in balanced rows; `number` stands in the middle with a word below it."""
    place = {state: n for n, state in enumerate(ORDER)}
    ordered = sorted(seats, key=lambda seat: place[seat.state])
    foot = legend_height(entries, width, size) + (size * 0.8 if entries else 0)
    head = size * 2.2 if line else size * 0.3
    bow = _bow(len(ordered), width - size, height - head - foot, Point(width / 2, head))
    marks = [
        disc(seat, bow.at(angle, far), bow.radius)
        for seat, (far, angle) in zip(ordered, bow.unit.places, strict=True)
    ]
    marked = [*_band(line, bow), *_line(line, bow, width, size)] if line else []
    room = Box(0, height - foot + size * 0.8, width, foot)
    keys = legend(entries, room, size, simple=small(bow.radius))
    words = tuple(_middle(number, below, bow, size))
    return Figure(width, height, title, told, tuple(marked), (*marks, *keys), words)


@dataclass(frozen=True)
class _Unit:
    """Seats on a half disc of radius 1: how far out and at which angle, from left to right."""

    radius: float
    places: tuple[tuple[float, float], ...]

    @property
    def inner(self) -> float:
        """How far out the innermost row is."""
        return min((far for far, _ in self.places), default=1.0)

    def angle(self, votes: float) -> float:
        """Just behind the seat of that number, counted from the left."""
        angles = [angle for _, angle in self.places]
        n = max(0, min(round(votes), len(angles)))
        if n == 0 or n == len(angles):
            return 0.0 if n == 0 else pi
        return (angles[n - 1] + angles[n]) / 2


@dataclass(frozen=True)
class _Bow:
    """Where the half disc lies: the middle of its foot, its outermost row, the size of a seat."""

    unit: _Unit
    foot: Point
    outer: float

    @property
    def radius(self) -> float:
        return self.unit.radius * self.outer

    def at(self, angle: float, far: float, more: float = 0) -> Point:
        """So far out, as a share of the outermost row, and so many points more."""
        away = far * self.outer + more
        return Point(self.foot.x - away * cos(angle), self.foot.y - away * sin(angle))


def _bow(count: int, width: float, height: float, top: Point) -> _Bow:
    """As large as there is room below the top."""
    unit = _places(count)
    outer = max(min(width / (2 + 2 * unit.radius), height / (1 + 2 * unit.radius)), 1)
    return _Bow(unit, Point(top.x, top.y + outer * (1 + unit.radius)), outer)


@lru_cache(maxsize=64)
def _places(count: int) -> _Unit:
    """The number of rows that makes the seats largest; of several, the fewest."""
    if count < 2:
        return _Unit(_LARGEST, tuple((1.0, pi / 2) for _ in range(count)))
    return max((_with_rows(count, rows) for rows in range(1, 16)), key=lambda u: u.radius)


def _with_rows(count: int, rows: int) -> _Unit:
    radii = [1.0] if rows == 1 else [_INNER + (1 - _INNER) * n / (rows - 1) for n in range(rows)]
    if rows > count:
        return _Unit(0, ())
    shares = _shared(count, radii)
    apart = [pi * r / (n - 1) for r, n in zip(radii, shares, strict=True) if n > 1]
    apart.append((1 - _INNER) / (rows - 1) if rows > 1 else 0.4)
    places = [
        (r, pi * k / (n - 1) if n > 1 else pi / 2)
        for r, n in zip(radii, shares, strict=True)
        for k in range(n)
    ]
    # By angle, and from the outer row inwards, so that a state is a sector with straight sides.
    places.sort(key=lambda place: (round(place[1], 9), -place[0]))
    return _Unit(min(*apart, _LARGEST / 0.43) * 0.43, tuple(places))


def _shared(count: int, radii: Sequence[float]) -> list[int]:
    """Seats for each row by its length, remainders to the largest."""
    whole = sum(radii)
    exact = [count * r / whole for r in radii]
    given = [int(share) for share in exact]
    left = sorted(range(len(radii)), key=lambda n: given[n] - exact[n])[: count - sum(given)]
    return [share + (n in left) for n, share in enumerate(given)]


def _band(line: WinningLine, bow: _Bow) -> Iterator[Element]:
    """How far the winning line may lie aside, behind the seats."""
    a, b = bow.unit.angle(line.low), bow.unit.angle(line.high)
    if b <= a:
        return
    steps = [a + (b - a) * n / 12 for n in range(13)]
    ring = [bow.at(angle, 1, 1.6 * bow.radius) for angle in steps]
    ring += [bow.at(angle, bow.unit.inner, -1.6 * bow.radius) for angle in reversed(steps)]
    yield Shape((tuple(ring),), "band")


def _line(line: WinningLine, bow: _Bow, width: float, size: float) -> Iterator[Element]:
    """Behind the seats too: it is seen between them and beyond them, and covers none."""
    angle, beyond = bow.unit.angle(line.votes), bow.radius + size * 0.55
    ends = (bow.at(angle, bow.unit.inner, -beyond), bow.at(angle, 1, beyond))
    yield Line(ends, "warning", 1.6)
    at = bow.at(angle, 1, bow.radius + size * 0.95)
    half = extent(line.label, size) / 2
    x = min(max(at.x - half * cos(angle), half + 2), width - half - 2)
    yield Text(Point(x, max(at.y, size)), line.label, size, "warning", "middle", strong=True)


def _middle(number: str, below: str, bow: _Bow, size: float) -> Iterator[Text]:
    """The number in large and its word below, as large as the innermost row leaves room for."""
    room = 2 * (bow.outer * _INNER - 1.4 * bow.radius)
    small = min(size, size * room / max(extent(below, size), 1))
    large = min(size * 2.4, room * 0.32)
    x, y = bow.foot
    yield Text(Point(x, y - size * 1.05), number, large, "ink", "middle", strong=True)
    yield Text(Point(x, y + size * 0.35), below, small, "quiet", "middle")
