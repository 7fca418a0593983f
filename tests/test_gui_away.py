"""Locked when the reader goes away: as the system tells it, and with nothing left to read."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox

from tests.gui import a_window, dialog
from upudesk.desk import Desk
from upudesk.gui import clipboard
from upudesk.gui.away import Away
from upudesk.gui.away_windows import Messages, _Message
from upudesk.gui.passphrases import PassphrasePrompt
from upudesk.gui.window import MainWindow

pytestmark = pytest.mark.usefixtures("quick_keys")

ROOT = Path(__file__).parents[1]
LISTEN = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget
from upudesk.gui.away import Away

app, window = QApplication([]), QWidget()
address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
system = QDBusConnection.connectToBus(address, "system")
assert system.registerService("org.freedesktop.login1")
away, heard = Away(), []
away.gone.connect(lambda: heard.append("gone"))
away.listen(window)

def send(bus, path, interface, name, *said):
    message = QDBusMessage.createSignal(path, interface, name)
    message.setArguments(list(said))
    bus.send(message)

LOGIN = "org.freedesktop.login1"
stranger = QDBusConnection.connectToBus(address, "stranger")
saver = "org.freedesktop.ScreenSaver"
sent = [
    (stranger, "/org/freedesktop/ScreenSaver", saver, "ActiveChanged", True),
    (stranger, "/org/freedesktop/ScreenSaver", saver, "ActiveChanged", False),
    (stranger, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", True),
    (system, "/org/freedesktop/login1", LOGIN + ".Manager", "PrepareForSleep", True),
    (system, "/org/freedesktop/login1", LOGIN + ".Manager", "PrepareForSleep", False),
    (system, "/org/freedesktop/login1/session/_31", LOGIN + ".Session", "Lock"),
    (stranger, "/org/freedesktop/login1", LOGIN + ".Manager", "PrepareForSleep", True),
]
for number, one in enumerate(sent):
    QTimer.singleShot(150 + 60 * number, lambda one=one: (send(*one), heard.append(one[3])))
QTimer.singleShot(150 + 60 * len(sent) + 200, app.quit)
app.exec()
print(" ".join(heard))
"""


@pytest.fixture
def bus() -> Iterator[str]:
    """A message bus of its own, as a desktop has one."""
    if not (daemon := shutil.which("dbus-daemon")):
        pytest.skip("needs dbus-daemon")
    with subprocess.Popen(
        [daemon, "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.terminate()


def listening(**environment: str) -> subprocess.CompletedProcess[str]:
    given = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_RUNTIME"))}
    return subprocess.run(
        [sys.executable, "-c", LISTEN], env=given | environment, cwd=ROOT, text=True,
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells it over a bus")
def test_sleep_and_a_locked_screen_are_heard_over_the_bus(bus: str):
    done = listening(DBUS_SESSION_BUS_ADDRESS=bus, DBUS_SYSTEM_BUS_ADDRESS=bus)
    assert done.stdout.split() == [
        "ActiveChanged", "gone", "ActiveChanged", "ActiveChanged", "gone",
        "PrepareForSleep", "gone", "PrepareForSleep", "Lock", "gone", "PrepareForSleep",
    ], done.stderr  # fmt: skip


def test_a_system_without_a_bus_is_no_fault(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=localhost,port=1")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=localhost,port=1")
    away = Away()
    away.listen(QMenu())
    assert not away._kept  # nothing but a socket of this machine is ever asked
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "none")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    away.listen(QMenu())
    assert not away._kept


def test_windows_says_it_by_messages_of_which_none_is_stopped():
    heard = list[str]()
    messages = Messages(lambda: heard.append("gone"))

    def said(number: int, word: int, kind: bytes = b"windows_generic_MSG") -> None:
        message = _Message(None, number, word)
        assert messages.nativeEventFilter(QByteArray(kind), ctypes.addressof(message)) == (False, 0)

    said(0x0218, 4)
    said(0x02B1, 7)
    assert heard == ["gone", "gone"]
    said(0x0218, 7)
    said(0x02B1, 8)
    said(0x0100, 7)
    said(0x0218, 4, b"xcb_generic_event_t")
    assert len(heard) == 2


# ------------------------------------------------------------------ what locking leaves


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.protect("a word of ours")
    with a_window(desk) as shown:
        shown.finish()
        yield shown


def test_when_the_reader_goes_away_the_campaign_is_locked(window: MainWindow):
    window.lock.away.gone.emit()
    assert window.workplace.desk is None
    window.lock.away.gone.emit()  # nothing more to lock
    dialog(PassphrasePrompt).reject()
    assert window.windowTitle() == "UPUDesk"
    assert not [label for label in window.findChildren(QLabel) if "Laos" in label.text()]


@pytest.fixture
def owned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen that is not there does not know whose the clipboard is."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)


@pytest.mark.usefixtures("owned")
@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_boxes_menus_and_what_was_copied_go_with_it(window: MainWindow):
    QApplication.clipboard().setText("Vientiane")
    menu = QMenu(window)
    menu.addAction("Laos")
    menu.popup(window.pos())
    box = QMessageBox(window)
    box.setText("Laos")
    box.open()
    window.lock_now()
    assert not menu.isVisible()
    assert not box.isVisible()
    assert QApplication.clipboard().text() == ""
    dialog(PassphrasePrompt).reject()


@pytest.mark.usefixtures("owned")
@pytest.mark.skipif(sys.platform not in clipboard.HINTS, reason="no such hint is known there")
def test_what_is_copied_from_a_protected_campaign_is_marked_for_histories(window: MainWindow):
    hints = clipboard.HINTS[sys.platform]
    QApplication.clipboard().setText("Vientiane")
    data = QApplication.clipboard().mimeData()
    assert data.text() == "Vientiane"
    assert all(bytes(data.data(name).data()) == value for name, value in hints.items())
    window.lock_now()
    dialog(PassphrasePrompt).reject()
    QApplication.clipboard().setText("elsewhere")
    assert not any(map(QApplication.clipboard().mimeData().hasFormat, hints))
