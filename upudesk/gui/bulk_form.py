"""Giving many records the same value in one field, after a look at what changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.campaign import records
from upudesk.errors import UserError
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form
from upudesk.gui.parts import text
from upudesk.gui.record_fields import field_for
from upudesk.gui.record_form import capital
from upudesk.gui.tables import Cell, Column, RowsModel, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Record
from upudesk.values import to_values


class BulkForm(Entry):
    """Which field, which value, and a table of what changes; one step, one undo."""

    def __init__(
        self, workplace: Workplace, chosen: Sequence[Record], fields: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._workplace, self._chosen = workplace, list(chosen)
        form = Form()
        choices = [(name, capital(words.field(name))) for name in fields]
        form.add("what", _("&Field"), Choice(choices, fields[0]))
        super().__init__(parent, _("Edit many at once"), form, _("Save"))
        self._value: QWidget | None = None
        self._holder = QVBoxLayout()
        self.count = text("", "quiet")
        self.model: RowsModel[Record] = RowsModel(self._columns(), lambda record: record.id, self)
        self.table = table_view(self.model, _("What changes"))
        set_widths(self.table, self.model)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(2, self._holder)
        layout.insertWidget(3, self.count)
        layout.insertWidget(4, self.table, 3)
        what = form.fields["what"]
        assert isinstance(what, Choice)
        what.currentIndexChanged.connect(self._ask)
        self.what = what
        self._ask()
        self.resize(680, 560)
        what.setFocus()

    def _ask(self) -> None:
        """A field for the value, and the table anew."""
        if self._value is not None:
            self._value.deleteLater()
        blank = replace(self._chosen[0])
        self._value = field_for(self._workplace, blank, self.what.value())
        self._value.setAccessibleName(_("New value"))
        self._holder.addWidget(self._value)
        for signal in ("textChanged", "currentIndexChanged", "changed"):
            if hasattr(self._value, signal):
                getattr(self._value, signal).connect(self._preview)
                break
        QWidget.setTabOrder(self.what, self._value)
        self._preview()

    def _columns(self) -> list[Column[Record]]:
        snapshot = self._workplace.snapshot

        def before(record: Record) -> Cell:
            return Cell(self._told(record, to_values(record)[self.what.value()]), tone="quiet")

        def after(record: Record) -> Cell:
            said = self._said()
            value = to_values(replace(record, **{self.what.value(): said}))[self.what.value()]
            return Cell(self._told(record, value), strong=True)

        def name(record: Record) -> str:
            return words.about(record, snapshot)

        return [
            Column(lambda: _("Record"), lambda r: Cell(name(r), tip=name(r)), name, 0),
            Column(lambda: _("Before"), before, name, 200),
            Column(lambda: _("After"), after, name, 200),
        ]

    def _told(self, record: Record, value: Any) -> str:
        told = telling.value(self._workplace.snapshot, record.KIND, self.what.value(), value)
        return told or "–"

    def _said(self) -> Any:
        reader: Any = self._value
        return reader.value()

    def _preview(self, *_what: object) -> None:
        try:
            said = self._said()
        except UserError as fault:
            self.model.show(())
            self.count.setText(words.say(fault))
            return
        changing = [r for r in self._chosen if getattr(r, self.what.value()) != said]
        self.model.show(changing)
        changes = ngettext("{count} of {all} changes.", "{count} of {all} change.", len(changing))
        number = self._workplace.language.number
        self.count.setText(
            changes.format(count=number(len(changing)), all=number(len(self._chosen)))
        )

    def record(self) -> None:
        said = collected({"": self._said})[""]
        self._workplace.do(records.edit_many, self._chosen, self.what.value(), said)
