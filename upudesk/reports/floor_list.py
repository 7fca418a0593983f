"""The list for the day of the vote: every member in the order in which the hall calls it, whether
it can vote, where it stands, who of us stands by, and boxes to tick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from string import ascii_uppercase
from typing import NamedTuple

from reportlab.platypus import Flowable, Spacer

from upudesk import i18n, rules, tally, telling, thai, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _, pgettext
from upudesk.model import Answer, Member, Record
from upudesk.reports import formats, paper, slips, talking
from upudesk.reports.finish import Finished, finish, head, said_by
from upudesk.reports.given import disclosed_of
from upudesk.reports.grid import Grid, Look, Row
from upudesk.reports.imprint import Imprint, Paper
from upudesk.reports.marks import ANSWERS, Box, Sign
from upudesk.reports.paper import Content, Style
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State

CODE = "floor"
WIDE = 480
"""From this width on there is room for every column."""
BESIDE = "\u2002 "
CELL = Style(8.5, 13.5)
NAME = replace(CELL, bold=True)
QUIET = replace(CELL, colour=paper.QUIET)
LINE = Look(gap=6, above=1.5, below=1.5, rule=paper.HAIRLINE)
TOP = Look(gap=6, above=3, below=2, rule=paper.INK, weight=0.75)


def render(
    campaign: Snapshot | Disclosed, language: Language, *, imprint: Imprint
) -> Finished:  # fmt: skip
    """All members; on A5 a slip for each official. Equal input gives equal bytes."""
    disclosed = disclosed_of(campaign)
    snapshot = disclosed.snapshot
    with i18n.use(language):
        return finish(
            snapshot, _("Floor list"), blocks(disclosed, ()),
            imprint=imprint, marked=about(disclosed, ()),
        )  # fmt: skip


def blocks(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Flowable]:
    """These members, or all where none is chosen; in the order of the hall, whatever order they
    were chosen in."""
    chosen = in_french(disclosed.snapshot, members or _everyone(disclosed.snapshot))
    if formats.current() is formats.FORMATS[Paper.A5]:
        yield from slips.blocks(disclosed, chosen)
        return
    yield head(disclosed.snapshot, _("Floor list"), talking.voters(disclosed.snapshot, chosen))
    if not chosen:
        yield paper.para(_("No country is on this list."), paper.QUIET_BODY)
        return
    letters = _letters(disclosed.snapshot, chosen)
    yield from _key(disclosed, letters)
    yield _list(disclosed, chosen, letters)
    yield from talking.withheld(disclosed, members)


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """Each stance rests on all that was said; the slips name those who sit there."""
    snapshot = disclosed.snapshot
    chosen = in_french(snapshot, members or _everyone(snapshot))
    if disclosed.shows("stance"):
        yield from said_by(snapshot, chosen)
    if disclosed.shows("people"):
        yield from (contact for member in chosen for contact in slips.delegates(snapshot, member))


def _everyone(snapshot: Snapshot) -> list[str]:
    return [member.id for member in snapshot.members]


def in_french(snapshot: Snapshot, members: Sequence[str]) -> list[Member]:
    """As they are called in the hall."""
    chosen = [member for id in members if (member := snapshot.find(Member, id))]
    return sorted(chosen, key=lambda m: (thai.sort_key(_called(m), thai_first=False), m.id))


def _called(member: Member) -> str:
    return member.name_fr or member.name_en


# ------------------------------------------------------------------ what the signs mean


def _letters(snapshot: Snapshot, members: Sequence[Member]) -> Mapping[str, str]:
    """A letter for each official who looks after one of them, by the official's id."""
    wanted = {member.responsible for member in members}
    known = sorted(
        (author for author in snapshot.authors if author.id in wanted),
        key=lambda author: i18n.current().sort_key(author.name),
    )
    return {author.id: _letter(place) for place, author in enumerate(known)}


def _letter(place: int) -> str:
    more, at = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[at] + (str(more + 1) if more else "")


def _key(disclosed: Disclosed, letters: Mapping[str, str]) -> Iterator[Flowable]:
    yield Spacer(0, 6)
    order = _("In French alphabetical order, as the hall calls them.")
    yield paper.para(order, QUIET)
    if disclosed.shows("stance"):
        signs = [f"{words.symbol(state)}\u00a0{words.standing_in(state)}" for state in State]
        yield paper.para(BESIDE.join(signs), QUIET)
    if disclosed.shows("voting"):
        signs = [f"{sign}\u00a0{words.answer(answer)}" for answer, sign in ANSWERS.items()]
        yield paper.para(BESIDE.join(signs), QUIET)
    names = {author.id: author.name for author in disclosed.snapshot.authors}
    if letters:
        who = BESIDE.join(f"{letter}\u00a0{names[id]}" for id, letter in letters.items())
        yield paper.para(_("By: {names}").format(names=who), QUIET)
    yield Spacer(0, 6)


# ------------------------------------------------------------------ the list


class Column(NamedTuple):
    """What stands above it, its share of the width, what it says of a member."""

    title: str
    share: float
    cell: Callable[[Member], Content]


def _list(disclosed: Disclosed, members: Sequence[Member], letters: Mapping[str, str]) -> Flowable:
    columns = list(_columns(disclosed, letters))
    shares = [column.share for column in columns]
    header = Row([[paper.para(column.title, QUIET)] for column in columns], shares, TOP)
    rows = [
        Row([[_block(column.cell(member))] for column in columns], shares, LINE)
        for member in members
    ]
    return Grid(header, rows)


def _block(content: Content) -> Flowable:
    return content if isinstance(content, Flowable) else paper.para(content, CELL)


def _columns(disclosed: Disclosed, letters: Mapping[str, str]) -> Iterator[Column]:
    snapshot = disclosed.snapshot
    wide = formats.current().text_width >= WIDE
    french = i18n.current().code == "fr"
    yield Column(_("In the hall"), 100 + (72 if french and wide else 0), _hall(snapshot))
    if not french and wide:
        yield Column(_("Country"), 72, lambda m: paper.para(words.named(m), QUIET))
    if disclosed.shows("voting"):
        yield from _vote(snapshot, wide=wide)
    if disclosed.shows("stance"):
        for own in snapshot.ours:
            every = tally.stances(snapshot, own.id)
            yield Column(words.council_of(snapshot, own), 33, _stance(every))
    if letters:
        yield Column(pgettext("short", "By"), 24, lambda m: letters.get(m.responsible, ""))
    yield Column(_("Voted"), 34, lambda _member: Box())
    yield Column(_("Spoken to"), 38, lambda _member: Box())


def _vote(snapshot: Snapshot, *, wide: bool) -> Iterator[Column]:
    if wide:
        yield Column(
            pgettext("short", "Right"), 30, lambda m: ANSWERS[rules.needed_to_vote(snapshot, m)[0]]
        )
        yield Column(pgettext("short", "Credentials"), 52, lambda m: ANSWERS[m.credentials])
        yield Column(pgettext("short", "Present"), 42, lambda m: ANSWERS[m.presence])
        held = rules.proxies_held(snapshot)
        yield Column(pgettext("short", "Proxy"), 60, lambda m: proxies(snapshot, m, held))
    else:
        yield Column(_("Can vote"), 46, lambda m: ANSWERS[can_vote(snapshot, m)])


def _hall(snapshot: Snapshot) -> Callable[[Member], Content]:
    """Whoever cannot vote stands back."""

    def cell(member: Member) -> Content:
        cannot = can_vote(snapshot, member) is Answer.NO
        return paper.para(_called(member), QUIET if cannot else NAME)

    return cell


def _stance(every: Mapping[str, Stance]) -> Callable[[Member], Content]:
    return lambda member: Sign(every[member.id].state)


def proxies(snapshot: Snapshot, member: Member, held: Mapping[str, Sequence[str]]) -> str:
    """To whom a proxy was given, and whose are held."""
    told = []
    if member.proxy_given is Answer.YES:
        holder = snapshot.find(Member, member.proxy_holder)
        given = _("to {country}").format(country=words.named(holder)) if holder else _("given")
        told.append(given)
    givers = [snapshot.find(Member, id) for id in held.get(member.id, ())]
    if names := [words.named(giver) for giver in givers if giver]:
        told.append(_("of {countries}").format(countries=i18n.current().listing(names)))
    return telling.dotted(*told)
