"""How a field stands in the file: as a plain JSON value, and back again."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from upudesk.model import (
    KINDS,
    Answer,
    Certainty,
    Chosen,
    Form,
    Fulfilment,
    Level,
    Precision,
    Record,
    Role,
    Side,
    Standing,
    Way,
)
from upudesk.record import FIRST_YEAR, LARGEST, LAST_YEAR

Value = str | int | float | bool | list[str] | None
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Codec:
    """One type of field: its column, and both directions (None: the value stands as it is)."""

    column: str
    to_value: Callable[[Any], Value] | None = None
    from_value: Callable[[Any], Any] | None = None
    from_column: Callable[[Any], Any] | None = None
    """Where the column holds something else than the value: lists are kept as JSON text."""
    sound: Callable[[Any], Any] | None = None
    """Raises where a value of the journal is of another type; columns have their types."""


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)


def _one_of(kind: type[Enum]) -> Callable[[Any], Any]:
    """The member of that value; a look-up, many times as fast as calling the class."""
    return {member.value: member for member in kind}.__getitem__


def _texts(column: str) -> tuple[str, ...]:
    return _said(json.loads(column)) if column != "[]" else ()


def _said(value: Any) -> tuple[str, ...]:
    """What stands in a file need not have been written by us."""
    if not isinstance(value, list) or not all(type(one) is str for one in value):
        raise ValueError(value)
    return tuple(value)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError(value)
    return value


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def _whole(value: int) -> int:
    if not -LARGEST <= value <= LARGEST:
        raise ValueError(value)
    return value


_DAY = Codec("TEXT", _optional(date.isoformat), _optional(_day))
CODECS: dict[str, Codec] = {
    "str": Codec("TEXT", sound=_text),
    "int": Codec("INTEGER", None, _whole),
    "int | None": Codec("INTEGER", None, _optional(_whole)),
    "float | None": Codec("REAL", None, _optional(_number)),
    "bool": Codec("INTEGER", None, bool),
    "date | None": _DAY,
    "tuple[str, ...]": Codec("TEXT", list, _said, _texts),
    "Level": Codec("INTEGER", int, _one_of(Level)),
    "Form | None": Codec("TEXT", _optional(str), _optional(_one_of(Form))),
    "Side | None": Codec("TEXT", _optional(str), _optional(_one_of(Side))),
} | {
    kind.__name__: Codec("TEXT", str, _one_of(kind))
    for kind in (Answer, Certainty, Precision, Role, Standing, Fulfilment, Chosen, Way)
}
"""By annotation, as it is written in model.py."""


@dataclass(frozen=True)
class Shape:
    """What the file needs to know of one kind of record."""

    codecs: Mapping[str, Codec]
    blanks: Mapping[str, Value]
    """Every field but the id, with the value that means “nothing entered”."""
    outward: tuple[tuple[str, Callable[[Any], Value]], ...]
    inward: tuple[tuple[str, Callable[[Any], Any]], ...]
    unsaid: Mapping[str, Any]
    """The blanks as a record holds them."""
    columns: tuple[str, ...]
    """The id and all fields, in the order of the table."""
    stored: tuple[tuple[str, Callable[[Any], Any]], ...]


_SHAPES: dict[str, Shape] = {}


def shape_of(kind: type[Record]) -> Shape:
    """What the file needs to know of this kind; worked out once."""
    if kind.KIND not in _SHAPES:
        _SHAPES[kind.KIND] = _shape_of(kind)
    return _SHAPES[kind.KIND]


def _shape_of(kind: type[Record]) -> Shape:
    own = [f for f in fields(kind) if f.name != "id"]
    codecs = {f.name: CODECS[str(f.type)] for f in own}
    blanks: dict[str, Value] = {}
    for f in own:
        assert f.default is not MISSING, f"{kind.__name__}.{f.name} needs a default"
        convert = codecs[f.name].to_value
        blanks[f.name] = convert(f.default) if convert else f.default
    return Shape(
        codecs,
        blanks,
        tuple((name, c.to_value) for name, c in codecs.items() if c.to_value),
        tuple((name, c.from_value) for name, c in codecs.items() if c.from_value),
        {f.name: f.default for f in own},
        ("id", *codecs),
        tuple((n, read) for n, c in codecs.items() if (read := c.from_column or c.from_value)),
    )


def to_values(record: Record) -> dict[str, Value]:
    """All fields of a record but its id, as JSON values."""
    shape = shape_of(type(record))
    values = {name: getattr(record, name) for name in shape.codecs}
    for name, convert in shape.outward:
        values[name] = convert(values[name])
    return values


def from_values(kind: type[R], record_id: str, values: Mapping[str, Any]) -> R:
    """The record again; fields that `values` leaves out are blank."""
    shape = shape_of(kind)
    # Past the constructor, which costs most of the time in which a campaign is read: what stands in
    # the file was checked when it was written.
    record = object.__new__(kind)
    said = vars(record)
    said["id"] = record_id
    said |= shape.unsaid
    said |= values
    for name, convert in shape.inward:
        if name in values:
            said[name] = convert(values[name])
    return record


def from_row(kind: type[R], row: Sequence[Any]) -> R:
    """The record that a row of its table holds."""
    shape = shape_of(kind)
    record = object.__new__(kind)
    said = vars(record)
    said.update(zip(shape.columns, row, strict=True))
    for name, read in shape.stored:
        said[name] = read(said[name])
    return record


def refuse_nonsense(kind: str, field: str, value: Value) -> None:
    """Raises ValueError, LookupError or TypeError where no record can say that."""
    codec = shape_of(KINDS[kind]).codecs[field]
    if read := codec.sound or codec.from_value:
        read(value)


def entered(record: Record) -> dict[str, Value]:
    """Only what was entered: the fields that differ from blank."""
    blanks = shape_of(type(record)).blanks
    return {name: value for name, value in to_values(record).items() if value != blanks[name]}


def differing(before: Record, after: Record) -> dict[str, Value]:
    """The fields in which two states of one record differ, with the later values."""
    old = to_values(before)
    return {name: value for name, value in to_values(after).items() if value != old[name]}
