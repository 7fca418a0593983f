"""The count of both councils in one line: a bar, the numbers, and on hovering what they mean."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from upudesk import words
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.parts import OneLine
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Candidacy
from upudesk.tally import State, Tally, tally

ORDER = (
    State.FIRM_YES, State.LEANING_YES, State.UNDECIDED, State.ASKED, State.LEANING_NO,
    State.FIRM_NO,
)  # fmt: skip


class Bar(QWidget):
    """All members as one bar, best on the left; asked is outlined, not asked stays empty."""

    def __init__(self, count: Tally, line: float | None = None) -> None:
        super().__init__()
        self._line = line
        self._parts = [(state, len(count.row(state))) for state in ORDER]
        self._all = max(len(count.everyone), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 10)

    def sizeHint(self) -> QSize:
        return QSize(140, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c, x = theme.colours(), 0.0
        painter.fillRect(self.rect(), QColor(c.hairline))
        for state, number in self._parts:
            width = self.width() * number / self._all
            box = QRectF(x, 0, width, self.height())
            known = theme.level_colours(state.level) if state.level is not None else None
            painter.fillRect(box, known[0] if known else QColor(c.surface))
            if not known and width > 1:
                painter.setPen(QPen(QColor(c.quiet), 1))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            x += width
        if self._line is not None:
            at = min(self.width() * self._line / self._all, self.width() - 2.0)
            painter.fillRect(QRectF(at, 0, 2, self.height()), QColor(c.ink))
        painter.end()


class TallyStrip(QFrame):
    """Rebuilt whenever something changes; small enough for that."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._workplace = workplace
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.MARGIN, 3, theme.MARGIN, 3)
        self._row.setSpacing(2 * theme.MARGIN)
        self.setMinimumHeight(26)
        self.numbers: dict[str, QLabel] = {}
        self.tallies: dict[str, Tally] = {}
        self._with_lines = False

    def show_lines(self) -> None:
        """The winning lines too; working them out is not needed in the first moment."""
        self._with_lines = True
        self.renew()

    def _winning_line(self, candidacy: Candidacy) -> float | None:
        if not self._with_lines:
            return None
        from upudesk.needs import winning_line

        return winning_line(self._workplace.snapshot, candidacy)

    def renew(self) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.numbers.clear()
        self.tallies.clear()
        if self._workplace.desk is None:
            return
        snapshot = self._workplace.snapshot
        for candidacy in snapshot.ours:
            code = words.council_of(snapshot, candidacy)
            count = self.tallies[code] = tally(snapshot, candidacy.id)
            line = self._winning_line(candidacy)
            self._row.addWidget(self._council(code, count, line), 1)

    def _council(self, code: str, count: Tally, line: float | None) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        name = QLabel(code)
        name.setFont(theme.font(strong=True))
        language = self._workplace.language
        said = summary(count, language)
        if line is not None:
            said += " · " + _("winning line {votes}").format(votes=language.number(line))
        shown = self.numbers[code] = OneLine(said)  # a narrow window is not held open by it
        shown.setToolTip("")
        row.addWidget(name)
        row.addWidget(Bar(count, line))
        row.addWidget(shown)
        row.addStretch(1)
        holder.setToolTip(breakable(explanation(code, count, language)))
        holder.setAccessibleName(f"{code}: {said}")
        return holder


def summary(count: Tally, language: Language) -> str:
    """The numbers that matter, each with its word."""
    refused = len(count.row(State.LEANING_NO)) + len(count.row(State.FIRM_NO))
    number = language.number
    return _(
        "{promised} promised · {undecided} undecided · {asked} asked · {refused} no · of {all}"
    ).format(
        promised=number(len(count.promised)),
        undecided=number(len(count.undecided)),
        asked=number(len(count.asked)),
        refused=number(refused),
        all=number(len(count.everyone)),
    )


def explanation(code: str, count: Tally, language: Language) -> str:
    """Every row of the tally, and what is counted as what."""
    lines = [
        _("{council}, as we have been told by {day}").format(
            council=code, day=language.date(count.day)
        )
    ]
    for state in count.rows:
        named = words.level(state.level) if state.level is not None else words.state(state)
        lines.append(f"{words.symbol(state)}  {named}: {language.number(len(count.row(state)))}")
    for template, members in (
        (_("Contradictions between capital and delegate: {count}"), count.contradictions),
        (_("Conditional: {count}"), count.conditional),
        (_("Faded: {count}"), count.faded),
    ):
        lines.append(template.format(count=language.number(len(members))))
    lines.append(
        _("Promised is 5 and 4; “no” is 2 and 1. Asked means that no answer has come yet.")
    )
    return "\n".join(lines)
