"""A new campaign's first records, made from the reference data in `resources/`."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID, uuid5

from upudesk import resources
from upudesk.campaign.members import find_member
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.founding import Deed
from upudesk.i18n import CODES
from upudesk.journal import Reason
from upudesk.model import (
    KINDS,
    Answer,
    Bloc,
    Campaign,
    Candidacy,
    Certainty,
    Council,
    HoldRate,
    Incumbency,
    Marking,
    Member,
    Record,
    Result,
    Rule,
    RuleSet,
    Seats,
    Standing,
    new_id,
)
from upudesk.snapshot import Snapshot

Row = Mapping[str, str]
Table = Mapping[str, Any]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The lines of a table in `resources/`; do not change them."""
    file = resources.path("resources", name)
    with resources.reading(name), file.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, restval=""))


@cache
def facts(*path: str) -> Table:
    """A TOML file in `resources/`; do not change it."""
    file = resources.path("resources", *path)
    with resources.reading("/".join(path)):
        return tomllib.loads(file.read_text(encoding="utf-8"))


@resources.reading("resources")
def found_campaign(
    *,
    moment: datetime,
    candidate: str | Member | None = None,
    congress: str | None = None,
    councils: Sequence[str] | None = None,
    begins_on: date | None = None,
    vote_on: date | None = None,
    campaign_id: str | None = None,
    language: str = "en",
    practice_day: date | None = None,
    demo: bool = False,
) -> list[Deed]:
    """The founding of a campaign, as one step; what is not said is in `new_campaign.toml`.

    Another Congress than that of the rules at hand starts with the same rules, its host and days
    blank unless given. `language` is that of texts which a record holds only once. Raises
    UnknownMember or InvalidRecord.
    """
    defaults = facts("new_campaign.toml")
    own = replace(
        Campaign(id=campaign_id or new_id()), practice_day=practice_day, demo=demo,
        begins_on=begins_on, vote_on=vote_on,
    )  # fmt: skip
    seed = _Seed(
        own, facts("rules", f"{defaults['rules']}.toml"), moment, congress, language,
        tuple(dict.fromkeys(defaults["councils"] if councils is None else councils)),
    )  # fmt: skip
    records = seed.records(defaults["candidate"] if candidate is None else candidate)
    return [Deed(moment, Plan("campaign.new", tuple(map(Put, records)), (own.id,)))]


def emptied(snapshot: Snapshot) -> Plan:
    """Turn a demo into a campaign that begins: all that was invented goes, as one step.

    What every new campaign knows stands as it does there; undo brings everything back.
    """
    own = snapshot.campaign
    candidate = snapshot.candidate
    councils = [council.code for c in snapshot.ours if (council := snapshot.council_of(c))]
    (deed,) = found_campaign(
        moment=datetime.min.replace(tzinfo=UTC), candidate=candidate and candidate.iso2,
        councils=councils or None, campaign_id=own.id,
    )  # fmt: skip
    kept = {edit.record.id: edit for edit in deed.plan.edits if isinstance(edit, Put)}
    gone = [
        Remove(record)
        for kind in KINDS.values()
        for record in snapshot.all(kind)
        if record.id not in kept
    ]
    return Plan("campaign.empty", (*gone, *kept.values()), (own.id,), Reason.CORRECTED)


def derived_id(campaign_id: str) -> Callable[..., str]:
    """Ids that follow from the campaign's, so that two files seeded for one campaign agree."""
    namespace = UUID(campaign_id)
    return lambda *names: str(uuid5(namespace, ":".join(map(str, names))))


@dataclass(frozen=True)
class _Seed:
    """What the records of one new campaign are made from."""

    blank: Campaign
    rules: Table
    moment: datetime
    name: str | None
    language: str
    codes: tuple[str, ...]

    def records(self, candidate: str | Member) -> list[Record]:
        """Every record of the new campaign, its own first."""
        self._refuse_unknown_councils()
        self.campaign.check(self.moment.date())
        members = list(self._members())
        own = _chosen(members, candidate)
        return [
            replace(self.campaign, candidate=own.id),
            *self._markings(), *self._blocs(), *members, *self._councils(), self._rule_set(),
            *self._seats(), *self._rules(), *self._hold_rates(), *self._results(),
            *self._incumbencies(), *self._candidacies(own),
        ]  # fmt: skip

    @cached_property
    def id(self) -> Callable[..., str]:
        return derived_id(self.blank.id)

    def member(self, iso2: str) -> str:
        return self.id("member", iso2) if iso2 else ""

    def council(self, code: str) -> str:
        return self.id("council", code)

    def _refuse_unknown_councils(self) -> None:
        known = [council["code"] for council in self.rules["council"]]
        if not self.codes or not set(self.codes) <= set(known):
            raise InvalidRecord({"councils": Message(
                N_("Name councils that the rules know: {known}. No campaign was made."),
                {"known": ", ".join(known)},
            )})  # fmt: skip

    # -------------------------------------------------------------- the campaign and its Congress

    @cached_property
    def campaign(self) -> Campaign:
        given, own = self.blank, self.rules["congress"]
        if not self._of_the_rules:
            named: dict[str, Any] = {f"congress_{self.language}": (self.name or "").strip()}
            return replace(given, **named, year=self._year)
        return replace(
            given,
            **_in_each_language("congress", own, "title"),
            year=own["first_day"].year,
            **_in_each_language("place", own, "city"),
            host=self.member(own["host"]),
            opens_on=own["first_day"],
            closes_on=own["last_day"],
            begins_on=given.begins_on or own["campaign_begins"],
            vote_on=given.vote_on or own["vote_day"],
            term=f"{own['term_first_year']}-{own['term_last_year']}",
        )

    @cached_property
    def _of_the_rules(self) -> bool:
        """Whether the campaign is for the Congress that the rules were written down for."""
        if self.name is None:
            return True
        own = self.rules["congress"]
        known = [str(own[name]) for name in own if name.startswith("title_")]
        known += [f"{own[n]} {own['first_day'].year}" for n in own if n.startswith("city_")]
        known += [r[n] for r in rows("congresses.csv") if r["number"] == str(own["number"])
                  for n in r if n.startswith("name_")]  # fmt: skip
        return self.name.strip().casefold() in map(str.casefold, known)

    @property
    def _year(self) -> int:
        """The year of another Congress: that of its vote, or the one in its name; 0 is unknown."""
        if self.blank.vote_on:
            return self.blank.vote_on.year
        named = re.search(r"\b(?:19|20)\d\d\b", self.name or "")
        return int(named[0]) if named else 0

    def _earlier(self, year: int) -> bool:
        """Whether a Congress of that year lies before this campaign's; hindsight is left out."""
        return year < (self.campaign.year or self.moment.year)

    def _rule_set(self) -> RuleSet:
        own = self.rules["congress"]
        return RuleSet(
            id=self.id("rule_set", own["number"]),
            **_in_each_language("title", own, "title"),
            host=self.campaign.host,
            ballots_cast_before=tuple(f"{year}: {number}" for year, number in self._ballots()),
        )

    def _ballots(self) -> list[tuple[int, int]]:
        """Ballots of earlier Congresses: those of the rules, else those told with the results."""
        listed = {(told["congress"], told["ballots"]) for told in self.rules["ballots_cast"]}
        years = {year for year, _ in listed}
        told = {
            (int(row["congress"]), int(row["ballots_cast"]))
            for row in rows("results.csv")
            if row["ballots_cast"] and int(row["congress"]) not in years
        }
        return sorted(pair for pair in listed | told if self._earlier(pair[0]))

    def _candidacies(self, own: Member) -> Iterator[Candidacy]:
        for code in self.codes:
            yield Candidacy(
                id=self.id("candidacy", own.iso2, code),
                member=own.id,
                council=self.council(code),
                standing=Standing.DECLARED,
                sitting=self._sitting(own.iso2, code),
                certainty=Certainty.SURE,
            )

    def _sitting(self, iso2: str, code: str) -> Answer:
        """Whether a member sits now, as far as the seats held and the last results tell."""
        last = max((int(r["congress"]) for r in self._result_rows()), default=0)
        if any((r["iso2"], r["council"], int(r["term"][:4]) - 1) == (iso2, code, last)
               for r in rows("incumbents.csv")):  # fmt: skip
            return Answer.YES
        told = (
            Answer(r["elected"])
            for r in self._result_rows()
            if (r["iso2"], r["council"], int(r["congress"])) == (iso2, code, last)
        )
        return next(told, Answer.UNKNOWN)

    # -------------------------------------------------------------- members, blocs, markings

    def _members(self) -> Iterator[Member]:
        blocs: dict[str, list[str]] = defaultdict(list)
        for row in rows("bloc_members.csv"):
            blocs[row["iso2"]].append(self.id("bloc", row["bloc"]))
        for row in rows("members.csv"):
            yield Member(
                id=self.member(row["iso2"]),
                iso2=row["iso2"],
                iso3=row["iso3"],
                **_names(row),
                official_th=row["official_th"],
                official_en=row["official_en"],
                official_fr=row["official_fr"],
                also=tuple(filter(None, row["also"].split(";"))),
                group=_number(row["group"]),
                group_certainty=Certainty(row["group_certainty"]),
                group_basis=row["group_basis"],
                blocs=tuple(blocs[row["iso2"]]),
                notes=row["note"],
            )

    def _blocs(self) -> Iterator[Bloc]:
        for row in rows("blocs.csv"):
            yield Bloc(
                id=self.id("bloc", row["code"]),
                code=row["code"],
                **_names(row),
                note=row["note"],
                **_grounds(row),
            )

    def _markings(self) -> Iterator[Marking]:
        for row in rows("markings.csv"):
            marking = self.id("marking", row["code"])
            yield Marking(id=marking, code=row["code"], rank=int(row["order"]), **_names(row))

    # -------------------------------------------------------------- councils and rules

    def _council_tables(self) -> Iterator[Table]:
        return (table for table in self.rules["council"] if table["code"] in self.codes)

    def _councils(self) -> Iterator[Council]:
        for order, table in enumerate(self._council_tables(), 1):
            yield Council(
                id=self.council(table["code"]),
                code=table["code"],
                **_names(table),
                short_fr=table["abbreviation_fr"],
                order=order,
            )

    def _seats(self) -> Iterator[Seats]:
        """Of each council as a whole, then of its groups; what is not known stays None."""
        for table in self._council_tables():
            for one in ({"seats": table["seats"], **_grounds(table)}, *table["group_seats"]):
                group = one.get("group")
                yield Seats(
                    id=self.id("seats", table["code"], group or "all"),
                    council=self.council(table["code"]),
                    group=group,
                    seats=None if one["seats"] == "unknown" else one["seats"],
                    source=one["source"],
                    certainty=Certainty(one["certainty"]),
                )

    def _rules(self) -> Iterator[Rule]:
        everyone = {table["code"] for table in self.rules["council"]}
        for table in self.rules["rule"]:
            named = table["councils"]
            bound = ("",) if set(named) == everyone else [c for c in self.codes if c in named]
            for code in bound:
                yield Rule(
                    id=self.id("rule", table["code"], code),
                    code=table["code"],
                    council=self.council(code) if code else "",
                    value=table.get("value"),
                    **_in_each_language("wording", table, "wording"),
                    article=table["article"],
                    applied=table["state"] == "applied",
                    **_grounds(table),
                )

    def _hold_rates(self) -> Iterator[HoldRate]:
        for row in rows("hold_rates.csv"):
            yield HoldRate(
                id=self.id("hold_rate", row["code"]),
                code=row["code"],
                value=float(row["value"]),
                unit=row["unit"],
                reason=row["reason"],
                **_grounds(row),
            )

    # -------------------------------------------------------------- what came before

    def _result_rows(self) -> Iterator[Row]:
        return (
            row
            for row in rows("results.csv")
            if row["council"] in self.codes and self._earlier(int(row["congress"]))
        )

    def _results(self) -> Iterator[Result]:
        for row in self._result_rows():
            yield Result(
                id=self.id("result", row["congress"], row["council"], row["iso2"]),
                year=int(row["congress"]),
                council=self.council(row["council"]),
                group=_number(row["group"]),
                member=self.member(row["iso2"]),
                votes=_number(row["votes"]),
                elected=Answer(row["elected"]),
                ballots_cast=_number(row["ballots_cast"]),
                seats=_number(row["seats"]),
                candidates=_number(row["candidates"]),
                note=row["note"],
                **_grounds(row),
            )

    def _incumbencies(self) -> Iterator[Incumbency]:
        for row in rows("incumbents.csv"):
            if row["council"] in self.codes and self._earlier(int(row["term"][:4]) - 1):
                yield Incumbency(
                    id=self.id("incumbency", row["term"], row["council"], row["iso2"]),
                    member=self.member(row["iso2"]),
                    council=self.council(row["council"]),
                    term=row["term"],
                    role=row["role"],
                    elected_before=Answer(row["elected_before"]),
                    note=row["note"],
                    **_grounds(row),
                )


def _chosen(members: Sequence[Member], candidate: str | Member) -> Member:
    text = candidate.iso2 if isinstance(candidate, Member) else candidate
    return find_member(Snapshot(date.min, {Member.KIND: {m.id: m for m in members}}), text)


def _in_each_language(field: str, table: Table, name: str) -> dict[str, Any]:
    """One text of the reference data, as a record's field in three languages."""
    return {f"{field}_{code}": table[f"{name}_{code}"] for code in CODES}


def _names(table: Table) -> dict[str, Any]:
    return _in_each_language("name", table, "name")


def _grounds(table: Table) -> dict[str, Any]:
    """Where a fact comes from and how sure it is."""
    return {"source": table["source"], "certainty": Certainty(table["certainty"])}


def _number(text: str) -> int | None:
    """A blank is unknown, never 0."""
    return int(text) if text else None
