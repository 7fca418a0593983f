"""The quick log and the other forms: by their fields, their keys and their Save."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from tests.builders import TODAY, a_pledge
from tests.gui import a_window, controls, dialog, fill, is_open, menu_action, pick, type_text
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.new_campaign import NewCampaign, PlaceField
from upudesk.gui.pledge_table import PledgeTable
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.result_form import ResultForm
from upudesk.gui.settings_form import SettingsForm
from upudesk.gui.window import MainWindow
from upudesk.machine import Machine
from upudesk.model import (
    Answer,
    Certainty,
    Contact,
    Form,
    Level,
    Meeting,
    Pledge,
    Precision,
    Result,
    Side,
)


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    with a_window(desk) as shown:
        shown.countries.listing.look_at("la")
        QApplication.processEvents()
        yield shown


def quick_log(window: MainWindow) -> QuickLog:
    menu_action(window, "Log", "Log a pledge").trigger()
    return dialog(QuickLog)


def press(form: QuickLog, *keys: Qt.Key) -> None:
    """Press keys wherever the focus is."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or form, key)


def problem(form: QuickLog | MeetingForm | ResultForm, name: str) -> str:
    """The sentence beside a field, or nothing."""
    return form.form.fields[name].accessibleDescription()


def test_one_statement_is_logged_for_both_councils_by_keyboard_alone(
    window: MainWindow, desk: Desk
) -> None:
    form = quick_log(window)
    press(form, Qt.Key.Key_5, Qt.Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "min")
    press(form, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    type_text(QApplication.focusWidget(), "the minister")
    press(form, Qt.Key.Key_Tab)
    type_text(QApplication.focusWidget(), "note 12")
    press(form, Qt.Key.Key_Return)
    made = desk.snapshot.pledges
    assert {p.candidacy for p in made} == {"th-ca", "th-poc"}
    assert {(p.member, p.level, p.form, p.side) for p in made} == {
        ("la", Level.FIRM_YES, Form.MINISTER, Side.CAPITAL)
    }
    assert {p.given_on for p in made} == {date(2025, 8, 15)}
    assert "Log pledge: Laos" in window.said.text()


def test_both_pledges_of_one_statement_are_one_step(window: MainWindow, desk: Desk) -> None:
    form = quick_log(window)
    form.level.choose(Level.LEANING_YES)
    pick(form.form.fields["form"], Form.LETTER)
    fill(form, source="letter")
    form.save.click()
    menu_action(window, "Edit", "Undo").trigger()
    assert desk.snapshot.pledges == ()
    menu_action(window, "Edit", "Redo").trigger()
    assert len(desk.snapshot.pledges) == 2


def test_problems_stand_beside_their_fields_and_nothing_is_lost(window: MainWindow) -> None:
    form = quick_log(window)
    fill(form, words="We support you.", given_on="31 February 2025")
    form.save.click()
    assert form.isVisible()
    assert "does not exist" in problem(form, "given_on")
    assert "level" in problem(form, "level")
    fill(form, given_on="3 Apr 2025")
    form.level.choose(Level.FIRM_YES)
    form.save.click()
    assert problem(form, "given_on") == ""
    assert "form" in problem(form, "form")
    assert "source" in problem(form, "source")
    assert form.form.fields["words"].value() == "We support you."  # type: ignore[attr-defined]


def test_a_day_is_typed_in_the_buddhist_era_and_in_thai_digits(
    window: MainWindow, desk: Desk
) -> None:
    form = quick_log(window)
    form.level.choose(Level.FIRM_YES)
    pick(form.form.fields["form"], Form.NOTE_VERBALE)
    fill(form, source="note", given_on="๓ เม.ย. ๒๕๖๘")
    form.save.click()
    assert {p.given_on for p in desk.snapshot.pledges} == {date(2025, 4, 3)}


def test_a_statement_of_which_only_the_report_is_dated(window: MainWindow, desk: Desk) -> None:
    form = quick_log(window)
    form.level.choose(Level.FIRM_YES)
    pick(form.form.fields["form"], Form.PUBLIC_REPORT)
    fill(form, source="government news", given_on="", reported_on="3/4/2568")
    form.save.click()
    assert {(p.given_on, p.reported_on, p.precision) for p in desk.snapshot.pledges} == {
        (None, date(2025, 4, 3), Precision.REPORTED)
    }


def test_another_level_from_the_same_side_is_a_change_of_mind(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(pledges.record_pledges, [a_pledge("la", level=Level.FIRM_YES)])
    form = quick_log(window)
    form.level.choose(Level.UNDECIDED)
    pick(form.form.fields["form"], Form.LETTER)
    fill(form, source="letter")
    form.save.click()
    last = desk.steps()[-1]
    assert last.action == "pledge.change_mind"
    assert "Change of mind: Laos" in window.said.text()


def test_the_day_of_a_report_takes_the_place_of_the_day_that_was_supposed(
    window: MainWindow,
) -> None:
    form = quick_log(window)
    fill(form, reported_on="3/4/2568")
    assert form.form.fields["given_on"].value() is None  # type: ignore[attr-defined]
    form._touched = False
    form.cancel.click()
    form = quick_log(window)
    fill(form, given_on="1/4/2568", reported_on="3/4/2568")
    given = form.form.fields["given_on"].value()  # type: ignore[attr-defined]
    assert given.day == date(2025, 4, 1)
    form._touched = False
    form.cancel.click()


def test_every_field_of_a_pledge_can_be_reached_some_behind_a_fold(
    window: MainWindow, desk: Desk
) -> None:
    desk.do(records.put, Contact(id="c1", member="la", name="Contact 1 (demo)"))
    desk.do(records.put, Meeting(id="m1", members=("la",), title="Talks", held_on=TODAY))
    form = quick_log(window)
    reachable = {"councils": "candidacy"}
    named = {reachable.get(name, name) for name in form.form.fields}
    assert {f.name for f in fields(Pledge)} - named == {"id", "precision"}
    assert not form.form.fields["witness"].isVisible()
    form.form.unfold_button.click()
    assert form.form.fields["witness"].isVisible()
    form.level.choose(Level.FIRM_YES)
    pick(form.form.fields["form"], Form.MINISTER)
    pick(form.form.fields["grade"], Certainty.SURE)
    pick(form.form.fields["speaker"], "c1")
    pick(form.form.fields["meeting"], "m1")
    fill(form, source="note", witness="Contact 2", place="Berne", said_by_post="Minister")
    form.save.click()
    made = desk.snapshot.pledges[0]
    assert (made.grade, made.speaker, made.meeting) == (Certainty.SURE, "c1", "m1")
    assert (made.witness, made.place, made.said_by_post) == ("Contact 2", "Berne", "Minister")


def test_a_correction_shows_what_is_behind_the_fold(window: MainWindow, desk: Desk) -> None:
    desk.do(records.put, Contact(id="c1", member="la", name="Contact 1 (demo)"))
    desk.do(pledges.record_pledges, [a_pledge("la", speaker="c1")])
    window.correct_pledge(desk.snapshot.pledges[0])
    form = dialog(QuickLog)
    assert form.form.fields["speaker"].isVisible()
    form.level.choose(Level.LEANING_YES)
    form.save.click()
    assert desk.snapshot.pledges[0].speaker == "c1"


def test_a_request_needs_to_say_whom_we_asked(window: MainWindow, desk: Desk) -> None:
    form = quick_log(window)
    press(form, Qt.Key.Key_0)
    form.save.click()
    assert "whom we asked" in problem(form, "said_to")
    fill(form, said_to="its embassy in Bangkok")
    form.save.click()
    assert {p.level for p in desk.snapshot.pledges} == {Level.ASKED}


def test_another_country_is_chosen_by_typing_in_thai(window: MainWindow, desk: Desk) -> None:
    form = quick_log(window)
    fill(form, member="เคน", source="letter")
    form.level.choose(Level.UNDECIDED)
    pick(form.form.fields["form"], Form.LETTER)
    form.save.click()
    assert {p.member for p in desk.snapshot.pledges} == {"ke"}


def test_an_unknown_country_is_told_with_the_nearest(window: MainWindow) -> None:
    form = quick_log(window)
    fill(form, member="Loas")
    form.save.click()
    assert "Laos" in problem(form, "member")


def test_form_and_side_are_remembered_for_the_next_statement(window: MainWindow) -> None:
    form = quick_log(window)
    form.level.choose(Level.FIRM_YES)
    pick(form.form.fields["form"], Form.DELEGATE)
    pick(form.form.fields["side"], Side.DELEGATE)
    fill(form, source="in the corridor")
    form.save.click()
    again = quick_log(window)
    assert again.form.fields["form"].value() is Form.DELEGATE  # type: ignore[attr-defined]
    assert again.form.fields["side"].value() is Side.DELEGATE  # type: ignore[attr-defined]
    again.cancel.click()


def test_a_pledge_is_corrected_from_the_history(window: MainWindow, desk: Desk) -> None:
    desk.do(pledges.record_pledges, [a_pledge("la", words="as said", witness="Contact 1")])
    QApplication.processEvents()
    table = window.countries.detail.findChild(PledgeTable)
    assert table is not None
    table.table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    form = dialog(QuickLog)
    form.level.choose(Level.LEANING_YES)
    form.save.click()
    (kept,) = desk.snapshot.pledges
    assert (kept.level, kept.words, kept.witness) == (Level.LEANING_YES, "as said", "Contact 1")


def test_what_was_typed_is_not_thrown_away_without_asking(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("upudesk.gui.drafts.ask_to_keep", asked.append)
    form = quick_log(window)
    fill(form, note="half a note")
    form.cancel.click()
    assert asked
    assert form.isVisible()
    form._touched = False
    form.cancel.click()


def test_tab_leaves_a_text_and_ctrl_enter_saves_from_it(window: MainWindow, desk: Desk) -> None:
    form = quick_log(window)
    form.level.choose(Level.FIRM_YES)
    pick(form.form.fields["form"], Form.LETTER)
    fill(form, source="letter")
    area = form.form.fields["words"]
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not area
    QTest.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.snapshot.pledges) == 2


def test_the_wheel_does_not_change_a_choice(window: MainWindow) -> None:
    form = quick_log(window)
    choice = form.form.fields["form"]
    before = choice.value()  # type: ignore[attr-defined]
    nothing, down = QPoint(), QPoint(0, -120)
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), nothing, down, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, event)
    assert choice.value() is before  # type: ignore[attr-defined]
    form.cancel.click()


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_every_field_of_a_form_has_a_name_and_no_label_is_cut_off(
    window: MainWindow, language: str
) -> None:
    window.workplace.prefer(language=language)
    for open_form, kind in ((window.log_pledge, QuickLog), (window.log_meeting, MeetingForm)):
        open_form()
        form = dialog(kind)
        nameless = [c for c in controls(form) if not (c.accessibleName() or c.property("text"))]
        assert [type(c).__name__ for c in nameless] == []
        for label in form.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
        form.cancel.click()


def test_no_two_fields_of_a_form_share_a_key(window: MainWindow) -> None:
    for language in ("en", "fr", "th"):
        window.workplace.prefer(language=language)
        window.log_pledge()
        form = dialog(QuickLog)
        keys = [
            label.text()[label.text().index("&") + 1].lower()
            for label in form.findChildren(QLabel)
            if label.buddy() and "&" in label.text()
        ]
        assert len(keys) == len(set(keys)), language
        form.cancel.click()


def test_a_meeting_note_is_logged(window: MainWindow, desk: Desk) -> None:
    menu_action(window, "Log", "Log a meeting").trigger()
    form = dialog(MeetingForm)
    fill(
        form, title="Lao Digital Week", held_on="Apr 2025", reported_on="3 Apr 2025",
        others_present="Deputy Prime Minister; Lao minister", notes="1. Post\n2. Start-ups",
    )  # fmt: skip
    form.save.click()
    (met,) = desk.snapshot.meetings_with["la"]
    assert (met.title, met.precision, met.reported_on) == (
        "Lao Digital Week", Precision.MONTH, date(2025, 4, 3)
    )  # fmt: skip
    assert met.notes == "1. Post\n2. Start-ups"


def test_a_meeting_without_a_title_is_told_beside_the_title(window: MainWindow) -> None:
    window.log_meeting()
    form = dialog(MeetingForm)
    form.save.click()
    assert "title" in problem(form, "title")
    form.cancel.click()


def test_the_result_of_the_vote_is_entered(window: MainWindow, desk: Desk) -> None:
    window.enter_result()
    form = dialog(ResultForm)
    fill(form, ballots_cast="๔", source="the ministry", **{"votes ca": "3"})
    pick(form.form.fields["elected ca"], Answer.YES)
    form.save.click()
    ours = {r.council: r for r in desk.snapshot.all(Result)}
    assert (ours["ca"].votes, ours["ca"].elected) == (3, Answer.YES)
    assert desk.snapshot.campaign.ballots_cast == 4


def founded(form: NewCampaign, place: Path) -> None:
    """Go through the four steps and found it there."""
    for _step in range(3):
        form.next.click()
    field = form.forms[3].fields["place"]
    assert isinstance(field, PlaceField)
    field.line.setText(str(place))
    form.next.click()


def test_a_new_campaign_is_founded(window: MainWindow, tmp_path: Path) -> None:
    menu_action(window, "File", "New campaign").trigger()
    founded(dialog(NewCampaign), tmp_path / "next")
    assert window.workplace.desk is not None
    assert window.workplace.desk.path == tmp_path / "next.upudesk"
    assert len(window.countries.listing.model.rows) == 192


def test_a_new_campaign_never_takes_the_place_of_a_file(window: MainWindow, tmp_path: Path) -> None:
    there = tmp_path / "there.upudesk"
    there.write_text("something of mine")
    window.files.ask_new()
    form = dialog(NewCampaign)
    founded(form, there)
    assert form.forms[3].fields["place"].accessibleDescription()
    assert there.read_text() == "something of mine"
    form.cancel.click()


def test_the_file_is_checked_and_backed_up_from_the_menu(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    menu_action(window, "File", "Check").trigger()
    qtbot.waitUntil(lambda: is_open(QMessageBox))
    box = dialog(QMessageBox)
    assert "sound" in box.text()
    box.accept()
    menu_action(window, "File", "Back up").trigger()
    qtbot.waitUntil(lambda: is_open(QMessageBox))
    box = dialog(QMessageBox)
    assert len(desk.backups()) == 1
    box.accept()


def test_steps_stand_in_the_journal_under_the_name_that_was_given(
    window: MainWindow, desk: Desk
) -> None:
    menu_action(window, "Edit", "Settings").trigger()
    form = dialog(SettingsForm)
    fill(form, author="Desk Berne")
    form.save.click()
    desk.do(pledges.record_pledges, [a_pledge("la")])
    assert desk.steps()[-1].author == "Desk Berne"


def test_two_windows_cannot_hold_one_file(make_desk: Callable[..., Desk]) -> None:
    from upudesk.errors import AlreadyOpen

    held = make_desk("held", machine=Machine(), window=True)
    with pytest.raises(AlreadyOpen):
        Desk.open(held.path, window=True)
