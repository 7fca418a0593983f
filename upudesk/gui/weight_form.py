"""Changing one weight of the forecast, as a percentage or as its number, with the reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from upudesk import forecast_words
from upudesk.campaign import weights_edits
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Area, Choice, Form, Line
from upudesk.gui.record_fields import DecimalField, decimal
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current
from upudesk.model import HoldRate
from upudesk.weights import DAYS, LOG_ODDS, SHARE, SPREAD, USUAL, Weights, weights

PERCENT, NUMBER = "percent", "number"


class ShareField(DecimalField):
    """A number, with or without the sign of a percentage."""

    def value(self) -> float:  # type: ignore[override]
        found = decimal(self.text().replace("%", ""))
        if found is None:
            raise InvalidRecord(
                {"value": Message(N_("Type a number: without one nothing counts."))}
            )
        return found


class WeightForm(Entry):
    """The value in the way that the reader thinks of it; turning to the other way converts it."""

    def __init__(self, workplace: Workplace, code: str, parent: QWidget | None = None) -> None:
        self._workplace, self._code = workplace, code
        self._weights: Weights = weights(workplace.snapshot)
        record = self._weights.records.get(code)
        self.value, self.way = ShareField(), Choice(_ways(code))
        form = Form(columns=2)
        form.add("value", _("&Value"), self.value)
        form.add("way", _("&As"), self.way)
        form.add("reason", _("&Why"), _reason(record), span=2)
        form.add("source", _("S&ource"), Line(record.source if record else ""), span=2)
        title = _("Weight: {name}").format(name=forecast_words.weight(code))
        super().__init__(parent, title, form, _("Save"))
        self._show(self._weights.values[code])
        self.way.currentIndexChanged.connect(lambda _at: self._convert())
        self.resize(520, 380)
        self.watch()
        self.value.setFocus()
        self.value.selectAll()

    def _show(self, value: float) -> None:
        """The value in the way that is chosen."""
        shown = value
        if self.way.value() == PERCENT:
            shown = 100 * (self._weights.replaced({self._code: value}).percentage(self._code) or 0)
        self.value.setText(current().decimal(round(shown, 3)))

    def _convert(self) -> None:
        """What stands there in the other way; what is no number is left as it is."""
        try:
            typed = self.value.value()
        except InvalidRecord:
            return
        if self.way.value() == PERCENT:
            self._show(typed)
        elif 0 <= typed <= 100:
            self._show(self._weights.from_percentage(self._code, typed / 100))

    def record(self) -> None:
        said = collected({name: field.value for name, field in self.form.fields.items()})  # type: ignore[attr-defined]
        percent = said["way"] == PERCENT
        value = said["value"] / 100 if percent else said["value"]
        self._workplace.do(
            weights_edits.edit_weight, self._code, value, said["reason"],
            as_percentage=percent, source=said["source"],
        )  # fmt: skip


def _reason(record: HoldRate | None) -> Area:
    """To be said anew, since that of before was for another value; it shows while none is typed."""
    area = Area(lines=4)
    area.setPlaceholderText(record.reason if record else "")
    return area


def _ways(code: str) -> list[tuple[str, str]]:
    unit = USUAL[code][1]
    percent = (PERCENT, _("percentage that results"))
    ways = {
        LOG_ODDS: [percent, (NUMBER, _("log-odds"))],
        SHARE: [(PERCENT, _("percentage"))],
        DAYS: [(NUMBER, _("days"))],
        SPREAD: [(NUMBER, _("standard deviation of log-odds"))],
    }
    return ways[unit]
