"""Tab goes through every page as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

from tests.builders import a_pledge
from tests.gui import a_window
from upudesk.campaign import pledges
from upudesk.desk import Desk
from upudesk.gui.pages import PAGES, Page
from upudesk.gui.window import MainWindow


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    desk.do(pledges.record_pledges, [a_pledge("la")])
    with a_window(desk) as shown:
        yield shown


def stops(page: Page) -> Iterator[QWidget]:
    """What Tab reaches on a page, one after the other."""
    at = page.nextInFocusChain()
    while at is not None and at is not page:
        reached = bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus) and at.isEnabled()
        if page.isAncestorOf(at) and reached and not at.visibleRegion().isEmpty():
            yield at
        at = at.nextInFocusChain()


def backwards(page: Page) -> Iterator[str]:
    """Where Tab would go up without going to the right."""
    for before, after in pairwise(stops(page)):
        here, there = (w.mapTo(page, QPoint(0, 0)) for w in (before, after))
        above = there.y() + after.height() <= here.y() + 2
        if above and there.x() < here.x() + before.width():
            yield f"{before.accessibleName()} → {after.accessibleName()}"


@pytest.mark.parametrize("name", PAGES)
def test_tab_goes_from_left_to_right_and_from_top_to_bottom(window: MainWindow, name: str) -> None:
    window.turn_to(name)
    page = window.pages[name]
    tabs = page.findChild(QTabBar)
    for number in range(tabs.count() if tabs is not None else 1):
        if tabs is not None:
            tabs.setCurrentIndex(number)
        QApplication.processEvents()
        assert list(backwards(page)) == [], number
