"""Papers on a meeting and for the day of the vote, read back from the finished PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pymupdf
import pytest
from reportlab.platypus import Spacer

from tests.builders import TODAY, a_member, a_pledge, a_snapshot
from upudesk import i18n
from upudesk.disclosure import PARTNER, Disclosed, disclose, profile
from upudesk.errors import UnknownRecord
from upudesk.i18n import CODES, Language
from upudesk.model import (
    Answer,
    Author,
    Contact,
    FollowUp,
    Level,
    Marking,
    Meeting,
    Pledge,
    Post,
    Profile,
    Record,
    Role,
    Undertaking,
)
from upudesk.reports import (
    call_list,
    changes,
    floor_list,
    formats,
    meeting_brief,
    minutes,
    name_list,
    paper,
    talking,
)
from upudesk.reports.finish import Finished, finish
from upudesk.reports.given import disclosed_of
from upudesk.reports.imprint import Imprint, Paper
from upudesk.snapshot import Snapshot

MADE = datetime(2025, 8, 15, 2, 0, tzinfo=UTC)
IMPRINT = Imprint(MADE)
SOON, BEFORE = date(2025, 8, 19), date(2025, 8, 4)
LAOS = a_member("LA", name_en="Laos", name_th="ลาว", name_fr="Laos", responsible="one",
                next_step="Hand over the note")  # fmt: skip
KENYA = a_member("KE", name_en="Kenya", name_th="เคนยา", name_fr="Kenya", group=5)
GERMANY = a_member("DE", name_en="Germany", name_th="เยอรมนี", name_fr="Allemagne", group=3,
                   voting_right=Answer.NO, responsible="two")  # fmt: skip
MEMBERS = [LAOS, KENYA, GERMANY]
PEOPLE: list[Record] = [
    Contact(id="minister", member="la", name="Bounmy", form_of_address="H.E."),
    Post(contact="minister", role=Role.MINISTRY, title="Minister of Posts"),
    Contact(id="ours", member="th", name="Somchai"),
    Author(id="one", name="Embassy"), Author(id="two", name="Mission"),
]  # fmt: skip
TALKS = Meeting(id="talks", members=("la",), title="Talks", held_on=SOON, place="Geneva",
                their_people=("minister",), our_people=("ours",),
                agenda="1. The candidature\n- Training")  # fmt: skip
EARLIER = Meeting(id="earlier", members=("la",), title="Courtesy call", held_on=BEFORE,
                  notes="They were kind.", outcome="An answer follows.",
                  their_people=("minister",))  # fmt: skip
SECRET = Marking(id="secret", code="secret", rank=3, name_th="ลับมาก", name_en="Secret",
                 name_fr="Secret")  # fmt: skip
OPEN = Marking(id="open", code="open", rank=1, name_en="Open")


def a_campaign_with(*others: Record, pledges: Iterable[Pledge] = ()) -> Snapshot:
    return a_snapshot(MEMBERS, pledges, others=[*PEOPLE, *others])


def text(made: Finished) -> str:
    with pymupdf.open(stream=made.pdf) as document:
        pages = [page.get_text().replace("\u00a0", " ") for page in document]
    return " ".join(" ".join(pages).split())


def brief(*others: Record, language: str = "en", pledges: Sequence[Pledge] = ()) -> str:
    snapshot = a_campaign_with(TALKS, *others, pledges=pledges)
    return text(meeting_brief.render(snapshot, "talks", Language(language), imprint=IMPRINT))


def record(
    *others: Record, id: str = "earlier", language: str = "en", both: bool = False,
    pledges: Sequence[Pledge] = (),
) -> str:  # fmt: skip
    snapshot = a_campaign_with(EARLIER, TALKS, *others, pledges=pledges)
    made = minutes.render(snapshot, id, Language(language), imprint=IMPRINT, both=both)
    return text(made)


def floor(language: str = "en", paper: Paper = Paper.A4, *others: Record) -> str:
    snapshot = a_campaign_with(*others, pledges=[a_pledge(), a_pledge("ke", level=2)])
    return text(floor_list.render(snapshot, Language(language), imprint=Imprint(MADE, paper=paper)))


def worded(language: str, *sentences: str) -> list[str]:
    with i18n.use(Language(language)):
        return [i18n._(sentence) for sentence in sentences]


# ------------------------------------------------------------------ the brief


@pytest.mark.parametrize("language", CODES)
def test_the_brief_has_every_part_in_every_language(language: str) -> None:
    found = brief(language=language)
    for told in worded(
        language, "Opposite us", "Our side", "Agenda", "Lines to take", "What they want",
        "What we ask", "What we owe them", "What was said last time",
    ):  # fmt: skip
        assert told in found, told
    assert "H.E. Bounmy" in found
    assert "Minister of Posts" in found


def test_the_brief_says_what_we_ask_our_own_step_first() -> None:
    found = brief()
    assert found.index("Hand over the note") < found.index("Ask for a vote for CA and POC")


def test_the_brief_tells_what_was_said_the_last_time_and_nothing_later() -> None:
    later = replace(EARLIER, id="later", held_on=date(2025, 9, 1), notes="Not yet said.")
    found = brief(EARLIER, later, pledges=[a_pledge(meeting="earlier", words="We will.")])
    assert "They were kind." in found
    assert "We will." in found
    assert "Not yet said." not in found


def test_the_brief_tells_what_we_owe_and_what_was_to_be_done() -> None:
    owed = Undertaking(member="la", what="two places in a course", due_on=date(2025, 9, 1))
    late = FollowUp(member="la", what="send the leaflet", due_on=date(2025, 8, 1))
    found = brief(owed, late)
    assert "two places in a course" in found
    assert "send the leaflet" in found
    assert "overdue" in found


def test_where_nobody_is_named_the_brief_names_whom_we_know() -> None:
    snapshot = a_campaign_with(replace(TALKS, their_people=()))
    found = text(meeting_brief.render(snapshot, "talks", Language("en"), imprint=IMPRINT))
    assert "Nobody is named yet. We know:" in found
    assert "Bounmy" in found


def test_several_countries_stand_one_below_the_other() -> None:
    snapshot = a_campaign_with(replace(TALKS, members=("la", "ke")))
    found = text(meeting_brief.render(snapshot, "talks", Language("en"), imprint=IMPRINT))
    assert "Meeting with Laos and Kenya" in found
    assert found.count("Lines to take") == 2


def test_a_brief_with_nothing_recorded_says_so() -> None:
    bare = Meeting(id="bare", members=("ke",), title="A first talk", held_on=SOON)
    made = meeting_brief.render(a_campaign_with(bare), "bare", Language("en"), imprint=IMPRINT)
    found = text(made)
    assert "Nothing recorded." in found
    assert "We have not met before, as far as is recorded." in found
    assert made.pages == 1


def test_the_brief_carries_the_marking_of_what_it_tells() -> None:
    assert "Secret" in brief(SECRET, replace(EARLIER, marking="secret"))
    assert "Secret" not in brief(SECRET, EARLIER)


def test_a_part_of_a_pack_has_a_brief_for_every_coming_meeting_with_those_chosen() -> None:
    other = replace(TALKS, id="other", members=("ke",), held_on=date(2025, 8, 18))
    disclosed = disclosed_of(a_campaign_with(TALKS, EARLIER, other))
    assert part(meeting_brief, disclosed, ["la"]).count("Meeting with") == 1
    found = part(meeting_brief, disclosed, ["la", "ke"])
    assert found.index("Meeting with Kenya") < found.index("Meeting with Laos")
    assert "No meeting with these countries is planned." in part(meeting_brief, disclosed, ["de"])


def part(module: object, disclosed: Disclosed, members: Sequence[str]) -> str:
    with i18n.use(Language("en")):
        made = finish(
            disclosed.snapshot, "a part", module.blocks(disclosed, members), imprint=IMPRINT,  # type: ignore[attr-defined]
            marked=module.about(disclosed, members),  # type: ignore[attr-defined]
        )  # fmt: skip
    return text(made)


def test_a_partner_reads_neither_advice_nor_that_we_owe_nothing() -> None:
    snapshot = a_campaign_with(OPEN, replace(TALKS, marking="open"), pledges=[a_pledge()])
    disclosed = disclose(snapshot, profile(snapshot, PARTNER))
    found = text(meeting_brief.render(disclosed, "talks", Language("en"), imprint=IMPRINT))
    for kept in ("Lines to take", "What we ask", "What we owe them", "Hand over", "Bounmy"):
        assert kept not in found, kept
    assert "Some records are withheld from this copy." in found


def test_a_meeting_that_stays_inside_is_refused_in_one_sentence() -> None:
    snapshot = a_campaign_with(TALKS)
    disclosed = disclose(snapshot, profile(snapshot, PARTNER))
    with pytest.raises(UnknownRecord, match="stays inside"):
        meeting_brief.render(disclosed, "talks", Language("en"), imprint=IMPRINT)


def test_hidden_parts_are_not_in_the_brief() -> None:
    snapshot = a_campaign_with(TALKS, EARLIER)
    hides = Profile(code="x", sections=("people", "meetings", "stance"), highest="")
    found = text(
        meeting_brief.render(disclose(snapshot, hides), "talks", Language("en"), imprint=IMPRINT)
    )
    for kept in ("Opposite us", "They were kind.", "not asked", "Lines to take"):
        assert kept not in found, kept


# ------------------------------------------------------------------ the record


@pytest.mark.parametrize("language", CODES)
def test_the_record_has_every_part_in_every_language(language: str) -> None:
    found = record(language=language)
    for told in worded(
        language, "Record of a meeting", "Register number", "Agenda", "What was said", "Outcome",
        "Undertakings", "Follow-ups", "Signatures", "Written down by",
    ):  # fmt: skip
        assert told in found, told
    assert "They were kind." in found
    assert "An answer follows." in found


def test_the_record_tells_who_does_what_until_when() -> None:
    task = FollowUp(member="la", meeting="earlier", what="send the note", owner="one",
                    due_on=date(2025, 9, 1))  # fmt: skip
    promised = Undertaking(member="la", what="a visit", promised_on=BEFORE)
    found = record(task, promised)
    assert "send the note Embassy 1 Sept 2025" in found
    assert "a visit" in found


def test_what_both_sides_sign_holds_their_words_and_not_what_we_make_of_them() -> None:
    said = a_pledge(meeting="earlier", words="We will support you.", level=Level.LEANING_YES)
    ours = record(pledges=[said])
    both = record(pledges=[said], both=True)
    assert "4 leaning yes" in ours
    assert "4 leaning yes" not in both
    assert "We will support you." in both
    assert "For Thailand" in both
    assert "For Laos" in both


def test_where_nothing_is_recorded_there_is_room_to_write() -> None:
    made = minutes.render(
        a_campaign_with(Meeting(id="bare", members=("ke",), title="-", held_on=BEFORE)),
        "bare", Language("en"), imprint=IMPRINT,
    )  # fmt: skip
    with pymupdf.open(stream=made.pdf) as document:
        lines = sum(len(page.get_drawings()) for page in document)
    assert lines > minutes.AGENDA + minutes.SAID + minutes.OUTCOME


# ------------------------------------------------------------------ the floor list


@pytest.mark.parametrize("language", CODES)
def test_members_stand_in_the_order_in_which_the_hall_calls_them(language: str) -> None:
    found = floor(language)
    called = [found.index(name) for name in ("Allemagne", "Kenya", "Laos")]
    assert called == sorted(called)


def test_the_floor_list_counts_who_can_vote_and_says_who_stands_by() -> None:
    found = floor()
    assert "can vote: 0 · cannot: 1 · not known: 3 · of 4" in found
    assert "A Embassy" in found
    assert "B Mission" in found


def test_each_official_has_a_slip_for_the_pocket() -> None:
    made = floor("en", Paper.A5)
    for official in ("Embassy Floor list", "Mission Floor list", "Nobody is responsible yet"):
        assert official in made
    assert made.count("Spoken to") == 3


def test_contents_tell_of_what_the_slip_of_an_official_is() -> None:
    story = floor_list.blocks(disclosed_of(a_campaign_with()), [])
    with formats.using(Paper.A5):
        listed = [block.listed for block in story if isinstance(block, paper.TitleBlock)]
    assert listed[0] == "Floor list\u00a0· Embassy"


def test_the_header_stands_on_every_page_of_192_members() -> None:
    many = [a_member(f"{chr(65 + n // 26)}{chr(65 + n % 26)}") for n in range(192)]
    made = floor_list.render(a_snapshot(many), Language("en"), imprint=IMPRINT)
    with pymupdf.open(stream=made.pdf) as document:
        heads = [page.get_text().count("Spoken") for page in document]
    assert set(heads) == {1}
    assert len(heads) <= 6


def test_the_floor_list_without_stances_shows_none() -> None:
    hides = Profile(code="x", sections=("stance", "voting"), highest="")
    snapshot = a_campaign_with(pledges=[a_pledge()])
    made = floor_list.render(disclose(snapshot, hides), Language("en"), imprint=IMPRINT)
    assert "firm yes" not in text(made)


# ------------------------------------------------------------------ all of them


NASTY = ("<b>&amp; " + "x" * 300, "ก" * 300, "\u202eabc\u202c 😀", " ", "محمد בדיקה", "a\nb\n\n- c")


@pytest.mark.parametrize("said", NASTY)
def test_hostile_text_gives_sound_pages(said: str) -> None:
    snapshot = a_campaign_with(
        replace(TALKS, title=said or "-", agenda=said, place=said, others_present=said),
        replace(EARLIER, notes=said, outcome=said),
        Contact(id="odd", member="la", name=said, form_of_address=said, reach=(said,)),
        Undertaking(member="la", what=said, body=said, election=said),
        FollowUp(member="la", what=said, meeting="talks"),
        pledges=[a_pledge(words=said, condition=said, meeting="talks")],
    )
    for make in (meeting_brief.render, minutes.render):
        made = make(snapshot, "talks", Language("th"), imprint=IMPRINT)
        assert made.pages <= 6


def test_countries_that_are_gone_leave_the_papers_sound() -> None:
    gone = replace(TALKS, members=("nobody",), their_people=("nobody",), our_people=())
    snapshot = a_campaign_with(gone)
    assert "Talks" in text(meeting_brief.render(snapshot, "talks", Language("en"), imprint=IMPRINT))
    assert "Talks" in text(minutes.render(snapshot, "talks", Language("en"), imprint=IMPRINT))


def test_both_sides_sign_and_date_on_one_height() -> None:
    long = Contact(id="minister", member="la", name="Bounmy " * 12)
    talks = replace(TALKS, their_people=("minister",), our_people=("ours",))
    found = minutes.render(
        a_campaign_with(talks, long), talks.id, Language("en"), imprint=IMPRINT, both=True
    )
    with pymupdf.open(stream=found.pdf) as document:
        dates = document[-1].search_for("Date")
    assert len({round(place.y0) for place in dates[-2:]}) == 1


def test_equal_input_gives_equal_bytes() -> None:
    snapshot = a_campaign_with(TALKS, EARLIER)
    for make in (meeting_brief.render, minutes.render):
        first, second = (
            make(snapshot, "talks", Language("th"), imprint=IMPRINT).pdf for _ in range(2)
        )
        assert first == second


@pytest.mark.parametrize("module", [call_list, name_list, changes, floor_list, meeting_brief])
def test_every_paper_can_be_part_of_a_pack(module: object) -> None:
    disclosed = disclosed_of(a_campaign_with(pledges=[a_pledge(given_on=TODAY)]))
    assert "Laos" in part(module, disclosed, ["la", "de"]) or module is meeting_brief
    assert part(module, disclosed, [])


def test_the_call_list_names_whom_to_call() -> None:
    reach = Contact(id="minister", member="la", name="Bounmy", reach=("tel: +856",))
    disclosed = disclosed_of(a_campaign_with(reach))
    found = part(call_list, disclosed, ["la", "th"])
    assert "Bounmy · Minister of Posts · tel: +856" in found
    assert "Thailand" not in found


def test_a_call_list_without_forecast_still_names_the_countries() -> None:
    snapshot = a_campaign_with()
    hides = Profile(code="x", sections=("forecast",), highest="")
    found = part(call_list, disclose(snapshot, hides), ["la"])
    assert "Laos" in found
    assert "would add" not in found


def test_a_slip_carries_the_marking_of_whom_it_names() -> None:
    delegate = Contact(id="d", member="la", name="Khamla", marking="secret")
    post = Post(contact="d", role=Role.DELEGATE)
    found = floor("en", Paper.A5, SECRET, delegate, post)
    assert "Khamla" in found
    assert "Secret" in found


@pytest.mark.parametrize("height", range(560, 700, 20))
def test_a_heading_never_stays_behind_its_table(height: int) -> None:
    rows = [(f"Country {n}", "a row\nof several\nlines") for n in range(4)]
    table = paper.table(("Name", "Said"), rows, (1, 1))
    story = [Spacer(0, height), talking.titled("A heading", table)]
    made = finish(a_snapshot(MEMBERS), "Sheet", story, imprint=IMPRINT)
    with pymupdf.open(stream=made.pdf) as document:
        pages = [page.get_text() for page in document]
    assert [("A heading" in page) for page in pages] == [("Country 0" in page) for page in pages]
