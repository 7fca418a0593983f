"""The seal of a journal: thirty digits that two offices can compare by telephone. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

GROUPS, DIGITS = 6, 5
"""So many groups of so many digits: as many as leave no other journal to be found for them."""


def seal(heads: Mapping[str, tuple[int, str]]) -> tuple[str, ...]:
    """The groups of digits that stand for what every writer wrote, to its last step.

    Each hash stands for the whole chain before it, so the seals of two files are equal where both
    hold the same steps, and only there. It says nothing of a file whose chains do not hold: that
    is for the check to find.
    """
    told = json.dumps([[w, *heads[w]] for w in sorted(heads)], separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(told.encode()).digest()) % 10 ** (GROUPS * DIGITS)
    digits = f"{number:0{GROUPS * DIGITS}d}"
    return tuple(digits[at : at + DIGITS] for at in range(0, GROUPS * DIGITS, DIGITS))


def spoken(groups: tuple[str, ...]) -> str:
    """As it is read out and copied."""
    return " ".join(groups)
