"""How pages look: rendered by poppler and compared with the pictures kept in `tests/pages`.

A page that was changed on purpose is looked at first, and its picture then made anew:
`UPUDESK_NEW_PAGES=1 python -m pytest tests/test_pages.py`. Pictures are grey, small and few; what
differs by a hair of anti-aliasing passes, a line that moved does not.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image
from reportlab.platypus import Flowable

from tests.builders import FRANCE, KENYA, LAOS, a_campaign, a_member, a_pledge, a_snapshot, asked
from upudesk import i18n
from upudesk.disclosure import INTERNAL, Disclosed, disclose, profile
from upudesk.i18n import Language
from upudesk.model import (
    Answer,
    Author,
    Contact,
    FollowUp,
    Form,
    Level,
    Meeting,
    Post,
    Profile,
    Result,
    Role,
    Side,
    Undertaking,
)
from upudesk.reports import briefing, cover, executive, formats, paper, tally_sheet
from upudesk.reports.finish import Finished, finish
from upudesk.reports.imprint import Imprint, Paper

KEPT = Path(__file__).parent / "pages"
MADE = datetime(2025, 8, 15, 2, 0, tzinfo=UTC)
EN, TH, FR = Language("en"), Language("th"), Language("fr")
LANGUAGES = [EN, TH, FR]
THAI = "ผู้แทนยืนยันว่าจะสนับสนุนประเทศไทยทั้งสองสภา และขอให้ฝ่ายไทยแจ้งหมายเลขผู้สมัครก่อนวันลงคะแนน "
CODES = ("BR", "JP", "VN", "SN", "PL", "EG", "CL", "FJ", "IS", "GA")
OTHERS = [a_member(code, group=1 + n % 5) for n, code in enumerate(CODES)]
MEMBERS = [LAOS, KENYA, FRANCE, *OTHERS]
RECORDS = (
    a_campaign(place_th="ดูไบ", place_en="Dubai", place_fr="Dubaï",
               opens_on=date(2025, 9, 8), closes_on=date(2025, 9, 19)),
    Author(id="a", name="กองการต่างประเทศ"),
    Contact(id="c", member="la", name="Khamla Phomma", reach=("email: k@example.org",)),
    Post(contact="c", role=Role.MINISTRY, title="Director", starts_on=date(2023, 1, 1)),
    Contact(id="d", member="la", name="محمد بن راشد", other_names=("Mohammed Rashid",)),
    Meeting(members=("la",), title="หารือทวิภาคี", held_on=date(2025, 4, 2), place="Vientiane",
            notes=THAI * 6, outcome="Ready to support both", their_people=("c",)),
    Undertaking(member="la", what="Our vote at the ITU", due_on=date(2026, 10, 1)),
    FollowUp(member="la", what="Ask for a letter", due_on=date(2025, 8, 1), owner="a"),
    Result(year=2012, council="ca", member="la", elected=Answer.YES, votes=90, ballots_cast=161),
)  # fmt: skip
PLEDGES = [
    a_pledge(id="1", words="We shall support you", source="Letter 17", said_to="Embassy"),
    a_pledge(id="2", side=Side.DELEGATE, level=Level.UNDECIDED, given_on=date(2025, 8, 2)),
    a_pledge("ke", "th-poc", id="3", level=Level.LEANING_NO, form=Form.HEARSAY),
    a_pledge("br", id="4", level=Level.LEANING_YES, given_on=date(2025, 8, 10)),
    a_pledge("jp", "th-poc", id="5", level=Level.FIRM_NO, form=Form.NOTE_VERBALE),
    asked("fr", id="6"),
]


@pytest.fixture(scope="module")
def campaign() -> Disclosed:
    snapshot = a_snapshot(MEMBERS, PLEDGES, others=RECORDS)
    return disclose(snapshot, profile(snapshot, INTERNAL))


def imprint(**fields) -> Imprint:
    return Imprint(MADE, **fields)


def the_cover(campaign: Disclosed, language: Language, paper: Paper = Paper.A4) -> Finished:
    own = imprint(paper=paper, recipient="H.E. the Minister", copy=3, copies=12)
    with i18n.use(language):
        blocks = cover.blocks(campaign, ["la", "ke"], title="Monday 18", imprint=own)
        return finish(campaign.snapshot, "x", blocks, imprint=own)


def a_country(campaign: Disclosed, language: Language, paper: Paper = Paper.A4) -> Finished:
    return briefing.render(campaign, "la", language, imprint=imprint(paper=paper))


def the_glance(campaign: Disclosed, language: Language) -> Finished:
    return executive.render(campaign, language, imprint=imprint())


def the_sheet(campaign: Disclosed, language: Language) -> Finished:
    return tally_sheet.render(campaign, language, imprint=imprint())


PAPERS = [the_cover, a_country, the_glance, the_sheet]


# ------------------------------------------------------------------ as they are seen

DOTS = 45
LIMIT = 2
PICTURES: dict[str, tuple[Callable[[Disclosed], Finished], int]] = {
    "cover": (lambda c: the_cover(c, EN), 1),
    "cover-a5-th": (lambda c: the_cover(c, TH, Paper.A5), 1),
    "country-th": (lambda c: a_country(c, TH), 1),
    "country-th-behind": (lambda c: a_country(c, TH), 2),
    "country-large-fr": (lambda c: a_country(c, FR, Paper.LARGE), 1),
    "glance": (lambda c: the_glance(c, EN), 1),
    "tally-fr": (lambda c: the_sheet(c, FR), 1),
}


def seen(pdf: bytes, page: int) -> np.ndarray:
    """A page as poppler shows it, in grey."""
    done = subprocess.run(
        ["pdftoppm", "-r", str(DOTS), "-gray", "-f", str(page), "-l", str(page), "-"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    found = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", done.stdout)
    assert found
    wide, high = int(found[1]), int(found[2])
    return np.frombuffer(done.stdout[found.end() :], np.uint8).reshape(high, wide)


def differs(one: np.ndarray, other: np.ndarray) -> float:
    """How much of a page looks otherwise, in thousandths; hairs of anti-aliasing are evened out."""
    if one.shape != other.shape:
        return 1000.0
    apart = np.abs(evened(one) - evened(other))
    return float((apart > 32).mean() * 1000)


def evened(page: np.ndarray) -> np.ndarray:
    high, wide = (side // 2 * 2 for side in page.shape)
    return page[:high, :wide].reshape(high // 2, 2, wide // 2, 2).mean(axis=(1, 3))


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_looks_as_it_was_approved(name, campaign):
    make, page = PICTURES[name]
    found, kept = seen(make(campaign).pdf, page), KEPT / f"{name}.png"
    if os.environ.get("UPUDESK_NEW_PAGES"):
        Image.fromarray(found).quantize(16).save(kept, optimize=True)
    assert differs(found, np.asarray(Image.open(kept).convert("L"))) < LIMIT


def test_the_pictures_are_small():
    assert sum(file.stat().st_size for file in KEPT.glob("*.png")) < 300_000


def test_a_page_of_another_country_would_be_noticed(campaign):
    other = briefing.render(campaign, "ke", TH, imprint=imprint())
    kept = np.asarray(Image.open(KEPT / "country-th.png").convert("L"))
    assert differs(seen(other.pdf, 1), kept) > 10


# ------------------------------------------------------------------ as they are read


def texts(finished: Finished) -> str:
    with pymupdf.open(stream=finished.pdf) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def outline(finished: Finished) -> list[tuple[int, int]]:
    with pymupdf.open(stream=finished.pdf) as document:
        return [(level, page) for level, _title, page in document.get_toc()]


SAID = {
    the_cover: ["Monday 18", "H.E. the Minister", "3", "12", "19"],
    a_country: ["Letter 17", "We shall support you", "Khamla Phomma", "k@example.org",
                "Vientiane", "Ready to support both", "Our vote at the ITU", "Ask for a letter",
                "กองการต่างประเทศ", "161"],
    the_glance: ["CA", "POC", "2", "0"],
    the_sheet: ["CA", "✓", "?", "++"],
}  # fmt: skip
NAMED = {
    the_cover: {EN: ["Dubai"], TH: ["ดูไบ", "กันยายน 2568"], FR: ["Dubaï", "septembre 2025"]},
    a_country: {
        EN: ["Laos", "Voting right", "Pledge history", "Last meetings"],
        TH: ["ลาว", "สิทธิออกเสียง", "ยังไม่ตัดสินใจ", "ประวัติคำมั่น"],
        FR: ["Laos", "Droit de vote", "indécis", "Historique des promesses"],
    },
    the_glance: {EN: ["promised vote"], TH: ["คะแนนเสียงที่ได้รับคำมั่น"], FR: ["voix promise"]},
    the_sheet: {
        EN: ["Kenya", "leaning no", "hearsay", "Western Europe"],
        TH: ["เคนยา", "มีแนวโน้มไม่สนับสนุน", "แอฟริกา"],
        FR: ["Kenya", "plutôt non", "Afrique"],
    },
}  # fmt: skip


@pytest.mark.parametrize("make", PAPERS)
def test_a_paper_tells_the_same_in_three_languages(make, campaign):
    made = {language: make(campaign, language) for language in LANGUAGES}
    for language, finished in made.items():
        found = texts(finished)
        councils = {"POC": "CEP"} if language is FR else {}
        told = [councils.get(word, word) for word in SAID[make]] + NAMED[make][language]
        assert [word for word in told if word not in found] == []
    assert len({tuple(level for level, _page in outline(f)) for f in made.values()}) == 1
    assert len({finished.pages for finished in made.values()}) == 1


@pytest.mark.parametrize("make", [the_cover, the_sheet])
def test_equal_input_gives_equal_bytes(make, campaign):
    assert make(campaign, TH).pdf == make(campaign, TH).pdf


# ------------------------------------------------------------------ the count at a glance


def held_inside(campaign: Disclosed, *sections: str) -> Disclosed:
    snapshot = campaign.snapshot
    return disclose(snapshot, Profile(id="p", code="p", name_en="P", sections=sections))


def test_a_glance_leaves_out_what_the_profile_keeps_inside(campaign):
    everything = texts(the_glance(campaign, EN))
    cut = texts(the_glance(held_inside(campaign, "forecast", "what_changed", "map"), EN))
    for words in ("Chance of a seat", "Votes to expect", "What changed since", "Where they are"):
        assert words in everything
        assert words not in cut


def test_what_changed_is_told_since_the_day_that_is_asked_for(campaign):
    told = texts(executive.render(campaign, EN, imprint=imprint(), day=date(2025, 8, 5)))
    assert "What changed since 5 Aug 2025" in told
    assert "Country BR ↑ not asked → 4 leaning yes" in told
    assert "Laos" not in told.partition("What changed since")[2]


def test_a_campaign_without_a_candidacy_says_so():
    snapshot = a_snapshot([LAOS], others=[a_campaign(candidate="")])
    assert "for no council yet" in texts(executive.render(snapshot, EN, imprint=imprint()))


# ------------------------------------------------------------------ the tally on lying sheets


def test_the_tally_lies_and_its_header_stands_on_every_sheet():
    many = [a_member(f"{a}{b}", group=1 + n % 5) for n, (a, b) in
            enumerate((a, b) for a in "ABCDEF" for b in "ABCDEFGH")]  # fmt: skip
    done = tally_sheet.render(a_snapshot(many), EN, imprint=imprint())
    with pymupdf.open(stream=done.pdf) as document:
        assert document.page_count > 1
        for page in document:
            assert page.rect.width > page.rect.height
            assert {"Country", "POC"} <= set(page.get_text().split())


@pytest.mark.parametrize("sheet", list(Paper))
@pytest.mark.parametrize(("language", "headings"), [
    (EN, {"Arrears", "Credentials"}), (FR, {"Arriérés", "Pouvoirs"}), (TH, {"ค้างชำระ"}),
])  # fmt: skip
def test_no_heading_of_the_tally_is_cut_within_a_word(campaign, sheet, language, headings):
    done = tally_sheet.render(campaign, language, imprint=imprint(paper=sheet))
    assert headings <= set(texts(done).split())


def test_groups_add_up_to_the_totals(campaign):
    found = texts(the_sheet(campaign, EN))
    assert sum(map(int, re.findall(r"\) (\d+) promised", found))) == 1
    assert "14 countries" in found


def test_a_tally_without_stances_or_votes_is_a_list_of_countries(campaign):
    found = texts(the_sheet(held_inside(campaign, "stance", "voting"), EN))
    assert "Kenya" in found
    assert "leaning no" not in found
    assert "Can vote" not in found


# ------------------------------------------------------------------ running text


def lines_of(justified: bool) -> Iterable[float]:
    """Where the lines of a note end, but for its last."""
    with paper.justifying(justified), formats.using(Paper.A4):
        blocks: list[Flowable] = [paper.running(THAI * 8)]
        pdf = finish(a_snapshot([LAOS]), "x", blocks, imprint=Imprint(MADE)).pdf
    with pymupdf.open(stream=pdf) as document:
        words = [w for w in document[0].get_text("words") if 50 < w[3] < 700]
    rows = sorted({round(word[3]) for word in words})
    return [max(w[2] for w in words if round(w[3]) == row) for row in rows][:-1]


def test_running_text_is_justified_only_where_that_is_wanted():
    ragged, justified = list(lines_of(False)), list(lines_of(True))
    assert max(justified) - min(justified) < 1
    assert max(ragged) - min(ragged) > 5


def test_a_note_is_justified_where_the_copy_asks_for_it(campaign):
    ragged = a_country(campaign, TH)
    justified = briefing.render(campaign, "la", TH, imprint=imprint(justified=True))
    assert texts(ragged).split() == texts(justified).split()
    assert ragged.pdf != justified.pdf


def test_a_title_of_any_length_stays_on_the_cover(campaign):
    for title in ("", "ก" * 900, "word " * 300, "محمد " * 90):
        with i18n.use(EN):
            blocks = cover.blocks(campaign, ["la"], title=title, imprint=imprint())
            done = finish(campaign.snapshot, "x", blocks, imprint=imprint())
        assert done.pages == 1
