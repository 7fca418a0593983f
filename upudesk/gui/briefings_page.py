"""What leaves the program: packs and letters, the log of what went out, and who may see what."""

from __future__ import annotations

from functools import partial

from upudesk.errors import N_
from upudesk.gui.pages import Page
from upudesk.gui.tabbed import TabbedPage, made, titled
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Export, Letter, Marking, Profile

VIEWS = {
    "packs": (N_("Packs"), "pack_pane:PackPane"),
    "letters": (N_("Letters"), "letters_pane:LettersPane"),
    "log": (N_("What went out"), "exports_pane:ExportsPane"),
    "disclosure": (N_("Who may see what"), "profiles_pane:ProfilesPane"),
}
"""Name, title and where the view is, in the order of the tabs."""


class BriefingsPage(TabbedPage):
    """Packs first: what is wanted in a hurry."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace, [(titled(title), partial(made, where)) for title, where in VIEWS.values()]
        )

    def word(self) -> None:
        super().word()
        self.tabs.setAccessibleName(_("Briefings"))

    def look(self, name: str) -> Page:
        """Turn to the view of that name."""
        return self.turn(list(VIEWS).index(name))

    def show_record(self, id: str) -> None:
        """Each kind on its own view; a country is ticked for a pack, or for another letter."""
        match self.workplace.snapshot.any(id):
            case Letter(member=member):
                self.look("letters").show_record(member)
            case Export():
                self.look("log").show_record(id)
            case Profile() | Marking():
                self.look("disclosure").show_record(id)
            case _:
                self.look("packs").show_record(id)
