"""A paper read on the screen: its contents beside it, pages, size, and a search through it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtPdf import QPdfBookmarkModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from upudesk.gui import theme
from upudesk.gui.forms import Line
from upudesk.gui.pdf_view import PdfView
from upudesk.i18n import _, current, pgettext
from upudesk.thai import plain_digits

STEP = 1.25
"""So much larger or smaller at a time."""
PAUSE = 250
"""Milliseconds after the last letter until it is looked for."""
BESIDE = 232
"""So wide are the contents beside the pages."""


class Asking(Line):
    """Enter asks for what is typed, and presses no button of the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class Reader(QWidget):
    """Ctrl+F finds, F3 goes on; Alt+Left and Right turn pages; Ctrl and plus, minus, 0 zoom."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pages = PdfView(name)
        self.marks = QPdfBookmarkModel(self)
        self.contents = QTreeView()
        self.at, self.of = Asking(), QLabel()
        self.search, self.told = Asking(), QLabel()
        self.beside = QHBoxLayout()
        """Room before the search, for what else may be asked of a paper."""
        self._soon = QTimer(self, interval=PAUSE, singleShot=True)
        self._make_buttons()
        self._lay_out()
        self._make_contents()
        self._connect()
        self._make_shortcuts()

    # -------------------------------------------------------------- building

    def _make_buttons(self) -> None:
        def button(shown: str, name: str, act: Callable[[], object], keys: str) -> QPushButton:
            made = QPushButton(shown)
            made.setAccessibleName(name)
            made.setToolTip(f"{name} ({keys})")
            made.setAutoDefault(False)
            made.setProperty("tool", "true")
            made.clicked.connect(lambda: act())
            if len(shown) == 1:
                made.setFixedWidth(8 * theme.GRID)
                made.setStyleSheet("padding: 3px 0;")
            return made

        view = self.pages
        self.list = button(_("Contents"), _("Show or hide the contents"), self._show_contents, "F9")
        self.list.setCheckable(True)
        self.back = button("‹", _("Previous page"), lambda: self._turn(-1), "Alt+←")
        self.on = button("›", _("Next page"), lambda: self._turn(1), "Alt+→")
        self.smaller = button("−", _("Smaller"), lambda: view.zoom(1 / STEP), "Ctrl+−")
        self.larger = button("+", _("Larger"), lambda: view.zoom(STEP), "Ctrl++")
        self.width_button = button(
            pgettext("zoom", "Width"), _("As wide as the window"), view.fit_width, "Ctrl+0"
        )
        self.page_button = button(
            pgettext("zoom", "Page"), _("One whole page"), view.fit_page, "Ctrl+9"
        )
        self.before = button("↑", _("Find the one before"), lambda: self._find(back=True), "⇧F3")
        self.after = button("↓", _("Find the next one"), self._find, "F3")

    def _lay_out(self) -> None:
        self.at.setFixedWidth(14 * theme.GRID)
        self.at.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.at.setAccessibleName(_("Go to page"))
        self.at.setToolTip(_("Type a page and press Enter"))
        self.search.setPlaceholderText(_("Find in the paper"))
        self.search.setAccessibleName(_("Find in the paper"))
        self.search.setMinimumWidth(40 * theme.GRID)
        self.told.setProperty("tone", "quiet")
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID)
        for group in (
            (self.list,), (self.back, self.at, self.of, self.on),
            (self.smaller, self.larger, self.width_button, self.page_button),
        ):  # fmt: skip
            for tool in group:
                tools.addWidget(tool)
            tools.addSpacing(theme.GAP)
        tools.addStretch()
        tools.addLayout(self.beside)
        for tool in (self.told, self.search, self.before, self.after):
            tools.addWidget(tool)
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.addWidget(self.contents)
        self.halves.addWidget(self.pages)
        self.halves.setStretchFactor(1, 1)
        self.halves.setHandleWidth(1)
        self.halves.setChildrenCollapsible(False)
        self.halves.setSizes([BESIDE, 800])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(tools)
        column.addWidget(self.halves, 1)

    def _make_contents(self) -> None:
        tree = self.contents
        self.marks.setDocument(self.pages.document)
        tree.setModel(self.marks)
        tree.setHeaderHidden(True)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setAccessibleName(_("Contents of the paper"))
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.setUniformRowHeights(True)
        tree.setIndentation(3 * theme.GRID)
        tree.hide()

    def _connect(self) -> None:
        self.pages.turned.connect(self._show_page)
        self.at.returnPressed.connect(self._go)
        self.search.textChanged.connect(lambda _typed: self._soon.start())
        self.search.returnPressed.connect(self._find)
        self._soon.timeout.connect(self._find)
        chosen = self.contents.selectionModel()
        chosen.currentChanged.connect(lambda index, _before: self._follow(index))
        self.contents.clicked.connect(self._follow)

    def _make_shortcuts(self) -> None:
        inside = Qt.ShortcutContext.WindowShortcut
        zoom = QKeySequence.StandardKey
        for keys, act in (
            (QKeySequence(zoom.ZoomIn), lambda: self.pages.zoom(STEP)),
            (QKeySequence("Ctrl+="), lambda: self.pages.zoom(STEP)),
            (QKeySequence(zoom.ZoomOut), lambda: self.pages.zoom(1 / STEP)),
            (QKeySequence("Ctrl+0"), self.pages.fit_width),
            (QKeySequence("Ctrl+9"), self.pages.fit_page),
            (QKeySequence("Alt+Left"), lambda: self._turn(-1)),
            (QKeySequence("Alt+Right"), lambda: self._turn(1)),
            (QKeySequence("Ctrl+G"), self._to_page),
            (QKeySequence(zoom.Find), self._to_search),
            (QKeySequence("F3"), self._find),
            (QKeySequence("Shift+F3"), lambda: self._find(back=True)),
            (QKeySequence("F9"), self.list.click),
        ):
            QShortcut(keys, self, context=inside, activated=lambda act=act: act())  # type: ignore[call-overload]

    # -------------------------------------------------------------- what is shown

    def show_paper(self, pdf: bytes) -> None:
        """Show this one, at the page that was looked at."""
        page = self.pages.page if self.pages.pages else 0
        self.pages.load(pdf)
        self.contents.expandToDepth(0)
        worth = self.marks.rowCount(QModelIndex()) > 1
        self.list.setVisible(worth)
        self.list.setChecked(worth)
        self.contents.setVisible(worth)
        if page:
            self.pages.turn(page)
        self._show_page()
        if self.search.text():
            self._find()

    def _show_contents(self) -> None:
        self.contents.setVisible(self.list.isChecked())

    def _show_page(self) -> None:
        """Such as “3 of 41”."""
        number, pages, page = current().number, self.pages.pages, self.pages.page
        self.at.setText(number(page + 1) if pages else "")
        self.of.setText(_("of {count}").format(count=number(pages)))
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page + 1 < pages)

    # -------------------------------------------------------------- the reader's wishes

    def _turn(self, by: int) -> None:
        self.pages.turn(self.pages.page + by)

    def _go(self) -> None:
        """To the page that was typed; what is no page leaves everything as it is."""
        typed = "".join(plain_digits(self.at.text()).split())
        if typed.isdecimal() and self.pages.pages:
            self.pages.turn(int(typed) - 1)
        self._show_page()
        self.at.selectAll()

    def _to_page(self) -> None:
        self.at.setFocus()
        self.at.selectAll()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _find(self, *, back: bool = False) -> None:
        self._soon.stop()
        if self.pages.pages:
            self.told.setText(self.pages.look_for(self.search.value(), back=back))

    def _follow(self, index: QModelIndex) -> None:
        role = QPdfBookmarkModel.Role
        if index.isValid():
            page = self.marks.data(index, int(role.Page))
            self.pages.turn(int(page), self.marks.data(index, int(role.Location)))
