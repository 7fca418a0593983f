"""Whom to call, on paper: for each official the countries to talk to, and what a promise adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from reportlab.platypus import Flowable

from upudesk import due, forecast_words, i18n, tally, telling, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Contact, Member, Record
from upudesk.next_best import NextBest, next_best
from upudesk.posts import has_left
from upudesk.reports import paper, slips, talking
from upudesk.reports.finish import Finished, finish, head, said_by
from upudesk.reports.given import disclosed_of
from upudesk.reports.grid import Grid, Row
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Run, Style
from upudesk.snapshot import Snapshot

CODE = "calls"
CELL = Style(9, 13)
TOLD = replace(paper.LABEL, before=8)
PEOPLE = 2
"""So many people of a country are named under it."""

Gains = Mapping[str, Mapping[str, NextBest]]
"""By candidacy, then by member."""


def render(
    campaign: Snapshot | Disclosed, members: Sequence[str], gains: Gains, language: Language,
    *, imprint: Imprint,
) -> Finished:  # fmt: skip
    """These countries, in this order, under those responsible. Equal input gives equal bytes."""
    disclosed = disclosed_of(campaign)
    snapshot = disclosed.snapshot
    chosen = [snapshot.get(Member, id) for id in members]
    with i18n.use(language):
        return finish(
            snapshot, _("Whom to call"), _sheet(disclosed, chosen, gains),
            imprint=imprint, marked=_records(disclosed, chosen),
        )  # fmt: skip


def blocks(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Flowable]:
    """These countries, those whose promise would add most first."""
    snapshot = disclosed.snapshot
    gains = _gains(disclosed)
    chosen = _chosen(snapshot, members)
    chosen.sort(key=lambda member: -_most(gains, member.id))
    yield from _sheet(disclosed, chosen, gains)


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """The records whose marking the pages carry."""
    yield from _records(disclosed, _chosen(disclosed.snapshot, members))


def _records(disclosed: Disclosed, members: Sequence[Member]) -> Iterator[Record]:
    yield from said_by(disclosed.snapshot, members)
    for member in members:
        yield from (contact for contact in _people(disclosed, member))


def _chosen(snapshot: Snapshot, members: Sequence[str]) -> list[Member]:
    """Everybody but ourselves."""
    found = [member for id in members if (member := snapshot.find(Member, id))]
    return [member for member in found if member.id != snapshot.campaign.candidate]


def _gains(disclosed: Disclosed) -> Gains:
    """What a promise would add, worked out from nothing but what goes out."""
    ours = [own.id for own in disclosed.snapshot.ours]
    if not disclosed.shows("forecast"):
        return {id: {} for id in ours}
    return {id: {one.member: one for one in next_best(disclosed.snapshot, id)} for id in ours}


def _most(gains: Gains, member: str) -> float:
    found = (by[member] for by in gains.values() if member in by)
    return sum(one.votes for one in found)


def _sheet(disclosed: Disclosed, members: Sequence[Member], gains: Gains) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    yield head(snapshot, _("Whom to call"), _counted(members))
    if not members:
        yield paper.para(_("No country is on this list."), paper.QUIET_BODY)
        return
    if any(gains.values()):
        told = _(
            "What one firm promise in writing would add: to the chance of a seat, and in votes."
        )
        yield paper.para(told, TOLD)
    for official, own in slips.by_official(snapshot, members):
        yield talking.titled(telling.dotted(official, _counted(own)), _table(disclosed, own, gains))
    yield from talking.withheld(disclosed, [member.id for member in members])


def _counted(members: Sequence[Member]) -> str:
    number = i18n.current().number(len(members))
    return ngettext("{count} country", "{count} countries", len(members)).format(count=number)


def _table(disclosed: Disclosed, members: Sequence[Member], gains: Gains) -> Flowable:
    codes = [words.council_of(disclosed.snapshot, id) for id in gains]
    shares = (24, *(21 for _code in codes), 14, 20)
    titles = [_("Country"), *codes, _("Last contact"), _("Next step")]
    header = Row([[paper.para(title, paper.LABEL)] for title in titles], shares, paper.HEAD)
    rows = [
        paper.entry(_row(disclosed, member, gains), _reached(disclosed, member), shares)
        for member in members
    ]
    return Grid(header, rows, least=1)


def _row(disclosed: Disclosed, member: Member, gains: Gains) -> list[paper.Content]:
    last = due.last_contact(disclosed.snapshot, member.id)
    told = [
        *(_standing(disclosed, member, id, found.get(member.id)) for id, found in gains.items()),
        i18n.current().date(last.day) if last else _("never"),
        member.next_step if disclosed.shows("next_step") else "",
    ]
    name = paper.para([Run(f"□ {words.named(member)}", bold=True)], CELL)
    return [name, *(paper.para(cell, CELL) for cell in told)]


def _standing(disclosed: Disclosed, member: Member, candidacy: str, gain: NextBest | None) -> str:
    """Where it stands, and below what it would add."""
    stance = tally.stance(disclosed.snapshot, member.id, candidacy)
    stands = words.standing_in(stance.state) if disclosed.shows("stance") else ""
    return "\n".join(filter(None, (stands, forecast_words.gain(gain) if gain else "")))


# ------------------------------------------------------------------ who answers there


def _people(disclosed: Disclosed, member: Member) -> list[Contact]:
    """Whom to call: delegates first, nobody who has left."""
    if not disclosed.shows("people"):
        return []
    snapshot = disclosed.snapshot
    found = [c for c in snapshot.contacts_of.get(member.id, ()) if not has_left(snapshot, c)]
    return sorted(found, key=partial(talking.by_post, snapshot))[:PEOPLE]


def _reached(disclosed: Disclosed, member: Member) -> list[str]:
    """Each in a line: who, in which post, by which ways."""
    told: list[str] = []
    for contact in _people(disclosed, member):
        post = telling.post_now(contact, disclosed.snapshot)
        who, what = talking.called(contact), (post.title or words.role(post.role)) if post else ""
        told.append(("\n" if told else "") + telling.dotted(who, what, *contact.reach))
    return told
