"""Shows set lines in a PDF, so that they are seen, found and copied as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

from upudesk.reports.embedding import EmbeddedFaces, number
from upudesk.reports.typeset import Line, Piece, Style, white

# Marks above and below, and scripts that reorder: their glyphs alone are read back out of order.
_COMPLEX = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0900-\u109f\u1700-\u1cff\u1dc0-\u1dff\u20d0-\u20ff]"
)
# A wider gap between two words would be read as a space when the text is copied.
_WIDEST_JOINT = 0.09


class _Placed(NamedTuple):
    """A piece, or (None) the white between pieces: spaces that are typed, or a stretched joint."""

    piece: Piece | None
    level: int
    width: float
    token: int
    spaces: int = 0


def operators(
    line: Line, style: Style, x: float, y: float, width: float, embedded: EmbeddedFaces
) -> Iterator[str]:
    """Shows a line whose baseline starts at x, y, in a column of this width.

    It is written from left to right, as readers expect it, who turn round what reads from the right
    themselves. A word whose glyphs do not spell it carries its text beside them (ActualText): so it
    is copied and found as it was typed.
    """
    x, stretch, joint = _aligned(line, style, x, width)
    placed = list(_placed(line, style, stretch, joint))
    pen = _Pen(style, y, embedded)
    shown = sorted(zip(placed, _places(placed, x), strict=True), key=lambda item: item[1])
    for _, group in groupby(shown, lambda item: (item[0].token, item[0].level)):
        yield from pen.write(list(group))


def places(line: Line, style: Style, x: float, width: float) -> Iterator[tuple[Piece, float]]:
    """Each piece of a line and where it begins, in a column of this width."""
    x, stretch, joint = _aligned(line, style, x, width)
    placed = list(_placed(line, style, stretch, joint))
    for item, at in zip(placed, _places(placed, x), strict=True):
        if item.piece:
            yield item.piece, at


def _aligned(line: Line, style: Style, x: float, width: float) -> tuple[float, float, float]:
    slack = max(0.0, width - line.width)
    whole_from_right = line.words[0].from_right and not line.alone
    if style.align == "right" or (style.align == "left" and whole_from_right):
        return x + slack, 0, 0
    if style.align == "centre":
        return x + slack / 2, 0, 0
    if style.align == "justified" and not line.last:
        return x, *_stretched(line, style, slack)
    return x, 0, 0


def _stretched(line: Line, style: Style, slack: float) -> tuple[float, float]:
    """How much wider each space, and each joint of words without a space, become.

    Thai has few spaces: past half a letter's width the joints share, so that no holes open.
    """
    spaces = sum(word.spaces for word in line.words[:-1])
    joints = sum(not word.spaces for word in line.words[:-1])
    most = style.size * _WIDEST_JOINT
    if not spaces:
        joint = slack / joints if joints else 0
        return 0, joint if joint <= most else 0
    wanted = min(slack / spaces, style.size / 2)
    joint = min((slack - wanted * spaces) / joints, most) if joints else 0
    return (slack - joint * joints) / spaces, joint


def _placed(line: Line, style: Style, stretch: float, joint: float) -> Iterator[_Placed]:
    space, token = white(style).width, 0
    last = len(line.words) - 1
    for at, word in enumerate(line.words):
        for piece in word.pieces:
            yield _Placed(piece, piece.level, piece.width, token)
        if word.spaces:
            level = word.space_level if at < last else 0
            wide = word.spaces * (space + stretch)
            yield _Placed(None, level, wide, token + 1, word.spaces)
            token += 2
        elif joint and at < last and word.pieces:
            yield _Placed(None, word.pieces[-1].level, joint, token)


def _places(placed: list[_Placed], x: float) -> list[float]:
    """Where each item starts, once runs from right to left are turned round (rule L2)."""
    order = list(range(len(placed)))
    for level in range(max((item.level for item in placed), default=0), 0, -1):
        order = _turned(order, [placed[at].level >= level for at in order])
    places = [0.0] * len(placed)
    for at in order:
        places[at] = x
        x += placed[at].width
    return places


def _turned(order: list[int], high: list[bool]) -> list[int]:
    """The order with each run of high ones the other way round."""
    turned: list[int] = []
    for is_high, run in groupby(zip(order, high, strict=True), lambda pair: pair[1]):
        found = [at for at, _ in run]
        turned += found[::-1] if is_high else found
    return turned


class _Pen:
    """Remembers where it stands and what is set, so that each is written only when it changes."""

    def __init__(self, style: Style, y: float, embedded: EmbeddedFaces) -> None:
        self._style, self._y, self._embedded = style, y, embedded
        self._x: float | None = None
        self._set: tuple[str, float] | None = None
        self._colour = ""

    def write(self, items: list[tuple[_Placed, float]]) -> Iterator[str]:
        """One word, or the part of it that reads in one direction, or the spaces after a word."""
        for span in _spans(items):
            pieces = [item.piece for item, _ in span if item.piece]
            text = "".join(piece.part.text for piece in pieces)
            told = _needs_telling(text, pieces)
            if told:
                code = text.encode("utf-16-be").hex().upper()
                yield f"/Span <</ActualText <FEFF{code}>>> BDC"
            for item, x in span:
                if item.piece:
                    yield from self._show(item.piece, x)
                elif item.spaces:
                    yield from self._show(white(self._style, item.spaces), x)
            if told:
                yield "EMC"

    def _show(self, piece: Piece, x: float) -> Iterator[str]:
        embedded = self._embedded[piece.part.face]
        if piece.part.missing:
            self._embedded.missing.update(piece.part.text)
        if self._x is None or abs(x - self._x) > 0.005:
            yield f"1 0 0 1 {number(x)} {number(self._y)} Tm"
        if self._set != (embedded.name, piece.size):
            self._set = embedded.name, piece.size
            yield f"/{embedded.name} {number(piece.size)} Tf"
        if self._colour != piece.colour:
            self._colour = piece.colour
            yield f"{rgb(piece.colour)} rg"
        yield embedded.draw(piece.part.shape, piece.size)
        self._x = x + piece.width


def _spans(items: list[tuple[_Placed, float]]) -> Iterator[list[tuple[_Placed, float]]]:
    """What is told in one piece: up to a letter of two glyphs (see `Face.parts`); a mark for a
    missing character stands by itself."""
    span: list[tuple[_Placed, float]] = []
    for item in items:
        part = item[0].piece.part if item[0].piece else None
        if part and part.missing and span:
            yield span
            span = []
        span.append(item)
        if part and (part.missing or part.ends_told):
            yield span
            span = []
    if span:
        yield span


def _needs_telling(text: str, pieces: list[Piece]) -> bool:
    """Readers turn round what reads from the right, a told text too; a mark tells itself."""
    if not pieces or pieces[0].level % 2 or pieces[0].part.missing:
        return False
    spelt = "".join(glyph.text for piece in pieces for glyph in piece.part.shape.glyphs)
    return spelt != text or bool(_COMPLEX.search(text))


@cache
def rgb(colour: str) -> str:
    """`#23508E` as the three numbers of PDF."""
    return " ".join(number(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
