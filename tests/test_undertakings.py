"""What we promised in return; our own vote promised more often than there are votes is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import FRANCE, KENYA, LAOS, TODAY, a_member, a_snapshot
from upudesk import own_ballot, rules, words
from upudesk.campaign import undertakings
from upudesk.desk import Desk
from upudesk.errors import InvalidRecord
from upudesk.model import Answer, Candidacy, Fulfilment, Record, Seats, Standing, Undertaking
from upudesk.snapshot import Snapshot

EGYPT = a_member("EG", name_en="Egypt", name_fr="Égypte", group=5)
GABON = a_member("GA", name_en="Gabon", name_fr="Gabon", group=5)
KENYA_CA = Candidacy(id="ke-ca", member="ke", council="ca")
EGYPT_CA = Candidacy(id="eg-ca", member="eg", council="ca")
LAOS_CA = Candidacy(id="la-ca", member="la", council="ca")
ONE_SEAT = Seats(id="seats", council="ca", group=5, seats=1)


def a_promise(id: str, **fields: object) -> Undertaking:
    given = {
        "member": "ke",
        "what": "our vote",
        "promised_on": date(2025, 4, 3),
        "candidacy": "ke-ca",
    }
    return Undertaking(id=id, **given | fields)  # type: ignore[arg-type]


def elsewhere(id: str, member: str, **fields: object) -> Undertaking:
    given = {"member": member, "candidacy": "", "body": "ITU", "election": "Council 2026"}
    return a_promise(id, **given | fields)


def a_hall(*others: Record) -> Snapshot:
    return a_snapshot(
        [LAOS, KENYA, FRANCE, EGYPT, GABON],
        others=[KENYA_CA, EGYPT_CA, LAOS_CA, *others],
    )


def warned(snapshot: Snapshot, undertaking: Undertaking) -> str:
    return " ".join(words.say(w) for w in undertakings.give(snapshot, undertaking).warnings)


# Promised more often than there are votes


def test_a_second_promise_for_one_seat_names_the_first() -> None:
    hall = a_hall(ONE_SEAT, a_promise("first"))
    said = warned(hall, a_promise("second", member="eg", candidacy="eg-ca"))
    assert "CA, group 5" in said
    assert "can carry 1 and is now promised to 2" in said
    assert "Kenya (3 Apr 2025)" in said


def test_a_promise_that_the_seats_allow_is_taken_in_silence() -> None:
    hall = a_hall(replace(ONE_SEAT, seats=2), a_promise("first"))
    assert warned(hall, a_promise("second", member="eg", candidacy="eg-ca")) == ""


def test_the_same_candidacy_promised_twice_takes_one_vote() -> None:
    assert warned(a_hall(ONE_SEAT, a_promise("first")), a_promise("again", member="fr")) == ""


def test_our_own_candidacy_takes_one_of_our_votes() -> None:
    hall = a_hall(replace(ONE_SEAT, group=4))
    promise = a_promise("first", member="la", candidacy="la-ca")
    assert "we stand ourselves" in warned(hall, promise)
    assert warned(replace_seats(hall, 2), promise) == ""


def replace_seats(hall: Snapshot, seats: int) -> Snapshot:
    record = Seats(id="seats", council="ca", group=4, seats=seats)
    return hall.with_records([("seats", "seats", record)], ())


def test_seats_that_nobody_knows_are_said_to_be_unknown() -> None:
    said = warned(a_hall(a_promise("first")), a_promise("second", member="eg", candidacy="eg-ca"))
    assert "it is not known how many names our vote can carry" in said
    assert "Kenya" in said


@pytest.mark.parametrize(
    "first",
    [
        a_promise("first", fulfilment=Fulfilment.NOT_FULFILLED),
        a_promise("first", candidacy="", body="", election=""),
    ],
)
def test_what_binds_no_vote_takes_none(first: Undertaking) -> None:
    hall = a_hall(ONE_SEAT, first)
    assert warned(hall, a_promise("second", member="eg", candidacy="eg-ca")) == ""


def test_a_withdrawn_candidacy_gives_its_vote_back() -> None:
    gone = replace(KENYA_CA, standing=Standing.WITHDRAWN)
    hall = a_hall(ONE_SEAT, a_promise("first")).with_records([("candidacy", "ke-ca", gone)], ())
    assert warned(hall, a_promise("second", member="eg", candidacy="eg-ca")) == ""


def test_elsewhere_the_undertaking_says_how_many_names_there_are() -> None:
    first = elsewhere("first", "ke", votes_available=1)
    said = warned(a_hall(first), elsewhere("second", "fr", body="itu ", election="council  2026"))
    assert "ITU, Council 2026" in said
    assert "Kenya (3 Apr 2025)" in said
    assert warned(a_hall(first), elsewhere("third", "fr", election="Council 2030")) == ""
    assert warned(a_hall(first), elsewhere("again", "ke")) == ""


def test_it_is_saved_with_its_warning_and_is_a_finding(desk: Desk) -> None:
    for record in (EGYPT, KENYA_CA, EGYPT_CA, ONE_SEAT):
        desk.do(_put, record)
    desk.do(undertakings.give, a_promise("first"))
    done = desk.do(undertakings.give, a_promise("second", member="eg", candidacy="eg-ca"))
    assert len(done.warnings) == 1
    assert desk.snapshot.find(Undertaking, "second")
    (finding,) = rules.findings(desk.snapshot)
    assert {"first", "second"} <= set(finding.records)
    assert "Kenya (3 Apr 2025) and Egypt (3 Apr 2025)" in words.say(finding.sentence)


def _put(snapshot: Snapshot, record: Record) -> object:
    from upudesk.campaign.records import put

    return put(snapshot, record)


def test_editing_a_promise_does_not_meet_itself() -> None:
    first = a_promise("first")
    hall = a_hall(ONE_SEAT, first)
    plan = undertakings.give(hall, replace(first, note="by letter"), first)
    assert plan.warnings == ()


# What became of it


def test_an_undertaking_is_fulfilled_not_fulfilled_and_open_again(desk: Desk) -> None:
    promise = elsewhere("first", "ke")
    desk.do(undertakings.give, promise)
    desk.do(undertakings.fulfil, [promise], TODAY)
    kept = desk.snapshot.get(Undertaking, "first")
    assert (kept.fulfilment, kept.fulfilled_on) == (Fulfilment.FULFILLED, TODAY)
    desk.do(undertakings.fail, [kept])
    failed = desk.snapshot.get(Undertaking, "first")
    assert (failed.fulfilment, failed.fulfilled_on) == (Fulfilment.NOT_FULFILLED, None)
    desk.do(undertakings.reopen, [failed])
    assert desk.snapshot.get(Undertaking, "first") == promise


def test_nothing_is_fulfilled_before_it_was_promised(desk: Desk) -> None:
    promise = elsewhere("first", "ke")
    desk.do(undertakings.give, promise)
    with pytest.raises(InvalidRecord, match="before it was promised"):
        desk.do(undertakings.fulfil, [promise], date(2025, 1, 1))


# Our own ballot


def test_the_ballot_is_ours_council_by_council_in_french_order() -> None:
    gabon = Candidacy(id="ga-ca", member="ga", council="ca")
    parts = own_ballot.ballot(a_hall(gabon, a_promise("first")))
    assert [(p.council.code, p.group) for p in parts] == [("CA", 4), ("CA", 5), ("POC", 4)]
    assert [line.candidacy.id for line in parts[1].lines] == ["eg-ca", "ga-ca", "ke-ca"]
    assert [line.candidacy.id for line in parts[1].promised] == ["ke-ca"]
    assert [line.candidacy.id for line in parts[0].named] == ["th-ca"]


def test_a_promise_that_is_not_on_the_ballot_is_marked() -> None:
    hall = a_hall(ONE_SEAT, a_promise("first"))
    kenya = own_ballot.ballot(hall)[1].lines[1]
    assert kenya.forgotten
    plan = undertakings.name_on_ballot(hall, [kenya.candidacy], True)
    (edit,) = plan.edits
    assert edit.record.our_vote is Answer.YES  # type: ignore[union-attr]
    assert plan.warnings == ()


def test_more_names_than_seats_are_told(desk: Desk) -> None:
    for record in (EGYPT, KENYA_CA, EGYPT_CA, ONE_SEAT):
        desk.do(_put, record)
    done = desk.do(undertakings.name_on_ballot, [KENYA_CA, EGYPT_CA], True)
    assert "names 2 where 1 may be named" in words.say(done.warnings[0])
    (finding,) = rules.findings(desk.snapshot)
    assert "Kenya" in words.say(finding.sentence)
    desk.undo()
    assert rules.findings(desk.snapshot) == ()


def test_taking_a_promised_name_off_is_a_finding(desk: Desk) -> None:
    for record in (KENYA_CA, ONE_SEAT, a_promise("first")):
        desk.do(_put, record)
    desk.do(undertakings.name_on_ballot, [KENYA_CA], False)
    (finding,) = rules.findings(desk.snapshot)
    assert "does not name Kenya" in words.say(finding.sentence)
