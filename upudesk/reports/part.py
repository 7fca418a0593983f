"""A stretch of pages that knows nothing of the pages before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from upudesk.reports.formats import Format
from upudesk.reports.typeset import Style


class Entry(NamedTuple):
    """A line of the outline; pages count from 0, `top` is in points from the foot of the sheet."""

    title: str
    level: int
    page: int
    top: float


class Link(NamedTuple):
    """A place on a page, in points, that leads to an entry: of its part, or of the whole."""

    page: int
    place: tuple[float, float, float, float]
    to: int
    whole: bool = False


class Later(NamedTuple):
    """A line of text on a page that tells the number of another (`told` has a gap for it)."""

    page: int
    told: str
    of: int
    style: Style
    x: float
    top: float
    width: float


@dataclass(frozen=True)
class Part:
    """A PDF that is to be bound with others."""

    pdf: bytes
    formats: tuple[Format, ...]
    """Of each page."""
    missing: tuple[str, ...] = ()
    """The characters that no font had; each is printed as `[U+1F600]`."""
    entries: tuple[Entry, ...] = ()
    links: tuple[Link, ...] = ()
    later: tuple[Later, ...] = ()
