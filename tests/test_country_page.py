"""The page of a country: its boxes stand still, and nothing is lost where they are full."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import KENYA, LAOS, a_member, a_pledge, a_snapshot
from upudesk import i18n
from upudesk.disclosure import disclose
from upudesk.i18n import Language
from upudesk.model import (
    Author,
    Contact,
    FollowUp,
    Level,
    Marking,
    Meeting,
    Note,
    Profile,
    Side,
    Undertaking,
)
from upudesk.reports import briefing, formats
from upudesk.reports.finish import Finished
from upudesk.reports.folio import Band, Box, Folio
from upudesk.reports.imprint import Imprint, Paper
from upudesk.reports.paper import SMALL, Cut, Text, para

MADE = datetime(2025, 8, 15, 2, 0, tzinfo=UTC)
EN, TH, FR = Language("en"), Language("th"), Language("fr")
LONG = "\n".join(f"Point {n}. The delegation asked again about the parcels." for n in range(220))


def made(*records, language=EN, members=("la",), paper=Paper.A4, profile=None) -> Finished:
    snapshot = a_snapshot([LAOS, KENYA], others=[*([profile] if profile else []), *records])
    campaign = disclose(snapshot, profile) if profile else snapshot
    return briefing.render(campaign, members, language, imprint=Imprint(MADE, paper=paper))


def texts(finished: Finished) -> list[str]:
    with pymupdf.open(stream=finished.pdf) as document:
        return [" ".join(page.get_text().replace("\u00a0", " ").split()) for page in document]


def places(finished: Finished, words: list[str]) -> list[dict[str, tuple[int, int]]]:
    """Where a text first stands, page by page."""
    with pymupdf.open(stream=finished.pdf) as document:
        return [
            {word: (round(at[0].x0), round(at[0].y0))
             for word in words if (at := page.search_for(word))}
            for page in document
        ]  # fmt: skip


def talks(**fields) -> Meeting:
    return Meeting(**{"members": ("la",), "title": "Talks", "held_on": date(2025, 4, 2)} | fields)


HEADINGS = ["Stance towards", "Voting right", "Notes", "Pledge history", "Last meetings", "People",
            "What we promised", "Open follow-ups", "Earlier results"]  # fmt: skip


@pytest.mark.parametrize("paper", list(Paper))
def test_every_box_stands_in_the_same_place_for_every_country(paper):
    full = [
        a_pledge(),
        talks(notes="Six points."),
        Contact(member="la", name="A. B."),
        Undertaking(member="la", what="Our vote"),
        FollowUp(member="la", what="Write"),
    ]
    of_laos = places(made(*full, paper=paper), HEADINGS)
    of_kenya = places(made(*full, members=("ke",), paper=paper), HEADINGS)
    assert of_laos == of_kenya
    assert sum(map(len, of_laos)) == len(HEADINGS)


def test_a_country_of_which_nothing_is_known_has_one_page_that_says_so():
    (page,) = texts(made())
    assert page.count("Nothing recorded.") == 8


def test_a_long_note_goes_on_behind_and_its_box_says_where():
    pages = texts(made(talks(notes=LONG)))
    assert len(pages) > 3
    assert "continued on page 2" in pages[0]
    assert "Last meetings (continued)" in pages[1]
    assert "annex" in pages[2]
    said = " ".join(pages)
    assert all(f"Point {n}." in said for n in range(220))


def test_the_line_that_says_so_leads_there():
    done = made(talks(notes=LONG), members=("ke", "la"))
    with pymupdf.open(stream=done.pdf) as document:
        links = [(page.number, link["page"]) for page in document for link in page.get_links()]
        assert links == [(1, 2)]
        assert "continued on page 3" in document[1].get_text()


def test_the_outline_tells_countries_and_below_them_what_goes_on():
    with pymupdf.open(stream=made(talks(notes=LONG), members=("la", "ke")).pdf) as document:
        outline = [(level, title) for level, title, _page in document.get_toc()]
    assert outline[:3] == [(1, "Laos"), (2, "continued"), (2, "annex")]
    assert outline[-1] == (1, "Kenya")


def test_where_the_sides_differ_both_stances_stay_on_the_first_page():
    sides = [a_pledge("la", council, side=side, level=Level(level), words="w" * 90)
             for council in ("th-ca", "th-poc")
             for side, level in ((Side.CAPITAL, 5), (Side.DELEGATE, 2))]  # fmt: skip
    first = texts(made(*sides))[0]
    assert first.count("2 leaning no") >= 2
    assert "capital 5 firm yes" in first


def test_a_coming_meeting_stands_above_those_that_were_held():
    found = texts(made(talks(title="Earlier"), talks(title="Later", held_on=date(2025, 8, 30))))[0]
    assert found.index("Later · still to come") < found.index("Earlier")


def test_what_came_of_a_meeting_stands_before_what_was_said():
    found = texts(made(talks(notes="Six points.", outcome="Ready to support")))[0]
    assert found.index("Ready to support") < found.index("Six points.")


# ------------------------------------------------------------------ what stays inside


def a_profile(**fields) -> Profile:
    given = {"id": "p", "code": "p", "name_en": "P", "unmarked": True}
    return Profile(**given | fields)


def test_boxes_that_stay_inside_are_left_out_and_their_neighbours_take_the_room():
    hidden = a_profile(sections=("undertakings", "notes"), kinds=("follow_up",))
    (page,) = texts(made(FollowUp(member="la", what="Write at once"), profile=hidden))
    for words in ("What we promised", "Open follow-ups", "Notes", "Write at once"):
        assert words not in page
    assert "Earlier results" in page


def test_something_withheld_is_told_on_the_page_of_that_country_only():
    high = Marking(id="high", code="high", rank=3, name_en="High")
    secret = talks(notes="the secret", marking="high")
    pages = texts(made(high, secret, members=("la", "ke"), profile=a_profile()))
    assert ["withheld" in page for page in pages] == [True, False]
    assert "the secret" not in " ".join(pages)
    silent = texts(made(high, secret, profile=a_profile(tells=False)))
    assert "withheld" not in " ".join(silent)


@pytest.mark.parametrize("paper", list(Paper))
def test_long_names_beside_a_country_are_whole_and_move_no_box(paper):
    office = "ฝ่ายกิจการระหว่างประเทศของผู้ให้บริการไปรษณีย์ (ตัวอย่าง)"
    long = replace(
        LAOS, responsible="desk", official_en="Democratic Socialist Republic of Somewhere Long"
    )
    campaign = a_snapshot([long, KENYA], others=[Author(id="desk", name=office)])
    both = briefing.render(campaign, ("la", "ke"), EN, imprint=Imprint(MADE, paper=paper))
    assert office.replace(" ", "") in texts(both)[0].replace(" ", "")
    boxes = [page["Voting right"] for page in places(both, ["Voting right"]) if page]
    assert len(set(boxes)) == 1


def test_who_must_not_know_that_the_sides_differ_reads_one_of_them():
    both = [a_pledge(), a_pledge(side=Side.DELEGATE, level=Level.FIRM_NO)]
    hidden = a_profile(sections=("contradictions", "pledges"))
    (page,) = texts(made(*both, profile=hidden))
    assert "1 firm no" in page
    assert "contradict" not in page
    assert "5 firm yes" not in page


def test_the_marking_is_that_of_what_is_printed():
    high = Marking(id="high", code="high", rank=3, name_en="Highest")
    secret = replace(Contact(member="la", name="A. B."), marking="high")
    everyone = a_profile(highest="high")
    assert "Highest" in texts(made(high, secret, profile=everyone))[0]
    unseen = replace(everyone, sections=("people",))
    assert "Highest" not in texts(made(high, secret, profile=unseen))[0]


def test_a_note_of_the_inbox_is_on_no_page():
    assert "half known" not in " ".join(texts(made(Note(text="half known", member="la"))))


# ------------------------------------------------------------------ whatever is typed

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
THAI = st.text(st.sampled_from("กขปฟญฐเแโใไาำะิีึืุู่้๊๋็์ๆฯ \u200b\u200d"), max_size=120)
ARABIC = st.text(st.sampled_from("محمدبنراشد ،؟١٢\u200f\u202e\u2067\u0651\u064e"), max_size=80)
WORD = st.builds(lambda letter, n: letter * n, st.sampled_from("Wก中م😀"), st.integers(0, 300))
TYPED = st.lists(st.one_of(ANY, THAI, ARABIC, WORD, st.just(LONG[:3000])), min_size=6, max_size=6)


@settings(max_examples=15)
@given(TYPED, st.sampled_from(list(Paper)))
def test_whatever_is_typed_stands_inside_its_page_and_none_of_it_is_lost(typed, paper):
    format = formats.FORMATS[paper]
    blocks = [[para(text, SMALL)] for text in typed]
    bands = [
        Band(120, [Box("One", blocks[0]), Box("Two", blocks[1])], (3, 2)),
        Band(60, [Box("Three", blocks[2], tinted=True)], (1,)),
        Band(240, [Box("Four", blocks[3])], (1,)),
        Band(160, [Box("Five", blocks[4])], (1,)),
    ]
    with i18n.use(EN):
        folio = Folio("T", para(typed[5], SMALL), lambda kind: Cut(kind, SMALL), bands, height=70)
        leaves = folio.split(format.text_width, format.text_height)
    found = ""
    for leaf in leaves:
        for block, x, foot in leaf.page.places:
            assert foot <= leaf.height + 1
            assert x + block.width <= format.text_width + 0.1
            if isinstance(block, Text):
                found += block.text
    assert not Counter(_bare("".join(typed))) - Counter(_bare(found))


def _bare(text: str) -> str:
    """Without white, which breaks of lines swallow."""
    return re.sub(r"[\s\x1c-\x1f\x85\u2028\u2029]", "", text)


@pytest.mark.parametrize("language", [EN, TH, FR], ids=["en", "th", "fr"])
def test_names_of_three_hundred_letters_give_sound_pages(language):
    name = "สาธารณรัฐประชาธิปไตย" * 15
    member = a_member("QZ", name_th=name, name_fr="N" * 300, official_th=name, next_step=LONG,
                      notes="ก้้้้้้ง็็็็็" * 40)  # fmt: skip
    snapshot = a_snapshot([member], [a_pledge("qz", source="s" * 300, words=name)])
    done = briefing.render(snapshot, "qz", language, imprint=Imprint(MADE))
    assert done.warnings == ()
    with pymupdf.open(stream=done.pdf) as document:
        assert document.page_count == done.pages
        for page in document:
            inside = page.rect
            assert all(inside.contains(pymupdf.Rect(word[:4])) for word in page.get_text("words"))
