"""Sentences shown to the user: what went wrong, what is asked, and never a traceback."""

from __future__ import annotations

import sys
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from upudesk import words
from upudesk.errors import UserError
from upudesk.gui.forms import breakable
from upudesk.i18n import _
from upudesk.settings import log_file


def show(parent: QWidget | None, text: str, *, grave: bool = False) -> None:
    """One sentence and a button to close it. Does not wait for the answer."""
    box = _box(parent, text, QMessageBox.Icon.Warning if grave else QMessageBox.Icon.Information)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_fault(parent: QWidget | None, fault: UserError) -> None:
    show(parent, words.say(fault), grave=True)


def confirmed(parent: QWidget | None, question: str, yes: str) -> bool:
    """Ask before something that the user may not mean; the safe answer is the default."""
    box = _box(parent, question, QMessageBox.Icon.Question)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is agree


def _box(parent: QWidget | None, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle("UPUDesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(breakable(text))
    return box


def catch_faults() -> None:
    """Faults of the program are written down for its developers; the user reads one sentence."""
    sys.excepthook = _caught


def _caught(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    if isinstance(fault, KeyboardInterrupt):
        QApplication.quit()
        return
    window = QApplication.activeWindow()
    if isinstance(fault, UserError):
        show_fault(window, fault)
        return
    _write_down(kind, fault, trace)
    if not _is_told():
        show(
            window,
            _(
                "Something went wrong inside the program. All that was saved is safe, and what you "
                "are typing is still there. The fault was written down in {file}."
            ).format(file=log_file()),
            grave=True,
        )


def _is_told() -> bool:
    """Whether a sentence is on the screen already: a fault while painting comes many times."""
    shown = QApplication.topLevelWidgets()
    return any(isinstance(box, QMessageBox) and box.isVisible() for box in shown)


def _write_down(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    import logging
    from logging.handlers import RotatingFileHandler

    log = logging.getLogger("upudesk")
    try:
        if not log.handlers:
            log_file().parent.mkdir(parents=True, exist_ok=True)
            pages = RotatingFileHandler(
                log_file(), maxBytes=1 << 20, backupCount=2, encoding="utf-8"
            )
            pages.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
            log.addHandler(pages)
            log.propagate = False
        log.error("fault", exc_info=(kind, fault, trace))
    except OSError:
        sys.__excepthook__(kind, fault, trace)
