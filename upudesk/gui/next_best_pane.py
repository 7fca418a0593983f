"""Whom to call next: what one more firm promise from each country would add to votes and seat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from upudesk import due, next_best, tally, words
from upudesk.disclosure import Disclosed
from upudesk.due import Touch
from upudesk.gui import owners, theme
from upudesk.gui.follow_up_form import open_form
from upudesk.gui.in_touch import log_contact
from upudesk.gui.latest import Latest
from upudesk.gui.listing import Listing
from upudesk.gui.pages import Page
from upudesk.gui.parts import link, text
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _, current, ngettext
from upudesk.model import Author, Member
from upudesk.next_best import NextBest
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State

Gains = Mapping[str, Mapping[str, NextBest]]
"""By candidacy, then by member."""


@dataclass(frozen=True)
class Call:
    """One country, and what a firm promise from it would add."""

    member: Member
    stances: Mapping[str, Stance]
    """By candidacy."""
    last: Touch | None
    gains: Mapping[str, NextBest] = field(default_factory=dict)
    """By candidacy; empty while it is worked out."""

    @property
    def age(self) -> int | None:
        """Days since it said anything, or was asked."""
        return min((s.age for s in self.stances.values() if s.age is not None), default=None)


class NextBestPane(Page):
    """One row a country, the one that would add most first. Those of one official are a call list.

    Stances stand there at once; what a promise would add follows from the worker, and until then
    the rows keep their places.
    """

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.said = text("", "quiet")
        self.log, self.follow, self.printing = QPushButton(), QPushButton(), QPushButton()
        self.enter = link("", lambda: workplace.turn_to("candidacies"))
        self.listing: Listing[Call] = Listing(workplace, self._subject(workplace))
        self.gains: Gains = {}
        self._columns: tuple[str, ...] = ()
        self._counted: Snapshot | None = None
        """What the rows were made from."""
        self._latest = Latest(workplace, self)
        self._lay_out()
        self.listing.opened.connect(workplace.show)
        self.listing.chosen.connect(lambda id: self._offer(bool(id)))
        self.log.clicked.connect(lambda: self.log_contact(self.listing.current()))
        self.follow.clicked.connect(lambda: self.follow_up(self.listing.current()))
        self.printing.clicked.connect(self.print)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        top.setSpacing(theme.GRID)
        top.addWidget(self.said, 1)
        for button in (self.enter, self.log, self.follow, self.printing):
            top.addWidget(button)
        self.log.setProperty("main", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.listing, 1)

    def _subject(self, workplace: Workplace) -> Subject[Call]:
        return Subject(
            "next_best",
            title=lambda: _("Whom to call"),
            rows=self._rows,
            key=lambda call: call.member.id,
            columns=lambda: list(_columns(workplace)),
            text=lambda call: " ".join(_names(call.member)),
            hint=lambda: _("Find a country"),
            empty=lambda: _("No country is known yet."),
            counted=lambda number: ngettext("{count} country", "{count} countries", number).format(
                count=current().number(number)
            ),
            facets=lambda: _facets(workplace),
            record=lambda call: call.member,
            bulk=("responsible", "next_step"),
            actions=self._actions,
            sorted_by=(1, True),
        )

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            yield _("&Log a contact…"), partial(self.log_contact, keys[0])
            yield _("New &follow-up…"), partial(self.follow_up, keys[0])
            yield _("Open the &country"), partial(self.workplace.show, keys[0])

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        shown = ((self.log, _("Log a contact…")), (self.follow, _("New follow-up…")),
                 (self.printing, _("Print the list…")),
                 (self.enter, _("Enter our candidacy…")))  # fmt: skip
        for button, name in shown:
            button.setText(name)
            button.setAccessibleName(name)
        self._columns, self._counted = (), None
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        if snapshot is self._counted:
            return
        self._counted = snapshot
        ours = tuple(own.id for own in snapshot.ours)
        self._latest.drop()
        if set(self.gains) != set(ours):
            self.gains = {}
        self._show(ours)
        for button in (self.log, self.follow, self.printing):
            button.setVisible(bool(ours))
        self.enter.setVisible(not ours)
        self.listing.setEnabled(bool(ours))
        if not ours:
            self.said.setText(_("This campaign has no candidacy of its own yet."))
            return
        self.said.setText(_("Counting …"))
        self.printing.setEnabled(False)
        self._latest.ask(lambda: _worked_out(snapshot, ours), self._show_gains)

    def _show(self, ours: tuple[str, ...]) -> None:
        """The rows, under columns for as many councils as we stand for."""
        if self._columns != (*ours, current().code):
            self._columns = (*ours, current().code)
            self.listing.word()
            return
        if "responsible" in self.listing.choices:
            self.listing.choices["responsible"].offer(owners.officials(self.workplace))
        self.listing.renew()

    def _show_gains(self, found: Gains) -> None:
        first, self.gains = not self.gains, found
        self.said.setText(_told(found))
        self.printing.setEnabled(True)
        self.listing.renew()
        if first:
            self.listing.choose("")

    def _rows(self) -> list[Call]:
        snapshot = self.workplace.snapshot
        stances = {own.id: tally.stances(snapshot, own.id) for own in snapshot.ours}
        return [
            Call(
                member,
                {id: found[member.id] for id, found in stances.items()},
                due.last_contact(snapshot, member.id),
                {id: one for id, by in self.gains.items() if (one := by.get(member.id))},
            )
            for member in snapshot.members
            if member.id != snapshot.campaign.candidate
        ]

    def _offer(self, chosen: bool) -> None:
        for button in (self.log, self.follow):
            button.setEnabled(chosen)

    # -------------------------------------------------------------- doing

    def log_contact(self, id: str) -> None:
        log_contact(self.workplace, self.window(), id)

    def follow_up(self, id: str) -> None:
        if id:
            open_form(self.workplace, self.window(), member=id)

    def print(self) -> None:
        """The countries that are shown, in their order, under those responsible."""
        from upudesk.gui.paper import Leaf, Preview

        members = tuple(call.member.id for call in self.listing.model.rows)
        gains = self.gains

        def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
            from upudesk.reports import call_list

            told = _disclosed(gains, disclosed)
            return call_list.render(disclosed.snapshot, members, told, language, imprint=imprint)

        leaf = Leaf(
            title=_("Whom to call"),
            file=_("Whom to call {day}.pdf"),
            save=_("Save the list"),
            making=_("The list is being made …"),
            render=render,
            document="calls",
            members=members,
        )
        Preview(self.workplace, leaf, self.window()).open()

    def show_record(self, id: str) -> None:
        self.listing.look_at(id)

    def take_focus(self) -> None:
        self.listing.table.setFocus()


def _worked_out(snapshot: Snapshot, ours: Sequence[str]) -> Gains:
    return {id: {one.member: one for one in next_best.next_best(snapshot, id)} for id in ours}


def _disclosed(found: Gains, disclosed: Disclosed) -> Gains:
    """The same, worked out from nothing but what goes out."""
    return _worked_out(disclosed.snapshot, tuple(found)) if disclosed.withheld else found


def _told(found: Gains) -> str:
    told = _("What one firm promise in writing would add: to the chance of a seat, and in votes.")
    if any(one.seat is None for by in found.values() for one in by.values()):
        return " ".join((told, _("Where no chance of a seat is known, the votes alone are told.")))
    return told


# ------------------------------------------------------------------ rows and columns


def _names(member: Member) -> tuple[str, ...]:
    return (member.name_th, member.name_en, member.name_fr, member.iso2, member.iso3, *member.also)


def _columns(workplace: Workplace) -> Iterator[Column[Call]]:
    language, snapshot = current(), workplace.snapshot

    def responsible(call: Call) -> str:
        author = workplace.snapshot.find(Author, call.member.responsible)
        return author.name if author else ""

    def last(call: Call) -> Cell:
        if call.last is None:
            return Cell(_("never"), tone="quiet")
        return Cell(language.date(call.last.day))

    def age(call: Call) -> Cell:
        return Cell("" if call.age is None else language.number(call.age), right=True)

    yield Column(
        lambda: _("Country"), lambda c: Cell(words.named(c.member), tip=words.named(c.member)),
        lambda c: language.sort_key(words.named(c.member)), 0, name="member",
    )  # fmt: skip
    for own in snapshot.ours:
        yield from _of_council(own.id, words.council_of(snapshot, own))
    yield Column(
        lambda: _("Days"), age, lambda c: (c.age is None, c.age or 0), 56, right=True, name="age",
        tip=lambda: _("Days since anything was said or asked"),
    )  # fmt: skip
    yield Column(
        lambda: _("Last contact"), last, lambda c: c.last.day if c.last else date.min, 104,
        name="last",
    )  # fmt: skip
    yield Column(
        lambda: _("Responsible"), lambda c: Cell(responsible(c), tip=responsible(c)),
        lambda c: language.sort_key(responsible(c)), 140, name="responsible",
    )  # fmt: skip


def _of_council(id: str, code: str) -> Iterator[Column[Call]]:
    """What it would add to the seat and in votes, and where the country stands now."""

    def gain(call: Call, kind: str) -> float:
        found = call.gains.get(id)
        value = getattr(found, kind) if found else None
        return -1.0 if value is None else float(value)

    def seat(call: Call) -> Cell:
        found = call.gains.get(id)
        if found is None or found.seat is None:
            return Cell("…" if found is None else _("not known"), right=True, tone="quiet")
        return Cell(f"+{current().percent(found.seat, 2)}", right=True)

    def votes(call: Call) -> Cell:
        found = call.gains.get(id)
        return Cell(f"+{current().number(found.votes, 2)}" if found else "…", right=True)

    def stance(call: Call) -> Cell:
        found = call.stances[id]
        told = words.standing_in(found.state)
        return Cell(told, tip=told, state=found.state)

    states = list(State)
    yield Column(
        lambda: _("{council} seat").format(council=code), seat,
        lambda c: (gain(c, "seat"), gain(c, "votes")), 88, right=True, name=f"{id} seat",
        tip=lambda: _("What a firm promise would add to the chance of a seat"),
    )  # fmt: skip
    yield Column(
        lambda: _("{council} votes").format(council=code), votes, lambda c: gain(c, "votes"), 92,
        right=True, name=f"{id} votes", tip=lambda: _("What a firm promise would add in votes"),
    )  # fmt: skip
    yield Column(
        lambda: code, stance, lambda c: states.index(c.stances[id].state), 162, name=f"{id} stance"
    )


def _facets(workplace: Workplace) -> list[Facet[Call]]:
    def by_responsible(call: Call, wanted: str) -> bool:
        return owners.is_among(workplace, call.member.responsible, wanted)

    def states() -> list[tuple[Any, str]]:
        return [(None, _("All stances")), *((s, words.standing_in(s)) for s in State)]

    return [
        Facet("responsible", lambda: _("Responsible"), partial(owners.officials, workplace),
              by_responsible),
        group_facet(lambda call: call.member.group),
        Facet("stance", lambda: _("Stance"), states,
              lambda call, s: any(one.state is s for one in call.stances.values())),
    ]  # fmt: skip
