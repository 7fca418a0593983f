"""One of several, to be pressed: drawn so that edge and dot are plain in both themes."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QStyle, QStyleOptionButton

from upudesk.gui import theme


class Radio(QRadioButton):
    """A round button; those in one group put each other out."""

    SIZE = 16

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_RadioButtonIndicator
        circle = QRectF(0, 0, self.SIZE, self.SIZE)
        circle.moveCenter(QRectF(self.style().subElementRect(part, option, self)).center())
        c, on = theme.colours(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.accent if on else c.edge), 1))
        painter.setBrush(QColor(c.accent if on else c.surface))
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        if on:
            painter.setBrush(QColor(c.on_accent))
            painter.setPen(QColor(c.on_accent))
            painter.drawEllipse(circle.adjusted(5, 5, -5, -5))
        painter.end()
