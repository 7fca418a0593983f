"""What is said of one copy of a paper: when and by whom it was made, for whom, on which sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Paper(StrEnum):
    """The sheets that papers are laid out for."""

    A4 = "a4"
    A5 = "a5"
    LARGE = "large"
    """A4 with type that is read at arm's length."""


@dataclass(frozen=True)
class Imprint:
    """One copy, and how it is to look."""

    made_at: datetime
    printed_by: str = ""
    recipient: str = ""
    copy: int = 0
    """The number of this copy; 0 where copies are not numbered."""
    copies: int = 0
    marking: str = ""
    """Code or id of a marking; a page carries a higher one where its contents need it."""
    watermark: str = ""
    """What is laid under the text of each page."""
    paper: Paper = Paper.A4
    justified: bool = False
    """Running text fills its lines to both edges."""

    def numbered(self, copies: int) -> list[Imprint]:
        """One for each of so many copies; a single one keeps the number it has."""
        if copies == 1:
            return [self]
        return [replace(self, copy=number, copies=copies) for number in range(1, copies + 1)]
