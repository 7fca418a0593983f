"""Papers on meetings and for the day of the vote, as they are reached in the window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui import a_window, dialog, plain
from upudesk.campaign import meetings
from upudesk.desk import Desk
from upudesk.gui.meeting_list import COMING, facets
from upudesk.gui.meetings_page import MeetingsList
from upudesk.gui.paper import Preview
from upudesk.gui.window import MainWindow
from upudesk.model import Meeting

COMES = Meeting(id="comes", members=("la",), title="Talks", held_on=date(2025, 8, 19))
HELD = Meeting(id="held", members=("ke",), title="Courtesy call", held_on=date(2025, 8, 4))


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    for meeting in (COMES, HELD):
        desk.do(meetings.record_meeting, meeting)
    with a_window(desk) as shown:
        shown.finish()
        yield shown


def look_at(window: MainWindow, id: str) -> MeetingsList:
    window.workplace.show(id)
    QApplication.processEvents()
    view = window.pages["meetings"].view(0)  # type: ignore[attr-defined]
    assert isinstance(view, MeetingsList)
    return view


def offered(view: MeetingsList) -> list[str]:
    return [plain(button.text()) for button in view.findChildren(QPushButton)]


def first_page(qtbot: QtBot) -> str:
    preview = dialog(Preview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    text = preview.document.getAllText(0).text()
    preview.close_button.click()
    return text


def test_a_coming_meeting_offers_its_brief_and_a_held_one_its_record(window: MainWindow) -> None:
    view = look_at(window, "comes")
    assert "Brief…" in offered(view)
    view = look_at(window, "held")
    assert "Record to sign…" in offered(view)
    assert "Brief…" not in offered(view)


def test_what_belongs_to_the_meeting_now_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    look_at(window, "comes").paper()
    assert "Meeting with Laos" in first_page(qtbot)
    look_at(window, "held").minutes(both=True)
    assert "Record of a meeting" in first_page(qtbot)


def test_what_is_still_to_come_can_be_asked_for(window: MainWindow) -> None:
    view = look_at(window, "held")
    period = next(f for f in facets(window.workplace) if f.name == "period")
    rows = view.listing.model.rows
    assert [row.meeting.id for row in rows if period.keeps(row, COMING)] == ["comes"]
    assert [row.meeting.id for row in rows if period.keeps(row, "30")] == ["held"]


def test_the_home_page_tells_of_a_meeting_that_comes(window: MainWindow) -> None:
    window.workplace.turn_to("home")
    QApplication.processEvents()
    coming = window.pages["home"].lists["coming"]  # type: ignore[attr-defined]
    model = coming.table.model()
    shown = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert any("Laos" in row and "Talks" in row for row in shown)


@pytest.mark.parametrize("pocket", [False, True])
def test_the_floor_list_is_reached_from_the_tally(
    window: MainWindow, qtbot: QtBot, *, pocket: bool
) -> None:
    window.workplace.turn_to("tally")
    QApplication.processEvents()
    window.pages["tally"].view(0).print_floor_list(pocket=pocket)  # type: ignore[attr-defined]
    assert ("Nobody is responsible" in first_page(qtbot)) is pocket
