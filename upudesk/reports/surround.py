"""What stands around the text of every page: marking, number, moment, copy, watermark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from upudesk.palette import LIGHT
from upudesk.reports import typeset, watermark
from upudesk.reports.formats import Format
from upudesk.reports.typeset import Run, Style

if TYPE_CHECKING:
    from upudesk.reports.sheet import Sheet

_FURNITURE = Style(9, 14, colour=LIGHT.quiet)
_MARKING = Style(11, 16, colour=LIGHT.warning, bold=True, align="centre")
_DEMO = Style(9, 14, colour=LIGHT.warning, bold=True)
_NUMBER = replace(_FURNITURE, align="right")
_LEAST = 0.75
"""A text that has too little room is set smaller, down to this, before it is cut."""
_GAP = 12
_COPY = 14
"""Each page has so much less room where a line tells whose copy it is."""


@dataclass(frozen=True)
class Surround:
    """What stands around the text of every page, in the language of the document.

    `page` words a page's number, such as `lambda page, pages: f"{page} / {pages}"`, and `number`
    its number alone.
    """

    page: Callable[[int, int], str] | None = None
    number: Callable[[int], str] = str
    as_of: str = ""
    footer: str = ""
    marking: str = ""
    demo: str = ""
    held_by: tuple[str, ...] = ()
    """For whom a copy is, and who printed it."""
    copy: str = ""
    watermark: str = ""

    def fit(self, format: Format) -> Format:
        """The format with room for it."""
        return replace(format, bottom=format.bottom + _COPY) if self._tells_copy else format

    @property
    def _tells_copy(self) -> bool:
        return bool(self.held_by or self.copy)

    def draw(self, sheet: Sheet, format: Format) -> None:
        """What is the same on all pages of a format, and in all copies."""
        if self.watermark:
            watermark.draw(sheet, self.watermark, format)
        self._head(sheet, format)
        self._foot(sheet, format)

    def _head(self, sheet: Sheet, format: Format) -> None:
        """In one row; the marking has one to itself where long names would meet it."""
        marking = width_of(self.marking, _MARKING)
        beside = (format.text_width - marking) / 2 - _GAP if marking else format.text_width / 2
        top = format.height - 22
        if max(width_of(self.demo, _DEMO), width_of(self.as_of, _FURNITURE)) > beside:
            beside, top = format.text_width / 2 - _GAP / 2, format.height - 36
            _show(sheet, self.marking, _MARKING, format.side, top + 20, format.text_width)
        else:
            _show(sheet, self.marking, _MARKING, format.side, top + 2, format.text_width)
        _show(sheet, self.demo, _DEMO, format.side, top, beside)
        right = format.width - format.side - beside
        _show(sheet, self.as_of, _NUMBER, right, top, beside)

    def _foot(self, sheet: Sheet, format: Format) -> None:
        left, width, top = format.side, format.text_width, format.bottom - 15
        if self.footer:
            sheet.setStrokeColor(LIGHT.hairline)
            sheet.setLineWidth(0.5)
            sheet.line(left, top + 3, left + width, top + 3)
        _show(sheet, self.footer, _FURNITURE, left, top, width * 0.7 - _GAP)
        if self._tells_copy:
            top -= _COPY
        marking = min(width_of(self.marking, _MARKING), width)
        _show(sheet, self.marking, _MARKING, left, top - 19, width)
        _show(sheet, self.demo, _DEMO, left, top - 21, (width - marking) / 2 - _GAP)

    def draw_number(self, sheet: Sheet, format: Format, told: str) -> None:
        """What of a page is known when all are bound: its number, and below it whose copy it is."""
        width = format.text_width * 0.3
        right = format.width - format.side - width
        _show(sheet, told, _NUMBER, right, format.bottom - 15, width)
        if self._tells_copy:
            sheet.once(("copy", format), lambda: self._copy_line(sheet, format))

    def _copy_line(self, sheet: Sheet, format: Format) -> None:
        left, width, top = format.side, format.text_width, format.bottom - 15 - _COPY
        self._holders(sheet, left, top, width - width_of(self.copy, _FURNITURE) - _GAP)
        _show(sheet, self.copy, _NUMBER, left, top, width)

    def _holders(self, sheet: Sheet, left: float, top: float, width: float) -> None:
        """In one line; where it is too short, each has a part of it to itself."""
        told = " · ".join(self.held_by)
        if width_of(told, _FURNITURE) * _LEAST <= width:
            _show(sheet, told, _FURNITURE, left, top, width)
            return
        each = (width - _GAP * (len(self.held_by) - 1)) / len(self.held_by)
        for number, holder in enumerate(self.held_by):
            _show(sheet, holder, _FURNITURE, left + number * (each + _GAP), top, each)


def width_of(text: str, style: Style) -> float:
    """How wide a text is in one line."""
    if not text:
        return 0
    return typeset.lines(typeset.words([Run(text)], style), style, 10_000)[0].width


def _show(sheet: Sheet, text: str, style: Style, x: float, top: float, width: float) -> None:
    """In one line of this width, smaller where it must be."""
    if not text or width <= 0:
        return
    smaller = max(_LEAST, min(1.0, width / (width_of(text, style) + 0.01)))
    sheet.set_text(text, replace(style, size=style.size * smaller), x, top, width)
