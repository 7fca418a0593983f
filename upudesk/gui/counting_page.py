"""The tally and what is reckoned from it: a tab for each, built when it is first turned to."""

from __future__ import annotations

from functools import partial

from upudesk.errors import N_
from upudesk.gui.pages import Page
from upudesk.gui.tabbed import TabbedPage, made, titled
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import HoldRate

VIEWS = {
    "board": (N_("Board"), "tally_page:TallyPage"),
    "pictures": (N_("Pictures"), "pictures_pane:PicturesPane"),
    "forecast": (N_("Forecast"), "forecast_pane:ForecastPane"),
    "calls": (N_("Whom to call"), "next_best_pane:NextBestPane"),
    "weights": (N_("Weights"), "weights_pane:WeightsPane"),
    "scenarios": (N_("Scenarios"), "scenarios_pane:ScenariosPane"),
    "time": (N_("Time"), "time_pane:TimePane"),
    "after": (N_("After the vote"), "after_pane:AfterPane"),
    "blind": (N_("Blind count"), "blind_pane:BlindPane"),
}
"""Name, title and where the view is, in the order of the tabs."""

OF_A_COUNCIL = ("board", "pictures", "forecast", "scenarios", "time")
"""Views that show one council at a time."""


class CountingPage(TabbedPage):
    """The board first; everything else rests on it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            [(titled(title), partial(made, where)) for title, where in VIEWS.values()],
        )

    def word(self) -> None:
        super().word()
        self.tabs.setAccessibleName(_("Tally and forecast"))

    def look(self, name: str) -> Page:
        """Turn to the view of that name."""
        return self.turn(list(VIEWS).index(name))

    def show_record(self, id: str) -> None:
        """A weight among the weights; a candidacy of ours on the board, or where it is shown."""
        rate = self.workplace.snapshot.find(HoldRate, id)
        if rate is not None:
            self.look("weights").show_record(rate.code)
            return
        at = list(VIEWS)[self.tabs.currentIndex()]
        self.look(at if at in OF_A_COUNCIL else "board").show_record(id)
