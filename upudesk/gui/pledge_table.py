"""All that a member ever said about our candidacies, newest first; correct or remove from here."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from upudesk import tally, telling, words
from upudesk.gui import pledge_commands, theme
from upudesk.gui.attaching import drops_on_rows
from upudesk.gui.forms import breakable
from upudesk.gui.marks import CHIP
from upudesk.gui.parts import text
from upudesk.gui.pledge_commands import Command, commands_on
from upudesk.gui.tables import Cell, Column, Painted, RowsModel, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Marking, Meeting, Member, Pledge
from upudesk.snapshot import Snapshot

ROWS = 8
"""More than so many scroll."""


class PledgeTable(QWidget):
    """The history of pledges; below it the whole wording of the one that is chosen."""

    correction_wanted = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, workplace: Workplace, member: Member) -> None:
        super().__init__()
        snapshot, language = workplace.snapshot, workplace.language
        self._workplace, self._language, self._snapshot = workplace, language, snapshot
        self.model: RowsModel[Pledge] = RowsModel(
            _columns(snapshot, member), lambda pledge: pledge.id, self
        )
        pledges = snapshot.pledges_of.get(member.id, ())
        self.model.show(sorted(pledges, key=lambda p: (p.day, p.id), reverse=True))
        self.table = table_view(self.model, _("Pledges"))
        self.wording = text("", "quiet")
        self.wording.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.table)
        column.addWidget(self.wording)
        self._fit()
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._offer)
        self.table.doubleClicked.connect(lambda _index: self._wanted(self.correction_wanted))
        self.table.selectionModel().selectionChanged.connect(lambda *_rows: self._show_wording())
        drops_on_rows(workplace, self.table, self.model.key_of)

    def _fit(self) -> None:
        shown = min(max(len(self.model.rows), 1), ROWS)
        self.table.horizontalHeader().hide()  # the page fits on one screen without it
        self.table.setFixedHeight(shown * theme.ROW + 2)

    def chosen(self) -> Pledge | None:
        return self.model.row(self.table.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pledge = self.chosen()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._wanted(self.correction_wanted)
        elif event.key() == Qt.Key.Key_Delete:
            self._wanted(self.removal_wanted)
        elif pledge is not None and event.matches(QKeySequence.StandardKey.Paste):
            pledge_commands.paste(self._workplace, pledge, self)
        elif pledge is not None and (command := _command(event, pledge)):
            command.act(self._workplace, pledge, self)
        else:
            super().keyPressEvent(event)

    def _wanted(self, signal: SignalInstance) -> None:
        pledge = self.chosen()
        if pledge is not None:
            signal.emit(pledge)

    def _offer(self, where: QPoint) -> None:
        if self.chosen() is not None:
            self.menu().popup(self.table.viewport().mapToGlobal(where))

    def menu(self) -> QMenu:
        """All that can be done with the chosen statement."""
        menu, pledge = QMenu(self), self.chosen()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command in commands_on(pledge) if pledge else ():
            action = menu.addAction(command.shown)
            action.setShortcut(QKeySequence(command.keys))
            action.triggered.connect(lambda _on=False, command=command: self._run(command))
        menu.addSeparator()
        show = menu.addAction(_("&Show on the page of pledges"))
        show.triggered.connect(lambda _on=False: self._show())
        return menu

    def _run(self, command: Command) -> None:
        if pledge := self.chosen():
            command.act(self._workplace, pledge, self)

    def _show(self) -> None:
        if pledge := self.chosen():
            self._workplace.show(pledge.id)

    def _show_wording(self) -> None:
        pledge = self.chosen()
        lines = list(_wording(pledge, self._snapshot, self._language)) if pledge else []
        self.wording.setText(breakable("\n".join(lines)))
        self.wording.setVisible(bool(lines))


def _command(event: QKeyEvent, pledge: Pledge) -> Command | None:
    """The command whose keys were pressed."""
    pressed = QKeySequence(event.keyCombination())
    return next((c for c in commands_on(pledge) if QKeySequence(c.keys) == pressed), None)


def _wording(pledge: Pledge, snapshot: Snapshot, language: Language) -> Iterator[str]:
    """What a row of the table has no room for."""
    marking = snapshot.find(Marking, pledge.marking)
    yield telling.dotted(
        _how(pledge, snapshot),
        words.certainty(pledge.grade),
        words.named(marking) if marking else "",
    )
    if meeting := snapshot.find(Meeting, pledge.meeting):
        yield telling.dotted(telling.when(meeting), meeting.title)
    if pledge.words:
        yield _("“{words}”").format(words=pledge.words)
    if pledge.given_on and pledge.reported_on:
        yield _("Reported on {day}").format(day=language.date(pledge.reported_on))
    if pledge.fades_on:
        yield _("Fades on {day}").format(day=language.date(pledge.fades_on))
    if files := snapshot.evidence_of.get(pledge.id):
        yield _("Evidence: {files}").format(files=", ".join(e.name for e in files))
    for template, said in (
        (_("Said to: {text}"), pledge.said_to),
        (_("Place: {text}"), pledge.place),
        (_("Witness: {text}"), pledge.witness),
        (_("Condition: {text}"), pledge.condition),
        (_("Note: {text}"), pledge.note),
    ):
        if said:
            yield template.format(text=said)


def _how(pledge: Pledge, snapshot: Snapshot) -> str:
    return telling.dotted(telling.manner(pledge), telling.speaker(pledge, snapshot), pledge.source)


def _columns(snapshot: Snapshot, member: Member) -> list[Column[Pledge]]:
    in_force = {
        pledge.id
        for candidacy in snapshot.ours
        for pledge in tally.stance(snapshot, member.id, candidacy.id).in_force
    }

    def council(pledge: Pledge) -> str:
        return words.council_of(snapshot, pledge.candidacy)

    def level(pledge: Pledge) -> Cell:
        state = words.state_of(pledge.level)
        tone = "" if pledge.id in in_force else "quiet"
        return Cell(words.level(pledge.level), state=state, tone=tone, strong=pledge.id in in_force)

    def how(pledge: Pledge) -> str:
        return _how(pledge, snapshot)

    made = snapshot.pledges_of.get(member.id, ())
    days = _width([telling.when(pledge) for pledge in made], 168)
    levels = _width([words.level(pledge.level) for pledge in made], 128) + CHIP + Painted.PAD
    return [
        Column(lambda: _("Day"), lambda p: Cell(telling.when(p)), lambda p: p.day, days),
        Column(lambda: _("Council"), lambda p: Cell(council(p)), council, 62),
        Column(lambda: _("Level"), level, lambda p: int(p.level), levels),
        Column(lambda: _("Form, speaker, source"), lambda p: Cell(how(p), tip=how(p)), how, 0),
    ]


def _width(shown: list[str], most: int) -> int:
    """Room for the longest of these, within reason."""
    metrics = QFontMetrics(theme.font(strong=True))
    longest = max(map(metrics.horizontalAdvance, shown), default=0)
    return min(longest, most) + 2 * Painted.PAD + theme.GRID
