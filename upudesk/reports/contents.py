"""The contents of a pack: what is in it, on which page; every line leads there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportlab.platypus import Flowable

from upudesk import i18n
from upudesk.i18n import _
from upudesk.reports import paper
from upudesk.reports.finish import head
from upudesk.reports.paper import BODY, SMALL
from upudesk.reports.sheet import Sheet
from upudesk.reports.typeset import Style
from upudesk.snapshot import Snapshot

_PART = replace(BODY, bold=True)
_HIGH, _ROW = 26, 17
_NUMBER = 44
_BETWEEN = 28
_TWO = 420
"""Countries stand in two columns where the page is at least as wide."""


@dataclass(frozen=True)
class Line:
    """What is in a pack: its title, its page from 0, its place in the outline of the whole."""

    title: str
    level: int
    page: int
    entry: int


def blocks(snapshot: Snapshot, subtitle: str, lines: Sequence[Line]) -> Iterator[Flowable]:
    """Parts under each other, what is in a part below it in columns."""
    yield head(snapshot, _("Contents"), subtitle)
    for is_part, found in groupby(lines, lambda line: not line.level):
        if is_part:
            yield from (Listing([line], _PART, _HIGH, 1) for line in found)
        else:
            yield Listing(list(found), SMALL, _ROW)


class Listing(Flowable):  # type: ignore[misc]
    """Lines that are read down the first column, then down the next."""

    def __init__(
        self, lines: Sequence[Line], style: Style, high: float, columns: int | None = None
    ) -> None:
        super().__init__()
        self._lines, self._style, self._high, self._columns = lines, style, high, columns

    def _across(self, width: float) -> int:
        return self._columns or (2 if width >= _TWO else 1)

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width = available
        self.height = -(-len(self._lines) // self._across(available)) * self._high
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        across = self._across(available)
        fitting = int(height // self._high) * across
        if not 0 < fitting < len(self._lines):
            return []
        return [
            Listing(lines, self._style, self._high, self._columns)
            for lines in (self._lines[:fitting], self._lines[fitting:])
        ]

    def draw(self) -> None:
        across = self._across(self.width)
        rows = -(-len(self._lines) // across)
        wide = (self.width - (across - 1) * _BETWEEN) / across
        for at, line in enumerate(self._lines):
            column, row = divmod(at, rows)
            self._line(line, column * (wide + _BETWEEN), self.height - row * self._high, wide)

    def _line(self, line: Line, x: float, top: float, width: float) -> None:
        sheet: Sheet = self.canv
        style, number = self._style, i18n.current().number(line.page + 1)
        below = top - (self._high + style.leading) / 2
        sheet.set_text(line.title, style, x, below + style.leading, width - _NUMBER)
        right = replace(style, align="right")
        sheet.set_text(number, right, x + width - _NUMBER, below + style.leading, _NUMBER)
        sheet.setStrokeColor(paper.HAIRLINE)
        sheet.setLineWidth(0.5)
        sheet.line(x, top - self._high, x + width, top - self._high)
        sheet.lead(line.entry, x, top - self._high, width, self._high, whole=True)
