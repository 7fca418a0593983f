"""The quick log: one statement, for CA and POC together where it was about both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.campaign import pledges
from upudesk.campaign.plan import Plan
from upudesk.campaign.statements import (
    as_said_again,
    log_change_of_mind,
    log_statement,
    reconfirm,
)
from upudesk.dates import TypedDay
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.days import DayField
from upudesk.gui.drafts import Waiting
from upudesk.gui.entry import Entry, collected
from upudesk.gui.level_field import LevelField
from upudesk.gui.member_field import MemberField
from upudesk.gui.parts import text
from upudesk.gui.pledge_fields import OF_AN_ANSWER, Start, offer_known, pledge_form
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, Level, Member, Pledge, Precision, Side, new_id
from upudesk.snapshot import Snapshot


class Purpose(StrEnum):
    """What a statement is logged for."""

    LOG = "log"
    CORRECT = "correct"
    CHANGE_MIND = "change_mind"
    RECONFIRM = "reconfirm"


class QuickLog(Entry):
    """Log a statement; correct one that was logged wrongly; log that they changed their mind, or
    have said the same again. `before` is the statement that the last three are about."""

    def __init__(
        self,
        workplace: Workplace,
        member: Member | None = None,
        before: Pledge | None = None,
        parent: QWidget | None = None,
        *,
        purpose: Purpose | None = None,
        draft: Waiting | None = None,
    ) -> None:
        if draft is not None:
            before, purpose = _begun(workplace.snapshot, draft)
        self._workplace, self._before = workplace, before
        self.purpose = purpose or (Purpose.CORRECT if before else Purpose.LOG)
        if before is not None:
            member = workplace.snapshot.find(Member, before.member)
        start = _start(workplace, self.purpose, before)
        title, explained = _words(self.purpose, before)
        super().__init__(parent, title, pledge_form(workplace, member, start), _("Save"))
        self.resize(880, 684 if explained else 632)
        if explained:
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(1, text(explained, "quiet"))
        self.level.changed.connect(self._suit_level)
        self._suit_level()
        self._suit_member(start.pledge if before else None)
        country = self.form.fields["member"]
        assert isinstance(country, MemberField)
        country.changed.connect(self._suit_member)
        if self.purpose is not Purpose.CORRECT:
            self._day("reported_on").line.textEdited.connect(self._day("given_on").give_way)
        name = draft.name if draft else f"pledge {new_id()}"
        self.keep_drafts(workplace, name, draft, edits=self.purpose is Purpose.CORRECT)
        self.watch()
        self.form.fields[self._first(member)].setFocus()

    def _first(self, member: Member | None) -> str:
        """Where typing begins."""
        if self.purpose is Purpose.RECONFIRM:
            return "source"
        return "member" if member is None else "level"

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

    # -------------------------------------------------------------- the draft

    def typed(self) -> dict[str, Any]:
        before = self._before.id if self._before else ""
        return super().typed() | {"purpose": self.purpose, "before": before}

    # -------------------------------------------------------------- reading the form

    def record(self) -> None:
        said = self._said()
        councils = said.pop("councils")
        if self._before is None:
            self._workplace.do(_log, councils, said)
        elif self.purpose is Purpose.CORRECT:
            self._workplace.do(pledges.correct_pledge, self._before, replace(self._before, **said))
        elif self.purpose is Purpose.CHANGE_MIND:
            self._workplace.do(_change, self._before, councils, said)
        else:
            self._workplace.do(_reconfirm, councils, said)
        form = self.form.fields["form"].value()  # type: ignore[attr-defined]
        side = self.form.fields["side"].value()  # type: ignore[attr-defined]
        self._workplace.remember(form=form, side=side)

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


def _begun(snapshot: Snapshot, draft: Waiting) -> tuple[Pledge | None, Purpose]:
    """The statement that a draft is about, and what for; a new one where that statement is gone."""
    before = snapshot.find(Pledge, str(draft.said.get("before", "")))
    told = str(draft.said.get("purpose", ""))
    if before is None or told not in set(Purpose) - {Purpose.LOG}:
        return None, Purpose.LOG
    return before, Purpose(told)


def _start(workplace: Workplace, purpose: Purpose, before: Pledge | None) -> Start:
    """What the form begins with; of a new statement, what the last one was like."""
    snapshot = workplace.snapshot
    if before is None:
        form, side = workplace.remembered("form"), workplace.remembered("side", Side.CAPITAL)
        blank = Pledge(form=form, side=side, given_on=snapshot.today)
        return Start(blank, frozenset(candidacy.id for candidacy in snapshot.ours))
    if purpose is Purpose.CORRECT:
        return Start(before, frozenset({before.candidacy}), levelled=True, councils_fixed=True)
    same = purpose is Purpose.RECONFIRM
    again = as_said_again(snapshot, before)
    about = (before, *pledges.said_together(snapshot, before))
    return Start(
        again if same else replace(again, condition=""),
        frozenset(pledge.candidacy for pledge in about),
        levelled=same,
        member_fixed=True,
    )


def _words(purpose: Purpose, before: Pledge | None) -> tuple[str, str]:
    """The title, and one sentence that says what will become of the earlier statement."""
    said = telling.dotted(telling.when(before), words.level(before.level)) if before else ""
    match purpose:
        case Purpose.CORRECT:
            return _("Correct a pledge"), _(
                "This mends what was logged wrongly, as if it had always been logged so. If they "
                "say something else now, log a change of mind instead."
            )
        case Purpose.CHANGE_MIND:
            return _("Log a change of mind"), _(
                "They say something else now. What they said before ({said}) stays as it was, on "
                "its own day; if it was only logged wrongly, correct it instead."
            ).format(said=said)
        case Purpose.RECONFIRM:
            return _("Log a reconfirmation"), _(
                "They have said the same again. What they said before ({said}) stays as it was."
            ).format(said=said)
    return _("Log a pledge"), ""


def _log(snapshot: Snapshot, candidacies: list[str], said: dict[str, Any]) -> Plan:
    """One statement, one pledge for each council, one step."""
    return log_statement(snapshot, _pledges(snapshot, candidacies, said))


def _change(
    snapshot: Snapshot, before: Pledge, candidacies: list[str], said: dict[str, Any]
) -> Plan:
    return log_change_of_mind(snapshot, before, _pledges(snapshot, candidacies, said))


def _reconfirm(snapshot: Snapshot, candidacies: list[str], said: dict[str, Any]) -> Plan:
    return reconfirm(snapshot, _pledges(snapshot, candidacies, said))


def _pledges(snapshot: Snapshot, candidacies: list[str], said: dict[str, Any]) -> list[Pledge]:
    about = [snapshot.get(Candidacy, id) for id in candidacies]
    return pledges.for_candidacies(Pledge(**said), about)
