"""All back-ups of the open campaign: when, why, how large, where they stand, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import backup_words, backups, words
from upudesk.backups import MEGABYTE, Reason
from upudesk.errors import PassphraseNeeded, UserError, WrongPassphrase
from upudesk.gui import backup_rows, messages, theme
from upudesk.gui.backup_keeper import BackupKeeper
from upudesk.gui.backup_rows import Row, row_beside, row_of
from upudesk.gui.forms import Choice, breakable, wrapping
from upudesk.gui.parts import OneLine, link
from upudesk.gui.tables import RowsModel, table_view
from upudesk.gui.waiting import Waiting
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.snapshot import Snapshot

BUDGETS = (1, 2, 5, 10, 20, 50, 100)
"""In gigabytes."""
GIGABYTE = 1024
"""In megabytes."""


class BackupsDialog(QDialog):
    """Reads names and sizes only; a back-up is opened when its differences are asked for."""

    def __init__(
        self, workplace: Workplace, keeper: BackupKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Back-ups"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workplace, self._keeper = workplace, keeper
        self.model = RowsModel(backup_rows.columns(), lambda row: str(row.path), self)
        self.table = table_view(self.model, _("Back-ups"))
        self.table.activated.connect(lambda _index: self.compare())
        self.none = wrapping(_("No back-up was made yet. The first comes some seconds after the "
                               "campaign is opened, without asking."), "quiet")  # fmt: skip
        self.said, self.used = wrapping(), QLabel()
        self.folder = QHBoxLayout()
        self.budget = Choice(_budgets(workplace), workplace.settings.backup_megabytes)
        self.budget.setAccessibleName(_("Room that back-ups may take"))
        self.budget.currentIndexChanged.connect(lambda _at: self._budget_chosen())
        self.now, self.restore = QPushButton(_("&Back up now")), QPushButton(_("&Restore…"))
        self.close_button = QPushButton(_("Close"))
        self._lay_out()
        self._connect()
        self.renew()
        self.resize(760, 520)

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP)
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.font(theme.LARGE, strong=True))
        column.addWidget(heading)
        rule = _(
            "Made without asking: when the file is opened, every 15 minutes while something "
            "changes, and before bulk changes and restores. Kept: one an hour for a day, one a "
            "day for a month, then one a month."
        )
        column.addWidget(wrapping(rule, "quiet"))
        column.addWidget(self.said)
        column.addWidget(self.none)
        column.addWidget(self.table, 1)
        column.addLayout(self.folder)
        column.addLayout(self._room())
        column.addWidget(self._buttons())

    def _room(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.used)
        self.used.setBuddy(self.budget)
        row.addWidget(self.budget)
        row.addStretch()
        row.addWidget(link(_("Under another passphrase…"), self.look_for_others))
        return row

    def _buttons(self) -> QWidget:
        buttons = QDialogButtonBox()
        for button, role in (
            (self.now, QDialogButtonBox.ButtonRole.ActionRole),
            (self.restore, QDialogButtonBox.ButtonRole.ActionRole),
            (self.close_button, QDialogButtonBox.ButtonRole.RejectRole),
        ):
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            buttons.addButton(button, role)
        return buttons

    def _connect(self) -> None:
        self.now.clicked.connect(lambda: self._keeper.make(Reason.ASKED))
        self.restore.clicked.connect(self.compare)
        self.close_button.clicked.connect(self.reject)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._renew_buttons())
        self._keeper.renewed.connect(self.renew)

    # -------------------------------------------------------------- what there is

    def renew(self) -> None:
        """Look again at what stands in the folder."""
        chosen = self.chosen
        rows = sorted(self._rows(), key=lambda row: row.made_at, reverse=True)
        self.model.show(rows)
        number = self.model.number_of(str(chosen.path)) if chosen else -1
        if rows:
            self.table.selectRow(max(number, 0))
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        fault = self._keeper.fault
        self.said.setText(breakable(words.say(fault)) if fault else "")
        self.said.setProperty("tone", "problem")
        self.said.setVisible(fault is not None)
        self._renew_folder()
        self._renew_room()
        self._renew_buttons()

    def _rows(self) -> list[Row]:
        found = [row_of(copy) for copy in self._keeper.copies()]
        desk = self._workplace.desk
        return found + [row_beside(p) for p in backups.beside(desk.path)] if desk else found

    def _renew_folder(self) -> None:
        while (item := self.folder.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        keeping = self._keeper.keeping
        self.folder.addWidget(QLabel(_("Folder:")))
        self.folder.addWidget(OneLine(str(keeping.folder)), 1)
        if keeping.chosen:
            self.folder.addWidget(link(_("Usual folder"), lambda: self._folder_chosen("")))
        change = _("Change…")
        named = _("Change the folder of the back-ups")
        self.folder.addWidget(link(change, self._choose_folder, named))

    def _renew_room(self) -> None:
        desk = self._workplace.desk
        if desk is None:
            return
        folder = backups.folder_of(self._keeper.keeping, desk.snapshot.campaign.id, desk.path)
        evidence = backups.evidence_size(folder)
        total = evidence + sum(copy.size for copy in self._keeper.copies())
        self.used.setText(_room_taken(total, evidence))

    def _renew_buttons(self) -> None:
        self.restore.setEnabled(self.chosen is not None)

    @property
    def chosen(self) -> Row | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.row(rows[0].row()) if rows else None

    # -------------------------------------------------------------- where, and how much

    def _choose_folder(self) -> None:
        folder = str(self._keeper.keeping.folder)
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the back-ups"), folder)
        if chosen:
            self._folder_chosen(chosen)

    def _folder_chosen(self, folder: str) -> None:
        """The first back-up there is made at once: what cannot be written is known now."""
        self._workplace.prefer(backup_folder=folder)
        self.renew()
        self._keeper.make(Reason.ASKED)

    def _budget_chosen(self) -> None:
        self._workplace.prefer(backup_megabytes=self.budget.value())
        self._keeper.make(Reason.ASKED)

    # -------------------------------------------------------------- under another passphrase

    def look_for_others(self) -> None:
        """List those that the passphrase of today does not open, or that open without one."""
        from upudesk import earlier_backups

        desk = self._workplace.desk
        if desk is None:
            return
        original = desk.original()
        copies = backups.everything_of(original, self._keeper.keeping)
        Waiting(
            self, _("Earlier back-ups"),
            lambda tell: earlier_backups.under_another_key(original, copies, tell),
            partial(self._found_others, original.passphrase),
        )  # fmt: skip

    def _found_others(self, passphrase: str | None, others: list[Path]) -> None:
        from upudesk.gui.old_backups import OldBackups

        if not others:
            told = _("All back-ups are under the passphrase of today, or none has one.")
            messages.show(self, told)
            return
        offer = OldBackups(self, others, passphrase, protected=True)
        offer.finished.connect(lambda _result: self.renew())
        offer.open()

    # -------------------------------------------------------------- going back

    def compare(self) -> None:
        """Show what restoring the chosen one would change."""
        row, desk = self.chosen, self._workplace.desk
        if row is None or desk is None or not self._workplace.may_write(self):
            return
        self._compare(row, desk.original().passphrase)

    def _compare(self, row: Row, passphrase: str | None) -> None:
        """Reading a back-up takes a while, most of it for its key."""
        desk = self._workplace.desk
        assert desk is not None
        today = desk.today
        Waiting(
            self, _("The back-up is compared with the campaign …"),
            lambda tell: _read(row.path, passphrase, today, tell),
            partial(self._compared, row, passphrase), partial(self._not_compared, row),
        )  # fmt: skip

    def _compared(self, row: Row, passphrase: str | None, then: Snapshot) -> None:
        from upudesk.gui.restore_dialog import RestoreDialog

        try:
            dialog = RestoreDialog(
                self._workplace, self._keeper, row.path, passphrase, then, row.made_at, self
            )
        except UserError as fault:
            messages.show_fault(self, fault)
            return
        dialog.accepted.connect(self.accept)
        dialog.open()

    def _not_compared(self, row: Row, fault: UserError) -> None:
        if isinstance(fault, PassphraseNeeded | WrongPassphrase):
            from upudesk.gui.passphrases import PassphrasePrompt

            PassphrasePrompt(self, row.path, lambda typed: self._unlocked(row, typed)).open()
        else:
            messages.show_fault(self, fault)

    def _unlocked(self, row: Row, typed: str) -> None:
        """A passphrase that does not fit is said where it was typed."""
        desk = self._workplace.desk
        assert desk is not None
        self._compared(row, typed, backups.snapshot_of(row.path, typed, desk.today))


def _read(path: Path, passphrase: str | None, today: date, tell: Callable[[], None]) -> Snapshot:
    tell()
    then = backups.snapshot_of(path, passphrase, today)
    tell()
    return then


def _room_taken(total: int, evidence: int) -> str:
    size = backup_words.size
    if evidence:
        said = _("They take {size}, {evidence} of it evidence kept once for all. &At most:")
        return said.format(size=size(total), evidence=size(evidence))
    return _("They take {size}. &At most:").format(size=size(total)) if total else _("&At most:")


def _budgets(workplace: Workplace) -> list[tuple[int, str]]:
    sizes = {number * GIGABYTE for number in BUDGETS} | {workplace.settings.backup_megabytes}
    return [(size, backup_words.budget(size * MEGABYTE)) for size in sorted(sizes)]
