"""Which shape of the records this program writes, and how changes of older shapes are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from upudesk.journal import EXISTENCE, EXPUNGED, WHY, Change, Step
from upudesk.model import KINDS
from upudesk.values import refuse_nonsense

LATEST = 3
"""The shape that this program writes; kept in the file as SQLite's user_version."""

Translation = Callable[[Change], Iterable[Change]]

TRANSLATIONS: dict[int, Translation] = {}
"""By the shape that a change was written in: the same change as the next shape says it.

A field that is split gives several changes of the same id, a field that is dropped gives none.
"""


def translated(change: Change, shape: int) -> list[Change]:
    """A change written in an older shape, as the latest shape says it; raises where no program of
    ours can have written it."""
    changes = _said_now(change, shape)
    for later in changes:
        _refuse_nonsense(later)
    return changes


def _said_now(change: Change, shape: int) -> list[Change]:
    changes = [change]
    for step in range(max(shape, 0), LATEST):  # a hostile file may say any number
        if translation := TRANSLATIONS.get(step):
            changes = [later for earlier in changes for later in translation(earlier)]
    return changes


def as_now(step: Step, *, nonsense_too: bool = False) -> Step:
    """A step whose changes, whichever shape wrote them, are said as the latest says them."""
    said = _said_now if nonsense_too else translated
    changes = tuple(now for change in step.changes for now in said(change, step.shape))
    return step if step.shape == LATEST else replace(step, changes=changes)


def _refuse_nonsense(change: Change) -> None:
    """Raises ValueError, LookupError or TypeError where no program of ours can have written it."""
    if change.kind not in KINDS:
        raise LookupError(change.kind)
    if change.field == EXISTENCE:
        if type(change.value) is not bool:
            raise ValueError(change.value)
    elif change.field == WHY:
        if type(change.value) is not str:
            raise ValueError(change.value)
    elif change.field != EXPUNGED and not change.erased:
        refuse_nonsense(change.kind, change.field, change.value)
