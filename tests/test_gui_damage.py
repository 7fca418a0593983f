"""A damaged file in the window: looked at, saved as far as it can be read, or put back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMessageBox,
    QProgressDialog,
    QPushButton,
)

from tests.builders import a_pledge
from tests.conftest import MOMENT
from tests.gui import a_window, dialog, fill
from tests.test_storage import raw
from upudesk import backups, evidence_store
from upudesk.backups import Keeping, Reason
from upudesk.campaign import pledges
from upudesk.desk import Desk
from upudesk.errors import DamagedFile
from upudesk.gui.check_keeper import CheckKeeper
from upudesk.gui.damaged_dialog import DamagedDialog
from upudesk.gui.lost_file import LostFile
from upudesk.gui.passphrases import PassphrasePrompt
from upudesk.gui.window import MainWindow
from upudesk.machine import state_folder


def usual() -> Keeping:
    return Keeping(backups.usual_folder(), 1 << 30)


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)
    assert true()


def asked() -> DamagedDialog:
    until(lambda: any(isinstance(w, DamagedDialog) and w.isVisible()
                      for w in QApplication.topLevelWidgets()))  # fmt: skip
    return dialog(DamagedDialog)


def words(shown: QDialog) -> str:
    from PySide6.QtWidgets import QLabel

    texts = (label.text() for label in shown.findChildren(QLabel))
    return " ".join(texts).replace("\u200b", "").replace("\u2060", "")


@pytest.mark.parametrize("left", [b"", bytes(70_000)], ids=["emptied", "zeros"])
def test_of_a_file_that_is_no_campaign_any_more_the_newest_backup_is_offered(desk, qapp, left):
    kept = backups.make(desk.original(), usual(), Reason.OPENED, MOMENT)
    with a_window(desk) as window:
        window.workplace.leave()
        desk.path.write_bytes(left)
        window.files.open(desk.path)
        shown = asked()
        assert shown.damage.newest == kept
        assert "Nothing can be read of it any more." in words(shown)
        shown.restore.click()
        until(lambda: window.workplace.desk is not None)
        dialog(QMessageBox).accept()


@pytest.mark.usefixtures("quick_keys")
def test_where_its_backups_have_a_passphrase_it_is_asked_for_first(desk, qapp):
    desk.protect("a word of ours")
    kept = backups.make(desk.original(), usual(), Reason.OPENED, MOMENT)
    with a_window(desk) as window:
        window.workplace.leave()
        desk.path.write_bytes(b"")
        window.files.open(desk.path)
        prompt = dialog(PassphrasePrompt)
        fill(prompt, passphrase="another word")
        prompt.accept()
        assert prompt.isVisible()
        fill(prompt, passphrase="a word of ours")
        prompt.accept()
        assert asked().damage.newest == kept
        dialog(DamagedDialog).reject()


# ------------------------------------------------------------------ gone, or noise

NOISE = b"\x9d" + bytes(range(1, 256)) * 257


@pytest.fixture
def gone(desk: Desk, qapp: QApplication) -> Iterator[MainWindow]:
    """The window without a campaign; its file, of which there is a back-up, was deleted."""
    backups.make(desk.original(), usual(), Reason.OPENED, MOMENT)
    with a_window(desk) as window:
        window.workplace.prefer(recent=(str(desk.path),), last_campaign=str(desk.path))
        window.workplace.leave()
        desk.path.unlink()
        yield window


def test_of_a_file_that_is_gone_a_backup_is_put_back_in_its_place(gone, desk):
    gone.files.open(desk.path)
    shown = dialog(LostFile)
    assert "was deleted, moved or renamed" in words(shown)
    assert gone.workplace.settings.recent == (str(desk.path),)
    shown.restore.click()
    until(lambda: gone.workplace.desk is not None)
    assert gone.workplace.desk.path == desk.path
    assert "Restored from the back-up of" in dialog(QMessageBox).text().replace("\u200b", "")
    dialog(QMessageBox).accept()


def test_a_file_that_was_moved_is_looked_for(gone, desk, make_desk, monkeypatch):
    found = make_desk("moved")
    found.close()
    chosen = (str(found.path), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: chosen)
    gone.files.open(desk.path)
    dialog(LostFile).search.click()
    assert gone.workplace.desk.path == found.path
    assert gone.workplace.settings.recent == (str(found.path),)


def test_a_file_that_was_never_here_is_told_in_one_sentence(gone, tmp_path):
    gone.files.open(tmp_path / "never.upudesk")
    assert "There is no file" in dialog(QMessageBox).text().replace("\u200b", "")
    dialog(QMessageBox).accept()


def test_noise_in_place_of_a_file_without_a_passphrase_leads_to_its_backups(gone, desk):
    desk.path.write_bytes(NOISE)
    gone.files.open(desk.path)
    shown = dialog(LostFile)
    assert "its newest back-up has none" in words(shown)
    shown.restore.click()
    until(lambda: gone.workplace.desk is not None)
    dialog(QMessageBox).accept()
    kept = desk.path.with_name(f"{desk.path.stem}.before-restore.upudesk")
    assert kept.read_bytes() == NOISE


@pytest.mark.usefixtures("quick_keys")
def test_a_passphrase_that_was_set_since_the_newest_backup_still_opens_the_file(
    gone, desk, make_desk
):
    protected = make_desk("protected", "a word of ours")
    protected.close()
    protected.path.rename(desk.path)
    gone.files.open(desk.path)
    dialog(LostFile).ask.click()
    prompt = dialog(PassphrasePrompt)
    fill(prompt, passphrase="a word of ours")
    prompt.accept()
    assert gone.workplace.desk.path == desk.path


@pytest.mark.usefixtures("quick_keys")
def test_where_no_passphrase_helps_the_backups_are_in_reach(desk, qapp):
    backups.make(desk.original(), usual(), Reason.OPENED, MOMENT)
    desk.protect("a word of ours")
    backups.make(desk.original(), usual(), Reason.ASKED, MOMENT + timedelta(hours=2))
    with a_window(desk) as window:
        window.workplace.leave()
        desk.path.write_bytes(NOISE)
        window.files.open(desk.path)
        dialog(PassphrasePrompt).others.click()
        shown = dialog(LostFile)
        assert [row.why for row in shown.rows] == ["by hand", "when the file was opened"]
        shown.restore.click()
        prompt = dialog(PassphrasePrompt)
        fill(prompt, passphrase="a word of ours")
        prompt.accept()
        until(lambda: window.workplace.desk is not None)
        assert window.workplace.desk.protected
        dialog(QMessageBox).accept()


@pytest.fixture
def cut_off(desk: Desk, qapp: QApplication) -> Iterator[MainWindow]:
    """The window without a campaign, and a file of which the end is gone."""
    for number in range(12):
        desk.do(pledges.record_pledges, [a_pledge(words="ก" * (number * 97 % 900))])
    with a_window(desk) as window:
        window.finish()
        window.workplace.leave()
        content = desk.path.read_bytes()
        desk.path.write_bytes(content[: len(content) * 3 // 4])
        yield window


def test_a_damaged_file_is_looked_at_and_cannot_be_written(cut_off, desk):
    was = desk.path.read_bytes()
    cut_off.files.open(desk.path)
    shown = asked()
    assert "There is none." in words(shown)
    assert "could be read" in words(shown)
    assert not shown.restore.isEnabled()
    shown.look.click()
    held = cut_off.workplace.desk
    assert held.read_only
    assert held.path == desk.path
    assert "This file is damaged." in cut_off.banner.words.text()
    with pytest.raises(DamagedFile):
        held.do(pledges.record_pledges, [a_pledge("ke")])
    assert list((state_folder() / "damaged").iterdir())
    cut_off.workplace.leave()
    assert not list((state_folder() / "damaged").iterdir())
    assert desk.path.read_bytes() == was


def test_what_can_be_read_is_saved_and_opened(cut_off, desk, tmp_path):
    cut_off.files.open(desk.path)
    shown, new = asked(), tmp_path / "saved.upudesk"
    cut_off.files.save_readable(shown, new)
    until(lambda: cut_off.workplace.desk is not None)
    held = cut_off.workplace.desk
    assert held.path == new
    assert not held.read_only
    assert held.check().sound
    assert "stays as it is" in dialog(QMessageBox).text().replace("\u200b", "")
    dialog(QMessageBox).accept()


def test_the_newest_sound_backup_is_named_with_what_would_be_missing(desk, qapp):
    keeping = Keeping(backups.usual_folder(), 1 << 30)
    sound = backups.make(desk.original(), keeping, Reason.OPENED, MOMENT)
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    spoilt = backups.make(desk.original(), keeping, Reason.MANY, MOMENT + timedelta(hours=2))
    spoilt.path.write_bytes(spoilt.path.read_bytes()[:9000])
    with a_window(desk) as window:
        window.workplace.leave()
        raw(desk.path, "UPDATE member SET notes = CAST(x'ff' AS TEXT)")
        window.files.open(desk.path)
        shown = asked()
        assert shown.damage.newest == sound
        assert "1 record that can be read now would be missing." in words(shown)
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        assert window.workplace.desk is None


def test_a_file_that_turns_out_to_be_damaged_is_not_written_any_more(desk, qapp):
    with a_window(desk) as window:
        window.finish()
        checks: CheckKeeper = window.checks
        desk._file._sql("CREATE TABLE spoilt (a TEXT NOT NULL)")
        desk._file._sql("PRAGMA writable_schema = ON")
        desk._file._sql("INSERT INTO spoilt VALUES ('x')")
        root = desk._file._sql("SELECT rootpage FROM sqlite_master WHERE name = 'spoilt'")
        at = (root.fetchone()[0] - 1) * 4096
        whole = bytearray(desk.path.read_bytes())
        whole[at : at + 8] = b"\x0d\0\0\xff\xff\x0f\xf0\0"
        desk.path.write_bytes(whole)
        checks.look_over()
        shown = asked()
        assert desk.read_only
        assert window.workplace.desk is desk
        with pytest.raises(DamagedFile):
            desk.do(pledges.record_pledges, [a_pledge("ke")])
        shown.leave.click()
        assert "This file is damaged." in window.banner.words.text()


def test_a_restore_that_is_cancelled_leaves_the_damaged_file_and_asks_again(
    desk, qapp, monkeypatch
):
    backups.make(desk.original(), Keeping(backups.usual_folder(), 1 << 30), Reason.OPENED, MOMENT)

    def endless(file, wanted, folder, tell):
        while True:
            time.sleep(0.005)
            tell()

    monkeypatch.setattr(evidence_store, "bring_together", endless)
    with a_window(desk) as window:
        window.workplace.leave()
        desk.path.write_bytes(desk.path.read_bytes()[:9000])
        was, around = desk.path.read_bytes(), sorted(desk.path.parent.iterdir())
        window.files.open(desk.path)
        asked().restore.click()
        until(lambda: any(isinstance(w, QProgressDialog) and w.isVisible()
                          for w in QApplication.topLevelWidgets()))  # fmt: skip
        dialog(QProgressDialog).findChild(QPushButton).click()
        shown = asked()
        assert shown.restore.isEnabled()
        assert desk.path.read_bytes() == was
        assert sorted(desk.path.parent.iterdir()) == around
        shown.leave.click()


# ------------------------------------------------------------------ looking it over


@pytest.fixture
def checks(desk: Desk, qapp: QApplication) -> Iterator[CheckKeeper]:
    with a_window(desk) as window:
        window.finish()
        yield window.checks
        window.checks.end()


def test_an_open_file_is_looked_over_once_the_window_stands(checks):
    assert checks._first.isActive()
    checks._first.timeout.emit()
    until(lambda: not checks._tasks.busy)
    assert checks.report is None


def test_the_whole_file_is_checked_once_a_week_while_nobody_is_at_work(checks, desk):
    assert desk.last_check is None
    checks._first.stop()
    checks.check_if_due()
    assert not checks._tasks.busy
    checks._touched -= 1000
    checks.check_if_due()
    until(lambda: not checks._tasks.busy)
    assert checks.report.sound
    assert desk.last_check is not None
    assert checks.label.text().startswith("Checked ")
    checks.check_if_due()
    assert not checks._tasks.busy


def test_whoever_touches_a_key_breaks_the_weekly_check_off(checks, desk, monkeypatch):
    began = []

    def slow(tell):
        began.append(True)
        while True:
            time.sleep(0.03)
            tell()

    monkeypatch.setattr(desk, "check", slow)
    checks.check()
    until(lambda: began)
    QApplication.sendEvent(checks._workplace, QEvent(QEvent.Type.KeyPress))
    until(lambda: not checks._tasks.busy)
    assert checks.report is None


def test_faults_that_the_check_finds_are_told(checks, desk):
    raw(desk.path, "DELETE FROM member WHERE id = 'la'")
    checks.check()
    until(lambda: not checks._tasks.busy)
    assert "differ from the journal" in dialog(QMessageBox).text().replace("\u200b", "")
    dialog(QMessageBox).accept()
    assert "fault" in checks.label.text()
    assert not desk.read_only


def test_a_file_in_which_something_was_planted_says_so_and_none_of_it_comes_along(
    desk, qapp, tmp_path
):
    with a_window(desk) as window:
        window.workplace.leave()
        raw(desk.path, "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM pledge; END")
        window.files.open(desk.path)
        shown = asked()
        assert "holds commands that UPUDesk never writes" in words(shown)
        window.files.save_readable(shown, tmp_path / "saved.upudesk")
        until(lambda: window.workplace.desk is not None)
        assert window.workplace.desk.check().sound
        dialog(QMessageBox).accept()
    assert not raw(tmp_path / "saved.upudesk", "SELECT 1 FROM sqlite_master WHERE type = 'trigger'")
