"""The count at a glance: what was promised, what to expect, where it stands, what changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable

from upudesk import change_words, disclosure_words, i18n, pictures, since, telling, words
from upudesk.campaign import exports
from upudesk.disclosure import Disclosed
from upudesk.figures.hemicycle import WinningLine
from upudesk.figures.marks import Figure
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Answer, Candidacy, Export, Member, Record
from upudesk.pictures import Room
from upudesk.reports import formats, paper
from upudesk.reports.drawing import Drawing
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.given import disclosed_of
from upudesk.reports.grid import Grid, Look, Row, Stack
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import FINE, LABEL, SMALL, Run, para
from upudesk.reports.sheet import Fitted
from upudesk.since import Changes, Shift, Way
from upudesk.snapshot import Snapshot
from upudesk.tally import State, Tally, tally

if TYPE_CHECKING:
    from upudesk.forecast import Forecast
    from upudesk.prospects import Prospects

CODE = "executive"
SINCE = timedelta(days=14)
"""So far back changes are told where no pack went out before."""
MOST = 20
"""So many countries that moved are told with their reasons; of the rest, how many there are."""
WIDEST = 333
"""Points: two thirds of an upright A4 page, on the sheets that are wider."""
WIDE = 480
"""From this width on names of numbers have more room than these."""
TYPE = 7.5
_NUMBER = replace(paper.DISPLAY, leading=40, colour=paper.ACCENT)
_FACT = Look(above=1, below=1.5, rule=paper.HAIRLINE)
_TOLD = replace(_FACT, gap=6)
_HEAD = Look(above=6, below=2, rule=paper.INK, weight=0.75)
_BESIDE = Look(gap=paper.GUTTER)


def render(
    campaign: Snapshot | Disclosed,
    language: Language,
    *,
    imprint: Imprint,
    day: date | None = None,
) -> Finished:
    """The page for whoever has one minute; `day`: since when changes are told."""
    disclosed = disclosed_of(campaign)
    snapshot = disclosed.snapshot
    everyone = [member.id for member in snapshot.members]
    with i18n.use(language):
        return finish(
            snapshot, _title(), blocks(disclosed, everyone, day=day),
            imprint=imprint, marked=about(disclosed, everyone),
        )  # fmt: skip


def _title() -> str:
    return _("The count at a glance")


def blocks(
    disclosed: Disclosed, members: Sequence[str], *, day: date | None = None
) -> Iterator[Flowable]:
    """Council beside council. It counts everybody, whichever countries the pack tells of."""
    snapshot = disclosed.snapshot
    yield head(snapshot, _title(), _counted(snapshot))
    councils = [_Council(disclosed, own) for own in snapshot.ours]
    if not councils:
        yield para(_("We stand for no council yet."), paper.QUIET_BODY)
        return
    for make in (_numbers, _expected, _hemicycle):
        if cells := [list(make(council)) for council in councils]:
            yield Row(cells, [1] * len(cells), _BESIDE, before=10)
    if disclosed.shows("map"):
        yield paper.section(_("Where they are"))
        yield Row([list(_map(council)) for council in councils], [1] * len(councils), _BESIDE)
    if disclosed.shows("what_changed"):
        yield _changed(snapshot, day or _last_pack(snapshot))
    if told := disclosure_words.withheld(disclosed):
        yield para(told, replace(FINE, colour=paper.WARNING, before=10))


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """Every statement counts towards the totals."""
    yield from disclosed.snapshot.pledges


def _counted(snapshot: Snapshot) -> str:
    count = len(snapshot.members)
    members = ngettext("{count} country", "{count} countries", count)
    campaign = snapshot.campaign
    return telling.dotted(
        words.told(campaign, "congress"), members.format(count=i18n.current().number(count))
    )


# ------------------------------------------------------------------ a council


@dataclass(frozen=True)
class _Council:
    """What is told of one of our candidacies, worked out when it is first asked for."""

    disclosed: Disclosed
    own: Candidacy

    @property
    def name(self) -> str:
        council = self.disclosed.snapshot.council_of(self.own)
        return words.named(council) if council else ""

    @cached_property
    def count(self) -> Tally:
        return tally(self.disclosed.snapshot, self.own.id)

    @cached_property
    def expected(self) -> Forecast:
        from upudesk.forecast import forecast

        return forecast(self.disclosed.snapshot, self.own.id, stances=self.count.stances)

    @cached_property
    def prospects(self) -> Prospects:
        from upudesk.prospects import prospects

        return prospects(self.disclosed.snapshot, self.own.id, forecast=self.expected)

    @property
    def forecasts(self) -> bool:
        return self.disclosed.shows("forecast")


def _numbers(council: _Council) -> Iterator[Flowable]:
    """The one number to remember, large, and what it is made of."""
    number, count = i18n.current().number, council.count
    promised = len(count.promised)
    code = words.council_of(council.disclosed.snapshot, council.own)
    yield para([Run(code, bold=True), f"\u00a0 {council.name}"], replace(LABEL, with_next=True))
    told = ngettext("promised vote", "promised votes", promised)
    votes, firm = count.by_vote(count.promised), len(count.row(State.FIRM_YES))
    made = _("{firm} firm, {leaning} leaning").format(
        firm=number(firm), leaning=number(promised - firm)
    )
    able = _("can vote: {able}, not known: {open}").format(
        able=number(len(votes[Answer.YES])), open=number(len(votes[Answer.UNKNOWN]))
    )
    texts = [para(told, replace(paper.STANCE, before=4)), para(made, FINE), para(able, FINE)]
    yield Row([[para(number(promised), _NUMBER)], texts], (0, 1), Look(gap=8, first=66))


def _expected(council: _Council) -> Iterator[Flowable]:
    """Never one number: what was promised, what may also come, and the range."""
    if not council.forecasts:
        return
    from upudesk import forecast_words

    number, expected = i18n.current().number, council.expected
    between = _("{expected} ({low} to {high})").format(
        expected=number(expected.expected), low=number(expected.low), high=number(expected.high)
    )
    line = pictures.needed(council.prospects.line)
    own = expected.expected_promised + expected.expected_own
    shares = (4, 3) if formats.current().text_width >= WIDE else (1, 1)
    yield from (
        Row([[para(name, LABEL)], [para([Run(_whole(told), bold=bold)], SMALL)]], shares, _TOLD)
        for name, told, bold in (
            (_("Votes to expect, 8 times in 10"), between, True),
            (_("of which promised, with our own"), number(own), False),
            (_("of which we may also get"), number(expected.expected_others), False),
            (_("Votes needed"), _needed(line), False),
            (_("Chance of a seat"), forecast_words.chance(council.prospects), False),
        )
    )


def _whole(told: str) -> str:
    """A range in brackets stays in one line, below its number; on small sheets it has no room."""
    if formats.current().text_width < WIDE:
        return told
    number, bracket, between = told.partition("(")
    return number + bracket + between.replace(" ", "\u00a0")


def _needed(line: WinningLine | None) -> str:
    number = i18n.current().number
    if line is None:
        return _("not known")
    if round(line.low) == round(line.high):
        return number(line.votes)
    return _("{expected} ({low} to {high})").format(
        expected=number(line.votes), low=number(line.low), high=number(line.high)
    )


def _hemicycle(council: _Council) -> Iterator[Flowable]:
    if council.disclosed.shows("hemicycle"):
        snapshot = council.disclosed.snapshot
        line = pictures.needed(council.prospects.line) if council.forecasts else None
        yield _picture(
            lambda room: pictures.hemicycle_of(snapshot, council.count, room, line=line), 0.64, 155
        )


def _map(council: _Council) -> Iterator[Flowable]:
    snapshot = council.disclosed.snapshot
    yield para(words.council_of(snapshot, council.own), replace(LABEL, bold=True))
    yield _picture(
        lambda room: pictures.world_of(snapshot, council.count, room, legend=False), 0.45
    )


def _picture(make: Callable[[Room], Figure], high: float, least: float = 0) -> Flowable:
    """As wide as its column, but no wider than half a page."""

    def drawn(width: float) -> Flowable:
        wide = min(width, WIDEST)
        return Drawing(make(Room(wide, max(wide * high, least), TYPE)))

    return Fitted(drawn)


# ------------------------------------------------------------------ what changed


def _last_pack(snapshot: Snapshot) -> date:
    """The day on which the last pack went out, else a fortnight ago."""
    packs = (e for e in exports.latest_first(snapshot) if e.document == "pack")
    last: Export | None = next(packs, None)
    if last is None or not last.at:
        return snapshot.today - SINCE
    return min(datetime.fromisoformat(last.at).date(), snapshot.today)


def _changed(snapshot: Snapshot, day: date) -> Flowable:
    found = since.changes(snapshot, day, None)
    blocks: list[Flowable] = [paper.section(change_words.since(found))]
    for id, balance in found.balances.items():
        code, told = words.council_of(snapshot, id), change_words.balance(balance)
        runs: list[Run | str] = [Run(code, bold=True), f"\u00a0 {told}"]
        if not found.shifts[id]:
            runs.append(Run(" " + _("No country stands elsewhere than then."), colour=paper.QUIET))
        blocks.append(para(runs, replace(SMALL, with_next=True)))
    return Stack([*blocks, *_shifts(snapshot, found)], before=14)


def _shifts(snapshot: Snapshot, found: Changes) -> Iterator[Flowable]:
    """A row for each country: those that moved nearer first, no more than a page should hold."""
    moved: dict[str, dict[str, Shift]] = {}
    for id, shifts in found.shifts.items():
        for shift in shifts:
            moved.setdefault(shift.member, {})[id] = shift
    if not moved:
        return
    order, key = list(Way), i18n.current().sort_key
    ordered = sorted(
        moved,
        key=lambda m: (
            min(order.index(s.way) for s in moved[m].values()),
            key(_name(snapshot, m)),
        ),
    )
    names = [_("Country"), *(words.council_of(snapshot, id) for id in found.shifts), _("Reason")]
    shares = [18, *(54 / len(found.shifts) for _id in found.shifts), 28]
    header = Row([[para(name, FINE)] for name in names], shares, _HEAD)
    rows = [_moved(snapshot, m, moved[m], list(found.shifts), shares) for m in ordered[:MOST]]
    yield Grid(header, rows)
    if (more := len(ordered) - MOST) > 0:
        told = ngettext("{count} more country moved.", "{count} more countries moved.", more)
        yield para(told.format(count=i18n.current().number(more)), FINE)


def _moved(
    snapshot: Snapshot,
    member: str,
    shifts: Mapping[str, Shift],
    councils: Sequence[str],
    shares: Sequence[float],
) -> Row:
    why = change_words.reason(next(iter(shifts.values())), snapshot)
    cells = [
        para(_name(snapshot, member), SMALL),
        *(para(_went(shifts.get(id)), replace(FINE, colour=paper.INK)) for id in councils),
        paper.Cut(why, FINE, lines=2),
    ]
    return Row([[cell] for cell in cells], shares, _FACT)


def _went(shift: Shift | None) -> str:
    if shift is None:
        return "–"
    before, after = words.standing_in(shift.before.state), words.standing_in(shift.after.state)
    return f"{change_words.sign(shift.way)}\u00a0{before} → {after}"


def _name(snapshot: Snapshot, id: str) -> str:
    member = snapshot.find(Member, id)
    return words.named(member) if member else ""
