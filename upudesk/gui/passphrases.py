"""Asking for a passphrase, setting one, and what becomes of back-ups under the one before."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
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

from upudesk import earlier_backups, words
from upudesk.earlier_backups import Outcome
from upudesk.errors import N_, InvalidRecord, Message, WrongPassphrase
from upudesk.gui import messages, theme
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Choice, Form, Line, Tick, breakable, wrapping
from upudesk.gui.strength import StrengthMeter
from upudesk.i18n import _, current, ngettext
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


def secret(form: Form, name: str) -> Secret:
    field = form.fields[name]
    assert isinstance(field, Secret)
    return field


class PassphrasePrompt(Entry):
    """Opens a protected file: `attempt` is tried with what was typed. After several wrong ones the
    next has to wait, also after a restart; nobody is locked out."""

    def __init__(self, parent: QWidget | None, path: Path, attempt: Callable[[str], None]) -> None:
        self._path, self._attempt, self._tries = path, attempt, Tries()
        form = Form()
        form.add("passphrase", _("&Passphrase of {file}").format(file=path.name), Secret())
        super().__init__(parent, _("A protected campaign"), form, _("Open"))
        self.waits = wrapping(role="quiet")
        self.layout().insertWidget(2, self.waits)  # type: ignore[union-attr]
        self._second = QTimer(self, interval=250)
        self._second.timeout.connect(self._wait)
        self.resize(440, 220)
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
        self.layout().insertWidget(3, self.remove)  # type: ignore[union-attr]
        self.remove.toggled.connect(self._removing)
        self.resize(500, 480)
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


class OldBackups(QDialog):
    """Back-ups that keep the passphrase before, or none: put under the new one, or deleted.

    `erased` ones are listed since they hold what was erased: nothing helps but to delete them.
    """

    def __init__(
        self, parent: QWidget | None, backups: Sequence[Path], new: str | None, *,
        protected: bool, erased: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(_("Earlier back-ups"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._new, self._erased = new, erased
        self.ticks = {path: Tick(path.name) for path in backups}
        self.form = Form()
        self.form.add("earlier", _("&Passphrase that they were made under"), Secret())
        self.form.setVisible(protected and new is not None and not erased)
        self.said = wrapping()
        self.said.hide()
        self.encrypt, self.delete = QPushButton(_("&Encrypt again")), QPushButton(_("&Delete…"))
        self.leave = QPushButton(_("Leave as they are"))
        self.encrypt.clicked.connect(self._encrypt)
        self.delete.clicked.connect(self._delete_chosen)
        self.leave.clicked.connect(self.accept)
        self._lay_out()
        self.encrypt.setVisible(new is not None and not erased)

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
        if self._erased:
            return _(
                "These back-ups were made before and still hold what was erased. If nothing of it "
                "may be left, delete them; a new one is made without it."
            )
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

    def _encrypt(self) -> None:
        assert self._new is not None
        typed = secret(self.form, "earlier").value()
        self.setCursor(Qt.CursorShape.WaitCursor)
        outcome = earlier_backups.put_under(self.chosen, [typed] if typed else [], self._new)
        self._tell(outcome, _encrypted)

    def _delete_chosen(self) -> None:
        question = ngettext(
            "Delete {count} back-up for good? It cannot be brought back.",
            "Delete {count} back-ups for good? They cannot be brought back.",
            len(self.chosen),
        ).format(count=current().number(len(self.chosen)))
        if messages.confirmed(self, question, _("Delete for good")):
            self._tell(earlier_backups.delete(self.chosen), _deleted)

    def _tell(self, outcome: Outcome, done: Callable[[int], str]) -> None:
        """What was done; what failed is told and stays chosen."""
        self.unsetCursor()
        for path in outcome.done:
            self.ticks[path].setChecked(False)
            self.ticks[path].setEnabled(False)
        faults = [words.say(fault) for fault in outcome.faults]
        count = len(outcome.done)
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
