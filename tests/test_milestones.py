"""Moments with a name: what was known then can be asked for again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from upudesk.campaign import milestones
from upudesk.campaign.pledges import record_pledges
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord
from upudesk.model import Milestone

from .builders import a_pledge, a_snapshot
from .conftest import MOMENT


class Clock:
    """Shows a minute later each time it is looked at."""

    def __init__(self) -> None:
        self.moment = MOMENT

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


def test_what_a_named_moment_held_is_what_was_known_when_it_was_named(
    make_desk: Callable[..., Desk],
) -> None:
    desk = make_desk(clock=(clock := Clock()))
    desk.do(record_pledges, [a_pledge("la")])
    desk.do(milestones.name_moment, "Before Monday’s meeting", clock.moment)
    clock()
    desk.do(record_pledges, [a_pledge("ke")])
    (named,) = milestones.in_order(desk.snapshot)
    moment = milestones.moment_of(named)
    assert moment is not None
    assert [p.member for p in desk.known_at(moment).pledges] == ["la"]


def test_a_named_moment_is_renamed_and_deleted_and_each_can_be_undone(desk: Desk) -> None:
    desk.do(milestones.name_moment, " Half way ", MOMENT, "before the ministers met")
    (named,) = milestones.in_order(desk.snapshot)
    assert (named.name, named.moment) == ("Half way", "2025-08-15T09:00:00.000Z")
    desk.do(milestones.rename, named, "Mid-August")
    (renamed,) = milestones.in_order(desk.snapshot)
    assert (renamed.name, renamed.note, renamed.moment) == ("Mid-August", named.note, named.moment)
    desk.do(milestones.delete, renamed)
    assert milestones.in_order(desk.snapshot) == ()
    desk.undo()
    desk.undo()
    assert milestones.in_order(desk.snapshot) == (named,)


@pytest.mark.parametrize("name", ["", " ", "HALF WAY"])
def test_a_moment_needs_a_name_of_its_own(desk: Desk, name: str) -> None:
    desk.do(milestones.name_moment, "Half way", MOMENT)
    with pytest.raises(InvalidRecord) as fault:
        desk.do(milestones.name_moment, name, MOMENT)
    assert list(fault.value.problems) == ["name"]


def test_the_latest_moment_stands_first_and_one_that_is_none_last() -> None:
    known = [
        Milestone(name="first", moment="2025-03-01T00:00:00Z"),
        Milestone(name="broken", moment="some day"),
        Milestone(name="last", moment="2025-06-01T00:00:00+07:00"),
    ]
    found = milestones.in_order(a_snapshot(others=known))
    assert [one.name for one in found] == ["last", "first", "broken"]
    assert [milestones.moment_of(one) for one in found] == [
        datetime(2025, 5, 31, 17, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC), None
    ]  # fmt: skip


def test_this_moment_is_never_before_the_last_step_whoever_s_clock_that_was(
    make_desk: Callable[..., Desk], reopen: Callable[..., Desk]
) -> None:
    desk = make_desk(clock=lambda: MOMENT + timedelta(hours=5))
    desk.do(record_pledges, [a_pledge("la")])
    behind = reopen(desk)
    assert behind.moment == MOMENT + timedelta(hours=5)
    assert len(behind.known_at(behind.moment).pledges) == 1
