"""The countries that may be written to: addressee, language and last letter of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from upudesk import i18n, tally, words
from upudesk.campaign import members
from upudesk.correspondence import Draft
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.listing import Listing
from upudesk.gui.parts import link
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.ticking import OPEN, TICKED, Ticks
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Letter, Member
from upudesk.tally import State


class LetterList(QWidget):
    """Rows to tick. `draft` gives a country's letter as it would be now."""

    def __init__(self, workplace: Workplace, draft: Callable[[Member], Draft | None]) -> None:
        super().__init__()
        self.workplace, self._draft = workplace, draft
        self.listing = Listing(workplace, self._subject(workplace))
        self.ticks = Ticks(self.listing)
        self.tick_all = link("", lambda: self.ticks.tick(self._shown()))
        self.untick = link("", lambda: self.ticks.tick(self.ticks.keys, on=False))
        ways = QHBoxLayout()
        ways.setContentsMargins(theme.GAP + 4, 0, theme.GAP, theme.GAP)
        ways.setSpacing(theme.MARGIN)
        ways.addWidget(self.tick_all)
        ways.addWidget(self.untick)
        ways.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.listing, 1)
        column.addLayout(ways)
        self.listing.opened.connect(lambda id: self.ticks.turn([id]))

    def word(self) -> None:
        for button, shown in (
            (self.tick_all, _("Tick all that are shown")), (self.untick, _("Untick all")),
        ):  # fmt: skip
            button.setText(shown)
            button.setAccessibleName(shown)
        self.listing.word()

    def renew(self) -> None:
        """The countries of now; one that is gone is ticked no more."""
        self.ticks.keys &= {member.id for member in self.workplace.snapshot.members}
        self.listing.renew()

    def tell_again(self) -> None:
        """Addressees or languages may be others now."""
        if "addressee" in self.listing.asked():
            self.listing.refilter()
        else:
            self.listing.model.ask_again()

    def members(self) -> tuple[str, ...]:
        """The ticked countries by name; the one that is looked at where none is ticked."""
        key, snapshot = self.workplace.language.sort_key, self.workplace.snapshot
        known = [m for id in self.ticks.keys if (m := snapshot.find(Member, id))]
        ticked = tuple(m.id for m in sorted(known, key=lambda m: key(words.named(m))))
        looked_at = self.listing.current()
        return ticked or ((looked_at,) if looked_at else ())

    def _shown(self) -> list[str]:
        return [member.id for member in self.listing.model.rows]

    def _subject(self, workplace: Workplace) -> Subject[Member]:
        def counted(number: int) -> str:
            shown = workplace.language.number(number)
            return ngettext("{count} country", "{count} countries", number).format(count=shown)

        def rows() -> list[Member]:
            key, us = workplace.language.sort_key, workplace.snapshot.campaign.candidate
            others = (member for member in workplace.snapshot.members if member.id != us)
            return sorted(others, key=lambda member: key(words.named(member)))

        return Subject(
            "letters",
            title=lambda: _("Countries to write to"),
            rows=rows,
            key=lambda member: member.id,
            columns=self._columns,
            text=words.named,
            hint=lambda: _("Find a country: ไทย · English · français"),
            empty=lambda: _("This campaign has no countries yet."),
            counted=counted,
            facets=self._facets,
            found=lambda typed: [m.id for m in members.matches(workplace.snapshot, typed)],
            actions=self._actions,
        )

    def _columns(self) -> list[Column[Member]]:
        language = self.workplace.language
        never = date.min

        def ticked(member: Member) -> Cell:
            return Cell(TICKED if member.id in self.ticks.keys else OPEN)

        def to(member: Member) -> Cell:
            told, why = self._addressed(member)
            return Cell(told, tip=breakable(why or told), tone="warning" if why else "")

        def last(member: Member) -> Letter | None:
            sent = self.workplace.snapshot.letters_to.get(member.id, ())
            return max(sent, key=lambda one: one.written_on or never, default=None)

        def written(member: Member) -> Cell:
            one = last(member)
            if one is None or one.written_on is None:
                return Cell("")
            return Cell(language.date(one.written_on), tip=one.subject, tone="quiet")

        def on(member: Member) -> date:
            one = last(member)
            return (one.written_on if one else None) or never

        return [
            Column(lambda: TICKED, ticked, lambda m: m.id not in self.ticks.keys, 40,
                   tip=lambda: _("Ticked: Space, or a click on the box"), name="ticked"),
            Column(lambda: _("Country"), lambda m: Cell(words.named(m), tip=words.named(m)),
                   lambda m: language.sort_key(words.named(m)), 168, name="country"),
            Column(lambda: _("Addressee"), to, lambda m: language.sort_key(to(m).text), 0,
                   name="addressee"),
            Column(lambda: _("Language"), lambda m: Cell(self._in_language(m), tone="quiet"),
                   self._in_language, 76, name="language"),
            Column(lambda: _("Last letter"), written, on, 100, name="last"),
        ]  # fmt: skip

    def _addressed(self, member: Member) -> tuple[str, str]:
        """To whom, and why it cannot be written. What lacks in the letter, such as a letterhead,
        lacks for all: the addressee stands there all the same."""
        found = self._draft(member)
        if found is None:
            return "", ""
        if found.letter is not None:
            return found.letter.addressee or _("without address"), ""
        why = "; ".join(map(words.say, found.problems))
        return (f"! {found.addressee.named}" if found.addressee else why), why

    def _in_language(self, member: Member) -> str:
        found = self._draft(member)
        return i18n.Language(found.language).name if found else ""

    def _facets(self) -> Sequence[Facet[Member]]:
        def said(member: Member, wanted: State | str) -> bool:
            ours = self.workplace.snapshot.ours
            held = [tally.stance(self.workplace.snapshot, member.id, own.id) for own in ours]
            if wanted == "promised":
                return any(stance.promised for stance in held)
            return bool(held) and all(stance.state is wanted for stance in held)

        def states() -> list[tuple[Any, str]]:
            return [(None, _("All stances")), ("promised", _("promised")),
                    (State.ASKED, words.state(State.ASKED)),
                    (State.NOT_ASKED, words.state(State.NOT_ASKED))]  # fmt: skip

        def addressees() -> list[tuple[Any, str]]:
            return [(None, _("All addressees")), (True, _("can be written to")),
                    (False, _("no letter possible"))]  # fmt: skip

        def ticked() -> list[tuple[bool | None, str]]:
            return [(None, _("All countries")), (True, _("Only those ticked"))]

        def possible(member: Member, wanted: bool) -> bool:
            found = self._draft(member)
            return found is not None and (found.letter is not None) == wanted

        return (
            group_facet(lambda member: member.group),
            Facet("state", lambda: _("Stance"), states, said),
            Facet("addressee", lambda: _("Addressee"), addressees, possible),
            Facet("ticked", lambda: _("Ticked"), ticked, lambda m, _on: m.id in self.ticks.keys),
        )

    def _actions(self, keys: Sequence[str]) -> Sequence[tuple[str, Act]]:
        found: list[tuple[str, Act]] = []
        if keys:
            found.append((_("Tick or untick"), lambda: self.ticks.turn(keys)))
        if len(keys) == 1:
            found.append((_("Open the &country"), lambda: self.workplace.show(keys[0])))
        return found
