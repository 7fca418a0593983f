"""A pack is ordered, in the window or by a command, and made: a paper for each numbered copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from upudesk import disclosure
from upudesk.copies import Copy
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.i18n import Language
from upudesk.model import Profile
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot

ABOUT_COUNTRIES = ("countries", "meetings", "calls")
"""Parts that say nothing without countries."""
RESULT = "result"
"""The part that compares with what was known at the eve of the vote."""


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
    eve: Callable[[], Snapshot | None]
    """What was known at the eve of the vote; asked only where it is told, for it takes a while."""
    copies: int = 1
    document: str = "pack"


def refuse_nothing(parts: Sequence[str], members: Sequence[str]) -> None:
    """A pack of nothing is not made. Raises InvalidRecord."""
    if not parts:
        raise InvalidRecord({"sections": Message(N_("Tick at least one part of the pack."))})
    if not members and any(part in ABOUT_COUNTRIES for part in parts):
        raise InvalidRecord({"members": Message(N_("Tick at least one country for the pack."))})


def made(order: Order, reach: Callable[[int, int], None] | None = None) -> list[Copy]:
    """Every copy, ready to go out. `reach` is told how far it has come, of how much, and may raise
    to break off."""
    from upudesk.reports import pack  # loads whatever sets text

    disclosed = disclosure.disclose(order.snapshot, order.profile)
    if RESULT in order.parts and disclosed.shows(RESULT):
        disclosed = disclosed.with_eve(order.eve())
    wanted = pack.Request(order.members, order.parts, order.title)
    cautions = tuple(disclosure.warnings(disclosed, order.members))
    finished = pack.copies(
        disclosed, wanted, order.language,
        imprint=order.imprint, count=order.copies, progress=reach,
    )  # fmt: skip
    return [
        Copy(order.title, order.document, order.language.code, imprint, disclosed, one,
             order.members, cautions)
        for imprint, one in zip(order.imprint.numbered(order.copies), finished, strict=True)
    ]  # fmt: skip
