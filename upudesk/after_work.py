"""What is left to do once the vote is over: whom to thank, what we owe now; pure.

Whoever had promised is thanked. Nobody knows how a country voted, and nothing here asks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from upudesk.model import Fulfilment, Letter, Member, Undertaking
from upudesk.snapshot import Snapshot
from upudesk.tally import Tally

THANKS = "thanks"
"""Code of the template of letters that thank."""


@dataclass(frozen=True)
class Thanks:
    """A country to be thanked: for which of our candidacies it had promised."""

    member: Member
    candidacies: tuple[str, ...]


def owed(snapshot: Snapshot) -> list[Undertaking]:
    """Everything that we promised and have not done, the earliest first."""
    still = [u for u in snapshot.all(Undertaking) if u.fulfilment is Fulfilment.OPEN]
    return sorted(still, key=lambda u: (u.due_on or date.max, u.id))


def thanks(snapshot: Snapshot, counts: Iterable[Tally]) -> list[Thanks]:
    """Those that had promised and were not thanked yet, in the order of the members."""
    promised: dict[str, list[str]] = {}
    for count in counts:
        for id in count.promised:
            promised.setdefault(id, []).append(count.candidacy)
    done = thanked(snapshot)
    return [
        Thanks(member, tuple(promised[member.id]))
        for member in snapshot.members
        if member.id in promised and member.id not in done
    ]


def thanked(snapshot: Snapshot) -> frozenset[str]:
    """Whom we wrote to with thanks since the vote."""
    voted = snapshot.campaign.vote_on
    return frozenset(
        letter.member
        for letter in snapshot.all(Letter)
        if letter.template.partition(".")[0] == THANKS
        and (voted is None or (letter.written_on or date.min) >= voted)
    )
