"""Locking a protected campaign: its names leave the screen, its key leaves the memory."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QToolTip

from upudesk.gui import clipboard, messages
from upudesk.gui.away import Away
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _

if TYPE_CHECKING:
    from upudesk.gui.window import MainWindow

_Cache = type(lru_cache(lambda: None))
_SIGNS = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
     QEvent.Type.InputMethod)
)  # fmt: skip
"""What tells that somebody is there."""
LATER = 2000
"""Milliseconds after which the system is listened to: the window comes first."""


class Lock(QObject):
    """By hand, after some minutes in which nobody touched a key or the mouse, and when the machine
    goes to sleep or its screen is locked."""

    def __init__(self, workplace: Workplace, window: MainWindow) -> None:
        super().__init__(window)
        self._workplace, self._window = workplace, window
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock_if_protected)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)
        clipboard.keep_out_of_histories(app.clipboard(), self._is_protected)
        self.away = Away(self)
        self.away.gone.connect(self.lock_if_protected)
        QTimer.singleShot(LATER, self, partial(self.away.listen, window))
        workplace.campaign_changed.connect(self.restart)
        workplace.preferred.connect(self._preferred)
        self._minutes = -1

    def _is_protected(self) -> bool:
        return self._workplace.desk is not None and self._workplace.desk.protected

    def _preferred(self) -> None:
        """Another preference is no sign that somebody is there: some are kept by themselves."""
        if self._workplace.settings.lock_minutes != self._minutes:
            self.restart()

    def restart(self) -> None:
        """Count the minutes from now on."""
        desk, minutes = self._workplace.desk, self._workplace.settings.lock_minutes
        self._minutes = minutes
        if desk is not None and desk.protected and minutes:
            self._idle.start(minutes * 60_000)
        else:
            self._idle.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS and self._idle.isActive():
            self._idle.start()
        return False

    def lock_if_protected(self) -> None:
        desk = self._workplace.desk
        if desk is not None and desk.protected:
            self._lock(desk.path)

    def by_hand(self) -> None:
        """Lock now; a file without a passphrase says that there is nothing to lock with."""
        desk = self._workplace.desk
        if desk is not None and not desk.protected:
            messages.show(
                self._window,
                _("Without a passphrase there is nothing to lock with. Set one in the file menu."),
            )
        self.lock_if_protected()

    def _lock(self, path: Path) -> None:
        """Forms close (a meeting that is being typed is kept as a draft), then the file does."""
        self._window.hide_names()
        self._workplace.closing.emit()
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                _close(widget)
        self._workplace.leave()
        clipboard.take_back(QApplication.clipboard())
        forget_texts()
        self._drop_unshown()
        QTimer.singleShot(0, self, _give_back)  # pages are gone then, and with them the records
        self._window.files.open(path)

    def _drop_unshown(self) -> None:
        """What was made for a page and never put there would hold on to the records."""
        for widget in QApplication.topLevelWidgets():
            if widget.parent() is None and widget is not self._window and not widget.isVisible():
                widget.deleteLater()


def _close(dialog: QDialog) -> None:
    """A form that fails while it closes keeps nothing open."""
    try:
        dialog.done(QDialog.DialogCode.Rejected)
    except Exception as fault:
        from upudesk.gui import trouble

        trouble.note(fault)
        dialog.hide()
        dialog.deleteLater()


def _give_back() -> None:
    """Collect what is left, and give memory that is free back to the system where it takes it."""
    gc.collect()
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):  # another C library than the usual one
            ctypes.CDLL(None).malloc_trim(0)


def forget_texts() -> None:
    """Empty what keeps texts for the next time: words found in them, sort keys, shaped words."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("upudesk."):
            for thing in vars(module).values():
                if isinstance(thing, _Cache) and thing.cache_parameters()["maxsize"] is not None:
                    thing.cache_clear()
    if faces := sys.modules.get("upudesk.reports.faces"):
        for face in gc.get_objects():
            if isinstance(face, faces.Face):
                face.shape.cache_clear()
