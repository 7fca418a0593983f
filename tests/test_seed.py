"""What a new campaign starts with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from upudesk import rules
from upudesk.campaign.plan import Put, check
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord, UnknownMember
from upudesk.founding import Deed
from upudesk.machine import Machine
from upudesk.model import (
    Answer,
    Certainty,
    HoldRate,
    Incumbency,
    Result,
    Rule,
    RuleSet,
    Seats,
    Standing,
)
from upudesk.seed import emptied, found_campaign
from upudesk.snapshot import Snapshot

MOMENT = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)
ID = "0195a000-0000-7000-8000-000000000001"


def snapshot_of(deeds: Sequence[Deed]) -> Snapshot:
    tables: dict[str, dict[str, Any]] = {}
    for deed in deeds:
        for put in deed.plan.edits:
            assert isinstance(put, Put)
            tables.setdefault(put.record.KIND, {})[put.record.id] = put.record
    return Snapshot(deeds[-1].moment.date(), tables)


def seeded(**given: Any) -> Snapshot:
    return snapshot_of(found_campaign(**{"moment": MOMENT, "campaign_id": ID} | given))


@pytest.fixture(scope="module")
def usual() -> Snapshot:
    return seeded()


def test_a_campaign_is_founded_in_one_step_that_puts_its_own_record_first():
    (deed,) = found_campaign(moment=MOMENT, campaign_id=ID)
    own = deed.plan.edits[0]
    assert (deed.moment, deed.plan.action, deed.plan.subject) == (MOMENT, "campaign.new", (ID,))
    assert isinstance(own, Put)
    assert own.record.id == ID


def test_without_more_said_it_is_thailand_at_dubai_for_both_councils(usual):
    campaign, candidate = usual.campaign, usual.candidate
    assert candidate
    assert (candidate.iso2, campaign.year, campaign.place_en) == ("TH", 2025, "Dubai")
    assert (campaign.opens_on, campaign.closes_on) == (date(2025, 9, 8), date(2025, 9, 19))
    assert (campaign.term, campaign.vote_on) == ("2026-2029", date(2025, 9, 18))
    assert usual.member_by_code["AE"].id == campaign.host
    assert [usual.council_of(c).code for c in usual.ours] == ["CA", "POC"]
    assert {c.standing for c in usual.ours} == {Standing.DECLARED}
    assert (campaign.practice_day, campaign.demo) == (None, False)


def test_every_seeded_record_is_whole_and_names_records_that_are_there(usual):
    (deed,) = found_campaign(moment=MOMENT)
    check(deed.plan, Snapshot(MOMENT.date()), {})


def test_no_two_records_share_an_id():
    (deed,) = found_campaign(moment=MOMENT)
    ids = Counter(put.record.id for put in deed.plan.edits if isinstance(put, Put))
    assert ids.most_common(1)[0][1] == 1


def test_two_seeds_of_one_campaign_agree_and_those_of_two_campaigns_share_no_id(usual):
    again, other = seeded(), seeded(campaign_id=None)
    assert again == usual
    for kind, table in usual.tables.items():
        assert not set(table) & set(other.tables[kind])


def test_the_members_carry_names_group_and_blocs_with_their_grounds(usual):
    laos = usual.member_by_code["LAO"]
    blocs = {bloc.code for bloc in usual.blocs if bloc.id in laos.blocs}
    assert len(usual.members) == 192
    assert {"ASEAN", "APPU", "LDC", "OIF"} <= blocs
    assert (laos.name_th, laos.name_en, laos.name_fr) == ("ลาว", "Laos", "Laos")
    assert all((laos.official_th, laos.official_en, laos.official_fr, laos.also))
    assert (laos.group, laos.group_certainty) == (4, Certainty.LIKELY)
    assert laos.group_basis
    assert laos.voting_right is Answer.UNKNOWN


def test_councils_blocs_and_markings_have_names_in_three_languages(usual):
    for record in (*usual.councils, *usual.blocs, *usual.markings):
        assert all((record.name_th, record.name_en, record.name_fr)), record
    assert [c.short_fr for c in usual.councils] == ["CA", "CEP"]
    assert [m.code for m in usual.markings] == ["open", "confidential", "secret", "top_secret"]


def test_unknown_seats_stay_unknown(usual):
    ca, poc = (council.id for council in usual.councils)
    assert [rules.seats(usual, ca, group) for group in (1, 2, 3, 4, 5, None)] == [
        8, 5, 6, 10, 11, 41,
    ]  # fmt: skip
    assert [rules.seats(usual, poc, group) for group in (1, 2, 3, 4, 5, None)] == [
        None, 6, None, 11, 11, 48,
    ]  # fmt: skip
    assert all(seats.source for seats in usual.all(Seats))


def test_rules_bind_the_councils_that_they_name(usual):
    ca, poc = (council.id for council in usual.councils)
    limit, renewal = rules.rule(usual, "term_limit", ca), rules.rule(usual, "renewal", poc)
    assert limit
    assert renewal
    assert (limit.value, limit.applied, limit.certainty) == (2, True, Certainty.SURE)
    assert rules.rule(usual, "term_limit", poc) is None
    assert (renewal.council, renewal.applied, renewal.certainty) == (poc, True, Certainty.LIKELY)
    assert rules.rule(usual, "one_proxy", ca) == rules.rule(usual, "one_proxy", poc)


def test_who_was_chosen_twice_in_a_row_is_barred(usual):
    ca = usual.councils[0].id
    malaysia, india = usual.member_by_code["MY"], usual.member_by_code["IN"]
    assert rules.barred(usual, malaysia.id, ca) is Answer.YES
    assert rules.barred(usual, india.id, ca) is Answer.NO


def test_hold_rates_come_with_their_reasons(usual):
    rates = {rate.code: rate for rate in usual.all(HoldRate)}
    assert len(rates) == 28
    assert all(rate.value is not None and rate.reason for rate in rates.values())


def test_earlier_results_are_those_of_congresses_before(usual):
    (rule_set,) = usual.all(RuleSet)
    years = {result.year for result in usual.all(Result)}
    assert years == {2012, 2016, 2021}
    assert rules.congresses_before(usual) == (2021, 2016, 2012)
    assert not any(line.startswith("2025") for line in rule_set.ballots_cast_before)


def test_what_is_blank_in_a_result_is_unknown_not_0(usual):
    assert {result.votes for result in usual.all(Result)} > {None}
    assert 0 not in {result.votes for result in usual.all(Result)}


def test_the_congress_after_knows_the_results_of_dubai():
    later = seeded(congress="Another Congress", vote_on=date(2029, 9, 1))
    assert max(result.year for result in later.all(Result)) == 2025
    assert rules.congresses_before(later)[0] == 2025


def test_a_congress_whose_year_is_not_known_takes_no_result_of_a_later_day():
    assert {r.year for r in seeded(congress="Next").all(Result)} == {2012, 2016, 2021}


def test_seats_held_are_those_of_the_term_that_ends(usual):
    assert {seat.term for seat in usual.all(Incumbency)} == {"2022-2025"}
    assert not seeded(congress="Congress of 2012").all(Incumbency)


@pytest.mark.parametrize(("code", "sits"), [("IN", ["yes", "yes"]), ("TH", ["unknown", "no"])])
def test_whether_the_candidate_sits_now_is_told_as_far_as_known(code, sits):
    assert [candidacy.sitting for candidacy in seeded(candidate=code).ours] == sits


@pytest.mark.parametrize("candidate", ["KE", "KEN", "Kenya", "เคนยา", "ke"])
def test_the_candidate_may_be_named_as_any_member_may(candidate):
    candidate_of = seeded(candidate=candidate).candidate
    assert candidate_of
    assert candidate_of.iso2 == "KE"


def test_the_candidate_may_be_a_member_of_another_campaign(usual):
    kenya = seeded(candidate=usual.member_by_code["KE"], campaign_id=None)
    assert kenya.candidate in kenya.members


def test_an_unknown_candidate_is_refused_with_the_nearest_names():
    with pytest.raises(UnknownMember, match="Kenya"):
        seeded(candidate="Kenia")


def test_a_campaign_for_one_council_holds_nothing_of_the_other():
    alone = seeded(councils=("CA",))
    assert [council.code for council in alone.councils] == ["CA"]
    named = {r.council for kind in (Seats, Rule, Result, Incumbency) for r in alone.all(kind)}
    assert named <= {"", alone.councils[0].id}
    assert len(alone.ours) == 1


@pytest.mark.parametrize("councils", [(), ("CA", "XX")])
def test_councils_that_the_rules_do_not_know_are_refused(councils):
    with pytest.raises(InvalidRecord, match="CA, POC"):
        seeded(councils=councils)


@pytest.mark.parametrize("name", ["Dubai 2025", "ดูไบ 2025", "28th Congress", " dubaï 2025 "])
def test_the_congress_of_the_rules_is_known_by_its_names(name, usual):
    assert seeded(congress=name).campaign == usual.campaign


def test_another_congress_starts_with_the_same_rules_and_blank_days(usual):
    other = seeded(congress="30th Congress, Bangkok 2033")
    campaign = other.campaign
    assert (campaign.congress_en, campaign.year) == ("30th Congress, Bangkok 2033", 2033)
    assert (campaign.opens_on, campaign.closes_on, campaign.vote_on) == (None, None, None)
    assert (campaign.host, campaign.place_en, campaign.term) == ("", "", "")
    assert other.all(Rule) == usual.all(Rule)
    assert other.all(Seats) == usual.all(Seats)


def test_a_campaign_begins_with_the_term_that_it_is_to_end(usual):
    assert seeded(begins_on=None).campaign.begins_on == date(2022, 1, 1)
    assert seeded(begins_on=date(2025, 1, 1)).campaign.begins_on == date(2025, 1, 1)


def test_a_campaign_cannot_begin_after_the_vote():
    with pytest.raises(InvalidRecord, match="begin"):
        seeded(begins_on=date(2025, 10, 1))


def test_congress_place_and_rules_are_told_in_three_languages(usual):
    campaign, rule = usual.campaign, usual.all(Rule)[0]
    assert (campaign.place_th, campaign.place_en, campaign.place_fr) == ("ดูไบ", "Dubai", "Dubaï")
    assert len({rule.wording_th, rule.wording_en, rule.wording_fr}) == 3


def test_another_congress_is_named_in_the_language_of_whoever_named_it():
    campaign = seeded(congress="การประชุมใหญ่ 2576", language="th").campaign
    assert (campaign.congress_th, campaign.congress_en) == ("การประชุมใหญ่ 2576", "")


def test_a_new_file_is_sound(tmp_path: Path, machine: Machine):
    deeds = found_campaign(moment=MOMENT)
    with Desk.create(tmp_path / "new.upudesk", deeds, machine=machine) as desk:
        assert desk.check().sound
        filled = {kind: table for kind, table in desk.snapshot.tables.items() if table}
        assert filled == snapshot_of(deeds).tables


def test_the_demo_data_goes_in_one_step_and_comes_back_with_one_undo(tmp_path, machine):
    from upudesk.demo import demo_deeds

    with Desk.create(tmp_path / "demo.upudesk", demo_deeds(), machine=machine) as desk:
        before = desk.snapshot
        desk.do(emptied)
        assert not desk.snapshot.campaign.demo
        assert desk.snapshot.campaign.practice_day is None
        assert not desk.snapshot.pledges
        assert len(desk.snapshot.members) == 192
        assert desk.snapshot.campaign.candidate == before.campaign.candidate
        assert [c.council for c in desk.snapshot.ours] == [c.council for c in before.ours]
        assert desk.check().sound
        desk.undo()
        assert desk.snapshot.tables == before.tables
