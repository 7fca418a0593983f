"""What follows a result: the shift that is taken over with a reason, and the next round."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from upudesk.campaign.rounds import begin_next_round
from upudesk.campaign.weights_edits import shift_all
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Area, Form
from upudesk.gui.record_fields import DateField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _


class ShiftForm(Entry):
    """Every hold rate is shifted by as much, and each of them gets this reason."""

    def __init__(self, workplace: Workplace, by: float, usual: str, parent: QWidget) -> None:
        self._workplace, self._by = workplace, by
        form = Form()
        form.add("reason", _("&Reason, kept with each hold rate"), Area(usual, lines=3))
        super().__init__(parent, _("Shift all hold rates"), form, _("Take over"))
        self.resize(520, 250)
        self.watch()

    def record(self) -> None:
        field = self.form.fields["reason"]
        assert isinstance(field, Area)
        self._workplace.do(shift_all, self._by, field.value().strip())


class RoundForm(Entry):
    """The day from which statements are about the new round, and the day of its vote."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        self._workplace = workplace
        today = workplace.snapshot.today
        form = Form(columns=2)
        form.add("began_on", _("The round &begins on"), DateField(today, today))
        form.add("vote_on", _("It is &voted on"), DateField(today, None))
        super().__init__(parent, _("Begin the next round"), form, _("Begin"))
        self.resize(520, 210)
        self.watch()

    def record(self) -> None:
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        said = collected(readers)
        self._workplace.do(begin_next_round, said["began_on"], said["vote_on"])
