"""Choosing a level: six buttons side by side, or the digits 5 to 1 and 0 for asked."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from upudesk import words
from upudesk.gui import theme
from upudesk.gui.marks import CHIP, paint_chip
from upudesk.model import Level

LEVELS = (
    Level.FIRM_YES, Level.LEANING_YES, Level.UNDECIDED, Level.LEANING_NO, Level.FIRM_NO,
    Level.ASKED,
)  # fmt: skip
DIGITS = {
    Qt.Key.Key_5: Level.FIRM_YES, Qt.Key.Key_4: Level.LEANING_YES, Qt.Key.Key_3: Level.UNDECIDED,
    Qt.Key.Key_2: Level.LEANING_NO, Qt.Key.Key_1: Level.FIRM_NO, Qt.Key.Key_0: Level.ASKED,
    Qt.Key.Key_Question: Level.ASKED,
}  # fmt: skip
THAI_DIGITS = "๐๑๒๓๔๕"
HEIGHT = 12 * theme.GRID


class LevelButton(QAbstractButton):
    """A level by number, word, symbol and colour."""

    def __init__(self, level: Level) -> None:
        super().__init__()
        self.level = level
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(words.state(words.state_of(level)))
        self.setAccessibleName(words.level(level))
        self.setToolTip(words.level(level))
        self.setFixedHeight(HEIGHT)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 5 * theme.GRID
        return QSize(width, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.isChecked()
        painter.setPen(QPen(QColor(c.accent if strong else c.edge), 2 if strong else 1))
        painter.setBrush(QColor(c.chosen if strong else c.surface))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS
        )
        chip = QRectF(theme.GAP, 6, CHIP, CHIP)
        paint_chip(painter, chip, words.state_of(self.level))
        painter.setPen(QColor(c.ink))
        painter.setFont(theme.font(strong=True))
        beside = self.rect().adjusted(round(chip.right()) + 6, 3, 0, 0)
        painter.drawText(beside, int(Qt.AlignmentFlag.AlignTop), str(int(self.level)))
        painter.setFont(theme.font(strong=strong))
        below = self.rect().adjusted(theme.GAP, 0, -4, -4)
        word = QFontMetrics(painter.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, int(Qt.AlignmentFlag.AlignBottom), word)
        painter.end()


class LevelField(QWidget):
    """The whole scale; nothing is chosen until the user does."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setSpacing(theme.GRID)
        for level in LEVELS:
            button = LevelButton(level)
            self._group.addButton(button, int(level))
            row.addWidget(button, 1)
        row.setContentsMargins(0, 0, 0, 4)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group.idToggled.connect(lambda _id, on: self.changed.emit() if on else None)

    def value(self) -> Level | None:
        number = self._group.checkedId()
        return Level(number) if number >= 0 else None

    def choose(self, level: Level) -> None:
        self._group.button(int(level)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        level = DIGITS.get(Qt.Key(event.key()))
        if level is None and event.text() and event.text() in THAI_DIGITS:
            level = Level(THAI_DIGITS.index(event.text()))
        if level is not None:
            self.choose(level)
        elif step is not None:
            now = self.value()
            at = LEVELS.index(now) + step if now is not None else 0
            self.choose(LEVELS[max(0, min(len(LEVELS) - 1, at))])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
