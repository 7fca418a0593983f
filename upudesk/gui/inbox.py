"""The inbox: half-known notes put down in one line, and sorted later into what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import words
from upudesk.campaign import inbox, records
from upudesk.desk import Done
from upudesk.errors import N_, UserError
from upudesk.gui import theme
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Area, Choice, Form, Line, breakable, wrapping
from upudesk.gui.listing import Listing
from upudesk.gui.meeting_facts import Command, buttons, reading
from upudesk.gui.pages import ListPage, on_key
from upudesk.gui.parts import Section
from upudesk.gui.record_fields import MemberIdField
from upudesk.gui.subject import Act, Subject
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Contact, FollowUp, Marking, Member, Note, Pledge, Record


class QuickNote(QWidget):
    """One line to put something down; country, source and marking where they are known."""

    written = Signal(str)
    """The id of the note."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.text, self.source = Line(), Line()
        self.member = MemberIdField(workplace.snapshot)
        self.marking = Choice(())
        self.add = QPushButton()
        self.problem = wrapping(role="problem")
        self.problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.GAP + 4, theme.GAP, theme.GAP + 4, 0)
        grid.setSpacing(theme.GRID)
        grid.addWidget(self.text, 0, 0, 1, 4)
        for column, field in enumerate((self.member, self.source, self.marking, self.add)):
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1 if column < 3 else 0)
        grid.addWidget(self.problem, 2, 0, 1, 4)
        for line in (self.text, self.source, self.member):
            line.returnPressed.connect(self.write)
        self.text.textEdited.connect(lambda _typed: self.problem.hide())
        self.add.clicked.connect(self.write)

    def word(self) -> None:
        self.text.setPlaceholderText(_("Something half known: one line, Enter, saved"))
        self.source.setPlaceholderText(_("source"))
        self.member.setPlaceholderText(_("country"))
        self.add.setText(_("Put it down"))
        named: tuple[tuple[QWidget, str], ...] = (
            (self.text, _("Note for the inbox")),
            (self.source, _("Source of the note")),
            (self.member, _("Country of the note")),
            (self.marking, _("Marking of the note")),
            (self.add, _("Put it down")),
        )
        for widget, name in named:
            widget.setAccessibleName(name)
        if self._workplace.desk is not None:
            self.marking.offer(_markings(self._workplace))

    def write(self) -> None:
        """Save the note and be ready for the next."""
        if not self._workplace.may_write(self.window()):
            return
        try:
            note = Note(
                text=self.text.value(), member=self.member.value() or "",
                source=self.source.value(), marking=self.marking.value() or "",
            )  # fmt: skip
            self._workplace.do(inbox.put_down, note)
        except UserError as fault:
            self.problem.setText(breakable(words.say(fault)))
            self.problem.show()
            return
        for line in (self.text, self.member, self.source):
            line.clear()
        self.marking.choose("")
        self.problem.hide()
        self.text.setFocus()
        self.written.emit(note.id)


def _markings(workplace: Workplace) -> list[tuple[Any, str]]:
    known = [(m.id, words.named(m)) for m in workplace.snapshot.markings]
    return [("", _("no marking")), *known]


class NoteForm(Entry):
    """A note from anywhere in the window, or one that is put right; text is enough."""

    def __init__(
        self, workplace: Workplace, parent: QWidget | None = None, before: Note | None = None
    ) -> None:
        self._workplace, self._before = workplace, before
        old, form = before or Note(), Form(columns=6)
        known = Area(old.text, lines=3) if before else Line()  # a new one: typed, Enter, saved
        form.add("text", _("&What you know; one word is enough"), known, span=6)
        member = MemberIdField(workplace.snapshot, workplace.snapshot.find(Member, old.member))
        form.add("member", _("Coun&try"), member, span=2)
        form.add("source", _("S&ource"), Line(old.source), span=2)
        marking = Choice(_markings(workplace), old.marking)
        form.add("marking", _("&Marking"), marking, span=2)
        title = _("Edit the note") if before else _("Put a note into the inbox")
        super().__init__(parent, title, form, _("Save"))
        self.resize(640, 300 if before else 250)
        self.watch()
        self.kept_as(workplace, "note", before.id if before else "", edits=before is not None)
        form.fields["text"].setFocus()

    def record(self) -> None:
        said = collected({n: f.value for n, f in self.form.fields.items()})  # type: ignore[attr-defined]
        said["member"] = said["member"] or ""
        if self._before is not None:
            self._workplace.do(records.put, replace(self._before, **said), self._before)
        else:
            self._workplace.do(inbox.put_down, Note(**said))


def put_down_quickly(workplace: Workplace, parent: QWidget) -> None:
    """The form for a note, from wherever the reader is."""
    if workplace.may_write(parent):
        NoteForm(workplace, parent).open()


class _Sorting:
    """A workplace in which what a form saves is made out of a note, in the same step."""

    def __init__(self, workplace: Workplace, note: Note, kind: type[Record]) -> None:
        self._workplace, self._note, self._kind = workplace, note, kind

    def do(self, action: Any, *args: Any, **kwargs: Any) -> Done:
        sort = inbox.sort_note
        return self._workplace.do(sort, self._note, self._kind, action, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._workplace, name)


def _sorting(workplace: Workplace, note: Note, kind: type[Record]) -> Workplace:
    return cast("Workplace", _Sorting(workplace, note, kind))


class InboxPage(ListPage):
    """The line to put things down, the notes that wait, and what may be made of one."""

    NOTHING = N_("A note is sorted here: into a meeting, a pledge, a follow-up or a contact.")

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=640)
        self.quick = QuickNote(workplace)
        column = self.listing.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.quick)
        self.quick.written.connect(self.show_record)
        self.listing.opened.connect(lambda _id: self.into_meeting())
        on_key(self, "F2", self.edit, inside=True)
        on_key(self.listing.table, "Del", self.discard)

    def _subject(self, workplace: Workplace) -> Subject[Note]:
        def counted(number: int) -> str:
            shown = ngettext("{count} note waits", "{count} notes wait", number)
            return shown.format(count=workplace.language.number(number))

        return Subject(
            "inbox",
            title=lambda: _("Inbox"),
            rows=lambda: inbox.waiting(workplace.snapshot),
            key=lambda note: note.id,
            columns=lambda: _columns(workplace),
            text=lambda note: " ".join((note.text, note.source, _country(workplace, note))),
            hint=lambda: _("Find a note"),
            empty=lambda: _(
                "The inbox is empty: what is only half known is put down here and sorted later."
            ),
            counted=counted,
            record=lambda note: note,
            bulk=("member", "source", "marking"),
            actions=self._offered,
        )

    def word(self) -> None:
        super().word()
        self.quick.word()

    def take_focus(self) -> None:
        self.quick.text.setFocus()

    # -------------------------------------------------------------- what may be made of it

    def note(self) -> Note | None:
        """The note that is looked at."""
        return self.workplace.snapshot.find(Note, self.listing.current())

    def _with_note(self, act: Callable[[Note], object]) -> None:
        note = self.note()
        if note is not None and self.workplace.may_write(self.window()):
            act(note)

    def into_meeting(self) -> None:
        from upudesk.gui.meeting_form import MeetingForm

        self._with_note(
            lambda note: MeetingForm(self.workplace, parent=self.window(), note=note).open()
        )

    def into_pledge(self) -> None:
        self._with_note(self._pledge)

    def _pledge(self, note: Note) -> None:
        from upudesk.gui.quick_log import QuickLog

        member = self.workplace.snapshot.find(Member, note.member)
        sorting = _sorting(self.workplace, note, Pledge)
        form = QuickLog(sorting, member, parent=self.window())
        fields = form.form.fields
        for name, said in (("note", " ".join(note.text.split())), ("source", note.source)):
            cast("Line", fields[name]).setText(said)
        cast("Choice", fields["marking"]).choose(note.marking)
        form.open()

    def into_follow_up(self) -> None:
        self._with_note(self._follow_up)

    def _follow_up(self, note: Note) -> None:
        from upudesk.gui.follow_up_form import open_form

        sorting = _sorting(self.workplace, note, FollowUp)
        what = " ".join(note.text.split())
        open_form(sorting, self.window(), what=what, member=note.member, note=note.source)

    def into_contact(self) -> None:
        self._with_note(self._contact)

    def _contact(self, note: Note) -> None:
        from upudesk.gui.contact_form import ContactForm

        sorting = _sorting(self.workplace, note, Contact)
        form = ContactForm(sorting, None, self.window(), member=note.member)
        cast("Area", form.form.fields["notes"]).setPlainText(note.text)
        form.open()

    def edit(self) -> None:
        self._with_note(lambda note: NoteForm(self.workplace, self.window(), note).open())

    def discard(self) -> None:
        """To the recycle bin; the status bar offers to bring it back."""
        found = [self.workplace.snapshot.find(Note, id) for id in self.listing.selected()]
        for note in filter(None, found):
            if not self.workplace.attempt(self, records.remove, note):
                return

    def _commands(self) -> list[Command]:
        return [
            (_("Meeting…"), _("Make a meeting of it (Enter)"), self.into_meeting),
            (_("Pledge…"), _("Make a pledge of it"), self.into_pledge),
            (_("Follow-up…"), _("Make a follow-up of it"), self.into_follow_up),
            (_("Contact…"), _("Make a contact of it"), self.into_contact),
        ]

    def _offered(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            for _shown, told, act in self._commands():
                yield told, partial(act)
            yield _("&Edit the note…") + "\tF2", self.edit
        if keys:
            yield _("&Discard") + "\tDel", self.discard

    # -------------------------------------------------------------- the note in full

    def parts(self, id: str) -> Iterator[QWidget]:
        note = self.workplace.snapshot.find(Note, id)
        if note is None:
            return
        yield reading(note.text)
        yield self._known(note)
        section = Section(_("Sort it: what is it?"))
        section.whole(buttons(self._commands()))
        section.whole(buttons([(_("Edit…"), "F2", self.edit), (_("Discard"), "Del", self.discard)]))
        yield section

    def _known(self, note: Note) -> Section:
        section = Section(_("What is known"))
        language = self.workplace.language
        if note.taken_on:
            section.fact(_("Put down on"), language.date(note.taken_on))
        section.fact(_("Country"), _country(self.workplace, note) or _("not known"))
        section.fact(_("Source"), note.source or _("not known"))
        if marking := self.workplace.snapshot.find(Marking, note.marking):
            section.fact(_("Marking"), words.named(marking), "warning")
        return section


def _country(workplace: Workplace, note: Note) -> str:
    member = workplace.snapshot.find(Member, note.member)
    return words.named(member) if member else ""


def _columns(workplace: Workplace) -> list[Column[Note]]:
    language = workplace.language

    def day(note: Note) -> str:
        return language.date(note.taken_on) if note.taken_on else ""

    def shown(note: Note) -> str:
        return " ".join(note.text.split())

    return [
        Column(lambda: _("Day"), lambda n: Cell(day(n), tone="quiet"),
               lambda n: str(n.taken_on), 104, name="day"),
        Column(lambda: _("Note"), lambda n: Cell(shown(n), tip=n.text),
               lambda n: language.sort_key(shown(n)), 0, name="note"),
        Column(lambda: _("Country"), lambda n: Cell(_country(workplace, n)),
               lambda n: language.sort_key(_country(workplace, n)), 110, name="country"),
        Column(lambda: _("Source"), lambda n: Cell(n.source, tip=n.source, tone="quiet"),
               lambda n: language.sort_key(n.source), 120, name="source"),
    ]  # fmt: skip
