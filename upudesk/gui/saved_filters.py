"""Filters kept under a name: they stay as saved; what is changed on the way is marked as such."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QPushButton

from upudesk.campaign import records
from upudesk.campaign.member_filter import asked_for
from upudesk.gui.forms import plain_tip
from upudesk.i18n import _
from upudesk.model import SavedFilter

if TYPE_CHECKING:
    from upudesk.gui.listing import Listing


class SavedFilters:
    """The button beside a filter line, and its menu."""

    def __init__(self, listing: Listing[Any]) -> None:
        self._listing = listing
        self._active = ""
        self.button = QPushButton()
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)

    def show_state(self) -> None:
        """Name the filter that is in use, and whether something else is asked for by now."""
        saved = self.active()
        if saved is not None and not self._listing.asked():
            self._active, saved = "", None  # cleared: nothing of it is left
        label = saved.name if saved else _("Filters")
        if saved is not None and self.changed():
            label = _("{name} (changed)").format(name=saved.name)
        self.button.setText(label)
        self.button.setAccessibleName(_("Saved filters: {name}").format(name=label))
        self.button.setToolTip(plain_tip(self.button.accessibleName()))

    def active(self) -> SavedFilter | None:
        return self._listing.workplace.snapshot.find(SavedFilter, self._active)

    def changed(self) -> bool:
        """Whether the list is asked for something else than the filter in use says."""
        saved = self.active()
        return saved is not None and asked_for(saved) != self._listing.asked()

    def _here(self) -> list[SavedFilter]:
        workplace, page = self._listing.workplace, self._listing.subject.page
        own = [s for s in workplace.snapshot.all(SavedFilter) if s.page == page]
        return sorted(own, key=lambda saved: workplace.language.sort_key(saved.name))

    def _fill(self) -> None:
        menu, active = self.menu, self.active()
        menu.clear()
        for saved in self._here():
            action = menu.addAction(saved.name.replace("&", "&&"), partial(self.use, saved))
            action.setCheckable(True)
            action.setChecked(saved.id == self._active)
        menu.addSeparator()
        menu.addAction(_("&Save this filter…"), self.save_as).setEnabled(
            bool(self._listing.asked())
        )
        if active is not None:
            name = active.name.replace("&", "&&")
            again = menu.addAction(_("&Back to “{name}”").format(name=name), self.back)
            again.setEnabled(self.changed())
            keep = menu.addAction(_("&Change “{name}” to this").format(name=name), self.overwrite)
            keep.setEnabled(self.changed())
            menu.addAction(_("&Delete “{name}”").format(name=name), self.delete)

    def use(self, saved: SavedFilter) -> None:
        """Ask the list for what was saved."""
        self._active = saved.id
        self._listing.ask(asked_for(saved))

    def back(self) -> None:
        if (saved := self.active()) is not None:
            self.use(saved)

    def save_as(self) -> None:
        listing = self._listing
        if listing.workplace.may_write(listing.window()):
            from upudesk.gui.naming import Naming

            Naming(_("Save this filter"), self.keep, listing.window()).open()

    def keep(self, name: str) -> None:
        """Keep what is asked for under a name."""
        listing = self._listing
        saved = SavedFilter(page=listing.subject.page, name=name, asked=listing.asked_as_text())
        listing.workplace.do(records.put, saved)
        self._active = saved.id
        self.show_state()

    def overwrite(self) -> None:
        saved = self.active()
        if saved is not None and self._listing.workplace.may_write(self._listing.window()):
            now = replace(saved, asked=self._listing.asked_as_text())
            self._listing.workplace.do(records.put, now, saved)

    def delete(self) -> None:
        saved = self.active()
        if saved is not None and self._listing.workplace.may_write(self._listing.window()):
            self._listing.workplace.do(records.remove, saved)

    @property
    def listing(self) -> Listing[Any]:
        return self._listing
