"""The steps of the journal as rows: the latest are read at once, the rest in pieces after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer

from upudesk import undoing, words
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import Step
from upudesk.model import KINDS, Author
from upudesk.snapshot import Snapshot
from upudesk.thai import fold

FIRST, PIECE = 400, 800
"""So many steps are shown at once; so many are read between two other turns of the window."""


@dataclass(frozen=True, eq=False)
class Row:
    """A step, and whether a later one took it back."""

    step: Step
    undone: bool
    label: str
    """As it was worded when it was read."""
    sought: str
    """Label and author, folded: in this, typed words are looked for."""


def label(step: Step, snapshot: Snapshot, reader: str = "") -> str:
    """What a step did; of undoing and redoing, what they undid."""
    said = words.step(step, snapshot, reader)
    if step.undoes:
        return _("Undone: {step}").format(step=said)
    if step.redoes:
        return _("Done again: {step}").format(step=said)
    return said


def who(step: Step, snapshot: Snapshot) -> str:
    known = snapshot.find(Author, step.author)
    return known.name if known else step.author


def kind_of(step: Step) -> str:
    """The kind of record that a step was about, as its action names it."""
    kind = step.action.partition(".")[0]
    return kind if kind in KINDS else ""


class JournalRows(QObject):
    """All rows, newest first. Read once; what comes after is added to them."""

    def __init__(self, workplace: Workplace, read: Callable[[], object]) -> None:
        super().__init__()
        self._workplace, self._read = workplace, read
        self.rows: list[Row] = []
        self.authors: set[str] = set()
        self.kinds: set[str] = set()
        self._older: list[Row] = []
        self._whole = False
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._read_on)

    def forget(self) -> None:
        """Another campaign, or another language: all is read anew when it is asked for."""
        self._timer.stop()
        self.rows, self._older, self._whole = [], [], False

    @property
    def whole(self) -> bool:
        return self._whole

    def renew(self) -> Sequence[Row]:
        """The rows of now; of a long journal at first only the latest."""
        assert self._workplace.desk is not None
        if not self.rows:
            self._begin(self._workplace.desk.latest_steps(FIRST))
        elif not self._add(self._workplace.desk.latest_steps(FIRST)):
            self.forget()
            self._begin(self._workplace.desk.latest_steps(FIRST))
        return self.rows

    def read_all(self) -> None:
        """Read at once what is left, for whoever cannot wait."""
        self.renew()
        while not self._whole and self._workplace.desk is not None:
            self._timer.stop()
            self._read_on()

    def _begin(self, steps: Sequence[Step]) -> None:
        self.rows = self._made(steps)
        self._whole = len(steps) < FIRST
        self._mark()
        if not self._whole:
            self._timer.start()

    def _made(self, steps: Sequence[Step]) -> list[Row]:
        return [self._row(step) for step in reversed(steps)]

    def _row(self, step: Step) -> Row:
        snapshot = self._workplace.snapshot
        said, author, kind = label(step, snapshot), who(step, snapshot), kind_of(step)
        self.authors.add(author)
        self.kinds.add(kind)
        return Row(step, False, said, fold(f"{said} {author}"))

    def found(self, typed: str) -> list[str]:
        """Ids of the steps in which every typed word occurs, newest first."""
        sought = fold(typed).split()
        return [r.step.id for r in self.rows if all(word in r.sought for word in sought)]

    def _add(self, latest: Sequence[Step]) -> bool:
        """Put what is new before the rest; gives whether the known ones follow without a gap."""
        known = self.rows[0].step.id
        at = next((n for n, step in enumerate(latest) if step.id == known), -1)
        if at < 0:
            return False
        if fresh := latest[at + 1 :]:
            self.rows[:0] = self._made(fresh)
            self._mark()
        return True

    def _read_on(self) -> None:
        desk = self._workplace.desk
        if desk is None:
            return
        if not self._add(desk.latest_steps(FIRST)):  # what came meanwhile moved the rest along
            self.forget()
            self._begin(desk.latest_steps(FIRST))
            return
        steps = desk.latest_steps(PIECE, len(self.rows) + len(self._older))
        self._older += self._made(steps)
        if len(steps) == PIECE:
            self._timer.start()
            return
        self.rows += self._older
        self._older, self._whole = [], True
        self._mark()
        self._read()

    def _mark(self) -> None:
        undone = undoing.out_of_force([row.step for row in reversed(self.rows)])
        self.rows = [
            row if row.undone is (row.step.id in undone) else replace(row, undone=not row.undone)
            for row in self.rows
        ]
