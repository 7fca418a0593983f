"""What the program is, and which keys do what."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from upudesk import __version__
from upudesk.gui import theme
from upudesk.gui.parts import Section, text
from upudesk.i18n import _

WIDTH = 600


class _Sheet(QDialog):
    """A title, sections, and a button that closes."""

    def __init__(self, parent: QWidget, title: str, sections: list[QWidget]) -> None:
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
        self.resize(WIDTH, column.heightForWidth(WIDTH))


def about(parent: QWidget) -> QDialog:
    said = text(_("The desk of an election campaign at a Congress of the Universal Postal Union."))
    section = Section(_("Version {number}").format(number=__version__))
    section.say(
        _("Licensed under Apache 2.0. Works without a network; what you enter stays in your file.")
    )
    section.say(_("Fonts: Noto, under the SIL Open Font License."))
    return _Sheet(parent, "UPUDesk", [said, section])


def shortcuts(parent: QWidget) -> QDialog:
    everywhere = Section(_("Everywhere"))
    for keys, what in (
        ("Ctrl+L", _("Log a pledge")),
        ("Ctrl+M", _("Log a meeting")),
        ("Ctrl+P", _("Briefing of the country that is shown")),
        ("Ctrl+F", _("Find a country")),
        ("Ctrl+Z", _("Undo: typing in a text field, the last step elsewhere")),
        ("Ctrl+Shift+Z", _("Redo")),
        ("Ctrl+1, Ctrl+2", _("Countries, journal")),
    ):
        everywhere.fact(keys, what)
    form = Section(_("In the quick log"))
    form.fact("5 4 3 2 1 0", _("The level; 0 means that we asked"))
    form.fact("Tab", _("To the next field, also out of a text"))
    form.fact("Enter", _("Save; in a text Ctrl+Enter"))
    form.fact("Esc", _("Close; asks first if something was typed"))
    table = Section(_("On a pledge"))
    table.fact("Enter", _("Correct it"))
    table.fact("Delete", _("Remove it; Ctrl+Z brings it back"))
    return _Sheet(parent, _("Keys"), [everywhere, form, table])
