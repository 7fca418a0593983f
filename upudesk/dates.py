"""Typed days and moments, in three languages, two eras and two kinds of digits: never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from upudesk import thai
from upudesk.errors import N_, Message, UserError
from upudesk.locales import BUDDHIST_YEARS, LOCALES
from upudesk.model import Precision

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""A bare year in here is Christian, one 543 higher Buddhist; none can be read both ways."""
FIRST_BUDDHIST_YEAR = 2484
"""Before that Thai years began in April, so that 543 was not always the difference."""

NOT_READ = N_(
    "“{text}” cannot be read as a date: write it like 2025-04-03, 3 Apr 2025, 3/4/2568 or "
    "3 เม.ย. 2568, the day before the month."
)
NO_YEAR = N_("“{text}” has no full year: write all four figures of it.")
NO_MONTH = N_("“{text}” names no month: write the day, the month and the year.")
NO_DAY = N_("“{text}” names no day: write the day before the month.")
SHORT_YEAR = N_(
    "The year in “{text}” could be {christian} or B.E. {buddhist}: write all four figures of it."
)
ODD_YEAR = N_(
    "The year in “{text}” is far from any campaign, whether it is A.D. {year} or B.E. {year}, "
    "which is A.D. {shifted}: check the year."
)
ODD_MARKED_YEAR = N_(
    "“{text}” says {era} {year}, which is far from any campaign: check the year and its era."
)
OLD_BUDDHIST_YEAR = N_(
    "B.E. {year} in “{text}” lies before 1941, when Thai years began in April: "
    "write that year in the Christian era."
)
NO_SUCH_MONTH = N_(
    "“{text}” does not exist: {month} is no month; the day is written before the month."
)
NO_SUCH_DAY = N_("“{text}” does not exist: that month has {days} days.")
NO_SUCH_TIME = N_("“{text}” names no time of day that exists: write it like 14:05.")
OTHER_WEEKDAY = N_("“{text}” contradicts itself: that day falls on another day of the week.")
TOO_FAR = N_("“{text}” is far from any campaign: check the number.")
TWO_WEEKS = N_("“{text}” could be {first} or {second}: write the weekday alone, or the date.")
ERAS = {"buddhist": N_("B.E."), "christian": N_("A.D.")}


class BadDate(UserError):
    """A day that cannot be read, or does not exist."""

    def __init__(self, text: str, template: str, /, **gaps: object) -> None:
        super().__init__(template, text=text, **gaps)
        self.text = text


@dataclass(frozen=True)
class TypedDay:
    """A day as it was typed; where only the month was, its first day."""

    day: dt.date
    precision: Precision = Precision.DAY

    @property
    def last(self) -> dt.date:
        """The last day that is meant."""
        if self.precision is Precision.DAY:
            return self.day
        return (self.day + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def parse_day(text: str, *, today: dt.date) -> TypedDay:
    """Read a typed day: day before month, unless the year comes first or the month has a name."""
    return _read_day(_plain(text), text.strip(), today)


def parse_instant(text: str, *, today: dt.date) -> dt.datetime:
    """Read a moment on this machine's clock, unless it names its zone; a day stands for its end."""
    shown, found = text.strip(), _moment().fullmatch(_plain(text))
    if not found:
        last = _read_day(_plain(text), shown, today).last
        return _utc(shown, dt.datetime.combine(last, dt.time.max))
    typed = _read_day(found["day"], shown, today)
    if typed.precision is not Precision.DAY:
        raise BadDate(shown, NO_DAY)
    zone = (found["zone"] or "").upper()
    try:
        time = dt.time.fromisoformat(f"{found['hour']:0>2}{found['rest']}{zone}")
    except ValueError:
        raise BadDate(shown, NO_SUCH_TIME) from None
    return _utc(shown, dt.datetime.combine(typed.day, time))


def _utc(text: str, moment: dt.datetime) -> dt.datetime:
    try:
        return moment.astimezone(dt.UTC)
    except (OverflowError, OSError):  # not every system's clock reaches back before 1970
        raise BadDate(text, TOO_FAR) from None


def _plain(text: str) -> str:
    return " ".join(thai.fold(text).split()).strip(" ,")


def _read_day(plain: str, text: str, today: dt.date) -> TypedDay:
    for shape, read in _shapes():
        if found := shape.fullmatch(plain):
            return read(text, found.groupdict(), today)
    raise BadDate(text, NOT_READ)


# Years, months and days

Parts = Mapping[str, str | None]
"""What a shape found, by name."""


def _year(text: str, parts: Parts) -> int:
    """The Christian year. Only here are 543 years taken off, before any date is built."""
    figures, mark = parts["year"] or "", parts.get("before") or parts.get("after")
    if len(figures) < 4:
        raise _short_year(text, figures)
    year = int(figures)
    buddhist = _is_buddhist(mark) if mark else year > LAST_YEAR
    christian = year - BUDDHIST_YEARS if buddhist else year
    if not FIRST_YEAR <= christian <= LAST_YEAR:
        raise _odd_year(text, year, mark)
    if buddhist and year < FIRST_BUDDHIST_YEAR:
        raise BadDate(text, OLD_BUDDHIST_YEAR, year=figures)
    return christian


def _is_buddhist(mark: str) -> bool:
    return re.sub(r"[. ]", "", mark) in ("พศ", "be", "eb")


def _short_year(text: str, figures: str) -> BadDate:
    if len(figures) != 2:
        return BadDate(text, NO_YEAR)
    return BadDate(text, SHORT_YEAR, christian=f"20{figures}", buddhist=f"25{figures}")


def _odd_year(text: str, year: int, mark: str | None) -> BadDate:
    if not mark:
        return BadDate(text, ODD_YEAR, year=str(year), shifted=str(year - BUDDHIST_YEARS))
    era = Message(ERAS["buddhist" if _is_buddhist(mark) else "christian"])
    return BadDate(text, ODD_MARKED_YEAR, era=era, year=str(year))


def _month(text: str, parts: Parts) -> int:
    typed = parts["month"] or ""
    month = int(typed) if typed.isdecimal() else _months()[_bare(typed)]
    if not 1 <= month <= 12:
        raise BadDate(text, NO_SUCH_MONTH, month=typed)
    return month


def _whole_day(text: str, parts: Parts, today: dt.date) -> TypedDay:
    year, month = _year(text, parts), _month(text, parts)
    try:
        day = dt.date(year, month, int(parts["day"] or 0))
    except ValueError:
        days = TypedDay(dt.date(year, month, 1), Precision.MONTH).last.day
        raise BadDate(text, NO_SUCH_DAY, days=days) from None
    weekday = parts.get("weekday")
    if weekday and _weekdays()[_bare(weekday)] != day.weekday():
        raise BadDate(text, OTHER_WEEKDAY)
    return TypedDay(day)


def _whole_month(text: str, parts: Parts, today: dt.date) -> TypedDay:
    return TypedDay(dt.date(_year(text, parts), _month(text, parts), 1), Precision.MONTH)


def _named_day(text: str, parts: Parts, today: dt.date) -> TypedDay:
    return _moved(text, today, "days", DAYS_FROM_TODAY[parts["name"] or ""])


def _counted_day(text: str, parts: Parts, today: dt.date) -> TypedDay:
    ahead, back = parts.get("ahead"), parts.get("back")
    number = _count(ahead) if ahead else -_count(back or "")
    return _moved(text, today, UNITS[parts["unit"] or ""], number)


def _count(typed: str) -> int:
    return int(typed) if typed.isdecimal() else COUNTS[typed]


def _next_unit(text: str, parts: Parts, today: dt.date) -> TypedDay:
    return _moved(text, today, UNITS[parts["unit"] or ""], 1)


def _end_of(text: str, parts: Parts, today: dt.date) -> TypedDay:
    """The last day of this month or year, or of the next."""
    unit = UNITS[parts["unit"] or ""]
    first = today.replace(day=1) if unit == "months" else today.replace(month=1, day=1)
    after = _moved(text, first, unit, 2 if parts.get("next") else 1).day
    return TypedDay(after - dt.timedelta(days=1))


def _coming_weekday(text: str, parts: Parts, today: dt.date) -> TypedDay:
    """The first such day after today; today itself only where “this” says so."""
    ahead = (_weekdays()[_bare(parts["name"] or "")] - today.weekday()) % 7
    return _moved(text, today, "days", ahead if parts.get("this") else ahead or 7)


def _weekday_of_next_week(text: str, parts: Parts, today: dt.date) -> TypedDay:
    """Thai means the week that begins on the next Monday."""
    day = _weekdays()[_bare(parts["name"] or "")]
    return _moved(text, today, "days", 7 - today.weekday() + day)


def _next_weekday(text: str, parts: Parts, today: dt.date) -> TypedDay:
    """English speakers differ on what “next Friday” is on a Wednesday."""
    first = _coming_weekday(text, {"name": parts["name"]}, today)
    second = _weekday_of_next_week(text, parts, today)
    if first != second:
        raise BadDate(text, TWO_WEEKS, first=first.day, second=second.day)
    return first


def _moved(text: str, today: dt.date, unit: str, number: int) -> TypedDay:
    from dateutil.relativedelta import relativedelta

    try:
        # It knows that a month after 31 January ends in February; its types want one unit by name.
        day = today + relativedelta(**{unit: number})  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        raise BadDate(text, TOO_FAR) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadDate(text, TOO_FAR)
    return TypedDay(day)


def _refuse(template: str) -> Reader:
    def read(text: str, parts: Parts, today: dt.date) -> TypedDay:
        raise BadDate(text, template)

    return read


# The shapes in which days are typed; all text here is folded, as `_plain` leaves it

Reader = Callable[[str, Parts, dt.date], TypedDay]

DAYS_FROM_TODAY = {
    **dict.fromkeys(("today", "วันนี้", "aujourd'hui"), 0),
    **dict.fromkeys(("yesterday", "เมื่อวาน", "เมื่อวานนี้", "วานนี้", "hier"), -1),
    **dict.fromkeys(("เมื่อวานซืน", "วานซืน", "avant-hier"), -2),
    **dict.fromkeys(("tomorrow", "พรุ่งนี้", "demain"), 1),
    **dict.fromkeys(("มะรืน", "มะรืนนี้", "apres-demain"), 2),
}
UNITS = {
    **dict.fromkeys(("day", "days", "วัน", "jour", "jours"), "days"),
    **dict.fromkeys(("week", "weeks", "สัปดาห์", "อาทิตย์", "semaine", "semaines"), "weeks"),
    **dict.fromkeys(("month", "months", "เดือน", "mois"), "months"),
    **dict.fromkeys(("year", "years", "ปี", "an", "ans", "annee", "annees"), "years"),
}
COUNTS = {
    word: number
    for number, words in enumerate(
        (
            "a an one un une หนึ่ง", "two deux สอง", "three trois สาม", "four quatre สี่",
            "five cinq ห้า", "six หก", "seven sept เจ็ด", "eight huit แปด", "nine neuf เก้า",
            "ten dix สิบ",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
OTHER_MONTHS = {"sep": 9, "jan": 1, "fev": 2, "กุมภา": 2}
OTHER_WEEKDAYS = {"วันพฤหัส": 3, "พฤหัส": 3}
ERA = r"พ\.? ?ศ\.?|ค\.? ?ศ\.?|b\.? ?e\.?|e\.? ?b\.?|a\.? ?d\.?|c\.? ?e\.?|ap\.? ?j\.? ?-? ?c\.?"


@cache
def _months() -> Mapping[str, int]:
    """The months by every name: เมษายน, เมษา and เม.ย., April and Apr, avril and avr."""
    names = dict(OTHER_MONTHS)
    for locale in LOCALES.values():
        for number in range(1, 13):
            long, short = locale.months[number - 1], locale.short_months[number - 1]
            names |= {_bare(thai.fold(name)): number for name in (long, short)}
            if long.endswith(("คม", "ยน")):
                names[long[:-2]] = number
    return names


@cache
def _weekdays() -> Mapping[str, int]:
    names = dict(OTHER_WEEKDAYS)
    for locale in LOCALES.values():
        for number in range(7):
            for name in (locale.days[number], locale.short_days[number]):
                names[_bare(name)] = names[_bare(name.removeprefix("วัน"))] = number
    return {name.casefold(): number for name, number in names.items()}


def _named_weekdays() -> Iterable[str]:
    """Weekdays that mean nothing else: อาทิตย์ alone is a week, mar. also a month."""
    whole = {thai.fold(name) for locale in LOCALES.values() for name in locale.days}
    bare = {name.removeprefix("วัน") for name in whole} - {"อาทิตย์"}
    return whole | bare | {*OTHER_WEEKDAYS} | {d.casefold() for d in LOCALES["en"].short_days}


def _bare(name: str) -> str:
    return re.sub(r"[. ]", "", name)


def _any_of(names: Iterable[str]) -> str:
    """Longer names first; each may carry the full stops of an abbreviation."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(r"\.?".join(map(re.escape, name)) + r"\.?" for name in ordered)


def _year_shape(figures: str) -> str:
    return rf"(?:(?P<before>{ERA}) ?)?(?P<year>\d{figures})(?: ?(?P<after>{ERA}))?"


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """What is read how: the first shape that fits the whole text."""
    year, full_year = _year_shape("{1,9}"), _year_shape("{4,9}")
    weekday = rf"(?:(?P<weekday>{_any_of(_weekdays())}),? ?)?(?:(?:วัน)?ที่|le|the|on)? ?"
    day, month = r"(?P<day>\d{1,2})", rf"(?P<month>{_any_of(_months())})"
    nth = rf"{day} ?(?:er|st|nd|rd|th)?"
    number = r"(?P<month>\d{1,2})"
    unit = rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})"
    count = rf"\d{{1,9}}|(?:{'|'.join(COUNTS)})(?![a-z])"
    ahead, back = rf"(?P<ahead>{count})", rf"(?P<back>{count})"
    named = rf"(?P<name>{_any_of(_named_weekdays())})"
    span = r"(?P<unit>month|year|เดือน|ปี|mois|annee|an)"
    until, of = "(?:d'ici |a )?", "(?:de l'|de la |du |de |d')(?:cette |ce )?"
    gap, space = r" ?[-/., ] ?", r"[-/., ]*"
    shapes: list[tuple[str, Reader]] = [
        (rf"(?P<year>\d{{4}})(?P<s>[-/.]){number}(?P=s){day}", _whole_day),
        (rf"(?P<year>\d{{4}})[-/.]{number}", _whole_month),
        (rf"{weekday}{day}{gap}{number}{gap}{year}", _whole_day),
        (rf"{weekday}{nth}{space}(?:of )?{month}{space}{year}", _whole_day),
        (rf"{weekday}{month}{space}{nth}[-/., ]+{year}", _whole_day),
        (rf"{number}{gap}{full_year}", _whole_month),
        (rf"{month}{space}{full_year}", _whole_month),
        (rf"(?P<name>{'|'.join(map(re.escape, DAYS_FROM_TODAY))})", _named_day),
        (rf"(?:(?:in|within|dans|d'ici|sous|อีก|ภายใน) ?)?{ahead} ?{unit}(?:ข้างหน้า)?", _counted_day),
        (rf"next {unit}", _next_unit),
        (rf"{unit}หน้า", _next_unit),
        (rf"(?:l'|la |le )?{unit} prochaine?", _next_unit),
        (rf"(?:by |at )?(?:the )?end of (?:the |this )?(?P<next>next )?{span}", _end_of),
        (rf"(?:ภายใน ?)?สิ้น{span}(?:นี้|(?P<next>หน้า))?", _end_of),
        (rf"{until}(?:la )?fin {of}{span}(?P<next> prochaine?)?", _end_of),
        (rf"next {named}", _next_weekday),
        (rf"{named} ?หน้า", _weekday_of_next_week),
        (rf"(?:on |by |coming |d'ici |(?P<this>this |ce ))?{named}(?: prochain)?", _coming_weekday),
        (rf"{named}(?P<this>นี้|ที่จะถึงนี้|ที่จะถึง)", _coming_weekday),
        (rf"{back} ?{unit} ?(?:ago|ก่อน|ที่แล้ว|ที่ผ่านมา)", _counted_day),
        (rf"il y a {back} ?{unit}", _counted_day),
        (rf"{weekday}{nth}(?:{gap}\d{{1,2}}|{space}{month})", _refuse(NO_YEAR)),
        (rf"{month}{space}\d{{1,3}}", _refuse(NO_YEAR)),
        (full_year, _refuse(NO_MONTH)),
    ]
    return tuple((re.compile(shape), read) for shape, read in shapes)


@cache
def _moment() -> re.Pattern[str]:
    return re.compile(
        r"(?P<day>.*?\S)(?: ?, ?| |(?<=\d)t(?=\d))(?:เวลา ?|a )?"
        r"(?P<hour>\d{1,2})(?P<rest>:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?"
        r"(?:(?P<zone>z|[+-]\d{2}:?\d{2})|น\.?)?"
    )
