"""Driving the window as a user does: by its fields, buttons, menus and keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from upudesk import i18n
from upudesk.desk import Desk
from upudesk.gui.app import dress
from upudesk.gui.forms import Form
from upudesk.gui.window import MainWindow
from upudesk.gui.workplace import Workplace
from upudesk.i18n import ENGLISH
from upudesk.settings import Settings

W = TypeVar("W", bound=QWidget)


class HasForm(Protocol):
    """A dialog with fields in it."""

    form: Form


def dialog(kind: type[W]) -> W:
    """The dialog of that kind that is open."""
    QApplication.processEvents()
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1, f"{len(found)} of {kind.__name__}"
    return found[0]


def is_open(kind: type[W]) -> bool:
    """Whether such a dialog can be seen: slow work shows its answer later."""
    return any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets())


def type_text(widget: QWidget, text: str) -> None:
    """Type as an input method does: any script, and like typing it can be undone."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def fill(form: HasForm, **values: str) -> None:
    """Put text into the named fields, in place of what stands there."""
    for name, value in values.items():
        field = form.form.fields[name]
        inner = field.focusProxy() or field
        assert isinstance(inner, QLineEdit | QPlainTextEdit)
        inner.setFocus()
        inner.selectAll()
        QTest.keyClick(inner, Qt.Key.Key_Delete)
        type_text(inner, value)


def pick(choice: QWidget, value: object) -> None:
    """Choose from a box by what it means."""
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice._values.index(value))  # type: ignore[attr-defined]


def menu_action(window: MainWindow, *path: str) -> QAction:
    """A menu entry by how its words begin, as `("Edit", "Undo")`."""
    menu: QMenu | None = None
    for name in path[:-1]:
        actions = menu.actions() if menu else window.menuBar().actions()
        menu = next(a.menu() for a in actions if plain(a.text()).startswith(name))
    assert menu is not None
    return next(a for a in menu.actions() if plain(a.text()).startswith(path[-1]))


def plain(text: str) -> str:
    return text.replace("&", "")


def controls(widget: QWidget) -> Iterator[QWidget]:
    """Everything in which a user may type or which may be pressed."""
    for child in widget.findChildren(QWidget):
        kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
        if isinstance(child, kinds) and child.isVisibleTo(widget):
            yield child


@contextmanager
def a_window(desk: Desk) -> Iterator[MainWindow]:
    """The window in English on a campaign, as it is when the program has started."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if app.style().name() != "fusion":
        dress(app)
    workplace = Workplace(Settings(language="en", paper_language="en", theme="light"))
    window = MainWindow(workplace)
    workplace.dress()
    window.resize(1366, 768)
    workplace.hold(desk)
    window.show()
    window.strip.renew()
    window.menus.word()
    window.activateWindow()
    QApplication.processEvents()
    try:
        yield window
    finally:
        workplace.tasks.end()
        workplace.leave(quietly=True)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        i18n.set_default(ENGLISH)
