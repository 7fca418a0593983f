"""Trying out another swing or base rate: sliders that answer while dragged, and change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSlider, QWidget

from upudesk import forecast_words, weights
from upudesk.campaign import weights_edits
from upudesk.errors import N_
from upudesk.gui import theme
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Area, Form, Line, tone
from upudesk.gui.parts import link
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current
from upudesk.weights import Weights

_SHEET = Template("""
QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $edge; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 12px; margin: -6px 0; border-radius: 8px;
  border: 2px solid $accent; background: $surface; }
QSlider::handle:horizontal:hover { background: $chosen; }
QSlider::handle:horizontal:focus { border-color: $ink; background: $accent; }
""")


class Slider(QSlider):
    """Arrow keys and dragging move it; the wheel scrolls the page."""

    def __init__(self, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, most)
        self.setPageStep(max(1, most // 10))
        self.setMinimumWidth(180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def dress(self) -> None:
        """The colours of the theme of the moment."""
        named = {k: v for k, v in vars(theme.colours()).items() if isinstance(v, str)}
        self.setStyleSheet(_SHEET.substitute(named))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


@dataclass(frozen=True)
class Knob:
    """One weight that can be tried out."""

    code: str
    name: str
    most: int
    """Steps of the slider."""
    step: float
    """What one step is worth: standard deviations of log-odds, or a part of a chance."""
    least: int = 0

    @property
    def is_chance(self) -> bool:
        return weights.USUAL[self.code][1] == weights.LOG_ODDS

    def at(self, weighed: Weights) -> float:
        """The weight as the slider shows it."""
        value = weighed.values[self.code]
        return weights.share(value) if self.is_chance else value

    def weight(self, place: int) -> float:
        """The weight for a place of the slider."""
        shown = place * self.step
        return weights.log_odds(shown) if self.is_chance else shown

    def told(self, shown: float) -> str:
        return forecast_words.percent(shown) if self.is_chance else current().number(shown, 2)


KNOBS = (
    Knob("swing", N_("Swing that all share"), 40, 0.05),
    Knob("group_swing", N_("Swing of each group"), 40, 0.05),
    Knob("not_asked", N_("Vote of a country never asked"), 60, 0.01, 1),
)


class Suppose(QWidget):
    """A row for each; what they say counts on this page until it is kept or left."""

    changed = Signal()
    """Something else is supposed now."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._recorded: Weights | None = None
        self.values: dict[str, float] = {}
        """What is supposed, by the code of the weight; what is as recorded is not in it."""
        self.sliders: dict[str, Slider] = {}
        self._names: dict[str, QLabel] = {}
        self._told: dict[str, QLabel] = {}
        self.keep = QPushButton()
        self.back = link("", self.leave)
        self._lay_out()
        self.keep.clicked.connect(self._ask_why)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(theme.GRID)
        grid.setColumnStretch(1, 1)
        for row, knob in enumerate(KNOBS):
            slider = self.sliders[knob.code] = Slider(knob.most)
            slider.setMinimum(knob.least)
            name, told = QLabel(), QLabel()
            tone(name, "quiet")
            name.setBuddy(slider)
            told.setMinimumWidth(150)
            self._names[knob.code], self._told[knob.code] = name, told
            grid.addWidget(name, row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(told, row, 2)
            slider.valueChanged.connect(lambda place, knob=knob: self._moved(knob, place))
        foot = len(KNOBS)
        grid.addWidget(self.keep, foot, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.back, foot, 2, Qt.AlignmentFlag.AlignLeft)

    def word(self) -> None:
        for knob in KNOBS:
            name = _(knob.name)
            self._names[knob.code].setText(name)
            self.sliders[knob.code].setAccessibleName(name)
            self.sliders[knob.code].dress()
        self.keep.setText(_("Keep, with a reason…"))
        self.back.setText(_("Back to the recorded"))
        for button in (self.keep, self.back):
            button.setAccessibleName(button.text())

    def renew(self, recorded: Weights) -> None:
        """Stand where the records have it, but for what is supposed; what was kept is recorded."""
        self._recorded = recorded
        for code, value in list(self.values.items()):
            if abs(value - recorded.values[code]) < 1e-6:
                del self.values[code]
        for knob in KNOBS:
            if knob.code not in self.values:
                self._place(knob, knob.at(recorded))
        self._tell()

    def _place(self, knob: Knob, shown: float) -> None:
        slider = self.sliders[knob.code]
        blocked = slider.blockSignals(True)
        slider.setValue(round(shown / knob.step))
        slider.blockSignals(blocked)

    def _moved(self, knob: Knob, place: int) -> None:
        if self._recorded is None:
            return
        if place == round(knob.at(self._recorded) / knob.step):
            self.values.pop(knob.code, None)
        else:
            self.values[knob.code] = knob.weight(place)
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        assert self._recorded is not None
        weighed = self._recorded.replaced(self.values)
        for knob in KNOBS:
            told = knob.told(knob.at(weighed))
            if knob.code in self.values:
                recorded = knob.told(knob.at(self._recorded))
                told = _("{value} (recorded: {recorded})").format(value=told, recorded=recorded)
            self._told[knob.code].setText(told)
            self.sliders[knob.code].setAccessibleDescription(told)
        for shown in (self.keep, self.back):
            shown.setEnabled(bool(self.values))

    def leave(self) -> None:
        """Count with what is recorded again."""
        self.values.clear()
        if self._recorded is not None:
            self.renew(self._recorded)
        self.changed.emit()

    def _ask_why(self) -> None:
        if self._workplace.may_write(self.window()):
            Keeping(self._workplace, dict(self.values), self.window()).open()


class Keeping(Entry):
    """Why the weights shall be so from now on."""

    def __init__(
        self,
        workplace: Workplace,
        values: Mapping[str, float],
        parent: QWidget | None = None,
    ) -> None:
        self._workplace, self._values = workplace, values
        form = Form()
        form.add("reason", _("&Why"), Area(lines=3))
        form.add("source", _("S&ource"), Line())
        super().__init__(parent, _("Count with this from now on"), form, _("Keep"))
        self.resize(480, 320)
        self.watch()
        form.fields["reason"].setFocus()

    def record(self) -> None:
        reason, source = (field.value() for field in self.form.fields.values())  # type: ignore[attr-defined]
        self._workplace.do(weights_edits.edit_weights, self._values, reason, source)
