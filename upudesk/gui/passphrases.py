"""Asking for a passphrase, and setting one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from upudesk.errors import N_, InvalidRecord, Message, WrongPassphrase
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Form, Line, Tick, wrapping
from upudesk.i18n import _

NO_BACK_DOOR = N_(
    "There is no back door: whoever loses the passphrase loses the campaign. "
    "Keep it in a safe place."
)


class Secret(Line):
    """A passphrase, typed unseen; spaces at its ends belong to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        return self.text()


class PassphrasePrompt(Entry):
    """Opens a protected file: `attempt` is tried with what was typed."""

    def __init__(self, parent: QWidget | None, name: str, attempt: Callable[[str], None]) -> None:
        self._attempt = attempt
        form = Form()
        form.add("passphrase", _("&Passphrase of {file}").format(file=name), Secret())
        super().__init__(parent, _("A protected campaign"), form, _("Open"))
        self.resize(440, 200)
        form.fields["passphrase"].setFocus()

    def record(self) -> None:
        field = self.form.fields["passphrase"]
        assert isinstance(field, Secret)
        try:
            self._attempt(field.value())
        except WrongPassphrase as fault:
            field.selectAll()
            raise InvalidRecord({"passphrase": fault.message}) from None


class ProtectForm(Entry):
    """Sets, changes or removes the passphrase of the open campaign."""

    def __init__(
        self, parent: QWidget | None, *, protected: bool, protect: Callable[[str | None], None]
    ) -> None:
        self._protect = protect
        form = Form()
        self.remove = Tick(_("Remove the passphrase: anyone who has the file can read it"))
        self.remove.setVisible(protected)
        form.add("passphrase", _("&New passphrase"), Secret())
        form.add("again", _("The same &again"), Secret())
        title = _("Change the passphrase") if protected else _("Set a passphrase")
        super().__init__(parent, title, form, _("Apply"))
        self.layout().insertWidget(2, wrapping(_(NO_BACK_DOOR), "quiet"))  # type: ignore[union-attr]
        self.layout().insertWidget(3, self.remove)  # type: ignore[union-attr]
        self.remove.toggled.connect(lambda on: form.setEnabled(not on))
        self.resize(480, 300)
        form.fields["passphrase"].setFocus()

    def record(self) -> None:
        self._protect(None if self.remove.isChecked() else typed_twice(self.form))


def typed_twice(form: Form) -> str:
    """The passphrase of a form that asks for it twice; raises InvalidRecord."""
    first, second = form.fields["passphrase"], form.fields["again"]
    assert isinstance(first, Secret)
    assert isinstance(second, Secret)
    if not first.value().strip():
        raise InvalidRecord(
            {"passphrase": Message(N_("Type a passphrase; an empty one protects nothing."))}
        )
    if first.value() != second.value():
        raise InvalidRecord(
            {"again": Message(N_("The two differ; type the same passphrase twice."))}
        )
    return first.value()
