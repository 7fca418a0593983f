"""The campaign's own record and its officials, entered through their forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui import a_window, dialog, fill, menu_action
from upudesk.desk import Desk
from upudesk.gui.campaign_form import Officials
from upudesk.gui.finder import Finder
from upudesk.gui.record_form import RecordForm
from upudesk.gui.tabbed import TabbedPage
from upudesk.gui.window import MainWindow


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    with a_window(desk) as shown:
        yield shown


def test_the_day_of_the_vote_is_changed_in_the_window(window: MainWindow, desk: Desk) -> None:
    menu_action(window, "File", "Campaign").trigger()
    form = dialog(RecordForm)
    fill(form, vote_on="18 September 2025", congress_en="28th Congress")
    form.save.click()
    campaign = desk.snapshot.campaign
    assert (campaign.vote_on, campaign.congress_en) == (date(2025, 9, 18), "28th Congress")


def test_a_campaign_that_closes_before_it_opens_is_refused_beside_the_field(
    window: MainWindow, desk: Desk
) -> None:
    before = desk.snapshot.campaign
    menu_action(window, "File", "Campaign").trigger()
    form = dialog(RecordForm)
    fill(form, opens_on="19 September 2025", closes_on="8 September 2025")
    form.save.click()
    assert desk.snapshot.campaign == before
    assert "cannot close before it opens" in form.problem.text() + said(form)
    form.done(0)


def said(form: RecordForm) -> str:
    return " ".join(label.text() for label in form.findChildren(QLabel) if label.isVisible())


def test_an_official_is_entered_corrected_deleted_and_brought_back(
    window: MainWindow, desk: Desk
) -> None:
    menu_action(window, "File", "Officials").trigger()
    people = dialog(Officials)
    people.new.click()
    form = dialog(RecordForm)
    fill(form, name="สมชาย", office="Ministry")
    form.save.click()
    people.list.setCurrentRow(0)
    assert (someone := people.chosen()) is not None
    assert people.list.item(0).text().startswith("สมชาย")
    QApplication.processEvents()
    people.edit.click()
    form = dialog(RecordForm)
    fill(form, office="Thailand Post")
    form.save.click()
    assert desk.snapshot.authors[0].office == "Thailand Post"
    people.delete.click()
    assert desk.snapshot.authors == ()
    people.reject()
    menu_action(window, "Edit", "Undo").trigger()
    assert desk.snapshot.authors[0].id == someone.id


def test_ctrl_f_finds_everything_where_a_page_has_no_filter_line(window: MainWindow) -> None:
    window.turn_to("home")
    menu_action(window, "Edit", "Find on this page").trigger()
    dialog(Finder).reject()


def test_a_narrow_window_is_not_held_open_by_the_strip_of_tallies(window: MainWindow) -> None:
    for language in ("th", "en", "fr"):
        window.workplace.prefer(language=language)
        assert window.strip.minimumSizeHint().width() < 800


def test_a_form_is_not_larger_than_the_screen(window: MainWindow) -> None:
    menu_action(window, "File", "Campaign").trigger()
    form = dialog(RecordForm)
    room = form.screen().availableGeometry()
    form.hide()
    form.resize(room.width() + 400, room.height() + 400)
    form.show()
    assert room.contains(form.geometry())


def test_countries_that_nobody_plans_to_contact_stand_by_their_names(window: MainWindow) -> None:
    window.turn_to("follow_ups")
    page = window.pages["follow_ups"]
    assert isinstance(page, TabbedPage)
    listing = page.turn(1).listing  # type: ignore[attr-defined]
    assert [row.member.name_en for row in listing.model.rows] == ["France", "Kenya", "Laos"]
