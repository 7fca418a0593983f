"""The inbox: notes put down in a hurry and sorted later, each sorting one step."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import a_pledge
from upudesk.campaign import inbox, meetings, pledges, records
from upudesk.errors import InvalidRecord
from upudesk.model import Contact, FollowUp, Meeting, Note, Pledge
from upudesk.search import Search


@pytest.fixture
def note(desk):
    desk.do(inbox.put_down, Note(text=" someone from Kenya called about the CA ", member="ke"))
    return desk.snapshot.all(Note)[0]


def test_text_alone_is_enough_and_the_day_is_today(desk):
    desk.do(inbox.put_down, Note(text="ทูตลาวโทรมา"))
    (note,) = inbox.waiting(desk.snapshot)
    assert (note.text, note.taken_on) == ("ทูตลาวโทรมา", date(2025, 8, 15))


def test_an_empty_note_is_refused(desk):
    with pytest.raises(InvalidRecord):
        desk.do(inbox.put_down, Note(text="  "))


def test_the_latest_note_comes_first(desk):
    for text in ("first", "second"):
        desk.do(inbox.put_down, Note(text=text))
    assert [note.text for note in inbox.waiting(desk.snapshot)] == ["second", "first"]


def test_a_note_becomes_a_meeting_in_one_step(desk, note):
    met = Meeting(members=("ke",), title="Call", held_on=date(2025, 8, 15))
    desk.do(meetings.record_meeting, met, note=note)
    assert not inbox.waiting(desk.snapshot)
    assert desk.snapshot.get(Note, note.id).sorted_into == met.id
    desk.undo()
    assert inbox.waiting(desk.snapshot) == [note]
    assert not desk.snapshot.all(Meeting)


@pytest.mark.parametrize(
    ("kind", "action", "record"),
    [
        (Pledge, pledges.record_pledges, [a_pledge("ke"), a_pledge("ke", "th-poc")]),
        (FollowUp, records.put, FollowUp(what="call back", member="ke")),
        (Contact, records.put, Contact(name="Wanjiru", member="ke")),
    ],
)
def test_a_note_becomes_a_record_of_another_kind_in_one_step(desk, note, kind, action, record):
    desk.do(inbox.sort_note, note, kind, action, record)
    made = desk.snapshot.all(kind)[0]
    assert desk.snapshot.get(Note, note.id).sorted_into == made.id
    desk.undo()
    assert inbox.waiting(desk.snapshot) == [note]
    assert not desk.snapshot.all(kind)


def test_a_note_stays_where_the_record_made_of_it_is_refused(desk, note):
    with pytest.raises(InvalidRecord):
        desk.do(inbox.sort_note, note, FollowUp, records.put, FollowUp(what=""))
    assert inbox.waiting(desk.snapshot) == [note]


def test_a_discarded_note_lies_in_the_recycle_bin(desk, note):
    desk.do(records.remove, note)
    assert not inbox.waiting(desk.snapshot)
    assert desk.deleted() == [note]
    desk.do(records.revive, note)
    assert inbox.waiting(desk.snapshot) == [note]


def test_a_note_is_found_by_its_words(desk, note):
    (hit,) = Search().find(desk.snapshot, "called")
    assert (hit.record, hit.field) == (note, "text")
