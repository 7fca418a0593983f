"""What we promised in return: given, fulfilled or not; and whom our own ballot names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from upudesk import own_ballot
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.campaign.records import put, subject_of
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Answer, Candidacy, Fulfilment, Record, Undertaking
from upudesk.snapshot import Snapshot


def give(snapshot: Snapshot, undertaking: Undertaking, base: Undertaking | None = None) -> Plan:
    """Enter an undertaking, or with `base` edit one.

    It is taken with a warning that names the earlier promises where one of our votes is promised
    more often than there are votes.
    """
    if undertaking.votes_available is not None and undertaking.votes_available < 1:
        raise InvalidRecord(
            {"votes_available": Message(N_("Votes are one or more; leave blank what is unknown."))}
        )
    warning = own_ballot.warning(_with(snapshot, [undertaking]), undertaking)
    plan = put(snapshot, undertaking, base)
    return replace(plan, warnings=(warning,) if warning else ())


def fulfil(snapshot: Snapshot, undertakings: Sequence[Undertaking], on: date) -> Plan:
    """They were kept, on this day."""
    if on > snapshot.today:
        raise InvalidRecord(
            {"fulfilled_on": Message(N_("It cannot be fulfilled on a day to come."))}
        )
    return _end(snapshot, undertakings, Fulfilment.FULFILLED, on)


def fail(snapshot: Snapshot, undertakings: Sequence[Undertaking]) -> Plan:
    """They were not kept, and bind us no more."""
    return _end(snapshot, undertakings, Fulfilment.NOT_FULFILLED, None)


def reopen(snapshot: Snapshot, undertakings: Sequence[Undertaking]) -> Plan:
    """It is open after all whether they are kept."""
    return _end(snapshot, undertakings, Fulfilment.OPEN, None)


_VERBS = {
    Fulfilment.FULFILLED: "fulfil",
    Fulfilment.NOT_FULFILLED: "fail",
    Fulfilment.OPEN: "reopen",
}


def _end(
    snapshot: Snapshot, undertakings: Sequence[Undertaking], end: Fulfilment, on: date | None
) -> Plan:
    edits = tuple(Put(replace(u, fulfilment=end, fulfilled_on=on), u) for u in undertakings)
    subject = _subject(snapshot, undertakings)
    return Plan(f"undertaking.{_VERBS[end]}", edits, subject, Reason.CORRECTED)


def remove(snapshot: Snapshot, undertakings: Sequence[Undertaking]) -> Plan:
    """Into the recycle bin."""
    subject = _subject(snapshot, undertakings)
    return Plan("undertaking.remove", tuple(map(Remove, undertakings)), subject)


def name_on_ballot(snapshot: Snapshot, candidacies: Sequence[Candidacy], named: bool) -> Plan:
    """Put candidacies on our own ballot, or take them off it."""
    answer = Answer.YES if named else Answer.NO
    changed = [replace(candidacy, our_vote=answer) for candidacy in candidacies]
    edits = tuple(map(Put, changed, candidacies))
    touched = {candidacy.id for candidacy in candidacies}
    return Plan(
        "candidacy.ballot",
        edits,
        _subject(snapshot, candidacies),
        Reason.CORRECTED,
        tuple(_crowded(_with(snapshot, changed), touched)) if named else (),
    )


def _crowded(snapshot: Snapshot, touched: set[str]) -> Iterable[Message]:
    for part in own_ballot.ballot(snapshot):
        if part.over and touched & {line.candidacy.id for line in part.lines}:
            yield Message(
                N_(
                    "Saved, but our ballot for {election} names {count} where {votes} may be named."
                ),
                {
                    "election": own_ballot.called(part),
                    "count": len(part.named),
                    "votes": part.votes,
                },
            )


def _with(snapshot: Snapshot, records: Iterable[Record]) -> Snapshot:
    """The campaign as it will be."""
    changed = [(record.KIND, record.id, record) for record in records]
    return snapshot.with_records(changed, snapshot.conflicts)


def _subject(snapshot: Snapshot, records: Sequence[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for record in records for id in subject_of(snapshot, record)))
