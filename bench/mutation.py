"""Spoilt and malicious inputs, made from sound ones: of bytes, of lines, of JSON. All by lot."""

from __future__ import annotations

import json
import struct
from random import Random
from typing import Any

NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
TEXTS = (
    "", " ", "\0", "\x1b[2J\x1b]0;x\x07", "../../../../etc/passwd", "C:\\Windows\\con", "ก" * 5000,
    "\u202egpj.exe", "\ud800", "{number}", "{0.__class__}", "%s%n", "'; DROP TABLE step; --",
    "<b>&amp;</b>", "<img src=file:///etc/passwd>", "1" * 400, "-1", "nan", "inf", "9999-12-31",
    "0001-01-01", "2568-02-30", "FREQ=SECONDLY;COUNT=999999999", "[" * 3000, "a\nb\tc",
    "e\u0301" * 300, "👩‍👩‍👧‍👦" * 50, "\ufeff", "true", "null",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**30, 1e308, -1e308, 0.1,
    float("nan"), float("inf"), [], {}, [[]], [None], [1, "a"], {"a": {}}, *TEXTS,
)  # fmt: skip


def spoilt(data: bytes, lot: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """A few bytes changed, lost, doubled, moved or taken from another file."""
    found = bytearray(data)
    for _ in range(lot.choice((1, 1, 2, 3, 6, 12))):
        found = _spoil(found, lot, others)
    return bytes(found)


def _spoil(data: bytearray, lot: Random, others: tuple[bytes, ...]) -> bytearray:
    if not data:
        return bytearray(lot.randbytes(lot.randrange(64)))
    at = lot.randrange(len(data))
    span = min(len(data) - at, lot.choice((1, 2, 4, 16, 256, 4096)))
    match lot.randrange(10):
        case 0:
            data[at] ^= 1 << lot.randrange(8)
        case 1:
            data[at] = lot.choice(NUMBERS) & 0xFF
        case 2:
            del data[at : at + span]
        case 3:
            data[at:at] = data[at : at + span] * lot.choice((1, 2, 50))
        case 4:
            del data[at:]
        case 5:
            data[at : at + span] = lot.randbytes(span)
        case 6:
            data[at : at + span] = bytes(span)
        case 7:
            shape = lot.choice(("<I", ">I", "<H", ">H", "<Q", ">Q"))
            size = struct.calcsize(shape)
            number = lot.choice(NUMBERS) & ((1 << 8 * size) - 1)
            data[at : at + size] = struct.pack(shape, number)
        case 8 if others:
            other = lot.choice(others)
            begin = lot.randrange(len(other) + 1)
            data[at : at + span] = other[begin : begin + span]
        case _:
            data[at:at] = lot.choice(TEXTS).encode("utf-8", "surrogatepass")
    return data


def spoilt_text(data: bytes, lot: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Lines lost, doubled and exchanged, words and numbers replaced; now and then bytes."""
    if lot.random() < 0.3:
        return spoilt(data, lot, others)
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(lot.choice((1, 1, 2, 5))):
        at = lot.randrange(len(lines))
        match lot.randrange(5):
            case 0:
                del lines[at : at + lot.choice((1, 1, 5))]
                lines = lines or [""]
            case 1:
                lines[at:at] = [lines[at]] * lot.choice((1, 3))
            case 2:
                lines[at] = lot.choice(TEXTS)
            case 3:
                to = lot.randrange(len(lines))
                lines[at], lines[to] = lines[to], lines[at]
            case _:
                lines[at] = _other_word(lines[at], lot)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _other_word(line: str, lot: Random) -> str:
    parts = line.replace(",", " , ").replace("=", " = ").split(" ")
    parts[lot.randrange(len(parts))] = lot.choice(TEXTS)
    return "".join(parts) if "," in line else " ".join(parts)


def spoilt_json(data: bytes, lot: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Values of other types and sizes at any depth; now and then the text itself is broken."""
    if lot.random() < 0.2:
        return spoilt_text(data, lot, others)
    found = json.loads(data)
    for _ in range(lot.choice((1, 1, 2, 4))):
        found = other_value(found, lot)
    said = json.dumps(found, ensure_ascii=lot.random() < 0.5)
    return said.encode("utf-8", "surrogatepass")


def other_value(value: Any, lot: Random) -> Any:
    """The same tree with one node replaced, dropped, doubled or buried deep."""
    if isinstance(value, dict) and value and lot.random() < 0.85:
        key = lot.choice(list(value))
        match lot.randrange(6):
            case 0:
                return {k: v for k, v in value.items() if k != key}
            case 1:
                return value | {lot.choice(TEXTS): lot.choice(VALUES)}
            case _:
                return value | {key: other_value(value[key], lot)}
    if isinstance(value, list) and value and lot.random() < 0.85:
        at = lot.randrange(len(value))
        match lot.randrange(5):
            case 0:
                return value[:at] + value[at + 1 :]
            case 1:
                return value + [value[at]] * lot.choice((1, 1, 20))
            case _:
                return [*value[:at], other_value(value[at], lot), *value[at + 1 :]]
    if lot.random() < 0.03:
        for _ in range(900):
            value = [value]
        return value
    return lot.choice(VALUES)
