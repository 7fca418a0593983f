"""From blocks to a finished paper: what stands around its pages, what its reader should know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from upudesk import i18n, telling, words
from upudesk.disclosure import highest_marking, marking_of
from upudesk.errors import N_, Message
from upudesk.i18n import _
from upudesk.model import Member, Pledge, Record
from upudesk.reports import formats, paper
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Surround
from upudesk.snapshot import Snapshot


@dataclass(frozen=True)
class Finished:
    """A paper as PDF, and what its reader should know about it."""

    pdf: bytes
    pages: int
    warnings: tuple[Message, ...] = ()
    marking: str = ""
    """The name of the marking that its pages carry."""


def finish(
    snapshot: Snapshot,
    title: str,
    blocks: Iterable[Flowable],
    *,
    imprint: Imprint,
    marked: Iterable[Record | None] = (),
    warnings: Iterable[Message] = (),
) -> Finished:
    """The blocks on pages, in the language that is in use (`i18n.use`).

    Every page carries the highest marking of the records in `marked`. Equal input, equal bytes.
    """
    marking = marking_told(snapshot, imprint, marked)
    with formats.using(imprint.paper), paper.justifying(imprint.justified):
        printed = paper.build(
            list(blocks),
            surround=surround(snapshot, imprint, marking),
            language=i18n.current().code,
            title=title,
            subject=words.told(snapshot.campaign, "congress"),
            made_at=imprint.made_at,
        )
    told = (*warnings, *unprinted(printed.missing))
    return Finished(printed.pdf, printed.pages, told, marking)


def head(snapshot: Snapshot, title: str, subtitle: str, listed: str = "") -> Flowable:
    """The head of a paper about the campaign: under our own flag."""
    us = snapshot.candidate
    return paper.title_block(us.iso2 if us else "", title, subtitle, listed)


def said_by(snapshot: Snapshot, members: Iterable[Member]) -> Iterator[Pledge]:
    """Every pledge of these members, since a stance rests on all of them."""
    for member in members:
        yield from snapshot.pledges_of.get(member.id, ())


def marking_told(snapshot: Snapshot, imprint: Imprint, records: Iterable[Record | None]) -> str:
    """The name of the marking that every page carries; nothing where nothing is marked."""
    least = highest_marking(snapshot, records)
    marking = marking_of(snapshot, imprint.marking, least)
    return words.named(marking) if marking else ""


def surround(snapshot: Snapshot, imprint: Imprint, marking: str) -> Surround:
    """What stands around each page, in the language that is in use."""
    campaign, language = snapshot.campaign, i18n.current()
    return Surround(
        page=lambda page, pages: _("page {page} of {pages}").format(
            page=language.number(page), pages=language.number(pages)
        ),
        number=language.number,
        as_of=_("as of {moment}").format(moment=language.instant(imprint.made_at)),
        footer=telling.dotted(
            words.told(campaign, "congress"), words.told(campaign, "place"), telling.term(campaign)
        ),
        marking=marking,
        demo=_("DEMO - INVENTED") if campaign.demo else "",
        held_by=_held_by(imprint),
        copy=_copy(imprint),
        watermark=imprint.watermark,
    )


def _held_by(imprint: Imprint) -> tuple[str, ...]:
    recipient, printer = imprint.recipient, imprint.printed_by
    told = (
        _("for {recipient}").format(recipient=recipient) if recipient else "",
        _("printed by {name}").format(name=printer) if printer else "",
    )
    return tuple(filter(None, told))


def _copy(imprint: Imprint) -> str:
    number = i18n.current().number
    if not imprint.copy:
        return ""
    if not imprint.copies:
        return _("copy {copy}").format(copy=number(imprint.copy))
    return _("copy {copy} of {copies}").format(
        copy=number(imprint.copy), copies=number(imprint.copies)
    )


def unprinted(missing: Sequence[str]) -> Iterator[Message]:
    """That some characters are printed as their codes."""
    if missing:
        yield Message(
            N_("No font has {characters}; each is printed as its code. The record keeps the text."),
            {"characters": " ".join(missing)},
        )
