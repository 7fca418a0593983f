"""What the journal may be filtered by: kind of record, who wrote, how long ago."""

from __future__ import annotations

from datetime import timedelta

from upudesk import words
from upudesk.gui.journal_rows import JournalRows, Row, kind_of, who
from upudesk.gui.record_form import capital
from upudesk.gui.subject import Facet
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import moment_of

OWN, OTHERS = "=own", "=others"
PERIODS = (0, 6, 29, 89)
"""Days before today that still belong to a period."""


def facets(workplace: Workplace, journal: JournalRows) -> tuple[Facet[Row], ...]:
    def kinds() -> list[tuple[str | None, str]]:
        shown = [(kind, capital(words.kind(kind))) for kind in journal.kinds if kind]
        shown.sort(key=lambda choice: workplace.language.sort_key(choice[1]))
        return [(None, _("Any kind of record")), *shown]

    def authors() -> list[tuple[str | None, str]]:
        sort_key = workplace.language.sort_key
        named = [(name, name) for name in sorted(filter(None, journal.authors), key=sort_key)]
        own = [(OWN, _("Only my own steps")), (OTHERS, _("Only steps of others"))]
        return [(None, _("Everybody")), *own, *named]

    def by(row: Row, wanted: str) -> bool:
        if wanted in (OWN, OTHERS):
            return (row.step.author == workplace.settings.author) is (wanted == OWN)
        return who(row.step, workplace.snapshot) == wanted

    def since(row: Row, days: int) -> bool:
        day = moment_of(row.step.clock).astimezone().date()
        return day >= workplace.snapshot.today - timedelta(days=days)

    return (
        Facet("kind", lambda: _("Kind of record"), kinds, _of_kind),
        Facet("who", lambda: _("Who"), authors, by),
        Facet("period", lambda: _("Period"), _periods, since),
    )


def _of_kind(row: Row, kind: str) -> bool:
    return kind_of(row.step) == kind


def _periods() -> list[tuple[int | None, str]]:
    today, *others = PERIODS
    return [
        (None, _("Any time")),
        (today, _("Today")),
        *(
            (n, ngettext("Last {count} day", "Last {count} days", n + 1).format(count=n + 1))
            for n in others
        ),
    ]
