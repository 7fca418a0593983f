"""How likely each number of votes is, with the range to count on and the winning line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from upudesk.figures.hemicycle import WinningLine
from upudesk.figures.marks import (
    Box,
    Circle,
    Element,
    Figure,
    Line,
    Mark,
    Point,
    Text,
    extent,
    rectangle,
    ticks,
)


@dataclass(frozen=True)
class Range:
    """From so many votes to so many, and what to say of them."""

    low: int
    high: int
    label: str
    expected: float | None = None
    """Where in it a dot stands."""


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    top: float
    floor: float
    unit: float
    left: float

    def x(self, votes: float) -> float:
        """The middle of that column."""
        return self.left + (votes - self.first + 0.5) * self.unit


def distribution(
    chances: Sequence[float],
    *,
    width: float,
    height: float,
    size: float,
    title: str,
    told: str,
    tell: Callable[[int], str],
    inside: Range,
    line: WinningLine | None = None,
    axis: str = "",
    number: Callable[[int], str] = str,
) -> Figure:
    """`chances` of 0, 1, 2… votes. `tell` words one column; its key is the number of votes."""
    scale = _scale(chances, inside, line, width, height, size)
    most = max(chances, default=0) or 1
    columns = [
        _column(votes, chances[votes] / most, scale, inside, tell(votes))
        for votes in range(scale.first, min(scale.last + 1, len(chances)))
    ]
    back: list[Element] = []
    front = [*_axis(scale, width, size, axis, number), *_bracket(scale, inside, size, width)]
    if line:
        back += _band(line, scale, size)
        front += _winning(line, scale, size, width)
    return Figure(width, height, title, told, tuple(back), tuple(columns), tuple(front))


def _scale(
    chances: Sequence[float], inside: Range, line: WinningLine | None, width: float,
    height: float, size: float,
) -> _Scale:  # fmt: skip
    """From where columns begin to be seen to where they end, the winning line within."""
    most = max(chances, default=0)
    seen = [votes for votes, chance in enumerate(chances) if chance > most * 0.004]
    ends = [inside.low, inside.high, *(seen[:1] + seen[-1:])]
    if line:
        ends += [int(line.low), int(line.high) + 1]
    first, last = max(min(ends) - 2, 0), max(ends) + 2
    head = size * 1.9 if line else size * 0.5
    floor = height - size * 4.3
    return _Scale(first, last, head, floor, width / (last - first + 1), 0)


def _column(votes: int, share: float, scale: _Scale, inside: Range, told: str) -> Mark:
    high = share * (scale.floor - scale.top)
    gap = min(scale.unit * 0.14, 1.2)
    x = scale.x(votes) - scale.unit / 2
    box = Box(x + gap / 2, scale.floor - high, scale.unit - gap, high)
    fill = "mass" if inside.low <= votes <= inside.high else "soft"
    area = Box(x, scale.top, scale.unit, scale.floor - scale.top)
    return Mark(str(votes), told, area, (rectangle(box, fill),))


def _axis(
    scale: _Scale, width: float, size: float, axis: str, number: Callable[[int], str]
) -> Iterator[Element]:
    yield Line((Point(0, scale.floor), Point(width, scale.floor)), "quiet", 0.8)
    y = scale.floor + size * 1.35
    edge = width - extent(axis, size) - size if axis else width
    for votes in ticks(scale.first, scale.last, max(int(width / (size * 4.5)), 2)):
        x, half = scale.x(votes), extent(number(votes), size) / 2
        if half <= x <= edge - half:
            yield Line((Point(x, scale.floor), Point(x, scale.floor + 3)), "quiet", 0.8)
            yield Text(Point(x, y), number(votes), size, "quiet", "middle")
    yield Text(Point(width, y), axis, size, "quiet", "end")


def _bracket(scale: _Scale, inside: Range, size: float, width: float) -> Iterator[Element]:
    """The range below the axis, with its words."""
    a, b = scale.x(inside.low) - scale.unit / 2, scale.x(inside.high) + scale.unit / 2
    y, up = scale.floor + size * 2.2, size * 0.35
    yield Line((Point(a, y - up), Point(a, y), Point(b, y), Point(b, y - up)), "accent", 1.2)
    if inside.expected is not None:
        yield Circle(Point(scale.x(inside.expected), y), 3, "accent", "surface", 1.2)
    half = extent(inside.label, size) / 2
    x = min(max((a + b) / 2, half), width - half)
    yield Text(Point(x, y + size * 1.4), inside.label, size, "accent", "middle", strong=True)


def _band(line: WinningLine, scale: _Scale, size: float) -> Iterator[Element]:
    a, b = scale.x(line.low) - scale.unit / 2, scale.x(line.high) + scale.unit / 2
    top = size * 0.2
    yield rectangle(Box(a, top, b - a, scale.floor - top), "band")


def _winning(line: WinningLine, scale: _Scale, size: float, width: float) -> Iterator[Element]:
    """At the lower edge of the column from which on a seat is won."""
    x = scale.x(line.votes) - scale.unit / 2
    ends = (Point(x, size * 0.2), Point(x, scale.floor))
    yield Line(ends, "surface", 3)
    yield Line(ends, "warning", 1.5, (4, 2.5))
    wide = extent(line.label, size) + size * 0.5
    beside = width - max(x, scale.x(line.high) + scale.unit / 2) >= wide
    band_left = min(x, scale.x(line.low) - scale.unit / 2)
    at = max(x, scale.x(line.high)) + size * 0.5 if beside else band_left - size * 0.5
    y = size * 1.2
    yield Text(Point(at, y), line.label, size, "warning", "start" if beside else "end", strong=True)
