"""Votes over time: a change of mind moves the line on its day, a correction leaves it flat."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upudesk.model import Form, Level, Pledge, Side
from upudesk.tally import tally
from upudesk.trend import Turn, course, days, promised

from .builders import FRANCE, KENYA, LAOS, TODAY, a_pledge, a_snapshot, asked

MARCH, APRIL, JUNE = date(2025, 3, 1), date(2025, 4, 3), date(2025, 6, 2)


def turns(*pledges: Pledge, candidacy: str = "th-ca") -> tuple[Turn, ...]:
    return promised(a_snapshot([LAOS, KENYA, FRANCE], pledges), candidacy)


def heights(found: tuple[Turn, ...]) -> list[tuple[date, int]]:
    return [(turn.on, turn.promised) for turn in found]


def test_the_line_rises_on_the_day_of_a_promise_and_ends_today() -> None:
    found = turns(a_pledge(given_on=APRIL), a_pledge("ke", given_on=JUNE))
    assert heights(found) == [(APRIL, 1), (JUNE, 2), (TODAY, 2)]
    assert found[1].came == ("ke",)


def test_a_change_of_mind_moves_the_line_on_its_own_day() -> None:
    found = turns(a_pledge(given_on=APRIL), a_pledge(given_on=JUNE, level=Level.LEANING_NO))
    assert heights(found) == [(APRIL, 1), (JUNE, 0), (TODAY, 0)]
    assert found[1].went == ("la",)


def test_a_correction_leaves_the_line_flat() -> None:
    wrong = a_pledge(given_on=APRIL, level=Level.LEANING_NO)
    right = replace(wrong, level=Level.LEANING_YES)
    assert heights(turns(right)) == [(APRIL, 1), (TODAY, 1)]
    assert heights(turns(wrong)) == [(APRIL, 0), (TODAY, 0)]


def test_a_request_and_hearsay_move_nothing_that_was_said_first_hand() -> None:
    rumour = a_pledge(form=Form.HEARSAY, given_on=JUNE, level=Level.FIRM_NO, side=Side.CAPITAL)
    found = turns(a_pledge(given_on=APRIL), asked(given_on=JUNE), rumour)
    assert heights(found) == [(APRIL, 1), (TODAY, 1)]


def test_firmer_words_are_no_new_vote() -> None:
    found = turns(a_pledge(given_on=APRIL, level=Level.LEANING_YES), a_pledge(given_on=JUNE))
    assert heights(found) == [(APRIL, 1), (TODAY, 1)]


def test_the_line_of_a_part_begins_where_it_stood() -> None:
    snapshot = a_snapshot([LAOS], [a_pledge(given_on=MARCH)])
    found = promised(snapshot, "th-ca", since=APRIL, until=JUNE)
    assert heights(found) == [(APRIL, 1), (JUNE, 1)]


def test_nothing_said_is_a_line_at_nought() -> None:
    assert heights(turns()) == [(TODAY, 0)]


def test_what_is_dated_after_today_is_not_counted_yet() -> None:
    assert heights(turns(a_pledge(given_on=TODAY + timedelta(3))))[-1] == (TODAY, 0)


statements = st.builds(
    a_pledge,
    st.sampled_from(["la", "ke", "fr", "th"]),
    st.sampled_from(["th-ca", "th-poc"]),
    level=st.sampled_from([level for level in Level if level is not Level.ASKED]),
    side=st.sampled_from(Side),
    form=st.sampled_from([Form.LETTER, Form.HEARSAY]),
    given_on=st.dates(date(2025, 7, 1), TODAY),
)


@given(st.lists(statements, max_size=14))
def test_on_every_day_the_line_stands_where_the_tally_of_that_day_does(
    pledges: list[Pledge],
) -> None:
    snapshot = a_snapshot([LAOS, KENYA, FRANCE], pledges)
    found = promised(snapshot, "th-ca", since=date(2025, 7, 1))
    for day in days(date(2025, 7, 1), TODAY):
        stands = [turn for turn in found if turn.on <= day][-1].promised
        assert stands == len(tally(snapshot, "th-ca", as_of=day).promised)


def test_any_worth_of_the_stances_can_be_followed() -> None:
    snapshot = a_snapshot([LAOS, KENYA], [a_pledge(given_on=APRIL)])
    found = course(
        snapshot, "th-ca", [MARCH, JUNE], lambda held: sum(0.9 for s in held.values() if s.promised)
    )
    assert found == ((MARCH, 0), (JUNE, 0.9))


def test_days_are_evenly_apart_and_hold_both_ends() -> None:
    found = days(MARCH, JUNE, 10)
    assert (found[0], found[-1], len(found)) == (MARCH, JUNE, 10)
    assert days(JUNE, JUNE) == (JUNE,)
    assert days(JUNE, JUNE + timedelta(2), 60) == tuple(JUNE + timedelta(n) for n in range(3))
