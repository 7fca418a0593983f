"""Every page and dialog in every language: named for screen readers, no clash of keys, nothing cut.

At 1366 x 768 and 100 %, with the demo's records, as most readers see it.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QTabBar

from tests import walking
from tests.gui import a_window
from upudesk import i18n
from upudesk.demo import demo_deeds
from upudesk.desk import Desk
from upudesk.gui import columns
from upudesk.gui.forms import load_breaks
from upudesk.gui.listing import Listing
from upudesk.gui.pages import PAGES
from upudesk.gui.window import MainWindow
from upudesk.machine import Machine

pytestmark = pytest.mark.usefixtures("qapp")
EVERY_LANGUAGE = pytest.mark.parametrize("language", i18n.CODES)


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.upudesk"
    Desk.create(path, demo_deeds(), machine=Machine(path.parent / "machine")).close()
    return path


@pytest.fixture
def window(demo_file: Path, tmp_path: Path) -> Iterator[MainWindow]:
    load_breaks()
    path = tmp_path / "demo.upudesk"
    shutil.copyfile(demo_file, path)
    with (
        Desk.open(path, machine=Machine(tmp_path / "machine")) as desk,
        a_window(desk) as shown,
    ):
        shown.finish()
        yield shown


def settle() -> None:
    for _turn in range(6):
        QApplication.processEvents()


def views(window: MainWindow) -> Iterator[str]:
    """Turns to every page, and on it to every view that its tabs lead to."""
    for name in PAGES:
        window.turn_to(name)
        settle()
        yield name
        for bar in window.pages[name].findChildren(QTabBar):
            for tab in range(1, bar.count()):
                bar.setCurrentIndex(tab)
                settle()
                yield f"{name}, {bar.tabText(tab)}"
            bar.setCurrentIndex(0)


DIALOGS: dict[str, Callable[[MainWindow], object]] = {
    "log a pledge": lambda w: w.log_pledge(),
    "log a meeting": lambda w: w.log_meeting(),
    "settings": lambda w: w.change_settings(),
    "new campaign": lambda w: w.files.ask_new(),
    "passphrase": lambda w: w.files.protect(),
    "result": lambda w: w.enter_result(),
    "find": lambda w: w.find_everything(),
    "keys": lambda w: w.show_shortcuts(),
    "about": lambda w: w.show_about(),
    "help": lambda w: w.show_help(),
    "columns": lambda w: columns.ColumnsForm(w.countries.listing).open(),
    "contact": lambda w: made_on(w, "contacts"),
    "follow-up": lambda w: made_on(w, "follow_ups"),
    "undertaking": lambda w: made_on(w, "undertakings"),
    "many at once": lambda w: edit_all(w),
}


def made_on(window: MainWindow, page: str) -> None:
    window.turn_to(page)
    settle()
    made = [x for x in window.pages[page].findChildren(Listing) if x.new.isVisible()]
    made[0].new.click()


def edit_all(window: MainWindow) -> None:
    window.turn_to("countries")
    window.countries.listing.table.selectAll()
    window.countries.listing.edit_many()


def dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Opens every dialog in turn, and closes it again."""
    for name, opened in DIALOGS.items():
        opened(window)
        settle()
        found = [
            w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()
        ]
        assert found, name
        yield name, found[0]
        for dialog in found:
            dialog.done(0)
        settle()


def told(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {where: what for where, what in found.items() if what}


@EVERY_LANGUAGE
def test_every_control_on_every_page_has_a_name_and_every_word_fits(window, language):
    window.workplace.prefer(language=language)
    found = {view: walking.nameless(window) + walking.cut_off(window) for view in views(window)}
    assert not told(found)


@EVERY_LANGUAGE
def test_every_control_in_every_dialog_has_a_name_and_every_word_fits(window, language):
    window.workplace.prefer(language=language)
    found = {
        name: walking.nameless(dialog) + walking.cut_off(dialog) for name, dialog in dialogs(window)
    }
    assert not told(found)


@EVERY_LANGUAGE
def test_no_two_fields_of_a_dialog_ask_for_the_same_letter(window, language):
    window.workplace.prefer(language=language)
    found = {name: walking.clashes(walking.mnemonics(dialog)) for name, dialog in dialogs(window)}
    assert not told(found)


@EVERY_LANGUAGE
def test_no_two_entries_of_a_menu_ask_for_the_same_letter_or_key(window, language):
    window.workplace.prefer(language=language)
    menus = [m for a in window.menuBar().actions() if isinstance(m := a.menu(), QMenu)]
    assert not [clash for menu in menus for clash in walking.menu_clashes(menu)]
    keys = Counter(k for a in window.menus.actions() if (k := a.shortcut().toString()))
    assert not walking.clashes(keys)


def test_every_list_asks_for_what_it_shows_in_the_same_words(window):
    """What keeps everything begins with a capital; groups are offered alike."""
    groups = set()
    for name in views(window):
        for listing in filter(Listing.isVisible, window.findChildren(Listing)):
            for facet, choice in listing.choices.items():
                assert choice.itemText(0)[0].isupper(), (name, choice.itemText(0))
                if facet == "group":
                    offered = {choice.itemText(n) for n in range(choice.count())}
                    groups.add(frozenset(offered - {"Our own people"}))
    assert len(groups) == 1
