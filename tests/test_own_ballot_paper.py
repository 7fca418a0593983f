"""Our own ballot on paper, read back from the finished PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pymupdf
import pytest

from tests.builders import a_member, a_snapshot
from upudesk.i18n import CODES, Language
from upudesk.model import Answer, Candidacy, Marking, Member, Record, Seats, Undertaking
from upudesk.reports.finish import Finished
from upudesk.reports.imprint import Imprint
from upudesk.reports.own_ballot import render

MADE = datetime(2025, 8, 15, 2, 0, tzinfo=UTC)
EGYPT = a_member("EG", name_en="Egypt", name_th="อียิปต์", name_fr="Égypte", group=5)
ETHIOPIA = a_member("ET", name_en="Ethiopia", name_th="เอธิโอเปีย", name_fr="Éthiopie", group=5)
KENYA = a_member("KE", name_en="Kenya", name_th="เคนยา", name_fr="Kenya", group=5)
MEMBERS = [KENYA, ETHIOPIA, EGYPT]
SECRET = Marking(id="secret", rank=2, name_th="ลับมาก", name_en="Secret", name_fr="Secret")
SEATS = Seats(id="seats", council="ca", group=5, seats=2)


def stands(member: Member, vote: Answer = Answer.YES) -> Candidacy:
    return Candidacy(id=f"{member.id}-ca", member=member.id, council="ca", our_vote=vote)


def slip(*others: Record, language: str = "en") -> Finished:
    return render(a_snapshot(MEMBERS, others=others), Language(language), imprint=Imprint(MADE))


def text(made: Finished) -> str:
    with pymupdf.open(stream=made.pdf) as document:
        pages = [page.get_text().replace("\u00a0", " ") for page in document]
    return " ".join(" ".join(pages).split())


def test_names_stand_in_french_order_in_every_language() -> None:
    for code in CODES:
        found = text(slip(*map(stands, MEMBERS), language=code))
        places = [found.index(name) for name in ("Égypte", "Éthiopie", "Kenya") if name in found]
        assert places == sorted(places)
    assert "□ Egypt (Égypte)" in text(slip(*map(stands, MEMBERS)))
    assert "□ อียิปต์ (Égypte)" in text(slip(*map(stands, MEMBERS), language="th"))


def test_only_who_is_named_is_printed_against_the_votes_there_are() -> None:
    found = text(slip(SEATS, stands(KENYA), stands(EGYPT, Answer.UNKNOWN)))
    assert "names: 1 of 2" in found
    assert "Egypt" not in found
    assert "Thailand" in found


def test_too_many_names_and_forgotten_promises_are_said() -> None:
    promise = Undertaking(member="eg", what="our vote", candidacy="eg-ca", marking="secret")
    made = slip(
        replace(SEATS, seats=1), stands(KENYA), stands(ETHIOPIA), stands(EGYPT, Answer.NO),
        promise, SECRET,
    )  # fmt: skip
    found = text(made)
    assert "2 names for 1 seats" in found
    assert "promised, not named: Egypt" in found
    assert "Secret" in found
    assert len(made.warnings) == 1


def test_seats_that_nobody_knows_are_said_to_be_unknown() -> None:
    assert "1 name, seats not known" in text(slip(stands(KENYA)))


@pytest.mark.parametrize("language", CODES)
def test_a_full_ballot_fits_on_one_sheet(language: str) -> None:
    many = [
        a_member(f"{chr(65 + n // 10)}{n % 10}", name_en=f"Country of Names {n}", group=n % 5 + 1)
        for n in range(50)
    ]
    councils = ("ca", "poc")
    named = [
        Candidacy(id=f"{m.id}-{c}", member=m.id, council=c, our_vote=Answer.YES)
        for m in many
        for c in councils
    ]
    made = render(a_snapshot(many, others=named), Language(language), imprint=Imprint(MADE))
    assert made.pages == 1
    assert "Country of Names 49" in text(made)


def test_equal_input_gives_equal_bytes() -> None:
    assert slip(stands(KENYA)).pdf == slip(stands(KENYA)).pdf
