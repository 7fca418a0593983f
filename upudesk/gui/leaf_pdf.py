"""A PDF shown from memory: its pages, its size, and what stands in it."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout

from upudesk.errors import N_, FileProblem
from upudesk.gui import theme
from upudesk.gui.evidence_viewer import Leaf, Locked
from upudesk.i18n import _, current

SMALLEST, LARGEST = 0.1, 8.0


class PdfLeaf(Leaf):
    """All pages under each other."""

    turned = Signal()
    zooms = searches = True

    def __init__(self, name: str, data: bytes, password: str = "") -> None:
        super().__init__()
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes, self)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(self)
        self.document.setPassword(password)
        self.document.load(self._buffer)
        if self.document.error() is QPdfDocument.Error.IncorrectPassword:
            wrong = N_("This password does not open “{name}”; type it again.")
            needed = N_(
                "“{name}” is locked with a password of its own; type it to look at the file."
            )
            raise Locked(wrong if password else needed, name=name)
        if self.document.status() is not QPdfDocument.Status.Ready or not self.document.pageCount():
            raise FileProblem(
                N_("“{name}” is damaged or no PDF, and cannot be shown; it is kept as it is."),
                name=name,
            )
        self.found = QPdfSearchModel(self)
        self.found.setDocument(self.document)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setSearchModel(self.found)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(name)
        around = self.view.palette()
        around.setColor(QPalette.ColorRole.Dark, QColor(theme.colours().hairline))
        self.view.setPalette(around)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self.turned.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view)
        self._at = -1

    @property
    def pages(self) -> int:  # type: ignore[override]
        return self.document.pageCount()

    @property
    def page(self) -> int:  # type: ignore[override]
        return self.view.pageNavigator().currentPage()

    def turn(self, page: int) -> None:
        navigator = self.view.pageNavigator()
        navigator.jump(page, navigator.currentLocation() * 0, navigator.currentZoom())

    def zoom(self, factor: float) -> None:
        now = self.view.zoomFactor()
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom:
            now = self._fitted()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(SMALLEST, min(now * factor, LARGEST)))

    def _fitted(self) -> float:
        """How large a page is while it fits the width."""
        points = self.document.pagePointSize(self.page).width() or 1.0
        inch = self.view.logicalDpiX() / 72
        return self.view.viewport().width() / (points * inch)

    def fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def look_for(self, sought: str, *, back: bool = False) -> str:
        if self.found.searchString() != sought:
            self.found.setSearchString(sought)
            self._at = -1
        # The model looks through one page each time the window is idle; here all at once.
        count = sum(len(self.found.resultsOnPage(page)) for page in range(self.pages))
        if not count:
            return _("Nothing found.")
        self._at = (self._at + (-1 if back and self._at >= 0 else 0 if back else 1)) % count
        self.view.setCurrentSearchResultIndex(self._at)
        place = self.found.resultAtIndex(self._at)
        navigator = self.view.pageNavigator()
        navigator.jump(place.page(), place.location(), navigator.currentZoom())
        number = current().number
        return _("{at} of {count} places").format(at=number(self._at + 1), count=number(count))
