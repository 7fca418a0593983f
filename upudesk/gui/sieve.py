"""Which rows of a list are shown: what the drop-downs keep, and what typed words occur in."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from upudesk.gui.subject import Facet, Subject
from upudesk.thai import fold

R = TypeVar("R")

AHEAD = 0.004
"""Seconds for which texts are folded before the window gets its turn."""


class Sieve(Generic[R]):
    """The rows of a list, and those of them that a filter keeps. It knows no widgets."""

    def __init__(self, subject: Subject[R]) -> None:
        self.rows: list[R] = []
        self.facets: Sequence[Facet[R]] = ()
        self._key, self._text, self._find = subject.key, subject.text, subject.found
        self._found: tuple[str, Sequence[str]] = ("", ())
        self._folded: dict[str, tuple[R, str]] = {}
        self._unfolded: Iterator[R] = iter(())

    def take(self, rows: list[R]) -> None:
        """These from now on."""
        self.rows = rows
        self._found = ("", ())
        self._unfolded = iter(rows if self._find is None else ())

    def kept(self, typed: str, chosen: Mapping[str, Any]) -> list[R]:
        """The rows in which all typed words occur and that every facet keeps, in their order."""
        kept = self.rows
        for facet in self.facets:
            value = chosen.get(facet.name)
            if value is not None:
                kept = [row for row in kept if facet.keeps(row, value)]
        if not typed:
            return kept
        if self._find is not None:
            found = set(self.found(typed))
            return [row for row in kept if self._key(row) in found]
        for word in fold(typed).split():
            kept = [row for row in kept if word in self._folded_text(row)]
        return kept

    def found(self, typed: str) -> Sequence[str]:
        """The keys that typed text finds, the best first: asked once for the same text and rows."""
        if self._find is None or not typed:
            return ()
        if self._found[0] != typed:
            self._found = typed, self._find(typed)
        return self._found[1]

    def fold_ahead(self) -> bool:
        """Fold a few texts, so that the first letter finds all ready; whether any are left."""
        end = time.perf_counter() + AHEAD
        for row in self._unfolded:
            self._folded_text(row)
            if time.perf_counter() > end:
                return True
        return False

    def _folded_text(self, row: R) -> str:
        """Folded once for each row, and again when it changed."""
        key = self._key(row)
        known = self._folded.get(key)
        if known is None or known[0] is not row:
            known = self._folded[key] = (row, fold(self._text(row)))
        return known[1]
