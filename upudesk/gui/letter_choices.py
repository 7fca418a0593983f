"""What is written and how: template, language, addressee, day, number, marking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upudesk import addressing, words
from upudesk.correspondence import Request
from upudesk.errors import N_, InvalidRecord, Message, UserError
from upudesk.gui.days import DayField
from upudesk.gui.entry import collected
from upudesk.gui.forms import Choice, Form, Tick
from upudesk.gui.language import languages
from upudesk.gui.record_fields import NumberField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.letter_files import Templates
from upudesk.snapshot import Snapshot

_CHOSEN = ("template", "about", "language", "role", "marking")


class LetterChoices(QWidget):
    """The fields of a request that do not say to whom it goes."""

    changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self.choices = {name: Choice(()) for name in _CHOSEN}
        self.first = NumberField()
        self.to_office, self.justified = Tick(""), Tick("")
        self.day: DayField | None = None
        self.form: Form | None = None
        self._supposed = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for choice in self.choices.values():
            choice.currentIndexChanged.connect(lambda _at: self.changed.emit())
        for tick in (self.to_office, self.justified):
            tick.toggled.connect(lambda _on: self.changed.emit())
        self.first.textChanged.connect(lambda _typed: self.changed.emit())

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        """The fields move into a form whose labels are in the language of the moment."""
        form, chosen = Form(columns=2), self.choices
        form.add("template", _("&Template"), chosen["template"], span=2)
        form.add("about", _("&About"), chosen["about"])
        form.add("language", _("&Language of the letters"), chosen["language"])
        form.add("role", _("To &whom"), chosen["role"])
        form.add("to_office", _("Where nobody is known"), self.to_office)
        form.add("written_on", _("&Day"), self._new_day())
        form.add("first", _("First register &number"), self.first)
        form.add("marking", _("&Marking"), chosen["marking"])
        form.add("justified", _("Text"), self.justified)
        self.form = form.in_place_of(self.form, self._column)
        self.to_office.setText(_("to the office"))
        self.to_office.setToolTip(
            _("Where no person or office is known, write to the office by its title.")
        )
        self.justified.setText(_("Justified"))
        self.justified.setToolTip(_("Text fills its lines to both edges"))
        chosen["language"].offer([("", _("each country’s own")), *languages()])
        chosen["role"].offer(_roles())
        chosen["marking"].setToolTip(_("Never below what the contents need."))

    def _new_day(self) -> DayField:
        """It is worded when it is made; a day that was typed moves into the new one."""
        before, today = self.day, self._workplace.snapshot.today
        try:
            typed = before.value() if before else None
        except UserError:
            typed = None
        self.day = DayField(today)
        self.day.put(today, typed.day if typed else today)
        self.day.textChanged.connect(lambda _typed: self.changed.emit())
        return self.day

    def renew(self, known: Templates) -> None:
        """Templates, councils, markings and the next number as they are now."""
        snapshot, chosen = self._workplace.snapshot, self.choices
        code = self._workplace.language.code
        chosen["template"].offer([(one, known.named(one, code)) for one in known.codes])
        councils = words.our_councils(snapshot)
        every = [(id, name) for id, name in councils] if len(councils) > 1 else []
        chosen["about"].offer([("", " + ".join(name for _id, name in councils)), *every])
        chosen["marking"].offer(
            [("", _("none")), *((m.id, words.named(m)) for m in snapshot.markings)]
        )
        self._show_next(snapshot)

    def _show_next(self, snapshot: Snapshot) -> None:
        """The number that follows, unless the reader typed another; without a register, none."""
        numbered = bool(snapshot.campaign.register.strip())
        supposed = str(snapshot.campaign.register_next) if numbered else ""
        if self.first.text() in ("", self._supposed):
            blocked = self.first.blockSignals(True)
            self.first.setText(supposed)
            self.first.blockSignals(blocked)
        self._supposed = supposed
        self.first.setEnabled(numbered)
        self.first.setPlaceholderText("" if numbered else _("not numbered"))

    # -------------------------------------------------------------- reading

    def request(self, members: tuple[str, ...], **more: Any) -> Request:
        """What is to be written to these; raises InvalidRecord with every problem at once."""
        assert self.day is not None
        value: Callable[[str], Any] = lambda name: self.choices[name].value()  # noqa: E731
        said = collected({"written_on": self.day.value, "first": self.first.value})
        if said["written_on"] is None:
            raise InvalidRecord({"written_on": Message(N_("Give the day of the letter."))})
        about = value("about")
        return Request(
            members, value("template") or "", said["written_on"].day, value("language") or "",
            value("role"), self.to_office.isChecked(), (about,) if about else (),
            said["first"], value("marking") or "", **more,
        )  # fmt: skip


def _roles() -> list[tuple[Any, str]]:
    return [(None, _("whoever is known")), *((r, words.role(r)) for r in addressing.ROLES)]
