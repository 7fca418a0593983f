"""The quick log: one statement, for CA and POC together where it was about both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from upudesk import words
from upudesk.campaign import pledges
from upudesk.campaign.plan import Plan
from upudesk.campaign.statements import log_statement
from upudesk.dates import TypedDay
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.days import DayField
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Area, Choice, Form, Line, Tick
from upudesk.gui.level_field import LevelField
from upudesk.gui.member_field import MemberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, Level, Member, Pledge, Precision
from upudesk.model import Form as Shape
from upudesk.model import Side as Speaker
from upudesk.snapshot import Snapshot


class CouncilField(QWidget):
    """A box to tick for each council that we stand for."""

    changed = Signal()

    def __init__(self, snapshot: Snapshot, chosen: set[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[str, Tick] = {}
        for candidacy in snapshot.ours:
            council = snapshot.council_of(candidacy)
            box = Tick(words.short(council) if council else "")
            box.setAccessibleName(box.text())
            box.setChecked(candidacy.id in chosen)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[candidacy.id] = box
            row.addWidget(box)
        row.addStretch()
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> list[str]:
        return [candidacy for candidacy, box in self.boxes.items() if box.isChecked()]


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
        super().__init__(parent, title, _form(workplace, member, before), _("Save"))
        self.resize(880, 600)
        self.level.changed.connect(self._suit_level)
        self._suit_level()
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
        for name in ("form", "side", "said_by", "source", "condition", "fades_on"):
            self.form.set_shown(name, not asked)

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
            said |= {"form": None, "side": None, "said_by": "", "source": "", "condition": ""}
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
        return readers | {"level": self._chosen_level, "reported_on": self._reported}

    def _chosen_level(self) -> Level:
        level = self.level.value()
        if level is None:
            raise InvalidRecord({"level": Message(N_("Choose a level: 5 to 1, or 0 for asked."))})
        return level

    def _reported(self) -> TypedDay | None:
        field = self.form.fields["reported_on"]
        assert isinstance(field, DayField)
        return field.value()

    def named_problems(self, fault: InvalidRecord) -> dict[str, Message]:
        renamed = {"candidacy": "councils"}
        return {renamed.get(name, name): message for name, message in fault.problems.items()}


def _log(snapshot: Snapshot, candidacies: list[str], said: dict[str, Any]) -> Plan:
    """One statement, one pledge for each council, one step."""
    about = [snapshot.get(Candidacy, id) for id in candidacies]
    return log_statement(snapshot, pledges.for_candidacies(Pledge(**said), about))


def _form(workplace: Workplace, member: Member | None, before: Pledge | None) -> Form:
    snapshot, today = workplace.snapshot, workplace.snapshot.today
    old = before or Pledge(
        form=workplace.remembered("form"),
        side=workplace.remembered("side", Speaker.CAPITAL),
        given_on=today,
    )
    chosen = {old.candidacy} if before else {candidacy.id for candidacy in snapshot.ours}
    form = Form(columns=6)
    form.add("member", _("Coun&try"), MemberField(snapshot, member), span=4)
    councils = CouncilField(snapshot, chosen)
    councils.setEnabled(before is None)
    form.add("councils", _("&About"), councils, span=2)
    level = LevelField()
    if before:
        level.choose(before.level)
    form.add("level", _("&Level: keys 5 4 3 2 1, 0 for asked"), level, span=6)
    shapes = [(None, _("Choose…")), *((shape, words.form(shape)) for shape in Shape)]
    form.add("form", _("&Form"), Choice(shapes, old.form), span=2)
    sides = [(side, words.side(side)) for side in Speaker]
    form.add("side", _("Si&de that spoke"), Choice(sides, old.side), span=2)
    monthly = old.precision is Precision.MONTH
    form.add("given_on", _("&When"), DayField(today, old.given_on, month_only=monthly), span=2)
    form.add("said_by", _("Said &by"), Line(old.said_by), span=2)
    form.add("source", _("S&ource"), Line(old.source), span=4)
    form.add("said_to", _("To who&m, or whom we asked"), Line(old.said_to), span=2)
    hint = _("if the day itself is not known, clear “When”")
    reported = DayField(today, old.reported_on)
    reported.line.setToolTip(hint)
    form.add("reported_on", _("&Reported on"), reported, span=2)
    form.add("fades_on", _("&Holds until"), DayField(today, old.fades_on), span=2)
    form.add("words", _("E&xact words"), Area(old.words, lines=3), span=6)
    form.add("condition", _("&Condition"), Line(old.condition), span=3)
    form.add("note", _("&Note"), Line(old.note), span=3)
    return form
