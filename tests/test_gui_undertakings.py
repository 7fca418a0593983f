"""The page of undertakings and our own ballot, driven as a user does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import FRANCE, TODAY, a_pledge
from tests.gui import a_window, dialog, fill, pick
from upudesk.campaign.records import put
from upudesk.desk import Desk
from upudesk.gui.own_ballot import BallotView
from upudesk.gui.paper import Preview
from upudesk.gui.promises import Promises
from upudesk.gui.record_form import RecordForm
from upudesk.gui.undertaking_form import PledgesField
from upudesk.gui.undertakings_page import BALLOT, UndertakingsPage
from upudesk.gui.window import MainWindow
from upudesk.model import Answer, Candidacy, Fulfilment, Seats, Undertaking

KENYA_CA = Candidacy(id="ke-ca", member="ke", council="ca")
FRANCE_CA = Candidacy(id="fr-ca", member="fr", council="ca")
AFRICAN = replace(FRANCE, group=5)
ONE_SEAT = Seats(id="seats", council="ca", group=5, seats=1)
FIRST = Undertaking(
    id="first", member="ke", what="our vote", candidacy="ke-ca", promised_on=date(2025, 4, 3),
    due_on=date(2025, 8, 1), approved_by="Director",
)  # fmt: skip
PLEDGE = a_pledge("la", id="pledge")


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(put, AFRICAN, FRANCE)
    for record in (KENYA_CA, FRANCE_CA, ONE_SEAT, FIRST, PLEDGE):
        desk.do(put, record)
    with a_window(desk) as shown:
        shown.turn_to("undertakings")
        QApplication.processEvents()
        yield shown


def page(window: MainWindow) -> UndertakingsPage:
    found = window.pages["undertakings"]
    assert isinstance(found, UndertakingsPage)
    return found


def promises(window: MainWindow) -> Promises:
    view = page(window).view(0)
    assert isinstance(view, Promises)
    return view


def ballot(window: MainWindow) -> BallotView:
    view = page(window).turn(BALLOT)
    assert isinstance(view, BallotView)
    view.renew()
    return view


def shown(view: Promises, column: str) -> list[str]:
    model = view.listing.model
    number = [c.name for c in model.columns].index(column)
    cells = [model.cell(model.index(row, number)) for row in range(model.rowCount())]
    return [cell.text + cell.marks for cell in cells]


def press(within: QWidget, name: str) -> None:
    """A button of the detail pane, by its words."""
    found = [b for b in within.findChildren(QPushButton) if b.text() == name]
    found[0].click()
    QApplication.processEvents()


def test_the_list_tells_what_was_promised_and_what_is_late(window: MainWindow) -> None:
    view = promises(window)
    assert shown(view, "member") == ["Kenya"]
    assert shown(view, "body") == ["CA"]
    assert shown(view, "election") == ["our ballot: Kenya"]
    assert shown(view, "fulfilment") == ["! overdue"]
    assert shown(view, "approved_by") == ["Director"]


def test_promising_one_vote_twice_is_saved_and_names_the_first_promise(
    window: MainWindow, desk: Desk
) -> None:
    view = promises(window)
    view.enter()
    form = dialog(RecordForm)
    fill(form, member="France", what="our vote for France")
    pick(form.form.fields["candidacy"], "fr-ca")
    assert not form.form.fields["election"].isEnabled()
    form.save.click()
    assert len(desk.snapshot.all(Undertaking)) == 2
    assert "Kenya (3 Apr 2025)" in window.said.text()
    assert all(mark.endswith("!") for mark in shown(view, "election"))
    pick(view.listing.choices["state"], "over")
    assert len(shown(view, "what")) == 2


def test_the_form_answers_the_pledges_of_its_country(window: MainWindow, desk: Desk) -> None:
    view = promises(window)
    view.enter()
    form = dialog(RecordForm)
    fill(form, member="Laos", what="ที่นั่งอบรมสองที่นั่ง", body="APPU", election="2026")
    pledges = form.form.fields["pledges"]
    assert isinstance(pledges, PledgesField)
    assert pledges.count() == 1
    pledges.item(0).setCheckState(Qt.CheckState.Checked)
    form.save.click()
    written = next(u for u in desk.snapshot.all(Undertaking) if u.member == "la")
    assert written.pledges == ("pledge",)
    assert written.promised_on == TODAY
    row = shown(view, "member").index("Laos")
    assert shown(view, "pledges")[row] == "CA 5"


def test_an_undertaking_is_fulfilled_and_opened_again(window: MainWindow, desk: Desk) -> None:
    view = promises(window)
    view.listing.look_at("first")
    QApplication.processEvents()
    press(view.detail, "Fulfilled today")
    kept = desk.snapshot.get(Undertaking, "first")
    assert (kept.fulfilment, kept.fulfilled_on) == (Fulfilment.FULFILLED, TODAY)
    assert shown(view, "fulfilment") == ["✓ fulfilled"]
    press(view.detail, "Open again")
    press(view.detail, "Not fulfilled")
    assert desk.snapshot.get(Undertaking, "first").fulfilment is Fulfilment.NOT_FULFILLED
    assert shown(view, "fulfilment") == ["× not fulfilled"]


def test_delete_goes_at_once_and_comes_back(window: MainWindow, desk: Desk) -> None:
    view = promises(window)
    view.listing.look_at("first")
    QTest.keyClick(view.listing.table, Qt.Key.Key_Delete)
    assert desk.snapshot.all(Undertaking) == ()
    window.undo()
    assert shown(view, "member") == ["Kenya"]


# Our own ballot


def test_a_name_is_ticked_and_unticked(window: MainWindow, desk: Desk) -> None:
    view = ballot(window)
    assert "1 is promised, but not on it" in view.said.text()
    view.ticks["ke-ca"].click()
    assert desk.snapshot.get(Candidacy, "ke-ca").our_vote is Answer.YES
    assert "but not on it" not in view.said.text()
    view.ticks["ke-ca"].click()
    assert desk.snapshot.get(Candidacy, "ke-ca").our_vote is Answer.NO


def test_more_ticks_than_seats_are_told(window: MainWindow) -> None:
    view = ballot(window)
    view.ticks["ke-ca"].click()
    view.ticks["fr-ca"].click()
    assert "names 2 where 1 may be named" in window.said.text()
    assert "1 group has more names than seats" in view.said.text()


def test_all_promised_ones_are_put_on_it_in_one_step(window: MainWindow, desk: Desk) -> None:
    view = ballot(window)
    view.promised.click()
    assert desk.snapshot.get(Candidacy, "ke-ca").our_vote is Answer.YES
    assert not view.promised.isEnabled()
    window.undo()
    assert desk.snapshot.get(Candidacy, "ke-ca").our_vote is Answer.UNKNOWN


def test_every_tick_says_what_it_is_for(window: MainWindow) -> None:
    view = ballot(window)
    assert view.ticks["ke-ca"].accessibleName() == "CA: name Kenya"
    page(window).show_record("ke-ca")
    assert window.focusWidget() is view.ticks["ke-ca"]


def test_the_sheet_is_looked_at_before_it_is_printed(window: MainWindow, qtbot: QtBot) -> None:
    view = ballot(window)
    view.ticks["ke-ca"].click()
    view.printing.click()
    preview = dialog(Preview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    assert "Kenya" in preview.document.getAllText(0).text()
    preview.close()


def test_the_ballot_of_a_campaign_without_rivals_names_ourselves(
    qapp: QApplication, desk: Desk
) -> None:
    with a_window(desk) as window:
        window.turn_to("undertakings")
        view = ballot(window)
        assert set(view.ticks) == {"th-ca", "th-poc"}
        assert all(tick.isChecked() for tick in view.ticks.values())
