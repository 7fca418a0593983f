"""Keeping in touch: how often each country is to be contacted, when it last was, who is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from upudesk import due, i18n, telling, words
from upudesk.campaign import meetings
from upudesk.due import Keeping, Touch
from upudesk.errors import N_
from upudesk.gui import due_marks, owners, theme
from upudesk.gui.follow_up_form import open_form
from upudesk.gui.forms import Choice
from upudesk.gui.inplace import InPlace
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, link, pressable, text
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Author, Letter, Level, Meeting, Member, Pledge

DUE, PLANNED, UNPLANNED = "due", "planned", "unplanned"


class InTouch(ListPage):
    """One row a country; many can be given the same number of days at once."""

    NOTHING = N_("Choose a country to see the last contact with it.")

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=700)
        self.listing.opened.connect(self.log_contact)

    def _subject(self, workplace: Workplace) -> Subject[Keeping]:
        return Subject(
            "in_touch",
            title=lambda: _("Keeping in touch"),
            rows=lambda: _in_order(workplace),
            key=lambda kept: kept.member.id,
            columns=lambda: list(_columns(workplace)),
            text=lambda kept: " ".join(_names(kept.member)),
            hint=lambda: _("Find a country"),
            empty=lambda: _("No country is known yet."),
            counted=lambda number: ngettext("{count} country", "{count} countries", number).format(
                count=workplace.language.number(number)
            ),
            facets=lambda: _facets(workplace),
            new=(lambda: _("Log a contact…"), lambda: self.log_contact(self.listing.current())),
            record=lambda kept: kept.member,
            bulk=("contact_every_days", "responsible", "next_step"),
            actions=self._actions,
        )

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            yield _("&Log a contact…"), partial(self.log_contact, keys[0])
            yield _("New &follow-up…"), partial(self.follow_up, keys[0])
            yield _("Open the &country"), partial(self.workplace.show, keys[0])
        if keys:
            yield _("How &often…"), self.listing.edit_many

    def renew(self) -> None:
        if self.workplace.desk is not None:
            self.listing.choices["responsible"].offer(owners.officials(self.workplace))
        super().renew()

    # -------------------------------------------------------------- doing

    def log_contact(self, id: str) -> None:
        log_contact(self.workplace, self.window(), id)

    def follow_up(self, id: str) -> None:
        open_form(self.workplace, self.window(), member=id)

    # -------------------------------------------------------------- the country beside the list

    def parts(self, id: str) -> Iterator[QWidget]:
        member = self.workplace.snapshot.find(Member, id)
        if member is None:
            return
        kept = due.keeping(self.workplace.snapshot, member)
        yield text(words.named(member), strong=True, size=theme.LARGE)
        yield self._buttons(member)
        yield self._facts(kept)
        yield self._last(member)

    def _buttons(self, member: Member) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        log = QPushButton(_("Log a contact…"))
        log.setAccessibleName(log.text())
        log.clicked.connect(lambda: self.log_contact(member.id))
        row.addWidget(log)
        row.addWidget(link(_("New follow-up…"), partial(self.follow_up, member.id)))
        row.addWidget(link(_("Open the country"), partial(self.workplace.show, member.id)))
        row.addStretch()
        return holder

    def _facts(self, kept: Keeping) -> Section:
        snapshot, language = self.workplace.snapshot, self.workplace.language
        section = Section(_("Keeping in touch"), names=110)
        every = language.number(kept.every) if kept.every else ""
        fact = InPlace(self.workplace, kept.member, "contact_every_days", every)
        section.put(_("Every so many days"), fact)
        cell = due_marks.next_contact(kept, snapshot.today)
        section.fact(_("Next contact"), cell.text, cell.tone)
        responsible = snapshot.find(Author, kept.member.responsible)
        name = responsible.name if responsible else ""
        section.put(_("Responsible"), InPlace(self.workplace, kept.member, "responsible", name))
        step = InPlace(self.workplace, kept.member, "next_step", kept.member.next_step, lines=3)
        section.put(_("Next step"), step)
        return section

    def _last(self, member: Member) -> Section:
        section = Section(_("Last contacts"))
        found = due.touches(self.workplace.snapshot, member.id)[:6]
        for touch in found:
            day = self.workplace.language.date(touch.day)
            show = partial(self.workplace.show, touch.record.id)
            section.put(day, pressable(_told(touch), show, tone="accent"))
        if not found:
            section.say(_("No contact is logged yet."))
        return section


def log_contact(workplace: Workplace, parent: QWidget, id: str) -> RecordForm | None:
    """A call, a letter, a talk: kept as a meeting, so that it stands with the others."""
    snapshot = workplace.snapshot
    member = snapshot.find(Member, id)
    if member is None or not workplace.may_write(parent):
        return None
    record = Meeting(members=(id,), title=_ways()[0], held_on=snapshot.today)
    title = _("Log a contact: {country}").format(country=words.named(member))
    form = RecordForm(
        workplace, title, record, _layout(), parent=parent,
        act=lambda said: workplace.do(meetings.record_meeting, said),
    )  # fmt: skip
    form.kept_as(workplace, "contact_log", id).open()
    return form


def _ways() -> list[str]:
    return [_("Telephone call"), _("Letter"), _("E-mail"), _("Visit"), _("Talk in the margins")]


def _layout() -> list[Item]:
    ways = [(way, way) for way in _ways()]
    return [
        Item("title", 3, label=_("Kin&d of contact"), field=lambda: Choice(ways)),
        Item("held_on", 3, label=_("D&ay")),
        Item("others_present", 6, label=_("&With whom")),
        Item("notes", 6, 4, label=_("W&hat was said")),
        Item("outcome", 6, 2, label=_("&Outcome")),
        Item("source", 6, label=_("&Source")),
    ]


# ------------------------------------------------------------------ rows and columns


def _in_order(workplace: Workplace) -> list[Keeping]:
    """Those due the longest first, then all that are not planned by their names."""
    known, language = due.keepings(workplace.snapshot), workplace.language
    return sorted(
        known, key=lambda k: (k.due_on or date.max, language.sort_key(words.named(k.member)))
    )


def _told(touch: Touch) -> str:
    """Such as “Telephone call” or “letter · capital”."""
    record = touch.record
    if isinstance(record, Meeting):
        return record.title
    if isinstance(record, Pledge):
        asked = record.level is Level.ASKED
        return _("we asked") if asked else telling.manner(record) or _("pledge")
    if isinstance(record, Letter):
        return _("our letter: {subject}").format(subject=record.subject)
    return _("we promised: {what}").format(what=record.what)


def _names(member: Member) -> tuple[str, ...]:
    return (member.name_th, member.name_en, member.name_fr, member.iso2, member.iso3, *member.also)


def _columns(workplace: Workplace) -> Iterator[Column[Keeping]]:
    language, never = i18n.current(), date.min

    def today() -> date:
        return workplace.snapshot.today

    def since(kept: Keeping) -> int:
        days = kept.days_since(today())
        return 10**6 if days is None else days

    def number(value: int | None) -> Cell:
        return Cell("" if value is None else language.number(value), right=True)

    def last(kept: Keeping) -> Cell:
        if kept.last is None:
            return Cell(_("never"), tone="quiet")
        told = telling.dotted(language.date(kept.last.day), _told(kept.last))
        return Cell(told, told)

    def responsible(kept: Keeping) -> str:
        author = workplace.snapshot.find(Author, kept.member.responsible)
        return author.name if author else ""

    yield Column(
        lambda: _("Country"), lambda k: Cell(words.named(k.member)),
        lambda k: language.sort_key(words.named(k.member)), 150, name="member",
    )  # fmt: skip
    yield Column(
        lambda: _("Next contact"), lambda k: due_marks.next_contact(k, today()),
        lambda k: k.due_on or date.max, 150, name="due",
    )  # fmt: skip
    yield Column(
        lambda: _("Every"), lambda k: number(k.every), lambda k: k.every or 10**6, 56, right=True,
        tip=lambda: _("Contact every so many days"), name="every",
    )  # fmt: skip
    yield Column(
        lambda: _("Days since"), lambda k: number(k.days_since(today())), since, 92, right=True,
        tip=lambda: _("Days since the last contact"), name="since",
    )  # fmt: skip
    yield Column(
        lambda: _("Last contact"), last, lambda k: k.last.day if k.last else never, 0, name="last"
    )
    yield Column(
        lambda: _("Responsible"), lambda k: Cell(responsible(k)),
        lambda k: language.sort_key(responsible(k)), 120, name="responsible", seldom=True,
    )  # fmt: skip


def _facets(workplace: Workplace) -> list[Facet[Keeping]]:
    def by_state(kept: Keeping, wanted: str) -> bool:
        if wanted == DUE:
            return kept.is_due(workplace.snapshot.today)
        return (kept.every is not None) == (wanted == PLANNED)

    def by_responsible(kept: Keeping, wanted: str) -> bool:
        return owners.is_among(workplace, kept.member.responsible, wanted)

    def states() -> list[tuple[Any, str]]:
        return [(None, _("All countries")), (DUE, _("to be contacted now")),
                (PLANNED, _("with a number of days")), (UNPLANNED, _("not planned"))]  # fmt: skip

    return [
        Facet("state", lambda: _("State"), states, by_state),
        Facet(
            "responsible",
            lambda: _("Responsible"),
            partial(owners.officials, workplace),
            by_responsible,
        ),
        group_facet(lambda kept: kept.member.group),
    ]
