"""A list in which rows are ticked: by Space, by a click on the box, or all that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF

from upudesk.gui import theme
from upudesk.gui.listing import Listing
from upudesk.gui.tables import Cell, Index, Painted

BOX = 16
TICKED, OPEN = "✓", "·"
"""What the column of the boxes says to those who do not see them."""


class Ticks(QObject):
    """The ticked rows of a listing whose first column is the box."""

    changed = Signal()

    def __init__(self, listing: Listing[Any]) -> None:
        super().__init__(listing)
        self._listing = listing
        self.keys: set[str] = set()
        table = listing.table
        self._delegate = _Boxes(table)
        table.setItemDelegateForColumn(0, self._delegate)
        table.clicked.connect(self._clicked)
        table.installEventFilter(self)

    def tick(self, keys: Iterable[str], on: bool = True) -> None:
        self.put(self.keys | set(keys) if on else self.keys - set(keys))

    def put(self, keys: Iterable[str]) -> None:
        """Tick these, and no other."""
        self.keys = set(keys)
        if self._listing.asked():  # the filter may ask for what is ticked
            self._listing.refilter()
        else:
            self._listing.model.ask_again()
        self.changed.emit()

    def turn(self, keys: Iterable[str]) -> None:
        """Tick the chosen rows; untick them where all are ticked."""
        chosen = set(keys)
        if chosen:
            self.tick(chosen, on=not chosen <= self.keys)

    def _clicked(self, index: Index) -> None:
        if index.column() == 0:
            self.turn([self._listing.model.key_of(index.row())])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            space = event.key() == Qt.Key.Key_Space
            if space:
                self.turn(self._listing.selected())
            return space
        return super().eventFilter(watched, event)


class _Boxes(Painted):
    """A box to tick in place of the sign, as in a form."""

    def _paint_content(self, painter: QPainter, box: QRect, cell: Cell, chosen: bool) -> None:
        draw_box(painter, QRectF(box), ticked=cell.text == TICKED)


def draw_box(painter: QPainter, around: QRectF, *, ticked: bool) -> None:
    """A box to tick in the middle of that place, plain in both themes."""
    square = QRectF(0, 0, BOX, BOX)
    square.moveCenter(around.center())
    c = theme.colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(c.accent if ticked else c.edge), 1))
    painter.setBrush(QColor(c.accent if ticked else c.surface))
    painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        painter.setPen(QPen(QColor(c.on_accent), 2))
        x, y = square.x(), square.y()
        stroke = (QPointF(x + 4, y + 8.5), QPointF(x + 7, y + 11.5), QPointF(x + 12, y + 5))
        painter.drawPolyline(QPolygonF(stroke))
