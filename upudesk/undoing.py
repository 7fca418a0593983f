"""Taking steps back, doing them again, and erasing for good, as new changes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from upudesk.errors import N_, NothingToUndo, UndoBlocked
from upudesk.journal import (
    EXISTENCE,
    EXPUNGED,
    Change,
    Draft,
    Place,
    Reason,
    Step,
    step_of_change,
)
from upudesk.values import Value

Stacks = tuple[list[Step], list[Step]]
"""What undo would take back, and what redo would do again; the next one last."""


def undo_and_redo(steps: Iterable[Step]) -> Stacks:
    """One writer's steps, in order, as the two stacks."""
    stacks: Stacks = ([], [])
    for step in steps:
        stacks = after_step(stacks, step)
    return stacks


def after_step(stacks: Stacks, step: Step) -> Stacks:
    """The stacks once a step is taken. An erasure cannot be taken back, so it stands on neither."""
    done, undone = stacks
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


@dataclass(frozen=True)
class Reversal:
    """Taking back one original step, or doing it again, as drafts of new changes.

    Undoing a step leaves heads of its own that say what earlier ones said; so whether a step is
    still in force is asked of what heads stand for, not of the heads alone.
    """

    heads: Mapping[Place, Sequence[Change]]
    step_of: Callable[[str], Step]
    blank: Callable[[str, str], Value]

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
        return [
            draft
            for place in after
            if not _within_new_record(step, place)
            for draft in self._drafts(step, place, self._values(place, before[place]))
        ]

    def take_back(self, step: Step) -> list[Draft]:
        """Undo a step, whoever wrote it; raises NothingToUndo, UndoBlocked."""
        if step.undoes or step.action == "expunge":
            raise NothingToUndo(N_("This step cannot be taken back by itself."))
        try:
            drafts = self.undo(self.original(step))
        except UndoBlocked as blocked:
            if self._took_back(blocked.message.gaps["step"], step):
                raise NothingToUndo(N_("This step is taken back already.")) from blocked
            raise
        if not drafts:
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
        drafts = []
        for place in after:
            if _within_new_record(step, place):
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
                step=self.step_of(heads[-1].step),
            )

    def _stands_for(self, place: Place, ids: frozenset[str]) -> frozenset[str]:
        """The original changes whose word these changes carry on."""
        steps = {step_of_change(id) for id in ids}
        if len(steps) != 1:
            return ids
        step = self.step_of(steps.pop())
        original = self.original(step)
        if step.undoes:
            return self._stands_for(place, _before(original)[place])
        return _after(original)[place] if step.redoes else ids

    def _values(self, place: Place, ids: frozenset[str]) -> list[Value]:
        """What these changes said, the one to be shown last; nothing of what was erased."""
        said = {
            c.id: c for id in ids for c in self.step_of(step_of_change(id)).changes if c.id == id
        }
        return [
            c.value
            for c in sorted(said.values(), key=lambda c: c.rank)
            if c.place == place and not c.erased
        ]

    def _drafts(self, step: Step, place: Place, values: Sequence[Value]) -> list[Draft]:
        kind = next(c.kind for c in step.changes if c.place == place)
        record, field = place
        if not values:
            values = [False if field == EXISTENCE else self.blank(kind, field)]
        ids = tuple(c.id for c in self.heads.get(place, ()))
        return [Draft(kind, record, field, value, Reason.UNDONE, ids) for value in values]


def _after(step: Step) -> dict[Place, frozenset[str]]:
    """What a step put in force, by place."""
    places = {c.place for c in step.changes if c.field != EXPUNGED}
    ordered = sorted(places)
    return {p: frozenset(c.id for c in step.changes if c.place == p) for p in ordered}


def _before(step: Step) -> dict[Place, frozenset[str]]:
    """What a step put out of force, by place."""
    return {
        place: frozenset(id for c in step.changes if c.place == place for id in c.replaces)
        for place in _after(step)
    }


def _within_new_record(step: Step, place: Place) -> bool:
    """Whether a place is a field of a record that the step itself made."""
    record, field = place
    return field != EXISTENCE and any(
        c.record == record and c.field == EXISTENCE and not c.replaces for c in step.changes
    )


def erasing(
    kind: str, record: str, field: str | None, said: Sequence[Change],
    heads: Mapping[Place, Sequence[Change]], blank: Callable[[str, str], Value],
) -> list[Draft]:  # fmt: skip
    """The changes of an erasure: what is gone, and blanks in its place."""
    gone: Value = sorted({c.id for c in said})
    drafts = [Draft(kind, record, EXPUNGED, gone, Reason.CORRECTED)]
    for name in sorted({c.field for c in said}):
        ids = tuple(c.id for c in heads.get((record, name), ()))
        drafts.append(Draft(kind, record, name, blank(kind, name), Reason.CORRECTED, ids))
    if field is None:
        ids = tuple(c.id for c in heads.get((record, EXISTENCE), ()))
        drafts.append(Draft(kind, record, EXISTENCE, False, Reason.CORRECTED, ids))
    return drafts
