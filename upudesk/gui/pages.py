"""The pages of the window: what they have in common, which there are, and where a record is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from upudesk.errors import N_
from upudesk.gui import theme
from upudesk.gui.listing import Listing
from upudesk.gui.parts import text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Contact, Evidence, Letter, Post
from upudesk.snapshot import Snapshot

PAGES: dict[str, tuple[str, str]] = {
    "home": (N_("Home"), "home_page:HomePage"),
    "countries": (N_("Countries"), "countries_page:CountriesPage"),
    "contacts": (N_("Contacts"), "contacts_page:ContactsPage"),
    "pledges": (N_("Pledges"), "pledges_page:PledgesPage"),
    "meetings": (N_("Meetings"), "meetings_page:MeetingsPage"),
    "follow_ups": (N_("Follow-ups"), "follow_ups_page:FollowUpsPage"),
    "undertakings": (N_("Undertakings"), "undertakings_page:UndertakingsPage"),
    "candidacies": (N_("Candidacies"), "candidacies_page:CandidaciesPage"),
    "tally": (N_("Tally"), "counting_page:CountingPage"),
    "briefings": (N_("Briefings"), "briefings_page:BriefingsPage"),
    "journal": (N_("Journal"), "journal_page:JournalPage"),
}
"""Name, title and where the page is; each is imported and built when it is first shown."""

OF_KIND = {
    "member": "countries", "contact": "contacts", "pledge": "pledges", "meeting": "meetings",
    "note": "meetings", "follow_up": "follow_ups", "undertaking": "undertakings",
    "candidacy": "candidacies", "seats": "candidacies", "rule": "candidacies",
    "rule_set": "candidacies", "hold_rate": "tally", "letter": "briefings", "pack": "briefings",
    "export": "briefings", "profile": "briefings", "marking": "briefings", "post": "contacts",
}  # fmt: skip
"""The page for records of a kind."""


def place_of(snapshot: Snapshot, id: str) -> tuple[str, str]:
    """The page on which a record is looked at, and the record to look at there."""
    record = snapshot.any(id)
    if isinstance(record, Post):
        return place_of(snapshot, record.contact)
    if isinstance(record, Evidence):
        return place_of(snapshot, record.about)
    if isinstance(record, Letter):
        return place_of(snapshot, record.member)
    if isinstance(record, Contact) and record.member == snapshot.campaign.candidate:
        return "contacts", id
    return (OF_KIND.get(record.KIND, ""), id) if record else ("", "")


def build(name: str, workplace: Workplace) -> Page:
    """The page of that name, made now."""
    module, _colon, kind = PAGES[name][1].partition(":")
    made: Page = getattr(import_module(f"upudesk.gui.{module}"), kind)(workplace)
    made.word()
    return made


class Page(QWidget):
    """One page of the window. It shows the snapshot; what it changes goes through the desk."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace

    def word(self) -> None:
        """Every text in the language of the moment; called before the page is first shown."""

    def renew(self) -> None:
        """Show the snapshot of now: when the page is turned to, and after each change there."""

    def show_record(self, id: str) -> None:
        """Look at this record."""

    def take_focus(self) -> None:
        """The keys go to the list of the page."""


def on_key(
    where: QWidget,
    keys: str | QKeySequence.StandardKey,
    act: Callable[[], object],
    *,
    inside: bool = False,
) -> None:
    """Act when these keys are pressed there, or with `inside` also in anything inside of it."""
    action = QAction(where)
    action.setShortcut(QKeySequence(keys))
    context = Qt.ShortcutContext
    action.setShortcutContext(
        context.WidgetWithChildrenShortcut if inside else context.WidgetShortcut
    )
    action.triggered.connect(lambda _on=False: act())
    where.addAction(action)


_SIDE = 24


class Detail(QScrollArea):
    """What is known of one record: sections under each other, rebuilt whenever it may differ."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown = ""

    def show_parts(self, id: str, parts: Iterable[QWidget]) -> None:
        """Put these in place of what stood there; at the same record the reader stays in place."""
        at = self.verticalScrollBar().value() if id == self._shown else 0
        focused = self._focused()
        self._shown = id
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(_SIDE, theme.MARGIN, _SIDE, theme.MARGIN)
        column.setSpacing(theme.MARGIN + theme.GRID)
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        self.setWidget(page)
        self._suit_width()
        self.verticalScrollBar().setValue(at)
        if focused:
            self._focus_again(*focused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._suit_width()

    def _suit_width(self) -> None:
        """On a narrow screen it can be moved sideways; a margin alone is not worth a bar."""
        page, policy = self.widget(), Qt.ScrollBarPolicy
        over = page.minimumSizeHint().width() - self.viewport().width() if page else 0
        wanted = policy.ScrollBarAsNeeded if over > _SIDE else policy.ScrollBarAlwaysOff
        if wanted != self.horizontalScrollBarPolicy():
            self.setHorizontalScrollBarPolicy(wanted)

    def say(self, sentence: str) -> None:
        """One sentence where there is no record to look at."""
        self.show_parts("", [text(sentence, "quiet")])

    def _focused(self) -> tuple[str, int] | None:
        """What in here has the keys, by its name and by its place among what can have them."""
        held = self.window().focusWidget()
        if held is None or not self.isAncestorOf(held) or held not in (stops := self._stops()):
            return None
        return held.accessibleName(), stops.index(held)

    def _stops(self) -> list[QWidget]:
        page = self.widget()
        children = page.findChildren(QWidget) if page is not None else []
        return [c for c in children if c.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def _focus_again(self, name: str, place: int) -> None:
        """What was pressed may be called otherwise now, such as an answer that was turned."""
        stops = self._stops()
        same = [stop for stop in stops if stop.accessibleName() == name]
        for stop in (*same, *stops[place : place + 1]):
            stop.setFocus()
            return


class ListPage(Page):
    """A list at the left, and at its right what is known of the row that is looked at."""

    NOTHING = N_("Choose a row to see what is known of it.")

    def __init__(self, workplace: Workplace, listing: Listing[Any], *, left: int = 640) -> None:
        super().__init__(workplace)
        self._shown: Snapshot | None = None
        self.listing, self.detail = listing, Detail()
        self.halves = QSplitter(Qt.Orientation.Horizontal)
        self.halves.addWidget(listing)
        self.halves.addWidget(self.detail)
        self.halves.setStretchFactor(1, 1)
        self.halves.setHandleWidth(1)
        self.halves.setChildrenCollapsible(False)
        self.halves.setSizes([left, 1240 - left])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.halves)
        listing.chosen.connect(self._show_detail)

    def parts(self, id: str) -> Iterator[QWidget]:
        """The sections on that record; an id that is gone gives none."""
        raise NotImplementedError

    def word(self) -> None:
        self.listing.word()

    def renew(self) -> None:
        """Nothing is read again while nothing has changed."""
        snapshot = self.workplace.snapshot if self.workplace.desk is not None else None
        if snapshot is None or snapshot is not self._shown:
            self._shown = snapshot
            self.listing.renew()

    def show_record(self, id: str) -> None:
        self.listing.look_at(id)
        self.listing.tell_now()

    def take_focus(self) -> None:
        self.listing.table.setFocus()

    def _show_detail(self, id: str) -> None:
        if not id or self.workplace.desk is None:
            self.detail.say(_(self.NOTHING))
            return
        try:
            self.detail.show_parts(id, self.parts(id))
        except Exception as fault:  # the list at its left goes on
            from upudesk.gui import trouble

            trouble.note(fault)
            self.detail.show_parts(id, [trouble.told(fault, lambda: self._show_detail(id))])
