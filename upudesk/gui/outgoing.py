"""What leaves the window is noted in the export log, once it is safely out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from upudesk import copies, words
from upudesk.campaign import exports
from upudesk.disclosure import highest_marking
from upudesk.gui import owners
from upudesk.gui.workplace import Workplace
from upudesk.model import Export, Record
from upudesk.snapshot import Snapshot


def entry(workplace: Workplace, content: bytes, **said: Any) -> Export:
    """What is noted of these bytes, which go out now, by whoever sits here."""
    return exports.entry(content, datetime.now(UTC), by=owners.signed(workplace), **said)


def note(workplace: Workplace, *entries: Export) -> str:
    """Note what went out; gives a sentence where that cannot be done."""
    assert workplace.desk is not None
    return copies.note(workplace.desk.do, *entries)


def marking(snapshot: Snapshot, records: Iterable[Record | None]) -> str:
    """The name of the highest marking among these; nothing where nothing is marked."""
    highest = highest_marking(snapshot, records)
    return words.named(highest) if highest else ""


def workplace_of(widget: QWidget | None) -> Workplace | None:
    """The workplace of the window that a widget stands in, however deep."""
    while widget is not None:
        found = getattr(widget, "workplace", None) or getattr(widget, "_workplace", None)
        if isinstance(found, Workplace):
            return found
        widget = widget.parentWidget()
    return None
