"""Who may see what: disclosure profiles made, edited and put back; markings in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import count

from upudesk import disclosure
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Marking, Profile
from upudesk.record import new_id
from upudesk.snapshot import Snapshot

STANDARD = (disclosure.INTERNAL, disclosure.MINISTER, disclosure.PARTNER)
"""Codes of the profiles that hold where a campaign says nothing else."""


def is_standard(snapshot: Snapshot, profile: Profile) -> bool:
    """Whether nobody has changed it: the file has no record of it."""
    return snapshot.find(Profile, profile.id) is None


def edit(snapshot: Snapshot, before: Profile, after: Profile) -> Plan:
    """Change what a profile lets out; a standard one becomes a record of the file."""
    _refuse_double(after, disclosure.profiles(snapshot), before.code)
    if is_standard(snapshot, before):
        own = replace(after, id=new_id(), code=before.code)
        return Plan("profile.edit", (Put(own),), (own.id,), Reason.CORRECTED)
    return Plan("profile.edit", (Put(after, before),), (after.id,), Reason.CORRECTED)


def add(snapshot: Snapshot, profile: Profile, like: Profile | None = None) -> Plan:
    """A new profile, which lets out what another one does; the last in order."""
    known = disclosure.profiles(snapshot)
    _refuse_double(profile, known, "")
    last = max((one.order for one in known), default=0)
    names = {name: getattr(profile, name) for name in ("name_th", "name_en", "name_fr", "note")}
    code = _code_for(profile.name_en, {one.code for one in known})
    made = replace(like or profile, id=new_id(), code=code, order=last + 1, **names)
    return Plan("profile.add", (Put(made),), (made.id,))


def _code_for(name: str, taken: Collection[str]) -> str:
    """What is typed for it on the command line: its English name in small letters."""
    wanted = "-".join(name.casefold().split()) or "profile"
    free = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(code for code in free if code not in taken)


def put_back(snapshot: Snapshot, profile: Profile) -> Plan:
    """Let the standard hold again; a profile without a standard is deleted."""
    return Plan("profile.remove", (Remove(profile),), (profile.id,))


def _refuse_double(profile: Profile, known: Iterable[Profile], code: str) -> None:
    """Two of one name could not be told apart when a paper goes out."""
    taken = {one.name_en.casefold() for one in known if one.code != code}
    if profile.name_en.strip().casefold() in taken:
        raise InvalidRecord({"name_en": Message(N_("There is a profile of that name already."))})


# ------------------------------------------------------------------ markings


def add_marking(snapshot: Snapshot, marking: Marking) -> Plan:
    """A new marking, above all others until it is moved."""
    _refuse_double_marking(snapshot, marking)
    top = max((one.rank for one in snapshot.markings), default=-1)
    code = _code_for(marking.name_en, {one.code for one in snapshot.markings})
    made = replace(marking, rank=top + 1, code=code)
    return Plan("marking.add", (Put(made),), (made.id,))


def rename_marking(snapshot: Snapshot, before: Marking, after: Marking) -> Plan:
    _refuse_double_marking(snapshot, after)
    return Plan("marking.edit", (Put(after, before),), (after.id,), Reason.CORRECTED)


def move_marking(snapshot: Snapshot, marking: Marking, by: int) -> Plan:
    """One step more secret, or less; the two that change places are one step."""
    known = list(snapshot.markings)
    at = known.index(marking)
    if not 0 <= at + by < len(known):
        raise InvalidRecord({"rank": Message(N_("There is no marking beyond this one."))})
    known.insert(at + by, known.pop(at))
    moved = tuple(
        Put(replace(one, rank=rank), one) for rank, one in enumerate(known) if one.rank != rank
    )
    return Plan("marking.edit", moved, (marking.id,), Reason.CORRECTED)


def remove_marking(snapshot: Snapshot, marking: Marking) -> Plan:
    """Delete a marking that nothing carries; else it is refused when the step is checked."""
    return Plan("marking.remove", (Remove(marking),), (marking.id,))


def _refuse_double_marking(snapshot: Snapshot, marking: Marking) -> None:
    taken = {one.name_en.casefold() for one in snapshot.markings if one.id != marking.id}
    if marking.name_en.strip().casefold() in taken:
        raise InvalidRecord({"name_en": Message(N_("There is a marking of that name already."))})
