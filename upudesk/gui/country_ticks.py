"""Countries to tick, one by one or all that are shown; what else their list says is the page's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upudesk import words
from upudesk.gui import theme
from upudesk.gui.listing import Listing
from upudesk.gui.member_columns import counted
from upudesk.gui.parts import link
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.ticking import OPEN, TICKED, Ticks
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Member


class CountryTicks(QWidget):
    """The list with its ticks, and below it the ways to tick many at once."""

    NAME_WIDTH = 0
    """Of the names of the countries; 0 takes what is left."""

    def __init__(
        self, workplace: Workplace, page: str, title: Callable[[], str], hint: Callable[[], str]
    ) -> None:
        super().__init__()
        self.workplace = workplace
        self.listing = Listing(workplace, self._subject(page, title, hint))
        self.ticks = Ticks(self.listing)
        self.tick_all = link("", lambda: self.ticks.tick(self._shown()))
        self.untick = link("", lambda: self.ticks.put(()))
        self.ticks.changed.connect(self.allow)
        self.listing.opened.connect(lambda id: self.ticks.turn([id]))
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.GAP + 4, 0, theme.GAP, theme.GAP)
        foot.setSpacing(theme.MARGIN)
        foot.addWidget(self.tick_all)
        foot.addWidget(self.untick)
        foot.addStretch()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.listing, 1)
        self.column.addLayout(foot)

    def word(self) -> None:
        for button, shown in (
            (self.tick_all, _("Tick all that are shown")), (self.untick, _("Untick all")),
        ):  # fmt: skip
            button.setText(shown)
            button.setAccessibleName(shown)
        self.listing.word()

    def allow(self) -> None:
        """A button that would do nothing is greyed."""
        self.untick.setEnabled(bool(self.ticks.keys))

    def ticked(self, language: Language) -> list[str]:
        """The ticked countries that there still are, by their names in that language."""
        snapshot = self.workplace.snapshot
        known = [m for id in self.ticks.keys if (m := snapshot.find(Member, id))]
        return [member.id for member in words.by_name(known, language)]

    def _shown(self) -> list[str]:
        return [member.id for member in self.listing.model.rows]

    # -------------------------------------------------------------- what a page says of its own

    def offered(self) -> list[Member]:
        """The countries that can be ticked."""
        return list(self.workplace.snapshot.members)

    def columns(self) -> Sequence[Column[Member]]:
        """Those after the box and the name."""
        return ()

    def facets(self) -> Sequence[Facet[Member]]:
        """Those between the group and what is ticked."""
        return ()

    def acts(self, keys: Sequence[str]) -> list[tuple[str, Act]]:
        return [(_("Tick or untick"), lambda: self.ticks.turn(keys))] if keys else []

    # -------------------------------------------------------------- what the list is of

    def _subject(
        self, page: str, title: Callable[[], str], hint: Callable[[], str]
    ) -> Subject[Member]:
        workplace = self.workplace

        def found(typed: str) -> list[str]:
            from upudesk.campaign import members

            return [member.id for member in members.matches(workplace.snapshot, typed)]

        return Subject(
            page,
            title=title,
            rows=lambda: words.by_name(self.offered(), workplace.language),
            key=lambda member: member.id,
            columns=self._columns,
            text=words.named,
            hint=hint,
            empty=lambda: _("This campaign has no countries yet."),
            counted=lambda number: counted(number, workplace.language),
            facets=self._facets,
            found=found,
            actions=self.acts,
        )

    def _columns(self) -> list[Column[Member]]:
        language = self.workplace.language

        def ticked(member: Member) -> Cell:
            return Cell(TICKED if member.id in self.ticks.keys else OPEN)

        return [
            Column(lambda: TICKED, ticked, lambda m: m.id not in self.ticks.keys, 40,
                   tip=lambda: _("Ticked: Space, or a click on the box"), name="ticked"),
            Column(lambda: _("Country"), lambda m: Cell(words.named(m), tip=words.named(m)),
                   lambda m: language.sort_key(words.named(m)), self.NAME_WIDTH, name="country"),
            *self.columns(),
        ]  # fmt: skip

    def _facets(self) -> Sequence[Facet[Member]]:
        def ticked() -> list[tuple[bool | None, str]]:
            return [(None, _("All countries")), (True, _("Only those ticked"))]

        return (
            group_facet(lambda member: member.group),
            *self.facets(),
            Facet("ticked", lambda: _("Ticked"), ticked, lambda m, _on: m.id in self.ticks.keys),
        )
