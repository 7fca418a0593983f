"""Passphrases in the window: set, changed, removed, asked for; earlier back-ups not forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tests.gui import dialog, fill, menu_action
from upudesk.desk import Desk
from upudesk.errors import WrongPassphrase
from upudesk.gui.entry import Entry
from upudesk.gui.passphrases import OldBackups, PassphrasePrompt, ProtectForm
from upudesk.gui.window import MainWindow


def problem(form: Entry, name: str) -> str:
    return form.form.fields[name].accessibleDescription()


def seen_whole(cell: QWidget) -> bool:
    """Whether a field and the sentence below it can be read without scrolling."""
    QApplication.processEvents()
    needed = cell.layout().heightForWidth(cell.width())
    return cell.visibleRegion().boundingRect().height() >= needed


def protect(window: MainWindow, passphrase: str) -> None:
    menu_action(window, "File", "Passphrase").trigger()
    form = dialog(ProtectForm)
    fill(form, passphrase=passphrase, again=passphrase)
    form.save.click()


def unprotect(window: MainWindow) -> None:
    menu_action(window, "File", "Passphrase").trigger()
    form = dialog(ProtectForm)
    form.remove.click()
    form.save.click()


def test_a_passphrase_is_set_and_then_asked_for(window: MainWindow, desk: Desk) -> None:
    menu_action(window, "File", "Passphrase").trigger()
    form = dialog(ProtectForm)
    form.save.click()
    assert "empty" in problem(form, "passphrase")
    fill(form, passphrase="ลับ", again="ลา")
    form.save.click()
    assert "differ" in problem(form, "again")
    fill(form, passphrase="ลับมาก", again="ลับมาก")
    form.save.click()
    box = dialog(QMessageBox)
    assert "needed from now on" in box.text()
    box.accept()
    assert desk.protected
    assert "encrypted" in window.file_label.text()


def test_a_wrong_passphrase_gets_a_sentence_and_another_try(
    window: MainWindow, make_desk: Callable[..., Desk]
) -> None:
    locked = make_desk("locked", "right")
    locked.close()
    window.files.open(locked.path)
    form = dialog(PassphrasePrompt)
    fill(form, passphrase="wrong")
    form.save.click()
    assert "passphrase" in problem(form, "passphrase")
    assert "locked" in problem(form, "passphrase")
    assert seen_whole(form.form.fields["passphrase"].parentWidget())
    fill(form, passphrase="right")
    form.save.click()
    assert window.workplace.desk is not None
    assert window.workplace.desk.path == locked.path


def test_a_passphrase_is_removed(window: MainWindow, desk: Desk) -> None:
    desk.protect("old")
    unprotect(window)
    box = dialog(QMessageBox)
    assert "no passphrase" in box.text()
    box.accept()
    assert not desk.protected
    assert "no passphrase" in window.file_label.text()


def test_backups_from_before_are_put_under_the_new_passphrase(
    window: MainWindow, desk: Desk
) -> None:
    backup = desk.backup()
    protect(window, "new")
    offer = dialog(OldBackups)
    assert [tick.text() for tick in offer.ticks.values()] == [backup.name]
    assert not offer.form.isVisible()
    offer.encrypt.click()
    assert offer.said.text() == "1 back-up is under the new passphrase now."
    assert not offer.encrypt.isEnabled()
    QApplication.processEvents()
    assert offer.height() >= offer.layout().heightForWidth(offer.width())
    offer.leave.click()
    with Desk.open(backup, "new") as copy:
        assert copy.check().sound


def test_backups_under_an_earlier_passphrase_ask_for_it(window: MainWindow, desk: Desk) -> None:
    desk.protect("old")
    backup = desk.backup()
    protect(window, "new")
    offer = dialog(OldBackups)
    fill(offer, earlier="wrong")
    offer.encrypt.click()
    assert backup.name in offer.said.text()
    assert offer.chosen == [backup]
    fill(offer, earlier="old")
    offer.encrypt.click()
    offer.leave.click()
    with pytest.raises(WrongPassphrase):
        Desk.open(backup, "old")
    Desk.open(backup, "new").close()


def test_chosen_backups_are_deleted_once_the_user_is_sure(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = desk.backup(), desk.backup(desk.path.with_name("campaign.backup 2.upudesk"))
    protect(window, "new")
    offer = dialog(OldBackups)
    offer.ticks[kept].setChecked(False)
    monkeypatch.setattr("upudesk.gui.messages.confirmed", lambda *_question: False)
    offer.delete.click()
    assert gone.exists()
    monkeypatch.setattr("upudesk.gui.messages.confirmed", lambda *_question: True)
    offer.delete.click()
    assert (kept.exists(), gone.exists()) == (True, False)
    assert offer.said.text() == "1 back-up was deleted."
    offer.leave.click()


def test_without_a_passphrase_earlier_backups_can_only_be_left_or_deleted(
    window: MainWindow, desk: Desk
) -> None:
    desk.protect("old")
    desk.backup()
    unprotect(window)
    offer = dialog(OldBackups)
    assert not offer.encrypt.isVisible()
    assert offer.delete.isVisible()
    offer.leave.click()
