"""Backs the open campaign up beside the work, and says in the status bar how that stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Lock

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from upudesk import backups, words
from upudesk.backups import Copy, Keeping, Original, Reason
from upudesk.desk import Desk, News
from upudesk.errors import BrokenOff, UserError
from upudesk.gui.parts import link
from upudesk.gui.tasks import Cancelled, Progress, Tasks
from upudesk.gui.waiting import Waiting, waited_for
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _

FIRST = 5_000
"""Milliseconds after which an opened campaign is backed up: the window comes first."""
EVERY = 15 * 60_000
"""Milliseconds from a change to the next back-up."""


_one_at_a_time = Lock()


class BackupKeeper(QObject):
    """One for each window. No back-up keeps anybody from working, made or not."""

    renewed = Signal()
    """A back-up was made, or could not be."""
    troubled = Signal(str)
    """Why none can be made, said once."""

    def __init__(self, workplace: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self.last: Copy | None = None
        self.fault: UserError | None = None
        self._workplace, self._window = workplace, window
        self._desk: Desk | None = None
        self._tasks, self._progress = Tasks(self), Progress(self)
        self._waited_for: Waiting | None = None
        self._first = QTimer(self, interval=FIRST, singleShot=True)
        self._first.timeout.connect(lambda: self.make(Reason.OPENED))
        self._every = QTimer(self, interval=EVERY, singleShot=True)
        self._every.timeout.connect(lambda: self.make(Reason.CHANGED))
        self.label = link("", self.show_all)
        self.label.setParent(window)  # or it would be a window of its own until it has its place
        workplace.campaign_changed.connect(self._begin)
        workplace.changed.connect(self._heard)
        workplace.worded.connect(self.word)
        app = QApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self.end)
        self._begin()

    @property
    def keeping(self) -> Keeping:
        return Keeping.of(self._workplace.settings)

    def copies(self) -> list[Copy]:
        """The back-ups of the open campaign, oldest first."""
        desk = self._workplace.desk
        if desk is None:
            return []
        return backups.copies_in(
            backups.folder_of(self.keeping, desk.snapshot.campaign.id, desk.path)
        )

    def _begin(self) -> None:
        """Another campaign is open, or none; or it has another passphrase now."""
        desk = self._workplace.desk
        self._every.stop()
        self._first.stop()
        if desk is not self._desk:
            self._break_off()
            self._desk, self.fault = desk, None
            self.last = max(self.copies(), default=None)
            if desk is not None:
                desk.before_many.append(partial(self.make_now, Reason.MANY))
        if desk is not None:
            self._first.start()
        self.word()

    def _heard(self, _news: News) -> None:
        if not self._every.isActive():
            self._every.start()

    def _break_off(self) -> None:
        """A back-up under way would hold the key of a campaign that was closed, or locked."""
        if self._waited_for is not None:
            self._waited_for.break_off()
        if self._tasks.busy:
            self._progress.cancel()
            self._tasks.end()
            self._progress = Progress(self)

    def end(self) -> None:
        """The program leaves: what is half made is dropped at its next step."""
        self._progress.cancel()
        self._tasks.end()

    # -------------------------------------------------------------- making one

    def make(self, reason: Reason) -> None:
        """Back up off the window's thread."""
        desk = self._workplace.desk
        if desk is None or desk.damaged:
            return
        work = partial(_make, desk.original(), self.keeping, reason, self._progress.step)
        self._every.stop()
        self._tasks.run(work, partial(self._made, desk), partial(self._failed, desk))

    def make_now(self, reason: Reason) -> None:
        """Back up before something else happens; that happens though it cannot be done, but not
        where the reader breaks it off, or locks the campaign: then it raises BrokenOff."""
        desk = self._workplace.desk
        if desk is None:
            return
        self.label.setText(_("Backing up …"))
        work = partial(_make, desk.original(), self.keeping, reason)
        QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        try:
            copy = waited_for(self._window, _("Backing up …"), work, self._hold)
        except BrokenOff:
            self.word()
            raise
        except UserError as fault:
            self._failed(desk, fault)
        else:
            self._made(desk, copy)
        finally:
            QApplication.restoreOverrideCursor()
        if desk is not self._workplace.desk:
            raise BrokenOff

    def _hold(self, waiting: Waiting) -> None:
        """For as long as it is under way."""
        self._waited_for = waiting
        waiting.ended.connect(self._let_go)

    def _let_go(self) -> None:
        self._waited_for = None

    def _made(self, desk: Desk, copy: Copy) -> None:
        if desk is not self._workplace.desk:
            return
        self.last, self.fault = copy, None
        self.word()
        self.renewed.emit()

    def _failed(self, desk: Desk, fault: Exception) -> None:
        if isinstance(fault, Cancelled) or desk is not self._workplace.desk:
            return
        if not isinstance(fault, UserError):
            raise fault
        said, before = words.say(fault), self.fault
        self.fault = fault
        self._every.start()
        self.word()
        self.renewed.emit()
        if before is None or words.say(before) != said:
            self.troubled.emit(said)

    # -------------------------------------------------------------- saying so

    def word(self) -> None:
        desk = self._workplace.desk
        self.label.setVisible(desk is not None and not desk.damaged)
        self.label.setText(self._words())
        self.label.setAccessibleName(self._words())
        told = words.say(self.fault) if self.fault else ""
        self.label.setToolTip(told or _("All back-ups of this campaign"))
        self.label.setProperty("tone", "problem" if self.fault else "")
        self.label.style().polish(self.label)

    def _words(self) -> str:
        if self.fault is not None:
            return _("⚠ No back-up")
        if self.last is None:
            return _("No back-up yet")
        language, made = self._workplace.language, self.last.made_at.astimezone()
        today = made.date() == datetime.now().astimezone().date()
        time = language.time(made) if today else language.instant(made)
        return _("Back-up {time}, verified").format(time=time)

    def show_all(self) -> None:
        from upudesk.gui.backups_dialog import BackupsDialog

        if self._workplace.desk is not None:
            BackupsDialog(self._workplace, self, self._window).open()


def _make(original: Original, keeping: Keeping, reason: Reason, tell: Callable[[], None]) -> Copy:
    while not _one_at_a_time.acquire(timeout=0.05):
        tell()
    try:  # the second finds what the first made
        return backups.make(original, keeping, reason, datetime.now(UTC), tell)
    finally:
        _one_at_a_time.release()
