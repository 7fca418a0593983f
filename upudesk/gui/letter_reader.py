"""Letters looked at before they are written: nothing goes out from here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk.gui import theme
from upudesk.gui.paper_reader import Reader
from upudesk.gui.parts import text
from upudesk.gui.room import on_screen
from upudesk.i18n import _


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
