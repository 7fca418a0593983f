"""The back-ups of a campaign file that is gone, or of which nothing can be read: the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import backups, recovery, rescue
from upudesk.backups import Keeping
from upudesk.gui import backup_rows, messages, theme
from upudesk.gui.backup_rows import Row
from upudesk.gui.forms import wrapping
from upudesk.gui.tables import RowsModel, table_view
from upudesk.gui.waiting import Waiting
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _

Opened = Callable[[Path, str | None], None]


class LostFile(QDialog):
    """`said` is what happened. Closing it opens nothing; what is there stays as it is."""

    search_wanted = Signal()
    passphrase_wanted = Signal()

    def __init__(
        self, workplace: Workplace, path: Path, said: str, opened: Opened,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._workplace, self._path, self._opened = workplace, path, opened
        self.setWindowTitle(_("Back-ups"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rows = backup_rows.rows_for_file(path, Keeping.of(workplace.settings))
        self.model = RowsModel(backup_rows.columns(), lambda row: str(row.path), self)
        self.table = table_view(self.model, _("Back-ups"))
        self.restore = QPushButton(_("&Restore the back-up"))
        self.search = QPushButton(_("Look for the &file…"))
        self.ask = QPushButton(_("Open with a &passphrase…"))
        self.leave = QPushButton(_("Close"))
        self._lay_out(said)
        self._connect()
        self.model.show(self.rows)
        self.table.selectRow(0)
        self.resize(720, 360 if self.rows else 0)

    def _lay_out(self, said: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP)
        heading = QLabel(self._path.name)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setFont(theme.font(theme.LARGE, strong=True))
        column.addWidget(heading)
        column.addWidget(wrapping(said))
        none = _("There is no back-up of {file} yet.").format(file=self._path.name)
        if self.rows:
            column.addWidget(self.table, 1)
        else:
            column.addWidget(wrapping(none, "quiet"))
            self.table.hide()
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons, there = QDialogButtonBox(), self._path.exists()
        role = QDialogButtonBox.ButtonRole
        for button, part, shown in (
            (self.restore, role.AcceptRole, bool(self.rows)),
            (self.search, role.ActionRole, not there),
            (self.ask, role.ActionRole, there),
            (self.leave, role.RejectRole, True),
        ):
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            buttons.addButton(button, part)
            button.setVisible(shown)
        best = self.restore if self.rows else self.search
        best.setProperty("main", "true")
        return buttons

    def _connect(self) -> None:
        self.table.activated.connect(lambda _index: self.restore_chosen())
        self.restore.clicked.connect(self.restore_chosen)
        self.search.clicked.connect(self.search_wanted)
        self.ask.clicked.connect(self.passphrase_wanted)
        self.leave.clicked.connect(self.reject)

    # -------------------------------------------------------------- going back

    def restore_chosen(self) -> None:
        """Where the campaign was, or where the reader wants it if its folder is gone as well."""
        rows = self.table.selectionModel().selectedRows()
        row = self.model.row(rows[0].row()) if rows else None
        place = self._place() if row else None
        if row is None or place is None:
            return
        if row.path.exists() and rescue.is_protected(row.path):
            self._ask_passphrase(row, place)
        else:
            self._restore(row, place, None)

    def _place(self) -> Path | None:
        if self._path.parent.is_dir():
            return self._path
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self.restore.accessibleName(), self._path.name, _("Campaigns (*.upudesk)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        return Path(chosen) if chosen else None

    def _ask_passphrase(self, row: Row, place: Path) -> None:
        """One that does not fit is said where it was typed."""
        from upudesk.gui.passphrases import PassphrasePrompt

        def typed(passphrase: str) -> None:
            backups.snapshot_of(row.path, passphrase, date.today())
            self._restore(row, place, passphrase)

        PassphrasePrompt(self, row.path, typed).open()

    def _restore(self, row: Row, place: Path, passphrase: str | None) -> None:
        def restored(kept: Path | None) -> None:
            self.accept()
            self._opened(place, passphrase)
            messages.show(self.parentWidget(), self._told(row, kept))

        Waiting(
            self, _("The back-up is restored …"),
            lambda tell: recovery.restore(place, row.path, passphrase, tell=tell), restored,
        )  # fmt: skip

    def _told(self, row: Row, kept: Path | None) -> str:
        time = self._workplace.language.instant(row.made_at)
        if kept is None:
            return _("Restored from the back-up of {time}.").format(time=time)
        told = _("Restored from the back-up of {time}. The damaged file is kept as {kept}.")
        return told.format(time=time, kept=kept.name)
