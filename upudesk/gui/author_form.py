"""Who works at this machine: the name under which steps stand in the journal."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from upudesk.gui.entry import Entry
from upudesk.gui.forms import Form, Line
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _


class AuthorForm(Entry):
    """One name, kept as a setting and used from the next step on."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        self._workplace = workplace
        form = Form()
        name = Line(workplace.settings.author)
        form.add("author", _("&Your name in the journal"), name)
        super().__init__(parent, _("Your name"), form, _("Save"))
        self.resize(440, 180)
        self.watch()
        name.setFocus()

    def record(self) -> None:
        name = self.form.fields["author"].value()  # type: ignore[attr-defined]
        self._workplace.prefer(author=name)
