"""People and countries chosen while typing, in any script; who is not known yet is made there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.campaign import members
from upudesk.errors import N_, UserError
from upudesk.gui import theme
from upudesk.gui.forms import Choice, Line
from upudesk.gui.offers import OFFERED, Offers
from upudesk.gui.tokens import Offer, Tokens
from upudesk.i18n import _
from upudesk.model import Contact, Member, Post, Role, new_id
from upudesk.snapshot import Snapshot
from upudesk.thai import fold

NOT_TAKEN = N_("“{name}” is not chosen yet: press Enter behind it, or clear it.")


class MembersField(Tokens):
    """One country or several."""

    def __init__(self, snapshot: Snapshot, chosen: Iterable[str] = ()) -> None:
        super().__init__(_("ไทย · English · français"), _("Countries that match"))
        self._snapshot = snapshot
        self.put(chosen)
        self.line.editingFinished.connect(self._take_sure)

    def put(self, keys: Iterable[str]) -> None:
        self.clear()
        for id in keys:
            if member := self._snapshot.find(Member, id):
                self.add(id, words.named(member))

    def found(self, typed: str) -> list[Offer]:
        return [
            Offer(member.id, words.named(member))
            for member in members.matches(self._snapshot, typed)
            if member.id not in self.chosen()
        ]

    def _take_sure(self) -> None:
        """A name that was typed whole is chosen without Enter."""
        if not self.line.value():
            return
        try:
            member = members.find_member(self._snapshot, self.line.value())
        except UserError:
            return
        self.offers.hide()
        self.line.clear()
        self.add(member.id, words.named(member))

    def value(self) -> tuple[str, ...]:
        """Ids of the countries; raises UnknownMember for text that is none."""
        self._take_sure()
        if self.line.value():
            members.find_member(self._snapshot, self.line.value())
        return self.chosen()


class _PeopleLine(Tokens):
    """The tokens of a PeopleField."""

    def __init__(
        self,
        find: Callable[[str], Contact | None],
        known: Callable[[], Sequence[Contact]],
        told: Callable[[Contact], str],
    ) -> None:
        super().__init__(_("Type a name"), _("People that match"))
        self._find, self._known, self._told = find, known, told
        self.new: dict[str, Contact] = {}

    def put(self, keys: Iterable[str]) -> None:
        self.clear()
        for id in keys:
            if person := self._find(id):
                self.add(id, person.name)

    def found(self, typed: str) -> list[Offer]:
        people = matching(self._known(), typed)
        offers = [Offer(c.id, self._told(c), c.name) for c in people if c.id not in self.chosen()]
        if typed and not any(fold(c.name) == fold(typed) for c in people):
            create = _("Create “{name}”").format(name=typed)
            offers = [*offers[:OFFERED], Offer("", create, typed)]
        return offers

    def make(self, name: str) -> str:
        person = Contact(id=new_id(), name=name)
        self.new[person.id] = person
        return person.id


def matching(people: Iterable[Contact], typed: str) -> list[Contact]:
    """The people whose name in any script holds the words that were typed; begun so, first.

    After them come those whose names are like it in another script or spelling.
    """
    known = list(people)
    sought = fold(typed).split()
    found = [
        (person, folded)
        for person in known
        for folded in [fold("\n".join((person.name, *person.other_names)))]
        if all(word in folded for word in sought)
    ]
    begun = [f"\n{folded}".find(f"\n{sought[0]}") < 0 if sought else False for _c, folded in found]
    order = sorted(range(len(found)), key=lambda number: begun[number])
    begun_first = [found[number][0] for number in order]
    return [*begun_first, *_alike(typed, (p for p in known if p not in begun_first))]


def _alike(typed: str, people: Iterable[Contact]) -> list[Contact]:
    from upudesk import alike

    if len(typed.strip()) < 3:
        return []
    name = alike.spelled(typed)

    def likeness(person: Contact) -> float:
        names = (person.name, *person.other_names)
        return max(alike.alike(name, alike.spelled(other)) for other in names)

    scored = [(score, person) for person in people if (score := likeness(person)) >= alike.ENOUGH]
    return [person for _score, person in sorted(scored, key=lambda pair: -pair[0])]


class _NewPerson:
    """What may be said at once of a person who is new: the country, what the person is."""

    def __init__(self, grid: QGridLayout, row: int, person: Contact) -> None:
        self.name = QLabel(_("New: {name}").format(name=person.name))
        self.name.setProperty("tone", "quiet")
        self.member = Choice(())
        self.role = Choice([(role, words.role(role)) for role in Role], Role.OTHER)
        self.title = Line(hint=_("Post, such as director of posts"))
        named = (
            (self.member, _("Country of {name}")),
            (self.role, _("Role of {name}")),
            (self.title, _("Post of {name}")),
        )
        for widget, template in named:
            widget.setAccessibleName(template.format(name=person.name))
        parts: tuple[QWidget, ...] = (self.name, self.member, self.role, self.title)
        for column, part in enumerate(parts):
            grid.addWidget(part, row, column)

    def remove(self) -> None:
        for widget in (self.name, self.member, self.role, self.title):
            widget.hide()
            widget.deleteLater()

    def offer(self, snapshot: Snapshot, countries: Sequence[str]) -> None:
        known = [m for id in countries if (m := snapshot.find(Member, id))]
        self.member.offer([(m.id, words.named(m)) for m in known])
        self.member.setVisible(len(known) > 1)

    def post(self, contact: str) -> Post | None:
        title, role = self.title.value(), self.role.value()
        if not title and role is Role.OTHER:
            return None
        return Post(contact=contact, role=role, title=title)


class PeopleField(QWidget):
    """The people of one side at a meeting."""

    changed = Signal()

    def __init__(
        self, snapshot: Snapshot, countries: Callable[[], Sequence[str]], chosen: Iterable[str] = ()
    ) -> None:
        super().__init__()
        self._snapshot, self._countries = snapshot, countries
        self.tokens = _PeopleLine(self._contact, self._known, self._told)
        self.line = self.tokens.line
        self.setFocusProxy(self.line)
        self._rows: dict[str, _NewPerson] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.tokens)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GRID)
        self._grid.setVerticalSpacing(theme.GRID)
        self._grid.setColumnStretch(3, 1)
        column.addLayout(self._grid)
        self.put(chosen)
        self.tokens.changed.connect(self._chosen_changed)

    def _contact(self, id: str) -> Contact | None:
        return self._snapshot.find(Contact, id)

    def _known(self) -> list[Contact]:
        """The contacts of the countries; all, while no country is chosen."""
        countries, by = self._countries(), self._snapshot.contacts_of
        if not countries:
            return list(self._snapshot.all(Contact))
        return [person for country in countries for person in by.get(country, ())]

    def _told(self, person: Contact) -> str:
        post = telling.post_now(person, self._snapshot)
        held = words.post(replace(post, contact=""), self._snapshot) if post else ""
        return telling.dotted(person.name, *person.other_names[:1], held)

    # -------------------------------------------------------------- who is chosen

    def put(self, ids: Iterable[str]) -> None:
        """Choose these contacts and nobody else."""
        self.tokens.put(ids)

    def people(self) -> list[Contact]:
        """Who is chosen, new people included."""
        known = (
            self.tokens.new.get(id) or self._snapshot.find(Contact, id)
            for id in self.tokens.chosen()
        )
        return [person for person in known if person]

    def value(self) -> tuple[str, ...]:
        """Ids of those chosen; raises UserError for a name that was only typed."""
        self._take_exact()
        if typed := self.line.value():
            raise UserError(NOT_TAKEN, name=typed)
        return self.tokens.chosen()

    def _take_exact(self) -> None:
        typed = fold(self.line.value())
        same = [p for p in self._known() if typed and typed in map(fold, (p.name, *p.other_names))]
        if len(same) == 1:
            self.tokens.offers.hide()
            self.line.clear()
            self.tokens.add(same[0].id, same[0].name)

    def made(self) -> list[Contact | Post]:
        """The records of the people who are new, each followed by the post that was named."""
        made: list[Contact | Post] = []
        for id, row in self._rows.items():
            country = row.member.value() or next(iter(self._countries()), "")
            made.append(replace(self.tokens.new[id], member=country))
            post = row.post(id)
            made += [post] if post else []
        return made

    def _chosen_changed(self) -> None:
        self.suit_countries()
        self.changed.emit()

    def suit_countries(self) -> None:
        """A row for each new person, offering the countries of the meeting."""
        new = [id for id in self.tokens.chosen() if id in self.tokens.new]
        for id in [id for id in self._rows if id not in new]:
            self._rows.pop(id).remove()
        for id in new:
            if id not in self._rows:
                self._add_row(id)
            self._rows[id].offer(self._snapshot, self._countries())

    def _add_row(self, id: str) -> None:
        row = _NewPerson(self._grid, self._grid.rowCount(), self.tokens.new[id])
        for choice in (row.member, row.role):
            choice.currentIndexChanged.connect(lambda _at: self.changed.emit())
        row.title.textChanged.connect(lambda _text: self.changed.emit())
        before: QWidget = self.line
        for other in self._rows.values():
            before = other.title
        for widget in (row.member, row.role, row.title):
            QWidget.setTabOrder(before, widget)
            before = widget
        self._rows[id] = row

    # -------------------------------------------------------------- drafts, names and looks

    def typed(self) -> dict[str, Any]:
        """Everything that stands in the field, to be put back by `type`."""
        new = {
            id: {
                "name": self.tokens.new[id].name,
                "member": row.member.value() or "",
                "role": str(row.role.value()),
                "title": row.title.text(),
            }
            for id, row in self._rows.items()
        }
        return {"chosen": list(self.tokens.chosen()), "new": new, "line": self.line.text()}

    def type(self, typed: dict[str, Any]) -> None:
        self.tokens.clear()
        for id in typed["chosen"]:
            said = typed["new"].get(id)
            if said is not None:
                self.tokens.new[id] = Contact(id=id, name=said["name"])
                self.tokens.add(id, said["name"])
                self._rows[id].member.choose(said["member"])
                self._rows[id].role.choose(said["role"])
                self._rows[id].title.setText(said["title"])
            elif person := self._snapshot.find(Contact, id):
                self.tokens.add(id, person.name)
        self.line.setText(typed["line"])

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.tokens.setAccessibleName(name)

    def setAccessibleDescription(self, sentence: str) -> None:
        super().setAccessibleDescription(sentence)
        self.tokens.setAccessibleDescription(sentence)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QDynamicPropertyChangeEvent) and event.propertyName() == b"wrong":
            self.tokens.setProperty("wrong", self.property("wrong"))
            self.tokens.style().polish(self.tokens)
        return super().event(event)


class SpeakerField(Line):
    """Who said it: one of those present, or a name as it is typed."""

    def __init__(self, present: Callable[[], Sequence[Contact]]) -> None:
        super().__init__()
        self._present = present
        self._offered: list[Contact] = []
        self.offers = Offers(self, _("People at the meeting"))
        self.offers.taken.connect(lambda number: self.setText(self._offered[number].name))
        self.textEdited.connect(self._offer)

    def _offer(self, typed: str) -> None:
        self._offered = matching(self._present(), typed) if typed.strip() else []
        same = [p.name for p in self._offered] == [typed]
        self.offers.offer([] if same else [person.name for person in self._offered])

    def keyPressEvent(self, event: Any) -> None:
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Down and not self.text():
            self._offered = list(self._present())
            self.offers.offer([person.name for person in self._offered])
        else:
            super().keyPressEvent(event)

    def speaker(self) -> str:
        """The id of the contact that is named, where it is one of those present."""
        named = [p.id for p in self._present() if fold(p.name) == fold(self.value())]
        return named[0] if named else ""
