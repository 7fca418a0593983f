"""A template edited in the window: its text at the left, the letter that it makes at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from upudesk import i18n, letter_files, words
from upudesk.correspondence import Draft
from upudesk.errors import UserError
from upudesk.gui import messages, theme
from upudesk.gui.forms import Choice, breakable, wrapping
from upudesk.gui.parts import text
from upudesk.gui.room import on_screen
from upudesk.i18n import _
from upudesk.letter_files import Templates
from upudesk.letters import FIELDS, Template, parse
from upudesk.thai import without_breaks

PAUSE = 200
"""Milliseconds after the last key until the letter is worked out anew."""

Try = Callable[[Template], Draft | None]
"""The letter that a template makes for the country that is looked at."""


class TemplateForm(QDialog):
    """Kept as a file of the reader's own, in whose place the program's own is not used any more."""

    kept = Signal()

    def __init__(
        self, parent: QWidget, known: Templates, code: str, language: str, attempt: Try
    ) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._file, self._try = f"{code}.{language}.txt", attempt
        title = _("Template: {name} ({language})").format(
            name=known.named(code, language), language=i18n.Language(language).name
        )
        self.setWindowTitle(title)
        self.editor = QPlainTextEdit()
        self.shown, self.problem = wrapping(), wrapping(role="problem")
        self.fields = Choice([("", _("Put in a field")), *((name, name) for name in FIELDS)])
        self.save = QPushButton(_("Keep as my own"))
        self.cancel = QPushButton(_("Cancel"))
        self._soon = QTimer(self, interval=PAUSE, singleShot=True)
        self._lay_out(title)
        self.editor.setPlainText(_text_of(self._file))
        self.editor.document().setModified(False)
        self._connect()
        self.tell()

    def _lay_out(self, title: str) -> None:
        self.editor.setAccessibleName(_("Text of the template"))
        self.editor.setTabChangesFocus(True)
        self.fields.setMinimumContentsLength(18)
        self.fields.setAccessibleName(_("Put in a field"))
        for number, told in enumerate(FIELDS.values(), 1):
            self.fields.setItemData(number, _(told), Qt.ItemDataRole.ToolTipRole)
        for button in (self.cancel, self.save):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        self.save.setProperty("main", "true")
        paper = QScrollArea()
        paper.setWidgetResizable(True)
        paper.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        paper.setAccessibleName(_("The letter that it makes"))
        self.shown.setMargin(theme.MARGIN)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignTop)
        paper.setWidget(self.shown)
        halves = QHBoxLayout()
        halves.setSpacing(theme.MARGIN)
        halves.addWidget(self.editor, 1)
        halves.addWidget(paper, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.fields)
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(text(title, strong=True, size=theme.LARGE))
        explained = _(
            "A head with kind:, subject: and asks:, a blank line, then the text; fields stand in "
            "braces. It is kept as the file {file} in your own folder."
        )
        column.addWidget(text(explained.format(file=self._file), "quiet"))
        column.addLayout(halves, 1)
        column.addLayout(foot)
        self.resize(1040, 640)
        on_screen(self)

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._soon.start)
        self._soon.timeout.connect(self.tell)
        self.fields.activated.connect(lambda _at: self._put_in())
        self.save.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    def _put_in(self) -> None:
        if name := self.fields.value():
            self.editor.insertPlainText(f"{{{name}}}")
            self.fields.choose("")
            self.editor.setFocus()

    # -------------------------------------------------------------- trying and keeping

    def said(self) -> str:
        return without_breaks(self.editor.toPlainText())

    def tell(self) -> None:
        """The letter as it would be now, or what is wrong with the template."""
        self._soon.stop()
        try:
            template = parse(self._file, self.said(), own=True)
        except UserError as fault:
            self._complain(words.say(fault))
            return
        self._complain("")
        made = self._try(template)
        if made is None:
            self.shown.setText(breakable(_("Choose a country to see its letter here.")))
        elif made.sheet is None:
            told = "; ".join(map(words.say, made.problems))
            country = words.named(made.member)
            self.shown.setText(breakable(_("No letter to {country}: {why}").format(
                country=country, why=told
            )))  # fmt: skip
        else:
            filled = made.sheet.filled
            self.shown.setText(breakable(f"{filled.subject}\n\n{filled.text}"))

    def _complain(self, sentence: str) -> None:
        self.problem.setText(breakable(sentence))
        self.save.setEnabled(not sentence)

    def accept(self) -> None:
        self.tell()
        if not self.save.isEnabled():
            return
        try:
            letter_files.write_own(self._file, self.said())
        except UserError as fault:
            self._complain(words.say(fault))
            return
        self.kept.emit()
        super().accept()

    def reject(self) -> None:
        question = _("Close this form? What was typed in it is not saved.")
        typed = self.editor.document().isModified()
        if not typed or messages.confirmed(self, question, _("Close without saving")):
            super().reject()


def _text_of(file: str) -> str:
    """The reader's own text of a template, else the program's; what cannot be read begins empty."""
    for folder in (letter_files.own_folder(), letter_files.shipped_folder()):
        if (folder / file).is_file():
            try:
                return letter_files.text_of(folder / file)
            except UserError:
                continue
    return ""
