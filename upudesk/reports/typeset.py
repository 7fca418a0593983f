"""Sets text: runs to words, and words to lines in the order in which they are read.

ReportLab's own paragraph knows neither Thai words nor scripts from right to left, and loses text
when it is copied. What is set here keeps words as they were typed beside the glyphs of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, islice, pairwise
from typing import Literal, NamedTuple

from bidi import algorithm as bidi

from upudesk import thai
from upudesk.reports import faces
from upudesk.reports.faces import MILLE, Part

Align = Literal["left", "right", "centre", "justified"]


@dataclass(frozen=True)
class Style:
    """How a paragraph looks; measures in points."""

    size: float
    leading: float
    colour: str = "#1B2430"
    bold: bool = False
    italic: bool = False
    align: Align = "left"
    before: float = 0
    after: float = 0
    indent: float = 0
    with_next: bool = False


@dataclass(frozen=True)
class Run:
    """Text with a look of its own inside a paragraph; None leaves what the paragraph has."""

    text: str
    bold: bool | None = None
    italic: bool | None = None
    colour: str | None = None


class Piece(NamedTuple):
    """A part of a word in its size and colour; odd levels read from right to left."""

    part: Part
    size: float
    colour: str
    level: int

    @property
    def width(self) -> float:
        return self.part.shape.width * self.size / MILLE


@dataclass(slots=True)
class Word:
    """What stays together on a line, and the spaces after it."""

    pieces: list[Piece]
    spaces: int = 0
    space_level: int = 0
    ends_line: bool = False
    from_right: bool = False
    """Whether its paragraph begins in a script that is read from right to left."""
    keeps: bool = False
    """Whether the next word stays on its line."""
    width: float = field(init=False)

    def __post_init__(self) -> None:
        self.width = sum(piece.width for piece in self.pieces)

    @property
    def text(self) -> str:
        return "".join(piece.part.text for piece in self.pieces)


@dataclass(slots=True)
class Line:
    words: list[Word]
    width: float
    last: bool
    """Whether its paragraph ends here: such a line is not stretched."""
    alone: bool = False
    """Whether it is all of its paragraph: a name in Arabic stays at the left of its column."""
    height: float = 0
    baseline: float = 0

    @property
    def text(self) -> str:
        return "".join(word.text + " " * word.spaces for word in self.words)


# From text to words

_NEW_LINES = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_TOKENS = re.compile(r"([^ \t]+)([ \t]*)|([ \t]+)")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
_NOT_PLAIN = re.compile(r"[^\x20-\x7e\u00a0-\u024f]")
# French sets a space inside guillemets and before these signs, Thai one before ๆ; most people type
# a plain one there.
_KEPT_BEHIND, _KEEPS_NEXT = frozenset(":;!?»ๆ"), "«"
_IDEOGRAPH = (
    "[\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
)
_NEVER_FIRST = (
    "、。，．・：；？！ー々ゝゞーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ」』）】〉》〕］｝"
)
_NEVER_LAST = "「『（【〈《〔［｛"
# The library knows embeddings only; isolates, their newer kin, differ from them in rare cases.
_EMBEDDINGS = str.maketrans("\u2066\u2067\u2068\u2069", "\u202a\u202b\u202a\u202c")
_BREAKS = re.compile(
    "(?<=[\u200b\u00ad\u0f0b\u1361\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000])(?!$)"
    r"|(?<=[^\W\d][-‐–—/])(?=\w)|(?<=\d[-‐–—/])(?=[^\W\d])"
    f"|(?<=[^{_NEVER_LAST}\\s])(?=(?![{_NEVER_FIRST}]){_IDEOGRAPH})"
    f"|(?<={_IDEOGRAPH})(?<![{_NEVER_LAST}])(?=[\\w(])"
)
# A line forced to break inside a word still keeps these vowels with their consonant.
_AFTER_CONSONANT, _BEFORE_CONSONANT = frozenset("ะาำๅๆฯະາຳໆ"), frozenset("เแโใไເແໂໃໄ")


@dataclass(slots=True, eq=False)
class _Paragraph:
    """Text up to a new line. Most of it stands in one line: where its words end in a script that
    sets no spaces is asked only where it does not."""

    text: str
    looks: list[tuple[int, Run]]
    offset: int
    size: float
    ends_line: bool
    _whole: list[Word] | None = None
    _cut: list[Word] | None = None

    def whole(self) -> list[Word]:
        """Its words as spaces part them."""
        if self._whole is None:
            self._whole = self._words(cut=False)
        return self._whole

    def cut(self) -> list[Word]:
        """Its words wherever a line may end."""
        if self._cut is None:
            self._cut = self._words(cut=True)
        return self._cut

    def _words(self, *, cut: bool) -> list[Word]:
        found = _paragraph_words(self.text, self.looks, self.offset, self.size, cut=cut)
        if self.ends_line:
            found[-1].ends_line = True
        return found

    def may_fit(self, width: float) -> bool:
        """Whether it is worth while to try one line."""
        return len(self.text) * self.size * _NARROW < width


_NARROW = 0.38
"""Letters are seldom narrower than this on average, in type sizes; Thai marks have no width."""


@dataclass(slots=True, eq=False)
class Words:
    """The text of a block on its way to lines. Two are the same only if they are one."""

    paragraphs: list[_Paragraph]


MOST, LINES = 200_000, 2_000
"""Letters and lines that are set of one text, some sixty pages; a longer one would halt the program
for hours, and was made to do so."""


def beginning(text: str) -> str:
    """As much of a text as is set; that it goes on is shown."""
    if len(text) <= LINES:
        return text
    last = next(islice(_NEW_LINES.finditer(text, 0, MOST), LINES - 1, None), None)
    end = last.start() if last else MOST
    return text if end >= len(text) else f"{text[:end]}…"


SHORT = 300
"""Of a text with no more letters is remembered how it was set: most are labels."""


def words(runs: Sequence[Run], style: Style) -> Words:
    """Everything a line breaker needs; a new line in the text ends a line."""
    if sum(len(run.text) for run in runs) <= SHORT:
        return _known_words(tuple(runs), style)
    return _words(runs, style)


@lru_cache(maxsize=5_000)
def _known_words(runs: tuple[Run, ...], style: Style) -> Words:
    return _words(runs, style)


def _words(runs: Sequence[Run], style: Style) -> Words:
    whole, looks = _joined(runs, style)
    text = beginning(whole)
    found: list[_Paragraph] = []
    start = 0
    for end in [*_NEW_LINES.finditer(text), None]:
        stop = end.start() if end else len(text)
        found.append(_Paragraph(text[start:stop], looks, start, style.size, end is not None))
        if end:
            start = end.end()
    return Words(found)


def _joined(runs: Sequence[Run], style: Style) -> tuple[str, list[tuple[int, Run]]]:
    """The whole text, and where each look ends in it."""
    looks, end = [], 0
    for run in runs:
        end += len(run.text)
        look = Run(
            "",
            style.bold if run.bold is None else run.bold,
            style.italic if run.italic is None else run.italic,
            run.colour or style.colour,
        )
        looks.append((end, look))
    return "".join(run.text for run in runs), looks


def _paragraph_words(
    text: str, looks: list[tuple[int, Run]], offset: int, size: float, *, cut: bool
) -> list[Word]:
    levels = _levels(text)
    from_right = bool(bidi.get_base_level(text)) if any(levels) else False
    found: list[Word] = []
    for token in _TOKENS.finditer(text):
        word, spaces = token[1] or "", (token[2] or "") + (token[3] or "")
        points = sorted(_break_points(word)) if cut and word else []
        cuts = [0, *points, len(word)]
        for a, b in pairwise(cuts):
            at = token.start() + a
            pieces = list(_pieces(word[a:b], levels[at : at + b - a], looks, offset + at, size))
            found.append(Word(pieces, from_right=from_right))
        found[-1].spaces = len(spaces.replace("\t", "    "))
        follows = text[token.end() : token.end() + 1]
        found[-1].keeps = word.endswith(_KEEPS_NEXT) or follows in _KEPT_BEHIND
        found[-1].space_level = levels[token.end() - 1] if spaces else 0
    return found or [Word([])]


def _break_points(word: str) -> set[int]:
    if not _NOT_PLAIN.search(word) and not word.strip("-/").count("-") + word.count("/"):
        return set()
    points = set(thai.break_points(word)) | {match.start() for match in _BREAKS.finditer(word)}
    return {point for point in points if 0 < point < len(word)}


def _pieces(
    text: str, levels: Sequence[int], looks: list[tuple[int, Run]], offset: int, size: float
) -> Iterator[Piece]:
    """The text cut where its look or its direction changes, and then where its face does."""
    at = 0
    for end, look in looks:
        stop = min(end - offset, len(text))
        while at < stop:
            level = levels[at]
            same = next((i for i in range(at, stop) if levels[i] != level), stop)
            for part in faces.parts(
                text[at:same], bool(look.bold), bool(look.italic), bool(level % 2)
            ):
                yield Piece(part, size, look.colour or "", level)
            at = same


def _levels(text: str) -> Sequence[int]:
    """The direction of each letter by the Unicode bidirectional algorithm."""
    if not _RIGHT_TO_LEFT.search(text):
        return bytes(len(text))
    text = "".join(char if unicodedata.bidirectional(char) else "?" for char in text)
    text = text.translate(_EMBEDDINGS)
    storage = bidi.get_empty_storage()
    storage["base_level"] = bidi.get_base_level(text)
    storage["base_dir"] = ("L", "R")[storage["base_level"]]
    bidi.get_embedding_levels(text, storage)
    for at, char in enumerate(storage["chars"]):
        char["at"] = at
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    known = {char["at"]: int(char["level"]) for char in storage["chars"]}
    levels, level = [], storage["base_level"]
    for at in range(len(text)):  # unseen marks are dropped by the algorithm: they go with the last
        level = known.get(at, level)
        levels.append(level)
    return levels


# From words to lines


def lines(found: Words | Sequence[Word], style: Style, width: float) -> list[Line]:
    """Greedy lines; a word wider than the line is cut between letters that may part. Not to be
    changed: they are given again."""
    if not isinstance(found, Words):
        return _lone(_broken(found, style, width))
    if sum(len(paragraph.text) for paragraph in found.paragraphs) <= SHORT:
        return _known_lines(found, style, width)
    return _lines(found, style, width)


@lru_cache(maxsize=5_000)
def _known_lines(found: Words, style: Style, width: float) -> list[Line]:
    return _lines(found, style, width)


def _lines(found: Words, style: Style, width: float) -> list[Line]:
    done: list[Line] = []
    for paragraph in found.paragraphs:
        if paragraph.may_fit(width):
            used = _used(paragraph.whole(), style)
            if used <= width + 0.01:
                done.append(_line(paragraph.whole(), used, style, last=True))
                continue
        done += _broken(paragraph.cut(), style, width)
    return _lone(done)


def _used(row: Sequence[Word], style: Style) -> float:
    """How wide words are in one line."""
    return sum(word.width for word in row) + white(style).width * sum(
        word.spaces for word in row[:-1]
    )


def _lone(done: list[Line]) -> list[Line]:
    for before, line in zip([None, *done], done, strict=False):
        line.alone = line.last and (before is None or before.last)
    return done


def _broken(found: Sequence[Word], style: Style, width: float) -> list[Line]:
    space = white(style).width
    done: list[Line] = []
    row: list[Word] = []
    used = 0.0
    fitting = list(_fitting(found, width))
    for at, word in enumerate(fitting):
        gap = row[-1].spaces * space if row else 0.0
        needed = word.width
        if word.keeps and row and not row[-1].keeps:
            needed = _together(fitting, at, space, width)
        if row and used + gap + needed > width + 0.01:
            done.append(_line(row, used, style, last=False))
            row, used, gap = [], 0.0, 0.0
        row.append(word)
        used += gap + word.width
        if word.ends_line:
            done.append(_line(row, used, style, last=True))
            row, used = [], 0.0
    if row:
        done.append(_line(row, used, style, last=True))
    return done


def _together(found: Sequence[Word], at: int, space: float, width: float) -> float:
    """How wide a word is with those that stay on its line; by itself where a line is too short."""
    used = found[at].width
    while found[at].keeps and at + 1 < len(found):
        used += found[at].spaces * space + found[at + 1].width
        at += 1
    return used if used <= width else found[at].width


@lru_cache(maxsize=1_000)
def white(style: Style, spaces: int = 1) -> Piece:
    """So many spaces, in the face of running text."""
    face = faces.base(style.bold, style.italic)
    part = Part(" " * spaces, face, face.shape(" " * spaces))
    return Piece(part, style.size, style.colour, 0)


def _fitting(found: Sequence[Word], width: float) -> Iterator[Word]:
    for word in found:
        if word.width <= width:
            yield word
        else:
            yield from _cut(word, width)


def _cut(word: Word, width: float) -> Iterator[Word]:
    row: list[Piece] = []
    used = 0.0
    for letter in _letters(word):
        if row and used + letter.width > width:
            yield Word(_rejoined(row), from_right=word.from_right)
            row, used = [], 0.0
        row.append(letter)
        used += letter.width
    yield Word(_rejoined(row), word.spaces, word.space_level, word.ends_line, word.from_right)


def _letters(word: Word) -> Iterator[Piece]:
    for piece in word.pieces:
        if piece.part.missing:
            yield piece
            continue
        for text in _unparted(piece.part.face.graphemes(piece.part.text)):
            shape = piece.part.face.shape(text, bool(piece.level % 2))
            yield piece._replace(part=Part(text, piece.part.face, shape))


def _unparted(graphemes: list[str]) -> list[str]:
    joined: list[str] = []
    for text in graphemes:
        if joined and (text[0] in _AFTER_CONSONANT or joined[-1][-1] in _BEFORE_CONSONANT):
            joined[-1] += text
        else:
            joined.append(text)
    return joined


def _rejoined(letters: list[Piece]) -> list[Piece]:
    """Letters of one face shaped together again: Arabic letters join, marks find their place."""
    pieces: list[Piece] = []
    for _, group in groupby(letters, lambda p: (p.part.face, p.part.missing, p.colour, p.level)):
        same = list(group)
        if same[0].part.missing:
            pieces += same
            continue
        text, rtl = "".join(piece.part.text for piece in same), bool(same[0].level % 2)
        pieces += [same[0]._replace(part=part) for part in same[0].part.face.parts(text, rtl)]
    return pieces


def _line(row: list[Word], width: float, style: Style, last: bool) -> Line:
    """A line grows where ink would reach its neighbours: tall scripts, marks piled on marks."""
    ascent, descent = faces.base().extents()
    baseline = (style.leading + (ascent + descent) * style.size / MILLE) / 2
    room = style.leading / 8
    pieces = [piece for word in row for piece in word.pieces]
    above = max((p.part.shape.above * p.size / MILLE for p in pieces), default=0)
    below = max((-p.part.shape.below * p.size / MILLE for p in pieces), default=0)
    rise = min(max(0, above - baseline - room), style.leading)
    sink = min(max(0, below - (style.leading - baseline) - room), style.leading)
    return Line(row, width, last, height=style.leading + rise + sink, baseline=baseline + rise)
