"""Meetings with all that came of them: one step to log, one to mend, one to take back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import a_pledge, a_snapshot
from upudesk import due
from upudesk.campaign import evidence, meetings
from upudesk.errors import InvalidRecord
from upudesk.journal import Reason
from upudesk.model import (
    Contact,
    Evidence,
    FollowUp,
    Form,
    Level,
    Marking,
    Meeting,
    Pledge,
    Post,
    Precision,
    Role,
    Side,
)

DAY = date(2025, 4, 2)


def talks(**fields):
    given = {"members": ("la",), "title": "Talks in Vientiane", "held_on": DAY}
    return Meeting(**given | fields)


def said(**fields):
    """A pledge as it stands in a row of the meeting's form: neither day nor source."""
    given = {"member": "la", "candidacy": "th-ca", "form": Form.MINISTER, "side": Side.CAPITAL}
    return Pledge(level=fields.pop("level", Level.FIRM_YES), **given | fields)


def test_meeting_people_pledges_and_follow_ups_are_one_step_and_one_undo(desk):
    person = Contact(member="la", name="ບຸນມີ")
    met = talks(their_people=(person.id,))
    post = Post(contact=person.id, role=Role.MINISTRY, title="minister")
    to_do = [FollowUp(what="send the note", member="la", due_on=date(2025, 8, 18))]
    desk.do(meetings.record_meeting, met, [said(speaker=person.id)], to_do, [person, post])
    now = desk.snapshot
    assert [p.speaker for p in now.pledges_in[met.id]] == [person.id]
    assert [f.what for f in now.follow_ups_from[met.id]] == ["send the note"]
    desk.undo()
    now = desk.snapshot
    assert not any(now.all(kind) for kind in (Meeting, Pledge, FollowUp, Contact, Post))


def test_a_pledge_takes_day_place_source_and_marking_from_its_meeting(desk):
    secret = Marking(code="secret", rank=2, name_en="secret")
    met = talks(place="Vientiane", marking=secret.id)
    given = meetings.given_in(met, said())
    assert (given.day, given.place, given.marking) == (DAY, "Vientiane", secret.id)
    assert given.source == "Talks in Vientiane"


def test_what_a_pledge_says_itself_stays(desk):
    met = talks(place="Vientiane", source="cable 12")
    given = meetings.given_in(met, a_pledge(place="Bangkok"))
    assert (given.day, given.place, given.source) == (
        date(2025, 4, 3), "Bangkok", "letter in the file"
    )  # fmt: skip


def test_of_a_meeting_known_by_its_report_the_pledge_is_known_so_too():
    met = talks(held_on=None, precision=Precision.REPORTED, reported_on=DAY)
    given = meetings.given_in(met, said())
    assert (given.given_on, given.precision, given.reported_on) == (None, Precision.REPORTED, DAY)


def test_a_meeting_may_be_with_several_countries(desk):
    met = talks(members=("la", "ke"))
    desk.do(meetings.record_meeting, met, [said(), said(member="ke", level=Level.UNDECIDED)])
    now = desk.snapshot
    assert now.meetings_with["la"] == now.meetings_with["ke"] == (met,)
    assert now.pledges_of["ke"][0].level is Level.UNDECIDED


def test_another_level_than_before_is_a_change_of_mind(desk):
    desk.do(meetings.record_meeting, talks(), [said()])
    step = desk.do(
        meetings.record_meeting,
        talks(held_on=date(2025, 5, 2)),
        [said(level=Level.LEANING_NO)],
    ).step
    assert {c.reason for c in step.changes if c.kind == "pledge"} == {Reason.CHANGED_MIND}
    assert {c.reason for c in step.changes if c.kind == "meeting"} == {Reason.ENTERED}


def test_people_and_a_pledge_are_added_to_a_meeting_later(desk):
    met = talks()
    desk.do(meetings.record_meeting, met)
    person = Contact(member="la", name="Bounmy")
    fuller = talks(id=met.id, their_people=(person.id,), outcome="yes to both")
    desk.do(meetings.edit_meeting, met, fuller, [said()], (), [person])
    now = desk.snapshot
    assert now.all(Meeting) == (fuller,)
    assert now.pledges_in[met.id][0].given_on == DAY
    desk.undo()
    assert desk.snapshot.all(Meeting) == (met,)
    assert not desk.snapshot.pledges


def test_a_deleted_meeting_leaves_what_came_of_it(desk):
    met = talks()
    desk.do(meetings.record_meeting, met, [said()], [FollowUp(what="call", member="la")])
    desk.do(evidence.attach, Evidence(about=met.id, name="cable.pdf"), b"cable")
    done = desk.do(meetings.remove_meeting, met)
    now = desk.snapshot
    assert not now.all(Meeting) + now.all(Evidence)
    assert [p.meeting for p in now.pledges] == [f.meeting for f in now.all(FollowUp)] == [""]
    assert len(done.warnings) == 1
    desk.undo()
    assert [p.meeting for p in desk.snapshot.pledges] == [met.id]
    assert desk.snapshot.all(Evidence)[0].about == met.id


def test_nothing_is_written_where_a_pledge_in_it_is_not_whole(desk):
    with pytest.raises(InvalidRecord):
        desk.do(meetings.record_meeting, talks(), [said(side=None)])
    assert not desk.snapshot.all(Meeting)


def spending(draft):
    return lambda snapshot, met: replace(meetings.record_meeting(snapshot, met), spent=(draft,))


def test_the_draft_of_a_meeting_goes_in_the_step_that_saves_it(desk):
    desk.keep_draft("meeting 1", "{}")
    desk.keep_draft("meeting 2", "{}")
    desk.do(spending("meeting 1"), talks())
    assert list(desk.drafts()) == ["meeting 2"]


def test_the_draft_stays_where_the_meeting_could_not_be_saved(desk):
    desk.keep_draft("meeting 1", "{}")
    with pytest.raises(InvalidRecord):
        desk.do(spending("meeting 1"), talks(title=""))
    assert list(desk.drafts()) == ["meeting 1"]


# ------------------------------------------------------------------ what is still to come


def test_a_meeting_may_be_put_down_before_it_is_held(desk):
    agreed = talks(held_on=date(2025, 8, 19), agenda="support for the CA")
    desk.do(meetings.record_meeting, agreed)
    assert meetings.coming(desk.snapshot) == [agreed]


def test_coming_meetings_stand_in_the_order_of_their_days():
    today = date(2025, 8, 15)
    days = [date(2025, 8, 20), today, date(2025, 8, 14), date(2025, 8, 16)]
    snapshot = a_snapshot(others=[talks(held_on=day) for day in days])
    assert [m.day.day for m in meetings.coming(snapshot)] == [15, 16, 20]
    assert [m.day.day for m in meetings.coming(snapshot, today)] == [15]


def test_a_meeting_of_today_has_come_once_something_is_written_of_it():
    today = date(2025, 8, 15)
    assert meetings.is_coming(talks(held_on=today), today)
    assert not meetings.is_coming(talks(held_on=today, outcome="a promise"), today)


def test_a_meeting_of_which_only_the_month_is_known_comes_until_the_month_ends():
    month = {"held_on": date(2025, 8, 1), "precision": Precision.MONTH}
    assert meetings.is_coming(talks(**month), date(2025, 8, 31))
    assert not meetings.is_coming(talks(**month), date(2025, 9, 1))


def test_whom_we_meet_on_a_day_is_known_by_the_meetings_of_that_day():
    day = date(2025, 8, 19)
    others = [talks(members=("ke", "la"), held_on=day), talks(held_on=date(2025, 8, 20))]
    assert meetings.met_on(a_snapshot(others=others), day) == ("ke", "la")


def test_a_coming_meeting_is_no_contact_yet():
    snapshot = a_snapshot(others=[talks(held_on=date(2025, 8, 20)), talks(held_on=DAY)])
    last = due.last_contact(snapshot, "la")
    assert last
    assert last.day == DAY
