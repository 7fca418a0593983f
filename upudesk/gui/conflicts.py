"""Where files that were joined disagree: all values side by side, and a button to settle on one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from upudesk import blind, telling, words
from upudesk.campaign import records
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.parts import text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import EXISTENCE, Change, Conflict, moment_of
from upudesk.snapshot import Snapshot


def conflicts_of(snapshot: Snapshot, member: str) -> list[Conflict]:
    """The conflicts on a member and on every record that is about it."""
    found = []
    for conflict in snapshot.conflicts:
        if blind.sealed(snapshot, conflict.kind, conflict.record):
            continue
        record = snapshot.any(conflict.record)
        subject = records.subject_of(snapshot, record) if record else ()
        if conflict.record == member or member in subject:
            found.append(conflict)
    return found


class ConflictBox(QFrame):
    """One field, what each side says, and who said it when."""

    def __init__(self, workplace: Workplace, conflict: Conflict) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._workplace, self._conflict = workplace, conflict
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        column.setSpacing(theme.GRID)
        sentence = _(
            "Two officials disagree about “{what}”. Choose what holds; both stay in the journal."
        )
        column.addWidget(text(sentence.format(what=self._what()), strong=True))
        for answer in reversed(conflict.answers):
            column.addLayout(self._answer(answer, shown=answer is conflict.answers[-1]))

    def _what(self) -> str:
        return words.field(self._conflict.field)

    def _answer(self, answer: Change, *, shown: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        said = self._worded(answer)
        moment = self._workplace.language.instant(moment_of(answer.clock))
        note = _("shown now") if shown else ""
        row.addWidget(text(" · ".join(filter(None, [said, moment, note]))), 1)
        settle = QPushButton(breakable(_("Keep this")))
        settle.setAccessibleName(_("Keep this: {value}").format(value=said))
        settle.clicked.connect(lambda: self._settle(answer))
        row.addWidget(settle, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _worded(self, answer: Change) -> str:
        if self._conflict.field == EXISTENCE:
            there = answer.field != EXISTENCE or bool(answer.value)
            return _("It is there") if there else _("It was deleted")
        said = telling.value(self._workplace.snapshot, answer.kind, answer.field, answer.value)
        return said or _("blank")

    def _settle(self, answer: Change) -> None:
        value = answer.value
        if self._conflict.field == EXISTENCE:
            value = answer.field != EXISTENCE or bool(answer.value)
        self._workplace.attempt(self, records.settle, self._conflict, value)
