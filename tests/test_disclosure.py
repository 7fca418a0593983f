"""What stays inside is nowhere in what goes out, and what goes out is told of truly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import KENYA, LAOS, a_pledge, a_snapshot, asked
from upudesk import disclosure, disclosure_words, tally, telling
from upudesk.campaign import exports, records, restoring
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.disclosure import MARKED, Disclosed, disclose
from upudesk.errors import InvalidRecord, NothingToUndo, UnknownRecord
from upudesk.model import (
    KINDS,
    Contact,
    Evidence,
    Export,
    FollowUp,
    Letter,
    Marking,
    Meeting,
    Note,
    Pledge,
    Post,
    Profile,
    Record,
    Undertaking,
)
from upudesk.snapshot import Snapshot
from upudesk.values import shape_of

OPEN = Marking(id="m-open", code="open", rank=0, name_en="Open")
SECRET = Marking(id="m-secret", code="secret", rank=2, name_en="Secret")
TOP = Marking(id="m-top", code="top_secret", rank=3, name_en="Top secret")
MARKINGS = (OPEN, SECRET, TOP)


def a_campaign(*others: Record, pledges: tuple[Pledge, ...] = ()) -> Snapshot:
    return a_snapshot([LAOS, KENYA], pledges, others=[*MARKINGS, *others])


def out(snapshot: Snapshot, code: str, **changed: Any) -> Disclosed:
    return disclose(snapshot, replace(disclosure.profile(snapshot, code), **changed))


def test_there_are_three_profiles_where_a_campaign_says_nothing():
    codes = [profile.code for profile in disclosure.profiles(a_campaign())]
    assert codes == ["internal", "minister", "partner"]


def test_a_profile_of_the_campaign_takes_the_place_of_the_standard_one():
    own = Profile(code="partner", order=3, name_en="Friends", highest="m-open")
    assert disclosure.profile(a_campaign(own), "partner") == own
    assert len(disclosure.profiles(a_campaign(own))) == 3


def test_an_unknown_profile_is_refused_with_those_that_are_known():
    with pytest.raises(UnknownRecord, match="journalist"):
        disclosure.profile(a_campaign(), "journalist")


def test_everything_goes_out_internally():
    campaign = a_campaign(Note(text="heard"), pledges=(a_pledge(marking="m-top"),))
    disclosed = out(campaign, "internal")
    assert disclosed.snapshot.tables == campaign.tables
    assert disclosure_words.left_out(disclosed) == []


@pytest.mark.parametrize(
    ("marking", "goes"), [("", True), ("m-open", True), ("m-secret", True), ("m-top", False)]
)
def test_a_record_goes_to_the_minister_up_to_the_highest_marking(marking, goes):
    pledge = a_pledge(marking=marking)
    snapshot = out(a_campaign(pledges=(pledge,)), "minister").snapshot
    assert bool(snapshot.pledges) is goes


@pytest.mark.parametrize(("marking", "goes"), [("", False), ("m-open", True), ("m-secret", False)])
def test_only_what_somebody_marked_open_goes_to_a_partner(marking, goes):
    snapshot = out(a_campaign(pledges=(a_pledge(marking=marking),)), "partner").snapshot
    assert bool(snapshot.pledges) is goes


def test_what_hangs_on_a_withheld_record_stays_with_it():
    who = Contact(id="who", member="la", name="Somsak", marking="m-top")
    met = Meeting(id="met", members=("la",), title="Talks", marking="m-top")
    hanging = (
        Post(contact="who", title="Director"),
        FollowUp(what="call", member="la", meeting="met"),
        Evidence(about="met", name="minutes.pdf"),
        Evidence(about="who", name="card.jpg"),
    )
    snapshot = out(a_campaign(who, met, *hanging), "minister").snapshot
    assert not any(snapshot.all(kind) for kind in (Contact, Meeting, Post, FollowUp, Evidence))


def test_nothing_names_a_withheld_record_any_more():
    who = Contact(id="who", member="la", name="Somsak", marking="m-top")
    said = a_pledge(speaker="who", said_by="Somsak", said_by_post="Director")
    met = Meeting(members=("la",), title="Talks", their_people=("who",))
    snapshot = out(a_campaign(who, met, pledges=(said,)), "minister").snapshot
    assert snapshot.pledges == (replace(said, speaker="", said_by="", said_by_post=""),)
    assert snapshot.all(Meeting)[0].their_people == ()


def test_a_name_that_slips_out_in_a_text_is_warned_of():
    who = Contact(id="who", member="la", name="Somsak", marking="m-top")
    met = Meeting(members=("la",), title="Talks", notes="SOMSAK was late", marking="")
    disclosed = out(a_campaign(who, met), "minister")
    assert "Somsak" in str(next(disclosure.warnings(disclosed)))
    assert not list(disclosure.warnings(disclosed, ["ke"]))


def test_what_is_left_out_is_counted_for_the_countries_asked_about():
    met = Meeting(id="met", members=("la",), title="Talks", marking="m-top")
    papers = [Evidence(about="met", name=f"{n}.pdf") for n in range(2)]
    disclosed = out(a_campaign(met, *papers, Note(text="heard", member="ke")), "minister")
    assert disclosure_words.left_out(disclosed, ["la"]) == [
        "Left out: 1 meeting and 2 attachments."
    ]
    assert disclosure_words.left_out(disclosed, ["ke"]) == ["Left out: 1 note."]
    assert disclosure_words.left_out(disclosed, ["th"]) == []


def test_fields_that_are_left_blank_are_counted_only_where_they_said_something():
    silent = Contact(member="la", name="a")
    told = Contact(member="la", name="b", notes="drinks")
    disclosed = out(a_campaign(silent, told), "minister")
    assert disclosure_words.left_out(disclosed) == ["Left blank: contact: notes (1)."]


def test_a_question_does_not_tell_of_nobody_where_it_is_withheld_whom_we_asked():
    campaign = a_campaign(pledges=(asked("la", marking="m-open"),))
    (known,) = out(campaign, "partner").snapshot.pledges
    assert telling.speaker(known, campaign) == ""
    assert telling.speaker(campaign.pledges[0], campaign) == "asked: its embassy"


def test_what_is_withheld_today_is_withheld_of_what_was_known_before():
    then = a_campaign(pledges=(a_pledge(id="p"), a_pledge("ke", id="k")))
    marked = (a_pledge(id="p", marking="m-top"), a_pledge("ke", id="k"))
    disclosed = out(a_campaign(pledges=marked), "minister").with_eve(then)
    assert disclosed.eve is not None
    assert set(disclosed.eve.tables["pledge"]) == {"k"}


def test_totals_leave_the_withheld_out():
    campaign = a_campaign(pledges=(a_pledge("la", marking="m-top"), a_pledge("ke")))
    whole = tally.tally(campaign, "th-ca")
    cut = tally.tally(out(campaign, "minister").snapshot, "th-ca")
    assert (len(whole.promised), len(cut.promised)) == (2, 1)


def test_paper_says_that_something_is_withheld_only_where_the_profile_tells():
    campaign = a_campaign(pledges=(a_pledge(marking="m-top"),))
    assert disclosure_words.withheld(out(campaign, "minister"), ["la"])
    assert not disclosure_words.withheld(out(campaign, "minister"), ["ke"])
    assert not disclosure_words.withheld(out(campaign, "minister", tells=False), ["la"])


def test_a_marking_asked_for_is_never_below_what_the_contents_need():
    snapshot = a_campaign()
    assert disclosure.marking_of(snapshot, "open", SECRET) == SECRET
    assert disclosure.marking_of(snapshot, "m-top", SECRET) == TOP
    assert disclosure.marking_of(snapshot, "", None) is None
    with pytest.raises(UnknownRecord, match="cosmic"):
        disclosure.marking_of(snapshot, "cosmic", None)


# ------------------------------------------------------------------ the law

REFERRING: dict[type[Record], Callable[[str], Record]] = {
    Contact: lambda m: Contact(id="c", member="la", name="w-contact", notes="w-cnotes", marking=m),
    Meeting: lambda m: Meeting(id="g", members=("la",), title="w-meeting", notes="w-gnotes",
                               their_people=("c",), marking=m),
    Pledge: lambda m: a_pledge(id="p", speaker="c", said_by="w-contact", meeting="g",
                               note="w-pledge", marking=m),
    Undertaking: lambda m: Undertaking(id="u", member="la", what="w-undertaking", pledges=("p",),
                                       marking=m),
    Evidence: lambda m: Evidence(id="e", about="g", name="w-evidence", sha256="00", marking=m),
    Note: lambda m: Note(id="n", text="w-note", member="la", marking=m),
    Letter: lambda m: Letter(id="l", member="la", subject="w-letter", contact="c", marking=m),
}  # fmt: skip
"""Of each kind that is marked one record, with words of its own."""


def test_there_is_a_record_of_every_kind_that_is_marked():
    assert {kind.KIND for kind in REFERRING} == set(MARKED) - {"pack"}


KEPT_OR_NOT = sorted(KINDS.keys() - {"campaign", "member", "marking"})
profiles = st.builds(
    Profile,
    code=st.just("x"),
    name_en=st.just("X"),
    highest=st.sampled_from(["", *(m.id for m in MARKINGS)]),
    unmarked=st.booleans(),
    kinds=st.sets(st.sampled_from(sorted(KINDS.keys() - {"campaign", "member", "marking"}))).map(
        tuple
    ),
    fields=st.sets(st.sampled_from(["meeting.notes", "pledge.note", "contact.notes"])).map(tuple),
)
marks = st.fixed_dictionaries(
    {kind: st.sampled_from(["", *(m.id for m in MARKINGS)]) for kind in REFERRING}
)


@settings(max_examples=150)
@given(profiles, marks)
def test_whatever_the_profile_no_word_of_what_stays_inside_goes_out(profile, marks):
    campaign = a_campaign(*(REFERRING[kind](marks[kind]) for kind in REFERRING))
    disclosed = disclose(campaign, profile)
    said = repr(disclosed.snapshot.tables | {"profile": {}})
    for record in disclosed.withheld:
        assert f"'{record.id}'" not in said
        assert not [word for word in _own_words(record) if word in said]
    for name in disclosed.blanked:
        kind, _dot, field = name.partition(".")
        assert not [r for r in disclosed.snapshot.all(KINDS[kind]) if getattr(r, field)]


def _own_words(record: Record) -> Iterator[str]:
    """Who said a pledge is the word of the contact, who may go out where the pledge does not."""
    said = {name: str(value) for name, value in vars(record).items() if name != "said_by"}
    yield from (value for value in said.values() if value.startswith("w-"))


@settings(max_examples=100)
@given(profiles, marks)
def test_whatever_the_profile_nothing_is_lost_without_being_counted(profile, marks):
    campaign = a_campaign(*(REFERRING[kind](marks[kind]) for kind in REFERRING))
    disclosed = disclose(campaign, profile)
    left = {id for table in disclosed.snapshot.tables.values() for id in table}
    everything = {id for table in campaign.tables.values() for id in table}
    assert everything - left == {record.id for record in disclosed.withheld}
    assert sum(disclosed.held_back().values()) == len(disclosed.withheld)


def test_every_field_of_a_standard_profile_exists():
    for profile in disclosure.profiles(a_campaign()):
        assert set(profile.kinds) <= set(KINDS)
        for name in profile.fields:
            kind, _dot, field = name.partition(".")
            assert field in shape_of(KINDS[kind]).unsaid, name


# ------------------------------------------------------------------ the export log


def an_export(**said: Any) -> Export:
    return Export(**{"at": "2025-08-15T09:00:00Z", "what": "Briefing: Laos", "sha256": "00"} | said)


def test_undo_passes_over_what_went_out(desk):
    desk.do(records.put, Contact(member="la", name="A (demo)"))
    desk.do(exports.log, [an_export()])
    desk.undo()
    assert desk.snapshot.all(Contact) == ()
    assert len(desk.snapshot.all(Export)) == 1
    desk.redo()
    assert len(desk.snapshot.all(Contact)) == 1


def test_a_note_of_what_went_out_is_neither_changed_nor_deleted_nor_taken_back(desk):
    entry = an_export()
    step = desk.do(exports.log, [entry]).step
    for plan in (Plan("x", (Put(replace(entry, by="B"), entry),)), Plan("x", (Remove(entry),))):
        with pytest.raises(InvalidRecord, match="only added to"):
            desk.do(lambda _snapshot, plan=plan: plan)
    with pytest.raises(NothingToUndo):
        desk.take_back(step.id)


def test_going_back_to_a_backup_keeps_what_went_out_since(desk):
    then = desk.snapshot
    desk.do(exports.log, [an_export()])
    assert restoring.differences(desk.snapshot, then, set()) == []


def test_a_file_is_known_by_its_fingerprint(desk):
    desk.do(exports.log, [an_export(sha256="0a"), an_export(sha256="0b")])
    assert [entry.sha256 for entry in exports.found(desk.snapshot, "0b")] == ["0b"]
    assert exports.found(desk.snapshot, "0c") == ()


def test_the_log_shows_the_latest_first(desk):
    days = [date(2025, 8, 1) + timedelta(days=n) for n in (1, 0, 2)]
    desk.do(exports.log, [an_export(at=f"{day}T09:00:00Z") for day in days])
    shown = [entry.at[:10] for entry in exports.latest_first(desk.snapshot)]
    assert shown == sorted((str(day) for day in days), reverse=True)
