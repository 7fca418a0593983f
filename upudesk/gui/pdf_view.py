"""The pages of a PDF under each other, from memory: turned, made larger, looked through."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upudesk.gui import theme
from upudesk.i18n import _, current

SMALLEST, LARGEST = 0.1, 8.0


class PdfView(QWidget):
    """Shows the bytes that it was given last."""

    turned = Signal()
    """Another page is looked at now."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bytes, self._buffer = QByteArray(), QBuffer(self)
        self._at = -1
        self.document = QPdfDocument(self)
        self.found = QPdfSearchModel(self)
        self.found.setDocument(self.document)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setSearchModel(self.found)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(name)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self.turned.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.dress()

    def dress(self) -> None:
        """What lies around the pages, in the theme of the moment."""
        around = self.view.palette()
        around.setColor(QPalette.ColorRole.Dark, QColor(theme.colours().hairline))
        self.view.setPalette(around)

    def load(self, data: bytes, password: str = "") -> None:
        """Show these bytes; `document` tells whether that could be done."""
        self.document.close()
        self._buffer.close()
        self._bytes = QByteArray(data)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.setPassword(password)
        self.document.load(self._buffer)
        self._at = -1

    # -------------------------------------------------------------- pages and size

    @property
    def pages(self) -> int:
        return self.document.pageCount()

    @property
    def page(self) -> int:
        return self.view.pageNavigator().currentPage()

    def turn(self, page: int, at: QPointF | None = None) -> None:
        """Look at a page, or at a place on it."""
        navigator = self.view.pageNavigator()
        page = max(0, min(page, self.pages - 1))
        navigator.jump(page, at or QPointF(), navigator.currentZoom())

    def zoom(self, factor: float) -> None:
        """So much larger or smaller."""
        now = self.view.zoomFactor()
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom:
            now = self._fitted()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(SMALLEST, min(now * factor, LARGEST)))

    def _fitted(self) -> float:
        """How large a page is while it fits the width, or the window."""
        size = self.document.pagePointSize(self.page)
        inch = self.view.logicalDpiX() / 72
        room = self.view.viewport()
        across = room.width() / ((size.width() or 1.0) * inch)
        if self.view.zoomMode() is QPdfView.ZoomMode.FitInView:
            return min(across, room.height() / ((size.height() or 1.0) * inch))
        return across

    def fit_width(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def fit_page(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)

    # -------------------------------------------------------------- finding

    def look_for(self, sought: str, *, back: bool = False) -> str:
        """Show the next place where that stands; gives what there is to say about it."""
        if self.found.searchString() != sought:
            self.found.setSearchString(sought)
            self._at = -1
        if not sought:
            return ""
        # The model looks through one page each time the window is idle; here all at once.
        count = sum(len(self.found.resultsOnPage(page)) for page in range(self.pages))
        if not count:
            return _("Nothing found.")
        self._at = (self._at + (-1 if back and self._at >= 0 else 0 if back else 1)) % count
        self.view.setCurrentSearchResultIndex(self._at)
        place = self.found.resultAtIndex(self._at)
        self.turn(place.page(), place.location())
        number = current().number
        return _("{at} of {count} places").format(at=number(self._at + 1), count=number(count))
