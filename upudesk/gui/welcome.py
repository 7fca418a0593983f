"""The page that is shown while no campaign is open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk.gui import theme
from upudesk.gui.parts import Section, link, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _


class Welcome(QWidget):
    """Open, new, demo, and the files opened before."""

    open_wanted = Signal()
    new_wanted = Signal()
    demo_wanted = Signal()
    file_wanted = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._page = QWidget()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._page)

    def word(self) -> None:
        """Built anew in the language of the moment."""
        fresh = QWidget()
        fresh.setFixedWidth(560)
        column = QVBoxLayout(fresh)
        column.setSpacing(theme.MARGIN)
        column.addStretch(1)
        column.addWidget(text("UPUDesk", strong=True, size=theme.HUGE))
        column.addWidget(
            text(
                _("The desk of an election campaign at a Congress of the Universal Postal Union."),
                "quiet",
            )
        )
        column.addLayout(self._buttons())
        column.addWidget(self._recent())
        column.addStretch(2)
        self._column.replaceWidget(self._page, fresh)
        self._column.setAlignment(fresh, Qt.AlignmentFlag.AlignHCenter)
        self._page.deleteLater()
        self._page = fresh

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for shown, signal, main in (
            (_("Open…"), self.open_wanted, True),
            (_("New campaign…"), self.new_wanted, False),
            (_("Look at the demo"), self.demo_wanted, False),
        ):
            button = QPushButton(shown)
            button.setAccessibleName(shown)
            button.setProperty("main", "true" if main else "false")
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch()
        return row

    def _recent(self) -> Section:
        section = Section(_("Opened before"))
        files = [Path(name) for name in self._workplace.settings.recent]
        for file in files:
            shown = f"{file.stem}  ·  {file.parent}"
            section.whole(link(shown, partial(self.file_wanted.emit, file)))
        if not files:
            section.say(
                _("Nothing yet. The demo shows how a campaign looks; all of it is invented.")
            )
        return section
