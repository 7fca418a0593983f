"""No window is larger than the screen: at 250 % a form would leave its buttons out of reach."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def on_screen(window: QWidget) -> None:
    """Give a window no more room than its screen has, and move it there."""
    room = window.screen().availableGeometry()
    frame = window.frameGeometry().size() - window.size()
    size = window.size().boundedTo(room.size() - frame)
    if size != window.size():
        window.resize(size)
        across = min(window.x(), room.right() - size.width() - frame.width() + 1)
        down = min(window.y(), room.bottom() - size.height() - frame.height() + 1)
        window.move(max(room.left(), across), max(room.top(), down))
