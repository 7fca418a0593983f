"""The tally page: the board of one council, and the countries behind the number looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.gui import theme
from upudesk.gui.behind import Behind
from upudesk.gui.figures_row import FiguresRow, gap_words, line_words
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.pages import Page
from upudesk.gui.parts import link, split
from upudesk.gui.segments import Segments
from upudesk.gui.tally_board import ALL, Board, BoardView, Kind, Sum, column_words, row_words
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Answer, Candidacy
from upudesk.needs import Gap, gap
from upudesk.tally import By, Key, Tally, cut, tally


class TallyPage(Page):
    """Sections under each other at the left; at the right the list that the board opens."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.council, self.by = Segments(), Segments()
        self.numbers = FiguresRow()
        self.print_link = link("", self.print_board)
        self.floor_link = link("", self.offer_floor_lists)
        self.board, self.behind = BoardView(), Behind(workplace)
        self.said = wrapping(role="quiet")
        self.sections = QVBoxLayout()
        self._count: Tally | None = None
        self._lay_out()
        self.council.chosen.connect(lambda _value: self.renew())
        self.by.chosen.connect(lambda _value: self.renew())
        self.board.chosen.connect(self._show_behind)
        self.board.opened.connect(self.behind.table.setFocus)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * theme.MARGIN)
        head.addWidget(self.council)
        head.addWidget(self.by)
        head.addStretch()
        head.addWidget(self.floor_link)
        head.addWidget(self.print_link)
        left = QWidget()
        self.sections.setContentsMargins(24, theme.MARGIN, 24, theme.MARGIN)
        self.sections.setSpacing(theme.MARGIN)
        left.setLayout(self.sections)
        self.sections.addLayout(head)
        self.sections.addWidget(self.numbers)
        self.sections.addWidget(self.board)
        self.sections.addWidget(self.said)
        self.sections.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(left)
        split(self, scroll, self.behind, (770, 430))

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.by.offer(
            _("Columns"),
            [
                (By.GROUP, _("Groups")), (By.BLOC, _("Blocs")), (By.FORM, _("Forms")),
                (By.RESPONSIBLE, _("Officials")),
            ],
        )  # fmt: skip
        self.print_link.setText(_("Print…"))
        self.print_link.setAccessibleName(_("Print board and pictures…"))
        self.print_link.setToolTip(self.print_link.accessibleName())
        self.floor_link.setText(_("Floor list…"))
        self.floor_link.setAccessibleName(self.floor_link.text())
        self.floor_link.setToolTip(_("Every member as the hall calls it, to be ticked on the day"))
        self.behind.word()
        self.renew()

    def renew(self) -> None:
        """Count anew."""
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        councils = words.our_councils(snapshot)
        self.council.offer(_("Council"), councils)
        self.board.table.setAccessibleName(_("Tally: levels and groups"))
        for part in (self.board, self.by, self.print_link, self.floor_link, self.behind):
            part.setVisible(bool(councils))
        if not councils:
            self.said.clear()
            self._show_numbers(None)
            return
        own = snapshot.get(Candidacy, self.council.value())
        self._count = tally(snapshot, own.id)
        self._show_numbers(gap(snapshot, own, self._count))
        by: By = self.by.value() or By.GROUP
        board = Board(self._count, cut(snapshot, self._count, by))
        self.board.show_board(snapshot, board, self.workplace.language)
        self.said.setText(breakable(self._explained(board)))

    def _explained(self, board: Board) -> str:
        day = _("As we have been told by {day}.").format(
            day=self.workplace.language.date(board.count.day)
        )
        overlap = {
            By.BLOC: _("A country counts in each of its blocs, so the columns overlap."),
            By.FORM: _("A country counts under the form of each side’s answer."),
        }.get(board.cut.by, "")
        asked = _("Asked means that no answer has come yet.")
        return " ".join(filter(None, (day, asked, overlap)))

    # -------------------------------------------------------------- numbers

    def _show_numbers(self, found: Gap | None) -> None:
        held = next((k for k, f in self.numbers.figures.items() if f.hasFocus()), "")
        fresh = FiguresRow()
        self.sections.replaceWidget(self.numbers, fresh)
        self.numbers.hide()
        self.numbers.deleteLater()
        self.numbers = fresh
        if found is None:
            fresh.say(_("This campaign has no candidacy of its own yet."))
            return
        number, count = self.workplace.language.number, found.count
        votes = count.by_vote()
        own = _("and our own ballot") if count.own else ""
        fresh.figure("promised", _("Promised (5 and 4)"), number(len(count.promised)), own,
                     lambda: self._look_at(Sum.PROMISED, ALL))  # fmt: skip
        unknown = _("{count} not known").format(count=number(len(votes[Answer.UNKNOWN])))
        fresh.figure("vote", _("Can vote"), number(len(votes[Answer.YES])), unknown,
                     lambda: self._look_at(Answer.YES, ALL))  # fmt: skip
        to_seats = lambda: self.workplace.turn_to("candidacies")  # noqa: E731
        fresh.figure("line", *line_words(found, number), to_seats)
        fresh.figure("gap", *gap_words(found, number), to_seats)
        fresh.stretch()
        if held:
            fresh.figures[held].setFocus()

    def _look_at(self, row: Kind, column: Key) -> None:
        self.board.look_at(row, column)
        self.board.table.setFocus()

    def _show_behind(self, row: Kind, column: Key) -> None:
        """The countries of the number that is looked at."""
        if self._count is None or self.board.board is None:
            return
        snapshot, by = self.workplace.snapshot, self.board.board.cut.by
        own = snapshot.get(Candidacy, self._count.candidacy)

        def title() -> str:
            across = "" if column == ALL else column_words(snapshot, by, column)
            return telling.dotted(words.council_of(snapshot, own), row_words(row), across)

        self.behind.show_members(self._count, self.board.behind(), title)

    def print_board(self) -> None:
        """Board and pictures of this council on paper."""
        from upudesk.gui.pictures_pane import show_paper

        show_paper(self.workplace, self.council.value(), self.window())

    def offer_floor_lists(self) -> None:
        """For the table, or for the pocket."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Floor list on A4…"), lambda: self.print_floor_list())
        menu.addAction(_("Slips by official on A5…"), lambda: self.print_floor_list(pocket=True))
        menu.popup(self.floor_link.mapToGlobal(self.floor_link.rect().bottomLeft()))

    def print_floor_list(self, *, pocket: bool = False) -> None:
        """For the day of the vote."""
        from upudesk.gui.papers import show_floor_list

        show_floor_list(self.workplace, self.window(), pocket=pocket)

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Look at the council of one of our candidacies."""
        self.council.choose(id)
        self.renew()

    def take_focus(self) -> None:
        self.board.table.setFocus()
