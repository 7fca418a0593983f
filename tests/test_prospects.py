from __future__ import annotations

import random
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from tests.builders import OURS_CA, OURS_POC, a_campaign, a_member, a_pledge, a_snapshot
from upudesk.draws import draw
from upudesk.forecast import Chance, Distribution, Source, forecast, recounted
from upudesk.model import Answer, Candidacy, Incumbency, Rule, RuleSet, Seats, Standing
from upudesk.next_best import firm, gained, next_best
from upudesk.prospects import Basis, Supposed, drawn, line_of, prospects, seat_chance
from upudesk.race import race
from upudesk.seating import Stander, fill
from upudesk.snapshot import Snapshot
from upudesk.tally import stances
from upudesk.weights import weights

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
CODES = [a + b for a in "ABCDEFGHIJKL" for b in "ABCDE"]
MEMBERS = [a_member(code, group=1 + n % 5) for n, code in enumerate(CODES)]
RENEWAL = Rule(id="renewal", code="renewal", council="poc", value=0.3333, applied=True)
POC_SEATS = Seats(id="poc-4", council="poc", group=4, seats=3, complete=True)
CA_SEATS = Seats(id="ca-4", council="ca", group=4, seats=2, complete=True)


def pledges(council: str = "th-poc"):
    return [a_pledge(m.id, council, level=1 + n % 5) for n, m in enumerate(MEMBERS[:40])]


def rival(name: str, share: float | None, sitting: Answer = NO, council: str = "poc", **said):
    given = {"id": f"r-{name}-{council}", "spread": 0.06}
    return Candidacy(member=name, council=council, share=share, sitting=sitting, **given | said)


def group_4(number: int) -> list[str]:
    return [m.id for m in MEMBERS if m.group == 4][:number]


def campaign_of(*others, council: str = "th-poc") -> Snapshot:
    return a_snapshot(MEMBERS, pledges(council), others=others)


def rivals(*shares: float, sitting: str = "", council: str = "poc") -> list[Candidacy]:
    names = group_4(len(shares))
    sits = dict(zip("yn?", (YES, NO, UNKNOWN), strict=True))
    how = [sits[letter] for letter in sitting.ljust(len(shares), "n")]
    return [rival(n, s, h, council) for n, s, h in zip(names, shares, how, strict=True)]


def said(found) -> str:
    return " ".join(map(str, found.facts))


def ours(**fields):
    return replace(OURS_POC, **{"sitting": NO} | fields)


# ------------------------------------------------------------------ what a chance rests on


def test_a_complete_list_with_shares_is_drawn():
    found = prospects(campaign_of(POC_SEATS, ours(), *rivals(0.4, 0.3, 0.3, 0.2)), "th-poc")
    assert found.basis is Basis.RIVALS
    assert found.chance is not None
    assert 0 < found.chance < 1
    assert found.seats == 3


def test_without_a_complete_list_a_winning_line_decides():
    seats = replace(
        POC_SEATS, complete=False, line_newcomer=20.0, line_sitting=24.0, line_spread=3.0
    )
    found = prospects(campaign_of(seats, ours(), *rivals(0.4)), "th-poc")
    assert found.basis is Basis.LINE
    assert "The list of those who stand is not complete." in said(found)


def test_a_rival_without_a_share_leaves_it_to_the_winning_line():
    seats = replace(POC_SEATS, line_newcomer=20.0, line_spread=3.0)
    some = [*rivals(0.4, 0.3, 0.3), rival(group_4(4)[3], None)]
    found = prospects(campaign_of(seats, ours(), *some), "th-poc")
    assert found.basis is Basis.LINE
    assert "No share of the ballots is estimated for" in said(found)


def test_unknown_seats_stay_unknown():
    found = prospects(campaign_of(replace(POC_SEATS, seats=None), ours()), "th-poc")
    assert (found.basis, found.chance, found.low, found.high, found.seats) == (
        Basis.UNKNOWN, None, None, None, None,
    )  # fmt: skip
    assert "How many seats group 4 fills in the POC is not known." in said(found)
    assert "No winning line is estimated" in said(found)
    nothing = prospects(campaign_of(), "th-poc")
    assert (nothing.basis, nothing.chance) == (Basis.UNKNOWN, None)


def test_an_unknown_group_is_said():
    homeless = a_snapshot(others=[replace(a_member("TH"), group=None)])
    found = prospects(homeless, "th-poc")
    assert found.chance is None
    assert "The group of Country TH is not known." in said(found)


def test_as_many_as_there_are_seats_are_chosen_without_a_ballot():
    found = prospects(campaign_of(POC_SEATS, ours(), *rivals(0.9, 0.9)), "th-poc")
    assert (found.basis, found.chance, found.low) == (Basis.ACCLAMATION, 1, 1)
    assert set(found.rivals.values()) == {1}
    open_list = replace(POC_SEATS, complete=False)
    assert prospects(campaign_of(open_list, *rivals(0.9, 0.9)), "th-poc").chance is None


def test_no_acclamation_where_the_rule_is_not_applied():
    off = Rule(id="voice", code="acclamation", applied=False)
    found = prospects(campaign_of(POC_SEATS, ours(), off, *rivals(0.9, 0.9)), "th-poc")
    assert found.basis is Basis.RIVALS
    assert found.chance == 1


# ------------------------------------------------------------------ who can be chosen

BAR = Rule(id="limit", code="term_limit", council="ca", value=2, applied=True)
BEFORE = RuleSet(id="rules", title_en="Rules", ballots_cast_before=("2016: 154", "2021: 156"))


def seated(name: str) -> Incumbency:
    return Incumbency(
        id=f"i-{name}", member=name, council="ca", term="2022-2025", elected_before=YES
    )


def test_a_rival_barred_by_the_term_limit_is_left_out():
    one, other, third = group_4(3)
    some = [rival(name, 0.5, council="ca") for name in (one, other, third)]
    contest = race(campaign_of(CA_SEATS, BAR, BEFORE, seated(one), *some), "th-ca")
    assert [c.member for c in contest.rivals] == [other, third]
    assert "chosen as often in a row as the rules allow" in str(contest.facts[0])


def test_if_we_are_barred_there_is_no_chance():
    found = prospects(campaign_of(CA_SEATS, BAR, BEFORE, seated("th")), "th-ca")
    assert (found.basis, found.chance) == (Basis.UNABLE, 0)
    assert "Thailand has been chosen" in said(found)


def test_the_host_takes_none_of_the_seats_where_it_sits_by_right():
    one, other, third = group_4(3)
    rule = Rule(id="host", code="host_seat", council="ca", applied=True)
    some = [rival(name, 0.5, council="ca") for name in (one, other, third)]
    hosted = campaign_of(CA_SEATS, rule, a_campaign(host=one), *some)
    assert len(race(hosted, "th-ca").rivals) == 2
    assert (
        len(race(campaign_of(POC_SEATS, rule, a_campaign(host=one), *some), "th-poc").rivals) == 0
    )


def test_a_rival_in_arrears_cannot_be_chosen():
    name = group_4(1)[0]
    owing = replace(a_member(name.upper()), arrears=YES)
    rule = Rule(id="loss", code="loss_of_vote", applied=True)
    contest = race(campaign_of(POC_SEATS, rule, owing, rival(name, 0.5)), "th-poc")
    assert contest.rivals == ()
    assert "is in arrears" in str(contest.facts[0])


def test_a_rival_said_to_be_in_arrears_and_to_have_a_vote_still_stands():
    name = group_4(1)[0]
    either = replace(a_member(name.upper()), arrears=YES, voting_right=YES)
    rule = Rule(id="loss", code="loss_of_vote", applied=True)
    contest = race(campaign_of(POC_SEATS, rule, either, rival(name, 0.5)), "th-poc")
    assert [c.member for c in contest.rivals] == [name]


def test_who_has_withdrawn_does_not_stand_and_who_thinks_of_it_counts():
    one, other = group_4(2)
    some = (
        rival(one, 0.5, standing=Standing.WITHDRAWN),
        rival(other, 0.5, standing=Standing.CONSIDERED),
    )
    contest = race(campaign_of(POC_SEATS, *some), "th-poc")
    assert [c.member for c in contest.rivals] == [other]
    assert "only think of standing" in str(contest.facts[-1])


def test_a_country_entered_twice_stands_once():
    name = group_4(1)[0]
    twice = rival(name, 0.5), rival(name, 0.4, id="again")
    assert len(race(campaign_of(POC_SEATS, *twice), "th-poc").rivals) == 1


def test_a_renewal_that_is_only_shown_is_told():
    shown = Rule(id="half", code="renewal", council="ca", value=0.5, wording_en="Half are new.")
    found = prospects(campaign_of(CA_SEATS, shown), "th-ca")
    assert "Not reckoned with: “Half are new.”" in said(found)
    contest = race(campaign_of(CA_SEATS, shown), "th-ca")
    assert contest.terms is not None
    assert contest.terms.newcomers == 0


# ------------------------------------------------------------------ against rivals


def test_the_same_seed_gives_the_same_answer():
    snapshot = campaign_of(POC_SEATS, RENEWAL, ours(), *rivals(0.4, 0.3, 0.3, 0.2, sitting="yy?n"))
    one, same, other = (prospects(snapshot, "th-poc", seed=seed) for seed in (5, 5, 6))
    assert one == same
    assert one.by != other.by
    assert next_best(snapshot, "th-poc", seed=5) == next_best(snapshot, "th-poc", seed=5)


def test_seats_are_filled_and_no_more():
    found = prospects(campaign_of(POC_SEATS, ours(), *rivals(0.4, 0.3, 0.3, 0.2)), "th-poc")
    assert found.chance is not None
    assert sum(found.rivals.values()) + found.chance == pytest.approx(3, abs=1e-9)


def test_a_stronger_rival_wins_more_often():
    found = prospects(campaign_of(POC_SEATS, ours(), *rivals(0.5, 0.4, 0.3, 0.2)), "th-poc")
    assert list(found.rivals.values()) == sorted(found.rivals.values(), reverse=True)


def test_draws_of_our_votes_agree_with_the_exact_count():
    snapshot = campaign_of(POC_SEATS)
    for swings in ({"swing": 0.0}, {"swing": 0.6}, {"swing": 0.4, "group_swing": 0.6}):
        exact = forecast(snapshot, "th-poc", weights(snapshot).replaced(swings))
        elections = draw(list(exact.chances.values()), 10_000, 4)
        votes = elections.votes([c.log_odds for c in exact.chances.values()], *swings.values(),
                                *([] if len(swings) > 1 else [0.0]))  # fmt: skip
        assert abs(votes.mean() - exact.expected) < 4 * (exact.variance / 10_000) ** 0.5
        for k in range(0, 60, 4):
            p = exact.at_least(k)
            assert abs((votes >= k).mean() - p) <= 4 * (p * (1 - p) / 10_000) ** 0.5 + 1e-9


def test_all_candidates_share_one_number_of_ballots():
    """With shares that are exact, every rival's votes are its share of the ballots of the draw."""
    snapshot = campaign_of(POC_SEATS, ours(), *rivals(0.5, 0.25, 0.3, 0.4))
    contest = race(snapshot, "th-poc")
    exact = replace(contest, rivals=tuple(replace(c, spread=0.0) for c in contest.rivals))
    elections, standing = drawn(exact, forecast(snapshot, "th-poc"), 500, 1)
    assert elections.ballots.std() > 1
    for row, share in enumerate((0.5, 0.25, 0.3, 0.4)):
        assert (np.floor(standing.votes[row]) == np.rint(share * elections.ballots)).all()


@pytest.mark.parametrize("sitting", ["", "yyyyy", "yynnn", "y????", "ynynn"])
@pytest.mark.parametrize("our_sitting", [YES, NO, UNKNOWN])
@pytest.mark.parametrize("renewal", [0.0, 0.3333, 0.5])
@pytest.mark.parametrize("seats", [1, 2, 3, 4])
def test_the_draws_fill_seats_as_the_rules_do(sitting, our_sitting, renewal, seats):
    """The same elections, one by one, by the rule engine."""
    rule = replace(RENEWAL, value=renewal or None)
    snapshot = campaign_of(
        replace(POC_SEATS, seats=seats), rule, ours(sitting=our_sitting),
        *rivals(0.32, 0.3, 0.28, 0.26, 0.24, sitting=sitting),
    )  # fmt: skip
    contest, expected = race(snapshot, "th-poc"), forecast(snapshot, "th-poc")
    elections, standing = drawn(contest, expected, 60, 3)
    votes = elections.votes([c.log_odds for c in expected.chances.values()], 0.5, 0)
    won = standing.winners(votes)
    for one in range(60):
        # Lots are votes to the engine, so that it sees the same ones: a million of them to a vote.
        field = [
            Stander(str(row), round(1e6 * standing.votes[row, one]), sitting=bool(s[one]))
            for row, s in enumerate(standing.sitting)
        ]
        own = Stander("us", round(1e6 * (votes[one] + standing.our_lot[one])),
                      sitting=bool(standing.our_sitting[one]))  # fmt: skip
        chosen = fill([*field, own], contest.terms).elected
        assert {str(row) for row in np.flatnonzero(won[:, one])} == set(chosen) - {"us"}
        assert (votes[one] >= standing.needed[one]) == ("us" in chosen)


def test_what_we_need_is_a_distribution():
    found = prospects(campaign_of(POC_SEATS, ours(), *rivals(0.4, 0.3, 0.3, 0.2)), "th-poc")
    assert found.line is not None
    assert sum(found.line.pmf) == pytest.approx(1)
    assert 5 < found.line.low <= found.line.median <= found.line.high < 30


def test_a_newcomer_needs_fewer_votes_where_the_third_helps_it():
    def line(sitting: Answer) -> int:
        some = rivals(0.5, 0.45, 0.4, 0.38, 0.1, sitting="yyyyn")
        found = prospects(campaign_of(POC_SEATS, RENEWAL, ours(sitting=sitting), *some), "th-poc")
        assert found.line is not None
        return found.line.median

    assert line(NO) < line(YES)


def test_too_few_newcomers_are_told():
    some = rivals(0.5, 0.45, 0.4, sitting="yyy")
    found = prospects(campaign_of(POC_SEATS, RENEWAL, ours(sitting=YES), *some), "th-poc")
    assert "Too few newcomers stand (seats for them: 1, standing: 0)" in said(found)


def test_who_may_sit_or_not_is_drawn_and_told():
    some = rivals(0.5, 0.45, 0.4, sitting="?yy")
    found = prospects(campaign_of(POC_SEATS, RENEWAL, ours(), *some), "th-poc")
    assert "so half of the draws say yes: Country" in said(found)
    told = prospects(campaign_of(POC_SEATS, ours(), *some), "th-poc")
    assert "half of the draws" not in said(told)


def test_who_may_sit_or_not_does_in_half_of_the_draws():
    snapshot = campaign_of(POC_SEATS, ours(sitting=UNKNOWN), *rivals(0.5, 0.45, sitting="?y"))
    _elections, standing = drawn(race(snapshot, "th-poc"), forecast(snapshot, "th-poc"), 10_000, 1)
    for sits in (standing.sitting[0], standing.our_sitting):
        assert abs(sits.mean() - 0.5) < 0.02
    assert standing.sitting[1].all()


def test_shares_beyond_the_seats_are_told():
    some = rivals(0.9, 0.9, 0.9, 0.8)
    found = prospects(campaign_of(POC_SEATS, ours(), *some), "th-poc")
    assert found.shares == pytest.approx(3.5 + forecast(campaign_of(), "th-poc").share)
    assert "some are too high" in said(found)
    assert "too high" not in said(prospects(campaign_of(POC_SEATS, *rivals(0.5)), "th-poc"))


# ------------------------------------------------------------------ against a winning line

LINE = replace(POC_SEATS, complete=False, line_newcomer=18.0, line_sitting=24.0, line_spread=3.0)


def test_the_chance_against_a_line_is_exact():
    snapshot = campaign_of(LINE, ours())
    expected, line = forecast(snapshot, "th-poc"), NormalDist(18, 3)
    by_hand = sum(p * line.cdf(k) for k, p in enumerate(expected.pmf))
    assert prospects(snapshot, "th-poc").chance == pytest.approx(by_hand, abs=1e-9)


def test_a_sitting_member_has_a_line_of_its_own_and_who_knows_neither_has_half_of_both():
    campaigns = [campaign_of(LINE, ours(sitting=sitting)) for sitting in (NO, YES, UNKNOWN)]
    newcomer, sits, either = (prospects(one, "th-poc") for one in campaigns)
    assert newcomer.chance > sits.chance
    assert either.chance == pytest.approx((newcomer.chance + sits.chance) / 2)
    assert "either winning line counts half" in said(either)


def test_a_line_without_a_spread_is_sharp_and_says_so():
    snapshot = campaign_of(replace(LINE, line_spread=None), ours())
    found = prospects(snapshot, "th-poc")
    assert found.chance == pytest.approx(forecast(snapshot, "th-poc").at_least(18))
    assert "taken as exact" in said(found)


def test_a_line_beyond_all_members_is_out_of_reach():
    contest = race(campaign_of(replace(LINE, line_newcomer=300.0), ours()), "th-poc")
    line = line_of(contest, 61)
    assert sum(line.pmf) == pytest.approx(1)
    assert seat_chance(Distribution((0.0,) * 61 + (1.0,)), line) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("seats", [LINE, POC_SEATS])
def test_the_range_beside_a_chance_shows_what_it_rests_on(seats):
    snapshot = campaign_of(seats, ours(), *rivals(0.35, 0.3, 0.3, 0.25))
    found = prospects(snapshot, "th-poc")
    assert set(found.by) == set(Supposed)
    assert found.by[Supposed.HOLDS_LOWER] < found.chance < found.by[Supposed.HOLDS_HIGHER]
    assert (found.low, found.high) == (min(found.by.values()), max(found.by.values()))
    other = weights(snapshot).replaced({"swing": 1.0})
    doubled = prospects(snapshot, "th-poc", forecast=forecast(snapshot, "th-poc", other))
    assert doubled.chance == pytest.approx(found.by[Supposed.SWING_DOUBLED])


# ------------------------------------------------------------------ next best


def supposing_firm(snapshot: Snapshot, expected, name: str):
    """The forecast anew, with a firm yes in a note verbale from this member, given today."""
    today = a_pledge(name, "th-poc", given_on=snapshot.today, form="note_verbale")
    other = snapshot.with_records([("pledge", today.id, today)], ())
    held = dict(stances(snapshot, "th-poc")) | {name: stances(other, "th-poc")[name]}
    return forecast(snapshot, "th-poc", expected.weights, stances=held)


@pytest.mark.parametrize(
    "swings", [{"swing": 0.0}, {"swing": 0.6}, {"swing": 0.4, "group_swing": 0.5}]
)
def test_next_best_countries_are_those_that_brute_force_finds(swings):
    snapshot = campaign_of(LINE, ours())
    expected = forecast(snapshot, "th-poc", weights(snapshot).replaced(swings))
    contest, found = race(snapshot, "th-poc"), next_best(snapshot, "th-poc", forecast=expected)
    line = line_of(contest, len(expected.chances))
    before = seat_chance(expected, line)
    assert {one.member for one in found} == {m.id for m in MEMBERS}
    for one in found:
        anew = supposing_firm(snapshot, expected, one.member)
        assert one.votes == pytest.approx(anew.expected - expected.expected, abs=1e-9)
        assert one.seat == pytest.approx(seat_chance(anew, line) - before, abs=1e-9)


def test_against_rivals_next_best_is_what_redrawing_gives_within_its_error():
    snapshot = campaign_of(
        POC_SEATS, RENEWAL, ours(), *rivals(0.35, 0.3, 0.3, 0.25, sitting="yynn")
    )
    expected = forecast(snapshot, "th-poc")
    contest = race(snapshot, "th-poc")
    elections, standing = drawn(contest, expected, 40_000, 28)
    chances = list(expected.chances.values())

    def seat(of):
        votes = elections.votes([c.log_odds for c in of], expected.weights.swing, 0)
        return votes >= standing.needed

    before = seat(chances)
    for one in next_best(snapshot, "th-poc", draws=40_000, forecast=expected)[::6]:
        anew = [firm(c, expected) if c.member == one.member else c for c in chances]
        change = seat(anew).astype(float) - before
        assert abs(change.mean() - one.seat) <= 4 * change.std() / 200 + 1e-9


def test_against_rivals_only_draws_in_which_one_vote_decides_count():
    """The same sum, draw by draw and member by member."""
    snapshot = campaign_of(
        POC_SEATS, RENEWAL, ours(), *rivals(0.35, 0.3, 0.3, 0.25, sitting="yynn")
    )
    expected = forecast(snapshot, "th-poc")
    elections, standing = drawn(race(snapshot, "th-poc"), expected, 200, 28)
    chances = list(expected.chances.values())
    shifts = elections.shifts(0.5, 0)
    named = elections.names_us([c.log_odds for c in chances], shifts)
    by_member = {one.member: one.seat for one in next_best(snapshot, "th-poc", draws=200)}
    for row, chance in enumerate(chances):
        if chance.member not in by_member:
            continue
        added = 0.0
        for d in range(200):
            others = named[:, d].sum() - named[row, d]
            decides = others < standing.needed[d] <= others + 1
            more = [1 / (1 + np.exp(-(c.log_odds + float(shifts[0, d]))))
                    for c in (firm(chance, expected), chance)]  # fmt: skip
            added += elections.cast[row, d] * decides * (more[0] - more[1])
        assert by_member[chance.member] == pytest.approx(added / 200, abs=1e-6)


def test_who_stands_firm_already_adds_nothing():
    name = MEMBERS[0].id
    firmest = a_pledge(
        name, "th-poc", form="note_verbale", side="delegate", given_on=a_snapshot().today
    )
    snapshot = a_snapshot(MEMBERS, [firmest], others=[LINE, ours()])
    (found,) = [one for one in next_best(snapshot, "th-poc") if one.member == name]
    assert (found.votes, found.seat) == (0, 0)


def test_next_best_without_a_chance_to_tell_counts_votes_only():
    found = next_best(campaign_of(ours()), "th-poc")
    assert {one.seat for one in found} == {None}
    assert [one.votes for one in found] == sorted((one.votes for one in found), reverse=True)


def test_gains_do_not_depend_on_the_order_of_members():
    rng = random.Random(1)
    chances = [Chance(str(n), n % 3, 0.9, rng.gauss(0, 1), 0, Source.BASE_RATE) for n in range(30)]
    snapshot = campaign_of(LINE, ours())
    expected = forecast(snapshot, "th-poc")
    line = line_of(race(snapshot, "th-poc"), 30)
    after = [firm(c, expected) for c in chances]
    one = dict(
        zip((c.member for c in chances), gained(chances, after, expected, line), strict=True)
    )
    rng.shuffle(chances)
    after = [firm(c, expected) for c in chances]
    for c, gain in zip(chances, gained(chances, after, expected, line), strict=True):
        assert gain == pytest.approx(one[c.member], abs=1e-12)
    before = seat_chance(recounted(chances, 0.5, 0), line)
    anew = [after[0], *chances[1:]]
    assert one[chances[0].member] == pytest.approx(
        seat_chance(recounted(anew, 0.5, 0), line) - before, abs=1e-10
    )


def test_an_empty_campaign_has_no_chance_and_no_division_by_zero():
    bare = a_snapshot(others=[POC_SEATS, ours()])
    empty = replace(bare, tables={k: v for k, v in bare.tables.items() if k != "member"})
    found = prospects(empty, "th-poc")
    assert (found.basis, found.chance) == (Basis.UNKNOWN, None)
    assert next_best(empty, "th-poc") == ()
    alone = replace(LINE, group=4)
    assert prospects(a_snapshot(others=[alone, OURS_CA]), "th-poc").chance == pytest.approx(
        0, abs=1e-6
    )
