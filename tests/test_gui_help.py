"""Help: for every page, in three languages, offline; what the program is and what it sends."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from tests.gui import dialog, menu_action
from upudesk import i18n, resources
from upudesk.gui.help import START, Help, help_text
from upudesk.gui.pages import PAGES

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.mark.parametrize("language", i18n.CODES)
@pytest.mark.parametrize("page", [START, *PAGES])
def test_every_page_has_help_of_its_own_in_every_language(page, language):
    text = help_text(page, language)
    assert text.startswith("# ")
    assert 200 < len(text) < 2500
    if language != "en":
        assert text != help_text(page, "en")


@pytest.mark.parametrize("language", i18n.CODES)
@pytest.mark.parametrize("page", list(PAGES))
def test_help_shows_the_page_in_its_own_language(page, language):
    (picture,) = re.findall(r"!\[.+\]\((.+)\)", help_text(page, language))
    drawn = QImage(str(resources.path("resources", "help", language, picture)))
    assert (drawn.width(), drawn.height()) == (560, 315)


@pytest.mark.parametrize("language", i18n.CODES)
def test_help_names_the_same_keys_in_every_language(language):
    for page in [START, *PAGES]:
        keys = re.compile(r"Ctrl\+[A-Z0-9]|F1")
        told = help_text(page, language).replace("Ctrl+Maj+", "Ctrl+Shift+")
        assert keys.findall(told) == keys.findall(help_text(page, "en")), page


def test_f1_tells_about_the_page_that_is_shown(window):
    window.turn_to("journal")
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = dialog(Help)
    assert shown.text.toPlainText().startswith("Journal and recycle bin")
    QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_the_sheet_of_keys_names_every_key_of_the_menus(window):
    menu_action(window, "Help", "Keys").trigger()
    said = {label.text() for label in dialog(QDialog).findChildren(QLabel)}
    for action in window.menus.actions():
        keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        assert not keys or keys[-1].isdigit() or keys in said, keys
    dialog(QDialog).reject()


def test_about_says_what_is_sent_and_what_it_is_made_with(window):
    menu_action(window, "Help", "About").trigger()
    said = "\n".join(label.text() for label in dialog(QDialog).findChildren(QLabel))
    assert "What this program sends: nothing" in said
    assert "PySide6" in said
    assert "LGPL" in said
    dialog(QDialog).reject()
