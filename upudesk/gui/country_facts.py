"""The sections of the country page: each a function from a snapshot and a member."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from upudesk import words
from upudesk.gui.choosing import OLD, other_side, stance_notes, state_words
from upudesk.gui.parts import Section, dotted, text
from upudesk.i18n import Language, _, ngettext
from upudesk.journal import Step, moment_of
from upudesk.model import (
    Answer,
    Author,
    Contact,
    Council,
    Meeting,
    Member,
    Pledge,
    Post,
    Precision,
    Result,
)
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance

LAST = 3
"""So many meetings are shown with their notes."""


def when(record: Pledge | Meeting, language: Language) -> str:
    """The day of a statement or a meeting, as exactly as it is known."""
    given = record.given_on if isinstance(record, Pledge) else record.held_on
    if given is None:
        if record.reported_on is None:
            return _("day unknown")
        return _("reported {day}").format(day=language.date(record.reported_on))
    return language.month(given) if record.precision is Precision.MONTH else language.date(given)


def moment(step: Step, language: Language) -> str:
    return language.instant(moment_of(step.clock))


def days_ago(days: int, language: Language) -> str:
    if days == 0:
        return _("today")
    return ngettext("{count} day ago", "{count} days ago", days).format(count=language.number(days))


# ------------------------------------------------------------------ stance and voting right


def add_stance(section: Section, council: str, stance: Stance) -> None:
    """One council: chip and level."""
    section.stance(council, stance.state, other_side(stance), state_words(stance.state))


def add_details(section: Section, details: list[tuple[str, str]]) -> None:
    for sentence, tone in details:
        section.below(text(sentence, tone))


def stance_details(stance: Stance, language: Language) -> list[tuple[str, str]]:
    """Where a stance comes from, how old it is and what needs care; each with its tone."""
    details: list[tuple[str, str]] = []
    pledge = stance.decides or stance.waiting
    if pledge is not None:
        details.append((_source(pledge), "quiet"))
    if stance.age is not None:
        old = stance.age > OLD
        details.append((_age(stance, language, old=old), "warning" if old else "quiet"))
    details += [(sentence, "warning") for sentence in stance_notes(stance)]
    if stance.contradiction:
        details += [(_said(pledge), "") for pledge in stance.in_force]
    if stance.decides and stance.decides.condition:
        details.append((_("Condition: {text}").format(text=stance.decides.condition), ""))
    return details


def _said(pledge: Pledge) -> str:
    return _("{side}: {level}").format(
        side=words.side(pledge.side), level=words.level(pledge.level)
    )


def _source(pledge: Pledge) -> str:
    parts = [
        words.form(pledge.form) if pledge.form else "",
        words.side(pledge.side) if pledge.side else "",
        pledge.said_by or (_("asked: {who}").format(who=pledge.said_to) if not pledge.form else ""),
        pledge.source,
    ]
    return dotted(parts)


def _age(stance: Stance, language: Language, *, old: bool) -> str:
    assert stance.day is not None
    assert stance.age is not None
    parts = [language.date(stance.day), days_ago(stance.age, language)]
    pledge = stance.decides or stance.waiting
    if pledge and pledge.given_on is None:
        parts[0] = _("reported {day}").format(day=parts[0])
    if old:
        parts.append(_("ask for confirmation"))
    return dotted(parts)


def voting(snapshot: Snapshot, member: Member) -> Section:
    """Whether a ballot can be cast for the member, and what is known behind that."""
    section = Section(_("Voting right"))
    section.fact(_("Can vote"), words.answer(can_vote(snapshot, member)))
    unknown = []
    for name, answer in (
        (_("Right to vote"), member.voting_right),
        (_("Arrears"), member.arrears),
        (_("Credentials"), member.credentials),
        (_("Present"), member.presence),
        (_("Proxy"), member.proxy_given),
    ):
        if answer is Answer.UNKNOWN:
            unknown.append(name)
        else:
            section.fact(name, words.answer(answer))
    if holder := snapshot.find(Member, member.proxy_holder):
        section.fact(_("Proxy held by"), words.named(holder))
    if unknown:
        section.fact(_("Not known"), ", ".join(unknown), "quiet")
    responsible = snapshot.find(Author, member.responsible)
    section.fact(_("Responsible"), responsible.name if responsible else _("nobody yet"))
    if member.next_step:
        section.fact(_("Next step"), member.next_step)
    return section


# ------------------------------------------------------------------ people, meetings, what is to do


def people(snapshot: Snapshot, member: Member, language: Language) -> Section:
    section = Section(_("People"))
    contacts = snapshot.contacts_of.get(member.id, ())
    for contact in contacts:
        post = _post_now(snapshot, contact)
        role = words.role(post.role) if post else ""
        known = [
            contact.name,
            *contact.other_names[:1],
            post.title if post else "",
            *contact.reach[:1],
        ]
        since = ""
        if post and post.starts_on:
            since = _("since {year}").format(year=language.year(post.starts_on.year))
        section.fact(role, dotted([*known, since]))
    if not contacts:
        section.say(_("No contact is known yet."))
    return section


def _post_now(snapshot: Snapshot, contact: Contact) -> Post | None:
    posts = snapshot.posts_of.get(contact.id, ())
    held = [p for p in posts if p.ends_on is None or p.ends_on >= snapshot.today]
    return max(held or posts, key=lambda p: str(p.starts_on or ""), default=None)


def meetings(snapshot: Snapshot, member: Member, language: Language, log: QPushButton) -> Section:
    section = Section(_("Last meetings"), log)
    held = sorted(snapshot.meetings_with.get(member.id, ()), key=lambda m: m.day, reverse=True)
    for meeting in held[:LAST]:
        section.fact(when(meeting, language), meeting.title, aside="")
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
        late = follow_up.due_on is not None and follow_up.due_on < snapshot.today
        owner = snapshot.find(Author, follow_up.owner)
        what = dotted([follow_up.what, owner.name if owner else ""])
        if late:
            what = _("{what} (overdue)").format(what=what)
        section.fact(due, what, "warning" if late else "")
    if not open_ones:
        section.say(_("Nothing is open."))
    return section


def undertakings(snapshot: Snapshot, member: Member, language: Language) -> Section:
    section = Section(_("Undertakings"))
    given = snapshot.undertakings_to.get(member.id, ())
    for undertaking in given:
        state = words.fulfilment(undertaking.fulfilment)
        due = language.date(undertaking.due_on) if undertaking.due_on else ""
        where = dotted([undertaking.body, undertaking.election, due])
        section.fact(state, "\n".join(filter(None, [undertaking.what, where])))
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
        section.fact(f"{language.year(result.year)} {code}", _outcome(result, language))
    if not known:
        section.say(_("No result is known."))
    return section


def _outcome(result: Result, language: Language) -> str:
    elected = {
        Answer.YES: _("elected"),
        Answer.NO: _("not elected"),
        Answer.UNKNOWN: _("outcome not known"),
    }  # fmt: skip
    parts = [elected[result.elected]]
    if result.votes is not None:
        if result.ballots_cast is not None:
            parts.append(
                _("{votes} of {ballots} ballots").format(
                    votes=language.number(result.votes),
                    ballots=language.number(result.ballots_cast),
                )
            )
        else:
            votes = ngettext("{count} vote", "{count} votes", result.votes)
            parts.append(votes.format(count=language.number(result.votes)))
    parts.append(words.certainty(result.certainty))
    return dotted(parts)


def notes(member: Member) -> Section:
    section = Section(_("Notes"))
    section.whole(text(member.notes)) if member.notes else section.say(_("No notes."))
    return section
