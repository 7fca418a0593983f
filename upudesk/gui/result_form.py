"""Entering the result of the vote: the totals, which is all that a secret ballot gives."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from upudesk import after_words, rules, words
from upudesk.campaign.results import Outcome, record_result, results_of_round
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form, Line
from upudesk.gui.record_fields import NumberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Answer, Candidacy, Council, Member, Result


class ResultForm(Entry):
    """Ballots cast, and for each of our candidacies the votes and whether we were elected; behind a
    fold the same for everybody else who stood, by council and group."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        self._workplace = workplace
        super().__init__(parent, _title(workplace), _form(workplace), _("Save"))
        self.resize(580, 400)
        self.watch()
        self.kept_as(workplace, "result", str(workplace.snapshot.campaign.round))

    def record(self) -> None:
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        said = collected(readers)
        snapshot = self._workplace.snapshot

        def outcome(id: str) -> Outcome:
            return Outcome(said[f"votes {id}"], said[f"elected {id}"])

        ours = {own.council: outcome(own.council) for own in snapshot.ours}
        rivals = {stood.id: outcome(stood.id) for stood in _others(self._workplace)}
        self._workplace.do(record_result, said["ballots_cast"], ours, said["source"], rivals)


def _title(workplace: Workplace) -> str:
    number = workplace.snapshot.campaign.round
    if number == 1:
        return _("The result of the vote")
    return _("The result of round {number}").format(number=workplace.language.number(number))


def _others(workplace: Workplace) -> list[Candidacy]:
    snapshot = workplace.snapshot
    mine = snapshot.campaign.candidate
    return [stood for stood in after_words.in_order(snapshot) if stood.member != mine]


def _form(workplace: Workplace) -> Form:
    snapshot = workplace.snapshot
    known = results_of_round(snapshot)
    ours = [known[key] for own in snapshot.ours if (key := (own.member, own.council)) in known]
    form = Form(columns=2)
    form.add("ballots_cast", _("&Ballots cast"), NumberField(snapshot.campaign.ballots_cast))
    form.add("source", _("S&ource"), Line(ours[0].source if ours else ""))
    for own in snapshot.ours:
        code = words.council_of(snapshot, own)
        votes = _("{council}: votes for us").format(council=code)
        outcome = _("{council}: outcome").format(council=code)
        _ask(form, own.council, known.get((own.member, own.council)), votes, outcome)
    if others := _others(workplace):
        form.fold(_("Other &candidates"), _("F&ewer fields"))
        for stood in others:
            name = _named(workplace, stood)
            result = known.get((stood.member, stood.council))
            votes = _("{candidate}: votes").format(candidate=name)
            outcome = _("{candidate}: outcome").format(candidate=name)
            _ask(form, stood.id, result, votes, outcome)
    return form


def _ask(form: Form, id: str, result: Result | None, votes: str, outcome: str) -> None:
    answers = [
        (Answer.UNKNOWN, _("not known")),
        (Answer.YES, _("elected")),
        (Answer.NO, _("not elected")),
    ]
    form.add(f"votes {id}", votes, NumberField(result.votes if result else None))
    elected = Choice(answers, result.elected if result else Answer.UNKNOWN)
    form.add(f"elected {id}", outcome, elected)


def _named(workplace: Workplace, stood: Candidacy) -> str:
    """Such as “CA 4, Kenya”: council, group, country."""
    snapshot = workplace.snapshot
    council, member = snapshot.find(Council, stood.council), snapshot.find(Member, stood.member)
    group = rules.group_of(snapshot, stood)
    number = workplace.language.number(group) if group else "?"
    code = words.short(council) if council else ""
    return _("{council} {group}, {country}").format(
        council=code, group=number, country=words.named(member) if member else stood.member
    )
