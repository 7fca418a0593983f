"""The recycle bin and steps taken back, without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_pledge
from upudesk import undoing
from upudesk.campaign import pledges, records
from upudesk.errors import InvalidRecord, NothingToUndo, UndoBlocked
from upudesk.model import Contact, Level, Meeting, Post

SOMEONE = Contact(id="who", member="la", name="Contact 1 (demo)")
POST = Post(id="post", contact="who", title="Director")
MEETING = Meeting(
    id="met", members=("la",), title="Coffee", held_on=a_pledge().given_on, their_people=("who",)
)


@pytest.fixture
def emptied(desk):
    """A contact with its post, and a meeting with it: all deleted."""
    for record in (SOMEONE, POST, MEETING):
        desk.do(records.put, record)
    desk.do(records.remove, MEETING)
    desk.do(records.remove, SOMEONE)
    return desk


def in_bin(desk):
    return {gone.record.id: gone.record for gone in desk.recycle_bin()}


def test_the_bin_tells_who_deleted_what_and_when(emptied):
    emptied.author = "Somchai"
    emptied.do(pledges.record_pledges, [a_pledge(id="said")])
    emptied.do(records.remove, emptied.snapshot.pledges[0])
    *_others, last = emptied.recycle_bin()
    assert last.record.id == "said"
    assert (last.step.author, last.step.action) == ("Somchai", "pledge.remove")


def test_what_is_brought_back_leaves_the_bin(emptied):
    emptied.do(records.revive, SOMEONE, POST)
    assert set(in_bin(emptied)) == {"met"}
    assert emptied.snapshot.get(Post, "post") == POST


def test_a_record_does_not_come_back_without_what_it_names(emptied):
    with pytest.raises(InvalidRecord, match="nothing was brought back"):
        emptied.do(records.revive, MEETING)
    assert "met" in in_bin(emptied)


def test_what_must_come_back_too_is_named_and_comes_back_in_the_same_step(emptied):
    needed, whole = records.missing(emptied.snapshot, [MEETING], in_bin(emptied))
    assert (needed, whole) == ([SOMEONE], True)
    emptied.do(records.revive, MEETING, *needed)
    assert emptied.snapshot.get(Meeting, "met") == MEETING
    emptied.undo()
    assert {"met", "who"} <= set(in_bin(emptied))


def test_what_was_erased_for_good_is_not_in_the_bin_and_cannot_come_back(emptied):
    emptied.expunge("who")
    assert "who" not in in_bin(emptied)
    assert records.missing(emptied.snapshot, [MEETING], in_bin(emptied)) == ([], False)


def test_a_step_that_was_taken_back_says_so_until_it_is_done_again(desk):
    step = desk.do(pledges.record_pledges, [a_pledge()]).step
    undone = lambda: undoing.out_of_force(desk.steps())  # noqa: E731
    assert step.id not in undone()
    desk.undo()
    assert step.id in undone()
    desk.redo()
    assert step.id not in undone()
    taken = desk.take_back(step.id)
    assert step.id in undone()
    desk.undo()
    assert taken.id in undone()
    assert step.id not in undone()


def test_one_step_is_taken_back_while_later_ones_stay(desk):
    first = desk.do(pledges.record_pledges, [a_pledge("la", id="a")]).step
    desk.do(pledges.record_pledges, [a_pledge("ke", id="b")])
    desk.take_back(first.id)
    assert [pledge.id for pledge in desk.snapshot.pledges] == ["b"]
    with pytest.raises(NothingToUndo):
        desk.take_back(first.id)


def test_the_founding_of_a_campaign_is_never_taken_back(desk):
    (founding,) = desk.steps()
    with pytest.raises(NothingToUndo):
        desk.take_back(founding.id)
    assert desk.snapshot.campaign.congress_en


def test_what_names_somebody_who_is_gone_by_now_is_not_taken_back(desk):
    desk.do(records.put, SOMEONE)
    desk.do(records.put, MEETING)
    edited = desk.do(records.put, replace(MEETING, their_people=()), MEETING).step
    desk.do(records.remove, SOMEONE)
    with pytest.raises(UndoBlocked):
        desk.take_back(edited.id)
    assert desk.check().sound


def test_a_step_on_which_a_later_one_depends_stays_and_the_later_one_is_named(desk):
    pledge = a_pledge(level=Level.LEANING_YES)
    desk.do(pledges.record_pledges, [pledge])
    first = desk.do(pledges.correct_pledge, pledge, replace(pledge, level=Level.UNDECIDED)).step
    now = desk.snapshot.pledges[0]
    later = desk.do(pledges.correct_pledge, now, replace(now, level=Level.FIRM_YES)).step
    with pytest.raises(UndoBlocked) as blocked:
        desk.take_back(first.id)
    assert blocked.value.message.gaps["step"].id == later.id


def test_the_latest_steps_are_had_without_the_rest(desk):
    for member in ("la", "ke", "fr"):
        desk.do(pledges.record_pledges, [a_pledge(member)])
    assert desk.latest_steps(2) == desk.steps()[-2:]
