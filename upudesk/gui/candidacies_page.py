"""Who stands and under which rules: candidacies, rules and seats, electorate, findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from upudesk import rules
from upudesk.gui import theme
from upudesk.gui.pages import Page
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Member, Rule, RuleSet, Seats

CANDIDACIES, RULES, ELECTORATE, FINDINGS = range(4)


class CandidaciesPage(Page):
    """Four views of one subject; each is built when it is first turned to."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for _view in range(4):
            self.tabs.addTab("")
        self._views: dict[int, Page] = {}
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        column.setContentsMargins(theme.GAP, theme.GRID, 0, 0)
        self.tabs.currentChanged.connect(self._turned)

    def view(self, number: int) -> Page:
        """One of the views, built now if nobody has looked at it yet."""
        if number not in self._views:
            made = self._views[number] = _BUILD[number](self.workplace)
            made.word()
            self._stack.addWidget(made)
        return self._views[number]

    @property
    def shown(self) -> Page:
        return self.view(self.tabs.currentIndex())

    @property
    def listing(self) -> Any:
        """The list that is shown, if this view has one."""
        return getattr(self.shown, "listing", None)

    def turn(self, number: int) -> Page:
        """Show one of the views."""
        self.tabs.setCurrentIndex(number)
        self._stack.setCurrentWidget(self.view(number))
        return self.view(number)

    def _turned(self, number: int) -> None:
        self._stack.setCurrentWidget(self.view(number))
        self.view(number).renew()

    def word(self) -> None:
        self.tabs.setAccessibleName(_("Candidacies, rules and electorate"))
        self._word_tabs()
        for view in self._views.values():
            view.word()
        if self.workplace.desk is not None:
            self._stack.setCurrentWidget(self.shown)

    def _word_tabs(self) -> None:
        titles = [_("Candidacies"), _("Rules and seats"), _("Electorate"), _("Findings")]
        if self.workplace.desk is not None:
            found = len(rules.findings(self.workplace.snapshot))
            number = self.workplace.language.number(found)
            titles[FINDINGS] = _("Findings: {count}").format(count=number)
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        self._word_tabs()
        self._stack.setCurrentWidget(self.shown)
        self.shown.renew()

    def show_record(self, id: str) -> None:
        record = self.workplace.snapshot.any(id)
        places = {Member: ELECTORATE, Seats: RULES, Rule: RULES, RuleSet: RULES}
        self.turn(places.get(type(record), CANDIDACIES)).show_record(id)

    def take_focus(self) -> None:
        self.shown.take_focus()


def _candidacies(workplace: Workplace) -> Page:
    from upudesk.gui.candidacies_pane import CandidaciesPane

    return CandidaciesPane(workplace)


def _rules(workplace: Workplace) -> Page:
    from upudesk.gui.rules_pane import RulesPane

    return RulesPane(workplace)


def _electorate(workplace: Workplace) -> Page:
    from upudesk.gui.electorate import ElectoratePane

    return ElectoratePane(workplace)


def _findings(workplace: Workplace) -> Page:
    from upudesk.gui.findings import FindingsPane

    return FindingsPane(workplace)


_BUILD: dict[int, Callable[[Workplace], Page]] = {
    CANDIDACIES: _candidacies,
    RULES: _rules,
    ELECTORATE: _electorate,
    FINDINGS: _findings,
}
