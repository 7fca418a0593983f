"""Papers as files: what a reader is led by, what a file tells of itself, how its pages look."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pymupdf
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtPdf import QPdfDocument
from reportlab.platypus import PageBreak

from upudesk import i18n, resources
from upudesk.figures.marks import Figure
from upudesk.reports import binding, formats, paper, sheet
from upudesk.reports.binding import About
from upudesk.reports.drawing import Drawing
from upudesk.reports.formats import FORMATS, Format
from upudesk.reports.imprint import Paper
from upudesk.reports.paper import Flag, para
from upudesk.reports.part import Part
from upudesk.reports.sheet import Fitted, Printed, Sheet, Turn, bound, lay
from upudesk.reports.surround import Surround
from upudesk.reports.typeset import Style

JUSTIFIED = replace(paper.BODY, align="justified")
PLAIN = Surround(page=lambda page, pages: f"{page} of {pages}")
ABOUT = About("ลาว & <Kenya>", "th", "Congress", datetime(2025, 8, 15, 9, 30, tzinfo=UTC))
LONG = {
    "th": "สำนักงานคณะกรรมการดิจิทัลเพื่อเศรษฐกิจและสังคมแห่งชาติ กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    "en": "The Permanent Representative to the United Nations and to other organisations in Geneva",
    "fr": "Son Excellence Madame la Ministre déléguée chargée des Postes et des Télécommunications",
}


class Leads(paper.Rule):
    """A line that leads to an entry, and tells the page of one further on."""

    def __init__(self, to: int, ahead: int, *, whole: bool = False) -> None:
        super().__init__(space=20)
        self._to, self._ahead, self._whole = to, ahead, whole

    def draw(self) -> None:
        canvas: Sheet = self.canv
        canvas.lead(self._to, 0, 0, self.width, 20, whole=self._whole)
        canvas.set_later("see page {page}", self._ahead, Style(10, 16), 0, 18, self.width)


def part(*titles: str, leads: Leads | None = None) -> Part:
    """A page for each title."""
    story = []
    for title in titles:
        story += [PageBreak()] if story else []
        story += [paper.title_block("LA", title, ""), paper.section("Below")]
    if leads:
        story.append(leads)
    return lay(story, surround=PLAIN)


@pytest.fixture(scope="module")
def book() -> Printed:
    parts = [part("One", leads=Leads(4, 1, whole=True)), part("Two", "Three", leads=Leads(0, -1))]
    return bound(parts, PLAIN, ABOUT)


@pytest.fixture
def read(book: Printed) -> Iterator[pymupdf.Document]:
    with pymupdf.open(stream=book.pdf) as document:
        yield document


# What leads a reader


def test_parts_stand_in_one_outline_with_their_pages(read: pymupdf.Document) -> None:
    assert read.get_toc() == [
        [1, "One", 1], [2, "Below", 1], [1, "Two", 2], [2, "Below", 2], [1, "Three", 3],
        [2, "Below", 3],
    ]  # fmt: skip


def test_pages_are_counted_through_all_parts(read: pymupdf.Document) -> None:
    assert all(f"{n} of 3" in page.get_text() for n, page in enumerate(read, 1))
    assert [page.get_label() for page in read] == ["1", "2", "3"]


def test_a_link_leads_within_its_part_or_through_the_whole(read: pymupdf.Document) -> None:
    leads = [[link["page"] + 1 for link in page.get_links()] for page in read]
    assert leads == [[3], [], [2]]


def test_a_number_that_is_known_late_is_the_right_one(read: pymupdf.Document) -> None:
    assert "see page 2" in read[0].get_text()
    assert "see page 2" in read[2].get_text()


# What a file tells of itself


def test_it_tells_its_title_language_and_moment_and_nothing_else(book: Printed) -> None:
    with pikepdf.open(io.BytesIO(book.pdf)) as file:
        assert str(file.Root.Lang) == "th"
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        assert {key: str(value) for key, value in file.docinfo.items()} == {
            "/Title": ABOUT.title, "/Subject": "Congress", "/Producer": "UPUDesk",
            "/CreationDate": "D:20250815093000Z", "/ModDate": "D:20250815093000Z",
        }  # fmt: skip
        with file.open_metadata() as told:
            assert told["dc:title"] == ABOUT.title
            assert told["xmp:CreateDate"] == "2025-08-15T09:30:00Z"


def test_a_title_of_any_letters_is_told(book: Printed) -> None:
    about = About('a\x00\x0b]]> "ก้" \U0001f600\ufffe', "en")
    made = bound([part("One")], PLAIN, about)
    with pikepdf.open(io.BytesIO(made.pdf)) as file, file.open_metadata() as told:
        assert told["dc:title"] == 'a]]> "ก้" \U0001f600'


def test_it_is_whole_for_qpdf(book: Printed) -> None:
    with pikepdf.open(io.BytesIO(book.pdf)) as file:
        assert file.check_pdf_syntax() == []


def test_it_refers_to_nothing_outside_and_carries_no_script(book: Printed) -> None:
    with pikepdf.open(io.BytesIO(book.pdf)) as file:
        written = b"".join(repr(object).encode() for object in file.objects)
    for word in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/GoToR"):
        assert word not in written


def test_every_font_is_embedded(book: Printed) -> None:
    with pymupdf.open(stream=book.pdf) as document:
        found = {font for page in document for font in page.get_fonts(full=True)}
        assert all(document.extract_font(font[0])[3] for font in found)
        assert all("+" in font[3] for font in found)


def test_equal_parts_give_equal_bytes(book: Printed) -> None:
    parts = [part("One", leads=Leads(4, 1, whole=True)), part("Two", "Three", leads=Leads(0, -1))]
    assert bound(parts, PLAIN, ABOUT).pdf == book.pdf


def test_a_passphrase_is_aes_256_and_changes_nothing_inside(book: Printed) -> None:
    # "é" as two characters: the same passphrase, whatever keyboard it comes from
    closed = binding.protected(book.pdf, "รหัสผ่าน e\u0301")
    assert b"Three" not in closed
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(closed))
    with pikepdf.open(io.BytesIO(closed), password="รหัสผ่าน \u00e9") as file:
        assert file.encryption.R == 6
        assert file.encryption.bits == 256
        assert file.check_pdf_syntax() == []
    with pymupdf.open(stream=closed) as document:
        assert document.authenticate("รหัสผ่าน é")
        assert "Three" in document[2].get_text()


# What stands around a page


def around(words: str) -> Surround:
    """Everything that can stand there, at length."""
    return Surround(
        page=lambda page, pages: f"page {page} of {pages}", as_of=f"as of 15 {words[:24]}",
        footer=words, marking=words[:40], demo="DEMO - INVENTED", held_by=(words, words),
        copy="copy 12 of 99", watermark=words,
    )  # fmt: skip


def shown(surround: Surround, paper_: Paper, *, landscape: bool = False) -> bytes:
    with formats.using(paper_):
        story = [Turn(landscape=True)] if landscape else []
        made = lay([*story, para("x")], surround=surround)
        return bound([made], surround, ABOUT).pdf


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "landscape"])
@pytest.mark.parametrize("paper_", list(Paper))
def test_nothing_around_a_page_meets_anything_else(paper_: Paper, landscape: bool) -> None:
    for words in LONG.values():
        with pymupdf.open(stream=shown(around(words), paper_, landscape=landscape)) as document:
            page = document[0]
            lines = [
                pymupdf.Rect(x0, y0 + 3, x1, y1 - 3)
                for block in page.get_text("dict")["blocks"]
                for x0, y0, x1, y1 in (line["bbox"] for line in block["lines"])
            ]  # fmt: skip
            assert all(line in page.rect for line in lines)
            assert not [(a, b) for a in lines for b in lines if a is not b and a.intersects(b)]


@pytest.mark.parametrize("paper_", list(Paper))
def test_each_paper_has_its_sheet_and_its_type(paper_: Paper) -> None:
    sheets = {Paper.A4: (595, 842), Paper.A5: (420, 595), Paper.LARGE: (595, 842)}
    sizes = {Paper.A4: 11, Paper.A5: 9, Paper.LARGE: 15}
    with pymupdf.open(stream=shown(PLAIN, paper_)) as document:
        assert (round(document[0].rect.width), round(document[0].rect.height)) == sheets[paper_]
        spans = [s for b in document[0].get_text("dict")["blocks"] for s in b["lines"][0]["spans"]]
        assert round(spans[0]["size"]) == sizes[paper_]


def test_pages_lie_on_their_side_where_a_story_asks_for_it() -> None:
    widths: list[float] = []

    def block(width: float) -> paper.Text:
        widths.append(width)
        return para("wide")

    story = [para("a"), Turn(landscape=True), Fitted(block), Turn(landscape=False), para("b")]
    made = bound([lay(story, surround=PLAIN)], PLAIN, ABOUT)
    with pymupdf.open(stream=made.pdf) as document:
        assert [page.rect.width > page.rect.height for page in document] == [False, True, False]
    assert widths == [FORMATS[Paper.A4].landscape.text_width]


def test_a_watermark_is_seen_but_never_read() -> None:
    with_it, without = shown(around("ลับที่สุด"), Paper.A4), shown(PLAIN, Paper.A4)
    marked = Surround(page=PLAIN.page, watermark="SECRETARIAT")
    pdf = shown(marked, Paper.A4)
    assert "SECRET" not in text(pdf)
    assert with_it != without
    difference = ImageChops.difference(mupdf(pdf), mupdf(without)).convert("L")
    lightest = ImageStat.Stat(difference).extrema[0][1]
    assert 10 < lightest < 60, "seen in greyscale too, and read over"


def text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


# How pages look


def poppler(pdf: bytes) -> Image.Image:
    done = subprocess.run(
        ["pdftoppm", "-r", "72", "-png", "-f", "1", "-l", "1", "-"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def mupdf(pdf: bytes) -> Image.Image:
    with pymupdf.open(stream=pdf) as document:
        return Image.open(io.BytesIO(document[0].get_pixmap(dpi=72).tobytes("png"))).convert("RGB")


def preview(pdf: bytes) -> Image.Image:
    """As the window shows it."""
    buffer, document = QBuffer(), QPdfDocument(None)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    size = document.pagePointSize(0)
    seen = document.render(0, QSize(round(size.width()), round(size.height())))
    document.close()
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    seen.save(kept, "PNG")
    ground = Image.open(io.BytesIO(kept.data().data())).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", ground.size, "white"), ground).convert("RGB")


def blurred(page: Image.Image) -> Image.Image:
    """Without the edges of letters, which each draws in its own way."""
    return page.convert("L").filter(ImageFilter.GaussianBlur(3))


@pytest.mark.parametrize("paper_", [Paper.A4, Paper.A5])
def test_preview_poppler_and_mupdf_show_the_same_page(qapp: object, paper_: Paper) -> None:
    with formats.using(paper_):
        surround = around(LONG["th"])
        story = [
            paper.title_block("LA", "สาธารณรัฐประชาธิปไตยประชาชนลาว", LONG["fr"]),
            paper.section("ท่าที"), para(LONG["th"] * 6, JUSTIFIED),
            paper.table(["วัน", "สภา"], [["3 เม.ย. 2568", LONG["th"]]] * 8, (1, 3)),
        ]  # fmt: skip
        pdf = bound([lay(story, surround=surround)], surround, ABOUT).pdf
    first, *others = (draw(pdf) for draw in (mupdf, poppler, preview))
    for other in others:
        assert all(abs(a - b) <= 1 for a, b in zip(other.size, first.size, strict=True))
        apart = ImageStat.Stat(ImageChops.difference(blurred(first), blurred(other)))
        assert apart.extrema[0][1] < 40, "edges of letters differ, places do not"


def test_what_a_picture_shows_is_told() -> None:
    figure = Figure(100, 50, "CA: hemicycle", "Twenty countries.")
    made = lay([Drawing(figure)], surround=PLAIN)
    with pikepdf.open(io.BytesIO(bound([made], PLAIN, ABOUT).pdf)) as file:
        drawn = b"".join(stream.read_bytes() for stream in _streams(file))
    assert "CA: hemicycle. Twenty countries.".encode("utf-16-be").hex().upper().encode() in drawn


def _streams(file: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    contents = file.pages[0].Contents
    yield from contents if isinstance(contents, pikepdf.Array) else [contents]


def test_a_flag_that_is_missing_leaves_a_plate_with_its_letters() -> None:
    assert "QX" in text(bound([lay([Flag("qx")], surround=PLAIN)], PLAIN, ABOUT).pdf)


def test_every_kind_of_picture_file_is_shown() -> None:
    """Flags have few colours and go in as they are; a letterhead may come with any."""
    seen: list[bytes] = [resources.path("resources", "flags", "la.png").read_bytes()]
    for mode in ("RGB", "RGBA", "L", "LA", "1"):
        kept = io.BytesIO()
        Image.new(mode, (8, 6), 0).save(kept, "PNG")
        seen.append(kept.getvalue())
    for png in seen:
        pdf = bound([lay([Shown(png)], surround=PLAIN)], PLAIN, ABOUT).pdf
        with pymupdf.open(stream=pdf) as document:
            assert len(document[0].get_images()) == 1
            document[0].get_pixmap(dpi=30)


class Shown(Flag):
    """A picture of one's own."""

    def __init__(self, png: bytes) -> None:
        super().__init__("la")
        self._png = png

    def draw(self) -> None:
        self.canv.picture(self._png, 0, 0, 40, 30)


def test_french_signs_never_begin_a_line() -> None:
    """Where somebody typed a plain space before : ; ! ? or inside guillemets, it does not break."""
    said = "« Nous voterons pour vous » : c’est promis ; vraiment ! n’est-ce pas ? " * 6
    for width in range(120, 400, 40):
        lines = [line.text for line in _set(said, width)]
        assert not [line for line in lines if line[0] in ":;!?»"]
        assert not [line for line in lines if line.rstrip().endswith("«")]


def _set(said: str, width: float) -> list[sheet.typeset.Line]:
    style = Style(11, 18)
    return sheet.typeset.lines(sheet.typeset.words([sheet.Run(said)], style), style, width)


def test_blocks_know_the_width_of_the_paper_they_are_made_for() -> None:
    wide: list[Format] = []
    for paper_ in Paper:
        with formats.using(paper_), i18n.use(i18n.Language("en")):
            wide.append(formats.current())
    assert [round(format.text_width) for format in wide] == [505, 444, 381]
