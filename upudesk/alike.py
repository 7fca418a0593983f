"""How alike two names of people are, in any script and spelling: pure, and fast enough to type by.

Names are spelled in Latin letters word by word. Where a script leaves vowels out, or writes them in
an order of its own, the consonants decide; where both spell their vowels, these count as well.
Kanji are read the Chinese way: a Japanese name needs its kana or its Latin form beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

ENOUGH = 0.8
"""From here on two names may be those of one person."""
_DIM = 0.9
"""What one word says, where the other name has more of them."""
_INITIAL = 0.85
"""What an initial says for the word that it may stand for."""


@dataclass(frozen=True)
class Spelling:
    """A name as it is compared."""

    words: tuple[str, ...]
    bones: tuple[str, ...]
    """The consonants of each word, those that sound alike under one letter."""
    starts: frozenset[str]
    """How its words begin; two names that share no start are not looked at further."""
    numbers: frozenset[str]
    vowelled: bool
    """Whether its script writes vowels, in the order in which they are spoken."""

    def turns(self) -> list[str]:
        """All words as one, each of them in turn the first."""
        w = self.words
        return ["".join(w[n:] + w[:n]) for n in range(len(w))]


def likeness(a: str, b: str) -> float:
    """0 for names that have nothing in common, 1 for the same; `ENOUGH` is where to look twice."""
    return alike(spelled(a), spelled(b))


def alike(a: Spelling, b: Spelling) -> float:
    other_number = a.numbers and b.numbers and a.numbers != b.numbers
    if other_number or a.starts.isdisjoint(b.starts):
        return 0.0
    few, many = sorted((a, b), key=lambda name: (len(name.words), name.words))
    strict = a.vowelled and b.vowelled
    return max(_by_words(few, many, strict), _as_one(few, many, strict))


@lru_cache(maxsize=20_000)
def spelled(name: str) -> Spelling:
    """A name without titles, in Latin letters."""
    from anyascii import anyascii

    text = unicodedata.normalize("NFC", name).casefold()
    text = _APART.sub(r" \g<0> ", _bare(text))
    vowelled = _VOWELLESS.search(text) is None
    letters = anyascii(_INVERTED.sub(r"\2\1", _SILENT.sub("", text))).lower()
    found = _WORD.findall(_NOT_HEARD.sub("", letters))
    words = _without(_PARTICLES, _without(_TITLES, [w for w in found if not w.isdigit()]))
    heard = [bones(word) for word in words]
    if _THAI.search(text):
        heard = [_FINAL.sub("T", sound) for sound in heard]
    return Spelling(
        tuple(words),
        tuple(heard),
        frozenset(sound[:1] or word[:1] for word, sound in zip(words, heard, strict=True)),
        frozenset(w for w in found if w.isdigit()),
        vowelled,
    )


@lru_cache(maxsize=20_000)
def bones(word: str) -> str:
    """What is left of a Latin word when vowels go and letters that sound alike become one."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return re.sub(r"(.)\1+", r"\1", word)


# ------------------------------------------------------------------ comparing


def _by_words(few: Spelling, many: Spelling, strict: bool) -> float:
    """Words set against words, the likest first, in whatever order they stand."""
    pairs = sorted(
        (
            (_word(few.words[i], many.words[j], few.bones[i], many.bones[j], strict), i, j)
            for i in range(len(few.words))
            for j in range(len(many.words))
        ),
        key=lambda pair: -pair[0],
    )
    taken: dict[int, float] = {}
    used: set[int] = set()
    for score, i, j in pairs:
        if i not in taken and j not in used:
            taken[i] = score
            used.add(j)
    weights = [len(word) + 1 for word in few.words]
    score = sum(weights[i] * s for i, s in taken.items()) / sum(weights)
    if len(few.words) == 1 and len(many.words) > 1:
        score *= _DIM if len(few.words[0]) > 2 else 0.5
    return score * (1 - 0.05 * (len(many.words) - len(few.words)))


@lru_cache(maxsize=100_000)
def _word(a: str, b: str, bones_a: str, bones_b: str, strict: bool) -> float:
    if len(a) == 1 or len(b) == 1:
        same = a[0] == b[0] or (bones_a[:1] == bones_b[:1] != "")
        return (1.0 if a == b else _INITIAL) if same else 0.0
    return _near(a, b, bones_a, bones_b, strict)


def _near(a: str, b: str, bones_a: str, bones_b: str, strict: bool) -> float:
    if a == b:
        return 1.0
    near = _ratio()
    letters = near(a, b)
    if min(len(bones_a), len(bones_b)) < 2:
        return letters
    sound = near(bones_a, bones_b)
    return max(letters, (letters + sound) / 2 if strict else 0.96 * sound)


def _as_one(few: Spelling, many: Spelling, strict: bool) -> float:
    """Names written with other gaps, as Chinese and Korean ones are."""
    if len(few.words) == len(many.words) and strict:
        return 0.0
    whole, turns = "".join(few.words), many.turns()
    heard, least = bones(whole), 4 if strict else 3
    if min(len(heard), len(bones(turns[0]))) < least and whole not in turns:
        return 0.0
    return max(_near(turn, whole, bones(turn), heard, strict) for turn in turns)


@cache
def _ratio() -> Callable[[str, str], float]:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity


# ------------------------------------------------------------------ spelling


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOWELLESS = re.compile(
    "[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)
"""Hebrew, Arabic, the scripts of India, Thai, Lao, Burmese, Khmer."""
_APART = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
"""Chinese characters and Korean syllables, each a word of its own until joined."""
_SILENT = re.compile("[ทดต]ร์|[ก-ฮ][ิุ]?์|[ກ-ຮ]໌")
_THAI = re.compile("[\u0e01-\u0e4e]")
_FINAL = re.compile("[SC]$")
"""At the end of a Thai word these are spoken, and mostly spelled, as t."""
_INVERTED = re.compile("([เแโใไເແໂໃໄ])([ก-ฮກ-ຮ])")
_NOT_HEARD = re.compile("['’`ʼ]")
_WORD = re.compile("[a-z]+|[0-9]+")

_GLUED = re.compile(
    r"^(?:ฯพณฯ|นางสาว|นาย|นาง|น\.ส\.|ดร\.|ศ\.|รศ\.|ผศ\.|ท่าน|คุณ|ທ່ານ|ນາງສາວ|ນາງ|ທ້າວ|ດຣ\.|ဦး|ဒေါ်|ឯកឧត្តម|លោកស្រី|លោក)\s*"
)
_AFTER = re.compile("(?:先生|女士|小姐|博士|部长|司长|阁下|閣下|様|さん|氏|殿|씨|님|박사|장관)$")
_DOTTED = re.compile(r"\b(?:h\.\s?e\.|s\.\s?e\.(?:\s?m\.)?|s\.\s?exc\.|rt\.?\s?hon\.?)", re.UNICODE)
_ARTICLE = re.compile("(?<![\u0600-\u06ff])ال(?=[\u0600-\u06ff]{2})")
_OTHER_TITLES = re.compile(
    "(?<!\\w)(?:السيدة|السيد|الدكتورة|الدكتور|الأستاذة|الأستاذ|المهندس|معالي|سعادة|د\\.|"
    "господин|госпожа|г-н|г-жа|д-р|κύριος|κυρία|κύριοσ|κ\\.|κα|κος|δρ\\.?|श्रीमती|श्री|डॉ\\.)(?!\\w)"
)
_TITLES = _set_of(
    "mr mrs ms miss mx dr prof professor hon honourable honorable excellency excellence sir dame "
    "lady lord mister madam madame mme mlle monsieur maitre sr sra srta senor senora don dona herr "
    "frau ing eng ambassador amb minister ministre datuk dato haji hj khun sheikh shaikh ato daw "
    "his her son"
)
_PARTICLES = _set_of(
    "al el ul as ad bin ibn ben bint von van der den de da do dos das di du la le los of y"
)

_SOUNDS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("tsch|dsch|tch|sch|shch|dzh|zh|ch|sh|cz|sz|dj|j", "C"),
        ("ph|bh|[bpf]", "P"),
        ("th|dh|[dt]", "T"),
        ("c(?=[eiy])", "S"),
        ("x", "KS"),
        ("kh|gh|ck|qu|[ckgq]", "K"),
        ("ng(?![aeiouy])", "N"),
        ("[vw]", "V"),
        ("[sz]", "S"),
        ("n", "N"),
        ("m", "M"),
        ("l", "L"),
        ("r", "R"),
        ("[^A-Z]", ""),
    )
)
"""Read from the top; what stands in capitals has been heard."""


def _bare(text: str) -> str:
    """Without the titles that are written onto the name, or in other letters than Latin."""
    bare = _OTHER_TITLES.sub(" ", _DOTTED.sub(" ", text)).strip()
    while (shorter := _GLUED.sub("", bare)) != bare and shorter:
        bare = shorter
    return _ARTICLE.sub("", _AFTER.sub("", bare) or bare) or text


def _without(unwanted: frozenset[str], words: Iterable[str]) -> list[str]:
    """The words that say who it is; all of them where nothing else is left."""
    found = list(words)
    return [word for word in found if word not in unwanted] or found
