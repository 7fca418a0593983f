"""The briefing of one country on paper: what it says of us, who its people are, what comes next.

Every country has the same boxes in the same places, so that countries compare page by page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reportlab.platypus import Flowable

from upudesk import i18n, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _
from upudesk.model import Member, Record
from upudesk.reports import country_boxes, country_head
from upudesk.reports.finish import Finished, finish
from upudesk.reports.folio import Band, Folio
from upudesk.reports.given import disclosed_of
from upudesk.reports.imprint import Imprint
from upudesk.reports.sheet import Reached
from upudesk.snapshot import Snapshot

CODE = "countries"
BANDS: tuple[tuple[float, tuple[tuple[str, float], ...]], ...] = (
    (118, (("stance", 1), ("voting", 1))),
    (62, (("next_step", 1), ("notes", 1))),
    (92, (("pledges", 1),)),
    (112, (("meetings", 1),)),
    (94, (("people", 1),)),
    (90, (("undertakings", 10), ("follow_ups", 9), ("results", 11))),
)
"""From the top of the page down: how high each band is, and which share of it each box has."""
HEAD = 68


def render(
    campaign: Snapshot | Disclosed,
    members: str | Sequence[str],
    language: Language,
    *,
    imprint: Imprint,
    each: Callable[[], None] | None = None,
) -> Finished:
    """The briefing of a member (its id), or of several one after another, as PDF.

    The language is that of the paper; the text of notes stays as it was written. Equal input gives
    equal bytes. `each` is called twice for every member, when its text is gathered and when it is
    set, and may raise to break off. Raises UnknownRecord.
    """
    disclosed = disclosed_of(campaign)
    snapshot = disclosed.snapshot
    ids = [members] if isinstance(members, str) else list(members)
    chosen = [snapshot.get(Member, id) for id in ids]
    with i18n.use(language):
        named = language.listing([words.named(member) for member in chosen])
        return finish(
            snapshot,
            _("Briefing: {countries}").format(countries=named),
            _told(disclosed, ids, each) if each else blocks(disclosed, ids),
            imprint=imprint,
            marked=about(disclosed, ids),
        )


def blocks(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Flowable]:
    """A page for each country, two at most, and what has no room on them behind it."""
    for id in members:
        yield country(disclosed, disclosed.snapshot.get(Member, id))


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """The records whose marking the pages carry."""
    shown = [code for code in _codes() if disclosed.shows(code)]
    for id in members:
        for code in shown:
            yield from country_boxes.records(disclosed, code, id)


def country(disclosed: Disclosed, member: Member) -> Folio:
    """The pages of one country."""
    return Folio(
        words.named(member),
        country_head.head(disclosed, member),
        lambda kind: country_head.again(member, kind),
        list(_bands(disclosed, member)),
        height=HEAD,
        foot=country_head.foot(disclosed, member.id),
    )


def _bands(disclosed: Disclosed, member: Member) -> Iterator[Band]:
    """What a profile leaves out gives its place to its neighbours, on every country's page."""
    for height, places in BANDS:
        shown = [(code, share) for code, share in places
                 if disclosed.shows(code)]  # fmt: skip
        if shown:
            boxes = [country_boxes.box(disclosed, code, member) for code, _share in shown]
            yield Band(height, boxes, [share for _code, share in shown])


def _codes() -> Iterator[str]:
    return (code for _height, places in BANDS for code, _share in places)


def _told(
    disclosed: Disclosed, members: Sequence[str], each: Callable[[], None]
) -> Iterator[Flowable]:
    for block in blocks(disclosed, members):
        each()
        yield block
        yield Reached(each)
