"""How what is due is shown: sign, word and tone together, the same on every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from upudesk import due, i18n
from upudesk.due import Due, Keeping
from upudesk.errors import N_
from upudesk.gui.tables import Cell
from upudesk.i18n import _, ngettext
from upudesk.model import FollowUp

_WORDS: Mapping[Due, tuple[str, str, str]] = {
    Due.OVERDUE: ("!", N_("overdue"), "warning"),
    Due.TODAY: ("●", N_("today"), ""),
    Due.WEEK: ("○", N_("this week"), ""),
    Due.LATER: ("·", N_("later"), ""),
    Due.UNDATED: ("–", N_("no date"), "quiet"),
    Due.DONE: ("✓", N_("done"), "quiet"),
}


def word(where: Due) -> str:
    return _(_WORDS[where][1])


def sign(where: Due) -> str:
    return _WORDS[where][0]


def tone(where: Due) -> str:
    return _WORDS[where][2]


def state(follow_up: FollowUp, today: date) -> Cell:
    """Such as “! overdue”, or “✓ done 3 Apr 2025”."""
    where = due.due(follow_up, today)
    told = f"{sign(where)} {word(where)}"
    if follow_up.done_on:
        told += f" {i18n.current().date(follow_up.done_on)}"
    return Cell(told, tone=tone(where), strong=where is Due.OVERDUE)


def next_contact(kept: Keeping, today: date) -> Cell:
    """Such as “! since 12 days”, “● today”, “· in 5 days”."""
    if kept.due_on is None:
        return Cell(f"{sign(Due.UNDATED)} {_('not planned')}", tone="quiet")
    days = (kept.due_on - today).days
    count = i18n.current().number(abs(days))
    if days < 0:
        late = ngettext("overdue by {count} day", "overdue by {count} days", -days)
        return Cell(f"{sign(Due.OVERDUE)} {late.format(count=count)}", tone="warning", strong=True)
    if days == 0:
        return Cell(f"{sign(Due.TODAY)} {word(Due.TODAY)}", strong=True)
    ahead = ngettext("in {count} day", "in {count} days", days)
    return Cell(f"{sign(Due.LATER)} {ahead.format(count=count)}")
