"""What all records have in common: frozen, compared by what they say, checked by themselves."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar

from upudesk.errors import N_, FieldName, InvalidRecord, Message

__all__ = ["Problems", "Record", "new_id", "not_after", "record"]

FIRST_YEAR, LAST_YEAR = 1000, 8999
"""Days beyond are slips of the keyboard, and reckoning with them leaves the calendar."""
LARGEST = 10**12

Problems = dict[str, Message]
"""By field, the sentence that says why it cannot be so."""

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen, kw_only):
        """A frozen dataclass with keywords only.

        Python would write and compile a constructor and four more methods for every kind of record
        at every start, which takes longer than reading a campaign. `Record` has them once.
        """
        assert frozen
        assert kw_only
        return partial(dataclass, init=False, repr=False, eq=False, kw_only=True)


def new_id() -> str:
    """A UUIDv7 (RFC 9562, section 5.7): ids made later sort later."""
    ms, noise = time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10))
    number = (
        (ms << 80) | (7 << 76) | ((noise >> 66) & 0xFFF) << 64 | (2 << 62) | noise & (1 << 62) - 1
    )
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


@record(frozen=True, kw_only=True)
class Record:
    """One thing that the campaign knows. Edited by replacement; `check` refuses nonsense."""

    KIND: ClassVar[str] = ""
    NEEDED: ClassVar[dict[str, str]] = {}
    """Fields that may not be blank, each with the sentence that says so."""

    id: str = field(default_factory=new_id)

    if not TYPE_CHECKING:

        def __init__(self, **said):
            own = vars(self)
            own["id"] = said["id"] if "id" in said else new_id()
            own |= _blanks(type(self))
            if unknown := said.keys() - own.keys():
                raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
            own |= said

        def __setattr__(self, name, _):
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

        def __delattr__(self, name):
            raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        blank = {f.name: f.default for f in fields(self)}
        said = [f"{name}={value!r}" for name, value in vars(self).items() if value != blank[name]]
        return f"{type(self).__name__}({', '.join(said)})"

    def check(self, today: date) -> None:
        """Raise InvalidRecord with one sentence for each field that cannot be so."""
        problems = dict(self._missing()) | dict(_unwritable(self)) | dict(_beyond(self))
        problems |= self.problems(today)  # a kind's own sentence says more
        if problems:
            raise InvalidRecord(problems)

    def problems(self, today: date) -> Problems:
        """What this kind of record refuses beyond missing and unwritable text."""
        return {}

    def _missing(self) -> Iterator[tuple[str, Message]]:
        for name, sentence in self.NEEDED.items():
            value = getattr(self, name)
            if value in (None, ()) or (isinstance(value, str) and not value.strip()):
                yield name, Message(sentence)


def _beyond(record: Record) -> Iterator[tuple[str, Message]]:
    """Days and numbers that nobody means, and that cannot be reckoned with."""
    for name, value in vars(record).items():
        if isinstance(value, date):
            odd = not FIRST_YEAR <= value.year <= LAST_YEAR
        else:
            odd = isinstance(value, int | float) and not abs(value) <= LARGEST
        if odd:
            sentence = N_("“{value}” in “{field}” cannot be meant; nothing was saved.")
            yield name, Message(sentence, {"value": str(value), "field": FieldName(name)})


def _unwritable(record: Record) -> Iterator[tuple[str, Message]]:
    """Text that no file can keep."""
    for f in fields(record):
        value = getattr(record, f.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and not writable(text):
                yield (
                    f.name,
                    Message(
                        N_(
                            "The text in “{field}” holds a character that cannot be stored "
                            "(NUL or half a character); nothing was saved. Remove it and try again."
                        ),
                        {"field": FieldName(f.name)},
                    ),
                )


def writable(text: str) -> bool:
    """Whether a file can keep it: neither NUL nor half a character (a lone surrogate) in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def not_after(record: Record, earlier: str, later: str, sentence: str) -> Problems:
    first, last = getattr(record, earlier), getattr(record, later)
    return {later: Message(sentence)} if first and last and last < first else {}


@cache
def _blanks(kind: Any) -> Mapping[str, Any]:
    return {f.name: f.default for f in fields(kind) if f.name != "id"}
