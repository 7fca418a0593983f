"""Earlier elections of a country, entered and mended where they stand."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.gui import dialog, fill, pick
from upudesk.campaign import records
from upudesk.gui.record_form import RecordForm
from upudesk.model import Answer, Result

pytestmark = pytest.mark.usefixtures("qtbot")


def press(window, words: str) -> None:
    window.countries.show_record("la")
    QApplication.processEvents()
    buttons = window.countries.detail.findChildren(QPushButton)
    next(b for b in buttons if words in (b.accessibleName() or b.text())).click()


def test_an_earlier_result_is_entered_on_the_page_of_the_country(window, desk):
    press(window, "+ Result")
    form = dialog(RecordForm)
    fill(form, year="2564", votes="90", ballots_cast="158", source="Congress documents")
    pick(form.form.fields["council"], "poc")
    pick(form.form.fields["elected"], Answer.YES)
    form.save.click()
    (result,) = desk.snapshot.results_of["la"]
    assert (result.year, result.votes, result.elected) == (2021, 90, Answer.YES)


def test_an_earlier_result_is_mended_where_it_stands(window, desk):
    desk.do(records.put, Result(member="la", council="poc", year=2021, votes=90, ballots_cast=158))
    press(window, "90 of 158")
    form = dialog(RecordForm)
    fill(form, votes="91")
    form.save.click()
    (result,) = desk.snapshot.results_of["la"]
    assert result.votes == 91
    assert "result.edit" in [step.action for step in desk.steps()]


def test_more_votes_than_ballots_are_refused_beside_the_field(window, desk):
    press(window, "+ Result")
    form = dialog(RecordForm)
    fill(form, year="2021", votes="160", ballots_cast="158")
    pick(form.form.fields["council"], "poc")
    form.save.click()
    assert "more votes than ballots" in form.form.fields["votes"].accessibleDescription()
    assert "la" not in desk.snapshot.results_of
    form.done(0)
