"""Meetings: the list, the one that is looked at as one reads it, and the inbox behind a tab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from upudesk.campaign import inbox, meetings
from upudesk.gui import meeting_facts
from upudesk.gui.attaching import drops_on_rows
from upudesk.gui.inbox import InboxPage
from upudesk.gui.listing import Listing
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.meeting_list import Row, all_rows, columns, facets, found
from upudesk.gui.pages import ListPage, on_key
from upudesk.gui.subject import Act, Subject
from upudesk.gui.tabbed import TabbedPage
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import Step
from upudesk.model import Meeting, Note

MEETINGS, INBOX = 0, 1


class MeetingsPage(TabbedPage):
    """Two views: what was held, and the notes that wait to be sorted."""

    def __init__(self, workplace: Workplace) -> None:
        views = [(lambda: _("Meetings"), MeetingsList), (lambda: _("Inbox"), InboxPage)]
        super().__init__(workplace, views)
        workplace.saved.connect(self._look_at_new)

    def _look_at_new(self, step: Step | None, _warnings: object) -> None:
        """A meeting that was just logged is the one to look at."""
        if step is not None and step.action == "meeting.record" and self.isVisible():
            self.show_record(step.subject[-1])

    def word(self) -> None:
        super().word()
        self.tabs.setAccessibleName(_("Meetings and inbox"))
        self._count()

    def renew(self) -> None:
        super().renew()
        self._count()

    def _count(self) -> None:
        """How many notes wait is said on the tab."""
        if self.workplace.desk is None:
            return
        number = len(inbox.waiting(self.workplace.snapshot))
        counted = _("Inbox ({count})").format(count=self.workplace.language.number(number))
        self.tabs.setTabText(INBOX, counted if number else _("Inbox"))

    def show_record(self, id: str) -> None:
        note = self.workplace.snapshot.find(Note, id)
        self.turn(INBOX if note is not None else MEETINGS).show_record(id)


class MeetingsList(ListPage):
    """What was held, the latest first."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=700)
        self.listing.opened.connect(lambda _id: self.edit())
        drops_on_rows(workplace, self.listing.table, self.listing.model.key_of, self.show_record)
        for keys, act in (
            ("F2", self.edit),
            ("Ctrl+Shift+L", self.log_pledge),
            ("Ctrl+Shift+U", self.add_follow_up),
            ("Ctrl+Shift+P", self.paper),
        ):
            on_key(self, keys, act, inside=True)
        on_key(self.listing.table, "Del", self.remove)

    def _subject(self, workplace: Workplace) -> Subject[Row]:
        def counted(number: int) -> str:
            shown = ngettext("{count} meeting", "{count} meetings", number)
            return shown.format(count=workplace.language.number(number))

        return Subject(
            "meetings",
            title=lambda: _("Meetings"),
            rows=lambda: all_rows(workplace.snapshot),
            key=lambda row: row.meeting.id,
            columns=lambda: columns(workplace),
            text=lambda row: row.meeting.title,
            found=lambda typed: found(workplace, typed),
            hint=lambda: _("Find a meeting: title, notes, people, country"),
            empty=lambda: _("No meeting is logged yet: put down whom you met, and what was said."),
            counted=counted,
            facets=lambda: facets(workplace),
            new=(lambda: _("Log a meeting"), self.log),
            record=lambda row: row.meeting,
            bulk=("place", "marking", "source"),
            actions=self._offered,
        )

    # -------------------------------------------------------------- doing

    def meeting(self) -> Meeting | None:
        """The meeting that is looked at."""
        return self.workplace.snapshot.find(Meeting, self.listing.current())

    def log(self) -> None:
        if self.workplace.may_write(self.window()):
            MeetingForm(self.workplace, parent=self.window()).open()

    def _form(self) -> MeetingForm | None:
        meeting = self.meeting()
        if meeting is None or not self.workplace.may_write(self.window()):
            return None
        form = MeetingForm(self.workplace, parent=self.window(), before=meeting)
        form.open()
        return form

    def edit(self) -> None:
        self._form()

    def log_pledge(self) -> None:
        """The form of the meeting, with a row for the pledge that was given in it."""
        if form := self._form():
            form.pledges.add_and_go()

    def add_follow_up(self) -> None:
        if form := self._form():
            form.follow_ups.add_and_go()

    def paper(self) -> None:
        """What belongs to it now: the brief before it, its record afterwards."""
        meeting = self.meeting()
        if meeting and meetings.is_coming(meeting, self.workplace.snapshot.today):
            self.brief()
        else:
            self.minutes()

    def brief(self) -> None:
        """What to know before it, on paper."""
        from upudesk.gui.papers import show_brief

        if meeting := self.meeting():
            show_brief(self.workplace, meeting, self.window())

    def minutes(self, *, both: bool = False) -> None:
        """Its record, to be signed."""
        from upudesk.gui.papers import show_minutes

        if meeting := self.meeting():
            show_minutes(self.workplace, meeting, self.window(), both=both)

    def remove(self) -> None:
        """All that are chosen, each as a step of its own."""
        found = [self.workplace.snapshot.find(Meeting, id) for id in self.listing.selected()]
        for meeting in filter(None, found):
            if not self.workplace.attempt(self, meetings.remove_meeting, meeting):
                return

    def _offered(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        """The menu on the chosen rows."""
        meeting = self.workplace.snapshot.find(Meeting, keys[0]) if len(keys) == 1 else None
        if meeting is not None:
            yield _("&Edit the meeting…") + "\tF2", self.edit
            yield _("Log a &pledge in it…") + "\tCtrl+Shift+L", self.log_pledge
            yield _("Add a &follow-up…") + "\tCtrl+Shift+U", self.add_follow_up
            yield _("&Brief…"), self.brief
            yield _("&Record to sign…"), self.minutes
            yield _("Record for b&oth sides to sign…"), partial(self.minutes, both=True)
            for id in meeting.members[:1]:
                yield _("&Show the country"), partial(self.workplace.show, id)
        if keys:
            yield _("&Delete") + "\tDel", self.remove

    # -------------------------------------------------------------- the meeting in full

    def parts(self, id: str) -> Iterator[QWidget]:
        meeting = self.workplace.snapshot.find(Meeting, id)
        if meeting is None:
            return
        coming = meetings.is_coming(meeting, self.workplace.snapshot.today)
        paper = (_("Brief…") if coming else _("Record to sign…"), "Ctrl+Shift+P", self.paper)
        commands = [(_("Edit…"), "F2", self.edit), paper, (_("Delete"), "Del", self.remove)]
        pledge = ("+ " + _("Pledge given in it"), "Ctrl+Shift+L", self.log_pledge)
        follow_up = ("+ " + _("Follow-up"), "Ctrl+Shift+U", self.add_follow_up)
        yield from meeting_facts.parts(self.workplace, meeting, commands, pledge, follow_up)
