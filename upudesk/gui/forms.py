"""Fields of a form: each with its label above and, when it is wrong, one sentence below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk.gui import theme


def tone(label: QWidget, name: str) -> None:
    """Quiet, warning, accent: a dynamic property that the theme's sheet dresses."""
    label.setProperty("tone", name)
    label.style().polish(label)


LONGEST = 20_000
"""Letters of one text that are shown for reading; a form that edits it holds them all."""


def wrapping(text: str = "", role: str = "") -> QLabel:
    """A label that may take several lines; Thai gets its places to break from us."""
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    label = QLabel(breakable(shown))
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("tone", role)
    return label


_breaks = True


def plain_tip(text: str) -> str:
    """Text for a tool tip. Qt takes what looks like markup for markup, and that reads other files:
    names and notes come from anybody."""
    if "<" not in text:
        return text
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<qt>{shown}</qt>"


def breakable(text: str) -> str:
    """The same text with places to break between Thai words, which not every system knows."""
    if not _breaks or not any("\u0e00" <= letter <= "\u0e7f" for letter in text):
        return text
    from upudesk import thai

    return thai.with_breaks(text)


def wait_for_breaks() -> None:
    """Show texts as they are until `load_breaks`: the list of Thai words takes its time to read."""
    global _breaks
    _breaks = False


def load_breaks() -> None:
    """Read the list of Thai words; done off the window's thread."""
    global _breaks
    from upudesk import thai

    thai.with_breaks("ประเทศไทย")
    _breaks = True


class Line(QLineEdit):
    """One line of text."""

    def __init__(self, text: str = "", *, hint: str = "") -> None:
        super().__init__(text)
        self.setPlaceholderText(hint)
        self.setCursorPosition(0)

    def value(self) -> str:
        return self.text().strip()


class FilterLine(Line):
    """A line that only looks for something: where nothing was typed, Ctrl+Z is the window's."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)


class Area(QPlainTextEdit):
    """Text of any length. Tab leaves it; Ctrl+Enter is left to the form, which saves."""

    saved = Signal()

    def __init__(self, text: str = "", *, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.setPlainText(text)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def value(self) -> str:
        return self.toPlainText().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.saved.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().lineSpacing() * self._lines + 5 * theme.GRID
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


ARROW = 34
"""Points beside the words of a choice: its edges and its arrow."""


class Choice(QComboBox):
    """One of a few values. The wheel scrolls the page, never the value."""

    def __init__(self, choices: Sequence[tuple[Any, str]], value: Any = None) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._values: list[Any] = []
        self.offer(choices)
        self.choose(value)

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Put these in place of what stood there, and stay on the same value."""
        kept = self.value()
        self._values = [value for value, _words in choices]
        blocked = self.blockSignals(True)
        self.clear()
        self.addItems([shown for _value, shown in choices])
        self.choose(kept)
        self.blockSignals(blocked)

    def choose(self, value: Any) -> None:
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def choose_text(self, said: str | None) -> None:
        """Choose the value that is written so; the first where none is, or None is asked for."""
        written = [None if value is None else str(value) for value in self._values]
        self.setCurrentIndex(written.index(said) if said in written else 0)

    def value(self) -> Any:
        at = self.currentIndex()
        return self._values[at] if 0 <= at < self.count() else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet takes the arrow away; this one is crisp in both themes."""
        if self.fontMetrics().horizontalAdvance(self.currentText()) > self.width() - ARROW:
            self._paint_cut()
        else:
            super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = theme.colours()
        painter.setPen(QPen(QColor(c.ink if self.isEnabled() else c.quiet), 1.4))
        x, y = self.width() - 14.0, self.height() / 2
        tip = (QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2))
        painter.drawPolyline(QPolygonF(tip))
        painter.end()

    def _paint_cut(self) -> None:
        """What does not fit ends in dots, never in the middle of a letter."""
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter  # as for a tick

        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room, cut = self.width() - ARROW, Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(self.currentText(), cut, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class Tick(QCheckBox):
    """A box to tick, drawn so that its edge and its tick are plain in both themes."""

    SIZE = 16

    def paintEvent(self, event: QPaintEvent) -> None:
        from PySide6.QtWidgets import QStyle, QStyleOptionButton  # loaded late: they take long

        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        found = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        box = QRectF(0, 0, self.SIZE, self.SIZE)
        box.moveCenter(QRectF(found).center())
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = c.edge if self.isEnabled() else c.hairline
        painter.setPen(QPen(QColor(c.accent if self.isChecked() else edge), 1))
        painter.setBrush(QColor(c.accent if self.isChecked() else c.surface))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if self.isChecked():
            painter.setPen(QPen(QColor(c.on_accent), 2))
            x, y = box.x(), box.y()
            stroke = (QPointF(x + 4, y + 8.5), QPointF(x + 7, y + 11.5), QPointF(x + 12, y + 5))
            painter.drawPolyline(QPolygonF(stroke))
        painter.end()


class Field(Protocol):
    """Whatever stands in a form."""

    def value(self) -> Any: ...


_LEFT = Qt.AlignmentFlag.AlignLeft


class Form(QWidget):
    """A grid of labelled fields; `columns` of them beside each other, some behind a fold."""

    unfolded = Signal(bool)

    def __init__(self, columns: int = 1) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.MARGIN)
        self._grid.setVerticalSpacing(theme.GAP)
        self._columns, self._next = columns, 0
        self._problems: dict[str, QLabel] = {}
        self._cells: dict[str, QWidget] = {}
        self.fields: dict[str, QWidget] = {}
        self._folded: list[str] | None = None
        self._titles = "", ""
        self.unfold_button = QPushButton()
        self.unfold_button.setCheckable(True)
        self.unfold_button.setAutoDefault(False)
        self.unfold_button.setProperty("link", "true")
        self.unfold_button.toggled.connect(self._show_folded)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 40)

    def add(self, name: str, label: str, field: QWidget, *, span: int = 1) -> None:
        """Put a field under its label; `&` in the label marks the key that leads to it."""
        if self._next % self._columns + span > self._columns:
            self._next += self._columns - self._next % self._columns
        row, column = divmod(self._next, self._columns)
        cell = self._cell(name, label, field)
        self._grid.addWidget(cell, row, column, 1, span)
        self._next += span
        if self._folded is not None:
            self._folded.append(name)
            cell.hide()

    def in_place_of(self, before: Form | None, column: QVBoxLayout) -> Form:
        """Stand where the same form stood in another language; its fields have moved here."""
        if before is None:
            column.addWidget(self)
        else:
            column.replaceWidget(before, self)
            before.deleteLater()
        return self

    def _cell(self, name: str, label: str, field: QWidget) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        title = QLabel(label)
        title.setProperty("tone", "quiet")
        title.setBuddy(field)
        problem = wrapping(role="problem")
        problem.hide()
        for part in (title, field, problem):
            column.addWidget(part)
        column.addStretch()
        plain = label.replace("&", "")
        field.setAccessibleName(plain)
        field.setObjectName(name)
        self.fields[name], self._problems[name], self._cells[name] = field, problem, cell
        return cell

    def fold(self, title: str, back: str) -> None:
        """The fields added after this stay hidden until the button with that title is pressed."""
        self._titles = title, back
        self.unfold_button.setText(title)
        self._next += -self._next % self._columns
        row = self._next // self._columns
        self._grid.addWidget(self.unfold_button, row, 0, 1, self._columns, _LEFT)
        self._grid.setRowMinimumHeight(row, 22)  # many fields below must not squeeze it
        self._next += self._columns
        self._folded = []

    def unfold(self, shown: bool = True) -> None:
        """Show the fields behind the fold, or hide them; what stands in them stays."""
        self.unfold_button.setChecked(shown)

    def _show_folded(self, shown: bool) -> None:
        title = self._titles[shown]
        self.unfold_button.setText(title)
        for name in self._folded or ():
            self._cells[name].setVisible(shown)
        self.unfolded.emit(shown)

    def set_shown(self, name: str, shown: bool) -> None:
        """A field that has no meaning now is greyed; its place and its text stay."""
        self._cells[name].setEnabled(shown)

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Each sentence beside its field; what belongs to no field here is given back."""
        for name, label in self._problems.items():
            sentence = problems.get(name, "")
            label.setText(breakable(sentence))
            label.setVisible(bool(sentence))
            field = self.fields[name]
            field.setAccessibleDescription(sentence)
            field.setProperty("wrong", bool(sentence))
            field.style().polish(field)
        wrong = [name for name in self.fields if name in problems]
        if wrong and wrong[0] in (self._folded or ()):
            self.unfold()
        if wrong:
            self.fields[wrong[0]].setFocus()
        return [sentence for name, sentence in problems.items() if name not in self.fields]

    def on_change(self, heard: Callable[[], None]) -> None:
        """Call `heard` whenever the user changes a field of the usual kinds."""
        for field in self.fields.values():
            for signal in ("textChanged", "currentIndexChanged", "changed"):
                if hasattr(field, signal):
                    getattr(field, signal).connect(lambda *_values: heard())
                    break
