"""A country's briefing, read back from the finished PDF."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pymupdf
import pytest

from tests.builders import LAOS, a_member, a_pledge, a_snapshot, asked
from upudesk.errors import UnknownRecord
from upudesk.i18n import Era, Language
from upudesk.model import (
    Answer,
    Author,
    Contact,
    FollowUp,
    Form,
    Level,
    Marking,
    Meeting,
    Post,
    Precision,
    Result,
    Role,
    Side,
    Undertaking,
)
from upudesk.reports.briefing import render
from upudesk.reports.finish import Finished
from upudesk.reports.imprint import Imprint

MADE = datetime(2025, 8, 15, 2, 0, tzinfo=UTC)
EN, TH, FR = Language("en"), Language("th"), Language("fr")
SECRET = Marking(id="secret", rank=2, name_th="ลับมาก", name_en="Secret", name_fr="Secret")
OPEN = Marking(id="open", rank=0, name_th="เปิดเผย", name_en="Open", name_fr="Ouvert")


def pages(rendered: Finished) -> list[str]:
    with pymupdf.open(stream=rendered.pdf) as document:
        return [" ".join(page.get_text().replace("\u00a0", " ").split()) for page in document]


def paper(*records, language=EN, member="la") -> str:
    snapshot = a_snapshot([LAOS], others=[SECRET, OPEN, *records])
    return " ".join(pages(render(snapshot, member, language, imprint=Imprint(MADE))))


def test_a_next_step_that_was_written_as_a_list_has_one_marker_a_line():
    laos = replace(LAOS, next_step="- Hand over the note\n- Ask for an answer")
    made = render(a_snapshot([laos]), "la", EN, imprint=Imprint(MADE))
    assert "• Hand over the note • Ask for an answer" in " ".join(pages(made))


def test_it_names_the_country_its_group_and_our_councils():
    found = paper()
    for words in ("Laos", "group 4, Southern Asia and Oceania", "CA", "POC", "not asked"):
        assert words in found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (EN, ["5 firm yes", "letter · capital", "3 Apr 2025", "134 days ago", "Pledge history"]),
        (TH, ["5 สนับสนุนแน่นอน", "3 เม.ย. 2568", "ประวัติคำมั่น", "ลาว"]),
        (FR, ["5 oui ferme", "3 avr. 2025", "Historique des promesses", "CEP"]),
    ],
    ids=["en", "th", "fr"],
)
def test_it_tells_stance_age_and_source_in_the_language_of_the_paper(language, words):
    found = paper(a_pledge(), a_pledge(candidacy="th-poc"), language=language)
    assert [word for word in words if word not in found] == []


def test_one_statement_about_both_councils_is_one_row():
    found = paper(a_pledge(source="Letter 17"), a_pledge(candidacy="th-poc", source="Letter 17"))
    assert found.count("Letter 17") == 1
    assert "CA, POC" in found


def test_what_is_known_by_month_or_by_report_only_says_so():
    month = a_pledge(given_on=date(2025, 4, 1), precision=Precision.MONTH)
    told = a_pledge(given_on=None, reported_on=date(2025, 5, 2), precision=Precision.REPORTED)
    found = paper(month, replace(told, side=Side.DELEGATE))
    assert "Apr 2025" in found
    assert "1 Apr 2025" not in found
    assert "reported 2 May 2025" in found


def test_a_contradiction_names_both_sides():
    found = paper(a_pledge(), a_pledge(side=Side.DELEGATE, level=Level.FIRM_NO))
    assert "Capital and delegate contradict each other" in found
    assert "capital 5 firm yes" in found
    assert "delegate 1 firm no" in found


def test_condition_fading_and_hearsay_are_told():
    hearsay = a_pledge(
        form=Form.HEARSAY, condition="if we vote for them", fades_on=date(2025, 6, 1)
    )
    found = paper(hearsay)
    for words in ("if we vote for them", "It has faded", "rests on hearsay alone"):
        assert words in found


def test_what_we_asked_and_whom_is_told():
    assert "asked: its embassy" in paper(asked())


def test_people_meetings_undertakings_follow_ups_and_results_are_there():
    person = Contact(id="c", member="la", name="Contact 12 (demo)", reach=("email: a@b.org",))
    found = paper(
        person,
        Post(contact="c", role=Role.MINISTRY, title="Director", starts_on=date(2023, 1, 1)),
        Meeting(members=("la",), title="Talks", held_on=date(2025, 4, 2), notes="Six points.",
                outcome="Ready to support", their_people=("c",)),
        Undertaking(member="la", what="Our vote at the ITU", due_on=date(2026, 10, 1)),
        Author(id="a", name="Division of foreign affairs"),
        FollowUp(what="Ask for a letter", member="la", due_on=date(2025, 8, 1), owner="a"),
        Result(year=2012, council="ca", member="la", elected=Answer.YES,
               votes=90, ballots_cast=161),
    )  # fmt: skip
    for words in (
        "Contact 12 (demo)", "Director", "since 2023", "email: a@b.org", "Six points.",
        "Ready to support", "Our vote at the ITU", "due 1 Oct 2026", "Ask for a letter",
        "Division of foreign affairs", "overdue", "2012 CA", "elected", "90 of 161 ballots",
    ):  # fmt: skip
        assert words in found


def test_the_highest_marking_stands_at_the_top_and_bottom_of_every_page():
    notes = "\n".join(f"Line {n} of a long note." for n in range(150))
    met = Meeting(members=("la",), title="Talks", held_on=date(2025, 4, 2), notes=notes)
    snapshot = a_snapshot(
        [LAOS], others=[SECRET, OPEN, replace(met, marking="secret"), a_pledge(marking="open")]
    )
    found = pages(render(snapshot, "la", EN, imprint=Imprint(MADE)))
    assert len(found) > 2
    for number, page in enumerate(found, 1):
        assert page.count("Secret") == 2
        assert f"page {number} of {len(found)}" in page
        assert "as of 15 Aug 2025" in page


def test_a_demo_says_so_on_every_page():
    snapshot = a_snapshot([LAOS])
    campaign = replace(snapshot.campaign, demo=True)
    demo = a_snapshot([LAOS], others=[campaign])
    for page in pages(render(demo, "la", EN, imprint=Imprint(MADE))):
        assert page.count("DEMO - INVENTED") == 2
    assert "DEMO" not in " ".join(pages(render(snapshot, "la", EN, imprint=Imprint(MADE))))


def test_the_era_is_the_readers_choice():
    pledge = a_pledge()
    assert "3 Apr 2568" in paper(pledge, language=Language("en", era=Era.BUDDHIST))
    assert "3 เม.ย. 2025" in paper(pledge, language=Language("th", era=Era.CHRISTIAN))


def test_text_is_printed_as_it_was_typed():
    found = paper(a_pledge(words="<b>yes</b> & “oui” \t ถ้า\n\n\nfin\n"))
    assert "<b>yes</b> & “oui”" in found


def test_a_character_that_no_font_has_is_shown_as_its_code_and_warned_about():
    rendered = render(
        a_snapshot([LAOS], [a_pledge(note="\U00012000")]), "la", EN, imprint=Imprint(MADE)
    )
    assert "U+12000" in " ".join(pages(rendered))
    assert "No font has" in str(rendered.warnings[0])


@pytest.mark.parametrize("notes", ["x" * 5000, "ก" * 3000, "\n" * 400, "word " * 4000, ""])
def test_notes_of_any_shape_are_printed(notes):
    met = Meeting(members=("la",), title="Talks", held_on=date(2025, 4, 2), notes=notes)
    pledge = a_pledge(note=notes)
    rendered = render(a_snapshot([LAOS], [pledge], others=[met]), "la", TH, imprint=Imprint(MADE))
    assert rendered.pages >= 1
    printed = "".join(pages(rendered))
    letter = notes.strip()[:1]
    if letter:
        assert printed.count(letter) >= 2 * notes.count(letter)


def test_several_countries_are_one_paper_each_on_a_page_of_its_own():
    snapshot = a_snapshot([LAOS, a_member("KE", name_en="Kenya", group=5)])
    found = pages(render(snapshot, ["la", "ke"], EN, imprint=Imprint(MADE)))
    assert [page.split()[3:] != [] for page in found] == [True] * len(found)
    first = next(n for n, page in enumerate(found) if "Kenya" in page)
    assert "Laos" not in found[first]


def test_an_unknown_country_is_refused():
    with pytest.raises(UnknownRecord):
        render(a_snapshot([LAOS]), "nobody", EN, imprint=Imprint(MADE))


def test_equal_input_gives_equal_bytes_in_any_process():
    code = (
        "import hashlib; from tests.test_briefing import *\n"
        "pledge = a_pledge(id='p', words='น้ำ العربية')\n"
        "from upudesk.reports.imprint import Imprint\n"
        "made = render(a_snapshot([LAOS], [pledge]), 'la', TH, imprint=Imprint(MADE))\n"
        "print(hashlib.sha256(made.pdf).hexdigest())"
    )
    seeds = ("0", "1")
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "TZ": "UTC", "PATH": ""},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in seeds
    ]  # fmt: skip
    assert runs[0] == runs[1] != ""
