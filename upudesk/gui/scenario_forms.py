"""Forms in which one thing more is supposed: stances, ballots, rivals, seats, weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from upudesk import forecast_words, i18n, scenarios, tally, words
from upudesk.campaign import scenarios as acts
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form
from upudesk.gui.people_field import MembersField
from upudesk.gui.record_fields import DecimalField, MemberIdField, NumberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Answer, Council, Scenario, Standing
from upudesk.scenarios import Contest, Item, Rival, Stances, Voters, Weight
from upudesk.snapshot import Snapshot
from upudesk.tally import State
from upudesk.weights import USUAL, weights

ALL, PROMISED, HALF, OPEN = "all", "promised", "half", "open"
"""Which members of a group or a bloc are taken."""


class Supposing(Entry):
    """One supposition more for a scenario."""

    TITLE = N_("Suppose")

    def __init__(self, workplace: Workplace, scenario: str, parent: QWidget) -> None:
        self._workplace, self._scenario = workplace, scenario
        form = Form(columns=6)
        self.fill(form, workplace.snapshot)
        super().__init__(parent, _(self.TITLE), form, _("Suppose it"))
        self.resize(640, min(620, self.sizeHint().height()))
        self.watch()
        next(iter(form.fields.values())).setFocus()

    def fill(self, form: Form, snapshot: Snapshot) -> None:
        """Put the fields into the form."""
        raise NotImplementedError

    def item(self, said: Mapping[str, Any]) -> Item:
        """What is supposed, as the fields say it."""
        raise NotImplementedError

    def record(self) -> None:
        readers: dict[str, Callable[[], Any]] = {
            name: field.value  # type: ignore[attr-defined]
            for name, field in self.form.fields.items()
        }
        scenario = self._workplace.snapshot.get(Scenario, self._scenario)
        self._workplace.do(acts.suppose, scenario, self.item(collected(readers)))


class _OfMembers(Supposing):
    """Countries one by one, or those of a group or a bloc, from which some are taken out."""

    def _add_members(self, form: Form, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.of = Choice(_places(snapshot))
        self.which = Choice([
            (ALL, _("all of them")), (PROMISED, _("those that have promised")),
            (HALF, _("half of those: the less firm ones")),
            (OPEN, _("those without a yes or a no")),
        ])  # fmt: skip
        self.members = MembersField(snapshot)
        form.add("of", _("&From a group or bloc"), self.of, span=3)
        form.add("which", _("&Which of them"), self.which, span=3)
        for choice in (self.of, self.which):
            choice.currentIndexChanged.connect(lambda _at: self._choose())

    def _add_countries(self, form: Form) -> None:
        form.add("members", _("Coun&tries"), self.members, span=6)

    def _choose(self) -> None:
        """The countries that are meant stand in the field, where each can be taken out."""
        if self.of.value():
            self.members.put(_chosen(self._snapshot, self.of.value(), self.which.value()))
            self._make_room(True)


class StancesForm(_OfMembers):
    TITLE = N_("Suppose where countries stand")

    def fill(self, form: Form, snapshot: Snapshot) -> None:
        self._add_members(form, snapshot)
        states = [state for state in State if state is not State.OWN]
        shown = [(state, words.standing_in(state)) for state in states]
        form.add("state", _("They &stand at"), Choice(shown, State.UNDECIDED), span=3)
        ours = [(own.id, _short(snapshot, own.council)) for own in snapshot.ours]
        form.add("candidacy", _("For the c&ouncil"), Choice([("", _("all")), *ours]), span=3)
        self._add_countries(form)

    def item(self, said: Mapping[str, Any]) -> Item:
        own = (said["candidacy"],) if said["candidacy"] else ()
        return Stances(said["members"], said["state"], own, said["of"])


class VotersForm(_OfMembers):
    TITLE = N_("Suppose who can cast a ballot")

    def fill(self, form: Form, snapshot: Snapshot) -> None:
        self._add_members(form, snapshot)
        answers = [(Answer.NO, _("cannot vote")), (Answer.YES, _("can vote")),
                   (Answer.UNKNOWN, _("not known"))]  # fmt: skip
        form.add("answer", _("The&y"), Choice(answers), span=3)
        self._add_countries(form)

    def item(self, said: Mapping[str, Any]) -> Item:
        return Voters(said["members"], said["answer"], said["of"])


class RivalForm(Supposing):
    TITLE = N_("Suppose who stands")

    def fill(self, form: Form, snapshot: Snapshot) -> None:
        form.add("council", _("C&ouncil"), Choice(_bodies(snapshot)), span=2)
        form.add("member", _("Coun&try"), MemberIdField(snapshot), span=4)
        stands = [(Standing.DECLARED, _("stands")), (Standing.WITHDRAWN, _("does not stand"))]
        form.add("standing", _("&It"), Choice(stands), span=2)
        form.add("share", _("S&hare of the ballots, in percent"), DecimalField(), span=4)
        sitting = [(None, _("as recorded")), *((a, words.answer(a)) for a in Answer)]
        form.add("sitting", _("Sits &now"), Choice(sitting), span=2)
        form.add("spread", _("S&pread of the share, in percent"), DecimalField(), span=4)

    def item(self, said: Mapping[str, Any]) -> Item:
        share, spread = _share(said["share"]), _share(said["spread"])
        return Rival(
            said["council"], said["member"], said["standing"], share, spread, said["sitting"]
        )


class SeatsForm(Supposing):
    TITLE = N_("Suppose seats and a winning line")

    def fill(self, form: Form, snapshot: Snapshot) -> None:
        us = snapshot.candidate
        groups = [(group, words.group(group)) for group in range(1, 6)]
        form.add("council", _("C&ouncil"), Choice(_bodies(snapshot)), span=2)
        form.add("group", _("&Group"), Choice(groups, us.group if us else 1), span=4)
        form.add("seats", _("S&eats"), NumberField(), span=2)
        complete = [(None, _("as recorded")), (True, _("yes")), (False, _("no"))]
        form.add("complete", _("&List of candidates complete"), Choice(complete), span=4)
        form.add("line_newcomer", _("Line for a &newcomer"), DecimalField(), span=2)
        form.add("line_sitting", _("Line for a s&itting member"), DecimalField(), span=2)
        form.add("line_spread", _("S&pread, in votes"), DecimalField(), span=2)

    def item(self, said: Mapping[str, Any]) -> Item:
        return Contest(**said)


class WeightForm(Supposing):
    TITLE = N_("Suppose another swing or weight")

    def fill(self, form: Form, snapshot: Snapshot) -> None:
        self._weights = weights(snapshot)
        codes = ["swing", "group_swing", *(c for c in USUAL if not c.endswith("swing"))]
        self.code = Choice([(code, forecast_words.weight(code)) for code in codes])
        self.value_field = DecimalField()
        form.add("code", _("&Weight"), self.code, span=4)
        form.add("value", _("&Value"), self.value_field, span=2)
        self.code.currentIndexChanged.connect(lambda _at: self._hint())
        self._hint()

    def _hint(self) -> None:
        now = forecast_words.weighs(self._weights, self.code.value())
        self.value_field.setPlaceholderText(_("now {value}").format(value=now))

    def item(self, said: Mapping[str, Any]) -> Item:
        code, value = said["code"], said["value"]
        if value is None:
            raise InvalidRecord({"value": Message(N_("Type a number."))})
        if self._weights.percentage(code) is None:
            return Weight(code, value)
        if not 0 <= value <= 100:
            raise InvalidRecord({"value": Message(N_("A share lies between 0% and 100%."))})
        return Weight(code, round(self._weights.from_percentage(code, value / 100), 6))


FORMS: tuple[tuple[str, type[Supposing]], ...] = (
    (N_("Where countries stand…"), StancesForm),
    (N_("Who can cast a ballot…"), VotersForm),
    (N_("Who stands…"), RivalForm),
    (N_("Seats and winning line…"), SeatsForm),
    (N_("Swing or another weight…"), WeightForm),
)
"""What may be supposed, as the menu offers it."""


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _bodies(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(council.id, words.short(council)) for council in snapshot.councils]


def _short(snapshot: Snapshot, id: str) -> str:
    council = snapshot.find(Council, id)
    return words.short(council) if council else ""


def _places(snapshot: Snapshot) -> list[tuple[str, str]]:
    key = i18n.current().sort_key
    groups = [(str(group), words.group(group)) for group in range(1, 6)]
    blocs = sorted(((b.id, b.code) for b in snapshot.blocs), key=lambda one: key(one[1]))
    return [("", _("choose one by one")), *groups, *blocs]


def _chosen(snapshot: Snapshot, of: str, which: str) -> Sequence[str]:
    """Those of a group or a bloc that are meant, in the order of their names."""
    members = [member.id for member in scenarios.members_of(snapshot, of)]
    ours = [own.id for own in snapshot.ours]
    if which == HALF:
        members = list(scenarios.weaker_half(snapshot, ours, members))
    elif which in (PROMISED, OPEN):
        held = [tally.stances(snapshot, id) for id in ours]
        members = [id for id in members if any(_is(known[id], which) for known in held)]
    key = i18n.current().sort_key
    named = {m.id: key(words.named(m)) for m in snapshot.members}
    return sorted(members, key=lambda id: named[id])


def _is(stance: tally.Stance, which: str) -> bool:
    if which == PROMISED:
        return stance.promised
    return stance.state in (State.UNDECIDED, State.ASKED, State.NOT_ASKED)
