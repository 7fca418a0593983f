"""The pack builder: countries, parts, readers and looks, and one button that makes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from upudesk import disclosure, i18n, words
from upudesk.copies import Copy, usual_title, watermark_of
from upudesk.disclosure import Disclosed
from upudesk.errors import InvalidRecord, Message, UserError
from upudesk.gui import theme
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.imprints import imprint_now
from upudesk.gui.latest import Latest
from upudesk.gui.left_out import LeftOut
from upudesk.gui.making import Run, Then
from upudesk.gui.pack_choices import PackChoices
from upudesk.gui.pack_countries import Countries
from upudesk.gui.pack_parts import Parts
from upudesk.gui.pack_presets import Presets
from upudesk.gui.pages import Page
from upudesk.gui.parts import line, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Member, Pack, Profile
from upudesk.packing import Order, made, refuse_nothing
from upudesk.reports.imprint import Paper

if TYPE_CHECKING:
    from upudesk.gui.paper import PaperDialog

NAMES = 12
"""So many of the ticked countries are named."""


class PackPane(Page):
    """Left the countries, in the middle the parts, right the rest; everything on one screen."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.countries, self.parts = Countries(workplace), Parts()
        self.listing, self.ticks = self.countries.listing, self.countries.ticks
        self.choices = PackChoices(workplace)
        self.presets = Presets(workplace, self.pack)
        self.left_out = LeftOut()
        self.preview, self.print, self.save = QPushButton(), QPushButton(), QPushButton()
        self.run = Run(workplace, self.save)
        self.heading = text("", strong=True, size=theme.SMALL)
        self.named = wrapping(role="quiet")
        self._latest = Latest(workplace, self)
        self._disclosed: Disclosed | None = None
        self._asked: tuple[Profile, tuple[str, ...]] | None = None
        """For whom, and about which countries, it is told what is left out."""
        self._shown = False
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.countries)
        halves.addWidget(_movable(self._making()))
        halves.setStretchFactor(1, 1)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.setSizes([412, 780])
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(halves)

    def _making(self) -> QWidget:
        side, middle = QWidget(), QHBoxLayout()
        middle.setSpacing(24)
        middle.addWidget(self._what(), 2)
        middle.addWidget(self.choices, 3, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(side)
        column.setContentsMargins(24, theme.GAP, 24, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(self.presets)
        column.addWidget(line())
        column.addLayout(middle, 1)
        column.addWidget(line())
        column.addWidget(self.left_out)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.run, 1)
        for button in (self.preview, self.print, self.save):
            foot.addWidget(button)
        column.addLayout(foot)
        self.save.setProperty("main", "true")
        return side

    def _what(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.parts)
        column.addSpacing(theme.GAP)
        column.addWidget(self.heading)
        column.addWidget(self.named)
        column.addStretch()
        return held

    def _connect(self) -> None:
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show_chosen)
        for part in (self.countries, self.parts, self.choices):
            part.changed.connect(self._soon.start)
        self.presets.chosen.connect(self.follow)
        self.run.turned.connect(self._show_chosen)
        self.preview.clicked.connect(lambda: self.make(self.show_preview))
        self.print.clicked.connect(lambda: self.make(self._show_printer))
        self.save.clicked.connect(self._ask_where)

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        for button, shown in (
            (self.preview, _("Preview…")), (self.print, _("Print…")),
            (self.save, _("Save as PDF…")),
        ):  # fmt: skip
            button.setText(shown)
            button.setAccessibleName(shown)
        for part in (self.countries, self.parts, self.choices, self.presets, self.run):
            part.word()
        if self.workplace.desk is not None and not self._shown:
            self._shown = True
            self.choices.show_pack(Pack())
        self.renew()

    def renew(self) -> None:
        """The countries and presets of now; what can be followed no more is told."""
        if self.workplace.desk is not None:
            self._disclosed = self._asked = None
            self._tell(self.countries.renew())
            self.choices.renew()
            self.presets.renew()
            self._show_chosen()

    # -------------------------------------------------------------- what is chosen

    def pack(self) -> Pack:
        """The pack as it stands on the screen; raises InvalidRecord where a field says nonsense."""
        return self.choices.said(Pack(sections=self.parts.value(), **self.countries.said()))

    def follow(self, preset: Pack) -> None:
        """Show what a preset says; what of it can be followed no more is told."""
        if preset.name:
            self.parts.show_parts(preset.sections)
            self.choices.show_pack(preset)
            self.run.say("")
            self._tell(self.countries.follow(preset))
        self._show_chosen()

    def _tell(self, lost: Sequence[Message]) -> None:
        if lost:
            self.run.say(" ".join(map(words.say, lost)), "warning")

    def members(self) -> list[str]:
        """The ticked countries, by their names in the language of the paper."""
        if self.workplace.desk is None:
            return []
        return self.countries.ticked(self.choices.language())

    def _show_chosen(self) -> None:
        self._soon.stop()
        if self.workplace.desk is None:
            return
        number, snapshot = self.workplace.language.number, self.workplace.snapshot
        chosen = self.members()
        heading = ngettext("{count} country ticked", "{count} countries ticked", len(chosen))
        self.heading.setText(breakable(heading.format(count=number(len(chosen)))))
        listed = ", ".join(words.named(snapshot.get(Member, id)) for id in chosen[:NAMES])
        if (more := len(chosen) - NAMES) > 0:
            listed = _("{names} and {count} more").format(names=listed, count=number(more))
        if not chosen:
            listed = _("Tick countries at the left, or choose many at once above them.")
        self.named.setText(breakable(listed))
        self.presets.show_state()
        for button in (self.preview, self.print, self.save):
            button.setEnabled(not self.run.busy)
        self._ask_left_out(chosen)

    # -------------------------------------------------------------- what is left out

    def _ask_left_out(self, members: Sequence[str]) -> None:
        """It is found off the window's thread, for it looks through all texts."""
        try:
            profile = self.choices.profile()
        except UserError as fault:
            self._latest.drop()
            self._asked = None
            self.left_out.setVisible(False)
            self.run.say(words.say(fault), "warning")
            return
        self.choices.suggest(self._usual_title(), watermark_of(profile, self._recipient()))
        known, snapshot = self._disclosed, self.workplace.snapshot
        if self._asked == (asked := (profile, tuple(members))):
            return
        self._asked = asked
        self.left_out.setVisible(True)
        self.left_out.wait()
        fits = known is not None and known.profile == profile and known.undisclosed is snapshot

        def work() -> tuple[Disclosed, Sequence[str], tuple[Message, ...]]:
            disclosed = known if known and fits else disclosure.disclose(snapshot, profile)
            disclosed.held_back(members)  # which countries a record is about is remembered
            return disclosed, members, tuple(disclosure.warnings(disclosed, members))

        self._latest.drop()
        self._latest.ask(work, lambda found: self._show_left_out(*found))

    def _show_left_out(
        self, disclosed: Disclosed, members: Sequence[str], cautions: Sequence[Message]
    ) -> None:
        self._disclosed = disclosed
        self.left_out.show_of(disclosed, members, cautions)

    # -------------------------------------------------------------- making it

    def _recipient(self) -> str:
        return self.choices.recipient.value()

    def _usual_title(self) -> str:
        with i18n.use(self.choices.language()):
            return usual_title(self.workplace.snapshot, self.members())

    def title(self) -> str:
        return self.choices.title.value() or self._usual_title()

    def _order(self) -> Order:
        """What is to be made; raises a UserError where that cannot be."""
        desk = self.workplace.desk
        assert desk is not None
        pack, profile, members = self.pack(), self.choices.profile(), self.members()
        refuse_nothing(pack.sections, members)
        imprint = imprint_now(
            self.workplace, recipient=pack.recipient, marking=pack.marking,
            watermark=pack.watermark or watermark_of(profile, pack.recipient),
            paper=Paper(pack.paper), justified=pack.justified,
        )  # fmt: skip
        return Order(
            self.workplace.snapshot, profile, tuple(members), pack.sections, self.title(),
            self.choices.language(), imprint, desk.at_the_eve, pack.copies,
        )  # fmt: skip

    def make(self, then: Then) -> None:
        """Make it beside the window, and go on with its copies; or say why not."""
        try:
            order = self._order()
        except InvalidRecord as fault:
            named = {name: words.say(message) for name, message in fault.problems.items()}
            self.run.say(" ".join(self.choices.show_problems(named)), "warning")
            return
        except UserError as fault:
            self.run.say(words.say(fault), "warning")
            return
        self.choices.show_problems({})
        self.listing.table.setFocus()  # before the button that was pressed is greyed
        told = _("The pack is being made …")
        self.run.start(told, lambda progress: made(order, progress.reach), then)

    def _file(self) -> str:
        return self.title().replace(":", "").replace("/", "-") + " {day}.pdf"

    def show_preview(self, copies: Sequence[Copy]) -> PaperDialog:
        """What was made, to be read before it goes out as it is."""
        from upudesk.gui.paper import PaperDialog  # Qt's PDF is not needed before

        shown = PaperDialog(
            self.workplace, self.title(), self._file(), _("Save the briefing"), self.window()
        )
        shown.protect.setChecked(self.choices.protect.isChecked())
        shown.show_copies(copies)
        shown.open()
        return shown

    def _show_printer(self, copies: Sequence[Copy]) -> None:
        """The preview, and at once the printers; whoever closes these reads on."""
        shown = self.show_preview(copies)
        QTimer.singleShot(0, shown, shown.ask_printer)

    def _ask_where(self) -> None:
        from upudesk.gui.paper_out import asked_passphrase, may_replace

        passphrase = ""
        if self.choices.protect.isChecked():
            passphrase = asked_passphrase(self.window())
            if not passphrase:
                return
        assert self.workplace.desk is not None
        day = self.workplace.snapshot.today.isoformat()
        beside = self.workplace.desk.path.with_name(self._file().replace("{day}", day))
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the briefing"), str(beside), _("PDF documents (*.pdf)")
        )
        if chosen and may_replace(self, Path(chosen), self._copies()):
            self.save_to(Path(chosen), passphrase)

    def _copies(self) -> int:
        """1 where what is typed is no number: that is told when the pack is to be made."""
        try:
            return self.pack().copies
        except UserError:
            return 1

    def save_to(self, target: Path, passphrase: str = "") -> None:
        """Make it and write it; the target stays as it was if that is broken off."""

        def then(copies: list[Copy]) -> None:
            from upudesk.gui.paper_out import save

            try:
                told = save(self.workplace, copies, target, passphrase)
            except UserError as fault:
                self.run.say(words.say(fault), "warning")
                return
            warned = map(words.say, copies[0].made.warnings)
            self.run.say(" ".join([told, *warned]))

        self.make(then)

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Tick this country alone and look at it; follow a preset."""
        preset = self.workplace.snapshot.find(Pack, id)
        if preset is None:
            self.countries.tick_only(id)
        else:
            self.presets.use(id)
            self.follow(preset)

    def take_focus(self) -> None:
        self.listing.table.setFocus()


def _movable(side: QWidget) -> QScrollArea:
    """On a screen that is too small for it, it can be moved."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(side)
    return area
