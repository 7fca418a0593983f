"""After the vote, in the window and on paper: where the result fell, and nobody is named for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import TODAY, a_campaign, a_member, a_pledge, a_snapshot, asked
from tests.gui import a_window, controls, dialog, fill, pick
from upudesk import disclosure, i18n, packing, rules
from upudesk.campaign import records
from upudesk.campaign.pledges import record_pledges
from upudesk.campaign.results import Outcome, record_result, results_of_round
from upudesk.campaign.rounds import begin_next_round
from upudesk.desk import Desk
from upudesk.gui.after_pane import AfterPane
from upudesk.gui.counting_page import CountingPage
from upudesk.gui.paper import Preview
from upudesk.gui.picture import Picture
from upudesk.gui.result_form import ResultForm
from upudesk.gui.round_calls import RoundCalls
from upudesk.gui.round_forms import RoundForm, ShiftForm
from upudesk.gui.window import MainWindow
from upudesk.i18n import CODES, Language
from upudesk.model import Answer, Candidacy, Letter, Result, Rule, Side, Undertaking
from upudesk.packing import Order
from upudesk.reports.after_vote import render
from upudesk.reports.given import disclosed_of
from upudesk.reports.imprint import Imprint
from upudesk.weights import STANCES, weights

MADE = datetime(2025, 8, 15, 2, 0, tzinfo=UTC)
NAMES = ("Laos", "Kenya", "France")


@pytest.fixture
def voted(make_desk: Callable[..., Desk]) -> Desk:
    """Three promises and an answer; the vote was yesterday, and its result is not entered."""
    moment = [datetime(2025, 8, 15, 9, tzinfo=UTC)]
    desk = make_desk("voted", clock=lambda: moment[-1])
    campaign = desk.snapshot.campaign
    desk.do(records.put, replace(campaign, vote_on=date(2025, 8, 20)), campaign)
    said = [a_pledge("la"), a_pledge("ke"), a_pledge("fr", level=3), a_pledge("la", "th-poc")]
    desk.do(record_pledges, said)
    moment.append(datetime(2025, 8, 21, 9, tzinfo=UTC))
    return desk


@pytest.fixture
def window(qapp: QApplication, voted: Desk) -> Iterator[MainWindow]:
    with a_window(voted) as shown:
        yield shown


def enter(desk: Desk, ca: int | None = 4, poc: int | None = 1) -> None:
    outcomes = {"ca": Outcome(ca, Answer.YES), "poc": Outcome(poc, Answer.NO)}
    desk.do(record_result, 4, outcomes, "the minutes")


def pane(window: MainWindow, qtbot: QtBot) -> AfterPane:
    window.turn_to("tally")
    page = window.pages["tally"]
    assert isinstance(page, CountingPage)
    found = page.look("after")
    assert isinstance(found, AfterPane)
    qtbot.waitUntil(lambda: not found._latest.busy, timeout=20_000)
    QApplication.processEvents()
    return found


def texts(widget: QWidget) -> str:
    said = [label.text() for label in widget.findChildren(QLabel)]
    said += [button.text() for button in widget.findChildren(QPushButton)]
    return " ".join(said).replace("\u200b", "").replace("\u00a0", " ")


def button(widget: QWidget, name: str) -> QPushButton:
    found = [b for b in widget.findChildren(QPushButton) if b.accessibleName() == name]
    assert len(found) == 1, name
    return found[0]


# ------------------------------------------------------------------ the page


def test_before_the_result_the_page_says_what_belongs_there_and_asks_for_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = pane(window, qtbot)
    assert "Once the result is entered" in texts(page)
    page.enter.click()
    dialog(ResultForm).cancel.click()


def test_where_the_result_fell_is_told_and_drawn_for_each_council(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    enter(voted)
    page = pane(window, qtbot)
    said = texts(page)
    assert "4 of 4 ballots (100%)" in said
    assert "1 of 4 ballots (25%)" in said
    assert "Error (CRPS)" in said
    assert page.after is not None
    assert [f.score.votes for f in page.after.falls if f.score] == [4, 1]
    drawn = [picture.figure.told for picture in page.findChildren(Picture)]
    for number, told in zip(("Result 4", "Result 1"), drawn, strict=True):
        assert number in told


def test_no_country_but_ours_is_named_on_the_page(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    enter(voted, 1, 1)
    page = pane(window, qtbot)
    said = texts(page) + " ".join(w.toolTip() + w.accessibleName() for w in controls(page))
    for name in NAMES:
        assert name not in said


def test_candidates_are_named_with_their_totals(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    rival = Candidacy(member="la", council="ca")
    voted.do(records.put, rival)
    won = {rival.id: Outcome(3, Answer.YES)}
    ours = {"ca": Outcome(2, Answer.NO)}
    voted.do(record_result, 4, ours, "the minutes", won)
    said = texts(pane(window, qtbot))
    assert "Laos" in said
    assert "Kenya" not in said
    assert "France" not in said


def test_the_shift_is_taken_over_with_a_reason_and_never_by_itself(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    before = weights(voted.snapshot).values
    enter(voted, 1, 1)
    page = pane(window, qtbot)
    assert weights(voted.snapshot).values == before
    button(page, "Take it over, with a reason…").click()
    form = dialog(ShiftForm)
    fill(form, reason="")
    form.save.click()
    assert form.isVisible()
    assert "reason" in form.form._problems["reason"].text()
    fill(form, reason="Fewer held than we thought.")
    form.save.click()
    qtbot.waitUntil(lambda: not page._latest.busy, timeout=20_000)
    assert page.after is not None
    assert page.after.shift is not None
    after = weights(voted.snapshot)
    for code in STANCES:
        assert after.values[code] == pytest.approx(before[code] + page.after.shift.by, abs=1e-5)
        assert after.records[code].reason == "Fewer held than we thought."
    QApplication.processEvents()
    assert "already those that the result suggests" in texts(page)
    voted.undo()
    assert weights(voted.snapshot).values == before


def test_every_control_of_the_page_has_a_name(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    enter(voted)
    for control in controls(pane(window, qtbot)):
        assert control.accessibleName(), control


# ------------------------------------------------------------------ entering


def test_more_votes_than_ballots_are_refused_beside_the_field(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    rival = Candidacy(member="la", council="ca")
    voted.do(records.put, rival)
    pane(window, qtbot).enter.click()
    form = dialog(ResultForm)
    fill(form, ballots_cast="3", **{"votes ca": "4", f"votes {rival.id}": "4"})
    form.save.click()
    for name in ("votes ca", f"votes {rival.id}"):
        assert form.form._problems[name].text() == "There cannot be more votes than ballots."
    assert form.form._problems["votes poc"].text() == ""
    fill(form, **{"votes ca": "3", f"votes {rival.id}": "2"})
    pick(form.form.fields[f"elected {rival.id}"], Answer.YES)
    form.save.click()
    found = results_of_round(voted.snapshot)
    assert (found["th", "ca"].votes, found["la", "ca"].elected) == (3, Answer.YES)


def test_what_was_entered_stands_in_the_form_again(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    enter(voted)
    pane(window, qtbot).enter.click()
    form = dialog(ResultForm)
    shown = {name: form.form.fields[name].value() for name in ("ballots_cast", "votes ca")}  # type: ignore[attr-defined]
    assert shown == {"ballots_cast": 4, "votes ca": 4}
    form.cancel.click()


# ------------------------------------------------------------------ rounds


def test_without_the_rule_nothing_is_said_of_rounds(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    enter(voted)
    assert "round" not in texts(pane(window, qtbot)).casefold()


def test_the_next_round_is_begun_and_has_its_own_call_list(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    voted.do(records.put, Rule(code=rules.FURTHER_ROUNDS, applied=True))
    enter(voted)
    page = pane(window, qtbot)
    button(page, "Begin the next round…").click()
    dialog(RoundForm).save.click()
    assert voted.snapshot.campaign.round == 2
    assert "Round 1" in texts(page)
    assert "4 of 4 ballots" in texts(page)
    today = voted.snapshot.campaign.round_began_on
    voted.do(record_pledges, [asked("la", given_on=today), a_pledge("ke", given_on=today)])
    button(page, "Whom to ask again…").click()
    calls = dialog(RoundCalls)
    rows = [
        [calls.model.cell(calls.model.index(row, column)).text for column in (0, 1)]
        for row in range(3)
    ]
    assert [row[0] for row in rows] == ["France", "Laos", "Kenya"]
    assert rows[0][1] == "not asked again"
    assert rows[1][1].startswith("asked, no answer yet")
    assert rows[2][1].startswith("5 firm yes")
    QTest.keyClick(calls.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.page == "countries"


def test_the_result_of_a_later_round_is_compared_with_its_own_forecast(
    window: MainWindow, voted: Desk, qtbot: QtBot
) -> None:
    voted.do(records.put, Rule(code=rules.FURTHER_ROUNDS, applied=True))
    enter(voted)
    first = pane(window, qtbot).after
    voted.do(begin_next_round, voted.today, voted.today)
    enter(voted, 2, 2)
    page = pane(window, qtbot)
    assert "round 2" in texts(page)
    assert first is not None
    assert page.after is not None
    assert page.after.falls[0].expected.expected < first.falls[0].expected.expected


# ------------------------------------------------------------------ the report


MEMBERS = [
    a_member("LA", name_en="Laos", name_th="ลาว", name_fr="Laos"),
    a_member("KE", name_en="Kenya", name_th="เคนยา", name_fr="Kenya", group=5),
    a_member("FR", name_en="France", name_th="ฝรั่งเศส", name_fr="France", group=3),
]


def printed(*others: object, language: str = "en", back: bool = True) -> str:
    pledges = [a_pledge("la"), a_pledge("ke"), a_pledge("la", "th-poc")]
    campaign = a_campaign(vote_on=date(2025, 8, 10))
    results = [
        Result(id=f"r-{c}", year=2025, council=c, member="th", votes=v, elected=Answer.NO,
               ballots_cast=4, group=4)
        for c, v in (("ca", 1), ("poc", 2))
    ]  # fmt: skip
    now = a_snapshot(MEMBERS, pledges, TODAY, [campaign, *results, *others])  # type: ignore[list-item]
    eve = a_snapshot(MEMBERS, pledges, date(2025, 8, 9), [campaign]) if back else None
    known = disclosed_of(now).with_eve(eve)
    made = render(known, Language(language), imprint=Imprint(MADE))
    assert made.warnings == ()
    return all_text(made.pdf)


def all_text(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        pages = [page.get_text().replace("\u00a0", " ") for page in document]
    return " ".join(" ".join(pages).split())


def test_the_report_tells_result_forecast_and_tally_in_numbers() -> None:
    found = printed()
    for told in (
        "After the vote", "1 of 4 ballots (25%)", "not elected", "Error (CRPS)", "result 1",
        "Tally at the eve", "For next time", "9 Aug 2025", "The ballot is secret",
    ):  # fmt: skip
        assert told in found, told


@pytest.mark.parametrize("language", CODES)
def test_beside_a_result_the_report_names_nobody_but_candidates(language: str) -> None:
    with i18n.use(Language(language)):
        left_to_do = i18n._("What we owe now")
    names = [getattr(m, f"name_{language}") for m in MEMBERS]
    plain = printed(language=language).partition(left_to_do)[0]
    assert [name for name in names if name in plain] == []
    rival = Result(id="r-la", year=2025, council="ca", member="la", votes=3, elected=Answer.YES,
                   ballots_cast=4, group=4)  # fmt: skip
    told = printed(rival, language=language).partition(left_to_do)[0]
    assert [name for name in names if name in told] == names[:1]


def test_everybody_who_had_promised_is_to_be_thanked_alike() -> None:
    found = printed(Letter(member="la", template="thanks", written_on=date(2025, 8, 10))).partition(
        "Thanks to be sent"
    )[2]
    thanked = [m.name_en for m in MEMBERS if m.name_en in found]
    assert "Laos" not in thanked
    assert thanked
    assert "nobody knows how it voted" in found


def test_what_we_owe_now_is_told_with_its_day() -> None:
    found = printed(Undertaking(member="la", what="training", due_on=date(2025, 9, 1)))
    assert "Laos training due 1 Sept 2025" in found


def test_the_report_says_when_the_file_does_not_reach_back() -> None:
    assert "does not reach back to the eve" in printed(back=False)
    assert "as it stood at the eve" in printed()


def test_equal_input_gives_an_equal_report() -> None:
    there = a_snapshot(MEMBERS)
    first, second = (render(there, Language("en"), imprint=Imprint(MADE)).pdf for _ in range(2))
    assert first == second


def test_a_pack_and_the_report_alone_compare_with_the_same_eve(voted: Desk) -> None:
    enter(voted)
    voted.do(record_pledges, [a_pledge("fr", side=Side.DELEGATE)])
    profile = disclosure.profile(voted.snapshot, "internal")
    order = Order(
        voted.snapshot, profile, (), ("result",), "", Language("en"), Imprint(MADE),
        voted.at_the_eve,
    )  # fmt: skip
    (copy,) = packing.made(order)
    known = disclosure.disclose(voted.snapshot, profile).with_eve(voted.at_the_eve())
    alone = render(known, Language("en"), imprint=Imprint(MADE))
    assert "as it stood at the eve" in all_text(copy.pdf)
    assert all_text(copy.pdf) == all_text(alone.pdf)


def test_where_no_day_of_the_vote_is_set_the_report_says_so_by_speaking_of_now(voted: Desk) -> None:
    enter(voted)
    campaign = voted.snapshot.campaign
    voted.do(records.put, replace(campaign, vote_on=None), campaign)
    found = all_text(render(voted.snapshot, Language("en"), imprint=Imprint(MADE)).pdf)
    assert "as it is known now" in found
    assert "reach back" not in found


def test_the_report_is_previewed(window: MainWindow, voted: Desk, qtbot: QtBot) -> None:
    enter(voted)
    pane(window, qtbot).report.click()
    preview = dialog(Preview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=20_000)
    assert preview.document.pageCount() >= 1
    preview.close_button.click()


def test_the_eve_ends_when_the_day_of_the_vote_begins(voted: Desk) -> None:
    eve = voted.at_the_eve()
    assert eve is not None
    assert len(eve.pledges) == 4
    campaign = voted.snapshot.campaign
    voted.do(records.put, replace(campaign, vote_on=voted.today - timedelta(days=300)), campaign)
    assert voted.at_the_eve() is None
