"""The language of the moment: words, dates, numbers, lists, order."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import babel
import babel.dates
import babel.lists
import babel.numbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upudesk import i18n, resources
from upudesk.i18n import Digits, Era, Language
from upudesk.locales import LOCALES, NO_BREAK

THAI, ENGLISH, FRENCH = Language("th"), Language("en"), Language("fr")
BABEL = {"th": "th", "en": "en_GB", "fr": "fr"}
CODES = pytest.mark.parametrize("code", BABEL)
DAY = date(2025, 4, 3)


# Dates


def test_dates_read_as_their_readers_write_them() -> None:
    assert [language.date(DAY) for language in (THAI, ENGLISH, FRENCH)] == [
        "3 เม.ย. 2568",
        "3 Apr 2025",
        "3 avr. 2025",
    ]
    assert [language.full_date(DAY) for language in (THAI, ENGLISH, FRENCH)] == [
        "วันพฤหัสบดีที่ 3 เมษายน 2568",
        "Thursday, 3 April 2025",
        "jeudi 3 avril 2025",
    ]
    assert THAI.short_date(DAY) == "03/04/2568"


def test_a_day_known_to_the_month_shows_no_day() -> None:
    months = [language.month(DAY) for language in (THAI, ENGLISH, FRENCH)]
    assert months == ["เม.ย. 2568", "Apr 2025", "avr. 2025"]
    assert ENGLISH.long_month(DAY) == "April 2025"


def test_the_first_of_a_month_is_1er_in_french() -> None:
    assert FRENCH.long_date(date(2025, 8, 1)) == "1er août 2025"
    assert ENGLISH.long_date(date(2025, 8, 1)) == "1 August 2025"


def test_the_reader_chooses_era_and_digits() -> None:
    assert Language("th", Era.CHRISTIAN).date(DAY) == "3 เม.ย. 2025"
    assert Language("th", Era.CHRISTIAN).long_date(DAY) == "3 เมษายน ค.ศ. 2025"
    assert Language("en", Era.BUDDHIST).date(DAY) == "3 Apr 2568"
    assert Language("th", digits=Digits.THAI).date(DAY) == "๓ เม.ย. ๒๕๖๘"
    assert Language("th", digits=Digits.THAI).number(1234) == "๑,๒๓๔"
    assert THAI.year(2026) == "2569"


def test_moments_are_shown_on_this_machines_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    in_bangkok = timezone(timedelta(hours=7))
    monkeypatch.setattr(i18n, "_local", lambda moment: moment.astimezone(in_bangkok))
    moment = datetime(2025, 4, 3, 19, 5, tzinfo=UTC)
    assert THAI.instant(moment) == "4 เม.ย. 2568 02:05"
    assert ENGLISH.instant(moment) == "4 Apr 2025, 02:05"
    assert FRENCH.time(moment) == "02:05"


def test_a_moment_without_a_zone_is_utc() -> None:
    moment = datetime(2025, 4, 3, 19, 5)
    assert ENGLISH.instant(moment) == ENGLISH.instant(moment.replace(tzinfo=UTC))


# The words of locales.py are those of the Unicode locale data


@CODES
def test_months_and_weekdays_are_those_of_the_locale_data(code: str) -> None:
    data, ours = babel.Locale.parse(BABEL[code]), LOCALES[code]
    assert list(ours.months) == [data.months["format"]["wide"][n] for n in range(1, 13)]
    assert list(ours.short_months) == [
        data.months["format"]["abbreviated"][n] for n in range(1, 13)
    ]
    assert list(ours.days) == [data.days["format"]["wide"][n] for n in range(7)]
    assert list(ours.short_days) == [data.days["format"]["abbreviated"][n] for n in range(7)]


@CODES
@given(day=st.dates(date(1941, 1, 1), date(2100, 12, 31)))
def test_dates_are_those_of_the_locale_data(code: str, day: date) -> None:
    language = Language(code, Era.CHRISTIAN)
    shapes = {"medium": language.date, "long": language.long_date, "full": language.full_date}
    for name, ours in shapes.items():
        expected = babel.dates.format_date(day, name, locale=BABEL[code])
        assert ours(day).replace("1er ", "1 ") == expected


@CODES
@given(number=st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6).map(lambda x: round(x, 1) + 0))
def test_numbers_are_those_of_the_locale_data(code: str, number: float) -> None:
    expected = babel.numbers.format_decimal(number, "#,##0.0", BABEL[code])
    assert Language(code).number(number, 1) == expected.replace("\u202f", NO_BREAK)


@CODES
@pytest.mark.parametrize("share", [0, 0.005, 0.12, 0.5, 1, 12.5])
def test_percentages_are_those_of_the_locale_data(code: str, share: float) -> None:
    expected = babel.numbers.format_percent(share, locale=BABEL[code])
    assert Language(code).percent(share) == expected.replace("\u202f", NO_BREAK)


@CODES
@pytest.mark.parametrize("size", range(4))
def test_lists_are_those_of_the_locale_data(code: str, size: int) -> None:
    items = ["ไทย", "ลาว", "จีน"][:size]
    assert Language(code).listing(items) == babel.lists.format_list(items, locale=BABEL[code])


# Numbers and words


def test_no_number_holds_a_character_that_fonts_lack() -> None:
    assert FRENCH.number(1234567.5, 1) == "1\u00a0234\u00a0567,5"
    assert FRENCH.percent(0.125, 1) == "12,5\u00a0%"


def test_nothing_is_shown_as_minus_nothing() -> None:
    assert ENGLISH.number(-0.2) == "0"


def test_latin_names_stand_apart_from_the_thai_and() -> None:
    assert THAI.listing(["CA", "POC"]) == "CA และ POC"
    assert THAI.listing(["ลาว", "ไทย", "POC"]) == "ลาว ไทย และ POC"
    assert FRENCH.listing(["A", "B", "C"]) == "A, B et C"


def test_a_text_is_chosen_in_the_language_else_in_english() -> None:
    names = {"en": "Laos", "th": "ลาว", "fr": ""}
    assert [language.choose(names) for language in (THAI, ENGLISH, FRENCH)] == [
        "ลาว",
        "Laos",
        "Laos",
    ]
    assert FRENCH.choose({"th": "ลาว"}) == "ลาว"
    assert FRENCH.choose({}) == ""


def test_each_language_sorts_its_own_script_first() -> None:
    assert sorted(["Laos", "ลาว"], key=THAI.sort_key) == ["ลาว", "Laos"]
    assert sorted(["ลาว", "Laos"], key=FRENCH.sort_key) == ["Laos", "ลาว"]


def test_values_inside_a_sentence_are_written_for_its_reader() -> None:
    shown = [FRENCH.show(value) for value in (DAY, 1500, 2.25, "Laos", True)]
    assert shown == ["3 avr. 2025", "1\u00a0500", "2,2", "Laos", "True"]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        Language("xx")


# The language of the moment


@pytest.fixture
def _english_again() -> Iterator[None]:
    yield
    i18n.set_default(i18n.ENGLISH)


@pytest.mark.usefixtures("_english_again")
def test_a_page_may_be_french_under_a_screen_in_thai() -> None:
    i18n.set_default(THAI)
    with i18n.use(FRENCH):
        assert i18n.current() == FRENCH
    assert i18n.current() == THAI


@pytest.mark.usefixtures("_english_again")
def test_a_new_thread_speaks_the_language_of_the_screen() -> None:
    i18n.set_default(THAI)
    heard: list[Language] = []
    with i18n.use(FRENCH):
        thread = threading.Thread(target=lambda: heard.append(i18n.current()))
        thread.start()
        thread.join()
    assert heard == [THAI]


# Catalogues

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Pledge"
msgstr "{}"

msgctxt "verb"
msgid "Pledge"
msgstr "Promettre"

msgid "{{count}} vote"
msgid_plural "{{count}} votes"
msgstr[0] "{{count}} voix (une)"
msgstr[1] "{{count}} voix"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A French catalogue of its own, not compiled yet."""
    folder = tmp_path / "translations" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "upudesk.po").write_text(CATALOGUE.format("Promesse"), encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda *parts: tmp_path.joinpath(*parts))
    i18n._catalogue.cache_clear()
    yield folder
    i18n._catalogue.cache_clear()


@pytest.mark.usefixtures("folder")
def test_words_come_from_the_catalogue_of_the_language() -> None:
    with i18n.use(FRENCH):
        assert i18n._("Pledge") == "Promesse"
        assert i18n.pgettext("verb", "Pledge") == "Promettre"
        assert i18n.ngettext("{count} vote", "{count} votes", 1) == "{count} voix (une)"
        assert i18n.ngettext("{count} vote", "{count} votes", 3) == "{count} voix"
        assert i18n._("Not there") == "Not there"
        assert i18n._("") == ""
    assert i18n._("Pledge") == "Pledge"
    assert i18n.npgettext("noun", "vote", "votes", 2) == "votes"


def test_a_fresh_clone_compiles_its_catalogue_once(folder: Path) -> None:
    with i18n.use(FRENCH):
        assert i18n._("Pledge") == "Promesse"
    assert [file.name for file in sorted(folder.iterdir())] == ["upudesk.mo", "upudesk.po"]


def test_an_edited_catalogue_speaks_at_the_next_start(folder: Path) -> None:
    with i18n.use(FRENCH):
        i18n._("Pledge")
        text = folder / "upudesk.po"
        text.write_text(CATALOGUE.format("Engagement"), encoding="utf-8")
        later = time.time() + 10
        os.utime(text, (later, later))
        i18n._catalogue.cache_clear()
        assert i18n._("Pledge") == "Engagement"


def test_a_compiled_catalogue_is_enough(folder: Path) -> None:
    with i18n.use(FRENCH):
        i18n._("Pledge")
        (folder / "upudesk.po").unlink()
        i18n._catalogue.cache_clear()
        assert i18n._("Pledge") == "Promesse"


def test_words_are_read_where_nothing_can_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with i18n.use(FRENCH):
        assert i18n._("Pledge") == "Promesse"
    assert [file.name for file in folder.iterdir()] == ["upudesk.po"]


def test_without_a_catalogue_the_program_speaks_english(folder: Path) -> None:
    shutil.rmtree(folder)
    with i18n.use(FRENCH):
        assert i18n._("Pledge") == "Pledge"
