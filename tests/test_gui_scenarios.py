"""Scenarios by their table, their menu, their forms and their links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests import walking
from tests.builders import a_pledge
from tests.gui import a_window, controls, dialog, fill, pick
from upudesk import scenarios
from upudesk.campaign import pledges, records
from upudesk.campaign import scenarios as acts
from upudesk.desk import Desk
from upudesk.forecast import forecast
from upudesk.gui.counting_page import CountingPage
from upudesk.gui.record_form import RecordForm
from upudesk.gui.scenario_forms import (
    FORMS,
    HALF,
    RivalForm,
    SeatsForm,
    StancesForm,
    Supposing,
    VotersForm,
    WeightForm,
)
from upudesk.gui.scenarios_pane import FIGURES, ScenariosPane
from upudesk.gui.window import MainWindow
from upudesk.model import Answer, Bloc, Candidacy, Level, Member, Scenario, Standing
from upudesk.scenarios import Contest, Rival, Stances, Supposed, Voters, Weight
from upudesk.tally import State


@pytest.fixture
def said(desk: Desk) -> Desk:
    desk.do(records.put, bloc := Bloc(id="bloc", code="ASEAN", name_en="ASEAN"))
    for id in ("la", "ke"):
        member = desk.snapshot.get(Member, id)
        desk.do(records.put, replace(member, blocs=(bloc.id,)), member)
    desk.do(pledges.record_pledges, [a_pledge("la"), a_pledge("ke", level=Level.LEANING_YES)])
    return desk


@pytest.fixture
def window(qapp: QApplication, said: Desk) -> Iterator[MainWindow]:
    with a_window(said) as shown:
        yield shown


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> ScenariosPane:
    window.turn_to("tally")
    page = window.pages["tally"]
    assert isinstance(page, CountingPage)
    found = page.look("scenarios")
    assert isinstance(found, ScenariosPane)
    reckoned(found, qtbot)
    return found


def reckoned(pane: ScenariosPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not pane._latest.busy, timeout=30_000)
    QApplication.processEvents()


def made(desk: Desk, name: str, *items: scenarios.Item) -> Scenario:
    desk.do(acts.copy, name)
    for item in items:
        desk.do(acts.suppose, acts.in_order(desk.snapshot)[-1], item)
    return acts.in_order(desk.snapshot)[-1]


def cells(pane: ScenariosPane, column: int) -> dict[str, str]:
    model = pane.model
    return {
        figure: model.cell(model.index(row, column)).text for row, figure in enumerate(model.rows)
    }


def press(pane: ScenariosPane, name: str) -> None:
    """The button of that accessible name."""
    found = [b for b in pane.findChildren(QPushButton) if b.accessibleName() == name]
    assert len(found) == 1, [b.accessibleName() for b in pane.findChildren(QPushButton)]
    found[0].click()
    QApplication.processEvents()


def told(pane: ScenariosPane) -> str:
    words = [label.text() for label in pane.findChildren(QLabel) if label.isVisibleTo(pane)]
    return " ".join(words).replace("\u200b", "").replace("\u00a0", " ")


def test_the_base_case_stands_alone_at_first_and_says_what_belongs_here(
    pane: ScenariosPane, said: Desk
) -> None:
    assert "What if?" in pane.said.text()
    base = forecast(said.snapshot, "th-ca")
    assert cells(pane, 1)["together"] == f"{base.expected:.1f}"
    assert cells(pane, 1)["range"] == f"{base.low}–{base.high}"
    assert cells(pane, 1)["seat"] == "not known"


def test_a_scenario_is_copied_from_the_base_and_half_of_a_bloc_falls_back(
    pane: ScenariosPane, said: Desk, qtbot: QtBot
) -> None:
    pane.new.click()
    naming = dialog(RecordForm)
    fill(naming, name="The bloc splits")
    naming.save.click()
    reckoned(pane, qtbot)
    (scenario,) = acts.in_order(said.snapshot)
    assert cells(pane, 2) == cells(pane, 1)
    pane.suppose(scenario.id, StancesForm)
    form = dialog(StancesForm)
    pick(form.of, "bloc")
    pick(form.which, HALF)
    assert form.members.value() == ("ke",)
    pick(form.form.fields["state"], State.UNDECIDED)
    form.save.click()
    reckoned(pane, qtbot)
    (scenario,) = acts.in_order(said.snapshot)
    expected = (Stances(("ke",), State.UNDECIDED, of="bloc"),)
    assert scenarios.read(scenario.supposed).items == expected
    assert "(−" in cells(pane, 2)["promised"]
    assert "1. Kenya: 3 undecided" in told(pane)
    assert "Too little is known for a chance of a seat." in told(pane)
    assert said.snapshot.pledges[1].level is Level.LEANING_YES


def test_the_menu_offers_everything_that_may_be_supposed(
    pane: ScenariosPane, said: Desk, qtbot: QtBot
) -> None:
    made(said, "One")
    reckoned(pane, qtbot)
    (button,) = [b for b in pane.findChildren(QPushButton) if b.accessibleName() == "One: suppose"]
    assert len(button.menu().actions()) == 5
    button.menu().actions()[4].trigger()
    form = dialog(WeightForm)
    fill(form, value="0.9")
    form.save.click()
    reckoned(pane, qtbot)
    assert "swing that all share: 0.9" in told(pane)


@pytest.mark.parametrize(
    ("kind", "choices", "typed", "item"),
    [
        (VotersForm, {"answer": Answer.NO}, {"members": "Laos"}, Voters(("la",), Answer.NO)),
        (RivalForm, {"council": "ca"}, {"member": "Laos", "share": "55"},
         Rival("ca", "la", Standing.DECLARED, 0.55)),
        (SeatsForm, {"council": "ca", "complete": True}, {"seats": "3", "line_newcomer": "90"},
         Contest("ca", 4, 3, True, 90.0)),
        (WeightForm, {"code": "conditional"}, {"value": "70"}, Weight("conditional", 0.7)),
    ],
)  # fmt: skip
def test_each_form_supposes_what_it_says(
    pane: ScenariosPane, said: Desk, qtbot: QtBot, kind: type[Supposing],
    choices: dict[str, object], typed: dict[str, str], item: scenarios.Item,
) -> None:  # fmt: skip
    scenario = made(said, "One")
    reckoned(pane, qtbot)
    pane.suppose(scenario.id, kind)
    form = dialog(kind)
    for name, value in choices.items():
        pick(form.form.fields[name], value)
    fill(form, **typed)
    form.save.click()
    reckoned(pane, qtbot)
    (scenario,) = acts.in_order(said.snapshot)
    assert scenarios.read(scenario.supposed).items == (item,)
    assert said.snapshot.all(Candidacy) == tuple(said.snapshot.ours)


@pytest.mark.parametrize(
    ("kind", "typed", "field", "sentence"),
    [
        (StancesForm, {}, "members", "Choose the countries"),
        (StancesForm, {"members": "Atlantis"}, "members", "Atlantis"),
        (WeightForm, {"value": "-1"}, "value", "swing cannot be below 0"),
        (WeightForm, {}, "value", "Type a number"),
        (SeatsForm, {"seats": "0"}, "seats", "one or more"),
        (RivalForm, {"member": "Laos", "share": "120"}, "share", "between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(
    pane: ScenariosPane, said: Desk, kind: type[Supposing], typed: dict[str, str], field: str,
    sentence: str,
) -> None:  # fmt: skip
    scenario = made(said, "One")
    pane.suppose(scenario.id, kind)
    form = dialog(kind)
    fill(form, **typed)
    form.save.click()
    assert sentence in form.form._problems[field].text().replace("\u200b", "")
    assert form.isVisible()
    assert acts.in_order(said.snapshot) == (scenario,)
    form._touched = False
    form.reject()


def test_suppositions_are_taken_out_and_scenarios_renamed_copied_and_deleted(
    pane: ScenariosPane, said: Desk, qtbot: QtBot
) -> None:
    made(said, "One", Weight("swing", 0.9), Voters(("la",), Answer.NO))
    reckoned(pane, qtbot)
    press(pane, "Take out of “One”: swing that all share: 0.9")
    assert "swing" not in told(pane)
    press(pane, "One: rename")
    fill(dialog(RecordForm), name="Fewer come")
    dialog(RecordForm).save.click()
    press(pane, "Fewer come: copy")
    fill(dialog(RecordForm), name="fewer COME")
    dialog(RecordForm).save.click()
    assert "already" in dialog(RecordForm).form._problems["name"].text()
    fill(dialog(RecordForm), name="Another")
    dialog(RecordForm).save.click()
    reckoned(pane, qtbot)
    one, two = acts.in_order(said.snapshot)
    assert (one.name, two.name, one.supposed) == ("Fewer come", "Another", two.supposed)
    press(pane, "Another: delete")
    assert acts.in_order(said.snapshot) == (one,)
    said.undo()
    assert len(acts.in_order(said.snapshot)) == 2


def test_columns_are_shown_per_council_and_copied_with_their_headings(
    pane: ScenariosPane, said: Desk, qtbot: QtBot
) -> None:
    made(said, "One", Stances(("fr",), State.FIRM_YES, ("th-poc",)))
    reckoned(pane, qtbot)
    assert "(" not in cells(pane, 2)["together"]
    pane.council.buttons["th-poc"].click()
    assert "(+" in cells(pane, 2)["together"]
    pane.take_focus()
    QTest.keyClick(pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t") == ["", "Base case", "One"]
    assert len(copied) == 1 + len(FIGURES)


def test_what_cannot_be_read_or_is_gone_is_said_and_nothing_is_guessed(
    pane: ScenariosPane, said: Desk, qtbot: QtBot
) -> None:
    made(said, "Gone", Stances(("la", "lost"), State.FIRM_NO))
    later = made(said, "Later")
    said.do(records.put, replace(later, supposed='{"version": 7, "suppositions": []}'), later)
    reckoned(pane, qtbot)
    assert "1 of its countries are not in the file; left out" in told(pane)
    assert "made by a later version" in told(pane)
    assert set(cells(pane, 3).values()) == {"–"}
    assert "(−" in cells(pane, 2)["promised"]


def test_four_stand_side_by_side_and_no_fifth_is_offered(
    pane: ScenariosPane, said: Desk, qtbot: QtBot
) -> None:
    for name in "ABCD":
        made(said, name)
    reckoned(pane, qtbot)
    assert len(pane.model.columns) == 6
    assert not pane.new.isEnabled()
    assert not [b for b in pane.findChildren(QPushButton) if b.accessibleName() == "A: copy"]


def test_what_no_forecast_rests_on_is_not_reckoned_again(
    pane: ScenariosPane, said: Desk, qtbot: QtBot
) -> None:
    before = dict(pane.outcomes)
    made(said, "One", Weight("swing", 1))
    reckoned(pane, qtbot)
    assert all(pane.outcomes[key] is found for key, found in before.items())
    said.do(pledges.record_pledges, [a_pledge("fr")])
    reckoned(pane, qtbot)
    assert all(pane.outcomes[key] is not found for key, found in before.items())


def test_a_campaign_without_candidacies_says_what_is_missing(
    pane: ScenariosPane, said: Desk
) -> None:
    said.do(pledges_removed := records.remove, said.snapshot.pledges[0])
    said.do(pledges_removed, said.snapshot.pledges[0])
    for own in said.snapshot.ours:
        said.do(records.remove, own)
    QApplication.processEvents()
    assert "no candidacy of its own" in pane.said.text()
    assert not pane.table.isVisibleTo(pane)


def test_every_control_has_a_name(pane: ScenariosPane, said: Desk) -> None:
    made(said, "One", Supposed((Weight("swing", 1),)).items[0])
    QApplication.processEvents()
    assert [c for c in controls(pane) if not c.accessibleName()] == []


@pytest.mark.parametrize("language", ["th", "fr", "en"])
@pytest.mark.parametrize("kind", [kind for _title, kind in FORMS])
def test_every_form_has_names_and_its_words_fit_in_every_language(
    pane: ScenariosPane, said: Desk, window: MainWindow, language: str, kind: type[Supposing]
) -> None:
    scenario = made(said, "One")
    window.workplace.prefer(language=language)
    pane.suppose(scenario.id, kind)
    form = dialog(kind)
    assert walking.nameless(form) + walking.cut_off(form) == []
    form.reject()
