"""What the demo is drawn from, and the steps drawn so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from upudesk.campaign.plan import Plan, Put
from upudesk.founding import Deed
from upudesk.journal import Reason
from upudesk.model import (
    Author,
    Campaign,
    Candidacy,
    Contact,
    Council,
    Marking,
    Meeting,
    Member,
    Pledge,
    Post,
    Record,
)
from upudesk.seed import Table, derived_id, found_campaign

T = TypeVar("T")
R = TypeVar("R", bound=Record)


_MOST = 10_000
"""More of anything than a demo needs; a file that wants more was spoilt."""


class Log:
    """Steps on working days, with moments drawn by lot and ids that sort like their days."""

    def __init__(self, lot: Random, first: date, last: date) -> None:
        self.deeds: list[Deed] = []
        self.first, self.last = first, last
        self.authors: Sequence[str] = ()
        """Names of our offices, who log in turn."""
        self._lot = lot
        self._ids = 0

    def workday(self, day: date, *after: int) -> date:
        """The next working day from that day, or from one drawn from so many days after it."""
        day += timedelta(days=self._lot.randint(*after) if after else 0)
        day += timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
        return min(max(day, self.first), self.last)

    def id(self, day: date) -> str:
        """A UUIDv7 (RFC 9562, section 5.7) of that day."""
        self._ids += 1
        ms = int(datetime.combine(day, time(), UTC).timestamp()) * 1000 + self._ids
        high, low = self._lot.getrandbits(12), self._lot.getrandbits(62)
        return str(UUID(int=ms << 80 | 7 << 76 | high << 64 | 2 << 62 | low))

    def step(
        self, day: date, action: str, *edits: Record | Put, about: Iterable[str],
        reason: Reason = Reason.ENTERED, hour: int | None = None,
        files: Mapping[str, bytes] | None = None,
    ) -> None:  # fmt: skip
        """Log records, or edits of records, as one step in office hours."""
        hour = self._lot.randint(1, 9) if hour is None else hour
        moment = datetime.combine(day, time(hour, self._lot.randint(0, 59)), UTC)
        puts = tuple(edit if isinstance(edit, Put) else Put(edit) for edit in edits)
        plan = Plan(action, puts, tuple(about), reason, (), files or {})
        author = self.authors[len(self.deeds) % len(self.authors)] if self.authors else ""
        self.deeds.append(Deed(moment, plan, author))


@dataclass(frozen=True)
class Talk:
    """Our talk with one member: with whom, about which candidacies, since when."""

    member: Member
    people: list[tuple[Contact, Post]]
    about: Sequence[Candidacy]
    day: date


@dataclass(frozen=True)
class Event:
    """Something logged that follow-ups and undertakings may come of."""

    day: date
    member: Member
    meeting: Meeting | None = None
    pledges: Sequence[Pledge] = ()


class Scene:
    """The facts of `demo.toml`, the lot, and what has come of them."""

    def __init__(self, told: Table) -> None:
        own = told["campaign"]
        self.told, self.much = told, told["lot"]
        for wanted in self.much.values():
            if isinstance(wanted, int | float) and not 0 <= wanted <= _MOST:
                raise ValueError(wanted)
        self.lot = Random(own["seed"])
        self.today: date = own["practice_day"]
        self.log = Log(self.lot, own["begins"] + timedelta(days=1), self.today - timedelta(days=1))
        campaign = str(uuid5(NAMESPACE_OID, f"demo {own['seed']}"))
        self.fixed_id = derived_id(campaign)
        self.founding = self._found(campaign)
        self.members = {member.iso2: member for member in self.founded(Member)}
        self.us = self.members[own["candidate"]]
        (campaign_record,) = self.founded(Campaign)
        self.host = next(m for m in self.members.values() if m.id == campaign_record.host)
        self.councils = {council.code: council.id for council in self.founded(Council)}
        self.markings = {marking.code: marking.id for marking in self.founded(Marking)}
        self.ours = [c for c in self.founded(Candidacy) if c.member == self.us.id]
        self.authors: list[Author] = []
        self.delegation: list[Contact] = []
        self.rivals: list[tuple[date, Candidacy]] = []
        self.talks: list[Talk] = []
        self.events: list[Event] = []
        self.people = 0

    def _found(self, campaign: str) -> Deed:
        own = self.told["campaign"]
        (deed,) = found_campaign(
            moment=datetime.combine(self.log.first, time(1), UTC), candidate=own["candidate"],
            councils=own["councils"], begins_on=own["begins"], campaign_id=campaign,
            practice_day=self.today, demo=True,
        )  # fmt: skip
        records = (put.record for put in deed.plan.edits if isinstance(put, Put))
        puts = tuple(Put(self._without_hindsight(self._dressed(record))) for record in records)
        return replace(deed, plan=replace(deed.plan, edits=puts))

    def _dressed(self, record: Record) -> Record:
        """The campaign's own record, with the letterhead of our letters."""
        told = self.told["letters"]
        return replace(record, **told) if isinstance(record, Campaign) else record

    def _without_hindsight(self, record: Record) -> Record:
        """The record without sources that are later than the practice day."""
        later = self.told["later"]["sources"]
        source = getattr(record, "source", "")
        if not any(name in source for name in later):
            return record
        known = (s for s in source.split("; ") if not any(name in s for name in later))
        return replace(record, **{"source": "; ".join(known)})

    def founded(self, kind: type[R]) -> list[R]:
        """The records of a kind that the founding entered."""
        puts = (put for put in self.founding.plan.edits if isinstance(put, Put))
        return [put.record for put in puts if isinstance(put.record, kind)]

    def deeds(self) -> tuple[Deed, ...]:
        return self.founding, *sorted(self.log.deeds, key=lambda deed: deed.moment)

    def edit_members(
        self, day: date, changes: Mapping[str, Mapping[str, Any]], hour: int | None = None
    ) -> None:
        """Change fields of several members, by code, in one step."""
        puts = []
        for iso2, fields in changes.items():
            before = self.members[iso2]
            self.members[iso2] = replace(before, **fields)
            puts.append(Put(self.members[iso2], before))
        about = [put.record.id for put in puts]
        self.log.step(day, "member.edit", *puts, about=about, reason=Reason.CORRECTED, hour=hour)

    # -------------------------------------------------------------- drawing

    def drawn(self, weights: Mapping[str, int]) -> str:
        """One of these words; the larger its weight, the likelier."""
        return self.lot.choices(list(weights), list(weights.values()))[0]

    def often(self, share: float) -> bool:
        return self.lot.random() < share

    def some(self, among: Sequence[T], least: int, most: int) -> list[T]:
        return self.lot.sample(among, min(self.lot.randint(least, most), len(among)))

    def marking(self) -> str:
        return self.markings[self.drawn(self.much["markings"])]

    def script(self, member: Member) -> str:
        scripts: Table = self.told["contact_names"]
        return next((s for s in scripts if member.iso2 in scripts[s]["members"]), "latin")

    def language(self, member: Member) -> str:
        """The language of a note: French in place of English where the people speak it."""
        drawn = self.drawn(self.much["languages"])
        return "fr" if drawn == "en" and self.script(member) == "french" else drawn

    def sentences(self, what: str, language: str) -> list[str]:
        told = self.told["sentence"]
        return [s[language] for s in told if s["for"] == what and language in s]

    def say(self, what: str, language: str) -> str:
        return self.lot.choice(self.sentences(what, language))
