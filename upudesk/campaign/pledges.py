"""Pledges: recorded, corrected, answered by a change of mind, withdrawn; never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Candidacy, Level, Pledge, Side, new_id
from upudesk.snapshot import Snapshot
from upudesk.tally import OLD, Stance, stance, stances


def for_candidacies(pledge: Pledge, candidacies: Iterable[Candidacy]) -> list[Pledge]:
    """One statement as a pledge for each candidacy that it was about."""
    return [replace(pledge, id=new_id(), candidacy=candidacy.id) for candidacy in candidacies]


def record_pledges(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Plan:
    """Log what a member said, as one step; a statement may be about several candidacies.

    Raises InvalidRecord where no candidacy was named. A statement from before the campaign is taken
    with a warning.
    """
    _refuse_none(pledges)
    return Plan(
        "pledge.record",
        tuple(Put(pledge) for pledge in pledges),
        _subject(pledges),
        Reason.ENTERED,
        tuple(_warnings(snapshot, pledges)),
    )


def change_mind(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Plan:
    """Log that a member now says something else. What it said before stays, and stays dated."""
    plan = record_pledges(snapshot, pledges)
    return replace(plan, action="pledge.change_mind", reason=Reason.CHANGED_MIND)


def correct_pledge(snapshot: Snapshot, before: Pledge, after: Pledge) -> Plan:
    """Mend what was logged wrongly: the statement is as if it had always been logged so."""
    return Plan(
        "pledge.correct",
        (Put(after, before),),
        _subject([after]),
        Reason.CORRECTED,
        tuple(_warnings(snapshot, [after])),
    )


def withdraw_pledge(snapshot: Snapshot, *pledges: Pledge) -> Plan:
    """Take out pledges that were never made; with them goes the evidence attached to them."""
    edits: list[Remove] = []
    for pledge in pledges:
        edits += map(Remove, snapshot.evidence_of.get(pledge.id, ()))
        edits.append(Remove(pledge))
    return Plan("pledge.remove", tuple(edits), _subject(pledges), Reason.CORRECTED)


def said_together(snapshot: Snapshot, pledge: Pledge) -> list[Pledge]:
    """The same statement on our other candidacies, as far as it still holds there."""
    alike = ("level", "form", "side", "given_on", "reported_on", "source", "said_by", "speaker")
    return [
        other
        for other in snapshot.pledges_of.get(pledge.member, ())
        if other.candidacy != pledge.candidacy
        and all(getattr(other, name) == getattr(pledge, name) for name in alike)
        and (where := placed_for(snapshot, other)) is not None
        and where.place in (Place.IN_FORCE, Place.WAITING)
    ]


def _subject(pledges: Sequence[Pledge]) -> tuple[str, ...]:
    return (pledges[0].member, *(pledge.id for pledge in pledges))


def _refuse_none(pledges: Sequence[Pledge]) -> None:
    if not pledges:
        raise InvalidRecord(
            {
                "candidacy": Message(
                    N_("A pledge needs the council that it is about: CA, POC or both.")
                )
            }
        )


def _warnings(snapshot: Snapshot, pledges: Sequence[Pledge]) -> Iterable[Message]:
    begins = snapshot.campaign.begins_on
    early = sorted({p.day for p in pledges if begins and date.min < p.day < begins})
    if early and begins:
        yield Message(
            N_("Saved, but dated {day}, before the campaign began on {begins}: check the day."),
            {"day": early[0], "begins": begins},
        )
    if any(
        p.level is not Level.ASKED and p.fades_on and p.fades_on < snapshot.today for p in pledges
    ):
        yield Message(N_("Saved, but it has already faded: check the fading date."))


# ------------------------------------------------------------------ what became of a statement


class Place(StrEnum):
    """Where a statement stands among all that its country said on that candidacy."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    """The same side said something later."""
    OUTRANKED = "outranked"
    """Hearsay, where the side's own word is known."""
    WAITING = "waiting"
    """Our request, to which no answer has come."""
    ANSWERED = "answered"
    """Our request; a later one, or an answer, has come since."""


@dataclass(frozen=True)
class Placed:
    """A statement, its place, and the stance that it belongs to."""

    pledge: Pledge
    place: Place
    stance: Stance
    by: Pledge | None = None
    """What stands in its place."""

    @property
    def in_force(self) -> bool:
        return self.place is Place.IN_FORCE

    @property
    def decides(self) -> bool:
        return self.stance.decides is self.pledge


def placed(snapshot: Snapshot) -> dict[str, Placed]:
    """Every statement about our candidacies, by its id."""
    found: dict[str, Placed] = {}
    for candidacy in snapshot.ours:
        for held in stances(snapshot, candidacy.id).values():
            found |= {one.pledge.id: one for one in _places(held)}
    return found


def placed_for(snapshot: Snapshot, pledge: Pledge) -> Placed | None:
    """One statement's place; None where it is about a candidacy that is not ours."""
    if all(candidacy.id != pledge.candidacy for candidacy in snapshot.ours):
        return None
    held = stance(snapshot, pledge.member, pledge.candidacy)
    return next(one for one in _places(held) if one.pledge.id == pledge.id)


def _places(held: Stance) -> Iterator[Placed]:
    in_force = {pledge.side: pledge for pledge in held.in_force}
    later: dict[Side | None, Pledge] = {}
    for pledge in reversed(held.history):
        if pledge.level is Level.ASKED:
            place = Place.WAITING if pledge is held.waiting else Place.ANSWERED
            yield Placed(pledge, place, held)
            continue
        now = in_force[pledge.side]
        if pledge is now:
            yield Placed(pledge, Place.IN_FORCE, held)
        elif not pledge.first_hand and now.first_hand:
            yield Placed(pledge, Place.OUTRANKED, held, now)
        else:
            yield Placed(pledge, Place.SUPERSEDED, held, later[pledge.side])
        if pledge.first_hand or not now.first_hand:
            later[pledge.side] = pledge


# ------------------------------------------------------------------ what should be confirmed


SOON = 14
"""What ends or falls due within so many days is told beforehand."""


class Wear(StrEnum):
    """Why a statement in force should be confirmed, most urgent first."""

    FADED = "faded"
    """The day until which it held has come."""
    FADING = "fading"
    """That day comes soon."""
    OLD = "old"
    """Nothing was said for a long time."""


def wear_of(pledge: Pledge, today: date) -> Wear | None:
    """Whether a statement in force has faded, fades soon or is old."""
    if pledge.fades_on and pledge.fades_on <= today:
        return Wear.FADED
    if pledge.fades_on and (pledge.fades_on - today).days <= SOON:
        return Wear.FADING
    return Wear.OLD if pledge.day > date.min and (today - pledge.day).days > OLD else None
