"""What changed since a day on paper: council by council, each country with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from reportlab.platypus import Flowable, Spacer

from upudesk import change_words, i18n, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Candidacy, Member, Pledge, Record
from upudesk.reports import paper, talking
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.given import disclosed_of
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Run
from upudesk.since import Changes, Shift, Way, changes
from upudesk.snapshot import Snapshot

CODE = "what_changed"
DAYS = 30
"""As part of a pack it tells of so many days."""
MOST = 320
"""So many letters of a text are printed in a row; all of them stand in the pledge."""


def render(
    campaign: Snapshot | Disclosed, changes: Changes, language: Language, *, imprint: Imprint
) -> Finished:
    """The changes as PDF, in the language of the paper. Equal input gives equal bytes."""
    disclosed = disclosed_of(campaign)
    with i18n.use(language):
        blocks = _sheet(disclosed, changes, partial=change_words.partial(changes))
        return finish(
            disclosed.snapshot, change_words.since(changes), blocks,
            imprint=imprint, marked=_statements(changes),
        )  # fmt: skip


def blocks(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Flowable]:
    """What changed among these countries in the last weeks."""
    yield from _sheet(disclosed, _lately(disclosed.snapshot, members), partial="")


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """The statements that are told as reasons."""
    found = _statements(_lately(disclosed.snapshot, members))
    yield from (pledge for pledge in found if pledge)


def _lately(snapshot: Snapshot, members: Sequence[str]) -> Changes:
    wanted = set(members)
    found = changes(snapshot, snapshot.today - timedelta(days=DAYS), None)
    shifts = {
        id: tuple(shift for shift in of if shift.member in wanted)
        for id, of in found.shifts.items()
    }
    return replace(found, shifts=shifts)


def _statements(changes: Changes) -> Iterator[Pledge | None]:
    """Those that are told as reasons."""
    return (shift.because for shifts in changes.shifts.values() for shift in shifts)


def _sheet(disclosed: Disclosed, changes: Changes, *, partial: str) -> Iterator[Flowable]:
    """`partial` says what cannot be told, where that was asked."""
    snapshot = disclosed.snapshot
    us = snapshot.candidate
    yield head(snapshot, change_words.since(changes), words.named(us) if us else "")
    if partial:
        yield paper.para(partial, paper.CAUTION)
    if not changes.shifts:
        yield paper.para(_("This campaign has no candidacy of its own yet."), paper.QUIET_BODY)
    for id, shifts in changes.shifts.items():
        yield from _council(snapshot, changes, id, shifts)
    yield from talking.withheld(disclosed, None)


def _council(
    snapshot: Snapshot, changes: Changes, id: str, shifts: Sequence[Shift]
) -> Iterator[Flowable]:
    own = snapshot.find(Candidacy, id)
    council = snapshot.council_of(own) if own else None
    yield paper.section(words.named(council) if council else "")
    yield paper.para(change_words.balance(changes.balances[id]))
    if not shifts:
        yield paper.para(_("No country stands elsewhere than then."), paper.QUIET_BODY)
    for way in Way:
        found = [shift for shift in shifts if shift.way is way]
        if found:
            yield Spacer(0, 10)
            yield _table(snapshot, way, found)


def _table(snapshot: Snapshot, way: Way, found: Sequence[Shift]) -> Flowable:
    made = paper.table(
        [_heading(way, len(found)), _("Then"), _("Now"), _("Reason")],
        [_row(snapshot, shift) for shift in _by_name(snapshot, found)],
        (24, 17, 17, 42),
    )
    made.splitInRow = 0  # a row begun at the foot of a page would bring the heading there again
    return made


def _heading(way: Way, count: int) -> str:
    """Above the countries, and again on each page."""
    told = ngettext("{way}: {count} country", "{way}: {count} countries", count)
    return told.format(way=change_words.way(way), count=i18n.current().number(count))


def _by_name(snapshot: Snapshot, shifts: Sequence[Shift]) -> list[Shift]:
    key = i18n.current().sort_key
    return sorted(shifts, key=lambda shift: key(_name(snapshot, shift)))


def _name(snapshot: Snapshot, shift: Shift) -> str:
    member = snapshot.find(Member, shift.member)
    return words.named(member) if member else ""


def _row(snapshot: Snapshot, shift: Shift) -> list[paper.Content]:
    return [
        [Run(_name(snapshot, shift), bold=True)],
        words.standing_in(shift.before.state),
        words.standing_in(shift.after.state),
        _reason(snapshot, shift),
    ]


def _reason(snapshot: Snapshot, shift: Shift) -> paper.Content:
    """The statement in one line, its words and its source below."""
    first = _short(change_words.reason(shift, snapshot))
    if shift.because is None:
        return first
    rest = map(_short, change_words.statement(shift.because, snapshot)[1:])
    return paper.para([first, *(Run(f"\n{one}", colour=paper.QUIET) for one in rest)], paper.SMALL)


def _short(told: str) -> str:
    """As much as a row has room for: a row is never broken over two pages."""
    return told if len(told) <= MOST else f"{told[:MOST].rstrip()}…"
