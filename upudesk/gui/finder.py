"""Ctrl+K: everything in the campaign, and everything that can be done, found as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.gui import theme
from upudesk.gui.forms import Line
from upudesk.gui.pages import place_of
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Evidence, Meeting, Member, Pledge
from upudesk.search import Hit
from upudesk.snapshot import members_of
from upudesk.thai import fold

MOST = 60
"""More hits than so many are counted, not listed: another word finds sooner."""


@dataclass(frozen=True)
class Found:
    """One line of the finder: a record, or something to be done."""

    key: str
    kind: Callable[[], str]
    title: Callable[[], str]
    excerpt: Callable[[], str]
    act: Callable[[], object]


class Finder(QDialog):
    """A line to type in and what it finds; Enter goes there."""

    def __init__(self, workplace: Workplace, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace, self._actions = workplace, actions
        self.setWindowTitle(_("Find"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.line = Line(hint=_("Countries, people, pledges, meetings, files, or what to do"))
        self.line.setAccessibleName(_("Find"))
        self.model: RowsModel[Found] = RowsModel(_columns(), lambda found: found.key, self)
        self.table = table_view(self.model, _("What was found"))
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said = QLabel()
        self.said.setProperty("tone", "quiet")
        self._lay_out()
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        self.table.clicked.connect(lambda _index: self.go())
        self._find("")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.GAP + 4)
        column.setSpacing(theme.GAP)
        self.line.setFont(theme.font(theme.SMALL))
        for part in (self.line, self.table, self.said):
            column.addWidget(part)
        column.setStretch(1, 1)
        self.resize(760, 460)
        set_widths(self.table, self.model)

    def _find(self, typed: str) -> None:
        hits = self._hits(typed) if typed.strip() else []
        shown = [*(self._record(hit) for hit in hits[:MOST]), *self._doable(typed)]
        self.model.show(shown)
        if shown:
            self.table.selectRow(0)
        self.said.setText(self._counted(typed, len(hits)))

    def _hits(self, typed: str) -> list[Hit]:
        workplace = self._workplace
        if workplace.desk is None:
            return []
        found = workplace.search.find(workplace.snapshot, typed)
        return [hit for hit in found if place_of(workplace.snapshot, hit.record.id)[0]]

    def _counted(self, typed: str, number: int) -> str:
        if not typed.strip():
            return _("Type a few letters in any language. ↑ ↓ choose, Enter opens, Esc closes.")
        if not self.model.rows:
            return _("Nothing holds these words.")
        count = self._workplace.language.number(number)
        return ngettext("{count} record", "{count} records", number).format(count=count)

    def _record(self, hit: Hit) -> Found:
        record = hit.record
        return Found(
            record.id,
            lambda: words.kind(record.KIND),
            lambda: _title(hit, self._workplace),
            lambda: "" if isinstance(record, Member) else hit.excerpt,
            lambda: self._workplace.show(record.id),
        )

    def _doable(self, typed: str) -> Iterator[Found]:
        """What can be done now: the entries of the menus."""
        sought = fold(typed).split()
        for number, action in enumerate(self._actions):
            label = action.text().replace("&", "").rstrip("…")
            if action.isEnabled() and label and all(word in fold(label) for word in sought):
                yield _to_do(f"action {number}", label, action)

    def go(self) -> None:
        """Open what is chosen."""
        found = self.model.row(self.table.currentIndex().row())
        if found is not None:
            self.accept()
            found.act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {
                Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10,
                Qt.Key.Key_PageUp: -10,
            }.get(Qt.Key(event.key()))  # fmt: skip
            if step is not None and self.model.rows:
                at = self.table.currentIndex().row() + step
                self.table.selectRow(max(0, min(at, len(self.model.rows) - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go()
                return True
        return super().eventFilter(watched, event)


def _to_do(key: str, label: str, action: QAction) -> Found:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Found(key, lambda: _("to do"), lambda: label, lambda: keys, action.trigger)


def _title(hit: Hit, workplace: Workplace) -> str:
    """Whose or what it is, and when."""
    record, snapshot = hit.record, workplace.snapshot
    if isinstance(record, Member):
        return words.named(record)
    known = (snapshot.find(Member, id) for id in members_of(snapshot, record)[:2])
    countries = ", ".join(words.named(member) for member in known if member)
    if isinstance(record, Pledge):
        return telling.dotted(countries, words.level(record.level), telling.when(record))
    if isinstance(record, Meeting):
        return telling.dotted(record.title, countries, telling.when(record))
    name = record.name if isinstance(record, Evidence) else words.about(record, snapshot)
    return telling.dotted(name, countries)


def _columns() -> list[Column[Found]]:
    def nothing(_found: Found) -> str:
        return ""

    return [
        Column(lambda: _("Kind"), lambda f: Cell(f.kind(), tone="quiet"), nothing, 104),
        Column(lambda: _("What"), lambda f: Cell(f.title(), tip=f.title()), nothing, 300),
        Column(
            lambda: _("Where"),
            lambda f: Cell(f.excerpt(), tip=f.excerpt(), tone="quiet"),
            nothing,
            0,
        ),
    ]
