"""Taking steps back, doing them again, and erasing for good, as new changes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from upudesk.errors import N_, NothingToUndo, UndoBlocked
from upudesk.journal import (
    EXISTENCE,
    EXPUNGED,
    OF_ERASURE,
    WHY,
    Change,
    Draft,
    Place,
    Reason,
    Step,
    step_of_change,
)
from upudesk.model import Campaign
from upudesk.values import Value

Stacks = tuple[list[Step], list[Step]]
"""What undo would take back, and what redo would do again; the next one last."""


def undo_and_redo(steps: Iterable[Step]) -> Stacks:
    """One writer's steps, in order, as the two stacks."""
    stacks: Stacks = ([], [])
    for step in steps:
        stacks = after_step(stacks, step)
    return stacks


LOGGED = "export.log"
"""The action of a step that notes what went out: that has happened, and stays noted."""


def stands_alone(step: Step) -> bool:
    """Whether it is one that can be taken back by itself, as long as nothing depends on it."""
    return not step.undoes and step.action not in ("expunge", LOGGED)


def after_step(stacks: Stacks, step: Step) -> Stacks:
    """The stacks once a step is taken. An erasure cannot be taken back, so it stands on neither;
    nor does a note of what went out, which leaves both as they were."""
    done, undone = stacks
    if step.action == LOGGED:
        return stacks
    if step.action == "expunge":
        return done, []
    if step.undoes:
        done.pop()
        undone.append(step)
    elif step.redoes:
        undone.pop()
        done.append(step)
    else:
        done.append(step)
        undone = []
    return done, undone


TAKE_BACK = "step.take_back"
"""The action of a step that takes back one other of anyone's, whose id is its last subject."""


def out_of_force(steps: Sequence[Step]) -> set[str]:
    """Ids of the steps that are undone now: later ones, in force themselves, took them back."""
    undone: set[str] = set()
    for step in reversed(steps):
        if step.id in undone:
            continue
        if step.undoes or step.redoes:
            undone.add(step.undoes or step.redoes)
        elif step.action == TAKE_BACK and step.subject:
            undone.add(step.subject[-1])
    return undone


class _Said(NamedTuple):
    """The changes of one step by their fields and by their ids."""

    before: Mapping[Place, frozenset[str]]
    after: Mapping[Place, frozenset[str]]
    changes: Mapping[str, Change]


@dataclass(frozen=True)
class Reversal:
    """Taking back one original step, or doing it again, as drafts of new changes.

    Undoing a step leaves heads of its own that say what earlier ones said; so whether a step is
    still in force is asked of what heads stand for, not of the heads alone.
    """

    heads: Mapping[Place, Sequence[Change]]
    step_of: Callable[[str], Step]
    blank: Callable[[str, str], Value]
    _sorted: dict[str, _Said] = field(default_factory=dict)
    """By step: what it said, put in order but once, for steps of many thousand changes."""

    def _said(self, step: Step) -> _Said:
        if step.id not in self._sorted:
            self._sorted[step.id] = _Said(
                _before(step), _after(step), {c.id: c for c in step.changes}
            )
        return self._sorted[step.id]

    def original(self, step: Step) -> Step:
        """The step that a chain of undoing and redoing began with."""
        while step.undoes or step.redoes:
            step = self.step_of(step.undoes or step.redoes)
        return step

    def undo(self, step: Step) -> list[Draft]:
        """Put back what an original step replaced; raises UndoBlocked.

        A dispute that it had answered is open again. What a new record said stays under its
        deletion, so that redo needs only to revive it.
        """
        before, after = _before(step), _after(step)
        for place in after:
            self._require(place, after[place])
        new = _new_records(step)
        return [
            draft
            for place in after
            if not _within(new, place)
            for draft in self._drafts(step, place, self._values(place, before[place]))
        ]

    def take_back(self, step: Step) -> list[Draft]:
        """Undo a step, whoever wrote it; raises NothingToUndo, UndoBlocked."""
        if not stands_alone(step):
            raise NothingToUndo(N_("This step cannot be taken back by itself."))
        try:
            drafts = self.undo(self.original(step))
        except UndoBlocked as blocked:
            if self._took_back(blocked.message.gaps["step"], step):
                raise NothingToUndo(N_("This step is taken back already.")) from blocked
            raise
        if not drafts or any(_unfounds(draft) for draft in drafts):
            raise NothingToUndo(N_("This step cannot be taken back by itself."))
        return drafts

    def _took_back(self, later: object, step: Step) -> bool:
        if not isinstance(later, Step):
            return False
        named = later.action == TAKE_BACK and later.subject[-1:] == (step.id,)
        return named or bool(later.undoes and self.original(later).id == self.original(step).id)

    def replaced_by(self, step: Step) -> dict[Place, Value]:
        """What was shown in the fields that a step changed, before it."""
        kinds = {c.place: c.kind for c in step.changes}
        found: dict[Place, Value] = {}
        for place, ids in _before(step).items():
            blank = False if place[1] == EXISTENCE else self.blank(kinds[place], place[1])
            found[place] = (self._values(place, ids) or [blank])[-1]
        return found

    def redo(self, step: Step) -> list[Draft]:
        """Say again what an original step said; raises UndoBlocked."""
        before, after = _before(step), _after(step)
        drafts, new = [], _new_records(step)
        for place in after:
            if _within(new, place):
                self._require(place, after[place])
            else:
                self._require(place, before[place])
                drafts += self._drafts(step, place, self._values(place, after[place]))
        return drafts

    def _require(self, place: Place, expected: frozenset[str]) -> None:
        heads = self.heads.get(place, ())
        if self._stands_for(place, frozenset(c.id for c in heads)) != self._stands_for(
            place, expected
        ):
            raise UndoBlocked(
                N_("This cannot be taken back: “{step}” came after it and depends on it."),
                step=self.step_of(heads[-1].step) if heads else place[0],
            )

    def _stands_for(self, place: Place, ids: frozenset[str]) -> frozenset[str]:
        """The original changes whose word these changes carry on."""
        steps = {step_of_change(id) for id in ids}
        if len(steps) != 1:
            return ids
        step = self.step_of(steps.pop())
        original = self.original(step)
        if step.undoes:
            return self._stands_for(place, self._said(original).before[place])
        return self._said(original).after[place] if step.redoes else ids

    def _values(self, place: Place, ids: frozenset[str]) -> list[Value]:
        """What these changes said, the one to be shown last; nothing of what was erased."""
        said = [self._said(self.step_of(step_of_change(id))).changes[id] for id in ids]
        return [
            c.value for c in sorted(said, key=lambda c: c.rank) if c.place == place and not c.erased
        ]

    def _drafts(self, step: Step, place: Place, values: Sequence[Value]) -> list[Draft]:
        said = self._said(step)
        kind = said.changes[next(iter(said.after[place]))].kind
        record, name = place
        if not values:
            values = [False if name == EXISTENCE else self.blank(kind, name)]
        ids = tuple(c.id for c in self.heads.get(place, ()))
        return [Draft(kind, record, name, value, Reason.UNDONE, ids) for value in values]


def _after(step: Step) -> dict[Place, frozenset[str]]:
    """What a step put in force, by place."""
    by_place = _by_place(step)
    return {place: frozenset(c.id for c in by_place[place]) for place in sorted(by_place)}


def _before(step: Step) -> dict[Place, frozenset[str]]:
    """What a step put out of force, by place."""
    by_place = _by_place(step)
    return {
        place: frozenset(id for c in by_place[place] for id in c.replaces)
        for place in sorted(by_place)
    }


def _by_place(step: Step) -> dict[Place, list[Change]]:
    """What a step said of each field; a step of many thousand changes is grouped but once."""
    found: dict[Place, list[Change]] = defaultdict(list)
    for change in step.changes:
        if change.field not in OF_ERASURE:
            found[change.place].append(change)
    return found


def _new_records(step: Step) -> frozenset[str]:
    """The records that a step made."""
    return frozenset(c.record for c in step.changes if c.field == EXISTENCE and not c.replaces)


def _within(new: frozenset[str], place: Place) -> bool:
    """Whether a place is a field of a record that the step itself made."""
    record, field = place
    return field != EXISTENCE and record in new


def _unfounds(draft: Draft) -> bool:
    """Without its own record a campaign is none."""
    return draft.kind == Campaign.KIND and draft.field == EXISTENCE and not draft.value


def erasing(
    kind: str, record: str, field: str | None, said: Sequence[Change],
    heads: Mapping[Place, Sequence[Change]], blank: Callable[[str, str], Value], why: str = "",
) -> list[Draft]:  # fmt: skip
    """The changes of an erasure: what is gone, why, and blanks in its place."""
    gone: Value = sorted({c.id for c in said})
    drafts = [Draft(kind, record, EXPUNGED, gone, Reason.CORRECTED)]
    if why:
        drafts.append(Draft(kind, record, WHY, why, Reason.CORRECTED))
    for name in sorted({c.field for c in said}):
        ids = tuple(c.id for c in heads.get((record, name), ()))
        drafts.append(Draft(kind, record, name, blank(kind, name), Reason.CORRECTED, ids))
    if field is None:
        ids = tuple(c.id for c in heads.get((record, EXISTENCE), ()))
        drafts.append(Draft(kind, record, EXISTENCE, False, Reason.CORRECTED, ids))
    return drafts
