"""Slow work off the window's thread: it is given a snapshot and gives back bytes, one at a time."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

Answer = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Cancelled(Exception):
    """The reader does not want it any more; nothing was made."""


class Progress(QObject):
    """How far slow work has come, told from the worker's thread; and a way to break it off."""

    stepped = Signal(int)
    reached = Signal(int, int)
    """So far, of so much."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done = 0
        self._cancelled = False

    def cancel(self) -> None:
        """The work ends at its next step."""
        self._cancelled = True

    def step(self) -> None:
        """Called by the work itself, between two pieces; raises Cancelled."""
        if self._cancelled:
            raise Cancelled
        self._done += 1
        self.stepped.emit(self._done)

    def reach(self, done: int, of: int) -> None:
        """The same for work that counts by itself; it may be told the same again and again."""
        if self._cancelled:
            raise Cancelled
        self.reached.emit(done, of)


class _Bell(QObject):
    """Carries an outcome to the window's thread: task, outcome, fault."""

    rung = Signal(object, object, object)


class _Task(QRunnable):
    def __init__(self, work: Callable[[], Any], then: Answer, failed: Failed) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.bell = _Bell()
        self.then, self.failed = then, failed
        self._work = work

    def forget(self) -> None:
        """Let go of what it was about: Qt keeps the task itself for longer."""
        self.then = self.failed = self._work = _nothing

    def run(self) -> None:
        try:
            outcome = self._work()
        except Exception as fault:  # told to the window, which words it or lets it rise
            self.bell.rung.emit(self, None, fault)
        else:
            self.bell.rung.emit(self, outcome, None)


def _nothing(*_: Any) -> None:
    pass


class _Calm:
    """Collects no garbage while anything is worked on beside the window.

    A collection may start on the worker's thread, and a widget that dies there takes the program
    with it. Entered and left on the window's thread only.
    """

    def __init__(self) -> None:
        self._under_way: set[_Task] = set()
        self._collected = False

    def begin(self, task: _Task) -> None:
        if not self._under_way:
            self._collected = gc.isenabled()
            gc.disable()
        self._under_way.add(task)

    def end(self, task: _Task) -> None:
        """Asked twice for a task that was waited for."""
        if task in self._under_way:
            self._under_way.discard(task)
            if not self._under_way and self._collected:
                gc.enable()


_calm = _Calm()


class Tasks(QObject):
    """A pool of one worker: whoever asks first is served first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: set[_Task] = set()

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def run(self, work: Callable[[], Any], then: Answer, failed: Failed) -> None:
        """Do `work` on the worker's thread; `then` or `failed` is called on the window's."""
        task = _Task(work, then, failed)
        self._running.add(task)
        _calm.begin(task)
        task.bell.rung.connect(self._answer)
        self._pool.start(task)

    def wait(self) -> None:
        """Let what runs come to its end, before the program leaves."""
        self._pool.waitForDone()
        for task in self._running:
            _calm.end(task)

    def end(self) -> None:
        """Let what runs come to its end, and hear no answer to it any more: the campaign closes."""
        self.wait()
        while self._running:
            self._running.pop().forget()

    def _answer(self, task: _Task, outcome: Any, fault: Exception | None) -> None:
        _calm.end(task)
        if task not in self._running:
            return
        self._running.discard(task)
        then, failed = task.then, task.failed
        task.forget()
        if fault is None:
            then(outcome)
        else:
            failed(fault)
