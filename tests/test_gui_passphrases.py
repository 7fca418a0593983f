"""Passphrases in the window: set, changed, removed, asked for; earlier back-ups not forgotten."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QWidget

from tests.gui import dialog, fill, is_open, menu_action, pick
from tests.test_gui_backups import until
from upudesk import earlier_backups, opening
from upudesk.backups import Reason
from upudesk.desk import Desk
from upudesk.earlier_backups import Outcome
from upudesk.errors import WrongPassphrase
from upudesk.gui.backups_dialog import BackupsDialog
from upudesk.gui.entry import Entry
from upudesk.gui.envelope import Envelope
from upudesk.gui.old_backups import OldBackups
from upudesk.gui.passphrases import PassphrasePrompt, ProtectForm
from upudesk.gui.strength import StrengthMeter
from upudesk.gui.waiting import Waiting
from upudesk.gui.window import MainWindow

pytestmark = pytest.mark.usefixtures("quick_keys")


def problem(form: Entry, name: str) -> str:
    return form.form.fields[name].accessibleDescription()


def seen_whole(cell: QWidget) -> bool:
    """Whether a field and the sentence below it can be read without scrolling."""
    QApplication.processEvents()
    needed = cell.layout().heightForWidth(cell.width())
    return cell.visibleRegion().boundingRect().height() >= needed


def protect(window: MainWindow, passphrase: str, present: str = "", sheet: str = "") -> None:
    menu_action(window, "File", "Passphrase").trigger()
    form = dialog(ProtectForm)
    if present:
        fill(form, present=present)
    fill(form, passphrase=passphrase, again=passphrase)
    pick(form.form.fields["sheet"], sheet)
    form.save.click()


def unprotect(window: MainWindow, present: str) -> None:
    menu_action(window, "File", "Passphrase").trigger()
    form = dialog(ProtectForm)
    fill(form, present=present)
    form.remove.click()
    form.save.click()


def encrypting(offer: OldBackups) -> Callable[[], bool]:
    """Begun; tells whether it has ended."""
    offer.encrypt.click()
    ended = list[bool]()
    offer.findChildren(Waiting)[-1].ended.connect(lambda: ended.append(True))
    return lambda: bool(ended)


def encrypted(offer: OldBackups) -> None:
    until(encrypting(offer))


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


def test_what_is_typed_is_seen_only_where_that_is_asked_for(
    window: MainWindow, make_desk: Callable[..., Desk]
) -> None:
    locked = make_desk("locked", "right")
    locked.close()
    window.files.open(locked.path)
    form = dialog(PassphrasePrompt)
    field = form.form.fields["passphrase"]
    assert field.echoMode() is QLineEdit.EchoMode.Password
    form.shown.click()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    form.shown.click()
    assert field.echoMode() is QLineEdit.EchoMode.Password
    form.reject()


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
    unprotect(window, "old")
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
    (tick,) = offer.ticks.values()
    assert f"beside the file: {backup.name}" in tick.text()
    assert tick.text().endswith(" MB")
    assert not offer.form.isVisible()
    encrypted(offer)
    assert offer.said.text() == "1 back-up is under the new passphrase now."
    assert not offer.encrypt.isEnabled()
    QApplication.processEvents()
    assert offer.height() >= offer.layout().heightForWidth(offer.width())
    offer.leave.click()
    with Desk.open(backup, "new") as copy:
        assert copy.check().sound


def test_what_was_put_under_the_new_passphrase_stays_so_where_the_rest_is_cancelled(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = [desk.backup(desk.path.with_name(f"campaign.backup {n}.upudesk")) for n in (1, 2)]
    protect(window, "new")
    offer, put = dialog(OldBackups), earlier_backups.put_under
    done, cancelled = Event(), Event()

    def put_under(*given: Any) -> Outcome:
        outcome = put(*given)
        done.set()
        cancelled.wait(10)
        time.sleep(0.06)  # Cancel is looked for twenty times a second
        return outcome

    monkeypatch.setattr(earlier_backups, "put_under", put_under)
    ended = encrypting(offer)
    assert done.wait(10)
    offer.findChild(Waiting).shown.canceled.emit()
    cancelled.set()
    until(ended)
    assert offer.said.text() == "1 back-up is under the new passphrase now."
    assert offer.chosen == backups[1:]
    assert not opening.is_protected(backups[1])
    offer.leave.click()


def test_the_passphrase_that_was_just_changed_is_not_asked_for_again(
    window: MainWindow, desk: Desk
) -> None:
    window.finish()
    desk.protect("old")
    window.keeper.make_now(Reason.OPENED)
    (copy,) = window.keeper.copies()
    protect(window, "new", present="old")
    offer = dialog(OldBackups)
    (tick,) = offer.ticks.values()
    made = window.workplace.language.instant(copy.made_at)
    assert tick.text().startswith(f"{made}\u00a0· when the file was opened")
    assert not offer.form.isVisible()
    encrypted(offer)
    offer.leave.click()
    Desk.open(copy.path, "new").close()


def test_backups_under_an_earlier_passphrase_ask_for_it(window: MainWindow, desk: Desk) -> None:
    desk.protect("oldest")
    backup = desk.backup()
    desk.protect("old")
    protect(window, "new", present="old")
    offer = dialog(OldBackups)
    encrypted(offer)
    assert backup.name in offer.said.text()
    assert offer.chosen == [backup]
    assert offer.form.isVisible()
    fill(offer, earlier="oldest")
    encrypted(offer)
    offer.leave.click()
    with pytest.raises(WrongPassphrase):
        Desk.open(backup, "oldest")
    Desk.open(backup, "new").close()


def test_wrong_passphrases_of_earlier_backups_have_to_wait_like_others(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.protect("oldest")
    backup = desk.backup()
    desk.protect("old")
    monkeypatch.setattr("upudesk.tries.FREE", 0)
    offer = OldBackups(window, [backup], "old", protected=True)
    offer.open()
    for typed in ("guess", "oldest"):
        fill(offer, earlier=typed)
        encrypted(offer)
    assert "has to wait" in offer.said.text()
    assert offer.chosen == [backup]
    offer.leave.click()


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
    unprotect(window, "old")
    offer = dialog(OldBackups)
    assert not offer.encrypt.isVisible()
    assert offer.delete.isVisible()
    offer.leave.click()


def test_the_strength_of_what_is_typed_is_a_word_a_bar_and_a_sentence(
    window: MainWindow, desk: Desk
) -> None:
    menu_action(window, "File", "Passphrase").trigger()
    form = dialog(ProtectForm)
    shown = [label.text() for label in form.findChildren(QLabel)]
    assert any("no back door" in text for text in shown)
    meter = form.form.fields["strength"]
    assert isinstance(meter, StrengthMeter)
    assert (meter.bar.filled, meter.word.text()) == (0, "")
    for typed, word, filled in (("password", "Very weak", 1), (STRONG, "Strong", 5)):
        fill(form, passphrase=typed)
        meter.judge()
        assert (meter.bar.filled, meter.word.text()) == (filled, word)
        assert word in form.form.fields["passphrase"].accessibleDescription()
        assert meter.meaning.text()
    form._touched = False
    form.reject()


STRONG = "correct horse battery staple"


def test_who_changes_or_removes_it_has_to_know_the_present_one(
    window: MainWindow, desk: Desk
) -> None:
    desk.protect("old")
    protect(window, "new", present="guess")
    form = dialog(ProtectForm)
    assert "another passphrase" in problem(form, "present")
    assert not Desk.open(desk.path, "old").close()
    fill(form, present="old")
    form.save.click()
    dialog(QMessageBox).accept()
    Desk.open(desk.path, "new").close()


def test_wrong_ones_wait_here_too_and_the_wait_is_shown(
    window: MainWindow, make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = make_desk("locked", "right")
    locked.close()
    monkeypatch.setattr("upudesk.tries.FREE", 0)
    window.files.open(locked.path)
    form = dialog(PassphrasePrompt)
    fill(form, passphrase="wrong")
    form.save.click()
    assert "wait 2 s" in form.waits.text()
    assert not form.save.isEnabled()
    fill(form, passphrase="right")
    form.accept()
    assert window.workplace.desk is None or window.workplace.desk.path != locked.path
    form.reject()
    window.files.open(locked.path)  # asking anew does not shorten it
    form = dialog(PassphrasePrompt)
    assert not form.save.isEnabled()
    monkeypatch.setattr("upudesk.tries.wait_after", lambda _wrong: 0)
    form._wait()
    assert form.waits.text() == ""
    fill(form, passphrase="right")
    form.save.click()
    assert window.workplace.desk is not None
    assert window.workplace.desk.path == locked.path


@pytest.mark.parametrize("sheet", ["by_hand", "printed"])
def test_the_sheet_for_an_envelope_holds_the_passphrase_only_where_that_was_chosen(
    window: MainWindow, desk: Desk, tmp_path: Path, sheet: str
) -> None:
    protect(window, STRONG, sheet=sheet)
    steps = len(desk.steps())
    shown = dialog(Envelope)
    document = shown.reader.pages.document
    text = document.getAllText(0).text()
    assert "no back door" in text
    assert (STRONG in text) is (sheet == "printed")
    assert len(desk.steps()) == steps
    assert not list(tmp_path.rglob("*.pdf"))
    shown.save_to(tmp_path / "sheet")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    shown.close()
    dialog(QMessageBox).accept()


def test_those_that_were_left_can_be_settled_later(
    window: MainWindow, desk: Desk, qtbot: Any
) -> None:
    window.finish()
    desk.protect("old")
    copy = desk.backup()
    desk.protect(STRONG)
    window.files.show_backups()
    shown = dialog(BackupsDialog)
    shown.look_for_others()
    qtbot.waitUntil(lambda: is_open(OldBackups))
    offer = dialog(OldBackups)
    assert list(offer.ticks) == [copy]
    fill(offer, earlier="old")
    encrypted(offer)
    offer.leave.click()
    shown.look_for_others()
    qtbot.waitUntil(lambda: is_open(QMessageBox))
    assert "under the passphrase of today" in dialog(QMessageBox).text()
    dialog(QMessageBox).accept()
    shown.reject()
