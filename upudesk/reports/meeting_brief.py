"""For one coming meeting: who sits opposite, what they want, what we ask, what we owe them, lines
to take, what was said last time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from reportlab.platypus import Flowable

from upudesk import i18n, posts, telling, words
from upudesk.campaign import meetings
from upudesk.disclosure import Disclosed
from upudesk.errors import Message
from upudesk.i18n import Language, _
from upudesk.model import (
    Author,
    Contact,
    FollowUp,
    Meeting,
    Member,
    Record,
    Undertaking,
)
from upudesk.reports import paper, talking
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.given import advises, disclosed_of
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Chip, Run
from upudesk.snapshot import Snapshot
from upudesk.talks import Talk, talk
from upudesk.tally import Stance

CODE = "meetings"
LAST = 2
"""So many earlier meetings are told."""
KNOWN = 5
"""So many of a country's people are named where nobody is named for the meeting."""
POINT = replace(paper.SMALL, bold=True, before=6, with_next=True)

Item: TypeAlias = str | Sequence[Run | str]
Side: TypeAlias = tuple[str, Sequence[Item]]
"""A heading, and what stands below it point by point."""


def render(
    campaign: Snapshot | Disclosed, meeting: str, language: Language, *, imprint: Imprint
) -> Finished:
    """The brief for a meeting (its id). Equal input gives equal bytes. Raises UnknownRecord."""
    disclosed = disclosed_of(campaign)
    snapshot = disclosed.snapshot
    one = talking.meeting(disclosed, meeting)
    with i18n.use(language):
        return finish(
            snapshot, _title(snapshot, one), _brief(disclosed, one),
            imprint=imprint, marked=_records(snapshot, one),
        )  # fmt: skip


def blocks(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Flowable]:
    """A brief for every coming meeting with one of these countries, the next one first."""
    found = _coming(disclosed.snapshot, members)
    for number, meeting in enumerate(found):
        if number:
            yield paper.new_page()
        yield from _brief(disclosed, meeting)
    if not found:
        yield head(disclosed.snapshot, _("Coming meetings"), "")
        yield paper.para(_("No meeting with these countries is planned."), paper.QUIET_BODY)


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """The records whose marking the pages carry."""
    for meeting in _coming(disclosed.snapshot, members):
        yield from _records(disclosed.snapshot, meeting)


def _coming(snapshot: Snapshot, members: Sequence[str]) -> list[Meeting]:
    wanted = set(members)
    return [m for m in meetings.coming(snapshot) if not wanted.isdisjoint(m.members)]


def _records(snapshot: Snapshot, meeting: Meeting) -> Iterator[Record]:
    yield meeting
    for id in meeting.members:
        yield from snapshot.pledges_of.get(id, ())
        yield from snapshot.undertakings_to.get(id, ())
        yield from snapshot.contacts_of.get(id, ())
        yield from snapshot.meetings_with.get(id, ())
    yield from talking.people(snapshot, meeting.our_people)


def _title(snapshot: Snapshot, meeting: Meeting) -> str:
    met = talking.countries(talking.members(snapshot, meeting))
    return _("Meeting with {countries}").format(countries=met) if met else meeting.title


def _brief(disclosed: Disclosed, meeting: Meeting) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    met = talking.members(snapshot, meeting)
    subtitle = telling.dotted(meeting.title, talking.day(meeting), meeting.place)
    yield paper.title_block(met[0].iso2 if met else "", _title(snapshot, meeting), subtitle)
    talks = [talk(snapshot, m) for m in met if m.id != snapshot.campaign.candidate]
    if len(talks) == 1:
        yield from _one(disclosed, meeting, talks[0])
    else:
        yield from _several(disclosed, meeting, talks)
    yield from talking.withheld(disclosed, meeting.members)


# ------------------------------------------------------------------ one country opposite


def _one(disclosed: Disclosed, meeting: Meeting, found: Talk) -> Iterator[Flowable]:
    snapshot, met = disclosed.snapshot, [found.member]
    who = [*_opposite(disclosed, meeting, met), *_ours(snapshot, meeting, met)]
    yield paper.columns(who, [*_stance(disclosed, found), *_agenda(meeting)])
    yield from _lines(disclosed, found)
    yield from _side_by_side(_sides(disclosed, found))
    yield from _side_by_side(_open(disclosed, found))
    if disclosed.shows("meetings"):
        yield _last_time(snapshot, meeting, found.member)


def _side_by_side(sides: Iterable[Side]) -> Iterator[Flowable]:
    """Two short lists beside each other; one alone goes across."""
    made = [[paper.section(title), *_told(items)] for title, items in sides]
    if len(made) == 2:
        yield paper.columns(*made)
    else:
        yield from (block for side in made for block in side)


def _stance(disclosed: Disclosed, found: Talk) -> Iterator[Flowable]:
    if not disclosed.shows("stance"):
        return
    yield paper.section(_("Stance towards our candidacies"))
    yield from _chips(disclosed.snapshot, found.stances)
    if not found.stances:
        yield paper.para(_("We stand for no council yet."), paper.QUIET_BODY)
    if disclosed.shows("contradictions"):
        cautions = (c for one in found.stances for c in telling.cautions(one, disclosed.snapshot))
        for caution in dict.fromkeys(cautions):
            yield paper.para(caution, paper.CAUTION)


def _chips(snapshot: Snapshot, stances: Sequence[Stance]) -> Iterator[Flowable]:
    """Council by council; a day that is the same for all of them stands once."""
    ages = [telling.age(one) for one in stances]
    for place, one in enumerate(stances):
        chip = Chip(one.state, words.symbol(one.state), words.standing_in(one.state))
        yield paper.stance(words.council_of(snapshot, one.candidacy), chip)
        if place + 1 == len(stances) or ages[place + 1] != ages[place]:
            yield paper.para(ages[place], paper.LABEL)


def _lines(disclosed: Disclosed, found: Talk) -> Iterator[Flowable]:
    if advises(disclosed) and found.lines:
        heading = paper.para(_("Lines to take"), paper.CALL)
        yield paper.callout([heading, *paper.bullets([words.say(m) for m in found.lines])])


def _sides(disclosed: Disclosed, found: Talk) -> Iterator[Side]:
    """What they want, and what we ask, the next step that we wrote down first."""
    if disclosed.shows("pledges"):
        yield _("What they want"), _said(found.wants)
    if disclosed.shows("next_step"):
        asks = _said(found.asks) if advises(disclosed) else []
        yield _("What we ask"), [*talking.points(found.member.next_step), *asks]


def _said(sentences: Iterable[Message]) -> list[str]:
    return [words.say(sentence) for sentence in sentences]


def _told(items: Sequence[Item]) -> Iterator[Flowable]:
    if items:
        yield from paper.bullets(items, paper.SMALL)
    else:
        yield talking.nothing()


def _open(disclosed: Disclosed, found: Talk) -> Iterator[Side]:
    """What is not done yet: what we promised, and what we meant to do."""
    if disclosed.shows("undertakings"):
        yield _("What we owe them"), [_promise(disclosed.snapshot, u) for u in found.owed]
    if disclosed.shows("follow_ups"):
        tasks = disclosed.snapshot.follow_ups_on.get(found.member.id, ())
        still = sorted((f for f in tasks if f.done_on is None), key=lambda f: str(f.due_on or "9"))
        yield _("Open follow-ups"), [_follow_up(disclosed.snapshot, task) for task in still]


def _promise(snapshot: Snapshot, undertaking: Undertaking) -> Item:
    told = telling.dotted(undertaking.what, telling.terms(undertaking))
    return [told, *talking.overdue(undertaking.due_on, snapshot)]


def _follow_up(snapshot: Snapshot, task: FollowUp) -> Item:
    due = i18n.current().date(task.due_on) if task.due_on else ""
    owner = snapshot.find(Author, task.owner)
    told = telling.dotted(due, task.what, owner.name if owner else "")
    return [told, *talking.overdue(task.due_on, snapshot)]


# ------------------------------------------------------------------ several countries opposite


def _several(disclosed: Disclosed, meeting: Meeting, talks: Sequence[Talk]) -> Iterator[Flowable]:
    """Who is there and the agenda once; then country by country."""
    snapshot, met = disclosed.snapshot, [found.member for found in talks]
    ours = [*_ours(snapshot, meeting, met), *_agenda(meeting)]
    yield paper.columns(list(_opposite(disclosed, meeting, met)), ours)
    for found in talks:
        yield from _country(disclosed, meeting, found)


def _country(disclosed: Disclosed, meeting: Meeting, found: Talk) -> Iterator[Flowable]:
    """What is known point by point; what is not, in one line."""
    snapshot, member = disclosed.snapshot, found.member
    standing = paper.para(_standing(snapshot, found.stances), paper.SMALL)
    shown = [standing] if disclosed.shows("stance") else []
    sides = list(_points(disclosed, meeting, found))
    told = [_under(title, items) for title, items in sides if items]
    first = [*shown, *(told[0] if told else [])]
    yield talking.titled(words.named(member), *first)
    yield from (block for blocks in told[1:] for block in blocks)
    if empty := [title for title, items in sides if not items]:
        nothing = telling.dotted(", ".join(empty), _("nothing recorded"))
        yield paper.para(nothing, replace(paper.LABEL, before=6))


def _points(disclosed: Disclosed, meeting: Meeting, found: Talk) -> Iterator[Side]:
    if advises(disclosed):
        yield _("Lines to take"), _said(found.lines)
    yield from _sides(disclosed, found)
    yield from _open(disclosed, found)
    if disclosed.shows("meetings"):
        earlier = _earlier(disclosed.snapshot, meeting, found.member)[:1]
        yield _("What was said last time"), [_in_short(m) for m in earlier]


def _standing(snapshot: Snapshot, stances: Sequence[Stance]) -> list[str | Run]:
    told: list[str | Run] = []
    for one in stances:
        told.append(("\u2003" if told else "") + f"{words.council_of(snapshot, one.candidacy)} ")
        told.append(Run(f"{words.symbol(one.state)} {words.standing_in(one.state)}", bold=True))
    return told


def _under(title: str, items: Sequence[Item]) -> list[Flowable]:
    return [paper.para(title, POINT), *paper.bullets(items, paper.SMALL)]


def _in_short(meeting: Meeting) -> str:
    said = meeting.outcome.strip() or meeting.notes.strip()
    return telling.dotted(telling.when(meeting), meeting.title) + (f"\n{said}" if said else "")


# ------------------------------------------------------------------ who is there


def _opposite(disclosed: Disclosed, meeting: Meeting, met: Sequence[Member]) -> Iterator[Flowable]:
    if not disclosed.shows("people"):
        return
    snapshot = disclosed.snapshot
    yield paper.section(_("Opposite us"))
    named = talking.people(snapshot, meeting.their_people)
    yield from _grouped(snapshot, named, met)
    if meeting.others_present:
        yield paper.para(meeting.others_present, paper.SMALL)
    if not named:
        yield from _known(snapshot, met)


def _grouped(
    snapshot: Snapshot, named: Sequence[Contact], met: Sequence[Member]
) -> Iterator[Flowable]:
    """Country by country, where there are several."""
    if len(met) < 2:
        yield from talking.persons(snapshot, named)
        return
    for member in met:
        if own := [contact for contact in named if contact.member == member.id]:
            yield paper.para(words.named(member), replace(paper.LABEL, with_next=True))
            yield from talking.persons(snapshot, own)
    of_them = {member.id for member in met}
    yield from talking.persons(snapshot, [c for c in named if c.member not in of_them])


def _known(snapshot: Snapshot, met: Sequence[Member]) -> Iterator[Flowable]:
    """Where nobody is named for the meeting: those whom we know there."""
    known = [c for m in met for c in snapshot.contacts_of.get(m.id, ())]
    known = [c for c in known if not posts.has_left(snapshot, c)]
    if not known:
        yield paper.para(_("Nobody is named yet, and we know nobody there."), paper.QUIET_BODY)
        return
    yield paper.para(_("Nobody is named yet. We know:"), paper.LABEL)
    known.sort(key=partial(talking.by_post, snapshot))
    yield from _grouped(snapshot, known[: KNOWN * len(met)], met)


def _ours(snapshot: Snapshot, meeting: Meeting, met: Sequence[Member]) -> Iterator[Flowable]:
    yield paper.section(_("Our side"))
    own = talking.people(snapshot, meeting.our_people)
    yield from talking.persons(snapshot, own)
    responsible = {m.responsible for m in met}
    names = [a.name for a in snapshot.authors if a.id in responsible]
    if names:
        named = i18n.current().listing(names)
        yield paper.para(_("Responsible: {names}").format(names=named), paper.LABEL)
    if not own and not names:
        yield paper.para(_("Nobody is named yet."), paper.QUIET_BODY)


# ------------------------------------------------------------------ texts and records


def _agenda(meeting: Meeting) -> Iterator[Flowable]:
    yield paper.section(_("Agenda"))
    points = talking.points(meeting.agenda)
    if points:
        yield from talking.numbered(points, paper.SMALL)
    else:
        yield talking.nothing()


def _earlier(snapshot: Snapshot, meeting: Meeting, member: Member) -> list[Meeting]:
    """What was held before it with this country, the latest first."""
    before = min(meeting.day, snapshot.today)
    found = [
        m
        for m in snapshot.meetings_with.get(member.id, ())
        if m.id != meeting.id and m.day <= before and not meetings.is_coming(m, snapshot.today)
    ]
    return sorted(found, key=lambda m: (m.day, m.id), reverse=True)


def _last_time(snapshot: Snapshot, meeting: Meeting, member: Member) -> Flowable:
    earlier = _earlier(snapshot, meeting, member)[:LAST]
    told = [(telling.when(m), _told_of(snapshot, m)) for m in earlier]
    never = paper.para(_("We have not met before, as far as is recorded."), paper.LABEL)
    held = paper.facts(told, (1, 4)) if earlier else never
    return talking.titled(_("What was said last time"), held)


def _told_of(snapshot: Snapshot, meeting: Meeting) -> Flowable:
    return paper.running(list(_held(snapshot, meeting)), paper.SMALL)


def _held(snapshot: Snapshot, meeting: Meeting) -> Iterator[str | Run]:
    yield Run(telling.dotted(meeting.title, meeting.place), bold=True)
    if meeting.notes.strip():
        yield f"\n{meeting.notes.strip()}"
    if meeting.outcome.strip():
        outcome = _("Outcome: {text}").format(text=meeting.outcome.strip())
        yield Run(f"\n{outcome}", bold=True)
    for pledge in snapshot.pledges_in.get(meeting.id, ()):
        council = words.council_of(snapshot, pledge.candidacy)
        said = pledge.words and _("“{words}”").format(words=pledge.words)
        told = telling.dotted(council, words.level(pledge.level), said)
        yield Run(f"\n{told}", colour=paper.QUIET)
