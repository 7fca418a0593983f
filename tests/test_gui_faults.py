"""Faults of the program: told in a sentence, written down without names, kept to one page."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from tests.gui import a_window, dialog, fill
from upudesk import faults
from upudesk.desk import Desk
from upudesk.gui import messages, trouble
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.trouble import BrokenPage
from upudesk.gui.window import MainWindow
from upudesk.settings import log_file

ROOT = Path(__file__).parents[1]
SECRET = "Vientiane-kolibri"


class Slip(Exception):
    """A fault that carries what nobody may read."""


def slip(*_args: Any, **_kwargs: Any) -> Any:
    raise Slip(SECRET)


@pytest.fixture(autouse=True)
def _caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program catches them; pytest has hooks of its own."""
    for where, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(where, name, getattr(where, name))
    trouble._met.clear()
    messages.catch_faults()


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    with a_window(desk) as shown:
        yield shown


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def box() -> QMessageBox:
    return dialog(QMessageBox)


def press(where: QWidget, words: str) -> None:
    button = next(b for b in where.findChildren(QPushButton) if b.accessibleName() == words)
    button.click()
    settle()


def logged() -> str:
    return log_file().read_text(encoding="utf-8")


# ------------------------------------------------------------------ what is written down


def test_a_fault_is_described_by_kinds_places_and_versions_alone():
    try:
        try:
            slip()
        except Slip as first:
            raise KeyError(SECRET) from first
    except KeyError as fault:
        told = faults.described(fault)
    assert SECRET not in told
    assert "builtins.KeyError" in told
    assert "Slip" in told
    assert "test_gui_faults.py" in told
    assert "UPUDesk " in told
    assert str(Path.home()) not in told


def test_the_log_stays_small(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(faults, "LARGEST", 2_000)
    for _ in range(50):
        faults.write_down(Slip())
    files = list(log_file().parent.glob("faults.log*"))
    assert len(files) == 2
    assert sum(file.stat().st_size for file in files) < 6_000
    assert log_file().stat().st_mode & 0o077 == 0


def test_where_no_log_can_be_written_nothing_else_fails(monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(faults, "log_file", lambda: tmp_path / "file" / "faults.log")
    assert faults.write_down(Slip()) is None


# ------------------------------------------------------------------ what is said


def test_it_is_told_too_while_the_reader_is_in_another_program(window, monkeypatch):
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    trouble.meet(Slip())
    settle()
    assert "went wrong" in box().text()
    box().accept()


def test_a_fault_of_slow_work_is_told_and_stays_though_the_waiting_ends(window, monkeypatch):
    monkeypatch.setattr("upudesk.gui.waiting.AT_ONCE", 0)
    monkeypatch.setattr(Desk, "check", lambda *_: (time.sleep(0.2), slip()))
    window.files.check()
    end = time.monotonic() + 10
    while time.monotonic() < end and not log_file().exists():
        QApplication.processEvents()
    settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    assert "went wrong" in box().text()
    box().accept()


def test_a_fault_anywhere_is_told_once_with_its_details_to_copy(window: MainWindow):
    sys.excepthook(Slip, Slip(SECRET), None)
    sys.excepthook(Slip, Slip(SECRET), None)
    assert "All that was saved is safe" in box().text()
    assert SECRET not in box().text() + logged()
    copy = next(b for b in box().buttons() if "Copy" in b.text())
    copy.click()
    assert box().isVisible()
    assert "Slip" in QApplication.clipboard().text()
    assert SECRET not in QApplication.clipboard().text()
    box().accept()


def test_what_is_being_typed_is_kept_at_once(window: MainWindow, desk: Desk):
    window.log_meeting()
    form = dialog(MeetingForm)
    fill(form, notes="six points")
    assert not desk.drafts()
    sys.excepthook(Slip, Slip(), None)
    assert "six points" in str(desk.drafts())
    assert form.isVisible()
    box().accept()
    form._touched = False
    form.reject()


def test_a_fault_on_another_thread_is_told_too(window: MainWindow):
    messages.hear_other_threads()
    thread = threading.Thread(target=slip)
    thread.start()
    thread.join()
    settle()
    assert "went wrong" in box().text()
    assert "Slip" in logged()
    box().accept()


def test_slow_work_that_fails_is_told(window: MainWindow, qtbot: Any):
    def rise(fault: Exception) -> None:
        raise fault

    with qtbot.captureExceptions() as caught:
        window.workplace.tasks.run(slip, lambda _none: None, rise)
        qtbot.waitUntil(lambda: bool(caught), timeout=3000)
    assert caught[0][0] is Slip


# ------------------------------------------------------------------ one page


def fails(window: MainWindow, name: str) -> BrokenPage:
    page = window.pages[name]
    assert isinstance(page, BrokenPage)
    assert window.stack.currentWidget() is page
    return page


def others_go_on(window: MainWindow) -> None:
    window.turn_to("contacts")
    assert not isinstance(window.pages["contacts"], BrokenPage)
    window.turn_to("pledges")
    assert window.pages["pledges"].isVisible()


PAGE = "upudesk.gui.follow_ups_page.FollowUpsPage"


@pytest.mark.parametrize("part", ["__init__", "word"])
def test_a_page_that_cannot_be_made_says_so_and_can_be_tried_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, part: str
):
    with monkeypatch.context() as broken:
        broken.setattr(f"{PAGE}.{part}", slip)
        window.turn_to("follow_ups")
        page = fails(window, "follow_ups")
        others_go_on(window)
        window.turn_to("follow_ups")
        press(page, "Try again")
        page = fails(window, "follow_ups")
    press(page, "Try again")
    assert type(window.pages["follow_ups"]).__name__ == "FollowUpsPage"
    assert SECRET not in logged()


@pytest.mark.parametrize(
    ("part", "act"),
    [
        ("renew", lambda window: window.workplace.changed.emit(None)),
        ("show_record", lambda window: window.turn_to("follow_ups", "x")),
        ("take_focus", lambda window: (window.turn_to("home"), window.turn_to("follow_ups"))),
        ("word", lambda window: window.word()),
    ],
)
def test_a_page_that_fails_later_stands_still_alone(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, part: str,
    act: Callable[[MainWindow], object],
):  # fmt: skip
    window.turn_to("follow_ups")
    with monkeypatch.context() as broken:
        broken.setattr(f"{PAGE}.{part}", slip)
        if part == "renew":
            window._tend("follow_ups", lambda page: page.renew())
        else:
            act(window)
        fails(window, "follow_ups")
    others_go_on(window)


def test_a_tab_that_fails_leaves_the_other_tabs_alone(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    window.turn_to("meetings")
    page: Any = window.pages["meetings"]
    failing = page._kinds[1]
    with monkeypatch.context() as broken:
        broken.setattr(page, "_kinds", (page._kinds[0], (failing[0], slip)))
        page.tabs.setCurrentIndex(1)
        assert isinstance(page.shown, BrokenPage)
        page.tabs.setCurrentIndex(0)
        assert not isinstance(page.shown, BrokenPage)
        page.tabs.setCurrentIndex(1)
    press(page.shown, "Try again")
    assert not isinstance(page.shown, BrokenPage)
    with monkeypatch.context() as broken:
        broken.setattr(type(page.shown), "renew", slip)
        page.renew()
    assert window.pages["meetings"] is page
    assert isinstance(page.shown, BrokenPage)
    press(page.shown, "Try again")
    assert not isinstance(page.shown, BrokenPage)


def met_as_qt_meets_it(call: Callable[[], object]) -> None:
    """Qt calls what draws a page without any of our code around it."""
    with pytest.raises(Slip) as met:
        call()
    trace, around = met.value.__traceback__, ("met_as_qt_meets_it", "<lambda>")
    while trace is not None and trace.tb_frame.f_code.co_name in around:
        trace = trace.tb_next
    trouble.meet(met.value.with_traceback(trace))


def test_a_table_whose_cells_fail_stands_still_with_its_page(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    model = window.countries.listing.model
    with monkeypatch.context() as broken:
        broken.setattr("upudesk.gui.tables.RowsModel.cell", slip)
        met_as_qt_meets_it(lambda: model.data(model.index(0, 0)))
    settle()
    page = fails(window, "countries")
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
    window.log_pledge()
    dialog(QuickLog).reject()
    press(page, "Try again")
    assert not isinstance(window.pages["countries"], BrokenPage)


def test_a_tab_whose_cells_fail_stands_still_and_leaves_the_others(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    window.turn_to("briefings")
    page: Any = window.pages["briefings"]
    model = page.shown.listing.model
    with monkeypatch.context() as broken:
        broken.setattr("upudesk.gui.tables.RowsModel.cell", slip)
        met_as_qt_meets_it(lambda: model.data(model.index(0, 0)))
    settle()
    assert window.pages["briefings"] is page
    assert isinstance(page.shown, BrokenPage)
    assert not isinstance(page.view(1), BrokenPage)
    press(page.shown, "Try again")
    assert not isinstance(page.shown, BrokenPage)


def test_a_page_that_cannot_be_drawn_stands_still_in_the_running_program(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "x.upudesk")],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.stdout.split() == ["BrokenPage", "ContactsPage", "0"], done.stderr
    assert SECRET not in done.stdout + done.stderr + logged()
    assert "Traceback" not in done.stderr


RUN = f"""
import sys
from pathlib import Path
from datetime import UTC, datetime
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tests.builders import a_founding
from upudesk.desk import Desk
from upudesk.gui import app, countries_page
QApplication(sys.argv[:1])
Desk.create(Path(sys.argv[1]), [a_founding(datetime(2025, 8, 15, tzinfo=UTC))]).close()
def paint(self, event):
    raise ValueError("{SECRET}")
countries_page.CountriesPage.paintEvent = paint
def look():
    window = next(w for w in QApplication.topLevelWidgets() if hasattr(w, "pages"))
    print(type(window.pages["countries"]).__name__)
    window.turn_to("contacts")
    QTimer.singleShot(200, lambda: leave(window))
def leave(window):
    print(type(window.pages["contacts"]).__name__)
    window.close()
QTimer.singleShot(900, look)
print(app.run(Path(sys.argv[1])))
"""


def test_a_drawing_that_fails_without_a_page_is_told_once(window: MainWindow):
    class Holder:
        def paintEvent(self) -> None:
            slip()

    for _ in range(20):
        met_as_qt_meets_it(lambda: Holder().paintEvent())
    box().accept()
    settle()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
    assert logged().count("Slip") == trouble._OFTEN


def test_facts_that_fail_leave_the_list_beside_them(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    page = window.countries
    with monkeypatch.context() as broken:
        broken.setattr(type(page), "parts", slip)
        page.listing.look_at("la")
        page.listing.tell_now()
        settle()
        button = next(b for b in page.detail.findChildren(QPushButton) if b.text() == "Try again")
    assert page.listing.model.rows
    button.click()
    settle()
    assert not [b for b in page.detail.findChildren(QPushButton) if b.text() == "Try again"]


def test_a_broken_page_takes_the_keys_and_speaks_the_language(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(f"{PAGE}.__init__", slip)
    window.turn_to("follow_ups")
    settle()
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.focusPolicy() & Qt.FocusPolicy.TabFocus
    window.word()
    fails(window, "follow_ups")


def test_a_crash_leaves_no_core_on_the_disk(monkeypatch: pytest.MonkeyPatch):
    resource = pytest.importorskip("resource")
    from upudesk import __main__

    kept = list[tuple[int, tuple[int, int]]]()
    monkeypatch.setattr(resource, "setrlimit", lambda *given: kept.append(given))
    __main__._leave_no_core()
    ((what, (usual, _most)),) = kept
    assert (what, usual) == (resource.RLIMIT_CORE, 0)


def test_who_interrupts_it_is_told_of_no_fault(monkeypatch: pytest.MonkeyPatch):
    left = list[str]()
    faults.catch(lambda _fault: left.append("told"), lambda: left.append("left"))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert left == ["left"]
