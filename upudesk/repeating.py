"""Rules by which something comes again: kept as RRULE text (RFC 5545), read, worded, gone on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from upudesk import i18n
from upudesk.i18n import _, ngettext

if TYPE_CHECKING:
    from dateutil.rrule import rrule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MONTH_END = (28, 29, 30)
LONGEST, MOST = 500, 1000
"""Letters of a rule, and how many days, weeks or months may lie between."""
_FINER = re.compile(r"(HOUR|MINUTE|SECOND)LY|BY(HOUR|MINUTE|SECOND)|DATE|START|EX")
_INTERVAL = re.compile(r"INTERVAL=([^;\s]*)", re.IGNORECASE)
_UNTIL = re.compile(r"(UNTIL=)(\d{4})(?=\d{4})", re.IGNORECASE)


class Every(StrEnum):
    """How often; what RRULE can say beyond is kept and carried out, but not offered."""

    ONCE = "once"
    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    OTHER = "other"


_PLAIN: Mapping[Every, tuple[str, int]] = {
    Every.DAY: ("DAILY", 1),
    Every.WEEK: ("WEEKLY", 1),
    Every.TWO_WEEKS: ("WEEKLY", 2),
    Every.MONTH: ("MONTHLY", 1),
}


@dataclass(frozen=True)
class Repeat:
    """A rule as people choose it. `text` holds what is not offered, word for word."""

    every: Every = Every.ONCE
    weekdays: tuple[int, ...] = ()
    """0 is Monday; only with weeks."""
    until: date | None = None
    count: int | None = None
    """So many times in all, this one included."""
    text: str = ""


def written(repeat: Repeat, first: date | None) -> str:
    """The rule as RRULE text; a month is counted by the day on which it is first due."""
    if repeat.every is Every.ONCE:
        return ""
    if repeat.every is Every.OTHER:
        return repeat.text
    frequency, interval = _PLAIN[repeat.every]
    parts = [f"FREQ={frequency}"]
    parts += [f"INTERVAL={interval}"] if interval > 1 else []
    if frequency == "WEEKLY" and repeat.weekdays:
        parts.append("BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(repeat.weekdays)))
    if frequency == "MONTHLY" and first:
        parts += _day_of_month(first.day)
    if repeat.until:
        parts.append(f"UNTIL={repeat.until:%Y%m%d}")
    elif repeat.count:
        parts.append(f"COUNT={repeat.count}")
    return ";".join(parts)


def anchored(text: str, first: date | None) -> str:
    """The same rule for another first day."""
    return written(read(text), first)


def _day_of_month(day: int) -> list[str]:
    """Months too short for the 29th to 31st have their last day instead, and are not left out."""
    if day <= MONTH_END[0]:
        return [f"BYMONTHDAY={day}"]
    if day > MONTH_END[-1]:
        return ["BYMONTHDAY=-1"]
    days = ",".join(str(d) for d in range(MONTH_END[0], day + 1))
    return [f"BYMONTHDAY={days}", "BYSETPOS=-1"]


def read(text: str) -> Repeat:
    """What RRULE text says; whatever is not among the plain choices is OTHER."""
    text = text.strip().removeprefix("RRULE:")
    if not text:
        return Repeat()
    try:
        return _read(text)
    except (KeyError, ValueError):
        return Repeat(Every.OTHER, text=text)


def _read(text: str) -> Repeat:
    said = dict(part.split("=", 1) for part in text.upper().strip(";").split(";"))
    frequency, interval = said.pop("FREQ"), int(said.pop("INTERVAL", "1"))
    every = (
        next(e for e, plain in _PLAIN.items() if plain == (frequency, interval))
        if ((frequency, interval) in _PLAIN.values())
        else Every.OTHER
    )
    days = tuple(WEEKDAYS.index(day) for day in said.pop("BYDAY", "").split(",") if day)
    until, count = said.pop("UNTIL", ""), said.pop("COUNT", "")
    if frequency == "MONTHLY" and _one_day(said.get("BYMONTHDAY", ""), said.get("BYSETPOS", "")):
        said.pop("BYMONTHDAY", "")
        said.pop("BYSETPOS", "")
    said.pop("WKST", "")
    if said or every is Every.OTHER or (days and frequency != "WEEKLY"):
        return Repeat(Every.OTHER, text=text)
    last = datetime.strptime(until[:8], "%Y%m%d").date() if until else None
    return Repeat(every, days, last, int(count) if count else None)


def _one_day(days: str, position: str) -> bool:
    """Whether these are one day of every month, as `_day_of_month` writes it."""
    return ("," not in days and not position) or (days.startswith("28") and position == "-1")


def readable(text: str) -> bool:
    """Whether the rule can be carried out at all."""
    return not text.strip() or _rule(text, date(2000, 1, 1)) is not None


def following(text: str, due: date, today: date) -> tuple[date, str] | None:
    """The next day after the due day and after today, and the rule from there on; None at its end.

    Days that passed unused count where the rule says how many times.
    """
    later = _years_later(due)
    rule = _rule(text, due)
    if rule is None or max(due, today).year + later > MAXYEAR:
        return None
    after = datetime.combine(_shifted(max(due, today), later), time.min)
    found = rule.after(after)
    if found is None:
        return None
    return _shifted(found.date(), -later), _shortened(text, rule, found)


def _shortened(text: str, rule: rrule, found: datetime) -> str:
    """COUNT counts from the first day, so that the next one has fewer to go."""
    repeat = read(text)
    if repeat.count is None:
        return text
    passed = len(rule.between(datetime.min, found))
    if repeat.every is Every.OTHER:
        return text.replace(f"COUNT={repeat.count}", f"COUNT={repeat.count - passed}")
    shorter = replace(repeat, count=repeat.count - passed)
    kept = [part for part in text.split(";") if not part.upper().startswith("COUNT=")]
    return ";".join((*kept, f"COUNT={shorter.count}"))


def _rule(text: str, due: date) -> rrule | None:
    """The rule as it runs in the last centuries that the calendar knows.

    A rule that never comes true, as on 30 February, is looked for up to the year 9999. Days and
    weekdays repeat every 400 years, so it is asked there, where the end is near.
    """
    from dateutil.rrule import rrule, rrulestr

    if len(text) > LONGEST or _FINER.search(text.upper()):
        return None  # days are all that is due here, and seconds would be counted for hours
    later = _years_later(due)
    first = datetime.combine(_shifted(due, later), time.min)
    said = _UNTIL.sub(lambda m: f"{m[1]}{min(int(m[2]) + later, MAXYEAR):04}", text)
    try:
        rule = rrulestr(said, dtstart=first, ignoretz=True)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    apart = _INTERVAL.findall(text)
    wide = all(number.isdecimal() and 0 < int(number) <= MOST for number in apart)
    return rule if isinstance(rule, rrule) and wide else None


def _years_later(due: date) -> int:
    """So many years, in whole rounds of the calendar, that at least forty are left."""
    return (MAXYEAR - 40 - due.year) // 400 * 400


def _shifted(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


# ------------------------------------------------------------------ in words


def word(every: Every) -> str:
    """The plain choices, as a list offers them."""
    return {
        Every.ONCE: _("once"),
        Every.DAY: _("every day"),
        Every.WEEK: _("every week"),
        Every.TWO_WEEKS: _("every two weeks"),
        Every.MONTH: _("every month"),
        Every.OTHER: _("by its own rule"),
    }[every]


def in_words(text: str) -> str:
    """A rule as people say it, such as “every week on Monday and Thursday, until 3 Apr 2025”."""
    repeat = read(text)
    if repeat.every is Every.ONCE:
        return ""
    if repeat.every is Every.OTHER:
        return _("by its own rule: {rule}").format(rule=repeat.text)
    told = word(repeat.every)
    if repeat.weekdays:
        told = _("{every} on {days}").format(every=told, days=_days(repeat.weekdays))
    if repeat.until:
        last = i18n.current().date(repeat.until)
        return _("{every}, until {day}").format(every=told, day=last)
    if repeat.count is not None:
        more = ngettext("{every}, {count} time", "{every}, {count} times", repeat.count)
        return more.format(every=told, count=i18n.current().number(repeat.count))
    return told


def _days(numbers: Sequence[int]) -> str:
    language = i18n.current()
    monday = date(2024, 1, 1)
    return language.listing([language.weekday(monday.replace(day=n + 1)) for n in sorted(numbers)])
