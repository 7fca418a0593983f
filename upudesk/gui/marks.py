"""Small pictures that carry meaning: chips of levels, the split of a contradiction, flags."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from upudesk import resources
from upudesk.gui import theme
from upudesk.tally import State

CHIP = 16
SIGNS = {
    State.FIRM_YES: "++", State.LEANING_YES: "+", State.UNDECIDED: "o", State.LEANING_NO: "-",
    State.FIRM_NO: "--", State.ASKED: "?", State.NOT_ASKED: ".", State.OWN: ".",
}  # fmt: skip


def paint_chip(painter: QPainter, where: QRectF, state: State, other: State | None = None) -> None:
    """A state as a chip. `other` is what the other side says, where the two contradict each other:
    the chip is split, what counts at the left and the other side at the right."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if other is None:
        _paint_whole(painter, where, state)
    else:
        half = where.width() / 2
        for side, shown in ((0.0, state), (half, other)):
            painter.setClipRect(QRectF(where.x() + side, where.y(), half - 0.75, where.height()))
            _paint_box(painter, where, shown)
        painter.setClipping(False)
        _paint_split(painter, where)
    painter.restore()


def _paint_whole(painter: QPainter, where: QRectF, state: State) -> None:
    _paint_sign(painter, where, SIGNS[state], _paint_box(painter, where, state))


def _paint_box(painter: QPainter, where: QRectF, state: State) -> QColor:
    """The box behind a sign; gives the colour that the sign should have."""
    quiet = QColor(theme.colours().quiet)
    known = theme.level_colours(state.level) if state.level is not None else None
    if known:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(known[0])
        painter.drawRoundedRect(where, 3, 3)
        return known[1]
    if state is State.ASKED:
        painter.setPen(QPen(quiet, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(where.adjusted(0.6, 0.6, -0.6, -0.6), 3, 3)
    return quiet


def _paint_split(painter: QPainter, where: QRectF) -> None:
    """A jagged line between the halves: the mark of a contradiction in greyscale too."""
    x, top, step = where.center().x(), where.top() - 1, (where.height() + 2) / 4
    jags = [QPointF(x + (1.8 if n % 2 else -1.8), top + n * step) for n in range(5)]
    for colour, width in ((theme.colours().surface, 4.0), (theme.colours().ink, 1.6)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawPolyline(QPolygonF(jags))


def _paint_sign(painter: QPainter, where: QRectF, sign: str, ink: QColor) -> None:
    """Drawn as strokes, so that it looks the same in every font."""
    flat = Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(ink, 1.6, Qt.PenStyle.SolidLine, flat))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle, y = where.center().x(), where.center().y()
    half = 2.6 if len(sign) > 1 else 3.6
    for n, letter in enumerate(sign):
        x = middle + (n - (len(sign) - 1) / 2) * 6.6
        if letter in "+-":
            painter.drawLine(QPointF(x - half, y), QPointF(x + half, y))
        if letter == "+":
            painter.drawLine(QPointF(x, y - half), QPointF(x, y + half))
        elif letter == "o":
            painter.drawEllipse(QPointF(x, y), 3.0, 3.0)
        elif letter == ".":
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(x, y), 0.8, 0.8)
        elif letter == "?":
            small = QFont(painter.font())
            small.setPixelSize(11)
            small.setWeight(QFont.Weight.Bold)
            painter.setFont(small)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, letter)


class Chip(QWidget):
    """A state as a small picture of its own; the words beside it say the same."""

    def __init__(self, state: State, other: State | None = None) -> None:
        super().__init__()
        self._state, self._other = state, other
        self.setFixedSize(CHIP, CHIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(0, 0, CHIP, CHIP), self._state, self._other)
        painter.end()


@lru_cache(maxsize=256)
def flag(iso2: str, height: int, ratio: float) -> QPixmap | None:
    """A member's flag, where the bundle has one."""
    picture = QPixmap(str(resources.path("resources", "flags", f"{iso2.lower()}.png")))
    if not iso2 or picture.isNull():
        return None
    smooth = Qt.TransformationMode.SmoothTransformation
    picture = picture.scaledToHeight(round(height * ratio), smooth)
    picture.setDevicePixelRatio(ratio)
    return picture


def flag_label(iso2: str, name: str, height: int = 30) -> QLabel:
    """The flag with a hairline around it, since many flags are white at an edge."""
    shown = QLabel()
    shown.setAccessibleName(name)
    picture = flag(iso2, height, shown.devicePixelRatioF())
    if picture is None:
        shown.setText(iso2)
        shown.setProperty("tone", "quiet")
    else:
        shown.setPixmap(picture)
        shown.setStyleSheet(f"border: 1px solid {theme.colours().hairline};")
    shown.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return shown
