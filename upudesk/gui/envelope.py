"""The sheet for a sealed envelope on the screen: printed or saved only when that is asked for."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import words
from upudesk.errors import UserError
from upudesk.gui import paper_out, theme
from upudesk.gui.forms import breakable, tone, wrapping
from upudesk.gui.imprints import imprint_now
from upudesk.gui.paper_reader import Reader
from upudesk.gui.parts import text
from upudesk.gui.room import on_screen
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.placing import place_pdf


class Envelope(QDialog):
    """Made, looked at, printed: no journal learns of it, and no file is written unasked."""

    def __init__(
        self, workplace: Workplace, passphrase: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Sheet for a sealed envelope"))
        self.reader = Reader(self.windowTitle())
        self.said = wrapping(role="quiet")
        self.save, self.print = QPushButton(_("Save as…")), QPushButton(_("Print…"))
        self.leave = QPushButton(_("Close"))
        self._pdf = _made(workplace, passphrase)
        self._usual = workplace.desk.path.parent if workplace.desk else Path.home()
        self._lay_out()
        self.reader.show_paper(self._pdf)
        self._say(
            _("Nothing of this sheet is kept. The printer may keep what it prints for a while.")
        )
        self.resize(900, 700)
        on_screen(self)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.said, 1)
        acts: tuple[tuple[QPushButton, Any], ...] = (
            (self.leave, self.close), (self.save, self._save), (self.print, self._print),
        )  # fmt: skip
        for button, act in acts:
            button.setAccessibleName(button.text())
            button.setAutoDefault(button is self.print)
            button.clicked.connect(lambda _on=False, act=act: act())
            foot.addWidget(button)
        self.print.setProperty("main", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(text(self.windowTitle(), strong=True, size=theme.LARGE))
        column.addWidget(self.reader, 1)
        column.addLayout(foot)

    def _say(self, sentence: str, role: str = "quiet") -> None:
        self.said.setText(breakable(sentence))
        tone(self.said, role)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("UPUDesk")
        document = self.reader.pages.document
        paper_out.suit(printer, document)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            try:
                for _page in paper_out.print_pages(printer, [document]):
                    pass
            except UserError as fault:
                self._say(words.say(fault), "warning")
            else:
                self._say(_("Sent to the printer."))

    def _save(self) -> None:
        usual = self._usual / _("Passphrase sheet.pdf")
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the sheet"), str(usual), _("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write it where the reader says, or say in one sentence why not."""
        try:
            place_pdf(target if target.suffix else target.with_suffix(".pdf"), self._pdf)
        except UserError as fault:
            self._say(words.say(fault), "warning")
        else:
            told = _("Saved as {file}. Whoever finds it can open the campaign.")
            self._say(told.format(file=target), "warning")

    def done(self, result: int) -> None:
        self._pdf = b""
        super().done(result)


def _made(workplace: Workplace, passphrase: str | None) -> bytes:
    from upudesk.gui.lock import forget_texts
    from upudesk.reports import passphrase_sheet

    assert workplace.desk is not None
    made = passphrase_sheet.render(
        workplace.snapshot, workplace.desk.path.name, passphrase, workplace.paper_language,
        imprint=imprint_now(workplace),
    )  # fmt: skip
    forget_texts()  # what was set in type is kept for the next time, but not this
    gc.collect()
    pdf: bytes = made.pdf
    return pdf
