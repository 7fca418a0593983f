"""Sentences shown to the user: what went wrong, what is asked, and never a traceback."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QProgressDialog, QWidget

from upudesk import faults, words
from upudesk.errors import BrokenOff, UserError
from upudesk.gui.forms import breakable
from upudesk.i18n import _


def show(parent: QWidget | None, text: str, *, grave: bool = False) -> None:
    """One sentence and a button to close it. Does not wait for the answer."""
    box = _box(parent, text, QMessageBox.Icon.Warning if grave else QMessageBox.Icon.Information)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_fault(parent: QWidget | None, fault: UserError) -> None:
    """What the reader broke off needs no words."""
    if not isinstance(fault, BrokenOff):
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


def _over() -> QWidget | None:
    """The window over which a sentence stands: where the reader is in another program, ours all
    the same, or nothing would hold it; never one that waits for slow work, which goes and would
    take it along."""
    window = QApplication.activeWindow() or QApplication.activeModalWidget()
    while window is not None and (isinstance(window, QProgressDialog) or not window.isVisible()):
        window = window.parentWidget()
    shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    return window or next((w for w in shown if w.isVisible()), None)


def _box(parent: QWidget | None, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(icon)
    box.setWindowTitle("UPUDesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(breakable(text))
    return box


# ------------------------------------------------------------------ faults of the program


def catch_faults() -> None:
    """Faults of the program are written down for its developers; the user reads one sentence."""
    faults.catch(_caught, QApplication.quit)


class _Bell(QObject):
    """Carries a fault of another thread to the window's."""

    rung = Signal(object)


_bell: list[_Bell] = []
"""Made with the window, and once."""


def _caught(fault: BaseException) -> None:
    if threading.current_thread() is not threading.main_thread():
        if _bell:
            _bell[0].rung.emit(fault)
        else:
            faults.write_down(fault)
        return
    if isinstance(fault, UserError):
        show_fault(_over(), fault)
        return
    from upudesk.gui import trouble

    trouble.meet(fault)


def hear_other_threads() -> None:
    """From now on what fails on another thread is told on the window's."""
    if not _bell:
        _bell.append(_Bell())
        _bell[0].rung.connect(_caught)


def show_trouble(fault: BaseException, file: Path | None) -> None:
    """What is safe, where the fault was written down, and a button that copies its details."""
    if _is_told():
        return
    sentence = _(
        "Something went wrong inside the program. All that was saved is safe, and what you are "
        "typing is still there."
    )
    written = _("The fault was written down in {file}, without names or notes.")
    told = [sentence, written.format(file=file)] if file else [sentence]
    box = _box(_over(), " ".join(told), QMessageBox.Icon.Warning)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    copy = box.addButton(_("&Copy details"), QMessageBox.ButtonRole.ActionRole)
    copy.clicked.disconnect()  # it copies, and the box stays
    copy.clicked.connect(lambda: copy_details(fault))
    copy.setToolTip(_("Kinds of faults, places in the code and versions: nothing of the campaign"))
    box.setDefaultButton(QMessageBox.StandardButton.Ok)
    box.open()


def copy_details(fault: BaseException) -> None:
    """What developers need to know, to the clipboard."""
    QApplication.clipboard().setText(faults.described(fault))


def _is_told() -> bool:
    """Whether a sentence is on the screen already: a fault while painting comes many times."""
    shown = QApplication.topLevelWidgets()
    return any(isinstance(box, QMessageBox) and box.isVisible() for box in shown)
