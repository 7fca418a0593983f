"""Briefings from the window: made beside it, looked at, saved whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import a_pledge
from tests.gui import a_window, dialog, menu_action, pick
from upudesk.campaign import pledges
from upudesk.desk import Desk
from upudesk.gui.paper import BriefingPreview
from upudesk.gui.tasks import Tasks
from upudesk.gui.window import MainWindow


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


def test_every_page_reaches_the_printer(preview: BriefingPreview, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_on(printer)
    assert (tmp_path / "printed.pdf").stat().st_size > 1000


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
