"""The call list of a round: whom to ask again, and who has been since it began."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.gui import theme
from upudesk.gui.choosing import other_side
from upudesk.gui.parts import text
from upudesk.gui.segments import Segments
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Author
from upudesk.rounds import Call, calls


class RoundCalls(QDialog):
    """Those whom nobody asked again come first. Enter opens the country."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.council = Segments()
        self.said = text("", "quiet")
        self.model: RowsModel[Call] = RowsModel(self._columns(), lambda c: c.member.id, self)
        self.table = table_view(self.model, _("Whom to ask again"))
        self.close_button = QPushButton(_("Close"))
        self.close_button.setAutoDefault(False)
        self._lay_out()
        self.council.chosen.connect(lambda _value: self.renew())
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.close_button.clicked.connect(self.close)
        self.renew()
        self.table.setFocus()

    def _lay_out(self) -> None:
        number = self._workplace.language.number(self._workplace.snapshot.campaign.round)
        title = _("Round {number}: whom to ask again").format(number=number)
        self.setWindowTitle(title)
        self.resize(860, 560)
        top = QHBoxLayout()
        top.addWidget(text(title, strong=True, size=theme.LARGE), 1)
        top.addWidget(self.council)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        set_widths(self.table, self.model)

    def renew(self) -> None:
        snapshot = self._workplace.snapshot
        self.council.offer(_("Council"), words.our_councils(snapshot))
        rows = calls(snapshot, self.council.value())
        self.model.show(rows)
        self.table.selectRow(0)
        number = self._workplace.language.number
        waiting = sum(not call.asked for call in rows)
        told = ngettext(
            "{count} country has not been asked since the round began.",
            "{count} countries have not been asked since the round began.",
            waiting,
        )
        self.said.setText(told.format(count=number(waiting)))

    def _open(self, row: int) -> None:
        if id := self.model.key_of(row):
            self.accept()
            self._workplace.show(id)

    def _columns(self) -> list[Column[Call]]:
        language, snapshot = self._workplace.language, self._workplace.snapshot

        def country(call: Call) -> Cell:
            return Cell(words.named(call.member), state=call.stance.state,
                        other=other_side(call.stance))  # fmt: skip

        def since(call: Call) -> Cell:
            if not call.since:
                return Cell(_("not asked again"), tone="quiet")
            day = telling.when(call.since[0])
            if call.answered:
                answer = next(p for p in call.since if p.level > 0)
                return Cell(telling.dotted(words.level(answer.level), day))
            return Cell(telling.dotted(_("asked, no answer yet"), day))

        def responsible(call: Call) -> Cell:
            author = snapshot.find(Author, call.member.responsible)
            return Cell(author.name if author else "", author.name if author else "", tone="quiet")

        def gain(call: Call) -> Cell:
            return Cell(language.number(call.gain, 2), right=True)

        return [
            Column(lambda: _("Country"), country, lambda c: 0, 270),
            Column(lambda: _("Since the round began"), since, lambda c: 0, 210),
            Column(lambda: _("A firm promise adds"), gain, lambda c: 0, 150, right=True,
                   tip=lambda: _("Expected votes that a firm promise given today would add")),
            Column(lambda: _("Official"), responsible, lambda c: 0, 0),
        ]  # fmt: skip
