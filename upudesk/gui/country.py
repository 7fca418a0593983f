"""The country page: everything known of one member, in the order of its printed briefing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from upudesk import telling, words
from upudesk.gui import country_facts as facts
from upudesk.gui import theme
from upudesk.gui.conflicts import ConflictBox, conflicts_of
from upudesk.gui.country_form import edit_country
from upudesk.gui.marks import flag_label
from upudesk.gui.parts import INSET, OneLine, Section, beside, link, pressable, stacked, text
from upudesk.gui.pledge_table import PledgeTable
from upudesk.i18n import _
from upudesk.model import Member

if TYPE_CHECKING:
    from upudesk.gui.countries_page import CountriesPage


def parts(page: CountriesPage, member: Member) -> Iterator[QWidget]:
    """Its sections, from the snapshot of now."""
    yield from _Country(page, member).parts()


class _Country:
    def __init__(self, page: CountriesPage, member: Member) -> None:
        self._page, self._member = page, member
        self._workplace = page.workplace

    def _ask(self, what: str, about: object) -> Callable[[], None]:
        return lambda: self._page.asked.emit(what, about)

    def parts(self) -> Iterator[QWidget]:
        """Heading, what is disputed, and two columns that together fit one screen."""
        member, workplace = self._member, self._workplace
        yield self._heading(member)
        for conflict in conflicts_of(workplace.snapshot, member.id):
            yield ConflictBox(workplace, conflict)
        left = (
            facts.stances(workplace, member),
            facts.voting(workplace, member),
            facts.people(workplace, member, self._add(_("+ Contact"), "contact")),
            facts.undertakings(workplace, member, self._add(_("+ Undertaking"), "undertaking")),
            facts.results(workplace, member),
        )
        right = (
            facts.next_steps(workplace, member),
            facts.follow_ups(workplace, member, self._add(_("+ Follow-up"), "follow_up")),
            facts.meetings(workplace, member, self._add(_("+ Meeting"), "meeting")),
            *filter(None, (facts.letters(workplace, member),)),
            facts.evidence(workplace, member),
            facts.notes(workplace, member),
            self._history(member),
        )
        yield beside(stacked(*left, spacing=theme.GAP), stacked(*right, spacing=theme.GAP))
        yield self._pledges(member)

    def _add(self, shown: str, what: str) -> QPushButton:
        return link(shown, self._ask(what, self._member.id))

    # -------------------------------------------------------------- heading

    def _heading(self, member: Member) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        name = words.named(member)
        grid.addWidget(flag_label(member.iso2, name), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text(name, strong=True, size=theme.LARGE), 0, 1)
        for column, button in enumerate(self._buttons(member), 2):
            grid.addWidget(button, 0, column, Qt.AlignmentFlag.AlignTop)
        belongs = telling.belongs_to(member, self._workplace.snapshot)
        for row, shown in enumerate((self._other_names(member, name), belongs), 1):
            grid.addWidget(self._editable(shown, holder), row, 1, 1, -1)
        return holder

    def _editable(self, shown: str, holder: QWidget) -> QPushButton:
        """Names, group and blocs open the form that has them all."""
        said = _("{value}. Edit names, group and blocs").format(value=shown)

        def edit() -> None:
            edit_country(self._workplace, self._member, holder.window())

        button = pressable(shown, edit, said, tone="quiet")
        button.setToolTip(_("Edit names, group and blocs"))
        return button

    def _other_names(self, member: Member, name: str) -> str:
        official = getattr(member, f"official_{self._workplace.language.code}")
        others = (official, member.name_th, member.name_en, member.name_fr)
        return telling.dotted(*dict.fromkeys(n for n in others if n != name))

    def _buttons(self, member: Member) -> Iterator[QPushButton]:
        brief = QPushButton(_("Briefing…"))
        brief.setToolTip(_("Preview, save or print the briefing (Ctrl+P)"))
        brief.clicked.connect(self._ask("briefing", member.id))
        log = QPushButton(_("Log a pledge"))
        log.setProperty("main", "true")
        log.setToolTip("Ctrl+L")
        log.clicked.connect(self._ask("pledge", member.id))
        for button in (brief, log):
            button.setAccessibleName(button.text())
            yield button

    # -------------------------------------------------------------- stance, pledges, history

    def _pledges(self, member: Member) -> Section:
        log = link(_("Log a pledge") + " Ctrl+L", self._ask("pledge", member.id))
        section = Section(_("Pledges"), log, tight=True)
        table = PledgeTable(self._workplace, member)
        if not table.model.rows:
            table.deleteLater()
            section.nothing(_("Nothing is logged yet: put down what they said, or that we asked."))
            return section
        table.correction_wanted.connect(lambda pledge: self._ask("correction", pledge)())
        table.removal_wanted.connect(lambda pledge: self._ask("removal", pledge)())
        section.whole(table)
        return section

    def _history(self, member: Member) -> Section:
        assert self._workplace.desk is not None
        everything = link(_("Whole journal"), self._ask("journal", member.id))
        section = Section(_("History"), everything, names=facts.NAMES, tight=True)
        steps = self._workplace.desk.history(member.id)
        for step in list(reversed(steps))[:2]:
            label = OneLine(words.step(step, self._workplace.snapshot, member.id))
            label.setContentsMargins(INSET, 0, 0, 0)
            section.put(facts.day(self._workplace, step), label)
        if not steps:
            section.nothing(_("Nothing was entered yet."))
        return section
