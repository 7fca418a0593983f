"""Numbers worked out off the window's thread, of which only those asked for last are wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from upudesk.gui.workplace import Workplace

Work = Callable[[], Any]
Then = Callable[[Any], object]

PAUSE = 20
"""Milliseconds in which a page is painted before the worker takes its share of the machine."""


class Latest(QObject):
    """One piece of work at a time; what waits gives way to what is asked for after it."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._waiting: tuple[Work, Then] | None = None
        self._running = False
        self._turn = 0
        self._soon = QTimer(self, interval=PAUSE, singleShot=True)
        self._soon.timeout.connect(self._begin)

    @property
    def waiting(self) -> bool:
        """Whether something newer is asked for than what was worked out last."""
        return self._waiting is not None

    @property
    def busy(self) -> bool:
        return self._running or self.waiting

    def ask(self, work: Work, then: Then) -> None:
        """Do `work` on the worker's thread, then tell the outcome on the window's."""
        self._waiting = work, then
        if not self._running and not self._soon.isActive():
            self._soon.start()

    def drop(self) -> None:
        """Nothing that was asked for until now is wanted any more."""
        self._waiting = None
        self._turn += 1

    def _begin(self) -> None:
        if self._running or self._waiting is None:
            return
        (work, then), self._waiting = self._waiting, None
        turn, self._running = self._turn, True
        self._workplace.tasks.run(
            work,
            lambda made: self._end(turn, lambda: then(made)),
            lambda fault: self._end(turn, lambda: _rise(fault)),
        )

    def _end(self, turn: int, tell: Callable[[], object]) -> None:
        if not isValid(self):  # the page was closed meanwhile
            return
        self._running = False
        try:
            if turn == self._turn and self._workplace.desk is not None:
                tell()
        finally:
            self._begin()


def _rise(fault: Exception) -> None:
    raise fault
