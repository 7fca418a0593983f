"""What an edit may not bring about across records; what a joined file brings is shown instead."""

from __future__ import annotations

from upudesk.campaign import candidacies, electorate, rule_edits
from upudesk.errors import InvalidRecord
from upudesk.model import Candidacy, Member, Record, Seats
from upudesk.record import Problems
from upudesk.snapshot import Snapshot


def refuse_unfit(snapshot: Snapshot, record: Record, before: Record | None) -> None:
    """Raise InvalidRecord where this edit makes a second proxy, a double entry, too many shares."""
    problems = _problems(snapshot, record, before)
    if problems:
        raise InvalidRecord(problems)


def _problems(snapshot: Snapshot, record: Record, before: Record | None) -> Problems:
    match record:
        case Member() if _changed(record, before, "proxy_given", "proxy_holder"):
            return electorate.refused_proxy(snapshot, record)
        case Candidacy() if _changed(record, before, "member", "council", "share", "standing"):
            ours = our_share(snapshot, record.council) if record.share is not None else 0
            return candidacies.refused(snapshot, record, ours)
        case Seats() if _changed(record, before, "seats"):
            return rule_edits.refused_seats(snapshot, record, our_share(snapshot, record.council))
    return {}


def our_share(snapshot: Snapshot, council: str) -> float:
    """The share of the ballots that is expected to name us in a council."""
    from upudesk.forecast import forecast  # not needed before a share is judged

    ours = next((c for c in snapshot.ours if c.council == council), None)
    return forecast(snapshot, ours.id).share if ours else 0.0


def _changed(record: Record, before: Record | None, *names: str) -> bool:
    return before is None or any(getattr(record, n) != getattr(before, n) for n in names)
