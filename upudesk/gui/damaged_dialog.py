"""What can be done about a damaged file: go back to a back-up, save what can be read, or look."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import backup_words, i18n, rescue_words
from upudesk.campaign.restoring import Way
from upudesk.damaged import Damage
from upudesk.gui import theme
from upudesk.gui.forms import wrapping
from upudesk.gui.parts import Section, text
from upudesk.gui.record_form import capital
from upudesk.i18n import _, ngettext

COLUMNS = 2
"""Kinds stand in so many columns, so that the buttons stay on a small screen."""


class DamagedDialog(QDialog):
    """Closing it opens nothing; the damaged file stays as it is whatever is chosen."""

    restore_wanted = Signal()
    save_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, damage: Damage, said: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.damage, self._said = damage, said
        self.setWindowTitle(_("{file} is damaged").format(file=damage.path.name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.restore = QPushButton(_("&Restore the back-up"))
        self.save = QPushButton(_("&Save what can be read…"))
        self.look = QPushButton(_("Only &look at it"))
        self.leave = QPushButton(_("Close"))
        self._lay_out()
        self._connect()
        self.setMinimumWidth(640)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP + 4)
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.font(theme.LARGE, strong=True))
        column.addWidget(heading)
        if self._said:
            column.addWidget(wrapping(self._said, "problem"))
        column.addWidget(wrapping(_("Nothing was changed in it, and nothing will be: it is kept.")))
        column.addWidget(self._backup())
        column.addWidget(self._readable())
        column.addStretch()
        column.addWidget(self._buttons())

    def _backup(self) -> Section:
        section = Section(_("The newest back-up that is sound"))
        section.whole(text(" ".join(self._backup_words())))
        return section

    def _backup_words(self) -> Iterator[str]:
        newest = self.damage.newest
        if newest is None:
            protected = self.damage.passphrase is not None
            yield (
                _("There is none that this passphrase opens.") if protected else _("There is none.")
            )
            return
        yield _("Of {time}, made {reason}.").format(
            time=backup_words.made(newest), reason=backup_words.reason(newest.reason)
        )
        number, differing = i18n.current().number, self.damage.differing
        if missing := differing.get(Way.GONE, 0):
            told = ngettext(
                "{count} record that can be read now would be missing.",
                "{count} records that can be read now would be missing.",
                missing,
            )
            yield told.format(count=number(missing))
        if older := differing.get(Way.CHANGED, 0):
            told = ngettext(
                "{count} would be as it was then.", "{count} would be as they were then.", older
            )
            yield told.format(count=number(older))
        if alone := differing.get(Way.BACK, 0):
            told = ngettext(
                "It holds {count} record that cannot be read any more.",
                "It holds {count} records that cannot be read any more.",
                alone,
            )
            yield told.format(count=number(alone))
        if self.damage.desk is not None and not differing:
            yield _("It says the same as what can be read.")

    def _readable(self) -> Section:
        section = Section(_("What can be read of the file"))
        desk = self.damage.desk
        if desk is None or desk.damage is None:
            section.whole(text(_("Nothing can be read of it any more.")))
            return section
        section.whole(text(rescue_words.summary(desk.damage)))
        section.whole(text(rescue_words.history(desk.damage)))
        section.whole(self._kinds(list(rescue_words.kinds(desk.damage))))
        return section

    def _kinds(self, rows: list[tuple[str, str, str]]) -> QWidget:
        """Each kind with how many were saved and how many not."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, theme.GRID, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(2)
        deep = -(-len(rows) // COLUMNS)
        for part in range(COLUMNS if len(rows) > 1 else 1):
            for at, shown in enumerate((_("readable"), _("lost"))):
                grid.addWidget(_figure(shown, "quiet"), 0, 4 * part + 1 + at)
            grid.setColumnStretch(4 * part, 1)
            grid.setColumnMinimumWidth(4 * part + 3, theme.MARGIN)
        for number, (name, saved, lost) in enumerate(rows):
            row, start = 1 + number % deep, 4 * (number // deep)
            grid.addWidget(wrapping(capital(name)), row, start)
            grid.addWidget(_figure(saved), row, start + 1)
            grid.addWidget(_figure(lost, "problem" if lost != "–" else "quiet"), row, start + 2)
        return holder

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        shown = (
            (self.restore, role.AcceptRole, self.damage.newest is not None),
            (self.save, role.ActionRole, self.damage.desk is not None),
            (self.look, role.ActionRole, self.damage.desk is not None),
            (self.leave, role.RejectRole, True),
        )
        for button, part, there in shown:
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            button.setEnabled(there)
            buttons.addButton(button, part)
        desk = self.damage.desk
        whole = desk is not None and desk.damage is not None and desk.damage.loses_nothing
        best = self.restore if self.damage.newest is not None and not whole else self.save
        best.setProperty("main", "true")
        best.setDefault(True)
        return buttons

    def _connect(self) -> None:
        self.leave.clicked.connect(self.reject)
        for button, signal in (
            (self.restore, self.restore_wanted),
            (self.save, self.save_wanted),
            (self.look, self.look_wanted),
        ):
            button.clicked.connect(signal)


def _figure(shown: str, tone: str = "") -> QLabel:
    label = QLabel(shown)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if tone:
        label.setProperty("tone", tone)
    return label
