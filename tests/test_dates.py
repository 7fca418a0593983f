"""Typed days and moments: read as meant, or refused with a sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upudesk.dates import BadDate, TypedDay, parse_day, parse_instant
from upudesk.errors import UserError
from upudesk.i18n import CODES, Digits, Era, Language
from upudesk.model import Precision

TODAY = date(2025, 8, 15)
APRIL_3 = date(2025, 4, 3)
FIRST, LAST = date(1941, 1, 1), date(2100, 12, 31)
IN_ERA = {
    era: [Language(code, era, digits) for code, digits in product(CODES, Digits)]
    for era in (Era.BUDDHIST, Era.CHRISTIAN)
}
READERS = [reader for readers in IN_ERA.values() for reader in readers]
ANY_DAY = st.dates(FIRST, LAST)


def read(text: str) -> TypedDay:
    return parse_day(text, today=TODAY)


def refusal(text: str) -> str:
    with pytest.raises(BadDate) as caught:
        read(text)
    assert isinstance(caught.value, UserError)
    return str(caught.value)


# Laws


@given(day=ANY_DAY, reader=st.sampled_from(READERS))
def test_whatever_is_shown_can_be_typed(day: date, reader: Language) -> None:
    for text in (
        reader.date(day),
        reader.long_date(day),
        reader.full_date(day),
        reader.short_date(day),
        reader.date(day).upper(),
    ):
        assert read(text) == TypedDay(day)


def test_every_day_from_1941_to_2100_comes_back_in_both_eras() -> None:
    pairs = cycle(zip(IN_ERA[Era.BUDDHIST], IN_ERA[Era.CHRISTIAN], strict=True))
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    lost = [
        (day, reader)
        for day, pair in zip(days, pairs, strict=False)
        for reader in pair
        if read(reader.date(day)).day != day
    ]
    assert lost == []


@given(day=ANY_DAY, reader=st.sampled_from(READERS))
def test_a_month_that_is_shown_can_be_typed(day: date, reader: Language) -> None:
    month = TypedDay(day.replace(day=1), Precision.MONTH)
    assert read(reader.month(day)) == read(reader.long_month(day)) == month


@given(day=ANY_DAY)
def test_543_is_subtracted_once_and_before_the_date_is_built(day: date) -> None:
    buddhist = f"{day.day}/{day.month}/{day.year + 543}"
    assert read(buddhist) == read(f"{day.day}/{day.month}/{day.year}") == TypedDay(day)


@given(text=st.text(alphabet="0123456789๐๒/-. ตเม.ย.APRILavrilพศค:", max_size=25) | st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_day, parse_instant):
        try:
            parse(text, today=TODAY)
        except BadDate as refused:
            assert str(refused)  # noqa: PT017 - either outcome is right


# What is read


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-03",
        "2568-04-03",
        "2025/4/3",
        "3 Apr 2025",
        "3/4/2568",
        "3/4/2025",
        "03.04.2025",
        "3 4 2568",
        "3-Apr-2025",
        "3rd of April 2025",
        "April 3, 2025",
        "Thursday, 3 April 2025",
        "๓ เม.ย. ๒๕๖๘",
        "3 เมย 2568",
        "3 เม.ย.2568",
        "3 เมษา 2568",
        "3 เมษายน 2568",
        "วันที่ 3 เมษายน พ.ศ. 2568",
        "วันพฤหัสบดีที่ 3 เมษายน 2568",
        "3 เม.ย. ค.ศ. 2025",
        "3 April 2568 B.E.",
        "3 April 2025 AD",
        "3 avril 2025",
        "jeudi 3 avr. 2025",
        "le 3 avril 2025",
        "  3\u00a0Apr\u200b 2025 \u200f",
    ],
)
def test_one_day_may_be_typed_in_many_ways(text: str) -> None:
    assert read(text) == TypedDay(APRIL_3)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", 0),
        ("วันนี้", 0),
        ("aujourd’hui", 0),
        ("Yesterday", -1),
        ("เมื่อวาน", -1),
        ("hier", -1),
        ("พรุ่งนี้", 1),
        ("après-demain", 2),
        ("in 3 days", 3),
        ("อีก ๓ วัน", 3),
        ("dans 3 jours", 3),
        ("2 weeks ago", -14),
        ("3 วันก่อน", -3),
        ("il y a 2 semaines", -14),
        ("3 days", 3),
        ("3 วัน", 3),
        ("3 jours", 3),
        ("อีก 3 วัน", 3),
        ("ภายใน 3 วัน", 3),
        ("within three days", 3),
        ("อีกสองสัปดาห์", 14),
        ("in a week", 7),
        ("dans une semaine", 7),
        ("next week", 7),
        ("อาทิตย์หน้า", 7),
        ("la semaine prochaine", 7),
    ],
)
def test_a_day_may_be_counted_from_today(text: str, days: int) -> None:
    assert read(text) == TypedDay(TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("text", "days"),
    [  # 15 August 2025 is a Friday
        ("Monday", 3),
        ("next Monday", 3),
        ("mon", 3),
        ("วันจันทร์", 3),
        ("วันจันทร์หน้า", 3),
        ("จันทร์หน้า", 3),
        ("lundi", 3),
        ("lundi prochain", 3),
        ("Friday", 7),
        ("this Friday", 0),
        ("วันศุกร์นี้", 0),
        ("vendredi prochain", 7),
        ("วันอาทิตย์", 2),
        ("วันอาทิตย์หน้า", 9),
    ],
)
def test_a_weekday_is_the_one_to_come(text: str, days: int) -> None:
    assert read(text) == TypedDay(TODAY + timedelta(days=days))


def test_next_sunday_on_a_friday_is_not_guessed() -> None:
    assert "2025-08-17 or 2025-08-24" in refusal("next Sunday")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("end of month", date(2025, 8, 31)),
        ("the end of the month", date(2025, 8, 31)),
        ("end of next month", date(2025, 9, 30)),
        ("by the end of the month", date(2025, 8, 31)),
        ("ภายในสิ้นเดือน", date(2025, 8, 31)),
        ("d’ici la fin du mois", date(2025, 8, 31)),
        ("สิ้นเดือน", date(2025, 8, 31)),
        ("สิ้นเดือนหน้า", date(2025, 9, 30)),
        ("fin du mois", date(2025, 8, 31)),
        ("fin du mois prochain", date(2025, 9, 30)),
        ("end of year", date(2025, 12, 31)),
        ("สิ้นปี", date(2025, 12, 31)),
        ("fin de l’année", date(2025, 12, 31)),
        ("next month", date(2025, 9, 15)),
        ("เดือนหน้า", date(2025, 9, 15)),
        ("le mois prochain", date(2025, 9, 15)),
    ],
)
def test_a_day_may_be_told_by_its_month(text: str, day: date) -> None:
    assert read(text) == TypedDay(day)


def test_a_month_after_the_end_of_january_ends_in_february() -> None:
    assert parse_day("in 1 month", today=date(2025, 1, 31)).day == date(2025, 2, 28)


@pytest.mark.parametrize("text", ["เม.ย. 2568", "Apr 2025", "avril 2025", "4/2568", "2025-04"])
def test_a_month_alone_is_known_to_the_month(text: str) -> None:
    assert read(text) == TypedDay(date(2025, 4, 1), Precision.MONTH)
    assert read(text).last == date(2025, 4, 30)


def test_the_first_of_august_may_be_1er() -> None:
    assert read("1er août 2025").day == date(2025, 8, 1)


def test_29_february_2567_exists() -> None:
    assert read("29/2/2567").day == date(2024, 2, 29)


def test_day_comes_before_month() -> None:
    assert read("3/4/2025").day == APRIL_3
    assert "14 is no month" in refusal("4/14/2025")


# What is refused


@pytest.mark.parametrize(
    ("text", "days"), [("30/2/2568", 28), ("29/2/2568", 28), ("31/4/2025", 30), ("0/4/2025", 30)]
)
def test_a_day_that_does_not_exist_is_refused(text: str, days: int) -> None:
    assert refusal(text) == f"“{text}” does not exist: that month has {days} days."


@pytest.mark.parametrize("text", ["3/4/68", "3 เม.ย. ๖๘", "3 Apr 68"])
def test_two_figures_of_a_year_are_refused_with_both_readings(text: str) -> None:
    assert "2068 or B.E. 2568" in refusal(text)


@pytest.mark.parametrize("year", [2200, 2300, 2442, 2743, 1899, 1482])
def test_a_year_of_neither_era_is_refused_with_both_readings(year: int) -> None:
    sentence = refusal(f"3/4/{year}")
    assert f"A.D. {year} or B.E. {year}" in sentence
    assert f"A.D. {year - 543}" in sentence


@pytest.mark.parametrize("year", [2443, 2483])
def test_thai_years_before_1941_are_refused(year: int) -> None:
    assert "began in April" in refusal(f"3/4/{year}")


@pytest.mark.parametrize("text", ["3 เม.ย. ค.ศ. 2568", "3 เม.ย. พ.ศ. 2025"])
def test_a_year_marked_with_the_wrong_era_is_refused(text: str) -> None:
    assert "check the year and its era" in refusal(text)


def test_the_borders_between_the_eras_are_read() -> None:
    years = [read(f"3/4/{year}").day.year for year in (1900, 2199, 2484, 2742)]
    assert years == [1900, 2199, 1941, 2199]


@pytest.mark.parametrize("text", ["3/4", "3 Apr", "เมษายน 68", "April 25", "3/4/256"])
def test_a_date_without_a_full_year_is_refused(text: str) -> None:
    assert "no full year" in refusal(text)


def test_a_year_alone_is_refused() -> None:
    assert "names no month" in refusal("2568")


def test_a_weekday_must_agree() -> None:
    assert "another day of the week" in refusal("Friday 3 April 2025")


@pytest.mark.parametrize("text", ["", "soon", "3/4/2025x", "in x days", "2025-04-03 10:00"])
def test_what_is_no_date_is_refused_with_examples(text: str) -> None:
    assert "2025-04-03, 3 Apr 2025, 3/4/2568" in refusal(text)


@pytest.mark.parametrize("text", ["in 9999 years", "in 999999999 days", "9999 years ago"])
def test_a_day_counted_too_far_is_refused(text: str) -> None:
    assert "far from any campaign" in refusal(text)


# Moments


@pytest.fixture
def _bangkok(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be set")
    with monkeypatch.context() as context:
        context.setenv("TZ", "Asia/Bangkok")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_bangkok")
@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-04-03T10:00:00Z", datetime(2025, 4, 3, 10, 0)),
        ("2025-04-03T10:00:00.25+07:00", datetime(2025, 4, 3, 3, 0, 0, 250_000)),
        ("2025-04-03 10:00", datetime(2025, 4, 3, 3, 0)),
        ("2568-04-03 10:00", datetime(2025, 4, 3, 3, 0)),
        ("๓ เม.ย. ๒๕๖๘ ๑๐:๐๐", datetime(2025, 4, 3, 3, 0)),
        ("3 เม.ย. 2568 เวลา 10:00 น.", datetime(2025, 4, 3, 3, 0)),
        ("today 9:30", datetime(2025, 8, 15, 2, 30)),
        ("3 Apr 2025", datetime(2025, 4, 3, 16, 59, 59, 999_999)),
        ("Apr 2025", datetime(2025, 4, 30, 16, 59, 59, 999_999)),
    ],
)
def test_a_moment_is_on_this_machines_clock_unless_it_names_its_zone(
    text: str, moment: datetime
) -> None:
    assert parse_instant(text, today=TODAY) == moment.replace(tzinfo=UTC)


@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
    reader=st.sampled_from(READERS),
)
def test_a_moment_that_is_shown_can_be_typed(moment: datetime, reader: Language) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    assert parse_instant(reader.instant(moment), today=TODAY) == moment


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("3 Apr 2025 25:00", "no time of day"),
        ("3 Apr 2025 10:70", "no time of day"),
        ("Apr 2025 10:00", "names no day"),
        ("30 Feb 2025 10:00", "does not exist"),
        ("now", "cannot be read"),
    ],
)
def test_a_moment_that_does_not_exist_is_refused(text: str, part: str) -> None:
    with pytest.raises(BadDate, match=part):
        parse_instant(text, today=TODAY)
