"""The quick log: one statement, for CA and POC together where it was about both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from upudesk.campaign import pledges
from upudesk.campaign.plan import Plan
from upudesk.campaign.statements import log_statement
from upudesk.dates import TypedDay
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.days import DayField
from upudesk.gui.entry import Entry, collected
from upudesk.gui.level_field import LevelField
from upudesk.gui.member_field import MemberField
from upudesk.gui.pledge_fields import OF_AN_ANSWER, offer_known, pledge_form
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, Level, Member, Pledge, Precision
from upudesk.snapshot import Snapshot


class QuickLog(Entry):
    """Log a statement, or correct one that was logged wrongly."""

    def __init__(
        self,
        workplace: Workplace,
        member: Member | None = None,
        before: Pledge | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._workplace, self._before = workplace, before
        title = _("Correct a pledge") if before else _("Log a pledge")
        super().__init__(parent, title, pledge_form(workplace, member, before), _("Save"))
        self.resize(880, 632)
        self.level.changed.connect(self._suit_level)
        self._suit_level()
        self._suit_member(before)
        country = self.form.fields["member"]
        assert isinstance(country, MemberField)
        country.changed.connect(self._suit_member)
        if before is None:
            self._day("reported_on").line.textEdited.connect(self._day("given_on").give_way)
        self.watch()
        self.form.fields["member" if member is None else "level"].setFocus()

    @property
    def level(self) -> LevelField:
        field = self.form.fields["level"]
        assert isinstance(field, LevelField)
        return field

    def _suit_level(self) -> None:
        """Asked: to whom. Anything else: in which form, by which side, from where."""
        asked = self.level.value() is Level.ASKED
        for name in OF_AN_ANSWER:
            self.form.set_shown(name, not asked)

    def _suit_member(self, before: Pledge | None = None) -> None:
        offer_known(self.form, self._workplace.snapshot, before)

    def _day(self, name: str) -> DayField:
        field = self.form.fields[name]
        assert isinstance(field, DayField)
        return field

    # -------------------------------------------------------------- reading the form

    def record(self) -> None:
        said = self._said()
        if self._before is not None:
            self._workplace.do(pledges.correct_pledge, self._before, self._corrected(said))
        else:
            self._workplace.do(_log, said.pop("councils"), said)
        form = self.form.fields["form"].value()  # type: ignore[attr-defined]
        side = self.form.fields["side"].value()  # type: ignore[attr-defined]
        self._workplace.remember(form=form, side=side)

    def _corrected(self, said: dict[str, Any]) -> Pledge:
        assert self._before is not None
        said.pop("councils")
        return replace(self._before, **said)

    def _said(self) -> dict[str, Any]:
        """What the form says, as fields of a pledge; raises InvalidRecord with all problems."""
        said = collected(self._readers())
        member: Member = said.pop("member")
        given: TypedDay | None = said.pop("given_on")
        reported: TypedDay | None = said.pop("reported_on")
        fades: TypedDay | None = said.pop("fades_on")
        if said["level"] is Level.ASKED:
            blank = Pledge()
            said |= {name: getattr(blank, name) for name in OF_AN_ANSWER}
            fades = None
        return said | {
            "member": member.id,
            "given_on": given.day if given else None,
            "precision": given.precision if given else Precision.REPORTED,
            "reported_on": reported.last if reported else None,
            "fades_on": fades.last if fades else None,
        }

    def _readers(self) -> dict[str, Callable[[], Any]]:
        readers: dict[str, Callable[[], Any]] = {
            name: field.value  # type: ignore[attr-defined]
            for name, field in self.form.fields.items()
        }
        return readers | {"level": self._chosen_level}

    def _chosen_level(self) -> Level:
        level = self.level.value()
        if level is None:
            raise InvalidRecord({"level": Message(N_("Choose a level: 5 to 1, or 0 for asked."))})
        return level

    def named_problems(self, fault: InvalidRecord) -> dict[str, Message]:
        renamed = {"candidacy": "councils"}
        return {renamed.get(name, name): message for name, message in fault.problems.items()}


def _log(snapshot: Snapshot, candidacies: list[str], said: dict[str, Any]) -> Plan:
    """One statement, one pledge for each council, one step."""
    about = [snapshot.get(Candidacy, id) for id in candidacies]
    return log_statement(snapshot, pledges.for_candidacies(Pledge(**said), about))
