"""Starts the window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from upudesk import resources
from upudesk.gui import messages, theme
from upudesk.gui.language import keep_breaks_off
from upudesk.gui.window import MainWindow
from upudesk.gui.workplace import Workplace
from upudesk.settings import read_settings, settings_file


def run(path: Path | None, demo: bool) -> int:
    """Show the window on a file, on a fresh demo, on the last campaign, or the welcome page."""
    app = _application()
    messages.catch_faults()
    workplace = Workplace(read_settings(settings_file()), settings_file())
    window = open_window(app, workplace)
    last = Path(workplace.settings.last_campaign) if workplace.settings.last_campaign else None
    wanted = path if path is not None or last is None or not last.is_file() else last
    try:
        if demo:
            window.files.demo()
        elif wanted is not None:
            window.files.open(wanted)
    except Exception as fault:  # as for any fault while the window runs: a sentence, never a trace
        sys.excepthook(type(fault), fault, fault.__traceback__)
    return app.exec()


def open_window(app: QApplication, workplace: Workplace) -> MainWindow:
    """The window, dressed and shown."""
    dress(app)
    window = MainWindow(workplace)
    workplace.dress()
    window.restore()
    window.show()
    QTimer.singleShot(500, window, _load_other_scripts)
    return window


def dress(app: QApplication) -> None:
    """Style and font, once for the whole program."""
    app.setStyle("Fusion")
    families = theme.load_fonts()
    font = QFont(app.font())
    font.setFamilies([*families, *app.font().families()])
    font.setPointSize(theme.BODY)
    app.setFont(font)
    keep_breaks_off(app.clipboard())


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("UPUDesk")
    app.setDesktopFileName("upudesk")
    return app


def _load_other_scripts() -> None:
    """Fonts for names in other scripts; nobody needs them in the first half second."""
    for file in sorted(resources.path("resources", "fonts").glob("NotoSans*-Regular.ttf")):
        if file.stem not in ("NotoSans-Regular", "NotoSansThai-Regular"):
            QFontDatabase.addApplicationFont(str(file))
