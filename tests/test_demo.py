"""What the demo campaign shows, and what it must not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from upudesk import resources, rules
from upudesk.campaign import packs
from upudesk.campaign.meetings import coming
from upudesk.campaign.plan import Put, check
from upudesk.demo import demo_deeds
from upudesk.desk import Desk
from upudesk.journal import Reason
from upudesk.machine import Machine
from upudesk.model import (
    Answer,
    Author,
    Candidacy,
    Contact,
    Evidence,
    FollowUp,
    Form,
    Fulfilment,
    Level,
    Meeting,
    Pack,
    Post,
    Precision,
    Record,
    Result,
    RuleSet,
    Undertaking,
)
from upudesk.seed import facts
from upudesk.snapshot import Snapshot
from upudesk.tally import Tally, tally

TODAY = date(2025, 8, 15)
LOT = facts("demo.toml")["lot"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("demo")
    machine = Machine(folder / "machine")
    with Desk.create(folder / "demo.upudesk", demo_deeds(), machine=machine) as desk:
        yield desk


@pytest.fixture(scope="module")
def snapshot(demo: Desk) -> Snapshot:
    return demo.snapshot


@pytest.fixture(scope="module")
def tallies(snapshot: Snapshot) -> list[Tally]:
    return [tally(snapshot, candidacy.id) for candidacy in snapshot.ours]


def texts(record: Record) -> Iterator[str]:
    for name in (f.name for f in fields(record)):
        value = getattr(record, name)
        yield from (text for text in (value if isinstance(value, tuple) else (value,))
                    if isinstance(text, str))  # fmt: skip


def every_text(snapshot: Snapshot) -> Iterator[str]:
    for table in snapshot.tables.values():
        for record in table.values():
            yield from texts(record)


def either(tallies: list[Tally], name: str) -> set[str]:
    return {member for one in tallies for member in getattr(one, name)}


def test_the_demo_is_the_same_each_time():
    assert demo_deeds.__wrapped__() == demo_deeds()


def test_each_step_is_whole_and_names_only_what_is_there_by_then():
    tables: dict[str, dict[str, Any]] = {}
    for deed in demo_deeds():
        check(deed.plan, Snapshot(TODAY, tables), {})
        for put in deed.plan.edits:
            assert isinstance(put, Put)
            known = tables.setdefault(put.record.KIND, {})
            assert (put.record.id in known) == (put.base is not None)
            known[put.record.id] = put.record


def test_every_record_passes_its_check_on_the_practice_day(snapshot):
    for table in snapshot.tables.values():
        for record in table.values():
            record.check(TODAY)


def test_the_file_is_sound(demo):
    assert demo.check().faults == ()


def test_it_lives_on_its_practice_day_and_says_that_it_is_a_demo(demo):
    assert demo.today == TODAY
    assert demo.snapshot.campaign.demo


def test_steps_follow_each_other_in_office_hours_and_end_before_the_practice_day():
    moments = [deed.moment for deed in demo_deeds()]
    assert moments == sorted(moments)
    assert all(moment.weekday() < 5 and 1 <= moment.hour <= 9 for moment in moments)
    assert (moments[0].date(), moments[-1].date()) >= (date(2025, 1, 2), date(2025, 8, 1))
    assert moments[-1].date() < TODAY


def test_what_is_done_in_the_demo_comes_after_all_that_is_in_it(tmp_path):
    early = datetime(2026, 1, 1, 0, 5, tzinfo=UTC)
    machine = Machine(tmp_path / "machine")
    path = tmp_path / "demo.upudesk"
    with Desk.create(path, demo_deeds(), machine=machine, clock=lambda: early) as desk:
        assert desk._now() > demo_deeds()[-1].moment


def test_history_grows_from_month_to_month(demo):
    counts = [len(demo.known_at(datetime(2025, month, 1, tzinfo=UTC)).pledges)
              for month in (2, 4, 6, 8)]  # fmt: skip
    assert 0 < counts[0] < counts[1] < counts[2] < counts[3] <= len(demo.snapshot.pledges)


# ------------------------------------------------------------------ nothing that came later


def test_no_result_of_2025_is_known(snapshot):
    (rule_set,) = snapshot.all(RuleSet)
    assert max(result.year for result in snapshot.all(Result)) == 2021
    assert snapshot.campaign.ballots_cast is None
    assert not any("157" in line for line in rule_set.ballots_cast_before)


def test_no_source_is_later_than_the_practice_day(snapshot):
    later = facts("demo.toml")["later"]["sources"]
    assert [text for text in every_text(snapshot) for name in later if name in text] == []


def test_nothing_has_happened_after_the_practice_day(snapshot):
    """Meetings may still be to come, and packs for them; nothing in them has been said yet."""
    planned = {"due_on", "fades_on", "vote_on", "opens_on", "closes_on", "held_on", "day"}
    assert not [m for m in coming(snapshot) if m.notes or m.outcome]
    for table in snapshot.tables.values():
        for record in table.values():
            for f in fields(record):
                day = getattr(record, f.name)
                assert not isinstance(day, date) or f.name in planned or day <= TODAY, record


# ------------------------------------------------------------------ what was reported


def test_laos_is_ready_to_support_both_candidacies_as_reported_on_3_april(snapshot):
    laos = snapshot.member_by_code["LA"]
    pledges = snapshot.pledges_of[laos.id]
    assert [p.candidacy for p in pledges] == [c.id for c in snapshot.ours]
    for pledge in pledges:
        assert (pledge.level, pledge.form) == (Level.FIRM_YES, Form.PUBLIC_REPORT)
        assert (pledge.precision, pledge.given_on) == (Precision.REPORTED, None)
        assert (pledge.reported_on, pledge.words) == (date(2025, 4, 3), "")
        assert "thaigov.go.th" in pledge.source
        talks = snapshot.get(Meeting, pledge.meeting)
        assert (talks.precision, talks.held_on) == (Precision.MONTH, date(2025, 4, 1))
        assert len(talks.notes.splitlines()) == 13


def test_the_lao_memorandum_is_a_meeting_too_known_since_the_report(demo):
    laos = demo.snapshot.member_by_code["LA"]
    days = [m.held_on for m in demo.snapshot.meetings_with[laos.id]]
    assert date(2025, 1, 15) in days
    assert laos.id not in demo.known_at(datetime(2025, 4, 2, tzinfo=UTC)).meetings_with


def test_the_file_behind_the_talks_tells_them_in_three_languages(demo):
    (evidence,) = demo.snapshot.all(Evidence)
    text = demo.file_of(evidence).decode()
    assert demo.snapshot.get(Meeting, evidence.about).held_on == date(2025, 4, 1)
    assert all(word in text for word in ("ไปรษณีย์", "1. Post:", "la Lao Digital Week"))
    assert evidence.size == len(text.encode())


def test_the_known_rivals_of_our_group_stand(snapshot):
    told = {(r["iso2"], r["council"]) for r in facts("demo.toml")["rival"]}
    codes = {council.id: council.code for council in snapshot.councils}
    members = {member.id: member for member in snapshot.members}
    rivals = [c for c in snapshot.all(Candidacy) if c not in snapshot.ours]
    assert {(members[r.member].iso2, codes[r.council]) for r in rivals} == told
    assert {members[r.member].group for r in rivals} == {4}
    assert all(rival.source for rival in rivals)


# ------------------------------------------------------------------ what was drawn by lot


def test_as_many_members_have_a_stance_as_wanted(tallies):
    heard = {m for one in tallies for m, stance in one.stances.items() if stance.level}
    assert len(heard) == LOT["members_with_stance"] == 120
    assert len(either(tallies, "asked") - heard) == LOT["asked"]
    assert all(one.not_asked for one in tallies)


def test_some_stances_contradict_each_other_have_faded_or_depend_on_something(tallies):
    assert len(either(tallies, "contradictions")) >= LOT["contradictory"]
    assert len(either(tallies, "faded")) == LOT["faded"]
    assert len(either(tallies, "conditional")) == LOT["conditional"]
    assert either(tallies, "hearsay_only")


def test_every_level_and_every_form_is_there(snapshot):
    assert {pledge.level for pledge in snapshot.pledges} == set(Level)
    assert {pledge.form for pledge in snapshot.pledges} == {*Form, None}
    assert {pledge.precision for pledge in snapshot.pledges} == set(Precision)


def test_some_members_changed_their_mind(demo):
    changed = [d for d in demo_deeds() if d.plan.reason is Reason.CHANGED_MIND]
    members = {deed.plan.subject[0] for deed in changed}
    assert len(members) == LOT["changed_mind"]
    for member in members:
        levels = [p.level for p in demo.snapshot.pledges_of[member] if p.level]
        assert len(set(levels)) > 1


def test_nobody_is_quoted(snapshot):
    assert {pledge.words for pledge in snapshot.pledges} == {""}


def test_people_are_made_up_and_reached_nowhere(snapshot):
    reported = {name for told in facts("demo.toml")["meeting"] for side in ("our", "their")
                for name in told[f"{side}_people_th"]}  # fmt: skip
    marks = [
        "demo",
        "ตัวอย่าง", "démo", "عرض", "демо", "演示", "ຕົວຢ່າງ", "επίδειξη", "नमूना", "デモ", "데모",
    ]  # fmt: skip
    for contact in snapshot.all(Contact):
        assert contact.name in reported or any(mark in contact.name for mark in marks)
        assert all("example.org" in way for way in contact.reach)
    assert len(snapshot.all(Contact)) == LOT["contacts"] + len(reported)


def test_names_and_notes_are_in_many_scripts(snapshot):
    text = "".join(c.name for c in snapshot.all(Contact))
    scripts = {unicodedata.name(letter).split()[0] for letter in text if letter.isalpha()}
    assert scripts >= {
        "LATIN", "THAI", "ARABIC", "CYRILLIC", "CJK", "LAO", "GREEK", "DEVANAGARI", "KATAKANA",
        "HANGUL",
    }  # fmt: skip
    notes = "".join(m.notes for m in snapshot.all(Meeting))
    told = [s for s in facts("demo.toml")["sentence"] if s["for"] == "note"]
    for language in ("th", "en", "fr", "ar", "lo"):
        assert any(s[language] in notes for s in told if language in s), language


def test_posts_follow_each_other_in_time(snapshot):
    held = [sorted(posts, key=lambda post: post.starts_on or date.min)
            for posts in snapshot.posts_of.values()]  # fmt: skip
    assert any(len(posts) > 1 for posts in held)
    for posts in held:
        assert posts[-1].ends_on is None
        for before, after in pairwise(posts):
            assert before.ends_on
            assert after.starts_on
            assert before.ends_on < after.starts_on
    assert len(snapshot.all(Post)) > len(held)


def test_meetings_have_agenda_notes_and_outcome(snapshot):
    meetings = snapshot.all(Meeting)
    held = [m for m in meetings if m.day <= snapshot.today]
    assert len(held) == LOT["meetings"]
    made_up = [m for m in held if not m.reported_on]
    assert all(m.agenda and m.notes and m.outcome and m.our_people for m in made_up)
    assert any(pledge.meeting in {m.id for m in made_up} for pledge in snapshot.pledges)


def test_some_meetings_are_still_to_come_and_a_pack_is_ready_for_them(snapshot):
    everyone, by_day, by_group = sorted(snapshot.all(Pack), key=lambda pack: pack.chosen.value)
    assert len(packs.chosen(snapshot, by_day).members) == 3
    assert len(packs.chosen(snapshot, everyone).members) == len(snapshot.members)
    assert packs.chosen(snapshot, by_group).members
    assert len(coming(snapshot)) == 7


def test_undertakings_are_open_due_fulfilled_and_not_fulfilled(snapshot):
    undertakings = snapshot.all(Undertaking)
    assert len(undertakings) == LOT["undertakings"]
    assert {u.fulfilment for u in undertakings} == set(Fulfilment)
    still = [u.due_on for u in undertakings if u.fulfilment is Fulfilment.OPEN and u.due_on]
    assert min(still) < TODAY < max(still)
    assert any(u.candidacy for u in undertakings)
    laos = snapshot.member_by_code["LA"]
    assert laos.id not in snapshot.undertakings_to


def test_follow_ups_are_overdue_coming_and_done(snapshot):
    tasks = snapshot.all(FollowUp)
    undone = [task.due_on for task in tasks if not task.done_on and task.due_on]
    assert len(tasks) == LOT["follow_ups"]
    assert min(undone) < TODAY < max(undone)
    assert any(task.done_on for task in tasks)
    assert snapshot.follow_ups_on[snapshot.member_by_code["LA"].id]


def test_every_member_but_us_has_an_office_that_looks_after_it(snapshot):
    looked_after = {m.responsible for m in snapshot.members if m != snapshot.candidate}
    assert looked_after == {author.id for author in snapshot.all(Author)}


def test_of_some_members_it_is_known_whether_they_can_vote(snapshot):
    answers = [rules.can_vote(snapshot, member) for member in snapshot.members]
    assert {answers.count(answer) > 10 for answer in Answer} == {True}
    assert len(rules.proxies_held(snapshot)) == LOT["proxies"]
    assert rules.can_vote(snapshot, snapshot.candidate) is Answer.YES
    assert any(member.next_step for member in snapshot.members)


def test_no_finding_comes_of_the_lot(snapshot):
    assert rules.findings(snapshot) == ()


def test_its_words_come_from_readable_data():
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(resources.__file__).parent.joinpath("demo").glob("*.py")
    )
    assert code.isascii()
