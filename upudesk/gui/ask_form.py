"""Asking again: that we asked for confirmation, and what is to be done until the answer comes."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.campaign import pledges
from upudesk.campaign.plan import Plan
from upudesk.campaign.statements import ask_again
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form, Line
from upudesk.gui.member_field import MemberField
from upudesk.gui.parts import text
from upudesk.gui.pledge_fields import CouncilField
from upudesk.gui.record_fields import DateField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, FollowUp, Level, Member, Pledge
from upudesk.snapshot import Snapshot


class AskForm(Entry):
    """Whom we asked and when; with a day or a word below it, a follow-up is written too."""

    def __init__(self, workplace: Workplace, before: Pledge, parent: QWidget | None = None) -> None:
        self._workplace, self._before = workplace, before
        snapshot = workplace.snapshot
        self._member = snapshot.get(Member, before.member)
        super().__init__(parent, _("Ask for confirmation"), self._fields(snapshot), _("Save"))
        said = telling.dotted(telling.when(before), words.level(before.level))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        explained = _(
            "We asked them to confirm what they said ({said}). It stays in force until they answer."
        )
        column.insertWidget(1, text(explained.format(said=said), "quiet"))
        self.resize(760, 440)
        self.watch()
        self.kept_as(workplace, "ask", before.id)
        self.form.fields["said_to"].setFocus()

    def _fields(self, snapshot: Snapshot) -> Form:
        before = self._before
        about = {p.candidacy for p in (before, *pledges.said_together(snapshot, before))}
        form = Form(columns=6)
        country = MemberField(snapshot, self._member)
        country.setEnabled(False)
        form.add("member", _("Coun&try"), country, span=4)
        form.add("councils", _("&About"), CouncilField(snapshot, about), span=2)
        whom = before.said_by or telling.speaker(before, snapshot)
        if before.level is Level.ASKED:
            whom = before.said_to
        form.add("said_to", _("&Whom we asked"), Line(whom), span=4)
        form.add("given_on", _("W&hen"), DateField(snapshot.today, snapshot.today), span=2)
        form.add("note", _("&Note"), Line(), span=6)
        form.add("what", _("&To do until they answer"), Line(hint=self._usual()), span=6)
        form.add("due_on", _("&Until"), DateField(snapshot.today, None, last=True), span=2)
        owners = [("", _("nobody yet")), *((a.id, a.name) for a in snapshot.authors)]
        form.add("owner", _("Who &does it"), Choice(owners, self._member.responsible), span=4)
        return form

    def _usual(self) -> str:
        return _("Get the confirmation of {country}").format(country=words.named(self._member))

    def record(self) -> None:
        said = collected({
            name: field.value  # type: ignore[attr-defined]
            for name, field in self.form.fields.items()
        })  # fmt: skip
        self._workplace.do(_ask, said, self._usual())

    def named_problems(self, fault: Any) -> dict[str, Any]:
        return {{"candidacy": "councils"}.get(n, n): said for n, said in fault.problems.items()}


def _ask(snapshot: Snapshot, said: dict[str, Any], usual: str) -> Plan:
    request = Pledge(
        member=said["member"].id,
        level=Level.ASKED,
        said_to=said["said_to"],
        given_on=said["given_on"],
        note=said["note"],
    )
    about = [snapshot.get(Candidacy, id) for id in said["councils"]]
    to_do = None
    if said["what"] or said["due_on"]:
        to_do = FollowUp(what=said["what"] or usual, due_on=said["due_on"], owner=said["owner"])
    return ask_again(snapshot, pledges.for_candidacies(request, about), to_do)
