"""The typefaces of paper: which one prints a character, and a word shaped by HarfBuzz."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import uharfbuzz as hb

from upudesk import resources

MILLE = 1000
"""Measures of a face are in thousandths of the type size, as PDF wants them."""

_SARABUN = {
    (False, False): "Sarabun-Regular",
    (True, False): "Sarabun-Bold",
    (False, True): "Sarabun-Italic",
    (True, True): "Sarabun-BoldItalic",
}
# Asked in this order for what Sarabun lacks. Only the first two have a bold of their own.
_FALLBACKS = (
    ("NotoSans-Regular", "NotoSans-Bold"),
    ("NotoSansLao-Regular", "NotoSansLao-Bold"),
    *(
        (name, name)
        for name in (
            "IBMPlexSansArabic-Regular",
            "DroidSansFallback",
            "NotoSansKhmer-Regular",
            "NotoSansMyanmar-Regular",
            "NotoSansArmenian-Regular",
            "NotoSansGeorgian-Regular",
            "NotoSansHebrew-Regular",
            "NotoSansEthiopic-Regular",
            "NotoSansBengali-Regular",
            "NotoSansTamil-Regular",
            "NotoSansSinhala-Regular",
            "NotoSansThaana-Regular",
            "NotoSerifTibetan-Regular",
            "NotoEmoji-Regular",
            "NotoSansSymbols-Regular",
            "NotoSansSymbols2-Regular",
        )
    ),
)

# Direction marks, joiners, variation selectors, soft hyphens: they steer their neighbours unseen.
_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
_UNSEEN += "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
_IGNORABLE = re.compile(f"[{_UNSEEN}]+")


class Glyph(NamedTuple):
    """One drawn shape; `text` is what a reader who copies it gets."""

    number: int
    width: int
    advance: int
    right: int
    up: int
    text: str


class Shape(NamedTuple):
    """A word in one face: glyphs from left to right, and how far the ink reaches."""

    glyphs: tuple[Glyph, ...]
    width: int
    above: int
    below: int


class Part(NamedTuple):
    """Text that one face prints in one direction; `missing` when no face has it."""

    text: str
    face: Face
    shape: Shape
    missing: bool = False

    @property
    def ends_told(self) -> bool:
        """Whether its last glyph stands for nothing of its own."""
        return bool(self.shape.glyphs) and not self.shape.glyphs[-1].text


class Face:
    """One font file. Immutable but for its memory of words already shaped."""

    def __init__(self, name: str) -> None:
        self.name = name
        blob = hb.Blob.from_file_path(str(resources.path("resources", "fonts", f"{name}.ttf")))
        self.source = hb.Face(blob)
        self._font = hb.Font(self.source)
        self._font.scale = (MILLE, MILLE)
        self._characters = frozenset(self.source.unicodes)
        self._blank = self._font.get_nominal_glyph(ord(" ")) or 0
        self.shape = lru_cache(maxsize=20_000)(self._shape)
        self.advance = lru_cache(maxsize=None)(self._font.get_glyph_h_advance)

    def covers(self, text: str) -> bool:
        return all(ord(char) in self._characters or _IGNORABLE.match(char) for char in text)

    def extents(self) -> tuple[int, int]:
        """How far letters reach above and (as a negative number) below the line."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender, extents.descender

    def outline(self, glyph: int) -> str:
        """A glyph as the path that PDF fills, in thousandths of the type size."""
        path: list[str] = []
        self._font.draw_glyph(glyph, _pen(), path)
        return " ".join(path)

    def graphemes(self, text: str) -> list[str]:
        """The text cut at every place where even a forced line break does no harm."""
        buffer = self._shaped(text, False, hb.BufferClusterLevel.MONOTONE_GRAPHEMES)
        starts = sorted({info.cluster for info in buffer.glyph_infos} | {0})
        return [text[a:b] for a, b in pairwise([*starts, len(text)])]

    def parts(self, text: str, rtl: bool) -> list[Part]:
        """A word in this face, cut after each letter that took more than one glyph.

        MuPDF pairs glyphs with the text told beside them from both ends, and stumbles on a glyph
        that stands for nothing (half of ำ) unless it comes last.
        """
        found: list[Part] = []
        row: list[Glyph] = []
        whole = self.shape(text, rtl)
        glyphs = whole.glyphs
        if all(glyph.text for glyph in glyphs[:-1]) or rtl:
            return [Part(text, self, whole)]
        for at, glyph in enumerate(glyphs):
            row.append(glyph)
            rest = glyphs[at + 1 :]
            if not rest or (not glyph.text and rest[0].text):
                spelt = "".join(glyph.text for glyph in row)
                found.append(Part(spelt, self, self._measured(row)))
                row = []
        return found

    def _shaped(self, text: str, rtl: bool, level: hb.BufferClusterLevel) -> hb.Buffer:
        buffer = hb.Buffer()
        buffer.cluster_level = level
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        hb.shape(self._font, buffer)
        return buffer

    def _shape(self, text: str, rtl: bool = False) -> Shape:
        buffer = self._shaped(text, rtl, hb.BufferClusterLevel.MONOTONE_CHARACTERS)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        letters = _letters(text, [info.cluster for info in infos])
        glyphs: list[Glyph] = []
        for info, at, letter in zip(infos, positions, letters, strict=True):
            width = self.advance(info.codepoint)
            glyph = Glyph(info.codepoint, width, at.x_advance, at.x_offset, at.y_offset, letter)
            glyphs += self._parted(glyph) if rtl and len(letter) > 1 else [glyph]
        return self._measured(_closed(glyphs) if rtl else glyphs)

    def _measured(self, glyphs: list[Glyph]) -> Shape:
        above, below = self._ink(glyphs)
        return Shape(tuple(glyphs), sum(glyph.advance for glyph in glyphs), above, below)

    def _parted(self, glyph: Glyph) -> Iterator[Glyph]:
        """A ligature and blanks, one for each letter, in the order in which they are seen.

        Readers turn text from right to left round letter by letter, ligatures (لا) included.
        """
        each, rest = divmod(glyph.width, len(glyph.text))
        number, kern = glyph.number, glyph.advance - glyph.width
        for letter in reversed(glyph.text):
            yield Glyph(number, each + rest, each + rest + kern, glyph.right, glyph.up, letter)
            number, rest, kern = self._blank, 0, 0

    def _ink(self, glyphs: list[Glyph]) -> tuple[int, int]:
        above = below = 0
        for glyph in glyphs:
            ink = self._font.get_glyph_extents(glyph.number)
            above = max(above, glyph.up + ink.y_bearing)
            below = min(below, glyph.up + ink.y_bearing + ink.height)
        return above, below


@cache
def _pen() -> hb.DrawFuncs:
    """Writes an outline down; curves of TrueType become those of PDF."""
    pen = hb.DrawFuncs()
    at = [0.0, 0.0]

    def go(operator: str, *points: float) -> str:
        at[:] = points[-2:]
        return " ".join(f"{point:.0f}" for point in points) + operator

    def curve(x1: float, y1: float, x: float, y: float, path: list[str]) -> None:
        x0, y0 = at
        first = x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0)
        path.append(go(" c", *first, x + 2 / 3 * (x1 - x), y + 2 / 3 * (y1 - y), x, y))

    pen.set_move_to_func(lambda x, y, path: path.append(go(" m", x, y)))
    pen.set_line_to_func(lambda x, y, path: path.append(go(" l", x, y)))
    pen.set_cubic_to_func(lambda *to: to[-1].append(go(" c", *to[:-1])))
    pen.set_quadratic_to_func(curve)
    pen.set_close_path_func(lambda path: path.append("h"))
    return pen


@cache
def face(name: str) -> Face:
    return Face(name)


def base(bold: bool = False, italic: bool = False) -> Face:
    """The face of running text."""
    return face(_SARABUN[bold, italic])


@lru_cache(maxsize=20_000)
def parts(text: str, bold: bool = False, italic: bool = False, rtl: bool = False) -> list[Part]:
    """A word, cut where its face or its script changes, each part shaped."""
    found: list[Part] = []
    for piece, name in _itemised(text, bold, italic):
        if name is None:
            mark = "".join(f"[U+{ord(char):04X}]" for char in piece)
            found.append(Part(piece, base(bold), base(bold).shape(mark), missing=True))
        else:
            found += face(name).parts(piece, rtl)
    return found


def _itemised(text: str, bold: bool, italic: bool) -> list[tuple[str, str | None]]:
    """Neighbours that share face and script, joined: HarfBuzz joins letters only within one run."""
    runs: list[tuple[list[str], str | None]] = []
    script = ""
    for cluster in _clusters(text):
        name, own = _face_for(cluster, bold, italic), _script(cluster[0])
        if runs and runs[-1][1] == name and (not own or not script or own == script):
            runs[-1][0].append(cluster)
        else:
            runs.append(([cluster], name))
            script = ""
        script = own or script
    return [("".join(clusters), name) for clusters, name in runs]


def _clusters(text: str) -> list[str]:
    """Each letter with the marks that stand on it, so that no mark is torn into another face."""
    cuts = [
        at
        for at, char in enumerate(text)
        if not at or not (unicodedata.category(char)[0] == "M" or _IGNORABLE.match(char))
    ]
    return [text[a:b] for a, b in pairwise([*cuts, len(text)])]


@lru_cache(maxsize=20_000)
def _face_for(cluster: str, bold: bool, italic: bool) -> str | None:
    names = [_SARABUN[bold, italic], *(pair[bold] for pair in _FALLBACKS)]
    return next((name for name in names if face(name).covers(cluster)), None)


@lru_cache(maxsize=5_000)
def _script(char: str) -> str:
    """The script of a letter, by the first word of its name; none for digits and signs."""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "").partition(" ")[0]


def _closed(glyphs: list[Glyph]) -> list[Glyph]:
    """The same picture without gaps: the white before a letter is part of the glyph before it.

    Readers take the white beside an Arabic letter that was moved for the end of a word.
    """
    closed: list[Glyph] = []
    for glyph in glyphs:
        if closed and glyph.right > 0 and glyph.width:
            last, gap = closed[-1], glyph.right
            closed[-1] = last._replace(width=last.width + gap, advance=last.advance + gap)
            glyph = glyph._replace(right=0, advance=glyph.advance - gap)
        closed.append(glyph)
    return closed


def _letters(text: str, clusters: list[int]) -> list[str]:
    """What each glyph stands for. Where glyphs and letters do not pair up (ligatures, vowels split
    in two), the first glyph of the group stands for all its letters."""
    starts = sorted(set(clusters))
    whole = {start: text[start:end] for start, end in pairwise([*starts, len(text)])}
    if starts and starts[0]:
        whole[starts[0]] = text[: starts[0]] + whole[starts[0]]
    counts = Counter(clusters)
    first: dict[int, int] = {}
    letters: list[str] = []
    for at, start in enumerate(clusters):
        place = at - first.setdefault(start, at)
        if counts[start] == len(whole[start]):
            letters.append(whole[start][place])
        else:
            letters.append("" if place else whole[start])
    return letters
