"""Who can cast a ballot and why, answered for one member or many; proxies held to the rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.builders import KENYA, LAOS, THAILAND, a_member, a_snapshot
from upudesk import words
from upudesk.campaign import electorate, records
from upudesk.errors import InvalidRecord
from upudesk.i18n import Language, use
from upudesk.model import Answer, Member, Rule
from upudesk.rules import ONE_PROXY, can_vote, findings, vote_reasons

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
RULE = Rule(
    id="proxy",
    code=ONE_PROXY,
    value=1,
    applied=True,
    wording_en="A delegation may stand in for one other member only.",
    wording_th="คณะผู้แทนหนึ่งคณะทำหน้าที่แทนประเทศสมาชิกอื่นได้เพียงประเทศเดียว",
    wording_fr="Une délégation ne peut représenter qu’un seul autre pays.",
    article="General Regulations, article 101.2",
    source="General Regulations",
)


def giving(iso2, holder, **facts):
    return a_member(iso2, proxy_given=YES, proxy_holder=holder, **facts)


def reasons(*others, **facts):
    member = a_member("LA", **facts)
    snapshot = a_snapshot([member, *others])
    return [str(reason) for reason in vote_reasons(snapshot, member)]


READY = {"voting_right": YES, "credentials": YES, "presence": YES}


# Why a member can vote, or cannot


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (READY, ["votes itself"]),
        (READY | {"presence": NO, "proxy_given": YES}, ["by proxy, holder not known"]),
        (READY | {"voting_right": NO}, ["no right to vote"]),
        (READY | {"voting_right": UNKNOWN, "arrears": YES}, ["in arrears"]),
        (READY | {"arrears": YES}, ["in arrears, and yet with a right to vote"]),
        (READY | {"credentials": NO}, ["no credentials"]),
        (READY | {"presence": NO, "proxy_given": NO}, ["absent, no proxy given"]),
        (READY | {"credentials": UNKNOWN, "presence": NO, "proxy_given": NO},
         ["absent, no proxy given"]),
    ],
)  # fmt: skip
def test_the_reason_names_what_decides(facts, said):
    assert reasons(**facts) == said


def test_all_that_is_not_known_is_named():
    assert reasons() == [
        "right to vote not known", "credentials not known", "not known who votes in the hall",
    ]  # fmt: skip


def test_a_proxy_names_its_holder_and_says_when_the_holder_is_away():
    away = READY | {"presence": NO, "proxy_given": YES, "proxy_holder": "ke"}
    assert reasons(KENYA, **away) == ["by proxy of Kenya"]
    absent = replace(KENYA, presence=NO)
    assert reasons(absent, **away) == ["absent, and so is the holder of its proxy"]


def test_there_is_a_reason_for_every_combination_of_facts():
    for answers in product(Answer, repeat=len(electorate.FACTS)):
        member = a_member("LA", **dict(zip(electorate.FACTS, answers, strict=True)))
        snapshot = a_snapshot([member])
        found = [str(reason) for reason in vote_reasons(snapshot, member)]
        assert found
        assert all(found)
        if can_vote(snapshot, member) is YES:
            assert len(found) == 1


def test_the_members_are_counted_in_three_totals():
    snapshot = a_snapshot([a_member("LA", **READY), a_member("KE", credentials=NO)])
    totals = electorate.counted(snapshot)
    assert totals == {YES: ("la",), NO: ("ke",), UNKNOWN: ("th",)}


# Answering


def test_many_members_are_answered_in_one_step(desk):
    desk.do(electorate.answer, ("la", "ke"), "presence", YES)
    assert [desk.snapshot.get(Member, id).presence for id in ("la", "ke")] == [YES, YES]
    step = desk.undo()
    assert step.subject == ("la", "ke")
    assert [desk.snapshot.get(Member, id).presence for id in ("la", "ke")] == [UNKNOWN, UNKNOWN]


def test_who_is_answered_so_already_is_left_alone():
    snapshot = a_snapshot([replace(LAOS, presence=YES), KENYA])
    plan = electorate.answer(snapshot, ("la", "ke"), "presence", YES)
    assert plan.subject == ("ke",)


def test_a_step_on_many_is_told_by_the_first_and_the_number_of_the_rest(desk):
    done = desk.do(electorate.answer, ("la", "ke"), "presence", YES)
    assert words.step(done.step, desk.snapshot) == "Voting facts: Laos and 1 more"


def test_a_proxy_that_is_not_given_loses_its_holder(desk):
    desk.do(electorate.give_proxy, LAOS, "ke", "name Thailand")
    done = desk.do(electorate.answer, ("la",), "proxy_given", NO)
    laos = desk.snapshot.get(Member, "la")
    assert (laos.proxy_given, laos.proxy_holder, laos.proxy_instruction) == (NO, "", "")
    assert "Holder and instruction" in str(done.warnings[0])
    desk.undo()
    assert desk.snapshot.get(Member, "la").proxy_holder == "ke"


# Proxies


def refusal(snapshot, giver, holder):
    with pytest.raises(InvalidRecord) as refused:
        electorate.give_proxy(snapshot, giver, holder)
    return refused.value.problems


def test_a_second_proxy_is_refused_and_the_rule_quoted():
    snapshot = a_snapshot([giving("KE", "th"), LAOS], others=[RULE])
    (sentence,) = refusal(snapshot, LAOS, "th").values()
    assert str(sentence) == (
        "Thailand already holds the proxy of Country KE; nothing was saved. The rule: “A "
        "delegation may stand in for one other member only.” (General Regulations, article 101.2)"
    )


def test_the_rule_is_quoted_in_the_language_of_the_reader():
    snapshot = a_snapshot([giving("KE", "th"), LAOS], others=[RULE])
    (sentence,) = refusal(snapshot, LAOS, "th").values()
    for code, wording in (("th", RULE.wording_th), ("fr", RULE.wording_fr)):
        with use(Language(code)):
            assert wording in words.say(sentence)


def test_without_a_record_of_the_rule_the_regulations_are_quoted():
    (sentence,) = refusal(a_snapshot([giving("KE", "th"), LAOS]), LAOS, "th").values()
    assert "(General Regulations, 101.2)" in str(sentence)


def test_a_rule_that_is_only_shown_refuses_nothing():
    snapshot = a_snapshot([giving("KE", "th"), LAOS], others=[replace(RULE, applied=False)])
    assert electorate.give_proxy(snapshot, LAOS, "th").edits
    assert findings(a_snapshot([giving("KE", "th"), giving("LA", "th")],
                               others=[replace(RULE, applied=False)])) == ()  # fmt: skip


def test_a_rule_that_allows_two_refuses_the_third():
    two = replace(RULE, value=2)
    held = [giving("KE", "th"), giving("KH", "th")]
    assert electorate.give_proxy(a_snapshot([held[0], LAOS], others=[two]), LAOS, "th").edits
    assert "proxy_holder" in refusal(a_snapshot([*held, LAOS], others=[two]), LAOS, "th")


def test_a_delegation_that_gave_its_proxy_holds_none():
    snapshot = a_snapshot([giving("KE", "th"), LAOS])
    assert "given its own proxy away" in str(refusal(snapshot, LAOS, "ke")["proxy_holder"])


def test_a_delegation_that_holds_a_proxy_gives_none_away():
    snapshot = a_snapshot([giving("KE", "la"), LAOS])
    assert "proxy_given" in refusal(snapshot, LAOS, "th")
    with pytest.raises(InvalidRecord):
        electorate.answer(snapshot, ("la",), "proxy_given", YES)


def test_nobody_holds_its_own_proxy(desk):
    with pytest.raises(InvalidRecord) as refused:
        desk.do(electorate.give_proxy, LAOS, "la")
    assert "proxy_holder" in refused.value.problems


def test_the_same_proxy_may_get_another_instruction():
    laos = giving("LA", "th")
    snapshot = a_snapshot([laos], others=[RULE])
    assert electorate.give_proxy(snapshot, laos, "th", "name Thailand").edits


def test_an_edit_of_something_else_is_not_refused_for_what_a_joined_file_brought():
    broken = giving("LA", "th")
    snapshot = a_snapshot([broken, giving("KE", "th")], others=[RULE])
    assert len(findings(snapshot)) == 1
    assert electorate.edit_member(snapshot, replace(broken, presence=NO), broken).edits
    assert electorate.answer(snapshot, ("la",), "presence", NO).edits


def test_a_second_proxy_is_refused_wherever_a_country_is_edited():
    snapshot = a_snapshot([giving("KE", "th"), LAOS], others=[RULE])
    after = replace(LAOS, proxy_given=YES, proxy_holder="th")
    with pytest.raises(InvalidRecord) as refused:
        records.put(snapshot, after, LAOS)
    assert RULE.wording_en in str(refused.value)


def test_a_holder_that_stays_away_is_warned_of():
    away = replace(THAILAND, presence=NO)
    plan = electorate.give_proxy(a_snapshot([LAOS], others=[away]), LAOS, "th")
    assert "counts for nothing" in str(plan.warnings[0])
