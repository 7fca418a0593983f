"""After the vote: the result, where it fell in the forecast, what it says for next time.

No country is named here but candidates: the ballot is secret.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import after_words, pictures, rules, telling, words
from upudesk.after_vote import AfterVote, Fall, after_vote, taken_over
from upudesk.campaign.results import results_of_round
from upudesk.disclosure import Disclosed
from upudesk.figures.marks import Figure
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.latest import Latest
from upudesk.gui.pages import Detail, Page
from upudesk.gui.parts import Section, beside, link, text
from upudesk.gui.picture import Picture
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot


class AfterPane(Page):
    """Sections under each other; what is compared is worked out off the window's thread."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.title = text("", strong=True, size=theme.LARGE)
        self.enter, self.report = QPushButton(), QPushButton()
        self.detail = Detail()
        self.after: AfterVote | None = None
        self._latest = Latest(workplace, self)
        workplace.campaign_changed.connect(self._forget)
        self.enter.clicked.connect(self.enter_result)
        self.report.clicked.connect(self.preview)
        top = QHBoxLayout()
        top.setContentsMargins(24, theme.MARGIN, 24, 0)
        top.setSpacing(theme.GAP)
        top.addWidget(self.title, 1)
        top.addWidget(self.enter)
        top.addWidget(self.report)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.detail, 1)

    def word(self) -> None:
        self.report.setText(_("Report…"))
        self.report.setAccessibleName(self.report.text())
        self.renew()

    def renew(self) -> None:
        """Show what is known at once; compare it with the forecast where votes are entered."""
        desk = self.workplace.desk
        if desk is None:
            return
        snapshot = desk.snapshot
        self._latest.drop()
        reported = self._entered(snapshot)
        self._head(reported=reported)
        if not reported:
            self.after = None
            self.detail.show_parts("", self._before())
            return
        if self.after is None:
            self.detail.say(_("The result is being compared with the forecast …"))
        self._latest.ask(lambda: after_vote(snapshot, desk.at_the_eve()), self._show)

    def _forget(self) -> None:
        """What was compared belongs to another campaign."""
        self._latest.drop()
        self.after = None

    def _entered(self, snapshot: Snapshot) -> bool:
        known = results_of_round(snapshot)
        return any((own.member, own.council) in known for own in snapshot.ours)

    def _show(self, after: AfterVote) -> None:
        self.after = after
        self.detail.show_parts("after", self._parts(after))

    def take_focus(self) -> None:
        self.enter.setFocus()

    # -------------------------------------------------------------- before there is a result

    def _before(self) -> Iterator[QWidget]:
        if not self.workplace.snapshot.ours:
            yield text(_("This campaign has no candidacy of its own yet."), "quiet")
            return
        yield text(
            _(
                "Once the result is entered, this page shows where it fell in the forecast and "
                "what that says for next time."
            ),
            "quiet",
        )
        yield from self._rounds()

    # -------------------------------------------------------------- once there is one

    def _parts(self, after: AfterVote) -> Iterator[QWidget]:
        if after.falls:
            yield text(after_words.grounds(self.workplace.snapshot, after), "quiet")
            yield beside(*(self._council(fall) for fall in after.falls))
            yield beside(*(self._picture(fall) for fall in after.falls))
        yield self._next_time(after)
        yield from self._candidates()
        yield from self._rounds()
        yield text(after_words.secret(), "quiet")

    def _head(self, *, reported: bool) -> None:
        campaign, language = self.workplace.snapshot.campaign, self.workplace.language
        title = words.told(campaign, "congress")
        if campaign.round > 1:
            number = language.number(campaign.round)
            title = telling.dotted(title, _("round {number}").format(number=number))
        self.title.setText(breakable(title))
        self.enter.setText(_("Mend the result…") if reported else _("Enter the result…"))
        self.enter.setAccessibleName(self.enter.text())
        self.enter.setEnabled(bool(self.workplace.snapshot.ours))
        self.report.setVisible(reported)
        for button, main in ((self.report, reported), (self.enter, not reported)):
            button.setProperty("main", "true" if main else "false")
            button.style().polish(button)

    def _council(self, fall: Fall) -> Section:
        section = Section(after_words.council(self.workplace.snapshot, fall), names=96)
        section.whole(text(after_words.told(fall), strong=True))
        for name, said in after_words.facts(fall):
            section.fact(name, said)
        return section

    def _picture(self, fall: Fall) -> Picture:
        snapshot = self.workplace.snapshot

        def drawn(width: float, height: float) -> Figure:
            return after_words.figure(snapshot, fall, pictures.Room(width, height, 11))

        picture = Picture(drawn, size=QSize(420, 190))
        picture.setFixedHeight(190)
        return picture

    def _next_time(self, after: AfterVote) -> Section:
        taken = taken_over(self.workplace.snapshot, after)
        take = None
        if after.shift is not None and not taken:
            take = link(_("Take it over, with a reason…"), self.take_over)
        section = Section(_("For next time"), take)
        section.whole(text(after_words.next_time(after, taken=taken)))
        if after.shift is not None and not taken:
            section.say(
                _(
                    "What one vote shows was in part the chance of that day; this is the rest. "
                    "Nothing changes unless you take it over."
                )
            )
        return section

    def _candidates(self) -> Iterator[QWidget]:
        """Everybody of whom a result was entered, group by group."""
        snapshot = self.workplace.snapshot
        made = []
        for where, results in after_words.candidates(snapshot):
            if len(results) > 1:
                section = Section(where, names=150)
                for result in results:
                    section.fact(*after_words.candidate(snapshot, result))
                made.append(section)
        for at in range(0, len(made), 2):
            yield beside(*made[at : at + 2])

    # -------------------------------------------------------------- rounds

    def _rounds(self) -> Iterator[QWidget]:
        """Only where the rules of the campaign know further rounds."""
        snapshot = self.workplace.snapshot
        if not rules.further_rounds(snapshot):
            return
        begin = None
        if self._entered(snapshot):
            begin = link(_("Begin the next round…"), self.begin_round)
        section = Section(_("Further rounds"), begin)
        number, campaign = self.workplace.language.number, snapshot.campaign
        for earlier in range(1, campaign.round):
            name = _("Round {number}").format(number=number(earlier))
            section.fact(name, self._earlier(snapshot, earlier) or _("not known"))
        if campaign.round > 1 and campaign.round_began_on:
            section.say(
                _(
                    "Round {number} began on {day}. What was said before counts for less until it "
                    "is confirmed."
                ).format(
                    number=number(campaign.round),
                    day=self.workplace.language.date(campaign.round_began_on),
                )
            )
            section.whole(link(_("Whom to ask again…"), self.show_calls))
        else:
            section.say(_("Stances carry over into the next round with lower certainty."))
        yield section

    def _earlier(self, snapshot: Snapshot, round: int) -> str:
        found = results_of_round(snapshot, round)
        told = []
        for own in snapshot.ours:
            if result := found.get((own.member, own.council)):
                said = f"{words.council_of(snapshot, own)} {after_words.votes(result)}"
                told.append(said)
        return telling.dotted(*told)

    # -------------------------------------------------------------- doing

    def enter_result(self) -> None:
        from upudesk.gui.result_form import ResultForm

        if self.workplace.may_write(self.window()):
            ResultForm(self.workplace, self.window()).open()

    def take_over(self) -> None:
        """The shift, once somebody says why."""
        from upudesk.gui.round_forms import ShiftForm

        if self.after is None or self.after.shift is None:
            return
        if self.workplace.may_write(self.window()):
            congress = words.told(self.workplace.snapshot.campaign, "congress")
            usual = _("Result of the vote: {congress}").format(congress=congress)
            ShiftForm(self.workplace, self.after.shift.by, usual, self.window()).open()

    def begin_round(self) -> None:
        from upudesk.gui.round_forms import RoundForm

        if self.workplace.may_write(self.window()):
            RoundForm(self.workplace, self.window()).open()

    def show_calls(self) -> None:
        from upudesk.gui.round_calls import RoundCalls

        RoundCalls(self.workplace, self.window()).open()

    def preview(self) -> None:
        """The report for the archive, before it is saved or printed."""
        from upudesk.gui.paper import Leaf, Preview

        desk = self.workplace.desk
        assert desk is not None

        def render(disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
            from upudesk.reports import after_vote as report

            compared = disclosed.with_eve(desk.at_the_eve())
            return report.render(compared, language, imprint=imprint)

        leaf = Leaf(
            title=_("After the vote"),
            file=_("After the vote {day}.pdf"),
            save=_("Save the report"),
            making=_("The report is being made …"),
            render=render,
            document="result",
        )
        Preview(self.workplace, leaf, self.window()).open()
