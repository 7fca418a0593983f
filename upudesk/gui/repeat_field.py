"""Choosing how something comes again: how often, on which days of the week, until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from upudesk import i18n, repeating
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui import theme
from upudesk.gui.forms import Choice, Tick
from upudesk.gui.record_fields import DateField, NumberField
from upudesk.i18n import _
from upudesk.repeating import Every, Repeat

WEEKLY = (Every.WEEK, Every.TWO_WEEKS)
FOR_EVER, UNTIL, COUNTED = "for ever", "until", "counted"
MONDAY = date(2024, 1, 1)


class RepeatField(QWidget):
    """Plain choices; the rule is kept as text. What is not offered stays as it is until changed."""

    changed = Signal()

    def __init__(self, today: date, text: str = "") -> None:
        super().__init__()
        self._kept = repeating.read(text)
        self.every = Choice([(e, repeating.word(e)) for e in self._offered()], self._kept.every)
        self.days = [self._tick(number) for number in range(7)]
        ends = [(FOR_EVER, _("without end")), (UNTIL, _("until a day")), (COUNTED, _("so often"))]
        self.ends = Choice(ends, self._ending())
        self.until = DateField(today, self._kept.until)
        self.count = NumberField(self._kept.count)
        self._lay_out()
        self.setFocusProxy(self.every)
        for choice in (self.every, self.ends):
            choice.currentIndexChanged.connect(self._show_what_matters)
            choice.currentIndexChanged.connect(lambda _at: self.changed.emit())
        for line in (self.until.line, self.count):
            line.textChanged.connect(lambda _text: self.changed.emit())
        self._show_what_matters()

    def _offered(self) -> list[Every]:
        other = self._kept.every is Every.OTHER
        return [every for every in Every if other or every is not Every.OTHER]

    def _ending(self) -> str:
        if self._kept.until:
            return UNTIL
        return COUNTED if self._kept.count else FOR_EVER

    def _tick(self, number: int) -> Tick:
        weekday = i18n.current().weekday(MONDAY + timedelta(days=number))
        tick = Tick(i18n.current().short_weekday(MONDAY + timedelta(days=number)))
        tick.setAccessibleName(weekday)
        tick.setToolTip(weekday)
        tick.setChecked(number in self._kept.weekdays)
        tick.toggled.connect(lambda _on: self.changed.emit())
        return tick

    def _lay_out(self) -> None:
        top, self._week = QHBoxLayout(), QWidget()
        self._times = QLabel(_("times in all"))
        self._times.setProperty("tone", "quiet")
        self.ends.setAccessibleName(_("How long it repeats"))
        self.until.setAccessibleName(_("Repeats until"))
        self.count.setAccessibleName(_("How many times in all"))
        for widget in (self.every, self.ends, self.until, self.count, self._times):
            top.addWidget(widget, 1 if widget in (self.every, self.ends, self.until) else 0)
        self.count.setMaximumWidth(64)
        week = QHBoxLayout(self._week)
        week.setContentsMargins(0, 0, 0, 0)
        week.setSpacing(theme.GRID)
        for tick in self.days:
            week.addWidget(tick)
        week.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(top)
        column.addWidget(self._week)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.every.setAccessibleName(name)

    def _show_what_matters(self, _at: int = 0) -> None:
        every = self.every.value()
        self._week.setVisible(every in WEEKLY)
        plain = every not in (Every.ONCE, Every.OTHER)
        self.ends.setVisible(plain)
        self.until.setVisible(plain and self.ends.value() == UNTIL)
        for widget in (self.count, self._times):
            widget.setVisible(plain and self.ends.value() == COUNTED)

    def value(self) -> str:
        """The rule as text, its month still without a day; raises a UserError on nonsense."""
        every = self.every.value()
        if every is Every.OTHER:
            return self._kept.text
        days = tuple(n for n, tick in enumerate(self.days) if tick.isChecked())
        until, count = self._limit() if every is not Every.ONCE else (None, None)
        chosen = Repeat(every, days if every in WEEKLY else (), until, count)
        return repeating.written(chosen, None)

    def typed(self) -> dict[str, Any]:
        days = [number for number, tick in enumerate(self.days) if tick.isChecked()]
        until, count = self.until.line.text(), self.count.text()
        return {"every": self.every.value(), "days": days, "ends": self.ends.value(),
                "until": until, "count": count}  # fmt: skip

    def type(self, said: dict[str, Any]) -> None:
        self.every.choose(said["every"])
        self.ends.choose(said["ends"])
        for number, tick in enumerate(self.days):
            tick.setChecked(number in said["days"])
        self.until.line.setText(said["until"])
        self.count.setText(said["count"])

    def _limit(self) -> tuple[date | None, int | None]:
        if self.ends.value() == UNTIL:
            until = self.until.value()
            if until is None:
                raise InvalidRecord({"repeat": Message(N_("Give the last day."))})
            return until, None
        if self.ends.value() == COUNTED:
            count = self.count.value()
            if not count:
                raise InvalidRecord({"repeat": Message(N_("Say how many times."))})
            return None, count
        return None, None
