"""The tally on lying sheets: every member by group, where it stands for each council, whether it
can vote, with the totals of each group and of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable, Spacer

from upudesk import disclosure_words, i18n, telling, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _, ngettext, pgettext
from upudesk.model import Answer, Member, Record
from upudesk.reports import formats, paper, talking
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.given import disclosed_of
from upudesk.reports.grid import Grid, Look, Row
from upudesk.reports.imprint import Imprint
from upudesk.reports.marks import ANSWERS, Sign
from upudesk.reports.paper import FINE, HAIRLINE, INK, Run, para
from upudesk.reports.sheet import Turn
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State, Tally, tally

CODE = "tally"
CELL = replace(FINE, colour=INK)
NUMBER = replace(CELL, align="right")
ANSWER = 58
"""Points for whether a country can vote: so wide is the longest of its headings."""
_LINE = Look(gap=8, above=1, below=1, rule=HAIRLINE)
_HEAD = Look(gap=8, above=3, below=3, rule=INK, weight=0.75)
_GROUP = Look(gap=8, above=9, below=2, rule=INK, weight=0.5)


def render(campaign: Snapshot | Disclosed, language: Language, *, imprint: Imprint) -> Finished:
    """All members. Equal input gives equal bytes."""
    disclosed = disclosed_of(campaign)
    snapshot = disclosed.snapshot
    everyone = [member.id for member in snapshot.members]
    with i18n.use(language):
        return finish(
            snapshot, _title(), blocks(disclosed, everyone),
            imprint=imprint, marked=about(disclosed, everyone),
        )  # fmt: skip


def _title() -> str:
    return _("Tally sheet")


def blocks(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Flowable]:
    """These members in the order of the groups, and of their names within a group."""
    snapshot = disclosed.snapshot
    chosen = [member for id in members if (member := snapshot.find(Member, id))]
    yield Turn(landscape=True)
    yield head(snapshot, _title(), _counted(snapshot, chosen))
    if not chosen:
        yield para(_("No country is on this list."), paper.QUIET_BODY)
        return
    sheet = _Sheet(disclosed, chosen)
    yield Spacer(0, 8)
    yield from sheet.totals()
    yield Spacer(0, 12)
    yield Grid(sheet.header(), list(sheet.rows()), least=3)
    if told := disclosure_words.withheld(disclosed, [member.id for member in chosen]):
        yield para(told, replace(FINE, colour=paper.WARNING, before=10))


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """Each stance rests on all that was said."""
    if disclosed.shows("stance"):
        for id in members:
            yield from disclosed.snapshot.pledges_of.get(id, ())


def _counted(snapshot: Snapshot, members: Sequence[Member]) -> str:
    count = ngettext("{count} country", "{count} countries", len(members))
    congress = words.told(snapshot.campaign, "congress")
    return telling.dotted(congress, count.format(count=i18n.current().number(len(members))))


@dataclass(frozen=True)
class _Column:
    """One council in the table."""

    name: str
    count: Tally


class _Sheet:
    """The columns that a profile lets out, and what stands in them."""

    def __init__(self, disclosed: Disclosed, members: Sequence[Member]) -> None:
        snapshot = disclosed.snapshot
        self._snapshot, self._members = snapshot, members
        self._votes = disclosed.shows("voting")
        ids = [member.id for member in members]
        self._councils = [
            _Column(words.council_of(snapshot, own), tally(snapshot, own.id, members=ids))
            for own in (snapshot.ours if disclosed.shows("stance") else ())
        ]
        answer = 100 * ANSWER / formats.current().landscape.text_width
        wide = (80 - 3 * answer) / max(1, len(self._councils))
        answers = [answer] * 3 * self._votes
        self._shares = [20, *(wide for _council in self._councils), *answers]

    # -------------------------------------------------------------- the totals

    def totals(self) -> Iterator[Flowable]:
        """How many stand where, council below council."""
        number = i18n.current().number
        if self._councils:
            states = self._councils[0].count.rows
            header = ["", *(self._state(state) for state in states), _("promised (5 and 4)")]
            yield self._totals(header, _HEAD, FINE)
            for council in self._councils:
                counts = [len(council.count.row(state)) for state in states]
                cells = [council.name, *map(number, counts), number(len(council.count.promised))]
                yield self._totals(cells, _LINE, CELL)
        if self._votes:
            signs = (f"{sign} {words.answer(answer)}" for answer, sign in ANSWERS.items())
            counted = talking.voters(self._snapshot, self._members)
            yield para(telling.dotted(counted, *signs), replace(FINE, before=6))

    @staticmethod
    def _state(state: State) -> str:
        return f"{words.symbol(state)} {words.standing_in(state)}"

    @staticmethod
    def _totals(cells: Sequence[str], look: Look, style: paper.Style) -> Row:
        right = replace(style, align="right")
        told = [para([Run(cells[0], bold=True)], style), *(para(one, right) for one in cells[1:])]
        return Row([[cell] for cell in told], [6, *([10] * (len(cells) - 1))], look)

    # -------------------------------------------------------------- the members

    def header(self) -> Row:
        names = [_("Country"), *(council.name for council in self._councils)]
        if self._votes:
            names += [pgettext("short", "Can vote"), pgettext("short", "Arrears"),
                      pgettext("short", "Credentials")]  # fmt: skip
        return self._row([para(name, FINE) for name in names], _HEAD)

    def rows(self) -> Iterator[Flowable]:
        groups = sorted({member.group for member in self._members}, key=lambda g: (g is None, g))
        for group in groups:
            own = [member for member in self._members if member.group == group]
            yield self._group(group, own)
            yield from map(self._member, self._by_name(own))

    def _by_name(self, members: Sequence[Member]) -> list[Member]:
        key = i18n.current().sort_key
        return sorted(members, key=lambda member: (key(words.named(member)), member.id))

    def _group(self, group: int | None, members: Sequence[Member]) -> Row:
        """A group's name, and in each column what it adds up to."""
        language, bold = i18n.current(), replace(CELL, bold=True)
        name = words.group(group)
        told = f"{language.number(group)} {name}" if group is not None else name
        cells = [para(f"{told} ({language.number(len(members))})", bold)]
        for council in self._councils:
            promised = sum(council.count.stances[m.id].promised for m in members)
            votes = ngettext("{count} promised", "{count} promised", promised)
            cells.append(para(votes.format(count=language.number(promised)), bold))
        if self._votes:
            able = sum(can_vote(self._snapshot, m) is Answer.YES for m in members)
            cells += [para(language.number(able), bold), para("", CELL), para("", CELL)]
        row = self._row(cells, _GROUP)
        row.keepWithNext = 1
        return row

    def _member(self, member: Member) -> Row:
        cells: list[Flowable] = [para(words.named(member), CELL)]
        cells += [_stance(council.count.stances[member.id]) for council in self._councils]
        if self._votes:
            answers = (can_vote(self._snapshot, member), member.arrears, member.credentials)
            cells += [para(ANSWERS[answer], CELL) for answer in answers]
        return self._row(cells, _LINE)

    def _row(self, cells: Sequence[Flowable], look: Look) -> Row:
        return Row([[cell] for cell in cells], self._shares, look)


def _stance(stance: Stance) -> Flowable:
    """The sign and the number, the words, and what the stance rests on."""
    pledge = stance.decides or stance.waiting
    told: list[Run | str] = [words.state(stance.state)]
    if pledge:
        rests = telling.dotted(words.form(pledge.form), telling.when(pledge))
        told.append(Run(f"\u00a0· {rests}", colour=paper.QUIET))
    return Row([[Sign(stance.state)], [para(told, CELL)]], (0, 1), Look(gap=4, first=28))
