"""Which countries a filter keeps: the one for the lists of the window and for kept presets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from upudesk import tally
from upudesk.campaign import members
from upudesk.model import Candidacy, Member, SavedFilter
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State

PAGES = ("countries", "briefings")
"""Lists whose saved filters are of countries."""
NOBODY = "-"
"""The filter's name for members without a responsible official."""


class Mark(StrEnum):
    """What a stance may be filtered by beside its level."""

    PROMISED = "promised"
    CONTRADICTION = "contradiction"
    CONDITIONAL = "conditional"
    FADED = "faded"


_MARKS: Mapping[Mark, Callable[[Stance], bool]] = {
    Mark.PROMISED: lambda stance: stance.promised,
    Mark.CONTRADICTION: lambda stance: stance.contradiction,
    Mark.CONDITIONAL: lambda stance: stance.conditional,
    Mark.FADED: lambda stance: stance.faded,
}


def answers(stance: Stance, asked: State | Mark) -> bool:
    """Whether a stance is what the filter asks for."""
    if isinstance(asked, Mark):
        return _MARKS[asked](stance)
    return stance.state is asked


def keeps_age(days: int | None, older_than: int) -> bool:
    """Whether nothing was heard for more than so many days; -1: whether nothing ever was."""
    return days is None if older_than < 0 else days is not None and days > older_than


def days_since(snapshot: Snapshot, stances: Iterable[Stance]) -> int | None:
    """Days since anything was said or asked; None where nothing ever was."""
    last = [stance.history[-1].day for stance in stances if stance.history]
    return max(0, (snapshot.today - max(last)).days) if last else None


def asked_for(saved: SavedFilter) -> dict[str, str]:
    """What a saved filter asks for; what cannot be read asks nothing."""
    try:
        asked = json.loads(saved.asked)
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in asked.items()} if isinstance(asked, dict) else {}


def of_countries(snapshot: Snapshot) -> list[SavedFilter]:
    """The saved filters by which countries can be chosen."""
    return [saved for saved in snapshot.all(SavedFilter) if saved.page in PAGES]


def kept(snapshot: Snapshot, asked: Mapping[str, str]) -> list[Member]:
    """The countries that a list shows when asked for this; what no rule knows asks nothing."""
    tests = list(_tests(snapshot, asked))
    found = members.matches(snapshot, asked.get("text", ""))
    return [member for member in found if all(test(member) for test in tests)]


def _tests(snapshot: Snapshot, asked: Mapping[str, str]) -> Iterator[Callable[[Member], bool]]:
    if (group := asked.get("group", "")).isdecimal():
        yield lambda member: member.group == int(group)
    for name in ("responsible", "official"):
        if responsible := asked.get(name):
            yield lambda member, who=responsible: (member.responsible or NOBODY) == who  # type: ignore[misc]
    for number, own in enumerate(snapshot.ours):
        wanted = _stance_asked(asked.get(f"stance {number}", ""))
        if wanted is not None:
            by_id = tally.stances(snapshot, own.id)
            yield lambda member, by_id=by_id, wanted=wanted: answers(by_id[member.id], wanted)  # type: ignore[misc]
    if (age := asked.get("age", "")).lstrip("-").isdecimal():
        days = _days(snapshot, snapshot.ours)
        yield lambda member: keeps_age(days[member.id], int(age))


def _stance_asked(said: str) -> State | Mark | None:
    for kind in (Mark, State):
        if said in list(kind):
            return kind(said)
    return None


def _days(snapshot: Snapshot, ours: Iterable[Candidacy]) -> dict[str, int | None]:
    held = [tally.stances(snapshot, own.id) for own in ours]
    return {m.id: days_since(snapshot, [by_id[m.id] for by_id in held]) for m in snapshot.members}
