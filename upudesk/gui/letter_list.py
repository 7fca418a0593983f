"""The countries that may be written to: addressee, language and last letter of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from upudesk import i18n, tally, words
from upudesk.correspondence import Draft
from upudesk.gui.country_ticks import CountryTicks
from upudesk.gui.forms import breakable
from upudesk.gui.subject import Act, Facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Letter, Member
from upudesk.tally import State


class LetterList(CountryTicks):
    """Rows to tick. `draft` gives a country's letter as it would be now."""

    NAME_WIDTH = 168

    def __init__(self, workplace: Workplace, draft: Callable[[Member], Draft | None]) -> None:
        super().__init__(
            workplace, "letters", title=lambda: _("Countries to write to"),
            hint=lambda: _("Find a country: ไทย · English · français"),
        )  # fmt: skip
        self._draft = draft

    def renew(self) -> None:
        """The countries of now; one that is gone is ticked no more."""
        self.ticks.keys &= {member.id for member in self.workplace.snapshot.members}
        self.listing.renew()
        self.allow()

    def tell_again(self) -> None:
        """Addressees or languages may be others now."""
        if "addressee" in self.listing.asked():
            self.listing.refilter()
        else:
            self.listing.model.ask_again()

    def members(self) -> tuple[str, ...]:
        """The ticked countries by name; the one that is looked at where none is ticked."""
        ticked = tuple(self.ticked(self.workplace.language))
        looked_at = self.listing.current()
        return ticked or ((looked_at,) if looked_at else ())

    # -------------------------------------------------------------- what the list says

    def offered(self) -> list[Member]:
        """All but our own, to whom we do not write."""
        us = self.workplace.snapshot.campaign.candidate
        return [member for member in self.workplace.snapshot.members if member.id != us]

    def columns(self) -> Sequence[Column[Member]]:
        language = self.workplace.language
        never = date.min

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

    def facets(self) -> Sequence[Facet[Member]]:
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

        def possible(member: Member, wanted: bool) -> bool:
            found = self._draft(member)
            return found is not None and (found.letter is not None) == wanted

        return (
            Facet("state", lambda: _("Stance"), states, said),
            Facet("addressee", lambda: _("Addressee"), addressees, possible),
        )

    def acts(self, keys: Sequence[str]) -> list[tuple[str, Act]]:
        found = super().acts(keys)
        if len(keys) == 1:
            found.append((_("Open the &country"), lambda: self.workplace.show(keys[0])))
        return found
