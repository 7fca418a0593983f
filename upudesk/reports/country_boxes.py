"""What stands in the boxes of a country's page: each from the records of that country alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportlab.platypus import Flowable

from upudesk import i18n, tally, telling, words
from upudesk.campaign.meetings import is_coming
from upudesk.disclosure import Disclosed
from upudesk.errors import N_
from upudesk.i18n import _, ngettext
from upudesk.model import (
    Answer,
    Author,
    Candidacy,
    Contact,
    FollowUp,
    Meeting,
    Member,
    Pledge,
    Record,
    Undertaking,
)
from upudesk.reports import paper, talking
from upudesk.reports.folio import Box
from upudesk.reports.grid import Look, Row
from upudesk.reports.paper import FINE, LABEL, SMALL, Chip, Run, para
from upudesk.rules import can_vote, proxies_held
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance

MEETINGS = 5
"""So many of the last meetings are printed with their notes."""
FACT = Look(above=1, below=1.5, rule=paper.HAIRLINE)
DENSE = replace(SMALL, leading=13.5)
TIGHT = replace(FINE, colour=paper.INK)
_BESIDE = (20, 80)


def box(disclosed: Disclosed, code: str, member: Member) -> Box:
    """A box by its code."""
    title, blocks, tinted = _BOXES[code]
    return Box(_(title), list(blocks(disclosed, member)) or [talking.nothing()], tinted)


def records(disclosed: Disclosed, code: str, member: str) -> Iterator[Record]:
    """What a box tells of, as far as it can be marked."""
    snapshot = disclosed.snapshot
    if code in ("stance", "pledges"):
        for pledge in snapshot.pledges_of.get(member, ()):
            yield pledge
            yield from snapshot.evidence_of.get(pledge.id, ())
    elif code == "undertakings":
        yield from snapshot.undertakings_to.get(member, ())
    elif code == "people":
        yield from snapshot.contacts_of.get(member, ())
    elif code == "meetings":
        yield from _shown(snapshot, member)


def _facts(
    pairs: Sequence[tuple[str, paper.Content]], shares: tuple[float, float]
) -> Iterator[Flowable]:
    for label, content in pairs:
        cell = content if isinstance(content, Flowable) else para(content, DENSE)
        yield Row([[para(label, replace(DENSE, colour=paper.QUIET))], [cell]], shares, FACT)


def _day(record: Pledge | Meeting) -> str:
    """A date stays in one line, also where something stands before it."""
    date = i18n.current().date(record.day)
    return telling.when(record).replace(date, date.replace(" ", "\u00a0"))


# ------------------------------------------------------------------ stance and voting right


def _stance(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    stances = {c: tally.stance(snapshot, member.id, c.id) for c in snapshot.ours}
    yield from (_chip(snapshot, c, s) for c, s in stances.items())
    both = disclosed.shows("contradictions")
    told = {words.council_of(snapshot, c): _told(s, snapshot, both) for c, s in stances.items()}
    # What both councils were told in one statement is printed once.
    same = len(set(told.values())) == 1
    for council, lines in list(told.items())[: 1 if same else None]:
        yield from _below("" if same else council, lines)
    if not stances:
        yield para(_("We stand for no council yet."), LABEL)


def _chip(snapshot: Snapshot, candidacy: Candidacy, stance: Stance) -> Flowable:
    state = stance.state
    chip = Chip(state, words.symbol(state), words.standing_in(state))
    return paper.stance(words.council_of(snapshot, candidacy), chip)


def _told(stance: Stance, snapshot: Snapshot, both: bool) -> _Lines:
    """Where a stance comes from, and what needs care about it; where the two sides differ, only
    who may know that is told what `both` say."""
    if not both and stance.decides:
        stance = replace(stance, in_force=(stance.decides,))
    pledge = stance.decides or stance.waiting
    source = ""
    if pledge:
        speaker = telling.speaker(pledge, snapshot)
        source = telling.dotted(telling.manner(pledge), speaker, telling.age(stance))
    cautions = " ".join(telling.cautions(stance, snapshot))
    return _Lines(source, cautions, _sides(stance) if stance.contradiction else "")


class _Lines(NamedTuple):
    """What is told below a stance."""

    source: str
    cautions: str
    sides: str


def _below(council: str, lines: _Lines) -> Iterator[Flowable]:
    looks = (paper.QUIET, paper.WARNING, paper.INK)
    runs = [Run(line, colour=look) for line, look in zip(lines, looks, strict=True) if line]
    if runs:
        heading = [Run(f"{council}  ", bold=True, colour=paper.INK)] if council else []
        yield para([*heading, *_side_by_side(runs)], FINE)


def _sides(stance: Stance) -> str:
    return telling.dotted(
        *(
            f"{words.side(said.side)} {words.level(said.level)} ({telling.when(said)})"
            for said in stance.in_force
        )
    )


def _voting(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    known: list[tuple[str, paper.Content]] = [
        (_("Can vote"), [Run(words.answer(can_vote(snapshot, member)), bold=True)]),
        (_("Right to vote"), words.answer(member.voting_right)),
        (_("Arrears"), words.answer(member.arrears)),
        (_("Credentials"), words.answer(member.credentials)),
        (_("Present"), words.answer(member.presence)),
        (_("Proxy given"), _proxy(snapshot, member)),
    ]
    held = [snapshot.find(Member, id) for id in proxies_held(snapshot).get(member.id, ())]
    if held:
        names = i18n.current().listing([words.named(m) for m in held if m])
        known.append((_("Holds the proxy of"), names))
    return _facts(known, (2, 1))


def _proxy(snapshot: Snapshot, member: Member) -> str:
    holder = snapshot.find(Member, member.proxy_holder)
    given = words.answer(member.proxy_given)
    if member.proxy_given is not Answer.YES or not holder:
        return given
    return _("to {country}").format(country=words.named(holder))


def _next_step(_disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    steps = talking.points(member.next_step)
    if len(steps) == 1:
        yield para(steps[0], paper.BODY)
    else:
        yield from paper.bullets(steps, SMALL)


def _notes(_disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    if member.notes.strip():
        yield paper.running(member.notes, SMALL)


# ------------------------------------------------------------------ what was said and promised


def _pledges(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    statements = _statements(snapshot.pledges_of.get(member.id, ()))
    for same in statements:
        yield paper.entry(_statement(snapshot, same), _details(snapshot, same[0]), (20, 12, 20, 48))


def _statements(pledges: Sequence[Pledge]) -> list[list[Pledge]]:
    """Pledges, newest first; one statement about several candidacies is one row."""
    same = talking.alike(sorted(pledges, key=lambda p: (p.day, p.id)))
    return sorted(same, key=lambda found: (found[-1].day, found[-1].id), reverse=True)


def _statement(snapshot: Snapshot, same: Sequence[Pledge]) -> list[str]:
    pledge = same[0]
    return [
        _day(pledge),
        ", ".join(_councils(snapshot, same)),
        words.level(pledge.level),
        telling.dotted(telling.manner(pledge), telling.speaker(pledge, snapshot)),
    ]


def _councils(snapshot: Snapshot, same: Sequence[Pledge]) -> list[str]:
    about = {pledge.candidacy for pledge in same}
    ours = [c for c in snapshot.ours if c.id in about]
    rivals = [c for c in snapshot.all(Candidacy) if c.id in about and c not in ours]
    return [words.council_of(snapshot, c) for c in ours] + [
        words.about(c, snapshot) for c in rivals
    ]


def _details(snapshot: Snapshot, pledge: Pledge) -> list[Run | str]:
    """The exact words, to whom and where, condition, note, source, evidence: as far as known."""
    language = i18n.current()
    to = _("to {who}").format(who=pledge.said_to) if pledge.said_to and pledge.form else ""
    fades = pledge.fades_on and _("fades on {day}").format(day=language.date(pledge.fades_on))
    source = f"{pledge.source} ({words.certainty(pledge.grade)})" if pledge.source else ""
    attached = [e.name for e in snapshot.evidence_of.get(pledge.id, ())]
    told = [
        Run(pledge.words and _("“{words}”").format(words=pledge.words), italic=True),
        Run(telling.dotted(to, pledge.place, pledge.witness)),
        Run(pledge.condition and _("Condition: {text}").format(text=pledge.condition), bold=True),
        Run(fades or "", colour=paper.WARNING),
        Run(pledge.note, colour=paper.QUIET),
        Run(source and _("Source: {text}").format(text=source), colour=paper.QUIET),
        Run(_("Evidence: {name}").format(name=", ".join(attached)) if attached else ""),
    ]
    return _side_by_side([run for run in told if run.text])


def _side_by_side(runs: Sequence[Run]) -> list[Run | str]:
    """With a dot between each two."""
    return [part for run in runs for part in ("\u00a0· ", run)][1:]


def _undertakings(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    given = disclosed.snapshot.undertakings_to.get(member.id, ())
    for undertaking in sorted(given, key=lambda u: (str(u.due_on or "9"), u.id)):
        told = telling.dotted(_terms(undertaking), undertaking.note)
        yield _item([para(undertaking.what, SMALL), para(told, FINE)])


def _terms(undertaking: Undertaking) -> str:
    return telling.dotted(words.fulfilment(undertaking.fulfilment), telling.terms(undertaking))


def _item(blocks: Sequence[Flowable]) -> Flowable:
    """A thing and what is said of it, in a narrow column."""
    return Row([blocks], (1,), FACT)


# ------------------------------------------------------------------ people, meetings, what is to do


def _people(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    """Two beside each other."""
    snapshot = disclosed.snapshot
    people = [_person(snapshot, c) for c in snapshot.contacts_of.get(member.id, ())]
    for left in range(0, len(people), 2):
        pair = people[left : left + 2]
        yield Row(pair, [1 for _person in pair], replace(FACT, gap=paper.GUTTER))


def _person(snapshot: Snapshot, contact: Contact) -> list[Flowable]:
    """The name, what the person is, how to reach the person."""
    post = telling.post_now(contact, snapshot)
    others = map(Run, contact.other_names)
    called = _side_by_side([Run(talking.called(contact), bold=True), *others])
    tenure = telling.tenure(post, snapshot) if post else ""
    held = (words.role(post.role), post.title, post.organisation, tenure) if post else ()
    reach = telling.dotted(*contact.reach, *contact.languages)
    told = [*([para(telling.dotted(*held), TIGHT)] if held else []),
            *([para(reach, FINE)] if reach else [])]  # fmt: skip
    return [para(called, SMALL), *told]


def _meetings(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    """The next one that is agreed, then those that were held, the last one first."""
    snapshot = disclosed.snapshot
    shown = _shown(snapshot, member.id)
    for meeting in shown:
        yield Row([[para(_day(meeting), LABEL)], list(_meeting(snapshot, meeting))],
                  _BESIDE, FACT)  # fmt: skip
    more = len(snapshot.meetings_with.get(member.id, ())) - len(shown)
    if more > 0:
        count = i18n.current().number(more)
        earlier = ngettext("{count} earlier meeting", "{count} earlier meetings", more)
        yield para(earlier.format(count=count), LABEL)


def _shown(snapshot: Snapshot, member: str) -> list[Meeting]:
    known = sorted(snapshot.meetings_with.get(member, ()), key=lambda m: (m.day, m.id))
    coming = [m for m in known if is_coming(m, snapshot.today)]
    held = [m for m in known if not is_coming(m, snapshot.today)]
    return [*coming[:1], *held[: -MEETINGS - 1 : -1]]


def _meeting(snapshot: Snapshot, meeting: Meeting) -> Iterator[Flowable]:
    """What came of it first, since that is what a reader looks for."""
    coming = is_coming(meeting, snapshot.today)
    title: list[str | Run] = [Run(meeting.title, bold=True)]
    title += [f"\u00a0· {meeting.place}"] if meeting.place else []
    title += (
        [Run("\u00a0· " + _("still to come"), bold=True, colour=paper.ACCENT)] if coming else []
    )
    yield para(title, SMALL)
    if meeting.outcome:
        yield para(_("Outcome: {text}").format(text=meeting.outcome), replace(SMALL, bold=True))
    if meeting.notes.strip():
        yield paper.running(meeting.notes, SMALL)
    if aside := _aside(snapshot, meeting):
        yield para(aside, FINE)


def _aside(snapshot: Snapshot, meeting: Meeting) -> str:
    """Who was there, and how it is known; what was on the agenda, while nothing else is told."""
    people = [snapshot.find(Contact, id) for id in (*meeting.their_people, *meeting.our_people)]
    present = ", ".join([*(c.name for c in people if c), *filter(None, [meeting.others_present])])
    agenda = "" if meeting.notes.strip() else meeting.agenda.strip()
    return telling.dotted(
        _("Agenda: {text}").format(text=agenda) if agenda else "",
        _("Present: {people}").format(people=present) if present else "",
        _("Source: {text}").format(text=meeting.source) if meeting.source else "",
    )


def _follow_ups(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    still_open = [f for f in snapshot.follow_ups_on.get(member.id, ()) if f.done_on is None]
    for follow_up in sorted(still_open, key=lambda f: (str(f.due_on or "9"), f.id)):
        yield _item([para(follow_up.what, SMALL), para(_due(snapshot, follow_up), FINE)])


def _due(snapshot: Snapshot, follow_up: FollowUp) -> list[str | Run]:
    due = i18n.current().date(follow_up.due_on) if follow_up.due_on else _("no date")
    owner = snapshot.find(Author, follow_up.owner)
    told = telling.dotted(due, owner.name if owner else "")
    return [told, *talking.overdue(follow_up.due_on, snapshot)]


def _results(disclosed: Disclosed, member: Member) -> Iterator[Flowable]:
    snapshot, year = disclosed.snapshot, i18n.current().year
    known = sorted(snapshot.results_of.get(member.id, ()), key=lambda r: (-r.year, r.council))
    councils = {council.id: words.short(council) for council in snapshot.councils}
    for result in known:
        where = f"{year(result.year)} {councils.get(result.council, '')}".strip()
        yield para(
            [Run(where, colour=paper.QUIET), f"\u00a0 {telling.outcome(result, sure=False)}"], TIGHT
        )


_Make = Callable[[Disclosed, Member], Iterator[Flowable]]
_BOXES: dict[str, tuple[str, _Make, bool]] = {
    "stance": (N_("Stance towards our candidacies"), _stance, False),
    "voting": (N_("Voting right"), _voting, False),
    "next_step": (N_("Next step: what we ask"), _next_step, True),
    "notes": (N_("Notes"), _notes, False),
    "pledges": (N_("Pledge history"), _pledges, False),
    "meetings": (N_("Last meetings"), _meetings, False),
    "people": (N_("People"), _people, False),
    "undertakings": (N_("What we promised"), _undertakings, False),
    "follow_ups": (N_("Open follow-ups"), _follow_ups, False),
    "results": (N_("Earlier results"), _results, False),
}
"""By the code of a box: its heading, what stands in it, and whether it stands on a tint."""
