"""The main window: banner, tally strip, navigation, list and country page, status bar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from upudesk import words
from upudesk.desk import News
from upudesk.errors import Message, UserError
from upudesk.gui import messages
from upudesk.gui.banner import Banner
from upudesk.gui.files import Files
from upudesk.gui.menus import Menus
from upudesk.gui.navigation import Navigation
from upudesk.gui.pages import OF_KIND, PAGES, ListPage, Page, build
from upudesk.gui.parts import OneLine, link
from upudesk.gui.room import on_screen
from upudesk.gui.tab_order import as_read
from upudesk.gui.tabbed import TabbedPage
from upudesk.gui.tally_strip import TallyStrip
from upudesk.gui.welcome import Welcome
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import Step
from upudesk.model import Member, Pledge

SOON = 20
"""Milliseconds after which the rest follows when the window opens."""
LATER = 500
"""Milliseconds between two looks whether the reader has done typing."""
FIRST = "countries"
"""The page of the first start; later the one that was left is shown again."""


class MainWindow(QMainWindow):
    """One window, one campaign. Shows the snapshot; everything it changes goes through the desk."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.files = Files(workplace, self)
        self.banner, self.strip = Banner(workplace), TallyStrip(workplace)
        self.navigation = Navigation()
        self.pages: dict[str, Page] = {}
        self.page = ""
        self.welcome = Welcome(workplace)
        self.menus = Menus(self)
        self.said, self.file_label, self.language_label = OneLine(), QLabel(), QLabel()
        self.take_back = link("", self.undo)
        self._count_soon = QTimer(self, interval=150, singleShot=True)
        self._counting = False
        self._take_in = QTimer(self, interval=LATER, singleShot=True)
        self.drafts: Any = None
        self.lock: Any = None
        self.keeper: Any = None
        self.checks: Any = None
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.outer = QStackedWidget()
        self.outer.addWidget(self.welcome)
        self.work = _down(self.banner, self.strip, _across(self.navigation, self.stack))
        self.outer.addWidget(self.work)
        self.setAcceptDrops(True)
        self.setCentralWidget(self.outer)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.said)
        bar.addWidget(self.take_back, 1)
        bar.addPermanentWidget(self.file_label)
        bar.addPermanentWidget(self.language_label)

    def _connect(self) -> None:
        workplace = self.workplace
        workplace.campaign_changed.connect(self._campaign_changed)
        workplace.changed.connect(self._records_changed)
        workplace.saved.connect(self._say_saved)
        workplace.worded.connect(self.word)
        workplace.wanted.connect(self.turn_to)
        workplace.lost.connect(lambda fault: messages.show_fault(self, fault))
        self._count_soon.timeout.connect(self._count)
        self._take_in.timeout.connect(self._renew_late)
        self.navigation.wanted.connect(self.turn_to)
        self.banner.result_wanted.connect(self.enter_result)
        self.banner.way_out_wanted.connect(self.files.way_out)
        self.welcome.open_wanted.connect(self.files.ask_open)
        self.welcome.new_wanted.connect(self.files.ask_new)
        self.welcome.demo_wanted.connect(self.files.demo)
        self.welcome.file_wanted.connect(self.files.open)

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        """Everything in the language and theme of the moment."""
        if not self.isVisible():
            self.menus.title()
        self._follow(self.menus.word, self)
        self.navigation.word([(name, _(title)) for name, (title, _where) in PAGES.items()])
        self.welcome.word()
        if self.drafts is not None:
            self.drafts.word()
        if self.workplace.desk is not None:
            for name in tuple(self.pages):
                self._tend(name, lambda page: page.word())
        self.language_label.setText(self.workplace.language.name)
        self._say("")
        self._show_campaign()

    def _follow(self, act: Callable[[], None], about: QWidget) -> None:
        """Do it now; while the window opens, a moment later: the first list is seen before it."""
        if self.isVisible():
            act()
        else:
            QTimer.singleShot(SOON, about, act)

    def _campaign_changed(self) -> None:
        """Another file: every page is made anew."""
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.welcome.word()
        self._say("")
        self._show_campaign()

    def _show_campaign(self) -> None:
        desk = self.workplace.desk
        self.outer.setCurrentIndex(0 if desk is None else 1)
        self.setWindowTitle(f"{desk.name} – UPUDesk" if desk else "UPUDesk")
        self.file_label.setText(self._file_words())
        self._renew()
        if desk is not None and not self.pages:
            wanted = self.page or self.workplace.settings.page
            self.turn_to(wanted if wanted in PAGES else FIRST)
            self._tend(self.page, lambda page: page.take_focus())

    def hide_names(self) -> None:
        """Show nothing of the campaign from this moment, though closing it may take another."""
        self.outer.setCurrentIndex(0)
        self.setWindowTitle("UPUDesk")
        self._say("")
        self.repaint()

    def renew_texts(self) -> None:
        """Lay out the texts again, now that it is known where Thai lines may break."""
        self.welcome.word()
        if self.page in self.pages:
            self._tend(self.page, lambda page: page.word())

    def _file_words(self) -> str:
        desk = self.workplace.desk
        if desk is None:
            return ""
        return " · ".join(
            [desk.path.name, _("encrypted") if desk.protected else _("no passphrase")]
        )

    def _records_changed(self, news: News) -> None:
        if news.step is None and self._typing():
            self._take_in.start()
        elif self.page in self.pages:
            self._tend(self.page, lambda page: page.renew())
        self._renew()
        if news.step is None:
            self._say(_("Another program changed the campaign; this is how it stands now."))

    def _typing(self) -> bool:
        """Whether a fact of the page is just being edited where it stands."""
        from upudesk.gui.inplace import InPlace

        page = self.pages.get(self.page)
        facts = page.findChildren(InPlace) if page is not None else ()
        return any(fact.field is not None for fact in facts)

    def _renew_late(self) -> None:
        """What another program wrote is shown once nothing is lost by it."""
        if self._typing():
            self._take_in.start()
        elif self.page in self.pages:
            self._tend(self.page, lambda page: page.renew())

    def _renew(self) -> None:
        self.menus.renew()
        self.banner.renew()
        self._follow(self.strip.renew, self.strip)
        if self._counting and self.workplace.desk is not None:
            self._count_soon.start()

    def finish(self) -> None:
        """What is not needed in the first moment: icons, and how many rows wait on each page."""
        from upudesk.gui.backup_keeper import BackupKeeper
        from upudesk.gui.check_keeper import CheckKeeper
        from upudesk.gui.draft_bar import DraftBar
        from upudesk.gui.lock import Lock

        self.drafts = DraftBar(self.workplace)
        column = self.work.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self.drafts)
        self.drafts.renew()
        self.lock = Lock(self.workplace, self)
        self.lock.restart()
        self.keeper = BackupKeeper(self.workplace, self)
        self.keeper.troubled.connect(self._say)
        self.statusBar().insertPermanentWidget(2, self.keeper.label)
        self.keeper.word()
        self.checks = CheckKeeper(self.workplace, self.files.check, self)
        self.checks.broken.connect(self.files.found_damage)
        self.checks.found.connect(self.files.tell)
        self.statusBar().insertPermanentWidget(3, self.checks.label)
        self.checks.word()
        self.navigation.dress()
        self.strip.show_lines()
        self._counting = True
        self._count_soon.start()

    def _count(self) -> None:
        if self.workplace.desk is None:
            return
        from upudesk import due, needs
        from upudesk.gui.drafts import drafts_of

        snapshot = self.workplace.snapshot
        waiting = drafts_of(self.workplace).waiting()
        unfinished = Counter(OF_KIND.get(draft.kind, "") for draft in waiting)
        unfinished["meetings"] += len(needs.inbox(snapshot))
        unfinished["follow_ups"] += len(due.overdue(snapshot))
        self.navigation.count(unfinished)

    # -------------------------------------------------------------- pages

    def turn_to(self, name: str, record: str = "") -> None:
        """Show a page, and a record on it where one is named."""
        if self.workplace.desk is None:
            return
        fresh = name not in self.pages
        page = self.pages[name] if not fresh else self._build(name)
        turned = self.page != name or fresh
        self.page = name
        self.stack.setCurrentWidget(page)
        self.navigation.mark(name)
        if turned and not fresh:
            self._tend(name, lambda page: page.renew())
        if record:
            self._tend(name, lambda page: page.show_record(record))
        if turned:
            self._tend(name, lambda page: page.take_focus())

    def _tend(self, name: str, act: Callable[[Page], object]) -> None:
        """Let a page do something; where it fails, it alone stands still."""
        page = self.pages[name]
        try:
            act(page)
        except Exception as fault:
            from upudesk.gui import trouble

            trouble.note(fault)
            self.set_aside(page, fault)

    def set_aside(self, page: Page, fault: BaseException) -> None:
        """Put a sentence where a page failed, and a way to try again; the others go on."""
        name = next((name for name, known in self.pages.items() if known is page), "")
        if not name:
            return
        broken = self.pages[name] = self._broken(name, fault)
        self.stack.addWidget(broken)
        self.stack.removeWidget(page)
        page.deleteLater()
        if self.page == name:
            self.stack.setCurrentWidget(broken)

    def _broken(self, name: str, fault: BaseException) -> Page:
        from upudesk.gui.trouble import BrokenPage

        return BrokenPage(self.workplace, fault, partial(self._try_again, name))

    def _try_again(self, name: str) -> None:
        """Make a page anew that failed."""
        page = self.pages.pop(name, None)
        if page is not None:
            self.stack.removeWidget(page)
            page.deleteLater()
        self.turn_to(name)

    def _build(self, name: str) -> Page:
        try:
            page = build(name, self.workplace)
        except Exception as fault:
            from upudesk.gui import trouble

            trouble.note(fault)
            page = self._broken(name, fault)
        self.pages[name] = page
        self.stack.addWidget(page)
        self._follow(partial(as_read, page), page)
        if isinstance(page, ListPage) and (sizes := self.workplace.settings.halves.get(name)):
            page.halves.setSizes(list(sizes))
        if asked := getattr(page, "asked", None):
            asked.connect(self._asked)
        return page

    def _asked(self, what: str, about: object) -> None:
        """What a page leaves to the window."""
        acts: dict[str, Callable[[Any], object]] = {
            "pledge": lambda _member: self.log_pledge(),
            "meeting": lambda _member: self.log_meeting(),
            "briefing": lambda _member: self.preview_briefing(),
            "correction": self.correct_pledge,
            "removal": self.remove_pledge,
            "journal": self.show_journal_of,
            "contact": self.add_contact,
            "follow_up": self.add_follow_up,
            "undertaking": self.add_undertaking,
        }
        acts[what](about)

    def add_contact(self, member: str) -> None:
        """Somebody of that country, whose page stays in sight."""
        from upudesk.gui.contact_form import ContactForm

        if self.workplace.may_write(self):
            ContactForm(self.workplace, parent=self, member=member, stay=True).open()

    def add_follow_up(self, member: str) -> None:
        from upudesk.gui.follow_up_form import open_form

        open_form(self.workplace, self, member=member)

    def add_undertaking(self, member: str) -> None:
        from upudesk.gui.undertaking_form import open_form

        open_form(self.workplace, self, member=member)

    @property
    def countries(self) -> Any:
        """The page of the countries, made if it was not looked at yet."""
        return self.pages.get(FIRST) or self._build(FIRST)

    @property
    def journal(self) -> Any:
        return self.pages.get("journal") or self._build("journal")

    def show_journal_of(self, member: str) -> None:
        self.turn_to("journal", member)

    def find_everything(self) -> None:
        """Everything in the campaign, and everything that can be done."""
        from upudesk.gui.finder import Finder

        Finder(self.workplace, self.menus.actions(), self).open()

    def find_here(self) -> None:
        """The filter line of the page that is shown; where there is none, everything is found."""
        line = getattr(self.pages.get(self.page), "listing", None) or self.pages.get(self.page)
        field = getattr(line, "filter", None)
        if field is None or not field.isVisible():
            self.find_everything()
            return
        field.setFocus()
        field.selectAll()

    # -------------------------------------------------------------- doing

    @property
    def member(self) -> Member | None:
        """The country that is looked at."""
        page = self.pages.get(self.page)
        shown = page.shown if isinstance(page, TabbedPage) else page
        if isinstance(shown, ListPage):
            shown.listing.settle()
        on_page = getattr(shown, "member", "")
        chosen = on_page or getattr(self.pages.get(FIRST), "member", "")
        return self.workplace.snapshot.find(Member, chosen)

    def log_pledge(self) -> None:
        from upudesk.gui.quick_log import QuickLog

        if self.workplace.may_write(self):
            QuickLog(self.workplace, self.member, parent=self).open()

    def correct_pledge(self, pledge: Pledge) -> None:
        from upudesk.gui.quick_log import QuickLog

        if self.workplace.may_write(self):
            QuickLog(self.workplace, self.member, pledge, self).open()

    def remove_pledge(self, pledge: Pledge) -> None:
        from upudesk.campaign.pledges import withdraw_pledge

        self._try(lambda: self.workplace.do(withdraw_pledge, pledge))

    def log_meeting(self) -> None:
        from upudesk.gui.meeting_form import MeetingForm

        if self.workplace.may_write(self):
            MeetingForm(self.workplace, self.member, self).open()

    def put_down(self) -> None:
        from upudesk.gui.inbox import put_down_quickly

        put_down_quickly(self.workplace, self)

    def edit_campaign(self) -> None:
        from upudesk.gui.campaign_form import edit_campaign

        edit_campaign(self.workplace, self)

    def show_officials(self) -> None:
        from upudesk.gui.campaign_form import Officials

        Officials(self.workplace, self).open()

    def change_settings(self) -> None:
        from upudesk.gui.settings_form import SettingsForm

        SettingsForm(self.workplace, self).open()

    def enter_result(self) -> None:
        from upudesk.gui.result_form import ResultForm

        if self.workplace.may_write(self):
            ResultForm(self.workplace, self).open()

    def preview_briefing(self) -> None:
        from upudesk.gui.paper import BriefingPreview

        if self.member is not None:
            BriefingPreview(self.workplace, self.member, self).open()

    def preview_floor_list(self) -> None:
        from upudesk.gui.papers import show_floor_list

        show_floor_list(self.workplace, self)

    def show_briefings(self, view: str) -> None:
        """One of the views on what leaves the program."""
        self.turn_to("briefings")
        if hasattr(self.pages["briefings"], "look"):  # one that failed has none
            self._tend("briefings", lambda page: cast("Any", page).look(view).take_focus())

    def edit_letterhead(self) -> None:
        from upudesk.gui.campaign_form import edit_letterhead

        edit_letterhead(self.workplace, self)

    def undo(self) -> None:
        self._try(lambda: self._say_taken(_("Undone {time} · {step}"), self.workplace.undo()))

    def redo(self) -> None:
        self._try(lambda: self._say_taken(_("Done again {time} · {step}"), self.workplace.redo()))

    def _try(self, act: Any) -> None:
        try:
            act()
        except UserError as fault:
            messages.show_fault(self, fault)

    def lock_now(self) -> None:
        if self.lock is not None:
            self.lock.by_hand()

    def show_about(self) -> None:
        from upudesk.gui.about import about

        about(self).open()

    def show_help(self) -> None:
        from upudesk.gui.help import START, Help

        shown = self.page if self.workplace.desk is not None else START
        Help(shown, self).show()

    def show_shortcuts(self) -> None:
        from upudesk.gui.about import shortcuts

        shortcuts(self, self.menus.actions()).open()

    # -------------------------------------------------------------- the status bar

    def _say(self, sentence: str, *, undo: bool = False) -> None:
        """What just happened, with a button that takes it back where that can be."""
        self.said.say(sentence)
        self.take_back.setText(_("Undo"))
        self.take_back.setAccessibleName(_("Undo: {what}").format(what=sentence))
        self.take_back.setToolTip("Ctrl+Z")
        self.take_back.setVisible(undo)

    def _say_saved(self, step: Step | None, warnings: tuple[Message, ...]) -> None:
        if step is None:
            self._say(_("Nothing had to be changed."))
            return
        subject = self.workplace.snapshot.find(Member, step.subject[0]) if step.subject else None
        if subject is not None and self.page == FIRST and step.action.startswith("pledge."):
            self.countries.listing.look_at(subject.id)
        said = _("Saved {time} · {step}").format(**self._time_and(step))
        self._say(" · ".join([said, *map(words.say, warnings)]), undo=True)

    def _say_taken(self, template: str, step: Step) -> None:
        self._say(template.format(**self._time_and(step)))

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
            self._tend(self.page, lambda page: page.take_focus())

    # -------------------------------------------------------------- a file let go over the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.files.open(path)

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def restore(self) -> None:
        """Stand where it stood last time."""
        settings = self.workplace.settings
        if not settings.geometry or not self.restoreGeometry(
            QByteArray.fromHex(settings.geometry.encode())
        ):
            self.resize(self.sizeHint())
            on_screen(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.workplace.prefer(
            geometry=bytes(self.saveGeometry().toHex().data()).decode(),
            page=self.page,
            halves=self.workplace.settings.halves
            | {name: p.halves.sizes() for name, p in self.pages.items() if isinstance(p, ListPage)},
        )
        if self.keeper is not None:
            self.keeper.end()
            self.checks.end()
        self.workplace.leave(quietly=True)
        event.accept()


def _dropped(mime: QMimeData) -> Path | None:
    """The campaign file that is held over the window, if it is one."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return next((path for path in files if path.suffix == ".upudesk"), None)


def _down(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return holder


def _across(left: QWidget, right: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(left)
    row.addWidget(right, 1)
    return holder
