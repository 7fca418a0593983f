"""Numbers in large side by side, each between what it is and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from upudesk.gui import theme
from upudesk.gui.forms import plain_tip, tone
from upudesk.gui.parts import OneLine, link
from upudesk.i18n import _
from upudesk.needs import Gap

_LOW = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


class FiguresRow(QWidget):
    """A number that is known stands in large; pressing it opens what is behind it."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.MARGIN)
        self._grid.setVerticalSpacing(0)
        self._next = 0
        self.figures: dict[str, QPushButton] = {}

    def name(self, code: str, whole: str) -> None:
        """What the next numbers are of."""
        label = QLabel(code)
        label.setFont(theme.font(theme.LARGE, strong=True))
        label.setToolTip(plain_tip(whole))
        self._grid.addWidget(label, 1, self._next, Qt.AlignmentFlag.AlignBaseline)
        self._next += 1

    def figure(
        self, key: str, title: str, shown: str, below: str, act: Callable[[], object]
    ) -> None:
        spoken = " ".join(filter(None, (key.partition(" ")[0], f"{title}: {shown}", below)))
        figure = self.figures[key] = link(shown, act, spoken)
        known = any(letter.isdigit() for letter in shown)
        figure.setFont(theme.font(theme.HUGE if known else theme.LARGE, strong=known))
        around = (OneLine(title, "quiet"), figure, OneLine(below, "quiet"))
        for row, widget in enumerate(around):
            self._grid.addWidget(widget, row, self._next, _LOW)
        self._grid.setColumnMinimumWidth(self._next, 124)
        self._next += 1

    def say(self, sentence: str) -> None:
        """One quiet sentence where there is no number."""
        label = QLabel(sentence)
        tone(label, "quiet")
        self._grid.addWidget(label, 1, self._next)
        self._next += 1

    def stretch(self) -> None:
        self._grid.setColumnStretch(self._next, 1)
        self._next += 1


def line_words(gap: Gap, number: Callable[[float], str]) -> tuple[str, str, str]:
    """The winning line: its name, the number, where it comes from."""
    if gap.either:
        return _("Winning line"), _either(*gap.either, number), _("as a newcomer, as a member now")
    if gap.line is None:
        return _("Winning line"), _("not known"), _("enter it with the seats")
    return _("Winning line"), number(gap.line), _("as entered with the seats")


def gap_words(gap: Gap, number: Callable[[float], str]) -> tuple[str, str, str]:
    """What is missing to the line: its name, the number, what it rests on."""
    if gap.either:
        one, other = (max(line - len(gap.sure), 0) for line in gap.either)
        return (
            _("Missing"),
            _either(one, other, number),
            _("to the winning line, by promises alone"),
        )
    if gap.short is None:
        return _("Missing"), _("not known"), _("without a winning line")
    if gap.short > 0:
        return _("Missing"), number(gap.short), _("to the winning line, by promises alone")
    return _("Above the line"), number(-gap.short), _("by promises alone")


def _either(one: float, other: float, number: Callable[[float], str]) -> str:
    return _("{one} or {other}").format(one=number(one), other=number(other))
