"""Searching a campaign: a scan over folded text, in any language, with nothing kept in the file."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TypeVar, cast

from upudesk.model import (
    Contact,
    Evidence,
    FollowUp,
    Letter,
    Meeting,
    Member,
    Note,
    Pledge,
    Post,
    Record,
    Undertaking,
)
from upudesk.snapshot import Snapshot, members_of
from upudesk.thai import DEPENDENT, fold

R = TypeVar("R", bound=Record)

FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    Member: (
        "name_th", "name_en", "name_fr", "official_th", "official_en", "official_fr", "also",
        "iso2", "iso3", "proxy_instruction", "next_step", "notes",
    ),
    Contact: ("name", "other_names", "form_of_address", "languages", "reach", "notes"),
    Post: ("title", "organisation", "source"),
    Pledge: (
        "words", "condition", "note", "source", "said_by", "said_by_post", "said_to", "place",
        "witness",
    ),
    Meeting: ("title", "notes", "outcome", "agenda", "place", "others_present", "source"),
    Undertaking: ("what", "body", "election", "promised_by", "approved_by", "source", "note"),
    FollowUp: ("what", "note"),
    Evidence: ("name", "note", "source"),
    Note: ("text", "source"),
    Letter: ("subject", "register", "addressee", "text", "note"),
}  # fmt: skip
"""Which fields of which records are searched; hits come in this order."""

_NAMES = frozenset(FIELDS[Member][:9])
"""What a country is called: these also count as said in everything that is about it."""
_BETWEEN = "\x1f"
"""Stands between two fields, so that no word is found across them."""


@dataclass(frozen=True)
class Hit:
    """A record in which every word occurs. Where it is to be shown, it says the best place."""

    record: Record
    words: tuple[str, ...]
    """What was sought, folded, the longest first."""

    @cached_property
    def field(self) -> str:
        """The field that holds most of the words."""
        folded = {name: fold(_text(self.record, name)) for name in FIELDS[type(self.record)]}
        return max(folded, key=lambda name: sum(word in folded[name] for word in self.words))

    @cached_property
    def excerpt(self) -> str:
        """The text around a word, on one line."""
        text = _text(self.record, self.field)
        folded = fold(text)
        return _excerpt(text, next(folded.index(word) for word in self.words if word in folded))


@dataclass(frozen=True, slots=True)
class _Entry:
    record: Record
    text: str
    """All its fields, folded."""
    names: str
    """Of a country: its names, folded."""


class Search:
    """Searches snapshots, one after the other. Folds a record once, and again when it changed."""

    def __init__(self) -> None:
        self._taking = Lock()  # whoever asks while the first folding is under way waits for it
        self._folded: dict[str, _Entry] = {}
        self._snapshot: Snapshot | None = None
        self._entries: list[_Entry] = []

    def find(self, snapshot: Snapshot, text: str) -> list[Hit]:
        """The records in which every word of `text` occurs, newest first within each kind.

        A word may also be the name of the country that the record is about.
        """
        words = _words(text)
        self.take_in(snapshot)
        found = self._matching(snapshot, self._entries, words) if words else ()
        return [Hit(entry.record, words) for entry in found]

    def records(self, snapshot: Snapshot, text: str, kind: type[R]) -> list[R]:
        """The same for one kind of record, without saying where in it the words stand."""
        words = _words(text)
        self.take_in(snapshot)
        entries = [entry for entry in self._entries if type(entry.record) is kind]
        found = self._matching(snapshot, entries, words) if words else ()
        return cast("list[R]", [entry.record for entry in found])

    def take_in(self, snapshot: Snapshot) -> None:
        """Fold what is new in a snapshot; done ahead of time, the first search is fast too."""
        with self._taking:
            self._take_in(snapshot)

    def _take_in(self, snapshot: Snapshot) -> None:
        if snapshot is self._snapshot:
            return
        entries = [self._entry(record) for kind in FIELDS for record in _in_order(snapshot, kind)]
        self._folded = {entry.record.id: entry for entry in entries}
        self._snapshot, self._entries = snapshot, entries

    def _entry(self, record: Record) -> _Entry:
        known = self._folded.get(record.id)
        return known if known is not None and known.record is record else _entry(record)

    def _matching(
        self, snapshot: Snapshot, entries: list[_Entry], words: Sequence[str]
    ) -> list[_Entry]:
        named = {word: self._named(snapshot, word) for word in words}
        left = entries
        for word in words:
            if owners := named[word]:
                left = [
                    e
                    for e in left
                    if word in e.text or not owners.isdisjoint(members_of(snapshot, e.record))
                ]
            else:
                left = [e for e in left if word in e.text]
        if not any(named.values()):
            return left
        # The country's name alone would give all that is known of it: one word must be its own.
        return [e for e in left if any(word in e.text for word in words)]

    def _named(self, snapshot: Snapshot, word: str) -> frozenset[str]:
        """The countries of whose names this is a part."""
        return frozenset(m.id for m in snapshot.members if word in self._folded[m.id].names)


def _words(text: str) -> tuple[str, ...]:
    """What is sought, folded, the longest first: it leaves the fewest to look through."""
    return tuple(sorted(set(fold(text).split()), key=len, reverse=True))


def day_of(record: Record) -> date | None:
    """The day that puts a record in order, where it has one."""
    match record:
        case Pledge() | Meeting():
            return record.day if record.day > date.min else None
        case Undertaking():
            return record.promised_on
        case FollowUp():
            return record.due_on
        case Evidence():
            return record.added_on
        case Note():
            return record.taken_on
        case Letter():
            return record.written_on
        case Post():
            return record.starts_on
    return None


def _in_order(snapshot: Snapshot, kind: type[Record]) -> Iterable[Record]:
    records = snapshot.all(kind)
    return sorted(records, key=lambda record: day_of(record) or date.min, reverse=True)


def _entry(record: Record) -> _Entry:
    names = FIELDS[type(record)]
    text = fold(_BETWEEN.join(_text(record, name) for name in names))
    if not isinstance(record, Member):
        return _Entry(record, text, "")
    return _Entry(
        record, text, fold(_BETWEEN.join(_text(record, name) for name in names if name in _NAMES))
    )


def _text(record: Record, field: str) -> str:
    value = getattr(record, field)
    return _BETWEEN.join(value) if isinstance(value, tuple) else str(value)


def _excerpt(text: str, place: int, before: int = 30, after: int = 90) -> str:
    """The text around a place of its folded form, on one line."""
    at = bisect_left(range(len(text)), place + 1, key=lambda n: len(fold(text[: n + 1])))
    start, end = max(0, at - before), min(len(text), at + after)
    start = _letter(text, start, -1) if start else 0
    end = _letter(text, end, +1)
    shown = " ".join(text[start:end].replace(_BETWEEN, "; ").split())
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def _letter(text: str, at: int, step: int) -> int:
    """Move a cut so that no mark is parted from its letter, and to a space where one is near."""
    for near in range(at, at + 12 * step, step):
        if not 0 < near < len(text):
            return max(0, min(near, len(text)))
        if text[near - 1].isspace() or text[near].isspace():
            return near
    while 0 < at < len(text) and not _begins_a_letter(text, at):
        at += step
    return at


def _begins_a_letter(text: str, at: int) -> bool:
    return text[at] not in DEPENDENT and not unicodedata.category(text[at]).startswith("M")
