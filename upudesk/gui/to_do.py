"""The list of follow-ups: late ones first, done ones greyed with their day; a tick does one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import repeating, telling, words
from upudesk.campaign import follow_ups
from upudesk.errors import N_
from upudesk.gui import due_marks, owners, theme, to_do_rows
from upudesk.gui.follow_up_form import QuickLine, open_form
from upudesk.gui.inplace import InPlace
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, link, pressable, text
from upudesk.gui.subject import Act, Subject
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Author, FollowUp, Meeting, Member, Pledge


class ToDo(ListPage):
    """Space or a click on the box marks done, or open again; Delete deletes."""

    NOTHING = N_("Choose a follow-up to see where it comes from.")

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=772)
        self.quick = QuickLine(workplace)
        self._above().insertWidget(0, self.quick)
        self.listing.table.installEventFilter(self)
        self.listing.table.clicked.connect(self._clicked)
        self.listing.opened.connect(self.edit)

    def _above(self) -> QVBoxLayout:
        column = self.listing.layout()
        assert isinstance(column, QVBoxLayout)
        return column

    def _subject(self, workplace: Workplace) -> Subject[FollowUp]:
        return Subject(
            "follow_ups",
            title=lambda: _("Follow-ups"),
            rows=lambda: to_do_rows.in_order(workplace.snapshot),
            key=lambda follow_up: follow_up.id,
            columns=lambda: list(to_do_rows.columns(workplace)),
            text=lambda follow_up: to_do_rows.text(workplace.snapshot, follow_up),
            hint=lambda: _("Find a follow-up: what, country, who, note"),
            empty=lambda: _("Nothing is to be done yet: type it above, and press Enter."),
            counted=lambda number: ngettext(
                "{count} follow-up", "{count} follow-ups", number
            ).format(count=workplace.language.number(number)),
            facets=lambda: to_do_rows.facets(workplace),
            new=(lambda: _("New follow-up…"), self.enter),
            record=lambda follow_up: follow_up,
            bulk=("due_on", "owner", "member", "note"),
            actions=self._actions,
        )

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        chosen = self._of(keys)
        if any(f.done_on is None for f in chosen):
            yield _("&Done today"), partial(self.complete, keys)
        if any(f.done_on is not None for f in chosen):
            yield _("&Open again"), partial(self.reopen, keys)
        if len(chosen) == 1:
            yield _("&Edit…"), partial(self.edit, keys[0])
            if chosen[0].member:
                yield _("Open the &country"), partial(self.workplace.show, chosen[0].member)
        if chosen:
            yield _("De&lete"), partial(self.remove, keys)

    def _of(self, keys: Sequence[str]) -> list[FollowUp]:
        found = (self.workplace.snapshot.find(FollowUp, key) for key in keys)
        return [follow_up for follow_up in found if follow_up is not None]

    # -------------------------------------------------------------- the line at the top

    def word(self) -> None:
        super().word()
        if self.workplace.desk is not None:
            self._fresh_line()

    def renew(self) -> None:
        """The line knows countries, officials and the day of when it was made."""
        if self.quick.blank and not self.quick.isAncestorOf(self.window().focusWidget()):
            self._fresh_line()
        if self.workplace.desk is not None:
            self.listing.choices["owner"].offer(owners.officials(self.workplace))
        super().renew()

    def _fresh_line(self) -> None:
        old, self.quick = self.quick, QuickLine(self.workplace)
        self._above().replaceWidget(old, self.quick)
        old.hide()
        old.deleteLater()
        self.quick.written.connect(self._written)
        line = self.quick
        order = (line.what, line.member, line.due.line, line.owner, line.add, self.listing.filter)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _written(self, id: str) -> None:
        self._fresh_line()
        self.listing.look_at(id)
        self.quick.what.setFocus()

    # -------------------------------------------------------------- doing

    def enter(self) -> None:
        open_form(self.workplace, self.window(), saved=self.listing.look_at)

    def edit(self, id: str) -> None:
        for follow_up in self._of([id]):
            open_form(self.workplace, self.window(), follow_up, saved=self.listing.look_at)

    def complete(self, keys: Sequence[str]) -> None:
        """Done today; of a repeating one the next comes in its place. The list goes on from there,
        not from among what is done."""
        after = self._after(keys)
        today = self.workplace.snapshot.today
        self.workplace.attempt(self, follow_ups.complete, self._of(keys), today)
        if after:
            self.listing.choose(after)

    def _after(self, keys: Sequence[str]) -> str:
        """The row below those, where the reader works from above."""
        shown = [follow_up.id for follow_up in self.listing.model.rows]
        last = max((shown.index(key) for key in keys if key in shown), default=len(shown))
        return shown[last + 1] if last + 1 < len(shown) else ""

    def reopen(self, keys: Sequence[str]) -> None:
        self.workplace.attempt(self, follow_ups.reopen, self._of(keys))

    def toggle(self, keys: Sequence[str]) -> None:
        """What is open is done; where all is done, all is open again."""
        if any(follow_up.done_on is None for follow_up in self._of(keys)):
            self.complete(keys)
        elif keys:
            self.reopen(keys)

    def remove(self, keys: Sequence[str]) -> None:
        self.workplace.attempt(self, follow_ups.remove, self._of(keys))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            acts: dict[int, Callable[[Sequence[str]], None]] = {
                Qt.Key.Key_Space: self.toggle, Qt.Key.Key_Delete: self.remove,
            }  # fmt: skip
            if (act := acts.get(event.key())) and (keys := self.listing.selected()):
                act(keys)
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        if self.listing.model.columns[index.column()].name == "done":
            self.toggle([self.listing.model.key_of(index.row())])

    # -------------------------------------------------------------- the follow-up beside the list

    def parts(self, id: str) -> Iterator[QWidget]:
        for follow_up in self._of([id]):
            yield text(follow_up.what, strong=True, size=theme.LARGE)
            yield self._buttons(follow_up)
            yield self._facts(follow_up)
            yield self._origin(follow_up)

    def _buttons(self, follow_up: FollowUp) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        done = follow_up.done_on is not None
        end = QPushButton(_("Open again") if done else _("Done today"))
        end.setAccessibleName(end.text())
        end.setProperty("main", "false" if done else "true")
        end.clicked.connect(lambda: self.toggle([follow_up.id]))
        row.addWidget(end)
        row.addWidget(link(_("Edit…"), partial(self.edit, follow_up.id)))
        row.addWidget(link(_("Delete"), partial(self.remove, [follow_up.id])))
        row.addStretch()
        return holder

    def _facts(self, follow_up: FollowUp) -> Section:
        snapshot, language = self.workplace.snapshot, self.workplace.language
        section = Section(_("What is due"))
        state = due_marks.state(follow_up, snapshot.today)
        section.fact(_("State"), state.text, state.tone)
        member, owner = (
            snapshot.find(Member, follow_up.member), snapshot.find(Author, follow_up.owner),
        )  # fmt: skip
        shown = {
            "what": follow_up.what,
            "due_on": language.date(follow_up.due_on) if follow_up.due_on else "",
            "member": words.named(member) if member else "",
            "owner": owner.name if owner else "",
            "note": follow_up.note,
        }
        for name, value in shown.items():
            lines = 3 if name == "note" else 1
            fact = InPlace(self.workplace, follow_up, name, value, lines=lines)
            section.put(_LABELS[name](), fact)
        told = repeating.in_words(follow_up.repeat)
        edit = partial(self.edit, follow_up.id)
        section.put(
            _("Repeats"),
            pressable(told or _("once"), edit, _("Edit how it repeats"), tone="accent"),
        )
        return section

    def _origin(self, follow_up: FollowUp) -> Section:
        """Where it comes from: each of these can be gone to."""
        snapshot, show = self.workplace.snapshot, self.workplace.show
        section = Section(_("Comes from"))
        if member := snapshot.find(Member, follow_up.member):
            section.put(_("Country"), _way(words.named(member), partial(show, member.id)))
        if meeting := snapshot.find(Meeting, follow_up.meeting):
            told = telling.dotted(telling.when(meeting), meeting.title)
            section.put(_("Meeting"), _way(told, partial(show, meeting.id)))
        if pledge := snapshot.find(Pledge, follow_up.pledge):
            told = telling.dotted(telling.when(pledge), words.level(pledge.level), pledge.source)
            section.put(_("Pledge"), _way(told, partial(show, pledge.id)))
        if not (follow_up.member or follow_up.meeting or follow_up.pledge):
            section.say(_("From no country, meeting or pledge: it was written down by itself."))
        return section


_way = partial(pressable, tone="accent")
"""Something that can be gone to; it may take several lines."""

_LABELS: dict[str, Callable[[], str]] = {
    "what": lambda: _("What"),
    "due_on": lambda: _("Due"),
    "member": lambda: _("Country"),
    "owner": lambda: _("Who does it"),
    "note": lambda: _("Note"),
}
