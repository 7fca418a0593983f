"""Notes as plain text with simple lists: an item goes on in the next line."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from upudesk.gui.forms import Area
from upudesk.thai import plain_digits, thai_digits

_ITEM = re.compile(r"(?P<indent>\s*)(?P<mark>[-*•–]|(?P<number>[0-9๐-๙]{1,3})[.)])(?P<gap>\s+)")


def marker_of(line: str) -> str:
    """The marker with which a line begins an item of a list, with its indent and space."""
    found = _ITEM.match(line)
    return found[0] if found else ""


def next_marker(line: str) -> str:
    """The marker of the item after this one; "" where the line is no item."""
    found = _ITEM.match(line)
    if not found:
        return ""
    if not found["number"]:
        return found[0]
    number = str(int(plain_digits(found["number"])) + 1)
    same: Callable[[str], str] = str if found["number"].isascii() else thai_digits
    return f"{found['indent']}{same(number)}{found['mark'][-1]}{found['gap']}"


class NotesArea(Area):
    """Enter continues a list, Enter on an empty item ends it; Tab leaves the field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if enter and plain and self._go_on():
            return
        super().keyPressEvent(event)

    def _go_on(self) -> bool:
        """Begin the next item, or end the list; False where the cursor stands in no item."""
        cursor = self.textCursor()
        line = cursor.block().text()
        marker = marker_of(line)
        if not marker or cursor.positionInBlock() < len(marker):
            return False
        cursor.beginEditBlock()
        if line.strip() == marker.strip():
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            end = QTextCursor.MoveOperation.EndOfBlock
            cursor.movePosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            cursor.insertText("\n" + next_marker(line))
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True
