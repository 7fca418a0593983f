"""How Thai, English and French write dates and numbers: a few words of the Unicode locale data.

Kept here, because opening Babel's locales takes as long as a quarter of the whole start of the
program. The tests hold every word against Babel's, so that the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BUDDHIST_YEARS = 543
"""A Buddhist year is so much higher than the Christian one."""

NO_BREAK = "\u00a0"
"""In French numbers; its narrow sister U+202F, which the locale data asks for, is in few fonts."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class Locale:
    """One language's words and patterns."""

    name: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    full: str
    instant: str
    listing: str
    group: str
    point: str
    percent: str
    first: str = "{}"
    """The first day of a month: French readers expect 1er, which the locale data leaves out."""
    christian: str = "{}"
    """A year of the Christian era in a long date, where readers need to be told."""


LOCALES: Mapping[str, Locale] = {
    "th": Locale(
        name="ไทย",
        months=_words(
            "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
        ),
        short_months=_words("ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค."),
        days=_words("วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์"),
        short_days=_words("จ. อ. พ. พฤ. ศ. ส. อา."),
        full="{weekday}ที่ {date}",
        instant="{day} {time}",
        listing="และ",
        group=",",
        point=".",
        percent="{}%",
        christian="ค.ศ. {}",
    ),
    "en": Locale(
        name="English",
        months=_words(
            "January February March April May June July August September October November December"
        ),
        short_months=_words("Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"),
        days=_words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        short_days=_words("Mon Tue Wed Thu Fri Sat Sun"),
        full="{weekday}, {date}",
        instant="{day}, {time}",
        listing="and",
        group=",",
        point=".",
        percent="{}%",
    ),
    "fr": Locale(
        name="Français",
        months=_words(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
        short_months=_words("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
        days=_words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        short_days=_words("lun. mar. mer. jeu. ven. sam. dim."),
        full="{weekday} {date}",
        instant="{day}, {time}",
        listing="et",
        group=NO_BREAK,
        point=",",
        percent=f"{{}}{NO_BREAK}%",
        first="{}er",
    ),
}
