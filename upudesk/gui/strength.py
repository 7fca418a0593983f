"""How strong the passphrase is that is being typed: a word, a bar and a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from upudesk.gui import theme
from upudesk.gui.forms import breakable, wrapping
from upudesk.i18n import _
from upudesk.passphrase import MEANINGS, NAMES, Strength, judge

PAUSE = 150
"""Milliseconds after the last letter until it is judged."""


class Bar(QWidget):
    """Five pieces, of which so many are filled; colour says nothing that they do not."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = 0

    def sizeHint(self) -> QSize:
        return QSize(160, 2 * theme.GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), theme.colours()
        gap, count = theme.GRID, len(Strength)
        wide = (self.width() - gap * (count - 1)) / count
        for number in range(count):
            box = QRectF(number * (wide + gap), 0, wide, self.height())
            painter.setPen(QColor(c.edge))
            painter.setBrush(QColor(c.accent) if number < self.filled else QColor(c.surface))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class StrengthMeter(QWidget):
    """Stands below the field in which a passphrase is typed."""

    def __init__(self, field: QLineEdit, known: Sequence[str] = ()) -> None:
        super().__init__()
        self._field, self._known = field, known
        self.bar, self.word, self.meaning = Bar(), QLabel(), wrapping(role="quiet")
        self.word.setFont(theme.font(strong=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        for part in (self.bar, self.word, self.meaning):
            column.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._soon = QTimer(self, interval=PAUSE, singleShot=True)
        self._soon.timeout.connect(self.judge)
        field.textChanged.connect(lambda _typed: self._soon.start())
        self.judge()

    def value(self) -> None:
        """Nothing is entered here."""

    def judge(self) -> None:
        """Say how strong what stands in the field is; nothing while nothing does."""
        typed = self._field.text()
        found = judge(typed, self._known) if typed else None
        self.bar.filled = 0 if found is None else found + 1
        self.bar.update()
        self.word.setText("" if found is None else _(NAMES[found]))
        meaning = _("Several words that do not belong together are strong and can be remembered.")
        self.meaning.setText(breakable(meaning if found is None else _(MEANINGS[found])))
        told = f"{self.word.text()}. {meaning if found is None else _(MEANINGS[found])}"
        self._field.setAccessibleDescription(told.lstrip(". "))
        self.bar.setAccessibleName(self.word.text())
