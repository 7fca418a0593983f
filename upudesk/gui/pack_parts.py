"""The parts of a pack: ticked, and put into their order by dragging, buttons or Alt+Up and Down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from upudesk import pack_words
from upudesk.campaign import packs
from upudesk.gui import theme
from upudesk.gui.tables import Index
from upudesk.gui.ticking import draw_box
from upudesk.i18n import _

CODE = int(Qt.ItemDataRole.UserRole)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Boxes(QStyledItemDelegate):
    """The box of a part, as plain as in a form."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        said = QStyleOptionViewItem(option)
        self.initStyleOption(said, index)
        where = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box = QApplication.style().subElementRect(where, said, option.widget)
        ticked = index.data(int(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked.value
        painter.save()
        draw_box(painter, QRectF(box), ticked=ticked)
        painter.restore()


class PartList(QListWidget):
    """Space ticks a part; cover and contents stay in front of all others."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(_Boxes(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_by(step)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.moved.emit()

    def move_by(self, step: int) -> None:
        """The part that is looked at, so many places down."""
        at, to = self.currentRow(), self.currentRow() + step
        if at >= 0 and 0 <= to < self.count():
            self.insertItem(to, self.takeItem(at))
            self.setCurrentRow(to)
            self.moved.emit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.count() * theme.ROW + 2)


class Parts(QWidget):
    """All parts there are; the ticked ones are printed, from top to bottom."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.said = QLabel(), QLabel()
        self.list = PartList()
        self.up, self.down = QPushButton("↑"), QPushButton("↓")
        self._lay_out()
        self.show_parts(packs.USUAL)
        self.list.moved.connect(self._settle)
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        self.up.clicked.connect(lambda: self.list.move_by(-1))
        self.down.clicked.connect(lambda: self.list.move_by(1))

    def _lay_out(self) -> None:
        self.heading.setFont(theme.font(strong=True))
        self.heading.setProperty("tone", "quiet")
        head = QHBoxLayout()
        head.setSpacing(theme.GRID)
        head.addWidget(self.heading, 1)
        for button in (self.up, self.down):
            button.setProperty("tool", "true")
            button.setFixedSize(8 * theme.GRID, 6 * theme.GRID)
            button.setStyleSheet("padding: 0; min-height: 0;")
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(head)
        column.addWidget(self.list)

    def word(self) -> None:
        self.heading.setText(_("Parts, in their order"))
        self.list.setAccessibleName(_("Parts of the pack"))
        self.list.setToolTip(_("Space ticks a part; drag it, or press Alt+↑ or Alt+↓, to move it."))
        for button, name in ((self.up, _("Move up")), (self.down, _("Move down"))):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.show_parts(self.value(), self._order())

    # -------------------------------------------------------------- what is chosen

    def value(self) -> tuple[str, ...]:
        """The codes of the ticked parts, in their order."""
        ticked = Qt.CheckState.Checked
        return tuple(i.data(CODE) for i in self._items() if i.checkState() is ticked)

    def show_parts(self, wanted: Sequence[str], order: Sequence[str] = ()) -> None:
        """Tick these, in this order; the others follow where they usually stand."""
        known = packs.parts_in_order(order or (*wanted, *packs.PARTS))
        at = self.list.currentRow()
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for code in known:
            item = QListWidgetItem(pack_words.part(code))
            item.setData(CODE, code)
            item.setSizeHint(QSize(0, theme.ROW - 2))
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if code in wanted else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(max(at, 0))
        self.list.blockSignals(blocked)
        self._allow()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _order(self) -> tuple[str, ...]:
        return tuple(item.data(CODE) for item in self._items())

    def _settle(self) -> None:
        """Cover and contents go back to the front, wherever they or others were put."""
        order = self._order()
        settled = packs.parts_in_order(order)
        if settled != order:
            current = self.list.currentItem().data(CODE) if self.list.currentItem() else ""
            self.show_parts(self.value(), settled)
            self.list.setCurrentRow(settled.index(current) if current in settled else 0)
        self._allow()
        self.changed.emit()

    def _allow(self) -> None:
        """A button that would do nothing is greyed."""
        at, front = self.list.currentRow(), len(packs.FRONT)
        self.up.setEnabled(at > front)
        self.down.setEnabled(front <= at < self.list.count() - 1)
