"""How soon a passphrase would be guessed: judged on this machine, kept nowhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from itertools import pairwise
from math import log10

from upudesk import thai
from upudesk.errors import N_

LONGEST = 72
"""So many characters are judged: more are strong in any case, and would take long."""
_WORD = log10(8_000)
"""Whoever tries Thai words tries about so many common ones, as a power of ten."""
_BOUNDS = (4, 7, 10, 14)
"""Powers of ten from which a passphrase is one grade stronger. Whoever has the file tries some ten
thousand a second on one good machine, since each costs SQLCipher 256,000 rounds of hashing."""


class Strength(IntEnum):
    """From what a colleague would guess to what nobody will."""

    VERY_WEAK = 0
    WEAK = 1
    FAIR = 2
    GOOD = 3
    STRONG = 4


NAMES = {
    Strength.VERY_WEAK: N_("Very weak"),
    Strength.WEAK: N_("Weak"),
    Strength.FAIR: N_("Fair"),
    Strength.GOOD: N_("Good"),
    Strength.STRONG: N_("Strong"),
}
MEANINGS = {
    Strength.VERY_WEAK: N_("It is among the first that anybody would try. Join several words."),
    Strength.WEAK: N_("A program guesses it in minutes. Add words that do not belong together."),
    Strength.FAIR: N_("Whoever has the file may guess it within days. Add another word."),
    Strength.GOOD: N_("With many machines it may be guessed in weeks. Another word helps."),
    Strength.STRONG: N_("It takes years to guess, as far as is known today."),
}
NO_BACK_DOOR = N_(
    "There is no back door: whoever loses the passphrase loses the campaign. "
    "Keep it in a safe place."
)


def judge(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """How strong a passphrase is. `known` are words that go without saying, such as the file's
    name."""
    typed = unicodedata.normalize("NFC", passphrase)[:LONGEST].strip()
    if not typed:
        return Strength.VERY_WEAK
    power = min(_guesses(typed, known), _in_thai_words(typed))
    return Strength(sum(power >= bound for bound in _BOUNDS))


def _guesses(typed: str, known: Iterable[str]) -> float:
    """Tries that a program needs, as a power of ten: common passwords, names, keyboard walks."""
    from zxcvbn import zxcvbn

    own = [word for word in known if word]
    return float(zxcvbn(typed, user_inputs=["upudesk", *own])["guesses_log10"])


def _in_thai_words(typed: str) -> float:
    """The same for whoever tries Thai words one after the other, of which zxcvbn knows none."""
    points = thai.break_points.__wrapped__(typed)  # what the cache keeps, memory keeps
    ends = [0, *sorted(points), len(typed)]
    words = [typed[start:end].strip() for start, end in pairwise(ends)]
    distinct = dict.fromkeys(word for word in words if word)
    known = thai.word_list()
    return sum(_WORD if word in known else float(len(word)) for word in distinct) + 0.1
