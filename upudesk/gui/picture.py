"""A figure in the window: pointing tells what a mark is, a click or Enter opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from upudesk.figures.marks import Figure, Mark, Point
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.painting import draw

Drawn: TypeAlias = Figure | Callable[[float, float], Figure]
"""A figure, shown as large as there is room; or what makes one for a width and a height."""

_STEPS = {
    Qt.Key.Key_Left: Point(-1, 0), Qt.Key.Key_Right: Point(1, 0),
    Qt.Key.Key_Up: Point(0, -1), Qt.Key.Key_Down: Point(0, 1),
}  # fmt: skip


class Picture(QWidget):
    """Drawn once and kept; what the mouse or the keyboard looks at is ringed on top of it.

    Arrows go from mark to mark, Home and End to the first and the last, Enter opens.
    """

    opened = Signal(str)
    """The key of a mark that was clicked, or on which Enter was pressed."""
    looked_at = Signal(str)
    """The key of the mark under the mouse or the keyboard; empty for none."""

    def __init__(
        self,
        drawn: Drawn,
        on_open: Callable[[str], object] | None = None,
        *,
        size: QSize = QSize(480, 260),  # noqa: B008 - never changed
    ) -> None:
        super().__init__()
        self._drawn, self._size, self._opens = drawn, size, on_open is not None
        self._figure: Figure | None = None
        self._kept: QPixmap | None = None
        self._hovered = self._current = ""
        if on_open is not None:
            self.opened.connect(on_open)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._name()

    # -------------------------------------------------------------- what is shown

    @property
    def figure(self) -> Figure:
        """What is shown, made for the size that the widget has now."""
        if self._figure is None:
            drawn = self._drawn
            wide, high = max(self.width(), 1), max(self.height(), 1)
            self._figure = drawn if isinstance(drawn, Figure) else drawn(wide, high)
        return self._figure

    def set_figure(self, drawn: Drawn) -> None:
        """Show another figure; whoever was looked at is looked at again, if it is there."""
        self._drawn = drawn
        self._renew()
        if self.figure.mark(self._current) is None:
            self._current = ""
        self._name()

    @property
    def current(self) -> str:
        """The key of the mark on which the keyboard stands."""
        return self._current

    def _renew(self) -> None:
        self._figure = self._kept = None
        self._hovered = ""
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(self.figure.title)
        self.setAccessibleDescription(self.figure.told)

    def sizeHint(self) -> QSize:
        if isinstance(self._drawn, Figure):
            return QSize(round(self._drawn.width), round(self._drawn.height))
        return self._size

    def minimumSizeHint(self) -> QSize:
        return QSize(min(240, self._size.width()), min(140, self._size.height()))

    # -------------------------------------------------------------- drawing

    def _fit(self) -> tuple[float, float, float]:
        """How much larger than the figure the picture is, and where its corner lies."""
        figure = self.figure
        scale = min(self.width() / figure.width, self.height() / figure.height)
        left = (self.width() - scale * figure.width) / 2
        return scale, left, (self.height() - scale * figure.height) / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._kept is None or self._kept.devicePixelRatioF() != self.devicePixelRatioF():
            self._kept = self._painted()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = theme.colours()
        if self.hasFocus() and not self._current:
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        if self._hovered and self._hovered != self._current:
            self._ring(painter, self._hovered, c.ink)
        if self.hasFocus() and self._current:
            self._ring(painter, self._current, c.accent)
        painter.end()

    def _painted(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        kept = QPixmap(self.size() * ratio)
        kept.setDevicePixelRatio(ratio)
        kept.fill(Qt.GlobalColor.transparent)
        painter = QPainter(kept)
        scale, left, top = self._fit()
        painter.translate(left, top)
        painter.scale(scale, scale)
        draw(painter, self.figure, theme.colours().palette, self.font().families())
        painter.end()
        return kept

    def _ring(self, painter: QPainter, key: str, colour: str) -> None:
        mark = self.figure.mark(key)
        if mark is None:
            return
        where = self._place(mark).adjusted(-2, -2, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, weight in ((theme.colours().surface, 4.0), (colour, 2.0)):
            painter.setPen(QPen(QColor(ink), weight))
            if mark.round:
                painter.drawEllipse(where)
            else:
                painter.drawRoundedRect(where, 2, 2)

    def _place(self, mark: Mark) -> QRectF:
        scale, left, top = self._fit()
        x, y, width, height = mark.area
        return QRectF(left + x * scale, top + y * scale, width * scale, height * scale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._renew()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, another language: drawn anew."""
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event.type() in kinds:
            self._kept = None
            self.update()
        super().changeEvent(event)

    # -------------------------------------------------------------- mouse

    def _under(self, at: QPointF) -> Mark | None:
        scale, left, top = self._fit()
        point = Point((at.x() - left) / scale, (at.y() - top) / scale)
        return self.figure.at(point, reach=2 / scale)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mark = self._under(event.position())
        key = mark.key if mark else ""
        if key == self._hovered:
            return
        self._hovered = key
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if key and self._opens else Qt.CursorShape.ArrowCursor
        )
        if mark:
            self._tell(mark)
        else:
            QToolTip.hideText()
        self.looked_at.emit(key)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark = self._under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and mark:
            self._current = mark.key
            self.update()
            self.opened.emit(mark.key)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.looked_at.emit("")
        self.update()

    def _tell(self, mark: Mark) -> None:
        """At once, since to go over many marks in turn is what a picture is for."""
        where = self._place(mark)
        at = self.mapToGlobal(where.center().toPoint())
        QToolTip.showText(at, breakable(mark.title), self, where.toAlignedRect())

    # -------------------------------------------------------------- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, figure = Qt.Key(event.key()), self.figure
        if key in _STEPS and figure.marks:
            self._go(figure.beside(self._current, _STEPS[key]))
        elif key == Qt.Key.Key_Home and figure.marks:
            self._go(figure.marks[0])
        elif key == Qt.Key.Key_End and figure.marks:
            self._go(figure.marks[-1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._current:
            self.opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _go(self, mark: Mark | None) -> None:
        if mark is None:
            return
        self._current = mark.key
        self.setAccessibleDescription(mark.title)
        told = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(told)
        self._tell(mark)
        self.looked_at.emit(mark.key)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setAccessibleDescription(self.figure.told)
        self.update()
        super().focusOutEvent(event)

    # -------------------------------------------------------------- taking it along

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from upudesk.gui.picture_export import fill_menu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_menu(menu, self)
        menu.popup(event.globalPos())
