"""A dialog that enters or edits one record; its fields are made from the record itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from upudesk import words
from upudesk.campaign import records
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Form
from upudesk.gui.record_fields import field_for
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Record


@dataclass(frozen=True)
class Item:
    """One field of the form: the record's field, how wide (of 6) and how many lines high."""

    name: str
    span: int = 3
    lines: int = 1
    label: str = ""
    """What stands above it, where that is not simply what the field is called."""
    field: Callable[[], QWidget] | None = None
    """A field made otherwise; it has `value()`."""


class RecordForm(Entry):
    """Enter a record, or with `base` edit that one: only what differs is written.

    `act` takes the record as the form says it and does it; else it is put as it is.
    """

    def __init__(
        self,
        workplace: Workplace,
        title: str,
        record: Record,
        layout: Sequence[Item],
        *,
        base: Record | None = None,
        parent: QWidget | None = None,
        act: Callable[[Any], object] | None = None,
        save: str = "",
    ) -> None:
        self._workplace, self._record, self._base, self._act = workplace, record, base, act
        form = Form(columns=6)
        for item in layout:
            made = item.field or partial(field_for, workplace, record, item.name, lines=item.lines)
            label = item.label or capital(words.field(item.name))
            form.add(item.name, label, made(), span=item.span)
        super().__init__(parent, title, form, save or _("Save"))
        self.resize(720, min(680, self.sizeHint().height()))
        self.watch()
        form.fields[layout[0].name].setFocus()

    def said(self) -> Record:
        """The record as the form says it; raises InvalidRecord with every problem at once."""
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        return replace(self._record, **collected(readers))

    def record(self) -> None:
        said = self.said()
        if self._act is not None:
            self._act(said)
        else:
            self._workplace.do(records.put, said, self._base)


def capital(word: str) -> str:
    return word[:1].upper() + word[1:]
