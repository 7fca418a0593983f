"""Votes over time, the moments with a name, and what changed since one of them or since a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upudesk import needs, pictures, rules, trend, words
from upudesk.campaign import milestones
from upudesk.figures.course import Moment
from upudesk.figures.hemicycle import WinningLine
from upudesk.figures.marks import Figure
from upudesk.forecast import Distribution
from upudesk.gui import theme
from upudesk.gui.changes_view import ChangesView
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.latest import Latest
from upudesk.gui.moments import Moments
from upudesk.gui.pages import Page
from upudesk.gui.parts import link, split
from upudesk.gui.picture import Picture
from upudesk.gui.segments import Segments
from upudesk.gui.tasks import Cancelled, Progress
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, Milestone
from upudesk.pictures import Room
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance
from upudesk.trend import Turn

DAYS = 32
"""On so many days the votes to expect are worked out: enough for the eye, and soon done."""

Values = Sequence[tuple[date, Distribution]]


class TimePane(Page):
    """One council at a time: its line above, what changed below, the named moments beside it.

    A click on a day of the line, or Enter there, asks what changed since that day.
    """

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.council, self.said = Segments(), wrapping(role="quiet")
        self.enter = link("", lambda: workplace.turn_to("candidacies"))
        self.picture = Picture(_blank, self._look_since, size=QSize(700, 240))
        self.changes, self.moments = ChangesView(workplace), Moments(workplace)
        self._turns: dict[str, Sequence[Turn]] = {}
        self._expected: dict[str, Values] = {}
        self._of: Snapshot | None = None
        """The snapshot that both were worked out from."""
        self._latest, self._progress = Latest(workplace, self), Progress(self)
        self._lay_out()
        self.council.chosen.connect(lambda _value: self._show())
        self.moments.chosen.connect(self._look_back)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * theme.MARGIN)
        head.addWidget(self.council)
        head.addWidget(self.said, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(24, theme.MARGIN, 24, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.picture, 3)
        column.addWidget(self.changes, 6)
        column.addStretch()
        self.picture.setMinimumHeight(170)
        split(self, left, self.moments, (940, 250))

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.enter.setText(_("Enter our candidacy…"))
        self.enter.setAccessibleName(self.enter.text())
        self.changes.word()
        self.moments.word()
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        self._progress.cancel()
        self._latest.drop()
        self.council.offer(_("Council"), words.our_councils(snapshot))
        self.moments.renew()
        for part in (self.council, self.picture, self.changes):
            part.setVisible(bool(snapshot.ours))
        self.enter.setVisible(not snapshot.ours)
        if not snapshot.ours:
            self.said.setText(breakable(_("This campaign has no candidacy of its own yet.")))
            return
        if self._of is not snapshot:
            self._of = snapshot
            self._turns.clear()
            self._expected.clear()
        self._show()

    def _show(self) -> None:
        """The council that is chosen: its line first, the votes to expect when they are known."""
        id, snapshot = self.council.value(), self.workplace.snapshot
        self._progress.cancel()
        self._latest.drop()
        self.changes.renew(id)
        if id in self._turns:
            self._draw()
        self._ask(snapshot, id)

    def _ask(self, snapshot: Snapshot, id: str) -> None:
        """What is not known yet, beside the window: a large campaign takes its time."""
        logged, known = id in snapshot.pledges_about, id in self._expected
        self.said.setText(breakable(self._explained(logged, known)))
        if id not in self._turns:
            self._latest.ask(
                lambda: trend.promised(snapshot, id), partial(self._take_turns, snapshot, id)
            )
        elif logged and not known:
            self._progress = Progress(self)
            work = partial(_expected, snapshot, id, self._progress)
            self._latest.ask(work, partial(self._take, snapshot, id))

    def _explained(self, logged: bool, known: bool) -> str:
        if not logged:
            return _("Nothing is logged yet; the line begins with the first statement.")
        if not known:
            return _("The votes to expect are being counted …")
        return _(
            "A correction moves no day that lies behind. Press a day to ask what changed since."
        )

    def _take_turns(self, snapshot: Snapshot, id: str, turns: Sequence[Turn]) -> None:
        self._turns[id] = turns
        self._draw()
        self._ask(snapshot, id)

    def _take(self, snapshot: Snapshot, id: str, values: Values) -> None:
        if values:  # nothing: it was broken off
            self._expected[id] = values
            self._draw()
            self._ask(snapshot, id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more: what is being counted would be in the way of other work."""
        if not event.spontaneous():
            self._progress.cancel()
        super().hideEvent(event)

    # -------------------------------------------------------------- the picture

    def _draw(self) -> None:
        id, snapshot = self.council.value(), self.workplace.snapshot
        own = snapshot.get(Candidacy, id)
        series = [pictures.promised_line(snapshot, id, self._turns[id])]
        if values := self._expected.get(id):
            series.append(pictures.expected_line(snapshot, id, values))
        title = _("{council}: votes over time").format(council=words.council_of(snapshot, own))
        line, named = _line(snapshot, own), _moments(snapshot)
        self.picture.set_figure(
            lambda wide, high: pictures.course_of(
                series, Room(wide, high), title=title, line=line, moments=named
            )
        )

    def _look_since(self, key: str) -> None:
        """The key of a day of a line ends with the day."""
        self.changes.look_since(date.fromisoformat(key.rpartition("|")[2]))

    def _look_back(self, id: str) -> None:
        if known := self.workplace.snapshot.find(Milestone, id):
            self.changes.look_since(known)

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Look at the council of one of our candidacies."""
        self.council.choose(id)
        self.renew()

    def take_focus(self) -> None:
        self.picture.setFocus()


def _expected(snapshot: Snapshot, id: str, progress: Progress) -> Values:
    """The votes to expect on some days; nothing where that was broken off."""
    from upudesk.forecast import forecast

    first = min(pledge.day for pledge in snapshot.pledges_about[id])
    days = trend.days(min(first, snapshot.today), snapshot.today, DAYS)

    def worth(held: Mapping[str, Stance]) -> Distribution:
        progress.step()
        return forecast(snapshot, id, stances=held)

    try:
        return trend.course(snapshot, id, days, worth)
    except Cancelled:
        return ()


def _line(snapshot: Snapshot, own: Candidacy) -> WinningLine | None:
    """The winning line that is entered with the seats, with its spread."""
    votes = needs.winning_line(snapshot, own)
    if votes is None:
        return None
    seats = rules.seats_of(snapshot, own.council, rules.group_of(snapshot, own))
    spread = (seats.line_spread if seats else None) or 0.0
    return pictures.line(votes, max(votes - spread, 0.0), votes + spread)


def _moments(snapshot: Snapshot) -> list[Moment]:
    known = ((milestones.moment_of(one), one.name) for one in milestones.in_order(snapshot))
    days = [(moment.astimezone().date(), name) for moment, name in known if moment]
    return [Moment(min(day, snapshot.today), name) for day, name in days]


def _blank(wide: float, high: float) -> Figure:
    return Figure(wide, high, "", "", (), ())
