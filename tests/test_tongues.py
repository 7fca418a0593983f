"""The languages that people speak: named in the reader's language, read in any of three."""

from __future__ import annotations

import pytest

from upudesk import i18n, tongues
from upudesk.i18n import Language


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        ("th", "ลาว, ฝรั่งเศส, อาหรับ"),
        ("en", "Lao, French, Arabic"),
        ("fr", "lao, français, arabe"),
    ],
)
def test_languages_are_told_in_the_readers_language(reader: str, told: str):
    with i18n.use(Language(reader)):
        assert tongues.listing(["lo", "fr", "ar"]) == told
        assert tongues.read(told) == ("lo", "fr", "ar")


def test_languages_are_read_in_any_of_three_by_their_own_name_and_by_code():
    typed = "Thai, ภาษาฝรั่งเศส; anglais, 中文, ລາວ، العربية, SW"
    assert tongues.read(typed) == ("th", "fr", "en", "zh", "lo", "ar", "sw")


def test_a_language_that_no_list_knows_stays_as_it_was_typed():
    assert tongues.read("Elvish, English, English") == ("Elvish", "en")
    assert tongues.name("Elvish") == "Elvish"


def test_the_common_languages_are_offered_first():
    assert tongues.offered()[:3] == ["Thai", "English", "French"]
    assert "Khmer" in tongues.offered()
