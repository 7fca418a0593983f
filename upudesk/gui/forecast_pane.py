"""The forecast: votes promised and votes that may come, the chance of a seat, what it rests on."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from upudesk import forecast, pictures, telling, words
from upudesk.figures.hemicycle import WinningLine
from upudesk.figures.marks import Figure
from upudesk.forecast import Forecast
from upudesk.gui import outlook, theme
from upudesk.gui.behind import Behind
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.latest import Latest
from upudesk.gui.outlook import AtLeast, Numbers, Outlook, Sum
from upudesk.gui.pages import Page
from upudesk.gui.parts import beside, link, split, stacked
from upudesk.gui.picture import Picture
from upudesk.gui.segments import Segments
from upudesk.gui.suppose import Suppose
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current
from upudesk.model import Member
from upudesk.pictures import Room
from upudesk.prospects import Prospects, prospects
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State, Tally, tally
from upudesk.weights import Weights, weights


class ForecastPane(Page):
    """Both councils above, one of them below; at the right the countries behind a number.

    What is counted without swing stands there at once; swing and seats follow from the worker.
    """

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.numbers, self.council = Numbers(self._look_at), Segments()
        self.said = wrapping(role="quiet")
        self.enter = link("", lambda: workplace.turn_to("candidacies"))
        self.suppose, self.at_least = Suppose(workplace), AtLeast()
        self.behind = Behind(workplace)
        self.found: dict[str, Outlook] = {}
        """By candidacy, as far as it is worked out."""
        self._counts: dict[str, Tally] = {}
        self._looked_at: tuple[str, Sum | State] | None = None
        self._counted: Snapshot | None = None
        """What all of it was reckoned from."""
        self._seated: tuple[Tally, WinningLine | None] | None = None
        """What the seats of the hall show."""
        self._latest = Latest(workplace, self)
        self.distribution = Picture(_blank, self._ask_at_least, size=QSize(640, 210))
        self.hemicycle = Picture(_blank, self._open_seat, size=QSize(640, 340))
        self.facts: QWidget = QWidget()
        self._lay_out()
        self.council.chosen.connect(lambda _value: self._turn_council())
        self.suppose.changed.connect(self._reckon)

    def _lay_out(self) -> None:
        left = QWidget()
        self.sections = QVBoxLayout(left)
        self.sections.setContentsMargins(24, theme.MARGIN, 24, theme.MARGIN)
        self.sections.setSpacing(theme.MARGIN)
        head = QHBoxLayout()
        head.setSpacing(2 * theme.MARGIN)
        head.addWidget(self.council)
        head.addWidget(self.said, 1)
        self.distribution.setFixedHeight(210)
        self.hemicycle.setFixedHeight(340)
        self._lower = (self.council, self.distribution, self.at_least, self.suppose, self.hemicycle)
        self.sections.addWidget(self.numbers)
        self.sections.addLayout(head)
        self.sections.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.distribution, self.at_least, self.suppose, self.facts, self.hemicycle):
            self.sections.addWidget(part)
        self.sections.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(left)
        split(self, scroll, self.behind, (738, 460))

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.enter.setText(_("Enter our candidacy…"))
        self.enter.setAccessibleName(self.enter.text())
        for part in (self.suppose, self.at_least, self.behind):
            part.word()
        self._counted = self._seated = None
        self.renew()

    def renew(self) -> None:
        """Reckon anew: at once what is quick, then the rest."""
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        if snapshot is self._counted:
            return
        self._counted = snapshot
        councils = dict(words.our_councils(snapshot))
        self.numbers.offer(councils)
        self.council.offer(_("Council"), list(councils.items()))
        for part in (*self._lower, self.facts, self.behind):
            part.setVisible(bool(councils))
        self.enter.setVisible(not councils)
        self._latest.drop()
        self.found.clear()
        self._counts = {id: tally(snapshot, id) for id in councils}
        if not councils:
            self.said.setText(breakable(_("This campaign has no candidacy of its own yet.")))
            return
        self._order()
        self.suppose.renew(weights(snapshot))
        if "numpy" in sys.modules:  # reading it in takes its time, which is the worker's
            self._show_quick(snapshot)
        self._reckon()

    def _order(self) -> None:
        """Tab goes down the page, then to the list at the right."""
        stops: list[QWidget] = [
            *self.numbers.figures.values(), *self.council.buttons.values(), self.distribution,
            self.at_least.field, *self.suppose.sliders.values(), self.suppose.keep,
            self.suppose.back, *self.facts.findChildren(QPushButton), self.hemicycle,
            self.behind.copy_link, self.behind.print_link, self.behind.table,
        ]  # fmt: skip
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    @property
    def _shown(self) -> str:
        """The candidacy of the council that is looked at."""
        value: str = self.council.value()
        return value

    def _weights(self, snapshot: Snapshot) -> Weights:
        return weights(snapshot).replaced(self.suppose.values)

    # -------------------------------------------------------------- working it out

    def _show_quick(self, snapshot: Snapshot) -> None:
        still = self._weights(snapshot).replaced({"swing": 0.0, "group_swing": 0.0})
        for id, count in self._counts.items():
            found = forecast.forecast(snapshot, id, still, stances=count.stances)
            self._show(Outlook(found, quick=True))

    def _reckon(self) -> None:
        """Votes of all councils first; a slider that moves on makes what waits useless."""
        snapshot = self.workplace.snapshot
        weighed, counts = self._weights(snapshot), dict(self._counts)
        self.said.setText(breakable(_("Counting …")))

        def work() -> list[Forecast]:
            return [
                forecast.forecast(snapshot, id, weighed, stances=count.stances)
                for id, count in counts.items()
            ]

        self._latest.ask(work, partial(self._show_votes, snapshot))

    def _show_votes(self, snapshot: Snapshot, found: Sequence[Forecast]) -> None:
        for expected in found:
            self._show(Outlook(expected))
        if not self._latest.waiting:
            self._ask_seat(snapshot)

    def _ask_seat(self, snapshot: Snapshot) -> None:
        """The seat of the council that is looked at before that of the other."""
        open_ones = [id for id, found in self.found.items() if found.seat is None]
        if not open_ones:
            self.said.setText(breakable(self._explained()))
            return
        id = self._shown if self._shown in open_ones else open_ones[0]
        expected = self.found[id].expected
        self._latest.ask(
            lambda: prospects(snapshot, id, forecast=expected),
            lambda seat: self._show_seat(snapshot, expected, seat),
        )

    def _show_seat(self, snapshot: Snapshot, expected: Forecast, seat: Prospects) -> None:
        if self._latest.waiting:  # a slider has moved on; its votes come first
            return
        self._show(Outlook(expected, seat))
        self._ask_seat(snapshot)

    def _explained(self) -> str:
        day = current().date(self.workplace.snapshot.today)
        if self.suppose.values:
            return _("As tried out below, by what we have been told by {day}.").format(day=day)
        return _("By what we have been told by {day}.").format(day=day)

    # -------------------------------------------------------------- showing it

    def _show(self, found: Outlook) -> None:
        id = found.expected.candidacy
        self.found[id] = found
        self.numbers.show_outlook(id, found)
        if id == self._shown:
            self._show_council()
        if self._looked_at is None and not found.quick and id == self._shown:
            self._looked_at = id, outlook.SUMS[0]
        if self._looked_at and self._looked_at[0] == id:
            self._show_behind()

    def _turn_council(self) -> None:
        """The list at the right turns to the same number of the other council."""
        self._show_council()
        if self._looked_at:
            self._looked_at = self._shown, self._looked_at[1]
            self._show_behind()

    def _show_council(self) -> None:
        """One council: picture, numbers, rivals, seats of the hall."""
        found = self.found.get(self._shown)
        if found is None:
            return
        snapshot, count = self.workplace.snapshot, self._counts[self._shown]
        known = outlook.line_of(found)
        line = pictures.line(*known) if known else None
        title = _("{council}: votes to expect").format(
            council=words.council_of(snapshot, self._shown)
        )
        self.distribution.set_figure(
            lambda wide, high: pictures.votes_of(
                found.expected, Room(wide, high), title=title, line=line
            )
        )
        self._show_hall(snapshot, count, line)
        self.at_least.show_outlook(found, round(known[0]) if known else found.expected.median)
        self._swap(found)

    def _show_hall(self, snapshot: Snapshot, count: Tally, line: WinningLine | None) -> None:
        """The seats; drawn anew only where they or the line stand otherwise."""
        if self._seated and self._seated[0] is count and self._seated[1] == line:
            return
        self._seated = count, line
        self.hemicycle.set_figure(
            lambda wide, high: pictures.hemicycle_of(snapshot, count, Room(wide, high), line=line)
        )

    def _swap(self, found: Outlook) -> None:
        """New facts in place of those that stood there; the keys stay where they were."""
        held = self.window().focusWidget()
        inside = held is not None and self.facts.isAncestorOf(held)
        name = held.accessibleName() if held is not None and inside else ""
        fresh = beside(
            stacked(outlook.votes_section(found), outlook.facts_section(found)),
            stacked(
                outlook.seat_section(self.workplace, found),
                outlook.rivals_section(self.workplace, found),
            ),
        )
        self.sections.replaceWidget(self.facts, fresh)
        self.facts.hide()
        self.facts.deleteLater()
        self.facts = fresh
        self._order()
        again = (w for w in fresh.findChildren(QWidget) if name and w.accessibleName() == name)
        if widget := next(again, None):
            widget.setFocus()

    def _look_at(self, id: str, one: Sum) -> None:
        self.council.choose(id)
        self._show_council()
        self._looked_at = id, one
        self._show_behind()

    def _show_behind(self) -> None:
        """The countries of the number that is looked at, each with the chance of its vote."""
        assert self._looked_at is not None
        id, one = self._looked_at
        found = self.found.get(id)
        if found is None:
            return
        code = words.council_of(self.workplace.snapshot, id)
        if isinstance(one, State):
            members: Sequence[str] = self._counts[id].row(one)
            title = telling.dotted(code, words.standing_in(one))
        else:
            members = found.of(*one.sources)
            title = telling.dotted(code, _(one.title))
        self.behind.show_members(self._counts[id], tuple(members), title, _votes(found))

    def _ask_at_least(self, key: str) -> None:
        if key.isdecimal():
            self.at_least.ask(int(key))

    def _open_seat(self, key: str) -> None:
        """A seat opens its country, an entry of the legend the countries that stand so."""
        if self.workplace.snapshot.find(Member, key):
            self.workplace.show(key)
            return
        state = next((s for s in State if key == f"state:{s}"), None)
        if state is not None:
            self._looked_at = self._shown, state
            self._show_behind()

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Look at the council of one of our candidacies."""
        self.council.choose(id)
        self._turn_council()

    def take_focus(self) -> None:
        if figure := self.numbers.figures.get((self._shown or "", "promised")):
            figure.setFocus()


def _blank(wide: float, high: float) -> Figure:
    return Figure(wide, high, "", "", (), ())


def _votes(found: Outlook) -> Column[Stance]:
    """What each country adds to the number."""
    chances: Mapping[str, forecast.Chance] = found.expected.chances

    def chance(stance: Stance) -> float:
        return chances[stance.member].vote if stance.member in chances else 0.0

    def cell(stance: Stance) -> Cell:
        one = chances.get(stance.member)
        if one is None:
            return Cell("", right=True)
        tip = _("ballot cast: {cast}; a ballot cast names us: {hold}").format(
            cast=current().percent(one.cast), hold=current().percent(one.hold)
        )
        return Cell(current().percent(one.vote), tip=tip, right=True)

    return Column(
        lambda: _("Vote"), cell, chance, 56, right=True,
        tip=lambda: _("Chance of its vote; together they are the number"),
    )  # fmt: skip
