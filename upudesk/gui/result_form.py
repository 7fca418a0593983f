"""Entering the result of the vote: the totals, which is all that a secret ballot gives."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from upudesk import words
from upudesk.campaign.results import Outcome, record_result
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form, Line
from upudesk.gui.record_fields import NumberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Answer


class ResultForm(Entry):
    """Ballots cast, and for each of our candidacies the votes and whether we were elected."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        self._workplace = workplace
        super().__init__(parent, _("The result of the vote"), _form(workplace), _("Save"))
        self.resize(520, 330)
        self.watch()

    def record(self) -> None:
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        said = collected(readers)
        councils = [candidacy.council for candidacy in self._workplace.snapshot.ours]
        outcomes = {id: Outcome(said[f"votes {id}"], said[f"elected {id}"]) for id in councils}
        self._workplace.do(record_result, said["ballots_cast"], outcomes, said["source"])


def _form(workplace: Workplace) -> Form:
    form = Form(columns=2)
    form.add("ballots_cast", _("&Ballots cast"), NumberField())
    form.add("source", _("S&ource"), Line())
    answers = [
        (Answer.UNKNOWN, _("not known")),
        (Answer.YES, _("elected")),
        (Answer.NO, _("not elected")),
    ]
    for candidacy in workplace.snapshot.ours:
        council = workplace.snapshot.council_of(candidacy)
        code = words.short(council) if council else ""
        votes = _("{council}: votes for us").format(council=code)
        form.add(f"votes {candidacy.council}", votes, NumberField())
        outcome = _("{council}: outcome").format(council=code)
        form.add(f"elected {candidacy.council}", outcome, Choice(answers))
    return form
