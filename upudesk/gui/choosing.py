"""Which members the list shows, and what each row says: functions of a snapshot, no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from upudesk import tally, telling, words
from upudesk.campaign.member_filter import days_since
from upudesk.gui.tables import Cell
from upudesk.i18n import Language, _
from upudesk.model import Author, Member
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State


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


def all_rows(snapshot: Snapshot, language: Language) -> list[Row]:
    """Every member, in the order in which the language sorts their names."""
    by_candidacy = [tally.stances(snapshot, candidacy.id) for candidacy in snapshot.ours]
    names = {author.id: author.name for author in snapshot.all(Author)}
    rows = [
        Row(
            member,
            words.named(member),
            (stances := tuple(by_id[member.id] for by_id in by_candidacy)),
            days_since(snapshot, stances),
            names.get(member.responsible, ""),
        )
        for member in snapshot.members
    ]
    return sorted(rows, key=lambda row: language.sort_key(row.name))


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
