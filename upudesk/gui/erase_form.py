"""Erasing for good: what, why and by whom; and then what becomes of the back-ups that hold it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from upudesk import backups, blind, telling, words
from upudesk.backups import Keeping, Reason
from upudesk.desk import Desk
from upudesk.errors import N_, InvalidRecord, Message, UnknownRecord
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Area, Choice, Form, Line, wrapping
from upudesk.gui.owners import reader
from upudesk.gui.record_form import capital
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import EXISTENCE, OF_ERASURE
from upudesk.model import Campaign
from upudesk.values import Value

WHOLE = ""
LETTERS = 48
"""So much of what stands in a field is shown beside its name."""


def said_by(desk: Desk, record: str) -> dict[str, Value]:
    """The fields of a record that ever said something that is still there, and the last of it."""
    found: dict[str, Value] = {}
    for step in desk.history(record):
        for change in step.changes:
            special = change.field == EXISTENCE or change.field in OF_ERASURE
            if (
                change.record == record
                and not special
                and change.value not in (None, "", [], False)
            ):
                found[change.field] = change.value
    return found


def may_be_erased(workplace: Workplace, kind: str, record: str) -> bool:
    """Whether that is offered: not of the campaign itself, nor of a blind count under way."""
    return kind != Campaign.KIND and not blind.sealed(
        workplace.snapshot, kind, record, reader(workplace)
    )


class EraseForm(Entry):
    """Asks before, since nothing brings it back; who and why stay in the journal."""

    def __init__(self, workplace: Workplace, kind: str, record: str, parent: QWidget) -> None:
        assert workplace.desk is not None
        self._workplace, self._desk, self._record = workplace, workplace.desk, record
        form = Form()
        form.add("what", _("&What"), Choice(self._choices(kind), WHOLE))
        form.add("why", _("Wh&y it has to go"), Area(lines=2))
        form.add("by", _("Who erases &it"), Line(workplace.settings.author))
        super().__init__(parent, _("Erase for good"), form, _("Erase for good"))
        told = (
            _("It cannot be undone. What it ever said goes out of this file; that something stood "
              "here, who erased it and why stays in the journal, whose chain still holds."),
            _("Back-ups and copies on other laptops keep it. The back-ups are shown next, to be "
              "deleted if nothing of it may be left."),
        )  # fmt: skip
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        for number, sentence in enumerate(told, 1):
            column.insertWidget(number, wrapping(sentence, "quiet" if number > 1 else "warning"))
        self.save.setDefault(False)
        self.save.setAutoDefault(False)
        self.cancel.setDefault(True)
        self.watch()
        self.resize(560, 480)
        form.fields["what"].setFocus()

    def _choices(self, kind: str) -> list[tuple[str, str]]:
        snapshot = self._workplace.snapshot
        choices = [(WHOLE, _("The whole record, with all that it ever said"))]
        for name, value in said_by(self._desk, self._record).items():
            shown = " ".join(telling.value(snapshot, kind, name, value).split())
            short = shown if len(shown) <= LETTERS else f"{shown[:LETTERS]} …"
            title = _("Only {field}: {text}")
            choices.append((name, title.format(field=capital(words.field(name)), text=short)))
        return choices

    def record(self) -> None:
        values = collected({name: f.value for name, f in self.form.fields.items()})  # type: ignore[attr-defined]
        blank = Message(N_("Say it: it stays in the journal."))
        if missing := {name: blank for name in ("why", "by") if not values[name]}:
            raise InvalidRecord(missing)
        self._desk.expunge(self._record, values["what"] or None, why=values["why"], by=values["by"])


def erase(workplace: Workplace, kind: str, record: str, over: QWidget) -> None:
    """Ask what, why and by whom; afterwards offer to delete the back-ups that hold it."""
    from upudesk.gui import messages

    window = over.window()
    if not workplace.may_write(window):
        return
    try:
        form = EraseForm(workplace, kind, record, window)
    except UnknownRecord as fault:
        messages.show_fault(window, fault)
        return
    form.accepted.connect(lambda: _settle_backups(workplace, window))
    form.open()


def _settle_backups(workplace: Workplace, window: QWidget) -> None:
    from upudesk.gui import messages
    from upudesk.gui.old_backups import OldBackups

    desk = workplace.desk
    if desk is None:
        return
    original = desk.original()
    copies = backups.everything_of(original, Keeping.of(workplace.settings))
    if not copies:
        messages.show(window, _("It is erased for good."))
        return
    passphrase = original.passphrase
    dialog = OldBackups(window, copies, passphrase, protected=passphrase is not None, erased=True)
    dialog.finished.connect(lambda _result: _back_up(window))
    dialog.open()


def _back_up(window: QWidget) -> None:
    """One without it, so that there is one."""
    make: Callable[[Reason], None] | None = getattr(getattr(window, "keeper", None), "make", None)
    if make is not None:
        make(Reason.ASKED)
