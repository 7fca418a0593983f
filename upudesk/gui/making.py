"""Making papers beside the window: how far they are, how to break it off, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from upudesk import words
from upudesk.errors import UserError
from upudesk.gui import theme
from upudesk.gui.forms import breakable, tone, wrapping
from upudesk.gui.tasks import Cancelled, Progress
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _

PATIENCE = 700
"""Milliseconds after which the progress is shown, so that what is quick does not flicker."""

Work = Callable[[Progress], Any]
Then = Callable[[Any], object]


class Run(QWidget):
    """One line: a sentence, or the progress with Cancel."""

    turned = Signal()
    """Something is being made now, or no longer."""

    def __init__(self, workplace: Workplace, back: QWidget) -> None:
        """When it is over, the keys go from Cancel to `back`."""
        super().__init__()
        self._workplace, self._back = workplace, back
        self.said = wrapping(role="quiet")
        self.bar, self.cancel = QProgressBar(), QPushButton()
        self.under_way = QLabel()
        self._progress: Progress | None = None
        self._late = QTimer(self, interval=PATIENCE, singleShot=True)
        self._late.timeout.connect(lambda: self._show_under_way(True))
        self.cancel.clicked.connect(self.break_off)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.GAP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.said, 1)
        row.addWidget(self.under_way)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self._show_under_way(False)

    @property
    def busy(self) -> bool:
        return self._progress is not None

    def word(self) -> None:
        self.cancel.setText(_("Cancel"))
        self.cancel.setAccessibleName(_("Cancel"))
        self.bar.setAccessibleName(_("Progress"))
        c = theme.colours()
        self.bar.setStyleSheet(
            f"QProgressBar {{ border: none; border-radius: 4px; background: {c.hairline}; }}"
            f"QProgressBar::chunk {{ border-radius: 4px; background: {c.accent}; }}"
        )

    def start(self, told: str, work: Work, then: Then) -> None:
        """Do it, and go on with what was made; where it is broken off, nothing was."""
        progress = self._progress = Progress(self)
        progress.reached.connect(self._reached)
        self.bar.setRange(0, 0)
        self.say("")
        self.under_way.setText(told)
        self._late.start()
        self.turned.emit()

        def done(made: Any) -> None:
            self._end()
            then(made)

        self._workplace.tasks.run(lambda: work(progress), done, self._failed)

    def _reached(self, done: int, of: int) -> None:
        number = self._workplace.language.number
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        told = _("Done: {done} of {count}") if done < of else _("Being bound …")
        self.under_way.setText(told.format(done=number(done), count=number(of)))

    def break_off(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._late.stop()
        self._progress = None
        held = self.cancel.hasFocus()
        self.turned.emit()
        if held:
            self._back.setFocus()
        self._show_under_way(False)

    def _failed(self, fault: Exception) -> None:
        self._end()
        if isinstance(fault, Cancelled):
            self.say(_("Cancelled; nothing was made."))
        elif isinstance(fault, UserError):
            self.say(words.say(fault), "warning")
        else:
            raise fault

    def _show_under_way(self, shown: bool) -> None:
        self.said.setVisible(not shown)
        self.bar.setVisible(shown)
        self.under_way.setVisible(shown)
        self.cancel.setVisible(shown)
        if shown:
            self.cancel.setFocus()

    def say(self, sentence: str, mark: str = "quiet") -> None:
        self.said.setText(breakable(sentence))
        tone(self.said, mark)
