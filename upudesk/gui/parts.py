"""What pages are built from: headings with an action, facts with their names, lines of text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from upudesk.gui import theme
from upudesk.gui.forms import plain_tip, wrapping
from upudesk.gui.marks import Chip
from upudesk.i18n import _
from upudesk.tally import State

INSET = theme.GRID
"""Room around what can be pressed, so that its frame does not touch the words; facts that cannot
be pressed stand in line with it."""


def text(shown: str, tone: str = "", *, strong: bool = False, size: int = theme.BODY) -> QLabel:
    """Text that wraps and can be copied."""
    label = wrapping(shown, tone)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if strong or size != theme.BODY:
        label.setFont(theme.font(size, strong=strong))
    return label


class OneLine(QLabel):
    """Text on one line: what does not fit ends in dots, and a tool tip says all of it."""

    def __init__(self, shown: str = "", tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.say(shown)
        if tone:
            self.setProperty("tone", tone)

    def say(self, shown: str) -> None:
        """Show another text."""
        self.setText(" ".join(shown.split()))
        self.setToolTip(plain_tip(self.text()))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is read out is whole; only what is seen is cut."""
        room = self.contentsRect()
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.style().drawItemText(
            QPainter(self), room, self.alignment(), self.palette(), self.isEnabled(), cut,
            self.foregroundRole(),
        )  # fmt: skip


def line() -> QFrame:
    """A hairline."""
    drawn = QFrame()
    drawn.setObjectName("line")
    drawn.setFixedHeight(1)
    return drawn


def link(shown: str, act: Callable[[], object], name: str = "") -> QPushButton:
    """A quiet button that reads like a link."""
    button = QPushButton(shown)
    button.setProperty("link", "true")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(name or shown)
    button.clicked.connect(lambda: act())
    return button


def pressable(
    shown: str, act: Callable[[], object], name: str = "", *, tone: str = "",
    one_line: bool = False,
) -> QPushButton:  # fmt: skip
    """Text that may take several lines and does something when it is pressed."""
    button = Pressable(shown, tone, one_line=one_line)
    button.setAccessibleName(name or shown)
    button.clicked.connect(lambda: act())
    return button


class Pressable(QPushButton):
    """A flat button around a label that wraps, or one that ends in dots."""

    def __init__(self, shown: str, tone: str = "", *, one_line: bool = False) -> None:
        super().__init__()
        self.setObjectName("inplace")
        self.setAutoDefault(False)
        self.label = OneLine(shown, tone) if one_line else wrapping(shown, tone)
        if one_line:
            self.setToolTip(plain_tip(shown))
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(INSET, 1, INSET, 1)
        inner.addWidget(self.label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(self.hasHeightForWidth())
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return self.label.wordWrap()

    def heightForWidth(self, width: int) -> int:
        return max(self.label.heightForWidth(width - 2 * INSET), 0) + 2

    def sizeHint(self) -> QSize:
        hint = self.label.sizeHint()
        return QSize(hint.width() + 2 * INSET, hint.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.label.minimumSizeHint().height() + 2)


class Section(QWidget):
    """A heading over a hairline, an action at its right, and what belongs under it.

    A tight one is for a page that has to fit on one screen.
    """

    def __init__(
        self, title: str, action: QWidget | None = None, *, names: int = 84, tight: bool = False
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2 if tight else theme.GRID)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.GAP)
        heading = QLabel(title)
        heading.setFont(theme.font(strong=True))
        heading.setProperty("tone", "quiet")
        head.addWidget(heading)
        head.addStretch()
        if action is not None:
            head.addWidget(action)
        column.addLayout(head)
        column.addWidget(line())
        self._body = QGridLayout()
        self._body.setContentsMargins(0, 0 if tight else 2, 0, 0)
        self._body.setHorizontalSpacing(theme.MARGIN - theme.GRID)
        self._body.setVerticalSpacing(0 if tight else theme.GRID + 2)
        self._body.setColumnStretch(1, 1)
        self._body.setColumnMinimumWidth(0, names)
        column.addLayout(self._body)
        column.addStretch()
        self._row, self._names, self._tight = 0, names, tight

    def fact(self, name: str, value: str, tone: str = "", *, aside: str = "") -> None:
        """A name and what is so."""
        self._body.addWidget(self._named(name), self._row, 0, Qt.AlignmentFlag.AlignTop)
        said = text(value, tone)
        said.setContentsMargins(INSET, 0, 0, 0)
        self._body.addWidget(said, self._row, 1, Qt.AlignmentFlag.AlignTop)
        if aside:
            self._body.addWidget(QLabel(aside), self._row, 2, Qt.AlignmentFlag.AlignTop)
        self._row += 1

    def put(self, name: str, value: QWidget) -> None:
        """A name and a widget beside it, such as a fact that is edited where it stands."""
        label = self._named(name)
        label.setContentsMargins(0, 1, 0, 0)
        self._body.addWidget(label, self._row, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(value, self._row, 1, 1, 2)
        self._row += 1

    def _named(self, name: str) -> QLabel:
        label = OneLine(name, "quiet") if self._tight else text(name, "quiet")
        label.setMaximumWidth(max(self._names + 5 * theme.GRID, 96))
        return label

    def whole(self, widget: QWidget) -> None:
        """Something as wide as the section."""
        self._body.addWidget(widget, self._row, 0, 1, 3)
        self._row += 1

    def beside_heading(self, widget: QWidget) -> None:
        """Something short on the line of the heading, before the action."""
        self._head.insertWidget(1, widget)

    def nothing(self, sentence: str) -> None:
        """No row is spent on what is not there; the tool tip says what belongs here."""
        said = QLabel(_("nothing yet"))
        said.setProperty("tone", "quiet")
        said.setToolTip(plain_tip(sentence))
        self.beside_heading(said)

    def say(self, sentence: str) -> None:
        """One quiet sentence, such as what belongs here while nothing is known."""
        self.whole(text(sentence, "quiet"))

    def stance(self, name: str, state: State, other: State | None, words: str) -> None:
        """A council's stance: chip, and the level in large."""
        label = QLabel(name)
        label.setFont(theme.font(strong=True))
        label.setProperty("tone", "quiet")
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(Chip(state, other))
        row.addWidget(text(words, strong=True, size=theme.SMALL), 1)
        self._body.addWidget(label, self._row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.addLayout(row, self._row, 1, 1, 2)
        self._row += 1

    def below(self, detail: QWidget) -> None:
        """Something under what came last, in the second column."""
        detail.setContentsMargins(INSET, 0, 0, 0)
        self._body.addWidget(detail, self._row, 1, 1, 2)
        self._row += 1


def beside(*sections: QWidget) -> QWidget:
    """Sections side by side, equally wide."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * theme.MARGIN)
    for section in sections:
        row.addWidget(section, 1, Qt.AlignmentFlag.AlignTop)
    return holder


def stacked(*sections: QWidget, spacing: int = theme.GAP + theme.GRID) -> QWidget:
    """Sections under each other, as a column of a page."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for section in sections:
        column.addWidget(section)
    column.addStretch()
    return holder


def split(page: QWidget, left: QWidget, right: QWidget, sizes: tuple[int, int]) -> None:
    """A page in two parts, as wide as the reader draws them; a wider window widens the left."""
    framed = QWidget()
    column = QVBoxLayout(framed)
    column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
    column.addWidget(right)
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.addWidget(left)
    splitter.addWidget(framed)
    splitter.setStretchFactor(0, 1)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    splitter.setSizes(list(sizes))
    outer = QHBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(splitter)
