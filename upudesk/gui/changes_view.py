"""What changed since a day or a named moment: each country with its reason; to copy and print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import change_words, since, words
from upudesk.campaign import milestones
from upudesk.desk import Desk
from upudesk.disclosure import Disclosed
from upudesk.errors import UnknownRecord, UserError
from upudesk.gui import theme
from upudesk.gui.days import DayField
from upudesk.gui.forms import Choice, breakable, wrapping
from upudesk.gui.latest import Latest
from upudesk.gui.parts import line, link
from upudesk.gui.tables import Cell, Column, RowsModel, as_text, set_widths, table_view
from upudesk.gui.tasks import Cancelled, Progress
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Member, Milestone
from upudesk.reports.imprint import Imprint
from upudesk.since import Changes, Shift, Way
from upudesk.snapshot import Snapshot

LATE = 2000
"""Milliseconds after which slow work says so, and can be broken off."""
USUAL = timedelta(days=7)
"""How far back is asked for at first."""
A_DAY = ""
"""The choice of a day that is typed, beside the moments with a name."""


class ChangesView(QWidget):
    """Since when, what changed, and the statement behind the row that is looked at."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._candidacy = ""
        self.changes: Changes | None = None
        self._since = datetime.min
        """The moment since which these are told."""
        self._of: Snapshot | None = None
        self._put: tuple[str, date] = ("", date.min)
        """The day that was put into the field: to read typed days takes a start of its own."""
        self._progress = Progress(self)
        self._latest = Latest(workplace, self)
        self.title, self.said = wrapping(), wrapping(role="quiet")
        self.since_label, self.since = QLabel(), Choice([(A_DAY, "")])
        self.day = DayField(date.min)
        self.problem = wrapping(role="problem")
        self.copy_link, self.print_link = link("", self.copy), link("", self.print)
        self.model: RowsModel[Shift] = RowsModel((), _key, self)
        self.table = table_view(self.model, "")
        self.behind = wrapping(role="quiet")
        self.bar, self.cancel = QProgressBar(), QPushButton()
        self._late = QTimer(self, interval=LATE, singleShot=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.title.setFont(theme.font(theme.SMALL, strong=True))
        self.since_label.setBuddy(self.since)
        self.since.setMinimumWidth(240)
        self.day.setMinimumWidth(150)
        self.problem.hide()
        ask = QHBoxLayout()
        ask.setSpacing(theme.GAP)
        for part in (self.since_label, self.since, self.day):
            ask.addWidget(part)
        ask.addStretch()
        ask.addWidget(self.bar)
        ask.addWidget(self.cancel)
        ask.addWidget(self.copy_link)
        ask.addWidget(self.print_link)
        self.bar.setMaximumWidth(160)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.cancel.hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        across = self.table.horizontalHeader()
        across.setSortIndicatorClearable(True)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.setStyleSheet("QTableView { background: transparent; }")
        self.table.setMinimumHeight(4 * theme.ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.title)
        column.addWidget(line())
        column.addLayout(ask)
        column.addWidget(self.problem)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.behind)
        column.addStretch()

    def _connect(self) -> None:
        self.since.currentIndexChanged.connect(lambda _at: self._asked_since())
        self.day.line.returnPressed.connect(self.ask)
        self.day.line.editingFinished.connect(self._left_day)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.table.selectionModel().currentChanged.connect(self._looked_at)
        self.cancel.clicked.connect(self._break_off)
        self._late.timeout.connect(lambda: self._show_under_way(True))
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.table, self.copy)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 240)

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.since_label.setText(_("&Since"))
        self.since.setAccessibleName(_("Since which day or moment"))
        self.day.setAccessibleName(_("Day since when"))
        self.table.setAccessibleName(_("What changed"))
        self.bar.setAccessibleName(_("Reading what was known then"))
        for shown, name in (
            (self.copy_link, _("Copy")), (self.print_link, _("Print…")), (self.cancel, _("Cancel"))
        ):  # fmt: skip
            shown.setText(name)
            shown.setAccessibleName(name)
        if self._of is not None:  # the day in the other language
            self._put_day(self.changes.day if self.changes else self._of.today - USUAL)

    def renew(self, candidacy: str) -> None:
        """Ask anew, for this candidacy; at another one what is known is shown at once."""
        snapshot = self._workplace.snapshot
        self._candidacy = candidacy
        if self._of is None:
            self._put_day(snapshot.today - USUAL)
        named = milestones.in_order(snapshot)
        self.since.offer([(A_DAY, _("a day")), *((one.id, one.name) for one in named)])
        self.day.setVisible(self.since.value() == A_DAY)
        if self._of is snapshot and self.changes is not None:
            self._show()
        else:
            self._of = snapshot
            self.ask()

    def _put_day(self, day: date) -> None:
        self.day.put(self._workplace.snapshot.today, day)
        self._put = self.day.line.text(), day

    def look_since(self, since: date | Milestone) -> None:
        """Ask since this day, or this moment."""
        blocked = self.since.blockSignals(True)
        self.since.choose(since.id if isinstance(since, Milestone) else A_DAY)
        self.since.blockSignals(blocked)
        if isinstance(since, date):
            self._put_day(since)
        self._asked_since()

    # -------------------------------------------------------------- asking

    def _asked_since(self) -> None:
        self.day.setVisible(self.since.value() == A_DAY)
        self.ask()

    def _left_day(self) -> None:
        if self.day.line.isModified():
            self.ask()

    def _typed(self) -> date | None:
        """The day in the field; raises a UserError for what is none."""
        shown, day = self._put
        if self.day.line.text() == shown:
            return day
        typed = self.day.value()
        return typed.day if typed else None

    def ask(self) -> None:
        """Work it out beside the window; what was asked for before is not wanted any more."""
        self._progress.cancel()
        self._latest.drop()
        self.day.line.setModified(False)
        asked = self._asked()
        if asked is None or self._workplace.desk is None:
            return
        moment, name = asked
        self._progress = Progress(self)
        self._late.start()
        desk, now, progress = self._workplace.desk, self._workplace.snapshot, self._progress
        self._latest.ask(
            partial(_worked_out, desk, now, moment, name, progress), partial(self._made, moment)
        )

    def _asked(self) -> tuple[datetime, str] | None:
        """The moment that is asked about, and its name; None where it cannot be, which is said."""
        snapshot = self._workplace.snapshot
        named = snapshot.find(Milestone, self.since.value() or "")
        if named is not None:
            moment = milestones.moment_of(named)
            self._refuse("" if moment else _("What the file says of this moment is no moment."))
            return (moment, named.name) if moment else None
        try:
            day = self._typed()
        except UserError as fault:
            self._refuse(words.say(fault))
            return None
        if day is None:
            self._refuse(_("Type a day, or choose a moment with a name."))
        elif day > snapshot.today:
            self._refuse(_("That day is still to come."))
        else:
            self._refuse("")
            return datetime.combine(day, time.max).astimezone(), ""
        return None

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(breakable(sentence))
        self.problem.setVisible(bool(sentence))
        self.day.line.setAccessibleDescription(sentence)
        self.day.line.setProperty("wrong", bool(sentence))
        self.day.line.style().polish(self.day.line)

    def _break_off(self) -> None:
        self._progress.cancel()
        self._latest.drop()
        self._show_under_way(False)
        self.said.setText(breakable(_("Cancelled; the list is as it was.")))

    def _show_under_way(self, shown: bool) -> None:
        self._late.stop()
        held = self.cancel.hasFocus()
        self.bar.setRange(0, 0)
        self.bar.setVisible(shown)
        self.cancel.setVisible(shown)
        if held and not shown:
            self.since.setFocus()

    # -------------------------------------------------------------- showing it

    def _made(self, moment: datetime, made: Changes | Exception) -> None:
        self._show_under_way(False)
        if isinstance(made, UserError):
            self._refuse(words.say(made))
        elif isinstance(made, Changes):
            self.changes, self._since = made, moment
            self._show()
        elif not isinstance(made, Cancelled):
            raise made

    def _show(self) -> None:
        assert self.changes is not None
        snapshot, language = self._workplace.snapshot, self._workplace.language
        shifts = self.changes.shifts.get(self._candidacy, ())
        chosen = self.model.key_of(self.table.currentIndex().row())
        self.title.setText(breakable(change_words.since(self.changes)))
        self.said.setText(breakable(self._summed_up(shifts)))
        for shown in (self.copy_link, self.print_link):
            shown.setEnabled(bool(shifts))
        self.table.setVisible(bool(shifts))
        self.model.show(in_order(shifts, snapshot, language), _columns(snapshot, language))
        set_widths(self.table, self.model)
        self.behind.setText("")
        if shifts:
            at = max(self.model.number_of(chosen) if chosen else 0, 0)
            here = QItemSelectionModel.SelectionFlag
            index = self.model.index(at, 0)
            self.table.selectionModel().setCurrentIndex(index, here.ClearAndSelect | here.Rows)
            self._looked_at(index, index)

    def _summed_up(self, shifts: Sequence[Shift]) -> str:
        assert self.changes is not None
        found = self.changes.balances.get(self._candidacy)
        nothing = _("No country stands elsewhere than then.")
        return " ".join(filter(None, (
            change_words.balance(found) if found else "",
            self._counted(shifts) if shifts else nothing,
            change_words.partial(self.changes),
        )))  # fmt: skip

    def _counted(self, shifts: Sequence[Shift]) -> str:
        told = ngettext("{count} change: {ways}.", "{count} changes: {ways}.", len(shifts))
        ways = change_words.counted(tuple(shifts))
        return told.format(count=self._workplace.language.number(len(shifts)), ways=ways)

    def _looked_at(self, now: QModelIndex, _before: QModelIndex) -> None:
        """The statement behind the row, in full."""
        shift = self.model.row(now.row())
        if shift is None or shift.because is None:
            self.behind.setText("")
            return
        lines = change_words.statement(shift.because, self._workplace.snapshot)
        self.behind.setText(breakable("\n".join(lines)))

    # -------------------------------------------------------------- doing

    def _open(self, row: int) -> None:
        """The statement; the country where there is none (any more)."""
        shift = self.model.row(row)
        if shift is not None:
            known = shift.because and self._workplace.snapshot.any(shift.because.id)
            self._workplace.show(known.id if known else shift.member)

    def copy(self) -> None:
        """The chosen rows, or all where one alone is chosen: tab-separated, with headings."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        if len(numbers) < 2:
            numbers = list(range(len(self.model.rows)))
        copied = as_text(self.table, self.model, numbers, titled=True)
        QGuiApplication.clipboard().setText(copied)

    def print(self) -> None:
        """All councils on paper, looked at before it is saved or printed."""
        from upudesk.gui.paper import Leaf, Preview

        changes, moment, desk = self.changes, self._since, self._workplace.desk
        assert changes is not None
        assert desk is not None

        def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
            from upudesk.reports import changes as sheet

            told = as_disclosed(changes, desk, moment, disclosed)
            return sheet.render(disclosed.snapshot, told, language, imprint=imprint)

        leaf = Leaf(
            title=_("What changed"),
            file=_("What changed {day}.pdf"),
            save=_("Save what changed"),
            making=_("The list is being made …"),
            render=render,
            document="what_changed",
        )
        Preview(self._workplace, leaf, self.window()).open()


def _worked_out(
    desk: Desk, now: Snapshot, moment: datetime, name: str, progress: Progress
) -> Changes | Exception:
    """What changed since that moment, or why that cannot be told."""
    try:
        progress.step()
        try:
            then: Snapshot | None = desk.known_at(moment)
        except UnknownRecord:
            then = None
        progress.step()
        day = then.today if then is not None else min(moment.astimezone().date(), now.today)
        return since.changes(now, day, then, name)
    except (UserError, Cancelled) as fault:
        return fault


def as_disclosed(changes: Changes, desk: Desk, moment: datetime, disclosed: Disclosed) -> Changes:
    """The same, worked out from nothing but what goes out, of then as of now. That nothing is held
    back of what stands now says nothing of what was deleted since."""
    then = None
    if changes.whole:
        then = disclosed.then(desk.known_at(moment))
    return since.changes(disclosed.snapshot, changes.day, then, changes.name)


def _key(shift: Shift) -> str:
    return f"{shift.member}|{shift.way}"


def in_order(shifts: Sequence[Shift], snapshot: Snapshot, language: Language) -> list[Shift]:
    """By the way that they went, then by name."""
    order = list(Way)

    def place(shift: Shift) -> tuple[int, str]:
        return order.index(shift.way), language.sort_key(_name(shift, snapshot))

    return sorted(shifts, key=place)


def _name(shift: Shift, snapshot: Snapshot) -> str:
    member = snapshot.find(Member, shift.member)
    return words.named(member) if member else ""


def _columns(snapshot: Snapshot, language: Language) -> list[Column[Shift]]:
    order = list(Way)

    def way(shift: Shift) -> Cell:
        shown = f"{change_words.sign(shift.way)} {change_words.way(shift.way)}"
        tone = "quiet" if shift.way is Way.ASIDE else ""
        return Cell(shown, tip=change_words.meant(shift.way), tone=tone)

    def country(shift: Shift) -> Cell:
        return Cell(_name(shift, snapshot), tip=_name(shift, snapshot))

    def stood(which: str) -> Callable[[Shift], Cell]:
        def cell(shift: Shift) -> Cell:
            stance = getattr(shift, which)
            shown = words.standing_in(stance.state)
            return Cell(shown, tip=shown, state=stance.state)

        return cell

    def why(shift: Shift) -> Cell:
        lines = change_words.statement(shift.because, snapshot) if shift.because else []
        told = change_words.reason(shift, snapshot)
        return Cell(told, tip="\n".join(lines) or told)

    metrics = QFontMetrics(theme.font())
    ways = max(
        metrics.horizontalAdvance(f"{change_words.sign(w)} {change_words.way(w)}") for w in Way
    )
    standing = _standing_width(metrics)
    return [
        Column(lambda: _("Way"), way, lambda s: order.index(s.way), min(ways + 20, 130)),
        Column(lambda: _("Country"), country,
               lambda s: language.sort_key(_name(s, snapshot)), 140),
        Column(lambda: _("Then"), stood("before"), lambda s: s.before.state, standing),
        Column(lambda: _("Now"), stood("after"), lambda s: s.after.state, standing),
        Column(lambda: _("Reason"), why, lambda s: change_words.reason(s, snapshot), 0),
    ]  # fmt: skip


def _standing_width(metrics: QFontMetrics) -> int:
    from upudesk.gui.marks import CHIP
    from upudesk.tally import State

    widest = max(metrics.horizontalAdvance(words.standing_in(state)) for state in State)
    return min(widest + CHIP + 26, 160)
