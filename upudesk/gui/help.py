"""Help, offline: one short page for each page of the window, in the language of the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QWidget,
)

from upudesk import resources
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.pages import PAGES
from upudesk.i18n import _, current

START = "start"


def help_text(page: str, language: str) -> str:
    """The help on a page, as Markdown; in English where the language has none."""
    for code in (language, "en"):
        file = resources.path("resources", "help", code, f"{page}.md")
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return ""


class Help(QDialog):
    """Topics at the left, the text at the right; open beside the work, closed by Esc."""

    def __init__(self, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.topics, self.text = QListWidget(), QTextBrowser()
        self.topics.setAccessibleName(_("Topics"))
        self.text.setAccessibleName(_("Help"))
        self.text.setOpenLinks(False)  # nothing here leads out of the program
        for name, title in self._titles().items():
            item = QListWidgetItem(title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, theme.ROW))
            self.topics.addItem(item)
        self.topics.setFixedWidth(196)
        self.topics.setObjectName("topics")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        row.setSpacing(theme.MARGIN)
        row.addWidget(self.topics)
        row.addWidget(self.text, 1)
        self.topics.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.resize(860, 600)
        self.turn_to(page)

    def _titles(self) -> dict[str, str]:
        return {START: _("How it works")} | {name: _(t) for name, (t, _where) in PAGES.items()}

    def turn_to(self, page: str) -> None:
        """Show the help on a page of the window."""
        names = list(self._titles())
        self.topics.setCurrentRow(names.index(page) if page in names else 0)

    def _show(self, item: QListWidgetItem) -> None:
        name, code = item.data(Qt.ItemDataRole.UserRole), current().code
        document = self.text.document()
        self.text.setSearchPaths([str(resources.path("resources", "help", code))])
        document.setDefaultFont(theme.font())
        document.setMarkdown(
            breakable(help_text(name, code)), QTextDocument.MarkdownFeature.MarkdownNoHTML
        )
        _space(document)
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)


def _space(document: QTextDocument) -> None:
    """Headings and paragraphs in the sizes of the window; Markdown has sizes of its own."""
    block = document.begin()
    while block.isValid():
        layout, cursor = block.blockFormat(), QTextCursor(block)
        layout.setBottomMargin(theme.GAP)
        layout.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(layout)
        if layout.headingLevel():
            letters = QTextCharFormat()
            letters.setFont(theme.font(theme.LARGE, strong=True))
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(letters)
        block = block.next()
