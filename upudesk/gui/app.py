"""Starts the window."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from upudesk import words
from upudesk.errors import N_, Message
from upudesk.gui import messages, theme
from upudesk.gui.files import open_campaign
from upudesk.gui.forms import load_breaks, wait_for_breaks
from upudesk.gui.language import keep_breaks_off
from upudesk.gui.window import MainWindow
from upudesk.gui.workplace import Workplace
from upudesk.machine import had_a_window
from upudesk.settings import settings_and_fault, settings_file


def run(path: Path | None, demo: bool = False, language: str | None = None) -> int:
    """Show the window on a file, on a fresh demo, on the last campaign, or the welcome page."""
    app = _application()
    messages.catch_faults()
    lost = _lost_settings()
    settings, fault = settings_and_fault(settings_file())
    if language:
        settings = replace(settings, language=language)
    workplace = Workplace(settings, settings_file())
    wanted = path or _last(workplace)
    if demo:
        from upudesk.demo_file import fresh_demo

        wanted = fresh_demo()
    opened = wanted is None or _opens(workplace, wanted)
    window = open_window(app, workplace)
    if fault := fault or lost:
        QTimer.singleShot(0, window, partial(messages.show, window, words.say(fault)))
    if wanted is not None and not opened:
        QTimer.singleShot(0, window, partial(window.files.open, wanted))
    return app.exec()


def _lost_settings() -> Message | None:
    """Whoever had a window before had settings too: they are written when it closes."""
    if settings_file().exists() or not had_a_window():
        return None
    return Message(N_("Your settings are gone; the usual ones hold until you choose others."))


def _last(workplace: Workplace) -> Path | None:
    last = workplace.settings.last_campaign
    return Path(last) if last else None


def _opens(workplace: Workplace, path: Path) -> bool:
    """Open it before there is a window, where nothing has to be asked or told."""
    try:
        open_campaign(workplace, path)
    except Exception:  # tried once more when there is a window to tell it in
        return False
    return True


def open_window(app: QApplication, workplace: Workplace) -> MainWindow:
    """The window, dressed and shown; what can wait comes after that."""
    dress(app)
    wait_for_breaks()
    window = MainWindow(workplace)
    workplace.dress()
    window.restore()
    window.show()
    QTimer.singleShot(100, window, partial(_finish, window))
    return window


def _finish(window: MainWindow) -> None:
    """Names in other scripts, and where Thai lines may break: not needed in the first moment."""
    gc.freeze()  # the records stay; to look through them for garbage would halt the window
    gc.enable()
    messages.hear_other_threads()
    window.finish()
    theme.load_other_fonts()
    window.workplace.tasks.run(load_breaks, lambda _none: window.renew_texts(), _rise)
    QTimer.singleShot(1500, window, partial(_fold_texts, window.workplace))


def _fold_texts(workplace: Workplace) -> None:
    """So that the first search is as fast as all others."""
    if workplace.desk is not None:
        snapshot, search = workplace.snapshot, workplace.search
        workplace.tasks.run(lambda: search.take_in(snapshot), lambda _none: None, _rise)


def _rise(fault: Exception) -> None:
    raise fault


def dress(app: QApplication) -> None:
    """Style and font, once for the whole program."""
    app.setStyle("Fusion")
    theme.load_first_fonts()
    font = QFont(app.font())
    font.setFamilies([*theme.FAMILIES, *app.font().families()])
    font.setPointSize(theme.BODY)
    app.setFont(font)
    keep_breaks_off(app.clipboard())


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("UPUDesk")
    app.setDesktopFileName("upudesk")
    return app
