"""Thai words, dictionary order, folding for search, digits."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upudesk import resources, thai

THAI = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F), *range(0x0E50, 0x0E5A)]))
MIXED = THAI + " aZé9.,:;!?()[]“”‘’\"'«»/-–%&\u200b\u00a0\u0301\u4e2d😀"
SENTENCES = {
    "ลาวพร้อมสนับสนุนไทยในสภาบริหาร": "ลาว|พร้อม|สนับสนุน|ไทย|ใน|สภาบริหาร",
    "การประชุมใหญ่สหภาพสากลไปรษณีย์": "การประชุมใหญ่|สหภาพสากลไปรษณีย์",
    "สมาชิกสภาปฏิบัติการไปรษณีย์": "สมาชิก|สภาปฏิบัติการ|ไปรษณีย์",
    "การแลกเปลี่ยนเสียงสนับสนุน": "การแลกเปลี่ยน|เสียงสนับสนุน",
    "เอกอัครราชทูตไทยประจำกรุงเบิร์น": "เอกอัครราชทูต|ไทย|ประจำ|กรุง|เบิร์น",
    "หัวหน้าคณะผู้แทนลงคะแนนลับ": "หัวหน้าคณะผู้แทน|ลงคะแนนลับ",
    "สาธารณรัฐประชาธิปไตยประชาชนลาว": "สาธารณรัฐ|ประชาธิปไตย|ประชาชน|ลาว",
    "อุซเบกิสถานและคีร์กีซสถานรอหนังสือกลาง": "อุซเบกิสถาน|และ|คีร์กีซสถาน|รอ|หนังสือกลาง",
    "ที่น้ำปั้นญี่ปุ่นฟื้นก๋วยเตี๋ยวผู้แทน": "ที่|น้ำ|ปั้น|ญี่ปุ่น|ฟื้น|ก๋วยเตี๋ยว|ผู้แทน",
    "กตัญญูกำลังฎีกากู้ยืมที่ปรึกษาสิทธิ์ซื้อ": "กตัญญู|กำลัง|ฎีกา|กู้ยืม|ที่ปรึกษา|สิทธิ์|ซื้อ",
}
SEGMENTERS = {"fast": thai.fast_segmenter, "plain": thai.plain_segmenter}


@pytest.fixture(params=SEGMENTERS)
def segmenter(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[thai.Segmenter]:
    """Break lines with one segmenter, then with the other."""
    chosen = SEGMENTERS[request.param](thai.word_list())
    monkeypatch.setattr(thai, "_segmenter", lambda: chosen)
    forget_breaks()
    yield chosen
    forget_breaks()


def forget_breaks() -> None:
    thai.break_points.cache_clear()
    thai.with_breaks.cache_clear()


def cut(text: str) -> str:
    return thai.with_breaks(text).replace("\u200b", "|")


# Line breaks


@pytest.mark.usefixtures("segmenter")
@pytest.mark.parametrize(("text", "expected"), SENTENCES.items())
def test_a_sentence_breaks_between_its_words(text: str, expected: str) -> None:
    assert cut(text) == expected


@pytest.mark.usefixtures("segmenter")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("เม.ย.", "เม.ย."),
        ("พ.ศ.๒๕๖๘", "พ.ศ.๒๕๖๘"),
        ("สปป.ลาว", "สปป.ลาว"),
        ("รมว.เทคโนโลยี", "รมว.|เทคโนโลยี"),
        ("กรุงเทพฯมี", "กรุงเทพฯ|มี"),
        ("ต่างๆนานา", "ต่างๆ|นานา"),
        ("สภาบริหาร(CA)ของ", "สภาบริหาร|(CA)|ของ"),
        ("“ลาว”สนับสนุน", "“ลาว”|สนับสนุน"),
        ("สนับสนุน?", "สนับสนุน?"),
        ("ปี๒๕๖๘", "ปี|๒๕๖๘"),
        ("UPUของไทย", "UPU|ของ|ไทย"),
        ("ลาว\u00a0ไทย", "ลาว\u00a0ไทย"),
    ],
)
def test_marks_and_brackets_stay_with_their_words(text: str, expected: str) -> None:
    assert cut(text) == expected


@pytest.mark.usefixtures("segmenter")
def test_a_foreign_name_loses_no_scrap_of_one_letter() -> None:
    for name in ("โรดริโกดูแตร์เต", "อันวาร์อิบราฮิม", "มาซาฮิโกะเมโทกิ", "แคแมรอนกับเฮนริก"):
        assert min(map(len, cut(name).split("|"))) > 1, cut(name)


@pytest.mark.usefixtures("segmenter")
def test_a_country_name_of_up_to_14_letters_stays_whole() -> None:
    with resources.path("resources", "members.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name_th"] for row in csv.DictReader(file)]
    short = [name for name in names if re.fullmatch("[ก-๎]{2,14}", name)]
    assert len(short) > 150
    assert [name for name in short if thai.break_points(name)] == []


@given(st.text(alphabet=MIXED, max_size=60))
def test_no_line_begins_with_a_mark_or_ends_in_a_leading_vowel(text: str) -> None:
    for at in thai.break_points(text):
        assert text[at] not in thai.DEPENDENT
        assert text[at] not in ")]”’»!?,.:;%/\u0301\u200b\u00a0 "
        assert text[at - 1] not in thai.LEADING
        assert text[at - 1] not in "([“‘«/\u200b\u00a0 "


@given(st.text(alphabet=MIXED.replace("\u200b", "")))
def test_break_marks_come_out_again(text: str) -> None:
    assert thai.without_breaks(thai.with_breaks(text)) == text


@given(st.text(alphabet=THAI, min_size=1, max_size=60))
def test_both_segmenters_give_back_every_letter(run: str) -> None:
    for make in SEGMENTERS.values():
        assert "".join(make(thai.word_list())(run)) == run


def test_without_a_wheel_lines_still_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nlpo3", None)
    assert thai._segmenter.__wrapped__()("ไปรษณีย์ไทย") == ["ไปรษณีย์", "ไทย"]


def test_the_word_list_holds_no_compounds_and_nothing_but_thai_letters() -> None:
    words = resources.path("resources", "words", "words_th.txt").read_text("utf-8").split()
    assert [word for word in words if not re.fullmatch("[ก-ฺเ-๎]{2,14}", word)] == []


# Sorting


def test_thai_words_sort_as_in_the_dictionary() -> None:
    # Royal Institute order: leading vowel after its consonant, tone marks only between equals.
    words = "กก กรรม กะ กา ก่า ก้า กิน เก็บ เกม แก ไก่ ขอ คีร์กีซสถาน ซูดาน ไซปรัส ไทย ลาว เลบานอน"
    assert sorted(reversed(words.split()), key=thai.sort_key) == words.split()


def test_thai_stands_before_latin_for_thai_readers_only() -> None:
    assert sorted(["Laos", "ลาว", "12"], key=thai.sort_key) == ["12", "ลาว", "Laos"]
    others = sorted(["ลาว", "Laos", "12"], key=lambda name: thai.sort_key(name, thai_first=False))
    assert others == ["12", "Laos", "ลาว"]


def test_accents_and_case_only_decide_between_equals() -> None:
    names = ["cote", "Cote", "coté", "côte", "Côte d’Ivoire", "Estonie", "États-Unis", "Éthiopie"]
    names += ["Guinée", "Guinée-Bissau", "Œuvre", "São Tomé", "Türkiye", "Turkmenistan"]
    assert sorted(reversed(names), key=thai.sort_key) == names


# Folding


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye", "TURKIYE"),
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("Łódź", "lodz"),
        ("œuvre", "OEUVRE"),
        ("Straße", "STRASSE"),
        ("Ελλάδα", "ελλαδα"),
        ("Йошкар-Ола", "иошкар–ола"),
        ("“CA”", '"ca"'),
        ("๒๕๖๘", "2568"),
        ("น้ำ", "น\u0e49\u0e4d\u0e32"),
        ("น้ำ", "น\u0e4d\u0e49\u0e32"),
        ("แผน", "เเผน"),
        ("ที่", "ท\u0e48\u0e35"),
        ("ไปรษณีย์\u200bไทย", "ไปรษณีย์ไทย"),
        ("\u200fلاوس\u200e", "لاوس"),
        ("Lao\u00adtian", "laotian"),
        ("ＵＰＵ", "upu"),
    ],
)
def test_search_finds_what_a_reader_calls_the_same(one: str, other: str) -> None:
    assert thai.fold(one) == thai.fold(other)


@pytest.mark.parametrize("word", ["ที่", "น้ำ", "ปั้น", "สิทธิ์", "ฎีกา", "เก็บ", "ลาว", "中国", "한국"])
def test_folding_keeps_thai_and_eastern_letters_as_they_are(word: str) -> None:
    assert thai.fold(word) == word


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert thai.fold(thai.fold(text)) == thai.fold(text)


@given(st.text(alphabet="0123456789 /:ก"))
def test_digits_go_there_and_back(text: str) -> None:
    assert thai.plain_digits(thai.thai_digits(text)) == text
    assert not re.search("[0-9]", thai.thai_digits(text))
