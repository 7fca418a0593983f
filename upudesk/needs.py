"""What needs somebody now: gaps, doubts, what fades, what is due, what waits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from upudesk import due, rules, tally
from upudesk.campaign import meetings
from upudesk.campaign.pledges import SOON, Wear, wear_of
from upudesk.journal import Conflict
from upudesk.model import Answer, Candidacy, FollowUp, Meeting, Member, Note
from upudesk.rules import Finding
from upudesk.snapshot import Snapshot
from upudesk.tally import Ids, Stance, Tally


@dataclass(frozen=True)
class Gap:
    """How far one of our candidacies is from a seat, by what was promised alone."""

    candidacy: Candidacy
    count: Tally
    line: float | None
    """Votes that are probably needed; None is not known."""
    either: tuple[float, float] | None = None
    """As a newcomer and as a sitting member, where it is not known which of them we are."""

    @property
    def sure(self) -> Ids:
        """The promised, and our own ballot."""
        return (*self.count.promised, *self.count.own)

    @property
    def short(self) -> float | None:
        """Votes that are missing to the line; below 0 where there are more."""
        return None if self.line is None else self.line - len(self.sure)


@dataclass(frozen=True)
class Concern:
    """A country, and those of its stances that need care."""

    member: Member
    stances: tuple[Stance, ...]
    since: date
    """The day that makes it urgent: when it fades, or when it was last said."""
    wear: Wear | None = None
    """Why a promise should be confirmed."""


@dataclass(frozen=True)
class Needs:
    """Everything at one moment; each list with the most urgent first."""

    gaps: tuple[Gap, ...]
    contradictions: tuple[Concern, ...]
    fading: tuple[Concern, ...]
    """Promises that have faded, soon will, or are old."""
    overdue: tuple[FollowUp, ...]
    coming: tuple[FollowUp, ...]
    meetings: tuple[Meeting, ...]
    """Those of the next two weeks."""
    losing_touch: tuple[due.Keeping, ...]
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    inbox: tuple[Note, ...]

    @property
    def number(self) -> int:
        """How many rows call for somebody, for the navigation."""
        lists: Iterable[tuple[object, ...]] = (
            self.contradictions, self.fading, self.overdue, self.losing_touch, self.conflicts,
            self.findings, self.inbox,
        )  # fmt: skip
        return sum(map(len, lists))


def needs(snapshot: Snapshot) -> Needs:
    """What needs somebody, on the day of the snapshot."""
    counts = [tally.tally(snapshot, candidacy.id) for candidacy in snapshot.ours]
    by_member = _stances_by_member(counts)
    return Needs(
        gaps=tuple(map(partial(gap, snapshot), snapshot.ours, counts)),
        contradictions=contradictions(snapshot, by_member),
        fading=fading(snapshot, by_member),
        overdue=due.overdue(snapshot),
        coming=coming(snapshot),
        meetings=tuple(m for m in meetings.coming(snapshot) if m.day <= _soon(snapshot)),
        losing_touch=due.due_for_contact(snapshot),
        conflicts=snapshot.conflicts,
        findings=rules.findings(snapshot),
        inbox=inbox(snapshot),
    )  # fmt: skip


def of_author(found: Needs, snapshot: Snapshot, author: str) -> Needs:
    """What of it is one official's: countries looked after, follow-ups owned; what is nobody's
    stays."""

    def mine(member: str) -> bool:
        known = snapshot.find(Member, member)
        return known is None or known.responsible in ("", author)

    def owned(follow_up: FollowUp) -> bool:
        return follow_up.owner == author or (not follow_up.owner and mine(follow_up.member))

    def about(ids: Iterable[str]) -> bool:
        members = [id for id in ids if snapshot.find(Member, id)]
        return not members or any(map(mine, members))

    return replace(
        found,
        contradictions=tuple(c for c in found.contradictions if mine(c.member.id)),
        fading=tuple(c for c in found.fading if mine(c.member.id)),
        overdue=tuple(filter(owned, found.overdue)),
        coming=tuple(filter(owned, found.coming)),
        meetings=tuple(meeting for meeting in found.meetings if any(map(mine, meeting.members))),
        losing_touch=tuple(k for k in found.losing_touch if mine(k.member.id)),
        findings=tuple(f for f in found.findings if about(f.records)),
        inbox=tuple(note for note in found.inbox if mine(note.member)),
    )


def gap(snapshot: Snapshot, own: Candidacy, count: Tally) -> Gap:
    """One of our candidacies beside the winning line, or beside both that are on record."""
    line = winning_line(snapshot, own)
    seats = rules.seats_of(snapshot, own.council, rules.group_of(snapshot, own))
    if line is not None or seats is None or own.sitting is not Answer.UNKNOWN:
        return Gap(own, count, line)
    newcomer, sitting = seats.line_newcomer, seats.line_sitting
    if newcomer is None or sitting is None:
        return Gap(own, count, None)
    return Gap(own, count, None, (newcomer, sitting))


def winning_line(snapshot: Snapshot, candidacy: Candidacy) -> float | None:
    """The votes that a seat probably takes, as entered beside the seats of the group."""
    seats = rules.seats_of(snapshot, candidacy.council, rules.group_of(snapshot, candidacy))
    return seats.winning_line(candidacy.sitting) if seats else None


# ------------------------------------------------------------------ what was said


def _stances_by_member(counts: Iterable[Tally]) -> Mapping[str, tuple[Stance, ...]]:
    by_member: dict[str, list[Stance]] = {}
    for count in counts:
        for id, stance in count.stances.items():
            if stance.decides is not None:
                by_member.setdefault(id, []).append(stance)
    return {id: tuple(stances) for id, stances in by_member.items()}


def contradictions(
    snapshot: Snapshot, by_member: Mapping[str, tuple[Stance, ...]]
) -> tuple[Concern, ...]:
    """Countries whose capital and delegate say different things, the newest first."""
    found = []
    for id, stances in by_member.items():
        doubtful = tuple(stance for stance in stances if stance.contradiction)
        if doubtful:
            since = max(pledge.day for stance in doubtful for pledge in stance.in_force)
            found.append(Concern(snapshot.get(Member, id), doubtful, since))
    return tuple(sorted(found, key=lambda c: c.since, reverse=True))


def fading(snapshot: Snapshot, by_member: Mapping[str, tuple[Stance, ...]]) -> tuple[Concern, ...]:
    """Countries whose promise has faded, soon will or is old; the most urgent first."""
    order = list(Wear)
    found = []
    for id, stances in by_member.items():
        worn = [
            (order.index(wear), pledge.fades_on or pledge.day, stance)
            for stance in stances
            if stance.promised
            for pledge in stance.in_force
            if (wear := wear_of(pledge, snapshot.today))
        ]
        if worn:
            place, day, _stance = min(worn, key=lambda one: one[:2])
            touched = tuple(dict.fromkeys(stance for *_urgency, stance in worn))
            found.append(Concern(snapshot.get(Member, id), touched, day, order[place]))
    return tuple(sorted(found, key=lambda c: (order.index(c.wear or Wear.OLD), c.since)))


# ------------------------------------------------------------------ what is to do


def coming(snapshot: Snapshot) -> tuple[FollowUp, ...]:
    """Follow-ups of today and the next two weeks."""
    until = _soon(snapshot)
    found = [
        f
        for f in snapshot.all(FollowUp)
        if f.done_on is None and f.due_on is not None and snapshot.today <= f.due_on <= until
    ]
    return tuple(sorted(found, key=lambda f: (f.due_on or date.max, f.id)))


def _soon(snapshot: Snapshot) -> date:
    return snapshot.today + timedelta(days=SOON)


def inbox(snapshot: Snapshot) -> tuple[Note, ...]:
    """Notes that wait to be sorted, the oldest first."""
    waiting = [note for note in snapshot.all(Note) if not note.sorted_into]
    return tuple(sorted(waiting, key=lambda note: (note.taken_on or date.min, note.id)))
