"""A PDF behind a record: its pages, its size, and what stands in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QVBoxLayout

from upudesk.errors import N_, FileProblem
from upudesk.gui.evidence_viewer import Leaf, Locked
from upudesk.gui.pdf_view import PdfView


class PdfLeaf(Leaf):
    """All pages under each other."""

    turned = Signal()
    zooms = searches = True

    def __init__(self, name: str, data: bytes, password: str = "") -> None:
        super().__init__()
        self.shown = PdfView(name)
        self.view, self.document = self.shown.view, self.shown.document
        self.shown.load(data, password)
        if refusal := self._refusal(name, password):
            self.shown.deleteLater()  # a thread of its own, which would wait for ever, goes with it
            raise refusal
        self.shown.turned.connect(self.turned)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.shown)
        self.setFocusProxy(self.shown)

    def _refusal(self, name: str, password: str) -> FileProblem | None:
        if self.document.error() is QPdfDocument.Error.IncorrectPassword:
            wrong = N_("This password does not open “{name}”; type it again.")
            needed = N_(
                "“{name}” is locked with a password of its own; type it to look at the file."
            )
            return Locked(wrong if password else needed, name=name)
        if self.document.status() is not QPdfDocument.Status.Ready or not self.document.pageCount():
            return FileProblem(
                N_("“{name}” is damaged or no PDF, and cannot be shown; it is kept as it is."),
                name=name,
            )
        return None

    @property
    def pages(self) -> int:  # type: ignore[override]
        return self.shown.pages

    @property
    def page(self) -> int:  # type: ignore[override]
        return self.shown.page

    def turn(self, page: int) -> None:
        self.shown.turn(page)

    def zoom(self, factor: float) -> None:
        self.shown.zoom(factor)

    def fit(self) -> None:
        self.shown.fit_width()

    def look_for(self, sought: str, *, back: bool = False) -> str:
        return self.shown.look_for(sought, back=back)
