"""How blocks stand: under each other, side by side, in rows below a header that is repeated.

ReportLab's table measures every cell again and again and breaks a row wherever a page ends. Here a
stack of blocks is filled in once, and whatever has no room goes on elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from reportlab.platypus import Flowable

ENDLESS = 1e6
TALL = 120
"""A row that is higher than this may be broken where a page ends."""
WHOLE = 46
"""What is no higher goes on as a whole, where something stands above it."""
_HAIR = 0.01
"""Sums of heights may be so much too large before something does not fit."""


class Placed(NamedTuple):
    """A block, and how far below the top of its stack it ends."""

    block: Flowable
    foot: float


@dataclass(frozen=True)
class Filled:
    """What has room, and what goes on elsewhere."""

    placed: tuple[Placed, ...]
    height: float
    rest: tuple[Flowable, ...] = ()

    def draw(self, block: Flowable, x: float, top: float) -> None:
        """On the canvas of a block, whose own corner is where x and top count from."""
        for one, foot in self.placed:
            one.drawOn(block.canv, x, top - foot)


def fill(blocks: Sequence[Flowable], width: float, height: float = ENDLESS) -> Filled:
    """Blocks from the top down as far as they fit; a heading goes along with what it heads."""
    placed: list[Placed] = []
    waiting = list(blocks)
    used = 0.0
    while waiting:
        block = waiting[0]
        top = used + (_gap(placed[-1].block, block) if placed else 0)
        if top + tall(block, width, height - top) > height + _HAIR:
            if placed and block.height <= WHOLE:
                break
            waiting[:1] = _split(block, width, height - top)
            block = waiting[0]
            if top + tall(block, width, height - top) > height + _HAIR:
                break
        used = top + block.height
        placed.append(Placed(block, used))
        del waiting[0]
    while waiting and placed and _heads(placed[-1].block):
        waiting.insert(0, placed.pop().block)
    return Filled(tuple(placed), placed[-1].foot if placed else 0, tuple(waiting))


def tall(block: Flowable, width: float, height: float = ENDLESS) -> float:
    """How high a block is in a column of this width."""
    block.height = block.wrapOn(None, width, height)[1]
    return float(block.height)


def _heads(block: Flowable) -> bool:
    """Whether it must not stand at the end of what is filled in."""
    return bool(block.getKeepWithNext()) or getattr(block, "heads", False)


def _gap(above: Flowable, below: Flowable) -> float:
    return max(float(above.getSpaceAfter()), float(below.getSpaceBefore()))


def _split(block: Flowable, width: float, height: float) -> list[Flowable]:
    """The parts of a block, or itself where it stays whole."""
    return block.splitOn(None, width, height) or [block] if height > 0 else [block]


class Stack(Flowable):  # type: ignore[misc]
    """Blocks under each other, as one block."""

    def __init__(self, blocks: Sequence[Flowable], *, before: float = 0) -> None:
        super().__init__()
        self.blocks, self.spaceBefore = tuple(blocks), before
        self._filled: tuple[float, Filled] | None = None

    def _fill(self, width: float) -> Filled:
        if self._filled is None or self._filled[0] != width:
            self._filled = width, fill(self.blocks, width)
        return self._filled[1]

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width, self.height = available, self._fill(available).height
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        found = fill(self.blocks, available, height)
        if not found.placed or not found.rest:
            return []
        return [Stack([block for block, _foot in found.placed], before=self.spaceBefore),
                Stack(found.rest)]  # fmt: skip

    def draw(self) -> None:
        self._fill(self.width).draw(self, 0, self.height)


@dataclass(frozen=True)
class Look:
    """What is around the cells of a row."""

    above: float = 0
    below: float = 0
    gap: float = 10
    beside: float = 0
    rule: str = ""
    """The colour of the line below; none without."""
    weight: float = 0.5
    ground: str = ""
    first: float = 0
    """How wide the first column is, where it has no share."""


PLAIN = Look()


class Row(Flowable):  # type: ignore[misc]
    """Cells side by side, each a stack; `shares` divide the width that the row is given."""

    def __init__(
        self,
        cells: Sequence[Sequence[Flowable]],
        shares: Sequence[float],
        look: Look = PLAIN,
        *,
        before: float = 0,
    ) -> None:
        super().__init__()
        self.cells, self.shares, self.look, self.spaceBefore = cells, shares, look, before
        self._filled: tuple[float, list[Filled]] | None = None

    def _columns(self, width: float) -> list[tuple[float, float]]:
        """Where each column begins, and how wide it is: columns of the same shares begin at the
        same places, however many there are after them."""
        look = self.look
        fixed = look.first + look.gap if look.first else 0
        room = width - 2 * look.beside + look.gap - fixed
        shares = self.shares[1:] if fixed else self.shares
        parts = [fixed, *(room * share / sum(shares) for share in shares)][0 if fixed else 1 :]
        starts = accumulate(parts[:-1], initial=look.beside)
        return [(x, max(1.0, part - look.gap)) for x, part in zip(starts, parts, strict=True)]

    def _fill(self, width: float) -> list[Filled]:
        if self._filled is None or self._filled[0] != width:
            columns = zip(self.cells, self._columns(width), strict=True)
            self._filled = width, [fill(cell, wide) for cell, (_x, wide) in columns]
        return self._filled[1]

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        tallest = max((found.height for found in self._fill(available)), default=0)
        self.width, self.height = available, tallest + self.look.above + self.look.below
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        """Cells go on side by side; none stays behind with nothing of it said."""
        room = height - self.look.above - self.look.below
        columns = zip(self.cells, self._columns(available), strict=True)
        found = [fill(cell, wide, room) for cell, (_x, wide) in columns]
        if any(one.rest and not one.placed for one in found) or not any(one.rest for one in found):
            return []
        above = [[block for block, _foot in one.placed] for one in found]
        unruled = replace(self.look, rule="")
        return [Row(above, self.shares, unruled, before=self.spaceBefore),
                Row([one.rest for one in found], self.shares, self.look)]  # fmt: skip

    def draw(self) -> None:
        look, sheet = self.look, self.canv
        if look.ground:
            sheet.setFillColor(look.ground)
            sheet.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        filled, columns = self._fill(self.width), self._columns(self.width)
        for found, (x, _wide) in zip(filled, columns, strict=True):
            found.draw(self, x, self.height - look.above)
        if look.rule:
            sheet.setStrokeColor(look.rule)
            sheet.setLineWidth(look.weight)
            sheet.line(0, 0, self.width, 0)


class Grid(Flowable):  # type: ignore[misc]
    """Rows under a header that stands again wherever they go on."""

    def __init__(
        self, header: Flowable | None, rows: Sequence[Flowable], *, least: int = 2
    ) -> None:
        super().__init__()
        self.header, self.rows, self.least = header, tuple(rows), least
        self.splitInRow = 1
        """Whether a row may be broken over two pages."""

    @property
    def _blocks(self) -> list[Flowable]:
        return [*([self.header] if self.header else []), *self.rows]

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width = available
        self.height = sum(tall(block, available) for block in self._blocks)
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        """No row stands alone at the foot of a page, nor on the next; a tall one is broken."""
        if self.header:
            height -= tall(self.header, available)
        count, used = self._fitting(available, height)
        if count == len(self.rows):
            return []
        row = self.rows[count]
        if self.splitInRow and tall(row, available) > TALL:
            halves = _split(row, available, height - used)
            if len(halves) > 1:
                return self._parts([*self.rows[:count], halves[0]],
                                   [*halves[1:], *self.rows[count + 1 :]])  # fmt: skip
        left = len(self.rows) - count
        if left < self.least <= count - 1:
            count -= self.least - left
        count = self._together(count)
        if not count or (count < self.least and used < TALL):
            return []
        return self._parts(self.rows[:count], self.rows[count:])

    def _together(self, count: int) -> int:
        """So many rows at most that no heading stands below them alone, nor the first row of its
        own, nor the last one on the next page; as many as there were where nothing else is left."""
        heads = [bool(row.getKeepWithNext()) for row in self.rows]

        def torn(at: int) -> bool:
            first, last = heads[max(at - 2, 0)] and at > 1, heads[at + 1 : at + 2] == [True]
            return heads[at - 1] or (not heads[at] and (first or last))

        return next((at for at in range(count, 0, -1) if not torn(at)), count)

    def _fitting(self, width: float, height: float) -> tuple[int, float]:
        """How many rows have room, and how high they are."""
        used = 0.0
        for count, row in enumerate(self.rows):
            more = tall(row, width)
            if used + more > height + _HAIR:
                return count, used
            used += more
        return len(self.rows), used

    def _parts(self, *parts: Sequence[Flowable]) -> list[Flowable]:
        made: list[Flowable] = []
        for rows in parts:
            grid = Grid(self.header, rows, least=self.least)
            grid.splitInRow = self.splitInRow
            made.append(grid)
        return made

    def draw(self) -> None:
        top = self.height
        for block in self._blocks:
            top -= tall(block, self.width)
            block.drawOn(self.canv, 0, top)
