"""Who can vote, who may stand, and what does not fit together."""

from __future__ import annotations

from itertools import product

import pytest

from tests.builders import CA, OURS_CA, THAILAND, a_campaign, a_member, a_snapshot
from upudesk.model import (
    Answer,
    Candidacy,
    Incumbency,
    Result,
    Rule,
    RuleSet,
    Seats,
    Standing,
)
from upudesk.rules import (
    RENEWAL,
    TERM_LIMIT,
    barred,
    can_vote,
    congresses_before,
    findings,
    newcomers_needed,
    proxies_held,
    rule,
    seats,
)

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
READY = {"voting_right": YES, "credentials": YES, "presence": YES}


def vote_of(*others, **facts):
    member = a_member("LA", **facts)
    return can_vote(a_snapshot([member, *others]), member)


# Who can vote


def test_a_member_with_right_and_credentials_in_the_hall_can_vote():
    assert vote_of(**READY) is YES


def test_where_nothing_is_known_it_is_not_known_who_can_vote():
    assert vote_of() is UNKNOWN


@pytest.mark.parametrize("fact", ["voting_right", "credentials"])
def test_one_no_is_enough_and_one_unknown_leaves_it_open(fact):
    assert vote_of(**READY | {fact: NO}) is NO
    assert vote_of(**READY | {fact: UNKNOWN}) is UNKNOWN
    assert vote_of(**{fact: NO}) is NO


def test_arrears_take_the_right_away_where_nothing_else_is_known():
    assert vote_of(**READY | {"voting_right": UNKNOWN, "arrears": YES}) is NO
    assert vote_of(**READY | {"voting_right": UNKNOWN, "arrears": NO}) is UNKNOWN
    assert vote_of(**READY | {"arrears": NO}) is YES


def test_arrears_beside_a_right_to_vote_leave_it_open():
    assert vote_of(**READY | {"arrears": YES}) is UNKNOWN


@pytest.mark.parametrize(
    ("presence", "proxy", "expected"),
    [
        (YES, NO, YES),
        (YES, UNKNOWN, YES),
        (YES, YES, YES),
        (NO, YES, YES),
        (NO, NO, NO),
        (NO, UNKNOWN, UNKNOWN),
        (UNKNOWN, YES, YES),
        (UNKNOWN, NO, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_a_ballot_needs_someone_in_the_hall_or_a_proxy(presence, proxy, expected):
    assert vote_of(**READY | {"presence": presence, "proxy_given": proxy}) is expected


def test_a_proxy_falls_with_a_holder_that_stays_away():
    facts = READY | {"presence": NO, "proxy_given": YES, "proxy_holder": "my"}
    assert vote_of(a_member("MY"), **facts) is YES
    assert vote_of(a_member("MY", presence=NO), **facts) is NO
    assert vote_of(a_member("MY", presence=NO), **facts | {"presence": YES}) is YES


def test_every_combination_of_facts_has_an_answer():
    names = ("voting_right", "arrears", "credentials", "presence", "proxy_given")
    for facts in product(Answer, repeat=len(names)):
        assert vote_of(**dict(zip(names, facts, strict=True))) in Answer


# Proxies


def giving(iso2, holder, **facts):
    return a_member(iso2, proxy_given=YES, proxy_holder=holder, **facts)


def test_who_holds_whose_proxy():
    snapshot = a_snapshot([giving("LA", "th"), giving("KH", "th"), giving("KE", "la")])
    assert proxies_held(snapshot) == {"th": ("la", "kh"), "la": ("ke",)}


def said(snapshot):
    return [str(finding.sentence) for finding in findings(snapshot)]


def test_a_sound_campaign_has_no_findings():
    assert findings(a_snapshot([a_member("LA", **READY), giving("KH", "la")])) == ()


def test_a_second_proxy_is_a_finding():
    snapshot = a_snapshot([giving("LA", "th"), giving("KH", "th")])
    (found,) = findings(snapshot)
    assert found.records == ("th", "la", "kh")
    assert "Thailand holds the proxies of Country LA, Country KH" in str(found.sentence)


def test_a_holder_that_gave_its_own_proxy_away_is_a_finding():
    snapshot = a_snapshot([giving("LA", "kh"), giving("KH", "th")])
    (found,) = findings(snapshot)
    assert found.records == ("kh", "la")
    assert str(found.sentence).startswith("Country KH holds the proxy of Country LA")


def test_a_right_to_vote_in_arrears_is_a_finding():
    (found,) = findings(a_snapshot([a_member("LA", arrears=YES, voting_right=YES)]))
    assert found.records == ("la",)
    assert not findings(a_snapshot([a_member("LA", arrears=YES, voting_right=NO)]))


# Candidacies


def test_two_candidacies_of_a_country_for_one_council_are_a_finding():
    again = Candidacy(id="again", member="th", council="ca")
    (found,) = findings(a_snapshot(others=[again]))
    assert found.records == ("th", "th-ca", "again")
    assert str(found.sentence) == "Thailand is entered more than once as standing for the CA."


def test_a_withdrawn_candidacy_does_not_stand_beside_a_new_one():
    old = Candidacy(id="old", member="th", council="ca", standing=Standing.WITHDRAWN)
    assert findings(a_snapshot(others=[old])) == ()


def test_a_candidacy_of_a_member_without_a_group_is_a_finding():
    rival = Candidacy(id="la-ca", member="la", council="ca")
    (found,) = findings(a_snapshot([a_member("LA", group=None)], others=[rival]))
    assert found.records == ("la", "la-ca")


def test_a_candidate_in_arrears_is_a_finding():
    rival = Candidacy(id="la-ca", member="la", council="ca")
    (found,) = findings(a_snapshot([a_member("LA", arrears=YES)], others=[rival]))
    assert "not eligible" in str(found.sentence)


def test_findings_survive_records_that_are_gone():
    stray = Candidacy(id="stray", member="gone", council="gone")
    lost = [giving("LA", "gone"), giving("KH", "gone")]
    assert said(a_snapshot(lost, others=[stray]))[0].startswith("gone holds the proxies")


# Seats, renewal, terms


def test_unknown_seats_are_unknown_and_never_nought():
    known = Seats(id="1", council="poc", group=4, seats=11)
    blank = Seats(id="2", council="poc", group=1)
    snapshot = a_snapshot(others=[known, blank, Seats(id="3", council="poc", seats=48)])
    assert seats(snapshot, "poc", 4) == 11
    assert seats(snapshot, "poc", 1) is None
    assert seats(snapshot, "ca", 4) is None
    assert seats(snapshot, "poc", None) == 48


def test_a_councils_own_rule_goes_before_the_rule_for_both():
    both = Rule(id="both", code=RENEWAL, value=0.5)
    own = Rule(id="own", code=RENEWAL, council="poc", value=1 / 3)
    snapshot = a_snapshot(others=[both, own])
    assert rule(snapshot, RENEWAL, "poc") == own
    assert rule(snapshot, RENEWAL, "ca") == both
    assert rule(snapshot, TERM_LIMIT, "ca") is None


@pytest.mark.parametrize("share", [1 / 3, 0.333, 0.3333, 0.334])
def test_newcomers_are_a_third_rounded_up(share):
    assert [newcomers_needed(n, share) for n in (6, 9, 10, 11, 12)] == [2, 3, 4, 4, 4]
    assert newcomers_needed(11) == 4
    assert newcomers_needed(41, 0.5) == 21


BAR = Rule(id="bar", code=TERM_LIMIT, council="ca", value=2, applied=True)
YEARS = RuleSet(id="rules", title_en="28", ballots_cast_before=("2012: 161", "2016: 154", "2021:"))


def bar_on_laos(*others, rules=(BAR, YEARS)):
    return barred(a_snapshot([a_member("LA")], others=[*rules, *others]), "la", "ca")


def seat(**fields):
    given = {"id": "seat", "member": "la", "council": "ca", "term": "2022-2025"}
    return Incumbency(**given | fields)


def test_the_rule_set_names_the_earlier_congresses():
    assert congresses_before(a_snapshot(others=[YEARS])) == (2021, 2016, 2012)


def test_a_country_chosen_twice_in_a_row_is_barred():
    assert bar_on_laos(seat(elected_before=YES)) is YES
    assert bar_on_laos(seat(), seat(id="2", term="2017-2020")) is YES
    results = [
        Result(id=str(y), member="la", council="ca", year=y, elected=YES) for y in (2016, 2021)
    ]
    assert bar_on_laos(*results) is YES


def test_a_country_not_chosen_at_one_of_the_two_is_free():
    lost = Result(id="lost", member="la", council="ca", year=2016, elected=NO)
    assert bar_on_laos(lost) is NO
    assert bar_on_laos(seat(elected_before=NO)) is NO
    assert bar_on_laos(Candidacy(id="c", member="la", council="ca", sitting=NO)) is NO


def test_where_records_do_not_tell_the_bar_is_unknown():
    assert bar_on_laos() is UNKNOWN
    assert bar_on_laos(seat()) is UNKNOWN
    assert bar_on_laos(seat(elected_before=YES), rules=[BAR]) is UNKNOWN


def test_a_term_held_by_right_of_the_host_leaves_it_open():
    assert bar_on_laos(seat(role="chair (host of 27th Congress)", elected_before=YES)) is UNKNOWN


def test_the_bar_holds_for_its_council_and_only_where_it_is_applied():
    held = seat(elected_before=YES)
    snapshot = a_snapshot([a_member("LA")], others=[BAR, YEARS, held])
    assert barred(snapshot, "la", "poc") is NO
    shown_only = Rule(id="bar", code=TERM_LIMIT, council="ca", value=2)
    assert bar_on_laos(held, rules=[shown_only, YEARS]) is NO


def test_a_barred_candidacy_is_a_finding():
    held = seat(member=THAILAND.id, elected_before=YES)
    (found,) = findings(a_snapshot(others=[BAR, YEARS, held]))
    assert found.records == (THAILAND.id, OURS_CA.id)
    assert CA.code in str(found.sentence)


def test_the_host_sits_by_right_and_is_no_finding():
    held = seat(member=THAILAND.id, elected_before=YES)
    hosting = a_campaign(host=THAILAND.id)
    assert findings(a_snapshot(others=[hosting, BAR, YEARS, held])) == ()
