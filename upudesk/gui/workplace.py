"""What all parts of one window share: the open campaign, the reader's language and settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from upudesk.desk import Desk, Done, News
from upudesk.errors import UserError
from upudesk.gui import language, theme
from upudesk.gui.tasks import Tasks
from upudesk.i18n import Language, _
from upudesk.journal import Step
from upudesk.settings import Settings, write_settings
from upudesk.snapshot import Snapshot

if TYPE_CHECKING:
    from upudesk.campaign.plan import Plan
    from upudesk.search import Search

EVERY = 1000
"""Milliseconds between two looks at what other programs wrote."""


class Workplace(QObject):
    """One open campaign (or none) and one reader."""

    campaign_changed = Signal()
    """Another campaign is open now, or none."""
    closing = Signal()
    """The campaign is closed in a moment: what is being typed is kept now."""
    changed = Signal(object)
    """News of the campaign that is open."""
    saved = Signal(object, object)
    """A step that this window wrote, and its warnings."""
    worded = Signal()
    """Language, era, digits or theme: everything shown is worded and drawn again."""
    wanted = Signal(str, str)
    """A page is asked for, and a record to look at there (or nothing)."""
    preferred = Signal()
    """The reader's settings changed."""
    lost = Signal(object)
    """The campaign can no longer be read: the UserError says why."""

    def __init__(self, settings: Settings, settings_file: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.desk: Desk | None = None
        self.tasks = Tasks(self)
        self._search: Any = None
        self._settings_file = settings_file
        self._remembered: dict[str, Any] = {}
        self._spent: tuple[str, ...] = ()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._clock = QTimer(self, interval=EVERY)
        self._clock.timeout.connect(self.look)

    # -------------------------------------------------------------- the campaign

    @property
    def snapshot(self) -> Snapshot:
        assert self.desk is not None
        return self.desk.snapshot

    def hold(self, desk: Desk) -> None:
        """Work on this campaign from now on."""
        self.leave(quietly=True)
        self.desk = desk
        desk.listeners.append(self._heard)
        self._clock.start()
        self.campaign_changed.emit()

    def leave(self, *, quietly: bool = False) -> None:
        """Close the campaign; slow work ends first."""
        if self.desk is None:
            return
        self._clock.stop()
        self.closing.emit()
        self.tasks.end()
        self.desk.close()
        self.desk = None
        self._remembered.clear()
        self._search = None
        if not quietly:
            self.campaign_changed.emit()

    def look(self) -> None:
        """Take in what another program wrote."""
        try:
            if self.desk is not None:
                self.desk.refresh()
        except UserError as fault:
            self._clock.stop()
            self.lost.emit(fault)
        except Exception:
            self._clock.stop()  # told once, not every second
            raise

    def do(self, action: Any, *args: Any, **kwargs: Any) -> Done:
        """Carry out an action of the campaign and say so; raises a UserError where it cannot be."""
        assert self.desk is not None
        spent = self._spent

        def spending(snapshot: Snapshot) -> Plan:
            plan: Plan = action(snapshot, *args, **kwargs)
            return replace(plan, spent=(*plan.spent, *spent))

        done = self.desk.do(spending)
        self.saved.emit(done.step, done.warnings)
        return done

    @contextmanager
    def spending(self, draft: str) -> Iterator[None]:
        """What is done meanwhile is made of that draft, which goes in the same step."""
        self._spent = (draft,)
        try:
            yield
        finally:
            self._spent = ()

    def undo(self) -> Step:
        assert self.desk is not None
        return self.desk.undo()

    def redo(self) -> Step:
        assert self.desk is not None
        return self.desk.redo()

    def _heard(self, news: News) -> None:
        self.changed.emit(news)

    # -------------------------------------------------------------- going somewhere

    def turn_to(self, page: str) -> None:
        self.wanted.emit(page, "")

    def show(self, id: str) -> None:
        """Go to the page of a record and look at it there."""
        from upudesk.gui.pages import place_of

        page, record = place_of(self.snapshot, id)
        if page:
            self.wanted.emit(page, record)

    def may_write(self, parent: QWidget | None) -> bool:
        """Whether a form is worth filling in; else the reader is told before typing anything."""
        if self.desk is not None and self.desk.read_only:
            from upudesk.gui import messages
            from upudesk.gui.banner import READ_ONLY

            messages.show(parent, _(READ_ONLY))
        return self.desk is not None and not self.desk.read_only

    def attempt(self, over: QWidget, action: Any, *args: Any) -> bool:
        """Do it and tell whether it was done; over the window of `over` it is said why not."""
        from upudesk.gui import messages

        try:
            if not self.may_write(over.window()):
                return False
            self.do(action, *args)
        except UserError as fault:
            messages.show_fault(over.window(), fault)
            return False
        return True

    @property
    def search(self) -> Search:
        """One for the whole time: what it folded once it knows."""
        if self._search is None:
            from upudesk.search import Search

            self._search = Search()
        found: Search = self._search
        return found

    # -------------------------------------------------------------- the reader

    @property
    def language(self) -> Language:
        return language.language_of(self.settings)

    @property
    def paper_language(self) -> Language:
        return language.language_of(self.settings, self.settings.paper_language)

    def prefer(self, **choices: Any) -> None:
        """Change settings, keep them, and show everything anew where that matters."""
        before, self.settings = self.settings, replace(self.settings, **choices)
        if self.settings == before:
            return
        if self._settings_file:
            write_settings(self._settings_file, self.settings)
        if self.desk is not None:
            self.desk.author = self.settings.author
        self.preferred.emit()
        shown = ("language", "era", "digits", "theme")
        if any(getattr(before, name) != getattr(self.settings, name) for name in shown):
            self.dress()

    def dress(self) -> None:
        """Put language and theme on the whole program."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        language.speak(app, self.language)
        theme.apply(app, self.settings.theme)
        self.worded.emit()

    def _system_changed(self) -> None:
        """The desktop turned light or dark."""
        if self.settings.theme == "system":
            self.dress()

    def remember(self, **values: Any) -> None:
        """Keep what the next form of this campaign may start from."""
        self._remembered.update(values)

    def remembered(self, name: str, usual: Any = None) -> Any:
        return self._remembered.get(name, usual)
