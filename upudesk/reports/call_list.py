"""Whom to call, on paper: for each official the countries to talk to, and what a promise adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable

from upudesk import due, forecast_words, i18n, tally, telling, words
from upudesk.errors import N_, Message
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Candidacy, Marking, Member
from upudesk.next_best import NextBest
from upudesk.reports import paper
from upudesk.reports.paper import Style, Surround
from upudesk.snapshot import Snapshot

CELL = Style(9, 13)
TOLD = Style(10, 16, colour=paper.QUIET, before=8)

Gains = Mapping[str, Mapping[str, NextBest]]
"""By candidacy, then by member."""


@dataclass(frozen=True)
class CallList:
    """The finished list, and what the reader should know about it."""

    pdf: bytes
    pages: int
    warnings: tuple[Message, ...] = ()


def render(
    snapshot: Snapshot, members: Sequence[str], gains: Gains, language: Language,
    *, made_at: datetime,
) -> CallList:  # fmt: skip
    """These countries, in this order, under those responsible. Equal input gives equal bytes."""
    chosen = [snapshot.get(Member, id) for id in members]
    with i18n.use(language):
        title = _("Whom to call")
        printed = paper.build(
            list(_sheet(snapshot, title, chosen, gains)),
            surround=_surround(snapshot, chosen, made_at),
            language=language.code,
            title=title,
            subject=words.told(snapshot.campaign, "congress"),
        )
    return CallList(printed.pdf, printed.pages, tuple(_warnings(printed.missing)))


def _warnings(missing: Sequence[str]) -> Iterator[Message]:
    if missing:
        yield Message(
            N_("No font has {characters}; each is printed as its code. The record keeps the text."),
            {"characters": " ".join(missing)},
        )


def _sheet(
    snapshot: Snapshot, title: str, members: Sequence[Member], gains: Gains
) -> Iterator[Flowable]:
    us = snapshot.candidate
    yield paper.title_block(us.iso2 if us else "", title, _counted(members))
    if not members:
        yield paper.para(_("No country is on this list."), paper.QUIET_BODY)
        return
    told = _("What one firm promise in writing would add: to the chance of a seat, and in votes.")
    yield paper.para(told, TOLD)
    for official, own in _by_official(snapshot, members):
        yield paper.section(telling.dotted(official, _counted(own)))
        yield _table(snapshot, own, gains)


def _counted(members: Sequence[Member]) -> str:
    number = i18n.current().number(len(members))
    return ngettext("{count} country", "{count} countries", len(members)).format(count=number)


def _by_official(
    snapshot: Snapshot, members: Sequence[Member]
) -> Iterator[tuple[str, list[Member]]]:
    """Officials by their names, each with those of the countries that they look after."""
    language = i18n.current()
    known = [author for author in snapshot.authors if any(m.responsible == author.id
                                                          for m in members)]  # fmt: skip
    for author in sorted(known, key=lambda author: language.sort_key(author.name)):
        yield author.name, [m for m in members if m.responsible == author.id]
    named = {author.id for author in known}
    if left := [m for m in members if m.responsible not in named]:
        yield _("Nobody is responsible yet"), left


def _table(snapshot: Snapshot, members: Sequence[Member], gains: Gains) -> Flowable:
    codes = [_code(snapshot, id) for id in gains]
    shares = (21, *(22 for _code in codes), 15, 20)
    header = [_("Country"), *codes, _("Last contact"), _("Next step")]
    return paper.table(header, [_row(snapshot, member, gains) for member in members], shares)


def _code(snapshot: Snapshot, candidacy: str) -> str:
    council = snapshot.council_of(snapshot.get(Candidacy, candidacy))
    return words.short(council) if council else ""


def _row(snapshot: Snapshot, member: Member, gains: Gains) -> list[paper.Content]:
    last = due.last_contact(snapshot, member.id)
    told = [
        words.named(member),
        *(_standing(snapshot, member, id, found.get(member.id)) for id, found in gains.items()),
        i18n.current().date(last.day) if last else _("never"),
        member.next_step,
    ]
    return [paper.para(cell, CELL) for cell in told]


def _standing(snapshot: Snapshot, member: Member, candidacy: str, gain: NextBest | None) -> str:
    """Where it stands, and below what it would add."""
    stance = tally.stance(snapshot, member.id, candidacy)
    return "\n".join(
        filter(None, (words.standing_in(stance.state), forecast_words.gain(gain) if gain else ""))
    )


def _surround(snapshot: Snapshot, members: Sequence[Member], made_at: datetime) -> Surround:
    campaign, language = snapshot.campaign, i18n.current()
    return Surround(
        page=lambda page, pages: _("page {page} of {pages}").format(
            page=language.number(page), pages=language.number(pages)
        ),
        as_of=_("as of {moment}").format(moment=language.instant(made_at)),
        footer=telling.dotted(
            words.told(campaign, "congress"), words.told(campaign, "place"), telling.term(campaign)
        ),
        marking=_marking(snapshot, members),
        demo=_("DEMO - INVENTED") if campaign.demo else "",
    )


def _marking(snapshot: Snapshot, members: Sequence[Member]) -> str:
    """The highest marking of the pledges that the stances rest on."""
    pledges = (pledge for member in members for pledge in snapshot.pledges_of.get(member.id, ()))
    marks = [snapshot.find(Marking, pledge.marking) for pledge in pledges]
    highest = max((mark for mark in marks if mark), key=lambda mark: mark.rank, default=None)
    return words.named(highest) if highest else ""
