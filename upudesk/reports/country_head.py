"""What stands above and below the boxes of a country: its name and flag, whether all is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable

from upudesk import disclosure_words, i18n, telling, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import _
from upudesk.model import Author, Member
from upudesk.reports import paper
from upudesk.reports.grid import Look, Row
from upudesk.reports.paper import FINE, LABEL, SMALL, Style, para
from upudesk.reports.sheet import Fitted
from upudesk.snapshot import Snapshot


def head(disclosed: Disclosed, member: Member) -> Flowable:
    """Flag, name, official name, group; at the right who looks after the country."""
    texts = [Fitted(lambda width: name(words.named(member), width)),
             Fitted(lambda width: _below(subtitle(disclosed.snapshot, member), width))]  # fmt: skip
    aside = replace(FINE, align="right")
    named = _keeper(disclosed.snapshot, member)
    keeper = Fitted(lambda width: _beside(named, replace(aside, colour=paper.INK), width))
    right = [para(_("Responsible"), replace(aside, before=12)), keeper]
    return _beside_flag(member, 58, texts, right, Look(above=1))


def again(member: Member, kind: str) -> Flowable:
    """The head of a page that follows."""
    title = paper.Cut(words.named(member), replace(paper.LARGE, leading=22))
    right = para(kind, replace(FINE, align="right", before=6))
    look = Look(above=2, below=6, rule=paper.ACCENT, weight=1.5)
    return _beside_flag(member, 28, [title], [right], look)


def _beside_flag(
    member: Member,
    flag: float,
    texts: Sequence[Flowable],
    right: Sequence[Flowable],
    look: Look,
) -> Flowable:
    told = _("Flag: {country}").format(country=words.named(member))
    cells = ([paper.Flag(member.iso2, flag, told=told)], texts, right)
    return Row(cells, (0, 76, 24), replace(look, gap=flag / 4, first=flag))


def foot(disclosed: Disclosed, member: str) -> Flowable | None:
    """Whether something of this country is withheld, where the profile tells."""
    told = disclosure_words.withheld(disclosed, [member])
    return para(told, replace(FINE, colour=paper.WARNING)) if told else None


_SMALL = replace(LABEL, size=8, leading=11)
_NAMES = (paper.TITLE, paper.LARGE, replace(paper.SECTION, colour=paper.INK, with_next=False))


def name(text: str, width: float) -> Flowable:
    """A name as large as it may be: in one line where it can be, else in two smaller ones."""
    for style in _NAMES:
        made = para(text, style)
        if made.wrap(width, 0)[1] < (2.8 if style is _NAMES[-1] else 1.8) * style.leading:
            return made
    return para(text, replace(SMALL, bold=True, leading=14))


def _below(text: str, width: float) -> Flowable:
    """In two lines where it can be, so that the boxes below begin where they always do."""
    made = para(text, LABEL)
    return made if made.wrap(width, 0)[1] < 2.5 * LABEL.leading else para(text, _SMALL)


def _beside(text: str, style: Style, width: float) -> Flowable:
    """In three lines; a longer name in four smaller ones."""
    made = para(text, style)
    if made.wrap(width, 0)[1] < 3.5 * style.leading:
        return made
    return paper.Cut(text, replace(style, size=7, leading=10), lines=4)


def subtitle(snapshot: Snapshot, member: Member) -> str:
    official = getattr(member, f"official_{i18n.current().code}") or member.official_en
    official = "" if official == words.named(member) else official
    return telling.dotted(official, telling.belongs_to(member, snapshot))


def _keeper(snapshot: Snapshot, member: Member) -> str:
    responsible = snapshot.find(Author, member.responsible)
    return responsible.name if responsible else _("nobody yet")
