"""Paints a figure: the same geometry as on paper, with the fonts of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from upudesk.figures.marks import Circle, Element, Figure, Line, Shape, Text
from upudesk.palette import Palette

_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


def draw(painter: QPainter, figure: Figure, palette: Palette, families: Sequence[str]) -> None:
    """The whole figure, its corner at the painter's own."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for element in figure.elements():
        _draw(painter, element, palette, families)


def png(figure: Figure, palette: Palette, families: Sequence[str], scale: float = 3) -> bytes:
    """The figure on the ground of the palette, so many pixels to a point."""
    size = round(figure.width * scale), round(figure.height * scale)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(palette.surface))
    per_metre = round(72 * scale / 0.0254)
    image.setDotsPerMeterX(per_metre)
    image.setDotsPerMeterY(per_metre)
    image.setText("Title", figure.title)
    image.setText("Description", figure.told)
    painter = QPainter(image)
    painter.scale(scale, scale)
    draw(painter, figure, palette, families)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _draw(painter: QPainter, element: Element, palette: Palette, families: Sequence[str]) -> None:
    match element:
        case Circle(centre, radius):
            _dye(painter, element, palette)
            painter.drawEllipse(QPointF(*centre), radius, radius)
        case Shape():
            _dye(painter, element, palette)
            painter.drawPath(_path(element))
        case Line():
            painter.setPen(_pen(element, palette))
            painter.drawPolyline([QPointF(*point) for point in element.points])
        case Text():
            _write(painter, element, palette, families)


def _dye(painter: QPainter, element: Circle | Shape, palette: Palette) -> None:
    fill, stroke = element.fill, element.stroke
    painter.setBrush(QColor(palette.colour(fill)) if fill else Qt.BrushStyle.NoBrush)
    if stroke:
        painter.setPen(QPen(QColor(palette.colour(stroke)), element.weight))
    else:
        painter.setPen(Qt.PenStyle.NoPen)


def _path(shape: Shape) -> QPainterPath:
    path = QPainterPath()  # odd and even: a ring inside another is a hole
    for ring in shape.rings:
        path.addPolygon(QPolygonF([QPointF(*point) for point in ring]))
        path.closeSubpath()
    return path


def _pen(line: Line, palette: Palette) -> QPen:
    pen = QPen(QColor(palette.colour(line.stroke)), line.weight)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if line.dash:
        pen.setDashPattern([length / line.weight for length in line.dash])
    return pen


def _write(painter: QPainter, text: Text, palette: Palette, families: Sequence[str]) -> None:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(max(round(text.size), 1))
    font.setWeight(QFont.Weight.DemiBold if text.strong else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(QColor(palette.colour(text.fill)))
    wide = QFontMetricsF(font).horizontalAdvance(text.text)
    painter.drawText(QPointF(text.at.x - wide * _SHIFT[text.anchor], text.at.y), text.text)
