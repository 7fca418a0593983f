"""What was typed and not saved, offered above the pages."""

from __future__ import annotations

import json
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from upudesk import words
from upudesk.gui import theme
from upudesk.gui.drafts import Waiting, about, drafts_of, open_draft
from upudesk.gui.parts import link
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import KINDS


class DraftBar(QFrame):
    """One line for each draft that waits: go on with it, or discard it. Hidden while none does."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._workplace = workplace
        self._gone: Waiting | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.MARGIN, 3, theme.MARGIN, 3)
        self._grid.setHorizontalSpacing(theme.MARGIN)
        self._grid.setColumnStretch(0, 1)
        drafts_of(workplace).changed.connect(self.renew)
        workplace.campaign_changed.connect(self._forget)
        self.hide()

    def word(self) -> None:
        self.renew()

    def _forget(self) -> None:
        self._gone = None
        self.renew()

    def renew(self) -> None:
        """Show the drafts that wait now."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        waiting = drafts_of(self._workplace).waiting()
        for row, draft in enumerate(waiting):
            self._add(row, draft)
        if self._gone is not None:
            self._add_gone(len(waiting), self._gone)
        self.setVisible(bool(waiting) or self._gone is not None)

    def _add(self, row: int, draft: Waiting) -> None:
        label = QLabel(self.sentence(draft))
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._grid.addWidget(label, row, 0)
        of = about(self._workplace, draft)
        go_on = link(_("Continue"), lambda: self._go_on(draft), f"{_('Continue')}: {of}")
        discard = link(_("Discard"), lambda: self._discard(draft), f"{_('Discard')}: {of}")
        self._grid.addWidget(go_on, row, 1)
        self._grid.addWidget(discard, row, 2)

    def _add_gone(self, row: int, draft: Waiting) -> None:
        self._grid.addWidget(QLabel(_("The draft was discarded.")), row, 0)
        self._grid.addWidget(link(_("Bring it back"), lambda: self._bring_back(draft)), row, 1)

    def sentence(self, draft: Waiting) -> str:
        """What was not finished, and since when."""
        language = self._workplace.language
        moment = draft.written.astimezone()
        today = moment.date() == datetime.now().astimezone().date()
        time = language.time(moment) if today else language.instant(draft.written)
        said = _("This was not finished ({kind}, {time}): {about}")
        kind = words.kind(draft.kind) if draft.kind in KINDS else draft.kind
        return said.format(kind=kind, time=time, about=about(self._workplace, draft))

    def _go_on(self, draft: Waiting) -> None:
        if self._workplace.may_write(self.window()):
            open_draft(self._workplace, draft, self.window())

    def _discard(self, draft: Waiting) -> None:
        self._gone = draft
        drafts_of(self._workplace).drop(draft.name)

    def _bring_back(self, draft: Waiting) -> None:
        self._gone = None
        drafts = drafts_of(self._workplace)
        drafts.keep(draft.name, json.dumps(draft.said, ensure_ascii=False))
        drafts.changed.emit()
