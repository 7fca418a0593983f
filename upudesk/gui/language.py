"""The language of the screen: words and dates switch at once, and so do Qt's own words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

from upudesk import i18n, thai
from upudesk.gui.qt_words import QT_WORDS
from upudesk.i18n import Digits, Era, Language, _, pgettext
from upudesk.settings import Settings

K = TypeVar("K", bound=StrEnum)
Choices = list[tuple[Any, str]]
"""Values and the words for them."""


class ThaiWords(QTranslator):
    """Qt's own words in Thai, from our catalogue; Qt brings none."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        known = f"Qt:{context}", source
        return pgettext(*known) if known in QT_WORDS else None

    def isEmpty(self) -> bool:
        return False


_installed: list[QTranslator] = []


def language_of(settings: Settings, code: str = "") -> Language:
    """The language that the settings name (or another), with the reader's era and digits."""
    known = code or settings.language
    if known not in i18n.CODES:
        known = "en"
    return Language(
        known, _or(Era, settings.era, Era.AUTO), _or(Digits, settings.digits, Digits.LATIN)
    )


def _or(kind: type[K], name: str, usual: K) -> K:
    return kind(name) if name in list(kind) else usual


def speak(app: QApplication, language: Language) -> None:
    """Make it the language of everything that is worded from now on."""
    i18n.set_default(language)
    QLocale.setDefault(QLocale(language.code))
    while _installed:
        app.removeTranslator(_installed.pop())
    translator = _qt_words(language.code)
    if translator is not None:
        app.installTranslator(translator)
        _installed.append(translator)


def _qt_words(code: str) -> QTranslator | None:
    if code == "th":
        return ThaiWords()
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(f"qtbase_{code}", folder) else None


def keep_breaks_off(clipboard: QClipboard) -> None:
    """What is copied from a label comes without the marks that let its Thai lines break."""

    def clean() -> None:
        if clipboard.ownsClipboard() and thai.ZERO_WIDTH_SPACE in clipboard.text():
            clipboard.setText(thai.without_breaks(clipboard.text()))

    clipboard.dataChanged.connect(clean)


# What the reader may choose from


def languages() -> Choices:
    return [(code, i18n.Language(code).name) for code in i18n.CODES]


def eras() -> Choices:
    return [
        (str(Era.AUTO), _("As the language counts")),
        (str(Era.BUDDHIST), _("Buddhist era (2568)")),
        (str(Era.CHRISTIAN), _("Christian era (2025)")),
    ]


def digits() -> Choices:
    return [(str(Digits.LATIN), "0 1 2 3"), (str(Digits.THAI), "๐ ๑ ๒ ๓")]


def themes() -> Choices:
    return [("system", _("Like the system")), ("light", _("Light")), ("dark", _("Dark"))]
