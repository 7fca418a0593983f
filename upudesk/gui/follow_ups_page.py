"""Follow-ups: what is to be done, by whom and until when; and whom to keep in touch with."""

from __future__ import annotations

from upudesk.gui.pages import Page
from upudesk.gui.tabbed import TabbedPage
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Member

TO_DO, IN_TOUCH = range(2)


class FollowUpsPage(TabbedPage):
    """The list of what is to do, and the countries with the days since the last contact."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            ((lambda: _("To do"), _to_do), (lambda: _("Keeping in touch"), _in_touch)),
        )

    def word(self) -> None:
        super().word()
        self.tabs.setAccessibleName(_("Follow-ups and keeping in touch"))

    def show_record(self, id: str) -> None:
        """A follow-up, or a country that is to be contacted."""
        member = self.workplace.snapshot.find(Member, id)
        self.turn(IN_TOUCH if member else TO_DO).show_record(id)


def _to_do(workplace: Workplace) -> Page:
    from upudesk.gui.to_do import ToDo

    return ToDo(workplace)


def _in_touch(workplace: Workplace) -> Page:
    from upudesk.gui.in_touch import InTouch

    return InTouch(workplace)
