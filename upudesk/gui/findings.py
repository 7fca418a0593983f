"""What does not fit together: one sentence each, and the way to the records it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upudesk import published, rules, words
from upudesk.gui import theme
from upudesk.gui.pages import Detail, Page
from upudesk.gui.parts import Section, link, stacked, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, Member, Rule, Seats
from upudesk.rules import Finding

MOST = 6
"""So many records of one finding are offered to be opened."""


class FindingsPane(Page):
    """All findings of the campaign under each other."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.detail = Detail()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.detail)

    def word(self) -> None:
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is not None:
            snapshot = self.workplace.snapshot
            told = section(self.workplace, rules.findings(snapshot))
            tried = _published(self.workplace, published.breaches(snapshot))
            self.detail.show_parts("findings", [stacked(told, tried)])

    def take_focus(self) -> None:
        first = self.detail.findChild(QWidget, "finding")
        if isinstance(first, QWidget):
            first.setFocus()


def section(workplace: Workplace, found: Sequence[Finding], *, most: int = 200) -> Section:
    """These findings under one heading, each with the records it is about."""
    made = Section(_("What does not fit together"))
    for finding in found[:most]:
        made.whole(row(workplace, finding))
    if not found:
        made.say(_("Nothing contradicts the rules, as far as is known."))
    if len(found) > most:
        rest = workplace.language.number(len(found) - most)
        made.say(_("And {count} more, under Candidacies, Findings.").format(count=rest))
    return made


def _published(workplace: Workplace, found: Sequence[Finding]) -> Section:
    """What the results of earlier Congresses tell about the rules and the seats on record."""
    made = Section(_("Published results against the rules"))
    for finding in found:
        made.whole(row(workplace, finding))
    if not found:
        made.say(_("No published winner breaks a number of seats, a term limit or a renewal."))
    return made


def row(workplace: Workplace, finding: Finding) -> QWidget:
    """The sentence, and below it a way to each record."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, theme.GAP)
    column.setSpacing(2)
    column.addWidget(text("▲ " + words.say(finding.sentence), "warning"))
    ways = QHBoxLayout()
    ways.setContentsMargins(0, 0, 0, 0)
    ways.setSpacing(theme.GAP)
    for label, id in _ways(workplace, finding):
        way = link(label, partial(workplace.show, id))
        way.setObjectName("finding")
        ways.addWidget(way)
    ways.addStretch()
    column.addLayout(ways)
    return holder


def _ways(workplace: Workplace, finding: Finding) -> Iterator[tuple[str, str]]:
    """The words on each link, and the record that it leads to."""
    found = [workplace.snapshot.any(id) for id in finding.records]
    named = [record for record in found if isinstance(record, Member | Candidacy | Seats | Rule)]
    for record in named[:MOST]:
        about = words.about(record, workplace.snapshot)
        if isinstance(record, Member):
            yield _("Open {country}").format(country=about), record.id
        else:
            kind = words.kind(record.KIND)
            yield _("{kind}: {about}").format(kind=kind, about=about), record.id
