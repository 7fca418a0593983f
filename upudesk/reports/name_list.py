"""A list of countries on paper: those behind a number, with what each one says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus import Flowable

from upudesk import i18n, tally, telling, words
from upudesk.errors import N_, Message
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Author, Candidacy, Marking, Member
from upudesk.reports import paper
from upudesk.reports.paper import Style, Surround
from upudesk.snapshot import Snapshot

NAME = Style(10, 14)


@dataclass(frozen=True)
class Sheet:
    """The finished list, and what the reader should know about it."""

    pdf: bytes
    pages: int
    warnings: tuple[Message, ...] = ()


def render(
    snapshot: Snapshot, candidacy: str, members: Sequence[str], title: str, language: Language,
    *, made_at: datetime,
) -> Sheet:  # fmt: skip
    """These countries in the order of the paper's language. Equal input gives equal bytes."""
    chosen = [snapshot.get(Member, id) for id in members]
    with i18n.use(language):
        chosen.sort(key=lambda member: language.sort_key(words.named(member)))
        printed = paper.build(
            list(_sheet(snapshot, candidacy, chosen, title)),
            surround=_surround(snapshot, chosen, made_at),
            language=language.code,
            title=title,
            subject=words.told(snapshot.campaign, "congress"),
        )
    return Sheet(printed.pdf, printed.pages, tuple(_warnings(printed.missing)))


def _warnings(missing: Sequence[str]) -> Iterator[Message]:
    if missing:
        yield Message(
            N_("No font has {characters}; each is printed as its code. The record keeps the text."),
            {"characters": " ".join(missing)},
        )


def _sheet(
    snapshot: Snapshot, candidacy: str, members: Sequence[Member], title: str
) -> Iterator[Flowable]:
    own = snapshot.get(Candidacy, candidacy)
    council = snapshot.council_of(own)
    number = i18n.current().number(len(members))
    counted = ngettext("{count} country", "{count} countries", len(members)).format(count=number)
    us = snapshot.candidate
    subtitle = telling.dotted(words.named(council) if council else "", counted)
    yield paper.TitleBlock(us.iso2 if us else "", title, subtitle)
    header = [_("Country"), _("Stance"), _("Since"), _("Responsible")]
    yield paper.table(header, [_row(snapshot, own, m) for m in members], (34, 26, 22, 28))


def _row(snapshot: Snapshot, own: Candidacy, member: Member) -> list[str]:
    stance = tally.stance(snapshot, member.id, own.id)
    pledge = stance.decides or stance.waiting
    author = snapshot.find(Author, member.responsible)
    return [
        words.named(member),
        words.standing_in(stance.state),
        telling.when(pledge) if pledge else "",
        author.name if author else "",
    ]


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
