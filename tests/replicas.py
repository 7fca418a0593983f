"""Copies of one campaign that are edited apart and joined, without files: journals only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from upudesk import joining, journal
from upudesk.joining import Journal
from upudesk.journal import (
    EXISTENCE,
    EXPUNGED,
    Change,
    Draft,
    Place,
    Projected,
    Reason,
    Step,
)

NOW = datetime(2025, 8, 15, 9, 0, tzinfo=UTC)


class Replica:
    """One writer and all steps that it has seen."""

    def __init__(self, writer: str) -> None:
        self.writer = writer
        self.journal = Journal("campaign", {})
        self._clock = ""
        self._now = NOW

    def twin(self) -> Replica:
        return deepcopy(self)

    def heads(self) -> Mapping[Place, Sequence[Change]]:
        return journal.heads_of(c for s in self.journal.steps.values() for c in s.changes)

    def record(self, id: str) -> Projected:
        return journal.as_projected(self.journal.steps.values())[id]

    def create(self, id: str, **said: str) -> Step:
        return self._write(id, {EXISTENCE: True, **said})

    def say(self, id: str, *, later: int = 0, **said: str) -> Step:
        """Edit fields; on a record that is shown although deleted, that revives it."""
        self._now += timedelta(seconds=later)
        existence = self.heads().get((id, EXISTENCE), ())
        revived = {} if all(c.value for c in existence) else {EXISTENCE: True}
        return self._write(id, revived | said)

    def delete(self, id: str) -> Step:
        return self._write(id, {EXISTENCE: False})

    def expunge(self, id: str, field: str) -> None:
        said = [c for s in self.journal.steps.values() for c in s.changes if c.place == (id, field)]
        gone = sorted(c.id for c in said)
        self._write(id, {EXPUNGED: gone, field: ""})
        self.join(self)

    def join(self, other: Replica) -> None:
        joined = joining.join(self.journal, other.journal, self._now + timedelta(days=2))
        self.journal = joined.journal

    def act(self, what: str, id: str, field: str, value: str, later: int, other: Replica) -> None:
        if what == "say":
            self.say(id, later=later, **{field: value})
        elif what == "delete":
            self.delete(id)
        elif what == "revive":
            self._write(id, {EXISTENCE: True})
        elif what == "expunge":
            self.expunge(id, field)
        else:
            self.join(other)

    def answer_all(self, id: str) -> None:
        """Answer every conflict of a record with what is shown."""
        record = self.record(id)
        for conflict in record.conflicts:
            shown = record.alive if conflict.field == EXISTENCE else record.values[conflict.field]
            self._write(id, {conflict.field: shown})

    def _write(self, id: str, said: Mapping[str, object]) -> Step:
        heads = self.heads()
        drafts = [
            Draft("member", id, field, value, Reason.ENTERED,
                  tuple(c.id for c in heads.get((id, field), ())))
            for field, value in said.items()
        ]  # fmt: skip
        own = [s for s in self.journal.steps.values() if s.writer == self.writer]
        last = max(own, key=lambda s: s.number, default=None)
        self._clock = journal.tick(self._clock, self._now)
        step = Step(
            self.writer, last.number + 1 if last else 1, self._clock, "test",
            previous=last.hash if last else "", seen=self._seen(),
        )  # fmt: skip
        step = journal.sealed(step, drafts, bytes)
        self.journal = Journal("campaign", {**self.journal.steps, step.id: step})
        return step

    def _seen(self) -> tuple[tuple[str, int, str], ...]:
        last: dict[str, Step] = {}
        for step in sorted(self.journal.steps.values(), key=lambda s: s.number):
            if step.writer != self.writer:
                last[step.writer] = step
        return tuple((w, s.number, s.hash) for w, s in sorted(last.items()))


def gossip(copies: Sequence[Replica]) -> None:
    """Everyone joins everyone."""
    for copy in copies:
        for other in copies:
            copy.join(other)
