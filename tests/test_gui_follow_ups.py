"""The page of follow-ups, driven as a user does: typed, ticked, opened again, kept in touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.builders import KENYA, LAOS, TODAY
from tests.gui import a_window, dialog, fill, pick, type_text
from upudesk.campaign.records import put
from upudesk.desk import Desk
from upudesk.gui.follow_ups_page import IN_TOUCH, FollowUpsPage
from upudesk.gui.in_touch import InTouch
from upudesk.gui.record_form import RecordForm
from upudesk.gui.repeat_field import RepeatField
from upudesk.gui.to_do import ToDo
from upudesk.gui.window import MainWindow
from upudesk.model import Author, FollowUp, Meeting
from upudesk.repeating import Every

LATE = FollowUp(id="late", what="Call the embassy", member="la", due_on=date(2025, 8, 1))
NEXT = FollowUp(id="next", what="Write to Nairobi", member="ke", due_on=date(2025, 9, 1))
WEEKLY = replace(LATE, id="weekly", what="Look at the file", repeat="FREQ=WEEKLY")


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    for record in (LATE, NEXT):
        desk.do(put, record)
    with a_window(desk) as shown:
        shown.workplace.prefer(author="Somchai")
        shown.turn_to("follow_ups")
        QApplication.processEvents()
        yield shown


def page(window: MainWindow) -> FollowUpsPage:
    found = window.pages["follow_ups"]
    assert isinstance(found, FollowUpsPage)
    return found


def to_do(window: MainWindow) -> ToDo:
    view = page(window).view(0)
    assert isinstance(view, ToDo)
    return view


def in_touch(window: MainWindow) -> InTouch:
    view = page(window).turn(IN_TOUCH)
    assert isinstance(view, InTouch)
    view.renew()
    QApplication.processEvents()
    return view


def shown(view: ToDo | InTouch, column: str) -> list[str]:
    model = view.listing.model
    number = [c.name for c in model.columns].index(column)
    return [model.cell(model.index(row, number)).text for row in range(model.rowCount())]


def typed(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    type_text(line, text)


def all_of(desk: Desk) -> dict[str, FollowUp]:
    return {follow_up.what: follow_up for follow_up in desk.snapshot.all(FollowUp)}


@pytest.mark.parametrize(
    ("due", "day"),
    [("in 3 days", 18), ("อีก 3 วัน", 18), ("วันจันทร์หน้า", 18), ("fin du mois", 31)],
)
def test_a_line_writes_one_down(window: MainWindow, desk: Desk, due: str, day: int) -> None:
    line = to_do(window).quick
    typed(line.what, "ขอคำมั่นเป็นลายลักษณ์อักษร")
    typed(line.member, "เคนยา")
    typed(line.due.line, due)
    QTest.keyClick(line.due.line, Qt.Key.Key_Return)
    written = all_of(desk)["ขอคำมั่นเป็นลายลักษณ์อักษร"]
    (me,) = desk.snapshot.all(Author)
    assert (written.member, written.due_on, written.owner) == ("ke", date(2025, 8, day), me.id)
    assert me.name == "Somchai"
    fresh = to_do(window).quick
    assert fresh.blank
    assert window.focusWidget() is fresh.what
    assert to_do(window).listing.current() == written.id
    desk.undo()
    assert desk.snapshot.all(Author) == ()


def test_a_line_that_cannot_be_read_says_why_and_keeps_what_was_typed(
    window: MainWindow, desk: Desk
) -> None:
    line = to_do(window).quick
    typed(line.what, "Call")
    typed(line.due.line, "some day")
    line.add.click()
    assert "cannot be read" in line.problem.text()
    assert line.what.text() == "Call"
    assert window.focusWidget() is line.due.line
    assert len(desk.snapshot.all(FollowUp)) == 2


def test_late_ones_stand_first_and_say_so(window: MainWindow) -> None:
    assert shown(to_do(window), "what") == ["Call the embassy", "Write to Nairobi"]
    assert shown(to_do(window), "state") == ["! overdue", "· later"]


def test_space_does_one_and_opens_it_again(window: MainWindow, desk: Desk) -> None:
    view = to_do(window)
    view.listing.look_at("late")
    QTest.keyClick(view.listing.table, Qt.Key.Key_Space)
    assert desk.snapshot.get(FollowUp, "late").done_on == TODAY
    assert shown(view, "state") == ["· later", "✓ done 15 Aug 2025"]
    assert shown(view, "done") == ["☐", "☑"]
    view.listing.look_at("late")
    QTest.keyClick(view.listing.table, Qt.Key.Key_Space)
    assert desk.snapshot.get(FollowUp, "late").done_on is None


def test_after_one_is_done_the_next_is_looked_at(window: MainWindow) -> None:
    view = to_do(window)
    view.listing.look_at("late")
    QTest.keyClick(view.listing.table, Qt.Key.Key_Space)
    assert view.listing.current() == "next"


def test_arrows_turn_from_view_to_view(window: MainWindow) -> None:
    tabs = page(window).tabs
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert isinstance(page(window).shown, InTouch)
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    assert isinstance(page(window).shown, ToDo)


def test_a_click_on_the_box_does_one(window: MainWindow, desk: Desk) -> None:
    table = to_do(window).listing.table
    at = table.visualRect(to_do(window).listing.model.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert desk.snapshot.get(FollowUp, "next").done_on == TODAY


def test_doing_a_repeating_one_shows_the_next(window: MainWindow, desk: Desk) -> None:
    window.workplace.do(put, WEEKLY)
    view = to_do(window)
    view.listing.look_at("weekly")
    QTest.keyClick(view.listing.table, Qt.Key.Key_Space)
    again = [f for f in desk.snapshot.all(FollowUp) if f.what == WEEKLY.what and not f.done_on]
    assert [f.due_on for f in again] == [date(2025, 8, 22)]
    assert shown(view, "what").count("Look at the file") == 2
    window.undo()
    assert shown(view, "what").count("Look at the file") == 1
    assert desk.snapshot.get(FollowUp, "weekly") == WEEKLY


def test_delete_goes_at_once_and_comes_back(window: MainWindow, desk: Desk) -> None:
    view = to_do(window)
    view.listing.table.selectAll()
    QTest.keyClick(view.listing.table, Qt.Key.Key_Delete)
    assert desk.snapshot.all(FollowUp) == ()
    window.undo()
    assert len(desk.snapshot.all(FollowUp)) == 2


def test_mine_and_late_are_asked_for(window: MainWindow) -> None:
    me = Author(id="me", name="somchai")
    window.workplace.do(put, me)
    window.workplace.do(put, replace(NEXT, owner="me"), NEXT)
    view = to_do(window)
    pick(view.listing.choices["owner"], "mine")
    assert shown(view, "what") == ["Write to Nairobi"]
    assert shown(view, "owner") == ["somchai"]
    view.listing.clear_filter()
    pick(view.listing.choices["state"], "overdue")
    assert shown(view, "what") == ["Call the embassy"]


def test_the_form_makes_one_repeat(window: MainWindow, desk: Desk) -> None:
    to_do(window).edit("next")
    form = dialog(RecordForm)
    field = form.form.fields["repeat"]
    assert isinstance(field, RepeatField)
    pick(field.every, Every.WEEK)
    field.days[0].click()
    field.days[3].click()
    pick(field.ends, "counted")
    type_text(field.count, "4")
    form.save.click()
    assert all_of(desk)["Write to Nairobi"].repeat == "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4"
    assert "every week on Monday and Thursday, 4 times" in shown(to_do(window), "repeat")


def test_what_repeats_without_a_day_is_refused_beside_its_field(
    window: MainWindow, desk: Desk
) -> None:
    to_do(window).edit("next")
    form = dialog(RecordForm)
    field = form.form.fields["repeat"]
    assert isinstance(field, RepeatField)
    pick(field.every, Every.MONTH)
    fill(form, due_on="")
    form.save.click()
    assert "first day" in form.form.fields["due_on"].accessibleDescription()
    form._touched = False
    form.reject()
    assert desk.snapshot.get(FollowUp, "next") == NEXT


def test_another_country_offers_its_own_meetings(window: MainWindow, desk: Desk) -> None:
    for id, country in (("talk-la", "la"), ("talk-ke", "ke")):
        talk = Meeting(id=id, members=(country,), title=f"Talk {country}", held_on=TODAY)
        window.workplace.do(put, talk)
    window.workplace.do(put, replace(LATE, meeting="talk-la"), LATE)
    to_do(window).edit("late")
    form = dialog(RecordForm)
    fill(form, member="Kenya")
    pick(form.form.fields["meeting"], "talk-ke")
    form.save.click()
    assert desk.snapshot.get(FollowUp, "late").meeting == "talk-ke"
    assert desk.snapshot.get(FollowUp, "late").member == "ke"


# Keeping in touch


def test_who_is_due_for_contact_stands_first(window: MainWindow, desk: Desk) -> None:
    window.workplace.do(put, replace(KENYA, contact_every_days=14), KENYA)
    view = in_touch(window)
    assert shown(view, "member")[0] == "Kenya"
    assert shown(view, "last")[0] == "never"
    pick(view.listing.choices["state"], "due")
    assert shown(view, "member") == ["Kenya"]


def test_logging_a_contact_starts_the_days_anew(window: MainWindow, desk: Desk) -> None:
    window.workplace.do(put, replace(LAOS, contact_every_days=14), LAOS)
    view = in_touch(window)
    view.log_contact("la")
    form = dialog(RecordForm)
    fill(form, held_on="yesterday", notes="เขาจะตอบเป็นหนังสือ")
    form.save.click()
    (meeting,) = desk.snapshot.all(Meeting)
    assert (meeting.members, meeting.held_on) == (("la",), date(2025, 8, 14))
    row = shown(view, "member").index("Laos")
    assert shown(view, "due")[row] == "· in 13 days"
    assert shown(view, "since")[row] == "1"


def test_a_country_that_is_asked_for_is_shown_there(window: MainWindow) -> None:
    page(window).show_record("ke")
    QApplication.processEvents()
    assert page(window).tabs.currentIndex() == IN_TOUCH
    assert in_touch(window).listing.current() == "ke"
