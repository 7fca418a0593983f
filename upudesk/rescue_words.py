"""What could be rescued of a damaged campaign, told in words."""

from __future__ import annotations

from collections.abc import Iterator

from upudesk import i18n, words
from upudesk.i18n import _, ngettext
from upudesk.rescue import Count, Rescued


def summary(found: Rescued) -> str:
    """One sentence: how much of the campaign is there."""
    saved = sum(count.saved for count in found.records.values())
    lost = sum(count.lost for count in found.records.values())
    number = i18n.current().number
    if not lost:
        told = ngettext(
            "{saved} record could be read, and none is known to be lost.",
            "{saved} records could be read, and none is known to be lost.",
            saved,
        )
        return told.format(saved=number(saved))
    told = ngettext(
        "{saved} records could be read; at least {lost} could not.",
        "{saved} records could be read; at least {lost} could not.",
        lost,
    )
    return told.format(saved=number(saved), lost=number(lost))


def history(found: Rescued) -> str:
    """What became of the journal."""
    number, steps = i18n.current().number, found.steps
    if not found.new_writer:
        told = ngettext(
            "The journal is whole: {count} step. Everything was made again from it.",
            "The journal is whole: {count} steps. Everything was made again from it.",
            steps.saved,
        )
        return told.format(count=number(steps.saved))
    if steps.saved:
        return _(
            "The journal is broken: {saved} steps of it hold and are kept, what came after is gone "
            "as history. A new writer says in one step what else stands."
        ).format(saved=number(steps.saved))
    return _(
        "The journal is lost, and with it the history. A new writer says in one step what stands, "
        "as the tables had it."
    )


def kinds(found: Rescued) -> Iterator[tuple[str, str, str]]:
    """Of every kind that the campaign had: what it is called, how many came through, how many not.

    Steps and files of evidence come last.
    """
    number = i18n.current().number
    rows = [(words.kind(kind) if kind else _("of a kind that is not known"), count)
            for kind, count in found.records.items()]  # fmt: skip
    rows += [(_("steps of the journal"), found.steps), (_("files of evidence"), found.files)]
    for name, count in rows:
        if count != Count(0):
            yield name, number(count.saved), number(count.lost) if count.lost else "–"
