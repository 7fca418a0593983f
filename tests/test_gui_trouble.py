"""The window in trouble: files gone, replaced, read-only or out of room; keys and focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import LAOS, a_pledge
from tests.gui import a_window, dialog, fill, menu_action, pick, type_text
from upudesk import connection
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui import forms
from upudesk.gui.inplace import InPlace
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.window import MainWindow
from upudesk.model import Form, Level, Member


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    with a_window(desk) as shown:
        shown.countries.listing.look_at("la")
        QApplication.processEvents()
        yield shown


def filled(window: MainWindow, **more: str) -> QuickLog:
    """The quick log with all that a pledge needs."""
    window.log_pledge()
    form = dialog(QuickLog)
    form.level.choose(Level.FIRM_YES)
    pick(form.form.fields["form"], Form.LETTER)
    fill(form, source="letter", **more)
    return form


def sentence(form: QuickLog) -> str:
    return form.problem.text().replace("\u200b", "") if form.problem.isVisible() else ""


def leave(form: QuickLog) -> None:
    form._touched = False
    form.cancel.click()


def test_a_file_that_was_deleted_meanwhile_is_told_and_what_was_typed_stays(
    window: MainWindow, desk: Desk
) -> None:
    desk.path.unlink()
    window.workplace.look()
    form = filled(window, words="We support you.")
    form.save.click()
    assert "moved or deleted" in sentence(form)
    assert form.form.fields["words"].value() == "We support you."  # type: ignore[attr-defined]
    leave(form)


def test_a_file_that_was_replaced_meanwhile_is_told(
    window: MainWindow, desk: Desk, make_desk: Callable[..., Desk]
) -> None:
    other = make_desk("other")
    other.close()
    other.path.replace(desk.path)
    window.workplace.look()
    form = filled(window)
    form.save.click()
    assert "replaced by another program" in sentence(form)
    leave(form)


def test_what_is_typed_in_place_stays_though_another_program_writes(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    fact = next(f for f in window.countries.findChildren(InPlace) if f._name == "notes")
    fact.edit()
    type_text(fact.field, "They wait ")
    with closing(Desk.open(desk.path)) as other:
        other.do(pledges.record_pledges, [a_pledge("la")])
    window.workplace.look()
    QApplication.processEvents()
    assert len(window.workplace.snapshot.pledges) == 1
    type_text(fact.field, "for a letter.")
    fact.save()
    assert window.workplace.snapshot.get(Member, "la").notes == "They wait for a letter."
    window._take_in.start(0)
    qtbot.waitUntil(lambda: not window._take_in.isActive())
    assert "5 firm yes" in " ".join(label.text() for label in window.countries.findChildren(QLabel))


def test_a_full_disk_is_told_in_the_form(
    window: MainWindow, make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_desk("full").path
    harden = connection.harden

    def without_room(db: connection.Connection) -> None:
        harden(db)
        db.execute("PRAGMA max_page_count = 1").fetchall()

    monkeypatch.setattr(connection, "harden", without_room)
    window.files.open(path)
    window.countries.listing.look_at("la")
    QApplication.processEvents()
    form = filled(window, note="x" * 1_000_000)
    form.save.click()
    assert "disk is full" in sentence(form)
    assert window.workplace.snapshot.pledges == ()
    leave(form)


@pytest.fixture
def read_only(window: MainWindow, make_desk: Callable[..., Desk]) -> MainWindow:
    path = make_desk("kept").path
    path.chmod(0o400)
    window.files.open(path)
    window.countries.listing.look_at("la")
    QApplication.processEvents()
    return window


def test_a_read_only_file_says_so_above_everything(read_only: MainWindow) -> None:
    assert "can only be read" in read_only.banner.words.text()
    assert read_only.banner.isVisible()


def test_logging_into_a_read_only_file_is_refused_before_anything_is_typed(
    read_only: MainWindow,
) -> None:
    for log in (read_only.log_pledge, read_only.log_meeting, read_only.enter_result):
        log()
        box = dialog(QMessageBox)
        assert "can only be read" in box.text()
        box.accept()
    QTest.keyClick(
        read_only.countries.listing.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier
    )
    dialog(QMessageBox).accept()


def test_escape_asks_before_it_throws_a_text_away(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("upudesk.gui.drafts.ask_to_keep", asked.append)
    window.log_meeting()
    form = dialog(MeetingForm)
    fill(form, notes="six points")
    QTest.keyClick(form.form.fields["notes"], Qt.Key.Key_Escape)
    assert len(asked) == 1
    assert form.isVisible()
    form._touched = False
    QTest.keyClick(form, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, MeetingForm)]


def test_tab_walks_through_a_form_as_it_reads(window: MainWindow) -> None:
    window.log_pledge()
    form = dialog(QuickLog)
    names = list(form.form.fields)
    usual = names[: names.index("grade")]
    walked: list[QWidget] = []
    form.form.fields["member"].setFocus()
    for _ in range(len(usual) + 4):
        focus = QApplication.focusWidget()
        assert focus is not None
        walked.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    stations = [form.form.fields[name].focusProxy() or form.form.fields[name] for name in usual]
    reached = [widget for widget in walked if widget in stations]
    assert reached[: len(stations)] == stations
    assert walked[-3:] == [form.form.unfold_button, form.save, form.cancel]
    form.cancel.click()


def test_tab_walks_through_the_filters_as_they_stand_and_on_to_the_list(window: MainWindow) -> None:
    members = window.countries.listing
    stations = [
        members.filter, members.saved.button, members.more, *members.choices.values(),
        members.table,
    ]  # fmt: skip
    members.filter.setFocus()
    walked = []
    for _station in stations:
        focus = QApplication.focusWidget()
        assert focus is not None
        walked.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert walked == stations


def test_after_a_dialog_the_list_has_the_keys(window: MainWindow) -> None:
    window.countries.listing.table.setFocus()
    window.log_pledge()
    dialog(QuickLog).cancel.click()
    QApplication.processEvents()
    assert QApplication.focusWidget() is window.countries.listing.table


def test_a_long_thai_text_may_break_between_words(window: MainWindow, desk: Desk) -> None:
    from dataclasses import replace

    forms.load_breaks()
    note = "การพูดคุยหารือในประเด็นสำคัญเกี่ยวกับความร่วมมือของไทยและลาว"
    desk.do(records.put, replace(LAOS, notes=note), LAOS)
    QApplication.processEvents()
    shown = [label.text() for label in window.countries.detail.findChildren(QLabel)]
    assert any("\u200b" in text and text.replace("\u200b", "") == note for text in shown)


def test_a_long_sentence_in_the_status_bar_ends_in_dots_and_is_told_whole(window):
    sentence = "The disk of the back-up folder is full; " * 20
    window._say(sentence.strip())
    QApplication.processEvents()
    assert window.said.width() <= window.width()
    assert window.said.toolTip() == window.said.text() == sentence.strip()


def test_what_was_saved_and_what_was_undone_stands_in_the_status_bar(
    window: MainWindow, desk: Desk
) -> None:
    window.workplace.do(pledges.record_pledges, [a_pledge("la")])
    assert "Log pledge: Laos" in window.said.text()
    menu_action(window, "Edit", "Undo").trigger()
    assert window.said.text().startswith("Undone")
    assert "Log pledge: Laos" in window.said.text()
