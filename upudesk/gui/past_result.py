"""What is known of an earlier election, entered and mended on the page of its country."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from upudesk import i18n
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.record_fields import NumberField
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.locales import BUDDHIST_YEARS
from upudesk.model import Member, Result

EARLIEST_BUDDHIST = 2400
"""From here on a year that is typed counts from the Buddha: no Congress met in 2400."""


class YearField(NumberField):
    """A year, as the reader counts; typed in either era."""

    def __init__(self, year: int) -> None:
        super().__init__()
        self.setText(i18n.current().year(year) if year else "")

    def value(self) -> int:  # type: ignore[override]
        typed = super().value()
        if typed is None:
            raise InvalidRecord({"": Message(N_("Say in which year the election was."))})
        return typed - BUDDHIST_YEARS if typed >= EARLIEST_BUDDHIST else typed


def add_result(workplace: Workplace, member: Member, parent: QWidget) -> RecordForm | None:
    """Enter what is known of one of its earlier elections."""
    return _form(workplace, Result(member=member.id, group=member.group), None, parent)


def edit_result(workplace: Workplace, result: Result, parent: QWidget) -> RecordForm | None:
    return _form(workplace, result, result, parent)


def _form(
    workplace: Workplace, result: Result, base: Result | None, parent: QWidget
) -> RecordForm | None:
    if not workplace.may_write(parent):
        return None
    layout = (
        Item("year", 2, label=_("&Year"), field=lambda: YearField(result.year)),
        Item("council", 2, label=_("&Council")),
        Item("group", 2, label=_("&Group")),
        Item("elected", 2, label=_("&Elected")),
        Item("votes", 2, label=_("&Votes")),
        Item("ballots_cast", 2, label=_("&Ballots cast")),
        Item("seats", 2, label=_("Sea&ts")),
        Item("candidates", 2, label=_("Candi&dates")),
        Item("certainty", 2, label=_("Certa&inty")),
        Item("source", 6, label=_("S&ource")),
        Item("note", 6, 2, label=_("&Note")),
    )
    title = _("An earlier result")
    form = RecordForm(workplace, title, replace(result), layout, base=base, parent=parent)
    of = base.id if base else result.member
    form.kept_as(workplace, "past_result", of, edits=base is not None).open()
    return form
