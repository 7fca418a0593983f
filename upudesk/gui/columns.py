"""Which columns of a list are shown, in which order, how wide and sorted by which: remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from upudesk.gui import theme
from upudesk.i18n import _

if TYPE_CHECKING:
    from upudesk.gui.listing import Listing


def keep(listing: Listing[Any]) -> None:
    """Remember how the columns stand, for the next time and after a restart."""
    settings = listing.workplace.settings
    listing.workplace.prefer(
        columns=settings.columns | {listing.subject.page: _as_they_stand(listing)}
    )


def _as_they_stand(listing: Listing[Any]) -> dict[str, Any]:
    across, known = listing.table.horizontalHeader(), listing.model.columns
    order = [across.logicalIndex(place) for place in range(across.count())]
    by = across.sortIndicatorSection()
    return {
        "order": [known[n].name for n in order],
        "hidden": [known[n].name for n in order if across.isSectionHidden(n)],
        "widths": {
            known[n].name: across.sectionSize(n)
            for n in order
            if known[n].width and not across.isSectionHidden(n)
        },
        "by": known[by].name if 0 <= by < len(known) else "",
        "down": across.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
    }


def apply(listing: Listing[Any]) -> None:
    """Arrange the columns as they were remembered; those that are new stand as they were made."""
    kept = listing.workplace.settings.columns.get(listing.subject.page, {})
    names = [column.name for column in listing.model.columns]
    seldom = [column.name for column in listing.model.columns if column.seldom]
    _order(listing, names, kept)
    hidden = kept.get("hidden", seldom)
    for number, name in enumerate(names):
        new = "order" in kept and name not in kept["order"] and name in seldom
        listing.table.setColumnHidden(number, name in hidden or new)
    for number, column in enumerate(listing.model.columns):
        width = kept.get("widths", {}).get(column.name)
        if column.width and isinstance(width, int):
            listing.table.setColumnWidth(number, max(width, 32))
    if kept.get("by") in names:
        order = Qt.SortOrder.DescendingOrder if kept.get("down") else Qt.SortOrder.AscendingOrder
        listing.table.sortByColumn(names.index(kept["by"]), order)


def _order(listing: Listing[Any], names: list[str], kept: Mapping[str, Any]) -> None:
    across = listing.table.horizontalHeader()
    for place, name in enumerate(n for n in kept.get("order", ()) if n in names):
        across.moveSection(across.visualIndex(names.index(name)), place)


class ColumnsForm(QDialog):
    """All columns of a list, to be shown, hidden and moved by keyboard or mouse."""

    def __init__(self, listing: Listing[Any]) -> None:
        super().__init__(listing.window())
        self._listing = listing
        self.setWindowTitle(_("Columns"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Columns"))
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.up, self.down = QPushButton(_("Move &up")), QPushButton(_("Move &down"))
        self.usual = QPushButton(_("&Reset"))
        self._fill()
        self._lay_out()

    def _fill(self) -> None:
        across, known = self._listing.table.horizontalHeader(), self._listing.model.columns
        for place in range(across.count()):
            number = across.logicalIndex(place)
            item = QListWidgetItem(known[number].title())
            item.setData(Qt.ItemDataRole.UserRole, known[number].name)
            shown = not across.isSectionHidden(number)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _lay_out(self) -> None:
        said = QLabel(_("Space shows or hides a column."))
        said.setProperty("tone", "quiet")
        side = QVBoxLayout()
        for button in (self.up, self.down, self.usual):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().replace("&", ""))
            side.addWidget(button)
        side.addStretch()
        middle = QHBoxLayout()
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        buttons = QDialogButtonBox()
        done = buttons.addButton(_("Show so"), QDialogButtonBox.ButtonRole.AcceptRole)
        done.setDefault(True)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP + 4)
        column.addWidget(said)
        column.addLayout(middle)
        column.addWidget(buttons)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.usual.clicked.connect(self._as_usual)
        self.resize(420, 460)

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        to = at + by
        if 0 <= at < self.list.count() and 0 <= to < self.list.count():
            self.list.insertItem(to, self.list.takeItem(at))
            self.list.setCurrentRow(to)

    def _as_usual(self) -> None:
        """As the list was made: every choice of the reader's is forgotten."""
        workplace, page = self._listing.workplace, self._listing.subject.page
        others = {p: kept for p, kept in workplace.settings.columns.items() if p != page}
        workplace.prefer(columns=others)
        self._listing.reset_columns()
        self.reject()

    def accept(self) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        names = [item.data(Qt.ItemDataRole.UserRole) for item in items]
        shown = [n for n, i in zip(names, items, strict=True) if i.checkState().value]
        self._listing.arrange(names, shown or names[:1])
        super().accept()
