"""Windows tells a window of its own that the machine goes to sleep or the session is locked."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

_POWER, _SUSPEND = 0x0218, 0x0004
_SESSION, _LOCKED = 0x02B1, 0x0007
_THIS_SESSION = 0


class _Message(ctypes.Structure):
    """Windows' MSG, as far as it is looked at."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint),
        ("word", ctypes.c_size_t),
    )


class Messages(QAbstractNativeEventFilter):
    """Looks at every message and stops none."""

    def __init__(self, gone: Callable[[], object]) -> None:
        super().__init__()
        self._gone = gone

    def nativeEventFilter(self, kind: QByteArray | bytes | Any, message: Any) -> tuple[bool, int]:
        name = kind.data() if isinstance(kind, QByteArray) else kind
        if name in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            self.look_at(_Message.from_address(int(message)))
        return False, 0

    def look_at(self, said: _Message) -> None:
        if (said.number, said.word) in ((_POWER, _SUSPEND), (_SESSION, _LOCKED)):
            self._gone()


def listen(window: int, gone: Callable[[], object]) -> Messages:
    """Call `gone` when the machine sleeps or the session is locked. The answer has to be kept."""
    heard = Messages(gone)
    app = QCoreApplication.instance()
    assert app is not None
    app.installNativeEventFilter(heard)
    if sys.platform == "win32":
        ctypes.windll.wtsapi32.WTSRegisterSessionNotification(
            ctypes.c_void_p(window), _THIS_SESSION
        )
    return heard
