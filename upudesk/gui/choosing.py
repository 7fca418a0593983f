"""Which members the list shows, and what each row says: functions of a snapshot, no widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from upudesk import tally, telling, words
from upudesk.campaign import members
from upudesk.gui.tables import Cell
from upudesk.i18n import Language, _
from upudesk.model import Author, Member
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State

NOBODY = "-"
"""The filter's name for members without a responsible official."""


class Mark(StrEnum):
    """What a stance may be filtered by beside its level."""

    PROMISED = "promised"
    CONTRADICTION = "contradiction"
    CONDITIONAL = "conditional"
    FADED = "faded"


@dataclass(frozen=True)
class Row:
    """One member in the list."""

    member: Member
    name: str
    stances: tuple[Stance, ...]
    """One for each of our candidacies, in the order of the councils."""
    days: int | None
    """Since anything about us was said or asked."""
    responsible: str


@dataclass(frozen=True)
class Filter:
    """What the reader asked to see; blanks ask nothing."""

    text: str = ""
    group: int | None = None
    stances: Mapping[str, State | Mark | None] = field(default_factory=dict)
    """By candidacy."""
    older_than: int | None = None
    """Days; -1 for those of whom nothing was ever heard."""
    responsible: str = ""

    def keeps(self, row: Row) -> bool:
        return (
            (self.group is None or row.member.group == self.group)
            and (not self.responsible or (row.member.responsible or NOBODY) == self.responsible)
            and self._keeps_age(row.days)
            and all(_answers(s, self.stances.get(s.candidacy)) for s in row.stances)
        )

    def _keeps_age(self, days: int | None) -> bool:
        if self.older_than is None:
            return True
        return days is None if self.older_than < 0 else days is not None and days > self.older_than


_MARKS: Mapping[Mark, Callable[[Stance], bool]] = {
    Mark.PROMISED: lambda stance: stance.promised,
    Mark.CONTRADICTION: lambda stance: stance.contradiction,
    Mark.CONDITIONAL: lambda stance: stance.conditional,
    Mark.FADED: lambda stance: stance.faded,
}


def _answers(stance: Stance, asked: State | Mark | None) -> bool:
    if asked is None:
        return True
    if isinstance(asked, Mark):
        return _MARKS[asked](stance)
    return stance.state is asked


def all_rows(snapshot: Snapshot, language: Language) -> list[Row]:
    """Every member, in the order in which the language sorts their names."""
    by_candidacy = [tally.stances(snapshot, candidacy.id) for candidacy in snapshot.ours]
    names = {author.id: author.name for author in snapshot.all(Author)}
    rows = [
        Row(
            member,
            words.named(member),
            (stances := tuple(by_id[member.id] for by_id in by_candidacy)),
            _days(snapshot, stances),
            names.get(member.responsible, ""),
        )
        for member in snapshot.members
    ]
    return sorted(rows, key=lambda row: language.sort_key(row.name))


def _days(snapshot: Snapshot, stances: Iterable[Stance]) -> int | None:
    last = [stance.history[-1].day for stance in stances if stance.history]
    return max(0, (snapshot.today - max(last)).days) if last else None


def kept_rows(rows: Iterable[Row], snapshot: Snapshot, asked: Filter) -> list[Row]:
    """The rows that the filter keeps; typed text finds names in any language."""
    kept = [row for row in rows if asked.keeps(row)]
    if not asked.text.strip():
        return kept
    found = {member.id for member in members.matches(snapshot, asked.text)}
    return [row for row in kept if row.member.id in found]


def stance_cell(row: Row, number: int) -> Cell:
    """A stance in the list: chip, words, and signs for what needs care."""
    stance = row.stances[number]
    notes = telling.cautions(stance)
    label = words.standing_in(stance.state)
    return Cell(
        _("asked") if stance.state is State.ASKED else label,
        tip="\n".join([label, *notes]) if notes else "",
        state=stance.state,
        other=other_side(stance),
        marks=("*" if stance.conditional else "") + ("~" if stance.faded else ""),
        tone="quiet" if stance.level is None else "",
    )


def other_side(stance: Stance) -> State | None:
    """What the side that is not counted says, where the two contradict each other."""
    if not stance.contradiction:
        return None
    highest = max(pledge.level for pledge in stance.in_force)
    return State(str(int(highest)))
