"""Writing down what is to be done: a line at the top of the list, and the whole form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from upudesk import telling, words
from upudesk.campaign import follow_ups
from upudesk.errors import InvalidRecord, UserError
from upudesk.gui import theme
from upudesk.gui.entry import collected
from upudesk.gui.forms import Choice, Line, breakable, wrapping
from upudesk.gui.owners import OwnerField
from upudesk.gui.record_fields import DateField, MemberIdField
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.repeat_field import RepeatField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, FollowUp, Pledge
from upudesk.snapshot import Snapshot


def open_form(
    workplace: Workplace,
    parent: QWidget,
    follow_up: FollowUp | None = None,
    saved: Callable[[str], object] = lambda _id: None,
    **known: Any,
) -> RecordForm | None:
    """The form for a new follow-up, of which some may be known, or for one that is there."""
    if not workplace.may_write(parent):
        return None
    record = follow_up or FollowUp(**known)
    owner = OwnerField(workplace, record.owner, usual_me=follow_up is None)

    def act(said: FollowUp) -> None:
        workplace.do(follow_ups.write_down, said, follow_up, owner.newcomer())
        saved(said.id)

    title = _("Edit the follow-up") if follow_up else _("New follow-up")
    layout = _layout(workplace, record, owner)
    form = RecordForm(workplace, title, record, layout, base=follow_up, parent=parent, act=act)
    _join(form, workplace.snapshot)
    form.kept_as(workplace, "follow_up", follow_up.id if follow_up else "",
                 edits=follow_up is not None).open()  # fmt: skip
    return form


def _join(form: RecordForm, snapshot: Snapshot) -> None:
    """Another country has other meetings and other pledges to come from."""
    member, meeting, pledge = (form.form.fields[n] for n in ("member", "meeting", "pledge"))
    assert isinstance(member, MemberIdField)
    assert isinstance(meeting, Choice)
    assert isinstance(pledge, Choice)

    def another(_typed: str = "") -> None:
        chosen = member.chosen()
        meeting.offer(_meetings(snapshot, chosen.id if chosen else ""))
        pledge.offer(_pledges(snapshot, chosen.id if chosen else ""))

    member.textChanged.connect(another)


def _meetings(snapshot: Snapshot, member: str) -> list[tuple[str, str]]:
    """Those with that country, the latest first; and none."""
    held = sorted(snapshot.meetings_with.get(member, ()), key=lambda m: m.day, reverse=True)
    return [("", _("none")), *((m.id, telling.dotted(telling.when(m), m.title)) for m in held)]


def _pledges(snapshot: Snapshot, member: str) -> list[tuple[str, str]]:
    """Those of that country, the latest first; and none."""
    given = sorted(snapshot.pledges_of.get(member, ()), key=lambda p: p.day, reverse=True)
    return [("", _("none")), *((p.id, _pledge(snapshot, p)) for p in given)]


def _pledge(snapshot: Snapshot, pledge: Pledge) -> str:
    about = words.about(snapshot.find(Candidacy, pledge.candidacy), snapshot)
    return telling.dotted(telling.when(pledge), about, words.level(pledge.level))


def _layout(workplace: Workplace, record: FollowUp, owner: OwnerField) -> list[Item]:
    snapshot = workplace.snapshot
    repeat = partial(RepeatField, snapshot.today, record.repeat)
    meetings = partial(Choice, _meetings(snapshot, record.member), record.meeting)
    pledges = partial(Choice, _pledges(snapshot, record.member), record.pledge)
    items = [
        Item("what", 6, label=_("&What is to be done")),
        Item("member", 2, label=_("Coun&try")),
        Item("due_on", 2, label=_("&Due")),
        Item("owner", 2, label=_("Wh&o does it"), field=lambda: owner),
        Item("repeat", 6, label=_("&Repeats"), field=repeat),
        Item("meeting", 3, label=_("From the &meeting"), field=meetings),
        Item("pledge", 3, label=_("From the &pledge"), field=pledges),
    ]
    if record.done_on:
        items.append(Item("done_on", 2, label=_("Don&e on")))
    return [*items, Item("note", 6, 3, label=_("&Note"))]


class QuickLine(QWidget):
    """What, country, due, who: Enter in any of them writes it down."""

    written = Signal(str)
    """The id of the follow-up that was written down."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.what = Line(hint=_("What is to be done…"))
        self.member = MemberIdField(workplace.snapshot)
        self.due = DateField(workplace.snapshot.today, None)
        self.owner = OwnerField(workplace, usual_me=True)
        self.add = QPushButton(_("Add"))
        self.problem = wrapping(role="problem")
        self.problem.hide()
        self._lay_out()
        for line in (self.what, self.member, self.due.line):
            line.returnPressed.connect(self.write)
            line.textEdited.connect(lambda _typed: self.problem.hide())
        self.add.clicked.connect(self.write)

    def _lay_out(self) -> None:
        self.member.setPlaceholderText(_("country"))
        self.due.line.setPlaceholderText(_("due: in 3 days"))
        names = (
            (self.what, _("What is to be done")), (self.member, _("Country")),
            (self.due, _("Due")), (self.owner, _("Who does it")),
            (self.add, _("Add the follow-up")),
        )  # fmt: skip
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.GAP + 4, theme.GAP, theme.GAP + 4, 0)
        grid.setSpacing(theme.GRID)
        for column, (field, name) in enumerate(names):
            field.setAccessibleName(name)
            grid.addWidget(field, 0, column)
            grid.setColumnStretch(column, (4, 2, 3, 3, 0)[column])
        grid.addWidget(self.problem, 1, 0, 1, len(names))

    @property
    def blank(self) -> bool:
        """Whether nothing is typed in it that could be lost."""
        lines = (self.what, self.member, self.due.line)
        return not any(line.text().strip() for line in lines)

    def write(self) -> None:
        """Write it down, or say below why it cannot be."""
        if not self._workplace.may_write(self.window()):
            return
        try:
            readers = {"what": self.what.value, "member": self.member.value,
                       "due_on": self.due.value, "owner": self.owner.value}  # fmt: skip
            said = replace(FollowUp(), **collected(readers))
            self._workplace.do(follow_ups.write_down, said, None, self.owner.newcomer())
        except UserError as fault:
            self._refused(fault)
        else:
            self.written.emit(said.id)

    def _refused(self, fault: UserError) -> None:
        self.problem.setText(breakable(words.say(fault)))
        self.problem.show()
        if isinstance(fault, InvalidRecord):
            fields = {"what": self.what, "member": self.member, "due_on": self.due.line}
            wrong = next((fields[name] for name in fault.problems if name in fields), None)
            if wrong is not None:
                wrong.setFocus()
