"""Follow-ups and keeping in touch: what is due, what comes again, what resets the days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import KENYA, LAOS, TODAY, a_pledge, a_snapshot, asked
from upudesk import due, i18n, repeating
from upudesk.campaign import follow_ups
from upudesk.campaign.records import put, remove
from upudesk.desk import Desk
from upudesk.due import Due
from upudesk.errors import InvalidRecord
from upudesk.i18n import Language
from upudesk.model import FollowUp, Form, Meeting, Undertaking
from upudesk.repeating import Every, Repeat

CALL = FollowUp(id="call", what="Call the embassy", member="la", due_on=TODAY)
EVERY = [Every.DAY, Every.WEEK, Every.TWO_WEEKS, Every.MONTH]


def a_follow_up(**fields: object) -> FollowUp:
    return replace(CALL, **fields)


def the_open_one(desk: Desk) -> FollowUp:
    (found,) = [f for f in desk.snapshot.all(FollowUp) if f.done_on is None]
    return found


# What is due


@pytest.mark.parametrize(
    ("day", "expected"),
    [  # 15 August 2025 is a Friday
        (date(2025, 8, 14), Due.OVERDUE),
        (date(2025, 8, 15), Due.TODAY),
        (date(2025, 8, 17), Due.WEEK),
        (date(2025, 8, 18), Due.LATER),
        (None, Due.UNDATED),
    ],
)
def test_a_follow_up_stands_where_its_day_puts_it(day: date | None, expected: Due) -> None:
    assert due.due(a_follow_up(due_on=day), TODAY) is expected


def test_overdue_stays_until_it_is_done() -> None:
    late = a_follow_up(due_on=date(2020, 1, 1))
    assert due.due(late, TODAY) is Due.OVERDUE
    assert due.due(replace(late, done_on=TODAY), TODAY) is Due.DONE
    assert due.overdue(a_snapshot([LAOS], others=[late, a_follow_up(id="other")])) == (late,)


# Repeating


@given(
    every=st.sampled_from(EVERY),
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    late=st.integers(0, 400),
)
def test_the_next_one_is_after_the_due_day_and_after_today(
    every: Every, first: date, late: int
) -> None:
    today = first + timedelta(days=late)
    found = repeating.following(repeating.written(Repeat(every), first), first, today)
    assert found is not None
    assert found[0] > max(first, today)
    assert (found[0] - today).days <= 31


@given(
    every=st.sampled_from(EVERY),
    days=st.sets(st.integers(0, 6)),
    count=st.none() | st.integers(1, 50),
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_a_rule_is_read_as_it_was_chosen(
    every: Every, days: set[int], count: int | None, first: date
) -> None:
    weekly = every in (Every.WEEK, Every.TWO_WEEKS)
    chosen = Repeat(every, tuple(sorted(days)) if weekly else (), None, count)
    text = repeating.written(chosen, first)
    assert repeating.read(text) == chosen
    assert repeating.readable(text)


def test_a_month_from_the_31st_has_its_last_day_in_short_months() -> None:
    text = repeating.written(Repeat(Every.MONTH), date(2025, 1, 31))
    day, days = date(2025, 1, 31), []
    for _month in range(4):
        day = repeating.following(text, day, day)[0]  # type: ignore[index]
        days.append(day)
    assert days == [date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)]


def test_a_rule_that_counts_ends() -> None:
    first = date(2025, 8, 1)
    found = repeating.following("FREQ=WEEKLY;COUNT=3", first, first)
    assert found == (date(2025, 8, 8), "FREQ=WEEKLY;COUNT=2")
    assert repeating.following("FREQ=WEEKLY;COUNT=3", first, date(2025, 8, 30)) is None
    assert repeating.following("FREQ=WEEKLY;UNTIL=20250805", first, first) is None


def test_a_rule_that_is_not_offered_is_kept_word_for_word() -> None:
    yearly = "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=9"
    assert repeating.read(yearly) == Repeat(Every.OTHER, text=yearly)
    assert repeating.written(repeating.read(yearly), TODAY) == yearly
    assert repeating.following(yearly, TODAY, TODAY) == (date(2025, 10, 9), yearly)


@pytest.mark.parametrize("text", ["nonsense", "FREQ=", "FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX"])
def test_a_rule_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(InvalidRecord):
        follow_ups.write_down(a_snapshot([LAOS]), a_follow_up(repeat=text))


def test_what_repeats_needs_a_first_day() -> None:
    with pytest.raises(InvalidRecord, match="first day"):
        follow_ups.write_down(a_snapshot([LAOS]), a_follow_up(due_on=None, repeat="FREQ=DAILY"))


def test_a_rule_is_told_in_words() -> None:
    text = repeating.written(Repeat(Every.TWO_WEEKS, (0, 3), until=date(2025, 12, 31)), TODAY)
    with i18n.use(Language("en")):
        told = repeating.in_words(text)
    assert told == "every two weeks on Monday and Thursday, until 31 Dec 2025"


# Doing


def test_done_ones_stay_with_their_day(desk: Desk) -> None:
    desk.do(follow_ups.write_down, CALL)
    desk.do(follow_ups.complete, [CALL], TODAY)
    assert desk.snapshot.get(FollowUp, "call").done_on == TODAY
    desk.do(follow_ups.reopen, [desk.snapshot.get(FollowUp, "call")])
    assert desk.snapshot.get(FollowUp, "call").done_on is None


def test_a_repeating_one_goes_on_in_the_same_step_and_undo_brings_both_back(desk: Desk) -> None:
    weekly = a_follow_up(due_on=date(2025, 7, 28), repeat="FREQ=WEEKLY")
    desk.do(follow_ups.write_down, weekly)
    before = desk.snapshot.tables
    desk.do(follow_ups.complete, [weekly], TODAY)
    after = the_open_one(desk)
    assert (after.due_on, after.repeat) == (date(2025, 8, 18), "FREQ=WEEKLY")
    assert desk.snapshot.get(FollowUp, "call").done_on == TODAY
    desk.undo()
    assert desk.snapshot.tables == before
    desk.redo()
    assert the_open_one(desk) == after


def test_one_done_twice_does_not_double_what_comes_next(desk: Desk) -> None:
    weekly = a_follow_up(repeat="FREQ=WEEKLY")
    desk.do(follow_ups.write_down, weekly)
    desk.do(follow_ups.complete, [weekly], TODAY)
    desk.do(follow_ups.reopen, [desk.snapshot.get(FollowUp, "call")])
    desk.do(follow_ups.complete, [desk.snapshot.get(FollowUp, "call")], TODAY)
    assert len(desk.snapshot.all(FollowUp)) == 2


def test_nothing_is_done_on_a_day_to_come(desk: Desk) -> None:
    desk.do(follow_ups.write_down, CALL)
    with pytest.raises(InvalidRecord, match="to come"):
        desk.do(follow_ups.complete, [CALL], TODAY + timedelta(days=1))


def test_a_deleted_follow_up_comes_back(desk: Desk) -> None:
    desk.do(follow_ups.write_down, CALL)
    desk.do(follow_ups.remove, [CALL])
    assert desk.snapshot.all(FollowUp) == ()
    desk.undo()
    assert desk.snapshot.get(FollowUp, "call") == CALL


# Keeping in touch

OFTEN = replace(LAOS, contact_every_days=14)


def a_talk(day: date, **fields: object) -> Meeting:
    return replace(Meeting(members=("la",), title="Talk", held_on=day), **fields)


@pytest.mark.parametrize(
    "touch",
    [
        a_talk(date(2025, 8, 10)),
        a_talk(date(2025, 8, 1), held_on=None, reported_on=date(2025, 8, 10)),
        a_pledge(given_on=date(2025, 8, 10)),
        asked(given_on=date(2025, 8, 10)),
        Undertaking(member="la", what="training", promised_on=date(2025, 8, 10)),
    ],
)
def test_any_logged_contact_starts_the_days_anew(touch: object, desk: Desk) -> None:
    old = a_talk(date(2025, 5, 1))
    desk.do(put, OFTEN, LAOS)
    desk.do(put, old)
    (waiting,) = due.due_for_contact(desk.snapshot)
    assert (waiting.member, waiting.due_on) == (OFTEN, date(2025, 5, 15))
    desk.do(put, touch)
    assert due.last_contact(desk.snapshot, "la") == due.Touch(date(2025, 8, 10), touch)  # type: ignore[arg-type]
    assert due.due_for_contact(desk.snapshot) == ()
    desk.undo()
    assert len(due.due_for_contact(desk.snapshot)) == 1


@pytest.mark.parametrize(
    "other",
    [
        a_pledge(form=Form.HEARSAY, given_on=date(2025, 8, 10)),
        a_pledge(form=Form.PUBLIC_REPORT, given_on=date(2025, 8, 10)),
        a_talk(date(2025, 9, 1)),
        a_talk(date(2025, 8, 10), members=("ke",)),
    ],
)
def test_what_is_no_contact_starts_nothing_anew(other: object) -> None:
    snapshot = a_snapshot([OFTEN, KENYA], others=[other])  # type: ignore[list-item]
    assert due.last_contact(snapshot, "la") is None
    assert [kept.member for kept in due.due_for_contact(snapshot)] == [OFTEN]


def test_a_deleted_meeting_was_no_contact(desk: Desk) -> None:
    talk = a_talk(date(2025, 8, 10))
    desk.do(put, OFTEN, LAOS)
    desk.do(put, talk)
    desk.do(remove, talk)
    assert len(due.due_for_contact(desk.snapshot)) == 1


def test_the_longest_silence_comes_first_and_ourselves_not_at_all(
    make_desk: Callable[..., Desk],
) -> None:
    snapshot = a_snapshot(
        [OFTEN, replace(KENYA, contact_every_days=7)],
        others=[a_talk(date(2025, 7, 1)), a_talk(date(2025, 6, 1), members=("ke",))],
    )
    assert [k.member.id for k in due.due_for_contact(snapshot)] == ["ke", "la"]
    assert "th" not in {k.member.id for k in due.keepings(snapshot)}
