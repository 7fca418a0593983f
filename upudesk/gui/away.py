"""Hears that the machine goes to sleep or its screen is locked, where the system tells.

On Linux over the message buses of the system and of the user, which are sockets of this machine;
on Windows from the window's own messages. macOS tells programs without Cocoa nothing of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusUnixFileDescriptor
    from PySide6.QtWidgets import QWidget

_LOGIN = "org.freedesktop.login1"
_MANAGER = f"{_LOGIN}.Manager"
_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
"""Interfaces under which desktops say that the screen is locked."""


class Away(QObject):
    """Tells once for each time that the reader goes away."""

    gone = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: list[Any] = []
        """What has to live as long as anything is heard."""
        self._delay: QDBusUnixFileDescriptor | None = None

    def listen(self, window: QWidget) -> None:
        """Begin to listen; a system that tells nothing is no fault, and nothing waits for it."""
        if sys.platform == "win32":
            from upudesk.gui.away_windows import listen

            self._kept.append(listen(int(window.winId()), self.gone.emit))
        elif sys.platform == "linux":
            self._listen_on_buses()

    # -------------------------------------------------------------- Linux

    def _listen_on_buses(self) -> None:
        if _is_there("DBUS_SESSION_BUS_ADDRESS", _session_socket()):
            from PySide6.QtDBus import QDBusConnection

            self._hear_savers(QDBusConnection.sessionBus())
        if _is_there("DBUS_SYSTEM_BUS_ADDRESS", Path("/run/dbus/system_bus_socket")):
            from PySide6.QtDBus import QDBusConnection

            self._hear_login(QDBusConnection.systemBus())

    def _hear_savers(self, bus: QDBusConnection) -> None:
        for interface in _SAVERS:
            bus.connect("", "", interface, "ActiveChanged", self, _slot("heard_saver(bool)"))

    def _hear_login(self, bus: QDBusConnection) -> None:
        """That the machine sleeps; and that the session is locked, be it by a key or by a lid."""
        self._kept.append(bus)
        path = "/org/freedesktop/login1"
        bus.connect(_LOGIN, path, _MANAGER, "PrepareForSleep", self, _slot("heard_sleep(bool)"))
        bus.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, _slot("heard_lock()"))
        self._ask_for_delay(bus)

    @Slot(bool)
    def heard_saver(self, active: bool) -> None:
        if active:
            self.gone.emit()

    @Slot()
    def heard_lock(self) -> None:
        self.gone.emit()

    @Slot(bool)
    def heard_sleep(self, falling_asleep: bool) -> None:
        if falling_asleep:
            self.gone.emit()
            self._delay = None  # it may sleep now
        else:
            self._ask_for_delay(self._kept[0])

    def _ask_for_delay(self, bus: QDBusConnection) -> None:
        """Let the machine wait with its sleep until the file is closed; answered when it is."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        call = QDBusMessage.createMethodCall(_LOGIN, "/org/freedesktop/login1", _MANAGER, "Inhibit")
        call.setArguments(["sleep", "UPUDesk", "closes the campaign first", "delay"])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(call), self)
        watcher.finished.connect(self._take_delay)

    def _take_delay(self, watcher: Any) -> None:
        from PySide6.QtDBus import QDBusMessage, QDBusUnixFileDescriptor

        answer = watcher.reply()
        watcher.deleteLater()
        if answer.type() is QDBusMessage.MessageType.ReplyMessage:
            given = next(iter(answer.arguments()), None)
            if isinstance(given, QDBusUnixFileDescriptor):
                self._delay = given


def _is_there(variable: str, usual: Path) -> bool:
    """Whether a bus is reached by a socket of this machine; Qt would start one where none is."""
    named = os.environ.get(variable, "")
    return named.startswith("unix:") if named else usual.exists()


def _session_socket() -> Path:
    return Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / "bus"


def _slot(name: str) -> Any:
    return SLOT(name)
