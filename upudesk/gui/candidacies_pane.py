"""Ours and rivals’ candidacies: a list of all, and beside it one with the seats it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from upudesk import rules, telling, words
from upudesk.campaign import candidacies, fitting
from upudesk.errors import N_
from upudesk.gui import findings, seat_facts, theme
from upudesk.gui.inplace import InPlace
from upudesk.gui.listing import Listing
from upudesk.gui.marks import flag_label
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current, ngettext
from upudesk.model import Answer, Candidacy, Council, Member, Standing
from upudesk.snapshot import Snapshot


class CandidaciesPane(ListPage):
    """Our own stand on top; rivals are entered, edited and withdrawn here."""

    NOTHING = N_("Choose a candidacy to see the seats that it is about.")

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=660)
        self.listing.opened.connect(self.edit)

    def _subject(self, workplace: Workplace) -> Subject[Candidacy]:
        return Subject(
            "candidacies",
            title=lambda: _("Candidacies"),
            rows=lambda: in_order(workplace.snapshot),
            key=lambda candidacy: candidacy.id,
            columns=lambda: _columns(workplace),
            text=lambda candidacy: _text(workplace.snapshot, candidacy),
            hint=lambda: _("Find a candidacy: country, source, note"),
            empty=lambda: _("Nobody stands yet: enter our own candidacy and the rivals’."),
            counted=lambda number: ngettext(
                "{count} candidacy", "{count} candidacies", number
            ).format(count=workplace.language.number(number)),
            facets=lambda: _facets(workplace),
            new=(lambda: _("New rival"), self.enter),
            record=lambda candidacy: candidacy,
            bulk=("standing", "sitting", "certainty", "source", "declared_on"),
            actions=self._actions,
        )

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) != 1:
            return
        candidacy = self.workplace.snapshot.get(Candidacy, keys[0])
        yield _("&Edit…"), partial(self.edit, candidacy.id)
        yield self._turning(candidacy)
        if candidacy.member != self.workplace.snapshot.campaign.candidate:
            yield _("&Delete"), partial(self.take_out, candidacy.id)
        yield _("&Open the country"), partial(self.workplace.show, candidacy.member)

    def _turning(self, candidacy: Candidacy) -> tuple[str, Act]:
        if candidacy.standing is Standing.WITHDRAWN:
            return _("&Stands again"), partial(self._turn, candidacies.stand_again, candidacy.id)
        return _("&Withdraw"), partial(self._turn, candidacies.stand_down, candidacy.id)

    # -------------------------------------------------------------- doing

    def enter(self) -> None:
        """A rival: its country and council, how strong it is thought to be, and who says so."""
        council = self.listing.choices["council"].value()
        self._edit(None, council or "")

    def edit(self, id: str) -> None:
        found = self.workplace.snapshot.find(Candidacy, id)
        if found is not None:
            self._edit(found)

    def _edit(self, found: Candidacy | None, council: str = "") -> None:
        edit_candidacy(self.workplace, found, self.window(), council, self.listing.look_at)

    def _turn(self, action: Any, id: str) -> None:
        self.workplace.attempt(self, action, self._now(id))

    def take_out(self, id: str) -> None:
        self.workplace.attempt(self, candidacies.take_out, self._now(id))

    def _now(self, id: str) -> Candidacy:
        return self.workplace.snapshot.get(Candidacy, id)

    # -------------------------------------------------------------- the candidacy beside the list

    def parts(self, id: str) -> Iterator[QWidget]:
        snapshot = self.workplace.snapshot
        candidacy = snapshot.find(Candidacy, id)
        if candidacy is None:
            return
        yield self._heading(candidacy)
        found = [f for f in rules.findings(snapshot) if id in f.records]
        if found:
            yield findings.section(self.workplace, found)
        yield self._facts(candidacy)
        group = rules.group_of(snapshot, candidacy)
        yield seat_facts.section(self.workplace, candidacy.council, group)

    def _heading(self, candidacy: Candidacy) -> QWidget:
        snapshot = self.workplace.snapshot
        member = snapshot.find(Member, candidacy.member)
        name = words.named(member) if member else candidacy.member
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(flag_label(member.iso2 if member else "", name), 0, 0, 2, 1, top)
        grid.addWidget(text(name, strong=True, size=theme.LARGE), 0, 1)
        council = snapshot.find(Council, candidacy.council)
        told = (
            words.named(council) if council else "",
            words.group(member.group if member else None),
        )
        grid.addWidget(text(telling.dotted(*told), "quiet"), 1, 1, 1, -1)
        for column, button in enumerate(self._buttons(candidacy), 2):
            grid.addWidget(button, 0, column, top)
        return holder

    def _buttons(self, candidacy: Candidacy) -> Iterator[QPushButton]:
        words_, act = self._turning(candidacy)
        opens = link(_("Open the country"), partial(self.workplace.show, candidacy.member))
        yield opens
        for label, do in ((words_, act), (_("&Edit…"), partial(self.edit, candidacy.id))):
            button = QPushButton(label.replace("&", ""))
            button.setAccessibleName(button.text())
            button.clicked.connect(partial(_call, do))
            yield button

    def _facts(self, candidacy: Candidacy) -> Section:
        language = self.workplace.language
        share, spread = candidacy.share, candidacy.spread
        declared = language.date(candidacy.declared_on) if candidacy.declared_on else ""
        shown = {
            "standing": words.standing(candidacy.standing),
            "declared_on": declared,
            "sitting": words.answer(candidacy.sitting),
            "share": language.percent(share) if share is not None else "",
            "spread": language.percent(spread, 1) if spread is not None else "",
            "source": candidacy.source,
            "certainty": words.certainty(candidacy.certainty),
            "note": candidacy.note,
        }
        section = Section(_("This candidacy"), names=116)
        for name, value in shown.items():
            lines = 2 if name == "note" else 1
            made = InPlace(self.workplace, candidacy, name, value, lines=lines)
            section.put(_capital(words.field(name)), made)
            if name == "sitting":
                bar = text(*_bar(self.workplace.snapshot, candidacy))
                bar.setContentsMargins(theme.GRID + 1, 0, 0, 0)
                section.put(_("Term limit"), bar)
        return section


def _layout() -> tuple[Item, ...]:
    return (
        Item("member"),
        Item("council"),
        Item("standing"),
        Item("declared_on"),
        Item("sitting"),
        Item("certainty"),
        Item("share", label=_("Share of the ballots, 0 to 1")),
        Item("spread", label=_("Spread of that share")),
        Item("source", 6),
        Item("note", 6, lines=2),
    )


def _call(act: Act) -> None:
    act()


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _bar(snapshot: Snapshot, candidacy: Candidacy) -> tuple[str, str]:
    """Whether the term limit keeps it from being chosen, and how that is shown."""
    if candidacy.member == snapshot.campaign.host:
        return _("the host sits by right and need not be chosen"), ""
    limit = rules.rule(snapshot, rules.TERM_LIMIT, candidacy.council)
    if limit is None or not limit.applied:
        return _("none for this council"), "quiet"
    told = {
        Answer.YES: (_("barred: chosen as often in a row as the rules allow"), "warning"),
        Answer.NO: (_("may be chosen"), ""),
        Answer.UNKNOWN: (_("not known: an earlier result is missing"), "quiet"),
    }
    return told[rules.barred(snapshot, candidacy.member, candidacy.council)]


# ------------------------------------------------------------------ the list


def in_order(snapshot: Snapshot) -> list[Candidacy]:
    """Ours first, then council by council and group by group, the strongest rival first."""
    order = {council.id: place for place, council in enumerate(snapshot.councils)}

    def place(candidacy: Candidacy) -> tuple[Any, ...]:
        return (
            candidacy.member != snapshot.campaign.candidate,
            order.get(candidacy.council, len(order)),
            rules.group_of(snapshot, candidacy) or 9,
            candidacy.standing is Standing.WITHDRAWN,
            -(candidacy.share or 0),
            _country(snapshot, candidacy),
        )

    return sorted(snapshot.all(Candidacy), key=place)


def _country(snapshot: Snapshot, candidacy: Candidacy) -> str:
    """The country, as the reader's language sorts it."""
    member = snapshot.find(Member, candidacy.member)
    return current().sort_key(words.named(member)) if member else ""


def _text(snapshot: Snapshot, candidacy: Candidacy) -> str:
    member = snapshot.find(Member, candidacy.member)
    names = (member.name_th, member.name_en, member.name_fr) if member else ()
    return " ".join((*names, candidacy.source, candidacy.note))


def _columns(workplace: Workplace) -> list[Column[Candidacy]]:
    snapshot, language = workplace.snapshot, workplace.language

    def country(candidacy: Candidacy) -> Cell:
        name = words.about(snapshot.find(Member, candidacy.member), snapshot)
        ours = candidacy.member == snapshot.campaign.candidate
        return Cell(_("{country} (ours)").format(country=name) if ours else name, strong=ours)

    def council(candidacy: Candidacy) -> Cell:
        found = snapshot.find(Council, candidacy.council)
        return Cell(words.short(found) if found else "")

    def group(candidacy: Candidacy) -> Cell:
        number = rules.group_of(snapshot, candidacy)
        return Cell(words.group(number, short=True), words.group(number))

    def standing(candidacy: Candidacy) -> Cell:
        gone = candidacy.standing is Standing.WITHDRAWN
        return Cell(words.standing(candidacy.standing), tone="quiet" if gone else "")

    def sitting(candidacy: Candidacy) -> Cell:
        return Cell(words.answer(candidacy.sitting), tone=_open_tone(candidacy.sitting))

    def share(candidacy: Candidacy) -> Cell:
        return Cell(seat_facts.share(candidacy, language), right=True)

    def certainty(candidacy: Candidacy) -> Cell:
        told = words.certainty(candidacy.certainty)
        return Cell(told, told)

    def declared(candidacy: Candidacy) -> Cell:
        return Cell(language.date(candidacy.declared_on) if candidacy.declared_on else "")

    return [
        Column(lambda: _("Country"), country, partial(_country, snapshot), 0, name="member"),
        Column(lambda: _("Council"), council, lambda c: council(c).text, 60, name="council"),
        Column(lambda: _("Group"), group, lambda c: rules.group_of(snapshot, c) or 9, 120,
               name="group"),
        Column(lambda: _("Standing"), standing, lambda c: c.standing, 88, name="standing"),
        Column(lambda: _("Sits now"), sitting, lambda c: c.sitting, 80, name="sitting"),
        Column(lambda: _("Share"), share, lambda c: c.share or 0, 80, right=True, name="share",
               tip=lambda: _("Estimated share of the ballots and its spread")),
        Column(lambda: _("Certainty"), certainty,
               lambda c: c.certainty, 80, name="certainty"),
        Column(lambda: _("Source"), lambda c: Cell(c.source, c.source), lambda c: c.source, 200,
               name="source", seldom=True),
        Column(lambda: _("Declared on"), declared, lambda c: str(c.declared_on or ""), 100,
               name="declared_on", seldom=True),
    ]  # fmt: skip


def _open_tone(answer: Answer) -> str:
    return "quiet" if answer is Answer.UNKNOWN else ""


def _facets(workplace: Workplace) -> list[Facet[Candidacy]]:
    snapshot = workplace.snapshot

    def councils() -> list[tuple[Any, str]]:
        known = [(c.id, words.short(c)) for c in snapshot.councils]
        return [(None, _("Both councils")), *known]

    return [
        Facet("council", lambda: _("Council"), councils, lambda c, value: c.council == value),
        group_facet(lambda candidacy: rules.group_of(workplace.snapshot, candidacy)),
    ]


def edit_candidacy(
    workplace: Workplace, base: Candidacy | None, parent: QWidget, council: str = "",
    saved: Callable[[str], object] = lambda _id: None,
) -> RecordForm | None:  # fmt: skip
    """The form of a candidacy that is there, or of a rival's that is entered."""
    if not workplace.may_write(parent):
        return None
    snapshot = workplace.snapshot
    title = _("A rival’s candidacy")
    if base is not None:
        title = _("Candidacy: {about}").format(about=words.about(base, snapshot))
    first = council or next((c.id for c in snapshot.councils), "")

    def act(said: Candidacy) -> None:
        ours = fitting.our_share(workplace.snapshot, said.council)
        workplace.do(candidacies.enter, said, base, ours)
        saved(said.id)

    record = base or candidacies.blank(snapshot, first)
    form = RecordForm(workplace, title, record, _layout(), base=base, parent=parent, act=act)
    form.kept_as(workplace, "candidacy", base.id if base else "", edits=base is not None).open()
    return form
