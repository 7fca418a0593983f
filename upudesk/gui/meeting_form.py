"""The meeting note: who was met, when, where, about what, and all that came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.campaign import meetings
from upudesk.errors import InvalidRecord, Message
from upudesk.gui import theme
from upudesk.gui.days import DayField
from upudesk.gui.drafts import Waiting
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form, Line
from upudesk.gui.meeting_rows import FollowUpRow, PledgeRow, Rows
from upudesk.gui.notes_field import NotesArea
from upudesk.gui.people_field import MembersField, PeopleField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import (
    Contact,
    Meeting,
    Member,
    Note,
    Pledge,
    Precision,
    Record,
    new_id,
)
from upudesk.snapshot import Snapshot

DAYS = {"given_on": "held_on", "reported_on": "reported_on"}
"""The days of a pledge given in a meeting are those of the meeting."""


class MeetingForm(Entry):
    """Log a meeting, or mend one; what is typed is kept as a draft until it is saved."""

    def __init__(
        self,
        workplace: Workplace,
        member: Member | None = None,
        parent: QWidget | None = None,
        *,
        before: Meeting | None = None,
        note: Note | None = None,
        draft: Waiting | None = None,
    ) -> None:
        self._workplace, snapshot = workplace, workplace.snapshot
        said = draft.said if draft else {}
        self._before = before or snapshot.find(Meeting, str(said.get("edits", "")))
        self._note = note or snapshot.find(Note, str(said.get("note", "")))
        self._id = draft.name.partition(" ")[2] if draft else self._usual_id()
        title = _("Edit a meeting") if self._before else _("Log a meeting")
        form = _form(snapshot, self._before or _new(snapshot.today, member, self._note))
        super().__init__(parent, title, form, _("Save"))
        self._add_rows()
        edits = self._before is not None
        self.keep_drafts(workplace, f"meeting {self._id}", draft, edits=edits)
        self._watch_all()
        self._begin(member, began=bool(draft))

    def _usual_id(self) -> str:
        return self._before.id if self._before else new_id()

    # -------------------------------------------------------------- building

    def _add_rows(self) -> None:
        workplace = self._workplace
        self.pledges = Rows(
            _("Pledges given in it"),
            _("+ Add a pled&ge"),
            lambda: PledgeRow(workplace, self._members(), self._present),
        )
        self.follow_ups = Rows(
            _("Follow-ups"),
            _("+ Add a &follow-up"),
            lambda: FollowUpRow(workplace, self._members()),
        )
        self.pledges.setObjectName("pledges")
        self.follow_ups.setObjectName("follow_ups")
        holder = self._inner.layout()
        assert isinstance(holder, QVBoxLayout)
        holder.setSpacing(theme.MARGIN)
        before: QWidget = self.form.fields["marking"]
        parts: tuple[Rows[Any], ...] = (self.pledges, self.follow_ups)
        for place, rows in enumerate(parts, 1):
            holder.insertWidget(place, rows)
            QWidget.setTabOrder(before, rows.add_button)
            before = rows.add_button
            rows.grown.connect(lambda: self._make_room(True))
        self._show_known()
        self.resize(940, 700)

    def _show_known(self) -> None:
        """What came of the meeting already stands above the rows for more."""
        if self._before is None:
            return
        snapshot, id = self._workplace.snapshot, self._before.id
        for pledge in snapshot.pledges_in.get(id, ()):
            self.pledges.say(told(pledge, snapshot))
        for task in snapshot.follow_ups_from.get(id, ()):
            due = self._workplace.language.date(task.due_on) if task.due_on else ""
            self.follow_ups.say(telling.dotted(task.what, due))

    def _watch_all(self) -> None:
        self.watch()
        self._countries.changed.connect(self._suit_countries)
        for rows in (self.pledges, self.follow_ups):
            rows.changed.connect(self._touch)
        for side in (self._theirs, self._ours):
            side.changed.connect(self._touch)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._see)
        reported, held = self.form.fields["reported_on"], self.form.fields["held_on"]
        assert isinstance(reported, DayField)
        assert isinstance(held, DayField)
        if self._before is None:
            reported.line.textEdited.connect(held.give_way)

    def _see(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keys is seen, by whatever way they came to it."""
        if now is not None and self._inner.isAncestorOf(now):
            QTimer.singleShot(0, now, lambda: self._scroll.ensureWidgetVisible(now, 0, 72))

    def _begin(self, member: Member | None, *, began: bool) -> None:
        """The keys go where typing begins."""
        if began:
            self.form.fields["notes"].setFocus()
        else:
            known = member is not None or self._before is not None
            self.form.fields["title" if known else "members"].setFocus()

    # -------------------------------------------------------------- its fields

    @property
    def _countries(self) -> MembersField:
        field = self.form.fields["members"]
        assert isinstance(field, MembersField)
        return field

    @property
    def _theirs(self) -> PeopleField:
        field = self.form.fields["their_people"]
        assert isinstance(field, PeopleField)
        return field

    @property
    def _ours(self) -> PeopleField:
        field = self.form.fields["our_people"]
        assert isinstance(field, PeopleField)
        return field

    def _members(self) -> list[Member]:
        snapshot = self._workplace.snapshot
        return [m for id in self._countries.chosen() if (m := snapshot.find(Member, id))]

    def _present(self) -> list[Contact]:
        return self._theirs.people()

    def _suit_countries(self) -> None:
        """People, pledges and follow-ups are of the countries that are chosen."""
        self._theirs.suit_countries()
        for row in (*self.pledges.rows, *self.follow_ups.rows):
            row.offer_members(self._members())

    # -------------------------------------------------------------- the draft

    def typed(self) -> dict[str, Any]:
        return super().typed() | {
            "edits": self._before.id if self._before else "",
            "note": self._note.id if self._note else "",
            "pledges": self.pledges.typed(),
            "follow_ups": self.follow_ups.typed(),
        }

    def put_back(self, said: dict[str, Any]) -> None:
        super().put_back(said)
        self.pledges.type(said.get("pledges", ()))
        self.follow_ups.type(said.get("follow_ups", ()))

    # -------------------------------------------------------------- saving

    def record(self) -> None:
        problems: dict[str, Message] = {}
        meeting = self._meeting(problems)
        today = self._workplace.snapshot.today

        def given(row: PledgeRow) -> list[Pledge]:
            whole = [meetings.given_in(meeting, pledge) for pledge in row.pledges()]
            try:
                for pledge in whole:
                    pledge.check(today)
            except InvalidRecord as fault:
                problems.update({DAYS[n]: m for n, m in fault.problems.items() if n in DAYS})
                if rest := {n: m for n, m in fault.problems.items() if n not in DAYS}:
                    raise InvalidRecord(rest) from fault
            return whole

        pledges = [p for made in self.pledges.read(given, problems) for p in made]
        to_do = self.follow_ups.read(lambda row: _checked(row.follow_up(), today), problems)
        if problems:
            raise InvalidRecord(problems)
        people = [*self._theirs.made(), *self._ours.made()]
        came = pledges, to_do, people
        if self._before is not None:
            edit = meetings.edit_meeting
            self._workplace.do(edit, self._before, meeting, *came)
        else:
            log = meetings.record_meeting
            self._workplace.do(log, meeting, *came, note=self._note)

    def _meeting(self, problems: dict[str, Message]) -> Meeting:
        """The meeting as the form says it; what is wrong with it is added to the problems."""
        try:
            said = collected({n: f.value for n, f in self.form.fields.items()})  # type: ignore[attr-defined]
        except InvalidRecord as fault:
            problems |= fault.problems
            return Meeting(id=self._id, title="-", held_on=self._workplace.snapshot.today)
        held, reported = said.pop("held_on"), said.pop("reported_on")
        meeting = Meeting(
            id=self._id,
            held_on=held.day if held else None,
            precision=held.precision if held else Precision.REPORTED,
            reported_on=reported.last if reported else None,
            **said,
        )
        try:
            meeting.check(self._workplace.snapshot.today)
        except InvalidRecord as fault:
            problems |= fault.problems
        return meeting

    def show_problems(self, problems: dict[str, Message]) -> None:
        """Beside the fields, of the rows too; the uppermost is where the keys go."""
        worded = {name: words.say(message) for name, message in problems.items()}
        left = self.pledges.show_problems(self.follow_ups.show_problems(worded))
        rest = {n: problems.get(n) or Message("{text}", {"text": left[n]}) for n in left}
        super().show_problems(rest)


def _checked(record: Record, today: date) -> Any:
    record.check(today)
    return record


def told(pledge: Pledge, snapshot: Snapshot) -> str:
    """A pledge in one line: about what, which level, who said it how."""
    about = words.council_of(snapshot, pledge.candidacy)
    said = (telling.manner(pledge), telling.speaker(pledge, snapshot))
    return telling.dotted(about, words.level(pledge.level), *said)


def _new(today: date, member: Member | None, note: Note | None) -> Meeting:
    """What a new meeting begins with; a note of the inbox has said some of it."""
    known = member.id if member else note.member if note else ""
    return Meeting(
        members=(known,) if known else (),
        held_on=note.taken_on if note and note.taken_on else today,
        notes=note.text if note else "",
        source=note.source if note else "",
        marking=note.marking if note else "",
    )


def _form(snapshot: Snapshot, old: Meeting) -> Form:
    today, form = snapshot.today, Form(columns=6)
    countries = MembersField(snapshot, old.members)
    form.add("members", _("Coun&try, or several"), countries, span=6)
    form.add("title", _("T&itle"), Line(old.title), span=6)
    monthly = old.precision is Precision.MONTH
    form.add("held_on", _("&Day"), DayField(today, old.held_on, month_only=monthly), span=2)
    form.add("reported_on", _("&Reported on"), DayField(today, old.reported_on), span=2)
    form.add("place", _("&Place"), Line(old.place), span=2)
    _add_people(form, snapshot, old, countries.chosen)
    form.add("agenda", _("&Agenda"), NotesArea(old.agenda, lines=2), span=6)
    form.add("notes", _("&Notes"), NotesArea(old.notes, lines=6), span=6)
    form.add("outcome", _("&Outcome"), NotesArea(old.outcome, lines=2), span=6)
    form.add("source", _("S&ource"), Line(old.source), span=4)
    markings = [("", _("none")), *((m.id, words.named(m)) for m in snapshot.markings)]
    form.add("marking", _("&Marking"), Choice(markings, old.marking), span=2)
    return form


def _add_people(form: Form, snapshot: Snapshot, old: Meeting, countries: Any) -> None:
    def own() -> Sequence[str]:
        return (snapshot.campaign.candidate,)

    theirs = PeopleField(snapshot, countries, old.their_people)
    form.add("their_people", _("Th&eir people"), theirs, span=3)
    form.add("our_people", _("O&ur people"), PeopleField(snapshot, own, old.our_people), span=3)
    form.add("others_present", _("Ot&hers present, as told"), Line(old.others_present), span=6)
