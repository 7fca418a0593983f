"""The home page: what needs somebody now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.builders import TODAY, a_pledge, asked
from tests.gui import a_window
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui.figures_row import FiguresRow
from upudesk.gui.home_page import HomePage
from upudesk.gui.short_list import ShortList
from upudesk.gui.window import MainWindow
from upudesk.model import FollowUp, Note, Seats, Side


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    with a_window(desk) as shown:
        shown.turn_to("home")
        QApplication.processEvents()
        yield shown


@pytest.fixture
def home(window: MainWindow) -> HomePage:
    page = window.pages["home"]
    assert isinstance(page, HomePage)
    return page


def rows(short: ShortList) -> list[str]:
    return [item.text for item in short.items]


def sentence(short: ShortList) -> str:
    return " ".join(label.text() for label in short.findChildren(QLabel))


def test_an_idle_campaign_is_glad_about_it(home: HomePage) -> None:
    assert "Nothing is overdue." in sentence(home.lists["overdue"])
    assert "Everything fits together." in sentence(home.lists["unfit"])
    assert home.lists["contradictions"].table is None


def test_a_winning_line_that_nobody_entered_is_not_known_rather_than_0(home: HomePage) -> None:
    assert home.numbers.figures["CA line"].text() == "not known"
    assert home.numbers.figures["CA gap"].text() == "not known"


def test_the_gap_to_the_line_follows_every_change(home: HomePage, window: MainWindow) -> None:
    line = Seats(council="ca", group=4, line_newcomer=3, line_sitting=3)
    window.workplace.do(records.put, line)
    assert home.numbers.figures["CA gap"].text() == "2"
    window.workplace.do(pledges.record_pledges, [a_pledge("la")])
    assert home.numbers.figures["CA promised"].text() == "1"
    assert home.numbers.figures["CA gap"].text() == "1"


def test_a_number_opens_exactly_the_countries_behind_it(home: HomePage, window: MainWindow) -> None:
    window.workplace.do(pledges.record_pledges, [a_pledge("la"), a_pledge("ke", level=3)])
    home.numbers.figures["CA promised"].click()
    assert [item.text for item in home._found["CA promised"][1]] == ["Laos"]
    assert home.whole.model().rowCount() == 1
    window.workplace.do(pledges.record_pledges, [a_pledge("fr")])
    assert home.whole.model().rowCount() == 2


def test_what_is_missing_leads_to_the_board_of_that_council(
    home: HomePage, window: MainWindow
) -> None:
    home.numbers.figures["POC gap"].click()
    assert window.page == "tally"
    assert window.pages["tally"].shown.council.value() == "th-poc"


def test_a_row_opens_its_record(home: HomePage, window: MainWindow) -> None:
    said = [a_pledge("la", side=side, level=level)
            for side, level in ((Side.CAPITAL, 5), (Side.DELEGATE, 1))]  # fmt: skip
    window.workplace.do(pledges.record_pledges, said)
    table = home.lists["contradictions"].table
    assert table is not None
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.page == "countries"
    assert window.member is not None
    assert window.member.id == "la"


def test_what_is_overdue_says_for_how_long_until_it_is_done(
    home: HomePage, window: MainWindow
) -> None:
    late = FollowUp(what="Call", member="ke", due_on=TODAY - timedelta(days=3))
    window.workplace.do(records.put, late)
    (item,) = home.lists["overdue"].items
    assert (item.text, item.aside) == ("Kenya\u00a0· Call", "3 days late")
    window.undo()
    assert rows(home.lists["overdue"]) == []


def test_only_a_few_are_shown_and_the_rest_is_one_click_away(
    home: HomePage, window: MainWindow
) -> None:
    for number in range(7):
        window.workplace.do(records.put, Note(text=f"Note {number}"))
    short = home.lists["unfinished"]
    assert short.table is not None
    assert short.table.model().rowCount() == 5
    short.all_wanted.emit()
    assert home.whole.model().rowCount() == 7
    QTest.keyClick(home.whole, Qt.Key.Key_Escape)
    assert home._stack.currentWidget() is home._over


def test_the_latest_changes_are_told_newest_first(home: HomePage, window: MainWindow) -> None:
    window.workplace.do(pledges.record_pledges, [a_pledge("la")])
    window.workplace.do(pledges.record_pledges, [asked("ke")])
    assert ["Kenya" in text for text in rows(home.lists["latest"])[:2]] == [True, False]


def test_every_list_can_be_reached_and_walked_by_keyboard(
    home: HomePage, window: MainWindow
) -> None:
    for number in range(3):
        window.workplace.do(records.put, Note(text=f"Note {number}"))
    table = home.lists["unfinished"].table
    assert table is not None
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    assert table.accessibleName() == "Drafts and inbox"


def test_the_page_stays_where_the_reader_was_after_a_change(
    home: HomePage, window: MainWindow
) -> None:
    for number in range(3):
        window.workplace.do(records.put, Note(text=f"Note {number}"))
    table = home.lists["unfinished"].table
    assert table is not None
    table.setFocus()
    window.workplace.do(records.put, Note(text="another"))
    fresh = home.lists["unfinished"].table
    assert fresh is not None
    assert fresh.hasFocus()


def test_the_keys_stay_in_the_row_where_they_were_after_a_change(
    home: HomePage, window: MainWindow
) -> None:
    for number in range(3):
        window.workplace.do(records.put, Note(text=f"Note {number}"))
    table = home.lists["unfinished"].table
    assert table is not None
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    home.renew()
    fresh = home.lists["unfinished"].table
    assert fresh is not None
    assert fresh is not table
    assert fresh.hasFocus()
    assert fresh.currentIndex().row() == 1


def test_both_winning_lines_fit_beside_each_other(qapp: QApplication) -> None:
    row = FiguresRow()
    for number in range(6):
        row.figure(str(number), "Missing", "34 or 37", "to the line, by promises alone", print)
    assert row.minimumSizeHint().width() < 900
