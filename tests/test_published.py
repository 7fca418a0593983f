from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.builders import a_member, a_snapshot
from upudesk import published, seed
from upudesk.campaign.plan import Put
from upudesk.model import Answer, Record, Result, Rule, Seats
from upudesk.snapshot import Snapshot

YES, NO = Answer.YES, Answer.NO
RULES = (
    Rule(id="limit", code="term_limit", council="ca", value=2, applied=True, wording_en="Twice."),
    Rule(id="third", code="renewal", council="poc", value=0.3333, applied=True, wording_en="New."),
    Seats(council="ca", group=4, seats=2),
    Seats(council="poc", group=4, seats=3),
)


def chosen(year: int, council: str, *names: str, elected: Answer = YES, **said) -> list[Result]:
    return [Result(year=year, council=council, group=4, member=name, elected=elected, **said)
            for name in names]  # fmt: skip


def said(*results: list[Result]) -> list[str]:
    snapshot = a_snapshot(
        [a_member(code) for code in ("LA", "KE", "FR", "JP")],
        others=[*RULES, *(one for some in results for one in some)],
    )
    return [str(finding.sentence) for finding in published.breaches(snapshot)]


def test_results_that_keep_the_rules_give_no_finding():
    assert said(
        chosen(2016, "ca", "la", "ke"), chosen(2021, "ca", "la", "fr"), chosen(2025, "ca", "ke"),
        chosen(2021, "poc", "la", "ke", "fr"), chosen(2025, "poc", "la", "ke", "jp"),
    ) == []  # fmt: skip


def test_more_winners_than_seats_are_a_finding():
    (sentence,) = said(chosen(2021, "ca", "la", "ke", "fr"))
    assert sentence.startswith("2021, CA, group 4: 3 are published as chosen, where 2 seats are")
    assert said(chosen(2021, "ca", "la", "ke", "fr", seats=3)) == []


def test_three_congresses_in_a_row_are_a_finding():
    years = [chosen(year, "ca", "la") for year in (2016, 2021, 2025)]
    (sentence,) = said(*years)
    assert sentence.startswith("2025, CA: Country LA is published as chosen once more than")
    assert "Twice." in sentence
    assert said(years[0], years[2], chosen(2021, "ca", "ke")) == []


def test_too_few_newcomers_are_a_finding():
    held = chosen(2021, "poc", "la", "ke", "fr")
    (sentence,) = said(held, chosen(2025, "poc", "la", "ke", "fr"))
    assert sentence.startswith("2025, POC, group 4: 3 sitting members are published as chosen")
    assert "where 2 could be" in sentence


def test_a_loser_where_nobody_could_lose_is_a_finding():
    won, lost = chosen(2021, "ca", "la", candidates=2), chosen(2021, "ca", "ke", elected=NO)
    (sentence,) = said(won, lost)
    assert "only 2 stood for 2 seats" in sentence


@pytest.fixture(scope="module")
def everything() -> Snapshot:
    """The Congress after, which knows all results."""
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    tables: dict[str, dict[str, Record]] = {}
    for deed in seed.found_campaign(moment=moment, congress="29th Congress 2029"):
        for edit in deed.plan.edits:
            assert isinstance(edit, Put)
            tables.setdefault(edit.record.KIND, {})[edit.record.id] = edit.record
    return Snapshot(date(2027, 1, 1), tables)


def test_published_winners_break_no_rule_but_one_that_came_later(everything):
    """The POC had 40 seats until 2018, and Group 4 more of them than its 11 of today."""
    assert {result.year for result in everything.all(Result)} == {2012, 2016, 2021, 2025}
    (finding,) = published.breaches(everything)
    assert str(finding.sentence).startswith("2012, POC, group 4: 12 are published as chosen")


def test_the_rules_are_tried_by_results_that_could_break_them(everything):
    """What the published lists confirm: seats filled to the last, and 7 of 11 that stayed."""
    group_5 = {(r.year, r.council): [] for r in everything.all(Result) if r.group == 5}
    for result in everything.all(Result):
        if result.group == 5 and result.elected is YES:
            group_5[result.year, result.council].append(result.member)
    poc, ca = (next(c.id for c in everything.councils if c.code == code) for code in ("POC", "CA"))
    for year in (2021, 2025):
        assert len(group_5[year, ca]) == len(group_5[year, poc]) == 11
    assert len(set(group_5[2021, poc]) & set(group_5[2025, poc])) == 7
    assert not set(group_5[2016, ca]) & set(group_5[2021, ca]) & set(group_5[2025, ca])
