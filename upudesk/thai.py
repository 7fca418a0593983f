"""Thai text: where a line may break, how words sort, how text is folded for search, and digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import pairwise

from upudesk import resources

ZERO_WIDTH_SPACE = "\u200b"
LONGEST = 14
"""Longer entries of the word list are compounds; left out, they open up at their words."""

DEPENDENT = frozenset("ะัาำิีึืฺุูๅๆฯ็่้๊๋์ํ๎")
"""Letters that belong to what stands before them."""
LEADING = frozenset("เแโใไ")
"""Vowels written before their consonant."""

_THAI = re.compile(r"[\u0e01-\u0e5b]")
_THAI_RUN = re.compile(r"[\u0e01-\u0e5b]+")
_FOUR_LETTERS = re.compile("[ก-ฺเ-๎]{4}")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_PLAIN_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

Segmenter = Callable[[str], list[str]]
"""From a run of Thai letters to its words, which joined give the run again."""


# Where a line may break


@lru_cache(maxsize=50_000)
def break_points(text: str) -> frozenset[int]:
    """The offsets at which a line may break, beside the spaces."""
    points: set[int] = set()
    for run in _THAI_RUN.finditer(text):
        end = run.start()
        for word in _words(run.group()):
            points.add(end)
            end += len(word)
        points.add(end)
    return frozenset(at for at in points if 0 < at < len(text) and _may_break(text, at))


@lru_cache(maxsize=2_000)
def with_breaks(text: str) -> str:
    """The text with U+200B where a line may break, for labels whose toolkit knows no Thai words."""
    if not _THAI.search(text):
        return text
    points = [0, *sorted(break_points(text)), len(text)]
    return ZERO_WIDTH_SPACE.join(text[a:b] for a, b in pairwise(points))


def without_breaks(text: str) -> str:
    """The text as it was before `with_breaks`: for the clipboard and before saving."""
    return text.replace(ZERO_WIDTH_SPACE, "")


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in DEPENDENT or before in LEADING:
        return False
    if _THAI.match(before) and _THAI.match(after):
        return not (before.isdigit() and after.isdigit())
    if before == ".":  # an abbreviation (พ.ศ., เม.ย.) stays whole; สปป.|ลาว may part
        return _FOUR_LETTERS.match(text, at) is not None
    return _may_end(before) and _may_begin(after)


def _may_begin(char: str) -> bool:
    """Letters, digits, symbols, opening brackets; a plain quotation mark may be a closing one."""
    return unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lo", "Nd", "No", "So", "Ps", "Pi")


def _may_end(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN" or (
        unicodedata.category(char) in ("Pe", "Pf", "Pd", "So") or char in "!?;"
    )


# Words


def _words(run: str) -> list[str]:
    return _without_scraps(_segmenter()(run), word_list())


def _without_scraps(words: Iterable[str], known: frozenset[str]) -> list[str]:
    """Join what no reader takes for a word: unknown scraps, most of them bits of foreign names."""
    joined: list[str] = []
    open_end = False
    for word in words:
        scrap = word not in known and not word.isdigit()
        beside_short = scrap and bool(joined) and (len(word) <= 2 or len(joined[-1]) <= 3)
        if beside_short or (open_end and (scrap or len(word) <= 3)):
            joined[-1] += word
        else:
            joined.append(word)
        open_end = scrap and len(joined[-1]) <= 6
    return joined


@cache
def _segmenter() -> Segmenter:
    """nlpo3 where it has a wheel; elsewhere plain Python, four times as slow."""
    try:
        return fast_segmenter(word_list())
    except ImportError:
        return plain_segmenter(word_list())


def fast_segmenter(words: frozenset[str]) -> Segmenter:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    import nlpo3

    name = f"upudesk-{hash(words)}"
    # It reads word lists from files only.
    with TemporaryDirectory(prefix="upudesk-") as folder:
        file = Path(folder, "words.txt")
        file.write_text("\n".join(words), encoding="utf-8")
        nlpo3.load_dict(str(file), name)
    return lambda run: list(nlpo3.segment(run, name))


def plain_segmenter(words: frozenset[str]) -> Segmenter:
    """Fewest words, unknown ones counting threefold; of two such cuts the longer words."""
    longest = max(map(len, words), default=1)

    def segment(run: str) -> list[str]:
        size = len(run)
        whole = [at == size or _whole_before(run, at) for at in range(size + 1)]
        cost, came_from = [0.0] + [float("inf")] * size, [0] * (size + 1)
        for start in (at for at in range(size) if whole[at]):
            ends = [end for end in range(start + 1, min(size, start + longest) + 1) if whole[end]]
            for end in ends:
                known = run[start:end] in words
                if not known and end != ends[0]:
                    continue
                price = cost[start] + (1 - 0.001 * (end - start) ** 2 if known else 3)
                if price < cost[end]:
                    cost[end], came_from[end] = price, start
        return _pieces(run, came_from)

    return segment


def _whole_before(run: str, at: int) -> bool:
    return at == 0 or not (run[at] in DEPENDENT or run[at - 1] in LEADING)


def _pieces(run: str, came_from: list[int]) -> list[str]:
    pieces, end = [], len(run)
    while end:
        pieces.append(run[came_from[end] : end])
        end = came_from[end]
    return pieces[::-1]


@cache
def word_list() -> frozenset[str]:
    """The Thai words, the Union's terms and the names of the member countries.

    A list that is missing or damaged costs line breaks, never the text.
    """
    words = set(_list_of("words", "words_th.txt").split())
    for line in _list_of("words", "upu-terms.txt").splitlines():
        if line.startswith("-"):
            words.discard(line[1:])
        elif line and not line.startswith("#"):
            words.add(line)
    return frozenset(words | _country_words())


def _list_of(*parts: str) -> str:
    try:
        return resources.path("resources", *parts).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _country_words() -> set[str]:
    """Names of up to 14 letters stay whole; longer ones open up at spaces and at “and”."""
    import csv

    lines = _list_of("members.csv").splitlines()
    names = [row.get("name_th") or "" for row in csv.DictReader(lines)]
    parts = {part for name in names for run in _THAI_RUN.findall(name) for part in run.split("และ")}
    whole = {name for name in names if _THAI_RUN.fullmatch(name)}
    return {word for word in parts | whole if 1 < len(word) <= LONGEST}


# Sorting

_MARKS = {mark: chr(3 + rank) for rank, mark in enumerate("์็่้๊๋")}
"""In Thai dictionaries they only decide between words that are otherwise equal, in this order."""
_LEADING_VOWEL = re.compile(r"([เแโใไ])([ก-ฮ])")
_PLAIN_LETTERS = {
    **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i"},
    **{"œ": "oe", "æ": "ae", "þ": "th"},
}
"""Letters that readers look up under others, though Unicode does not take them apart."""


@lru_cache(maxsize=20_000)
@lru_cache(maxsize=50_000)
def sort_key(text: str, *, thai_first: bool = True) -> str:
    """Text that sorts like a dictionary: letters first, then accents and tone marks, then case.

    Spaces and punctuation come before digits, digits before letters; Thai letters stand before
    all others for a Thai reader, and after Latin, Greek and Cyrillic for others.
    """
    if text.isascii():
        plain = text.lower().translate(_ascii_ranks())
        return f"{plain}\0{chr(2) * len(plain)}\0{text.swapcase()}"
    letters, marks = [], []
    for char in _taken_apart(text):
        if char in _MARKS:
            marks.append(_MARKS[char])
        elif _ACCENT.match(char):
            marks.append(char)
        else:
            letters.append(_rank(char, thai_first))
            marks.append("\x02")
    return f"{''.join(letters)}\0{''.join(marks)}\0{text.swapcase()}"


def _taken_apart(text: str) -> str:
    plain = unicodedata.normalize("NFKD", plain_digits(text).casefold())
    plain = "".join(_PLAIN_LETTERS.get(char, char) for char in plain)
    return _LEADING_VOWEL.sub(r"\2\1", _composed(plain))


@cache
def _ascii_ranks() -> dict[int, str]:
    return {code: _rank(chr(code), True) for code in range(128)}


@cache
def _rank(char: str, thai_first: bool) -> str:
    if char.isspace():
        return "\x02"
    if char.isdecimal():
        return chr(4 + unicodedata.decimal(char))
    if char in "ฯๆ" or not (char.isalpha() or char in DEPENDENT):
        return "\x03"
    if thai_first and "ก" <= char <= "๎":
        return chr(ord(char) - ord("ก") + 14)  # fits between the digits and “a”
    return char


# Folding

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ACCENT = re.compile("[\u0300-\u036f]+")
_SARA_AM = re.compile("\u0e4d([่-๋]?)\u0e32|([่-๋])\u0e4d\u0e32")
_TONE_BEFORE_VOWEL = re.compile("([่-์])([ัิ-ฺู])")
_ALIKE = {
    **_PLAIN_LETTERS,
    **dict.fromkeys("‘’‚‛ʼ′´`", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **{thai: plain for plain, thai in zip("0123456789", "๐๑๒๓๔๕๖๗๘๙", strict=True)},
}


def fold(text: str) -> str:
    """Text for search: equal for what a reader calls the same word, however it was typed."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = _decomposed(_alike(_INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFC", _composed(_alike(_ACCENT.sub("", _decomposed(text)))))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text.casefold())


def _alike(text: str) -> str:
    """Quotation marks and dashes as keyboards have them, Thai digits as Arabic ones."""
    return _any_alike().sub(lambda m: _ALIKE[m[0]], text)


def _composed(text: str) -> str:
    """Thai as keyboards write it: one ำ, one แ, tone marks after vowels above and below."""
    if not _THAI.search(text):
        return text
    text = _TONE_BEFORE_VOWEL.sub(r"\2\1", text.replace("เเ", "แ"))
    return _SARA_AM.sub(lambda m: f"{m[1] or m[2] or ''}ำ", text)


@cache
def _any_alike() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_ALIKE)}]")


# Digits


def thai_digits(text: str) -> str:
    return text.translate(_THAI_DIGITS)


def plain_digits(text: str) -> str:
    return text.translate(_PLAIN_DIGITS)
