"""What every figure is made of: circles, shapes, lines and texts, and the marks they make up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot
from typing import Literal, NamedTuple, TypeAlias


class Point(NamedTuple):
    """Measured in points from the top left corner, downwards."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle: what a mark covers, where a picture may be drawn."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def holds(self, at: Point) -> bool:
        return self.x <= at.x <= self.right and self.y <= at.y <= self.bottom

    def grown(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Circle:
    """`fill` and `stroke` name a colour of the palette; empty is none."""

    centre: Point
    radius: float
    fill: str = ""
    stroke: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Closed rings; a ring inside another is a hole."""

    rings: tuple[tuple[Point, ...], ...]
    fill: str = ""
    stroke: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[Point, ...]
    stroke: str = "ink"
    weight: float = 1.0
    dash: tuple[float, ...] = ()


Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line; `at` is on its baseline, at its start, middle or end."""

    at: Point
    text: str
    size: float
    fill: str = "ink"
    anchor: Anchor = "start"
    strong: bool = False


Element: TypeAlias = Circle | Shape | Line | Text


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for something: `key` says for what, `title` says it to the reader."""

    key: str
    title: str
    area: Box
    elements: tuple[Element, ...]
    round: bool = False
    """Whether it is the disc inside its area."""


@dataclass(frozen=True)
class Figure:
    """A picture: what lies behind, the marks, what lies before them; and the same in words."""

    width: float
    height: float
    title: str
    told: str
    """What it shows, in a sentence or two, for those who cannot see it."""
    back: tuple[Element, ...] = ()
    marks: tuple[Mark, ...] = ()
    front: tuple[Element, ...] = ()

    def elements(self) -> Iterator[Element]:
        """Everything, in the order in which it is drawn."""
        yield from self.back
        for mark in self.marks:
            yield from mark.elements
        yield from self.front

    def with_foot(self, text: str, size: float = 10) -> Figure:
        """The same with a line of text below it; the same where there is nothing to say."""
        if not text:
            return self
        line = Text(Point(self.width / 2, self.height + size * 1.4), text, size, "warning",
                    "middle", strong=True)  # fmt: skip
        return replace(self, height=self.height + size * 2.2, front=(*self.front, line))

    @cached_property
    def _by_key(self) -> dict[str, Mark]:
        return {mark.key: mark for mark in reversed(self.marks)}

    def mark(self, key: str) -> Mark | None:
        return self._by_key.get(key)

    def at(self, point: Point, reach: float = 2) -> Mark | None:
        """What lies there, or as near as the reach of a hand: the nearest of several."""
        near = [mark for mark in self.marks if mark.area.grown(reach).holds(point)]
        near = [m for m in near if not m.round or _far(m, point) <= m.area.width / 2 + reach]
        return min(near, key=lambda mark: _far(mark, point), default=None)

    def beside(self, key: str, step: Point) -> Mark | None:
        """The next mark in a direction: near, and not too far aside."""
        here = self._by_key.get(key)
        if here is None:
            return self.marks[0] if self.marks else None
        found = [(_way(here, mark, step), mark) for mark in self.marks if mark is not here]
        ahead = [(way, mark) for way, mark in found if way is not None]
        return min(ahead, key=lambda item: item[0])[1] if ahead else None

    @property
    def text(self) -> str:
        """The whole picture as lines of text."""
        return "\n".join([self.title, self.told, *(mark.title for mark in self.marks)])


def _far(mark: Mark, point: Point) -> float:
    x, y = mark.area.centre
    return hypot(x - point.x, y - point.y)


def _way(here: Mark, there: Mark, step: Point) -> float | None:
    a, b = here.area.centre, there.area.centre
    along = (b.x - a.x) * step.x + (b.y - a.y) * step.y
    aside = abs((b.x - a.x) * step.y) + abs((b.y - a.y) * step.x)
    if along <= 0.5 or aside > 2.5 * along:
        return None
    return along + 2 * aside


def disc_area(centre: Point, radius: float) -> Box:
    return Box(centre.x - radius, centre.y - radius, 2 * radius, 2 * radius)


def rectangle(box: Box, fill: str = "", stroke: str = "", weight: float = 1.0) -> Shape:
    corners = (
        Point(box.x, box.y), Point(box.right, box.y),
        Point(box.right, box.bottom), Point(box.x, box.bottom),
    )  # fmt: skip
    return Shape((corners,), fill, stroke, weight)


def extent(text: str, size: float) -> float:
    """About how wide a text is, rather more than less: a figure has no fonts to measure with."""
    return sum(map(_share, text)) * size


_NARROW = frozenset("iljtfrI1.,:;'’|!()[] ·-")


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.0
    return 0.7 if letter.isupper() or letter in "mwMW%@" else 0.59


def shortened(text: str, size: float, width: float) -> str:
    """The text, or as much of it as the width holds."""
    if extent(text, size) <= width:
        return text
    while text and extent(text + "…", size) > width:
        text = text[:-1].rstrip()
    return text + "…"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near those that are wanted, in the same order and never nearer than the gap."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [min(max(wanted[n], low), high) for n in order]
    for n in range(1, len(placed)):
        placed[n] = max(placed[n], placed[n - 1] + gap)
    if placed and placed[-1] > high:
        placed[-1] = high
        for n in range(len(placed) - 2, -1, -1):
            placed[n] = min(placed[n], placed[n + 1] - gap)
    found = [0.0] * len(wanted)
    for place, n in zip(placed, order, strict=True):
        found[n] = place
    return found


def ticks(low: float, high: float, at_most: int) -> Iterable[int]:
    """Round numbers between two ends: steps of 1, 2 or 5 times a power of ten."""
    span, step, factors = high - low, 1, (2, 2.5, 2)
    n = 0
    while span / step > at_most:
        step = round(step * factors[n % 3])
        n += 1
    first = -(-low // step) * step
    return range(int(first), int(high) + 1, step)
