"""What to say to a country: it follows from the records, and holds nothing up to anybody."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import OURS_CA, TODAY, a_member, a_pledge, a_snapshot, asked
from upudesk import words
from upudesk.model import (
    Answer,
    Candidacy,
    Contact,
    Form,
    Fulfilment,
    Level,
    Member,
    Pledge,
    Post,
    Record,
    Role,
    Seats,
    Side,
    Undertaking,
)
from upudesk.talks import Talk, talk

LAOS = a_member("LA", name_en="Laos", presence=Answer.YES, credentials=Answer.YES)
LATELY = date(2025, 8, 1)
HEAD = (Contact(id="head", member="la", name="Head"), Post(contact="head", role=Role.DELEGATE))


def given(*pledges: Pledge, member: Member = LAOS, others: tuple[Record, ...] = HEAD) -> Talk:
    return talk(a_snapshot([member], pledges, others=others), member)


def said(sentences: object) -> list[str]:
    return [words.say(sentence) for sentence in sentences]  # type: ignore[attr-defined]


def both(**fields: object) -> tuple[Pledge, Pledge]:
    fields = {"given_on": LATELY} | fields
    return a_pledge(**fields), a_pledge(candidacy="th-poc", **fields)


def test_both_councils_are_asked_for_in_one_sentence() -> None:
    assert said(given().asks) == ["Ask for a vote for CA and POC."]


def test_a_firm_promise_in_writing_asks_for_nothing() -> None:
    found = given(*both())
    assert said(found.asks) == []
    assert said(found.lines) == ["We thank you for the promise to support us for CA and POC."]


def test_a_promise_by_word_of_mouth_is_asked_for_in_writing() -> None:
    found = given(*both(form=Form.MINISTER))
    assert said(found.asks) == ["Ask for the promise for CA and POC in writing."]


def test_an_old_promise_is_asked_after_with_its_day() -> None:
    found = given(*both(given_on=date(2025, 4, 3)))
    assert said(found.asks) == ["Ask whether the promise for CA and POC of 3 Apr 2025 still holds."]


def test_hearsay_is_never_held_up_to_anybody() -> None:
    found = given(*both(form=Form.HEARSAY))
    assert "hearsay" in said(found.asks)[0]
    assert not any("thank" in line for line in said(found.lines))
    assert "Do not mention what others told us about CA and POC." in said(found.lines)


def test_what_was_printed_is_read_with_pleasure_but_no_promise_to_us() -> None:
    found = given(*both(form=Form.PUBLIC_REPORT))
    assert said(found.lines) == ["We were glad to read of your support for CA and POC."]


def test_one_side_is_not_played_against_the_other() -> None:
    no = a_pledge(level=Level.FIRM_NO, side=Side.DELEGATE, form=Form.DELEGATE, given_on=LATELY)
    found = given(a_pledge(given_on=LATELY), no)
    assert "Do not hold what one side said against the other." in said(found.lines)


def test_a_country_that_refuses_is_not_pressed_nor_helped_to_vote() -> None:
    member = a_member("LA", presence=Answer.NO)
    found = given(*both(level=Level.FIRM_NO), member=member)
    assert said(found.asks) == ["Ask what stands in the way on CA and POC; do not press."]


def test_who_casts_the_ballot_is_asked_while_nobody_is_known() -> None:
    assert "Ask who will cast the ballot." in said(given(*both(), others=()).asks)


def test_a_condition_is_wanted_and_not_answered_on_the_spot() -> None:
    found = given(*both(condition="a seat elsewhere"))
    assert said(found.wants) == ["The condition: a seat elsewhere"]
    assert any("promise nothing new" in line for line in said(found.lines))


def test_our_vote_is_known_to_be_wanted_where_a_country_stands_itself() -> None:
    stands = Candidacy(id="la-ca", member="la", council="ca")
    found = given(*both(), others=(*HEAD, stands))
    assert said(found.wants) == ["Our vote in return: CA, group 4 (not promised)."]


def test_no_vote_is_promised_where_our_ballot_is_full() -> None:
    stands = Candidacy(id="la-ca", member="la", council="ca")
    seats = Seats(council="ca", group=4, seats=1)
    found = given(*both(), others=(*HEAD, stands, seats))
    assert said(found.lines)[-1] == "Promise no vote for CA, group 4: our ballot is full there."
    assert OURS_CA.member == "th"


def test_what_is_late_is_told_apart_from_what_we_stand_by() -> None:
    late = Undertaking(id="1", member="la", what="training", due_on=date(2025, 8, 1))
    kept = Undertaking(member="la", what="a visit", fulfilment=Fulfilment.FULFILLED)
    soon = Undertaking(id="2", member="la", what="a leaflet", due_on=date(2025, 8, 20))
    found = given(*both(), others=(*HEAD, soon, kept, late))
    assert found.owed == (late, soon)
    assert said(found.lines)[1:] == [
        "On “training”, due on 1 Aug 2025: say how far it is.",
        "We stand by what we promised: “a leaflet”.",
    ]


@pytest.mark.parametrize("waiting", [True, False])
def test_a_request_without_an_answer_names_its_day(*, waiting: bool) -> None:
    found = given(asked(given_on=LATELY)) if waiting else given()
    named = any("we asked on 1 Aug 2025" in ask for ask in said(found.asks))
    assert named is waiting
    assert TODAY > LATELY
