"""A campaign at one moment: immutable, whole, indexed on demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from upudesk.errors import N_, UnknownRecord
from upudesk.journal import Conflict, Projected
from upudesk.model import (
    KINDS,
    Author,
    Bloc,
    Campaign,
    Candidacy,
    Contact,
    Council,
    Evidence,
    FollowUp,
    Incumbency,
    Letter,
    Marking,
    Meeting,
    Member,
    Pledge,
    Post,
    Record,
    Result,
    Undertaking,
)
from upudesk.values import from_values

R = TypeVar("R", bound=Record)
Tables = Mapping[str, Mapping[str, Record]]
"""Records by kind, then by id."""


@dataclass(frozen=True)
class Snapshot:
    """All records of a campaign, and the day on which they are looked at."""

    today: date
    tables: Tables = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind, in order of entry."""
        return cast("tuple[R, ...]", tuple(self.tables.get(kind.KIND, {}).values()))

    def find(self, kind: type[R], id: str) -> R | None:
        return cast("R | None", self.tables.get(kind.KIND, {}).get(id))

    def get(self, kind: type[R], id: str) -> R:
        """The record of that id; raises UnknownRecord."""
        found = self.find(kind, id)
        if found is None:
            raise UnknownRecord(
                N_("There is no such record (any more): {id}. Nothing was changed."), id=id
            )
        return found

    def any(self, id: str) -> Record | None:
        """The record of that id, of whatever kind."""
        return next((table[id] for table in self.tables.values() if id in table), None)

    def with_records(
        self, changed: Iterable[tuple[str, str, Record | None]], conflicts: tuple[Conflict, ...]
    ) -> Snapshot:
        """The next snapshot: (kind, id, record), None where the record is gone."""
        tables = dict(self.tables)
        fresh: dict[str, dict[str, Record]] = {}
        for kind, id, record in changed:
            if kind not in fresh:
                tables[kind] = fresh[kind] = dict(tables.get(kind, {}))
            if record is None:
                fresh[kind].pop(id, None)
            else:
                fresh[kind][id] = record
        return replace(self, tables=tables, conflicts=conflicts)

    def _by(self, kind: type[R], name: str) -> Mapping[str, tuple[R, ...]]:
        """Records of a kind by what one field says; a field of several values counts for each."""
        index: dict[str, list[R]] = defaultdict(list)
        for record in self.all(kind):
            value = getattr(record, name)
            for key in value if isinstance(value, tuple) else (value,):
                index[key].append(record)
        return {key: tuple(records) for key, records in index.items()}

    @cached_property
    def campaign(self) -> Campaign:
        return self.all(Campaign)[0]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        return self.all(Member)

    @cached_property
    def pledges(self) -> tuple[Pledge, ...]:
        return self.all(Pledge)

    @cached_property
    def councils(self) -> tuple[Council, ...]:
        return tuple(sorted(self.all(Council), key=lambda council: council.order))

    @cached_property
    def blocs(self) -> tuple[Bloc, ...]:
        return self.all(Bloc)

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        return self.all(Author)

    @cached_property
    def markings(self) -> tuple[Marking, ...]:
        return tuple(sorted(self.all(Marking), key=lambda marking: marking.rank))

    @cached_property
    def pledges_of(self) -> Mapping[str, tuple[Pledge, ...]]:
        """By member."""
        return self._by(Pledge, "member")

    @cached_property
    def pledges_about(self) -> Mapping[str, tuple[Pledge, ...]]:
        """By candidacy."""
        return self._by(Pledge, "candidacy")

    @cached_property
    def contacts_of(self) -> Mapping[str, tuple[Contact, ...]]:
        return self._by(Contact, "member")

    @cached_property
    def posts_of(self) -> Mapping[str, tuple[Post, ...]]:
        """By contact."""
        return self._by(Post, "contact")

    @cached_property
    def posts_after(self) -> Mapping[str, tuple[Post, ...]]:
        """By the post of whoever held it before."""
        return self._by(Post, "predecessor")

    @cached_property
    def pledges_by(self) -> Mapping[str, tuple[Pledge, ...]]:
        """By the contact who said it."""
        return self._by(Pledge, "speaker")

    @cached_property
    def meetings_of(self) -> Mapping[str, tuple[Meeting, ...]]:
        """By contact, of either side; somebody noted on both counts once."""
        index: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.all(Meeting):
            for id in {*meeting.their_people, *meeting.our_people}:
                index[id].append(meeting)
        return {id: tuple(meetings) for id, meetings in index.items()}

    @cached_property
    def meetings_with(self) -> Mapping[str, tuple[Meeting, ...]]:
        """By member."""
        return self._by(Meeting, "members")

    @cached_property
    def undertakings_to(self) -> Mapping[str, tuple[Undertaking, ...]]:
        return self._by(Undertaking, "member")

    @cached_property
    def follow_ups_on(self) -> Mapping[str, tuple[FollowUp, ...]]:
        """By member."""
        return self._by(FollowUp, "member")

    @cached_property
    def pledges_in(self) -> Mapping[str, tuple[Pledge, ...]]:
        """By the meeting in which they were given."""
        return self._by(Pledge, "meeting")

    @cached_property
    def follow_ups_from(self) -> Mapping[str, tuple[FollowUp, ...]]:
        """By the meeting that they came of."""
        return self._by(FollowUp, "meeting")

    @cached_property
    def evidence_of(self) -> Mapping[str, tuple[Evidence, ...]]:
        """By the record that it stands behind."""
        return self._by(Evidence, "about")

    @cached_property
    def letters_to(self) -> Mapping[str, tuple[Letter, ...]]:
        """By member."""
        return self._by(Letter, "member")

    @cached_property
    def results_of(self) -> Mapping[str, tuple[Result, ...]]:
        return self._by(Result, "member")

    @cached_property
    def incumbencies_of(self) -> Mapping[str, tuple[Incumbency, ...]]:
        return self._by(Incumbency, "member")

    @cached_property
    def candidacies_for(self) -> Mapping[str, tuple[Candidacy, ...]]:
        """By council."""
        return self._by(Candidacy, "council")

    @cached_property
    def candidate(self) -> Member | None:
        """The member whose campaign this is."""
        return self.find(Member, self.campaign.candidate)

    @cached_property
    def ours(self) -> tuple[Candidacy, ...]:
        """Our candidacies, in the order of the councils."""
        order = {council.id: place for place, council in enumerate(self.councils)}
        own = [c for c in self.all(Candidacy) if c.member == self.campaign.candidate]
        return tuple(sorted(own, key=lambda c: order.get(c.council, len(order))))

    @cached_property
    def member_by_code(self) -> Mapping[str, Member]:
        """By ISO code of two or three letters, in capitals."""
        return {code: m for m in self.members for code in (m.iso3, m.iso2) if code}

    def council_of(self, candidacy: Candidacy) -> Council | None:
        return self.find(Council, candidacy.council)


_HANGS_ON = {Post: ("contact",), FollowUp: ("meeting", "pledge"), Evidence: ("about",)}
"""Which fields name the record through which one of these is about a country."""


def members_of(snapshot: Snapshot, record: Record | None) -> tuple[str, ...]:
    """Ids of the countries that a record is about, itself or through the record it hangs on."""
    seen: set[str] = set()
    while record is not None and record.id not in seen:
        if isinstance(record, Member):
            return (record.id,)
        if own := getattr(record, "members", ()) or getattr(record, "member", ""):
            return own if isinstance(own, tuple) else (own,)
        seen.add(record.id)  # two records that hang on each other end here
        on = (getattr(record, name) for name in _HANGS_ON.get(type(record), ()))
        record = next(filter(None, map(snapshot.any, on)), None)
    return ()


def record_of(one: Projected) -> Record:
    """The record that the journal makes, whether it is there or was deleted."""
    return from_values(KINDS[one.kind], one.record, one.values)
