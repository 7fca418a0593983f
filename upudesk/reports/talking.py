"""What several papers share: who was or will be there, texts with their lists, lines to fill in by
hand, what is overdue or stays inside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from reportlab.platypus import Flowable, Spacer

from upudesk import disclosure_words, i18n, telling, words
from upudesk.disclosure import Disclosed
from upudesk.errors import N_, UnknownRecord
from upudesk.i18n import _, ngettext
from upudesk.model import Answer, Contact, Meeting, Member, Pledge, Precision, Role
from upudesk.reports import paper
from upudesk.reports.grid import Stack
from upudesk.reports.paper import Run, Style
from upudesk.reports.typeset import beginning
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot

MANY = 3
"""More countries than that are counted in a title, not named."""
LINE = 26
"""So far apart are the lines to write on."""
ITEM = replace(paper.BODY, indent=20)
_ITEM = re.compile(r"^\s*(?:[-*•–]|(?P<number>[0-9๐-๙]{1,3}[.)]))\s+")


def meeting(disclosed: Disclosed, id: str) -> Meeting:
    """The meeting of that id; raises UnknownRecord where it is gone or stays inside."""
    found = disclosed.snapshot.find(Meeting, id)
    if found is None and any(record.id == id for record in disclosed.withheld):
        raise UnknownRecord(N_("This meeting stays inside: these readers may not know of it."))
    return found or disclosed.snapshot.get(Meeting, id)


def members(snapshot: Snapshot, meeting: Meeting) -> list[Member]:
    """The countries met, in the order in which they were named."""
    return [m for id in meeting.members if (m := snapshot.find(Member, id))]


def countries(met: Sequence[Member]) -> str:
    """Who is met, short enough for a title."""
    if len(met) > MANY:
        told = ngettext("{count} country", "{count} countries", len(met))
        return told.format(count=i18n.current().number(len(met)))
    return i18n.current().listing([words.named(member) for member in met])


def day(meeting: Meeting) -> str:
    """The day with its weekday, as far as it is known."""
    if meeting.held_on and meeting.precision is Precision.DAY:
        return i18n.current().full_date(meeting.held_on)
    return telling.when(meeting)


def called(contact: Contact) -> str:
    """Form of address and name."""
    return " ".join(filter(None, (contact.form_of_address, contact.name)))


def person(snapshot: Snapshot, contact: Contact) -> list[str | Run]:
    """What somebody is called, the post below."""
    post = telling.post_now(contact, snapshot)
    told: list[str | Run] = [Run(called(contact), bold=True)]
    if post:
        what = telling.dotted(post.title or words.role(post.role), post.organisation)
        told.append(Run(f"\n{what}", colour=paper.QUIET))
    return told


def people(snapshot: Snapshot, ids: Iterable[str]) -> list[Contact]:
    return [contact for id in ids if (contact := snapshot.find(Contact, id))]


def by_post(snapshot: Snapshot, contact: Contact) -> tuple[int, str]:
    """Delegates first, for they vote; then by rank of post, those without one last."""
    post = telling.post_now(contact, snapshot)
    order = [Role.DELEGATE, *(role for role in Role if role is not Role.DELEGATE)]
    return (order.index(post.role) if post else len(order)), contact.name


def persons(snapshot: Snapshot, present: Iterable[Contact]) -> Iterator[Flowable]:
    for contact in present:
        yield paper.para(person(snapshot, contact), paper.SMALL)
        yield Spacer(0, 5)


def text(said: str) -> Iterator[Flowable]:
    """A text as it was written, its lists as lists."""
    for line in beginning(said.strip()).splitlines():
        item = _ITEM.match(line)
        if item:
            marker = item["number"] or "•"
            yield paper.para(line[item.end() :], ITEM, marker=marker)
        elif line.strip():
            yield paper.running(line)
        else:
            yield Spacer(0, ITEM.leading / 2)


def points(said: str) -> list[str]:
    """The lines of a text without the markers of its lists."""
    lines = (_ITEM.sub("", line).strip() for line in beginning(said).splitlines())
    return [line for line in lines if line]


def numbered(items: Sequence[str], style: Style) -> Iterator[Flowable]:
    hanging = replace(style, indent=18)
    for number, item in enumerate(items, 1):
        yield paper.para(item, hanging, marker=f"{i18n.current().number(number)}.")


def alike(pledges: Iterable[Pledge]) -> list[list[Pledge]]:
    """What was said of several councils in one breath belongs together."""
    found: dict[Pledge, list[Pledge]] = {}
    for pledge in pledges:
        found.setdefault(replace(pledge, id="", candidacy=""), []).append(pledge)
    return list(found.values())


def overdue(due_on: date | None, snapshot: Snapshot) -> list[Run]:
    """Behind what is still open: that its day is over."""
    if due_on is None or due_on >= snapshot.today:
        return []
    return [Run("\u00a0· " + _("overdue"), colour=paper.WARNING, bold=True)]


def titled(title: str, *blocks: Flowable) -> Flowable:
    """A heading with what it heads: it never stays behind where a table goes on the next page."""
    heading = paper.section(title)
    heading.keepWithNext = 1
    return Stack([heading, *blocks], before=heading.getSpaceBefore())


def voters(snapshot: Snapshot, members: Sequence[Member]) -> str:
    """How many of them can vote, cannot, and of how many it is not known."""
    found = [can_vote(snapshot, member) for member in members]
    number = i18n.current().number
    return _("can vote: {yes} · cannot: {no} · not known: {open} · of {all}").format(
        yes=number(found.count(Answer.YES)), no=number(found.count(Answer.NO)),
        open=number(found.count(Answer.UNKNOWN)), all=number(len(found)),
    )  # fmt: skip


def nothing() -> Flowable:
    return paper.para(_("Nothing recorded."), paper.LABEL)


def blank(lines: int) -> Iterator[Flowable]:
    """Lines to write on by hand."""
    for _number in range(lines):
        yield paper.Rule(paper.QUIET, 0.4, LINE)


def withheld(disclosed: Disclosed, of: Sequence[str] | None) -> Iterator[Flowable]:
    """That something stays inside, where the profile lets it be said."""
    if told := disclosure_words.withheld(disclosed, of):
        yield Spacer(0, 12)
        yield paper.para(told, paper.LABEL)
