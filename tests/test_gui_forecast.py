"""The forecast, the weights and the list of whom to call, by their numbers, sliders and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import a_pledge, asked
from tests.gui import a_window, controls, dialog, fill, pick
from upudesk import i18n
from upudesk.campaign import meetings, pledges, records
from upudesk.desk import Desk
from upudesk.forecast import forecast
from upudesk.gui.counting_page import VIEWS, CountingPage
from upudesk.gui.follow_up_form import RecordForm
from upudesk.gui.forecast_pane import ForecastPane
from upudesk.gui.latest import Latest
from upudesk.gui.next_best_pane import NextBestPane
from upudesk.gui.paper import Preview
from upudesk.gui.picture import Picture
from upudesk.gui.suppose import Keeping
from upudesk.gui.tables import Table
from upudesk.gui.weight_form import NUMBER, WeightForm
from upudesk.gui.weights_pane import WeightsPane
from upudesk.gui.window import MainWindow
from upudesk.model import Answer, Author, Candidacy, FollowUp, HoldRate, Meeting, Member, Seats
from upudesk.next_best import next_best
from upudesk.reports import call_list
from upudesk.reports.imprint import Imprint
from upudesk.weights import weights

P = TypeVar("P", bound=QWidget)


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(
        pledges.record_pledges,
        [a_pledge("la"), a_pledge("ke", level=3), asked("fr"), a_pledge("la", "th-poc", level=1)],
    )
    with a_window(desk) as shown:
        yield shown


def turn(window: MainWindow, name: str, kind: type[P]) -> P:
    window.turn_to("tally")
    page = window.pages["tally"]
    assert isinstance(page, CountingPage)
    view = page.look(name)
    assert isinstance(view, kind)
    QApplication.processEvents()
    return view


def settle(qtbot: QtBot, latest: Latest) -> None:
    """Wait until everything that was asked for is shown."""
    qtbot.waitUntil(lambda: not latest.busy, timeout=30_000)


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> ForecastPane:
    view = turn(window, "forecast", ForecastPane)
    settle(qtbot, view._latest)
    return view


@pytest.fixture
def calls(window: MainWindow, qtbot: QtBot) -> NextBestPane:
    view = turn(window, "calls", NextBestPane)
    settle(qtbot, view._latest)
    return view


@pytest.fixture
def weighing(window: MainWindow, qtbot: QtBot) -> WeightsPane:
    view = turn(window, "weights", WeightsPane)
    settle(qtbot, view._latest)
    view.listing.tell_now()
    return view


def said(widget: QWidget) -> str:
    """Every text that stands in a widget."""
    texts = [label.text() for label in widget.findChildren(QLabel)]
    return "\n".join([*texts, *(button.text() for button in widget.findChildren(QPushButton))])


def a_line(window: MainWindow, votes: float = 2) -> None:
    line = Seats(council="ca", group=4, seats=2, line_newcomer=votes, line_sitting=votes,
                 line_spread=0.5)  # fmt: skip
    window.workplace.do(records.put, line)


# ------------------------------------------------------------------ the forecast


def test_promised_votes_stand_apart_from_those_that_may_also_come(pane: ForecastPane) -> None:
    expected = pane.found["th-ca"].expected
    shown = {name: pane.numbers.figures["th-ca", name].text()
             for name in ("promised", "others", "own", "together")}  # fmt: skip
    assert shown == {
        "promised": f"{expected.expected_promised:.1f}",
        "others": f"{expected.expected_others:.1f}",
        "own": f"{expected.expected_own:.1f}",
        "together": f"{expected.expected:.1f}",
    }


def test_both_councils_stand_under_each_other(pane: ForecastPane) -> None:
    assert {id for id, _name in pane.numbers.figures} == {"th-ca", "th-poc"}
    assert pane.numbers.figures["th-poc", "promised"].text() == "0.0"


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("promised", {"la"}),
        ("others", {"ke", "fr"}),
        ("own", {"th"}),
        ("together", {"la", "ke", "fr", "th"}),
    ],
)
def test_a_number_opens_exactly_its_countries_and_their_chances_add_up_to_it(
    pane: ForecastPane, name: str, members: set[str]
) -> None:
    figure = pane.numbers.figures["th-ca", name]
    figure.click()
    assert set(pane.behind.members()) == members
    chances = pane.found["th-ca"].expected.chances
    assert float(figure.text()) == pytest.approx(sum(chances[m].vote for m in members), abs=0.05)


def test_numbers_are_pressed_by_the_keyboard_too(pane: ForecastPane) -> None:
    figure = pane.numbers.figures["th-poc", "others"]
    figure.setFocus()
    QTest.keyClick(figure, Qt.Key.Key_Space)
    assert pane.behind.title.text().endswith("May also come")


def test_the_range_says_how_much_it_really_holds(pane: ForecastPane) -> None:
    expected = pane.found["th-ca"].expected
    assert f"{expected.mass:.0%} of all cases" in said(pane.facts)
    assert f"{expected.low}–{expected.high} in {expected.mass:.0%}" in said(pane.numbers)


def test_what_is_not_known_of_the_seat_is_said_and_leads_to_where_it_is_entered(
    pane: ForecastPane, window: MainWindow
) -> None:
    assert pane.numbers.figures["th-ca", "seat"].text() == "not known"
    assert "No winning line is estimated" in said(pane.facts)
    links = pane.facts.findChildren(QPushButton)
    next(link for link in links if link.text() == "Winning line: enter…").click()
    assert window.page == "candidacies"


def test_a_chance_of_a_seat_stands_with_its_range_and_what_the_range_rests_on(
    pane: ForecastPane, window: MainWindow, qtbot: QtBot
) -> None:
    a_line(window)
    settle(qtbot, pane._latest)
    seat = pane.found["th-ca"].seat
    assert seat is not None
    assert seat.chance is not None
    assert pane.numbers.figures["th-ca", "seat"].text() == f"{seat.chance:.0%}"
    assert f"{seat.low:.0%} to {seat.high:.0%}" in said(pane.numbers)
    told = said(pane.facts)
    assert "swing halved" in told
    assert "hold rates five points down" in told
    assert "Reckoned against an estimated winning line." in told


def test_rivals_stand_by_name_with_how_often_they_win(
    pane: ForecastPane, window: MainWindow, qtbot: QtBot
) -> None:
    window.workplace.do(records.put, Seats(council="ca", group=4, seats=1, complete=True))
    rival = Candidacy(member="la", council="ca", share=0.5, spread=0.1, sitting=Answer.NO)
    window.workplace.do(records.put, rival)
    settle(qtbot, pane._latest)
    seat = pane.found["th-ca"].seat
    assert seat is not None
    assert set(seat.rivals) == {rival.id}
    links = pane.facts.findChildren(QPushButton)
    next(link for link in links if link.text() == "Laos").click()
    assert window.page == "countries"


def test_the_chance_of_any_number_of_votes_can_be_typed_for(pane: ForecastPane) -> None:
    field = pane.at_least.field
    for typed in ("2", "๒"):
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        field.insert(typed)
        field.textEdited.emit(typed)
        chance = pane.found["th-ca"].expected.at_least(2)
        assert pane.at_least.told.text() == f"{chance:.0%}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("x", "Type a whole number of votes."), ("99", "There are only 4 countries.")],
)
def test_what_is_no_number_of_votes_is_said_beside_the_field(
    pane: ForecastPane, typed: str, sentence: str
) -> None:
    pane.at_least.field.setText(typed)
    assert pane.at_least.told.text() == sentence


def test_a_bar_of_the_picture_asks_for_its_number(pane: ForecastPane) -> None:
    pane.distribution.opened.emit("3")
    assert pane.at_least.field.text() == "3"


def test_a_seat_of_the_hall_opens_its_country(pane: ForecastPane, window: MainWindow) -> None:
    pane.hemicycle.opened.emit("ke")
    assert window.page == "countries"
    assert window.member is not None
    assert window.member.id == "ke"


def test_an_entry_of_the_legend_opens_the_countries_that_stand_so(pane: ForecastPane) -> None:
    pane.hemicycle.opened.emit("state:3")
    assert pane.behind.members() == ["ke"]


def test_the_other_council_has_its_own_picture_and_countries(pane: ForecastPane) -> None:
    pane.numbers.figures["th-ca", "others"].click()
    assert "la" not in pane.behind.members()
    pane.council.buttons["th-poc"].click()
    assert "la" in pane.behind.members()
    assert pane.distribution.accessibleName() == "POC: votes to expect"


def test_a_change_of_the_records_is_counted_at_once(
    pane: ForecastPane, window: MainWindow, qtbot: QtBot
) -> None:
    before = pane.found["th-ca"].expected.expected
    window.workplace.do(pledges.record_pledges, [a_pledge("fr")])
    assert pane.found["th-ca"].quick
    assert pane.numbers.figures["th-ca", "promised"].accessibleName().endswith("of 2 promises")
    settle(qtbot, pane._latest)
    assert not pane.found["th-ca"].quick
    assert pane.found["th-ca"].expected.expected > before


def test_without_any_candidacy_the_page_says_what_is_missing(
    pane: ForecastPane, window: MainWindow
) -> None:
    give_up(window)
    assert pane.said.text() == "This campaign has no candidacy of its own yet."
    assert not pane.distribution.isVisible()
    pane.enter.click()
    assert window.page == "candidacies"


def give_up(window: MainWindow) -> None:
    for own in window.workplace.snapshot.ours:
        for pledge in window.workplace.snapshot.pledges_about.get(own.id, ()):
            window.workplace.do(records.remove, pledge)
        window.workplace.do(records.remove, own)


# ------------------------------------------------------------------ trying something out


def test_a_slider_moves_the_forecast_and_nothing_else(
    pane: ForecastPane, window: MainWindow, qtbot: QtBot
) -> None:
    before = window.workplace.snapshot
    slider = pane.suppose.sliders["not_asked"]
    slider.setFocus()
    for _step in range(5):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    settle(qtbot, pane._latest)
    weighed = pane.found["th-ca"].expected.weights
    assert weighed.percentage("not_asked") == pytest.approx(0.20)
    assert "(recorded: 15%)" in said(pane.suppose)
    assert window.workplace.snapshot is before


def test_while_a_slider_is_dragged_the_last_value_wins(pane: ForecastPane, qtbot: QtBot) -> None:
    slider = pane.suppose.sliders["swing"]
    for place in range(11, 40):
        slider.setValue(place)
    settle(qtbot, pane._latest)
    found = pane.found["th-ca"]
    assert found.expected.swing == pytest.approx(39 * 0.05)
    assert found.seat is not None


def test_going_back_counts_with_what_is_recorded(pane: ForecastPane, qtbot: QtBot) -> None:
    pane.suppose.sliders["swing"].setValue(30)
    pane.suppose.back.click()
    settle(qtbot, pane._latest)
    assert pane.found["th-ca"].expected.swing == 0.5
    assert not pane.suppose.keep.isEnabled()


def test_what_was_tried_out_is_kept_with_a_reason_as_one_step(
    pane: ForecastPane, window: MainWindow, qtbot: QtBot
) -> None:
    pane.suppose.sliders["swing"].setValue(14)
    pane.suppose.sliders["group_swing"].setValue(4)
    pane.suppose.keep.click()
    form = dialog(Keeping)
    form.accept()
    assert "Say why" in said(form)
    fill(form, reason="The last Congress was rougher", source="report of 2021")
    form.accept()
    settle(qtbot, pane._latest)
    weighed = weights(window.workplace.snapshot)
    assert (weighed.swing, weighed.group_swing) == (pytest.approx(0.7), pytest.approx(0.2))
    assert weighed.records["swing"].reason == "The last Congress was rougher"
    assert not pane.suppose.values
    window.workplace.undo()
    assert weights(window.workplace.snapshot).swing == 0.5


def test_the_wheel_never_moves_a_slider(pane: ForecastPane) -> None:
    slider = pane.suppose.sliders["swing"]
    before, none = slider.value(), Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 240),
                        Qt.MouseButton.NoButton, none, phase, False)  # fmt: skip
    QApplication.sendEvent(slider, wheel)
    assert slider.value() == before


def test_what_is_asked_for_last_is_told_and_what_was_dropped_is_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    latest, told = Latest(window.workplace, window), list[int]()
    latest.ask(lambda: 1, told.append)
    latest.drop()
    for number in range(2, 9):
        latest.ask(lambda number=number: number, told.append)
    settle(qtbot, latest)
    assert told == [8]


# ------------------------------------------------------------------ the weights


def test_every_weight_stands_with_what_it_results_in(weighing: WeightsPane) -> None:
    table = weighing.listing.model
    shown = {row.code: table.cell(table.index(n, 1)).text for n, row in enumerate(table.rows)}
    assert (shown["level_5"], shown["not_asked"], shown["half_life"]) == ("70%", "15%", "")


def test_a_level_shows_every_form_and_side_as_it_ages(weighing: WeightsPane) -> None:
    weighing.listing.choose("level_5")
    weighing.listing.tell_now()
    (table,) = weighing.detail.findChildren(Table)
    model = table.model()
    assert model.rowCount() == 9
    assert model.index(0, 1).data() == "70% / 76%"
    assert model.index(0, 3).data() < model.index(0, 2).data() < model.index(0, 1).data()


def test_both_known_votes_are_counted_and_lie_inside_the_range(weighing: WeightsPane) -> None:
    assert [found.score.inside for found in weighing.replays] == [True, True]
    told = said(weighing.detail)
    assert "77 votes lie inside the range" in told
    assert "114 votes lie inside the range" in told
    assert len(weighing.detail.findChildren(Picture)) == 2


def test_a_weight_is_changed_as_a_percentage_with_its_reason(
    weighing: WeightsPane, window: MainWindow, qtbot: QtBot
) -> None:
    weighing.listing.look_at("level_5")
    weighing.listing.table.setFocus()
    QTest.keyClick(weighing.listing.table, Qt.Key.Key_Return)
    form = dialog(WeightForm)
    fill(form, value="80%")
    form.accept()
    assert "Say why" in said(form)
    fill(form, reason="Six of seven held in 2021")
    form.accept()
    settle(qtbot, weighing._latest)
    weighed = weights(window.workplace.snapshot)
    assert weighed.percentage("level_5") == pytest.approx(0.8)
    assert weighed.records["level_5"].reason == "Six of seven held in 2021"


def test_turning_to_log_odds_converts_what_stands_there(weighing: WeightsPane) -> None:
    weighing.edit("level_5")
    form = dialog(WeightForm)
    pick(form.way, NUMBER)
    assert form.value.text() == "0.85"
    form.done(0)


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("level_5", "120", "A share lies between 0% and 100%."),
        ("level_5", "", "Type a number: without one nothing counts."),
        ("level_5", "much", "Type a number, or leave it blank if unknown."),
        ("swing", "-1", "A swing cannot be below 0; 0 means none."),
        ("half_life", "0", "A half-life is one day or more."),
    ],
)
def test_what_no_weight_can_be_is_refused_beside_the_field(
    weighing: WeightsPane, code: str, value: str, sentence: str
) -> None:
    weighing.edit(code)
    form = dialog(WeightForm)
    fill(form, value=value, reason="to see")
    form.accept()
    assert form.isVisible()
    assert form.form.fields["value"].accessibleDescription() == sentence
    form.done(0)


def test_a_weight_is_found_from_anywhere(weighing: WeightsPane, window: MainWindow) -> None:
    window.workplace.do(records.put, HoldRate(code="swing", value=0.6, unit="sd_of_log_odds",
                                              reason="tried"))  # fmt: skip
    rate = weights(window.workplace.snapshot).records["swing"]
    turn(window, "board", QWidget)
    window.workplace.show(rate.id)
    assert window.page == "tally"
    assert weighing.listing.current() == "swing"


# ------------------------------------------------------------------ whom to call


def shown(calls: NextBestPane) -> list[str]:
    return [call.member.id for call in calls.listing.model.rows]


def test_the_country_that_would_add_most_stands_first(
    calls: NextBestPane, window: MainWindow, qtbot: QtBot
) -> None:
    a_line(window)
    settle(qtbot, calls._latest)
    wanted = next_best(window.workplace.snapshot, "th-ca")
    assert shown(calls) == [one.member for one in wanted]
    table = calls.listing.model
    assert wanted[0].seat is not None
    assert table.cell(table.index(0, 1)).text == f"+{wanted[0].seat:.2%}"
    assert table.cell(table.index(0, 2)).text == f"+{wanted[0].votes:.2f}"


def test_where_no_chance_is_known_votes_decide_the_order(calls: NextBestPane) -> None:
    table = calls.listing.model
    assert table.cell(table.index(0, 1)).text == "not known"
    gained = [call.gains["th-ca"].votes for call in table.rows]
    assert gained == sorted(gained, reverse=True)
    assert "the votes alone are told" in calls.said.text()


def test_enter_opens_the_country(calls: NextBestPane, window: MainWindow) -> None:
    calls.listing.choose("ke")
    calls.listing.table.setFocus()
    QTest.keyClick(calls.listing.table, Qt.Key.Key_Return)
    assert window.page == "countries"


def test_a_call_is_logged_and_the_row_says_so(
    calls: NextBestPane, window: MainWindow, qtbot: QtBot
) -> None:
    calls.listing.look_at("ke")
    calls.log.click()
    dialog(RecordForm).accept()
    settle(qtbot, calls._latest)
    row = next(call for call in calls.listing.model.rows if call.member.id == "ke")
    assert row.last is not None
    assert row.last.day == window.workplace.snapshot.today
    assert calls.listing.current() == "ke"


def test_a_follow_up_is_added_for_the_country(calls: NextBestPane, window: MainWindow) -> None:
    calls.listing.look_at("ke")
    calls.follow.click()
    form = dialog(RecordForm)
    fill(form, what="Ring the ministry")
    form.accept()
    (added,) = window.workplace.snapshot.all(FollowUp)
    assert (added.member, added.what) == ("ke", "Ring the ministry")


def give_to(window: MainWindow, name: str, *members: str) -> Author:
    author = Author(name=name)
    window.workplace.do(records.put, author)
    for id in members:
        member = window.workplace.snapshot.get(Member, id)
        window.workplace.do(records.put, replace(member, responsible=author.id), member)
    return author


def test_the_list_of_one_official_is_shown_and_copied(
    calls: NextBestPane, window: MainWindow, qtbot: QtBot
) -> None:
    somchai = give_to(window, "Somchai", "la", "fr")
    settle(qtbot, calls._latest)
    pick(calls.listing.choices["responsible"], somchai.id)
    assert set(shown(calls)) == {"la", "fr"}
    calls.listing.table.selectAll()
    calls.listing.copy(titled=True)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Country\tCA seat\tCA votes")
    assert len(copied) == 3


def test_the_call_list_is_printed_under_those_responsible(
    calls: NextBestPane, window: MainWindow, qtbot: QtBot
) -> None:
    give_to(window, "Somchai", "la")
    call = Meeting(members=("la",), title="Telephone call", held_on=date(2025, 8, 1))
    window.workplace.do(meetings.record_meeting, call)
    settle(qtbot, calls._latest)
    calls.printing.click()
    preview = dialog(Preview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    printed = preview.document.getAllText(0).text()
    assert printed.index("Somchai") < printed.index("Laos") < printed.index("Nobody is responsible")
    assert "1 Aug 2025" in printed
    assert f"+{calls.gains['th-ca']['la'].votes:.2f} votes" in printed
    preview.close()


def test_equal_call_lists_give_equal_bytes(window: MainWindow) -> None:
    snapshot = window.workplace.snapshot
    gains = {"th-ca": {one.member: one for one in next_best(snapshot, "th-ca")}}
    imprint = Imprint(datetime(2025, 8, 15, 9, tzinfo=UTC))
    for code in i18n.CODES:
        language = i18n.Language(code)
        first, second = (
            call_list.render(snapshot, ["la", "ke"], gains, language, imprint=imprint)
            for _time in range(2)
        )
        assert first.pdf == second.pdf


def test_without_any_candidacy_nobody_is_to_be_called(
    calls: NextBestPane, window: MainWindow
) -> None:
    give_up(window)
    assert calls.said.text() == "This campaign has no candidacy of its own yet."
    assert not calls.printing.isVisible()


# ------------------------------------------------------------------ all of them


MINE = [name for name in VIEWS if name in ("forecast", "calls", "weights")]


@pytest.mark.parametrize("name", MINE)
def test_every_control_has_a_name(window: MainWindow, qtbot: QtBot, name: str) -> None:
    view = turn(window, name, QWidget)
    settle(qtbot, view._latest)  # type: ignore[attr-defined]
    assert [w for w in controls(view) if not w.accessibleName()] == []


@pytest.mark.parametrize("name", MINE)
def test_a_page_follows_the_language_of_the_window(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    view = turn(window, name, QWidget)
    for code in ("th", "fr", "en"):
        window.workplace.prefer(language=code)
        settle(qtbot, view._latest)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", MINE)
def test_an_empty_campaign_is_no_reason_to_fail(
    qapp: QApplication, make_desk: Callable[..., Desk], qtbot: QtBot, name: str
) -> None:
    desk = make_desk("empty")
    for member in desk.snapshot.members:
        if member.id != "th":
            desk.do(records.remove, member)
    with a_window(desk) as shown:
        view = turn(shown, name, QWidget)
        settle(qtbot, view._latest)  # type: ignore[attr-defined]


def test_the_forecast_on_the_page_is_that_of_the_command_line(
    pane: ForecastPane, window: MainWindow
) -> None:
    assert pane.found["th-ca"].expected.pmf == forecast(window.workplace.snapshot, "th-ca").pmf
