"""Pictures in the window: pointed at, opened, walked through by keys, taken along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from upudesk import palette
from upudesk.figures.hemicycle import hemicycle
from upudesk.figures.marks import Figure
from upudesk.figures.signs import Seat
from upudesk.gui import messages, painting, picture, picture_export, theme
from upudesk.gui.app import dress
from upudesk.gui.picture import Picture
from upudesk.reports.drawing import titled
from upudesk.reports.sheet import Surround, build
from upudesk.tally import State

from .test_figures import every_figure

STATES = [State.FIRM_YES, State.LEANING_NO, State.ASKED, State.NOT_ASKED] * 5


def drawn(width: float = 400, height: float = 220, count: int = 20) -> Figure:
    seats = [Seat(f"m{n}", f"Country {n}", state) for n, state in enumerate(STATES[:count])]
    return hemicycle(
        seats, width=width, height=height, size=12, title="CA: hemicycle", told="Twenty countries."
    )


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def shown(qapp: QApplication, opened: list[str]) -> Iterator[Picture]:
    dress(qapp)
    theme.apply(qapp, "light")
    widget = Picture(drawn, opened.append)
    widget.resize(400, 220)
    widget.show()
    widget.activateWindow()
    widget.setFocus()
    QApplication.processEvents()
    yield widget
    QToolTip.hideText()
    theme.apply(qapp, "light")
    widget.close()
    widget.deleteLater()


def place(shown: Picture, key: str) -> QPoint:
    mark = shown.figure.mark(key)
    assert mark is not None
    return QPoint(*map(round, mark.area.centre))


def test_a_click_on_a_seat_opens_its_country(shown: Picture, opened: list[str]) -> None:
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=place(shown, "m6"))
    assert opened == ["m6"]
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert opened == ["m6"]


def test_pointing_at_a_seat_names_the_country_and_its_stance(shown: Picture) -> None:
    looked_at: list[str] = []
    shown.looked_at.connect(looked_at.append)
    QTest.mouseMove(shown, place(shown, "m6"))
    assert QToolTip.text() == "Country 6"
    assert shown.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(shown, QPoint(1, 1))
    assert looked_at == ["m6", ""]


def test_arrows_go_from_seat_to_seat_and_enter_opens(shown: Picture, opened: list[str]) -> None:
    QTest.keyClick(shown, Qt.Key.Key_Right)
    first = shown.current
    assert first == shown.figure.marks[0].key
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.current not in ("", first)
    QTest.keyClick(shown, Qt.Key.Key_End)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    QTest.keyClick(shown, Qt.Key.Key_Home)
    QTest.keyClick(shown, Qt.Key.Key_Space)
    assert opened == [shown.figure.marks[-1].key, first]


def test_a_picture_says_what_it_shows_and_then_which_mark_is_looked_at(shown: Picture) -> None:
    assert shown.accessibleName() == "CA: hemicycle"
    assert shown.accessibleDescription() == "Twenty countries."
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert shown.accessibleDescription() == "Country 0"
    shown.clearFocus()
    assert shown.accessibleDescription() == "Twenty countries."


def test_a_picture_is_drawn_once_for_each_size_and_theme(
    shown: Picture, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []

    def counted(*args: object) -> None:
        times.append("drawn")

    monkeypatch.setattr(picture, "draw", counted)
    for _ in range(3):
        shown.repaint()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    shown.repaint()
    assert times == []
    shown.resize(500, 220)
    shown.repaint()
    shown.repaint()
    assert len(times) == 1
    assert shown.figure.width == 500
    theme.apply(qapp, "dark")
    shown.repaint()
    assert len(times) == 2


def test_another_figure_keeps_the_mark_that_is_looked_at_while_it_is_there(shown: Picture) -> None:
    QTest.keyClick(shown, Qt.Key.Key_Home)
    shown.set_figure(lambda width, height: drawn(width, height, 10))
    assert shown.current == "m0"
    shown.set_figure(Figure(10, 10, "Empty", "Nothing is known yet."))
    assert shown.current == ""
    assert shown.accessibleDescription() == "Nothing is known yet."
    QTest.keyClick(shown, Qt.Key.Key_Right)


def test_a_figure_of_a_fixed_size_is_shown_as_large_as_there_is_room(
    shown: Picture, opened: list[str]
) -> None:
    shown.set_figure(drawn(200, 110))
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=2 * place(shown, "m6"))
    assert opened == ["m6"]


def test_a_picture_is_saved_as_svg_and_as_png(shown: Picture, tmp_path: Path) -> None:
    picture_export.save(shown, tmp_path / "count.svg")
    picture_export.save(shown, tmp_path / "count.PNG")
    assert "<title>Country 6</title>" in (tmp_path / "count.svg").read_text(encoding="utf-8")
    image = QImage(str(tmp_path / "count.PNG"))
    assert (image.width(), image.height()) == (1200, 660)
    assert image.text("Title") == "CA: hemicycle"


def test_a_figure_gets_its_marking_as_a_line_below_it():
    marked = drawn(600, 330).with_foot("ลับ")
    assert marked.height > 330
    assert marked.front[-1].text == "ลับ"
    assert marked.marks == drawn(600, 330).marks
    assert drawn(600, 330).with_foot("") == drawn(600, 330)


def test_a_picture_that_cannot_be_saved_is_told_in_a_sentence(
    shown: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(messages, "show", lambda parent, text, **_: told.append(text))
    picture_export.save(shown, tmp_path / "nowhere" / "count.svg")
    assert "nothing was changed" in told[0]


def test_a_picture_is_copied_as_text(shown: Picture) -> None:
    picture_export.copy_text(shown)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == ["CA: hemicycle", "Twenty countries."]
    assert len(lines) == 22


@pytest.mark.parametrize("number", range(5))
def test_every_figure_is_painted_in_light_and_dark(qapp: QApplication, number: int) -> None:
    figure = every_figure()[number]
    for colours in (palette.LIGHT, palette.DARK):
        image = QImage.fromData(painting.png(figure, colours, theme.FAMILIES, 1))
        assert image.width() == round(figure.width)
        inks = {image.pixel(x, y) for x in range(0, 600, 2) for y in range(0, 260, 2)}
        assert len(inks) > 20


def test_every_figure_prints_with_its_texts() -> None:
    story = [titled(f"Figure {n}", figure) for n, figure in enumerate(every_figure())]
    made = build(story, surround=Surround(lambda a, b: f"{a}/{b}"), language="en", title="All")
    assert made.missing == ()
    text = "".join(page.get_text() for page in pymupdf.open(stream=made.pdf))
    for shown in ("CA promised 60", "Americas", "8 in 10: 3-5", "winning line"):
        assert shown in text
