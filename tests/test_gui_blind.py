"""The blind second count in the window: rated by keys, sealed in every place, then compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.gui import a_window, controls, dialog, fill
from upudesk import blind
from upudesk.campaign import blind as counting
from upudesk.desk import Desk
from upudesk.gui import messages
from upudesk.gui.blind_pane import BeginForm, BlindPane
from upudesk.gui.counting_page import CountingPage
from upudesk.gui.finder import Finder
from upudesk.gui.home_rows import latest
from upudesk.gui.journal_page import JournalPage
from upudesk.gui.window import MainWindow
from upudesk.model import BlindCount, Level


@pytest.fixture
def window(qapp: QApplication, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(messages, "confirmed", lambda *_asked: True)
    with a_window(desk) as shown:
        shown.workplace.prefer(author="Ann")
        yield shown


@pytest.fixture
def page(window: MainWindow) -> BlindPane:
    window.turn_to("tally")
    counts = window.pages["tally"]
    assert isinstance(counts, CountingPage)
    found = counts.look("blind")
    assert isinstance(found, BlindPane)
    QApplication.processEvents()
    return found


@pytest.fixture
def count(page: BlindPane, desk: Desk) -> BlindCount:
    """Ann and Ben have begun; Ann sits here."""
    desk.do(counting.begin, "th-ca", "Ann", "Ben")
    QApplication.processEvents()
    (begun,) = desk.snapshot.all(BlindCount)
    return begun


def texts(widget: QWidget) -> str:
    said = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    said += [b.text() for b in widget.findChildren(QPushButton) if b.isVisibleTo(widget)]
    return " ".join(said).replace("\u200b", "").replace("\u00a0", " ")


def rows(page: BlindPane) -> dict[str, str]:
    """What the sheet shows of each country."""
    model = page.sheet.model
    shown = [[model.cell(model.index(r, c)).text for c in (0, 2)] for r in range(model.rowCount())]
    return dict(shown)


def keys(page: BlindPane, *pressed: Qt.Key) -> None:
    page.sheet.table.setFocus()
    for key in pressed:
        QTest.keyClick(page.sheet.table, key)
    QApplication.processEvents()


def sit(window: MainWindow, name: str) -> None:
    window.workplace.prefer(author=name)
    QApplication.processEvents()


def ben_rates(desk: Desk, count: BlindCount, **levels: int) -> None:
    for member, level in levels.items():
        desk.do(counting.rate, count.id, count.second, member, Level(level))
    QApplication.processEvents()


# ------------------------------------------------------------------ begin and rate


def test_an_empty_page_says_what_a_blind_count_is_and_begins_one(
    page: BlindPane, desk: Desk
) -> None:
    assert "two people rate every country apart" in texts(page)
    page.begin_button.click()
    form = dialog(BeginForm)
    assert form.form.fields["first"].value() == "Ann"  # type: ignore[attr-defined]
    form.save.click()
    assert form.form._problems["second"].text() == "Name who rates."
    fill(form, second="ann")
    form.save.click()
    assert "somebody else" in form.form._problems["second"].text()
    fill(form, second="Ben")
    form.save.click()
    assert sorted(a.name for a in desk.snapshot.authors) == ["Ann", "Ben"]
    assert page._stack.currentWidget() is page.sheet


def test_keys_rate_and_go_on_to_the_next_country(page: BlindPane, count: BlindCount) -> None:
    keys(page, Qt.Key.Key_5, Qt.Key.Key_2, Qt.Key.Key_3)
    assert rows(page) == {"France": "5 firm yes", "Kenya": "2 leaning no", "Laos": "3 undecided"}
    keys(page, Qt.Key.Key_Up, Qt.Key.Key_4, Qt.Key.Key_Delete)
    assert rows(page) == {"France": "5 firm yes", "Kenya": "4 leaning yes", "Laos": "–"}
    assert "You have rated 2 of 3 countries." in texts(page)


def test_only_those_not_rated_can_be_shown_and_rated_one_after_the_other(
    page: BlindPane, count: BlindCount
) -> None:
    page.sheet.unrated.setChecked(True)
    keys(page, Qt.Key.Key_5)
    assert list(rows(page)) == ["Kenya", "Laos"]
    keys(page, Qt.Key.Key_1, Qt.Key.Key_1)
    assert rows(page) == {}
    assert "You have rated 3 of 3 countries." in texts(page)


def test_a_group_alone_can_be_rated(page: BlindPane, count: BlindCount) -> None:
    page.sheet.group.choose(5)
    assert list(rows(page)) == ["Kenya"]


def test_a_rating_can_be_undone(page: BlindPane, count: BlindCount, desk: Desk) -> None:
    keys(page, Qt.Key.Key_5)
    desk.undo()
    QApplication.processEvents()
    assert set(rows(page).values()) == {"–"}


def test_enter_opens_the_country(window: MainWindow, page: BlindPane, count: BlindCount) -> None:
    keys(page, Qt.Key.Key_Return)
    assert window.page == "countries"


def test_every_control_has_a_name(page: BlindPane, count: BlindCount) -> None:
    for control in controls(page):
        assert control.accessibleName(), control


# ------------------------------------------------------------------ sealed


def test_each_sees_only_what_they_said(
    window: MainWindow, page: BlindPane, count: BlindCount, desk: Desk
) -> None:
    keys(page, Qt.Key.Key_5)
    ben_rates(desk, count, fr=2)
    assert rows(page)["France"] == "5 firm yes"
    sit(window, "Ben")
    assert rows(page)["France"] == "2 leaning no"
    sit(window, "Eve")
    assert "sealed until both have finished" in texts(page)
    assert page._stack.currentWidget() is page.detail


def test_whoever_has_finished_waits_for_the_other(
    page: BlindPane, count: BlindCount, desk: Desk
) -> None:
    ben_rates(desk, count, fr=2)
    keys(page, Qt.Key.Key_5)
    page.sheet.finish_button.click()
    QApplication.processEvents()
    assert "You have finished" in texts(page)
    assert "Ben is still rating." in texts(page)
    assert "leaning no" not in texts(page)


def told_by_journal(window: MainWindow, desk: Desk) -> str:
    """All that the journal says of every step, and all of the recycle bin."""
    window.turn_to("journal")
    journal = window.pages["journal"]
    assert isinstance(journal, JournalPage)
    steps = journal.steps
    said = []
    for row in steps.all.renew():
        steps.listing.look_at(row.step.id)
        steps.listing.tell_now()
        said.append(row.label + texts(steps.detail))
    return " ".join(said)


def test_the_journal_tells_no_rating_of_the_other(
    window: MainWindow, page: BlindPane, count: BlindCount, desk: Desk
) -> None:
    ben_rates(desk, count, fr=2)
    told = told_by_journal(window, desk)
    assert "leaning no" not in told
    assert "sealed until both counts are finished" in told
    sit(window, "Ben")
    assert "leaning no" in told_by_journal(window, desk)


def test_the_recycle_bin_holds_no_sealed_rating(
    window: MainWindow, page: BlindPane, count: BlindCount, desk: Desk
) -> None:
    ben_rates(desk, count, fr=2)
    desk.do(counting.discard, count.id)
    window.turn_to("journal")
    journal = window.pages["journal"]
    assert isinstance(journal, JournalPage)
    kinds = {gone.record.KIND for gone in journal.bin._rows()}
    assert kinds == {"blind_count"}
    journal.bin.restore([count.id])
    assert set(blind.ratings_by(desk.snapshot, count, count.second)) == {"fr"}


def test_finding_and_the_home_page_tell_no_rating(
    window: MainWindow, page: BlindPane, count: BlindCount, desk: Desk
) -> None:
    ben_rates(desk, count, fr=2)
    told = " ".join(item.text for item in latest(window.workplace))
    assert "leaning no" not in told
    finder = Finder(window.workplace, [], window)
    finder._find("leaning")
    assert list(finder.model.rows) == []
    finder.reject()


# ------------------------------------------------------------------ compared


@pytest.fixture
def finished(page: BlindPane, count: BlindCount, desk: Desk) -> BlindPane:
    """France 5 and 2, Kenya 4 and 4, Laos 3 and 2."""
    keys(page, Qt.Key.Key_5, Qt.Key.Key_4, Qt.Key.Key_3)
    ben_rates(desk, count, fr=2, ke=4, la=2)
    for rater in blind.raters(count):
        desk.do(counting.finish, count.id, rater)
    QApplication.processEvents()
    return page


def listed(page: BlindPane) -> list[str]:
    model = page.both.model
    return [model.cell(model.index(row, 0)).text for row in range(model.rowCount())]


def test_once_both_have_finished_the_differences_are_shown_to_everybody(
    window: MainWindow, finished: BlindPane
) -> None:
    sit(window, "Eve")
    assert finished._stack.currentWidget() is finished.both
    said = texts(finished)
    assert "They agree on 1 of 3 countries that both rated." in said
    assert "On 1 they are two levels or more apart." in said
    assert listed(finished) == ["France"]
    finished.both.all_differing.click()
    assert listed(finished) == ["France", "Laos"]


def test_a_number_of_the_table_shows_its_countries_and_enter_opens_one(
    window: MainWindow, finished: BlindPane
) -> None:
    both = finished.both
    shown = [
        [both.matrix_model.cell(both.matrix_model.index(r, c)).text for c in range(1, 6)]
        for r in range(5)
    ]
    assert shown[0] == ["·", "·", "·", "1", "·"]
    assert shown[1] == ["·", "1", "·", "·", "·"]
    both.matrix.setCurrentIndex(both.matrix_model.index(1, 2))
    assert listed(finished) == ["Kenya"]
    QTest.keyClick(both.matrix, Qt.Key.Key_Return)
    assert both.table.hasFocus()
    QTest.keyClick(both.table, Qt.Key.Key_Return)
    assert window.page == "countries"


def test_ratings_never_touch_the_pledges(finished: BlindPane, desk: Desk) -> None:
    assert desk.snapshot.pledges == ()


def test_a_count_is_deleted_at_once_and_comes_back_with_undo(
    finished: BlindPane, desk: Desk
) -> None:
    finished.delete_button.click()
    assert desk.snapshot.all(BlindCount) == ()
    desk.undo()
    QApplication.processEvents()
    assert finished._stack.currentWidget() is finished.both
