"""Paper before it goes out: made off the window's thread, looked at, saved, printed, noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressDialog,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from upudesk import disclosure, i18n, words
from upudesk.copies import Copy, watermark_of
from upudesk.disclosure import INTERNAL, Disclosed
from upudesk.errors import N_, FileProblem, UserError
from upudesk.gui import outgoing, paper_out, theme
from upudesk.gui.forms import Choice, Tick, breakable, plain_tip, tone, wrapping
from upudesk.gui.imprints import imprint_now, markings, sheets
from upudesk.gui.language import language_of
from upudesk.gui.left_out import LeftOut
from upudesk.gui.paper_reader import Asking, Reader
from upudesk.gui.parts import text
from upudesk.gui.room import on_screen
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Member, Way
from upudesk.reports.imprint import Imprint, Paper


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
    render: Callable[[Disclosed, Language, Imprint], Any]
    """Gives `pdf`, `pages`, `marking` and `warnings`; it is called off the window's thread, and
    has to look at nothing but what is disclosed."""
    document: str = ""
    """Which kind of paper, such as `calls`; a profile may keep a kind inside."""
    members: tuple[str, ...] | None = None
    """The countries that it tells of; None for the campaign as a whole."""
    sheet: Paper | None = None
    """What it is laid out for at first; else what was chosen last."""


class PaperDialog(QDialog):
    """Copies of a paper, read before they are saved or printed; all go out as they were made."""

    def __init__(
        self, workplace: Workplace, title: str, file: str, save: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(title)
        self._workplace, self._file, self._save_title = workplace, file, save
        self.copies: Sequence[Copy] = ()
        self.reader = Reader(title)
        self.document, self.view = self.reader.pages.document, self.reader.pages.view
        self.said = wrapping(role="quiet")
        self.left_out = LeftOut()
        self.protect = Tick(_("With a passphrase"))
        self.save = QPushButton(_("Save as…"))
        self.print = QPushButton(_("Print…"))
        self.close_button = QPushButton(_("Close"))
        self._lay_out(title)
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self.ask_printer)
        self.close_button.clicked.connect(self.close)
        self.resize(1120, 700)
        on_screen(self)

    def _lay_out(self, title: str) -> None:
        heading = text(title, strong=True, size=theme.LARGE)
        heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        heading.setToolTip(plain_tip(title))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.GAP)
        self.head.addWidget(heading, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.said)
        told.addWidget(self.left_out)
        foot.addLayout(told, 1)
        self.save.setProperty("main", "true")
        self.protect.setAccessibleName(_("Save with a passphrase"))
        self.protect.setToolTip(_("The saved PDF opens only with a passphrase (AES-256)."))
        foot.addWidget(self.protect, 0, Qt.AlignmentFlag.AlignBottom)
        for button in (self.close_button, self.print, self.save):
            button.setAccessibleName(button.text())
            button.setAutoDefault(button is self.save)
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addLayout(self.head)
        column.addWidget(self.reader, 1)
        column.addLayout(foot)

    # -------------------------------------------------------------- what is shown

    def show_copies(self, copies: Sequence[Copy]) -> None:
        """Show the first of these; all of them are saved and printed."""
        self.copies = copies
        first = copies[0]
        self.reader.show_paper(first.pdf)
        self.left_out.show_of(first.disclosed, first.members, first.cautions)
        warned = map(words.say, first.made.warnings)
        self.say(" ".join((self._numbered(), *warned)).strip(), ready=True)
        self.save.setFocus()

    def _numbered(self) -> str:
        count = len(self.copies)
        if count < 2:
            return ""
        told = _("Copy 1 of {count} is shown; all are saved and printed.")
        return told.format(count=self._workplace.language.number(count))

    def say(self, sentence: str, *, ready: bool, mark: str = "quiet") -> None:
        self.said.setText(breakable(sentence))
        self.said.setVisible(bool(sentence))
        tone(self.said, mark)
        self.save.setEnabled(ready)
        self.print.setEnabled(ready)

    # -------------------------------------------------------------- saving

    def _save(self) -> None:
        passphrase = paper_out.asked_passphrase(self) if self.protect.isChecked() else ""
        if self.protect.isChecked() and not passphrase:
            return
        day = self._workplace.snapshot.today.isoformat()
        usual = self._file.replace("{day}", day)
        assert self._workplace.desk is not None
        beside = self._workplace.desk.path.with_name(usual.replace("/", "-"))
        chosen, _filter = QFileDialog.getSaveFileName(
            self, self._save_title, str(beside), _("PDF documents (*.pdf)")
        )
        if chosen and paper_out.may_replace(self, Path(chosen), len(self.copies)):
            self.save_to(Path(chosen), passphrase)

    def save_to(self, target: Path, passphrase: str = "") -> None:
        """Write it and note it, or say in one sentence why not."""
        try:
            told = paper_out.save(self._workplace, self.copies, target, passphrase)
        except UserError as fault:
            self.say(words.say(fault), ready=True, mark="warning")
        else:
            self.say(told, ready=True)

    # -------------------------------------------------------------- printing

    def ask_printer(self) -> None:
        """Which printer, and which pages; then print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("UPUDesk")  # the queue of a printer is read by others
        paper_out.suit(printer, self.document)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Put every page of every copy on the printer, and note it."""
        shown = QProgressDialog(_("The pages go to the printer …"), _("Cancel"), 0, 0, self)
        shown.setWindowModality(Qt.WindowModality.WindowModal)
        shown.setWindowTitle(self.windowTitle())
        try:
            for at, count in paper_out.print_pages(printer, self._documents()):
                shown.setMaximum(count)
                shown.setValue(at)
                QApplication.processEvents()
                if shown.wasCanceled():
                    printer.abort()
                    raise FileProblem(N_("Cancelled; what the printer had by then may come out."))
        except UserError as fault:
            self.say(words.say(fault), ready=True, mark="warning")
            return
        finally:
            shown.reset()
            shown.deleteLater()
        entries = [paper_out.entry(self._workplace, c, c.pdf, Way.PRINTED) for c in self.copies]
        untold = outgoing.note(self._workplace, *entries)
        self.say(" ".join(filter(None, (_("Sent to the printer."), untold))), ready=True)

    def _documents(self) -> list[QPdfDocument]:
        """One for each copy; the first is open already."""
        return [self.document, *(_opened(copy.pdf, self) for copy in self.copies[1:])]


def _opened(pdf: bytes, parent: QWidget) -> QPdfDocument:
    document = QPdfDocument(parent)
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


class Preview(PaperDialog):
    """A leaf in the language, and for the readers, that whoever prints it wants."""

    def __init__(self, workplace: Workplace, leaf: Leaf, parent: QWidget | None = None) -> None:
        super().__init__(workplace, leaf.title, leaf.file, leaf.save, parent)
        self._leaf = leaf
        self._asked_for = 0
        self.language = Choice(
            [(c, i18n.Language(c).name) for c in i18n.CODES], workplace.settings.paper_language
        )
        snapshot = workplace.snapshot
        known = disclosure.profiles(snapshot)
        self.profile = Choice(
            [(one.code, words.named(one)) for one in known],
            workplace.remembered("paper profile", INTERNAL),
        )
        self.marking = Choice(markings(snapshot.markings))
        self.recipient = Asking(workplace.remembered("recipient", ""))
        self.sheet = Choice(sheets(), leaf.sheet or workplace.remembered("sheet", Paper.A4))
        self._lay_out_choices()
        self.language.currentIndexChanged.connect(self._another_language)
        self.profile.currentIndexChanged.connect(self._other_readers)
        self.marking.currentIndexChanged.connect(lambda _at: self.make())
        self.recipient.editingFinished.connect(self._another_recipient)
        self.sheet.currentIndexChanged.connect(self._another_sheet)
        self.make()

    def _lay_out_choices(self) -> None:
        for row, shown, field in (
            (self.head, _("&Language of the paper"), self.language),
            (self.head, _("For &whom"), self.profile),
            (self.head, _("&Recipient"), self.recipient),
            (self.head, _("&Marking"), self.marking),
            (self.reader.beside, _("Shee&t"), self.sheet),
        ):
            label = QLabel(shown)
            label.setProperty("tone", "quiet")
            label.setBuddy(field)
            field.setAccessibleName(shown.replace("&", ""))
            row.addWidget(label)
            row.addWidget(field)
        self.reader.beside.setSpacing(theme.GAP)
        self.reader.beside.addSpacing(theme.GAP)
        self.recipient.setFixedWidth(36 * theme.GRID)
        self.marking.setMinimumWidth(40 * theme.GRID)
        self.recipient.setPlaceholderText(_("nobody named"))
        self.marking.setToolTip(_("Never below what the contents need."))

    # -------------------------------------------------------------- making it

    def make(self) -> None:
        """Start making it; the latest request wins."""
        self._asked_for += 1
        number, snapshot, leaf = self._asked_for, self._workplace.snapshot, self._leaf
        language = language_of(self._workplace.settings, self.language.value())
        profile = disclosure.profile(snapshot, self.profile.value())
        recipient = self.recipient.value()
        imprint = imprint_now(
            self._workplace, recipient=recipient, marking=self.marking.value(),
            watermark=watermark_of(profile, recipient), paper=Paper(self.sheet.value()),
        )  # fmt: skip

        def work() -> Copy:
            disclosed = disclosure.disclose(snapshot, profile)
            if not disclosed.shows(leaf.document):
                raise FileProblem(
                    N_("Profile “{profile}” keeps this paper inside; choose another reader."),
                    profile=words.named(profile),
                )
            made = leaf.render(disclosed, language, imprint)
            cautions = tuple(disclosure.warnings(disclosed, leaf.members))
            return Copy(leaf.title, leaf.document, language.code, imprint, disclosed, made,
                        leaf.members, cautions)  # fmt: skip

        self.say(leaf.making, ready=False)
        self._workplace.tasks.run(
            work,
            lambda made: self.show_copies([made]) if number == self._asked_for else None,
            lambda fault: self._fail(fault) if number == self._asked_for else None,
        )

    def _another_language(self) -> None:
        self._workplace.prefer(paper_language=self.language.value())
        self.make()

    def _other_readers(self) -> None:
        self._workplace.remember(**{"paper profile": self.profile.value()})
        self.make()

    def _another_recipient(self) -> None:
        if self.recipient.value() != self._workplace.remembered("recipient", ""):
            self._workplace.remember(recipient=self.recipient.value())
            self.make()

    def _another_sheet(self) -> None:
        if self._leaf.sheet is None:
            self._workplace.remember(sheet=self.sheet.value())
        self.make()

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            self.say("", ready=False)
            raise fault
        self.copies = ()
        self.reader.show_paper(b"")
        self.say(words.say(fault), ready=False, mark="warning")

    def done(self, result: int) -> None:
        self._asked_for += 1  # what is still being made is of no use any more
        super().done(result)


class BriefingPreview(Preview):
    """One country's briefing."""

    def __init__(self, workplace: Workplace, member: Member, parent: QWidget | None = None) -> None:
        country = words.named(member)

        def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
            from upudesk.reports import briefing

            return briefing.render(disclosed, member.id, language, imprint=imprint)

        leaf = Leaf(
            title=_("Briefing: {country}").format(country=country),
            file=_("Briefing {country} {day}.pdf").format(country=country, day="{day}"),
            save=_("Save the briefing"),
            making=_("The briefing is being made …"),
            render=render,
            document="countries",
            members=(member.id,),
        )
        super().__init__(workplace, leaf, parent)
