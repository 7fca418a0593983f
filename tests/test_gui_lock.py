"""Locking: names leave the screen, the key leaves the memory, the file opens again where it was."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from tests.gui import a_window, dialog, fill, pick, type_text
from upudesk.backups import Reason
from upudesk.desk import Desk
from upudesk.gui.drafts import drafts_of, open_draft
from upudesk.gui.inplace import InPlace
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.passphrases import PassphrasePrompt
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.window import MainWindow
from upudesk.model import Form, Level, Member

pytestmark = pytest.mark.usefixtures("quick_keys", "qtbot")


@pytest.fixture
def locked_desk(desk: Desk) -> Desk:
    desk.protect("a word of ours")
    return desk


@pytest.fixture
def window(locked_desk: Desk) -> Iterator[MainWindow]:
    with a_window(locked_desk) as shown:
        shown.finish()
        yield shown


def lock(window: MainWindow) -> PassphrasePrompt:
    window.activateWindow()
    QApplication.processEvents()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.countries.listing.table, Qt.Key.Key_L, modifiers)
    return dialog(PassphrasePrompt)


def typed_in_place(window: MainWindow, text: str) -> InPlace:
    """The note of the country that is looked at, open with something typed in it."""
    fact = next(one for one in window.countries.findChildren(InPlace) if one._name == "notes")
    fact.edit()
    type_text(fact.field, text)
    return fact


def test_locked_means_that_the_file_is_closed_and_its_names_are_gone(window):
    prompt = lock(window)
    assert window.workplace.desk is None
    assert not [label for label in window.findChildren(QLabel) if "Laos" in label.text()]
    assert window.windowTitle() == "UPUDesk"
    prompt.reject()


def test_the_passphrase_opens_it_again(window):
    prompt = lock(window)
    fill(prompt, passphrase="a word of ours")
    prompt.accept()
    assert window.workplace.desk is not None
    assert window.countries.listing.model.rows


def test_a_form_that_is_open_closes_with_it(window):
    window.log_pledge()
    dialog(QuickLog)
    window.lock_now()
    dialog(PassphrasePrompt).reject()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QuickLog)]


def test_what_was_typed_in_place_is_saved_before_the_file_closes(window, locked_desk):
    field = typed_in_place(window, "They wait for a letter.")
    window.lock_now()
    QApplication.processEvents()
    dialog(PassphrasePrompt).reject()
    again = Desk.open(locked_desk.path, "a word of ours")
    assert again.snapshot.get(Member, field._record.id).notes == "They wait for a letter."
    again.close()


def test_a_draft_holds_the_last_word_before_the_lock(window):
    window.log_meeting()
    fill(dialog(MeetingForm), title="Tea with the postmaster")
    window.lock_now()
    prompt = dialog(PassphrasePrompt)
    fill(prompt, passphrase="a word of ours")
    prompt.accept()
    [draft] = drafts_of(window.workplace).waiting()
    assert draft.said["fields"]["title"] == "Tea with the postmaster"


def test_a_pledge_that_is_half_typed_is_there_again_after_the_lock(window):
    window.countries.listing.look_at("la")
    window.log_pledge()
    form = dialog(QuickLog)
    form.level.choose(Level.LEANING_YES)
    fill(form, source="the ambassador", words="We think of it.")
    window.lock_now()
    prompt = dialog(PassphrasePrompt)
    fill(prompt, passphrase="a word of ours")
    prompt.accept()
    [draft] = drafts_of(window.workplace).waiting()
    assert "Laos · We think of it." in window.drafts.sentence(draft).replace("\u00a0", " ")
    again = open_draft(window.workplace, draft, window)
    assert again.level.value() is Level.LEANING_YES
    assert again.form.fields["source"].value() == "the ambassador"
    pick(again.form.fields["form"], Form.LETTER)
    again.save.click()
    assert window.workplace.snapshot.pledges_of["la"][0].words == "We think of it."
    assert not window.workplace.desk.drafts()


def test_a_pledge_that_is_thrown_away_leaves_no_draft(window, monkeypatch):
    window.log_pledge()
    form = dialog(QuickLog)
    fill(form, source="the ambassador")
    form.keeper.keep()
    assert window.workplace.desk.drafts()
    monkeypatch.setattr("upudesk.gui.drafts.ask_to_keep", lambda _form: False)
    form.reject()
    assert not window.workplace.desk.drafts()


def test_minutes_without_a_key_lock_it_and_a_key_counts_them_anew(window, qtbot):
    window.workplace.prefer(lock_minutes=5)
    assert window.lock._idle.isActive()
    window.lock._idle.start(60)
    qtbot.waitUntil(lambda: window.workplace.desk is None, timeout=2000)
    QApplication.processEvents()
    dialog(PassphrasePrompt).reject()


def test_without_a_passphrase_there_is_nothing_to_lock_with(desk):
    with a_window(desk) as window:
        window.finish()
        window.lock_now()
        assert "nothing to lock with" in dialog(QMessageBox).text()
        assert window.workplace.desk is not None
        dialog(QMessageBox).accept()


def test_a_form_that_fails_while_it_closes_keeps_nothing_open(window, monkeypatch):
    window.log_pledge()
    form = dialog(QuickLog)
    monkeypatch.setattr(QuickLog, "done", lambda *_: 1 / 0)
    window.lock_now()
    assert window.workplace.desk is None
    assert not form.isVisible()
    dialog(PassphrasePrompt).reject()


def test_names_leave_the_screen_before_slow_work_has_ended(window, monkeypatch):
    shown = []
    leave = window.workplace.leave
    monkeypatch.setattr(
        window.workplace, "leave",
        lambda **how: (shown.append((window.work.isVisible(), window.windowTitle())), leave(**how)),
    )  # fmt: skip
    window.lock_now()
    assert shown[:1] == [(False, "UPUDesk")]
    dialog(PassphrasePrompt).reject()


def test_locked_means_that_no_record_and_no_key_is_left_alive(desk, make_desk):
    """What was let go may stand in freed memory for a while; what is held could be shown."""
    other = make_desk("other", "a word of ours")
    path = other.path
    other.close()
    with a_window(desk) as window:
        window.finish()
        window.files._open(path, "a word of ours")
        for name in ("countries", "contacts", "pledges", "tally", "journal", "home"):
            window.turn_to(name)
            QApplication.processEvents()
        window.keeper.make(Reason.ASKED)
        opened = window.workplace.desk
        held = [weakref.ref(of) for of in (opened, opened.snapshot, opened.original().passphrase)]
        del opened
        window.lock_now()
        dialog(PassphrasePrompt).reject()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
        assert [ref() for ref in held] == [None, None, None]
