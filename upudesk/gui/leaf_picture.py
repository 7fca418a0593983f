"""A picture shown from memory; a scan of several pages is turned page by page."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from upudesk.errors import N_, FileProblem
from upudesk.gui.evidence_viewer import Leaf
from upudesk.gui.tried import PIXELS

SMALLEST, LARGEST = 0.05, 16.0


class _Canvas(QWidget):
    """The picture at the size of the widget, its white behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.drawImage(QRect(0, 0, self.width(), self.height()), self.image)
        painter.end()


class _Frame(QScrollArea):
    """Scrolls over the canvas; with Ctrl the wheel makes it larger."""

    def __init__(self, leaf: PictureLeaf) -> None:
        super().__init__(leaf)
        self._leaf = leaf
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._leaf.zoom(1.25 if event.angleDelta().y() > 0 else 0.8)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leaf.arrange()


class PictureLeaf(Leaf):
    """As large as the window allows, until the reader chooses another size."""

    zooms = True

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__()
        self._name, self._data = name, QByteArray(data)
        self._factor: float | None = None
        self.canvas = _Canvas()
        self.canvas.setAccessibleName(name)
        self.pages, self.canvas.image = self._page_of(0)
        self.frame = _Frame(self)
        self.frame.setWidget(self.canvas)
        self.frame.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)
        self.setFocusProxy(self.frame)
        self.arrange()

    def _page_of(self, page: int) -> tuple[int, QImage]:
        """How many pages there are, and that one; raises FileProblem where there is no picture."""
        buffer = QBuffer(self._data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer)
        try:
            pages, image = _read(reader, page)
        finally:
            del reader  # it may look at its buffer once more when it goes
        if image.isNull():
            raise FileProblem(
                N_("“{name}” is damaged or no picture, and cannot be shown; it is kept as it is."),
                name=self._name,
            )
        return pages, image

    def turn(self, page: int) -> None:
        self.page = page
        _pages, self.canvas.image = self._page_of(page)
        self.arrange()
        self.canvas.update()

    def fit(self) -> None:
        self._factor = None
        self.arrange()

    def zoom(self, factor: float) -> None:
        self._factor = max(SMALLEST, min(self.factor * factor, LARGEST))
        self.arrange()

    @property
    def factor(self) -> float:
        """Pixels on the screen for one of the picture; while it fits, never more than one."""
        if self._factor is not None:
            return self._factor
        room, size = self.frame.viewport().size(), self.canvas.image.size()
        return min(room.width() / size.width(), room.height() / size.height(), 1.0)

    def arrange(self) -> None:
        size = self.canvas.image.size() * self.factor
        self.canvas.resize(size.expandedTo(QSize(1, 1)))


def _read(reader: QImageReader, page: int) -> tuple[int, QImage]:
    """Pictures made of pixels only: drawings, and whatever else Qt would draw, were made into
    such by another process, see tried.py."""
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode("ascii", "replace") not in PIXELS:
        return 0, QImage()
    pages = 1 if reader.supportsAnimation() else max(reader.imageCount(), 1)
    if page:
        reader.jumpToImage(page)
    return pages, reader.read()
