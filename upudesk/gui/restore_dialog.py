"""What going back to a back-up would change, record by record, and the step that does it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from upudesk import backup_words, backups, words
from upudesk.backups import Reason
from upudesk.campaign import restoring
from upudesk.campaign.restoring import Difference, Way
from upudesk.errors import UserError
from upudesk.gui import messages, theme
from upudesk.gui.backup_keeper import BackupKeeper
from upudesk.gui.forms import wrapping
from upudesk.gui.record_form import capital
from upudesk.gui.tables import Cell, Column, RowsModel, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Evidence
from upudesk.snapshot import Snapshot


class RestoreDialog(QDialog):
    """Nothing is changed until Restore; then everything is, as one step with an undo."""

    def __init__(
        self, workplace: Workplace, keeper: BackupKeeper, backup: Path, passphrase: str | None,
        then: Snapshot, made_at: datetime, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        desk = workplace.desk
        assert desk is not None
        self._workplace, self._keeper = workplace, keeper
        self._backup, self._passphrase, self._then = backup, passphrase, then
        self._now, self._erased = desk.snapshot, desk.erased()
        self.found = restoring.differences(self._now, then, self._erased)
        day = workplace.language.instant(made_at)
        self.setWindowTitle(_("Back to {time}").format(time=day))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = RowsModel(self._columns(), lambda one: one.record.id, self)
        self.table = table_view(self.model, _("What would change"))
        self.restore, self.leave = QPushButton(_("&Restore")), QPushButton(_("Cancel"))
        self._lay_out()
        self.model.show(self.found)
        self.restore.setEnabled(bool(self.found))
        self.restore.clicked.connect(self.accept)
        self.leave.clicked.connect(self.reject)
        self.resize(860, 480)

    def _columns(self) -> list[Column[Difference]]:
        def what(one: Difference) -> str:
            snapshot = self._then if one.way is Way.BACK else self._now
            return backup_words.about(one, snapshot)

        def how(one: Difference) -> str:
            return backup_words.detail(one, self._now, self._then)

        return [
            Column(lambda: _("What happens"), lambda one: Cell(backup_words.way(one.way)),
                   lambda one: one.way, 112),
            Column(lambda: _("Kind"), lambda one: Cell(capital(words.kind(one.record.KIND))),
                   lambda one: one.record.KIND, 128),
            Column(lambda: _("Record"), lambda one: Cell(what(one), tip=what(one)), what, 240),
            Column(lambda: _("Now → then"), lambda one: Cell(how(one), tip=how(one)), how, 0),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP)
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.font(theme.LARGE, strong=True))
        column.addWidget(heading)
        column.addWidget(wrapping(backup_words.summary(self.found)))
        if self.found:
            safe = _(
                "Today’s state is kept as a back-up first. Restoring is one step: Ctrl+Z takes it "
                "back. What was erased for good does not return."
            )
            column.addWidget(wrapping(safe, "quiet"))
        self.table.setVisible(bool(self.found))
        column.addWidget(self.table, 1)
        column.addStretch(0)
        buttons = QDialogButtonBox()
        self.restore.setProperty("main", "true")
        for button, role in (
            (self.restore, QDialogButtonBox.ButtonRole.AcceptRole),
            (self.leave, QDialogButtonBox.ButtonRole.RejectRole),
        ):
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            buttons.addButton(button, role)
        column.addWidget(buttons)

    def accept(self) -> None:
        """Keep today's state, then go back."""
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            files = backups.files_behind(self._backup, self._passphrase, self._lost())
            self._keeper.make_now(Reason.RESTORE)
            self._workplace.do(restoring.restore, self._then, self._erased, files)
        except UserError as fault:
            messages.show_fault(self, fault)
        else:
            super().accept()
        finally:
            self.unsetCursor()

    def _lost(self) -> list[Evidence]:
        """Evidence that comes back and whose file the campaign has no more."""
        desk = self._workplace.desk
        assert desk is not None
        return [e for e in restoring.coming_back(self.found) if not desk.has_file(e)]
