"""Asking for a passphrase, setting one, and what becomes of back-ups under the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from upudesk import words
from upudesk.errors import (
    N_,
    FileProblem,
    InvalidRecord,
    Message,
    PassphraseNeeded,
    UserError,
    WrongPassphrase,
)
from upudesk.gui import messages, theme
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Form, Line, Tick, breakable, wrapping
from upudesk.i18n import _, current, ngettext
from upudesk.recovery import encrypt_again

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


class OldBackups(QDialog):
    """Back-ups that keep the passphrase before, or none: put under the new one, or deleted."""

    def __init__(
        self, parent: QWidget | None, backups: Sequence[Path], new: str | None, *, protected: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Earlier back-ups"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._new = new
        self.ticks = {path: Tick(path.name) for path in backups}
        self.form = Form()
        self.form.add("earlier", _("&Passphrase that they were made under"), Secret())
        self.form.setVisible(protected and new is not None)
        self.said = wrapping()
        self.said.hide()
        self.encrypt, self.delete = QPushButton(_("&Encrypt again")), QPushButton(_("&Delete…"))
        self.leave = QPushButton(_("Leave as they are"))
        self.encrypt.clicked.connect(lambda: self._each(self._encrypt, _encrypted))
        self.delete.clicked.connect(self._delete_chosen)
        self.leave.clicked.connect(self.accept)
        self._lay_out()
        self.encrypt.setVisible(new is not None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP)
        heading = QLabel(self.windowTitle())
        heading.setFont(theme.font(theme.LARGE, strong=True))
        column.addWidget(heading)
        column.addWidget(wrapping(self._what_happened(), "quiet"))
        column.addWidget(self._list(), 1)
        column.addWidget(self.form)
        column.addWidget(self.said)
        buttons = QDialogButtonBox()
        for button, role in (
            (self.encrypt, QDialogButtonBox.ButtonRole.ActionRole),
            (self.delete, QDialogButtonBox.ButtonRole.ActionRole),
            (self.leave, QDialogButtonBox.ButtonRole.AcceptRole),
        ):
            button.setAccessibleName(button.text().replace("&", ""))
            button.setAutoDefault(False)
            buttons.addButton(button, role)
        column.addWidget(buttons)
        self.setMinimumWidth(520)

    def _list(self) -> QScrollArea:
        """As many as there are, in the height of some."""
        inner, scroll = QWidget(), QScrollArea()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        for tick in self.ticks.values():
            tick.setChecked(True)
            tick.toggled.connect(lambda _on: self._renew())
            column.addWidget(tick)
        column.addStretch()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumHeight(min(len(self.ticks), 8) * theme.ROW + theme.GRID)
        return scroll

    def _what_happened(self) -> str:
        if self._new is None:
            return _(
                "The file has no passphrase any more. These back-ups keep the one that they were "
                "made under; without it nobody can read them."
            )
        return _(
            "The passphrase is set. These back-ups were made before: whoever has the earlier "
            "passphrase can read them, and anyone where there was none."
        )

    # -------------------------------------------------------------- doing it

    @property
    def chosen(self) -> list[Path]:
        return [path for path, tick in self.ticks.items() if tick.isChecked() and tick.isEnabled()]

    def _encrypt(self, backup: Path) -> None:
        assert self._new is not None
        try:
            encrypt_again(backup, None, self._new)
        except PassphraseNeeded:
            field = self.form.fields["earlier"]
            assert isinstance(field, Secret)
            encrypt_again(backup, field.value(), self._new)

    def _delete_chosen(self) -> None:
        question = ngettext(
            "Delete {count} back-up for good? It cannot be brought back.",
            "Delete {count} back-ups for good? They cannot be brought back.",
            len(self.chosen),
        ).format(count=current().number(len(self.chosen)))
        if messages.confirmed(self, question, _("Delete for good")):
            self._each(_delete, _deleted)

    def _each(self, act: Callable[[Path], None], done: Callable[[int], str]) -> None:
        """One after the other; what fails is told and stays chosen."""
        count, faults = 0, []
        self.setCursor(Qt.CursorShape.WaitCursor)
        for path in self.chosen:
            try:
                act(path)
            except UserError as fault:
                faults.append(words.say(fault))
            else:
                count += 1
                self.ticks[path].setChecked(False)
                self.ticks[path].setEnabled(False)
        self.unsetCursor()
        self._say(" ".join([*([done(count)] if count else []), *dict.fromkeys(faults)]), faults)

    def _say(self, sentence: str, faults: Sequence[str]) -> None:
        self.said.setText(breakable(sentence))
        self.said.setProperty("tone", "problem" if faults else "accent")
        self.said.style().polish(self.said)
        self.said.show()
        self._renew()
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def _renew(self) -> None:
        left = any(tick.isEnabled() for tick in self.ticks.values())
        self.leave.setText(_("Leave as they are") if left else _("Close"))
        self.leave.setAccessibleName(self.leave.text())
        self.encrypt.setEnabled(bool(self.chosen))
        self.delete.setEnabled(bool(self.chosen))


def _delete(backup: Path) -> None:
    try:
        backup.unlink(missing_ok=True)
    except OSError as error:
        raise FileProblem(
            N_("{file} cannot be deleted: {reason}."), file=backup.name, reason=error.strerror or ""
        ) from error


def _encrypted(count: int) -> str:
    said = ngettext(
        "{count} back-up is under the new passphrase now.",
        "{count} back-ups are under the new passphrase now.",
        count,
    )
    return said.format(count=current().number(count))


def _deleted(count: int) -> str:
    said = ngettext("{count} back-up was deleted.", "{count} back-ups were deleted.", count)
    return said.format(count=current().number(count))
