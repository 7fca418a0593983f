"""The papers that a pack is made of, and the making of a stretch of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Protocol, cast

from reportlab.platypus import Flowable

from upudesk import i18n
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language
from upudesk.model import Record
from upudesk.reports import cover, finish, formats, sheet
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import justifying
from upudesk.reports.part import Part
from upudesk.reports.sheet import Reached

COVER, CONTENTS, COUNTRIES = "cover", "contents", "countries"
PARTS = {
    COVER: "cover",
    "executive": "executive",
    COUNTRIES: "briefing",
    "meetings": "meeting_brief",
    "tally": "tally_sheet",
    "calls": "call_list",
    "ballot": "own_ballot",
    "floor": "floor_list",
    "result": "after_vote",
}
"""By code the module of each part but the contents, which are written when all pages are known."""
OF_COUNTRIES = frozenset({COUNTRIES, "meetings", "calls"})
"""Parts that say nothing where no country is chosen."""
TOGETHER = 16
"""So many countries are made in one go, on however many cores: bytes do not depend on them."""


class Paper(Protocol):
    """What a module of a part offers."""

    def blocks(self, disclosed: Disclosed, members: Sequence[str]) -> Iterable[Flowable]: ...
    def about(self, disclosed: Disclosed, members: Sequence[str]) -> Iterable[Record | None]: ...


@dataclass(frozen=True)
class Stretch:
    """A part of a pack, or so much of it as is made in one go."""

    code: str
    members: tuple[str, ...]

    @property
    def steps(self) -> int:
        """How often its making tells that it has come further."""
        return len(self.members) if self.code == COUNTRIES else 1


@dataclass(frozen=True)
class Job:
    """All that whoever makes a stretch has to know."""

    disclosed: Disclosed
    members: tuple[str, ...]
    title: str
    language: Language
    imprint: Imprint
    marking: str

    def make(self, stretch: Stretch, step: Callable[[], None]) -> Part:
        """Its pages; `step` is called on the way, and may raise to break off."""
        justified = justifying(self.imprint.justified)
        with i18n.use(self.language), formats.using(self.imprint.paper), justified:
            around = finish.surround(self.disclosed.snapshot, self.imprint, self.marking)
            return sheet.lay(list(self._story(stretch, step)), surround=around)

    def _story(self, stretch: Stretch, step: Callable[[], None]) -> Iterator[Flowable]:
        if stretch.code == COUNTRIES:
            for id in stretch.members:
                yield from paper(stretch.code).blocks(self.disclosed, (id,))
                yield Reached(step)
            return
        if stretch.code == COVER:
            yield from cover.blocks(
                self.disclosed, self.members,
                title=self.title, imprint=self.imprint, marking=self.marking,
            )  # fmt: skip
        else:
            yield from paper(stretch.code).blocks(self.disclosed, self.members)
        yield Reached(step)

    def bare(self) -> Job:
        """The same without what can be worked out again: it travels lighter."""
        return replace(self, disclosed=self.disclosed.bare())


def paper(code: str) -> Paper:
    """The module of a part."""
    return cast("Paper", import_module(f"upudesk.reports.{PARTS[code]}"))


def stretches(codes: Iterable[str], members: Sequence[str]) -> Iterator[Stretch]:
    """What is made of these parts, in their order."""
    for code in codes:
        if code == CONTENTS or (code in OF_COUNTRIES and not members):
            continue
        if code == COUNTRIES:
            for at in range(0, len(members), TOGETHER):
                yield Stretch(code, tuple(members[at : at + TOGETHER]))
        else:
            yield Stretch(code, tuple(members))
