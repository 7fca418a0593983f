"""Small campaigns for tests: say what matters, leave the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from upudesk.campaign.plan import Plan, Put
from upudesk.founding import Deed
from upudesk.model import (
    Campaign,
    Candidacy,
    Certainty,
    Council,
    Form,
    Level,
    Member,
    Pledge,
    Record,
    Side,
)
from upudesk.snapshot import Snapshot

TODAY = date(2025, 8, 15)
CA = Council(id="ca", code="CA", name_en="Council of Administration", order=1)
POC = Council(id="poc", code="POC", name_en="Postal Operations Council", short_fr="CEP", order=2)
OURS_CA = Candidacy(id="th-ca", member="th", council="ca")
OURS_POC = Candidacy(id="th-poc", member="th", council="poc")


def a_member(iso2: str = "LA", **fields: Any) -> Member:
    """A member whose id is its code in small letters."""
    given: dict[str, Any] = {"id": iso2.lower(), "name_en": f"Country {iso2}", "group": 4}
    return Member(iso2=iso2, **given | fields)


THAILAND = a_member("TH", iso3="THA", name_en="Thailand")


def a_pledge(member: str = "la", candidacy: str = "th-ca", **fields: Any) -> Pledge:
    """A letter from the capital that says yes, unless told otherwise."""
    given: dict[str, Any] = {
        "level": Level.FIRM_YES,
        "form": Form.LETTER,
        "side": Side.CAPITAL,
        "given_on": date(2025, 4, 3),
        "source": "letter in the file",
        "grade": Certainty.SURE,
    }
    given |= fields
    return Pledge(member=member, candidacy=candidacy, **given | {"level": Level(given["level"])})


def asked(member: str = "la", candidacy: str = "th-ca", **fields: Any) -> Pledge:
    """Our request, with no answer in it."""
    given: dict[str, Any] = {"given_on": date(2025, 4, 3), "said_to": "its embassy"}
    return Pledge(member=member, candidacy=candidacy, level=Level.ASKED, **given | fields)


def a_campaign(**fields: Any) -> Campaign:
    given: dict[str, Any] = {
        "id": "campaign",
        "congress_en": "28th Congress",
        "candidate": "th",
        "year": 2025,
        "term": "2026-2029",
    }
    return Campaign(**given | fields)


def a_snapshot(
    members: Iterable[Member] = (),
    pledges: Iterable[Pledge] = (),
    today: date = TODAY,
    others: Iterable[Record] = (),
) -> Snapshot:
    """Thailand standing for CA and POC among these members; `others` may be of any kind."""
    records: list[Record] = [a_campaign(), THAILAND, CA, POC, OURS_CA, OURS_POC]
    tables: dict[str, dict[str, Record]] = {}
    for record in [*records, *members, *pledges, *others]:
        tables.setdefault(record.KIND, {})[record.id] = record
    return Snapshot(today, tables)


LAOS = a_member("LA", iso3="LAO", name_en="Laos", name_th="ลาว", name_fr="Laos")
KENYA = a_member("KE", iso3="KEN", name_en="Kenya", name_th="เคนยา", name_fr="Kenya", group=5)
FRANCE = a_member("FR", iso3="FRA", name_en="France", name_th="ฝรั่งเศส", group=3)


def a_founding(moment: datetime, **campaign: Any) -> Deed:
    """The first step of a small campaign: Thailand for CA and POC; Laos, Kenya, France to ask."""
    records = (a_campaign(**campaign), THAILAND, LAOS, KENYA, FRANCE, CA, POC, OURS_CA, OURS_POC)
    return Deed(moment, Plan("campaign.new", tuple(map(Put, records)), ("campaign",)))
