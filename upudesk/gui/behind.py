"""The countries behind a number: by name, with their stance; to open, to copy and to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from upudesk import i18n, telling, words
from upudesk.disclosure import Disclosed
from upudesk.gui import theme
from upudesk.gui.choosing import other_side
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.parts import line, link, text
from upudesk.gui.tables import Cell, Column, RowsModel, as_text, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Author, Member
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot
from upudesk.tally import Ids, Stance, State, Tally

Title = str | Callable[[], str]
"""What a list is of; a function says it in the language of the paper too."""


def worded(title: Title) -> str:
    return title if isinstance(title, str) else title()


class Behind(QWidget):
    """Enter opens a country; Ctrl+C copies the chosen rows, or all."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._count: Tally | None = None
        self._title: Title = ""
        self.title = wrapping()
        self.number = QLabel()
        self.nothing = text("", "quiet")
        self.copy_link = link("", self.copy)
        self.print_link = link("", self.print)
        self.model: RowsModel[Stance] = RowsModel((), lambda stance: stance.member, self)
        self.table = table_view(self.model, "")
        self._lay_out()
        self.table.activated.connect(lambda index: self._open(index.row()))
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.table, self.copy)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        self.title.setFont(theme.font(theme.SMALL, strong=True))
        self.number.setProperty("tone", "quiet")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        across = self.table.horizontalHeader()
        across.setSortIndicatorClearable(True)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.setStyleSheet("QTableView { background: transparent; }")
        foot = QHBoxLayout()
        foot.setSpacing(theme.MARGIN)
        foot.addWidget(self.number, 1)
        foot.addWidget(self.copy_link)
        foot.addWidget(self.print_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.title)
        column.addLayout(foot)
        column.addWidget(line())
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)

    def word(self) -> None:
        self.table.setAccessibleName(_("Countries behind the number"))
        for shown, name in ((self.copy_link, _("Copy")), (self.print_link, _("Print…"))):
            shown.setText(name)
            shown.setAccessibleName(name)

    def show_members(
        self, count: Tally, members: Ids, title: Title, extra: Column[Stance] | None = None
    ) -> None:
        """Show these, in the order of their names unless the reader sorted them otherwise; with a
        column of what else is told of each, in place of the days."""
        language, snapshot = self._workplace.language, self._workplace.snapshot
        names = {id: language.sort_key(words.named(snapshot.get(Member, id))) for id in members}
        chosen = self.model.key_of(self.table.currentIndex().row())
        rows = sorted((count.stances[id] for id in members), key=lambda s: names[s.member])
        self._count, self._title = count, title
        self.title.setText(breakable(worded(title)))
        counted = ngettext("{count} country", "{count} countries", len(rows))
        self.number.setText(counted.format(count=language.number(len(rows))))
        self.nothing.setText(breakable(_("No country stands here.")))
        self.nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))
        for shown in (self.copy_link, self.print_link):
            shown.setEnabled(bool(rows))
        self.model.show(rows, _columns(snapshot, language, extra))
        set_widths(self.table, self.model)
        at = max(self.model.number_of(chosen) if chosen else 0, 0)
        if rows:
            here = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(
                self.model.index(at, 0), here.ClearAndSelect | here.Rows
            )

    def members(self) -> list[str]:
        """All that are shown, in their order."""
        return [stance.member for stance in self.model.rows]

    def _open(self, row: int) -> None:
        if id := self.model.key_of(row):
            self._workplace.show(id)

    def copy(self) -> None:
        """The chosen rows, or all where one alone is chosen: tab-separated, with headings."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        if len(numbers) < 2:
            numbers = list(range(len(self.model.rows)))
        QGuiApplication.clipboard().setText(as_text(self.table, self.model, numbers, titled=True))

    def print(self) -> None:
        """The list on paper, looked at before it is printed or saved."""
        from upudesk.gui.paper import Leaf, Preview

        if self._count is None:
            return
        title = worded(self._title)
        leaf = Leaf(
            title=title,
            file=_("{list} {day}.pdf").format(list=title.replace("/", "-"), day="{day}"),
            save=_("Save the list"),
            making=_("The list is being made …"),
            render=_rendering(self._count.candidacy, tuple(self.members()), self._title),
            document="names",
            members=tuple(self.members()),
        )
        Preview(self._workplace, leaf, self.window()).open()


def _rendering(
    candidacy: str, members: Sequence[str], title: Title
) -> Callable[[Disclosed, Language, Imprint], Any]:
    def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
        from upudesk.reports import name_list

        with i18n.use(language):
            heading = worded(title)
        return name_list.render(
            disclosed.snapshot, candidacy, members, heading, language, imprint=imprint
        )

    return render


def _columns(
    snapshot: Snapshot, language: Language, extra: Column[Stance] | None
) -> list[Column[Stance]]:
    def name(stance: Stance) -> str:
        return words.named(snapshot.get(Member, stance.member))

    def said(stance: Stance) -> Cell:
        tip = "\n".join([words.standing_in(stance.state), *telling.cautions(stance)])
        marks = ("*" if stance.conditional else "") + ("~" if stance.faded else "")
        return Cell(words.standing_in(stance.state), tip=tip, state=stance.state,
                    other=other_side(stance), marks=marks)  # fmt: skip

    def days(stance: Stance) -> Cell:
        shown = "" if stance.age is None else language.number(stance.age)
        return Cell(shown, right=True, tone="warning" if stance.old else "")

    def responsible(stance: Stance) -> str:
        author = snapshot.find(Author, snapshot.get(Member, stance.member).responsible)
        return author.name if author else ""

    age = Column(lambda: _("Days"), days, lambda s: (s.age is None, s.age or 0), 44, right=True,
                 tip=lambda: _("Days since anything was said or asked"))  # fmt: skip
    return [
        Column(lambda: _("Country"), lambda s: Cell(name(s), tip=name(s)),
               lambda s: language.sort_key(name(s)), 0),
        Column(lambda: _("Stance"), said, lambda s: list(State).index(s.state), 124),
        extra or age,
        Column(lambda: _("Responsible"),
               lambda s: Cell(responsible(s), tip=responsible(s), tone="quiet"),
               lambda s: language.sort_key(responsible(s)), 96),
    ]  # fmt: skip
