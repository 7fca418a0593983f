"""The floor list as slips for the pocket: for each official the members to stand by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, Spacer

from upudesk import i18n, posts, tally, telling, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import _, ngettext
from upudesk.model import Contact, Member, Role
from upudesk.reports import paper, talking
from upudesk.reports.finish import head
from upudesk.reports.grid import Grid, Look, Row
from upudesk.reports.marks import ANSWERS, Box, Sign
from upudesk.reports.paper import Run
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot

LINE = Look(gap=8, above=3, below=3, rule=paper.HAIRLINE)
TOP = Look(gap=8, above=3, below=2, rule=paper.INK, weight=0.75)


def blocks(disclosed: Disclosed, members: Sequence[Member]) -> Iterator[Flowable]:
    """A slip for each official, in the order of the members as they are given."""
    found = by_official(disclosed.snapshot, members)
    for number, (official, own) in enumerate(found):
        if number:
            yield paper.new_page()
        yield from _slip(disclosed, official, own)
    if not found:
        yield head(disclosed.snapshot, _("Floor list"), "")
        yield paper.para(_("No country is on this list."), paper.QUIET_BODY)


def by_official(snapshot: Snapshot, members: Sequence[Member]) -> list[tuple[str, list[Member]]]:
    """Officials by their names, each with those of the members that they look after."""
    language = i18n.current()
    wanted = {member.responsible for member in members}
    known = [author for author in snapshot.authors if author.id in wanted]
    found = [
        (author.name, [m for m in members if m.responsible == author.id])
        for author in sorted(known, key=lambda author: language.sort_key(author.name))
    ]
    named = {author.id for author in known}
    if left := [m for m in members if m.responsible not in named]:
        found.append((_("Nobody is responsible yet"), left))
    return found


def _slip(disclosed: Disclosed, official: str, members: Sequence[Member]) -> Iterator[Flowable]:
    number = i18n.current().number(len(members))
    counted = ngettext("{count} country", "{count} countries", len(members)).format(count=number)
    floor = _("Floor list")
    listed = telling.dotted(floor, official)
    yield head(disclosed.snapshot, official, telling.dotted(floor, counted), listed)
    yield Spacer(0, 8)
    titles, shares = zip(*_columns(disclosed), strict=True)
    header = Row([[paper.para(title, paper.LABEL)] for title in titles], shares, TOP)
    rows = [Row(cells, shares, LINE) for cells in _rows(disclosed, members)]
    yield Grid(header, rows)


def _columns(disclosed: Disclosed) -> Iterator[tuple[str, float]]:
    yield _("In the hall"), 190
    if disclosed.shows("voting"):
        yield _("Can vote"), 58
    if disclosed.shows("stance"):
        for own in disclosed.snapshot.ours:
            yield words.council_of(disclosed.snapshot, own), 36
    yield _("Voted"), 46
    yield _("Spoken to"), 62


def _rows(disclosed: Disclosed, members: Sequence[Member]) -> Iterator[list[list[Flowable]]]:
    snapshot = disclosed.snapshot
    counts = [tally.stances(snapshot, own.id) for own in snapshot.ours]
    for member in members:
        cells: list[Flowable] = [paper.para(_who(disclosed, member), paper.SMALL)]
        if disclosed.shows("voting"):
            cells.append(paper.para(ANSWERS[can_vote(snapshot, member)], paper.SMALL))
        if disclosed.shows("stance"):
            cells += [Sign(stances[member.id].state) for stances in counts]
        yield [[cell] for cell in (*cells, Box(), Box())]


def _who(disclosed: Disclosed, member: Member) -> list[str | Run]:
    """The name as it is called, in the reader's language, and who sits there."""
    called = member.name_fr or member.name_en
    told: list[str | Run] = [Run(called, bold=True)]
    if (name := words.named(member)) != called:
        told.append(Run(f"\u00a0· {name}"))
    if disclosed.shows("people"):
        named = ", ".join(map(talking.called, delegates(disclosed.snapshot, member)))
        told.append(Run(f"\n{named}" if named else "", colour=paper.QUIET))
    return told


def delegates(snapshot: Snapshot, member: Member) -> Iterator[Contact]:
    """Who sits in the hall for a member, as far as we know."""
    for contact in snapshot.contacts_of.get(member.id, ()):
        held = snapshot.posts_of.get(contact.id, ())
        if any(p.role is Role.DELEGATE and not posts.left(p, snapshot.today) for p in held):
            yield contact
