"""The seal of the journal, large enough to be read out, and what it proves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import words
from upudesk.errors import N_, UserError
from upudesk.gui import theme
from upudesk.gui.forms import breakable, tone, wrapping
from upudesk.gui.parts import text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.seal import seal, spoken

TOLD = (
    N_("Two offices that read the same digits have the same journal: the same steps, by the same "
       "writers, to the last one. Read them to each other by telephone."),
    N_("It shows where a step was altered, taken out or put in between, by whomever."),
    N_("It does not show what somebody who knows the passphrase wrote anew or cut off at the end, "
       "as long as no other office holds those steps or has noted an earlier seal. So note it at "
       "the end of a day, outside of this machine."),
)  # fmt: skip


class SealDialog(QDialog):
    """Every step is looked at beside the window before the digits are vouched for."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Seal of the journal"))
        desk = workplace.desk
        assert desk is not None
        self.digits = QLineEdit(spoken(seal(desk.heads())))
        self.found = wrapping(_("Every step is being looked at …"), "quiet")
        self._lay_out()
        workplace.tasks.run(desk.broken_chain, self._show, self._fail)

    def _lay_out(self) -> None:
        self.digits.setReadOnly(True)
        self.digits.setAccessibleName(self.windowTitle())
        self.digits.setFont(theme.font(theme.LARGE, strong=True))
        self.digits.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        copy, leave = QPushButton(_("&Copy")), QPushButton(_("Close"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.digits.text()))
        leave.clicked.connect(self.accept)
        leave.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (copy, leave):
            button.setAccessibleName(button.text().replace("&", ""))
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP + 4)
        column.addWidget(text(self.windowTitle(), strong=True, size=theme.LARGE))
        column.addWidget(self.digits)
        column.addWidget(self.found)
        for sentence in TOLD:
            column.addWidget(wrapping(_(sentence), "quiet"))
        column.addStretch()
        column.addLayout(foot)
        self.setMinimumWidth(560)

    def _show(self, faults: Any) -> None:
        if not faults:
            self._say(_("Every step of every writer was looked at, and every one holds."), "accent")
            return
        told = [
            _("The digits stand for nothing: the journal was altered."),
            *map(words.say, faults),
        ]
        self._say("\n".join(told), "problem")

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        self._say(words.say(fault), "problem")

    def _say(self, sentence: str, role: str) -> None:
        self.found.setText(breakable(sentence))
        tone(self.found, role)
        self.adjustSize()
