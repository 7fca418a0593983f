"""Who stands, ours and rivals; seats and rules as records, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import OURS_CA, THAILAND, a_member, a_pledge, a_snapshot
from upudesk import rules, words
from upudesk.campaign import candidacies, fitting, records, rule_edits
from upudesk.errors import InvalidRecord
from upudesk.model import Answer, Candidacy, Rule, RuleSet, Seats, Standing
from upudesk.rules import findings

LAOS = a_member("LA", name_en="Laos")
JAPAN = a_member("JP", name_en="Japan")
TEN = Seats(id="ca-4", council="ca", group=4, seats=10, source="the list of 2016")


def a_rival(member="la", **fields):
    given = {"id": f"{member}-ca", "member": member, "council": "ca"}
    return Candidacy(**given | fields)


def a_list(*others):
    return a_snapshot([LAOS, JAPAN], others=[TEN, *others])


def refused(action, *args, **kwargs):
    with pytest.raises(InvalidRecord) as found:
        action(*args, **kwargs)
    return {name: str(message) for name, message in found.value.problems.items()}


# Rivals


def test_a_rival_is_entered_edited_and_withdrawn(desk):
    desk.do(candidacies.enter, a_rival(share=0.6, spread=0.05, source="press"))
    rival = desk.snapshot.get(Candidacy, "la-ca")
    desk.do(candidacies.enter, replace(rival, share=0.7), rival)
    desk.do(candidacies.stand_down, desk.snapshot.get(Candidacy, "la-ca"))
    assert desk.snapshot.get(Candidacy, "la-ca").standing is Standing.WITHDRAWN
    desk.do(candidacies.stand_again, desk.snapshot.get(Candidacy, "la-ca"))
    assert desk.snapshot.get(Candidacy, "la-ca").standing is Standing.DECLARED
    for _step in range(4):
        desk.undo()
    assert desk.snapshot.find(Candidacy, "la-ca") is None


def test_two_rivals_for_one_country_are_refused():
    snapshot = a_list(a_rival())
    problems = refused(candidacies.enter, snapshot, a_rival(id="again"))
    assert problems == {
        "member": "Laos is already on the list for the CA; edit that entry instead."
    }


def test_ours_cannot_be_entered_again_as_a_rival():
    assert "member" in refused(candidacies.enter, a_list(), a_rival("th", id="again"))


def test_a_country_that_withdrew_may_be_entered_again():
    snapshot = a_list(a_rival(standing=Standing.WITHDRAWN))
    assert candidacies.enter(snapshot, a_rival(id="again")).edits


def test_one_that_withdrew_does_not_come_back_beside_its_successor():
    old = a_rival(standing=Standing.WITHDRAWN)
    snapshot = a_list(old, a_rival(id="again"))
    assert "member" in refused(candidacies.stand_again, snapshot, old)


@pytest.mark.parametrize("share", [-0.1, 1.01])
def test_a_share_outside_nought_to_one_is_refused(desk, share):
    problems = refused(desk.do, candidacies.enter, a_rival(share=share))
    assert problems == {"share": "A share of the ballots lies between 0 and 1."}


def test_shares_above_the_seats_of_the_group_are_refused():
    one = replace(TEN, seats=1)
    snapshot = a_snapshot([LAOS, JAPAN], others=[one, a_rival(share=0.6)])
    problems = refused(candidacies.enter, snapshot, a_rival("jp", share=0.5))
    assert problems["share"].startswith("The shares of all who stand in this group, ours included")
    assert candidacies.enter(snapshot, a_rival("jp", share=0.4)).edits


def test_our_own_share_counts_too():
    one = replace(TEN, seats=1)
    ours = replace(OURS_CA, share=0.5)
    snapshot = a_snapshot([LAOS], others=[one, ours])
    assert "share" in refused(candidacies.enter, snapshot, a_rival(share=0.6))
    expected = a_snapshot([LAOS], others=[one])
    assert candidacies.enter(expected, a_rival(share=0.6)).edits
    assert "share" in refused(candidacies.enter, expected, a_rival(share=0.6), our_share=0.5)


def test_where_seats_are_not_known_no_share_is_too_many():
    unknown = replace(TEN, seats=None)
    snapshot = a_snapshot([LAOS], others=[unknown])
    assert candidacies.enter(snapshot, a_rival(share=1.0), our_share=1.0).edits


def test_a_rival_in_arrears_is_taken_with_a_warning():
    snapshot = a_snapshot([replace(LAOS, arrears=Answer.YES)], others=[TEN])
    (warning,) = candidacies.enter(snapshot, a_rival()).warnings
    assert "in arrears" in str(warning)


def test_our_own_candidacy_is_never_deleted():
    assert refused(candidacies.take_out, a_list(), OURS_CA)
    assert candidacies.take_out(a_list(a_rival()), a_rival()).edits


def test_who_stands_in_a_group():
    gone = a_rival("jp", standing=Standing.WITHDRAWN)
    assert rules.standing_in(a_list(a_rival(), gone), "ca", 4) == (OURS_CA, a_rival())
    assert rules.standing_in(a_list(), "ca", 5) == ()


# The list, and seats


def test_a_list_is_marked_complete_and_not(desk):
    desk.do(candidacies.mark_complete, "ca", 4, True)
    assert rules.seats_of(desk.snapshot, "ca", 4).complete
    assert rules.seats(desk.snapshot, "ca", 4) is None
    desk.do(candidacies.mark_complete, "ca", 4, False)
    assert not rules.seats_of(desk.snapshot, "ca", 4).complete
    desk.undo()
    desk.undo()
    assert rules.seats_of(desk.snapshot, "ca", 4) is None


def test_seats_are_changed_with_their_source(desk):
    desk.do(rule_edits.set_seats, TEN)
    eleven = replace(TEN, seats=11, source="letter of the bureau")
    desk.do(rule_edits.set_seats, eleven, TEN)
    assert rules.seats(desk.snapshot, "ca", 4) == 11
    desk.undo()
    assert rules.seats_of(desk.snapshot, "ca", 4) == TEN


def test_no_seats_at_all_are_refused(desk):
    problems = refused(desk.do, rule_edits.set_seats, replace(TEN, seats=0))
    assert problems == {"seats": "Seats are one or more; leave blank what is unknown."}


def test_seats_without_a_source_are_refused():
    assert "source" in refused(
        rule_edits.set_seats, a_list(), replace(TEN, seats=9, source=""), TEN
    )


def test_fewer_seats_than_the_shares_come_to_are_refused():
    snapshot = a_list(a_rival(share=0.9), a_rival("jp", share=0.8))
    assert "seats" in refused(rule_edits.set_seats, snapshot, replace(TEN, seats=1), TEN)


def test_seats_of_none_are_refused_for_what_they_are(desk):
    desk.do(records.put, TEN)
    desk.do(records.put, Candidacy(member="la", council="ca", share=0.9))
    problems = refused(desk.do, rule_edits.set_seats, replace(TEN, seats=0), TEN)
    assert problems["seats"] == "Seats are one or more; leave blank what is unknown."


def test_an_estimated_line_says_what_it_rests_on():
    estimate = replace(TEN, line_newcomer=98)
    assert "line_source" in refused(rule_edits.set_seats, a_list(), estimate, TEN)
    told = replace(estimate, line_source="last winner of 2021")
    assert rule_edits.set_seats(a_list(), told, TEN).edits


# Rules


BAR = Rule(id="bar", code=rules.TERM_LIMIT, council="ca", value=2, applied=True, source="art. 106")


def test_a_rule_keeps_its_source(desk):
    desk.do(rule_edits.edit_rule, BAR)
    desk.do(rule_edits.edit_rule, replace(BAR, value=3), BAR)
    found = desk.snapshot.get(Rule, "bar")
    assert (found.value, found.source) == (3, "art. 106")


def test_a_rule_that_is_changed_asks_for_its_source():
    unsourced = replace(BAR, source="")
    assert "source" in refused(
        rule_edits.edit_rule, a_list(), replace(unsourced, applied=False), unsourced
    )


@pytest.mark.parametrize("value", [0, 1.5, -1])
def test_a_term_limit_is_a_whole_number(value):
    assert "value" in refused(rule_edits.edit_rule, a_list(), replace(BAR, value=value), BAR)


def test_a_share_to_be_renewed_lies_between_nought_and_one():
    renewal = Rule(id="r", code=rules.RENEWAL, value=0.5, source="art. 106")
    assert "value" in refused(rule_edits.edit_rule, a_list(), replace(renewal, value=2), renewal)


def test_a_rule_that_reckons_with_a_number_is_not_applied_without_it():
    assert "value" in refused(rule_edits.edit_rule, a_list(), replace(BAR, value=None), BAR)
    shown = replace(BAR, value=None, applied=False)
    assert rule_edits.edit_rule(a_list(), shown, BAR).edits


def test_earlier_congresses_are_years_with_their_ballots():
    known = RuleSet(id="set", title_en="28", ballots_cast_before=("2021: 156", "2016:"))
    assert rule_edits.edit_rule_set(a_list(), known).edits
    wrong = replace(known, ballots_cast_before=("Abidjan",))
    assert "ballots_cast_before" in refused(rule_edits.edit_rule_set, a_list(), wrong)


def test_rules_have_names_that_people_read():
    assert words.about(BAR, a_list()) == "term limit"
    assert words.rule("something_else") == "something else"


# Edited from anywhere


def test_what_is_refused_here_is_refused_wherever_records_are_edited():
    one = replace(TEN, seats=1)
    crowd = a_list(replace(one), a_rival(share=0.6), a_rival("jp", id="jp", share=0.1))
    jp = crowd.get(Candidacy, "jp")
    assert "share" in refused(records.put, crowd, replace(jp, share=0.5), jp)
    assert "share" in refused(records.edit_many, crowd, [jp], "share", 0.5)
    assert "member" in refused(records.put, crowd, a_rival(id="again"))
    assert "seats" in refused(
        records.put, a_list(a_rival(share=0.9), a_rival("jp", share=0.8)), one, TEN
    )
    assert records.put(crowd, replace(jp, note="strong in Africa"), jp).edits


def test_what_the_forecast_expects_for_us_counts_beside_the_rivals():
    pledges = [a_pledge(id) for id in ("la", "jp", "th")]
    sure = {"voting_right": Answer.YES, "credentials": Answer.YES, "presence": Answer.YES}
    everyone = [replace(m, **sure) for m in (LAOS, JAPAN)]
    snapshot = a_snapshot(
        everyone, pledges, others=[replace(TEN, seats=1), a_rival(), replace(THAILAND, **sure)]
    )
    expected = fitting.our_share(snapshot, "ca")
    assert 0.5 < expected <= 1
    rival = snapshot.get(Candidacy, "la-ca")
    fits = replace(rival, share=0.99 - expected)
    assert records.put(snapshot, fits, rival).edits
    assert "share" in refused(records.put, snapshot, replace(rival, share=0.6), rival)


# Findings


def test_shares_that_a_joined_file_makes_too_many_are_a_finding():
    one = replace(TEN, seats=1)
    crowd = a_snapshot([LAOS, JAPAN], others=[one, a_rival(share=0.6), a_rival("jp", share=0.6)])
    (found,) = findings(crowd)
    assert "come to more seats than" in str(found.sentence)


def test_groups_with_more_seats_than_the_council_are_a_finding():
    whole = Seats(id="ca-all", council="ca", seats=9)
    (found,) = findings(a_list(whole))
    assert (
        str(found.sentence) == "The groups of the CA have 10 seats together; it has 9 as a whole."
    )
