"""The countries of a pack: ticked by hand, or all at once by group, saved filter or day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from upudesk import pack_words, words
from upudesk.campaign import member_filter, packs
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui import theme
from upudesk.gui.country_ticks import CountryTicks
from upudesk.gui.days import DayField
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Choice, Form
from upudesk.gui.subject import GROUPS, Facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Author, Chosen, Meeting, Member, Pack, Precision, Record
from upudesk.snapshot import Snapshot

ANOTHER_DAY = "another day"
DAYS = 6
"""So many days with meetings are offered, before today and from today on."""
BY_HAND = Pack()
"""How countries are chosen until something else is asked for."""
_HOW = ("chosen", "group", "filter", "day")
"""The fields of a pack that say how its countries are chosen, beside those ticked."""


class Countries(CountryTicks):
    """Above the list, the ways to tick those of a group, a saved filter or a day."""

    changed = Signal()
    """Other countries are ticked now, or they are chosen otherwise."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace, "briefings", title=lambda: _("Countries for the briefing"),
            hint=lambda: _("Find a country"),
        )  # fmt: skip
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.how = BY_HAND
        """Only the fields that say how the countries are chosen count."""
        self.label, self.by = QLabel(), Choice(())
        self.label.setBuddy(self.by)
        self.label.setProperty("tone", "quiet")
        top = QHBoxLayout()
        top.setContentsMargins(theme.GAP + 4, theme.GAP, theme.GAP + 4, 0)
        top.setSpacing(theme.GAP)
        top.addWidget(self.label)
        top.addWidget(self.by, 1)
        self.column.insertLayout(0, top)
        self.ticks.changed.connect(self._ticked)
        self.by.currentIndexChanged.connect(self._another_way)

    # -------------------------------------------------------------- what the list says

    def columns(self) -> Sequence[Column[Member]]:
        language, snapshot = self.workplace.language, self.workplace.snapshot

        def responsible(member: Member) -> str:
            author = snapshot.find(Author, member.responsible)
            return author.name if author else ""

        return [
            Column(lambda: _("Group"),
                   lambda m: Cell(words.group(m.group, short=True), tone="quiet"),
                   lambda m: m.group or 9, 132, name="group"),
            Column(lambda: _("Responsible"),
                   lambda m: Cell(responsible(m), tip=responsible(m), tone="quiet"),
                   lambda m: language.sort_key(responsible(m)), 132, name="responsible",
                   seldom=True),
        ]  # fmt: skip

    def facets(self) -> Sequence[Facet[Member]]:
        def officials() -> list[tuple[str | None, str]]:
            authors = self.workplace.snapshot.authors
            return [(None, _("All responsible")), *((author.id, author.name) for author in authors)]

        return (
            Facet("official", lambda: _("Responsible"), officials,
                  lambda m, official: m.responsible == official),
        )  # fmt: skip

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.label.setText(_("&Choose"))
        self.by.setAccessibleName(_("How the countries are chosen"))
        super().word()

    def renew(self) -> list[Message]:
        """What stands in the campaign now; gives what of the choice can be followed no more."""
        snapshot = self.workplace.snapshot
        self._show_way(_ways(snapshot, self.how))
        choice = packs.chosen(snapshot, self._asked(), self._deleted())
        self.ticks.keys = set(choice.members)
        self.listing.renew()
        self.allow()
        return list(choice.lost)

    def _asked(self) -> Pack:
        return replace(self.how, members=tuple(sorted(self.ticks.keys)))

    def _deleted(self) -> dict[str, Record]:
        """Deleted records, looked for only where a ticked country is gone."""
        desk, snapshot = self.workplace.desk, self.workplace.snapshot
        if desk is None or all(snapshot.find(Member, id) for id in self.ticks.keys):
            return {}
        return {record.id: record for record in desk.deleted()}

    # -------------------------------------------------------------- choosing

    def follow(self, pack: Pack) -> list[Message]:
        """Choose the countries as this preset does; one that names none leaves those ticked."""
        said: dict[str, Any] = {name: getattr(pack, name) for name in _HOW}
        self.how = replace(BY_HAND, name=pack.name, **said)
        if pack.chosen is Chosen.HAND and pack.members:
            self.ticks.keys = set(pack.members)
        told = self.renew()
        self.changed.emit()
        return told

    def said(self) -> dict[str, Any]:
        """The fields of a pack that say which countries it is of."""
        by_hand = self.how.chosen is Chosen.HAND
        members = tuple(sorted(self.ticks.keys)) if by_hand else ()
        return {name: getattr(self.how, name) for name in _HOW} | {"members": members}

    def tick_only(self, id: str) -> None:
        """This country, and no other."""
        self.how = BY_HAND
        self.ticks.keys = {id}
        self.renew()
        self.listing.look_at(id)
        self.changed.emit()

    def _ticked(self) -> None:
        """Whoever ticks by hand chooses by hand from then on."""
        if self.how.chosen is not Chosen.HAND:
            self.how = BY_HAND
            self._show_way()
        self.changed.emit()

    def _show_way(self, ways: Sequence[tuple[Any, str]] = ()) -> None:
        """The way that is in use, without following it again."""
        blocked = self.by.blockSignals(True)
        if ways:
            self.by.offer(ways)
        self.by.choose(_value(self.how))
        self.by.blockSignals(blocked)

    def _another_way(self) -> None:
        value = self.by.value()
        if value == ANOTHER_DAY:
            self._show_way()
            AskDay(self).open()
        elif value is not None:
            self.follow(replace(BY_HAND, **dict(zip(_HOW, value, strict=True))))

    def meet_on(self, day: date) -> None:
        """Those whom we meet on this day."""
        self.follow(replace(BY_HAND, chosen=Chosen.DAY, day=day))


class AskDay(Entry):
    """Which day, typed in any way."""

    def __init__(self, countries: Countries) -> None:
        self._countries = countries
        form = Form()
        today = countries.workplace.snapshot.today
        form.add("day", _("&Day of the meetings"), DayField(today))
        super().__init__(countries.window(), _("Those we meet on a day"), form, _("Choose them"))
        self.resize(420, 220)
        form.fields["day"].setFocus()

    def record(self) -> None:
        field = self.form.fields["day"]
        assert isinstance(field, DayField)
        typed = field.value()
        if typed is None:
            raise InvalidRecord({"day": Message(N_("Type the day."))})
        self._countries.meet_on(typed.day)


def _value(pack: Pack) -> tuple[Any, ...]:
    return tuple(getattr(pack, name) for name in _HOW)


def _ways(snapshot: Snapshot, how: Pack) -> list[tuple[Any, str]]:
    """By hand, all, each group, each saved filter, days with meetings; and what is in use."""
    filters = member_filter.of_countries(snapshot)
    offered = chain(
        (BY_HAND, Pack(chosen=Chosen.ALL)),
        (Pack(chosen=Chosen.DAY, day=day) for day in days(snapshot)),
        (Pack(chosen=Chosen.GROUP, group=group) for group in GROUPS),
        (Pack(chosen=Chosen.FILTER, filter=saved.id) for saved in filters),
        (how,),
    )
    named = {_value(pack): pack_words.choice(pack, snapshot) for pack in offered}
    return [*named.items(), (ANOTHER_DAY, _("Met on another day…"))]


def days(snapshot: Snapshot) -> list[date]:
    """Days on which countries are met: today and the next ones, then the last ones."""
    held = {
        meeting.held_on
        for meeting in snapshot.all(Meeting)
        if meeting.held_on and meeting.precision is Precision.DAY
    }
    today = snapshot.today
    coming = sorted(day for day in held if day >= today)[:DAYS]
    month = today - timedelta(days=31)
    past = sorted((day for day in held if month <= day < today), reverse=True)[:DAYS]
    return [*coming, *past]
