"""Letters made beside the window: looked at, or written and then logged with each country."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import posting, words
from upudesk.correspondence import Draft, Request
from upudesk.errors import UserError
from upudesk.gui import owners, theme
from upudesk.gui.imprints import imprint_now
from upudesk.gui.making import Run
from upudesk.gui.tasks import Progress
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _, ngettext


@dataclass(frozen=True)
class Batch:
    """The letters that are wanted now, and how they are to look."""

    request: Request
    ready: list[Draft]
    language: Language
    justified: bool
    name: str
    """What they are called together."""


class LetterMaking(QWidget):
    """A line that tells how it goes, and the buttons below it."""

    def __init__(
        self, workplace: Workplace, batch: Callable[[], Batch | None], rest: QWidget
    ) -> None:
        """While letters are being made, the keys go to `rest`."""
        super().__init__()
        self._workplace, self._batch, self._rest = workplace, batch, rest
        self.preview, self.save, self.save_each = QPushButton(), QPushButton(), QPushButton()
        self.run = Run(workplace, self.save)
        self.turned, self.say = self.run.turned, self.run.say
        self._lay_out()
        self.preview.clicked.connect(self.show_preview)
        self.save.clicked.connect(self._ask_file)
        self.save_each.clicked.connect(self._ask_folder)

    def _lay_out(self) -> None:
        self.save.setProperty("main", "true")
        buttons = QHBoxLayout()
        buttons.addWidget(self.preview)
        buttons.addStretch()
        buttons.addWidget(self.save_each)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.run)
        column.addLayout(buttons)

    def word(self) -> None:
        for button, shown in (
            (self.preview, _("Preview…")), (self.save, _("Save in one PDF…")),
            (self.save_each, _("Save a PDF each…")),
        ):  # fmt: skip
            button.setText(shown)
            button.setAccessibleName(shown)
        self.run.word()

    def offer(self, there_are: bool) -> None:
        """Whether there is something to be made; not while something is."""
        for button in (self.preview, self.save, self.save_each):
            button.setEnabled(there_are and not self.run.busy)

    # -------------------------------------------------------------- making

    def make(self, then: Callable[[Request, list[posting.Made]], None], *, one_file: bool) -> None:
        """Make the letters beside the window, and go on with them; it can be broken off."""
        batch, snapshot = self._batch(), self._workplace.snapshot
        if batch is None:
            return
        imprint = imprint_now(
            self._workplace, marking=batch.request.marking, justified=batch.justified
        )

        def work(progress: Progress) -> list[posting.Made]:
            done = count(1)
            return posting.make(
                snapshot, batch.ready, batch.language, imprint, one_file=one_file,
                each=lambda: progress.reach(next(done), len(batch.ready)),
            )  # fmt: skip

        self._rest.setFocus()  # before the button that was pressed is greyed
        self.run.start(_("The letters are being made …"), work, lambda f: then(batch.request, f))

    def show_preview(self) -> None:
        def then(_request: Request, files: list[posting.Made]) -> None:
            from upudesk.gui.letter_reader import LetterReader

            LetterReader(files[0].title, files[0].finished.pdf, self.window()).open()

        self.make(then, one_file=True)

    # -------------------------------------------------------------- writing

    def _ask_file(self) -> None:
        batch, desk = self._batch(), self._workplace.desk
        if batch is None or desk is None or not self._workplace.may_write(self.window()):
            return
        usual = f"{batch.name} {self._workplace.snapshot.today.isoformat()}"
        beside = desk.path.with_name(posting.fit(usual))
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the letters"), str(beside), _("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def _ask_folder(self) -> None:
        desk = self._workplace.desk
        if desk is None or not self._workplace.may_write(self.window()):
            return
        chosen = QFileDialog.getExistingDirectory(
            self, _("Folder for the letters"), str(desk.path.parent)
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Make the letters, write them there (a folder: a file each), and log them."""
        one_file = not target.is_dir()
        if one_file and not target.suffix:
            target = target.with_suffix(".pdf")
        self.make(lambda request, files: self._post(request, files, target), one_file=one_file)

    def _post(self, request: Request, files: list[posting.Made], target: Path) -> None:
        desk = self._workplace.desk
        assert desk is not None
        by = owners.signed(self._workplace)
        try:
            written = posting.post(
                self._workplace.do, self._workplace.snapshot, request, files, target, by=by,
                at=datetime.now(UTC), note=desk.do,
            )  # fmt: skip
        except UserError as fault:
            self.say(words.say(fault), "warning")
            return
        self.say(self._written(files, written[0] if len(written) == 1 else target))

    def _written(self, files: list[posting.Made], place: Path) -> str:
        letters = sum(len(one.drafts) for one in files)
        told = ngettext(
            "{count} letter was written and logged: {place}",
            "{count} letters were written and logged: {place}", letters,
        )  # fmt: skip
        shown = told.format(count=self._workplace.language.number(letters), place=place)
        warned = (words.say(w) for one in files for w in one.finished.warnings)
        return " ".join([shown, *dict.fromkeys(warned)])
