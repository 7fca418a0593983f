"""Votes over time by mouse and keys; what changed since a day or a moment, by name and reason."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import KENYA, LAOS, a_founding, a_pledge, a_snapshot, asked
from tests.gui import a_window, controls, dialog, fill, pick
from upudesk.campaign import milestones, pledges, records
from upudesk.desk import Desk
from upudesk.disclosure import PARTNER, disclose, profile
from upudesk.gui import changes_view
from upudesk.gui.counting_page import CountingPage
from upudesk.gui.paper import Preview
from upudesk.gui.record_form import RecordForm
from upudesk.gui.time_pane import TimePane
from upudesk.gui.window import MainWindow
from upudesk.i18n import CODES, Language
from upudesk.machine import Machine
from upudesk.model import Level, Milestone
from upudesk.reports.changes import render
from upudesk.reports.imprint import Imprint
from upudesk.since import Balance, changes

JUNE = datetime(2025, 6, 2, 9, tzinfo=UTC)
AUGUST = datetime(2025, 8, 15, 9, tzinfo=UTC)


class Clock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def grown(tmp_path: Path, machine: Machine) -> Iterator[Desk]:
    """In June Laos had said yes and Kenya was entered wrongly; by August much is different."""
    clock = Clock(datetime(2025, 4, 10, 9, tzinfo=UTC))
    path = tmp_path / "grown.upudesk"
    desk = Desk.create(path, [a_founding(clock.moment)], machine=machine, clock=clock)
    wrong = a_pledge("ke", level=Level.FIRM_YES)
    desk.do(pledges.record_pledges, [a_pledge("la"), wrong])
    clock.moment = AUGUST
    desk.do(pledges.correct_pledge, wrong, replace(wrong, level=Level.LEANING_NO))
    down = a_pledge("la", level=2, given_on=date(2025, 7, 1), words="we <b>regret</b>")
    desk.do(pledges.record_pledges, [down, asked("fr", given_on=date(2025, 7, 2))])
    yield desk
    desk.close()


@pytest.fixture
def window(qapp: QApplication, grown: Desk) -> Iterator[MainWindow]:
    with a_window(grown) as shown:
        yield shown


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> TimePane:
    window.turn_to("tally")
    page = window.pages["tally"]
    assert isinstance(page, CountingPage)
    found = page.look("time")
    assert isinstance(found, TimePane)
    ready(found, qtbot)
    return found


def ready(pane: TimePane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not pane._latest.busy and not pane.changes._latest.busy, timeout=30_000)
    QApplication.processEvents()


def since(pane: TimePane, day: str, qtbot: QtBot) -> None:
    """Type a day and press Enter."""
    line = pane.changes.day.line
    line.setText(day)
    line.setModified(True)
    QTest.keyClick(line, Qt.Key.Key_Return)
    ready(pane, qtbot)


def rows(pane: TimePane) -> list[list[str]]:
    model = pane.changes.model
    return [
        [model.cell(model.index(row, column)).text for column in range(len(model.columns))]
        for row in range(len(model.rows))
    ]


# ------------------------------------------------------------------ the line


def test_promised_and_expected_votes_are_drawn_and_a_correction_leaves_the_line_flat(
    pane: TimePane,
) -> None:
    keys = [mark.key for mark in pane.picture.figure.marks]
    assert any(key.startswith("th-ca|2025-04-03") for key in keys)
    assert any(key.startswith("th-ca|expected|") for key in keys)
    titles = [m.title for m in pane.picture.figure.marks if m.key.startswith("th-ca|2025")]
    assert "1 promised vote" in titles[0]  # Kenya never promised, as is known by now
    assert "no more: Laos" in " ".join(titles)


def test_a_day_on_the_line_is_looked_at_by_keys_and_asked_about_by_enter(
    pane: TimePane, qtbot: QtBot
) -> None:
    pane.take_focus()
    QTest.keyClick(pane.picture, Qt.Key.Key_Home)
    assert pane.picture.current == "th-ca|2025-04-03"
    QTest.keyClick(pane.picture, Qt.Key.Key_Return)
    ready(pane, qtbot)
    assert pane.changes.day.line.text() == "3 Apr 2025"
    assert pane.changes.changes is not None
    assert pane.changes.changes.day == date(2025, 4, 3)


def test_the_other_council_is_one_press_away(pane: TimePane, qtbot: QtBot) -> None:
    pane.council.buttons["th-poc"].click()
    ready(pane, qtbot)
    assert "Nothing is logged yet" in pane.said.text()
    assert rows(pane) == []
    pane.show_record("th-ca")
    assert pane.council.value() == "th-ca"


# ------------------------------------------------------------------ what changed


def test_what_changed_is_told_by_name_and_reason_with_the_statement_behind_it(
    pane: TimePane, qtbot: QtBot
) -> None:
    since(pane, "2 June 2025", qtbot)
    told = [[way, country, then, now] for way, country, then, now, _why in rows(pane)]
    assert told == [
        ["↓ down", "Laos", "5 firm yes", "2 leaning no"],
        ["→ aside", "France", "not asked", "asked, no answer"],
        ["✎ corrected", "Kenya", "5 firm yes", "2 leaning no"],
    ]
    assert "1 Jul 2025" in rows(pane)[0][4]
    pane.changes.table.setCurrentIndex(pane.changes.model.index(0, 0))
    assert "we <b>regret</b>" in pane.changes.behind.text()
    said = pane.changes.said.text().replace("\u00a0", " ")
    assert "2 promised votes were counted then (as corrected: 1), 0 now." in said
    assert "3 changes: down: 1" in said


def test_enter_opens_the_statement_behind_a_row(
    pane: TimePane, window: MainWindow, qtbot: QtBot
) -> None:
    since(pane, "2 June 2025", qtbot)
    wanted: list[tuple[str, str]] = []
    window.workplace.wanted.connect(lambda page, id: wanted.append((page, id)))
    pane.changes.table.setFocus()
    pane.changes.table.activated.emit(pane.changes.model.index(0, 0))
    assert wanted[0][0] == "pledges"


def test_a_day_before_the_file_says_that_corrections_cannot_be_told(
    pane: TimePane, qtbot: QtBot
) -> None:
    since(pane, "3 April 2025", qtbot)
    assert "corrections cannot be told" in pane.changes.said.text()
    assert [row[1] for row in rows(pane)] == ["Laos", "France"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("1 January 2026", "still to come"), ("", "Type a day"), ("some day", "some day")],
)
def test_a_day_that_is_none_is_refused_beside_the_field(
    pane: TimePane, qtbot: QtBot, typed: str, sentence: str
) -> None:
    since(pane, typed, qtbot)
    assert sentence in pane.changes.problem.text()
    assert pane.changes.problem.isVisibleTo(pane)
    since(pane, "2 June 2025", qtbot)
    assert not pane.changes.problem.isVisibleTo(pane)


def test_the_list_is_copied_with_its_headings_and_printed(
    pane: TimePane, window: MainWindow, qtbot: QtBot
) -> None:
    since(pane, "2 June 2025", qtbot)
    pane.changes.table.setFocus()
    QTest.keyClick(pane.changes.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Way", "Country", "Then", "Now", "Reason"]
    assert len(lines) == 4
    pane.changes.print_link.click()
    preview = dialog(Preview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    assert preview.document.pageCount() == 1
    preview.close_button.click()


def test_slow_reading_can_be_broken_off_and_the_list_stays(
    pane: TimePane, grown: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    since(pane, "2 June 2025", qtbot)
    before, goes_on, known_at = rows(pane), threading.Event(), grown.known_at

    def slow(moment: datetime) -> object:
        goes_on.wait(20)
        return known_at(moment)

    monkeypatch.setattr(grown, "known_at", slow)
    pane.changes._late.setInterval(1)
    pane.changes.look_since(date(2025, 7, 15))
    qtbot.waitUntil(lambda: pane.changes.cancel.isVisibleTo(pane), timeout=5000)
    pane.changes.cancel.click()
    goes_on.set()
    ready(pane, qtbot)
    assert "Cancelled" in pane.changes.said.text()
    assert rows(pane) == before
    assert not pane.changes.cancel.isVisibleTo(pane)
    assert changes_view.LATE == 2000


# ------------------------------------------------------------------ moments


def test_this_moment_is_named_looked_back_to_renamed_and_deleted(
    pane: TimePane, grown: Desk, qtbot: QtBot
) -> None:
    pane.moments.name_link.click()
    form = dialog(RecordForm)
    fill(form, name="Before Monday")
    form.save.click()
    ready(pane, qtbot)
    (named,) = milestones.in_order(grown.snapshot)
    assert milestones.moment_of(named) == AUGUST
    pick(pane.changes.since, named.id)
    ready(pane, qtbot)
    assert "Before Monday" in pane.changes.title.text()
    assert rows(pane) == []
    pane.moments.table.setFocus()
    QTest.keyClick(pane.moments.table, Qt.Key.Key_F2)
    fill(dialog(RecordForm), name="Monday")
    dialog(RecordForm).save.click()
    ready(pane, qtbot)
    assert [one.name for one in milestones.in_order(grown.snapshot)] == ["Monday"]
    pane.moments.table.setFocus()
    QTest.keyClick(pane.moments.table, Qt.Key.Key_Delete)
    ready(pane, qtbot)
    assert milestones.in_order(grown.snapshot) == ()
    assert pane.changes.since.value() == ""


def test_a_named_moment_stands_on_the_line_and_its_row_looks_back_to_it(
    pane: TimePane, grown: Desk, qtbot: QtBot
) -> None:
    grown.do(milestones.name_moment, "In June", JUNE)
    ready(pane, qtbot)
    assert "In June" in str(pane.picture.figure)
    pane.moments.table.activated.emit(pane.moments.model.index(0, 0))
    ready(pane, qtbot)
    assert [row[1] for row in rows(pane)] == ["Laos", "France", "Kenya"]


def test_a_moment_that_is_none_is_said(pane: TimePane, grown: Desk, qtbot: QtBot) -> None:
    grown.do(records.put, Milestone(id="broken", name="Broken", moment="some day"))
    ready(pane, qtbot)
    pick(pane.changes.since, "broken")
    ready(pane, qtbot)
    assert "is no moment" in pane.changes.problem.text()


def test_a_campaign_without_candidacies_says_what_is_missing(
    qapp: QApplication, desk: Desk, qtbot: QtBot
) -> None:
    for own in desk.snapshot.ours:
        desk.do(records.remove, own)
    with a_window(desk) as window:
        window.turn_to("tally")
        page = window.pages["tally"]
        assert isinstance(page, CountingPage)
        pane = page.look("time")
        assert isinstance(pane, TimePane)
        assert "no candidacy of its own" in pane.said.text()
        assert not pane.picture.isVisibleTo(pane)


def test_every_control_has_a_name(pane: TimePane) -> None:
    assert [c for c in controls(pane) if not c.accessibleName()] == []


# ------------------------------------------------------------------ numbers and paper


def test_promised_votes_are_told_as_counted_then_as_corrected_and_now() -> None:
    wrong, said = a_pledge("ke"), a_pledge("la", given_on=date(2025, 7, 1))
    then = a_snapshot([LAOS, KENYA], [wrong])
    now = a_snapshot([LAOS, KENYA], [replace(wrong, level=Level.FIRM_NO), said])
    found = changes(now, date(2025, 6, 2), then)
    assert found.balances["th-ca"] == Balance(then=1, corrected=0, now=1)
    unknown = changes(now, date(2025, 6, 2), None)
    assert (unknown.balances["th-ca"].then, unknown.whole) == (None, False)


@pytest.mark.parametrize("code", CODES)
def test_paper_tells_every_change_with_its_words_and_is_the_same_each_time(code: str) -> None:
    before = a_pledge("la", level=3)
    many = [a_pledge("la", given_on=date(2025, 7, 1), words="ยินดีสนับสนุน " * 400)]
    then, now = a_snapshot([LAOS, KENYA], [before]), a_snapshot([LAOS, KENYA], [before, *many])
    found = changes(now, date(2025, 6, 2), then, "Half way")
    made = render(now, found, Language(code), imprint=Imprint(AUGUST))
    assert made.pdf == render(now, found, Language(code), imprint=Imprint(AUGUST)).pdf
    with pymupdf.open(stream=made.pdf) as document:
        text = "".join(page.get_text() for page in document)
    assert "Half way" in text
    assert {"th": "ลาว"}.get(code, "Laos") in text


def test_a_promise_that_stays_inside_is_not_told_because_it_was_deleted_since(
    tmp_path: Path, machine: Machine
) -> None:
    clock, path = Clock(JUNE), tmp_path / "deleted.upudesk"
    said = a_pledge("la")
    with Desk.create(path, [a_founding(JUNE)], machine=machine, clock=clock) as desk:
        desk.do(pledges.record_pledges, [said])
        clock.moment = AUGUST
        desk.do(records.remove, said)
        now = desk.snapshot
        seen = changes(now, JUNE.date(), desk.known_at(JUNE))
        assert any(seen.shifts.values())
        partner = disclose(now, profile(now, PARTNER))
        told = changes_view.as_disclosed(seen, desk, JUNE, partner)
    assert not any(told.shifts.values())
    assert {balance.then for balance in told.balances.values()} == {0}


def test_paper_of_hundreds_of_changes_comes_to_an_end() -> None:
    members = [replace(LAOS, id=f"m{n}", iso2="", name_en=f"Country {n}") for n in range(200)]
    said = [a_pledge(m.id, given_on=date(2025, 7, 1), words="yes " * 60) for m in members]
    then, now = a_snapshot(members), a_snapshot(members, said)
    made = render(
        now, changes(now, date(2025, 6, 2), then), Language("en"), imprint=Imprint(AUGUST)
    )
    with pymupdf.open(stream=made.pdf) as document:
        assert len(document) == made.pages > 20
        assert all(page.get_text().count("Reason") <= 1 for page in document)
