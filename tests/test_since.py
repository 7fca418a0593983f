"""What changed since a day: new words and corrections are told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from upudesk.model import Level, Pledge
from upudesk.since import Shift, Way, since
from upudesk.snapshot import Snapshot

from .builders import FRANCE, KENYA, LAOS, a_pledge, a_snapshot, asked

APRIL, MONDAY, JUNE = date(2025, 4, 3), date(2025, 5, 5), date(2025, 6, 2)


def a_moment(*pledges: Pledge) -> Snapshot:
    return a_snapshot([LAOS, KENYA, FRANCE], pledges)


def told(found: tuple[Shift, ...]) -> list[tuple[str, Way]]:
    return [(shift.member, shift.way) for shift in found]


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [(4, 5, Way.UP), (5, 2, Way.DOWN), (2, 4, Way.UP), (3, 1, Way.DOWN)],
)
def test_a_change_of_mind_is_told_with_its_direction_and_the_words(
    before: int, after: int, way: Way
) -> None:
    first, second = a_pledge(level=before, given_on=APRIL), a_pledge(level=after, given_on=JUNE)
    (shift,) = since(a_moment(first, second), "th-ca", MONDAY)
    assert (shift.way, shift.because) == (way, second)
    assert (shift.before.decides, shift.after.decides) == (first, second)


def test_a_first_yes_is_up_a_first_no_is_down_and_a_request_is_neither() -> None:
    now = a_moment(
        a_pledge(given_on=JUNE), a_pledge("ke", level=1, given_on=JUNE), asked("fr", given_on=JUNE)
    )
    found = since(now, "th-ca", MONDAY)
    assert told(found) == [("la", Way.UP), ("ke", Way.DOWN), ("fr", Way.ASIDE)]


def test_what_was_said_before_is_no_change() -> None:
    now = a_moment(a_pledge(given_on=APRIL), a_pledge("ke", candidacy="th-poc", given_on=JUNE))
    assert since(now, "th-ca", MONDAY) == ()


def test_a_correction_is_told_as_one_and_not_as_a_change_of_mind() -> None:
    wrong = a_pledge(level=Level.FIRM_YES, given_on=APRIL)
    right = replace(wrong, level=Level.LEANING_NO)
    (shift,) = since(a_moment(right), "th-ca", MONDAY, a_moment(wrong))
    assert (shift.way, shift.before.level, shift.after.level) == (Way.CORRECTED, 5, 2)
    assert since(a_moment(right), "th-ca", MONDAY) == ()


def test_what_was_taken_out_is_a_correction_too() -> None:
    (shift,) = since(a_moment(), "th-ca", MONDAY, a_moment(a_pledge(given_on=APRIL)))
    assert (shift.way, shift.because) == (Way.CORRECTED, None)


def test_what_was_logged_late_is_told_as_learned() -> None:
    late = a_pledge(given_on=APRIL)
    (shift,) = since(a_moment(late), "th-ca", MONDAY, a_moment())
    assert (shift.way, shift.because) == (Way.LEARNED, late)


def test_a_correction_and_a_change_of_mind_of_one_country_are_both_told() -> None:
    wrong = a_pledge(level=Level.FIRM_YES, given_on=APRIL)
    right = replace(wrong, level=Level.UNDECIDED)
    new = a_pledge(level=Level.LEANING_YES, given_on=JUNE)
    found = since(a_moment(right, new), "th-ca", MONDAY, a_moment(wrong))
    assert told(found) == [("la", Way.UP), ("la", Way.CORRECTED)]
