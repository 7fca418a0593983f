"""The sheet that text is set on: what is shown on it, and its pages; from a story to bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Spacer,
)

from upudesk.reports import formats, ink, pictures, typeset
from upudesk.reports.embedding import EmbeddedFaces, number
from upudesk.reports.formats import A4, Format
from upudesk.reports.part import Entry, Later, Link, Part
from upudesk.reports.surround import Surround
from upudesk.reports.typeset import Run, Style

if TYPE_CHECKING:
    from upudesk.reports.binding import About

# ReportLab keeps settings and caches in module globals; one document is made at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Printed:
    """A finished PDF, and the characters that no font had (each printed as `[U+1F600]`)."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


class Sheet(Canvas):  # type: ignore[misc]
    """A canvas that knows its format and the faces of its document."""

    def __init__(self, *args: Any, format: Format = A4, **options: Any) -> None:
        self.format = format
        self._matrices: list[tuple[float, float, float, float, float, float]] = []
        super().__init__(*args, **options)
        self.faces = EmbeddedFaces(self._doc)
        self.entries: list[Entry] = []
        self.links: list[Link] = []
        self.later: list[Later] = []
        self._kept: dict[Hashable, str] = {}
        self._pictures: dict[bytes, str] = {}
        self._set: dict[tuple[int, float, float, float], tuple[Sequence[typeset.Line], str]] = {}

    def _make_preamble(self) -> None:
        """ReportLab's own would name Helvetica on every page, a font that is not embedded."""
        scale = number(self.format.scale)
        self._preamble = f"q {scale} 0 0 {scale} 0 0 cm"

    def showPage(self) -> None:
        """The page is left as it was found, so that something may be laid over it."""
        self._code.append("Q")
        super().showPage()

    def init_graphics_state(self) -> None:
        super().init_graphics_state()
        self._currentMatrix = (self.format.scale, 0.0, 0.0, self.format.scale, 0.0, 0.0)

    def setFont(self, *_: Any) -> None:
        """Tables set Helvetica for plain strings; here every cell is a block with its own faces."""

    # What blocks ask for again and again, without ReportLab's own book-keeping of fonts and states.

    def saveState(self) -> None:
        self._matrices.append(self._currentMatrix)
        self._code.append("q")

    def restoreState(self) -> None:
        self._currentMatrix = self._matrices.pop()
        self._code.append("Q")

    def translate(self, dx: float, dy: float) -> None:
        a, b, c, d, e, f = self._currentMatrix
        self._currentMatrix = (a, b, c, d, a * dx + c * dy + e, b * dx + d * dy + f)
        self._code.append(f"1 0 0 1 {number(dx)} {number(dy)} cm")

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        ends = f"{number(x1)} {number(y1)} m {number(x2)} {number(y2)} l"
        self._code.append(f"{ends} S")

    def setLineWidth(self, width: float) -> None:
        self._code.append(f"{number(width)} w")

    def setFillColor(self, colour: str) -> None:
        self._code.append(f"{ink.rgb(colour)} rg")

    def setStrokeColor(self, colour: str) -> None:
        self._code.append(f"{ink.rgb(colour)} RG")

    def picture(self, png: bytes, x: float, y: float, width: float, height: float) -> None:
        """A picture as it stands in its file, which is kept once."""
        self.saveState()
        place = f"{number(width)} 0 0 {number(height)} {number(x)} {number(y)}"
        self._code.append(f"{place} cm /{self._picture(png)} Do")
        self.restoreState()

    def _picture(self, png: bytes) -> str:
        if png not in self._pictures:
            made, name = pictures.image(png), f"picture{len(self._pictures)}"
            self._doc.addForm(name, made)
            self._pictures[png] = name
        self._formsinuse.append(self._pictures[png])
        return str(self._doc.getXObjectName(self._pictures[png]))

    def bookmark(self, title: str, level: int, top: float) -> None:
        """An entry in the outline that leads here; no level is skipped on the way down."""
        level = min(level, self.entries[-1].level + 1) if self.entries else 0
        _left, y = self.absolutePosition(0, top)
        self.entries.append(Entry(title, level, self.getPageNumber() - 1, round(y, 2)))

    def lead(
        self, to: int, x: float, y: float, width: float, height: float, *, whole: bool = False
    ) -> None:
        """What stands there leads to an entry of this part, or of the whole, once it is bound."""
        corners = (*self.absolutePosition(x, y), *self.absolutePosition(x + width, y + height))
        self.links.append(Link(self.getPageNumber() - 1, corners, to, whole))

    def set_later(
        self, told: str, ahead: int, style: Style, x: float, top: float, width: float
    ) -> None:
        """One line of text with a gap `{page}` for the number of the page so many pages on."""
        page, scale = self.getPageNumber() - 1, self.format.scale
        left, y = self.absolutePosition(x, top)
        self.later.append(Later(page, told, page + ahead, style, left / scale, y / scale, width))

    def add_code(self, operators: Iterable[str]) -> None:
        self._code.extend(operators)

    @contextmanager
    def form(self, name: str) -> Iterator[None]:
        """What is drawn meanwhile is kept under a name and shown by `doForm`."""
        before, self._preamble = self._preamble, "1 0 0 1 0 0 cm"
        side = max(self.format.width, self.format.height)
        self.beginForm(name, -side, -side, 2 * side, 2 * side)
        try:
            yield
        finally:
            self.endForm()
            self._preamble = before

    def once(self, what: Hashable, draw: Callable[[], None]) -> None:
        """Shows what is drawn the same again and again; it is drawn, and kept, once."""
        if what not in self._kept:
            name = f"kept{len(self._kept)}"
            with self.form(name):
                draw()
            self._kept[what] = name
        self.doForm(self._kept[what])

    @contextmanager
    def described(self, told: str) -> Iterator[None]:
        """A picture, and what is read out in its place."""
        code = told.encode("utf-16-be").hex().upper()
        self._code.append(f"/Span <</Alt <FEFF{code}>>> BDC")
        yield
        self._code.append("EMC")

    def set_lines(
        self, lines: Sequence[typeset.Line], style: Style, x: float, top: float, width: float
    ) -> float:
        """Shows lines downwards from `top`; gives the height where they end.

        The same lines are often shown at the same place of their block: they are written once.
        """
        place = id(lines), x, top, width
        known = self._set.get(place)
        if known is None:  # the lines are kept too, so that their id stays theirs
            known = self._set[place] = lines, " ".join(self._operators(lines, style, x, top, width))
        self._code.append(known[1])
        return top - sum(line.height for line in lines)

    def _operators(
        self, lines: Sequence[typeset.Line], style: Style, x: float, top: float, width: float
    ) -> Iterator[str]:
        yield "q BT"
        for line in lines:
            yield from ink.operators(line, style, x, top - line.baseline, width, self.faces)
            top -= line.height
        yield "ET Q"

    def set_text(self, text: str, style: Style, x: float, top: float, width: float) -> None:
        """One line of text; what does not fit is cut, and the cut is shown."""
        lines = typeset.lines(typeset.words([Run(text)], style), style, width)
        if len(lines) > 1:
            kept = lines[0].text.rstrip()
            while kept and len(lines) > 1:
                kept = kept[:-1].rstrip()
                lines = typeset.lines(typeset.words([Run(kept + "…")], style), style, width)
        self.set_lines(lines[:1], style, x, top, width)


class Turn(ActionFlowable):  # type: ignore[misc]
    """A new page, upright or lying; at the head of a story it says how its first page lies."""

    def __init__(self, *, landscape: bool) -> None:
        super().__init__()
        self.template = _TEMPLATES[landscape]

    def apply(self, document: BaseDocTemplate) -> None:
        document.handle_nextPageTemplate(self.template)
        document.handle_pageBreak()


class Reached(ActionFlowable):  # type: ignore[misc]
    """Nothing to see: tells that the setting has come so far."""

    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told

    def apply(self, document: object) -> None:
        self._told()


class Fitted(Flowable):  # type: ignore[misc]
    """A block that is made when it is known how wide it is."""

    def __init__(self, make: Callable[[float], Flowable]) -> None:
        super().__init__()
        self._make = make
        self._made: tuple[float, Flowable] | None = None

    def _block(self, available: float) -> Flowable:
        if self._made is None or self._made[0] != available:
            self._made = available, self._make(available)
        return self._made[1]

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        self.width, self.height = self._block(available).wrapOn(self.canv, available, height)
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        parts: list[Flowable] = self._block(available).splitOn(self.canv, available, height)
        return parts

    def draw(self) -> None:
        if self._made is not None:
            self._made[1].drawOn(self.canv, 0, 0)


_TEMPLATES = {False: "upright", True: "landscape"}


def build(
    story: Sequence[Flowable],
    *,
    surround: Surround,
    language: str,
    title: str,
    subject: str = "",
    made_at: datetime | None = None,
) -> Printed:
    """A story to the bytes of a PDF: equal stories give equal bytes. The story is used up."""
    from upudesk.reports.binding import About

    about = About(title, language, subject, made_at)
    return bound([lay(story, surround=surround)], surround, about)


def bound(parts: Sequence[Part], surround: Surround, about: About) -> Printed:
    """Parts to the bytes of a PDF; their pages are counted through."""
    from upudesk.reports.binding import bind

    numbers = _numbers(parts, surround)
    missing = {char for part in (*parts, numbers) for char in part.missing}
    pages = len(numbers.formats)
    return Printed(bind(parts, numbers, about), pages, tuple(sorted(missing)))


def lay(story: Sequence[Flowable], *, surround: Surround, format: Format | None = None) -> Part:
    """A story to pages that do not know yet which pages they are. The story is used up."""
    blocks = list(story) or [Spacer(0, 0)]  # a paper of nothing has one page
    first = blocks.pop(0).template if blocks and isinstance(blocks[0], Turn) else _TEMPLATES[False]
    with _one_at_a_time, _plain_streams():
        target = io.BytesIO()
        sheet = surround.fit(format or formats.current())
        document = _Document(target, surround, sheet, first)
        document.build(blocks, canvasmaker=partial(Sheet, format=sheet))
        return document.part(target)


@contextmanager
def _plain_streams() -> Iterator[None]:
    """ReportLab spells compressed bytes out in letters by default, which is slower and longer."""
    before, rl_config.useA85 = rl_config.useA85, 0
    try:
        yield
    finally:
        rl_config.useA85 = before


class _Document(BaseDocTemplate):  # type: ignore[misc]
    def __init__(self, target: io.BytesIO, surround: Surround, format: Format, first: str) -> None:
        super().__init__(target, pagesize=format.sheet, invariant=1, pageCompression=1)
        self.surround = surround
        self._formats: list[Format] = []
        for name, lying in (("upright", format), ("landscape", format.landscape)):
            self.addPageTemplates(self._template(name, lying))
        self._firstPageTemplateIndex = [known.id for known in self.pageTemplates].index(first)

    def _template(self, name: str, format: Format) -> PageTemplate:
        body = Frame(
            format.side, format.bottom, format.text_width, format.text_height,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip

        def begin(sheet: Sheet, _: BaseDocTemplate) -> None:
            self._formats.append(format)
            sheet.once(("surround", name), lambda: self.surround.draw(sheet, format))

        return PageTemplate(id=name, frames=[body], onPage=begin, pagesize=format.sheet)

    def part(self, target: io.BytesIO) -> Part:
        sheet = self.canv
        return Part(
            target.getvalue(), tuple(self._formats), tuple(sorted(sheet.faces.missing)),
            tuple(sheet.entries), tuple(sheet.links), tuple(sheet.later),
        )  # fmt: skip


def _numbers(parts: Sequence[Part], surround: Surround) -> Part:
    """For each page of the parts one with what could not be said before all pages were known."""
    all_formats = tuple(format for part in parts for format in part.formats)
    later = _later(parts)
    target = io.BytesIO()
    with _one_at_a_time, _plain_streams():
        sheet = Sheet(target, format=all_formats[0], invariant=1, pageCompression=1)
        for page, format in enumerate(all_formats):
            sheet.setPageSize(format.sheet)
            told = surround.page(page + 1, len(all_formats)) if surround.page else ""
            surround.draw_number(sheet, format, told)
            for line in later.get(page, ()):
                told = line.told.format(page=surround.number(line.of + 1))
                sheet.set_text(told, line.style, line.x, line.top, line.width)
            sheet.showPage()
        sheet.save()
    return Part(target.getvalue(), all_formats, tuple(sorted(sheet.faces.missing)))


def _later(parts: Sequence[Part]) -> dict[int, list[Later]]:
    """By their pages in the whole."""
    found: dict[int, list[Later]] = {}
    before = 0
    for part in parts:
        for line in part.later:
            whole = line._replace(page=line.page + before, of=line.of + before)
            found.setdefault(whole.page, []).append(whole)
        before += len(part.formats)
    return found
