"""The list of undertakings: to whom, what, in which election, until when, fulfilled or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from upudesk import i18n, own_ballot, telling, words
from upudesk.campaign import undertakings
from upudesk.errors import N_
from upudesk.gui import promise_rows as rows
from upudesk.gui import theme
from upudesk.gui.inplace import InPlace
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, link, pressable, text
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.undertaking_form import open_form
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Candidacy, Fulfilment, Marking, Member, Pledge, Undertaking
from upudesk.own_ballot import OwnVote
from upudesk.snapshot import Snapshot

LATE, OVER = "late", "over"


class Promises(ListPage):
    """A vote that is promised more often than there are votes is marked in the list."""

    NOTHING = N_("Choose an undertaking to see which pledges it answers.")

    def __init__(self, workplace: Workplace) -> None:
        self._vote: tuple[Snapshot, OwnVote] | None = None
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=752)
        self.listing.opened.connect(self.edit)
        self.listing.table.installEventFilter(self)

    @property
    def vote(self) -> OwnVote:
        """Whom our vote is promised to, worked out once a snapshot."""
        snapshot = self.workplace.snapshot
        if self._vote is None or self._vote[0] is not snapshot:
            self._vote = snapshot, own_ballot.own_vote(snapshot)
        return self._vote[1]

    def _subject(self, workplace: Workplace) -> Subject[Undertaking]:
        return Subject(
            "undertakings",
            title=lambda: _("Undertakings"),
            rows=lambda: rows.in_order(workplace.snapshot),
            key=lambda undertaking: undertaking.id,
            columns=lambda: list(self._columns()),
            text=lambda undertaking: rows.text(workplace.snapshot, undertaking),
            hint=lambda: _("Find an undertaking: country, what, body, election"),
            empty=lambda: _(
                "Nothing was promised in return yet: enter what we promise, and to whom."
            ),
            counted=lambda number: ngettext(
                "{count} undertaking", "{count} undertakings", number
            ).format(count=workplace.language.number(number)),
            facets=self._facets,
            new=(lambda: _("New undertaking…"), self.enter),
            record=lambda undertaking: undertaking,
            bulk=("due_on", "approved_by", "promised_by", "marking"),
            actions=self._actions,
        )

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        chosen = self._of(keys)
        yield from self._ends(chosen)
        if len(chosen) == 1:
            yield _("&Edit…"), partial(self.edit, keys[0])
            yield _("Open the &country"), partial(self.workplace.show, chosen[0].member)
        if chosen:
            yield _("De&lete"), partial(self.remove, keys)

    def _ends(self, chosen: Sequence[Undertaking]) -> Iterator[tuple[str, Act]]:
        keys = [undertaking.id for undertaking in chosen]
        states = {undertaking.fulfilment for undertaking in chosen}
        if states - {Fulfilment.FULFILLED}:
            yield _("&Fulfilled today"), partial(self.fulfil, keys)
        if states - {Fulfilment.NOT_FULFILLED}:
            yield _("&Not fulfilled"), partial(self.fail, keys)
        if states - {Fulfilment.OPEN}:
            yield _("&Open again"), partial(self.reopen, keys)

    def _of(self, keys: Sequence[str]) -> list[Undertaking]:
        found = (self.workplace.snapshot.find(Undertaking, key) for key in keys)
        return [undertaking for undertaking in found if undertaking is not None]

    # -------------------------------------------------------------- doing

    def enter(self) -> None:
        open_form(self.workplace, self.window(), saved=self.listing.look_at)

    def edit(self, id: str) -> None:
        for undertaking in self._of([id]):
            open_form(self.workplace, self.window(), undertaking, saved=self.listing.look_at)

    def fulfil(self, keys: Sequence[str]) -> None:
        today = self.workplace.snapshot.today
        self.workplace.attempt(self, undertakings.fulfil, self._of(keys), today)

    def fail(self, keys: Sequence[str]) -> None:
        self.workplace.attempt(self, undertakings.fail, self._of(keys))

    def reopen(self, keys: Sequence[str]) -> None:
        self.workplace.attempt(self, undertakings.reopen, self._of(keys))

    def remove(self, keys: Sequence[str]) -> None:
        self.workplace.attempt(self, undertakings.remove, self._of(keys))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and pressed and event.key() == Qt.Key.Key_Delete:
            self.remove(self.listing.selected())
            return True
        return super().eventFilter(watched, event)

    # -------------------------------------------------------------- the undertaking beside the list

    def parts(self, id: str) -> Iterator[QWidget]:
        for undertaking in self._of([id]):
            yield text(undertaking.what, strong=True, size=theme.LARGE)
            yield self._buttons(undertaking)
            if warning := own_ballot.standing_warning(
                self.workplace.snapshot, self.vote, undertaking
            ):
                yield text("! " + words.say(warning), "warning")
            yield self._facts(undertaking)
            yield self._answers(undertaking)

    def _buttons(self, undertaking: Undertaking) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        for said, act in self._ends([undertaking]):
            plain = said.replace("&", "")
            button = QPushButton(plain)
            button.setAccessibleName(plain)
            button.clicked.connect(lambda _on=False, act=act: act())
            row.addWidget(button)
        row.addWidget(link(_("Edit…"), partial(self.edit, undertaking.id)))
        row.addWidget(link(_("Delete"), partial(self.remove, [undertaking.id])))
        row.addStretch()
        return holder

    def _facts(self, undertaking: Undertaking) -> Section:
        snapshot, language = self.workplace.snapshot, self.workplace.language
        section = Section(_("What we promised"))
        member = snapshot.find(Member, undertaking.member)
        if member:
            show = partial(self.workplace.show, member.id)
            section.put(_("To"), pressable(words.named(member), show, tone="accent"))
        state = rows.state_cell(undertaking, snapshot.today)
        section.fact(_("State"), state.text, state.tone)
        self._add_vote(section, undertaking)
        section.fact(_("Votes"), rows.votes(self.vote, undertaking))
        days = {"promised_on", "due_on"}
        names = ("due_on", "promised_on", "promised_by", "approved_by", "source", "note")
        for name in names:
            held = getattr(undertaking, name)
            shown = (language.date(held) if held else "") if name in days else held
            lines = 3 if name == "note" else 1
            section.put(_LABELS[name](),
                        InPlace(self.workplace, undertaking, name, shown, lines=lines))  # fmt: skip
        if marking := snapshot.find(Marking, undertaking.marking):
            section.fact(_("Marking"), words.named(marking))
        return section

    def _add_vote(self, section: Section, undertaking: Undertaking) -> None:
        """Where a vote is promised is changed in the form, which warns of earlier promises."""
        snapshot = self.workplace.snapshot
        if candidacy := snapshot.find(Candidacy, undertaking.candidacy):
            show = partial(self.workplace.show, candidacy.id)
            told = words.about(candidacy, snapshot)
            section.put(_("Our ballot for"), pressable(told, show, tone="accent"))
            return
        edit = partial(self.edit, undertaking.id)
        for name in ("body", "election"):
            shown = getattr(undertaking, name)
            named = _("Edit: {field}").format(field=_LABELS[name]())
            tone = "" if shown else "quiet"
            section.put(_LABELS[name](), pressable(shown or _("add…"), edit, named, tone=tone))

    def _answers(self, undertaking: Undertaking) -> Section:
        snapshot = self.workplace.snapshot
        section = Section(_("Answers these pledges"))
        for id in undertaking.pledges:
            if pledge := snapshot.find(Pledge, id):
                about = snapshot.find(Candidacy, pledge.candidacy)
                told = telling.dotted(
                    telling.when(pledge), words.about(about, snapshot), words.level(pledge.level)
                )
                section.whole(pressable(told, partial(self.workplace.show, id), tone="accent"))
        if not undertaking.pledges:
            section.say(_("It answers no pledge so far; choose them in the form."))
        return section

    # -------------------------------------------------------------- columns and facets

    def _columns(self) -> Iterator[Column[Undertaking]]:
        key = i18n.current().sort_key

        def now() -> Snapshot:
            return self.workplace.snapshot

        def column(
            name: str, title: Callable[[], str], told: Callable[[Undertaking], str], width: int,
            *, by: Callable[[Undertaking], Any] | None = None, seldom: bool = False,
        ) -> Column[Undertaking]:  # fmt: skip
            def cell(undertaking: Undertaking) -> Cell:
                shown = told(undertaking)
                return Cell(shown, tip=shown)

            sort = by or (lambda undertaking: key(told(undertaking)))
            return Column(title, cell, sort, width, name=name, seldom=seldom)

        def due(undertaking: Undertaking) -> date:
            return undertaking.due_on or date.max

        yield column("member", lambda: _("Country"), lambda u: rows.country(now(), u), 100)
        yield column("what", lambda: _("What"), lambda u: u.what, 0)
        yield column("body", lambda: _("Body"), lambda u: rows.body(now(), u), 66)
        yield Column(
            lambda: _("Election"), self._election, lambda u: key(rows.election(now(), u)), 130,
            name="election",
        )  # fmt: skip
        yield column("due_on", lambda: _("Due"), rows.due_day, 96, by=due)
        yield Column(
            lambda: _("Fulfilment"), lambda u: rows.state_cell(u, now().today),
            lambda u: u.fulfilment, 96, name="fulfilment",
        )  # fmt: skip
        yield column("pledges", lambda: _("Answers"), lambda u: rows.answered(now(), u), 92)
        yield column("approved_by", lambda: _("Approved by"), lambda u: u.approved_by, 92)
        yield column(
            "promised_by", lambda: _("Promised by"), lambda u: u.promised_by, 110, seldom=True
        )
        yield column("source", lambda: _("Source"), lambda u: u.source, 140, seldom=True)

    def _election(self, undertaking: Undertaking) -> Cell:
        """With a mark where our vote is promised more often than there are votes."""
        shown = rows.election(self.workplace.snapshot, undertaking)
        found = self.vote.election(undertaking.id)
        if found is None or not found.over:
            return Cell(shown, tip=shown)
        return Cell(shown, tip=_("Promised more often than there are votes"), marks="!")

    def _facets(self) -> list[Facet[Undertaking]]:
        def by_state(undertaking: Undertaking, wanted: str) -> bool:
            if wanted == LATE:
                return rows.late(undertaking, self.workplace.snapshot.today)
            if wanted == OVER:
                found = self.vote.election(undertaking.id)
                return found is not None and found.over
            return undertaking.fulfilment == wanted

        def group(undertaking: Undertaking) -> int | None:
            member = self.workplace.snapshot.find(Member, undertaking.member)
            return member.group if member else None

        states = [
            (None, _("Fulfilled or not")),
            *((f.value, f"{rows.SIGNS[f]} {words.fulfilment(f)}") for f in Fulfilment),
            (LATE, "! " + _("overdue")),
            (OVER, "! " + _("promised too often")),
        ]
        return [
            Facet("state", lambda: _("Fulfilment"), lambda: states, by_state),
            group_facet(group),
        ]


_LABELS: dict[str, Callable[[], str]] = {
    "body": lambda: _("Body"),
    "election": lambda: _("Election"),
    "promised_on": lambda: _("Promised on"),
    "promised_by": lambda: _("Promised by"),
    "approved_by": lambda: _("Approved by"),
    "due_on": lambda: _("Due"),
    "source": lambda: _("Source"),
    "note": lambda: _("Note"),
}
