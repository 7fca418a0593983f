"""Slow work that the reader waits for: off the window's thread, with a way to break it off."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QProgressDialog, QWidget

from upudesk.errors import BrokenOff, UserError
from upudesk.gui import messages
from upudesk.gui.tasks import Answer, Cancelled, Progress, Tasks
from upudesk.i18n import _


class Tell(Protocol):
    """Called by the work now and then; raises where it is not wanted any more."""

    def __call__(self, done: int = 0, of: int = 0, /) -> None:
        """So far, of so much; none of none where that is not known."""


Work = Callable[[Tell], Any]
AT_ONCE = 400
"""Milliseconds of work of which nothing is shown."""
_FINE = 1000
"""Parts of the bar."""
_OFTEN = 0.05
"""Seconds between two looks at whether to go on."""


class Waiting(QObject):
    """One piece of work, which tells how far it is, or only that it goes on."""

    ended = Signal()

    def __init__(
        self, parent: QWidget, said: str, work: Work, then: Answer,
        failed: Callable[[UserError], None] | None = None,
        broken_off: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._parent, self._then, self._failed = parent, then, failed
        self._broken_off = broken_off
        self._tasks, self._progress = Tasks(self), Progress(self)
        self._progress.reached.connect(self._show)
        self._asked = 0.0
        self.shown = QProgressDialog(said, _("Cancel"), 0, 0, parent)
        self.shown.setWindowTitle("UPUDesk")
        self.shown.setWindowModality(Qt.WindowModality.WindowModal)
        self.shown.setMinimumDuration(AT_ONCE)
        self.shown.setValue(0)
        self.shown.canceled.connect(self._progress.cancel)
        parent.destroyed.connect(self._progress.cancel)
        self._tasks.run(lambda: work(self._tell), self._done, self._fault)

    @property
    def busy(self) -> bool:
        return self._tasks.busy

    def break_off(self) -> None:
        """The campaign closes: nobody wants it any more."""
        self._progress.cancel()
        self._tasks.wait()

    def _tell(self, done: int = 0, of: int = 0, /) -> None:
        """On the worker's thread, many times a second."""
        now = time.monotonic()
        if now - self._asked > _OFTEN:
            self._asked = now
            self._progress.reach(_FINE * done // of if of else 0, _FINE if of else 0)

    def _show(self, done: int, of: int) -> None:
        """On the bar itself: the dialog would close when it is full, and run events."""
        bar = self.shown.findChild(QProgressBar)
        assert bar is not None
        bar.setRange(0, of)
        bar.setValue(done)

    def _end(self) -> None:
        self.shown.canceled.disconnect(self._progress.cancel)
        self.shown.reset()
        self.shown.deleteLater()
        self.deleteLater()
        self.ended.emit()

    def _done(self, outcome: Any) -> None:
        self._end()
        self._then(outcome)

    def _fault(self, fault: Exception) -> None:
        self._end()
        if isinstance(fault, Cancelled):
            self._broken_off()
        elif not isinstance(fault, UserError):
            raise fault
        elif self._failed:
            self._failed(fault)
        else:
            messages.show_fault(self._parent, fault)


def waited_for(parent: QWidget, said: str, work: Work, begun: Callable[[Waiting], None]) -> Any:
    """The same in the midst of something else, which goes on with what came of it: until then
    nothing but Cancel can be used, though the window is drawn and its clocks run.

    Raises what the work raised, and BrokenOff.
    """
    loop, outcomes, faults = QEventLoop(), list[Any](), list[UserError]()
    waiting = Waiting(parent, said, work, outcomes.append, faults.append)
    begun(waiting)
    _see_through(waiting, loop)
    if faults:
        raise faults[0]
    if not outcomes:
        raise BrokenOff
    return outcomes[0]


def _see_through(waiting: Waiting, loop: QEventLoop) -> None:
    """At first nothing is shown, then it can be cancelled, then what was cancelled ends."""
    unused = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    waiting.shown.setWindowModality(Qt.WindowModality.ApplicationModal)
    waiting.shown.canceled.connect(loop.quit)
    waiting.ended.connect(loop.quit)
    QTimer.singleShot(AT_ONCE, loop, loop.quit)
    loop.exec(unused)
    if waiting.busy:
        waiting.shown.show()
        loop.exec()
    if waiting.busy:
        loop.exec(unused)
    if waiting.busy:  # the program leaves
        waiting.break_off()
