"""How strong a passphrase is: common words are weak in every script, several are strong."""

from __future__ import annotations

from time import perf_counter

import pytest

from upudesk.passphrase import Strength, judge


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", Strength.VERY_WEAK),
        ("   ", Strength.VERY_WEAK),
        ("password", Strength.VERY_WEAK),
        ("ลับ", Strength.VERY_WEAK),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Strength.VERY_WEAK),
        ("Thailand2025", Strength.WEAK),
        ("ประเทศไทย", Strength.FAIR),
        ("correct horse battery staple", Strength.STRONG),
        ("ส้มโอ ตะวัน รถถัง ขนมปัง", Strength.STRONG),
    ],
)
def test_a_passphrase_is_judged(typed, found):
    assert judge(typed) is found


def test_the_name_of_the_file_is_no_secret():
    assert judge("zanzibar-kolibri", ["zanzibar-kolibri"]) < judge("zanzibar-kolibri")


def test_saying_a_thai_word_again_adds_nothing():
    assert judge("ประเทศไทยประเทศไทยประเทศไทย") <= judge("ประเทศไทยรถถังขนมปัง")


def test_a_very_long_one_is_judged_in_no_time():
    judge("warm up")
    begun = perf_counter()
    assert judge("ก1z" * 100_000) >= Strength.VERY_WEAK
    assert perf_counter() - begun < 1


def test_nothing_of_it_stays_in_a_cache():
    from upudesk import thai

    before = thai.break_points.cache_info().currsize
    judge("ถ้อยคำลับของเรา")
    assert thai.break_points.cache_info().currsize == before
