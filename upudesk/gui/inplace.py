"""Facts that are edited where they stand: Enter or a click turns one into a field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from upudesk import words
from upudesk.campaign import records
from upudesk.errors import UserError
from upudesk.gui.forms import Area, Choice, breakable, wrapping
from upudesk.gui.parts import Pressable
from upudesk.gui.record_fields import field_for
from upudesk.gui.record_form import capital
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Record


class InPlace(QWidget):
    """One fact: read as text, edited as a field. Enter saves, Escape leaves it as it was.

    Leaving the field saves too, if what is typed can be saved; else the reason stands below and
    the field stays.
    """

    def __init__(
        self, workplace: Workplace, record: Record, name: str, shown: str, *, lines: int = 1,
        mark: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._workplace, self._record, self._name, self._lines = workplace, record, name, lines
        label = capital(words.field(name))
        self.button = Pressable(shown or _("add…"), mark if shown else "quiet")
        self.button.setAccessibleName(
            _("{field}: {value}. Edit").format(field=label, value=shown or _("nothing"))
        )
        self.button.setToolTip(_("Edit: {field}").format(field=label))
        self.problem = wrapping(role="problem")
        self.problem.hide()
        self.field: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.button)
        self._column.addWidget(self.problem)
        self.button.clicked.connect(self.edit)
        workplace.closing.connect(self.save)

    def edit(self) -> None:
        """Turn the fact into its field."""
        if self.field is not None or not self._workplace.may_write(self.window()):
            return
        self.field = field = field_for(self._workplace, self._record, self._name, lines=self._lines)
        field.setAccessibleName(capital(words.field(self._name)))
        self._column.insertWidget(0, field)
        self.button.hide()
        inner = field.focusProxy() or field
        inner.installEventFilter(self)
        QWidget.setTabOrder(self.button, inner)  # Tab goes on from where the fact stands
        inner.setFocus()
        if isinstance(field, Choice):
            field.activated.connect(lambda _at: self.save())
        elif isinstance(field, Area):
            field.saved.connect(self.save)
            field.moveCursor(QTextCursor.MoveOperation.End)
        elif hasattr(inner, "selectAll"):
            inner.selectAll()

    def save(self) -> None:
        """Write what the field says; where it cannot be, say so below it."""
        if self.field is None or self._workplace.desk is None:
            return
        reader: Any = self.field
        try:
            said = replace(self._record, **{self._name: reader.value()})
            if said == self._record:
                self._close()
            else:
                self._workplace.do(records.put, said, self._record)  # the page is built anew
        except UserError as fault:
            self.problem.setText(breakable(words.say(fault)))
            self.problem.show()

    def _close(self) -> None:
        field, self.field = self.field, None
        if field is not None:
            field.hide()
            field.deleteLater()
        self.problem.hide()
        self.button.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._handled(event)
        if event.type() == QEvent.Type.FocusOut and self.field is not None:
            QTimer.singleShot(0, self, self._left)
        return super().eventFilter(watched, event)

    def _handled(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            self.button.setFocus()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not isinstance(
            self.field, Area
        ):
            self.save()
            return True
        return False

    def _left(self) -> None:
        """The keys went elsewhere in the window: what was typed is kept."""
        held = QApplication.focusWidget()
        if self.field is None or held is None or self.isAncestorOf(held):
            return
        if QApplication.activePopupWidget() is None:
            self.save()
