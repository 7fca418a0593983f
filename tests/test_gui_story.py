"""One morning in the window: a pledge, a note, three briefings, and all of it found again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import a_window, dialog, pick, type_text
from upudesk.cli import upudesk
from upudesk.desk import Desk
from upudesk.gui.meeting_form import MeetingForm
from upudesk.gui.paper import BriefingPreview
from upudesk.gui.quick_log import QuickLog
from upudesk.gui.window import MainWindow
from upudesk.i18n import CODES
from upudesk.model import Form, Level, Meeting, Member, Precision, Side
from upudesk.tally import State

NOTES = "\n".join(
    (
        "1. ด้านการไปรษณีย์: พร้อมสนับสนุนไทยใน CA และ POC",
        "2. Start-ups", "3. ทักษะดิจิทัล", "4. สถิติ", "5. อาชญากรรมออนไลน์", "6. ดาวเทียม PM2.5",
    )
)  # fmt: skip


def keys(*pressed: Qt.Key | str) -> None:
    """Press keys and type words, wherever the focus is."""
    for one in pressed:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(one, str):
            type_text(focus, one)
        else:
            QTest.keyClick(focus, one)


def shortcut(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()


def find(window: MainWindow, typed: str) -> None:
    """Ctrl+F and the name, as typed."""
    shortcut(window, Qt.Key.Key_F)
    keys(typed)
    QApplication.processEvents()


def log_what_was_reported(window: MainWindow) -> None:
    """From Ctrl+L to Ctrl+Enter: some sixty keys, no mouse."""
    tab = Qt.Key.Key_Tab
    shortcut(window, Qt.Key.Key_L)
    dialog(QuickLog)
    keys(Qt.Key.Key_5, tab)
    QTest.keyClicks(QApplication.focusWidget(), "pub")
    keys(tab, tab, tab, "ฝ่ายลาว", tab, "thaigov.go.th 95030", tab, tab, "3/4/2568")
    shortcut(window, Qt.Key.Key_Return)


def not_asked(desk: Desk, window: MainWindow) -> Member:
    """A member of which nothing is known for either council."""
    tallies = window.strip.tallies.values()
    open_ones = set.intersection(*(set(t.row(State.NOT_ASKED)) for t in tallies))
    return next(m for m in desk.snapshot.members if m.id in open_ones)


def told_by(page: QWidget) -> str:
    said = "\n".join(label.text() for label in page.findChildren(QLabel))
    return said.replace("\u200b", "")


def shown(window: MainWindow) -> str:
    QApplication.processEvents()
    return told_by(window.countries.detail)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "X.upudesk"
    made = CliRunner().invoke(upudesk, ["new", str(path), "--demo"])
    assert made.exit_code == 0, made.output
    return path


def test_from_a_pledge_to_paper_and_all_of_it_found_again(
    qapp: QApplication, qtbot: QtBot, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Desk.open(demo) as desk, a_window(desk) as window:
        laos = desk.snapshot.member_by_code["LA"]
        find(window, "ลาว")
        assert window.member == laos
        log_what_was_reported(window)
        made = [p for p in desk.snapshot.pledges_of[laos.id] if p.source == "thaigov.go.th 95030"]
        assert {(p.level, p.form, p.side) for p in made} == {
            (Level.FIRM_YES, Form.PUBLIC_REPORT, Side.CAPITAL)
        }
        assert {(p.given_on, p.reported_on, p.precision) for p in made} == {
            (None, date(2025, 4, 3), Precision.REPORTED)
        }
        assert {p.candidacy for p in made} == {own.id for own in desk.snapshot.ours}
        assert "Laos" in window.said.text()

        other = not_asked(desk, window)
        before = {code: len(t.promised) for code, t in window.strip.tallies.items()}
        find(window, other.name_en)
        assert window.member == other
        log_what_was_reported(window)
        after = {code: len(t.promised) for code, t in window.strip.tallies.items()}
        assert after == {code: number + 1 for code, number in before.items()}
        assert f"{after['CA']} promised" in window.strip.numbers["CA"].text()

        find(window, "lao")
        shortcut(window, Qt.Key.Key_M)
        dialog(MeetingForm)
        tab = Qt.Key.Key_Tab
        keys("หารือทวิภาคี Lao Digital Week 2025", tab, "เม.ย. 2568", tab, "3/4/2568")
        keys(tab, tab, tab, tab)  # place, their people, our people
        keys("รองนายกรัฐมนตรี; รมว.เทคโนโลยีและการสื่อสาร สปป.ลาว", tab, tab, NOTES)
        shortcut(window, Qt.Key.Key_Return)
        (meeting,) = [m for m in desk.snapshot.all(Meeting) if m.notes == NOTES]
        window.workplace.show(meeting.id)
        QApplication.processEvents()
        read = told_by(window.pages["meetings"])
        assert "อาชญากรรมออนไลน์" in read.splitlines()
        window.turn_to("countries")
        QApplication.processEvents()
        window.activateWindow()
        QApplication.processEvents()

        shortcut(window, Qt.Key.Key_P)
        preview = dialog(BriefingPreview)
        for code in CODES:
            pick(preview.language, code)
            qtbot.waitUntil(preview.save.isEnabled, timeout=20_000)
            target = tmp_path / f"LA-{code}.pdf"
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, t=target: (str(t), ""))
            preview.save.click()
            assert target.name in preview.said.text().replace("\u200b", "")
        preview.close()

    for code, heading in (("th", "ลาว"), ("en", "Laos"), ("fr", "Laos")):
        text = "".join(
            page.get_textpage().get_text_bounded()
            for page in pypdfium2.PdfDocument(tmp_path / f"LA-{code}.pdf")
        )
        assert heading in text
        assert "thaigov.go.th 95030" in text
        assert "Lao Digital Week 2025" in text

    with Desk.open(demo) as desk, a_window(desk) as window:
        find(window, "lao")
        qtbot.waitUntil(lambda: window.countries.member == laos.id)
        assert "Lao People’s Democratic Republic" in shown(window)
        titles = [met.title for met in desk.snapshot.meetings_with[laos.id]]
        assert "หารือทวิภาคี Lao Digital Week 2025" in titles
        assert {p.id for p in made} <= {p.id for p in desk.snapshot.pledges_of[laos.id]}
        assert {c: len(t.promised) for c, t in window.strip.tallies.items()} == after
        assert desk.check().sound
