"""Going back to an earlier state of the campaign: what differs, and the one step that does it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from upudesk.campaign.plan import Edit, Plan, Put, Remove, Revive
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Place, Reason
from upudesk.model import KINDS, Evidence, Export, Record
from upudesk.snapshot import Snapshot
from upudesk.values import differing, from_values, to_values


class Way(StrEnum):
    """What going back does to a record."""

    GONE = "gone"
    """It was added since; it would go."""
    BACK = "back"
    """It was deleted since; it would come back."""
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One record, as it is and as it was then."""

    way: Way
    record: Record
    """As it would be afterwards; as it is now where it would go."""
    now: Record | None
    fields: tuple[str, ...] = ()


def differences(
    now: Snapshot, then: Snapshot, erased: Collection[Place] = frozenset()
) -> list[Difference]:
    """What going back to `then` would change, in the order of the kinds.

    What was erased for good since then stays erased. Refused for another campaign.
    """
    if now.campaign.id != then.campaign.id:
        raise InvalidRecord({"": Message(
            N_("That is a back-up of another campaign; nothing was changed.")
        )})  # fmt: skip
    places = frozenset(erased)
    # What went out since then has gone out, whatever the campaign goes back to.
    kinds = [kind for kind in KINDS.values() if kind is not Export]
    return [one for kind in kinds for one in _of_kind(kind, now, then, places)]


def _of_kind(
    kind: type[Record], now: Snapshot, then: Snapshot, erased: Collection[Place]
) -> Iterator[Difference]:
    here, there = _by_id(now, kind), _by_id(then, kind)
    gone_for_good = {record for record, _field in erased}
    for id, record in here.items():
        if id not in there:
            yield Difference(Way.GONE, record, record)
            continue
        wanted = _without_erased(there[id], record, erased)
        if fields := differing(record, wanted):
            yield Difference(Way.CHANGED, wanted, record, tuple(fields))
    for id, record in there.items():
        if id not in here and id not in gone_for_good:
            yield Difference(Way.BACK, record, None)


def _by_id(snapshot: Snapshot, kind: type[Record]) -> dict[str, Record]:
    return {record.id: record for record in snapshot.all(kind)}


def _without_erased(wanted: Record, now: Record, erased: Collection[Place]) -> Record:
    fields = {field for record, field in erased if record == now.id} if erased else set()
    if not fields:
        return wanted
    stays = {name: value for name, value in to_values(now).items() if name in fields}
    return from_values(type(wanted), wanted.id, to_values(wanted) | stays)


def restore(
    snapshot: Snapshot,
    then: Snapshot,
    erased: Collection[Place] = frozenset(),
    files: Mapping[str, bytes] | None = None,
) -> Plan:
    """Make everything as it was then, as one step that can be undone like any other.

    `files` are contents of evidence that comes back, by SHA-256, where the campaign lacks them.
    """
    found = differences(snapshot, then, erased)
    edits = tuple(edit for one in found for edit in _edits(one))
    return Plan(
        "campaign.restore", edits, (snapshot.campaign.id,), Reason.CORRECTED, files=files or {}
    )


def _edits(one: Difference) -> Iterator[Edit]:
    if one.way is Way.GONE:
        yield Remove(one.record)
        return
    if one.way is Way.BACK:
        yield Revive(one.record.KIND, one.record.id)
    yield Put(one.record, one.now)


def coming_back(found: Collection[Difference]) -> list[Evidence]:
    """Evidence whose files are needed again."""
    return [
        one.record for one in found if isinstance(one.record, Evidence) and one.way is not Way.GONE
    ]
