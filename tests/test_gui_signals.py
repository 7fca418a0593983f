"""The window lives through any number of signals."""

from __future__ import annotations

import subprocess
import sys


def test_thousands_of_signals_do_not_end_the_program():
    code = (
        "import upudesk.gui\n"
        "from PySide6.QtCore import QObject, Signal\n"
        "class Bell(QObject):\n"
        "    rung = Signal()\n"
        "bell = Bell()\n"
        "for _ in range(20_000): bell.rung.emit()\n"
        "print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


def test_painting_all_day_does_not_end_the_program():
    code = (
        "import upudesk.gui\n"
        "from PySide6.QtCore import QRect\n"
        "box = QRect()\n"
        "for _ in range(100_000): box.setLeft(1)\n"
        "print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
