"""Promises of the desk: one step for one deed, nothing half done, everything found again."""

from __future__ import annotations

import errno
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import KENYA, LAOS, a_pledge
from tests.conftest import MOMENT
from upudesk.campaign import contacts, evidence, meetings, members, pledges, records, results
from upudesk.desk import Desk
from upudesk.errors import (
    DiskFull,
    InvalidRecord,
    NothingToUndo,
    UndoBlocked,
    UnknownMember,
    UnknownRecord,
)
from upudesk.journal import Reason, as_projected, moment_of
from upudesk.model import Answer, Contact, Evidence, FollowUp, Level, Meeting, Member, Post
from upudesk.snapshot import record_of


def levels(desk):
    return [pledge.level for pledge in desk.snapshot.pledges]


def test_a_statement_about_both_councils_is_one_step(desk):
    both = pledges.for_candidacies(a_pledge(), desk.snapshot.ours)
    before = len(desk.steps())
    desk.do(pledges.record_pledges, both)
    assert len(desk.snapshot.pledges) == 2
    assert len(desk.steps()) == before + 1


def test_what_was_logged_is_found_after_a_restart(desk, reopen):
    pledge = a_pledge(words="พร้อมสนับสนุน <b>👍</b> \u200fنعم", note="x" * 100_000)
    desk.do(pledges.record_pledges, [pledge])
    assert reopen(desk).snapshot.pledges == (pledge,)


def test_undo_brings_back_the_earlier_level(desk):
    pledge = a_pledge(level=Level.LEANING_YES)
    desk.do(pledges.record_pledges, [pledge])
    desk.do(pledges.correct_pledge, pledge, replace(pledge, level=Level.FIRM_YES))
    desk.undo()
    assert levels(desk) == [Level.LEANING_YES]


def test_undo_survives_a_restart(desk, reopen):
    desk.do(pledges.record_pledges, [a_pledge()])
    again = reopen(desk)
    again.undo()
    assert again.snapshot.pledges == ()


def test_undo_reaches_through_what_was_undone_before(desk):
    for note in ("one", "two", "three"):
        laos = desk.snapshot.get(Member, "la")
        desk.do(records.put, replace(laos, notes=note), laos)
    for expected in ("two", "one", ""):
        desk.undo()
        assert desk.snapshot.get(Member, "la").notes == expected


def test_redo_does_again_what_undo_took_back(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.undo()
    desk.redo()
    assert levels(desk) == [Level.FIRM_YES]


def test_a_new_step_leaves_nothing_to_redo(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.undo()
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    with pytest.raises(NothingToUndo):
        desk.redo()


def test_the_founding_of_a_campaign_cannot_be_undone(desk):
    assert desk.undoable is None
    with pytest.raises(NothingToUndo):
        desk.undo()


def test_undo_names_what_depends_on_the_step(desk, reopen, tmp_path):
    from upudesk.machine import Machine

    desk.do(records.put, replace(LAOS, notes="ours"), LAOS)
    other = reopen(desk, machine=Machine(tmp_path / "another"))
    laos = other.snapshot.get(Member, "la")
    other.do(records.put, replace(laos, notes="theirs"), laos)
    with pytest.raises(UndoBlocked) as blocked:
        desk.undo()
    assert blocked.value.message.gaps["step"].action == "member.edit"
    assert desk.snapshot.get(Member, "la").notes == "theirs"


def test_undo_refuses_to_take_a_record_that_others_name(desk, reopen, tmp_path):
    from upudesk.machine import Machine

    contact = Contact(member="la", name="Contact 1 (demo)")
    desk.do(records.put, contact)
    other = reopen(desk, machine=Machine(tmp_path / "another"))
    other.do(records.put, Post(contact=contact.id, title="Director"))
    with pytest.raises(UndoBlocked):
        desk.undo()


def test_deleting_keeps_the_record_in_the_bin_until_it_is_revived(desk):
    pledge = a_pledge()
    desk.do(pledges.record_pledges, [pledge])
    desk.do(pledges.withdraw_pledge, pledge)
    assert desk.snapshot.pledges == ()
    assert desk.deleted() == [pledge]
    desk.do(records.revive, pledge)
    assert desk.snapshot.pledges == (pledge,)


def test_a_record_that_others_name_cannot_be_deleted(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    with pytest.raises(InvalidRecord, match="still named"):
        desk.do(records.remove, desk.snapshot.get(Member, "la"))


def test_a_correction_says_so_in_the_history(desk):
    pledge = a_pledge(level=Level.LEANING_YES)
    desk.do(pledges.record_pledges, [pledge])
    desk.do(pledges.correct_pledge, pledge, replace(pledge, level=Level.FIRM_YES))
    (change,) = desk.history(pledge.id)[-1].changes
    assert (change.field, change.value, change.reason) == ("level", 5, Reason.CORRECTED)


def test_a_change_of_mind_leaves_the_earlier_pledge_standing(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    step = desk.do(
        pledges.change_mind, [a_pledge(level=Level.FIRM_NO, given_on=date(2025, 6, 1))]
    ).step
    assert levels(desk) == [Level.FIRM_YES, Level.FIRM_NO]
    assert {change.reason for change in step.changes} == {Reason.CHANGED_MIND}


def test_saving_what_is_already_so_is_no_step(desk):
    assert desk.do(records.put, LAOS, LAOS).step is None
    assert desk.undoable is None


def test_an_edit_writes_only_the_fields_that_differ(desk):
    step = desk.do(records.put, replace(LAOS, notes="met in Vientiane"), LAOS).step
    assert [(c.field, c.value) for c in step.changes] == [("notes", "met in Vientiane")]


def test_an_edit_does_not_undo_what_another_program_wrote_meanwhile(desk, reopen):
    other = reopen(desk)
    other.do(records.put, replace(LAOS, next_step="call Vientiane"), LAOS)
    desk.do(records.put, replace(LAOS, notes="met"), LAOS)
    laos = desk.snapshot.get(Member, "la")
    assert (laos.next_step, laos.notes) == ("call Vientiane", "met")


def test_an_edit_of_what_another_program_deleted_is_refused(desk, reopen):
    contact = Contact(member="la", name="Contact 1 (demo)")
    desk.do(records.put, contact)
    reopen(desk).do(records.remove, contact)
    with pytest.raises(InvalidRecord, match="deleted meanwhile"):
        desk.do(records.put, replace(contact, notes="called"), contact)
    assert desk.deleted() == [contact]


def test_a_part_of_a_form_that_another_program_deleted_is_not_brought_back(desk, reopen):
    contact = Contact(member="la", name="Contact 1 (demo)")
    post = Post(contact=contact.id, title="Director")
    desk.do(contacts.save_contact, contact, [post])
    reopen(desk).do(records.remove, post)
    with pytest.raises(InvalidRecord, match="deleted meanwhile"):
        desk.do(contacts.save_contact, contact, [replace(post, title="Head")], contact)
    assert desk.snapshot.all(Post) == ()


def test_many_records_are_edited_all_or_none(desk, reopen):
    two = [Contact(member="la", name=f"Contact {number} (demo)") for number in (1, 2)]
    for contact in two:
        desk.do(records.put, contact)
    reopen(desk).do(records.remove, two[1])
    with pytest.raises(InvalidRecord, match="deleted meanwhile"):
        desk.do(records.edit_many, two, "notes", "called")
    assert [contact.notes for contact in desk.snapshot.all(Contact)] == [""]


def test_what_another_program_wrote_is_announced(desk, reopen):
    heard = []
    desk.listeners.append(heard.append)
    reopen(desk).do(pledges.record_pledges, [a_pledge()])
    assert desk.refresh()
    assert [(news.step, news.kinds) for news in heard] == [(None, frozenset({"pledge"}))]
    assert len(desk.snapshot.pledges) == 1


def test_what_another_program_wrote_is_announced_even_if_the_own_step_fails(desk, reopen):
    heard = []
    desk.listeners.append(heard.append)
    reopen(desk).do(pledges.record_pledges, [a_pledge()])
    with pytest.raises(InvalidRecord):
        desk.do(pledges.record_pledges, [])
    assert [news.kinds for news in heard] == [frozenset({"pledge"})]


def test_one_step_is_announced_once(desk):
    heard = []
    desk.listeners.append(heard.append)
    done = desk.do(pledges.record_pledges, pledges.for_candidacies(a_pledge(), desk.snapshot.ours))
    assert [news.step for news in heard] == [done.step]


def test_a_step_that_fails_changes_nothing(desk):
    before = desk.snapshot, len(desk.steps())
    with pytest.raises(InvalidRecord):
        desk.do(pledges.record_pledges, [a_pledge(), a_pledge(source="")])
    assert (desk.snapshot, len(desk.steps())) == before


def test_a_pledge_about_an_unknown_member_is_refused(desk):
    with pytest.raises(InvalidRecord, match="not there"):
        desk.do(pledges.record_pledges, [a_pledge("xx")])


def test_a_pledge_from_before_the_campaign_is_taken_with_a_warning(make_desk):
    desk = make_desk("early")
    campaign = desk.snapshot.campaign
    desk.do(records.put, replace(campaign, begins_on=date(2025, 1, 1)), campaign)
    done = desk.do(pledges.record_pledges, [a_pledge(given_on=date(2024, 12, 1))])
    assert "before the campaign began" in str(done.warnings[0])
    assert len(desk.snapshot.pledges) == 1


def test_a_meeting_its_pledges_and_follow_ups_are_one_step(desk):
    meeting = Meeting(members=("la",), title="Talks", held_on=date(2025, 4, 2))
    person = Contact(member="la", name="Contact 7 (demo)")
    post = Post(contact=person.id, title="Director")
    follow_up = FollowUp(what="Ask for a letter", member="la", due_on=date(2025, 9, 1))
    met = replace(meeting, their_people=(person.id,))
    desk.do(meetings.record_meeting, met, [a_pledge()], [follow_up], [person, post])
    assert desk.snapshot.pledges[0].meeting == desk.snapshot.all(FollowUp)[0].meeting == met.id
    desk.undo()
    assert not desk.snapshot.all(Meeting) + desk.snapshot.all(Contact) + desk.snapshot.pledges


def test_history_of_a_member_holds_everything_about_it(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.do(records.put, replace(LAOS, notes="x"), LAOS)
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    actions = [step.action for step in desk.history("la")]
    assert actions == ["campaign.new", "pledge.record", "member.edit"]


def test_history_of_a_deleted_pledge_is_still_told(desk):
    pledge = a_pledge()
    desk.do(pledges.record_pledges, [pledge])
    desk.do(pledges.withdraw_pledge, pledge)
    assert [s.action for s in desk.history(pledge.id)] == ["pledge.record", "pledge.remove"]
    assert "pledge.remove" in [s.action for s in desk.history("la")]


def test_history_of_nothing_is_refused(desk):
    with pytest.raises(UnknownRecord):
        desk.history("nobody")


def test_known_at_shows_what_was_held_at_that_moment(make_desk):
    moments = iter(MOMENT + timedelta(hours=n) for n in range(100))
    desk = make_desk("clocked", clock=lambda: next(moments))
    desk.do(pledges.record_pledges, [a_pledge(level=Level.LEANING_YES)])
    between = datetime.fromisoformat(desk.steps()[-1].clock.partition("/")[0])
    pledge = desk.snapshot.pledges[0]
    desk.do(pledges.correct_pledge, pledge, replace(pledge, level=Level.FIRM_YES))
    assert [p.level for p in desk.known_at(between).pledges] == [Level.LEANING_YES]
    assert levels(desk) == [Level.FIRM_YES]


def test_every_day_is_known_as_the_journal_until_then_makes_it(make_desk, reopen):
    moments = iter(MOMENT + timedelta(hours=n) for n in range(100))
    desk = make_desk("clocked", clock=lambda: next(moments))
    pledge = a_pledge()
    desk.do(pledges.record_pledges, [pledge])
    desk.do(records.put, replace(LAOS, notes="x"), LAOS)
    desk.undo()
    desk.do(pledges.withdraw_pledge, pledge)
    elsewhere = reopen(desk.path)  # which has not heard of it yet
    desk.do(records.put, replace(KENYA, notes="y"), KENYA)
    journal_ = desk._file.steps()
    for step in journal_:
        until = [s for s in journal_ if s.clock <= step.clock]
        made = {id: record_of(one) for id, one in as_projected(until).items() if one.alive}
        for asked in (desk, elsewhere):
            then = asked.known_at(moment_of(step.clock))
            assert made == {id: r for table in then.tables.values() for id, r in table.items()}


def test_known_before_the_campaign_began_is_refused(desk):
    with pytest.raises(UnknownRecord, match="did not exist yet"):
        desk.known_at(datetime(2000, 1, 1, tzinfo=UTC))


def test_evidence_comes_back_byte_for_byte(desk, reopen):
    data = bytes(range(256)) * 10_000
    pledge = a_pledge()
    desk.do(pledges.record_pledges, [pledge])
    desk.do(evidence.attach, Evidence(about=pledge.id, name="note verbale.pdf"), data)
    again = reopen(desk)
    (kept,) = again.snapshot.evidence_of[pledge.id]
    assert again.file_of(kept) == data
    assert (kept.size, kept.media_type) == (len(data), "application/pdf")


def test_an_empty_file_is_evidence_too(desk):
    desk.do(evidence.attach, Evidence(name="empty.txt"), b"")
    assert desk.file_of(desk.snapshot.all(Evidence)[0]) == b""


def test_today_is_the_practice_day_where_there_is_one(make_desk):
    desk = make_desk("practice")
    campaign = desk.snapshot.campaign
    desk.do(records.put, replace(campaign, practice_day=date(2025, 3, 1)), campaign)
    assert desk.today == desk.snapshot.today == date(2025, 3, 1)


def test_an_expunged_value_is_gone_from_the_file_and_the_chain_holds(desk):
    desk.do(records.put, replace(LAOS, notes="SECRET-PASTED"), LAOS)
    desk.expunge("la", "notes")
    assert desk.snapshot.get(Member, "la").notes == ""
    assert b"SECRET-PASTED" not in desk.path.read_bytes()
    assert desk.check().sound


def test_what_is_half_typed_about_it_goes_with_an_expunged_value(desk):
    pledge = a_pledge(note="planted")
    desk.do(pledges.record_pledges, [pledge])
    said = json.dumps({"fields": {"note": "planted, and more"}, "before": pledge.id})
    desk.keep_draft("pledge new", said)
    desk.keep_draft(f"pledge {pledge.id}", said)
    desk.keep_draft("meeting other", "{}")
    desk.expunge(pledge.id, "note")
    assert list(desk.drafts()) == ["meeting other"]
    desk.close()
    assert b"planted" not in desk.path.read_bytes()


def test_an_expunged_record_takes_its_file_along(desk):
    desk.do(evidence.attach, Evidence(name="wrong.pdf"), b"PRIVATE-BYTES" * 100)
    (wrong,) = desk.snapshot.all(Evidence)
    desk.expunge(wrong.id)
    assert desk.snapshot.all(Evidence) == ()
    assert b"PRIVATE-BYTES" not in desk.path.read_bytes()
    assert desk.check().sound


def test_a_record_that_others_name_cannot_be_expunged(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    with pytest.raises(InvalidRecord, match="still named by other records"):
        desk.expunge("la")
    assert desk.snapshot.get(Member, "la") == LAOS
    assert desk.check().sound


def test_the_campaign_itself_cannot_be_deleted_or_expunged(desk):
    with pytest.raises(InvalidRecord, match="campaign itself"):
        desk.do(records.remove, desk.snapshot.campaign)
    with pytest.raises(InvalidRecord, match="campaign itself"):
        desk.expunge("campaign")


def test_undo_does_not_bring_an_expunged_value_back(desk):
    desk.do(records.put, replace(LAOS, notes="secret"), LAOS)
    desk.expunge("la", "notes")
    with pytest.raises(UndoBlocked):
        desk.undo()
    assert desk.snapshot.get(Member, "la").notes == ""


def test_members_are_found_by_code_and_by_name_in_any_language(desk):
    for name in ("LA", "lao", "ลาว", "laos", " Laos "):
        assert members.find_member(desk.snapshot, name).id == "la"


def test_nothing_typed_is_near_to_no_member(desk):
    with pytest.raises(UnknownMember, match="No member is called “ ”"):
        members.find_member(desk.snapshot, " ")


def test_an_unknown_member_is_answered_with_the_nearest_names(desk):
    with pytest.raises(UnknownMember, match="Kenya"):
        members.find_member(desk.snapshot, "Kenia")


def test_the_result_is_asked_for_after_the_vote_and_not_before(make_desk):
    desk = make_desk("voted")
    campaign = desk.snapshot.campaign
    assert not results.awaits_result(desk.snapshot)
    desk.do(records.put, replace(campaign, vote_on=date(2025, 8, 14)), campaign)
    assert results.awaits_result(desk.snapshot)
    outcome = results.Outcome(3, Answer.YES)
    desk.do(results.record_result, 4, {"ca": outcome, "poc": outcome}, "Congress")
    assert not results.awaits_result(desk.snapshot)


def test_more_votes_than_ballots_are_refused(desk):
    outcome = {"ca": results.Outcome(3, Answer.NO)}
    with pytest.raises(InvalidRecord, match="more votes than ballots"):
        desk.do(results.record_result, 2, outcome, "Congress")


def test_what_a_disputed_edit_replaces_is_the_whole_dispute(desk):
    done = desk.do(records.put, replace(KENYA, notes="a"), KENYA)
    assert done.step.changes[0].replaces == ()
    again = desk.do(records.put, replace(KENYA, notes="b"), desk.snapshot.get(Member, "ke"))
    assert again.step.changes[0].replaces == (done.step.changes[0].id,)


def test_known_at_may_be_asked_from_another_thread_while_something_is_written(make_desk):
    desk = make_desk(passphrase="กรุงเทพ 2025")
    desk.do(pledges.record_pledges, [a_pledge(level=Level.LEANING_YES)])
    with ThreadPoolExecutor(max_workers=1) as pool:
        asked = [pool.submit(desk.known_at, MOMENT) for _ in range(8)]
        for day in range(1, 9):
            desk.do(pledges.record_pledges, [a_pledge(given_on=date(2025, 5, day))])
        assert all(one.result().find(Member, "la") for one in asked)
    assert len(desk.snapshot.pledges) == 9


def test_a_new_campaign_on_a_disk_that_fails_is_refused_in_a_sentence(tmp_path, monkeypatch):
    """What was begun could not be removed either, and a traceback said so."""

    def broken(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    def deeds():
        monkeypatch.setattr(Path, "unlink", broken)
        yield from ()
        raise DiskFull("full")

    with pytest.raises(DiskFull, match="was not made"):
        Desk.create(tmp_path / "x.upudesk", deeds())
