"""A word laid across the page under its text: drawn as outlines, so that no reader takes it for
text, and light enough to be read over, in greyscale too."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from upudesk.reports import ink, typeset
from upudesk.reports.embedding import number
from upudesk.reports.faces import MILLE
from upudesk.reports.formats import Format
from upudesk.reports.typeset import Line, Run, Style

if TYPE_CHECKING:
    from upudesk.reports.sheet import Sheet

COLOUR = "#ECEAE4"
_SIZES = (96, 80, 64, 52, 42, 34, 26)
_MOST = 3
"""So many lines of it at most; a longer text is cut."""


def draw(sheet: Sheet, text: str, format: Format) -> None:
    """From corner to corner, as large as fits."""
    room = math.hypot(format.text_width, format.text_height) * 0.82
    style, lines = _set(text, room)
    sheet.add_code(["/Artifact BMC"])
    sheet.saveState()
    sheet.translate(format.width / 2, format.height / 2)
    sheet.rotate(math.degrees(math.atan2(format.text_height, format.text_width)))
    sheet.setFillColor(COLOUR)
    top = sum(line.height for line in lines) / 2
    for line in lines:
        sheet.add_code(_outlines(line, style, -room / 2, top - line.baseline, room))
        top -= line.height
    sheet.restoreState()
    sheet.add_code(["EMC"])


def _set(text: str, room: float) -> tuple[Style, list[Line]]:
    """In the largest type in which it fits its lines; a short text in one."""
    for size in _SIZES:
        style = Style(size, size * 1.5, bold=True, align="centre")
        lines = typeset.lines(typeset.words([Run(text)], style), style, room)
        if len(lines) == 1 or (size <= _SIZES[2] and len(lines) <= _MOST):
            break
    return replace(style, colour=COLOUR), lines[:_MOST]


def _outlines(line: Line, style: Style, x: float, y: float, width: float) -> Iterator[str]:
    for piece, at in ink.places(line, style, x, width):
        scale = piece.size / MILLE
        for glyph in piece.part.shape.glyphs:
            outline = piece.part.face.outline(glyph.number)
            if outline:
                left, base = at + glyph.right * scale, y + glyph.up * scale
                place = f"{number(scale)} 0 0 {number(scale)} {number(left)} {number(base)}"
                yield f"q {place} cm {outline} f Q"
            at += glyph.advance * scale
