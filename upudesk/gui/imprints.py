"""What is said of a copy that is made now, and what whoever makes it may choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from upudesk import words
from upudesk.gui import owners
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Marking
from upudesk.reports.imprint import Imprint, Paper


def imprint_now(workplace: Workplace, **said: Any) -> Imprint:
    """A copy that is made now, by whoever sits here."""
    made_at = datetime.combine(workplace.snapshot.today, datetime.now().astimezone().timetz())
    own = owners.me(workplace)
    name = own.name if own else workplace.settings.author.strip()
    return Imprint(made_at, printed_by=name, **said)


def markings(known: Sequence[Marking]) -> list[tuple[str, str]]:
    """The markings that a paper may be given at least."""
    named = ((m.id, _("at least {marking}").format(marking=words.named(m))) for m in known)
    return [("", _("as its contents need")), *named]


def sheets() -> list[tuple[str, str]]:
    """The sheets that a paper may be laid out for."""
    return [
        (str(Paper.A4), "A4"),
        (str(Paper.A5), _("A5, for the pocket")),
        (str(Paper.LARGE), _("A4 in large print")),
    ]
