"""Looks the open file over beside the work: quickly when it is opened, as a whole once a week."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from upudesk import words
from upudesk.desk import Desk
from upudesk.errors import UserError
from upudesk.gui.parts import link
from upudesk.gui.tasks import Cancelled, Progress, Tasks
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.inspection import Report

FIRST = 3_000
"""Milliseconds after which an opened file is looked over: the window comes first."""
LOOK = 60_000
"""Milliseconds between two looks at whether it is time, and nobody is at work."""
IDLE = 120
"""Seconds without a key or a click after which nobody is at work."""
_OFTEN = 0.02
_SIGNS = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
     QEvent.Type.InputMethod)
)  # fmt: skip


class CheckKeeper(QObject):
    """One for each window. Whoever touches a key breaks it off; it begins anew another time."""

    broken = Signal(str)
    """The pages of the open file do not hold together, in SQLite's words."""
    found = Signal(object)
    """The Report of an inspection that found faults."""

    def __init__(self, workplace: Workplace, show: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._desk: Desk | None = None
        self._tasks = Tasks(self)
        self._progress: Progress | None = None
        self._asked = self._touched = time.monotonic()
        self.report: Report | None = None
        """What the last inspection of the open file found, where it was made in this window."""
        self.label = link("", show)
        self._first = QTimer(self, interval=FIRST, singleShot=True)
        self._first.timeout.connect(self.look_over)
        self._week = QTimer(self, interval=LOOK)
        self._week.timeout.connect(self.check_if_due)
        workplace.campaign_changed.connect(self._begin)
        workplace.worded.connect(self.word)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        app.aboutToQuit.connect(self.end)
        self._begin()

    def _begin(self) -> None:
        """Another file is open, or none, or it was closed: what runs ends at once."""
        self._stop()
        desk = self._workplace.desk
        if desk is not self._desk:
            self._desk, self.report = desk, None
        if desk is not None and not desk.damaged:
            self._first.start()
            self._week.start()
        else:
            self._first.stop()
            self._week.stop()
        self.word()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
            self._touched = time.monotonic()
            if self._week.isActive() and self._progress is not None:
                self._progress.cancel()
        return False

    def end(self) -> None:
        self._stop()
        self._tasks.end()

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self._tasks.end()
            self._progress = None

    # -------------------------------------------------------------- looking

    def look_over(self) -> None:
        """Quickly, the pages of all tables; where somebody types, a moment later."""
        desk = self._workplace.desk
        if desk is not None and not desk.damaged:
            self._run(desk.look_over, partial(self._looked_over, desk), self._first)

    def check_if_due(self) -> None:
        """As a whole, once a week, while nobody is at work."""
        desk = self._workplace.desk
        if (
            desk is None
            or desk.damaged
            or self._tasks.busy
            or time.monotonic() - self._touched < IDLE
        ):
            return
        if self._first.isActive() or (self.report is not None and not self.report.sound):
            return
        if desk.wants_check:
            self.check()

    def check(self) -> None:
        desk = self._workplace.desk
        if desk is not None:
            self._run(desk.check, partial(self._checked, desk), None)

    def _run(
        self, work: Callable[[Callable[[], None]], object], then: Callable[..., None],
        again: QTimer | None,
    ) -> None:  # fmt: skip
        self._progress = progress = Progress(self)

        def tell() -> None:
            now = time.monotonic()
            if now - self._asked > _OFTEN:
                self._asked = now
                progress.step()

        def failed(fault: Exception) -> None:
            self._progress = None
            if isinstance(fault, Cancelled):
                if again is not None:
                    again.start()
            elif not isinstance(fault, UserError):  # those are told where the file is used
                raise fault

        def done(outcome: object) -> None:
            self._progress = None
            then(outcome)

        self._tasks.run(lambda: work(tell), done, failed)

    def _looked_over(self, desk: Desk, faults: list[str]) -> None:
        if desk is self._workplace.desk and faults:
            self.broken.emit(faults[0])

    def _checked(self, desk: Desk, report: Report) -> None:
        if desk is self._workplace.desk:
            self.take(report)
            if report.pages:
                self.broken.emit(words.say(report.faults[0]))
            elif not report.sound:
                self.found.emit(report)

    def take(self, report: Report) -> None:
        """What an inspection found, whoever asked for it."""
        self.report = report
        self.word()

    # -------------------------------------------------------------- saying so

    def word(self) -> None:
        desk = self._workplace.desk
        shown = self._words(desk) if desk is not None else ""
        self.label.setText(shown)
        self.label.setAccessibleName(shown)
        self.label.setVisible(bool(shown))
        self.label.setToolTip(
            _("The whole file is looked at once a week, while nobody is at work. Look now.")
        )
        faults = self.report is not None and not self.report.sound
        self.label.setProperty("tone", "problem" if faults else "")
        self.label.style().polish(self.label)

    def _words(self, desk: Desk) -> str:
        if desk.damaged:
            return ""
        if self.report is not None and not self.report.sound:
            count = len(self.report.faults)
            told = ngettext("⚠ {count} fault", "⚠ {count} faults", count)
            return told.format(count=self._workplace.language.number(count))
        last = desk.last_check
        if last is None:
            return ""
        return _("Checked {day}").format(
            day=self._workplace.language.date(last.astimezone().date())
        )
