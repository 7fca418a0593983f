"""Candidacies: who stands beside us, entered, edited, withdrawn; and whether the list is whole."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from upudesk import rules
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Answer, Candidacy, Certainty, Member, Seats, Standing
from upudesk.record import Problems
from upudesk.snapshot import Snapshot


def enter(
    snapshot: Snapshot, candidacy: Candidacy, base: Candidacy | None = None, our_share: float = 0
) -> Plan:
    """Enter a candidacy, or with `base` edit one.

    Refused where the country stands there already, and where the mean shares, ours included, come
    to more than a ballot can name. `our_share` is what the forecast expects for us, where our own
    record gives no share.
    """
    if problems := refused(snapshot, candidacy, our_share):
        raise InvalidRecord(problems)
    known = base is not None or snapshot.find(Candidacy, candidacy.id) is not None
    return Plan(
        "candidacy.edit" if known else "candidacy.add",
        (Put(candidacy, base),),
        _subject(candidacy),
        Reason.CORRECTED if known else Reason.ENTERED,
        tuple(_warnings(snapshot, candidacy)),
    )


def refused(snapshot: Snapshot, candidacy: Candidacy, our_share: float = 0) -> Problems:
    """Why this candidacy cannot stand beside the others; nothing where it is withdrawn."""
    if candidacy.standing is Standing.WITHDRAWN:
        return {}
    return _twice(snapshot, candidacy) | _crowded(snapshot, candidacy, our_share)


def stand_down(snapshot: Snapshot, candidacy: Candidacy) -> Plan:
    """The country stands no more; what was said about its candidacy stays."""
    after = replace(candidacy, standing=Standing.WITHDRAWN)
    return Plan("candidacy.stand_down", (Put(after, candidacy),), _subject(candidacy))


def stand_again(snapshot: Snapshot, candidacy: Candidacy, our_share: float = 0) -> Plan:
    """The country stands after all."""
    after = replace(candidacy, standing=Standing.DECLARED)
    plan = enter(snapshot, after, candidacy, our_share)
    return replace(plan, action="candidacy.stand_again", reason=Reason.ENTERED)


def take_out(snapshot: Snapshot, candidacy: Candidacy) -> Plan:
    """Delete a candidacy that was entered by mistake. Our own are never taken out so."""
    if candidacy.member == snapshot.campaign.candidate:
        raise InvalidRecord(
            {"": Message(N_("Our own candidacy cannot be deleted; it can be withdrawn."))}
        )
    attached = map(Remove, snapshot.evidence_of.get(candidacy.id, ()))
    edits = (*attached, Remove(candidacy))
    return Plan("candidacy.remove", edits, _subject(candidacy), Reason.CORRECTED)


def mark_complete(snapshot: Snapshot, council: str, group: int, complete: bool) -> Plan:
    """Say whether every country that stands in a group is on the list."""
    before = rules.seats_of(snapshot, council, group)
    after = replace(before or Seats(council=council, group=group), complete=complete)
    return Plan("seats.complete", (Put(after, before),), (after.id,))


def _subject(candidacy: Candidacy) -> tuple[str, ...]:
    return (candidacy.member, candidacy.id)


def _twice(snapshot: Snapshot, candidacy: Candidacy) -> Problems:
    there = any(
        c.member == candidacy.member and c.id != candidacy.id and c.standing != Standing.WITHDRAWN
        for c in snapshot.candidacies_for.get(candidacy.council, ())
    )
    if not (there and candidacy.member):
        return {}
    sentence = N_("{country} is already on the list for the {council}; edit that entry instead.")
    return {"member": Message(sentence, _about(snapshot, candidacy))}


def _about(snapshot: Snapshot, candidacy: Candidacy) -> dict[str, object]:
    return {
        "country": rules.called(snapshot, candidacy.member),
        "council": rules.council_called(snapshot, candidacy.council),
    }


def _crowded(snapshot: Snapshot, candidacy: Candidacy, our_share: float) -> Problems:
    if candidacy.share is None:
        return {}
    group = rules.group_of(snapshot, candidacy)
    seats = rules.seats(snapshot, candidacy.council, group) if group else None
    others = [
        c
        for c in rules.standing_in(snapshot, candidacy.council, group)
        if c.id != candidacy.id and c.member != candidacy.member
    ]
    ours = next((c.id for c in snapshot.ours if c.council == candidacy.council), "")
    together = candidacy.share + rules.shares_together(others, ours, our_share)
    return too_many_shares("share", together, seats)


def too_many_shares(field: str, together: float, seats: int | None) -> Problems:
    """The refusal of mean shares that no set of ballots could give; of seats below one, something
    else is to be said."""
    if seats is None or seats < 1 or together <= seats + 1e-9:
        return {}
    sentence = N_(
        "The shares of all who stand in this group, ours included, come to {together}, but a "
        "ballot names {seats} at most; nothing was saved."
    )
    gaps = {"together": math.ceil(together * 10) / 10, "seats": seats}
    return {field: Message(sentence, gaps)}


def _warnings(snapshot: Snapshot, candidacy: Candidacy) -> Iterator[Message]:
    """What the rules say about this country's standing, which a rival may yet put right."""
    if candidacy.standing is Standing.WITHDRAWN:
        return
    member = snapshot.find(Member, candidacy.member)
    if member and member.arrears is Answer.YES:
        yield Message(
            N_("Saved, but {country} is in arrears, which bars it from both councils."),
            _about(snapshot, candidacy),
        )
    by_right = candidacy.member == snapshot.campaign.host
    if not by_right and rules.barred(snapshot, candidacy.member, candidacy.council) is Answer.YES:
        yield Message(
            N_("Saved, but the term limit bars {country} from the {council}."),
            _about(snapshot, candidacy),
        )


def blank(snapshot: Snapshot, council: str) -> Candidacy:
    """What the form of a new rival starts from."""
    return Candidacy(council=council, certainty=Certainty.LIKELY)
