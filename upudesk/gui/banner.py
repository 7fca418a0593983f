"""One line above everything: that a campaign is a demo, or that its result is awaited."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from upudesk.campaign.results import awaits_result
from upudesk.errors import N_
from upudesk.gui import theme
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _

READ_ONLY = N_("This file can only be read; nothing can be changed in it.")


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    result_wanted = Signal()
    way_out_wanted = Signal()
    """Something is to be done about a damaged file."""

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
        self.empty = QPushButton()
        self.empty.clicked.connect(self._empty)
        self.way_out = QPushButton()
        self.way_out.clicked.connect(self.way_out_wanted)
        for button in (self.enter, self.way_out, self.empty):
            button.setProperty("link", "true")
            row.addWidget(button)
        self.hide()

    def renew(self) -> None:
        desk = self._workplace.desk
        sentences = list(self._sentences()) if desk is not None else []
        awaits = desk is not None and awaits_result(desk.snapshot) and not desk.read_only
        self.words.setText(" · ".join(sentences))
        self.enter.setText(_("Enter the result…"))
        self.enter.setAccessibleName(self.enter.text())
        self.enter.setVisible(awaits)
        self.way_out.setText(_("What can be done…"))
        self.way_out.setAccessibleName(self.way_out.text())
        self.way_out.setVisible(desk is not None and desk.damaged)
        self.empty.setText(_("Remove the demo data"))
        self.empty.setAccessibleName(self.empty.text())
        said = _("Countries, rules and earlier results stay; all that was invented goes.")
        self.empty.setToolTip(said)
        demo = desk is not None and desk.snapshot.campaign.demo and not desk.read_only
        self.empty.setVisible(demo)
        self.setVisible(bool(sentences))

    def _empty(self) -> None:
        """One step; the message that says so offers to undo it."""
        from upudesk.seed import emptied

        self._workplace.attempt(self, emptied)

    def _sentences(self) -> Iterator[str]:
        desk = self._workplace.desk
        assert desk is not None
        if desk.snapshot.campaign.demo:
            yield _("DEMO - INVENTED")
            day = self._workplace.language.long_date(desk.today)
            yield _("today is {day}").format(day=day)
        if desk.damaged:
            yield _("This file is damaged. What can be read of it is shown; nothing is changed.")
        elif desk.read_only:
            yield _(READ_ONLY)
        if awaits_result(desk.snapshot):
            yield _("The vote is over. Enter the result, so that it is kept with the campaign.")
