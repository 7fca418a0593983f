"""Wrong passphrases slow whoever tries them down, also after a restart; nobody is locked out.

Only how many there were and when is kept, on this machine. It stops a passer-by at the keyboard;
whoever takes the file along can try elsewhere, against which only a good passphrase helps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from upudesk.errors import N_, FileProblem, WrongPassphrase
from upudesk.machine import place_of, state_folder

FREE = 3
"""So many wrong ones cost nothing: anybody slips."""
LONGEST = 30
"""Seconds; no wait is longer."""
FORGOTTEN = 24 * 3600
"""Seconds after which wrong ones do not count any more."""


class TriedTooOften(FileProblem):
    """Nothing was tried; after some `seconds` it may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            N_(
                "After wrong passphrases the next one has to wait {seconds} s. Nothing was tried; "
                "nothing was changed."
            ),
            seconds=seconds,
        )
        self.seconds = seconds


class Tries:
    """The wrong passphrases that were tried on files of this machine."""

    def __init__(self, folder: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._folder = (folder or state_folder()) / "tries"
        self._now = clock

    def left(self, path: Path) -> int:
        """Whole seconds until the next try; 0 where it may come now."""
        wrong, last = self._read(path)
        gone = max(0.0, self._now() - last)  # a clock that was put back does not lengthen it
        return max(0, -int((gone - wait_after(wrong)) // 1)) if wrong else 0

    @contextmanager
    def one_more(self, path: Path) -> Iterator[None]:
        """Try a passphrase within: a wrong one is counted, a right one forgets them all.

        Raises TriedTooOften before anything is tried.
        """
        if seconds := self.left(path):
            raise TriedTooOften(seconds)
        try:
            yield
        except WrongPassphrase:
            self._write(path, self._read(path)[0] + 1)
            raise
        self._forget(path)

    def _read(self, path: Path) -> tuple[int, float]:
        """How many wrong ones in a row, and when the last one was."""
        try:
            wrong, last = self._note(path).read_text("ascii").split()
            known = int(wrong), min(float(last), self._now())
        except (OSError, ValueError):
            return 0, 0.0
        return known if self._now() - known[1] < FORGOTTEN else (0, 0.0)

    def _write(self, path: Path, wrong: int) -> None:
        """A memory that cannot be kept keeps nobody from opening a file."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._note(path).write_text(f"{wrong} {self._now():.3f}", "ascii")

    def _forget(self, path: Path) -> None:
        with suppress(OSError):
            self._note(path).unlink(missing_ok=True)

    def _note(self, path: Path) -> Path:
        return self._folder / place_of(path)


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong passphrases in a row."""
    return min(LONGEST, 1 << min(wrong - FREE, 5)) if wrong > FREE else 0
