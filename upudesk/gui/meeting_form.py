"""The meeting note: who was met, when, where, about what, and what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from upudesk import words
from upudesk.campaign import meetings
from upudesk.errors import InvalidRecord, Message
from upudesk.gui.days import DayField
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Area, Choice, Form, Line
from upudesk.gui.member_field import MemberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Meeting, Member, Precision


class MeetingForm(Entry):
    """Log a meeting."""

    def __init__(
        self, workplace: Workplace, member: Member | None = None, parent: QWidget | None = None
    ) -> None:
        self._workplace = workplace
        super().__init__(parent, _("Log a meeting"), _form(workplace, member), _("Save"))
        self.resize(760, 660)
        self.watch()
        self.form.fields["member" if member is None else "title"].setFocus()

    def record(self) -> None:
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        said = collected(readers)
        member: Member = said.pop("member")
        held, reported = said.pop("held_on"), said.pop("reported_on")
        meeting = Meeting(
            members=(member.id,),
            held_on=held.day if held else None,
            precision=held.precision if held else Precision.REPORTED,
            reported_on=reported.last if reported else None,
            **said,
        )
        self._workplace.do(meetings.record_meeting, meeting)

    def named_problems(self, fault: InvalidRecord) -> dict[str, Message]:
        return {{"members": "member"}.get(name, name): m for name, m in fault.problems.items()}


def _form(workplace: Workplace, member: Member | None) -> Form:
    snapshot, today = workplace.snapshot, workplace.snapshot.today
    form = Form(columns=6)
    form.add("member", _("Coun&try"), MemberField(snapshot, member), span=2)
    form.add("title", _("T&itle"), Line(), span=4)
    held, reported = DayField(today, today), DayField(today)
    reported.line.textEdited.connect(held.give_way)
    form.add("held_on", _("&Day"), held, span=2)
    form.add("reported_on", _("&Reported on"), reported, span=2)
    form.add("place", _("&Place"), Line(), span=2)
    form.add("others_present", _("P&eople of both sides"), Line(), span=6)
    form.add("source", _("S&ource"), Line(), span=4)
    markings = [("", _("none")), *((m.id, words.named(m)) for m in snapshot.markings)]
    form.add("marking", _("&Marking"), Choice(markings), span=2)
    form.add("agenda", _("&Agenda"), Area(lines=2), span=6)
    form.add("notes", _("&Notes"), Area(lines=4), span=6)
    form.add("outcome", _("&Outcome"), Area(lines=2), span=6)
    return form
