"""Packs: which countries, which parts, and both kept under a name for the next time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from upudesk.campaign import member_filter
from upudesk.campaign.meetings import met_on
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InLanguages, InvalidRecord, Message, UnknownRecord
from upudesk.journal import Reason
from upudesk.model import Chosen, Member, Pack, Record, SavedFilter
from upudesk.snapshot import Snapshot

FRONT = ("cover", "contents")
"""Parts that stand first wherever else they are put."""
PARTS = (
    *FRONT, "executive", "countries", "meetings", "tally", "calls", "ballot", "floor", "result",
)  # fmt: skip
"""Every part of a pack, in the usual order."""
USUAL = (*FRONT, "executive", "countries", "tally")
"""The parts of a pack about which nothing else was said."""
MOST_COPIES = 99


@dataclass(frozen=True)
class Choice:
    """The countries of a pack, and what of its choices can no longer be followed."""

    members: tuple[str, ...]
    lost: tuple[Message, ...] = ()


def chosen(snapshot: Snapshot, pack: Pack, gone: Mapping[str, Record] | None = None) -> Choice:
    """The countries that a pack is of, now. `gone` are deleted records by id, to name those that
    the pack still names."""
    match pack.chosen:
        case Chosen.ALL:
            return Choice(tuple(member.id for member in snapshot.members))
        case Chosen.GROUP:
            group = (m.id for m in snapshot.members if m.group == pack.group)
            return Choice(tuple(group))
        case Chosen.FILTER:
            return _filtered(snapshot, pack)
        case Chosen.DAY:
            return Choice(met_on(snapshot, pack.day) if pack.day else ())
    there = tuple(id for id in dict.fromkeys(pack.members) if snapshot.find(Member, id))
    return Choice(there, tuple(_deleted(snapshot, pack.members, gone or {})))


def _filtered(snapshot: Snapshot, pack: Pack) -> Choice:
    saved = snapshot.find(SavedFilter, pack.filter)
    if saved is None:
        lost = N_("The saved filter of “{pack}” was deleted; choose its countries anew.")
        return Choice((), (Message(lost, {"pack": pack.name}),))
    kept = member_filter.kept(snapshot, member_filter.asked_for(saved))
    return Choice(tuple(member.id for member in kept))


def _deleted(
    snapshot: Snapshot, members: Iterable[str], gone: Mapping[str, Record]
) -> Iterable[Message]:
    lacking = [id for id in dict.fromkeys(members) if snapshot.find(Member, id) is None]
    named = [record for id in lacking if isinstance(record := gone.get(id), Member)]
    if named:
        names = tuple(_name(member) for member in named)
        sentence = N_("Deleted meanwhile, and so not in the pack: {names}.")
        yield Message(sentence, {"names": names})
    if nameless := len(lacking) - len(named):
        sentence = N_("Countries of the preset that the campaign does not know: {count}.")
        yield Message(sentence, {"count": nameless})


def _name(member: Member) -> InLanguages:
    return InLanguages({"th": member.name_th, "en": member.name_en, "fr": member.name_fr})


def parts_in_order(codes: Sequence[str]) -> tuple[str, ...]:
    """Known parts as they are wanted, cover and contents before all else."""
    wanted = [code for code in dict.fromkeys(codes) if code in PARTS]
    front = [code for code in FRONT if code in wanted]
    return (*front, *(code for code in wanted if code not in FRONT))


# ------------------------------------------------------------------ presets


def in_order(snapshot: Snapshot) -> tuple[Pack, ...]:
    """All presets, by name."""
    return tuple(sorted(snapshot.all(Pack), key=lambda pack: (pack.name.casefold(), pack.id)))


def preset(snapshot: Snapshot, name: str) -> Pack:
    """The preset of that name, however it is written; raises UnknownRecord."""
    known = in_order(snapshot)
    for pack in known:
        if pack.name.casefold() == name.strip().casefold():
            return pack
    if not known:
        raise UnknownRecord(N_("There is no preset “{name}”: none is saved yet."), name=name)
    raise UnknownRecord(
        N_("There is no preset “{name}”. Known are: {known}."),
        name=name, known=tuple(pack.name for pack in known),
    )  # fmt: skip


def save(snapshot: Snapshot, pack: Pack, base: Pack | None = None) -> Plan:
    """Keep a preset; with `base`, in place of what that one said."""
    said = replace(pack, name=pack.name.strip(), sections=parts_in_order(pack.sections))
    _refuse_double(snapshot, said)
    if not 1 <= said.copies <= MOST_COPIES:
        sentence = N_("Copies are between 1 and {most}.")
        raise InvalidRecord({"copies": Message(sentence, {"most": MOST_COPIES})})
    if base is None:
        return Plan("pack.add", (Put(said),), (said.id,))
    return Plan("pack.edit", (Put(said, base),), (said.id,), Reason.CORRECTED)


def rename(snapshot: Snapshot, pack: Pack, name: str) -> Plan:
    return save(snapshot, replace(pack, name=name), pack)


def delete(snapshot: Snapshot, pack: Pack) -> Plan:
    return Plan("pack.remove", (Remove(pack),), (pack.id,))


def _refuse_double(snapshot: Snapshot, pack: Pack) -> None:
    taken = (one.name.casefold() for one in snapshot.all(Pack) if one.id != pack.id)
    if pack.name.casefold() in taken:
        raise InvalidRecord({"name": Message(N_("There is a preset of that name already."))})
