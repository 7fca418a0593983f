"""Whom to call, on paper: for each official the countries to talk to, and what a promise adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportlab.platypus import Flowable

from upudesk import due, forecast_words, i18n, tally, telling, words
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Member
from upudesk.next_best import NextBest
from upudesk.reports import paper
from upudesk.reports.finish import Finished, finish, head, said_by
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Style
from upudesk.snapshot import Snapshot

CELL = Style(9, 13)
TOLD = Style(10, 16, colour=paper.QUIET, before=8)

Gains = Mapping[str, Mapping[str, NextBest]]
"""By candidacy, then by member."""


def render(
    snapshot: Snapshot, members: Sequence[str], gains: Gains, language: Language,
    *, imprint: Imprint,
) -> Finished:  # fmt: skip
    """These countries, in this order, under those responsible. Equal input gives equal bytes."""
    chosen = [snapshot.get(Member, id) for id in members]
    with i18n.use(language):
        title = _("Whom to call")
        blocks = _sheet(snapshot, title, chosen, gains)
        return finish(snapshot, title, blocks, imprint=imprint, marked=said_by(snapshot, chosen))


def _sheet(
    snapshot: Snapshot, title: str, members: Sequence[Member], gains: Gains
) -> Iterator[Flowable]:
    yield head(snapshot, title, _counted(members))
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
    codes = [words.council_of(snapshot, id) for id in gains]
    shares = (21, *(22 for _code in codes), 15, 20)
    header = [_("Country"), *codes, _("Last contact"), _("Next step")]
    return paper.table(header, [_row(snapshot, member, gains) for member in members], shares)


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
