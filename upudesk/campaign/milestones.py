"""Moments worth coming back to: named, renamed, deleted. What was known then is in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Milestone
from upudesk.snapshot import Snapshot


def name_moment(snapshot: Snapshot, name: str, moment: datetime, note: str = "") -> Plan:
    """Give a moment a name."""
    _refuse_double(snapshot, name)
    made = Milestone(name=name.strip(), moment=_instant(moment), note=note.strip())
    return Plan("milestone.add", (Put(made),), (made.id,))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rename(snapshot: Snapshot, milestone: Milestone, name: str, note: str | None = None) -> Plan:
    """Another name, or another note; the moment stays what it is."""
    _refuse_double(snapshot, name, milestone.id)
    said = milestone.note if note is None else note.strip()
    renamed = replace(milestone, name=name.strip(), note=said)
    return Plan("milestone.edit", (Put(renamed, milestone),), (milestone.id,), Reason.CORRECTED)


def delete(snapshot: Snapshot, milestone: Milestone) -> Plan:
    return Plan("milestone.remove", (Remove(milestone),), (milestone.id,))


def _refuse_double(snapshot: Snapshot, name: str, id: str = "") -> None:
    taken = (one.name.casefold() for one in snapshot.all(Milestone) if one.id != id)
    if name.strip().casefold() in taken:
        raise InvalidRecord({"name": Message(N_("There is a moment of that name already."))})


def moment_of(milestone: Milestone) -> datetime | None:
    """The instant; None where what the file says is none."""
    try:
        moment = datetime.fromisoformat(milestone.moment)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_order(snapshot: Snapshot) -> tuple[Milestone, ...]:
    """All named moments, the latest first; those that say no moment last."""
    first = datetime.min.replace(tzinfo=UTC)
    return tuple(
        sorted(snapshot.all(Milestone), key=lambda one: moment_of(one) or first, reverse=True)
    )
