"""Further rounds: what was said for one round counts for less in the next; after the vote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import LAOS, TODAY, a_campaign, a_member, a_pledge, a_snapshot, asked
from upudesk import published, rounds, rules
from upudesk.after_vote import after_vote, taken_over
from upudesk.campaign import records
from upudesk.campaign.results import Outcome, awaits_result, record_result, results_of_round
from upudesk.campaign.rounds import begin_next_round
from upudesk.campaign.weights_edits import shift_all
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord
from upudesk.forecast import forecast
from upudesk.model import Answer, Candidacy, Result, Rule, Seats
from upudesk.snapshot import Snapshot
from upudesk.weights import share, weights

FURTHER = Rule(id="further", code=rules.FURTHER_ROUNDS, applied=True)
VOTED = date(2025, 8, 10)
MEMBERS = [a_member(f"{n:02}", group=4) for n in range(1, 41)]
PLEDGES = [a_pledge(m.id, own, level=5 - n % 3) for n, m in enumerate(MEMBERS)
           for own in ("th-ca", "th-poc")]  # fmt: skip


def voted(ca: int | None = 20, poc: int | None = 20, *others: object) -> Snapshot:
    """Both councils voted five days ago."""
    results = [
        Result(id=f"r-{council}", year=2025, council=council, member="th", votes=votes,
               elected=Answer.YES, ballots_cast=38)
        for council, votes in (("ca", ca), ("poc", poc))
    ]  # fmt: skip
    campaign = a_campaign(vote_on=VOTED)
    return a_snapshot(MEMBERS, PLEDGES, TODAY, [campaign, *results, *others])  # type: ignore[list-item]


def eve() -> Snapshot:
    return a_snapshot(MEMBERS, PLEDGES, VOTED - timedelta(days=1), [a_campaign(vote_on=VOTED)])


# ------------------------------------------------------------------ entering the result


def test_more_votes_than_ballots_are_refused_beside_their_own_field() -> None:
    rival = Candidacy(id="la-ca", member="la", council="ca")
    there = a_snapshot([LAOS, *MEMBERS], others=[rival])
    with pytest.raises(InvalidRecord) as refused:
        record_result(
            there, 30, {"ca": Outcome(31, Answer.YES), "poc": Outcome(30, Answer.NO)}, "",
            {"la-ca": Outcome(32, Answer.YES)},
        )  # fmt: skip
    assert set(refused.value.problems) == {"votes ca", "votes la-ca"}


def test_more_ballots_or_votes_than_members_are_refused() -> None:
    with pytest.raises(InvalidRecord) as refused:
        record_result(a_snapshot([LAOS]), 3, {"ca": Outcome(1, Answer.YES)}, "")
    assert set(refused.value.problems) == {"ballots_cast"}
    with pytest.raises(InvalidRecord) as refused:
        record_result(a_snapshot([LAOS]), None, {"ca": Outcome(3, Answer.YES)}, "")
    assert set(refused.value.problems) == {"votes ca"}


def test_rivals_are_entered_beside_us_and_blank_ones_leave_no_record(desk: Desk) -> None:
    kenya, laos = (Candidacy(member=id, council="ca") for id in ("ke", "la"))
    for one in (kenya, laos):
        desk.do(records.put, one)
    said = {"ca": Outcome(3, Answer.NO)}
    others = {kenya.id: Outcome(4, Answer.YES), laos.id: Outcome(None, Answer.UNKNOWN)}
    desk.do(record_result, 4, said, "the minutes", others)
    found = results_of_round(desk.snapshot)
    assert set(found) == {("th", "ca"), ("ke", "ca")}
    assert (found["ke", "ca"].votes, found["ke", "ca"].group) == (4, 5)
    desk.do(record_result, 4, said, "the minutes", {kenya.id: Outcome(2, Answer.NO)})
    assert results_of_round(desk.snapshot)["ke", "ca"].votes == 2
    assert len(desk.snapshot.all(Result)) == 2


def test_more_winners_than_seats_are_said_but_not_refused() -> None:
    rival = Candidacy(id="la-ca", member="la", council="ca")
    seats = Seats(council="ca", group=4, seats=1)
    there = a_snapshot([LAOS], others=[rival, seats])
    won = Outcome(None, Answer.YES)
    plan = record_result(there, None, {"ca": won}, "", {"la-ca": won})
    assert ["2 are marked as elected for 1 seats" in str(w) for w in plan.warnings] == [True]


# ------------------------------------------------------------------ where it fell


def test_the_result_falls_in_the_forecast_of_the_eve() -> None:
    now = voted()
    after = after_vote(now, eve())
    assert after.foreknown
    for fall in after.falls:
        assert fall.expected.day == VOTED - timedelta(days=1)
        assert fall.expected.pmf == forecast(eve(), fall.candidacy.id).pmf
        assert fall.score is not None
        assert fall.score.votes == 20


def test_what_was_learnt_after_the_eve_changes_nothing_in_it() -> None:
    later = [*PLEDGES, *(a_pledge(m.id, level=1, given_on=TODAY) for m in MEMBERS)]
    now = replace(voted(), tables={**voted().tables, "pledge": {p.id: p for p in later}})
    told = [fall.expected.pmf for fall in after_vote(now, eve()).falls]
    assert told == [fall.expected.pmf for fall in after_vote(voted(), eve()).falls]


def test_a_file_begun_after_the_vote_counts_what_was_said_until_then() -> None:
    after = after_vote(voted(), None)
    assert not after.foreknown
    assert [fall.expected.day for fall in after.falls] == [VOTED, VOTED]


def test_without_votes_nothing_is_scored_and_nothing_proposed() -> None:
    after = after_vote(voted(None, None), eve())
    assert after.entered
    assert after.shift is None
    assert [fall.score for fall in after.falls] == [None, None]


def test_the_shift_is_applied_by_hand_alone_and_then_known_as_taken_over(desk: Desk) -> None:
    now = voted(5, 5)
    after = after_vote(now, eve())
    assert after.shift is not None
    assert after.shift.by < 0
    assert not taken_over(now, after)
    assert weights(now).values == weights(eve()).values
    plan = shift_all(now, after.shift.by, "the vote of 2025")
    shifted = [(e.record.KIND, e.record.id, e.record) for e in plan.edits]  # type: ignore[union-attr]
    assert taken_over(now.with_records(shifted, ()), after)


# ------------------------------------------------------------------ the next round


def test_a_round_needs_a_rule_that_is_applied() -> None:
    shown = replace(FURTHER, applied=False)
    for others in ([], [shown]):
        with pytest.raises(InvalidRecord, match="no further rounds"):
            begin_next_round(a_snapshot(others=others), TODAY, None)
    assert rules.further_rounds(a_snapshot(others=[FURTHER]))


@pytest.mark.parametrize(
    ("began", "vote", "field"),
    [
        (None, None, "began_on"),
        (TODAY + timedelta(days=1), None, "began_on"),
        (TODAY, TODAY - timedelta(days=1), "vote_on"),
    ],
)
def test_days_of_a_round_that_cannot_be_are_refused(
    began: date | None, vote: date | None, field: str
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        begin_next_round(a_snapshot(others=[FURTHER]), began, vote)
    assert set(refused.value.problems) == {field}


def test_a_round_is_begun_in_one_step_and_undone(desk: Desk) -> None:
    desk.do(records.put, Rule(code=rules.FURTHER_ROUNDS, applied=True))
    before = desk.snapshot.campaign
    desk.do(record_result, 4, {"ca": Outcome(2, Answer.NO)}, "minutes")
    desk.do(begin_next_round, TODAY, TODAY + timedelta(days=1))
    campaign = desk.snapshot.campaign
    assert (campaign.round, campaign.round_began_on, campaign.ballots_cast) == (2, TODAY, None)
    assert results_of_round(desk.snapshot) == {}
    assert set(results_of_round(desk.snapshot, 1)) == {("th", "ca")}
    desk.undo()
    assert desk.snapshot.campaign == replace(before, ballots_cast=4)


def test_each_round_has_a_result_of_its_own(desk: Desk) -> None:
    desk.do(records.put, Rule(code=rules.FURTHER_ROUNDS, applied=True))
    for votes, elected in ((2, Answer.NO), (3, Answer.YES)):
        desk.do(record_result, 4, {"ca": Outcome(votes, elected)}, "minutes")
        if elected is Answer.NO:
            desk.do(begin_next_round, TODAY, None)
    assert {(r.round, r.votes) for r in desk.snapshot.all(Result)} == {(1, 2), (2, 3)}


def test_the_result_of_the_new_round_is_awaited_anew() -> None:
    campaign = a_campaign(vote_on=VOTED, round=2, round_began_on=VOTED)
    assert not awaits_result(voted())
    assert awaits_result(replace(voted(), tables=voted(20, 20, campaign).tables))


def test_who_lost_a_round_and_won_the_next_was_chosen() -> None:
    seat = {"year": 2021, "council": "ca", "member": "la", "group": 4, "seats": 1}
    lost = Result(id="a", elected=Answer.NO, round=1, **seat)  # type: ignore[arg-type]
    won = Result(id="b", elected=Answer.YES, round=2, **seat)  # type: ignore[arg-type]
    there = a_snapshot([LAOS], others=[won, lost])
    assert next(iter(rules._from_results(there, "la", "ca", 2021))) is Answer.YES
    assert published.breaches(there) == published.breaches(a_snapshot([LAOS], others=[won]))


def test_stances_of_the_first_round_start_the_next_with_lower_certainty() -> None:
    began = a_campaign(round=2, round_began_on=TODAY)
    first = forecast(a_snapshot(MEMBERS, PLEDGES), "th-ca")
    second = forecast(a_snapshot(MEMBERS, PLEDGES, others=[began]), "th-ca")
    kept, base = first.weights.values["earlier_round"], first.weights.base
    for id, chance in first.chances.items():
        if id == "th":
            continue
        expected = base + (chance.log_odds - base) * kept
        assert second.chances[id].log_odds == pytest.approx(expected)
    assert second.expected < first.expected


def test_what_is_confirmed_in_the_new_round_counts_in_full() -> None:
    again = a_pledge("01", level=5, given_on=TODAY)
    began = a_campaign(round=2, round_began_on=TODAY)
    found = forecast(a_snapshot(MEMBERS, [*PLEDGES, again], others=[began]), "th-ca")
    plain = forecast(a_snapshot(MEMBERS, [*PLEDGES, again]), "th-ca")
    assert found.chances["01"].log_odds == plain.chances["01"].log_odds
    assert found.chances["02"].log_odds != plain.chances["02"].log_odds


# ------------------------------------------------------------------ the call list of a round


def test_the_call_list_begins_with_whom_nobody_asked_again() -> None:
    began = a_campaign(round=2, round_began_on=TODAY)
    since = [asked("01", given_on=TODAY), a_pledge("02", given_on=TODAY)]
    there = a_snapshot(MEMBERS[:4], [*PLEDGES[:8], *since], others=[began])
    found = rounds.calls(there, "th-ca")
    assert [call.member.id for call in found[-2:]] == ["01", "02"]
    assert [(call.asked, call.answered) for call in found] == [
        (False, False), (False, False), (True, False), (True, True),
    ]  # fmt: skip
    assert "th" not in {call.member.id for call in found}


def test_of_what_was_said_since_the_latest_comes_first() -> None:
    began = a_campaign(round=2, round_began_on=date(2025, 8, 10))
    days = [date(2025, 8, day) for day in (11, 13, 12)]
    said = [asked("01", given_on=days[0]), *(a_pledge("01", given_on=day) for day in days[1:])]
    (call,) = rounds.calls(a_snapshot(MEMBERS[:1], said, others=[began]), "th-ca")
    assert [pledge.day.day for pledge in call.since] == [13, 12, 11]


def test_promises_are_confirmed_first_and_a_no_is_asked_last() -> None:
    levels = {"01": 1, "02": 3, "03": 5, "04": 2, "05": 4}
    said = [a_pledge(id, level=level) for id, level in levels.items()]
    there = a_snapshot(MEMBERS[:6], said, others=[a_campaign(round=2, round_began_on=TODAY)])
    order = [call.member.id for call in rounds.calls(there, "th-ca")]
    assert set(order[:2]) == {"03", "05"}
    assert set(order[2:4]) == {"02", "06"}
    assert set(order[4:]) == {"01", "04"}


def test_what_a_call_may_add_is_what_one_firm_promise_adds() -> None:
    there = a_snapshot(MEMBERS[:4], PLEDGES[:8], others=[a_campaign(round_began_on=TODAY)])
    firm = share(weights(there).firm_promise)
    expected = forecast(there, "th-ca")
    for call in rounds.calls(there, "th-ca"):
        chance = expected.chances[call.member.id]
        assert call.gain == pytest.approx(chance.cast * (firm - share(chance.log_odds)))


def test_who_cannot_vote_is_not_called() -> None:
    silent = a_member("KE", voting_right=Answer.NO)
    assert [c.member.id for c in rounds.calls(a_snapshot([LAOS, silent]), "th-ca")] == ["la"]
