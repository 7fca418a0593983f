"""What the program puts on the clipboard: kept out of histories, and taken off when it locks."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard

_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
HINTS: dict[str, dict[str, bytes]] = {
    "linux": {"x-kde-passwordManagerHint": b"secret"},
    "darwin": {"application/x-nspasteboard-concealed-type": b"1"},
    "win32": {
        _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
        _WINDOWS.format("CanIncludeInClipboardHistory"): b"\0\0\0\0",
        _WINDOWS.format("CanUploadToCloudClipboard"): b"\0\0\0\0",
    },
}
"""What tells a clipboard history, as far as it listens, not to keep something."""


def keep_out_of_histories(clipboard: QClipboard, wanted: Callable[[], bool]) -> None:
    """While `wanted`, mark what is copied in this program as not to be kept."""
    hints = HINTS.get(sys.platform, {})

    def mark() -> None:
        data = clipboard.mimeData()
        if not clipboard.ownsClipboard() or not wanted() or any(map(data.hasFormat, hints)):
            return
        clipboard.setMimeData(_marked(data, hints))

    if hints:
        clipboard.dataChanged.connect(mark)


def _marked(data: QMimeData, hints: dict[str, bytes]) -> QMimeData:
    fresh = QMimeData()
    if data.hasImage():
        fresh.setImageData(data.imageData())
    for name in data.formats():
        if name != "application/x-qt-image":
            fresh.setData(name, data.data(name))
    for name, value in hints.items():
        fresh.setData(name, value)
    return fresh


def take_back(clipboard: QClipboard) -> None:
    """Take off what this program put there; what others put there stays."""
    if clipboard.ownsClipboard():
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
