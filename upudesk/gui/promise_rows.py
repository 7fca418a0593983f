"""What a row of the list of undertakings says, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from upudesk import i18n, words
from upudesk.gui.tables import Cell
from upudesk.i18n import _
from upudesk.model import Candidacy, Council, Fulfilment, Member, Pledge, Undertaking
from upudesk.own_ballot import OwnVote
from upudesk.snapshot import Snapshot

SIGNS: Mapping[Fulfilment, str] = {
    Fulfilment.OPEN: "○",
    Fulfilment.FULFILLED: "✓",
    Fulfilment.NOT_FULFILLED: "×",
}


def in_order(snapshot: Snapshot) -> list[Undertaking]:
    """Open ones by the day on which they are due, then those that are over."""

    def place(undertaking: Undertaking) -> tuple[bool, date, str]:
        over = undertaking.fulfilment is not Fulfilment.OPEN
        return over, undertaking.due_on or date.max, undertaking.id

    return sorted(snapshot.all(Undertaking), key=place)


def late(undertaking: Undertaking, today: date) -> bool:
    still_open = undertaking.fulfilment is Fulfilment.OPEN
    return still_open and undertaking.due_on is not None and undertaking.due_on < today


def state_cell(undertaking: Undertaking, today: date) -> Cell:
    """Such as “○ open”, “! overdue”, “✓ fulfilled”; the day in the tip."""
    if late(undertaking, today):
        return Cell("! " + _("overdue"), tone="warning", strong=True)
    told = f"{SIGNS[undertaking.fulfilment]} {words.fulfilment(undertaking.fulfilment)}"
    day = undertaking.fulfilled_on
    tone = "" if undertaking.fulfilment is Fulfilment.OPEN else "quiet"
    return Cell(told, tip=i18n.current().date(day) if day else "", tone=tone)


def body(snapshot: Snapshot, undertaking: Undertaking) -> str:
    """The council of this Congress, or the body elsewhere."""
    candidacy = snapshot.find(Candidacy, undertaking.candidacy)
    council = snapshot.find(Council, candidacy.council) if candidacy else None
    return words.short(council) if council else undertaking.body


def election(snapshot: Snapshot, undertaking: Undertaking) -> str:
    """Whom our ballot is to name, or the election elsewhere."""
    candidacy = snapshot.find(Candidacy, undertaking.candidacy)
    member = snapshot.find(Member, candidacy.member) if candidacy else None
    if member is None:
        return undertaking.election
    return _("our ballot: {country}").format(country=words.named(member))


def votes(vote: OwnVote, undertaking: Undertaking) -> str:
    """How many names our vote carries there, and how many it is promised to."""
    found = vote.election(undertaking.id)
    if found is None:
        return _("It promises no vote.")
    number = i18n.current().number
    if found.votes is None:
        return _("not known how many; promised to {names}").format(names=number(found.names))
    return _("{votes}; promised to {names}").format(
        votes=number(found.votes), names=number(found.names)
    )


def country(snapshot: Snapshot, undertaking: Undertaking) -> str:
    member = snapshot.find(Member, undertaking.member)
    return words.named(member) if member else ""


def due_day(undertaking: Undertaking) -> str:
    return i18n.current().date(undertaking.due_on) if undertaking.due_on else ""


def answered(snapshot: Snapshot, undertaking: Undertaking) -> str:
    """The councils and levels of the pledges that it answers."""
    found = [pledge for id in undertaking.pledges if (pledge := snapshot.find(Pledge, id))]
    return ", ".join(dict.fromkeys(_pledge(snapshot, pledge) for pledge in found))


def _pledge(snapshot: Snapshot, pledge: Pledge) -> str:
    candidacy = snapshot.find(Candidacy, pledge.candidacy)
    council = snapshot.find(Council, candidacy.council) if candidacy else None
    return f"{words.short(council) if council else ''} {int(pledge.level)}".strip()


def text(snapshot: Snapshot, undertaking: Undertaking) -> str:
    member = snapshot.find(Member, undertaking.member)
    names = (member.name_th, member.name_en, member.name_fr, member.iso2) if member else ()
    own = (undertaking.what, undertaking.note, undertaking.promised_by, undertaking.approved_by)
    return " ".join((*own, *names, body(snapshot, undertaking), election(snapshot, undertaking)))
