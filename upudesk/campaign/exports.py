"""The export log: what left the program. Entries are added, never changed or taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from upudesk.campaign.plan import Plan, Put
from upudesk.model import Export, Way
from upudesk.snapshot import Snapshot
from upudesk.undoing import LOGGED


def entry(content: bytes, at: datetime, way: Way = Way.SAVED, **said: Any) -> Export:
    """An entry for what was written, byte for byte; `said` are more fields of it."""
    said |= {"size": len(content), "sha256": fingerprint(content)}
    return Export(at=instant(at), way=way, **said)


def fingerprint(content: bytes) -> str:
    """Its SHA-256, as the log keeps it."""
    return hashlib.sha256(content).hexdigest()


def log(snapshot: Snapshot, entries: Sequence[Export]) -> Plan:
    """Note what went out, in one step; undo passes over it."""
    about = dict.fromkeys(id for entry in entries for id in (entry.id, *entry.members))
    return Plan(LOGGED, tuple(map(Put, entries)), tuple(about))


def instant(moment: datetime) -> str:
    """A moment as the log keeps it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def latest_first(snapshot: Snapshot) -> tuple[Export, ...]:
    return tuple(sorted(snapshot.all(Export), key=lambda entry: (entry.at, entry.id), reverse=True))


def found(snapshot: Snapshot, sha256: str) -> tuple[Export, ...]:
    """The entries that tell of this very file, the latest first."""
    return tuple(entry for entry in latest_first(snapshot) if entry.sha256 == sha256)
