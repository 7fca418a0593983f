"""The briefing of one country on paper: what it says of us, who its people are, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import Flowable
from reportlab.platypus.doctemplate import ActionFlowable

from upudesk import i18n, tally, telling, words
from upudesk.i18n import Language, _, ngettext
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
from upudesk.reports import paper
from upudesk.reports.finish import Finished, finish
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Chip, Run
from upudesk.rules import can_vote, proxies_held
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance

MEETINGS = 5
"""So many of the last meetings are printed with their notes."""


def render(
    snapshot: Snapshot,
    members: str | Sequence[str],
    language: Language,
    *,
    imprint: Imprint,
    each: Callable[[], None] | None = None,
) -> Finished:
    """The briefing of a member (its id), or of several one after another, as PDF.

    The language is that of the paper; the text of notes stays as it was written. Equal input gives
    equal bytes. `each` is called twice for every member, when its text is gathered and when it is
    set, and may raise to break off. Raises UnknownRecord.
    """
    chosen = [
        snapshot.get(Member, id) for id in ([members] if isinstance(members, str) else members)
    ]
    with i18n.use(language):
        story: list[Flowable] = []
        for member in chosen:
            story += [paper.new_page()] if story else []
            story += _country(snapshot, member)
            if each is not None:
                each()
                story.append(_Reached(each))
        named = language.listing([words.named(member) for member in chosen])
        return finish(
            snapshot,
            _("Briefing: {countries}").format(countries=named),
            story,
            imprint=imprint,
            marked=[record for member in chosen for record in _about(snapshot, member)],
        )


class _Reached(ActionFlowable):  # type: ignore[misc]
    """Nothing to see: tells that the setting has come so far."""

    def __init__(self, told: Callable[[], None]) -> None:
        super().__init__()
        self._told = told

    def apply(self, doc: object) -> None:
        self._told()


def _about(snapshot: Snapshot, member: Member) -> Iterator[Record]:
    yield from snapshot.pledges_of.get(member.id, ())
    yield from snapshot.undertakings_to.get(member.id, ())
    yield from snapshot.contacts_of.get(member.id, ())
    yield from snapshot.meetings_with.get(member.id, ())


def _country(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    """Top to bottom as the country page on the screen."""
    yield paper.title_block(member.iso2, words.named(member), _subtitle(snapshot, member))
    stances = {c: tally.stance(snapshot, member.id, c.id) for c in snapshot.ours}
    yield paper.columns(list(_stances(snapshot, stances)), list(_voting(snapshot, member)))
    yield from _contradictions(snapshot, stances)
    yield from _next_step(member)
    yield from _pledges(snapshot, member)
    yield from _undertakings(snapshot, member)
    yield from _people(snapshot, member)
    yield from _meetings(snapshot, member)
    yield from _follow_ups(snapshot, member)
    yield from _results(snapshot, member)
    if member.notes:
        yield paper.section(_("Notes"))
        yield paper.para(member.notes)


def _subtitle(snapshot: Snapshot, member: Member) -> str:
    official = getattr(member, f"official_{i18n.current().code}") or member.official_en
    official = "" if official == words.named(member) else official
    return telling.dotted(official, telling.belongs_to(member, snapshot))


# ------------------------------------------------------------------ stance and voting right


def _stances(snapshot: Snapshot, stances: dict[Candidacy, Stance]) -> Iterator[Flowable]:
    yield paper.section(_("Stance towards our candidacies"))
    told = [(_chip(snapshot, c, s), _told(s, snapshot)) for c, s in stances.items()]
    for number, (chip, details) in enumerate(told, 1):
        yield chip
        # What both councils were told in one statement is printed once.
        if number == len(told) or told[number][1] != details:
            yield from _below(details)
    if not stances:
        yield paper.para(_("We stand for no council yet."), paper.QUIET_BODY)


def _chip(snapshot: Snapshot, candidacy: Candidacy, stance: Stance) -> Flowable:
    state = stance.state
    chip = Chip(state, words.symbol(state), words.standing_in(state))
    return paper.stance(words.council_of(snapshot, candidacy), chip)


def _told(stance: Stance, snapshot: Snapshot) -> tuple[list[str], list[str]]:
    """Where a stance comes from, and what needs care about it."""
    pledge = stance.decides or stance.waiting
    if not pledge:
        return [], telling.cautions(stance, snapshot)
    source = telling.dotted(telling.manner(pledge), telling.speaker(pledge, snapshot))
    return [source, telling.age(stance)], telling.cautions(stance, snapshot)


def _below(told: tuple[list[str], list[str]]) -> Iterator[Flowable]:
    source, cautions = told
    yield from (paper.para(line, paper.LABEL) for line in source)
    yield from (paper.para(line, paper.CAUTION) for line in cautions)


def _voting(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    yield paper.section(_("Voting right"))
    known = [
        (_("Can vote"), words.answer(can_vote(snapshot, member))),
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
    responsible = snapshot.find(Author, member.responsible)
    known.append((_("Responsible"), responsible.name if responsible else _("nobody yet")))
    yield paper.facts(known, (1, 1))


def _proxy(snapshot: Snapshot, member: Member) -> str:
    holder = snapshot.find(Member, member.proxy_holder)
    given = words.answer(member.proxy_given)
    if member.proxy_given is not Answer.YES or not holder:
        return given
    return _("to {country}").format(country=words.named(holder))


def _contradictions(snapshot: Snapshot, stances: dict[Candidacy, Stance]) -> Iterator[Flowable]:
    lines = [
        _("{council}: {sides}").format(
            council=words.council_of(snapshot, candidacy),
            sides=" · ".join(
                f"{words.side(said.side)} {words.level(said.level)} ({telling.when(said)})"
                for said in stance.in_force
            ),
        )
        for candidacy, stance in stances.items()
        if stance.contradiction
    ]
    if lines:
        heading = paper.para(_("The two sides contradict each other"), paper.CALL)
        yield paper.callout([heading, *paper.bullets(lines)])


def _next_step(member: Member) -> Iterator[Flowable]:
    if member.next_step:
        steps = [line for line in member.next_step.splitlines() if line.strip()]
        heading = paper.para(_("Next step"), paper.CALL)
        yield paper.callout([heading, *paper.bullets(steps)])


# ------------------------------------------------------------------ what was said and promised


def _pledges(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    yield paper.section(_("Pledge history"))
    statements = _statements(snapshot.pledges_of.get(member.id, ()))
    if not statements:
        yield paper.para(_("Nothing is logged: the country has not been asked."), paper.QUIET_BODY)
        return
    found = [(_statement(snapshot, same), _details(snapshot, same[0])) for same in statements]
    header = (_("Day"), _("Council"), _("Level"), _("Form · said by"), _("Source"))
    yield from paper.entries(header, found, (16, 11, 17, 28, 28))


def _statements(pledges: Sequence[Pledge]) -> list[list[Pledge]]:
    """Pledges, newest first; one statement about several candidacies is one row."""
    same: dict[Pledge, list[Pledge]] = {}
    for pledge in sorted(pledges, key=lambda p: (p.day, p.id)):
        same.setdefault(replace(pledge, id="", candidacy=""), []).append(pledge)
    return sorted(same.values(), key=lambda found: (found[-1].day, found[-1].id), reverse=True)


def _statement(snapshot: Snapshot, same: Sequence[Pledge]) -> list[str]:
    pledge = same[0]
    return [
        telling.when(pledge),
        ", ".join(_councils(snapshot, same)),
        words.level(pledge.level),
        telling.dotted(telling.manner(pledge), telling.speaker(pledge, snapshot)),
        f"{pledge.source} ({words.certainty(pledge.grade)})" if pledge.source else "",
    ]


def _councils(snapshot: Snapshot, same: Sequence[Pledge]) -> list[str]:
    about = {pledge.candidacy for pledge in same}
    ours = [c for c in snapshot.ours if c.id in about]
    rivals = [c for c in snapshot.all(Candidacy) if c.id in about and c not in ours]
    return [words.council_of(snapshot, c) for c in ours] + [
        words.about(c, snapshot) for c in rivals
    ]


def _details(snapshot: Snapshot, pledge: Pledge) -> list[Run]:
    """To whom and where, the exact words, condition, note, evidence: a line each."""
    language = i18n.current()
    to = _("to {who}").format(who=pledge.said_to) if pledge.said_to and pledge.form else ""
    fades = pledge.fades_on and _("fades on {day}").format(day=language.date(pledge.fades_on))
    attached = [e.name for e in snapshot.evidence_of.get(pledge.id, ())]
    lines = [
        Run(pledge.words and _("“{words}”").format(words=pledge.words), italic=True),
        Run(telling.dotted(to, pledge.place, pledge.witness)),
        Run(pledge.condition and _("Condition: {text}").format(text=pledge.condition), bold=True),
        Run(fades or "", colour=paper.WARNING),
        Run(pledge.note, colour=paper.QUIET),
        Run(_("Evidence: {name}").format(name=", ".join(attached)) if attached else ""),
    ]
    return [line for line in lines if line.text]


def _undertakings(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    yield paper.section(_("Undertakings"))
    given = sorted(
        snapshot.undertakings_to.get(member.id, ()), key=lambda u: (str(u.due_on or "9"), u.id)
    )
    if not given:
        nothing = _("Nothing was promised in return, as far as is known.")
        yield paper.para(nothing, paper.QUIET_BODY)
        return
    header = (_("What we promised"), _("Where and when"), _("State"))
    yield paper.table(header, [_undertaking(u) for u in given], (48, 34, 18))


def _undertaking(undertaking: Undertaking) -> list[str]:
    what = "\n".join(filter(None, (undertaking.what, undertaking.note)))
    return [what, telling.terms(undertaking), words.fulfilment(undertaking.fulfilment)]


# ------------------------------------------------------------------ people, meetings, what is to do


def _people(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    yield paper.section(_("People"))
    contacts = snapshot.contacts_of.get(member.id, ())
    if not contacts:
        yield paper.para(_("No contact is known yet."), paper.QUIET_BODY)
        return
    yield paper.facts([_person(snapshot, contact) for contact in contacts], (1, 4))


def _person(snapshot: Snapshot, contact: Contact) -> tuple[str, list[str | Run]]:
    post = telling.post_now(contact, snapshot)
    language = i18n.current()
    told: list[str | Run] = [
        Run(" ".join((contact.form_of_address, contact.name)).strip(), bold=True)
    ]
    told += [f" · {name}" for name in contact.other_names]
    if post:
        since = language.year(post.starts_on.year) if post.starts_on else ""
        since = _("since {year}").format(year=since) if since else ""
        ended = post.ends_on and post.ends_on < snapshot.today
        left = (
            _("left {day}").format(day=language.date(post.ends_on))
            if ended and post.ends_on
            else ""
        )
        what = " · ".join(filter(None, (post.title, post.organisation, left or since)))
        told += [f"\n{what}"] if what else []
    reach = " · ".join((*contact.reach, *contact.languages))
    told += [Run(f"\n{reach}", colour=paper.QUIET)] if reach else []
    return words.role(post.role) if post else "", told


def _meetings(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    yield paper.section(_("Last meetings"))
    held = sorted(
        snapshot.meetings_with.get(member.id, ()), key=lambda m: (m.day, m.id), reverse=True
    )
    if not held:
        yield paper.para(_("No meeting is logged yet."), paper.QUIET_BODY)
        return
    rows = [(telling.when(m), list(_meeting(snapshot, m))) for m in held[:MEETINGS]]
    yield paper.facts(rows, (1, 4))
    if (more := len(held) - MEETINGS) > 0:
        count = i18n.current().number(more)
        earlier = ngettext("{count} earlier meeting", "{count} earlier meetings", more)
        yield paper.para(earlier.format(count=count), paper.LABEL)


def _meeting(snapshot: Snapshot, meeting: Meeting) -> Iterator[str | Run]:
    yield Run(meeting.title, bold=True)
    if meeting.place:
        yield f"\u00a0· {meeting.place}"
    people = [snapshot.find(Contact, id) for id in (*meeting.their_people, *meeting.our_people)]
    present = ", ".join([*(c.name for c in people if c), *filter(None, [meeting.others_present])])
    if present:
        yield Run("\n" + _("Present: {people}").format(people=present), colour=paper.QUIET)
    for name, text in ((_("Agenda"), meeting.agenda), ("", meeting.notes)):
        if text:
            yield f"\n{name}: {text}" if name else f"\n{text}"
    if meeting.outcome:
        yield Run("\n" + _("Outcome: {text}").format(text=meeting.outcome), bold=True)
    if meeting.source:
        yield Run("\n" + _("Source: {text}").format(text=meeting.source), colour=paper.QUIET)


def _follow_ups(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    yield paper.section(_("Open follow-ups"))
    still_open = [f for f in snapshot.follow_ups_on.get(member.id, ()) if f.done_on is None]
    if not still_open:
        yield paper.para(_("Nothing is open."), paper.QUIET_BODY)
        return
    still_open.sort(key=lambda f: (str(f.due_on or "9"), f.id))
    yield paper.facts([_follow_up(snapshot, f) for f in still_open], (1, 4))


def _follow_up(snapshot: Snapshot, follow_up: FollowUp) -> tuple[str, list[str | Run]]:
    due = i18n.current().date(follow_up.due_on) if follow_up.due_on else _("no date")
    owner = snapshot.find(Author, follow_up.owner)
    told: list[str | Run] = [follow_up.what]
    told += [f"\u00a0· {owner.name}"] if owner else []
    if telling.overdue(follow_up, snapshot):
        told.append(Run("\u00a0· " + _("overdue"), colour=paper.WARNING, bold=True))
    return due, told


def _results(snapshot: Snapshot, member: Member) -> Iterator[Flowable]:
    yield paper.section(_("Earlier results"))
    known = sorted(snapshot.results_of.get(member.id, ()), key=lambda r: (-r.year, r.council))
    if not known:
        yield paper.para(_("No result is known."), paper.QUIET_BODY)
        return
    councils = {council.id: words.short(council) for council in snapshot.councils}
    rows = [
        (f"{i18n.current().year(r.year)} {councils.get(r.council, '')}", telling.outcome(r))
        for r in known
    ]
    yield paper.facts(rows, (1, 4))
