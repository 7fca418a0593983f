"""What the rows of the home page say: a function for each of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter

from upudesk import telling, words
from upudesk.campaign.pledges import Wear
from upudesk.due import Keeping
from upudesk.gui.choosing import other_side
from upudesk.gui.drafts import Waiting, about, drafts_of, open_draft
from upudesk.gui.journal_rows import label
from upudesk.gui.pages import place_of
from upudesk.gui.short_list import Item
from upudesk.gui.step_facts import show_record
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import Conflict, Step, moment_of
from upudesk.model import FollowUp, Meeting, Member, Note
from upudesk.needs import Concern, Needs
from upudesk.rules import Finding
from upudesk.tally import Tally

LATEST = 10


def concerned(workplace: Workplace, concerns: Iterable[Concern]) -> Iterator[Item]:
    """Countries whose stance needs care; the row opens the country."""
    for concern in concerns:
        id, first = concern.member.id, concern.stances[0]
        contradicts = concern.wear is None
        yield Item(
            words.named(concern.member),
            _councils(workplace, concern) if contradicts else _worn(workplace, concern),
            lambda id=id: workplace.show(id),  # type: ignore[misc]
            "warning" if concern.wear is Wear.FADED else "",
            first.state,
            other_side(first) if contradicts else None,
        )


def _councils(workplace: Workplace, concern: Concern) -> str:
    touched = {stance.candidacy for stance in concern.stances}
    snapshot = workplace.snapshot
    councils = (snapshot.council_of(own) for own in snapshot.ours if own.id in touched)
    return ", ".join(words.short(council) for council in councils if council)


def _worn(workplace: Workplace, concern: Concern) -> str:
    day = workplace.language.date(concern.since)
    if concern.wear is Wear.FADED:
        return _("faded {day}").format(day=day)
    if concern.wear is Wear.FADING:
        return _("fades {day}").format(day=day)
    return telling.days_ago((workplace.snapshot.today - concern.since).days)


def counted(workplace: Workplace, count: Tally, ids: Iterable[str]) -> list[Item]:
    """The countries behind a number, by name."""
    language, snapshot = workplace.language, workplace.snapshot
    members = [member for id in ids if (member := snapshot.find(Member, id))]
    members.sort(key=lambda member: language.sort_key(words.named(member)))
    return [
        Item(
            words.named(member),
            words.standing_in(count.stances[member.id].state),
            lambda id=member.id: workplace.show(id),  # type: ignore[misc]
            "",
            count.stances[member.id].state,
            other_side(count.stances[member.id]),
        )
        for member in members
    ]


def to_do(workplace: Workplace, follow_ups: Iterable[FollowUp]) -> Iterator[Item]:
    """Follow-ups by their day; those that are late say for how long."""
    snapshot = workplace.snapshot
    for follow_up in follow_ups:
        member = snapshot.find(Member, follow_up.member)
        country = words.named(member) if member else ""
        late = telling.overdue(follow_up, snapshot)
        yield Item(
            telling.dotted(country, follow_up.what),
            _when(workplace, follow_up),
            lambda id=follow_up.id: workplace.show(id),  # type: ignore[misc]
            "warning" if late else "",
        )


def coming(workplace: Workplace, found: Needs) -> list[Item]:
    """What is agreed and what is to be done in the next two weeks, by its day."""
    days = [*(m.day for m in found.meetings), *(f.due_on or date.max for f in found.coming)]
    items = [*_meetings(workplace, found.meetings), *to_do(workplace, found.coming)]
    both = sorted(zip(days, items, strict=True), key=itemgetter(0))
    return [item for _day, item in both]


def _meetings(workplace: Workplace, coming: Iterable[Meeting]) -> Iterator[Item]:
    snapshot = workplace.snapshot
    for meeting in coming:
        members = (snapshot.find(Member, id) for id in meeting.members)
        countries = workplace.language.listing([words.named(m) for m in members if m])
        show = lambda id=meeting.id: workplace.show(id)  # noqa: E731
        told = _("Meeting: {title}").format(title=telling.dotted(countries, meeting.title))
        yield Item(told, telling.when(meeting), show)


def _when(workplace: Workplace, follow_up: FollowUp) -> str:
    assert follow_up.due_on is not None
    days = (follow_up.due_on - workplace.snapshot.today).days
    if days == 0:
        return _("today")
    if days < 0:
        late = ngettext("{count} day late", "{count} days late", -days)
        return late.format(count=workplace.language.number(-days))
    return workplace.language.date(follow_up.due_on)


def losing_touch(workplace: Workplace, keepings: Iterable[Keeping]) -> Iterator[Item]:
    """Countries not heard from for longer than was agreed."""
    language, today = workplace.language, workplace.snapshot.today
    for kept in keepings:
        days = kept.days_since(today)
        if days is None:
            said = _("never contacted")
        else:
            said = _("{days} days, every {every}").format(
                days=language.number(days), every=language.number(kept.every or 0)
            )
        show = lambda id=kept.member.id: workplace.show(id)  # noqa: E731
        yield Item(words.named(kept.member), said, show)


def unfit(workplace: Workplace, found: Needs) -> list[Item]:
    """What does not fit together: two answers to settle, and records against the rules."""
    settle = [_conflict(workplace, conflict) for conflict in found.conflicts]
    return [*settle, *(_finding(workplace, finding) for finding in found.findings)]


def _conflict(workplace: Workplace, conflict: Conflict) -> Item:
    record = workplace.snapshot.any(conflict.record)
    about = words.about(record, workplace.snapshot) or words.kind(conflict.kind)
    return Item(
        telling.dotted(about, words.field(conflict.field)),
        _("two answers"),
        lambda: _show_or_trace(workplace, conflict.record),
        "warning",
    )


def _finding(workplace: Workplace, finding: Finding) -> Item:
    snapshot = workplace.snapshot
    id = next((id for id in finding.records if place_of(snapshot, id)[0]), "")
    return Item("▲ " + words.say(finding.sentence), "", lambda: workplace.show(id))


def _show_or_trace(workplace: Workplace, id: str) -> None:
    """The record; where it is gone, the journal on it."""
    if place_of(workplace.snapshot, id)[0]:
        workplace.show(id)
    else:
        workplace.wanted.emit("journal", id)


def unfinished(workplace: Workplace, notes: Iterable[Note]) -> list[Item]:
    """What was being typed, then what waits in the inbox."""
    drafts = [_draft(workplace, draft) for draft in drafts_of(workplace).waiting()]
    return [*drafts, *(_note(workplace, note) for note in notes)]


def _draft(workplace: Workplace, draft: Waiting) -> Item:
    said = _("Draft: {title}").format(title=about(workplace, draft))
    return Item(said, workplace.language.instant(draft.written),
                lambda: _go_on(workplace, draft))  # fmt: skip


def _go_on(workplace: Workplace, draft: Waiting) -> None:
    from PySide6.QtWidgets import QApplication

    window = QApplication.activeWindow()
    if window is not None and workplace.may_write(window):
        open_draft(workplace, draft, window)


def _note(workplace: Workplace, note: Note) -> Item:
    day = workplace.language.date(note.taken_on) if note.taken_on else ""
    return Item(" ".join(note.text.split()), day, lambda: workplace.show(note.id))


def latest(workplace: Workplace) -> list[Item]:
    """The last steps of the journal, newest first."""
    assert workplace.desk is not None
    steps = workplace.desk.latest_steps(LATEST)
    return [_step(workplace, step) for step in reversed(steps)]


def _step(workplace: Workplace, step: Step) -> Item:
    moment = moment_of(step.clock)
    language = workplace.language
    today = moment.astimezone().date() == workplace.snapshot.today
    when = language.time(moment) if today else language.date(moment.astimezone().date())
    return Item(label(step, workplace.snapshot), when, lambda: show_record(workplace, step))
