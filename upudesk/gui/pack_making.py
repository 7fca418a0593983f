"""A pack is made beside the window: one paper for each of its numbered copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from upudesk import disclosure
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.paper_out import Copy
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

    @property
    def steps(self) -> int:
        """So many are told on the way."""
        return 1 + 2 * len(self.members) * self.copies


def refuse_nothing(parts: Sequence[str], members: Sequence[str]) -> None:
    """A pack of nothing is not made. Raises InvalidRecord."""
    if not parts:
        raise InvalidRecord({"sections": Message(N_("Tick at least one part of the pack."))})
    if not members and any(part in ABOUT_COUNTRIES for part in parts):
        raise InvalidRecord({"members": Message(N_("Tick at least one country for the pack."))})


def made(order: Order, step: Callable[[], None]) -> list[Copy]:
    """Every copy, ready to go out. `step` is called on the way, and may raise to break off."""
    disclosed = disclosure.disclose(order.snapshot, order.profile)
    step()
    cautions = tuple(disclosure.warnings(disclosed, order.members))
    copies: list[Copy] = []
    for number in range(1, order.copies + 1):
        numbered = order.copies > 1
        imprint = replace(
            order.imprint, copy=number if numbered else 0, copies=order.copies if numbered else 0
        )
        from upudesk.reports import briefing

        finished = briefing.render(
            disclosed, order.members, order.language, imprint=imprint, each=step
        )
        copies.append(
            Copy(order.title, "pack", order.language.code, imprint, disclosed, finished,
                 order.members, cautions)
        )  # fmt: skip
    return copies
