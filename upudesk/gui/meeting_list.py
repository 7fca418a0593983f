"""The list of meetings: what each row knows, its columns and what may be asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from upudesk import i18n, telling, words
from upudesk.campaign.meetings import is_coming
from upudesk.gui.subject import Facet, groups
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Contact, Meeting, Member
from upudesk.snapshot import Snapshot

PERIODS = (7, 30, 90)
"""Days back from today."""
EARLIER = "earlier"
COMING = "coming"


class Row(NamedTuple):
    """One meeting, and what came of it; looked up when it is shown, since lists may be long."""

    meeting: Meeting
    snapshot: Snapshot

    @property
    def members(self) -> list[Member]:
        return [m for id in self.meeting.members if (m := self.snapshot.find(Member, id))]

    @property
    def countries(self) -> str:
        return ", ".join(words.named(member) for member in self.members)

    @property
    def pledges(self) -> int:
        return len(self.snapshot.pledges_in.get(self.meeting.id, ()))

    @property
    def to_do(self) -> int:
        """How many follow-ups are open."""
        tasks = self.snapshot.follow_ups_from.get(self.meeting.id, ())
        return sum(task.done_on is None for task in tasks)

    @property
    def coming(self) -> bool:
        """Whether it is still to be held."""
        return is_coming(self.meeting, self.snapshot.today)

    @property
    def age(self) -> int:
        """Days since."""
        return (self.snapshot.today - self.meeting.day).days


def all_rows(snapshot: Snapshot) -> list[Row]:
    """The latest first; what is still to come stands above."""
    held = sorted(snapshot.all(Meeting), key=lambda m: (m.day, m.id), reverse=True)
    return [Row(meeting, snapshot) for meeting in held]


def people(meeting: Meeting, snapshot: Snapshot) -> str:
    """Everyone who was there, theirs first."""
    ids = (*meeting.their_people, *meeting.our_people)
    names = [c.name for id in ids if (c := snapshot.find(Contact, id))]
    return ", ".join(filter(None, (*names, meeting.others_present)))


def outcome(meeting: Meeting) -> str:
    """The first line of what came out."""
    return next((line.strip() for line in meeting.outcome.splitlines() if line.strip()), "")


def columns(workplace: Workplace) -> list[Column[Row]]:
    """All columns; those that are seldom wanted are hidden until the reader asks for them."""
    language, snapshot = workplace.language, workplace.snapshot
    marked = {m.id: (m.rank, words.named(m)) for m in snapshot.markings}

    least = min((marking.rank for marking in snapshot.markings), default=0)

    def day(row: Row) -> Cell:
        when = telling.when(row.meeting)
        return Cell(f"▸ {when}", tip=_("still to come")) if row.coming else Cell(when)

    def many(row_count: int) -> Cell:
        return Cell(language.number(row_count) if row_count else "", right=True)

    def marking(row: Row) -> str:
        return marked.get(row.meeting.marking, (0, ""))[1]

    def marking_cell(row: Row) -> Cell:
        secret = marked.get(row.meeting.marking, (0, ""))[0] > least
        return Cell(marking(row), tip=marking(row), tone="warning" if secret else "quiet")

    def present(row: Row) -> str:
        return people(row.meeting, workplace.snapshot)

    def tipped(shown: str, tone: str = "") -> Cell:
        return Cell(shown, tip=shown, tone=tone)

    return [
        Column(lambda: _("Day"), lambda row: day(row),
               lambda row: row.meeting.day, 104, name="day"),
        Column(lambda: _("Countries"), lambda row: tipped(row.countries),
               lambda row: language.sort_key(row.countries), 112, name="countries"),
        Column(lambda: _("Title"), lambda row: tipped(row.meeting.title),
               lambda row: language.sort_key(row.meeting.title), 0, name="title"),
        Column(lambda: _("Place"), lambda row: tipped(row.meeting.place, "quiet"),
               lambda row: language.sort_key(row.meeting.place), 88, name="place"),
        Column(lambda: _("People"), lambda row: tipped(present(row), "quiet"),
               lambda row: language.sort_key(present(row)), 120, name="people", seldom=True),
        Column(lambda: _("Outcome"), lambda row: tipped(outcome(row.meeting), "quiet"),
               lambda row: language.sort_key(outcome(row.meeting)), 140, name="outcome",
               seldom=True),
        Column(lambda: _("Marking"), lambda row: marking_cell(row),
               lambda row: marked.get(row.meeting.marking, (0, "")), 88, name="marking"),
        Column(lambda: _("Pledges"), lambda row: many(row.pledges), lambda row: row.pledges, 70,
               right=True, name="pledges"),
        Column(lambda: _("To do"), lambda row: many(row.to_do), lambda row: row.to_do, 56,
               right=True, name="to_do", tip=lambda: _("Follow-ups that are open")),
    ]  # fmt: skip


def facets(workplace: Workplace) -> list[Facet[Row]]:
    def markings() -> list[tuple[Any, str]]:
        known = [(m.id, words.named(m)) for m in workplace.snapshot.markings]
        return [(None, _("All markings")), ("", _("not marked")), *known]

    def ours() -> list[tuple[Any, str]]:
        return [
            (None, _("All meetings")),
            ("with", _("our people named")),
            ("without", _("our people not named")),
            ("open", _("with something to do")),
        ]

    def periods() -> list[tuple[Any, str]]:
        last = [(str(n), ngettext("last {count} day", "last {count} days", n).format(
            count=i18n.current().number(n))) for n in PERIODS]  # fmt: skip
        coming = (COMING, _("still to come"))
        return [(None, _("At any time")), coming, *last, (EARLIER, _("longer ago"))]

    return [
        Facet("group", lambda: _("Group"), groups, _is_of_group),
        Facet("period", lambda: _("Period"), periods, _is_of_period),
        Facet("ours", lambda: _("Our people, and what is to do"), ours, _is_so),
        Facet("marking", lambda: _("Marking"), markings, lambda row, id: row.meeting.marking == id),
    ]


def _is_of_group(row: Row, group: int) -> bool:
    return any(member.group == group for member in row.members)


def _is_of_period(row: Row, period: str) -> bool:
    if period == COMING:
        return row.coming
    if period == EARLIER:
        return row.age > PERIODS[-1]
    return row.meeting.day > date.min and 0 <= row.age <= int(period)


def _is_so(row: Row, asked: str) -> bool:
    if asked == "open":
        return row.to_do > 0
    return bool(row.meeting.our_people) is (asked == "with")


def found(workplace: Workplace, typed: str) -> Sequence[str]:
    """Meetings in which the words stand, notes included, and those with people so called."""
    return list(dict.fromkeys(_found(workplace, typed)))


def _found(workplace: Workplace, typed: str) -> Iterator[str]:
    snapshot, search = workplace.snapshot, workplace.search
    yield from (meeting.id for meeting in search.records(snapshot, typed, Meeting))
    if people := {contact.id for contact in search.records(snapshot, typed, Contact)}:
        for meeting in snapshot.all(Meeting):
            if not people.isdisjoint((*meeting.their_people, *meeting.our_people)):
                yield meeting.id
