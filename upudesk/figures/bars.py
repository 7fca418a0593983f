"""Stacked bars: the states of each group beside each other, hatched as well as coloured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from upudesk.figures.marks import (
    Box,
    Element,
    Figure,
    Mark,
    Point,
    Text,
    extent,
    rectangle,
    shortened,
)
from upudesk.figures.signs import ORDER, Entry, legend, legend_height, plate
from upudesk.tally import State


@dataclass(frozen=True)
class Row:
    """A bar: what it is for, and how many members stand where."""

    key: str
    label: str
    counts: Mapping[State, int]

    @property
    def whole(self) -> int:
        return sum(self.counts.values())


def bars(
    rows: Sequence[Row],
    *,
    width: float,
    height: float,
    size: float,
    title: str,
    told: str,
    tell: Callable[[Row, State], str],
    number: Callable[[int], str] = str,
    entries: Sequence[Entry] = (),
) -> Figure:
    """All bars to the same measure. `tell` words a part of a bar for whoever points at it; its key
    is the row's and the state's, with a bar between them: `4|asked`."""
    foot = legend_height(entries, width, size) + (size * 0.6 if entries else 0)
    names = max((extent(row.label, size) for row in rows), default=0) + size
    above = names > width * 0.4  # no room beside the bars: names go above them
    left = 0.0 if above else names
    right = extent(number(max((row.whole for row in rows), default=0)), size) + size
    most = max((row.whole for row in rows), default=0) or 1
    unit = max(width - left - right, 1) / most
    pitch = (height - foot) / max(len(rows), 1)
    thick = min(pitch - size * 1.5 if above else pitch * 0.66, size * 2.6)
    marks: list[Mark] = []
    words: list[Element] = []
    for n, row in enumerate(rows):
        top = n * pitch + (size * 1.4 if above else (pitch - thick) / 2)
        line = Box(left, top, row.whole * unit, max(thick, 1))
        marks += _parts(row, line, unit, size, tell, number)
        words += _words(row, line, above, size, names, number)
    keys = legend(entries, Box(0, height - foot + size * 0.6, width, foot), size, bars=True)
    return Figure(width, height, title, told, (), (*marks, *keys), tuple(words))


def _parts(
    row: Row, line: Box, unit: float, size: float, tell: Callable[[Row, State], str],
    number: Callable[[int], str],
) -> Iterator[Mark]:  # fmt: skip
    x = line.x
    for state in ORDER:
        count = row.counts.get(state, 0)
        if not count:
            continue
        box = Box(x, line.y, count * unit, line.height)
        key, told = f"{row.key}|{state}", tell(row, state)
        yield Mark(key, told, box, (*plate(state, box), *_count(state, box, number(count), size)))
        x += box.width


def _count(state: State, box: Box, shown: str, size: float) -> Iterator[Element]:
    """The number on its part of the bar, on a plain ground, where there is room for it."""
    wide = extent(shown, size) + size * 0.5
    if box.width < wide + 2 or box.height < size * 1.3:
        return
    middle = box.centre
    ground = Box(middle.x - wide / 2, middle.y - size * 0.62, wide, size * 1.24)
    yield rectangle(ground, f"{state}.chip")
    at = Point(middle.x, middle.y + size * 0.36)
    yield Text(at, shown, size, f"{state}.sign", "middle", strong=True)


def _words(
    row: Row, line: Box, above: bool, size: float, names: float, number: Callable[[int], str]
) -> Iterator[Text]:
    middle = line.centre.y + size * 0.36
    if above:
        yield Text(Point(line.x, line.y - size * 0.45), row.label, size)
    else:
        yield Text(Point(0, middle), shortened(row.label, size, names), size)
    total = Point(line.right + size * 0.5, middle)
    yield Text(total, number(row.whole), size, "ink", strong=True)
