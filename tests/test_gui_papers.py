"""Briefings from the window: made beside it, looked at, saved whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import a_pledge
from tests.gui import a_window, dialog, menu_action, pick
from upudesk.campaign import exports, pledges
from upudesk.desk import Desk
from upudesk.disclosure import PARTNER
from upudesk.errors import FileProblem
from upudesk.gui.briefings_page import BriefingsPage
from upudesk.gui.letters_pane import LettersPane
from upudesk.gui.pack_pane import PackPane
from upudesk.gui.paper import BriefingPreview, Preview
from upudesk.gui.record_form import RecordForm
from upudesk.gui.tasks import Tasks
from upudesk.gui.window import MainWindow
from upudesk.model import Way
from upudesk.reports.imprint import Paper


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(pledges.record_pledges, [a_pledge("la")])
    with a_window(desk) as shown:
        shown.countries.listing.look_at("la")
        QApplication.processEvents()
        yield shown


@pytest.fixture
def preview(window: MainWindow, qtbot: QtBot) -> Iterator[BriefingPreview]:
    """Laos's briefing, made and shown."""
    menu_action(window, "Paper", "Briefing").trigger()
    made = dialog(BriefingPreview)
    qtbot.waitUntil(made.save.isEnabled, timeout=30_000)
    yield made
    made.close()


def saved_as(preview: BriefingPreview, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(*_: object, **__: object) -> tuple[str, str]:
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    preview.save.click()


def test_a_briefing_is_shown_before_it_is_saved(preview: BriefingPreview) -> None:
    assert preview.document.pageCount() >= 1
    assert "Laos" in preview.document.getAllText(0).text()


def test_a_briefing_is_saved(
    preview: BriefingPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(preview, tmp_path / "laos.pdf", monkeypatch)
    assert (tmp_path / "laos.pdf").read_bytes().startswith(b"%PDF")
    assert "laos.pdf" in preview.said.text()
    assert [p.name for p in tmp_path.iterdir() if "laos" in p.name] == ["laos.pdf"]


def test_a_target_that_cannot_be_written_gets_one_sentence(
    preview: BriefingPreview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(preview, tmp_path / "no folder" / "laos.pdf", monkeypatch)
    assert "laos.pdf" in preview.said.text()
    assert preview.save.isEnabled()
    assert not (tmp_path / "no folder").exists()


def test_a_briefing_never_takes_the_place_of_a_campaign(
    preview: BriefingPreview, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.path.read_bytes()
    saved_as(preview, desk.path, monkeypatch)
    assert "no PDF" in preview.said.text()
    assert desk.path.read_bytes() == before


def test_the_language_of_the_paper_is_not_that_of_the_screen(
    preview: BriefingPreview, window: MainWindow, qtbot: QtBot
) -> None:
    pick(preview.language, "th")
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    assert "ลาว" in preview.document.getAllText(0).text()
    assert window.workplace.settings.paper_language == "th"
    assert window.workplace.settings.language == "en"


def test_the_sheet_is_chosen_and_the_next_paper_has_it_too(
    preview: BriefingPreview, window: MainWindow, qtbot: QtBot
) -> None:
    pick(preview.sheet, Paper.A5)
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    assert round(preview.document.pagePointSize(0).width()) == 420
    menu_action(window, "Paper", "Briefing").trigger()
    (again,) = (found for found in window.findChildren(BriefingPreview) if found is not preview)
    assert again.sheet.value() == Paper.A5
    again.close()


@pytest.mark.parametrize(("entry", "view"), [("Packs", PackPane), ("Letters", LettersPane)])
def test_packs_and_letters_are_reached_from_the_menu(
    window: MainWindow, entry: str, view: type
) -> None:
    menu_action(window, "Paper", entry).trigger()
    page = window.pages["briefings"]
    assert isinstance(page, BriefingsPage)
    assert isinstance(page.shown, view)
    assert window.page == "briefings"


def test_floor_list_and_letterhead_are_reached_from_the_menu(
    window: MainWindow, qtbot: QtBot
) -> None:
    menu_action(window, "Paper", "Floor list").trigger()
    shown = dialog(Preview)
    qtbot.waitUntil(shown.save.isEnabled, timeout=30_000)
    assert shown.copies[0].document == "floor"
    assert shown.sheet.value() == Paper.A4
    shown.close()
    menu_action(window, "Paper", "Letterhead and signature").trigger()
    form = dialog(RecordForm)
    assert form.windowTitle() == "Letterhead and signature"
    form.reject()


def test_every_page_reaches_the_printer(preview: BriefingPreview, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_on(printer)
    assert (tmp_path / "printed.pdf").stat().st_size > 1000


def test_pages_are_turned_and_made_larger_and_a_page_is_typed(preview: BriefingPreview) -> None:
    reader = preview.reader
    assert reader.of.text() == f"of {preview.document.pageCount()}"
    assert reader.at.text() == "1"
    fitted = preview.view.zoomFactor()
    reader.larger.click()
    assert preview.view.zoomFactor() != fitted
    reader.page_button.click()
    assert preview.view.zoomMode() is QPdfView.ZoomMode.FitInView
    for typed in ("๑", "no page", "999"):  # Thai digits count; nonsense leaves all as it is
        reader.at.setText(typed)
        QTest.keyClick(reader.at, Qt.Key.Key_Return)
        assert reader.at.text() == str(reader.pages.page + 1)


def test_words_are_found_in_the_paper(preview: BriefingPreview) -> None:
    QTest.keyClick(preview, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    reader = preview.reader
    reader.search.setText("Laos")
    QTest.keyClick(reader.search, Qt.Key.Key_Return)
    first, _of, count = reader.told.text().partition(" of ")
    assert first == "1"
    assert count.endswith("places")
    reader.before.click()
    assert reader.told.text().startswith(count.split()[0])
    reader.search.setText("no such word")
    reader.after.click()
    assert reader.told.text() == "Nothing found."


def test_a_profile_decides_what_the_paper_holds_and_the_log_knows_it(
    preview: BriefingPreview, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    preview.recipient.setText("the Minister")
    preview.recipient.editingFinished.emit()
    pick(preview.profile, PARTNER)  # lets out nothing that is not marked
    qtbot.waitUntil(preview.save.isEnabled, timeout=30_000)
    assert "1 statement" in preview.left_out.told.text()
    assert "letter in the file" not in preview.document.getAllText(0).text()
    preview.save_to(tmp_path / "laos.pdf")
    (entry,) = exports.found(
        desk.snapshot, exports.fingerprint((tmp_path / "laos.pdf").read_bytes())
    )
    assert (entry.profile, entry.recipient, entry.withheld, entry.document) == (
        "Partner", "the Minister", 1, "countries",
    )  # fmt: skip


def test_what_is_printed_is_noted_with_the_bytes_that_a_saved_file_has(
    preview: BriefingPreview, desk: Desk, tmp_path: Path
) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_on(printer)
    preview.save_to(tmp_path / "saved.pdf")
    both = exports.found(desk.snapshot, exports.fingerprint((tmp_path / "saved.pdf").read_bytes()))
    assert {entry.way for entry in both} == {Way.SAVED, Way.PRINTED}


def test_a_read_only_campaign_saves_and_says_that_it_is_not_noted(
    preview: BriefingPreview, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise FileProblem("The campaign is open for reading only.")

    monkeypatch.setattr(desk, "do", refuse)
    preview.save_to(tmp_path / "laos.pdf")
    assert (tmp_path / "laos.pdf").exists()
    assert "could not be noted in the export log" in preview.said.text()


def test_slow_work_runs_elsewhere_one_at_a_time_and_answers_in_the_window(qtbot: QtBot) -> None:
    tasks, here = Tasks(), threading.get_ident()
    where: list[int] = []
    answers: list[Any] = []

    def work(number: int) -> int:
        where.append(threading.get_ident())
        if number == 2:
            raise ValueError(number)
        return number

    for number in (1, 2, 3):
        tasks.run(
            lambda number=number: work(number),  # type: ignore[misc]
            lambda made: answers.append((made, threading.get_ident())),
            lambda fault: answers.append((fault, threading.get_ident())),
        )
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert [str(answer) for answer, _ in answers] == ["1", "2", "3"]
    assert {thread for _, thread in answers} == {here}
    assert here not in where
    assert not tasks.busy
