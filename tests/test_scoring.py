from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_member, a_pledge, a_snapshot
from upudesk.forecast import Distribution, counted, forecast
from upudesk.scoring import CASES, PRIOR, proposed_shift, replay, score
from upudesk.weights import from_records, weights

USUAL = from_records(())
COIN = counted([(1, 0.5, 1)] * 4)
"""1, 4, 6, 4, 1 sixteenths."""


# ------------------------------------------------------------------ where the result fell


def test_the_percentile_counts_an_equal_number_half():
    assert score(COIN, 2).percentile == pytest.approx(0.5)
    assert score(COIN, 0).percentile == pytest.approx(1 / 32)
    assert score(COIN, 4).percentile == pytest.approx(31 / 32)


def test_the_crps_is_worked_out_by_hand():
    # Below 2 the forecast has 1/16 and 5/16, from 2 on it lacks 5/16 and 1/16: 52/256 in all.
    assert score(COIN, 2).crps == pytest.approx(52 / 256)
    assert score(Distribution((0, 0, 1)), 2).crps == 0
    assert score(Distribution((0, 0, 1)), 5).crps == 3
    assert score(Distribution((0, 0, 1)), 0).crps == 2


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=30), st.integers(0, 35))
def test_the_crps_is_the_mean_distance_less_half_the_distance_of_two_draws(weights_, votes):
    pmf = np.array(weights_) / sum(weights_)
    k = np.arange(len(pmf))
    distance = (pmf * abs(k - votes)).sum()
    apart = (pmf[:, None] * pmf * abs(k[:, None] - k)).sum()
    found = score(Distribution(tuple(pmf.tolist())), votes).crps
    assert found == pytest.approx(distance - apart / 2, abs=1e-9)


@pytest.mark.parametrize(
    ("votes", "inside", "words"),
    [
        (50, True, "50 votes lie inside the range of 44 to 56 that was expected: of a hundred such "
                   "votes, about 50 would have brought fewer."),
        (60, False, "60 votes are more than the 44 to 56 that were expected: of a hundred such "
                    "votes, about 2 would have brought as many or more."),
        (40, False, "40 votes are fewer than the 44 to 56 that were expected: of a hundred such "
                    "votes, about 2 would have brought as few or fewer."),
        (150, False, "150 votes are more than the 44 to 56 that were expected: of a hundred such "
                     "votes, about 0 would have brought as many or more."),
    ],
)  # fmt: skip
def test_where_it_fell_is_told_in_a_sentence(votes, inside, words):
    found = score(counted([(1, 0.5, 1)] * 100), votes)
    assert found.inside is inside
    assert str(found.told) == words


# ------------------------------------------------------------------ one shift for next time


def campaign_of(number: int = 60):
    members = [a_member(f"{n:02}", group=1 + n % 5) for n in range(number)]
    pledges = [a_pledge(m.id, c, level=1 + n % 5) for n, m in enumerate(members)
               for c in ("th-ca", "th-poc")]  # fmt: skip
    return a_snapshot(members, pledges)


def test_without_a_result_nothing_is_proposed():
    assert proposed_shift([]) is None


def test_more_votes_than_expected_shift_up_and_fewer_down():
    expected = forecast(campaign_of(), "th-ca")
    by = [proposed_shift([(expected, votes)]).by for votes in range(5, 50, 5)]
    assert by == sorted(by)
    assert by[0] < 0 < by[-1]
    assert abs(proposed_shift([(expected, round(expected.expected))]).by) < 0.1


def test_a_great_swing_is_blamed_before_the_hold_rates():
    snapshot = campaign_of()
    held = weights(snapshot)

    def shift(swing):
        return proposed_shift(
            [(forecast(snapshot, "th-ca", held.replaced({"swing": swing})), 35)]
        ).by

    assert shift(0.0) > shift(0.5) > shift(2.0) > 0


def test_without_swing_the_shift_explains_the_result():
    snapshot = campaign_of(150)
    still = weights(snapshot).replaced({"swing": 0.0})
    expected = forecast(snapshot, "th-ca", still)
    votes = round(expected.expected) + 15
    by = proposed_shift([(expected, votes)]).by
    shifted = still.shifted(by).replaced({"own": still.values["own"] + by})
    assert forecast(snapshot, "th-ca", shifted).expected == pytest.approx(votes, abs=1.5)


def test_both_councils_give_one_shift_between_what_each_alone_would():
    snapshot = campaign_of()
    both = [(forecast(snapshot, "th-ca"), 30), (forecast(snapshot, "th-poc"), 40)]
    low, high = sorted(proposed_shift([one]).by for one in both)
    assert low < proposed_shift(both).by < high
    told = str(proposed_shift(both).told)
    assert told.startswith("For next time the result suggests that a firm yes in writing holds")


def test_a_result_that_cannot_be_teaches_nothing():
    assert proposed_shift([(forecast(campaign_of(), "th-ca"), 500)]).by == 0


def test_the_prior_is_weak():
    assert PRIOR >= 2 * USUAL.swing


# ------------------------------------------------------------------ known votes


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_known_votes_lie_inside_the_range_of_the_defaults(case):
    found = replay(case, USUAL)
    assert found.score.inside
    assert found.expected.low < case.received < found.expected.high
    assert len(found.expected.pmf) == case.voters + 1


def test_the_known_cases_are_as_published():
    thailand, canada = CASES
    assert (thailand.written, thailand.oral, thailand.received) == (80, 35, 77)
    assert (canada.written + canada.oral, canada.written, canada.received) == (150, 135, 114)
    assert (thailand.others, canada.others) == (77, 41)


def test_a_replay_counts_those_who_promised_and_the_rest_apart():
    found = replay(CASES[0], USUAL)
    assert found.expected_promised == pytest.approx(70.3, abs=0.1)
    assert found.expected_others == pytest.approx(12.2, abs=0.1)
    own = found.expected.expected - found.expected_promised - found.expected_others
    assert 0.9 < own < 1


def test_other_weights_replay_otherwise():
    naive = USUAL.replaced({"level_5": 2.0, "form_minister": 0, "form_official": 0, "swing": 0.3})
    assert not replay(CASES[0], naive).score.inside


def test_on_elections_drawn_from_the_model_percentiles_are_spread_evenly():
    rng = random.Random(3)
    voters = [(0.9, rng.uniform(0.1, 0.9), 1) for _ in range(120)]
    exact = counted(voters, 0.5)
    drawn = np.random.default_rng(1).choice(len(exact.pmf), 4000, p=exact.pmf)
    percentiles = np.array([score(exact, int(votes)).percentile for votes in drawn])
    assert abs(percentiles.mean() - 0.5) < 4 * 0.29 / 4000**0.5
