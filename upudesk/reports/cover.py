"""The cover of a pack: what it is, what for, for whom, which copy, under the candidate's flag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import Flowable

from upudesk import disclosure_words, i18n, telling, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import _, ngettext, pgettext
from upudesk.model import Campaign, Record
from upudesk.palette import LIGHT
from upudesk.reports import paper
from upudesk.reports.grid import Filled, Look, Row, fill
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import BODY, DISPLAY, FINE, LARGE, Flag, para
from upudesk.reports.typeset import Style

CODE = "cover"
PANEL = 0.46
"""The share of the page that the coloured panel takes."""
_PAD = 28
_SIZES = (DISPLAY, Style(28, 42, bold=True), paper.TITLE, LARGE, replace(BODY, bold=True))
_ON_COLOUR, _SOFT = "#FFFFFF", LIGHT.mist


def blocks(
    disclosed: Disclosed,
    members: Sequence[str],
    *,
    title: str = "",
    imprint: Imprint | None = None,
    marking: str = "",
) -> Iterator[Flowable]:
    """One page; `marking` is the name of what its pages carry."""
    title = title or _("Briefing pack")
    facts = list(_facts(disclosed, members, imprint, marking))
    us = disclosed.snapshot.candidate
    flag = _("Flag: {country}").format(country=words.named(us)) if us else ""
    occasion = list(_occasion(disclosed))
    yield Cover(title, _standing(disclosed), occasion, facts, us.iso2 if us else "", flag)


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """Nothing that could be marked stands on it."""
    return iter(())


def _standing(disclosed: Disclosed) -> list[Flowable]:
    """Who stands, and for what."""
    snapshot = disclosed.snapshot
    us = snapshot.candidate
    councils = [c for own in snapshot.ours if (c := snapshot.council_of(own))]
    named = i18n.current().listing([words.named(council) for council in councils])
    term = telling.term(snapshot.campaign)
    return [
        para(words.named(us) if us else "", replace(LARGE, colour=_ON_COLOUR)),
        para(telling.dotted(named, term), replace(BODY, colour=_SOFT)),
    ]


def _occasion(disclosed: Disclosed) -> Iterator[Flowable]:
    """The Congress, where and when."""
    campaign = disclosed.snapshot.campaign
    yield para(words.told(campaign, "congress"), LARGE)
    where = telling.dotted(words.told(campaign, "place"), days(campaign))
    if where:
        yield para(where, replace(BODY, colour=paper.QUIET))


def days(campaign: Campaign) -> str:
    """Such as “8–19 September 2025”."""
    language, first, last = i18n.current(), campaign.opens_on, campaign.closes_on
    if not first or not last:
        known = first or last
        return language.long_date(known) if known else ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{language.number(first.day)}–{language.long_date(last)}"
    return f"{language.long_date(first)} – {language.long_date(last)}"


def _facts(
    disclosed: Disclosed, members: Sequence[str], imprint: Imprint | None, marking: str
) -> Iterator[tuple[str, str]]:
    """What is said of this copy, as far as it is known."""
    number = i18n.current().number
    if imprint and imprint.recipient:
        yield _("For"), imprint.recipient
    if imprint and imprint.copy:
        copies = _("{copy} of {copies}") if imprint.copies else "{copy}"
        yield (
            pgettext("of a paper", "Copy"),
            copies.format(copy=number(imprint.copy), copies=number(imprint.copies)),
        )
    if marking:
        yield _("Marking"), marking
    if imprint:
        yield _("As of"), i18n.current().instant(imprint.made_at)
    if imprint and imprint.printed_by:
        yield _("Printed by"), imprint.printed_by
    if members:
        countries = ngettext("{count} country", "{count} countries", len(members))
        yield _("Tells of"), countries.format(count=number(len(members)))
    if told := disclosure_words.withheld(disclosed, members or None):
        yield _("Please note"), told


class Cover(Flowable):  # type: ignore[misc]
    """A coloured panel with the title, the occasion below it, the facts of the copy at the foot."""

    def __init__(
        self,
        title: str,
        standing: Sequence[Flowable],
        occasion: Sequence[Flowable],
        facts: Sequence[tuple[str, str]],
        iso2: str,
        flag_of: str,
    ) -> None:
        super().__init__()
        self.title, self._occasion = title, occasion
        self._facts = [
            [para(name, FINE), para(value, replace(BODY, leading=17))] for name, value in facts
        ]
        flag = Flag(iso2, 60, told=flag_of)
        self._standing = Row([[flag], standing], (0, 1), Look(gap=16, first=60))

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """All of the page that is left, but for a hair."""
        self.width, self.height = available, height - 0.5
        return self.width, self.height

    def draw(self) -> None:
        sheet = self.canv
        sheet.bookmark(self.title, 0, self.height)
        foot = self._foot()
        panel = min(self.height * PANEL, self.height - foot.height - 120)
        sheet.setFillColor(paper.ACCENT)
        sheet.rect(0, self.height - panel, self.width, panel, stroke=0, fill=1)
        self._in_panel(panel)
        occasion = fill(self._occasion, self.width)
        occasion.draw(self, 0, self.height - panel - _PAD)
        sheet.setStrokeColor(paper.ACCENT)
        sheet.setLineWidth(1.5)
        sheet.line(0, foot.height + 12, self.width, foot.height + 12)
        foot.draw(self, 0, foot.height)

    def _in_panel(self, panel: float) -> None:
        """Who stands at the top, the title at the foot, as large as its length allows."""
        room = self.width - 2 * _PAD
        above = fill([self._standing], room)
        above.draw(self, _PAD, self.height - _PAD)
        left = panel - above.height - 2 * _PAD - 16
        title = self._set(room, left)
        top = self.height - panel + _PAD * 0.7 + min(title.height, left)
        title.draw(self, _PAD, top)

    def _set(self, width: float, height: float) -> Filled:
        """What does not fit in the smallest type either is cut; the outline has all of it."""
        for style in _SIZES:
            found = fill([para(self.title, replace(style, colour=_ON_COLOUR))], width, height)
            if not found.rest and found.height <= 3.2 * style.leading:
                break
        return found

    def _foot(self) -> Filled:
        look = Look(above=5, below=5, gap=20)
        rows = [self._facts[at : at + 3] for at in range(0, len(self._facts), 3)]
        blocks = [Row([*row, *[[]] * (3 - len(row))], (1, 1, 1), look) for row in rows]
        return fill(blocks, self.width, self.height * 0.36)
