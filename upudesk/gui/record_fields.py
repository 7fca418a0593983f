"""The field in which a value of a record is typed or chosen: made from what the record says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from PySide6.QtWidgets import QWidget

from upudesk import i18n, model, telling, thai, words
from upudesk.errors import N_, InvalidRecord, Message, UserError
from upudesk.gui.days import DayField
from upudesk.gui.forms import Area, Choice, Line, Tick
from upudesk.gui.member_field import MemberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import REFERENCES, Candidacy, Contact, Marking, Meeting, Pledge, Record
from upudesk.snapshot import Snapshot

_LAST = frozenset(("due_on", "ends_on", "fades_on", "closes_on"))
"""Of a month that is typed here, the last day is meant."""


class NumberField(Line):
    """A whole number, or nothing where it is not known; it stands without parted thousands."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__("" if number is None else i18n.current().decimal(number))

    def value(self) -> int | None:  # type: ignore[override]
        typed = _plain(self.text())
        if not typed:
            return None
        if not typed.isdecimal():
            raise _refused(N_("Type a whole number, or leave it blank if unknown."))
        return int(typed)


class DecimalField(Line):
    """A number with decimals, or nothing where it is not known; a comma is a point too."""

    def __init__(self, number: float | None = None) -> None:
        super().__init__("" if number is None else i18n.current().decimal(number))

    def value(self) -> float | None:  # type: ignore[override]
        return decimal(self.text())


def decimal(typed: str) -> float | None:
    """A number as people type it; raises InvalidRecord on anything else, gives None for nothing."""
    plain = _plain(typed)
    if not plain:
        return None
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        raise _refused(N_("Type a number, or leave it blank if unknown.")) from None


def _plain(typed: str) -> str:
    """Digits of every script as 0 to 9, without the spaces that part thousands."""
    return "".join(thai.plain_digits(typed).replace("−", "-").split())


def _refused(sentence: str) -> InvalidRecord:
    return InvalidRecord({"": Message(sentence)})


class DateField(DayField):
    """A day typed in any way; of a month, the day that the field is about."""

    def __init__(self, today: date, day: date | None, *, last: bool = False) -> None:
        super().__init__(today, day)
        self._last = last

    def value(self) -> date | None:  # type: ignore[override]
        typed = super().value()
        return None if typed is None else typed.last if self._last else typed.day


class LinesField(Area):
    """Several texts, one on each line."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        super().__init__("\n".join(texts), lines=2)

    def value(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(filter(None, (line.strip() for line in self.toPlainText().splitlines())))


class TickField(Tick):
    """Yes or no."""

    def __init__(self, on: bool, label: str) -> None:
        super().__init__(label)
        self.setChecked(on)
        self.changed = self.toggled

    def value(self) -> bool:
        return self.isChecked()


class MemberIdField(MemberField):
    """A country, or nothing where none is needed; gives its id."""

    def value(self) -> str:  # type: ignore[override]
        return super().value().id if self.text().strip() else ""

    def chosen(self) -> model.Member | None:
        try:
            return super().value() if self.text().strip() else None
        except UserError:
            return None


def field_for(workplace: Workplace, record: Record, name: str, *, lines: int = 1) -> QWidget:
    """The field for one value of a record; its `value()` is what the record takes.

    `lines` above 1 makes a text of several lines. `value()` raises a UserError on nonsense.
    """
    snapshot, now = workplace.snapshot, getattr(record, name)
    if kind := REFERENCES.get(record.KIND, {}).get(name):
        if kind == "member":
            return MemberIdField(snapshot, snapshot.find(model.Member, now))
        return Choice(_known(snapshot, kind, record), now)
    if name == "group":
        groups = [(n, words.group(n)) for n in range(1, 6)]
        return Choice([(None, words.group(None)), *groups], now)
    if name == "languages":
        from upudesk.gui.tongues_field import TonguesField

        return TonguesField(now)
    return _of_type(_types(record.KIND)[name], workplace, name, now, lines)


def _of_type(kind: str, workplace: Workplace, name: str, now: Any, lines: int) -> QWidget:
    made: dict[str, Callable[[], QWidget]] = {
        "str": lambda: Area(now, lines=lines) if lines > 1 else Line(now),
        "int | None": lambda: NumberField(now),
        "int": lambda: NumberField(now),
        "float | None": lambda: DecimalField(now),
        "bool": lambda: TickField(now, words.field(name)),
        "date | None": lambda: DateField(workplace.snapshot.today, now, last=name in _LAST),
        "tuple[str, ...]": lambda: LinesField(now),
    }
    return made[kind]() if kind in made else _choice(kind, now)


def _choice(kind: str, now: Any) -> Choice:
    """One of the values that an enumeration of the model has; blank where it may be."""
    name, _bar, optional = kind.partition(" | ")
    values: type[Enum] = getattr(model, name)
    word = telling.WORD_OF[values]
    none = [(None, _("not known"))] if optional else []
    return Choice([*none, *((value, word(value)) for value in values)], now)


@cache
def _types(kind: str) -> dict[str, str]:
    return {f.name: str(f.type) for f in fields(model.KINDS[kind])}


def _latest_first(meetings: Sequence[Meeting]) -> Sequence[Meeting]:
    return sorted(meetings, key=lambda meeting: meeting.day, reverse=True)


def _known(snapshot: Snapshot, kind: str, about: Record) -> list[tuple[Any, str]]:
    """The records of a kind that this one may name, and none."""
    member = getattr(about, "member", "")
    found: Sequence[Record]
    match kind:
        case Contact.KIND:
            found = snapshot.contacts_of.get(member, ())
        case Meeting.KIND:
            found = _latest_first(snapshot.meetings_with.get(member, ()))
        case Pledge.KIND:
            found = snapshot.pledges_of.get(member, ())
        case Marking.KIND:
            found = snapshot.markings
        case Candidacy.KIND:
            found = snapshot.all(Candidacy)
        case _:
            found = snapshot.all(model.KINDS[kind])
    return [("", _("none")), *((r.id, words.about(r, snapshot)) for r in found)]
