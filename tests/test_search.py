"""What a search finds, and how it shows it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import pytest

from tests.builders import KENYA, LAOS, a_pledge, a_snapshot
from upudesk.model import Contact, Evidence, FollowUp, Meeting, Post, Undertaking
from upudesk.search import Search
from upudesk.thai import fold

TALKS = Meeting(
    id="talks",
    members=("la",),
    title="Lao Digital Week",
    held_on=date(2025, 4, 2),
    notes="ทั้งไทยและลาวเห็นตรงกันที่จะร่วมมือกันด้านเทคโนโลยีดิจิทัลอาเซียน",
)


def found(text, *others, pledges=()):
    snapshot = a_snapshot([LAOS, KENYA], pledges, others=others)
    return [hit.record.id for hit in Search().find(snapshot, text)]


@pytest.mark.parametrize(
    "record",
    [
        replace(LAOS, id="it", iso2="XX", notes="needle"),
        Contact(id="it", member="la", name="Ms Needle"),
        Post(id="it", contact="who", title="Needle keeper"),
        a_pledge(id="it", words="a needle"),
        Meeting(id="it", members=("la",), title="x", notes="… needle …"),
        Undertaking(id="it", member="la", what="a needle"),
        FollowUp(id="it", member="la", what="send the needle"),
        Evidence(id="it", about="la", name="needle.pdf"),
    ],
)
def test_every_kind_of_record_is_searched(record):
    assert found("NEEDLE", record) == ["it"]


def test_thai_is_found_inside_a_sentence():
    assert found("ดิจิทัล", TALKS) == ["talks"]


def test_all_words_must_occur_in_any_order_and_any_field():
    assert found("อาเซียน week", TALKS) == ["talks"]
    assert found("อาเซียน year", TALKS) == []


def test_capitals_accents_and_digits_do_not_matter():
    meeting = Meeting(id="it", members=("ke",), title="Réunion à Genève ๒๕๖๘")
    assert found("REUNION geneve 2568", meeting) == ["it"]


def test_a_word_may_be_the_name_of_the_country_that_a_record_is_about():
    assert found("ลาว digital", TALKS) == ["talks"]
    assert found("kenya digital", TALKS) == []


def test_the_name_of_a_country_alone_finds_the_country():
    assert found("kenya", a_pledge("ke", words="yes")) == ["ke"]


def test_no_word_finds_nothing():
    assert found("  ", TALKS) == []


def test_no_word_is_found_across_two_fields():
    assert found("ab", Meeting(id="it", members=("la",), title="a", agenda="b", notes="b")) == []


def test_newer_records_of_a_kind_come_first():
    old, new = (
        a_pledge(id=id, given_on=date(2025, month, 1), words="needle")
        for id, month in (("old", 2), ("new", 3))
    )
    assert found("needle", pledges=[old, new]) == ["new", "old"]


def test_a_changed_record_is_found_by_its_new_text_only():
    search = Search()
    before = a_snapshot([LAOS], others=[TALKS])
    assert search.find(before, "week")
    changed = replace(TALKS, title="Month")
    after = before.with_records([("meeting", "talks", changed)], ())
    assert not search.find(after, "week")
    assert [hit.record for hit in search.find(after, "month")] == [changed]


def test_a_hit_shows_the_text_around_the_word_and_cuts_no_letter_from_its_marks():
    long = "ที่ประชุม " * 60 + "ฟื้นฟูไปรษณีย์" + " น้ำใจ" * 60
    meeting = Meeting(id="it", members=("la",), title="t", notes=long)
    (hit,) = Search().find(a_snapshot([LAOS], others=[meeting]), "ฟื้นฟู")
    assert hit.field == "notes"
    assert "ฟื้นฟูไปรษณีย์" in hit.excerpt
    shown = hit.excerpt.strip("…")
    assert shown in long
    assert hit.excerpt[1] not in "่้๊๋ัิีึืุูำ็์"
    assert len(shown) < 160


def test_ten_thousand_notes_are_searched_in_about_the_time_of_a_bare_scan():
    text = ("การหารือในประเด็นสำคัญเกี่ยวกับความร่วมมือ " * 40)[:1500]
    notes = [
        Meeting(
            id=f"m{n}", members=("la",), title="t", held_on=date(2025, 4, 2), notes=f"{n} {text}"
        )
        for n in range(2_000)
    ]
    snapshot = a_snapshot([LAOS], others=notes)
    folded = [fold(note.notes) for note in notes]
    search = Search()
    search.take_in(snapshot)

    def best_of(action):
        times = []
        for _ in range(7):
            start = time.perf_counter()
            action()
            times.append(time.perf_counter() - start)
        return min(times)

    bare = best_of(lambda: [t for t in folded if "ดิจิทัล" in t])
    ours = best_of(lambda: search.find(snapshot, "ดิจิทัล"))
    assert ours < 3 * bare + 0.002
