"""Who stands and under which rules: candidacies, rules and seats, electorate, findings."""

from __future__ import annotations

from upudesk import rules
from upudesk.gui.pages import Page
from upudesk.gui.tabbed import TabbedPage
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Member, Rule, RuleSet, Seats

CANDIDACIES, RULES, ELECTORATE, FINDINGS = range(4)


class CandidaciesPage(TabbedPage):
    """Four views of one subject; how much was found is said on the last tab."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            workplace,
            (
                (lambda: _("Candidacies"), _candidacies),
                (lambda: _("Rules and seats"), _rules),
                (lambda: _("Electorate"), _electorate),
                (lambda: _("Findings"), _findings),
            ),
        )

    def word(self) -> None:
        super().word()
        self.tabs.setAccessibleName(_("Candidacies, rules and electorate"))
        self._count()

    def renew(self) -> None:
        super().renew()
        self._count()

    def _count(self) -> None:
        if self.workplace.desk is not None:
            found = len(rules.findings(self.workplace.snapshot))
            number = self.workplace.language.number(found)
            self.tabs.setTabText(FINDINGS, _("Findings: {count}").format(count=number))

    def show_record(self, id: str) -> None:
        record = self.workplace.snapshot.any(id)
        places = {Member: ELECTORATE, Seats: RULES, Rule: RULES, RuleSet: RULES}
        self.turn(places.get(type(record), CANDIDACIES)).show_record(id)


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
