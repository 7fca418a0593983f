"""A text shown as it is written, whatever it was encoded in."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from upudesk.gui.evidence_viewer import Leaf
from upudesk.i18n import _

MOST = 2_000_000
"""Letters that are shown of one text."""
LONGEST, STACKED, LINES = 2_000, 8, 50_000
"""Letters of a line, marks on one letter, and lines: setting longer ones would halt the window."""


def decoded(data: bytes) -> str:
    """UTF-8 or UTF-16, else the Thai code page of older systems, which most Thai texts without
    Unicode are in."""
    codings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp874")
    for coding in codings:
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def settable(text: str) -> str:
    """The text as it can be set at once: what would take minutes to lay out is broken up.

    Marks that turn the order of a whole line around are shown as what they are, so that a text
    reads as it was written.
    """
    lines = _BREAKS.split(text[:MOST], LINES)[:LINES]
    return "\n".join(map(_settable, lines)).translate(_SEEN)


def _settable(line: str) -> str:
    line = _PILED.sub(r"\1", line) if len(line) > STACKED else line
    parts = (line[at : at + LONGEST] for at in range(0, max(len(line), 1), LONGEST))
    return "\n".join(parts)


_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a"
_MARKS += "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
_MARKS += "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_MARKS}]{{{STACKED}}})[{_MARKS}]+")
_SEEN = {0: ""} | {code: 0x2400 + code for code in range(1, 0x20) if code not in (9, 10)}
_SEEN |= {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class TextLeaf(Leaf):
    """Read-only, with lines that wrap."""

    zooms = searches = True

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__()
        whole = decoded(data)
        self.area = QPlainTextEdit(settable(whole))
        self.area.setReadOnly(True)
        self.area.setTabChangesFocus(True)
        self.area.setAccessibleName(name)
        self.area.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.setFocusProxy(self.area)
        self._usual = self.area.font().pointSizeF()
        if len(whole) > MOST or whole.count("\n", 0, MOST) > LINES:
            self.said = _("Only its beginning is shown; save a copy to read all of it.")

    def zoom(self, factor: float) -> None:
        self._resize(max(6.0, min(self.area.font().pointSizeF() * factor, 48.0)))

    def fit(self) -> None:
        self._resize(self._usual)

    def _resize(self, points: float) -> None:
        font = self.area.font()
        font.setPointSizeF(points)
        self.area.setFont(font)

    def look_for(self, sought: str, *, back: bool = False) -> str:
        way = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if self.area.find(sought, way):
            return ""
        end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
        self.area.moveCursor(end)  # once round
        return "" if self.area.find(sought, way) else _("Nothing found.")
