"""What a list is of: its rows, columns and filters, in the words of the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from upudesk import words
from upudesk.gui.tables import Column
from upudesk.i18n import _
from upudesk.model import Record

R = TypeVar("R")
Act = Callable[[], object]


@dataclass(frozen=True)
class Facet(Generic[R]):
    """One drop-down above a list. The first choice, None, keeps everything."""

    name: str
    """Under which a saved filter knows it."""
    label: Callable[[], str]
    choices: Callable[[], Sequence[tuple[Any, str]]]
    keeps: Callable[[R, Any], bool]


GROUPS = range(1, 6)


def groups() -> list[tuple[Any, str]]:
    """All geographic groups, or one of them."""
    return [(None, _("All groups")), *((n, words.group(n, short=True)) for n in GROUPS)]


def group_facet(group_of: Callable[[R], int | None]) -> Facet[R]:
    """The group of the country that a row is about."""
    return Facet("group", lambda: _("Group"), groups, lambda row, group: group_of(row) == group)


@dataclass(frozen=True)
class Subject(Generic[R]):
    """What a list is of. All words are callables: they are looked up when shown."""

    page: str
    title: Callable[[], str]
    rows: Callable[[], Sequence[R]]
    """In the order in which they stand until the reader sorts them."""
    key: Callable[[R], str]
    """Usually the record's id."""
    columns: Callable[[], Sequence[Column[R]]]
    """Each with a name; one of width 0 takes what is left."""
    text: Callable[[R], str]
    """All in which typed words are looked for."""
    hint: Callable[[], str]
    """What stands in the empty filter line."""
    empty: Callable[[], str]
    """One sentence while there is nothing at all: what belongs here."""
    counted: Callable[[int], str]
    """Such as “47 countries”."""
    facets: Callable[[], Sequence[Facet[R]]] = tuple
    found: Callable[[str], Sequence[str]] | None = None
    """Keys that typed text finds, the best first, where that is more than a text that occurs."""
    new: tuple[Callable[[], str], Act] | None = None
    """The button that makes a new one: its words, what it does."""
    record: Callable[[R], Record] | None = None
    """The record behind a row, where many can be edited at once."""
    bulk: Sequence[str] = ()
    """Fields of that record which many rows may be given at once."""
    actions: Callable[[Sequence[str]], Iterable[tuple[str, Act]]] = field(default=lambda _keys: ())
    """What can be done with the chosen rows, for the context menu: words, act."""
    sorted_by: tuple[int, bool] = (-1, False)
    """Column and whether descending, until the reader sorts otherwise; -1: as `rows` gives them."""
