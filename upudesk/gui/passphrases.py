"""Asking for a passphrase, setting one, changing it and taking it away."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget

from upudesk.errors import N_, InvalidRecord, Message, WrongPassphrase
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Choice, Form, Line, Tick, breakable, wrapping
from upudesk.gui.parts import link
from upudesk.gui.strength import StrengthMeter
from upudesk.i18n import _, current
from upudesk.passphrase import NO_BACK_DOOR
from upudesk.tries import TriedTooOften, Tries

NONE, BY_HAND, PRINTED = "", "by_hand", "printed"


def sheet_choice() -> Choice:
    """Whether there is to be a sheet, and who puts the passphrase on it."""
    return Choice(
        [
            (NONE, _("No sheet")),
            (BY_HAND, _("With a line to write it on by hand")),
            (PRINTED, _("With the passphrase printed")),
        ],
        NONE,
    )


class Secret(Line):
    """A passphrase, typed unseen; spaces at its ends belong to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        return self.text()


def revealing(form: Form) -> Tick:
    """Whoever types in two scripts may look at what came of it."""
    tick = Tick(_("Sho&w what is typed"))
    hidden, plain = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
    for field in form.fields.values():
        if isinstance(field, Secret):
            tick.toggled.connect(lambda on, field=field: field.setEchoMode(plain if on else hidden))
    return tick


def secret(form: Form, name: str) -> Secret:
    field = form.fields[name]
    assert isinstance(field, Secret)
    return field


class PassphrasePrompt(Entry):
    """Opens a protected file: `attempt` is tried with what was typed. After several wrong ones the
    next has to wait, also after a restart; nobody is locked out. `others` shows the back-ups."""

    def __init__(
        self, parent: QWidget | None, path: Path, attempt: Callable[[str], None],
        others: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        self._path, self._attempt, self._tries = path, attempt, Tries()
        form = Form()
        form.add("passphrase", _("&Passphrase of {file}").format(file=path.name), Secret())
        super().__init__(parent, _("A protected campaign"), form, _("Open"))
        self.shown, self.waits = revealing(form), wrapping(role="quiet")
        for place, part in enumerate((self.shown, self.waits), 2):
            self.layout().insertWidget(place, part)  # type: ignore[union-attr]
        QWidget.setTabOrder(secret(form, "passphrase"), self.shown)
        self.others = link(_("Show the &back-ups of this file…"), partial(self._leave_for, others))
        self.others.setAutoDefault(False)
        self.others.setVisible(others is not None)
        self.buttons.addButton(self.others, QDialogButtonBox.ButtonRole.ResetRole)
        self._second = QTimer(self, interval=250)
        self._second.timeout.connect(self._wait)
        self.resize(440, 256)
        self._wait()
        form.fields["passphrase"].setFocus()

    def record(self) -> None:
        field = secret(self.form, "passphrase")
        try:
            with self._counted(field.value()):
                self._attempt(field.value())
        except (TriedTooOften, WrongPassphrase) as fault:
            field.selectAll()
            self._wait()
            raise InvalidRecord({"passphrase": fault.message}) from None

    def _leave_for(self, others: Callable[[], None] | None) -> None:
        self.reject()
        if others is not None:
            others()

    def _counted(self, typed: str) -> AbstractContextManager[None]:
        """An empty one is refused at once; it guesses nothing."""
        return self._tries.one_more(self._path) if typed else nullcontext()

    def _wait(self) -> None:
        """Say how long, and let nothing be tried until then."""
        left = self._tries.left(self._path)
        self.save.setEnabled(not left)
        said = _("After wrong passphrases the next one has to wait {seconds} s.")
        told = breakable(said.format(seconds=current().number(left))) if left else ""
        if told != self.waits.text():
            self.waits.setText(told)
        if left and not self._second.isActive():
            self._second.start()
        elif not left:
            self._second.stop()


class ProtectForm(Entry):
    """Sets, changes or removes the passphrase of the open campaign; who does so has to know the
    present one, or a desk that was left alone would be enough."""

    def __init__(
        self, parent: QWidget | None, path: Path, present: str | None,
        protect: Callable[[str | None], None],
    ) -> None:  # fmt: skip
        self._path, self._present, self._protect = path, present, protect
        protected = present is not None
        form = Form()
        if protected:
            form.add("present", _("&Present passphrase"), Secret())
        form.add("passphrase", _("&New passphrase"), Secret())
        meter = StrengthMeter(secret(form, "passphrase"), [path.stem])
        form.add("strength", _("Strength"), meter)
        form.add("again", _("The same &again"), Secret())
        form.add("sheet", _("&Sheet for a sealed envelope"), sheet_choice())
        self.remove = Tick(_("Remove the passphrase: anyone who has the file can read it"))
        self.remove.setVisible(protected)
        title = _("Change the passphrase") if protected else _("Set a passphrase")
        super().__init__(parent, title, form, _("Apply"))
        self.layout().insertWidget(1, wrapping(_(NO_BACK_DOOR), "warning"))  # type: ignore[union-attr]
        self.shown = revealing(form)
        for place, part in enumerate((self.shown, self.remove), 3):
            self.layout().insertWidget(place, part)  # type: ignore[union-attr]
        QWidget.setTabOrder(form.fields["sheet"], self.shown)
        QWidget.setTabOrder(self.shown, self.remove)
        self.remove.toggled.connect(self._removing)
        self.resize(500, 592 if protected else 520)
        form.fields["present" if protected else "passphrase"].setFocus()

    @property
    def sheet(self) -> str:
        """Whether a sheet is wanted, and with what on it."""
        return "" if self.remove.isChecked() else self.form.fields["sheet"].value()  # type: ignore[attr-defined]

    def _removing(self, on: bool) -> None:
        for name in ("passphrase", "strength", "again", "sheet"):
            self.form.set_shown(name, not on)

    def record(self) -> None:
        if self._present is not None:
            self._ask_present(self._present)
        self._protect(None if self.remove.isChecked() else typed_twice(self.form))

    def _ask_present(self, present: str) -> None:
        field = secret(self.form, "present")
        try:
            with Tries().one_more(self._path):
                if not _same(field.value(), present):
                    raise WrongPassphrase(_OTHER)
        except (WrongPassphrase, TriedTooOften) as fault:
            field.selectAll()
            raise InvalidRecord({"present": fault.message}) from None


_OTHER = N_("The file has another passphrase; nothing was changed.")


def _same(typed: str, present: str) -> bool:
    return unicodedata.normalize("NFC", typed) == unicodedata.normalize("NFC", present)


def typed_twice(form: Form) -> str:
    """The passphrase of a form that asks for it twice; raises InvalidRecord."""
    first, second = secret(form, "passphrase"), secret(form, "again")
    if not first.value().strip():
        raise InvalidRecord(
            {"passphrase": Message(N_("Type a passphrase; an empty one protects nothing."))}
        )
    if first.value() != second.value():
        raise InvalidRecord(
            {"again": Message(N_("The two differ; type the same passphrase twice."))}
        )
    return first.value()
