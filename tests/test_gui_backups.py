"""Back-ups in the window: made beside the work, said in the status bar, and the way back."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMessageBox,
    QProgressDialog,
    QPushButton,
    QWidget,
)

from tests.builders import a_pledge
from tests.gui import a_window, dialog, fill, menu_action
from upudesk import backups, copying
from upudesk.backups import Keeping, Reason
from upudesk.campaign import pledges
from upudesk.desk import MANY, Desk
from upudesk.gui.backup_keeper import BackupKeeper
from upudesk.gui.backups_dialog import BackupsDialog
from upudesk.gui.damaged_dialog import DamagedDialog
from upudesk.gui.old_backups import OldBackups
from upudesk.gui.passphrases import PassphrasePrompt, ProtectForm
from upudesk.gui.restore_dialog import RestoreDialog
from upudesk.gui.window import MainWindow

pytestmark = pytest.mark.usefixtures("quick_keys")


def until(true: Callable[[], object], seconds: float = 10) -> None:
    """Let the worker and the window go on until it is so."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)
    assert true()


def shown(kind: type[QWidget]) -> bool:
    return any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets())


@pytest.fixture
def window(desk: Desk, qapp: QApplication) -> Iterator[MainWindow]:
    with a_window(desk) as made:
        made.finish()
        yield made
        until(lambda: not made.keeper._tasks.busy)


def made(window: MainWindow, reason: Reason = Reason.OPENED) -> None:
    keeper: BackupKeeper = window.keeper
    before = len(keeper.copies())
    keeper.make(reason)
    until(lambda: not keeper._tasks.busy)
    assert len(keeper.copies()) >= before


def test_an_opened_campaign_is_backed_up_and_the_status_bar_says_so(window):
    keeper: BackupKeeper = window.keeper
    assert keeper.label.text() == "No back-up yet"
    assert keeper._first.isActive()
    keeper._first.timeout.emit()
    until(lambda: keeper.last)
    assert keeper.label.text().startswith("Back-up ")
    assert keeper.label.text().endswith(", verified")
    assert [copy.reason for copy in keeper.copies()] == [Reason.OPENED]


def test_the_window_stays_the_active_one(window):
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert shown == [window]
    assert window.keeper.label.parent() is window.statusBar()
    assert window.keeper.label.isVisible()


def test_a_change_asks_for_a_backup_a_quarter_of_an_hour_later(window, desk):
    keeper: BackupKeeper = window.keeper
    made(window)
    assert not keeper._every.isActive()
    desk.do(pledges.record_pledges, [a_pledge()])
    assert keeper._every.isActive()
    assert keeper._every.interval() == 15 * 60_000
    keeper._every.timeout.emit()
    until(lambda: not keeper._tasks.busy)
    assert not keeper._every.isActive()
    assert backups.snapshot_of(keeper.copies()[-1].path, None, desk.today).pledges


def test_the_last_back_up_is_told_from_the_first_moment(desk, qapp):
    keeping = Keeping(backups.usual_folder(), 1 << 30)
    made = backups.make(desk.original(), keeping, Reason.ASKED, datetime.now(UTC))
    with a_window(desk) as window:
        window.finish()
        assert window.keeper.last == made
        assert "verified" in window.keeper.label.text()


def test_before_a_bulk_change_the_state_until_then_is_kept(window, desk):
    desk.do(pledges.record_pledges, [a_pledge() for _ in range(MANY)])
    (copy,) = window.keeper.copies()
    assert copy.reason is Reason.MANY
    assert not backups.snapshot_of(copy.path, None, desk.today).pledges


@pytest.fixture
def slowly(window, monkeypatch) -> Iterator[Event]:
    """A back-up that comes to no end before it is let go, or broken off."""
    let_go, copy = Event(), copying.copy_records

    def slow(source, target, passphrase, tell, **kwargs):
        while not let_go.wait(0.005):
            tell()
        copy(source, target, passphrase, tell, **kwargs)

    monkeypatch.setattr(copying, "copy_records", slow)
    yield let_go
    let_go.set()


def soon(then: Callable[[], None]) -> None:
    QTimer.singleShot(1, QApplication.instance(), then)


def progress() -> QProgressDialog:
    until(lambda: shown(QProgressDialog))
    return dialog(QProgressDialog)


def test_the_window_goes_on_while_it_backs_up_before_a_bulk_change(window, desk, slowly):
    """It says what it waits for, and other programs may write."""
    told = []

    def meanwhile() -> None:
        told.append((window.keeper.label.text(), progress().labelText(), len(desk.steps())))
        desk.keep_draft("note", "being typed")
        slowly.set()

    before = len(desk.steps())
    soon(meanwhile)
    window.workplace.do(pledges.record_pledges, [a_pledge() for _ in range(MANY)])
    assert told == [("Backing up …", "Backing up …", before)]
    assert len(desk.snapshot.pledges) == MANY
    assert window.keeper.label.text().endswith(", verified")


def test_a_bulk_change_is_given_up_with_its_backup(window, desk, slowly):
    soon(lambda: progress().findChild(QPushButton).click())
    assert not window.workplace.attempt(
        window, pledges.record_pledges, [a_pledge() for _ in range(MANY)]
    )
    assert desk.snapshot.pledges == ()
    assert window.keeper.copies() == []
    assert window.keeper.label.text() == "No back-up yet"
    assert not shown(QProgressDialog)
    assert not shown(QMessageBox)  # whoever breaks it off knows


def test_a_bulk_change_can_be_given_up_while_another_backup_is_being_made(window, desk, slowly):
    window.keeper.make(Reason.OPENED)
    soon(lambda: progress().findChild(QPushButton).click())
    assert not window.workplace.attempt(
        window, pledges.record_pledges, [a_pledge() for _ in range(MANY)]
    )
    assert window.keeper._tasks.busy
    slowly.set()
    until(lambda: window.keeper.last)
    assert [copy.reason for copy in window.keeper.copies()] == [Reason.OPENED]


def test_a_campaign_that_is_locked_meanwhile_is_left_as_it_was(window, desk, slowly):
    desk.protect("secret words")
    soon(lambda: (progress(), window.lock_now()))
    assert not window.workplace.attempt(
        window, pledges.record_pledges, [a_pledge() for _ in range(MANY)]
    )
    assert window.workplace.desk is None
    assert not shown(QMessageBox)
    dialog(PassphrasePrompt).reject()
    with Desk.open(desk.path, "secret words") as again:
        assert again.snapshot.pledges == ()


def test_a_folder_that_is_gone_is_said_at_once_and_work_goes_on(window, desk, tmp_path):
    keeper: BackupKeeper = window.keeper
    window.workplace.prefer(backup_folder=str(tmp_path / "stick"))
    keeper.make(Reason.OPENED)
    until(lambda: keeper.fault)
    assert keeper.label.text() == "⚠ No back-up"
    assert "is not there; no back-up was made" in window.said.text()
    assert "is not there" in keeper.label.toolTip()
    desk.do(pledges.record_pledges, [a_pledge() for _ in range(MANY)])
    assert len(desk.snapshot.pledges) == MANY
    (tmp_path / "stick").mkdir()
    made(window)
    assert keeper.label.text().endswith(", verified")
    assert keeper.fault is None


def test_a_backup_under_way_does_not_outlive_its_campaign(window, desk):
    window.keeper.make(Reason.OPENED)
    window.workplace.leave()
    until(lambda: not window.keeper._tasks.busy)
    assert window.keeper.last is None
    assert window.keeper.label.isHidden()


def test_closing_the_window_waits_for_the_backup_and_no_longer(desk, qapp):
    with a_window(desk) as window:
        window.finish()
        window.keeper.make(Reason.OPENED)
        window.close()
        assert window.keeper._tasks._pool.activeThreadCount() == 0
    assert gc.isenabled()


def listed(window: MainWindow) -> BackupsDialog:
    menu_action(window, "File", "Back-ups").trigger()
    return dialog(BackupsDialog)


def test_the_list_names_day_reason_size_folder_and_room(window, desk):
    opened = listed(window)
    assert opened.none.isVisible()
    opened.now.click()
    until(lambda: opened.model.rows)
    beside = desk.backup()
    opened.renew()
    shown = [
        [opened.model.cell(opened.model.index(row, column)).text for column in range(4)]
        for row in range(2)
    ]
    assert {row[1] for row in shown} == {"by hand", f"beside the file: {beside.name}"}
    assert all(row[3] == "✓ when made" for row in shown)
    assert all("MB" in row[2] for row in shown)
    assert "They take" in opened.used.text()
    assert opened.budget.currentText() == "5 GB"
    opened.reject()


def test_where_there_is_none_yet_nothing_is_said_to_take_room(window):
    opened = listed(window)
    assert opened.used.text() == "&At most:"
    opened.reject()


def test_enter_on_a_row_looks_into_it_as_a_double_click_does(window):
    made(window)
    opened = listed(window)
    QTest.keyClick(opened.table, Qt.Key.Key_Return)
    until(lambda: shown(RestoreDialog))
    dialog(RestoreDialog).reject()
    opened.reject()


def test_the_budget_is_kept_as_a_setting_and_held_at_once(window, desk, monkeypatch):
    made(window)
    opened = listed(window)
    opened.budget.setCurrentIndex(0)
    assert window.workplace.settings.backup_megabytes == 1024
    until(lambda: not window.keeper._tasks.busy)
    opened.reject()


def test_another_folder_is_tried_at_once(window, monkeypatch, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    elsewhere = str(tmp_path / "elsewhere")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: elsewhere)
    opened = listed(window)
    opened._choose_folder()
    until(lambda: opened.model.rows)
    assert window.workplace.settings.backup_folder == elsewhere
    assert window.keeper.copies()[0].path.is_relative_to(elsewhere)
    opened._folder_chosen("")
    until(lambda: not window.keeper._tasks.busy)
    assert not Keeping.of(window.workplace.settings).chosen
    opened.reject()


def test_restoring_shows_what_differs_and_is_one_step_with_an_undo(window, desk):
    stays = a_pledge(words="as it was")
    desk.do(pledges.record_pledges, [stays])
    made(window)
    desk.do(pledges.record_pledges, [a_pledge("ke", words="later")])
    steps = len(desk.steps())
    opened = listed(window)
    QTest.keyClick(opened.table, Qt.Key.Key_Down)
    opened.restore.click()
    until(lambda: shown(RestoreDialog))
    asked = dialog(RestoreDialog)
    assert [one.record.words for one in asked.found] == ["later"]
    assert asked.model.cell(asked.model.index(0, 0)).text == "goes"
    asked.restore.click()
    assert [pledge.words for pledge in desk.snapshot.pledges] == ["as it was"]
    assert len(desk.steps()) == steps + 1
    assert not opened.isVisible()
    assert Reason.RESTORE in {copy.reason for copy in window.keeper.copies()}
    assert "Go back to a back-up" in window.said.text()
    menu_action(window, "Edit", "Undo").trigger()
    assert len(desk.snapshot.pledges) == 2


def test_where_nothing_differs_there_is_nothing_to_restore(window):
    made(window)
    opened = listed(window)
    opened.compare()
    until(lambda: shown(RestoreDialog))
    asked = dialog(RestoreDialog)
    assert not asked.restore.isEnabled()
    asked.reject()
    opened.reject()


def test_a_backup_under_an_earlier_passphrase_asks_for_it(make_desk, qapp):
    desk = make_desk(passphrase="old")
    with a_window(desk) as window:
        window.finish()
        made(window)
        desk.protect("new")
        opened = listed(window)
        opened.compare()
        until(lambda: shown(PassphrasePrompt))
        prompt = dialog(PassphrasePrompt)
        fill(prompt, passphrase="old")
        prompt.accept()
        asked = dialog(RestoreDialog)
        assert asked.found == []
        asked.reject()
        opened.reject()


def test_a_damaged_backup_is_said_and_changes_nothing(window, desk):
    made(window)
    (copy,) = window.keeper.copies()
    copy.path.write_bytes(copy.path.read_bytes()[:5000])
    opened = listed(window)
    opened.compare()
    until(lambda: shown(QMessageBox))
    box = dialog(QMessageBox)
    assert "damaged" in box.text()
    box.accept()
    opened.reject()


def test_a_new_passphrase_offers_all_that_was_made_under_the_one_before(window, desk):
    made(window)
    menu_action(window, "File", "Passphrase").trigger()
    form = dialog(ProtectForm)
    fill(form, passphrase="secret words", again="secret words")
    form.accept()
    offer = dialog(OldBackups)
    (copy,) = window.keeper.copies()
    assert list(offer.ticks) == [copy.path]
    offer.encrypt.click()
    until(lambda: offer.said.isVisible())
    assert "1 back-up is under the new passphrase" in offer.said.text()
    assert backups.snapshot_of(copy.path, "secret words", desk.today).members
    offer.accept()
    assert window.keeper._first.isActive()


def test_a_copy_in_an_older_place_is_listed_once_by_its_file(window, desk, tmp_path):
    shape = desk.path.with_name(f"{desk.path.stem}.shape-1.upudesk")
    shape.write_bytes(desk.path.read_bytes())
    opened = listed(window)
    assert [Path(row.path) for row in opened.model.rows] == [shape]
    opened.reject()


@pytest.mark.parametrize("passphrase", [None, "secret words"])
def test_a_damaged_file_offers_its_newest_backup(make_desk, qapp, passphrase):
    desk = make_desk(passphrase=passphrase)
    desk.do(pledges.record_pledges, [a_pledge(words="as it was")])
    keeping = Keeping(backups.usual_folder(), 1 << 30)
    moment = datetime(2026, 3, 10, tzinfo=UTC)
    backups.make(desk.original(), keeping, Reason.OPENED, moment)
    with a_window(desk) as window:
        window.workplace.leave()
        content = desk.path.read_bytes()
        desk.path.write_bytes(content[:9000])
        window.files.open(desk.path)
        if passphrase:
            prompt = dialog(PassphrasePrompt)
            fill(prompt, passphrase=passphrase)
            prompt.accept()
        until(lambda: shown(DamagedDialog))
        dialog(DamagedDialog).restore.click()
        until(lambda: window.workplace.desk is not None)
        opened = window.workplace.desk
        assert opened is not None
        assert [pledge.words for pledge in opened.snapshot.pledges] == ["as it was"]
        assert opened.check().sound
        assert opened.undoable is None
        dialog(QMessageBox).accept()
    (kept,) = desk.path.parent.glob("*.before-restore*")
    assert kept.read_bytes() == content[:9000]
