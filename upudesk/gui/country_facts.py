"""The sections of the country page: each a function from a snapshot and a member."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from upudesk import telling, words
from upudesk.gui.choosing import other_side
from upudesk.gui.parts import Section, text
from upudesk.i18n import Language, _, ngettext
from upudesk.journal import Step, moment_of
from upudesk.model import Answer, Author, Council, Member, Pledge
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance

LAST = 3
"""So many meetings are shown with their notes."""


def moment(step: Step, language: Language) -> str:
    return language.instant(moment_of(step.clock))


# ------------------------------------------------------------------ stance and voting right


def add_stance(section: Section, council: str, stance: Stance) -> None:
    """One council: chip and level."""
    section.stance(council, stance.state, other_side(stance), words.standing_in(stance.state))


def add_details(section: Section, details: list[tuple[str, str]]) -> None:
    for sentence, tone in details:
        section.below(text(sentence, tone))


def stance_details(stance: Stance, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Where a stance comes from, how old it is and what needs care; each with its tone."""
    details: list[tuple[str, str]] = []
    pledge = stance.decides or stance.waiting
    if pledge is not None:
        said = (telling.manner(pledge), telling.speaker(pledge, snapshot), pledge.source)
        details.append((telling.dotted(*said), "quiet"))
        old = (stance.age or 0) > telling.OLD
        details.append((telling.age(stance), "warning" if old else "quiet"))
    details += [(sentence, "warning") for sentence in telling.cautions(stance)]
    if stance.contradiction:
        details += [(_said(pledge), "") for pledge in stance.in_force]
    if stance.decides and stance.decides.condition:
        details.append((_("Condition: {text}").format(text=stance.decides.condition), ""))
    return details


def _said(pledge: Pledge) -> str:
    return _("{side}: {level}").format(
        side=words.side(pledge.side), level=words.level(pledge.level)
    )


def voting(snapshot: Snapshot, member: Member) -> Section:
    """Whether a ballot can be cast for the member, and what is known behind that."""
    section = Section(_("Voting right"))
    section.fact(_("Can vote"), words.answer(can_vote(snapshot, member)))
    asked = (
        (_("Right to vote"), member.voting_right),
        (_("Arrears"), member.arrears),
        (_("Credentials"), member.credentials),
        (_("Present"), member.presence),
        (_("Proxy"), member.proxy_given),
    )
    for answer in Answer:
        if named := [name for name, given in asked if given is answer]:
            tone = "quiet" if answer is Answer.UNKNOWN else ""
            section.fact(_capital(words.answer(answer)), ", ".join(named), tone)
    if holder := snapshot.find(Member, member.proxy_holder):
        section.fact(_("Proxy held by"), words.named(holder))
    responsible = snapshot.find(Author, member.responsible)
    section.fact(_("Responsible"), responsible.name if responsible else _("nobody yet"))
    if member.next_step:
        section.fact(_("Next step"), member.next_step)
    return section


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


# ------------------------------------------------------------------ people, meetings, what is to do


def people(snapshot: Snapshot, member: Member) -> Section:
    section = Section(_("People"))
    contacts = snapshot.contacts_of.get(member.id, ())
    for contact in contacts:
        post = telling.post_now(contact, snapshot)
        known = [contact.name, *contact.other_names[:1], post.title if post else ""]
        since = telling.tenure(post, snapshot) if post else ""
        said = telling.dotted(*known, *contact.reach[:1], since)
        section.fact(words.role(post.role) if post else "", said)
    if not contacts:
        section.say(_("No contact is known yet."))
    return section


def meetings(snapshot: Snapshot, member: Member, language: Language, log: QPushButton) -> Section:
    section = Section(_("Last meetings"), log)
    held = sorted(snapshot.meetings_with.get(member.id, ()), key=lambda m: m.day, reverse=True)
    for meeting in held[:LAST]:
        section.fact(telling.when(meeting), meeting.title)
        for part in (meeting.place, meeting.others_present, meeting.notes, meeting.outcome):
            if part:
                section.fact("", part, "quiet")
    if len(held) > LAST:
        more = len(held) - LAST
        section.say(
            ngettext("{count} earlier meeting", "{count} earlier meetings", more).format(
                count=language.number(more)
            )
        )
    if not held:
        section.say(_("No meeting is logged yet."))
    return section


def follow_ups(snapshot: Snapshot, member: Member, language: Language) -> Section:
    section = Section(_("Open follow-ups"))
    open_ones = [f for f in snapshot.follow_ups_on.get(member.id, ()) if f.done_on is None]
    for follow_up in sorted(open_ones, key=lambda f: str(f.due_on or "9")):
        due = language.date(follow_up.due_on) if follow_up.due_on else _("no date")
        late = telling.overdue(follow_up, snapshot)
        owner = snapshot.find(Author, follow_up.owner)
        what = telling.dotted(follow_up.what, owner.name if owner else "")
        if late:
            what = _("{what} (overdue)").format(what=what)
        section.fact(due, what, "warning" if late else "")
    if not open_ones:
        section.say(_("Nothing is open."))
    return section


def undertakings(snapshot: Snapshot, member: Member) -> Section:
    section = Section(_("Undertakings"))
    given = snapshot.undertakings_to.get(member.id, ())
    for undertaking in given:
        state = words.fulfilment(undertaking.fulfilment)
        said = filter(None, (undertaking.what, telling.terms(undertaking)))
        section.fact(state, "\n".join(said))
    if not given:
        section.say(_("Nothing was promised in return, as far as is known."))
    return section


# ------------------------------------------------------------------ results, notes


def results(snapshot: Snapshot, member: Member, language: Language) -> Section:
    section = Section(_("Earlier results"))
    known = sorted(snapshot.results_of.get(member.id, ()), key=lambda r: -r.year)
    for result in known:
        council = snapshot.find(Council, result.council)
        code = words.short(council) if council else ""
        section.fact(f"{language.year(result.year)} {code}", telling.outcome(result))
    if not known:
        section.say(_("No result is known."))
    return section


def notes(member: Member) -> Section:
    section = Section(_("Notes"))
    section.whole(text(member.notes)) if member.notes else section.say(_("No notes."))
    return section
