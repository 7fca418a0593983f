"""A pack is made beside the window: one paper for each of its numbered copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from upudesk import disclosure
from upudesk.copies import Copy
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.i18n import Language
from upudesk.model import Profile
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot

ABOUT_COUNTRIES = ("countries", "meetings", "calls")
"""Parts that say nothing without countries."""


@dataclass(frozen=True)
class Order:
    """All that has to be known to make a pack."""

    snapshot: Snapshot
    profile: Profile
    members: tuple[str, ...]
    parts: tuple[str, ...]
    title: str
    language: Language
    imprint: Imprint
    copies: int


def refuse_nothing(parts: Sequence[str], members: Sequence[str]) -> None:
    """A pack of nothing is not made. Raises InvalidRecord."""
    if not parts:
        raise InvalidRecord({"sections": Message(N_("Tick at least one part of the pack."))})
    if not members and any(part in ABOUT_COUNTRIES for part in parts):
        raise InvalidRecord({"members": Message(N_("Tick at least one country for the pack."))})


def made(order: Order, reach: Callable[[int, int], None]) -> list[Copy]:
    """Every copy, ready to go out. `reach` is told how far it has come, of how much, and may raise
    to break off."""
    from upudesk.reports import pack  # loads whatever sets text

    disclosed = disclosure.disclose(order.snapshot, order.profile)
    wanted = pack.Request(order.members, order.parts, order.title)
    cautions = tuple(disclosure.warnings(disclosed, order.members))
    copies: list[Copy] = []
    for number in range(1, order.copies + 1):
        numbered = order.copies > 1
        imprint = replace(
            order.imprint, copy=number if numbered else 0, copies=order.copies if numbered else 0
        )
        finished = pack.render(
            disclosed, wanted, order.language, imprint=imprint,
            progress=partial(_reached, reach, number - 1, order.copies),
        )  # fmt: skip
        copies.append(
            Copy(order.title, "pack", order.language.code, imprint, disclosed, finished,
                 order.members, cautions)
        )  # fmt: skip
    return copies


def _reached(
    reach: Callable[[int, int], None], before: int, copies: int, done: int, of: int
) -> None:
    """One copy after the other, each as much work as the first."""
    reach(before * of + done, copies * of)
