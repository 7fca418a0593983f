"""A day's work by keyboard alone: every key goes to what has the keys, nothing is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt as Q
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import a_window, dialog, type_text
from upudesk.campaign import records
from upudesk.desk import Desk
from upudesk.gui.finder import Finder
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.paper import BriefingPreview
from upudesk.gui.passphrases import PassphrasePrompt
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.window import MainWindow
from upudesk.model import Contact, FollowUp, Form, Level, Meeting, Side

CTRL, SHIFT = Q.KeyboardModifier.ControlModifier, Q.KeyboardModifier.ShiftModifier
MOST = 60
"""So many Tabs reach any field of any form."""


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.protect("a word of ours")
    desk.do(records.put, Contact(id="bounmy", member="la", name="Bounmy", other_names=("บุญมี",)))
    with a_window(desk) as shown:
        shown.finish()
        yield shown


def focus() -> QWidget:
    """What has the keys; where a dialog was closed, a window manager gives them to what is left."""
    QApplication.processEvents()
    if QApplication.activeWindow() is None:
        next(w for w in reversed(QApplication.topLevelWidgets()) if w.isVisible()).activateWindow()
        QApplication.processEvents()
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keys"
    return widget


def press(key: Q.Key, how: Q.KeyboardModifier = Q.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(), key, how)
    QApplication.processEvents()


def write(text: str) -> None:
    type_text(focus(), text)
    QApplication.processEvents()


def tab_to(name: str, kind: type[QWidget] = QWidget) -> QWidget:
    """On with Tab until the field of that name has the keys."""
    for _ in range(MOST):
        widget = focus()
        names = (widget.accessibleName(), widget.property("text") or "")
        if isinstance(widget, kind) and any(_plain(one).startswith(name) for one in names):
            return widget
        press(Q.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {name}")


def _plain(text: object) -> str:
    return str(text).replace("&", "")


def choose(name: str, wanted: str) -> None:
    """In a box, by the arrow keys."""
    box = tab_to(name, QComboBox)
    assert isinstance(box, QComboBox)
    press(Q.Key.Key_Home)
    for _ in range(box.count()):
        if wanted in box.currentText():
            return
        press(Q.Key.Key_Down)
    raise AssertionError(f"{wanted} is not offered for {name}")


def log_the_meeting() -> None:
    press(Q.Key.Key_M, CTRL)
    dialog(MeetingForm)
    tab_to("Country")
    write("ลาว")
    press(Q.Key.Key_Return)
    for field, text in (
        ("Title", "หารือเรื่องคะแนนเสียง"), ("Place", "เวียงจันทน์"), ("Their people", "บุญมี"),
    ):  # fmt: skip
        tab_to(field)
        write(text)
        if field == "Their people":
            press(Q.Key.Key_Return)
    for field, text in (
        ("Agenda", "การเลือกตั้ง"), ("Notes", "รับว่าจะสนับสนุน"), ("Outcome", "รอหนังสือยืนยัน"),
    ):  # fmt: skip
        tab_to(field)
        write(text)
    tab_to("+ Add a pledge")
    press(Q.Key.Key_Space)
    choose("Level", "leaning yes")
    choose("Form", "minister")
    tab_to("+ Add a follow-up")
    press(Q.Key.Key_Space)
    tab_to("What is to be done")
    write("ส่งหนังสือขอบคุณ")
    tab_to("Save")
    press(Q.Key.Key_Space)
    assert not is_open(MeetingForm)


def is_open(kind: type[QWidget]) -> bool:
    return any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets())


def test_a_pledge_is_logged_corrected_undone_found_and_printed_by_keyboard_alone(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    log_the_meeting()
    now = desk.snapshot
    (met,) = now.all(Meeting)
    assert (met.title, met.their_people) == ("หารือเรื่องคะแนนเสียง", ("bounmy",))
    assert (met.notes, met.outcome) == ("รับว่าจะสนับสนุน", "รอหนังสือยืนยัน")
    (to_do,) = now.all(FollowUp)
    assert to_do.what == "ส่งหนังสือขอบคุณ"
    said = {(p.level, p.form, p.side, p.place) for p in now.pledges}
    assert said == {(Level.LEANING_YES, Form.MINISTER, Side.CAPITAL, "เวียงจันทน์")}

    press(Q.Key.Key_4, CTRL)  # the pledges
    correct_the_pledge()
    assert {p.level for p in desk.snapshot.pledges} == {Level.UNDECIDED, Level.LEANING_YES}
    press(Q.Key.Key_Z, CTRL)
    assert {p.level for p in desk.snapshot.pledges} == {Level.LEANING_YES}

    press(Q.Key.Key_1, CTRL)
    assert window.page == "home"
    find("เวียงจันทน์")
    assert window.page == "pledges"
    find("รอหนังสือยืนยัน")
    assert window.page == "meetings"
    find("ลาว")
    assert window.page == "countries"
    print_the_briefing(qtbot, tmp_path / "ลาว.pdf")

    window.activateWindow()
    QApplication.processEvents()
    press(Q.Key.Key_L, CTRL | SHIFT)
    dialog(PassphrasePrompt)
    assert window.workplace.desk is None
    write("a word of ours")
    press(Q.Key.Key_Return)
    assert not is_open(PassphrasePrompt)
    assert len(window.workplace.snapshot.all(Meeting)) == 1
    press(Q.Key.Key_Q, CTRL)
    assert not window.isVisible()


def correct_the_pledge() -> None:
    """F2 on the row that the list stands on: what was said about one of the councils."""
    press(Q.Key.Key_F, CTRL)
    write("เวียงจันทน์")
    tab_to("Pledges", QTableView)
    press(Q.Key.Key_F2)
    dialog(QuickLog)
    tab_to("Level")
    press(Q.Key.Key_3)
    tab_to("Save")
    press(Q.Key.Key_Space)
    assert not is_open(QuickLog)


def find(text: str) -> None:
    press(Q.Key.Key_K, CTRL)
    dialog(Finder)
    write(text)
    press(Q.Key.Key_Return)
    assert not is_open(Finder)


def print_the_briefing(qtbot: QtBot, target: Path) -> None:
    press(Q.Key.Key_P, CTRL)
    preview = dialog(BriefingPreview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    QTimer.singleShot(300, lambda: save_as(target))
    tab_to("Save")
    press(Q.Key.Key_Space)  # comes back once the dialog of files is closed
    assert target.read_bytes().startswith(b"%PDF")
    preview.activateWindow()  # a window manager gives the keys back to it
    press(Q.Key.Key_Escape)
    qtbot.waitUntil(lambda: not is_open(BriefingPreview))


def save_as(target: Path) -> None:
    dialog(QFileDialog)
    assert isinstance(focus(), QLineEdit)
    focus().selectAll()  # type: ignore[attr-defined]
    write(str(target))
    press(Q.Key.Key_Return)
