"""Joining two journals of one campaign: the same in any order and any number of times. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from upudesk.errors import N_, FileProblem
from upudesk.journal import AHEAD, Step, clock_at, erased_by


class ForkedHistory(FileProblem):
    """One writer's history exists in two versions."""


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
