"""Votes over time: one line for each series, named at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from upudesk.figures.hemicycle import WinningLine
from upudesk.figures.marks import (
    Anchor,
    Box,
    Element,
    Figure,
    Line,
    Mark,
    Point,
    Shape,
    Text,
    disc_area,
    extent,
    rectangle,
    shortened,
    spread,
    ticks,
)
from upudesk.figures.marks import Circle as Dot


@dataclass(frozen=True)
class Day:
    """A value on a day, the range around it if there is one, and how it is told."""

    on: date
    value: float
    told: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    """A line. `stepped` holds each value until the next; `dashed` tells it apart without colour."""

    key: str
    label: str
    days: Sequence[Day]
    colour: str = "accent"
    stepped: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Moment:
    """A day with a name, such as a snapshot."""

    on: date
    label: str


@dataclass(frozen=True)
class _Plot:
    box: Box
    since: date
    until: date
    low: float
    high: float

    def at(self, day: date, value: float) -> Point:
        return Point(self.x(day), self.y(value))

    def x(self, day: date) -> float:
        days = max((self.until - self.since).days, 1)
        return self.box.x + (day - self.since).days / days * self.box.width

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.box.bottom - share * self.box.height


def course(
    series: Sequence[Series],
    *,
    width: float,
    height: float,
    size: float,
    title: str,
    told: str,
    month: Callable[[date], str],
    number: Callable[[int], str] = str,
    line: WinningLine | None = None,
    moments: Sequence[Moment] = (),
) -> Figure:
    """The key of a day is the series' and the day's, with a bar between them: `CA|2025-04-03`."""
    shown = [one for one in series if one.days]
    if not shown:
        return Figure(width, height, title, told)
    plot = _plot(shown, width, height, size, line, bool(moments))
    back = [part for one in shown for part in _ranges(one, plot)]
    back += [*_grid(plot, size, number), *_months(plot, size, month)]
    if line:
        back += _winning(line, plot, size, shown)
    back += [part for moment in moments for part in _moment(moment, plot, size)]
    back += [part for one in shown for part in _stroke(one, plot)]
    marks = [mark for one in shown for mark in _days(one, plot)]
    names = tuple(_names(shown, plot, size, width))
    return Figure(width, height, title, told, tuple(back), tuple(marks), names)


def _plot(
    shown: Sequence[Series], width: float, height: float, size: float,
    line: WinningLine | None, moments: bool,
) -> _Plot:  # fmt: skip
    days = [day for one in shown for day in one.days]
    values = [v for d in days for v in (d.value, d.low, d.high) if v is not None]
    if line:
        values.append(line.high)
    names = min(max(extent(one.label, size) for one in shown) + size, width * 0.36)
    top = size * (1.7 if moments else 0.8)
    left = extent("000", size) + size * 0.7
    box = Box(left, top, width - left - names, height - top - size * 2.1)
    until = max(day.on for day in days)
    since = min(min(day.on for day in days), until - timedelta(7))
    return _Plot(box, since, until, 0, max(values) * 1.06 or 1)


def _grid(plot: _Plot, size: float, number: Callable[[int], str]) -> Iterator[Element]:
    for value in ticks(plot.low, plot.high, max(int(plot.box.height / (size * 2.8)), 2)):
        y = plot.y(value)
        ends = (Point(plot.box.x, y), Point(plot.box.right, y))
        yield Line(ends, "quiet" if value == 0 else "hairline", 0.8 if value == 0 else 0.6)
        at = Point(plot.box.x - size * 0.5, y + size * 0.35)
        yield Text(at, number(value), size, "quiet", "end")


def _months(plot: _Plot, size: float, month: Callable[[date], str]) -> Iterator[Element]:
    """As many beginnings of months as there is room to name."""
    firsts = [d for d in _firsts(plot.since, plot.until) if plot.since <= d <= plot.until]
    wide = max((extent(month(d), size) for d in firsts), default=0) + size
    room = max(int(plot.box.width / wide), 1) if wide else 1
    every = next((n for n in (1, 2, 3, 6, 12, 24, 60) if len(firsts) / n <= room), 120)
    y, named = plot.box.bottom + size * 1.5, [d for d in firsts if (d.month - 1) % every == 0]
    for day in named:
        x = plot.x(day)
        yield Line((Point(x, plot.box.bottom), Point(x, plot.box.bottom + 3)), "quiet", 0.8)
        half = extent(month(day), size) / 2
        if plot.box.x - half <= x <= plot.box.right + half:
            yield Text(Point(x, y), month(day), size, "quiet", "middle")


def _firsts(since: date, until: date) -> Iterator[date]:
    day = since.replace(day=1)
    while day <= until:
        yield day
        day = (day + timedelta(32)).replace(day=1)


def _ranges(one: Series, plot: _Plot) -> Iterator[Element]:
    wide = [(d.on, d.low, d.high) for d in one.days if d.low is not None and d.high is not None]
    if len(wide) > 1:
        ring = [plot.at(on, high) for on, _, high in wide]
        ring += [plot.at(on, low) for on, low, _ in reversed(wide)]
        yield Shape((tuple(ring),), "mist")


def _winning(
    line: WinningLine, plot: _Plot, size: float, shown: Sequence[Series]
) -> Iterator[Element]:
    y, box = plot.y(line.votes), plot.box
    high, low = plot.y(line.high), plot.y(line.low)
    yield rectangle(Box(box.x, high, box.width, low - high), "band")
    yield Line((Point(box.x, y), Point(box.right, y)), "warning", 1.3, (4, 2.5))
    yield _line_label(line, plot, size, shown, (min(y, high), max(y, low)))


def _line_label(
    line: WinningLine, plot: _Plot, size: float, shown: Sequence[Series], edges: tuple[float, float]
) -> Text:
    """Above or below the winning line, at its left or its right: where no other line runs."""
    box, wide = plot.box, extent(line.label, size) + size
    starts: tuple[tuple[Anchor, float], ...] = (
        ("start", box.x + size * 0.3),
        ("end", box.right - size * 0.3),
    )
    free: dict[tuple[Anchor, Point], float] = {}
    for base in (edges[0] - size * 0.4, min(edges[1] + size * 1.15, box.bottom - size * 0.3)):
        for anchor, x in starts:
            left = x if anchor == "start" else x - wide
            middle = Point(left + wide / 2, base - size * 0.4)
            free[anchor, Point(x, base)] = _clearance(middle, wide / 2, plot, shown)
    # The first that has room enough; else the one that has most.
    enough = [place for place, room in free.items() if room > size * 1.2]
    anchor, at = enough[0] if enough else max(free, key=lambda place: free[place])
    return Text(at, line.label, size, "warning", anchor, strong=True)


def _clearance(middle: Point, half: float, plot: _Plot, shown: Sequence[Series]) -> float:
    """How far above or below a text the nearest line runs."""
    near = 99.0
    for one in shown:
        points = [plot.at(day.on, day.value) for day in one.days]
        for a, b in pairwise(points):
            if a.x <= middle.x + half and b.x >= middle.x - half:
                low, high = sorted((a.y, b.y))
                near = min(near, max(low - middle.y, middle.y - high, 0.0))
    return near


def _moment(moment: Moment, plot: _Plot, size: float) -> Iterator[Element]:
    if not plot.since <= moment.on <= plot.until:
        return
    x, box = plot.x(moment.on), plot.box
    yield Line((Point(x, box.y - size * 0.3), Point(x, box.bottom)), "quiet", 0.8, (1.5, 2))
    end = x > box.x + box.width * 0.7
    shown = shortened(moment.label, size, box.width * 0.5)
    yield Text(Point(x, box.y - size * 0.6), shown, size, "quiet", "end" if end else "start")


def _stroke(one: Series, plot: _Plot) -> Iterator[Element]:
    points = [plot.at(day.on, day.value) for day in one.days]
    if one.stepped:
        points = points[:1] + [
            corner for a, b in pairwise(points) for corner in (Point(b.x, a.y), b)
        ]
    if len(points) > 1:
        yield Line(tuple(points), one.colour, 2, (6, 3) if one.dashed else ())


def _days(one: Series, plot: _Plot) -> Iterator[Mark]:
    """A day is found along the line; the last one is drawn as a dot."""
    for n, day in enumerate(one.days):
        at = plot.at(day.on, day.value)
        last = n == len(one.days) - 1
        dot = (Dot(at, 3.4, one.colour, "surface", 1.2),) if last else ()
        yield Mark(f"{one.key}|{day.on}", day.told, disc_area(at, 4), dot, round=True)


def _names(shown: Sequence[Series], plot: _Plot, size: float, width: float) -> Iterator[Element]:
    ends = [plot.at(one.days[-1].on, one.days[-1].value) for one in shown]
    low, high = plot.box.y + size * 0.2, plot.box.bottom
    for one, end, y in zip(
        shown, ends, spread([e.y for e in ends], size * 1.45, low, high), strict=True
    ):
        x = plot.box.right + size * 0.7
        if abs(y - end.y) > size * 0.6:
            yield Line((Point(end.x + 4, end.y), Point(x - 2, y)), one.colour, 0.7)
        label = shortened(one.label, size, width - x)
        yield Text(Point(x, y + size * 0.35), label, size, one.colour, strong=True)
