"""What a disclosure profile holds back, before a paper is made: counted, and as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from upudesk import disclosure_words, words
from upudesk.disclosure import Disclosed
from upudesk.errors import Message
from upudesk.gui import theme
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.parts import link
from upudesk.gui.record_form import capital
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.i18n import _, current

Held = tuple[str, str]
"""A kind, and a record in a few words."""


class LeftOut(QWidget):
    """“Left out: 1 note, 2 attachments.”, what to look at first, and the way to the list."""

    def __init__(self) -> None:
        super().__init__()
        self._disclosed: Disclosed | None = None
        self._members: Sequence[str] | None = None
        self.told, self.warned = wrapping(role="quiet"), wrapping(role="warning")
        self.link = link(_("What is left out…"), self.open)
        self.link.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.told)
        column.addWidget(self.warned)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_of(
        self, disclosed: Disclosed, members: Sequence[str] | None, cautions: Iterable[Message] = ()
    ) -> None:
        """Tell it of these countries; None: of the whole campaign. What to look at first is found
        off the window's thread: it looks through all texts."""
        self._disclosed, self._members = disclosed, members
        held = disclosure_words.left_out(disclosed, members)
        self.told.setText(breakable(" ".join(held) or _("Nothing is left out.")))
        warned = " ".join(map(words.say, cautions))
        self.warned.setText(breakable(warned))
        self.warned.setVisible(bool(warned))
        self.link.setText(_("What is left out…"))  # the language may be another one by now
        self.link.setAccessibleName(self.link.text())
        self.link.setVisible(bool(held))

    def wait(self) -> None:
        """It is not known yet; what stood here is true of something else."""
        self.told.setText(breakable(_("Counting …")))
        self.warned.hide()
        self.link.hide()

    def open(self) -> None:
        """The list of it."""
        if self._disclosed is not None:
            LeftOutList(self._disclosed, self._members, self.window()).open()


class LeftOutList(QDialog):
    """Every record that stays inside, and every field that goes out blank."""

    def __init__(
        self, disclosed: Disclosed, members: Sequence[str] | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What is left out"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rows = list(disclosure_words.each(disclosed, members))
        numbered = list(enumerate(self.rows))
        self.model: RowsModel[tuple[int, Held]] = RowsModel(
            _columns(), lambda row: str(row[0]), self
        )
        self.model.show(numbered)
        self.table = table_view(self.model, self.windowTitle())
        self.table.setSortingEnabled(True)
        set_widths(self.table, self.model)
        self._lay_out(disclosed, members)
        self.resize(640, 480)

    def _lay_out(self, disclosed: Disclosed, members: Sequence[str] | None) -> None:
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.font(theme.LARGE, strong=True))
        told = _("Profile “{profile}”: this list is for you, and stays inside.")
        profile = words.named(disclosed.profile)
        blank = disclosed.left_blank(members)
        number = current().number
        fields = [f"{disclosure_words.field(name)} ({number(blank[name])})" for name in blank]
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(heading)
        column.addWidget(wrapping(told.format(profile=profile), "quiet"))
        if self.rows:
            column.addWidget(self.table, 1)
        if fields:
            blank_ones = _("Left blank: {fields}.").format(fields=current().listing(fields))
            column.addWidget(wrapping(blank_ones))
        if not self.rows:
            column.addStretch()
        foot = QHBoxLayout()
        foot.addWidget(close)
        column.addLayout(foot)


def _columns() -> list[Column[tuple[int, Held]]]:
    key = current().sort_key
    return [
        Column(lambda: _("Kind"), lambda row: Cell(row[1][0], tone="quiet"),
               lambda row: key(row[1][0]), 168, name="kind"),
        Column(lambda: capital(words.field("")), lambda row: Cell(row[1][1], tip=row[1][1]),
               lambda row: key(row[1][1]), 0, name="what"),
    ]  # fmt: skip
