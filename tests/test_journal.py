"""Laws of the journal: heads, conflicts, clock, chain, joining."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.replicas import NOW, Replica, gossip
from upudesk import joining, journal
from upudesk.errors import FileProblem
from upudesk.joining import ForkedHistory, Journal
from upudesk.journal import EXISTENCE, Reason

few = settings(max_examples=60)


def two_copies() -> tuple[Replica, Replica]:
    """Bangkok and Berne, both holding Laos."""
    bangkok, berne = Replica("bangkok"), Replica("berne")
    bangkok.create("la", notes="first")
    berne.join(bangkok)
    return bangkok, berne


def test_the_last_of_one_writers_changes_is_the_value():
    bangkok, _ = two_copies()
    bangkok.say("la", notes="second")
    assert bangkok.record("la").values == {"notes": "second"}
    assert bangkok.record("la").conflicts == ()


def test_two_answers_at_once_are_a_conflict_that_shows_the_later_and_lists_both():
    bangkok, berne = two_copies()
    bangkok.say("la", notes="yes")
    berne.say("la", notes="no", later=5)
    bangkok.join(berne)
    (conflict,) = bangkok.record("la").conflicts
    assert [c.value for c in conflict.answers] == ["yes", "no"]
    assert bangkok.record("la").values["notes"] == "no"


def test_two_answers_that_agree_are_no_conflict():
    bangkok, berne = two_copies()
    bangkok.say("la", notes="yes")
    berne.say("la", notes="yes")
    bangkok.join(berne)
    assert bangkok.record("la").conflicts == ()


def test_a_conflict_closes_when_it_is_answered():
    bangkok, berne = two_copies()
    bangkok.say("la", notes="yes")
    berne.say("la", notes="no")
    bangkok.join(berne)
    bangkok.say("la", notes="yes")
    berne.join(bangkok)
    for desk in (bangkok, berne):
        assert desk.record("la").conflicts == ()
        assert desk.record("la").values["notes"] == "yes"


def test_an_edit_beside_a_deletion_is_a_conflict():
    bangkok, berne = two_copies()
    bangkok.delete("la")
    berne.say("la", notes="still needed", later=5)
    bangkok.join(berne)
    record = bangkok.record("la")
    assert [c.field for c in record.conflicts] == [EXISTENCE]
    assert record.alive


def test_deleting_again_answers_an_edit_beside_a_deletion():
    bangkok, berne = two_copies()
    bangkok.delete("la")
    berne.say("la", notes="still needed", later=5)
    bangkok.join(berne)
    bangkok.delete("la")
    assert not bangkok.record("la").alive
    assert bangkok.record("la").conflicts == ()


def test_an_edit_that_the_deletion_knew_of_is_no_conflict():
    bangkok, berne = two_copies()
    berne.say("la", notes="seen", later=5)
    bangkok.join(berne)
    bangkok.delete("la")
    assert bangkok.record("la").conflicts == ()
    assert not bangkok.record("la").alive


def test_files_of_different_campaigns_do_not_join():
    with pytest.raises(FileProblem, match="different campaigns"):
        joining.join(Journal("one", {}), Journal("two", {}), NOW)


def test_one_writer_with_two_histories_is_refused():
    bangkok, _ = two_copies()
    twin = bangkok.twin()
    bangkok.say("la", notes="a")
    twin.say("la", notes="b")
    with pytest.raises(ForkedHistory):
        joining.join(bangkok.journal, twin.journal, NOW)


def test_a_clock_set_to_the_year_2568_waits_with_all_that_rests_on_it():
    bangkok, berne = two_copies()
    berne.say("la", notes="from the future", later=543 * 365 * 86_400)
    berne.say("la", next_step="after it")
    joined = joining.join(bangkok.journal, berne.journal, NOW)
    assert [c.value for s in joined.held_back for c in s.changes] == ["from the future", "after it"]
    assert set(joined.journal.steps) == set(bangkok.journal.steps)


def test_what_one_copy_expunged_is_gone_from_the_joined_journal():
    bangkok, berne = two_copies()
    berne.say("la", notes="secret")
    bangkok.join(berne)
    bangkok.expunge("la", "notes")
    berne.join(bangkok)
    said = [c for s in berne.journal.steps.values() for c in s.changes]
    assert "secret" not in [c.value for c in said]
    assert not list(journal.broken_links(berne.journal.steps.values()))


def test_an_altered_value_breaks_the_chain():
    bangkok, _ = two_copies()
    step = bangkok.say("la", notes="true")
    forged = replace(step, changes=tuple(replace(c, value="false") for c in step.changes))
    steps = {**bangkok.journal.steps, step.id: forged}
    assert [(s.id, fault) for s, fault in journal.broken_links(steps.values())] == [
        (step.id, "value")
    ]


def test_a_step_taken_out_breaks_the_chain():
    bangkok, _ = two_copies()
    bangkok.say("la", notes="a")
    bangkok.say("la", notes="b")
    steps = [s for s in bangkok.journal.steps.values() if s.number != 2]
    assert [fault for _, fault in journal.broken_links(steps)] == ["order"]


def test_an_altered_heading_breaks_the_chain():
    bangkok, _ = two_copies()
    step = bangkok.say("la", notes="a")
    steps = {**bangkok.journal.steps, step.id: replace(step, author="somebody else")}
    assert "hash" in [fault for _, fault in journal.broken_links(steps.values())]


moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(moments, moments)
def test_the_order_of_clocks_is_the_order_of_time(a, b):
    a, b = (m.replace(microsecond=m.microsecond // 1000 * 1000) for m in (a, b))
    assert (journal.clock_at(a) < journal.clock_at(b)) == (a < b)
    assert journal.moment_of(journal.clock_at(a)) == a


@given(moments, st.timedeltas(-timedelta(hours=23), timedelta(days=9)), st.integers(0, 9999))
def test_a_clock_never_goes_back(last, since, count):
    before = journal.clock_at(last, count)
    assert journal.tick(before, last + since) > before


def test_a_clock_set_a_year_ahead_is_not_followed_for_ever():
    ahead = journal.clock_at(NOW + timedelta(days=365))
    assert journal.tick(ahead, NOW) == journal.clock_at(NOW)


deeds = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["say", "delete", "revive", "expunge", "join"]),
        st.sampled_from(["la", "ke"]),
        st.sampled_from(["notes", "next_step"]),
        st.sampled_from(["a", "b", "c"]),
        st.integers(-3600, 3600),
    ),
    max_size=14,
)


def acted(deeds) -> list[Replica]:
    """Three copies of one campaign after a random history, clocks off by up to an hour."""
    copies = [Replica("bangkok"), Replica("berne"), Replica("hall")]
    copies[0].create("la", notes="start")
    copies[0].create("ke")
    gossip(copies)
    for who, what, record, field, value, later in deeds:
        copies[who].act(what, record, field, value, later, copies[(who + 1) % 3])
    return copies


@few
@given(deeds)
def test_joining_in_any_order_and_any_number_of_times_gives_the_same(deeds):
    a, b, c = (copy.journal for copy in acted(deeds))

    def join(*journals):
        total = journals[0]
        for one in journals[1:]:
            total = joining.join(total, one, NOW + timedelta(days=2)).journal
        return total

    one = join(a, b, c)
    assert one == join(c, a, b) == join(b, c, a, b, a, c) == join(join(a, b), join(b, c), one)
    assert journal.as_projected(one.steps.values()) == journal.as_projected(
        join(c, b, a).steps.values()
    )
    assert not list(journal.broken_links(one.steps.values()))


@few
@given(deeds)
def test_joining_keeps_every_value_that_was_not_expunged(deeds):
    copies = acted(deeds)
    total = copies[0].journal
    for copy in copies[1:]:
        total = joining.join(total, copy.journal, NOW + timedelta(days=2)).journal
    gone = joining.erased_by(total.steps.values())
    kept = {c.id: c.value for s in total.steps.values() for c in s.changes}
    for copy in copies:
        for step in copy.journal.steps.values():
            for change in step.changes:
                if change.id not in gone and not change.erased:
                    assert kept[change.id] == change.value


@few
@given(deeds)
def test_every_open_conflict_closes_when_it_is_answered(deeds):
    copies = acted(deeds)
    gossip(copies)
    copy = copies[0]
    for record in ("la", "ke"):
        copy.answer_all(record)
        assert copy.record(record).conflicts == ()


def test_a_reason_has_a_word_for_every_way_in():
    assert {str(r) for r in Reason} == {
        "entered", "corrected", "changed_mind", "imported", "joined", "undone",
    }  # fmt: skip
