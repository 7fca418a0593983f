"""Letters to many countries: whom, which, how; looked at, written, and logged with each country."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from upudesk import i18n, letter_files, posting, words
from upudesk.correspondence import Draft, Request, drafts
from upudesk.errors import InvalidRecord, UserError
from upudesk.gui import owners, theme
from upudesk.gui.forms import breakable, tone, wrapping
from upudesk.gui.imprints import imprint_now
from upudesk.gui.language import language_of
from upudesk.gui.letter_choices import LetterChoices
from upudesk.gui.letter_list import LetterList
from upudesk.gui.letter_one import OneCountry
from upudesk.gui.pages import Page
from upudesk.gui.parts import line, link, text
from upudesk.gui.tasks import Cancelled, Progress
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.letter_files import Templates
from upudesk.letters import Template
from upudesk.model import Member

PATIENCE = 700
"""Milliseconds after which the progress is shown, so that what is quick does not flicker."""
NAMES = 8
"""So many of the countries that get no letter are named."""


class LettersPane(Page):
    """The list at the left with the addressee of each; at the right what is written to them."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.templates = Templates()
        self._found: dict[str, Draft] = {}
        self._read = False
        self._asked: Request | None = None
        self.countries = LetterList(workplace, self._draft)
        self.listing, self.ticks = self.countries.listing, self.countries.ticks
        self.choices = LetterChoices(workplace)
        self.preview, self.save, self.save_each = QPushButton(), QPushButton(), QPushButton()
        self.cancel, self.bar = QPushButton(), QProgressBar()
        self.heading = text("", strong=True, size=theme.SMALL)
        self.left, self.said = wrapping(), wrapping(role="quiet")
        self.one = OneCountry(workplace)
        self.head_link = link("", self.edit_head)
        self.edit_link, self.folder_link = link("", self.edit_template), link("", self.open_folder)
        self._progress: Progress | None = None
        self._late = QTimer(self, interval=PATIENCE, singleShot=True)
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        halves = QSplitter()
        halves.addWidget(self.countries)
        halves.addWidget(self._making())
        halves.setStretchFactor(0, 1)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.setSizes([700, 460])
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(halves)

    def _making(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(24, theme.GAP, 24, theme.MARGIN)
        column.setSpacing(theme.GAP)
        column.addWidget(self.choices)
        links = QHBoxLayout()
        links.setSpacing(theme.MARGIN)
        for one in (self.edit_link, self.folder_link, self.head_link):
            links.addWidget(one)
        links.addStretch()
        column.addLayout(links)
        column.addWidget(line())
        column.addWidget(self.one)
        column.addWidget(line())
        column.addWidget(self.heading)
        column.addWidget(self.left)
        column.addStretch()
        column.addLayout(self._foot())
        return side

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.said)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.GAP)
        under_way = QHBoxLayout()
        under_way.addWidget(self.bar, 1)
        under_way.addWidget(self.cancel)
        foot.addLayout(under_way)
        buttons = QHBoxLayout()
        self.save.setProperty("main", "true")
        buttons.addWidget(self.preview)
        buttons.addStretch()
        buttons.addWidget(self.save_each)
        buttons.addWidget(self.save)
        foot.addLayout(buttons)
        self._show_under_way(False)
        return foot

    def _connect(self) -> None:
        self.ticks.changed.connect(self._show_ready)
        self.listing.chosen.connect(lambda _id: self._show_one())
        self.choices.changed.connect(self._changed)
        self.one.changed.connect(self._changed)
        self.preview.clicked.connect(self.show_preview)
        self.save.clicked.connect(self._ask_file)
        self.save_each.clicked.connect(self._ask_folder)
        self.cancel.clicked.connect(self._break_off)
        self._late.timeout.connect(lambda: self._show_under_way(True))

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        if self.workplace.desk is None:
            return
        for button, shown in (
            (self.preview, _("Preview…")), (self.save, _("Save in one PDF…")),
            (self.save_each, _("Save a PDF each…")), (self.cancel, _("Cancel")),
            (self.edit_link, _("Edit this template…")),
            (self.folder_link, _("Folder of templates")),
            (self.head_link, _("Letterhead and signature…")),
        ):  # fmt: skip
            button.setText(shown)
            button.setAccessibleName(shown)
        self.bar.setAccessibleName(_("Progress"))
        self.one.word()
        c = theme.colours()
        self.bar.setStyleSheet(
            f"QProgressBar {{ border: none; border-radius: 4px; background: {c.hairline}; }}"
            f"QProgressBar::chunk {{ border-radius: 4px; background: {c.accent}; }}"
        )
        self.choices.word()
        self._take()
        self.countries.word()
        self._show_ready()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        self._take()
        self.countries.renew()
        self._show_ready()

    def _take(self) -> None:
        """Templates and choices as they are now; every letter is worked out anew."""
        self.templates = letter_files.templates()
        self.choices.renew(self.templates)
        self._forget()
        if faults := letter_files.worded_faults(self.templates):
            self._say(" ".join(map(words.say, faults)), "warning")

    def _changed(self) -> None:
        """Something is written otherwise: other addressees, other languages."""
        if self.workplace.desk is None:
            return
        self._forget()
        self.countries.tell_again()
        self._say("")
        self._show_ready()

    # -------------------------------------------------------------- what would be written

    def _draft(self, member: Member) -> Draft | None:
        """This country's letter as it would be now; worked out when it is first looked at."""
        if member.id not in self._found:
            request = self._request((member.id,))
            if request is None or not self.templates.codes:
                return None
            snapshot, language = self.workplace.snapshot, self._paper()
            self._found[member.id] = drafts(snapshot, request, self.templates.shelf, language)[0]
        return self._found[member.id]

    def _forget(self) -> None:
        """Every letter is worked out anew, once it is looked at."""
        self._found.clear()
        self._read = False

    def _request(self, to: tuple[str, ...]) -> Request | None:
        """What is asked for; nothing where a field says nonsense, which then stands beside it."""
        if not self._read:
            self._read, self._asked = True, self._fields()
        return replace(self._asked, members=to) if self._asked else None

    def _fields(self) -> Request | None:
        form = self.choices.form
        if form is None:
            return None
        try:
            said = self.choices.request((), people=self.one.people, languages=self.one.languages)
        except InvalidRecord as fault:
            form.show_problems({name: words.say(m) for name, m in fault.problems.items()})
            return None
        form.show_problems({})
        return said

    def _paper(self) -> i18n.Language:
        return language_of(self.workplace.settings)

    def drafts(self) -> tuple[Request, list[Draft]] | None:
        """The letters as they stand, those that cannot be written among them."""
        request = self._request(self.countries.members())
        if request is None or not self.templates.codes:
            return None
        found = drafts(self.workplace.snapshot, request, self.templates.shelf, self._paper())
        return request, found

    def _show_one(self) -> None:
        """What holds for the country that is looked at alone."""
        if self.workplace.desk is not None:
            member = self.workplace.snapshot.find(Member, self.listing.current())
            self.one.show_member(member, self._request((member.id,)) if member else None)

    def _show_ready(self) -> None:
        """How many letters there will be, and which countries get none."""
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        chosen = (self._draft(snapshot.get(Member, id)) for id in self.countries.members())
        found = [draft for draft in chosen if draft]
        ready = [draft for draft in found if draft.letter]
        number = self.workplace.language.number
        heading = ngettext("{count} letter", "{count} letters", len(ready))
        self.heading.setText(breakable(heading.format(count=number(len(ready)))))
        told = _told_of_left(found, number)
        if not self.ticks.keys:
            told = "\n".join(
                filter(
                    None,
                    (
                        _(
                            "Tick countries at the left; with none ticked, the "
                            "letter goes to the one that is looked at."
                        ),
                        told,
                    ),
                )
            )
        self.left.setText(breakable(told))
        tone(self.left, "warning" if len(ready) < len(found) else "quiet")
        for button in (self.preview, self.save, self.save_each):
            button.setEnabled(bool(ready) and self._progress is None)
        self._show_one()

    # -------------------------------------------------------------- making and writing

    def make(self, then: Callable[[Request, list[posting.Made]], None], *, one_file: bool) -> None:
        """Make the letters beside the window, and go on with them; it can be broken off."""
        drafted = self.drafts()
        if drafted is None:
            return
        request, found = drafted
        ready, snapshot = [draft for draft in found if draft.letter], self.workplace.snapshot
        imprint = imprint_now(
            self.workplace, marking=request.marking,
            justified=self.choices.justified.isChecked(),
        )  # fmt: skip
        progress = self._progress = Progress(self)
        progress.stepped.connect(self.bar.setValue)
        self.bar.setRange(0, len(ready))
        self.bar.setValue(0)
        self._say("")
        self._late.start()
        self.listing.table.setFocus()  # before the button that was pressed is greyed
        self._show_ready()
        paper = self._paper()

        def work() -> list[posting.Made]:
            return posting.make(
                snapshot, ready, paper, imprint, one_file=one_file, each=progress.step
            )

        def made(files: list[posting.Made]) -> None:
            self._end()
            then(request, files)

        self.workplace.tasks.run(work, made, self._failed)

    def show_preview(self) -> None:
        def then(_request: Request, files: list[posting.Made]) -> None:
            from upudesk.gui.letter_reader import LetterReader

            LetterReader(files[0].title, files[0].finished.pdf, self.window()).open()

        self.make(then, one_file=True)

    def _ask_file(self) -> None:
        if not self.workplace.may_write(self.window()):
            return
        assert self.workplace.desk is not None
        day = self.workplace.snapshot.today.isoformat()
        code = self.choices.choices["template"].value()
        usual = f"{self.templates.named(code, self._paper().code)} {day}"
        beside = self.workplace.desk.path.with_name(posting.fit(usual))
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the letters"), str(beside), _("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def _ask_folder(self) -> None:
        if not self.workplace.may_write(self.window()):
            return
        assert self.workplace.desk is not None
        chosen = QFileDialog.getExistingDirectory(
            self, _("Folder for the letters"), str(self.workplace.desk.path.parent)
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
        desk = self.workplace.desk
        assert desk is not None
        by = owners.signed(self.workplace)
        try:
            written = posting.post(
                self.workplace.do, self.workplace.snapshot, request, files, target, by=by,
                at=datetime.now(UTC), note=desk.do,
            )  # fmt: skip
        except UserError as fault:
            self._say(words.say(fault), "warning")
            return
        count = sum(len(one.drafts) for one in files)
        told = ngettext(
            "{count} letter was written and logged: {place}",
            "{count} letters were written and logged: {place}", count,
        )  # fmt: skip
        place = written[0] if len(written) == 1 else target
        warned = (words.say(w) for one in files for w in one.finished.warnings)
        shown = told.format(count=self.workplace.language.number(count), place=place)
        self._say(" ".join([shown, *dict.fromkeys(warned)]))

    def _break_off(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._late.stop()
        self._progress = None
        self._show_ready()
        if self.cancel.hasFocus():
            self.save.setFocus()
        self._show_under_way(False)

    def _failed(self, fault: Exception) -> None:
        self._end()
        if isinstance(fault, Cancelled):
            self._say(_("Cancelled; nothing was made."))
        elif isinstance(fault, UserError):
            self._say(words.say(fault), "warning")
        else:
            raise fault

    def _show_under_way(self, shown: bool) -> None:
        self.bar.setVisible(shown)
        self.cancel.setVisible(shown)
        if shown:
            self.cancel.setFocus()

    def _say(self, sentence: str, mark: str = "quiet") -> None:
        self.said.setText(breakable(sentence))
        self.said.setVisible(bool(sentence))
        tone(self.said, mark)

    # -------------------------------------------------------------- templates and letterhead

    def edit_template(self) -> None:
        """The chosen template in the language of the paper; kept among the reader's own."""
        from upudesk.gui.template_form import TemplateForm

        code = self.choices.choices["template"].value()
        if code:
            language = self.choices.choices["language"].value() or self._language_looked_at()
            form = TemplateForm(self, self.templates, code, language, self._attempt)
            form.kept.connect(self.renew)
            form.open()

    def _language_looked_at(self) -> str:
        member = self.workplace.snapshot.find(Member, self.listing.current())
        found = self._draft(member) if member else None
        return found.language if found else self._paper().code

    def _attempt(self, template: Template) -> Draft | None:
        """What a template would say to the country that is looked at."""
        request = self._request((self.listing.current(),))
        if request is None or not self.listing.current():
            return None
        request = replace(request, template=template.code, language=template.language, languages={})
        shelf = {(template.code, template.language): template}
        return drafts(self.workplace.snapshot, request, shelf, self._paper())[0]

    def open_folder(self) -> None:
        """The folder of the reader's own templates, which is made where it is not there yet."""
        folder = letter_files.own_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            sentence = _("The folder {folder} cannot be made ({why}); nothing was written.")
            self._say(sentence.format(folder=folder, why=error.strerror), "warning")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self._say(_("Your own templates stand in {folder}.").format(folder=folder))

    def edit_head(self) -> None:
        from upudesk.gui.campaign_form import edit_letterhead

        edit_letterhead(self.workplace, self.window())

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Tick this country alone and look at it."""
        self.listing.look_at(id)
        self.ticks.put([id])

    def take_focus(self) -> None:
        self.listing.table.setFocus()


def _told_of_left(found: Sequence[Draft], number: Callable[[int], str]) -> str:
    """The countries that get no letter, by reason."""
    left: dict[str, list[str]] = {}
    for draft in found:
        if draft.letter is None:
            why = "; ".join(map(words.say, draft.problems))
            left.setdefault(why, []).append(words.named(draft.member))
    lines = []
    for why, names in left.items():
        listed = ", ".join(names[:NAMES])
        if (more := len(names) - NAMES) > 0:
            listed = _("{names} and {count} more").format(names=listed, count=number(more))
        count = ngettext("{count} country", "{count} countries", len(names))
        lines.append(_("No letter: {why} ({count}): {names}").format(
            why=why, count=count.format(count=number(len(names))), names=listed
        ))  # fmt: skip
    return "\n".join(lines)
