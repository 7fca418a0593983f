"""A dialog with one form: problems stand beside their fields, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from upudesk import words
from upudesk.errors import N_, InvalidRecord, Message, UserError
from upudesk.gui import drafts, messages, theme
from upudesk.gui.forms import Area, Form, breakable, wrapping
from upudesk.gui.room import on_screen
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import new_id


class Entry(QDialog):
    """Fields, a sentence for what belongs to no field, and Save."""

    def __init__(self, parent: QWidget | None, title: str, form: Form, save: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = form
        self.problem = wrapping(role="problem")
        self.problem.hide()
        self.buttons = QDialogButtonBox()
        self.save = self.buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.setDefault(True)
        self.cancel = self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.cancel.setAutoDefault(False)
        self._touched = False
        self.keeper: drafts.Keeper | None = None
        self._about: dict[str, Any] = {}
        self._lay_out(title)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.accept)

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN + 4, theme.MARGIN, theme.MARGIN + 4, theme.MARGIN)
        column.setSpacing(theme.GAP + 4)
        heading = QLabel(title)
        heading.setFont(theme.font(theme.LARGE, strong=True))
        column.addWidget(heading)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self._scroll, self._inner = scroll, inner
        self.form.unfolded.connect(self._make_room)
        holder = QVBoxLayout(inner)
        holder.setContentsMargins(2, 2, 6, 2)
        holder.addWidget(self.form)
        holder.addStretch()
        scroll.setWidget(inner)
        column.addWidget(scroll, 1)
        column.addWidget(self.problem)
        column.addWidget(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        on_screen(self)

    def watch(self) -> None:
        """From now on what the user changes counts as typed."""
        self.form.on_change(self._touch)
        for field in self.form.fields.values():
            if isinstance(field, Area):
                field.saved.connect(self.accept)

    def _touch(self) -> None:
        self._touched = True
        if self.keeper is not None:
            self.keeper.touch()

    def _make_room(self, wanted: bool) -> None:
        """What appears behind the fold or below a field is seen whole, as far as screens allow."""
        if wanted:
            QTimer.singleShot(0, self, self._grow)  # once it is laid out

    def _grow(self) -> None:
        room = self._scroll.viewport().size()
        wraps = self._inner.hasHeightForWidth()
        hint = self._inner.sizeHint().height()
        wanted = self._inner.heightForWidth(room.width()) if wraps else hint
        lacking = wanted - room.height()
        screen = self.screen().availableGeometry()
        above = self.frameGeometry().height() - self.height()
        height = min(self.height() + max(lacking, 0), screen.height() - above)
        if height > self.height():
            self.resize(self.width(), height)
            bottom = screen.bottom() - height - above
            self.move(self.x(), max(screen.top(), min(self.y(), bottom)))

    # -------------------------------------------------------------- what each entry says itself

    def record(self) -> None:
        """Do it; raises a UserError where it cannot be."""
        raise NotImplementedError

    def named_problems(self, fault: InvalidRecord) -> dict[str, Message]:
        """The problems under the names of this form's fields."""
        return fault.problems

    # -------------------------------------------------------------- the draft

    def kept_as(
        self, workplace: Workplace, form: str, of: str = "", *, edits: bool = False
    ) -> Self:
        """Keep drafts under the name by which `reopening` knows this form; `of` is the record
        about which it is, which it `edits` or to which it adds another."""
        taken = drafts.drafts_of(workplace).taken_up(form)
        name = taken.name if taken else f"{form} {of if edits else new_id()}"
        self._about = {"of": of}
        self.keep_drafts(workplace, name, taken, edits=edits)
        return self

    def keep_drafts(
        self, workplace: Workplace, name: str, taken: drafts.Waiting | None, *, edits: bool = False
    ) -> None:
        """Put back what a draft says that is taken up, or that waits under this name and would be
        lost; from now on what is typed is kept until it is saved."""
        from upudesk.gui.typed import typed_in  # fields of all kinds, which few forms need

        draft = taken or drafts.drafts_of(workplace).find(name)
        if edits:
            self._about |= {"began": typed_in(self.form)}
        self.keeper = drafts.Keeper(workplace, name, self.typed, self)
        self.keeper.failed.connect(lambda fault: self.show_problems({"": fault.message}))
        if draft is None:
            return
        self.keeper.is_kept = self._touched = True
        if not taken:
            self._say([_("This was typed before and is not saved yet.")])
        self.put_back(draft.said)

    def typed(self) -> dict[str, Any]:
        """All that a draft of this form has to say, as plain data."""
        from upudesk.gui.typed import typed_in

        return self._about | {"fields": typed_in(self.form)}

    def put_back(self, said: dict[str, Any]) -> None:
        """Let the form stand as the draft says; what it left alone stays as it is by now."""
        from upudesk.gui.typed import put_typed, shown, typed_in

        began, now = said.get("began", {}), typed_in(self.form)
        mine = {n: v for n, v in said.get("fields", {}).items() if n not in began or v != began[n]}
        theirs = [n for n in mine if n in began and now.get(n) not in (began[n], mine[n])]
        meanwhile = {
            name: Message(
                N_("This was changed meanwhile, to: {value}"),
                {"value": shown(self.form.fields[name])},
            )
            for name in theirs
            if name in now
        }
        put_typed(self.form, mine)
        if meanwhile:
            self.form.show_problems({n: words.say(message) for n, message in meanwhile.items()})

    def changeEvent(self, event: QEvent) -> None:
        """Whoever turns to another window may not come back for long."""
        super().changeEvent(event)
        turned = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if turned and self.keeper is not None:
            self.keeper.keep()

    # -------------------------------------------------------------- closing

    def accept(self) -> None:
        try:
            self.keeper.spend(self.record) if self.keeper else self.record()
        except InvalidRecord as fault:
            self.show_problems(self.named_problems(fault))
        except UserError as fault:
            self.show_problems({"": fault.message})
        else:
            super().accept()

    def show_problems(self, problems: dict[str, Message]) -> None:
        """Beside their fields, or above the buttons."""
        worded = {name: words.say(message) for name, message in problems.items()}
        self._say(self.form.show_problems(worded))
        self._make_room(bool(problems))

    def _say(self, sentences: Sequence[str]) -> None:
        self.problem.setText(breakable(" ".join(sentences)))
        self.problem.setVisible(bool(sentences))

    def reject(self) -> None:
        if self._may_close():
            super().reject()

    def _may_close(self) -> bool:
        """Whether what was typed is kept, or not wanted."""
        if self.keeper is None:
            question = _("Close this form? What was typed in it is not saved.")
            leave = _("Close without saving")
            return not self._touched or messages.confirmed(self, question, leave)
        keeps = drafts.ask_to_keep(self) if self._touched else False
        if keeps is not None:
            self.keeper.keep() if keeps else self.keeper.drop()
        return keeps is not None

    def done(self, result: int) -> None:
        if self.keeper is not None:
            self.keeper.end()  # first: closing takes the focus away, which would keep it again
        super().done(result)


def collected(readers: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """Read all fields; raises InvalidRecord with every problem at once, not only the first."""
    values: dict[str, Any] = {}
    problems: dict[str, Message] = {}
    for name, read in readers.items():
        try:
            values[name] = read()
        except UserError as fault:
            problems[name] = fault.message
    if problems:
        raise InvalidRecord(problems)
    return values
