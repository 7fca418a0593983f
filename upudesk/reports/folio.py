"""Pages with boxes in fixed places, so that one subject compares with another page by page.

What a box has no room for goes on below the same heading on the pages that follow; the box says
where. Bands share the height of a page; where one page is too small for all, they stand on two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reportlab.platypus import Flowable, PageBreak

from upudesk.i18n import _
from upudesk.reports.grid import ENDLESS, Filled, fill, tall
from upudesk.reports.paper import ACCENT, FINE, HAIRLINE, INK, TINT, Rule, Style, para
from upudesk.reports.paper import GUTTER as BESIDE
from upudesk.reports.sheet import Sheet
from upudesk.reports.surround import width_of

HEADING = Style(10.5, 16, colour=ACCENT, bold=True, with_next=True)
_ONWARD = replace(FINE, colour=INK, align="right")
_TITLE = 22
"""How high the heading of a box is, with the line below it."""
_BETWEEN = 10
_PAD = 12
_FOOT = 15
"""How much is kept free at the foot of a page, so that boxes stand still where something is said
there of one country only."""
_LEAST = 0.92
"""Where bands would have to be lower than this share of their height, they stand on two pages."""


@dataclass(frozen=True)
class Box:
    """A place on the page: its heading, and what stands in it."""

    title: str
    blocks: Sequence[Flowable]
    tinted: bool = False


@dataclass(frozen=True)
class Band:
    """Boxes side by side, as high as each other."""

    height: float
    boxes: Sequence[Box]
    shares: Sequence[float]


class _Place(NamedTuple):
    """Where something stands, counted from the upper left corner of the page."""

    block: Flowable
    x: float
    foot: float


@dataclass
class _Page:
    places: list[_Place] = field(default_factory=list)
    used: float = 0

    def add(self, found: Filled, x: float, top: float) -> None:
        self.places += [_Place(block, x, top + foot) for block, foot in found.placed]


class _Rest(NamedTuple):
    """What a box had no room for, and the line that tells where it goes on."""

    title: str
    blocks: tuple[Flowable, ...]
    told: Onward


class Folio(Flowable):  # type: ignore[misc]
    """All pages of one subject. The first is told in the outline, those that follow below it."""

    def __init__(
        self,
        title: str,
        head: Flowable,
        again: Callable[[str], Flowable],
        bands: Sequence[Band],
        *,
        height: float,
        foot: Flowable | None = None,
    ) -> None:
        """`head` stands in a box of this height; `again` heads the pages that follow, and is told
        what kind of page it is; `foot` ends the first one."""
        super().__init__()
        self._foot = foot
        self.title, self._head, self._again, self._bands = title, head, again, bands
        self._high = height
        self._made: tuple[float, float, list[Leaf]] | None = None

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Higher than any page, so that it is always split into its own."""
        return available, ENDLESS

    def split(self, available: float, height: float) -> list[Flowable]:
        frame = getattr(self, "_frame", None)
        if frame is not None and not frame._atTop:
            return [PageBreak(), self]
        return list(self._leaves(available, height))

    def _leaves(self, width: float, height: float) -> list[Leaf]:
        if self._made is None or self._made[:2] != (width, height):
            self._made = width, height, _Layout(self, width, height).leaves()
        return self._made[2]


class Leaf(Flowable):  # type: ignore[misc]
    """One page of a folio."""

    def __init__(self, page: _Page, title: str, level: int, height: float) -> None:
        super().__init__()
        self.page, self.title, self._level, self.height = page, title, level, height

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width = available
        return available, self.height

    def draw(self) -> None:
        self.canv.bookmark(self.title, self._level, self.height)
        for block, x, foot in self.page.places:
            block.drawOn(self.canv, x, self.height - foot)


class _Layout:
    """Puts the boxes of a folio on pages of one size."""

    def __init__(self, folio: Folio, width: float, height: float) -> None:
        self.folio, self.width, self.height = folio, width, height
        self.pages: list[_Page] = []
        self.rests: list[_Rest] = []

    def leaves(self) -> list[Leaf]:
        for number, bands in enumerate(self._plan()):
            self._fixed(number, bands)
        fixed = len(self.pages)
        for rest in self.rests:
            self._go_on(rest, fixed)
        titles = [self.folio.title, *(self._kind(n) for n in range(1, len(self.pages)))]
        return [
            Leaf(page, title, min(number, 1), self.height - 0.5)
            for number, (page, title) in enumerate(zip(self.pages, titles, strict=True))
        ]

    def _plan(self) -> list[Sequence[Band]]:
        """The bands of each page: on one where they have room, else the upper ones on the first."""
        bands = self.folio._bands
        if self._stretch(bands) >= _LEAST or len(bands) < 2:
            return [bands]
        half = sum(band.height for band in bands) / 2
        upper = [n for n in range(1, len(bands)) if sum(b.height for b in bands[:n]) <= half]
        cut = max(upper, default=1)
        return [bands[:cut], bands[cut:]]

    def _stretch(self, bands: Sequence[Band]) -> float:
        """How much higher than planned bands are on a page that they share."""
        room = self.height - self.folio._high - _BETWEEN * len(bands) - _FOOT
        return room / sum(band.height for band in bands)

    def _fixed(self, number: int, bands: Sequence[Band]) -> None:
        page = self._begin()
        if self.folio._foot and not number:
            tall(self.folio._foot, self.width)
            page.places.append(_Place(self.folio._foot, 0, self.height - 1))
        stretch = min(1.5, self._stretch(bands))
        for band in bands:
            top = page.used + _BETWEEN
            self._band(page, band, top, band.height * stretch)
            page.used = top + band.height * stretch

    def _begin(self) -> _Page:
        page = _Page()
        self.pages.append(page)
        if len(self.pages) > 1:
            head = self.folio._again(self._kind(len(self.pages) - 1))
            page.used = tall(head, self.width)
            page.places.append(_Place(head, 0, page.used))
            return page
        found = fill([self.folio._head], self.width, self.folio._high)
        page.add(found, 0, 0)
        page.used = self.folio._high
        rule = Rule(ACCENT, 1.5, 0.75)
        tall(rule, self.width)
        page.places.append(_Place(rule, 0, page.used))
        if found.rest:
            self.rests.append(_Rest("", found.rest, Onward(0)))
        return page

    @staticmethod
    def _kind(number: int) -> str:
        return _("continued") if number == 1 else _("annex")

    def _band(self, page: _Page, band: Band, top: float, height: float) -> None:
        room, x = self.width + BESIDE, 0.0
        for box, share in zip(band.boxes, band.shares, strict=True):
            part = room * share / sum(band.shares)
            self._box(page, box, x, top, (part - BESIDE, height))
            x += part

    def _box(self, page: _Page, box: Box, x: float, top: float, size: tuple[float, float]) -> None:
        pad = _PAD if box.tinted else 0
        width, room = size[0] - 2 * pad, size[1] - _TITLE - pad * 0.75
        below = top + _TITLE + pad * 0.25
        found = fill(box.blocks, width, room)
        told = Onward(len(self.pages) - 1, box.title, width) if found.rest else None
        page.places.append(_Place(_Frame(box, *size, told), x, top + size[1]))
        if told:
            page.places.append(_Place(told, x + size[0] - pad - told.width, below - 5))
            self.rests.append(_Rest(box.title, found.rest, told))
        page.add(found, x + pad, below)

    def _go_on(self, rest: _Rest, fixed: int) -> None:
        """Below what already goes on, on the last page or on a new one."""
        waiting, first = rest.blocks, True
        while waiting:
            if len(self.pages) == fixed or not self._room(waiting, rest.title):
                self._begin()
            page = self.pages[-1]
            if first:
                rest.told.leads_to, first = len(self.pages) - 1, False
            waiting = self._continue(page, waiting, rest.title)

    def _room(self, waiting: Sequence[Flowable], title: str) -> bool:
        """Whether the last page takes the heading and something below it."""
        page = self.pages[-1]
        heading = _headings(title)
        found = fill([*heading, *waiting], self.width, self.height - page.used - _BETWEEN)
        return len(found.placed) > len(heading)

    def _continue(
        self, page: _Page, waiting: Sequence[Flowable], title: str
    ) -> tuple[Flowable, ...]:
        top = page.used + _BETWEEN
        found = fill([*_headings(title), *waiting], self.width, self.height - top)
        if not found.placed:  # a single thing larger than a page: it is shown as far as it goes
            found = replace(fill(waiting[:1], self.width), rest=tuple(waiting[1:]))
        page.add(found, 0, top)
        page.used = top + found.height
        return found.rest


def _headings(title: str) -> list[Flowable]:
    if not title:
        return []
    told = _("{title} (continued)").format(title=title)
    return [para(told, HEADING), _kept(Rule(space=6))]


def _kept(rule: Rule) -> Rule:
    """A line that stays with what stands below it."""
    rule.keepWithNext = 1
    return rule


class _Frame(Flowable):  # type: ignore[misc]
    """The heading of a box over its line, or its ground."""

    def __init__(self, box: Box, width: float, height: float, told: Onward | None) -> None:
        super().__init__()
        self._box, self.width, self.height = box, width, height
        self._beside = told.width + 6 if told else 0

    def draw(self) -> None:
        """The same on the page of every country."""
        same = (self._box.title, self._box.tinted, self.width, self.height, self._beside)
        self.canv.once(("box", *same), self._draw)

    def _draw(self) -> None:
        sheet, pad = self.canv, _PAD if self._box.tinted else 0
        if self._box.tinted:
            sheet.setFillColor(TINT)
            sheet.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        top, room = self.height - pad * 0.5, self.width - 2 * pad - self._beside
        # Smaller where it has too little room, before it would be cut.
        smaller = max(0.75, min(1.0, room / (width_of(self._box.title, HEADING) + 0.01)))
        style = replace(HEADING, size=HEADING.size * smaller)
        sheet.set_text(self._box.title, style, pad, top, room)
        if not self._box.tinted:
            sheet.setStrokeColor(HAIRLINE)
            sheet.setLineWidth(0.5)
            sheet.line(0, self.height - 18, self.width, self.height - 18)


class Onward(Flowable):  # type: ignore[misc]
    """Beside the heading of a box: on which page it goes on. It leads there."""

    def __init__(self, page: int, beside: str = "", room: float = ENDLESS) -> None:
        super().__init__()
        self._page, self.leads_to = page, page
        self.height = _TITLE - 5
        left = room - width_of(beside, HEADING) - 6
        for told in (_("continued on page {page}"), _("→ page {page}"), "→ {page}"):
            # Room for a number of three digits; a longer one is set smaller.
            self._told, self.width = told, width_of(told.format(page="000"), _ONWARD)
            if self.width <= left:
                break

    def draw(self) -> None:
        sheet: Sheet = self.canv
        ahead = self.leads_to - self._page
        sheet.set_later(self._told, ahead, _ONWARD, 0, self.height - 1, self.width)
        # Each page of a folio is one entry of the outline.
        sheet.lead(len(sheet.entries) - 1 + ahead, 0, 0, self.width, self.height)
