"""The language of the moment: words from the catalogues, dates in both eras, numbers, sorting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from upudesk import resources, thai
from upudesk.locales import BUDDHIST_YEARS, LOCALES, Locale

if TYPE_CHECKING:
    from gettext import NullTranslations
    from pathlib import Path

CODES = tuple(LOCALES)


class Era(StrEnum):
    """How years are counted. AUTO: as the language's readers do."""

    AUTO = "auto"
    BUDDHIST = "buddhist"
    CHRISTIAN = "christian"


class Digits(StrEnum):
    LATIN = "latin"
    THAI = "thai"


@dataclass(frozen=True)
class Language:
    """What a screen or a page is written in, with the reader’s choice of era and digits."""

    code: str
    era: Era = Era.AUTO
    digits: Digits = Digits.LATIN

    def __post_init__(self) -> None:
        if self.code not in LOCALES:
            raise ValueError(f"no such language: {self.code}")

    @property
    def name(self) -> str:
        """Its own name for itself: ไทย, English, Français."""
        return self._locale.name

    @property
    def buddhist(self) -> bool:
        return self.era is Era.BUDDHIST or (self.era is Era.AUTO and self.code == "th")

    @property
    def _locale(self) -> Locale:
        return LOCALES[self.code]

    # Dates

    def date(self, day: dt.date) -> str:
        """3 เม.ย. 2568, 3 Apr 2025, 3 avr. 2025."""
        return self._digits(f"{self._day(day)} {self.month(day)}")

    def long_date(self, day: dt.date) -> str:
        """3 เมษายน 2568, 3 April 2025, 3 avril 2025."""
        return self._digits(f"{self._day(day)} {self.long_month(day)}")

    def full_date(self, day: dt.date) -> str:
        """วันพฤหัสบดีที่ 3 เมษายน 2568, Thursday, 3 April 2025, jeudi 3 avril 2025."""
        return self._locale.full.format(weekday=self.weekday(day), date=self.long_date(day))

    def short_date(self, day: dt.date) -> str:
        """03/04/2568: always the day first, and all four figures of the year."""
        return self._digits(f"{day.day:02}/{day.month:02}/{self._year(day.year)}")

    def month(self, day: dt.date) -> str:
        """เม.ย. 2568, Apr 2025, avr. 2025: for what is known to the month."""
        return f"{self._locale.short_months[day.month - 1]} {self.year(day.year)}"

    def long_month(self, day: dt.date) -> str:
        """เมษายน 2568, April 2025, avril 2025."""
        year = self.year(day.year)
        if not self.buddhist:
            year = self._locale.christian.format(year)
        return f"{self._locale.months[day.month - 1]} {year}"

    def weekday(self, day: dt.date) -> str:
        return self._locale.days[day.weekday()]

    def short_weekday(self, day: dt.date) -> str:
        return self._locale.short_days[day.weekday()]

    def year(self, year: int) -> str:
        """A year of the Christian era, as this reader counts it."""
        return self._digits(str(self._year(year)))

    def instant(self, moment: dt.datetime) -> str:
        """Day and time on this machine's clock: 3 เม.ย. 2568 14:05."""
        day = self.date(_local(moment).date())
        return self._locale.instant.format(day=day, time=self.time(moment))

    def time(self, moment: dt.datetime) -> str:
        return self._digits(f"{_local(moment):%H:%M}")

    def _day(self, day: dt.date) -> str:
        return self._locale.first.format(1) if day.day == 1 else str(day.day)

    def _year(self, year: int) -> int:
        return year + BUDDHIST_YEARS if self.buddhist else year

    # Numbers

    def number(self, number: float, places: int = 0) -> str:
        """1,234.5 or 1 234,5: rounded to `places` after the point."""
        rounded = round(number, places) + 0  # no “-0”
        separators = {ord(","): self._locale.group, ord("."): self._locale.point}
        return self._digits(f"{rounded:,.{places}f}".translate(separators))

    def decimal(self, number: float) -> str:
        """As many places as the number has: 0.15 or 0,15."""
        return self._digits(f"{number:g}".replace(".", self._locale.point))

    def percent(self, share: float, places: int = 0) -> str:
        """0.125 is 12.5% or 12,5 %."""
        return self._locale.percent.format(self.number(share * 100, places))

    def _digits(self, text: str) -> str:
        return thai.thai_digits(text) if self.digits is Digits.THAI else text

    # Words

    def listing(self, items: Sequence[str]) -> str:
        """CA and POC; CA และ POC; A, B et C."""
        if len(items) < 2:
            return "".join(items)
        before, last = items[:-1], items[-1]
        if self.code == "th":
            return _thai_listing(before, last)
        return f"{', '.join(before)} {self._locale.listing} {last}"

    def choose(self, texts: Mapping[str, str]) -> str:
        """Of one text in several languages (by code): ours, else English, else any."""
        for code in (self.code, "en", *texts):
            if texts.get(code):
                return texts[code]
        return ""

    def sort_key(self, text: str) -> str:
        """Sorts as the language's dictionaries do; accents and case only decide between equals."""
        return thai.sort_key(text, thai_first=self.code == "th")

    def show(self, value: object) -> str:
        """A value inside a sentence, as this reader writes it."""
        match value:
            case dt.datetime():
                return self.instant(value)
            case dt.date():
                return self.date(value)
            case int() if not isinstance(value, bool):
                return self.number(value)
            case float():
                return self.number(value, 1)
        return str(value)


def _local(moment: dt.datetime) -> dt.datetime:
    """On this machine's clock; a moment without a zone is UTC, like all in a campaign file."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone()


def _thai_listing(before: Sequence[str], last: str) -> str:
    """Thai words follow “and” without a space, words of other scripts stand apart from it."""
    front, and_, gap = " ".join(before), LOCALES["th"].listing, "" if _is_thai(last[:1]) else " "
    lead = "" if len(before) == 1 and _is_thai(front[-1:]) and not gap else " "
    return f"{front}{lead}{and_}{gap}{last}"


def _is_thai(char: str) -> bool:
    return "ก" <= char <= "๛"


# The language of the moment

ENGLISH = Language("en")

_default = ENGLISH
_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def current() -> Language:
    """What `use` chose in this context, else the program's default."""
    return _chosen.get() or _default


def set_default(language: Language) -> None:
    """The language of the screen in every thread: a new thread does not know what `use` chose."""
    global _default
    _default = language


@contextmanager
def use(language: Language) -> Iterator[Language]:
    """Write in another language for a while: a page in French under a screen in Thai."""
    token = _chosen.set(language)
    try:
        yield language
    finally:
        _chosen.reset(token)


# Words from the catalogues


def _(message: str) -> str:
    return _catalogue(current().code).gettext(message) if message else ""


def ngettext(singular: str, plural: str, number: int) -> str:
    return _catalogue(current().code).ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    return _catalogue(current().code).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    return _catalogue(current().code).npgettext(context, singular, plural, number)


@cache
def _catalogue(code: str) -> NullTranslations:
    """The words of a language; English ones where its catalogue cannot be read."""
    from gettext import NullTranslations

    try:
        found = _read_catalogue(code)
        for number in range(101):  # its formula of plurals may divide by nothing
            found.ngettext("", "", number)
        return found
    except Exception:  # gettext and Babel raise what they like at a damaged catalogue
        return NullTranslations()


def _read_catalogue(code: str) -> NullTranslations:
    from gettext import GNUTranslations, NullTranslations

    folder = resources.path("translations", code, "LC_MESSAGES")
    text, compiled = folder / "upudesk.po", folder / "upudesk.mo"
    if _is_newer(text, compiled):
        return _compile(text, compiled)
    if not compiled.is_file():
        return NullTranslations()
    with compiled.open("rb") as file:
        return GNUTranslations(file)


def _is_newer(text: Path, compiled: Path) -> bool:
    if not text.is_file():
        return False
    return not compiled.is_file() or compiled.stat().st_mtime < text.stat().st_mtime


def _compile(text: Path, compiled: Path) -> NullTranslations:
    """Read a catalogue just cloned or edited, and keep it compiled for the next start."""
    import os
    from contextlib import suppress
    from gettext import GNUTranslations
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    content = BytesIO()
    with text.open("rb") as file:
        write_mo(content, read_po(file))
    with suppress(OSError):  # where nobody may write, each start compiles anew
        draft = compiled.with_suffix(f".{os.getpid()}")
        draft.write_bytes(content.getvalue())
        draft.replace(compiled)
    content.seek(0)
    return GNUTranslations(content)
