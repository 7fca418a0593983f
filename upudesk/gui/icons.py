"""The icons of the pages, drawn in the colour of the words beside them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from upudesk import resources
from upudesk.gui import theme
from upudesk.gui.navigation import SIZE


def page_icon(name: str, ratio: float) -> QIcon:
    """An icon in quiet ink, and in the accent where its button is pressed in."""
    c, icon = theme.colours(), QIcon()
    icon.addPixmap(_drawn(name, c.quiet, ratio), QIcon.Mode.Normal, QIcon.State.Off)
    icon.addPixmap(_drawn(name, c.accent, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return icon


@cache
def _drawn(name: str, colour: str, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    source = resources.path("resources", "icons", f"{name}.svg").read_text(encoding="utf-8")
    picture = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing = QSvgRenderer(QByteArray(source.replace("#000000", colour).encode()))
    drawing.render(painter, QRectF(0, 0, SIZE, SIZE))
    painter.end()
    return picture
