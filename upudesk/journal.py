"""The journal: changes, clock, chain, heads and conflicts. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from upudesk.values import Value

EXISTENCE = ""
"""The field that says whether a record is there (true) or was deleted (false)."""
EXPUNGED = "*expunged"
"""The field whose value lists the changes of a record that were erased for good."""
WHY = "*why"
"""The field whose value says why they were."""
OF_ERASURE = frozenset((EXPUNGED, WHY))
"""No field of a record: they are told of a record that has lost something."""
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


def step_of_change(change: str) -> str:
    return change.rpartition(".")[0]


# ------------------------------------------------------------------ clock


def clock_at(moment: datetime, count: int = 0) -> str:
    """A hybrid logical clock as text of fixed width, so that the order of text is that of time."""
    stamp = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{stamp}/{count:04d}"


_CLOCK = re.compile(r"[1-8]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/\d{4}")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(clock: str) -> datetime:
    """When that was; long ago where somebody spoilt the clock of a step, which `check` tells."""
    try:
        return datetime.fromisoformat(clock.partition("/")[0]) if _CLOCK.match(clock) else _NEVER
    except ValueError:
        return _NEVER


def is_clock(text: str) -> bool:
    return _CLOCK.fullmatch(text) is not None and moment_of(text) is not _NEVER


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
    """Every step that does not hold, writer by writer, the first of each first, without its
    changes; with what is wrong: 'order', 'previous', 'seen', 'hash', 'value' or 'erased'.

    The steps may be those of a file that is being read: what they say is looked at as they come.
    """
    chains: dict[str, list[Step]] = defaultdict(list)
    wrong: dict[str, str] = {}
    erased: dict[str, list[str]] = {}
    agreed: set[str] = set()
    for step in steps:
        chains[step.writer].append(replace(step, changes=()))
        agreed |= erased_by([step])
        if fault := _fault_within(step):
            wrong[step.id] = fault
        if gone := [change.id for change in step.changes if change.erased]:
            erased[step.id] = gone
    unsaid = {id for id, gone in erased.items() if not agreed.issuperset(gone)}
    hashes = {step.id: step.hash for chain in chains.values() for step in chain}
    for chain in chains.values():
        chain.sort(key=lambda step: step.number)
        for number, step in enumerate(chain, 1):
            before = chain[number - 2].hash if number > 1 else ""
            within = wrong.get(step.id, "")
            if step.id in unsaid and within != "hash":
                within = "erased"
            if fault := _fault_in_chain(step, number, before, hashes) or within:
                yield step, fault


def erased_by(steps: Iterable[Step]) -> set[str]:
    """Ids of all changes that these steps say were erased for good."""
    return {
        id
        for step in steps
        for change in step.changes
        if change.field == EXPUNGED and isinstance(change.value, list)
        for id in change.value
        if isinstance(id, str)
    }


def _fault_in_chain(step: Step, number: int, previous: str, hashes: Mapping[str, str]) -> str:
    if step.number != number:
        return "order"
    if step.previous != previous:
        return "previous"
    seen = all(hashes.get(step_id(writer, n)) == known for writer, n, known in step.seen)
    return "" if seen else "seen"


def _fault_within(step: Step) -> str:
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


def heads_after(heads: Mapping[Place, Sequence[Change]], step: Step) -> dict[Place, list[Change]]:
    """The heads once a step is taken."""
    replaced = {id for change in step.changes for id in change.replaces}
    after = {
        place: [c for c in answers if c.id not in replaced] for place, answers in heads.items()
    }
    for change in step.changes:
        after.setdefault(change.place, []).append(change)
    return {place: answers for place, answers in after.items() if answers}


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
    said = {f: a for f, a in by_field.items() if f != EXISTENCE and f not in OF_ERASURE}
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


# ------------------------------------------------------------------ drafts


@dataclass(frozen=True)
class Draft:
    """A change that has no step yet."""

    kind: str
    record: str
    field: str
    value: Value
    reason: Reason
    replaces: tuple[str, ...] = ()


def sealed(step: Step, drafts: Sequence[Draft], noise: Callable[[int], bytes]) -> Step:
    """A step with its changes, each salted with 16 bytes of `noise`, digested and hashed."""
    salts = noise(16 * len(drafts)).hex()
    changes = []
    for number, d in enumerate(drafts):
        salt = salts[32 * number : 32 * (number + 1)]
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
