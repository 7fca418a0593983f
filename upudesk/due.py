"""What is due and what is late: follow-ups by their day, countries by their last contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter

from upudesk.model import FollowUp, Form, Letter, Level, Meeting, Member, Pledge, Undertaking
from upudesk.snapshot import Snapshot

SECOND_HAND = (Form.HEARSAY, Form.PUBLIC_REPORT, Form.GROUP_ENDORSEMENT)
"""Forms in which something reached us without anybody of the country being in touch with us."""


class Due(StrEnum):
    """Where a follow-up stands on a day; in the order in which one looks at them."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"
    DONE = "done"


ORDER = {due: place for place, due in enumerate(Due)}


def due(follow_up: FollowUp, today: date) -> Due:
    """Overdue stays overdue until it is done; a week ends with its Sunday."""
    if follow_up.done_on is not None:
        return Due.DONE
    if follow_up.due_on is None:
        return Due.UNDATED
    if follow_up.due_on <= today:
        return Due.TODAY if follow_up.due_on == today else Due.OVERDUE
    sunday = today + timedelta(days=6 - today.weekday())
    return Due.WEEK if follow_up.due_on <= sunday else Due.LATER


def overdue(snapshot: Snapshot) -> tuple[FollowUp, ...]:
    """Every follow-up that is late, the latest first."""
    late = [f for f in snapshot.all(FollowUp) if due(f, snapshot.today) is Due.OVERDUE]
    return tuple(sorted(late, key=lambda f: (f.due_on or date.max, f.id)))


# ------------------------------------------------------------------ keeping in touch


Touched = Meeting | Pledge | Undertaking | Letter


@dataclass(frozen=True)
class Touch:
    """One contact with a country: the day, and the record that tells of it."""

    day: date
    record: Touched


@dataclass(frozen=True)
class Keeping:
    """How a country is kept in touch with: how often, the last time, the day of the next."""

    member: Member
    every: int | None
    last: Touch | None
    due_on: date | None
    """None where nobody said how often."""

    def days_since(self, today: date) -> int | None:
        return (today - self.last.day).days if self.last else None

    def is_due(self, today: date) -> bool:
        return self.due_on is not None and self.due_on <= today


def last_contact(snapshot: Snapshot, member: str) -> Touch | None:
    """The latest day on which we were in touch: a meeting, a letter, a word given or promised.

    What others say or print about a country is no contact with it.
    """
    today = snapshot.today
    held = (found for found in _touches(snapshot, member) if found[0] <= today)
    last = max(held, key=itemgetter(0), default=None)
    return Touch(*last) if last else None


def touches(snapshot: Snapshot, member: str) -> list[Touch]:
    """Every contact with a country, the latest first; a letter and what it asks for are one."""
    held = [found for found in _touches(snapshot, member) if found[0] <= snapshot.today]
    return [Touch(*found) for found in sorted(held, key=itemgetter(0), reverse=True)]


def _touches(snapshot: Snapshot, member: str) -> Iterator[tuple[date, Touched]]:
    letters = snapshot.letters_to.get(member, ())
    for letter in letters:
        if letter.written_on:
            yield letter.written_on, letter
    told = {id for letter in letters for id in letter.pledges}
    for meeting in snapshot.meetings_with.get(member, ()):
        if day := meeting.held_on or meeting.reported_on:
            yield day, meeting
    for pledge in snapshot.pledges_of.get(member, ()):
        direct = pledge.level is Level.ASKED or pledge.form not in SECOND_HAND
        if direct and pledge.id not in told and (day := pledge.given_on or pledge.reported_on):
            yield day, pledge
    for undertaking in snapshot.undertakings_to.get(member, ()):
        if undertaking.promised_on:
            yield undertaking.promised_on, undertaking


def keeping(snapshot: Snapshot, member: Member) -> Keeping:
    """When this country is to be contacted next; one never contacted is due since the beginning."""
    last, every = last_contact(snapshot, member.id), member.contact_every_days
    if every is None:
        return Keeping(member, None, last, None)
    if last is None:
        return Keeping(member, every, None, _beginning(snapshot))
    return Keeping(member, every, last, last.day + timedelta(days=min(every, _LONG)))


_LONG = 36_500
"""No contact is planned further ahead than a century, whatever was typed."""


def _beginning(snapshot: Snapshot) -> date:
    return min(snapshot.campaign.begins_on or snapshot.today, snapshot.today)


def keepings(snapshot: Snapshot) -> tuple[Keeping, ...]:
    """Every other country: those due first, the longest first, then the others in their order."""
    own = snapshot.campaign.candidate
    found = [keeping(snapshot, member) for member in snapshot.members if member.id != own]
    return tuple(sorted(found, key=lambda kept: kept.due_on or date.max))


def due_for_contact(snapshot: Snapshot) -> tuple[Keeping, ...]:
    """The countries that are to be contacted by now, each with the day since when."""
    return tuple(kept for kept in keepings(snapshot) if kept.is_due(snapshot.today))
