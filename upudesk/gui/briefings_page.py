"""The briefings page: countries to tick, the language of the paper, one PDF of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from upudesk import i18n, words
from upudesk.errors import UserError
from upudesk.gui import theme
from upudesk.gui.forms import Choice, breakable, tone, wrapping
from upudesk.gui.language import language_of
from upudesk.gui.listing import Listing
from upudesk.gui.pages import Page
from upudesk.gui.paper import imprint_now
from upudesk.gui.parts import line, link, text
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.tasks import Cancelled, Progress
from upudesk.gui.ticking import OPEN, TICKED, Ticks
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Author, Member
from upudesk.placing import place_pdf
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot

PATIENCE = 700
"""Milliseconds after which the progress is shown, so that what is quick does not flicker."""
NAMES = 12
"""So many of the ticked countries are named."""


class BriefingsPage(Page):
    """The list at the left; at the right what is ticked and what can be made of it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.listing = Listing(workplace, self._subject(workplace))
        self.ticks = Ticks(self.listing)
        self.language = Choice(())
        self.preview, self.save = QPushButton(), QPushButton()
        self.cancel = QPushButton()
        self.bar = QProgressBar()
        self.said, self.chosen = wrapping(role="quiet"), wrapping()
        self.heading = text("", strong=True, size=theme.SMALL)
        self.label = QLabel()
        self.tick_all = link("", lambda: self.ticks.tick(self._shown()))
        self.untick = link("", lambda: self.ticks.tick(self.ticks.keys, on=False))
        self._progress: Progress | None = None
        self._late = QTimer(self, interval=PATIENCE, singleShot=True)
        self._lay_out()
        self._connect()

    def _subject(self, workplace: Workplace) -> Subject[Member]:
        def counted(number: int) -> str:
            shown = workplace.language.number(number)
            return ngettext("{count} country", "{count} countries", number).format(count=shown)

        def rows() -> list[Member]:
            key = workplace.language.sort_key
            return sorted(workplace.snapshot.members, key=lambda member: key(words.named(member)))

        def found(typed: str) -> list[str]:
            from upudesk.campaign import members

            return [member.id for member in members.matches(workplace.snapshot, typed)]

        return Subject(
            "briefings",
            title=lambda: _("Countries for the briefing"),
            rows=rows,
            key=lambda member: member.id,
            columns=self._columns,
            text=words.named,
            hint=lambda: _("Find a country: ไทย · English · français"),
            empty=lambda: _("This campaign has no countries yet."),
            counted=counted,
            facets=self._facets,
            found=found,
            actions=self._actions,
        )

    def _columns(self) -> list[Column[Member]]:
        language, snapshot = self.workplace.language, self.workplace.snapshot

        def ticked(member: Member) -> Cell:
            return Cell(TICKED if member.id in self.ticks.keys else OPEN)

        def responsible(member: Member) -> str:
            author = snapshot.find(Author, member.responsible)
            return author.name if author else ""

        return [
            Column(lambda: TICKED, ticked, lambda m: m.id not in self.ticks.keys, 40,
                   tip=lambda: _("Ticked: Space, or a click on the box"), name="ticked"),
            Column(lambda: _("Country"), lambda m: Cell(words.named(m), tip=words.named(m)),
                   lambda m: language.sort_key(words.named(m)), 0, name="country"),
            Column(lambda: _("Group"),
                   lambda m: Cell(words.group(m.group, short=True), tone="quiet"),
                   lambda m: m.group or 9, 168, name="group"),
            Column(lambda: _("Responsible"),
                   lambda m: Cell(responsible(m), tip=responsible(m), tone="quiet"),
                   lambda m: language.sort_key(responsible(m)), 148, name="responsible"),
        ]  # fmt: skip

    def _facets(self) -> Sequence[Facet[Member]]:
        def officials() -> list[tuple[str | None, str]]:
            authors = self.workplace.snapshot.authors
            return [(None, _("All responsible")), *((author.id, author.name) for author in authors)]

        def ticked() -> list[tuple[bool | None, str]]:
            return [(None, _("All countries")), (True, _("Only those ticked"))]

        return (
            group_facet(lambda member: member.group),
            Facet("official", lambda: _("Responsible"), officials,
                  lambda m, official: m.responsible == official),
            Facet("ticked", lambda: _("Ticked"), ticked, lambda m, _on: m.id in self.ticks.keys),
        )  # fmt: skip

    def _actions(self, keys: Sequence[str]) -> Sequence[tuple[str, Act]]:
        return [(_("Tick or untick"), lambda: self.ticks.turn(keys))] if keys else []

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(theme.MARGIN)
        ways.addWidget(self.tick_all)
        ways.addWidget(self.untick)
        ways.addStretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.GAP + 4, 0, theme.GAP, theme.GAP)
        foot.addLayout(ways)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.listing, 1)
        column.addLayout(foot)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(left, 3)
        outer.addWidget(self._making(), 2)

    def _making(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(24, theme.MARGIN, 24, theme.MARGIN)
        column.setSpacing(theme.MARGIN)
        column.addWidget(self.heading)
        column.addWidget(line())
        column.addWidget(self.chosen)
        of_paper = QHBoxLayout()
        self.label.setBuddy(self.language)
        of_paper.addWidget(self.label)
        of_paper.addWidget(self.language)
        of_paper.addStretch()
        column.addLayout(of_paper)
        buttons = QHBoxLayout()
        self.save.setProperty("main", "true")
        for button in (self.preview, self.save):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        under_way = QHBoxLayout()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(theme.GAP)
        under_way.addWidget(self.bar, 1)
        under_way.addWidget(self.cancel)
        column.addLayout(under_way)
        column.addWidget(self.said)
        column.addStretch()
        self._show_under_way(False)
        return side

    def _connect(self) -> None:
        self.ticks.changed.connect(self._show_chosen)
        self.listing.chosen.connect(lambda _id: self._show_chosen())
        self.listing.opened.connect(lambda id: self.ticks.turn([id]))
        self.language.currentIndexChanged.connect(
            lambda: self.workplace.prefer(paper_language=self.language.value())
        )
        self.preview.clicked.connect(lambda: self.make(self._show_preview))
        self.save.clicked.connect(self._ask_where)
        self.cancel.clicked.connect(self._break_off)
        self._late.timeout.connect(lambda: self._show_under_way(True))

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.label.setText(_("&Language of the paper"))
        self.language.setAccessibleName(_("Language of the paper"))
        self.language.offer([(code, i18n.Language(code).name) for code in i18n.CODES])
        self.language.choose(self.workplace.settings.paper_language)
        for button, shown in (
            (self.preview, _("Preview…")), (self.save, _("Save as one PDF…")),
            (self.cancel, _("Cancel")), (self.tick_all, _("Tick all that are shown")),
            (self.untick, _("Untick all")),
        ):  # fmt: skip
            button.setText(shown)
            button.setAccessibleName(shown)
        self.bar.setAccessibleName(_("Progress"))
        c = theme.colours()
        self.bar.setStyleSheet(
            f"QProgressBar {{ border: none; border-radius: 4px; background: {c.hairline}; }}"
            f"QProgressBar::chunk {{ border-radius: 4px; background: {c.accent}; }}"
        )
        self.listing.word()
        self._show_chosen()

    def renew(self) -> None:
        if self.workplace.desk is not None:
            there = {member.id for member in self.workplace.snapshot.members}
            self.ticks.keys &= there
            self.listing.renew()
            self._show_chosen()

    def _shown(self) -> list[str]:
        return [member.id for member in self.listing.model.rows]

    def members(self) -> list[str]:
        """The ticked countries by name; the one that is looked at where none is ticked."""
        if self.workplace.desk is None:
            return []
        key, snapshot = self.workplace.language.sort_key, self.workplace.snapshot
        known = [m for id in self.ticks.keys if (m := snapshot.find(Member, id))]
        ticked = [m.id for m in sorted(known, key=lambda m: key(words.named(m)))]
        looked_at = self.listing.current()
        return ticked or ([looked_at] if looked_at else [])

    def _show_chosen(self) -> None:
        if self.workplace.desk is None:
            return
        number, snapshot = self.workplace.language.number, self.workplace.snapshot
        chosen, ticked = self.members(), len(self.ticks.keys)
        heading = ngettext("{count} country ticked", "{count} countries ticked", ticked)
        self.heading.setText(breakable(heading.format(count=number(ticked))))
        names = [words.named(snapshot.get(Member, id)) for id in chosen[:NAMES]]
        listed = ", ".join(names)
        if (more := len(chosen) - NAMES) > 0:
            listed = _("{names} and {count} more").format(names=listed, count=number(more))
        if not ticked:
            listed = _("Nothing is ticked: the briefing is of the chosen row, {name}.").format(
                name=listed
            )
        self.chosen.setText(breakable(listed))
        for button in (self.preview, self.save):
            button.setEnabled(bool(chosen) and self._progress is None)

    # -------------------------------------------------------------- making it

    def make(self, then: Callable[[Any, Language], None]) -> None:
        """Make the paper beside the window, and go on with it; it can be broken off."""
        snapshot, members = self.workplace.snapshot, self.members()
        language = language_of(self.workplace.settings, self.language.value())
        imprint = imprint_now(self.workplace)
        progress = self._progress = Progress(self)
        progress.stepped.connect(self.bar.setValue)
        self.bar.setRange(0, 2 * len(members))
        self.bar.setValue(0)
        self._say("")
        self._late.start()
        self.listing.table.setFocus()  # before the button that was pressed is greyed
        self._show_chosen()

        def work() -> Any:
            from upudesk.reports import briefing

            return briefing.render(snapshot, members, language, imprint=imprint, each=progress.step)

        def made(rendered: Any) -> None:
            self._end()
            then(rendered, language)

        self.workplace.tasks.run(work, made, self._failed)

    def _break_off(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._late.stop()
        self._progress = None
        self._show_chosen()
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
        tone(self.said, mark)

    # -------------------------------------------------------------- what becomes of it

    def _title(self) -> str:
        members = self.members()
        if len(members) == 1:
            country = words.named(self.workplace.snapshot.get(Member, members[0]))
            return _("Briefing: {country}").format(country=country)
        number = self.workplace.language.number(len(members))
        return ngettext("Briefing: {count} country", "Briefing: {count} countries", len(members)
                        ).format(count=number)  # fmt: skip

    def _file(self) -> str:
        return self._title().replace(":", "").replace("/", "-") + " {day}.pdf"

    def _show_preview(self, made: Any, language: Language) -> None:
        """What was made is shown at once; another language is made when it is asked for."""
        from upudesk.gui.paper import Leaf, Preview

        members = self.members()

        def render(snapshot: Snapshot, wanted: Language, imprint: Imprint) -> Any:
            from upudesk.reports import briefing

            if wanted == language:
                return made
            return briefing.render(snapshot, members, wanted, imprint=imprint)

        leaf = Leaf(self._title(), self._file(), _("Save the briefing"),
                    _("The briefing is being made …"), render)  # fmt: skip
        Preview(self.workplace, leaf, self.window()).open()

    def _ask_where(self) -> None:
        assert self.workplace.desk is not None
        day = self.workplace.snapshot.today.isoformat()
        beside = self.workplace.desk.path.with_name(self._file().format(day=day))
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the briefing"), str(beside), _("PDF documents (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, target: Path) -> None:
        """Make it and write it; the target stays as it was if that is broken off."""
        target = target if target.suffix else target.with_suffix(".pdf")

        def then(made: Any, _language: Language) -> None:
            try:
                place_pdf(target, made.pdf)
            except UserError as fault:
                self._say(words.say(fault), "warning")
                return
            warned = map(words.say, made.warnings)
            self._say(" ".join([_("Saved as {file}").format(file=target), *warned]))

        self.make(then)

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Tick this country alone and look at it."""
        self.ticks.keys = {id}
        self.listing.look_at(id)
        self._show_chosen()

    def take_focus(self) -> None:
        self.listing.table.setFocus()
