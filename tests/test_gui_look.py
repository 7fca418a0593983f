"""The look in one place: contrast, themes, chips; and how the window starts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton

from tests.builders import LAOS, a_pledge
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.gui import theme
from upudesk.gui.conflicts import ConflictBox
from upudesk.gui.forms import ARROW, Area, Choice, breakable
from upudesk.gui.language import keep_breaks_off
from upudesk.gui.window import MainWindow
from upudesk.journal import Change, Conflict, Reason
from upudesk.settings import Settings, read_settings, write_settings
from upudesk.thai import ZERO_WIDTH_SPACE


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
             for c in QColor(colour).getRgbF()[:3]]  # fmt: skip
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_every_text_reaches_the_contrast_that_tired_eyes_need(colours: theme.Colours) -> None:
    pairs = [
        (text, under)
        for text in (colours.ink, colours.quiet, colours.accent, colours.warning)
        for under in (colours.paper, colours.surface, colours.chosen)
    ]
    pairs += [(colours.on_accent, colours.accent), (colours.on_banner, colours.banner)]
    pairs += [(sign, chip) for _, chip, sign in colours.levels]
    weak = [(a, b, round(contrast(a, b), 2)) for a, b in pairs if contrast(a, b) < 4.5]
    assert weak == []


def test_the_theme_is_chosen_in_the_menu_and_shown_at_once(window: MainWindow) -> None:
    window.workplace.prefer(theme="dark")
    assert theme.colours() is theme.DARK
    window.workplace.prefer(theme="light")
    assert theme.colours() is theme.LIGHT


def test_two_answers_of_two_officials_are_shown_and_one_is_kept(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(number: int, value: str) -> Change:
        clock = f"2025-08-0{number}T09:00:00.000Z/0000"
        return Change(
            f"w{number}:00000001", 1, clock, f"w{number}", "member", "la", "voting_right", value,
            "00", "00", Reason.ENTERED,
        )  # fmt: skip

    dispute = Conflict("member", "la", "voting_right", (answer(1, "no"), answer(2, "yes")))
    snapshot = replace(desk.snapshot, conflicts=(dispute,))
    monkeypatch.setattr(Desk, "snapshot", property(lambda _desk: snapshot))
    window.countries.show_record("la")
    box = window.countries.detail.findChild(ConflictBox)
    assert box is not None
    settled: list[tuple[object, ...]] = []
    monkeypatch.setattr(window.workplace, "do", lambda *what: settled.append(what))
    buttons = box.findChildren(QPushButton)
    assert [button.accessibleName() for button in buttons] == ["Keep this: yes", "Keep this: no"]
    buttons[1].click()
    assert settled == [(records.settle, dispute, "no")]


class OwnClipboard(QObject):
    """A clipboard that knows it is ours; the one of a screen that is not there does not."""

    dataChanged = Signal()
    held = ""

    def ownsClipboard(self) -> bool:
        return True

    def text(self) -> str:
        return self.held

    def setText(self, text: str) -> None:
        self.held = text
        self.dataChanged.emit()


def test_what_is_copied_from_a_label_has_no_marks_for_breaks() -> None:
    clipboard = OwnClipboard()
    keep_breaks_off(clipboard)  # type: ignore[arg-type]
    shown = breakable("ประเทศไทยสนับสนุน")
    assert ZERO_WIDTH_SPACE in shown
    clipboard.setText(shown)
    assert clipboard.text() == "ประเทศไทยสนับสนุน"


def test_text_that_users_type_is_shown_as_it_is_and_not_as_markup(
    window: MainWindow, desk: Desk
) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QLabel

    desk.do(records.put, replace(LAOS, notes="<b>bold</b> & more"), LAOS)
    window.countries.listing.look_at("la")
    QApplication.processEvents()
    (label,) = [x for x in window.countries.detail.findChildren(QLabel) if "<b>" in x.text()]
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_settings_are_kept_and_unreadable_ones_are_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.json"
    kept = Settings(language="fr", recent=("/a.upudesk",)).with_recent(Path("/b.upudesk"))
    assert write_settings(file, kept)
    assert read_settings(file) == kept
    file.write_text("{ not json")
    assert read_settings(file) == Settings()
    assert file.with_name("settings.json.unreadable").is_file()


def test_the_start_reads_nothing_that_can_wait() -> None:
    """Paper, previews, locales and the list of Thai words come when they are needed."""
    late = ("reportlab", "babel", "nlpo3", "PySide6.QtPdf", "PySide6.QtPrintSupport", "uharfbuzz",
            "numpy")  # fmt: skip
    code = f"import sys, upudesk.gui.app; print([m for m in {late} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_pledge_in_the_list_is_told_by_number_word_and_chip(
    window: MainWindow, desk: Desk, make_desk: Callable[..., Desk]
) -> None:
    from upudesk.gui.tables import CELL
    from upudesk.tally import State

    desk.do(pledges.record_pledges, [a_pledge("la")])
    model = window.countries.listing.model
    index = model.index(model.number_of("la"), 1)
    assert index.data() == "5 firm yes"
    assert index.data(CELL).state is State.FIRM_YES


def test_tab_leaves_a_text_area(qapp: QApplication) -> None:
    assert Area().tabChangesFocus()


def test_words_of_a_choice_that_have_no_room_end_in_dots(qapp: QApplication) -> None:
    whole = Choice([("all", "Tous les responsables")])
    cut, mode = whole.fontMetrics().elidedText, Qt.TextElideMode.ElideRight
    dotted = Choice([("all", cut("Tous les responsables", mode, 120 - ARROW))])
    for one in (whole, dotted):
        one.setFixedSize(120, 30)
    assert dotted.currentText().endswith("…")
    assert whole.grab().toImage() == dotted.grab().toImage()
