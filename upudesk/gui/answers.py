"""Yes, no and not known in a table: sign, word and colour; typed by one key in any language."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from upudesk import words
from upudesk.gui import theme
from upudesk.gui.marks import CHIP
from upudesk.gui.tables import CELL, Cell, Index, Painted
from upudesk.model import Answer, Level

KEYS = {
    Answer.YES: "yYoO+ใชมั",  # yes, oui, ใช่, มี; and the key of y on a Thai keyboard
    Answer.NO: "nN-−ไื",  # no, non, ไม่; and the key of n on a Thai keyboard
    Answer.UNKNOWN: "?uUiI*ฦ",  # unknown, inconnu; and the key of ? on a Thai keyboard
}
"""Which typed letters mean which answer."""
NEXT = {Answer.UNKNOWN: Answer.YES, Answer.YES: Answer.NO, Answer.NO: Answer.UNKNOWN}
"""What Space turns an answer into."""


def typed_answer(text: str) -> Answer | None:
    """The answer that a typed letter means, if any."""
    letter = text.strip()[:1]
    return next((a for a, letters in KEYS.items() if letter and letter in letters), None)


@dataclass(frozen=True)
class AnswerCell(Cell):
    """An answer in a table. `good` says whether it opens the vote (True), forbids it (False) or
    decides nothing by itself (None)."""

    answer: Answer = Answer.UNKNOWN
    good: bool | None = None


def answer_cell(answer: Answer, good: bool | None, tip: str = "") -> AnswerCell:
    tone = "quiet" if answer is Answer.UNKNOWN else ""
    return AnswerCell(words.answer(answer), tip, tone=tone, answer=answer, good=good)


def answer_width() -> int:
    """How wide a column is in which the longest answer is read whole."""
    metrics = QFontMetrics(theme.font())
    return (
        CHIP + 3 * Painted.PAD + 2 + max(metrics.horizontalAdvance(words.answer(a)) for a in Answer)
    )


class AnswersPainted(Painted):
    """Paints answers with their sign, and a frame around the place where the keys go."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if not option.state & QStyle.StateFlag.State_HasFocus or index.data(CELL) is None:
            return
        painter.save()
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -2.5), 3, 3)
        painter.restore()

    def _paint_content(self, painter: QPainter, box: QRect, cell: Cell, chosen: bool) -> None:
        if isinstance(cell, AnswerCell):
            sign = QRectF(box.left(), box.center().y() - CHIP / 2 + 0.5, CHIP, CHIP)
            paint_answer(painter, sign, cell.answer, cell.good)
            box.setLeft(box.left() + CHIP + self.PAD)
            chosen = False  # the words stay as wide as they are
        super()._paint_content(painter, box, cell, chosen)


def paint_answer(painter: QPainter, where: QRectF, answer: Answer, good: bool | None) -> None:
    """A tick, a cross or a question mark; on green or red where it decides."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(theme.colours().quiet)
    known = theme.level_colours(Level.FIRM_YES if good else Level.FIRM_NO)
    if good is None or answer is Answer.UNKNOWN or known is None:
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(where.adjusted(0.6, 0.6, -0.6, -0.6), 3, 3)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(known[0])
        painter.drawRoundedRect(where, 3, 3)
        ink = known[1]
    _paint_sign(painter, where, answer, ink)
    painter.restore()


def _paint_sign(painter: QPainter, where: QRectF, answer: Answer, ink: QColor) -> None:
    """Drawn as strokes, so that it looks the same in every font."""
    painter.setPen(QPen(ink, 1.7))
    x, y = where.center().x(), where.center().y()
    if answer is Answer.YES:
        painter.drawPolyline(
            QPolygonF([QPointF(x - 3.6, y), QPointF(x - 1, y + 2.8), QPointF(x + 3.8, y - 3)])
        )
    elif answer is Answer.NO:
        painter.drawLine(QPointF(x - 3, y - 3), QPointF(x + 3, y + 3))
        painter.drawLine(QPointF(x - 3, y + 3), QPointF(x + 3, y - 3))
    else:
        small = painter.font()
        small.setPixelSize(11)
        small.setBold(True)
        painter.setFont(small)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, "?")
