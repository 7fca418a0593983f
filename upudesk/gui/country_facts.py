"""The sections of the country page, made from the snapshot and edited where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from upudesk import tally, telling, words
from upudesk.campaign import electorate
from upudesk.campaign.meetings import is_coming
from upudesk.due import last_contact
from upudesk.gui.choosing import other_side
from upudesk.gui.evidence import open_evidence
from upudesk.gui.forms import plain_tip
from upudesk.gui.inplace import InPlace
from upudesk.gui.parts import OneLine, Section, link, pressable, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext, pgettext
from upudesk.journal import Step, moment_of
from upudesk.model import (
    Answer,
    Author,
    Contact,
    Council,
    Evidence,
    FollowUp,
    Letter,
    Meeting,
    Member,
    Pledge,
    Record,
    Result,
)
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance

NAMES = 76
"""Width of the names of facts, which stand in two narrow columns here."""
FEW = 3
"""So many of a kind are shown; the rest is one press away."""


def day(workplace: Workplace, step: Step) -> str:
    """The day of a step; the journal knows the minute."""
    return workplace.language.date(moment_of(step.clock).astimezone().date())


# ------------------------------------------------------------------ stance and voting right


def stances(workplace: Workplace, member: Member) -> Section:
    """What is in force on each council: level, origin, age, and what needs care."""
    snapshot = workplace.snapshot
    section = Section(_("Stance"), names=36, tight=True)
    found = [tally.stance(snapshot, member.id, own.id) for own in snapshot.ours]
    details = [_details(stance, snapshot) for stance in found]
    for number, (own, stance) in enumerate(zip(snapshot.ours, found, strict=True)):
        code = words.council_of(snapshot, own)
        section.stance(code, stance.state, other_side(stance), words.standing_in(stance.state))
        if details[number] not in details[number + 1 :]:  # what holds for both is said once
            for sentence, tone in details[number]:
                section.whole(text(sentence, tone))
            if source := _source(stance):
                section.whole(OneLine(source, "quiet"))
    if not snapshot.ours:
        section.say(_("This campaign has no candidacy of its own yet."))
    return section


def _details(stance: Stance, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Each with its tone."""
    details: list[tuple[str, str]] = []
    pledge = stance.decides or stance.waiting
    if pledge is not None:
        said = (telling.manner(pledge), telling.speaker(pledge, snapshot))
        details.append((telling.dotted(*said), "quiet"))
        details.append((telling.age(stance), "warning" if stance.old else "quiet"))
    details += [(sentence, "warning") for sentence in telling.cautions(stance, snapshot)]
    if stance.contradiction:
        details += [(_said(pledge), "") for pledge in stance.in_force]
    if stance.decides and stance.decides.condition:
        details.append((_("Condition: {text}").format(text=stance.decides.condition), ""))
    return details


def _source(stance: Stance) -> str:
    """A long one ends in dots here: the pledge itself tells all of it."""
    pledge = stance.decides or stance.waiting
    return pledge.source if pledge is not None else ""


def _said(pledge: Pledge) -> str:
    return _("{side}: {level}").format(
        side=words.side(pledge.side), level=words.level(pledge.level)
    )


_TURNS = {Answer.UNKNOWN: Answer.YES, Answer.YES: Answer.NO, Answer.NO: Answer.UNKNOWN}
_SIGNS = {Answer.YES: "✓", Answer.NO: "✗", Answer.UNKNOWN: "?"}


def voting(workplace: Workplace, member: Member) -> Section:
    """Whether a ballot can be cast, and what is known behind that; a press turns an answer."""
    snapshot = workplace.snapshot
    section = Section(_("Voting right"), names=NAMES, tight=True)
    section.fact(_("Can vote"), words.answer(can_vote(snapshot, member)))
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    asked = {
        "voting_right": pgettext("short", "Right"), "arrears": pgettext("short", "Arrears"),
        "credentials": pgettext("short", "Credentials"),
        "presence": pgettext("short", "Present"), "proxy_given": pgettext("short", "Proxy"),
    }  # fmt: skip
    for number, (field, name) in enumerate(asked.items()):
        grid.addWidget(_answer(workplace, member, field, name), number // 2, number % 2)
    if member.proxy_given is Answer.YES:
        grid.addWidget(_holder(workplace, member), len(asked) // 2, len(asked) % 2)
    section.whole(holder)
    return section


def _holder(workplace: Workplace, member: Member) -> QPushButton:
    """Who holds the proxy; a press opens the form that says so."""
    holder = workplace.snapshot.find(Member, member.proxy_holder)
    shown = _("{field}: {value}").format(
        field=_("Held by"), value=words.named(holder) if holder else words.answer(Answer.UNKNOWN)
    )

    def edit() -> None:
        from upudesk.gui.electorate import edit_proxy

        edit_proxy(workplace, member, button.window())

    button = pressable(shown, edit, one_line=True)
    return button


def _answer(workplace: Workplace, member: Member, field: str, name: str) -> QPushButton:
    """One answer: sign, name and word; a press turns it from yes to no to not known, which the
    sign alone says: there is little room."""
    given: Answer = getattr(member, field)
    turned = _TURNS[given]
    told = _("{field}: {value}").format(field=name, value=words.answer(given))
    shown = f"{_SIGNS[given]} {name if given is Answer.UNKNOWN else told}"

    def turn() -> None:
        workplace.attempt(button, electorate.answer, [member.id], field, turned)

    tone = "quiet" if given is Answer.UNKNOWN else ""
    button = pressable(shown, turn, tone=tone, one_line=True)
    said = _("{field}: {value}. Press for {next}").format(
        field=name, value=words.answer(given), next=words.answer(turned)
    )
    button.setAccessibleName(said)
    button.setToolTip(plain_tip(said))
    return button


# ------------------------------------------------------------------ what is next


def next_steps(workplace: Workplace, member: Member) -> Section:
    """The next step, who takes it, and how long ago we were in touch."""
    snapshot = workplace.snapshot
    section = Section(_("Next step"), names=NAMES, tight=True)
    section.whole(InPlace(workplace, member, "next_step", member.next_step))
    responsible = snapshot.find(Author, member.responsible)
    named = responsible.name if responsible else _("nobody yet")
    section.put(_("Responsible"), InPlace(workplace, member, "responsible", named))
    section.fact(_("In touch"), _touched(snapshot, member))
    every = member.contact_every_days
    often = _every(workplace, every) if every else _("no rhythm set")
    section.put(_("Contact"), InPlace(workplace, member, "contact_every_days", often))
    return section


def _touched(snapshot: Snapshot, member: Member) -> str:
    touch = last_contact(snapshot, member.id)
    if touch is None:
        return _("never yet")
    ago = telling.days_ago((snapshot.today - touch.day).days)
    return telling.dotted(ago, words.kind(touch.record.KIND))


def _every(workplace: Workplace, days: int) -> str:
    if days == 1:
        return _("every day")
    return _("every {count} days").format(count=workplace.language.number(days))


def follow_ups(workplace: Workplace, member: Member, add: QPushButton) -> Section:
    """What is open, the most urgent first; a press shows it among the follow-ups."""
    snapshot, language = workplace.snapshot, workplace.language
    section = Section(_("Open follow-ups"), add, names=NAMES, tight=True)
    open_ones = [f for f in snapshot.follow_ups_on.get(member.id, ()) if f.done_on is None]
    for follow_up in sorted(open_ones, key=lambda f: str(f.due_on or "9"))[:FEW]:
        due = language.date(follow_up.due_on) if follow_up.due_on else _("no date")
        late = telling.overdue(follow_up, snapshot)
        what = _("{what} (overdue)") if late else "{what}"
        shown = what.format(what=_owned(snapshot, follow_up))
        section.put(due, _opening(workplace, shown, follow_up, "warning" if late else ""))
    _say_more(workplace, section, len(open_ones), "follow_ups")
    if not open_ones:
        section.nothing(_("Nothing is open."))
    return section


def _owned(snapshot: Snapshot, follow_up: FollowUp) -> str:
    owner = snapshot.find(Author, follow_up.owner)
    return telling.dotted(follow_up.what, owner.name if owner else "")


def undertakings(workplace: Workplace, member: Member, add: QPushButton) -> Section:
    """What we promised in return."""
    section = Section(_("Undertakings"), add, names=NAMES, tight=True)
    given = workplace.snapshot.undertakings_to.get(member.id, ())
    for undertaking in given[:FEW]:
        said = telling.dotted(undertaking.what, telling.terms(undertaking))
        shown = _opening(workplace, said, undertaking)
        section.put(words.fulfilment(undertaking.fulfilment), shown)
    _say_more(workplace, section, len(given), "undertakings")
    if not given:
        section.nothing(_("Nothing was promised in return, as far as is known."))
    return section


# ------------------------------------------------------------------ people, meetings, evidence


def people(workplace: Workplace, member: Member, add: QPushButton) -> Section:
    """The contacts by role; those who left their post come last and say so."""
    snapshot = workplace.snapshot
    section = Section(_("People"), add, names=NAMES, tight=True)
    contacts = sorted(snapshot.contacts_of.get(member.id, ()), key=partial(_rank, snapshot))
    for contact in contacts[:FEW]:
        post = telling.post_now(contact, snapshot)
        tenure = telling.tenure(post, snapshot) if post else ""
        shown = telling.dotted(contact.name, post.title if post else "", tenure)
        section.put(
            words.role(post.role, short=True) if post else "", _opening(workplace, shown, contact)
        )
    _say_more(workplace, section, len(contacts), "contacts")
    if not contacts:
        section.nothing(_("No contact is known yet."))
    return section


def _rank(snapshot: Snapshot, contact: Contact) -> tuple[bool, str]:
    post = telling.post_now(contact, snapshot)
    gone = post is None or (post.ends_on is not None and post.ends_on < snapshot.today)
    return gone, post.role if post else ""


def meetings(workplace: Workplace, member: Member, log: QPushButton) -> Section:
    """The last meeting with what came of it, and how many there were before."""
    section = Section(_("Last meeting"), log, names=NAMES, tight=True)
    met = workplace.snapshot.meetings_with.get(member.id, ())
    coming = [meeting for meeting in met if is_coming(meeting, workplace.snapshot.today)]
    held = [meeting for meeting in met if meeting not in coming]
    held.sort(key=lambda meeting: meeting.day, reverse=True)
    for meeting in sorted(coming, key=lambda meeting: meeting.day)[:1]:
        section.put(_("next"), _opening(workplace, _next(meeting), meeting))
    for meeting in held[:1]:
        section.put(telling.when(meeting), _opening(workplace, meeting.title, meeting))
        if came := _came_of(meeting):
            section.below(text(came, "quiet"))
    _say_more(workplace, section, len(held), "meetings", shown=1)
    if not met:
        section.nothing(_("No meeting is logged yet."))
    return section


def _next(meeting: Meeting) -> str:
    return telling.dotted(telling.when(meeting), meeting.title)


def _came_of(meeting: Meeting, most: int = 90) -> str:
    said = " ".join((meeting.outcome or meeting.notes).split())
    return said if len(said) <= most else said[:most].rsplit(" ", 1)[0] + " …"


def letters(workplace: Workplace, member: Member) -> Section | None:
    """What we wrote, the latest first; a press shows what it said. Nothing while we wrote none."""
    sent = workplace.snapshot.letters_to.get(member.id, ())
    if not sent:
        return None
    section = Section(_("Letters"), names=NAMES, tight=True)
    latest = sorted(sent, key=lambda letter: (letter.written_on or date.min, letter.id))[::-1]
    for letter in latest[:FEW]:
        day = workplace.language.date(letter.written_on) if letter.written_on else _("no date")
        section.put(day, _letter(workplace, letter))
    if len(latest) > FEW:
        section.beside_heading(OneLine(_more(workplace, len(latest) - FEW), "quiet"))
    return section


def _letter(workplace: Workplace, letter: Letter) -> QPushButton:
    def read() -> None:
        from upudesk.gui.letter_reader import LetterText

        LetterText(workplace, letter, button.window()).open()

    told = telling.dotted(letter.register, letter.subject)
    button = pressable(told, read, tone="accent", one_line=True)
    return button


def evidence(workplace: Workplace, member: Member) -> Section:
    """Every file behind the country, its pledges and its meetings; a press opens it here."""
    snapshot = workplace.snapshot
    section = Section(_("Evidence"), names=NAMES, tight=True)
    about: Iterable[Record] = (
        member,
        *snapshot.pledges_of.get(member.id, ()),
        *snapshot.meetings_with.get(member.id, ()),
    )
    files = [(e, r) for r in about for e in snapshot.evidence_of.get(r.id, ())]
    files.sort(key=lambda both: str(both[0].added_on), reverse=True)
    for file, behind in files[:FEW]:
        section.put(words.kind(behind.KIND), _file(workplace, file))
    if len(files) > FEW:
        section.beside_heading(OneLine(_more(workplace, len(files) - FEW), "quiet"))
    if not files:
        section.nothing(_("No file is attached: drop one on a pledge or a meeting."))
    return section


def _file(workplace: Workplace, file: Evidence) -> QPushButton:
    button = pressable(file.name, lambda: None, tone="accent", one_line=True)
    button.clicked.connect(lambda: open_evidence(workplace, file, button))
    return button


# ------------------------------------------------------------------ results, notes, small parts


def results(workplace: Workplace, member: Member) -> Section:
    """What is known of earlier elections; a press mends it."""

    def add() -> None:
        from upudesk.gui.past_result import add_result

        add_result(workplace, member, section.window())

    more = link(_("+ Result"), add)
    section = Section(_("Earlier results"), more, names=NAMES, tight=True)
    snapshot, language = workplace.snapshot, workplace.language
    known = sorted(snapshot.results_of.get(member.id, ()), key=lambda r: -r.year)
    for result in known[:FEW]:
        council = snapshot.find(Council, result.council)
        code = words.short(council) if council else ""
        section.put(f"{language.year(result.year)} {code}", _past(workplace, result))
    if not known:
        section.nothing(_("No result is known."))
    return section


def _past(workplace: Workplace, result: Result) -> QPushButton:
    def edit() -> None:
        from upudesk.gui.past_result import edit_result

        edit_result(workplace, result, button.window())

    button = pressable(telling.outcome(result), edit, one_line=True)
    return button


def notes(workplace: Workplace, member: Member) -> Section:
    section = Section(_("Notes"), tight=True)
    section.whole(InPlace(workplace, member, "notes", member.notes, lines=4))
    return section


def _opening(workplace: Workplace, shown: str, record: Record, tone: str = "") -> QPushButton:
    """Text that leads to a record on its own page."""
    return pressable(shown, lambda: workplace.show(record.id), tone=tone, one_line=True)


def _more(workplace: Workplace, number: int) -> str:
    return ngettext("{count} more", "{count} more", number).format(
        count=workplace.language.number(number)
    )


def _say_more(
    workplace: Workplace, section: Section, there: int, page: str, shown: int = FEW
) -> None:
    """How many are not shown, leading to the page where all are."""
    if there > shown:
        button = link(_more(workplace, there - shown), lambda: workplace.turn_to(page))
        section.beside_heading(button)
