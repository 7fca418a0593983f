"""The copy by hand and the change of passphrase, made beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, current_thread
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
    QProgressBar,
    QProgressDialog,
    QPushButton,
)

from tests.builders import a_pledge
from tests.gui import dialog, is_open, menu_action
from tests.test_gui_backups import progress, until
from tests.test_gui_passphrases import protect
from upudesk import copying
from upudesk.campaign import pledges
from upudesk.desk import Desk
from upudesk.gui.passphrases import PassphrasePrompt, ProtectForm
from upudesk.gui.window import MainWindow

pytestmark = pytest.mark.usefixtures("quick_keys")


class Slowly:
    """Copies that come to no end before they are let go, or broken off."""

    def __init__(self) -> None:
        self.let_go, self.threads = Event(), set[str]()

    def once(self, copy: Callable[..., Path]) -> Callable[..., Path]:
        def slow(db: Any, target: Path, passphrase: str | None, tell: copying.Tell) -> Path:
            self.threads.add(current_thread().name)
            while not self.let_go.wait(0.005):
                tell(3, 4)
            return copy(db, target, passphrase, tell)

        return slow


@pytest.fixture
def slowly(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slowly]:
    slow = Slowly()
    for name in ("copy_into", "export_to"):
        monkeypatch.setattr(copying, name, slow.once(getattr(copying, name)))
    yield slow
    slow.let_go.set()


@pytest.fixture(autouse=True)
def _whole(window: MainWindow) -> None:
    """With all that comes after its first moment."""
    window.finish()


def once_seen(then: Callable[[], object]) -> None:
    """As soon as it is said what is waited for."""

    def look() -> None:
        if is_open(QProgressDialog):
            clock.stop()
            clock.deleteLater()
            then()

    clock = QTimer(QApplication.instance(), interval=10)
    clock.timeout.connect(look)
    clock.start()


def cancel() -> None:
    progress().findChild(QPushButton).click()


def back_up(window: MainWindow) -> None:
    menu_action(window, "File", "Back up").trigger()


def ended(window: MainWindow) -> None:
    until(lambda: window.files._under_way is None)


def left_beside(desk: Desk) -> list[str]:
    """Files in the folder of the campaign, other than it."""
    here = desk.path.parent.glob("*upudesk*")
    return sorted(path.name for path in here if path != desk.path)


def test_a_copy_by_hand_does_not_hold_the_window(
    window: MainWindow, desk: Desk, slowly: Slowly, reopen: Callable[..., Desk]
) -> None:
    back_up(window)
    back_up(window)  # impatiently
    shown = progress()
    bar = shown.findChild(QProgressBar)
    until(lambda: bar.value() * 4 == bar.maximum() * 3)
    assert shown.labelText() == "Backing up …"
    desk.do(pledges.record_pledges, [a_pledge()])
    reopen(desk).do(pledges.record_pledges, [a_pledge("ke")])
    slowly.let_go.set()
    until(lambda: is_open(QMessageBox))
    dialog(QMessageBox).accept()
    assert slowly.threads == {next(iter(slowly.threads))} != {current_thread().name}
    (copy,) = desk.backups()
    assert len(reopen(copy).snapshot.pledges) == 2


def test_a_copy_by_hand_that_is_cancelled_leaves_nothing(
    window: MainWindow, desk: Desk, slowly: Slowly
) -> None:
    back_up(window)
    cancel()
    ended(window)
    assert left_beside(desk) == []
    assert not is_open(QMessageBox)
    desk.do(pledges.record_pledges, [a_pledge()])


def test_a_lock_breaks_a_copy_by_hand_off(window: MainWindow, desk: Desk, slowly: Slowly) -> None:
    desk.protect("secret words", lambda work: work(_letting(slowly)))
    slowly.let_go.clear()
    back_up(window)
    progress()
    window.lock_now()
    ended(window)
    assert left_beside(desk) == []
    dialog(PassphrasePrompt).reject()
    assert window.workplace.desk is None


def _letting(slowly: Slowly) -> copying.Tell:
    return lambda _done, _of: slowly.let_go.set()


def test_a_change_of_passphrase_does_not_hold_the_window(
    window: MainWindow, desk: Desk, slowly: Slowly, reopen: Callable[..., Desk]
) -> None:
    told = []

    def meanwhile() -> None:
        try:
            window.workplace.look()
            told.extend([progress().labelText(), desk.protected, len(desk.steps())])
        finally:
            slowly.let_go.set()

    before = len(desk.steps())
    once_seen(meanwhile)
    protect(window, "new")
    dialog(QMessageBox).accept()
    assert told == ["Set a passphrase", False, before]
    assert current_thread().name not in slowly.threads
    desk.do(pledges.record_pledges, [a_pledge()])
    assert reopen(desk, "new").check().sound


def test_a_change_of_passphrase_that_is_cancelled_changes_nothing(
    window: MainWindow, desk: Desk, slowly: Slowly
) -> None:
    before = desk.path.read_bytes()
    once_seen(cancel)
    protect(window, "new")
    form = dialog(ProtectForm)
    assert form.problem.text() == "This was broken off; nothing was changed."
    assert not desk.protected
    assert desk.path.read_bytes() == before
    assert left_beside(desk) == []
    slowly.let_go.set()
    form.save.click()
    dialog(QMessageBox).accept()
    assert desk.protected


def test_a_lock_breaks_a_change_of_passphrase_off_and_drafts_are_kept(
    window: MainWindow, desk: Desk, slowly: Slowly, reopen: Callable[..., Desk]
) -> None:
    desk.protect("old", lambda work: work(_letting(slowly)))
    slowly.let_go.clear()
    window.workplace.closing.connect(lambda: desk.keep_draft("note", "being typed"))
    once_seen(window.lock_now)
    protect(window, "new", present="old")
    assert window.workplace.desk is None
    assert not is_open(ProtectForm)
    assert not is_open(QMessageBox)
    dialog(PassphrasePrompt).reject()
    assert left_beside(desk) == []
    again = reopen(desk.path, "old")
    assert again.drafts()["note"][1] == "being typed"
    assert again.check().sound
