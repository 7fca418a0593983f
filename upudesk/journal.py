"""The journal: changes, clock, heads, conflicts, chain, undo and joining. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from upudesk.errors import N_, FileProblem, UndoBlocked
from upudesk.values import Value

EXISTENCE = ""
"""The field that says whether a record is there (true) or was deleted (false)."""
EXPUNGED = "*expunged"
"""The field whose value lists the changes of a record that were erased for good."""
AHEAD = timedelta(hours=24)
"""Changes dated further ahead than this wait: a clock set to the year 2568 may not win."""

Place = tuple[str, str]
"""A record's id and a field's name."""
Seen = Mapping[str, int]
"""Of each other writer, the number of its last step that a step knew of."""


class Reason(StrEnum):
    """Why a field took a value."""

    ENTERED = "entered"
    CORRECTED = "corrected"
    CHANGED_MIND = "changed_mind"
    IMPORTED = "imported"
    JOINED = "joined"
    UNDONE = "undone"


class ForkedHistory(FileProblem):
    """One writer's history exists in two versions."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field taking a value. `replaces` holds the ids of the changes that it puts out of force."""

    step: str
    number: int
    clock: str
    writer: str
    kind: str
    record: str
    field: str
    value: Value
    salt: str
    digest: str
    reason: Reason
    replaces: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.step}.{self.number}"

    @property
    def place(self) -> Place:
        return self.record, self.field

    @property
    def rank(self) -> tuple[str, str, int]:
        """The highest of several heads is shown."""
        return self.clock, self.writer, self.number

    @property
    def erased(self) -> bool:
        """Whether the value is gone for good; its digest stays, so that the chain still holds."""
        return not self.salt

    def without_value(self) -> Change:
        return replace(self, value=None, salt="")


@dataclass(frozen=True)
class Step:
    """What the user did once: one link in the chain of its writer."""

    writer: str
    number: int
    clock: str
    action: str
    """What was done, as a short name that words.py can say in any language."""
    subject: tuple[str, ...] = ()
    """Ids of the records it was about, the country first."""
    author: str = ""
    undoes: str = ""
    redoes: str = ""
    shape: int = 1
    """Shape of the records when it was written; later shapes translate its changes."""
    previous: str = ""
    """Hash of the writer's step before."""
    seen: tuple[tuple[str, int, str], ...] = ()
    """Last step known of every other writer: writer, number, hash."""
    hash: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def id(self) -> str:
        return step_id(self.writer, self.number)

    @property
    def knew(self) -> dict[str, int]:
        return {writer: number for writer, number, _ in self.seen}


def step_id(writer: str, number: int) -> str:
    return f"{writer}:{number:08d}"


def number_of(step: str) -> int:
    return int(step.partition(":")[2])


# ------------------------------------------------------------------ clock


def clock_at(moment: datetime, count: int = 0) -> str:
    """A hybrid logical clock as text of fixed width, so that the order of text is that of time."""
    stamp = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{stamp}/{count:04d}"


def moment_of(clock: str) -> datetime:
    return datetime.fromisoformat(clock.partition("/")[0])


def tick(last: str, now: datetime) -> str:
    """The next clock: now, or just after `last` where this machine's clock is behind it.

    A `last` more than a day ahead came from a clock set wrong; following it would never end.
    """
    fresh = clock_at(now)
    if fresh > last or moment_of(last) > now + AHEAD:
        return fresh
    moment, count = moment_of(last), int(last.partition("/")[2]) + 1
    return (
        clock_at(moment, count) if count < 10_000 else clock_at(moment + timedelta(milliseconds=1))
    )


# ------------------------------------------------------------------ chain


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""Made once: json.dumps with options builds an encoder at every call."""


def _canonical(value: Any) -> bytes:
    return _encode(value).encode()


def digest(salt: str, kind: str, record: str, field: str, value: Value) -> str:
    """What stands for a value in the chain; without the salt it cannot be guessed back."""
    return hashlib.sha256(
        bytes.fromhex(salt) + _canonical([kind, record, field, value])
    ).hexdigest()


def step_hash(step: Step) -> str:
    """SHA-256 over everything that a step says, with digests in place of values."""
    head = [
        step.writer, step.number, step.clock, step.action, step.subject, step.author,
        step.undoes, step.redoes, step.shape, step.previous, step.seen,
    ]  # fmt: skip
    body = [
        [c.number, c.kind, c.record, c.field, c.reason, c.replaces, c.digest] for c in step.changes
    ]
    return hashlib.sha256(_canonical([head, body])).hexdigest()


def seal(step: Step) -> Step:
    return replace(step, hash=step_hash(step))


def broken_links(steps: Iterable[Step]) -> Iterator[tuple[Step, str]]:
    """Every step that does not hold, with what is wrong: 'hash', 'value', 'order' or 'previous'."""
    chains: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        chains[step.writer].append(step)
    hashes = {step.id: step.hash for chain in chains.values() for step in chain}
    for chain in chains.values():
        chain.sort(key=lambda step: step.number)
        for number, step in enumerate(chain, 1):
            if fault := _fault(step, number, chain[number - 2].hash if number > 1 else "", hashes):
                yield step, fault


def _fault(step: Step, number: int, previous: str, hashes: Mapping[str, str]) -> str:
    if step.number != number:
        return "order"
    if step.previous != previous or any(
        hashes.get(step_id(writer, seen)) != seen_hash for writer, seen, seen_hash in step.seen
    ):
        return "previous"
    if step.hash != step_hash(step):
        return "hash"
    return "" if all(map(_honest, step.changes)) else "value"


def _honest(change: Change) -> bool:
    """Whether a change still says what its digest stands for."""
    if change.erased:
        return True
    try:
        said = digest(change.salt, change.kind, change.record, change.field, change.value)
    except ValueError:  # the salt is no number any more
        return False
    return change.digest == said


# ------------------------------------------------------------------ heads


@dataclass(frozen=True)
class Conflict:
    """A place with more than one answer: all of them, the one that is shown last."""

    kind: str
    record: str
    field: str
    answers: tuple[Change, ...]


@dataclass(frozen=True)
class Projected:
    """One record as its heads make it: whether it is there, what it says, what is disputed."""

    kind: str
    record: str
    alive: bool
    values: Mapping[str, Value]
    conflicts: tuple[Conflict, ...]


def heads_of(changes: Iterable[Change]) -> dict[Place, list[Change]]:
    """The changes that nothing replaces, lowest rank first."""
    known = list(changes)
    replaced = {change for c in known for change in c.replaces}
    heads: dict[Place, list[Change]] = defaultdict(list)
    for change in sorted(known, key=lambda c: c.rank):
        if change.id not in replaced:
            heads[change.place].append(change)
    return dict(heads)


def project(
    heads: Mapping[Place, Sequence[Change]], knew: Callable[[str], Seen]
) -> Iterator[Projected]:
    """The records that heads make. `knew` gives what a step had seen of the other writers."""
    records: dict[str, dict[str, Sequence[Change]]] = defaultdict(dict)
    for (record, field), answers in heads.items():
        records[record][field] = answers
    for record, by_field in records.items():
        if EXISTENCE in by_field:
            yield _project(record, by_field, knew)


def _project(
    record: str, by_field: Mapping[str, Sequence[Change]], knew: Callable[[str], Seen]
) -> Projected:
    existence = by_field[EXISTENCE]
    kind = existence[-1].kind
    said = {f: a for f, a in by_field.items() if f not in (EXISTENCE, EXPUNGED)}
    contenders = _contenders(existence, said.values(), knew)
    conflicts = [
        Conflict(kind, record, field, tuple(answers))
        for field, answers in sorted(said.items())
        if len(answers) > 1 and any(a.value != answers[0].value for a in answers)
    ]
    if len({_says_alive(c) for c in contenders}) > 1:
        conflicts.insert(0, Conflict(kind, record, EXISTENCE, tuple(contenders)))
    values = {field: answers[-1].value for field, answers in said.items()}
    return Projected(kind, record, _says_alive(contenders[-1]), values, tuple(conflicts))


def _says_alive(change: Change) -> bool:
    return change.field != EXISTENCE or bool(change.value)


def _contenders(
    existence: Sequence[Change], said: Iterable[Sequence[Change]], knew: Callable[[str], Seen]
) -> list[Change]:
    """Who has a say in whether the record is there: an edit beside a deletion is a conflict."""
    deletions = [c for c in existence if not c.value]
    beside = [
        edit
        for answers in (said if deletions else ())
        for edit in answers
        if any(_concurrent(edit, deletion, knew) for deletion in deletions)
    ]
    return sorted([*existence, *beside], key=lambda c: c.rank)


def _concurrent(a: Change, b: Change, knew: Callable[[str], Seen]) -> bool:
    def saw(later: Change, earlier: Change) -> bool:
        if later.writer == earlier.writer:
            return number_of(later.step) >= number_of(earlier.step)
        return knew(later.step).get(earlier.writer, 0) >= number_of(earlier.step)

    return not saw(a, b) and not saw(b, a)


def as_projected(steps: Iterable[Step]) -> dict[str, Projected]:
    """The records that a whole journal makes, by id."""
    known = list(steps)
    seen = {step.id: step.knew for step in known}
    heads = heads_of(change for step in known for change in step.changes)
    return {p.record: p for p in project(heads, lambda step: seen.get(step, {}))}


# ------------------------------------------------------------------ undo


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


@dataclass(frozen=True)
class Draft:
    """A change that has no step yet."""

    kind: str
    record: str
    field: str
    value: Value
    reason: Reason
    replaces: tuple[str, ...] = ()


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


def step_of_change(change: str) -> str:
    return change.rpartition(".")[0]


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


def sealed(step: Step, drafts: Sequence[Draft], noise: bytes) -> Step:
    """A step with its changes, salted from 16 bytes of `noise` each, digested and hashed."""
    changes = []
    for number, d in enumerate(drafts):
        salt = noise[16 * number : 16 * (number + 1)].hex()
        changes.append(
            Change(
                step.id,
                number + 1,
                step.clock,
                step.writer,
                d.kind,
                d.record,
                d.field,
                d.value,
                salt,
                digest(salt, d.kind, d.record, d.field, d.value),
                d.reason,
                d.replaces,
            )
        )
    return seal(replace(step, changes=tuple(changes)))


# ------------------------------------------------------------------ joining


@dataclass(frozen=True)
class Journal:
    """All steps of one campaign that one file holds, by id."""

    campaign: str
    steps: Mapping[str, Step]


@dataclass(frozen=True)
class Joined:
    """Two journals made one; `held_back`: steps dated too far ahead, and all that knew of them."""

    journal: Journal
    held_back: tuple[Step, ...]


def join(ours: Journal, theirs: Journal, now: datetime) -> Joined:
    """Both journals' steps, each once. The same in any order and any number of times.

    Raises FileProblem where the campaigns differ, ForkedHistory where one writer's step exists
    in two versions.
    """
    if ours.campaign != theirs.campaign:
        raise FileProblem(
            N_(
                "These files belong to different campaigns; nothing was joined, "
                "both are as they were."
            )
        )
    union = dict(ours.steps)
    for id, step in theirs.steps.items():
        union[id] = _united(union[id], step) if id in union else step
    held = _too_far_ahead(union, now)
    kept = {id: step for id, step in sorted(union.items()) if id not in held}
    return Joined(Journal(ours.campaign, _erase(kept)), tuple(union[id] for id in sorted(held)))


def _united(a: Step, b: Step) -> Step:
    if a.hash != b.hash:
        raise ForkedHistory(
            N_(
                "Two files continue one history in two ways, at step {step}; nothing was joined. "
                "Restore one of them from a back-up, which starts a history of its own."
            ),
            step=a.id,
        )
    changes = tuple(d if d.erased else c for c, d in zip(a.changes, b.changes, strict=True))
    return replace(a, changes=changes)


def _too_far_ahead(steps: Mapping[str, Step], now: datetime) -> set[str]:
    """Steps dated more than a day ahead, and every step that knew of one."""
    limit = clock_at(now + AHEAD)
    first: dict[str, int] = {}
    for step in steps.values():
        if step.clock > limit:
            first[step.writer] = min(step.number, first.get(step.writer, step.number))
    while True:
        more = {
            step.writer: step.number
            for step in sorted(steps.values(), key=lambda s: -s.number)
            if any(seen >= first.get(writer, seen + 1) for writer, seen, _ in step.seen)
            and step.number < first.get(step.writer, step.number + 1)
        }
        if not more:
            break
        first |= more
    return {s.id for s in steps.values() if s.number >= first.get(s.writer, s.number + 1)}


def _erase(steps: Mapping[str, Step]) -> dict[str, Step]:
    """Erase in every step what any of them says was expunged."""
    gone = erased_by(steps.values())
    if not gone:
        return dict(steps)
    return {
        id: replace(
            step, changes=tuple(c.without_value() if c.id in gone else c for c in step.changes)
        )
        for id, step in steps.items()
    }


def erased_by(steps: Iterable[Step]) -> set[str]:
    """Ids of all changes that these steps say were erased for good."""
    return {
        id
        for step in steps
        for change in step.changes
        if change.field == EXPUNGED and isinstance(change.value, list)
        for id in change.value
    }
