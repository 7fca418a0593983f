"""The record of one meeting, to be signed: by both sides, or by whoever wrote it down.

Where nothing is recorded there are lines to write on. What both sides sign holds nothing of what
only we know or think.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from reportlab.platypus import Flowable, KeepTogether, Spacer

from upudesk import i18n, telling, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _
from upudesk.model import (
    Author,
    Contact,
    FollowUp,
    Marking,
    Meeting,
    Member,
    Pledge,
    Record,
    Undertaking,
)
from upudesk.reports import paper, talking
from upudesk.reports.finish import Finished, finish
from upudesk.reports.given import disclosed_of
from upudesk.reports.grid import Look, Row
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Run
from upudesk.snapshot import Snapshot

CODE = "minutes"
AGENDA, SAID, OUTCOME, ROWS = 3, 7, 3, 3
"""So many lines to write on where nothing is recorded."""
FEW = 6
"""So many follow-ups stand on the page that is signed."""
SIDE_BY_SIDE = 2
Signature: TypeAlias = tuple[Sequence[Flowable], Sequence[Flowable], Sequence[Flowable]]


def render(
    campaign: Snapshot | Disclosed, meeting: str, language: Language,
    *, imprint: Imprint, both: bool = False,
) -> Finished:  # fmt: skip
    """The record of a meeting (its id); `both` sides sign it, or whoever wrote it down.

    Equal input gives equal bytes. Raises UnknownRecord.
    """
    disclosed = disclosed_of(campaign)
    one = talking.meeting(disclosed, meeting)
    with i18n.use(language):
        return finish(
            disclosed.snapshot, telling.dotted(_("Record of a meeting"), one.title),
            sheet(disclosed, one, both=both), imprint=imprint, marked=_records(disclosed, one),
        )  # fmt: skip


def _records(disclosed: Disclosed, meeting: Meeting) -> Iterator[Record]:
    yield meeting
    yield from talking.people(disclosed.snapshot, (*meeting.their_people, *meeting.our_people))
    yield from disclosed.snapshot.pledges_in.get(meeting.id, ())
    yield from _promised(disclosed.snapshot, meeting)
    yield from disclosed.snapshot.evidence_of.get(meeting.id, ())


def sheet(disclosed: Disclosed, meeting: Meeting, *, both: bool = False) -> Iterator[Flowable]:
    """The record from its head to where it is signed."""
    snapshot = disclosed.snapshot
    met = talking.members(snapshot, meeting)
    flag = met[0].iso2 if met else ""
    yield paper.title_block(flag, _("Record of a meeting"), meeting.title)
    yield paper.facts(list(_register(snapshot, meeting, met, both=both)), (1, 3))
    if disclosed.shows("people"):
        yield _present(snapshot, meeting, met)
    for name, title, lines in (
        ("agenda", _("Agenda"), AGENDA),
        ("notes", _("What was said"), SAID),
        ("outcome", _("Outcome"), OUTCOME),
    ):
        if f"meeting.{name}" not in disclosed.profile.fields:
            yield from _text(title, getattr(meeting, name), lines)
    if disclosed.shows("pledges"):
        yield from _pledges(snapshot, meeting, both=both)
    if disclosed.shows("undertakings"):
        yield from _undertakings(snapshot, meeting)
    if not both:
        yield from _evidence(snapshot, meeting)
    yield from _end(disclosed, meeting, met, both=both)


def _end(
    disclosed: Disclosed, meeting: Meeting, met: Sequence[Member], *, both: bool
) -> Iterator[Flowable]:
    """Who signs sees on the same page what is to be done; nobody signs an empty one."""
    snapshot = disclosed.snapshot
    signed = [*talking.withheld(disclosed, meeting.members),
              *_signatures(snapshot, meeting, met, both=both)]  # fmt: skip
    tasks = list(_follow_ups(snapshot, meeting)) if disclosed.shows("follow_ups") else []
    if len(snapshot.follow_ups_from.get(meeting.id, ())) > FEW:
        yield from tasks
        tasks = []
    yield KeepTogether([*tasks, *signed])


# ------------------------------------------------------------------ what it is entered under


def _register(
    snapshot: Snapshot, meeting: Meeting, met: Sequence[Member], *, both: bool
) -> Iterator[tuple[str, paper.Content]]:
    yield _("Register number"), paper.Rule(paper.QUIET, 0.4, 16)
    yield _("Day"), talking.day(meeting)
    yield _("Place"), meeting.place or paper.Rule(paper.QUIET, 0.4, 16)
    yield _("Countries"), i18n.current().listing([words.named(member) for member in met])
    marking = snapshot.find(Marking, meeting.marking)
    if marking:
        yield _("Marking"), words.named(marking)
    if both:
        return
    if meeting.held_on and meeting.reported_on:
        yield _("Reported"), i18n.current().date(meeting.reported_on)
    if meeting.source:
        yield _("Source"), meeting.source


def _present(snapshot: Snapshot, meeting: Meeting, met: Sequence[Member]) -> Flowable:
    us = snapshot.candidate
    theirs = list(_side(snapshot, meeting.their_people, meeting.others_present))
    ours = list(_side(snapshot, meeting.our_people))
    opposite = talking.countries(met)
    return paper.columns(
        [paper.section(_("Present for {country}").format(country=opposite)), *theirs],
        [paper.section(_("Present for {country}").format(country=words.named(us) if us else "")),
         *ours],
    )  # fmt: skip


def _side(snapshot: Snapshot, ids: Sequence[str], others: str = "") -> Iterator[Flowable]:
    present = talking.people(snapshot, ids)
    yield from talking.persons(snapshot, present)
    if others:
        yield paper.para(others, paper.SMALL)
    elif not present:
        yield from talking.blank(2)


# ------------------------------------------------------------------ what was said, what came of it


def _text(title: str, said: str, lines: int) -> Iterator[Flowable]:
    yield paper.section(title)
    yield from talking.text(said) if said.strip() else talking.blank(lines)


def _pledges(snapshot: Snapshot, meeting: Meeting, *, both: bool) -> Iterator[Flowable]:
    """What was said about us: what both sides sign has their words, not what we make of them."""
    given = snapshot.pledges_in.get(meeting.id, ())
    told = [p for p in given if p.words.strip()] if both else given
    if not told:
        return
    rows = [_pledge(snapshot, same, both=both) for same in talking.alike(told)]
    yield talking.titled(_("What was said about our candidacies"), paper.facts(rows, (1, 3)))


def _pledge(
    snapshot: Snapshot, same: Sequence[Pledge], *, both: bool
) -> tuple[str, list[str | Run]]:
    pledge = same[0]
    member = snapshot.find(Member, pledge.member)
    councils = ", ".join(words.council_of(snapshot, one.candidacy) for one in same)
    head = telling.dotted(words.named(member) if member else "", councils)
    quoted = pledge.words and _("“{words}”").format(words=pledge.words.strip())
    who = telling.speaker(pledge, snapshot)
    if both:
        return head, [Run(quoted, italic=True), f"\n{who}" if who else ""]
    told: list[str | Run] = [telling.dotted(words.level(pledge.level), telling.manner(pledge), who)]
    told += [Run(f"\n{quoted}", italic=True)] if quoted else []
    if pledge.condition:
        condition = _("Condition: {text}").format(text=pledge.condition)
        told.append(Run(f"\n{condition}", bold=True))
    return head, told


def _promised(snapshot: Snapshot, meeting: Meeting) -> list[Undertaking]:
    """What we promised in it: in answer to what was said there, or to those met on its day."""
    said = {pledge.id for pledge in snapshot.pledges_in.get(meeting.id, ())}
    return [
        undertaking
        for member in dict.fromkeys(meeting.members)
        for undertaking in snapshot.undertakings_to.get(member, ())
        if not said.isdisjoint(undertaking.pledges)
        or (meeting.held_on is not None and undertaking.promised_on == meeting.held_on)
    ]


def _undertakings(snapshot: Snapshot, meeting: Meeting) -> Iterator[Flowable]:
    rows = [(u.what, telling.terms(u)) for u in _promised(snapshot, meeting)]
    header = (_("What we promised"), _("Where and when"))
    yield talking.titled(_("Undertakings"), paper.table(header, rows or _empty(2), (3, 2)))


def _follow_ups(snapshot: Snapshot, meeting: Meeting) -> Iterator[Flowable]:
    tasks = snapshot.follow_ups_from.get(meeting.id, ())
    rows = [_task(snapshot, task) for task in sorted(tasks, key=lambda f: str(f.due_on or "9"))]
    header = (_("What is to be done"), _("Responsible"), _("Until when"))
    yield talking.titled(_("Follow-ups"), paper.table(header, rows or _empty(3), (5, 3, 2)))


def _task(snapshot: Snapshot, task: FollowUp) -> tuple[str, str, str]:
    language, owner = i18n.current(), snapshot.find(Author, task.owner)
    due = language.date(task.due_on) if task.due_on else ""
    done = _("done {day}").format(day=language.date(task.done_on)) if task.done_on else ""
    return telling.dotted(task.what, done), owner.name if owner else "", due


def _empty(columns: int) -> list[list[paper.Content]]:
    """Rows to write in."""
    return [[Spacer(0, 16) for _column in range(columns)] for _row in range(ROWS)]


def _evidence(snapshot: Snapshot, meeting: Meeting) -> Iterator[Flowable]:
    files = snapshot.evidence_of.get(meeting.id, ())
    if files:
        yield paper.section(_("Evidence"))
        yield from paper.bullets([file.name for file in files], paper.SMALL)


# ------------------------------------------------------------------ where it is signed


def _signatures(
    snapshot: Snapshot, meeting: Meeting, met: Sequence[Member], *, both: bool
) -> Iterator[Flowable]:
    yield paper.section(_("Signatures"))
    us = snapshot.candidate
    ours = talking.people(snapshot, meeting.our_people)
    own = words.named(us) if us else ""
    if not both:
        taken = _signature(snapshot, _("Written down by"), None)
        seen = _signature(snapshot, _("Seen for {country}").format(country=own), _first(ours))
        yield from _beside(taken, seen)
        return
    blocks = [_signature(snapshot, _("For {country}").format(country=own), _first(ours))]
    theirs = talking.people(snapshot, meeting.their_people)
    for member in met:
        signs = _first([person for person in theirs if person.member == member.id])
        name = _("For {country}").format(country=words.named(member))
        blocks.append(_signature(snapshot, name, signs))
    for at in range(0, len(blocks), SIDE_BY_SIDE):
        pair = blocks[at : at + SIDE_BY_SIDE]
        yield from _beside(pair[0], pair[1] if len(pair) > 1 else ((), (), ()))


def _beside(left: Signature, right: Signature) -> Iterator[Flowable]:
    """Both sides sign on one height, however long their names are."""
    for number, cells in enumerate(zip(left, right, strict=True)):
        yield Row(cells, (1, 1), Look(gap=paper.GUTTER), before=4 if number else 14)


def _first(people: Sequence[Contact]) -> Contact | None:
    return people[0] if people else None


def _signature(snapshot: Snapshot, heading: str, person: Contact | None) -> Signature:
    """A line to sign on; the name below it; the day."""
    told = paper.para(heading, replace(paper.SMALL, bold=True))
    line = [told, Spacer(0, 30), paper.Rule(paper.INK, 0.5, 6)]
    day = [paper.para(_("Date"), paper.LABEL), *talking.blank(1)]
    if person is None:
        name: list[Flowable] = [paper.para(_("Name and post"), paper.LABEL), *talking.blank(1)]
    else:
        name = [paper.para(talking.person(snapshot, person), paper.SMALL)]
    return line, name, day
