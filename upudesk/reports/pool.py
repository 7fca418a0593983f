"""Stretches of a pack made on several cores: here, and in processes of their own beside.

They are spawned, never forked: the window runs threads. Each is ended at once when the work is
broken off, and ends by itself when whoever started it is gone.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from upudesk.errors import N_, UserError
from upudesk.reports.part import Part
from upudesk.reports.parts import Job, Stretch

MOST = 3
"""On so many cores at most: each process has a word list and faces of its own, some 125 MB."""
BREATH = 0.1
"""Whoever waits is asked so often, in seconds, whether to go on."""


class WorkerLost(UserError):
    """A process that made a part of a pack ended before it was done."""


class _Worker:
    """A process, and the line to it."""

    def __init__(self, packed: bytes) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self._packed = packed
        self._briefing = threading.Thread()

    def brief(self, at: int, stretch: Stretch) -> None:
        """The job and what to begin with. It takes that in only when it has started, which is not
        waited for."""

        def tell() -> None:
            with suppress(OSError):  # that it is gone is heard next
                self.line.send_bytes(self._packed)
                self.line.send((at, stretch))

        self._briefing = threading.Thread(target=tell, daemon=True)
        self._briefing.start()

    def end(self) -> None:
        self.process.terminate()
        self.process.join()
        if self._briefing.ident:
            self._briefing.join()
        self.process.close()
        self.line.close()


def crew() -> int:
    """On how many cores this process may have a pack made."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(allowed or 1, MOST)


def make(
    job: Job, stretches: Sequence[Stretch], crew: int, heard: Callable[[int], None]
) -> list[Part]:
    """All stretches, in their order, made here and by `crew` - 1 others. `heard` is told how many
    steps were made since, now and then while nothing happens too, and may raise to break off."""
    waiting = sorted(range(len(stretches)), key=lambda at: _weight(stretches[at]))
    done: dict[int, Part] = {}
    with _workers(job, min(crew, len(stretches)) - 1) as hired:
        busy: dict[Any, _Worker] = {worker.line: worker for worker in hired}

        def listen(patience: float) -> int:
            """Takes what the others have made, and gives them more; tells of how many steps."""
            steps = 0
            for line in wait(list(busy), timeout=patience):
                at, made = _heard(busy[line])
                if made is None:
                    steps += 1
                    continue
                done[at] = made
                if waiting:
                    _give(busy[line].line, at := waiting.pop(), stretches[at])
                else:
                    del busy[line]
            return steps

        for worker in hired:
            worker.brief(at := waiting.pop(), stretches[at])
        while waiting:
            at = waiting.pop()
            done[at] = job.make(stretches[at], lambda: heard(1 + listen(0)))
        while busy:
            heard(listen(BREATH))
    return [done[at] for at in range(len(stretches))]


def _weight(stretch: Stretch) -> int:
    """What takes longest is begun first: a part that draws the count is worth many countries."""
    return stretch.steps if stretch.steps > 1 else 1_000 if stretch.code == "executive" else 500


def _give(line: Any, at: int, stretch: Stretch) -> None:
    with suppress(OSError):  # that it is gone is heard next
        line.send((at, stretch))


def _heard(worker: _Worker) -> tuple[int, Part | None]:
    try:
        answer = worker.line.recv()
    except (EOFError, OSError) as lost:
        raise WorkerLost(
            N_("A part of the pack could not be made; nothing was written. Try it once more, "
               "with fewer countries if it happens again.")
        ) from lost  # fmt: skip
    if isinstance(answer, BaseException):
        raise answer
    at, made = answer
    return at, made


@contextmanager
def _workers(job: Job, count: int) -> Iterator[list[_Worker]]:
    """Processes that have the job at hand; none of them is left behind."""
    packed = pickle.dumps(job.bare(), pickle.HIGHEST_PROTOCOL) if count else b""
    hired: list[_Worker] = []
    try:
        for _number in range(count):
            hired.append(_Worker(packed))
        yield hired
    finally:
        for worker in hired:
            worker.end()


def _serve(line: Connection) -> None:
    """What a worker does, until nothing is left to do or nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    with suppress(EOFError, OSError):
        job: Job = pickle.loads(line.recv_bytes())
        while True:
            at, stretch = line.recv()
            line.send(_made(job, at, stretch, line))
            gc.collect()


def _made(job: Job, at: int, stretch: Stretch, line: Connection) -> object:
    """A stretch, or what went wrong with it: whoever waits says so."""
    try:
        return at, job.make(stretch, lambda: line.send((at, None)))
    except OSError:
        raise
    except Exception as fault:
        return fault
