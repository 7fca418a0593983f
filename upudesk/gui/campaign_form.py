"""The campaign itself, its Congress and its days; and the officials who work on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import telling
from upudesk.campaign import records
from upudesk.gui import theme
from upudesk.gui.parts import text
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Author

_CAMPAIGN = (
    *(Item(f"congress_{code}", 2) for code in ("th", "en", "fr")),
    *(Item(f"place_{code}", 2) for code in ("th", "en", "fr")),
    Item("host", 3), Item("term", 2), Item("year", 1),
    Item("opens_on"), Item("closes_on"), Item("begins_on"), Item("vote_on"),
    Item("notes", 6, lines=4),
)  # fmt: skip
_OFFICIAL = (Item("name", 6), Item("office", 6), Item("reach", 6))


def edit_campaign(workplace: Workplace, parent: QWidget) -> RecordForm | None:
    """What the Congress is called, where it is, and the days that everything counts to."""
    if not workplace.may_write(parent):
        return None
    now = workplace.snapshot.campaign
    form = RecordForm(workplace, _("Campaign"), now, _CAMPAIGN, base=now, parent=parent)
    form.kept_as(workplace, "campaign", now.id, edits=True).open()
    return form


_LETTERS = (
    *(
        Item(f"{what}_{code}", 3, lines=4)
        for code in ("th", "en", "fr")
        for what in ("letterhead", "signatory")
    ),
    Item("register", 3), Item("register_next", 3),
)  # fmt: skip


def edit_letterhead(workplace: Workplace, parent: QWidget) -> RecordForm | None:
    """What stands at the head and at the foot of our letters, and how they are numbered."""
    if not workplace.may_write(parent):
        return None
    now = workplace.snapshot.campaign
    title = _("Letterhead and signature")
    form = RecordForm(workplace, title, now, _LETTERS, base=now, parent=parent)
    said = _(
        "Line by line. In a line of the letterhead, {{day}} stands for the day: "
        "“Bangkok, {{day}}”. The register number has a gap: “MFA 0302/{{number}}”."
    )
    column = form.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(1, text(said.format(), "quiet"))
    form.kept_as(workplace, "letterhead", now.id, edits=True).open()
    return form


def edit_official(
    workplace: Workplace, author: Author | None, parent: QWidget
) -> RecordForm | None:
    """One of our own people, or somebody who joins them."""
    if not workplace.may_write(parent):
        return None
    title = _("Official") if author else _("New official")
    record = author or Author()
    form = RecordForm(workplace, title, record, _OFFICIAL, base=author, parent=parent)
    of = author.id if author else ""
    form.kept_as(workplace, "author", of, edits=author is not None).open()
    return form


class Officials(QDialog):
    """Who can be responsible for a country or do what is to be done."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.setWindowTitle(_("Officials"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Officials"))
        self.new, self.edit = QPushButton(_("&New official…")), QPushButton(_("&Edit…"))
        self.delete = QPushButton(_("&Delete"))
        self._lay_out()
        self.new.clicked.connect(lambda: self._open(None))
        self.edit.clicked.connect(lambda: self._open(self.chosen()))
        self.delete.clicked.connect(self._remove)
        self.list.itemActivated.connect(lambda _item: self._open(self.chosen()))
        workplace.changed.connect(self._fill)
        self._fill()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        for button in (self.new, self.edit, self.delete):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().replace("&", ""))
            side.addWidget(button)
        side.addStretch()
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP + theme.GRID)
        said = _("Whoever is here can look after countries and take on what is to be done.")
        column.addWidget(text(said, "quiet"))
        column.addLayout(middle)
        column.addWidget(buttons)
        self.resize(460, 380)

    def _fill(self, *_news: object) -> None:
        at = max(self.list.currentRow(), 0)
        self.list.clear()
        for author in self._workplace.snapshot.authors:
            item = QListWidgetItem(telling.dotted(author.name, author.office))
            item.setData(Qt.ItemDataRole.UserRole, author.id)
            self.list.addItem(item)
        self.list.setCurrentRow(min(at, self.list.count() - 1))
        for button in (self.edit, self.delete):
            button.setEnabled(bool(self.list.count()))

    def chosen(self) -> Author | None:
        item = self.list.currentItem()
        known = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        return self._workplace.snapshot.find(Author, known)

    def _open(self, author: Author | None) -> None:
        edit_official(self._workplace, author, self)

    def _remove(self) -> None:
        """At once, as everywhere: Ctrl+Z brings them back."""
        if author := self.chosen():
            self._workplace.attempt(self, records.remove, author)
