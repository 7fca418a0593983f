"""Asks for the name under which a filter is kept."""

from __future__ import annotations

from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Form, Line
from upudesk.gui.saved_filters import SavedFilters
from upudesk.i18n import _


class NameFilter(Entry):
    """One line; what it says becomes the filter's name."""

    def __init__(self, filters: SavedFilters) -> None:
        form = Form()
        form.add("name", _("&Name"), Line())
        super().__init__(filters.listing.window(), _("Save this filter"), form, _("Save"))
        self._filters = filters
        self.resize(420, 220)
        self.watch()
        form.fields["name"].setFocus()

    def record(self) -> None:
        name = self.form.fields["name"]
        assert isinstance(name, Line)
        self._filters.keep(collected({"name": name.value})["name"])
