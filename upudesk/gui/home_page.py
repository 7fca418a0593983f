"""The home page: what needs somebody now, on one screen; every row and number opens its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from upudesk import words
from upudesk.gui import home_rows, theme
from upudesk.gui.figures_row import FiguresRow, gap_words, line_words
from upudesk.gui.pages import Page
from upudesk.gui.parts import line, link, text
from upudesk.gui.segments import Segments
from upudesk.gui.short_list import Item, ShortList, rows_view
from upudesk.gui.tables import Table
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.needs import Gap, Needs, needs, of_author


class HomePage(Page):
    """The overview, and behind it the whole of one list."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.lists: dict[str, ShortList] = {}
        self.numbers = FiguresRow()
        self._mine = False
        self._whole = ""
        self._stack = QStackedWidget()
        self._over = QScrollArea()
        self._over.setWidgetResizable(True)
        self._over.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._all = QWidget()
        self._stack.addWidget(self._over)
        self._stack.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._found: dict[str, tuple[str, Sequence[Item]]] = {}
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.show_overview)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def word(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Build the overview anew; the whole list that is looked at, too."""
        if self.workplace.desk is None:
            return
        held, at = self._held(), self._over.verticalScrollBar().value()
        self._found.clear()
        if old := self._over.takeWidget():
            old.deleteLater()  # later: it may be one of its own buttons that asked
        self._over.setWidget(self._overview(self._needs()))
        self._over.verticalScrollBar().setValue(at)
        if self._whole in self._found:
            self.show_all(self._whole)
        else:
            self.show_overview()
        if held is not None and not self._whole:
            self._hold_again(*held)

    def _needs(self) -> Needs:
        snapshot, author = self.workplace.snapshot, self._author()
        found = needs(snapshot)
        return of_author(found, snapshot, author) if self._mine and author else found

    def _author(self) -> str:
        """The id of the official who reads, where the campaign knows one of that name."""
        name = self.workplace.settings.author
        known = (a.id for a in self.workplace.snapshot.authors if name and a.name == name)
        return next(known, "")

    def _whose(self) -> Segments:
        """A switch between everybody's and the reader's own."""
        switch = Segments()
        switch.offer(_("Whose"), [(False, _("Everybody’s")), (True, _("Mine"))])
        switch.choose(self._mine)
        switch.chosen.connect(self._choose_whose)
        return switch

    def _choose_whose(self, mine: bool) -> None:
        self._mine = mine
        self.renew()
        self.whose.buttons[mine].setFocus()

    def _held(self) -> tuple[str, int] | None:
        """What on the overview has the keys: its name, and the row where it is a list."""
        held = self.window().focusWidget()
        if held is None or not self._over.isAncestorOf(held):
            return None
        row = held.currentIndex().row() if isinstance(held, Table) else 0
        return held.accessibleName(), max(row, 0)

    def _hold_again(self, name: str, row: int) -> None:
        """The keys stay where they were; where that is gone, they go to the first list."""
        page = self._over.widget()
        for child in page.findChildren(QWidget) if page is not None else ():
            if child.accessibleName() == name and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
                if isinstance(child, Table) and (model := child.model()).rowCount():
                    child.setCurrentIndex(model.index(min(row, model.rowCount() - 1), 0))
                    child.clearSelection()
                child.setFocus()
                return
        self.take_focus()

    def take_focus(self) -> None:
        shown = (short.table for short in self.lists.values())
        first = next((table for table in shown if table is not None), None)
        if first is not None:
            first.setFocus()

    # -------------------------------------------------------------- overview

    def _overview(self, found: Needs) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, theme.MARGIN, 24, theme.MARGIN)
        column.setSpacing(theme.MARGIN)
        top = QHBoxLayout()
        top.addWidget(self._gaps(found.gaps), 1)
        self.whose = self._whose()
        self.whose.setVisible(bool(self._author()))
        top.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        across = QHBoxLayout()
        across.setSpacing(2 * theme.MARGIN)
        self.lists = dict(self._lists(found))
        for names in (("contradictions", "fading", "unfit"), ("overdue", "coming", "touch"),
                      ("unfinished", "latest")):  # fmt: skip
            down = QVBoxLayout()
            down.setSpacing(theme.MARGIN)
            for name in names:
                down.addWidget(self.lists[name])
            down.addStretch()
            across.addLayout(down, 1)
        column.addLayout(across)
        column.addStretch()
        return page

    def _lists(self, found: Needs) -> Iterator[tuple[str, ShortList]]:
        workplace = self.workplace
        yield self._list("contradictions", _("Contradictions"),
                         list(home_rows.concerned(workplace, found.contradictions)),
                         _("Nobody contradicts himself."))  # fmt: skip
        yield self._list("fading", _("Promises to confirm"),
                         list(home_rows.concerned(workplace, found.fading)),
                         _("Every promise is fresh."))  # fmt: skip
        yield self._list("unfit", _("What does not fit together"),
                         home_rows.unfit(workplace, found),
                         _("Everything fits together."))  # fmt: skip
        yield self._list("overdue", _("Overdue"), list(home_rows.to_do(workplace, found.overdue)),
                         _("Nothing is overdue."))  # fmt: skip
        yield self._list("coming", _("In the next two weeks"),
                         home_rows.coming(workplace, found),
                         _("Nothing is due in the next two weeks."))  # fmt: skip
        yield self._list("touch", _("Losing touch"),
                         list(home_rows.losing_touch(workplace, found.losing_touch)),
                         _("We are in touch with everybody as often as was planned."))  # fmt: skip
        yield self._list("unfinished", _("Drafts and inbox"),
                         home_rows.unfinished(workplace, found.inbox),
                         _("Nothing waits to be finished or sorted."))  # fmt: skip
        journal = link(_("Whole journal"), lambda: workplace.turn_to("journal"))
        latest = ShortList(_("Latest changes"), home_rows.latest(workplace),
                           _("Nothing was entered yet."), more=journal,
                           few=home_rows.LATEST)  # fmt: skip
        yield "latest", latest

    def _list(
        self, name: str, title: str, items: Sequence[Item], empty: str
    ) -> tuple[str, ShortList]:
        self._found[name] = title, items
        number = self.workplace.language.number(len(items))
        short = ShortList(title, items, empty, count=number)
        short.all_wanted.connect(lambda: self.show_all(name))
        return name, short

    # -------------------------------------------------------------- figures

    def _gaps(self, gaps: Sequence[Gap]) -> QWidget:
        self.numbers = FiguresRow()
        for gap in gaps:
            self._gap(gap)
            self.numbers.stretch()
        if not gaps:
            self.numbers.say(_("This campaign has no candidacy of its own yet."))
        return self.numbers

    def _gap(self, gap: Gap) -> None:
        snapshot, number, row = (
            self.workplace.snapshot,
            self.workplace.language.number,
            self.numbers,
        )
        council = snapshot.council_of(gap.candidacy)
        code = words.short(council) if council else ""
        row.name(code, words.named(council) if council else "")
        promised = number(len(gap.count.promised))
        own = _("and our own ballot") if gap.count.own else ""
        items = home_rows.counted(self.workplace, gap.count, gap.count.promised)
        self._found[f"{code} promised"] = _("{council}: promised").format(council=code), items
        row.figure(f"{code} promised", _("Promised (5 and 4)"), promised, own,
                   lambda: self.show_all(f"{code} promised"))  # fmt: skip
        row.figure(f"{code} line", *line_words(gap, number),
                   lambda: self.workplace.turn_to("candidacies"))  # fmt: skip
        row.figure(f"{code} gap", *gap_words(gap, number),
                   lambda: self.workplace.wanted.emit("tally", gap.candidacy.id))  # fmt: skip

    # -------------------------------------------------------------- one list as a whole

    def show_all(self, name: str) -> None:
        """All rows of one list; Escape leads back."""
        title, items = self._found[name]
        self._whole = name
        self._stack.removeWidget(self._all)
        self._all.deleteLater()
        self._all = QWidget()
        column = QVBoxLayout(self._all)
        column.setContentsMargins(24, theme.MARGIN, 24, theme.MARGIN)
        column.setSpacing(theme.GAP)
        head = QHBoxLayout()
        number = self.workplace.language.number(len(items))
        heading = _("{what}: {count}").format(what=title, count=number)
        head.addWidget(text(heading, strong=True, size=theme.LARGE), 1)
        head.addWidget(link(_("Back to the overview"), self.show_overview))
        column.addLayout(head)
        column.addWidget(line())
        self.whole = rows_view(items, title, self._all, height=theme.ROW)
        self.whole.selectRow(0)
        column.addWidget(self.whole, 1)
        self._stack.addWidget(self._all)
        self._stack.setCurrentWidget(self._all)
        self.whole.setFocus()

    def show_overview(self) -> None:
        """Back from a whole list, to where it was opened."""
        came_from, self._whole = self._whole, ""
        self._stack.setCurrentWidget(self._over)
        short = self.lists.get(came_from)
        if short is not None and short.table is not None:
            short.table.setFocus()
