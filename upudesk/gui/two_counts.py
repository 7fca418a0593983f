"""Two finished blind counts side by side: a table of levels, and the countries that differ."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from upudesk import blind, tally, words
from upudesk.blind import Comparison, Pair
from upudesk.gui import theme
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.parts import link
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.tally_board import Numbers
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Author, BlindCount, Level
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance


def name_of(snapshot: Snapshot, author: str) -> str:
    found = snapshot.find(Author, author)
    return found.name if found else ""


class TwoCounts(QWidget):
    """A number in the table shows its countries; Enter in the list opens one of them."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.found = Comparison((), ())
        self._names = "", ""
        self._stances: dict[str, Stance] = {}
        self.said, self.axes, self.title = wrapping(), wrapping(role="quiet"), wrapping()
        self.all_differing = link("", lambda: self._look_at_differing(least=1))
        self.far_apart = link("", lambda: self._look_at_differing(least=2))
        self.matrix_model: RowsModel[Level] = RowsModel((), lambda level: str(int(level)), self)
        self.matrix = table_view(self.matrix_model, "")
        self.model: RowsModel[Pair] = RowsModel((), lambda pair: pair.member.id, self)
        self.table = table_view(self.model, "")
        self._lay_out()
        self.matrix.selectionModel().currentChanged.connect(self._looked_at)
        self.matrix.activated.connect(lambda _index: self.table.setFocus())
        self.table.activated.connect(lambda index: workplace.show(self.model.key_of(index.row())))

    def _lay_out(self) -> None:
        self.said.setFont(theme.font(theme.SMALL, strong=True))
        self.title.setFont(theme.font(strong=True))
        self.matrix.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.matrix.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.matrix.setItemDelegate(Numbers(self.matrix))
        self.matrix.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        left = QVBoxLayout()
        left.setSpacing(theme.GRID)
        left.addWidget(self.axes)
        left.addWidget(self.matrix)
        left.addStretch()
        head = QHBoxLayout()
        head.setSpacing(theme.MARGIN)
        head.addWidget(self.title, 1)
        head.addWidget(self.far_apart)
        head.addWidget(self.all_differing)
        right = QVBoxLayout()
        right.setSpacing(theme.GRID)
        right.addLayout(head)
        right.addWidget(self.table, 1)
        halves = QHBoxLayout()
        halves.setSpacing(2 * theme.MARGIN)
        halves.addLayout(left)
        halves.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, theme.MARGIN)
        column.setSpacing(theme.MARGIN)
        column.addWidget(self.said)
        column.addLayout(halves, 1)

    def word(self) -> None:
        self.matrix.setAccessibleName(_("How the two rate: levels of one and of the other"))
        self.table.setAccessibleName(_("Countries of the number"))
        for shown, name in (
            (self.far_apart, _("Two or more apart")),
            (self.all_differing, _("All that differ")),
        ):
            shown.setText(name)
            shown.setAccessibleName(name)

    # -------------------------------------------------------------- what is shown

    def show_count(self, count: BlindCount) -> None:
        """Only what is open to everybody: both have finished."""
        snapshot = self._workplace.snapshot
        self.found = blind.compare(snapshot, count) or Comparison((), ())
        self._names = name_of(snapshot, count.first), name_of(snapshot, count.second)
        self._stances = dict(tally.stances(snapshot, count.candidacy))
        first, second = self._names
        self.said.setText(breakable(self._told()))
        axes = _("Down: {first}. Across: {second}.").format(first=first, second=second)
        self.axes.setText(breakable(axes))
        self._show_matrix()
        self._look_at_differing(least=2)

    def _told(self) -> str:
        number, found = self._workplace.language.number, self.found
        agreed = _("They agree on {agreed} of {all} countries that both rated.").format(
            agreed=number(found.agreed), all=number(len(found.pairs))
        )
        wide = ngettext(
            "On {count} they are two levels or more apart.",
            "On {count} they are two levels or more apart.",
            len(found.far_apart),
        ).format(count=number(len(found.far_apart)))
        left = ""
        if found.only_one:
            left = ngettext(
                "{count} was rated by one of them alone.",
                "{count} were rated by one of them alone.",
                len(found.only_one),
            ).format(count=number(len(found.only_one)))
        return " ".join(filter(None, (agreed, wide, left)))

    def _show_matrix(self) -> None:
        def numbers(second: Level) -> Column[Level]:
            def cell(first: Level) -> Cell:
                count = len(self.found.cell(first, second))
                wide = abs(int(first) - int(second)) >= 2 and count > 0
                shown = self._workplace.language.number(count) if count else "·"
                tip = f"{words.level(first)} / {words.level(second)}"
                tone = "warning" if wide else "" if count else "quiet"
                return Cell(shown, tip, tone=tone, right=True, strong=first == second)

            title = words.level(second)
            number = self._workplace.language.number(int(second))
            short = f"{number} {words.symbol(words.state_of(second))}"
            return Column(
                lambda: short, cell, lambda level: -int(level), 64,
                right=True, tip=lambda: title,
            )  # fmt: skip

        def row(first: Level) -> Cell:
            return Cell(words.level(first), state=words.state_of(first))

        self.matrix_model.show(
            blind.LEVELS,
            [Column(lambda: "", row, lambda level: -int(level), 156),
             *(numbers(level) for level in blind.LEVELS)],
        )  # fmt: skip
        set_widths(self.matrix, self.matrix_model)
        head = self.matrix.horizontalHeader().sizeHint().height()
        across = self.matrix.horizontalHeader().length()
        self.matrix.setFixedSize(across + 4, theme.ROW * len(blind.LEVELS) + head + 4)

    def _looked_at(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not now.isValid() or now.column() == 0:
            return
        first, second = blind.LEVELS[now.row()], blind.LEVELS[now.column() - 1]
        title = _("{first}: {level}, {second}: {other}").format(
            first=self._names[0], level=words.level(first),
            second=self._names[1], other=words.level(second),
        )  # fmt: skip
        self._list(list(self.found.cell(first, second)), title)

    def _look_at_differing(self, least: int) -> None:
        wide = least > 1
        pairs = self.found.far_apart if wide else self.found.differing
        self.matrix.selectionModel().clear()
        self._list(list(pairs), _("Two or more apart") if wide else _("All that differ"))

    def _list(self, pairs: list[Pair], title: str) -> None:
        language = self._workplace.language
        shown = _("{title}: {count}").format(title=title, count=language.number(len(pairs)))
        self.title.setText(breakable(shown))
        pairs.sort(key=lambda p: (-p.apart, language.sort_key(words.named(p.member))))
        self.model.show(pairs, self._columns())
        set_widths(self.table, self.model)
        if pairs:
            self.table.selectRow(0)

    def _columns(self) -> list[Column[Pair]]:
        language = self._workplace.language

        def rated(level: Level) -> Cell:
            return Cell(words.level(level), state=words.state_of(level))

        def on_record(pair: Pair) -> Cell:
            held = self._stances.get(pair.member.id)
            return Cell(words.standing_in(held.state), state=held.state) if held else Cell("")

        first, second = self._names
        return [
            Column(lambda: _("Country"), lambda p: Cell(words.named(p.member)),
                   lambda p: language.sort_key(words.named(p.member)), 0),
            Column(lambda: first, lambda p: rated(p.first.level), lambda p: p.first.level, 160),
            Column(lambda: second, lambda p: rated(p.second.level), lambda p: p.second.level, 160),
            Column(lambda: _("On record"), on_record, lambda p: on_record(p).text, 160,
                   tip=lambda: _("What the pledges in the file say today")),
        ]  # fmt: skip

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
