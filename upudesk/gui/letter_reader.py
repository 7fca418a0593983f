"""Letters read on the screen: before they are written, and later as they were logged."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from upudesk import telling, words
from upudesk.gui import theme
from upudesk.gui.paper_reader import Reader
from upudesk.gui.parts import text
from upudesk.gui.room import on_screen
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Letter


class LetterReader(QDialog):
    """The pages, and a button to close it. Saving is the page's: it logs the letters too."""

    def __init__(self, title: str, pdf: bytes, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.reader = Reader(title)
        self.close_button = QPushButton(_("Close"))
        self.close_button.setAccessibleName(_("Close"))
        self.close_button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(text(_("Nothing is written yet. Save the letters to log them."), "quiet"), 1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(text(title, strong=True, size=theme.LARGE))
        column.addWidget(self.reader, 1)
        column.addLayout(foot)
        self.close_button.clicked.connect(self.close)
        self.resize(1000, 700)
        on_screen(self)
        self.reader.show_paper(pdf)


class LetterText(QDialog):
    """What a letter said, as it was logged: number, day, to whom, and its words."""

    def __init__(self, workplace: Workplace, letter: Letter, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        title = letter.subject or words.kind(letter.KIND)
        self.setWindowTitle(title)
        day = workplace.language.date(letter.written_on) if letter.written_on else ""
        inner = QWidget()
        page = QVBoxLayout(inner)
        page.setContentsMargins(0, 0, theme.GAP, 0)
        page.setSpacing(theme.GAP)
        page.addWidget(text(title, strong=True, size=theme.SMALL))
        page.addWidget(text(telling.dotted(letter.register, day, letter.addressee), "quiet"))
        page.addWidget(text(letter.text))
        page.addWidget(text(telling.dotted(letter.signed_by, letter.note), "quiet"))
        page.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(title)
        scroll.setWidget(inner)
        self.close_button = QPushButton(_("Close"))
        self.close_button.setAccessibleName(_("Close"))
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        self.resize(680, 560)
        on_screen(self)
