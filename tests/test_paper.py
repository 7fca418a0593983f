"""Paper: whatever is typed is seen, found and copied as it was typed."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import Flowable, Spacer

from upudesk import resources, thai
from upudesk.reports import formats, paper, typeset
from upudesk.reports.grid import Grid, Row
from upudesk.reports.paper import Chip, Flag, Run, Style, Surround, para
from upudesk.tally import State

JUSTIFIED = replace(paper.BODY, align="justified")
SURROUND = Surround(page=lambda page, pages: f"หน้า {page} จาก {pages}")

WORDS = [
    "ที่", "น้ำ", "ปั้น", "ญี่ปุ่น", "ฟื้น", "ก๋วยเตี๋ยว", "ผู้แทน", "กตัญญู", "กำลัง", "ฎีกา",
    "กู้ยืม", "ที่ปรึกษา", "สิทธิ์", "ซื้อ", "ฐานะ", "ญาติ", "กฎหมาย", "ปฏิบัติ", "กุฏิ",
    "อนุญาต", "ใหญ่", "หญิง", "เนื้อ", "เสื้อ", "เพื่อ", "เมื่อ", "เรื่อง", "เครื่อง", "ตั้ง",
    "ทั้งสิ้น", "ขึ้น", "ลื่น", "ปี้", "ฝี่", "ฟู่", "ป้ำ", "ค่ำ", "ย้ำ", "ถ้ำ", "คำมั่น",
    "จำนวน", "น้ำใจ", "สำคัญ", "ศักดิ์สิทธิ์", "สงเคราะห์", "สัมพันธ์", "องค์การ", "ทฤษฎี",
    "ฤๅษี", "๓๔๕", "พฤษภาคม", "สหรัฐฯ", "ต่างๆ", "เก๊", "โต๊ะ", "จ๋า", "ฏูฐู่", "ปฏิญญา",
    "ไปรษณีย์", "ฝ้าย",
]  # fmt: skip

# The facts of the announcement of 3 April 2025, in words of our own.
STATEMENT = (
    "เมื่อวันที่ 3 เมษายน 2568 มีรายงานว่า สปป.ลาว พร้อมสนับสนุนให้ประเทศไทยเป็นสมาชิกทั้งสภาบริหาร (CA) "
    "และสภาปฏิบัติการไปรษณีย์ (POC) ของสหภาพสากลไปรษณีย์ในวาระปี 2026–2029 การลงคะแนนจะมีขึ้นที่นครดูไบ "
    "ระหว่างการประชุมใหญ่ สมัยที่ 28 วันที่ 8–19 กันยายน 2568 รองนายกรัฐมนตรีของไทยกับรัฐมนตรีว่าการกระทรวง"
    "เทคโนโลยีและการสื่อสารของลาวได้พูดคุยกันหกเรื่อง คือ กิจการไปรษณีย์ ธุรกิจเกิดใหม่ ทักษะดิจิทัล งานสถิติ "
    "อาชญากรรมออนไลน์ และการใช้ดาวเทียมเฝ้าระวังฝุ่น PM2.5 ก่อนหน้านั้น เมื่อวันที่ 15 มกราคม 2568 "
    "ทั้งสองฝ่ายได้ลงนามบันทึกความร่วมมือแล้ว"
)

NAMES = [
    "ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ",
    "ບໍ່ມີ ຄໍາ ນ້ຳ ເຈົ້າ",
    "Почта России",
    "Қазақстан Республикасы",
    "Ελληνικά Ταχυδρομεία",
    "محمد بن راشد آل مكتوم",
    "بريد الإمارات",
    "پست جمهوری اسلامی ایران",
    "דואר ישראל",
    "भारतीय डाक",
    "हिन्दी मंत्री",
    "中国邮政集团",
    "中華郵政",
    "日本郵便カブシキがいしゃ",
    "우정사업본부",
    "ភ្នំពេញ",
    "မြန်မာ့ဆက်သွယ်ရေး",
    "საქართველოს ფოსტა",
    "Հայփոստ",
    "የኢትዮጵያ ፖስታ",
    "বাংলাদেশ ডাক",
    "இலங்கை தபால்",
    "ශ්රී ලංකා තැපැල්",
    "འབྲུག་སྦྲེལ་",
    "Nguyễn Thị Hồng",
    "Côte d’Ivoire",
    "Őrség Łódź Þór Ağrı",
    "office difficult fjord",
]


def printed(*blocks: Flowable, surround: Surround = SURROUND) -> paper.Printed:
    return paper.build(blocks, surround=surround, language="th", title="ทดสอบ")


def poppler(pdf: bytes) -> str:
    """pdftotext stands in the package poppler-utils; without it these tests fail."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def mupdf(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return "\n".join(page.get_text() for page in document)


Reader = Callable[[bytes], str]
READERS = pytest.mark.parametrize("reader", [poppler, pdfium, mupdf])


def plain(text: str) -> str:
    """Without the direction marks that poppler adds, and with one kind of white."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).split())


def letters(text: str) -> str:
    return "".join(plain(text).split())


def set_lines(text: str, width: float, style: Style = paper.BODY) -> list[str]:
    return [line.text for line in typeset.lines(typeset.words([Run(text)], style), style, width)]


# What is typed comes back


@READERS
def test_every_thai_word_comes_back_letter_for_letter(reader: Reader) -> None:
    found = plain(reader(printed(*(para(word) for word in WORDS)).pdf)).split()
    assert [word for word in found if word in WORDS] == WORDS


@READERS
@pytest.mark.parametrize("style", [paper.BODY, JUSTIFIED], ids=["ragged", "justified"])
def test_a_thai_statement_comes_back_letter_for_letter(reader: Reader, style: Style) -> None:
    assert letters(STATEMENT) in letters(reader(printed(para(STATEMENT, style)).pdf))


@READERS
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_all_four_faces_of_thai_come_back(reader: Reader, bold: bool, italic: bool) -> None:
    pdf = printed(para([Run(" ".join(WORDS), bold=bold, italic=italic)])).pdf
    assert letters(" ".join(WORDS)) in letters(reader(pdf))


@READERS
def test_a_table_comes_back_cell_by_cell(reader: Reader) -> None:
    rows = [WORDS[at : at + 4] for at in range(0, 32, 4)]
    found = plain(
        reader(printed(paper.table(["วันที่", "สภา", "ระดับ", "ที่มา"], rows, [1, 1, 1, 1])).pdf)
    )
    assert all(word in found.split() for row in rows for word in row)


@READERS
@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_its_own_script_is_found_again(reader: Reader, name: str) -> None:
    assert name in plain(reader(printed(para(name)).pdf))


@READERS
def test_a_name_from_right_to_left_is_found_inside_a_thai_sentence(reader: Reader) -> None:
    found = plain(reader(printed(para("พบ محمد بن راشد ที่นครดูไบ")).pdf))
    assert "ที่นครดูไบ" in found
    if reader is pdfium:  # it turns round each word of such a line by itself
        assert {"محمد", "بن", "راشد"} <= set(found.split())
    else:
        assert "محمد بن راشد" in found


@READERS
def test_markup_typed_by_a_user_is_printed_as_it_is(reader: Reader) -> None:
    typed = 'a <b>bold</b> claim & <font color="red">more</font> &amp; \\ (x) %d {y}'
    assert typed in plain(reader(printed(para(typed)).pdf))


@READERS
def test_signs_and_emoji_are_printed(reader: Reader) -> None:
    done = printed(para("№ 5 ✓ done → next ● 😀 ok 👍🏽 ₭ ฿ ☎"))
    assert done.missing == ()
    found = reader(done.pdf)
    assert all(sign in found for sign in "№✓→●😀👍₭฿☎")


@READERS
def test_the_surround_stands_on_every_page(reader: Reader) -> None:
    around = Surround(
        page=lambda page, pages: f"หน้า {page} จาก {pages}", as_of="ข้อมูล ณ 15 ส.ค. 2568",
        footer="การประชุมใหญ่ สมัยที่ 28", marking="ลับที่สุด", demo="DEMO - INVENTED",
    )  # fmt: skip
    done = printed(*(para(STATEMENT) for _ in range(20)), surround=around)
    found = plain(reader(done.pdf))
    assert done.pages > 2
    assert found.count("ลับที่สุด") == 2 * done.pages
    assert found.count("DEMO - INVENTED") == 2 * done.pages
    assert found.count("ข้อมูล ณ 15 ส.ค. 2568") == done.pages
    assert all(f"หน้า {page} จาก {done.pages}" in found for page in range(1, done.pages + 1))


def test_a_level_is_told_by_number_word_and_sign() -> None:
    chips = [
        Chip(State.FIRM_YES, "++", "5 แน่นอน"),
        Chip(State.ASKED, "?", "ถามแล้ว"),
        Chip(State.NOT_ASKED, "·", "–"),
    ]
    found = plain(mupdf(printed(*chips).pdf))
    assert "5 แน่นอน" in found
    assert "++" in found
    assert "ถามแล้ว" in found


# What cannot be printed is said


def test_a_character_that_no_font_has_leaves_a_mark_and_a_warning() -> None:
    done = printed(para("before \U00012000 after \uea60"))
    assert done.missing == ("\uea60", "\U00012000")
    assert "before [U+12000] after [U+EA60]" in plain(mupdf(done.pdf))


def test_a_missing_character_on_the_last_page_is_reported_too() -> None:
    around = Surround(page=lambda page, pages: f"{page} \U00012000")
    assert printed(para("x"), surround=around).missing == ("\U00012000",)


def test_direction_marks_and_joiners_steer_unseen() -> None:
    done = printed(para("a\u200eb \u200fc \u2067d\u2069 e\u200bf x\ufe0f \u00adg \ufeffh"))
    assert done.missing == ()
    assert "[U+" not in mupdf(done.pdf)


# Lines


def begins_with_a_mark(line: str) -> bool:
    return bool(line.strip()) and unicodedata.category(line.lstrip()[0])[0] == "M"


@pytest.mark.parametrize("width", [15, 40, 75, 120, 222, 480])
def test_no_line_begins_with_a_combining_mark(width: float) -> None:
    text = STATEMENT + " " + "".join(WORDS) + " " + " ".join(NAMES)
    lines = set_lines(text, width)
    assert len(lines) > 5
    assert not [line for line in lines if begins_with_a_mark(line)]
    assert not [line for line in lines if line[0] in "ะาำๅ"]
    assert not [line for line in lines if line.rstrip()[-1] in "เแโใไ"]


def test_thai_lines_break_between_words() -> None:
    lines = set_lines(STATEMENT, 200)
    at = 0
    for line in lines[:-1]:
        at += len(line)
        start = STATEMENT.rfind(" ", 0, at) + 1
        end = STATEMENT.find(" ", at)
        run = STATEMENT[start : end if end >= 0 else None]
        assert at == start or at - start in thai.break_points(run)


def test_a_span_of_years_is_not_torn_and_a_hyphened_word_may_be() -> None:
    assert set_lines("the term 2026-2029", 60)[-1] == "2026-2029"
    assert set_lines("designated-operator", 60)[0] == "designated-"


def test_thai_words_stay_whole_where_their_look_changes() -> None:
    bold_middle = [Run("ก๋วย"), Run("เตี๋ยว", bold=True), Run("ก๋วยเตี๋ยว")]
    words = typeset.words(bold_middle, paper.BODY).paragraphs[0].cut()
    assert [word.text for word in words] == ["ก๋วยเตี๋ยว", "ก๋วยเตี๋ยว"]


def test_a_word_wider_than_the_line_is_cut_and_nothing_of_it_is_lost() -> None:
    for word in ("A" * 300, "ก๋วยน้ำ" * 60, "👩🏽‍🚀" * 40, "ქ" * 200, "क्षि" * 100, "محمد" * 80):
        lines = set_lines(word, 100)
        assert "".join(lines) == word
        assert not [line for line in lines if begins_with_a_mark(line)]


def test_new_lines_and_indents_in_a_note_are_kept() -> None:
    assert set_lines("one\r\n  two\n\nthree\n", 300) == ["one", "  two", "", "three", ""]


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60),
    st.floats(12, 400),
)
def test_whatever_is_typed_stands_on_some_line(text: str, width: float) -> None:
    assert "".join(set_lines(text, width)) == text


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=6))
def test_whatever_is_typed_can_be_printed(texts: Sequence[str]) -> None:
    cells = [[text, [Run(text, bold=True)]] for text in texts]
    done = printed(*(para(text) for text in texts), paper.table(["a", "b"], cells, [1, 3]))
    assert done.pages == len(pypdfium2.PdfDocument(done.pdf))


def test_justified_lines_reach_the_edge_but_the_last_does_not() -> None:
    with pymupdf.open(stream=printed(para(STATEMENT, JUSTIFIED)).pdf) as document:
        words = [word for word in document[0].get_text("words") if 50 < word[3] < 700]
    rows = sorted({round(word[3]) for word in words})
    ends = [max(word[2] for word in words if round(word[3]) == row) for row in rows]
    edge = 45 + formats.A4.text_width
    assert len(ends) > 3
    assert all(end == pytest.approx(edge, abs=1) for end in ends[:-1])
    assert ends[-1] < edge - 20


# Pages


def test_a_note_longer_than_a_page_goes_on_in_its_cell() -> None:
    note = " ".join([STATEMENT] * 12)
    done = printed(paper.table(["วันที่", "บันทึก"], [["3 เม.ย. 2568", note]], [1, 4]))
    assert done.pages > 1
    assert mupdf(done.pdf).count("PM2.5") == 12


def test_the_header_of_a_table_is_repeated_on_the_next_page() -> None:
    rows = [[f"แถว {at}", STATEMENT[:80]] for at in range(60)]
    done = printed(paper.table(["วันที่", "ที่มา"], rows, [1, 3]))
    assert mupdf(done.pdf).count("ที่มา") == done.pages


def groups(*sizes: int) -> Grid:
    """Each a heading and so many rows, all 20 points high."""
    rows: list[Row] = []
    for size in sizes:
        for number in range(size + 1):
            rows.append(Row([[Spacer(0, 20)]], (1,)))
            rows[-1].keepWithNext = int(number == 0)
    return Grid(Spacer(0, 20), rows, least=3)


@pytest.mark.parametrize(
    ("sizes", "room", "cut"),
    [((1, 1, 2, 1), 120, 4), ((4, 3), 100, 3), ((4, 3), 140, 5), ((2, 2), 100, 3), ((9,), 60, 0)],
)
def test_a_table_is_cut_between_its_groups_or_leaves_two_rows_of_one(
    sizes: tuple[int, ...], room: int, cut: int
) -> None:
    """Of the room the header takes one row; nothing is cut where only the next page has room."""
    parts = groups(*sizes).splitOn(None, 400, room)
    assert [len(part.rows) for part in parts][:1] == ([cut] if cut else [])


def test_what_is_left_of_a_table_does_not_begin_again_on_the_same_page() -> None:
    left = Grid(Spacer(0, 20), [Row([[para(" ".join(["word"] * 14))]], (1,)) for _row in range(2)])
    assert left.splitOn(None, 100, 85) == []


def test_two_columns_longer_than_a_page_go_on_on_the_next() -> None:
    left = [para(STATEMENT) for _ in range(12)]
    assert mupdf(printed(paper.columns(left, [para("x")])).pdf).count("PM2.5") == 12


def test_every_heading_is_in_the_outline_as_it_was_typed() -> None:
    done = printed(paper.title_block("LA", "ลาว", "Lao"), paper.section("คำมั่น"), para("x"))
    with pymupdf.open(stream=done.pdf) as document:
        assert [(level, title, page) for level, title, page in document.get_toc()] == [
            (1, "ลาว", 1),
            (2, "คำมั่น", 1),
        ]


def test_a_text_too_long_for_the_footer_is_cut_and_says_so() -> None:
    done = printed(para("x"), surround=Surround(page=lambda *_: "1", footer=STATEMENT))
    assert "…" in mupdf(done.pdf)


def test_a_member_without_a_flag_gets_a_plate_with_its_letters() -> None:
    assert "QZ" in mupdf(printed(Flag("qz")).pdf)


def test_every_member_has_a_flag_for_screen_and_paper() -> None:
    with resources.path("resources", "members.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["iso2"].lower() for row in csv.DictReader(file)]
    assert len(keys) == 192
    for key in keys:
        assert resources.path("resources", "flags", f"{key}.svg").is_file()
        assert resources.path("resources", "flags", f"{key}.png").is_file()


# The file


def test_language_and_title_stand_in_the_file() -> None:
    with pymupdf.open(stream=printed(para("x")).pdf) as document:
        assert document.metadata["title"] == "ทดสอบ"
        assert document.metadata["author"] == ""
        assert document.xref_get_key(document.pdf_catalog(), "Lang")[1] == "th"


def test_every_font_is_embedded_as_a_subset() -> None:
    with pymupdf.open(stream=printed(para(" ".join(NAMES)), para("ลาว")).pdf) as document:
        fonts = document.get_page_fonts(0)
        assert len(fonts) > 10
        assert all(re.match(r"[A-Z]{6}\+", name) for _, _, _, name, *_ in fonts)
        assert all(document.extract_font(xref)[3] for xref, *_ in fonts)


def test_bytes_are_compressed_and_not_spelt_out_in_letters() -> None:
    done = printed(para(STATEMENT), Flag("TH"))
    assert b"ASCII85Decode" not in done.pdf
    assert done.pdf.count(b"FlateDecode") > 4


def a_page() -> bytes:
    return printed(
        paper.title_block("LA", "ลาว", "ສປປ ລາວ"),
        paper.section("คำมั่น"),
        para([STATEMENT, Run(" ".join(NAMES), bold=True)], JUSTIFIED),
        paper.table(["ก", "ข"], [["1", "😀"], [Flag("TH", 20), "دبي"]], [1, 1]),
    ).pdf


def test_equal_input_gives_equal_bytes_whatever_was_printed_before() -> None:
    first = a_page()
    printed(para("".join(WORDS) + "Ωж中".join(NAMES)), Flag("mx"))
    assert a_page() == first


def test_equal_input_gives_equal_bytes_in_another_process() -> None:
    code = "import sys; from tests.test_paper import a_page; sys.stdout.buffer.write(a_page())"
    root = str(Path(__file__).parents[1])
    for seed in ("1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PATH": ""}, cwd=root,
            capture_output=True, check=True,
        )  # fmt: skip
        assert done.stdout == a_page()


def test_pages_made_in_several_threads_are_equal() -> None:
    pages: list[bytes] = []
    threads = [threading.Thread(target=lambda: pages.append(a_page())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pages == [a_page()] * 4
