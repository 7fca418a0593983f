"""Small marks for lists that are worked with on paper: where a member stands, boxes to tick."""

from __future__ import annotations

from collections.abc import Mapping

from reportlab.platypus import Flowable

from upudesk import words
from upudesk.model import Answer
from upudesk.reports import paper
from upudesk.reports.paper import STATES, Style
from upudesk.tally import State

ANSWERS: Mapping[Answer, str] = {Answer.YES: "✓", Answer.NO: "✗", Answer.UNKNOWN: "?"}

LINE = 13.5
_NUMBER = Style(8.5, LINE, bold=True)


class Sign(Flowable):  # type: ignore[misc]
    """Where a member stands, in a row of a long list: a small chip with its sign, the number."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width, self.height = available, LINE
        return available, LINE

    def draw(self) -> None:
        sheet, ink = self.canv, paper.QUIET
        if self._state in STATES:
            colour, ink = STATES[self._state]
            sheet.setFillColor(colour)
            sheet.roundRect(0, 2, 16, 10, 2, stroke=0, fill=1)
        elif self._state is not State.NOT_ASKED:
            sheet.setStrokeColor(paper.QUIET)
            sheet.setLineWidth(0.6)
            sheet.roundRect(0.3, 2.3, 15.4, 9.4, 2)
        sign = Style(8.5, LINE, colour=ink, bold=True, align="centre")
        sheet.set_text(words.symbol(self._state), sign, 0, LINE, 16)
        if self._state.level is not None:
            sheet.set_text(str(int(self._state.level)), _NUMBER, 19, LINE, 12)


class Box(Flowable):  # type: ignore[misc]
    """A box to tick by hand."""

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        self.width, self.height = available, LINE
        return available, LINE

    def draw(self) -> None:
        self.canv.setStrokeColor(paper.INK)
        self.canv.setLineWidth(0.6)
        self.canv.rect(2, 2, 9.5, 9.5)
