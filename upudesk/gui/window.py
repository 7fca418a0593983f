"""The main window: banner, tally strip, navigation, list and country page, status bar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from upudesk import words
from upudesk.campaign import pledges
from upudesk.desk import News
from upudesk.errors import Message, UserError
from upudesk.gui import messages
from upudesk.gui.banner import READ_ONLY, Banner
from upudesk.gui.country import CountryPage
from upudesk.gui.files import Files
from upudesk.gui.members import MemberList
from upudesk.gui.menus import Menus
from upudesk.gui.navigation import Navigation
from upudesk.gui.tally_strip import TallyStrip
from upudesk.gui.welcome import Welcome
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import Step
from upudesk.model import Member, Pledge

COUNTRIES, JOURNAL = "countries", "journal"


class MainWindow(QMainWindow):
    """One window, one campaign. Shows the snapshot; everything it changes goes through the desk."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.files = Files(workplace, self)
        self.banner, self.strip = Banner(workplace), TallyStrip(workplace)
        self.navigation = Navigation()
        self.members, self.country = MemberList(workplace), CountryPage(workplace)
        self.journal: Any = None
        self.welcome = Welcome(workplace)
        self.menus = Menus(self)
        self.said, self.file_label, self.language_label = QLabel(), QLabel(), QLabel()
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.addWidget(self.members)
        self.halves.addWidget(self.country)
        self.halves.setStretchFactor(1, 1)
        self.halves.setHandleWidth(1)
        self.halves.setChildrenCollapsible(False)
        self.halves.setSizes([608, 600])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.halves)
        self.desk_side = _across(self.navigation, self.stack)
        self.outer = QStackedWidget()
        self.outer.addWidget(self.welcome)
        self.outer.addWidget(_down(self.banner, self.strip, self.desk_side))
        self.setCentralWidget(self.outer)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.said, 1)
        bar.addPermanentWidget(self.file_label)
        bar.addPermanentWidget(self.language_label)

    def _connect(self) -> None:
        workplace, country = self.workplace, self.country
        workplace.campaign_changed.connect(self._campaign_changed)
        workplace.changed.connect(self._records_changed)
        workplace.saved.connect(self._say_saved)
        workplace.worded.connect(self.word)
        workplace.lost.connect(lambda fault: messages.show_fault(self, fault))
        self.members.chosen.connect(self._member_chosen)
        self.members.opened.connect(lambda _member: self.country.setFocus())
        self.navigation.wanted.connect(self.turn_to)
        country.log_wanted.connect(lambda _member: self.log_pledge())
        country.meeting_wanted.connect(lambda _member: self.log_meeting())
        country.briefing_wanted.connect(lambda _member: self.preview_briefing())
        country.journal_wanted.connect(self.show_journal_of)
        country.correction_wanted.connect(self.correct_pledge)
        country.removal_wanted.connect(self.remove_pledge)
        self.banner.result_wanted.connect(self.enter_result)
        self.welcome.open_wanted.connect(self.files.ask_open)
        self.welcome.new_wanted.connect(self.files.ask_new)
        self.welcome.demo_wanted.connect(self.files.demo)
        self.welcome.file_wanted.connect(self.files.open)

    def pages(self) -> list[tuple[str, str]]:
        """The pages that exist: name and title."""
        return [(COUNTRIES, _("Countries")), (JOURNAL, _("Journal"))]

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        """Everything in the language and theme of the moment."""
        self.menus.word()
        self.navigation.word(self.pages(), self._page)
        self.welcome.word()
        self.members.word()
        if self.journal is not None:
            self.journal.word()
        self.language_label.setText(self.workplace.language.name)
        self.said.clear()
        self._show_campaign()

    def _campaign_changed(self) -> None:
        self.members.word()
        self.country.member = ""
        self.welcome.word()
        self.said.clear()
        self._show_campaign()
        self.members.table.setFocus()

    def _show_campaign(self) -> None:
        desk = self.workplace.desk
        self.outer.setCurrentIndex(0 if desk is None else 1)
        self.setWindowTitle(f"{desk.name} – UPUDesk" if desk else "UPUDesk")
        self.file_label.setText(self._file_words())
        self._renew()

    def renew_texts(self) -> None:
        """Lay out the texts again, now that it is known where Thai lines may break."""
        self.welcome.word()
        self.country.renew()

    def _file_words(self) -> str:
        desk = self.workplace.desk
        if desk is None:
            return ""
        return " · ".join(
            [desk.path.name, _("encrypted") if desk.protected else _("no passphrase")]
        )

    def _records_changed(self, news: News) -> None:
        self.members.renew()
        self._renew()
        if news.step is None:
            self.said.setText(_("Another program changed the campaign; this is how it stands now."))

    def _renew(self) -> None:
        self.menus.renew()
        self.banner.renew()
        self.strip.renew()
        self.country.renew()
        if self.journal is not None and self._page == JOURNAL:
            self.journal.renew()

    # -------------------------------------------------------------- pages

    @property
    def _page(self) -> str:
        return COUNTRIES if self.stack.currentWidget() is self.halves else JOURNAL

    def turn_to(self, page: str) -> None:
        """Show another page."""
        if page == JOURNAL:
            self._journal().renew()
        self.stack.setCurrentWidget(self._journal() if page == JOURNAL else self.halves)
        self.navigation.mark(page)

    def _journal(self) -> Any:
        if self.journal is None:
            from upudesk.gui.journal_page import JournalPage

            self.journal = JournalPage(self.workplace)
            self.journal.word()
            self.stack.addWidget(self.journal)
        return self.journal

    def show_journal_of(self, member: str) -> None:
        self._journal().show_member(member)
        self.turn_to(JOURNAL)

    def _member_chosen(self, member: str) -> None:
        if member != self.country.member:
            self.country.show_member(member)

    def find_country(self) -> None:
        self.turn_to(COUNTRIES)
        self.members.filter.setFocus()
        self.members.filter.selectAll()

    # -------------------------------------------------------------- doing

    @property
    def member(self) -> Member | None:
        """The country that is looked at."""
        return self.workplace.snapshot.find(Member, self.country.member)

    def log_pledge(self) -> None:
        from upudesk.gui.quick_log import QuickLog

        if self._may_write():
            QuickLog(self.workplace, self.member, parent=self).open()

    def correct_pledge(self, pledge: Pledge) -> None:
        from upudesk.gui.quick_log import QuickLog

        if self._may_write():
            QuickLog(self.workplace, self.member, pledge, self).open()

    def remove_pledge(self, pledge: Pledge) -> None:
        self._try(lambda: self.workplace.do(pledges.withdraw_pledge, pledge))

    def log_meeting(self) -> None:
        from upudesk.gui.meeting_form import MeetingForm

        if self._may_write():
            MeetingForm(self.workplace, self.member, self).open()

    def _may_write(self) -> bool:
        """Whether a form is worth filling in; else the reader is told before typing anything."""
        desk = self.workplace.desk
        if desk is not None and desk.read_only:
            messages.show(self, _(READ_ONLY))
        return desk is not None and not desk.read_only

    def name_author(self) -> None:
        from upudesk.gui.author_form import AuthorForm

        AuthorForm(self.workplace, self).open()

    def enter_result(self) -> None:
        from upudesk.gui.result_form import ResultForm

        if self._may_write():
            ResultForm(self.workplace, self).open()

    def preview_briefing(self) -> None:
        from upudesk.gui.paper import BriefingPreview

        if self.member is not None:
            BriefingPreview(self.workplace, self.member, self).open()

    def undo(self) -> None:
        self._try(lambda: self._say_taken(_("Undone {time} · {step}"), self.workplace.undo()))

    def redo(self) -> None:
        self._try(lambda: self._say_taken(_("Done again {time} · {step}"), self.workplace.redo()))

    def _try(self, act: Any) -> None:
        try:
            act()
        except UserError as fault:
            messages.show_fault(self, fault)

    def show_about(self) -> None:
        from upudesk.gui.about import about

        about(self).open()

    def show_shortcuts(self) -> None:
        from upudesk.gui.about import shortcuts

        shortcuts(self).open()

    # -------------------------------------------------------------- the status bar

    def _say_saved(self, step: Step | None, warnings: tuple[Message, ...]) -> None:
        if step is None:
            self.said.setText(_("Nothing had to be changed."))
            return
        subject = self.workplace.snapshot.find(Member, step.subject[0]) if step.subject else None
        if subject is not None:
            self.members.look_at(subject.id)
        said = _("Saved {time} · {step} · Undo Ctrl+Z").format(**self._time_and(step))
        self.said.setText(" · ".join([said, *map(words.say, warnings)]))

    def _say_taken(self, template: str, step: Step) -> None:
        self.said.setText(template.format(**self._time_and(step)))

    def _time_and(self, step: Step) -> dict[str, str]:
        workplace = self.workplace
        time = workplace.language.time(datetime.now().astimezone())
        return {"time": time, "step": words.step(step, workplace.snapshot)}

    # -------------------------------------------------------------- focus, size and leaving

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowUnblocked:
            QTimer.singleShot(0, self, self._come_back)
        return super().event(event)

    def _come_back(self) -> None:
        """After a dialog the keys go where they went before; to the list if that is gone."""
        self.activateWindow()
        held = self.focusWidget()
        if self.workplace.desk is not None and (held is None or not held.isVisible()):
            self._main_list().setFocus()

    def _main_list(self) -> QWidget:
        table: QWidget = self.journal.table if self._page == JOURNAL else self.members.table
        return table

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def restore(self) -> None:
        """Stand where it stood last time."""
        settings = self.workplace.settings
        if not settings.geometry or not self.restoreGeometry(
            QByteArray.fromHex(settings.geometry.encode())
        ):
            self.resize(self.sizeHint())
        if len(settings.splitter) == 2:
            self.halves.setSizes(list(settings.splitter))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.workplace.prefer(
            geometry=bytes(self.saveGeometry().toHex().data()).decode(),
            splitter=tuple(self.halves.sizes()),
        )
        self.workplace.leave(quietly=True)
        event.accept()


def _down(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return holder


def _across(left: QWidget, right: QWidget) -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout

    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(left)
    row.addWidget(right, 1)
    return holder
