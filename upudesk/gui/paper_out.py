"""A finished paper leaves the program: saved or printed, and then noted in the export log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from upudesk.copies import Copy, place_all, targets
from upudesk.errors import N_, FileProblem
from upudesk.gui import messages, outgoing, owners
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Form, wrapping
from upudesk.gui.passphrases import Secret, typed_twice
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current
from upudesk.model import Export, Way

DOTS = 300
"""To the inch: sharper than office printers show, and no page takes more than some 40 MB."""


# ------------------------------------------------------------------ saving


def entry(workplace: Workplace, copy: Copy, content: bytes, way: Way, **said: Any) -> Export:
    """What is noted of a copy once these bytes are out, by whoever sits here."""
    return copy.entry(content, datetime.now(UTC), owners.signed(workplace), way, **said)


def may_replace(parent: QWidget, target: Path, copies: int) -> bool:
    """Numbered copies have names of their own, about which nobody was asked yet."""
    there = [file.name for file in targets(target, copies) if file.exists()] if copies > 1 else []
    if not there:
        return True
    question = _("There are files of these names already: {files}. Write them anew?")
    names = current().listing(there)
    return messages.confirmed(parent, question.format(files=names), _("Write anew"))


def save(
    workplace: Workplace, copies: Sequence[Copy], target: Path, passphrase: str = ""
) -> str:  # fmt: skip
    """Write every copy and note it; gives what there is to say. Raises UserError."""
    written: list[Path] = []
    untold = ""
    for copy, file, content in place_all(copies, target, passphrase):
        written.append(file)
        noted = entry(workplace, copy, content, Way.SAVED, protected=bool(passphrase))
        untold = outgoing.note(workplace, noted) or untold
    return " ".join(filter(None, (_saved(written), untold)))


def _saved(written: Sequence[Path]) -> str:
    if len(written) == 1:
        return _("Saved as {file}").format(file=written[0])
    told = _("Saved in {folder}: {files}.")
    names = current().listing([file.name for file in written])
    return told.format(folder=written[0].parent, files=names)


class PaperPassphrase(Entry):
    """A passphrase for what is saved next, typed twice; it is kept nowhere."""

    def __init__(self, parent: QWidget | None) -> None:
        self.passphrase = ""
        form = Form()
        form.add("passphrase", _("&Passphrase"), Secret())
        form.add("again", _("The same &again"), Secret())
        super().__init__(parent, _("A passphrase on the PDF"), form, _("Go on"))
        kept = _("It is kept nowhere: whoever forgets it cannot open the file. Tell it to the "
                 "reader by another way than the file.")  # fmt: skip
        self.layout().insertWidget(1, wrapping(kept, "quiet"))  # type: ignore[union-attr]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.resize(460, 300)
        form.fields["passphrase"].setFocus()

    def record(self) -> None:
        self.passphrase = typed_twice(self.form)


def asked_passphrase(parent: QWidget | None) -> str:
    """What was typed twice; nothing where the reader went back."""
    form = PaperPassphrase(parent)
    typed = form.passphrase if form.exec() == Entry.DialogCode.Accepted else ""
    form.deleteLater()
    return typed


# ------------------------------------------------------------------ printing


def suit(printer: QPrinter, document: QPdfDocument) -> None:
    """Offer the paper's own sheet, as large as it is."""
    printer.setPageSize(_sheet(document, 0))
    printer.setPageOrientation(_lies(document, 0))
    printer.setFullPage(True)


def print_pages(printer: QPrinter, documents: Sequence[QPdfDocument]) -> Iterator[tuple[int, int]]:
    """Put the pages on the printer, each upright or on its side as it is meant; gives after each
    how many of how many. Raises FileProblem."""
    pages = [(doc, page) for doc in documents for page in _asked_for(printer, doc)]
    if not pages:
        return
    printer.setPageOrientation(_lies(*pages[0]))
    painter = QPainter()
    if not painter.begin(printer):
        raise FileProblem(N_("The printer does not answer; nothing was printed."))
    try:
        for number, (document, page) in enumerate(pages):
            if number:
                printer.setPageOrientation(_lies(document, page))
                printer.newPage()
            _draw(painter, document, page)
            yield number + 1, len(pages)
    finally:
        painter.end()


def _asked_for(printer: QPrinter, document: QPdfDocument) -> range:
    """All pages, or those that were typed in the printer's window."""
    first, last = printer.fromPage(), printer.toPage()
    if printer.printRange() is QPrinter.PrintRange.PageRange and first:
        return range(first - 1, min(last or first, document.pageCount()))
    return range(document.pageCount())


def _draw(painter: QPainter, document: QPdfDocument, page: int) -> None:
    """As large as the sheet allows, in its middle."""
    box, points = painter.viewport(), document.pagePointSize(page)
    fitted = points.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio).toSize()
    fine = (points * (DOTS / 72)).toSize()
    picture = document.render(page, fine if fine.width() < fitted.width() else fitted)
    place = QRect(box.topLeft(), QSize(fitted))
    place.moveCenter(box.center())
    painter.drawImage(place, picture)


def _sheet(document: QPdfDocument, page: int) -> QPageSize:
    points = document.pagePointSize(page)
    upright = points if points.width() <= points.height() else points.transposed()
    return QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def _lies(document: QPdfDocument, page: int) -> QPageLayout.Orientation:
    points = document.pagePointSize(page)
    across = points.width() > points.height()
    return QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
