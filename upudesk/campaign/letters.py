"""Letters of ours: logged as contacts, numbered in the register, what they ask for as pledges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from upudesk.campaign.plan import Plan, Put
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.model import Campaign, Letter, Level, Pledge
from upudesk.snapshot import Snapshot
from upudesk.tally import stance

GAP = "{number}"


def send(
    snapshot: Snapshot,
    letters: Sequence[Letter],
    asking_for: Mapping[str, Sequence[str]] = MappingProxyType({}),
    next_number: int | None = None,
) -> Plan:
    """Log letters that were written, as one step; the register counts on.

    `asking_for` holds, by letter, our candidacies for which it asks support: where the country has
    not answered yet, the request is logged with it. Raises InvalidRecord where a number is taken.
    """
    _refuse(snapshot, letters)
    edits: list[Put] = []
    for letter in letters:
        requests = list(_requests(snapshot, letter, asking_for.get(letter.id, ())))
        edits += map(Put, requests)
        edits.append(Put(replace(letter, pledges=tuple(request.id for request in requests))))
    campaign = snapshot.campaign
    counted = max(campaign.register_next, next_number or 0)
    if counted != campaign.register_next:
        edits.append(Put(replace(campaign, register_next=counted), campaign))
    return Plan("letter.send", tuple(edits), tuple(letter.id for letter in letters))


def _requests(snapshot: Snapshot, letter: Letter, asking_for: Sequence[str]) -> Iterator[Pledge]:
    """What we asked for with a letter. A letter dated ahead asks on the day it is logged."""
    for candidacy in asking_for:
        if not answered(snapshot, letter.member, candidacy):
            day = min(letter.written_on or snapshot.today, snapshot.today)
            yield Pledge(
                member=letter.member, candidacy=candidacy, level=Level.ASKED, given_on=day,
                said_to=letter.addressee or letter.subject, source=letter.register,
                marking=letter.marking,
            )  # fmt: skip


def answered(snapshot: Snapshot, member: str, candidacy: str) -> bool:
    """Whether a country has answered for the round that is prepared now; what others say of it is
    no answer."""
    begun = snapshot.campaign.round_began_on
    held = stance(snapshot, member, candidacy).in_force
    return any(p.first_hand and (begun is None or p.day >= begun) for p in held)


def _refuse(snapshot: Snapshot, letters: Sequence[Letter]) -> None:
    if not letters:
        raise InvalidRecord({"member": Message(
            N_("There is no letter to be written; nothing was changed.")
        )})  # fmt: skip
    if any(letter.written_on is None for letter in letters):
        raise InvalidRecord({"written_on": Message(N_("Give the day of the letter."))})
    numbers = [letter.register for letter in letters if letter.register]
    taken = {letter.register for letter in snapshot.all(Letter)} & set(numbers)
    doubled = taken or {number for number in numbers if numbers.count(number) > 1}
    if doubled:
        raise InvalidRecord({"register": Message(
            N_("The register number {number} is given to a letter already; nothing was changed. "
               "Begin with a later number."), {"number": min(doubled)},
        )})  # fmt: skip


def numbered(campaign: Campaign, number: int) -> str:
    """A register number, whole; nothing where letters are not numbered. Raises InvalidRecord."""
    pattern = campaign.register.strip()
    if not pattern:
        return ""
    if GAP not in pattern:
        raise InvalidRecord({"register": Message(
            N_("the register number has no gap {gap} for the number of the letter"), {"gap": GAP}
        )})  # fmt: skip
    if number < 1:
        raise InvalidRecord({"register": Message(N_("register numbers are 1 or more"))})
    return pattern.replace(GAP, str(number))
