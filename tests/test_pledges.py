"""What became of a statement: in force, displaced, fading; said again, changed, asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import LAOS, TODAY, a_pledge, a_snapshot, asked
from upudesk.campaign import pledges
from upudesk.campaign.pledges import Place, Wear, placed, wear_of
from upudesk.campaign.statements import (
    as_said_again,
    ask_again,
    log_change_of_mind,
    reconfirm,
)
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord
from upudesk.model import FollowUp, Form, Level, Pledge, Side
from upudesk.snapshot import Snapshot
from upudesk.tally import OLD

APRIL, MAY, JUNE = date(2025, 4, 3), date(2025, 5, 6), date(2025, 6, 7)


def where(*made: Pledge) -> dict[str, Place]:
    snapshot = a_snapshot([LAOS], made)
    return {id: one.place for id, one in placed(snapshot).items()}


def test_a_later_word_of_the_same_side_takes_the_place_of_the_earlier() -> None:
    first = a_pledge(id="1", given_on=APRIL)
    second = a_pledge(id="2", given_on=MAY, level=3)
    third = a_pledge(id="3", given_on=JUNE)
    found = placed(a_snapshot([LAOS], [first, second, third]))
    assert [found[i].place for i in "123"] == [
        Place.SUPERSEDED, Place.SUPERSEDED, Place.IN_FORCE
    ]  # fmt: skip
    assert [one.by.id if one.by else "" for one in found.values()].count("3") == 1
    assert found["1"].by == second
    assert found["3"].decides


def test_both_sides_are_in_force_beside_each_other() -> None:
    capital = a_pledge(id="1")
    delegate = a_pledge(id="2", side=Side.DELEGATE, level=3)
    found = placed(a_snapshot([LAOS], [capital, delegate]))
    assert {one.place for one in found.values()} == {Place.IN_FORCE}
    assert [found[i].decides for i in "12"] == [False, True]


def test_hearsay_never_takes_the_place_of_first_hand_word() -> None:
    told = a_pledge(id="1", given_on=APRIL)
    heard = a_pledge(id="2", given_on=JUNE, level=2, form=Form.HEARSAY)
    assert where(told, heard) == {"1": Place.IN_FORCE, "2": Place.OUTRANKED}


def test_a_request_waits_until_it_is_answered() -> None:
    request = asked(id="1", given_on=APRIL)
    assert where(request) == {"1": Place.WAITING}
    answer = a_pledge(id="2", given_on=MAY)
    assert where(request, answer) == {"1": Place.ANSWERED, "2": Place.IN_FORCE}


def test_every_statement_about_us_has_a_place() -> None:
    made = [a_pledge(given_on=APRIL + timedelta(n), level=1 + n % 5) for n in range(9)]
    assert where(*made).keys() == {pledge.id for pledge in made}


def worn(snapshot: Snapshot) -> dict[tuple[str, str], Wear]:
    """What is in force and should be confirmed, by member and candidacy."""
    in_force = [one.pledge for one in placed(snapshot).values() if one.in_force]
    found = {(p.member, p.candidacy): wear_of(p, snapshot.today) for p in in_force}
    return {key: wear for key, wear in found.items() if wear}


def test_what_has_faded_fades_soon_or_is_old_should_be_confirmed() -> None:
    days = timedelta(days=1)
    made = [
        a_pledge("la", "th-ca", given_on=JUNE, fades_on=TODAY + 10 * days),
        a_pledge("la", "th-poc", given_on=TODAY - (OLD + 1) * days),
        a_pledge("ke", "th-ca", given_on=JUNE, fades_on=TODAY),
        a_pledge("ke", "th-poc", given_on=TODAY - OLD * days, fades_on=TODAY + 31 * days),
    ]
    snapshot = a_snapshot([LAOS, replace(LAOS, id="ke", iso2="KE")], made)
    assert worn(snapshot) == {
        ("ke", "th-ca"): Wear.FADED, ("la", "th-ca"): Wear.FADING, ("la", "th-poc"): Wear.OLD
    }  # fmt: skip


def test_only_what_is_in_force_need_be_confirmed() -> None:
    made = [
        a_pledge(given_on=date(2024, 1, 1), fades_on=date(2024, 6, 1)),
        a_pledge(given_on=TODAY),
    ]
    assert worn(a_snapshot([LAOS], made)) == {}


def test_a_change_of_mind_leaves_the_earlier_word_as_it_was(desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge(id="1", given_on=APRIL)])
    before = desk.snapshot.get(Pledge, "1")
    desk.do(log_change_of_mind, before, [a_pledge(id="2", given_on=MAY, level=2)])
    assert desk.snapshot.get(Pledge, "1") == before
    assert desk.steps()[-1].action == "pledge.change_mind"
    assert placed(desk.snapshot)["1"].by == desk.snapshot.get(Pledge, "2")


def test_a_change_of_mind_says_something_else_and_comes_later(desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge(id="1", given_on=MAY)])
    before = desk.snapshot.get(Pledge, "1")
    with pytest.raises(InvalidRecord) as refused:
        desk.do(log_change_of_mind, before, [a_pledge(given_on=JUNE)])
    assert refused.value.problems.keys() == {"level"}
    with pytest.raises(InvalidRecord) as refused:
        desk.do(log_change_of_mind, before, [a_pledge(given_on=APRIL, level=3)])
    assert refused.value.problems.keys() == {"given_on"}


def test_a_reconfirmation_is_a_new_statement_of_the_same_level(desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge(id="1", fades_on=JUNE, words="We support you.")])
    before = desk.snapshot.get(Pledge, "1")
    again = as_said_again(desk.snapshot, before)
    assert (again.level, again.side, again.given_on) == (before.level, before.side, TODAY)
    assert (again.source, again.words, again.fades_on) == ("", "", None)
    with pytest.raises(InvalidRecord, match="without a source"):
        desk.do(reconfirm, [again])
    desk.do(reconfirm, [replace(again, source="call")])
    assert desk.steps()[-1].action == "pledge.reconfirm"
    assert len(desk.snapshot.pledges) == 2
    assert worn(desk.snapshot) == {}


def test_what_is_no_reconfirmation_is_logged_as_a_change_of_mind(desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge()])
    done = desk.do(reconfirm, [a_pledge(level=3, given_on=TODAY)])
    assert done.step is not None
    assert done.step.action == "pledge.change_mind"
    assert "change of mind" in str(done.warnings[-1])


def test_asking_again_and_what_is_to_be_done_are_one_step(desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge(id="1")])
    before = len(desk.steps())
    requests = [asked(given_on=TODAY), asked(candidacy="th-poc", given_on=TODAY)]
    desk.do(ask_again, requests, FollowUp(what="call the embassy"))
    assert len(desk.steps()) == before + 1
    (to_do,) = desk.snapshot.all(FollowUp)
    assert (to_do.member, to_do.pledge) == ("la", requests[0].id)
    found = placed(desk.snapshot)
    assert (found["1"].place, found[requests[0].id].place) == (Place.IN_FORCE, Place.WAITING)
    desk.undo()
    assert len(desk.snapshot.pledges) == 1
    assert desk.snapshot.all(FollowUp) == ()


def test_a_correction_edits_the_statement_and_moves_no_mind(desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge(id="1", given_on=APRIL)])
    before = desk.snapshot.get(Pledge, "1")
    desk.do(pledges.correct_pledge, before, replace(before, level=Level.LEANING_YES))
    assert len(desk.snapshot.pledges) == 1
    assert [step.action for step in desk.history("1")] == ["pledge.record", "pledge.correct"]


def test_a_statement_about_both_councils_is_known_where_it_still_holds() -> None:
    ca, poc = a_pledge(id="1"), a_pledge(candidacy="th-poc", id="2")
    assert pledges.said_together(a_snapshot([LAOS], [ca, poc]), ca) == [poc]
    later = a_pledge(candidacy="th-poc", id="3", given_on=MAY, level=3)
    assert pledges.said_together(a_snapshot([LAOS], [ca, poc, later]), ca) == []
