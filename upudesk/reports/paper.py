"""The blocks that pages are built of: text, headings, tables, columns, chips and flags.

A report makes a list of these and hands it to `sheet.build`. Text is always taken as it was typed:
there is no markup, a `<b>` in a note prints as `<b>`. A look of its own is given to a part of a
paragraph by a `Run`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from reportlab.platypus import Flowable, PageBreak

from upudesk import palette, resources
from upudesk.reports import typeset
from upudesk.reports.grid import Grid, Look, Row, Stack
from upudesk.reports.sheet import Printed, Sheet, build
from upudesk.reports.surround import Surround
from upudesk.reports.typeset import Line, Run, Style
from upudesk.tally import State

__all__ = [
    "Printed", "Run", "Style", "Surround", "build", "Text", "Flag", "Chip", "Cut",
    "Rule", "para", "running", "justifying", "bullets", "title_block", "section", "table", "facts",
    "columns", "callout", "stance", "entry", "new_page",
]  # fmt: skip

_COLOURS = palette.LIGHT
INK, QUIET, HAIRLINE, ACCENT = _COLOURS.ink, _COLOURS.quiet, _COLOURS.hairline, _COLOURS.accent
TINT, WARNING = "#F4F1E8", _COLOURS.warning

# One scale, each step about a quarter larger: 8.5 for what is said aside, 9.5 in tables, 11 for
# reading, 12 for headings, 16, 22 and 34. Thai needs lines 1.6 times the size apart.
FINE = Style(8.5, 13.5, colour=QUIET)
SMALL = Style(9.5, 15)
LABEL = replace(SMALL, colour=QUIET)
CAUTION = replace(SMALL, colour=WARNING)
BODY = Style(11, 18)
QUIET_BODY = replace(BODY, colour=QUIET)
SECTION = Style(12, 19, colour=ACCENT, bold=True, with_next=True)
CALL = SECTION
STANCE = Style(12, 20, bold=True)
UNSAID = replace(STANCE, bold=False, colour=QUIET)
SUBTITLE = Style(11, 17, colour=QUIET)
LARGE = Style(16, 26, bold=True)
TITLE = Style(22, 34, bold=True)
DISPLAY = Style(34, 50, bold=True)

GUTTER = 22
"""Between two columns."""

STATES = {
    state: (dye.chip, dye.sign) for state, dye in _COLOURS.states.items() if state.level is not None
}
"""Of each state the colour of its chip and of the sign on it; asked is outlined, not asked bare."""

Content: TypeAlias = str | Sequence[Run | str] | Flowable
"""What a cell may hold: text, text of several looks, or a block."""


class Text(Flowable):  # type: ignore[misc]
    """A paragraph. New lines in it are kept; a marker (`•`, `1.`) hangs in the indent."""

    def __init__(
        self, words: typeset.Words | Sequence[typeset.Word], style: Style, marker: str = ""
    ) -> None:
        super().__init__()
        self.style, self.words, self.marker = style, words, marker
        self._lines: dict[float, list[Line]] = {}

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width, self.height = available, sum(line.height for line in self._set(available))
        return self.width, self.height

    @property
    def text(self) -> str:
        """What it says, as it was set last."""
        return "".join(line.text for line in self._set(self.width))

    def _set(self, available: float) -> list[Line]:
        if available not in self._lines:
            room = available - self.style.indent
            self._lines[available] = typeset.lines(self.words, self.style, room)
        return self._lines[available]

    def split(self, available: float, height: float) -> list[Text]:
        """Never a line alone at the foot or at the head of a page."""
        lines = self._set(available)
        fitting = _fitting(lines, height)
        if fitting == len(lines) - 1:
            fitting -= 1
        if fitting < 2:
            return []
        above = Text(_words(lines[:fitting]), self.style, self.marker)
        above._lines[available] = lines[:fitting]  # whose last line is still stretched
        below = Text(_words(lines[fitting:]), self.style)
        below._lines[available] = lines[fitting:]
        return [above, below]

    def draw(self) -> None:
        sheet, indent = self.canv, self.style.indent
        lines = self._set(self.width)
        if self.marker:
            sheet.set_text(self.marker, self.style, 0, self.height, indent)
        sheet.set_lines(lines, self.style, indent, self.height, self.width - indent)

    def getSpaceBefore(self) -> float:
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def getKeepWithNext(self) -> bool:
        return self.style.with_next


def _fitting(lines: Sequence[Line], height: float) -> int:
    for count, line in enumerate(lines):
        height -= line.height
        if height < 0:
            return count
    return len(lines)


def _words(lines: Sequence[Line]) -> list[typeset.Word]:
    return [word for line in lines for word in line.words]


def para(content: str | Sequence[Run | str], style: Style = BODY, *, marker: str = "") -> Text:
    """A paragraph of text as it was typed, or of several `Run`s."""
    parts = [content] if isinstance(content, str) else content
    runs = [Run(part) if isinstance(part, str) else part for part in parts]
    return Text(typeset.words(runs, style), style, marker)


_justified: ContextVar[bool] = ContextVar("justified", default=False)


@contextmanager
def justifying(wanted: bool) -> Iterator[None]:
    """Whether running text that is made meanwhile fills its lines to both edges."""
    token = _justified.set(wanted)
    try:
        yield
    finally:
        _justified.reset(token)


def running(content: str | Sequence[Run | str], style: Style = BODY) -> Text:
    """A note that runs on over several lines; ragged, or justified where the reader wants that."""
    return para(content, replace(style, align="justified") if _justified.get() else style)


def _block(content: Content, style: Style) -> Flowable:
    return content if isinstance(content, Flowable) else para(content, style)


BELOW = 56
"""Room that a heading wants below it: the head of a table and its first row."""


class Section(Flowable):  # type: ignore[misc]
    """A heading over a hairline, and its entry in the outline."""

    heads = True

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title, self._text = title, para(title, SECTION)

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """It asks for room below it, so that it never stands alone at the foot of a page."""
        self.width, self.height = self._text.wrap(available, height)
        self.height += 8
        short_of_room = self.height <= height < self.height + BELOW
        return self.width, self.height + BELOW if short_of_room else self.height

    def draw(self) -> None:
        self.canv.bookmark(self.title, 1, self.height)
        self._text.drawOn(self.canv, 0, 8)
        _rule(self.canv, self.width, 6, HAIRLINE, 0.5)

    def getSpaceBefore(self) -> float:
        return 14


class Cut(Flowable):  # type: ignore[misc]
    """So many lines of text at most; what does not fit is cut, since it stands whole elsewhere."""

    def __init__(self, text: str, style: Style, lines: int = 1) -> None:
        super().__init__()
        self._words, self._style, self._most = typeset.words([Run(text)], style), style, lines

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self._lines = typeset.lines(self._words, self._style, available)
        self.width = available
        self.height = sum(line.height for line in self._lines[: self._most])
        return self.width, self.height

    def draw(self) -> None:
        kept, rest = self._lines[: self._most - 1], self._lines[self._most - 1 :]
        top = self.canv.set_lines(kept, self._style, 0, self.height, self.width)
        last = "".join(line.text for line in rest).rstrip()
        self.canv.set_text(last, self._style, 0, top, self.width)


class Rule(Flowable):  # type: ignore[misc]
    """A line across the column."""

    def __init__(
        self, colour: str = HAIRLINE, weight: float = 0.5, space: float = 8, *, below: bool = False
    ) -> None:
        super().__init__()
        self._colour, self._weight, self._space = colour, weight, space
        self._at = 0.0 if below else space / 2

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width, self.height = available, self._space
        return available, self._space

    def draw(self) -> None:
        _rule(self.canv, self.width, self._at, self._colour, self._weight)


def _rule(sheet: Sheet, width: float, y: float, colour: str, weight: float) -> None:
    sheet.setStrokeColor(colour)
    sheet.setLineWidth(weight)
    sheet.line(0, y, width, y)


class Flag(Flowable):  # type: ignore[misc]
    """A member's flag, three high to four wide; a plate with its letters where none is at hand."""

    def __init__(self, iso2: str, width: float = 60, *, told: str = "") -> None:
        """`told` is read out in place of the picture, where no name stands beside it."""
        super().__init__()
        self._iso2, self.width, self.height, self._told = iso2, width, width * 3 / 4, told

    def draw(self) -> None:
        if self._told:
            with self.canv.described(self._told):
                self._draw()
        else:
            self._draw()

    def _draw(self) -> None:
        picture = _flag(self._iso2.lower())
        self.canv.setStrokeColor(HAIRLINE)
        self.canv.setLineWidth(0.5)
        if picture:
            self.canv.picture(picture, 0, 0, self.width, self.height)
            self.canv.rect(0, 0, self.width, self.height)
            return
        self.canv.setFillColor(TINT)
        self.canv.rect(0, 0, self.width, self.height, fill=1)
        letters = Style(12, self.height, colour=QUIET, bold=True, align="centre")
        self.canv.set_text(self._iso2.upper(), letters, 0, self.height, self.width)


@cache
def _flag(iso2: str) -> bytes | None:
    file = resources.path("resources", "flags", f"{iso2}.png")
    return file.read_bytes() if file.is_file() else None


class Chip(Flowable):  # type: ignore[misc]
    """Where a member stands, told four ways: by number, word, sign and colour."""

    def __init__(self, state: State, sign: str, told: str) -> None:
        super().__init__()
        self._state, self._sign = state, sign
        self._told = para(told, STANCE if state in STATES else UNSAID)

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        self.width = available
        self.height = self._told.wrap(available - 28, height)[1]
        return available, self.height

    def draw(self) -> None:
        self._told.drawOn(self.canv, 28, 0)
        top = self.height - 2.5
        ink = QUIET
        if self._state in STATES:
            colour, ink = STATES[self._state]
            self.canv.setFillColor(colour)
            self.canv.roundRect(0, top - 15, 20, 15, 3, stroke=0, fill=1)
        elif self._state is State.ASKED:
            self.canv.setStrokeColor(QUIET)
            self.canv.setLineWidth(0.8)
            self.canv.roundRect(0.4, top - 14.6, 19.2, 14.2, 3)
        sign = Style(11, 15, colour=ink, bold=True, align="centre")
        self.canv.set_text(self._sign, sign, 0, top, 20)


ROW = Look(above=3.5, below=3.5, rule=HAIRLINE)
HEAD = Look(above=3.5, below=3.5, rule=INK, weight=0.75)
BARE = Look(above=2)
NOTE = Look(beside=14, above=9, below=11, ground=TINT)


def table(
    header: Sequence[Content], rows: Sequence[Sequence[Content]], shares: Sequence[float]
) -> Grid:
    """Rows under a header that is repeated on each page; `shares` divide the width."""
    head = _row(header, shares, LABEL, HEAD) if header else None
    return Grid(head, [_row(cells, shares, SMALL, ROW) for cells in rows])


def _row(cells: Sequence[Content], shares: Sequence[float], style: Style, look: Look) -> Row:
    return Row([[_block(cell, style)] for cell in cells], shares, look)


def entry(cells: Sequence[Content], told: Sequence[Run | str], shares: Sequence[float]) -> Flowable:
    """A row, and what else is told of it below, from the second column on."""
    if not told:
        return _row(cells, shares, SMALL, ROW)
    below = Row([[], [para(told, replace(FINE, colour=INK))]], (shares[0], sum(shares[1:])))
    return Stack([_row(cells, shares, SMALL, BARE), below, Rule(space=3, below=True)])


def facts(pairs: Sequence[tuple[str, Content]], shares: tuple[float, float] = (2, 3)) -> Grid:
    """Names of things at the left, the things beside them."""
    rows = [Row([[para(name, LABEL)], [_block(value, SMALL)]], shares, ROW)
            for name, value in pairs]  # fmt: skip
    return Grid(None, rows)


def stance(council: str, chip: Chip) -> Row:
    """A council and what is in force for it."""
    return Row([[para(council, Style(11, 20, colour=QUIET))], [chip]], (1, 5), Look(gap=0))


def columns(left: Sequence[Flowable], right: Sequence[Flowable]) -> Row:
    """Two columns side by side; both go on where the page ends."""
    return Row([left, right], (1, 1), Look(gap=GUTTER), before=14)


def callout(blocks: Sequence[Flowable]) -> Row:
    """What must not be missed, on a tint."""
    return Row([blocks], (1,), NOTE, before=14)


def bullets(items: Sequence[str | Sequence[Run | str]], style: Style = BODY) -> list[Text]:
    hanging = replace(style, indent=style.indent + 16)
    return [para(item, hanging, marker="•") for item in items]


def section(title: str) -> Section:
    return Section(title)


def new_page() -> PageBreak:
    return PageBreak()


class TitleBlock(Flowable):  # type: ignore[misc]
    """The head of a paper: flag, name, what else it is called; an entry in the outline."""

    def __init__(self, iso2: str, title: str, subtitle: str, listed: str) -> None:
        super().__init__()
        self.listed, self.spaceAfter = listed, 8
        texts = [para(title, TITLE), *([para(subtitle, SUBTITLE)] if subtitle else [])]
        self._row = Row([[Flag(iso2, 58)], texts], (0, 1), Look(gap=16, above=2, first=58))

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        self.width, self.height = self._row.wrap(available, height)
        self.height += 10
        return self.width, self.height

    def draw(self) -> None:
        self.canv.bookmark(self.listed, 0, self.height)
        self._row.drawOn(self.canv, 0, 10)
        _rule(self.canv, self.width, 0.75, ACCENT, 1.5)

    def getSpaceAfter(self) -> float:
        return 9


def title_block(iso2: str, title: str, subtitle: str, listed: str = "") -> TitleBlock:
    """`listed` is what the outline and the contents call it, where that is not its title."""
    return TitleBlock(iso2, title, subtitle, listed or title)
