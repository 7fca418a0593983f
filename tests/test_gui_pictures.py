"""Pictures of the count: in the window each opens what it shows, on paper all stand together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip
from pytestqt.qtbot import QtBot

from tests.builders import KENYA, LAOS, a_member, a_pledge, a_snapshot, asked
from tests.gui import a_window, dialog
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui.counting_page import CountingPage
from upudesk.gui.paper import Preview
from upudesk.gui.pictures_pane import Kind, PicturesPane
from upudesk.gui.tally_page import TallyPage
from upudesk.gui.window import MainWindow
from upudesk.i18n import CODES, Language
from upudesk.model import Export, Marking, Member, Seats
from upudesk.reports.imprint import Imprint
from upudesk.reports.tally_pictures import render
from upudesk.tally import State

MADE = datetime(2025, 8, 15, 2, 0, tzinfo=UTC)
WHOSE = {"printed_by": "Desk Berne", "recipient": "The Minister"}


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(pledges.record_pledges, [a_pledge("la"), a_pledge("ke", level=3), asked("fr")])
    with a_window(desk) as shown:
        yield shown


@pytest.fixture
def pane(window: MainWindow, qtbot: QtBot) -> PicturesPane:
    window.turn_to("tally")
    counting = window.pages["tally"]
    assert isinstance(counting, CountingPage)
    found = counting.look("pictures")
    assert isinstance(found, PicturesPane)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not found._latest.busy, timeout=30_000)
    return found


def place(pane: PicturesPane, key: str) -> QPoint:
    mark = pane.picture.figure.mark(key)
    assert mark is not None
    return QPoint(*map(round, mark.area.centre))


def press(pane: PicturesPane, key: str) -> None:
    QTest.mouseClick(pane.picture, Qt.MouseButton.LeftButton, pos=place(pane, key))
    QApplication.processEvents()


# ------------------------------------------------------------------ in the window


@pytest.mark.parametrize("kind", [Kind.HALL, Kind.WORLD])
def test_every_member_is_in_the_hall_and_on_the_map(pane: PicturesPane, kind: Kind) -> None:
    pane.kind.buttons[kind].click()
    keys = {mark.key for mark in pane.picture.figure.marks}
    assert {member.id for member in pane.workplace.snapshot.members} <= keys


@pytest.mark.parametrize("kind", [Kind.HALL, Kind.WORLD])
def test_pointing_names_the_country_and_its_stance_and_a_click_opens_it(
    pane: PicturesPane, window: MainWindow, kind: Kind
) -> None:
    pane.kind.buttons[kind].click()
    QTest.mouseMove(pane.picture, place(pane, "ke"))
    assert QToolTip.text().replace("\u200b", "").startswith("Kenya: 3 undecided")
    press(pane, "ke")
    assert window.page == "countries"
    assert window.member is not None
    assert window.member.id == "ke"


def test_a_part_of_a_bar_lists_its_countries(pane: PicturesPane) -> None:
    pane.kind.buttons[Kind.GROUPS].click()
    laos = pane.workplace.snapshot.get(Member, "la")
    press(pane, f"{laos.group}|{State.FIRM_YES}")
    assert pane.behind.members() == ["la"]
    assert "5 firm yes" in pane.behind.title.text()


def test_an_entry_of_the_legend_lists_its_countries(pane: PicturesPane) -> None:
    press(pane, f"state:{State.ASKED}")
    assert pane.behind.members() == ["fr"]


def test_every_part_of_every_picture_lists_exactly_the_countries_it_counts(
    pane: PicturesPane,
) -> None:
    pane.kind.buttons[Kind.GROUPS].click()
    bars = [m for m in pane.picture.figure.marks if "|" in m.key]
    found = []
    for mark in bars:
        pane._open(mark.key)
        assert mark.title.endswith(f" {len(pane.behind.members())}")
        found += pane.behind.members()
    assert sorted(found) == sorted(member.id for member in pane.workplace.snapshot.members)


def test_a_change_is_drawn_and_listed_at_once(pane: PicturesPane, window: MainWindow) -> None:
    window.workplace.do(pledges.record_pledges, [a_pledge("fr")])
    assert pane.behind.members() == ["fr", "la"]
    mark = pane.picture.figure.mark("fr")
    assert mark is not None
    assert "5 firm yes" in mark.title


def test_the_winning_line_stands_in_the_hall_when_it_is_worked_out(
    pane: PicturesPane, window: MainWindow, qtbot: QtBot
) -> None:
    assert "winning line" not in pane.picture.figure.told.lower()
    line = Seats(council="ca", group=4, seats=3, line_newcomer=2, line_sitting=2)
    window.workplace.do(records.put, line)
    qtbot.waitUntil(lambda: "Winning line 2." in pane.picture.figure.told, timeout=30_000)


def test_the_winning_line_speaks_the_language_that_is_turned_to(
    pane: PicturesPane, window: MainWindow, qtbot: QtBot
) -> None:
    line = Seats(council="ca", group=4, seats=3, line_newcomer=2, line_sitting=2)
    window.workplace.do(records.put, line)
    for language, said in (("en", "Winning line 2."), ("fr", "Seuil d’élection 2.")):
        window.workplace.prefer(language=language)
        qtbot.waitUntil(lambda said=said: said in pane.picture.figure.told, timeout=30_000)


def test_buttons_save_the_picture_that_is_shown(
    pane: PicturesPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane.kind.buttons[Kind.WORLD].click()
    for button, name, start in ((pane.svg, "map.svg", b"<svg"), (pane.png, "map.png", b"\x89PNG")):
        target = tmp_path / name
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_all, target=target: (str(target), "")
        )
        button.click()
        assert start in target.read_bytes()[:200]
        noted = pane.workplace.snapshot.all(Export)[-1]
        assert noted.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
        assert noted.document == "picture"


def test_all_pictures_are_looked_at_before_they_are_printed(
    pane: PicturesPane, qtbot: QtBot
) -> None:
    pane.print.click()
    preview = dialog(Preview)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    told = "".join(
        preview.document.getAllText(number).text() for number in range(preview.document.pageCount())
    )
    assert "CA: map of the members" in told
    preview.close()


def test_the_board_is_printed_from_its_own_page(pane: PicturesPane, window: MainWindow) -> None:
    counting = window.pages["tally"]
    assert isinstance(counting, CountingPage)
    board = counting.look("board")
    assert isinstance(board, TallyPage)
    board.print_link.click()
    assert dialog(Preview).windowTitle() == "The count in pictures"
    dialog(Preview).close()
    window.workplace.tasks.wait()


def test_a_campaign_without_a_candidacy_says_so(pane: PicturesPane, window: MainWindow) -> None:
    window.workplace.undo()  # what was said about our candidacies
    for own in pane.workplace.snapshot.ours:
        window.workplace.do(records.remove, own)
    assert "no candidacy of its own" in pane.said.text().replace("\u200b", "")
    assert not pane.picture.isVisible()
    assert pane.enter.isVisible()


# ------------------------------------------------------------------ on paper

FRANCE = a_member("FR", name_en="France", name_th="ฝรั่งเศส", name_fr="France", group=3)
SECRET = Marking(id="secret", rank=2, name_th="ลับมาก", name_en="Secret", name_fr="Secret")


def printed(code: str, **given: object) -> list[str]:
    said = [a_pledge("la", marking="secret"), a_pledge("ke", level=3)]
    snapshot = a_snapshot([LAOS, KENYA, FRANCE], said, others=[SECRET])
    made = render(snapshot, "th-ca", Language(code), imprint=Imprint(MADE, **WHOSE))
    assert made.warnings == ()
    with pymupdf.open(stream=made.pdf) as document:
        return [page.get_text().replace("\u00a0", " ") for page in document]


def test_board_and_pictures_stand_on_paper_in_every_language() -> None:
    for code in CODES:
        pages = printed(code)
        assert len(pages) == 2
    text = " ".join(printed("en"))
    for title in ("CA: hemicycle of the members", "CA: map of the members",
                  "Where the members of each group stand", "CA: votes to expect",
                  "CA: votes over time"):  # fmt: skip
        assert title in text


def test_the_printed_board_has_the_numbers_of_the_count_and_the_highest_marking() -> None:
    text = " ".join(" ".join(printed("en")).split())
    assert "5 firm yes 1 0 0 0 1 0" in text
    assert "promised (5 and 4) 1 0 0 0 1 0" in text
    assert "members 4 0 0 1 2 1" in text
    assert "Secret" in text


def test_equal_counts_give_equal_bytes_on_paper() -> None:
    snapshot = a_snapshot([LAOS, KENYA], [a_pledge("la")])
    one, other = (
        render(snapshot, "th-ca", Language("th"), imprint=Imprint(MADE)) for _n in range(2)
    )
    assert one.pdf == other.pdf


def test_an_empty_campaign_is_printed_without_a_division_by_zero() -> None:
    bare = a_snapshot()
    empty = replace(bare, tables={k: v for k, v in bare.tables.items() if k != "member"})
    assert render(empty, "th-ca", Language("en"), imprint=Imprint(MADE)).pages >= 1
