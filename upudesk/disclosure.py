"""What may go out to whom. Every way out of the program asks here, and nothing else decides.

A disclosure profile makes another snapshot of a campaign, in which what stays inside is not there.
Paper, pictures and files are made from that snapshot, so they cannot tell what they never saw.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from upudesk.errors import N_, Message, UnknownRecord
from upudesk.model import (
    KINDS,
    REFERENCES,
    Contact,
    Evidence,
    FollowUp,
    Marking,
    Meeting,
    Pledge,
    Post,
    Profile,
    Record,
)
from upudesk.snapshot import Snapshot, members_of
from upudesk.values import shape_of

R = TypeVar("R", bound=Record)

INTERNAL, MINISTER, PARTNER = "internal", "minister", "partner"

MARKED = tuple(name for name, fields in REFERENCES.items() if fields.get("marking") == "marking")
"""Kinds of records that carry a marking of their own."""


_NEEDS: Mapping[str, str] = {
    "stance": "pledge", "pledges": "pledge", "contradictions": "pledge", "people": "contact",
    "meetings": "meeting", "undertakings": "undertaking", "follow_ups": "follow_up",
    "results": "result", "next_step": "member.next_step", "notes": "member.notes",
}  # fmt: skip
"""The kind, or the field, without which a part of a paper has nothing to say."""


@dataclass(frozen=True)
class Disclosed:
    """A campaign as one kind of reader may know it, and what was held back from them."""

    profile: Profile
    snapshot: Snapshot
    """Holds nothing that stays inside."""
    undisclosed: Snapshot
    """The whole campaign: for the screen of whoever gives something out, never for a paper."""
    withheld: tuple[Record, ...] = ()
    """Whole records that stay inside."""
    blanked: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """By `kind.field`: the records that go out without what it says."""
    eve: Snapshot | None = None
    """What these readers may know of what was known at the eve of the vote, for whoever asked."""

    def with_eve(self, eve: Snapshot | None) -> Disclosed:
        """The same with what was known at the eve of the vote, where the file knows it."""
        return self if eve is None else replace(self, eve=self.then(eve))

    def then(self, known: Snapshot) -> Snapshot:
        """What was known at an earlier moment, as the same readers may know it: what stays inside
        today stays inside of what was known then, however it was marked."""
        return disclose(known, self.profile, [record.id for record in self.withheld]).snapshot

    def bare(self) -> Disclosed:
        """The same without indexes that its snapshots have made meanwhile."""
        snapshots = {"snapshot": self.snapshot, "undisclosed": self.undisclosed, "eve": self.eve}
        fresh: dict[str, Any] = {name: s and replace(s) for name, s in snapshots.items()}
        return replace(self, **fresh)

    def shows(self, section: str) -> bool:
        """Whether a part of a paper goes out. One that could only say that there is nothing does
        not, since that would be wrong."""
        inside = (*self.profile.kinds, *self.profile.fields)
        return section not in self.profile.sections and _NEEDS.get(section, "") not in inside

    def held_back(self, members: Collection[str] | None = None) -> Counter[str]:
        """How many records of each kind stay inside, all or those about these countries."""
        return Counter(record.KIND for record in self.held_records(members))

    def held_records(self, members: Collection[str] | None = None) -> Iterator[Record]:
        """The records that stay inside, all or those about these countries."""
        return self._concerning(self.withheld, members)

    def left_blank(self, members: Collection[str] | None = None) -> Counter[str]:
        """How often each `kind.field` stays inside, all or about these countries."""
        found = {
            name: sum(1 for _ in self._concerning(records, members))
            for name, records in self.blanked.items()
        }
        return Counter({name: count for name, count in found.items() if count})

    def _concerning(
        self, records: Iterable[Record], members: Collection[str] | None
    ) -> Iterator[Record]:
        for record in records:
            if members is None or any(id in members for id in members_of(self.undisclosed, record)):
                yield record


# ------------------------------------------------------------------ profiles


def profiles(snapshot: Snapshot) -> tuple[Profile, ...]:
    """All disclosure profiles, in order: those of the file, and the standard ones it lacks."""
    own = snapshot.all(Profile)
    codes = {profile.code for profile in own}
    lacking = [profile for profile in _standard(snapshot) if profile.code not in codes]
    return tuple(sorted((*own, *lacking), key=lambda profile: (profile.order, profile.code)))


def profile(snapshot: Snapshot, code: str) -> Profile:
    """The profile of a code, or of an id; raises UnknownRecord."""
    known = profiles(snapshot)
    for one in known:
        if code in (one.code, one.id):
            return one
    raise UnknownRecord(
        N_("There is no disclosure profile “{code}”. Known are: {known}."),
        code=code, known=tuple(one.code for one in known),
    )  # fmt: skip


def _standard(snapshot: Snapshot) -> Iterator[Profile]:
    """What holds where a campaign has said nothing else. A partner sees only what was marked open:
    what nobody has looked at is not given away."""
    by_code = {marking.code: marking.id for marking in snapshot.markings}
    yield Profile(
        id="standard-internal", code=INTERNAL, order=1, name_th="ภายใน", name_en="Internal",
        name_fr="Interne", highest=snapshot.markings[-1].id if snapshot.markings else "",
    )  # fmt: skip
    yield Profile(
        id="standard-minister", code=MINISTER, order=2, name_th="รัฐมนตรี", name_en="Minister",
        name_fr="Ministre", highest=by_code.get("secret", ""),
        kinds=("note",), fields=("contact.notes",),
    )  # fmt: skip
    yield Profile(
        id="standard-partner", code=PARTNER, order=3, name_th="พันธมิตร", name_en="Partner",
        name_fr="Partenaire", highest=by_code.get("open", ""), unmarked=False, watermark=True,
        kinds=("note", "follow_up", "undertaking", "letter", "rating"),
        fields=(
            "member.notes", "member.next_step", "contact.notes", "contact.reach", "pledge.note",
            "pledge.source", "pledge.witness", "pledge.said_to", "meeting.notes", "evidence.note",
        ),
        sections=("forecast", "calls", "ballot", "what_changed"),
    )  # fmt: skip


# ------------------------------------------------------------------ markings


def highest_marking(snapshot: Snapshot, records: Iterable[Record | None]) -> Marking | None:
    """The highest marking among these; None where nothing is marked."""
    found = (snapshot.find(Marking, getattr(record, "marking", "")) for record in records)
    return max((mark for mark in found if mark), key=lambda mark: mark.rank, default=None)


def marking_of(snapshot: Snapshot, wanted: str, least: Marking | None) -> Marking | None:
    """The marking that a paper carries: the one asked for (its id or code), never below what its
    contents need. Raises UnknownRecord."""
    if not wanted:
        return least
    asked = next((m for m in snapshot.markings if wanted in (m.id, m.code)), None)
    if asked is None:
        raise UnknownRecord(
            N_("There is no marking “{code}”. Known are: {known}."),
            code=wanted, known=tuple(m.code for m in snapshot.markings),
        )  # fmt: skip
    return least if least and least.rank > asked.rank else asked


# ------------------------------------------------------------------ disclosing


def disclose(snapshot: Snapshot, profile: Profile, kept: Iterable[str] = ()) -> Disclosed:
    """The campaign as that profile lets it out; the records `kept` stay inside whatever it says."""
    inside = _inside(snapshot, profile, kept)
    withheld = tuple(record for id in inside if (record := snapshot.any(id)))
    tables: dict[str, Mapping[str, Record]] = {}
    blanked: dict[str, list[Record]] = {}
    for kind, table in snapshot.tables.items():
        blank = _blanks(kind, profile)
        cut: dict[str, Record] = {}
        for id, record in table.items():
            if id in inside:
                continue
            cut[id] = _without(record, inside, blank)
            for name in blank:
                if getattr(record, name) != blank[name]:
                    blanked.setdefault(f"{kind}.{name}", []).append(record)
        tables[kind] = cut
    out = replace(snapshot, tables=tables, conflicts=_told(snapshot, inside, profile))
    return Disclosed(
        profile, out, snapshot, withheld, {name: tuple(r) for name, r in blanked.items()}
    )


def _told(snapshot: Snapshot, inside: Collection[str], profile: Profile) -> tuple[Any, ...]:
    """Disputes among values tell these values: only those of what goes out are kept."""
    return tuple(
        c
        for c in snapshot.conflicts
        if c.record not in inside
        and c.kind not in profile.kinds
        and f"{c.kind}.{c.field}" not in profile.fields
    )


def _inside(snapshot: Snapshot, profile: Profile, kept: Iterable[str]) -> dict[str, None]:
    """Ids of all records that stay inside, in the order of their kinds; what hangs on one of them
    stays with it."""
    highest = snapshot.find(Marking, profile.highest)
    inside = dict.fromkeys(kept) | {
        record.id: None
        for kind in KINDS
        for record in snapshot.tables.get(kind, {}).values()
        if kind in profile.kinds or not _may_go(snapshot, record, highest, profile)
    }
    for kind, holder in ((Post, "contact"), (FollowUp, "meeting"), (FollowUp, "pledge"),
                         (Evidence, "about")):  # fmt: skip
        for record in snapshot.all(kind):
            if getattr(record, holder) in inside:
                inside[record.id] = None
    return inside


def _may_go(snapshot: Snapshot, record: Record, highest: Marking | None, profile: Profile) -> bool:
    if record.KIND not in MARKED:
        return True
    marking = snapshot.find(Marking, getattr(record, "marking", ""))
    if marking is None:
        return profile.unmarked
    return highest is not None and marking.rank <= highest.rank


def _blanks(kind: str, profile: Profile) -> dict[str, Any]:
    """The fields of a kind that stay inside, each with what stands there instead."""
    unsaid = shape_of(KINDS[kind]).unsaid
    names = (name.partition(".") for name in profile.fields)
    return {name: unsaid[name] for of, _dot, name in names if of == kind and name in unsaid}


def _without(record: R, inside: Collection[str], blank: Mapping[str, Any]) -> R:
    """A record that names nothing that stays inside, and says nothing that does."""
    said: dict[str, Any] = {}
    for name in REFERENCES.get(record.KIND, {}):
        value = getattr(record, name)
        if isinstance(value, tuple):
            if any(id in inside for id in value):
                said[name] = tuple(id for id in value if id not in inside)
        elif value in inside:
            said[name] = ""
    if isinstance(record, Pledge) and said.get("speaker") == "":
        said |= {"said_by": "", "said_by_post": ""}  # the name of whoever stays inside
    said |= blank
    return replace(record, **said) if said else record


# ------------------------------------------------------------------ names in what goes out

_WORD = re.compile(r"\w+")
LEAST = 4
"""A shorter name is found in too many texts to mean anything."""


def names_that_slip_out(disclosed: Disclosed, members: Collection[str] | None = None) -> list[str]:
    """Names of people who stay inside, but whom a text that goes out names all the same.

    Nothing can tell what a text gives away; a name that stands in it letter by letter, it can.
    """
    names = [
        name
        for record in disclosed.withheld
        if isinstance(record, Contact)
        for name in (record.name, *record.other_names)
        if len(name) >= LEAST
    ]
    if not names:
        return []
    texts = [text.casefold() for text in _texts(disclosed.snapshot, members)]
    # Texts repeat their words: what no word holds need not be looked for in all of them.
    vocabulary = "\n".join({word for text in texts for word in _WORD.findall(text)})
    return [
        name
        for name in dict.fromkeys(names)
        if all(word in vocabulary for word in _WORD.findall(name.casefold()))
        if any(name.casefold() in text for text in texts)
    ]


def _texts(snapshot: Snapshot, members: Collection[str] | None) -> Iterator[str]:
    for kind in (Pledge, Meeting, FollowUp, Evidence):
        for record in snapshot.all(kind):
            about = members_of(snapshot, record)
            if members is None or not about or any(id in members for id in about):
                yield from (v for v in vars(record).values() if isinstance(v, str))


def warnings(disclosed: Disclosed, members: Collection[str] | None = None) -> Iterator[Message]:
    """What whoever gives it out should look at first."""
    if slipped := names_that_slip_out(disclosed, members):
        yield Message(
            N_("Withheld, but named in a text that goes out: {names}. Look at these texts first."),
            {"names": tuple(slipped)},
        )
