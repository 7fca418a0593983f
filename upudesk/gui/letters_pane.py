"""Letters to many countries: whom, which, how; looked at, written, and logged with each country."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from upudesk import i18n, letter_files, words
from upudesk.correspondence import Draft, Request, drafts
from upudesk.errors import InvalidRecord
from upudesk.gui import theme
from upudesk.gui.forms import breakable, tone, wrapping
from upudesk.gui.language import language_of
from upudesk.gui.letter_choices import LetterChoices
from upudesk.gui.letter_list import LetterList
from upudesk.gui.letter_making import Batch, LetterMaking
from upudesk.gui.letter_one import OneCountry
from upudesk.gui.pages import Page
from upudesk.gui.parts import line, link, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.letter_files import Templates
from upudesk.letters import Template
from upudesk.model import Member

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
        self.making = LetterMaking(workplace, self._batch, self.listing.table)
        self.heading = text("", strong=True, size=theme.SMALL)
        self.left = wrapping()
        self.one = OneCountry(workplace)
        self.head_link = link("", self.edit_head)
        self.edit_link, self.folder_link = link("", self.edit_template), link("", self.open_folder)
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        halves = QSplitter()
        halves.addWidget(self.countries)
        halves.addWidget(self._writing())
        halves.setStretchFactor(0, 1)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.setSizes([700, 460])
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(halves)

    def _writing(self) -> QWidget:
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
        column.addWidget(self.making)
        return side

    def _connect(self) -> None:
        self.ticks.changed.connect(self._show_ready)
        self.listing.chosen.connect(lambda _id: self._show_one())
        self.choices.changed.connect(self._changed)
        self.one.changed.connect(self._changed)
        self.making.turned.connect(self._show_ready)

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        if self.workplace.desk is None:
            return
        for button, shown in (
            (self.edit_link, _("Edit this template…")),
            (self.folder_link, _("Folder of templates")),
            (self.head_link, _("Letterhead and signature…")),
        ):  # fmt: skip
            button.setText(shown)
            button.setAccessibleName(shown)
        self.one.word()
        self.choices.word()
        self.making.word()
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
            self.making.say(" ".join(map(words.say, faults)), "warning")

    def _changed(self) -> None:
        """Something is written otherwise: other addressees, other languages."""
        if self.workplace.desk is None:
            return
        self._forget()
        self.countries.tell_again()
        self.making.say("")
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

    def _batch(self) -> Batch | None:
        """The letters as they stand, those that cannot be written left out."""
        request = self._request(self.countries.members())
        if request is None or not self.templates.codes:
            return None
        paper = self._paper()
        found = drafts(self.workplace.snapshot, request, self.templates.shelf, paper)
        return Batch(
            request, [draft for draft in found if draft.letter], paper,
            self.choices.justified.isChecked(), self.templates.named(request.template, paper.code),
        )  # fmt: skip

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
        self.making.offer(bool(ready))
        self._show_one()

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
            self.making.say(sentence.format(folder=folder, why=error.strerror), "warning")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        self.making.say(_("Your own templates stand in {folder}.").format(folder=folder))

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
