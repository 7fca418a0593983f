"""What the forecast tells in words and numbers: the row of a council, its votes, its seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from upudesk import forecast_words, words
from upudesk.errors import N_, UserError
from upudesk.forecast import Distribution, Forecast, Source
from upudesk.gui import theme
from upudesk.gui.forms import tone
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_fields import NumberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current, ngettext
from upudesk.model import Candidacy, Member
from upudesk.prospects import Basis, Prospects

OTHERS = (Source.ANSWERED, Source.BASE_RATE, Source.PROXY)
"""Sources of the votes that we may also get."""


@dataclass(frozen=True)
class Outlook:
    """What is expected for one candidacy; the seat takes longer to work out."""

    expected: Forecast
    seat: Prospects | None = None
    quick: bool = False
    """Counted without any swing, until that is worked out."""

    def of(self, *sources: Source) -> list[str]:
        """The members whose votes rest on these, all of them where none is named."""
        chances = self.expected.chances.values()
        return [c.member for c in chances if not sources or c.source in sources]


# ------------------------------------------------------------------ the numbers of all councils


@dataclass(frozen=True)
class Sum:
    """One number in a council's row: what it is, and the sources that it adds up."""

    name: str
    title: str
    sources: tuple[Source, ...] = ()


SUMS = (
    Sum("promised", N_("Votes promised"), (Source.PROMISED,)),
    Sum("others", N_("May also come"), OTHERS),
    Sum("own", N_("Own ballot"), (Source.OWN,)),
    Sum("together", N_("Together")),
    Sum("seat", N_("Chance of a seat")),
)


class Numbers(QWidget):
    """A row for each council; what was promised never stands in one number with the rest alone."""

    def __init__(self, act: Callable[[str, Sum], object]) -> None:
        super().__init__()
        self._act = act
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(len(SUMS) + 1, 1)
        self._titles: list[QLabel] = []
        self._codes: dict[str, QLabel] = {}
        self.figures: dict[tuple[str, str], QPushButton] = {}
        self._below: dict[tuple[str, str], QLabel] = {}
        for column, _sum in enumerate(SUMS):
            title = QLabel()
            tone(title, "quiet")
            self._titles.append(title)
            self._grid.addWidget(title, 0, column + 1)
            self._grid.setColumnMinimumWidth(column + 1, 112)

    def offer(self, councils: Mapping[str, str]) -> None:
        """A row for each of these candidacies, under the short name of its council."""
        for title, one in zip(self._titles, SUMS, strict=True):
            title.setText(_(one.title))
            title.setVisible(bool(councils))
        if list(councils) != list(self._codes):
            self._build(list(councils))
        for id, code in councils.items():
            self._codes[id].setText(code)

    def _build(self, ids: list[str]) -> None:
        for widget in (*self._codes.values(), *self.figures.values(), *self._below.values()):
            widget.hide()
            widget.deleteLater()
        for made in (self._codes, self.figures, self._below):
            made.clear()
        for row, id in enumerate(ids):
            code = self._codes[id] = QLabel()
            code.setFont(theme.font(theme.LARGE, strong=True))
            self._grid.addWidget(code, 2 * row + 1, 0, Qt.AlignmentFlag.AlignBaseline)
            for column, one in enumerate(SUMS):
                self._place(id, one, 2 * row + 1, column + 1)

    def _place(self, id: str, one: Sum, row: int, column: int) -> None:
        figure = self.figures[id, one.name] = link("", partial(self._act, id, one))
        below = self._below[id, one.name] = QLabel()
        tone(below, "quiet")
        self._grid.addWidget(figure, row, column, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(below, row + 1, column)

    def show_outlook(self, id: str, found: Outlook) -> None:
        for one in SUMS:
            shown, below = _seat(found) if one.name == "seat" else _votes(found, one)
            figure = self.figures[id, one.name]
            known = any(letter.isdigit() or letter == "…" for letter in shown)
            figure.setText(shown)
            figure.setFont(theme.font(theme.HUGE if known else theme.LARGE, strong=known))
            self._below[id, one.name].setText(below)
            title = _("{name}: {value}").format(name=_(one.title), value=shown)
            spoken = (self._codes[id].text(), title, below)
            figure.setAccessibleName(" ".join(filter(None, spoken)))


def _votes(found: Outlook, one: Sum) -> tuple[str, str]:
    number, expected = current().number, found.expected
    votes = expected.expected_of(*one.sources) if one.sources else expected.expected
    if not one.sources:
        return number(votes, 1), "" if found.quick else forecast_range(found)
    many = len(found.of(*one.sources))
    if one.name == "promised":
        told = ngettext("of {count} promise", "of {count} promises", many)
    elif one.name == "others":
        told = ngettext("of {count} country", "of {count} countries", many)
    else:
        return number(votes, 1), ""
    return number(votes, 1), told.format(count=number(many))


def forecast_range(found: Outlook) -> str:
    """Such as “46–63 in 81%”: the range, and what really lies in it."""
    expected = found.expected
    return _("{low}–{high} in {mass}").format(
        low=current().number(expected.low),
        high=current().number(expected.high),
        mass=forecast_words.percent(expected.mass),
    )


def _seat(found: Outlook) -> tuple[str, str]:
    seat = found.seat
    if seat is None:
        return "…", ""
    if seat.chance is None or seat.low is None or seat.high is None:
        return _("not known"), ""
    told = _("{low} to {high}").format(
        low=forecast_words.percent(seat.low), high=forecast_words.percent(seat.high)
    )
    return forecast_words.percent(seat.chance), told


# ------------------------------------------------------------------ the votes of one council


def votes_section(found: Outlook) -> Section:
    """Expected, median, range and what lies in it, the chance to reach the line."""
    section, expected = Section(_("Votes"), names=120), found.expected
    number, percent = current().number, forecast_words.percent
    of = _("{votes} of {ballots} ballots")
    section.fact(_("Expected"), of.format(votes=number(expected.expected, 1),
                                          ballots=number(expected.ballots, 1)))  # fmt: skip
    if found.quick:
        section.say(_("The swing is being worked in …"))
        return section
    section.fact(_("Median"), number(expected.median))
    inside = _("{low} to {high}: {mass} of all cases lie in it")
    section.fact(_("Range (80%)"), inside.format(low=number(expected.low),
                                                 high=number(expected.high),
                                                 mass=percent(expected.mass)))  # fmt: skip
    if found.seat is not None:
        section.fact(_("At least the line"), _reaching(found, found.seat))
    return section


def _reaching(found: Outlook, seat: Prospects) -> str:
    if seat.line is None:
        return _("not known: no winning line")
    line = seat.line.median
    return _("{chance}, for {votes} votes").format(
        chance=forecast_words.percent(found.expected.at_least(line)),
        votes=current().number(line),
    )


class AtLeast(QWidget):
    """The chance of so many votes or more, for any number that is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Outlook | None = None
        self._asked = False
        self.field, self.label, self.told = NumberField(), QLabel(), text("")
        self.field.setMaximumWidth(72)
        self.label.setBuddy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.label)
        row.addWidget(self.field)
        row.addWidget(self.told, 1)
        self.field.textChanged.connect(lambda _text: self._tell())
        self.field.textEdited.connect(self._edited)

    def word(self) -> None:
        self.label.setText(_("&At least so many votes"))
        self.field.setAccessibleName(_("At least so many votes"))

    def show_outlook(self, found: Outlook, usual: int) -> None:
        """The chance under this forecast; of the usual number until somebody asks for another."""
        self._found = found
        if not self._asked:
            self.field.setText(current().number(usual))
        self._tell()

    def ask(self, votes: int) -> None:
        self._asked = True
        self.field.setText(current().number(votes))

    def _edited(self, typed: str) -> None:
        self._asked = bool(typed.strip())

    def _tell(self) -> None:
        if self._found is None:
            return
        told, wrong = _at_least(self._found.expected, self.field)
        tone(self.told, "problem" if wrong else "")
        self.told.setText(told)
        self.field.setAccessibleDescription(told)
        self.field.setProperty("wrong", wrong)
        self.field.style().polish(self.field)


def _at_least(expected: Forecast, field: NumberField) -> tuple[str, bool]:
    """What to say of the number that is typed, and whether it is none."""
    try:
        votes = field.value()
    except UserError:
        return _("Type a whole number of votes."), True
    if votes is None:
        return "", False
    most = len(expected.pmf) - 1
    if votes > most:
        told = _("There are only {count} countries.").format(count=current().number(most))
        return told, True
    return forecast_words.percent(expected.at_least(votes)), False


# ------------------------------------------------------------------ the seat of one council


def seat_section(workplace: Workplace, found: Outlook) -> Section:
    """The chance, its range, and what both rest on."""
    section, seat, number = Section(_("Seat"), names=150), found.seat, current().number
    if seat is None:
        section.say(_("The chance of a seat is being worked out …"))
        return section
    section.fact(_("Chance"), forecast_words.chance(seat))
    section.fact(_("Seats"), _("not known") if seat.seats is None else number(seat.seats))
    if seat.line is None:
        to_seats = partial(workplace.turn_to, "candidacies")
        section.put(_("Votes needed"), _left(link(_("Winning line: enter…"), to_seats)))
    else:
        section.fact(_("Votes needed"), _needed(seat.line))
    section.say(forecast_words.basis(seat.basis))
    if len(set(seat.by.values())) > 1:
        section.say(_("The range spans what these suppositions give:"))
        for supposed, chance in seat.by.items():
            section.fact(forecast_words.supposed(supposed), forecast_words.percent(chance))
    return section


def _needed(line: Distribution) -> str:
    number, told = current().number, _("{median}, likely {low} to {high}")
    if line.low == line.high:
        return number(line.median)
    return told.format(median=number(line.median), low=number(line.low), high=number(line.high))


def facts_section(found: Outlook) -> Section:
    """What the reader has to know about how it was reckoned."""
    section = Section(_("What it rests on"))
    seat = found.seat
    for message in (*found.expected.missing, *(seat.facts if seat else ())):
        section.say(words.say(message))
    return section


def rivals_section(workplace: Workplace, found: Outlook) -> Section:
    """How often each rival wins; pressing one opens its country."""
    section, snapshot = Section(_("How often rivals win a seat"), names=150), workplace.snapshot
    seat = found.seat
    if seat is None or not seat.rivals:
        section.say(_no_rivals(seat))
        return section
    won = sorted(seat.rivals.items(), key=lambda pair: -pair[1])
    for id, share in won:
        member = snapshot.find(Member, snapshot.get(Candidacy, id).member)
        if member is not None:
            named = link(words.named(member), partial(workplace.show, member.id))
            section.put(forecast_words.percent(share), _left(named))
    return section


def _no_rivals(seat: Prospects | None) -> str:
    if seat is None:
        return _("The chance of a seat is being worked out …")
    if seat.basis is Basis.LINE:
        return _("Against an estimated line no rival is reckoned with by name.")
    if seat.basis in (Basis.ACCLAMATION, Basis.RIVALS):
        return _("No rival stands against us.")
    if seat.basis is Basis.UNABLE:
        return forecast_words.basis(seat.basis)
    return _("Not known: the list of rivals and their shares is not complete.")


def _left(widget: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch()
    return holder


def line_of(found: Outlook) -> tuple[float, float, float] | None:
    """The votes needed: median, low and high; None where they are not known."""
    line = found.seat.line if found.seat else None
    return None if line is None else (line.median, line.low, line.high)
