"""One line above everything: that a campaign is a demo, or that its result is awaited."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from upudesk.campaign.results import awaits_result
from upudesk.gui import theme
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    result_wanted = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._workplace = workplace
        self.words = QLabel()
        self.enter = QPushButton()
        self.enter.clicked.connect(self.result_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 3, theme.MARGIN, 3)
        row.addWidget(self.words, 1)
        row.addWidget(self.enter)
        self.hide()

    def renew(self) -> None:
        desk = self._workplace.desk
        sentence, awaits = "", False
        if desk is not None:
            snapshot = desk.snapshot
            awaits = awaits_result(snapshot)
            if snapshot.campaign.demo:
                sentence = _("DEMO - INVENTED · today is {day}").format(
                    day=self._workplace.language.long_date(snapshot.today)
                )
            elif awaits:
                sentence = _(
                    "The vote is over. Enter the result, so that it is kept with the campaign."
                )
            elif desk.read_only:
                sentence = _("This file can only be read; nothing can be changed in it.")
        self.words.setText(sentence)
        self.enter.setText(_("Enter the result…"))
        self.enter.setAccessibleName(self.enter.text())
        self.enter.setVisible(awaits)
        self.setVisible(bool(sentence))
