"""What the program is, and which keys do what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from upudesk import __version__
from upudesk.gui import theme
from upudesk.gui.parts import Section, beside, stacked, text
from upudesk.i18n import _

WIDTH = 600
PACKAGES = (
    "PySide6-Essentials", "PySide6-Pdf", "sqlcipher3", "sqlite-utils", "reportlab", "uharfbuzz",
    "python-bidi", "babel", "nlpo3", "python-dateutil", "platformdirs", "click", "numpy",
    "rapidfuzz", "anyascii",
)  # fmt: skip
"""What pyproject.toml asks for."""


class _Sheet(QDialog):
    """A title, sections, and a button that closes."""

    def __init__(
        self, parent: QWidget, title: str, sections: list[QWidget], width: int = WIDTH
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, theme.MARGIN, 24, theme.MARGIN)
        column.setSpacing(theme.MARGIN)
        column.addWidget(text(title, strong=True, size=theme.LARGE))
        for section in sections:
            column.addWidget(section)
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAccessibleName(_("Close"))
        buttons.rejected.connect(self.reject)
        column.addStretch()
        column.addWidget(buttons)
        self.resize(width, column.heightForWidth(width))


def about(parent: QWidget) -> QDialog:
    said = text(_("The desk of an election campaign at a Congress of the Universal Postal Union."))
    section = Section(_("Version {number}").format(number=__version__))
    section.say(
        _("Licensed under Apache 2.0. Works without a network; what you enter stays in your file.")
    )
    sends = Section(_("What this program sends: nothing"))
    sends.say(_("It makes no connection of its own accord, looks for no updates, reports nothing."))
    made = Section(_("Made with"))
    for name, number, terms in _parts():
        made.fact(f"{name} {number}", terms)
    made.fact("Noto, Sarabun", "SIL Open Font License 1.1")
    made.fact("flag-icons 7.5.0", "MIT")
    return _Sheet(parent, "UPUDesk", [said, section, sends, made])


def _parts() -> Iterator[tuple[str, str, str]]:
    """The packages that the program stands on, as they are installed, with their licences."""
    from importlib.metadata import PackageNotFoundError, metadata

    for name in PACKAGES:
        try:
            known = metadata(name)
        except PackageNotFoundError:
            continue  # not needed on this system
        told = [known[field] for field in ("License-Expression", "License") if field in known]
        classed = [
            c.rpartition(" :: ")[2] for c in known.get_all("Classifier") or () if "License" in c
        ]
        terms = next(filter(None, [*told, *classed]), _("see the package"))
        yield known["Name"], known["Version"], terms.partition("\n")[0].partition(",")[0]


def shortcuts(parent: QWidget, actions: Sequence[QAction]) -> QDialog:
    """Every key of the menus, and those that lists and forms have of their own."""
    everywhere = Section(_("Everywhere"), names=96)
    for action in actions:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if keys and not keys.endswith(tuple("0123456789")):
            everywhere.fact(keys, action.text().replace("&", "").rstrip("…"))
    everywhere.fact("Ctrl+1 … Ctrl+0", _("The pages, in their order"))
    listed = Section(_("In a list"))
    listed.fact("↑ ↓", _("Walk through the rows, also from the filter line"))
    listed.fact("Enter", _("Open the row"))
    listed.fact("Shift, Ctrl", _("Choose several rows; Ctrl+A all"))
    listed.fact("Ctrl+C", _("Copy the chosen rows for a spreadsheet"))
    listed.fact("Esc", _("Clear the filter line"))
    form = Section(_("In a form"))
    form.fact("5 4 3 2 1 0", _("The level; 0 means that we asked"))
    form.fact("Tab", _("To the next field, also out of a text"))
    form.fact("Enter", _("Save; in a text Ctrl+Enter"))
    form.fact("Esc", _("Close; asks first if something was typed"))
    table = Section(_("On a pledge"))
    table.fact("Enter", _("Correct it"))
    table.fact("Delete", _("Remove it; Ctrl+Z brings it back"))
    return _Sheet(parent, _("Keys"), [beside(everywhere, stacked(listed, form, table))], width=900)
