"""A text shown as it is written, whatever it was encoded in."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from upudesk.gui.evidence_viewer import Leaf
from upudesk.i18n import _

MOST = 2_000_000
"""Letters that are shown of one text."""


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


class TextLeaf(Leaf):
    """Read-only, with lines that wrap."""

    zooms = searches = True

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__()
        whole = decoded(data).replace("\0", "")
        self.area = QPlainTextEdit(whole[:MOST])
        self.area.setReadOnly(True)
        self.area.setTabChangesFocus(True)
        self.area.setAccessibleName(name)
        self.area.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.setFocusProxy(self.area)
        self._usual = self.area.font().pointSizeF()
        if len(whole) > MOST:
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
