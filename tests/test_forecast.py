from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson_binom

from tests.builders import FRANCE, KENYA, LAOS, a_member, a_pledge, a_snapshot, asked
from upudesk.forecast import Source, Swings, counted, forecast, nodes, votes_at
from upudesk.model import Answer, Level
from upudesk.rules import can_vote
from upudesk.tally import stances, tally
from upudesk.weights import share, weights

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
KNOWN = share(3.9)
"""Of members of whom everything is known."""
BASE = share(1.5)
"""Of members of whom nothing is."""


def oracle(swing, group_swing=0.0):
    """The electorate of the worked example: everyone casts a ballot."""
    groups = ((60, 0.88), (40, 0.72), (30, 0.50), (26, 0.15))
    members = [(1.0, hold, n) for n, (many, hold) in enumerate(groups) for _ in range(many)]
    return counted(members, swing, group_swing)


# ------------------------------------------------------------------ known values


def test_three_members_worked_out_by_hand():
    found = counted([(1, 0.1, 1), (1, 0.2, 1), (1, 0.2, 1)])
    assert found.pmf == pytest.approx((0.576, 0.352, 0.068, 0.004), abs=1e-12)


def test_the_worked_example_without_swing():
    found = oracle(0)
    assert found.expected == pytest.approx(100.50, abs=0.005)
    assert found.at_least(95) == pytest.approx(0.8836, abs=5e-5)
    assert (found.low, found.high) == (94, 107)


def test_the_worked_example_with_swing():
    found = oracle(0.5)
    assert found.expected == pytest.approx(99.78, abs=0.005)
    assert found.at_least(95) == pytest.approx(0.6673, abs=5e-5)
    assert (found.low, found.high) == (82, 117)


def test_mass_is_what_really_lies_in_the_range():
    found = oracle(0.5)
    assert found.mass == pytest.approx(sum(found.pmf[82:118]), abs=1e-12)


def test_half_the_mass_lies_at_or_below_the_median():
    found = oracle(0.5)
    assert found.at_most(found.median) >= 0.5 > found.at_most(found.median - 1)


def test_at_least_is_told_for_every_number():
    found = counted([(1, 0.1, 1), (1, 0.2, 1), (1, 0.2, 1)])
    assert [round(found.at_least(k), 3) for k in range(-1, 6)] == [1, 1, 0.424, 0.072, 0.004, 0, 0]
    assert [round(found.at_most(k), 3) for k in range(-1, 5)] == [0, 0.576, 0.928, 0.996, 1, 1]


def test_nobody_gives_no_votes():
    assert counted([]).pmf == (1.0,)
    assert (counted([]).expected, counted([]).low, counted([]).at_least(1)) == (0, 0, 0)


# ------------------------------------------------------------------ an independent library

members = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.floats(0.001, 0.999),
        st.one_of(st.none(), st.integers(1, 5)),
    ),
    min_size=1,
    max_size=40,
)


@given(members)
@settings(max_examples=40)
def test_exact_counting_agrees_with_scipy(voters):
    chances = [cast * hold for cast, hold, _group in voters]
    theirs = poisson_binom.pmf(range(len(voters) + 1), chances)
    assert counted(voters).pmf == pytest.approx(theirs, abs=1e-9)


def test_the_swing_agrees_with_scipy_at_every_node():
    rng = random.Random(1)
    voters = [(rng.random(), rng.uniform(0.05, 0.95), rng.randint(1, 5)) for _ in range(60)]
    shifts, weight = nodes(0.7)
    odds = np.log([hold / (1 - hold) for _, hold, _ in voters])
    casts = np.array([cast for cast, _, _ in voters])
    theirs = sum(
        w * poisson_binom.pmf(range(61), casts / (1 + np.exp(-(odds + shift))))
        for shift, w in zip(shifts, weight, strict=True)
    )
    assert counted(voters, 0.7).pmf == pytest.approx(theirs, abs=1e-10)


# ------------------------------------------------------------------ swings


def test_finer_nodes_change_nothing_that_could_be_seen(monkeypatch):
    coarse = counted([(1, 0.6, 1)] * 100, 2.0)
    monkeypatch.setattr("upudesk.forecast.STEP", 0.02)
    fine = counted([(1, 0.6, 1)] * 100, 2.0)
    assert coarse.pmf == pytest.approx(fine.pmf, abs=1e-6)


def test_groups_that_swing_alone_are_as_likely_as_a_shared_swing_of_one_group():
    voters = [(0.9, 0.6, 3)] * 50
    shared, alone = counted(voters, 0.6), counted(voters, 0, 0.6)
    assert alone.pmf == pytest.approx(shared.pmf, abs=1e-9)


def test_in_one_group_both_swings_add_up_like_independent_errors():
    voters = [(0.9, 0.6, 3)] * 50
    both, one = counted(voters, 0.4, 0.3), counted(voters, 0.5)
    assert both.pmf == pytest.approx(one.pmf, abs=1e-9)


@pytest.mark.parametrize("group_swing", [0.004, 0.02, 0.1, 0.5, 1.5])
def test_group_swings_agree_with_a_sum_over_all_pairs_of_nodes(group_swing):
    voters = [(0.95, 0.7, 1)] * 8 + [(0.9, 0.3, 2)] * 7
    z, w = nodes(0.5)
    y, v = nodes(group_swing)
    together = np.zeros(16)
    for shift, weight in zip(z, w, strict=True):
        of = [
            sum(
                u
                * poisson_binom.pmf(
                    range(n + 1), [cast / (1 + (1 - p) / p * np.exp(-shift - e))] * n
                )
                for e, u in zip(y[::4], v[::4] / v[::4].sum(), strict=True)
            )
            for cast, p, n in ((0.95, 0.7, 8), (0.9, 0.3, 7))
        ]
        together += weight * np.convolve(*of)
    assert counted(voters, 0.5, group_swing).pmf == pytest.approx(together, abs=2e-6)


def test_members_of_no_known_group_swing_together():
    alone = counted([(1, 0.5, None)] * 20, 0, 1)
    assert alone.variance > counted([(1, 0.5, 1)] * 10 + [(1, 0.5, 2)] * 10, 0, 1).variance


# ------------------------------------------------------------------ laws

swings = st.floats(0, 2)


@given(members, swings, st.sampled_from([0.0, 0.3]))
@settings(max_examples=40)
def test_chances_sum_to_one(voters, swing, group_swing):
    assert abs(sum(counted(voters, swing, group_swing).pmf) - 1) < 1e-12


@given(members, swings, st.data())
@settings(max_examples=40)
def test_a_higher_hold_rate_never_lowers_the_chance_of_k_votes(voters, swing, data):
    place = data.draw(st.integers(0, len(voters) - 1))
    cast, hold, group = voters[place]
    raised = list(voters)
    raised[place] = (cast, data.draw(st.floats(hold, 0.9995)), group)
    before, after = counted(voters, swing), counted(raised, swing)
    for k in range(len(voters) + 2):
        assert after.at_least(k) >= before.at_least(k) - 1e-12


@given(
    st.lists(st.tuples(st.just(1.0), st.floats(0.02, 0.98), st.integers(1, 5)), max_size=40),
    swings,
    swings,
)
@settings(max_examples=60)
def test_more_swing_never_lowers_the_variance(voters, one, other):
    less, more = sorted((one, other))
    assert counted(voters, more).variance >= counted(voters, less).variance - 1e-9


@given(st.integers(0, 10**6), swings, swings)
@settings(max_examples=20)
def test_more_swing_never_lowers_the_variance_of_an_electorate_with_absentees(seed, one, other):
    # One member alone that may stay away is no electorate: its own variance can fall.
    rng = random.Random(seed)
    voters = [(rng.uniform(0.6, 1), rng.uniform(0.05, 0.95), 1) for _ in range(120)]
    less, more = sorted((one, other))
    assert counted(voters, more).variance >= counted(voters, less).variance - 1e-9


@given(members, st.randoms(use_true_random=False), st.sampled_from([(0, 0), (0.5, 0), (0.5, 0.3)]))
@settings(max_examples=30)
def test_the_order_of_members_changes_nothing(voters, rng, swing):
    shuffled = list(voters)
    rng.shuffle(shuffled)
    assert counted(shuffled, *swing).pmf == pytest.approx(counted(voters, *swing).pmf, abs=1e-12)


# ------------------------------------------------------------------ simulation


def simulated(voters, swing, group_swing, draws, seed=3):
    rng = np.random.default_rng(seed)
    cast, hold = (np.array([voter[n] for voter in voters])[None, :] for n in (0, 1))
    shift = swing * rng.standard_normal((draws, 1))
    shift = shift + group_swing * rng.standard_normal((draws, 6))[:, [g for *_, g in voters]]
    chance = cast / (1 + (1 - hold) / hold * np.exp(-shift))
    return (rng.random((draws, len(voters))) < chance).sum(axis=1)


@pytest.mark.parametrize("swing", [(0, 0), (0.5, 0), (0.4, 0.6)])
def test_exact_agrees_with_simulation_within_its_error(swing):
    rng = random.Random(2)
    voters = [(rng.random(), rng.uniform(0.05, 0.95), rng.randint(1, 5)) for _ in range(100)]
    exact, drawn = counted(voters, *swing), simulated(voters, *swing, 40_000)
    assert abs(drawn.mean() - exact.expected) < 4 * (exact.variance / 40_000) ** 0.5
    for k in range(0, 101, 5):
        p = exact.at_least(k)
        assert abs((drawn >= k).mean() - p) <= 4 * (p * (1 - p) / 40_000) ** 0.5 + 1e-9


@pytest.mark.parametrize("swing", [(0, 0), (0.5, 0), (0.5, 0.3)])
def test_the_range_covers_its_own_mass_on_synthetic_elections(swing):
    """5,000 elections, each with an electorate of its own drawn from the model."""
    rng = random.Random(28)
    covered, mass, variance = 0, 0.0, 0.0
    for electorate in range(100):
        voters = [(rng.uniform(0.5, 1), rng.uniform(0.05, 0.95), rng.randint(1, 5))
                  for _ in range(rng.randint(60, 192))]  # fmt: skip
        exact = counted(voters, *swing)
        votes = simulated(voters, *swing, 50, seed=electorate)
        covered += int(((votes >= exact.low) & (votes <= exact.high)).sum())
        mass += 50 * exact.mass
        variance += 50 * exact.mass * (1 - exact.mass)
    assert abs(covered - mass) < 3 * variance**0.5


# ------------------------------------------------------------------ from records

READY = {"voting_right": YES, "arrears": NO, "credentials": YES, "presence": YES}


def expected_of(*members, pledges=(), **given):
    return forecast(a_snapshot(members, pledges), "th-ca", **given)


@pytest.mark.parametrize(
    ("facts", "cast"),
    [
        ({}, BASE),
        (READY, KNOWN),
        (READY | {"presence": NO, "proxy_given": NO}, 0),
        (READY | {"arrears": YES, "voting_right": NO}, 0),
        (READY | {"credentials": NO}, 0),
        (READY | {"credentials": UNKNOWN}, KNOWN * (BASE / KNOWN) ** (1 / 3)),
        (READY | {"credentials": UNKNOWN, "presence": UNKNOWN}, KNOWN * (BASE / KNOWN) ** (2 / 3)),
    ],
)
def test_the_chance_of_a_ballot_follows_what_is_known(facts, cast):
    found = expected_of(a_member("LA", **facts))
    assert found.chances["la"].cast == pytest.approx(cast)


def test_a_proxy_comes_with_its_holder():
    giver = a_member("LA", **READY | {"presence": NO}, proxy_given=YES, proxy_holder="ke")
    for presence, cast in ((YES, KNOWN), (NO, 0), (UNKNOWN, KNOWN * (BASE / KNOWN) ** (1 / 3))):
        found = expected_of(giver, replace(KENYA, presence=presence)).chances["la"]
        assert found.cast == pytest.approx(cast)
        assert found.holder == "ke"


def test_a_proxy_with_an_instruction_votes_as_its_giver_said():
    facts = READY | {"presence": NO, "proxy_given": YES, "proxy_holder": "ke"}
    told = a_member("LA", **facts, proxy_instruction="both councils")
    free = a_member("LA", **facts)
    pledges = (a_pledge("la"), a_pledge("ke", level=1))
    own = expected_of(a_member("LA", **READY), KENYA, pledges=pledges).chances
    bound = expected_of(told, KENYA, pledges=pledges).chances["la"]
    assert (bound.log_odds, bound.source) == (own["la"].log_odds, Source.PROMISED)
    halfway = expected_of(free, KENYA, pledges=pledges).chances["la"]
    assert halfway.source is Source.PROXY
    assert halfway.log_odds == pytest.approx((own["la"].log_odds + own["ke"].log_odds) / 2)


def test_promised_votes_stand_apart_from_those_that_we_may_also_get():
    found = expected_of(
        LAOS, KENYA, FRANCE, a_member("JP"),
        pledges=(a_pledge("la"), a_pledge("ke", level=3), asked("fr")),
    )  # fmt: skip
    assert {id: c.source for id, c in found.chances.items()} == {
        "th": Source.OWN, "la": Source.PROMISED, "ke": Source.ANSWERED,
        "fr": Source.BASE_RATE, "jp": Source.BASE_RATE,
    }  # fmt: skip
    parts = (found.expected_promised, found.expected_own, found.expected_others)
    assert all(part > 0 for part in parts)
    assert sum(parts) == pytest.approx(found.expected, abs=1e-9)


def test_our_own_ballot_counts_and_is_not_certain():
    found = expected_of().chances["th"]
    assert found.hold == pytest.approx(share(3.5))
    assert found.cast < 1


def test_votes_add_up_to_the_expected_with_every_swing():
    snapshot = a_snapshot((LAOS, KENYA, FRANCE), [a_pledge("la")])
    for swings in ({"swing": 0.0}, {"swing": 1.5}, {"swing": 0.5, "group_swing": 0.8}):
        found = forecast(snapshot, "th-ca", weights(snapshot).replaced(swings))
        assert sum(c.vote for c in found.chances.values()) == pytest.approx(found.expected)


def test_a_forecast_as_of_a_day_knows_nothing_later():
    snapshot = a_snapshot([LAOS], [a_pledge("la", given_on=date(2025, 4, 3))])
    before = forecast(snapshot, "th-ca", as_of=date(2025, 4, 2))
    assert before.expected_promised == 0
    assert forecast(snapshot, "th-ca", as_of=date(2025, 4, 3)).expected_promised > 0


def test_the_stances_and_voters_of_a_tally_change_nothing():
    members = [a_member("LA", **READY | {"credentials": UNKNOWN}), KENYA, a_member("JP", **READY)]
    snapshot = a_snapshot(members, [a_pledge("la")])
    held = tally(snapshot, "th-ca")
    assert forecast(snapshot, "th-ca", stances=held.stances, voters=held.voters) == forecast(
        snapshot, "th-ca"
    )


def test_what_is_supposed_goes_before_the_records():
    snapshot = a_snapshot([LAOS, KENYA], [a_pledge("la")])
    supposed = stances(a_snapshot([LAOS, KENYA], [a_pledge("ke")]), "th-ca")
    other = forecast(snapshot, "th-ca", stances=supposed, voters={"ke": YES, "la": NO})
    assert other.chances["ke"].source is Source.PROMISED
    assert other.chances["ke"].cast == pytest.approx(KNOWN)
    assert other.chances["la"].cast == 0
    ready = a_snapshot([a_member("LA", **READY)])
    assert can_vote(ready, ready.members[1]) is YES
    doubted = forecast(ready, "th-ca", voters={"la": UNKNOWN})
    assert doubted.chances["la"].cast == pytest.approx(BASE)


def test_an_empty_campaign_says_what_is_missing():
    empty = replace(
        a_snapshot(), tables={k: v for k, v in a_snapshot().tables.items() if k != "member"}
    )
    found = forecast(empty, "th-ca")
    assert (found.expected, found.share, found.ballots, found.pmf) == (0, 0, 0, (1.0,))
    assert [str(sentence) for sentence in found.missing] == [
        "No country is in the file yet, so there is nobody to vote."
    ]


def test_a_campaign_without_answers_says_so():
    said = [str(sentence) for sentence in expected_of(LAOS).missing]
    assert said[0].startswith("Nobody has answered yet")
    assert said[1].startswith("Of nobody is it known")
    assert said[2].startswith("The file has no hold rates")
    later = expected_of(a_member("LA", **READY), pledges=[a_pledge("la")])
    assert len(later.missing) == 1


def test_a_firmer_level_is_expected_to_bring_more():
    by_level = [
        expected_of(LAOS, pledges=[a_pledge("la", level=level)]).expected
        for level in Level if level is not Level.ASKED
    ]  # fmt: skip
    assert by_level == sorted(by_level)


def test_nodes_of_no_swing_are_one():
    shifts, weight = nodes(0)
    assert (list(shifts), list(weight)) == ([0], [1])
    assert Swings.of(0.5, 0.001).spread is None
    assert votes_at([], shifts).shape == (1, 0)
