"""Our own ballot: whom it names, council by council, group by group; ticked and printed here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from upudesk import i18n, own_ballot, telling, words
from upudesk.campaign import undertakings
from upudesk.gui import theme
from upudesk.gui.forms import Tick
from upudesk.gui.pages import Detail, Page
from upudesk.gui.parts import Section, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Candidacy, Council, Undertaking
from upudesk.own_ballot import Line, Part


class BallotView(Page):
    """Two columns, one a council; each name a tick, with what speaks for it or against it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.said = text("", "quiet")
        self.promised, self.slip, self.printing = QPushButton(), QPushButton(), QPushButton()
        self.promised.clicked.connect(self.name_promised)
        self.slip.clicked.connect(lambda: self.preview(pocket=True))
        self.printing.clicked.connect(lambda: self.preview())
        self.printing.setProperty("main", "true")
        self.detail = Detail()
        self.ticks: dict[str, Tick] = {}
        top = QHBoxLayout()
        top.setContentsMargins(24, theme.GAP, 24, theme.GAP)
        top.setSpacing(theme.GRID)
        top.addWidget(self.said, 1)
        top.addWidget(self.promised)
        top.addWidget(self.slip)
        top.addWidget(self.printing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.detail, 1)

    def word(self) -> None:
        self.promised.setText(_("Put the promised ones on it"))
        self.printing.setText(_("Print…"))
        self.slip.setText(_("Slip for the pocket…"))
        for button in (self.promised, self.slip, self.printing):
            button.setAccessibleName(button.text())
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        parts = own_ballot.ballot(self.workplace.snapshot)
        forgotten = _forgotten(parts)
        self.said.setText(_summary(parts, len(forgotten)))
        self.promised.setEnabled(bool(forgotten))
        for button in (self.slip, self.printing):
            button.setEnabled(bool(parts))
        self.ticks.clear()
        if parts:
            self.detail.show_parts("ballot", [self._columns(parts)])
        else:
            self.detail.say(_("Nobody stands yet: candidacies are entered on their own page."))

    def show_record(self, id: str) -> None:
        if tick := self.ticks.get(id):
            tick.setFocus()
            self.detail.ensureWidgetVisible(tick)

    def take_focus(self) -> None:
        if self.ticks:
            next(iter(self.ticks.values())).setFocus()

    # -------------------------------------------------------------- what is shown

    def _columns(self, parts: Sequence[Part]) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * theme.MARGIN)
        councils = list(dict.fromkeys(part.council for part in parts))
        for council in councils:
            row.addWidget(self._council(council, [p for p in parts if p.council == council]), 1)
        return holder

    def _council(self, council: Council, parts: Sequence[Part]) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.MARGIN)
        column.addWidget(text(words.named(council), strong=True, size=theme.SMALL))
        for part in parts:
            column.addWidget(self._part(part))
        column.addStretch()
        return holder

    def _part(self, part: Part) -> Section:
        section = Section(_group(part), _count(part))
        for line in part.lines:
            section.whole(self._line(part, line))
        return section

    def _line(self, part: Part, line: Line) -> QWidget:
        tick = self._tick(part, line)
        told, tone = _why(line)
        if not told:
            return tick
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(tick)
        row.addWidget(text(told, tone), 1)
        return holder

    def _tick(self, part: Part, line: Line) -> Tick:
        name = words.named(line.member) if line.member else line.candidacy.member
        tick = self.ticks[line.candidacy.id] = Tick(name)
        tick.setMinimumWidth(160)
        council = words.short(part.council)
        tick.setAccessibleName(_("{council}: name {country}").format(council=council, country=name))
        tick.setChecked(line.named)
        tick.clicked.connect(lambda on, candidacy=line.candidacy: self._name([candidacy], on))
        return tick

    # -------------------------------------------------------------- doing

    def _name(self, candidacies: Sequence[Candidacy], named: bool) -> None:
        if not self.workplace.attempt(self, undertakings.name_on_ballot, candidacies, named):
            self.renew()

    def name_promised(self) -> None:
        """Every promise that our ballot does not keep yet, in one step."""
        forgotten = _forgotten(own_ballot.ballot(self.workplace.snapshot))
        self._name([line.candidacy for line in forgotten], True)

    def preview(self, *, pocket: bool = False) -> None:
        """The sheet for the hall, before it is saved or printed."""
        from upudesk.gui.papers import show_ballot

        show_ballot(self.workplace, self.window(), pocket=pocket)


def _forgotten(parts: Sequence[Part]) -> list[Line]:
    return [line for part in parts for line in part.lines if line.forgotten]


def _summary(parts: Sequence[Part], forgotten: int) -> str:
    number = i18n.current().number
    named = sum(len(part.named) for part in parts)
    told = [
        ngettext("Our ballot names {count} candidacy.", "Our ballot names {count} candidacies.",
                 named).format(count=number(named))
    ]  # fmt: skip
    if forgotten:
        missing = ngettext(
            "! {count} is promised, but not on it.", "! {count} are promised, but not on it.",
            forgotten,
        )  # fmt: skip
        told.append(missing.format(count=number(forgotten)))
    over = sum(part.over for part in parts)
    if over:
        crowded = ngettext(
            "! {count} group has more names than seats.",
            "! {count} groups have more names than seats.", over,
        )  # fmt: skip
        told.append(crowded.format(count=number(over)))
    return " ".join(told)


def _group(part: Part) -> str:
    if part.group is None:
        return words.group(None)
    number = i18n.current().number(part.group)
    return _("Group {number}, {name}").format(number=number, name=words.group(part.group))


def _count(part: Part) -> QLabel:
    """Such as “3 of 11”, and where that is too many, that it is."""
    number, named = i18n.current().number, len(part.named)
    if part.votes is None:
        told = _("{count} named; seats not known").format(count=number(named))
    elif part.over:
        told = _("! {count} named for {votes} seats")
        told = told.format(count=number(named), votes=number(part.votes))
    else:
        told = _("{count} of {votes} named").format(count=number(named), votes=number(part.votes))
    label = QLabel(told)
    label.setProperty("tone", "warning" if part.over else "quiet")
    return label


def _why(line: Line) -> tuple[str, str]:
    """What speaks for the name, or against leaving it out."""
    if line.ours:
        return _("ourselves"), "quiet"
    if not line.promises:
        return "", "quiet"
    told = i18n.current().listing([_promise(u) for u in line.promises])
    if line.named:
        return _("promised: {promises}").format(promises=told), "quiet"
    return _("! promised, but not on the ballot: {promises}").format(promises=told), "warning"


def _promise(undertaking: Undertaking) -> str:
    """The day and who approved it, as far as they are known."""
    day = undertaking.promised_on
    shown = i18n.current().date(day) if day else _("day not known")
    return telling.dotted(shown, undertaking.approved_by)
