"""The main window, driven through its widgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import LAOS, a_pledge
from tests.gui import controls, dialog, menu_action, pick, plain, type_text
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui.pages import PAGES
from upudesk.gui.window import MainWindow
from upudesk.machine import Machine
from upudesk.model import Level, Meeting
from upudesk.tally import State


def names(window: MainWindow) -> list[str]:
    """The countries that the list shows."""
    return [row.name for row in window.countries.listing.model.rows]


def texts(window: MainWindow) -> str:
    """Everything that the country page says."""
    QApplication.processEvents()
    return "\n".join(label.text() for label in window.countries.detail.findChildren(QLabel))


def look_at(window: MainWindow, member: str) -> None:
    window.countries.listing.look_at(member)
    QApplication.processEvents()


def test_the_list_shows_every_member_in_alphabetical_order(window: MainWindow) -> None:
    assert names(window) == ["France", "Kenya", "Laos", "Thailand"]


@pytest.mark.parametrize("typed", ["lao", "ลาว", "LAO"])
def test_the_list_filters_as_one_types_in_any_language(window: MainWindow, typed: str) -> None:
    type_text(window.countries.listing.filter, typed)
    assert names(window) == ["Laos"]


def test_the_country_that_was_most_likely_meant_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    look_at(window, "fr")
    type_text(window.countries.listing.filter, "a")
    QApplication.processEvents()
    assert "France" in names(window)
    type_text(window.countries.listing.filter, "nd")
    qtbot.waitUntil(lambda: window.countries.member == "th")
    window.countries.listing.filter.setText("k")
    qtbot.waitUntil(lambda: window.countries.member == "ke")


def test_the_list_finds_a_country_by_an_older_name(window: MainWindow, desk: Desk) -> None:
    from dataclasses import replace

    desk.do(records.put, replace(LAOS, also=("Lan Xang",)), LAOS)
    type_text(window.countries.listing.filter, "lan xa")
    assert names(window) == ["Laos"]


def test_filters_by_group_stance_age_and_responsible_narrow_the_list(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(pledges.record_pledges, [a_pledge("la", level=Level.FIRM_YES)])
    pick(window.countries.listing.choices["group"], 5)
    assert names(window) == ["Kenya"]
    window.countries.listing.clear.click()
    pick(window.countries.listing.choices["stance 0"], State.FIRM_YES)
    assert names(window) == ["Laos"]
    window.countries.listing.clear.click()
    pick(window.countries.listing.choices["age"], 90)
    assert names(window) == ["Laos"]
    pick(window.countries.listing.choices["responsible"], "-")
    assert names(window) == ["Laos"]
    window.countries.listing.clear.click()
    assert len(names(window)) == 4


def test_a_click_on_a_heading_sorts(window: MainWindow) -> None:
    window.countries.listing.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert names(window) == ["Thailand", "Laos", "Kenya", "France"]


def test_the_language_switches_everything_at_once(window: MainWindow) -> None:
    look_at(window, "la")
    menu_action(window, "View", "Language", "ไทย").trigger()
    QApplication.processEvents()
    assert "ลาว" in names(window)
    assert "ลาว" in texts(window)
    assert plain(window.menuBar().actions()[0].text()) != "File"
    menu_action(window, "มุมมอง", "ภาษา", "Français").trigger()
    QApplication.processEvents()
    assert window.language_label.text() == "Français"


def test_the_words_of_qt_itself_are_switched_too(window: MainWindow) -> None:
    for code, cancel in (("fr", "Annuler"), ("th", "ยกเลิก")):
        window.workplace.prefer(language=code)
        box = QMessageBox(window)
        box.setStandardButtons(QMessageBox.StandardButton.Cancel)
        assert plain(box.button(QMessageBox.StandardButton.Cancel).text()) == cancel
        box.deleteLater()


def test_undo_and_redo_say_what_they_would_do(window: MainWindow, desk: Desk) -> None:
    assert not menu_action(window, "Edit", "Undo").isEnabled()
    desk.do(pledges.record_pledges, [a_pledge("la")])
    undo = menu_action(window, "Edit", "Undo")
    assert plain(undo.text()) == "Undo log pledge: Laos"
    undo.trigger()
    assert desk.snapshot.pledges == ()
    redo = menu_action(window, "Edit", "Redo")
    assert plain(redo.text()) == "Redo log pledge: Laos"
    redo.trigger()
    assert len(desk.snapshot.pledges) == 1


def test_ctrl_z_undoes_typing_in_a_field_and_the_record_elsewhere(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(pledges.record_pledges, [a_pledge("la")])
    window.countries.listing.filter.setFocus()
    type_text(window.countries.listing.filter, "ken")
    QTest.keyClick(
        window.countries.listing.filter, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    assert window.countries.listing.filter.text() == ""
    assert len(desk.snapshot.pledges) == 1
    window.countries.listing.table.setFocus()
    QTest.keyClick(
        window.countries.listing.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    assert desk.snapshot.pledges == ()


def test_ctrl_z_in_a_filter_where_nothing_was_typed_undoes_the_record(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(pledges.record_pledges, [a_pledge("la")])
    window.activateWindow()
    line = window.countries.listing.filter
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.snapshot.pledges == ()


def test_what_another_program_writes_shows_up(
    window: MainWindow, desk: Desk, reopen: Callable[..., Desk]
) -> None:
    look_at(window, "la")
    other = reopen(desk)
    other.do(pledges.record_pledges, [a_pledge("la", source="told by telephone")])
    window.workplace.look()
    assert "told by telephone" in texts(window)
    assert window.strip.tallies["CA"].promised == ("la",)


def test_a_second_window_on_the_same_file_is_refused(
    make_desk: Callable[..., Desk], window: MainWindow
) -> None:
    held = make_desk("held", machine=Machine(), window=True)
    window.files.open(held.path)
    box = dialog(QMessageBox)
    assert "already open" in box.text()
    box.accept()


def test_the_strip_counts_both_councils(window: MainWindow, desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge("la"), a_pledge("ke", level=Level.UNDECIDED)])
    said = window.strip.numbers["CA"].text()
    assert "1 promised" in said
    assert "1 undecided" in said
    assert "of 4" in said
    assert "0 promised" in window.strip.numbers["POC"].text()


def test_a_contradiction_a_condition_and_a_faded_word_are_told(
    window: MainWindow, desk: Desk
) -> None:
    from upudesk.model import Side

    yes = a_pledge("la", condition="if we vote for them", fades_on=date(2025, 5, 1))
    no = a_pledge("la", level=Level.FIRM_NO, side=Side.DELEGATE)
    desk.do(pledges.record_pledges, [yes, no])
    look_at(window, "la")
    said = texts(window).replace("\u200b", "")
    for word in ("contradict", "depends on a condition", "has faded"):
        assert word in said


def test_a_pledge_is_removed_from_the_history_and_comes_back(
    window: MainWindow, desk: Desk
) -> None:
    from upudesk.gui.pledge_table import PledgeTable

    desk.do(pledges.record_pledges, [a_pledge("la")])
    look_at(window, "la")
    table = window.countries.detail.findChild(PledgeTable)
    assert table is not None
    table.table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert desk.snapshot.pledges == ()
    menu_action(window, "Edit", "Undo").trigger()
    assert len(desk.snapshot.pledges) == 1


def test_the_journal_page_tells_every_step(window: MainWindow, desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge("la")])
    window.navigation.buttons["journal"].click()
    first = window.journal.steps.listing.model.index(0, 1)
    assert first.data() == "Log pledge: Laos"


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_every_control_has_an_accessible_name(window: MainWindow, language: str) -> None:
    window.workplace.prefer(language=language)
    look_at(window, "la")
    QApplication.processEvents()
    nameless = [c for c in controls(window) if not (c.accessibleName() or c.property("text"))]
    assert [type(c).__name__ for c in nameless if c.objectName() != "qt_toolbar_ext_button"] == []


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_no_button_cuts_its_words_off(window: MainWindow, language: str) -> None:
    window.workplace.prefer(language=language)
    look_at(window, "la")
    QApplication.processEvents()
    for button in window.findChildren(QPushButton):
        if button.isVisible():
            room = button.width() - button.fontMetrics().horizontalAdvance(plain(button.text()))
            assert room >= 0, button.text()


def test_without_a_campaign_the_welcome_page_offers_what_can_be_done(window: MainWindow) -> None:
    menu_action(window, "File", "Close").trigger()
    assert window.outer.currentWidget() is window.welcome
    offered = {button.text() for button in window.welcome.findChildren(QPushButton)}
    assert {"Open…", "New campaign…", "Look at the demo"} <= offered
    assert not menu_action(window, "Log", "Log a pledge").isEnabled()


def test_a_file_that_is_no_campaign_gets_one_sentence(window: MainWindow, tmp_path: Path) -> None:
    stray = tmp_path / "stray.upudesk"
    stray.write_text("not a campaign at all, but long enough to look like a file " * 30)
    window.files.open(stray)
    box = dialog(QMessageBox)
    assert "stray.upudesk" in box.text()
    box.accept()
    assert stray.read_text().startswith("not a campaign")


def test_after_the_vote_a_real_campaign_asks_for_the_result(
    window: MainWindow, make_desk: Callable[..., Desk]
) -> None:
    from dataclasses import replace

    desk = make_desk("after")
    own = desk.snapshot.campaign
    desk.do(records.put, replace(own, vote_on=date(2025, 8, 1)), own)
    window.workplace.hold(desk)
    QApplication.processEvents()
    assert window.banner.isVisible()
    assert window.banner.enter.isVisible()


def test_a_meeting_and_its_notes_are_on_the_country_page(window: MainWindow, desk: Desk) -> None:
    met = Meeting(
        members=("la",), title="Talks in Vientiane", held_on=date(2025, 4, 1), notes="Six points."
    )
    desk.do(records.put, met)
    look_at(window, "la")
    assert "Talks in Vientiane" in texts(window)
    assert "Six points." in texts(window)


def test_a_campaign_file_dropped_on_the_window_is_opened(
    window: MainWindow, make_desk: Callable[..., Desk]
) -> None:
    with make_desk("other") as other:
        path = other.path
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    where, action = QPointF(200, 200), Qt.DropAction.CopyAction
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(where, action, dropped, *held))
    QApplication.sendEvent(window, QDropEvent(where, action, dropped, *held))
    assert window.workplace.desk is not None
    assert window.workplace.desk.path == path


def test_no_page_is_wider_than_a_small_screen(window: MainWindow) -> None:
    window.workplace.prefer(language="fr")
    window.resize(910, 520)  # 1366x768 at 150 %
    for name in PAGES:
        window.turn_to(name)
        QApplication.processEvents()
        assert window.width() == 910, name
