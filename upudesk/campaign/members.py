"""Members: found by code or by any of their names, as people type them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from upudesk.errors import N_, UnknownMember
from upudesk.model import Member
from upudesk.snapshot import Snapshot
from upudesk.thai import fold


def names_of(member: Member) -> tuple[str, ...]:
    """Every name that a member answers to."""
    official = (member.official_th, member.official_en, member.official_fr)
    own = (member.name_th, member.name_en, member.name_fr)
    return tuple(dict.fromkeys(filter(None, (*own, *official, *member.also))))


def find_member(snapshot: Snapshot, text: str) -> Member:
    """The member of that code or name, in any of the three languages.

    Raises UnknownMember, naming the nearest, where there is none or more than one.
    """
    if found := snapshot.member_by_code.get(text.strip().upper()):
        return found
    sought = fold(text.strip())
    exact = [m for m in snapshot.members if sought in _folded(names_of(m))]
    if len(exact) == 1:
        return exact[0]
    near = exact or nearest(snapshot, text)
    if not near:
        raise UnknownMember(
            N_("No member is called “{name}”; nothing was changed. Use its name or its ISO code."),
            name=text,
        )
    raise UnknownMember(
        N_("No single member is called “{name}”; nothing was changed. Did you mean {nearest}?"),
        name=text,
        nearest=", ".join(f"{m.name_en} ({m.iso2})" for m in near),
    )


def matches(snapshot: Snapshot, text: str) -> list[Member]:
    """Members that what was typed so far may mean, in any language; all where nothing was typed.

    Those of which a name or code begins so come first.
    """
    sought = fold(text.strip())
    if not sought:
        return list(snapshot.members)
    ranked = [(_rank(member, sought), member) for member in snapshot.members]
    return [m for rank, m in sorted(ranked, key=lambda pair: pair[0]) if rank < 3]


def _rank(member: Member, sought: str) -> int:
    """0 the code, 1 a name begins so, 2 a name holds it, 3 nothing."""
    if sought in (member.iso2.casefold(), member.iso3.casefold()):
        return 0
    folded = _folded(names_of(member))
    if any(name.startswith(sought) for name in folded):
        return 1
    return 2 if any(sought in name for name in folded) else 3


@lru_cache(1024)
def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, names))


def nearest(snapshot: Snapshot, text: str, most: int = 3) -> list[Member]:
    """The members whose names look most like what was typed."""
    import difflib

    if not text.strip():
        return []
    if begun := matches(snapshot, text)[:most]:
        return begun
    owners = {fold(name): member for member in snapshot.members for name in names_of(member)}
    close = difflib.get_close_matches(fold(text.strip()), owners, n=most * 2, cutoff=0.6)
    return _distinct(owners[name] for name in close)[:most]


def _distinct(members: Iterable[Member]) -> list[Member]:
    return list({member.id: member for member in members}.values())
