"""The languages that people speak: named in the reader's language, typed in any of three.

They are kept as codes (“lo”); what no list knows is kept as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from upudesk import i18n
from upudesk.thai import fold

COMMON = (
    "th", "en", "fr", "ar", "de", "es", "it", "ja", "ko", "lo", "ms", "pt", "ru", "sw", "vi", "zh",
)  # fmt: skip
"""What is offered first; any other can be typed."""


def name(code: str) -> str:
    """What a language is called in the reader's language."""
    return _names(i18n.current().code).get(code, code)


def listing(codes: Iterable[str]) -> str:
    return ", ".join(map(name, codes))


def offered() -> list[str]:
    """Names to choose from while typing, the common ones first."""
    names = _names(i18n.current().code)
    rest = sorted((n for c, n in names.items() if c not in COMMON), key=i18n.current().sort_key)
    return [*(names[code] for code in COMMON if code in names), *rest]


def read(typed: str) -> tuple[str, ...]:
    """The languages in a line, parted by commas or on lines of their own, as codes."""
    parts = (part.strip() for part in re.split("[,;،、，\n]", typed))
    return tuple(dict.fromkeys(code(part) for part in parts if part))


def code(typed: str) -> str:
    """The code of a language, or what was typed where none is called so."""
    said = fold(typed)
    return _codes().get(said) or _codes().get(said.removeprefix("ภาษา"), typed)


@cache
def _names(reader: str) -> dict[str, str]:
    from babel import Locale

    known = Locale(reader).languages
    return {code: name for code, name in known.items() if len(code) <= 3}


@cache
def _codes() -> dict[str, str]:
    """Codes by name, folded: what a language calls itself, then the names in each of ours."""
    from babel import Locale

    own = {code: Locale(code).languages.get(code, "") for code in COMMON}
    found = {fold(name): code for code, name in own.items() if name}
    for reader in i18n.CODES:
        found |= {fold(name): code for code, name in _names(reader).items()}
    return found | {code: code for code in _names("en")}
