"""Paper before it is printed: made off the window's thread, looked at, saved, printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import i18n, words
from upudesk.errors import UserError
from upudesk.gui import owners, theme
from upudesk.gui.forms import Choice, breakable, wrapping
from upudesk.gui.language import language_of
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Member
from upudesk.placing import place_pdf
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot


@dataclass(frozen=True)
class Leaf:
    """Something to print: what it is called, and how it is made."""

    title: str
    file: str
    """What its file is called, with a gap for the day."""
    save: str
    """Above the question where to save it."""
    making: str
    """While it is being made."""
    render: Callable[[Snapshot, Language, Imprint], Any]
    """Gives `pdf` and `warnings`; it is called off the window's thread."""


def imprint_now(workplace: Workplace) -> Imprint:
    """A copy that is made now, by whoever sits here."""
    made_at = datetime.combine(workplace.snapshot.today, datetime.now().astimezone().timetz())
    return Imprint(made_at, printed_by=owners.reader(workplace))


class Preview(QDialog):
    """A leaf in the language that its reader wants."""

    def __init__(self, workplace: Workplace, leaf: Leaf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._workplace, self._leaf = workplace, leaf
        self._pdf = b""
        self._asked_for = 0
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.said = wrapping(role="quiet")
        self.language = Choice(
            [(c, i18n.Language(c).name) for c in i18n.CODES], workplace.settings.paper_language
        )
        self.save = QPushButton(_("Save as…"))
        self.print = QPushButton(_("Print…"))
        self.close_button = QPushButton(_("Close"))
        self._lay_out()
        self.language.currentIndexChanged.connect(self._another_language)
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        self.close_button.clicked.connect(self.close)
        self.make()

    def _lay_out(self) -> None:
        title = self._leaf.title
        self.setWindowTitle(title)
        self.resize(820, 660)
        heading = QLabel(title)
        heading.setFont(theme.font(theme.LARGE, strong=True))
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch()
        label = QLabel(_("&Language of the paper"))
        label.setBuddy(self.language)
        self.language.setAccessibleName(_("Language of the paper"))
        top.addWidget(label)
        top.addWidget(self.language)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        self.save.setProperty("main", "true")
        for button in (self.close_button, self.print, self.save):
            button.setAccessibleName(button.text())
            button.setAutoDefault(button is self.save)
            foot.addWidget(button)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    # -------------------------------------------------------------- making it

    def make(self) -> None:
        """Start making it; the latest request wins."""
        self._asked_for += 1
        number, snapshot, leaf = self._asked_for, self._workplace.snapshot, self._leaf
        language = language_of(self._workplace.settings, self.language.value())
        imprint = imprint_now(self._workplace)

        def work() -> Any:
            return leaf.render(snapshot, language, imprint)

        self._say(leaf.making, ready=False)
        self._workplace.tasks.run(
            work,
            lambda made: self._show(made) if number == self._asked_for else None,
            lambda fault: self._fail(fault) if number == self._asked_for else None,
        )

    def _another_language(self) -> None:
        self._workplace.prefer(paper_language=self.language.value())
        self.make()

    def _show(self, made: Any) -> None:
        self._pdf = made.pdf
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(made.pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self._say(" ".join(words.say(warning) for warning in made.warnings), ready=True)
        self.save.setFocus()

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            self._say("", ready=False)
            raise fault
        self._say(words.say(fault), ready=False, tone="warning")

    def _say(self, sentence: str, *, ready: bool, tone: str = "quiet") -> None:
        self.said.setText(breakable(sentence))
        self.said.setProperty("tone", tone)
        self.said.style().polish(self.said)
        self.save.setEnabled(ready)
        self.print.setEnabled(ready)

    # -------------------------------------------------------------- saving and printing

    def _save(self) -> None:
        day = self._workplace.snapshot.today.isoformat()
        usual = self._leaf.file.replace("{day}", day)
        assert self._workplace.desk is not None
        beside = self._workplace.desk.path.with_name(usual.replace("/", "-"))
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self._leaf.save, str(beside), _("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Write it, or say in one sentence why not."""
        try:
            place_pdf(target if target.suffix else target.with_suffix(".pdf"), self._pdf)
        except UserError as fault:
            self._say(words.say(fault), ready=True, tone="warning")
        else:
            self._say(_("Saved as {file}").format(file=target), ready=True)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.windowTitle())
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Put every page on the printer, as large as its paper allows."""
        painter = QPainter()
        if not painter.begin(printer):
            self._say(
                _("The printer does not answer; nothing was printed."), ready=True, tone="warning"
            )
            return
        for number in range(self.document.pageCount()):
            if number:
                printer.newPage()
            box = painter.viewport()
            size = self.document.pagePointSize(number).scaled(
                box.size(), Qt.AspectRatioMode.KeepAspectRatio
            )
            picture = self.document.render(number, QSize(round(size.width()), round(size.height())))
            painter.drawImage(0, 0, picture)
        painter.end()
        self._say(_("Sent to the printer."), ready=True)

    def done(self, result: int) -> None:
        self._asked_for += 1  # what is still being made is of no use any more
        super().done(result)


class BriefingPreview(Preview):
    """One country's briefing."""

    def __init__(self, workplace: Workplace, member: Member, parent: QWidget | None = None) -> None:
        country = words.named(member)

        def render(snapshot: Snapshot, language: Language, imprint: Imprint) -> Any:
            from upudesk.reports import briefing

            return briefing.render(snapshot, member.id, language, imprint=imprint)

        leaf = Leaf(
            title=_("Briefing: {country}").format(country=country),
            file=_("Briefing {country} {day}.pdf").format(country=country, day="{day}"),
            save=_("Save the briefing"),
            making=_("The briefing is being made …"),
            render=render,
        )
        super().__init__(workplace, leaf, parent)
