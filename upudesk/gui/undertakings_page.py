"""Undertakings: what we promised in return, and our own ballot, which is to keep the promises."""

from __future__ import annotations

from upudesk.gui.pages import Page
from upudesk.gui.tabbed import TabbedPage
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy

PROMISES, BALLOT = range(2)


class UndertakingsPage(TabbedPage):
    """The list of what was promised, and the list that goes into the hall."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            ((lambda: _("Undertakings"), _promises), (lambda: _("Our own ballot"), _ballot)),
        )

    def word(self) -> None:
        super().word()
        self.tabs.setAccessibleName(_("Undertakings and our own ballot"))

    def show_record(self, id: str) -> None:
        """An undertaking, or a candidacy on our ballot."""
        candidacy = self.workplace.snapshot.find(Candidacy, id)
        self.turn(BALLOT if candidacy else PROMISES).show_record(id)


def _promises(workplace: Workplace) -> Page:
    from upudesk.gui.promises import Promises

    return Promises(workplace)


def _ballot(workplace: Workplace) -> Page:
    from upudesk.gui.own_ballot import BallotView

    return BallotView(workplace)
