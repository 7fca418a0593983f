"""Asks for a name: that of a filter, or another one for a preset."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Form, Line
from upudesk.i18n import _


class Naming(Entry):
    """One line, and what is done with what it says."""

    def __init__(
        self, title: str, keep: Callable[[str], object], parent: QWidget | None, name: str = ""
    ) -> None:
        form = Form()
        form.add("name", _("&Name"), Line(name))
        super().__init__(parent, title, form, _("Save"))
        self._keep = keep
        self.resize(420, 220)
        self.watch()
        form.fields["name"].setFocus()

    def record(self) -> None:
        name = self.form.fields["name"]
        assert isinstance(name, Line)
        self._keep(collected({"name": name.value})["name"])
