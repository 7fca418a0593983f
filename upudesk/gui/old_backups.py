"""Back-ups from before the passphrase changed, or from before something was erased."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from upudesk import earlier_backups, words
from upudesk.earlier_backups import Outcome
from upudesk.errors import PassphraseNeeded, WrongPassphrase
from upudesk.gui import messages, theme
from upudesk.gui.backup_rows import in_short
from upudesk.gui.forms import Form, Tick, breakable, plain_tip, wrapping
from upudesk.gui.passphrases import Secret, secret
from upudesk.gui.waiting import Waiting
from upudesk.i18n import _, current, ngettext


class OldBackups(QDialog):
    """Back-ups that keep the passphrase before, or none: put under the new one, or deleted.

    `known` is the passphrase before, where somebody has just given it: it is asked for only where
    it does not fit. `erased` ones are listed since they hold what was erased: nothing helps but to
    delete them.
    """

    def __init__(
        self, parent: QWidget | None, backups: Sequence[Path], new: str | None, *,
        protected: bool, known: str | None = None, erased: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(_("Earlier back-ups"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._new, self._known, self._erased = new, known, erased
        self.ticks = {path: Tick(in_short(path)) for path in backups}
        self.form = Form()
        self.form.add("earlier", _("&Passphrase that they were made under"), Secret())
        asked = protected and known is None
        self.form.setVisible(asked and new is not None and not erased)
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
        for path, tick in self.ticks.items():
            tick.setToolTip(plain_tip(str(path)))
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
        """One after the other, a key or two each; what is done stays done where it is cancelled."""
        typed = secret(self.form, "earlier").value()
        known = [one for one in (typed or self._known,) if one]
        chosen, outcomes = self.chosen, list[Outcome]()

        def encrypt(tell: Callable[[], None]) -> None:
            assert self._new is not None
            for copy in chosen:
                tell()
                outcomes.append(earlier_backups.put_under([copy], known, self._new))

        def tell_of(_: object = None) -> None:
            done = tuple(path for one in outcomes for path in one.done)
            faults = tuple(fault for one in outcomes for fault in one.faults)
            if outcomes:
                self._tell(Outcome(done, faults), _encrypted)

        Waiting(self, self.windowTitle(), encrypt, tell_of, broken_off=tell_of)

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
        for path in outcome.done:
            self.ticks[path].setChecked(False)
            self.ticks[path].setEnabled(False)
        lacking = (PassphraseNeeded, WrongPassphrase)
        if any(isinstance(fault, lacking) for fault in outcome.faults):
            self.form.show()
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
