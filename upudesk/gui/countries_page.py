"""The countries: all members as a list, and the page of the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from upudesk.campaign import members
from upudesk.campaign.member_filter import NOBODY, answers, keeps_age
from upudesk.gui import theme
from upudesk.gui.choosing import Row, all_rows
from upudesk.gui.listing import Listing
from upudesk.gui.member_columns import ages, columns, council_codes, counted, stance_choices
from upudesk.gui.pages import ListPage
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Author, Member

BULK = (
    "responsible", "contact_every_days", "next_step", "presence", "credentials", "voting_right",
    "arrears", "group",
)  # fmt: skip
"""What many countries may be given at once."""


class CountriesPage(ListPage):
    """Enter or a double click goes into the page; the page's own buttons ask the window."""

    asked = Signal(str, object)
    """Something that the window does: its name, and what it is about."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=524)
        self.member = ""
        self.listing.opened.connect(lambda _id: self.detail.setFocus())

    def _subject(self, workplace: Workplace) -> Subject[Row]:
        return Subject(
            "countries",
            title=lambda: _("Countries"),
            rows=lambda: all_rows(workplace.snapshot, workplace.language),
            key=lambda row: row.member.id,
            columns=lambda: columns(workplace),
            text=lambda row: row.name,
            hint=lambda: _("Find a country: ไทย · English · français"),
            empty=lambda: _("This campaign has no countries yet."),
            counted=lambda number: counted(number, workplace.language),
            facets=lambda: _facets(workplace),
            found=lambda typed: [m.id for m in members.matches(workplace.snapshot, typed)],
            record=lambda row: row.member,
            bulk=BULK,
            actions=self._actions,
            sorted_by=(0, False),
        )

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            yield _("Log a &pledge…"), partial(self.asked.emit, "pledge", keys[0])
            yield _("Log a &meeting…"), partial(self.asked.emit, "meeting", keys[0])
            yield _("&Briefing…"), partial(self.asked.emit, "briefing", keys[0])

    def parts(self, id: str) -> Iterator[QWidget]:
        self.member = id
        member = self.workplace.snapshot.find(Member, id)
        if member is not None:
            from upudesk.gui import country  # the list is seen before this is needed

            yield from country.parts(self, member)

    def _show_detail(self, id: str) -> None:
        self.member = id
        super()._show_detail(id)
        page = self.detail.widget()
        if page is not None and (column := page.layout()) is not None:  # it fits on one screen
            column.setContentsMargins(24, theme.GAP, 24, 0)
            column.setSpacing(theme.GAP + theme.GRID)


def _facets(workplace: Workplace) -> list[Facet[Row]]:
    """Group, a stance for each council that we stand for, age, and who is responsible."""

    def people() -> list[tuple[Any, str]]:
        known = [(a.id, a.name) for a in workplace.snapshot.all(Author)]
        return [(None, _("All responsible")), (NOBODY, _("Nobody responsible")), *known]

    return [
        group_facet(lambda row: row.member.group),
        *(_stance_facet(n, code) for n, code in enumerate(council_codes(workplace))),
        Facet("age", lambda: _("Age of the stance"), ages, lambda row, d: keeps_age(row.days, d)),
        Facet(
            "responsible",
            lambda: _("Responsible"),
            people,
            lambda row, id: (row.member.responsible or NOBODY) == id,
        ),
    ]


def _stance_facet(number: int, code: str) -> Facet[Row]:
    return Facet(
        f"stance {number}",
        lambda: _("Stance on {council}").format(council=code),
        lambda: stance_choices(code),
        lambda row, asked: answers(row.stances[number], asked),
    )
