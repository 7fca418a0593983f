"""The sheet around the text, marking and number on every page; from a story to bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from upudesk.palette import LIGHT
from upudesk.reports import ink, typeset
from upudesk.reports.embedding import EmbeddedFaces
from upudesk.reports.typeset import Run, Style

WIDTH, HEIGHT = A4
SIDE, TOP, BOTTOM = 45, 54, 62
TEXT_WIDTH = WIDTH - 2 * SIDE

_FURNITURE = Style(9, 14, colour=LIGHT.quiet)
_MARKING = Style(11, 16, colour=LIGHT.warning, bold=True, align="centre")
_DEMO = Style(9, 14, colour=LIGHT.warning, bold=True)

# ReportLab keeps settings and caches in module globals; one document is made at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Surround:
    """What stands around the text of every page, in the language of the document.

    `page` words a page's number, such as `lambda page, pages: f"{page} / {pages}"`.
    """

    page: Callable[[int, int], str]
    as_of: str = ""
    footer: str = ""
    marking: str = ""
    demo: str = ""


@dataclass(frozen=True)
class Printed:
    """A finished PDF, and the characters that no font had (each printed as `[U+1F600]`)."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


class Sheet(Canvas):  # type: ignore[misc]
    """A canvas that knows the faces of its document."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.faces = EmbeddedFaces(self._doc)
        self._entries: list[int] = []

    def _make_preamble(self) -> None:
        """ReportLab's own would name Helvetica on every page, a font that is not embedded."""
        self._preamble = "1 0 0 1 0 0 cm"

    def setFont(self, *_: Any) -> None:
        """Tables set Helvetica for plain strings; here every cell is a block with its own faces."""

    def bookmark(self, title: str, level: int, top: float) -> None:
        """An entry in the outline that leads here; no level is skipped on the way down."""
        level = min(level, self._entries[-1] + 1) if self._entries else 0
        self._entries.append(level)
        key = f"entry{len(self._entries)}"
        self.bookmarkHorizontal(key, 0, top)
        self.addOutlineEntry(title, key, level)

    def set_lines(
        self, lines: Sequence[typeset.Line], style: Style, x: float, top: float, width: float
    ) -> float:
        """Shows lines downwards from `top`; gives the height where they end."""
        self._code.append("q BT")
        for line in lines:
            y = top - line.baseline
            self._code.extend(ink.operators(line, style, x, y, width, self.faces))
            top -= line.height
        self._code.append("ET Q")
        return top

    def set_text(self, text: str, style: Style, x: float, top: float, width: float) -> None:
        """One line of text; what does not fit is cut, and the cut is shown."""
        lines = typeset.lines(typeset.words([Run(text)], style), style, width)
        if len(lines) > 1:
            kept = lines[0].text.rstrip()
            while kept and len(lines) > 1:
                kept = kept[:-1].rstrip()
                lines = typeset.lines(typeset.words([Run(kept + "…")], style), style, width)
        self.set_lines(lines[:1], style, x, top, width)


def build(
    story: Sequence[Flowable],
    *,
    surround: Surround,
    language: str,
    title: str,
    author: str = "",
    subject: str = "",
) -> Printed:
    """A story to the bytes of a PDF: equal stories give equal bytes. The story is used up."""
    with _one_at_a_time, _plain_streams():
        target = io.BytesIO()
        document = _Document(target, surround, language, title, author, subject)
        document.build(list(story), canvasmaker=Sheet)
        return Printed(target.getvalue(), document.pages, document.missing)


@contextmanager
def _plain_streams() -> Iterator[None]:
    """ReportLab spells compressed bytes out in letters by default, which is slower and longer."""
    before, rl_config.useA85 = rl_config.useA85, 0
    try:
        yield
    finally:
        rl_config.useA85 = before


class _Document(BaseDocTemplate):  # type: ignore[misc]
    def __init__(
        self,
        target: io.BytesIO,
        surround: Surround,
        language: str,
        title: str,
        author: str,
        subject: str,
    ) -> None:
        super().__init__(
            target, pagesize=A4, lang=language, title=title, author=author, subject=subject,
            creator="UPUDesk", invariant=1, pageCompression=1, displayDocTitle=1,
        )  # fmt: skip
        self.surround = surround
        self.pages, self.missing = 0, ()
        body = Frame(
            SIDE, BOTTOM, TEXT_WIDTH, HEIGHT - TOP - BOTTOM,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        self.addPageTemplates(PageTemplate(frames=[body], onPage=self._surround))

    def _surround(self, sheet: Sheet, _: BaseDocTemplate) -> None:
        around, third = self.surround, TEXT_WIDTH / 3
        sheet.set_text(around.demo, _DEMO, SIDE, HEIGHT - 22, third)
        sheet.set_text(around.marking, _MARKING, SIDE + third, HEIGHT - 20, third)
        right = replace(_FURNITURE, align="right")
        sheet.set_text(around.as_of, right, SIDE + 2 * third, HEIGHT - 22, third)
        sheet.setStrokeColor(LIGHT.hairline)
        sheet.setLineWidth(0.5)
        sheet.line(SIDE, BOTTOM - 12, WIDTH - SIDE, BOTTOM - 12)
        sheet.set_text(around.footer, _FURNITURE, SIDE, BOTTOM - 15, TEXT_WIDTH * 0.7)
        sheet.set_text(around.marking, _MARKING, SIDE + third, BOTTOM - 34, third)
        sheet.set_text(around.demo, _DEMO, SIDE, BOTTOM - 36, third)
        sheet.doForm(_number_form(sheet.getPageNumber()))

    def _endBuild(self) -> None:
        self._doSave = 0
        super()._endBuild()
        self.pages = self.page
        self._number_pages(self.canv)
        self.missing = tuple(sorted(self.canv.faces.missing))
        self.canv.save()

    def _number_pages(self, sheet: Sheet) -> None:
        """How many pages there are is known only now: the forms left open on each are filled in."""
        right, width = replace(_FURNITURE, align="right"), TEXT_WIDTH * 0.3
        for page in range(1, self.pages + 1):
            sheet.beginForm(_number_form(page), 0, 0, WIDTH, HEIGHT)
            text = self.surround.page(page, self.pages)
            sheet.set_text(text, right, WIDTH - SIDE - width, BOTTOM - 15, width)
            sheet.endForm()


def _number_form(page: int) -> str:
    return f"number{page}"
