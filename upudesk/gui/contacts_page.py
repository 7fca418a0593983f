"""The people: everyone known as a list, and what is known of the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from upudesk import posts, telling, tongues, words
from upudesk.campaign import contacts, merging, records
from upudesk.campaign.merging import Merge
from upudesk.gui import contact_facts as facts
from upudesk.gui.conflicts import ConflictBox, conflicts_of
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage, on_key
from upudesk.gui.parts import Section, link, text
from upudesk.gui.subject import Act, Facet, Subject, groups
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import moment_of
from upudesk.model import Contact, Post, Role
from upudesk.snapshot import Snapshot

BULK = ("member", "form_of_address", "marking")
"""What many people may be given at once."""
OURS = "ours"


@dataclass(frozen=True)
class Row:
    """One person in the list."""

    contact: Contact
    country: str
    group: int | str | None
    """The country's group; OURS for our own people."""
    post: Post | None
    left: bool
    last: date | None


def all_rows(snapshot: Snapshot) -> list[Row]:
    """Everyone, in order of entry."""
    members = {m.id: (words.named(m), m.group) for m in snapshot.members}
    own = snapshot.campaign.candidate
    rows = []
    for contact in snapshot.all(Contact):
        country, group = members.get(contact.member, ("", None))
        rows.append(
            Row(
                contact,
                country,
                OURS if contact.member == own else group,
                telling.post_now(contact, snapshot),
                posts.has_left(snapshot, contact),
                contacts.last_contact(snapshot, contact.id),
            )
        )
    return rows


class ContactsPage(ListPage):
    """Contacts with their posts; who left, who may be entered twice."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=640)
        self.listing.opened.connect(self._edit)
        current = self.listing.current
        on_key(self.listing.table, "Del", lambda: self._delete(current()))
        on_key(self, "F2", lambda: self._edit(current()), inside=True)

    def _subject(self, workplace: Workplace) -> Subject[Row]:
        return Subject(
            "contacts",
            title=lambda: _("Contacts"),
            rows=lambda: all_rows(workplace.snapshot),
            key=lambda row: row.contact.id,
            columns=lambda: columns(workplace),
            text=_text,
            hint=lambda: _("Find a person: a name, post, country"),
            empty=lambda: _(
                "The people whom you meet and who decide belong here: enter the first."
            ),
            counted=lambda number: ngettext("{count} contact", "{count} contacts", number).format(
                count=workplace.language.number(number)
            ),
            facets=facets,
            new=(lambda: _("New contact"), self._new),
            record=lambda row: row.contact,
            bulk=BULK,
            actions=self._actions,
            sorted_by=(0, False),
        )

    # -------------------------------------------------------------- what can be done

    def _new(self) -> None:
        from upudesk.gui.contact_form import ContactForm

        ContactForm(self.workplace, parent=self.window()).open()

    def _contact(self, id: str) -> Contact | None:
        """The contact of that id, where it may be changed."""
        found = self.workplace.snapshot.find(Contact, id)
        return found if found and self.workplace.may_write(self.window()) else None

    def _edit(self, id: str) -> None:
        from upudesk.gui.contact_form import ContactForm

        if contact := self._contact(id):
            ContactForm(self.workplace, contact, self.window()).open()

    def _post(self, id: str, post: Post | None = None) -> None:
        from upudesk.gui.contact_form import post_form

        if contact := self._contact(id):
            post_form(self.workplace, contact, self.window(), post).open()

    def _end(self, post: Post) -> None:
        from upudesk.gui.end_post_form import EndPostForm

        if self._contact(post.contact):
            EndPostForm(self.workplace, post, self.window()).open()

    def _merge(self, id: str, other: str = "") -> None:
        from upudesk.gui.merge_form import MergeForm

        if contact := self._contact(id):
            lose = self.workplace.snapshot.find(Contact, other)
            MergeForm(self.workplace, contact, lose, self.window()).open()

    def _unmerge(self, merge: Merge) -> None:
        desk = self.workplace.desk
        if desk is None or not self._contact(merge.keep):
            return
        step = desk.step(merge.step)
        self.workplace.attempt(self, merging.unmerge, step, desk.replaced_by(step))

    def _delete(self, id: str) -> None:
        if contact := self._contact(id):
            self.workplace.attempt(self, records.remove, contact)

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            yield _("&Edit…"), partial(self._edit, keys[0])
            yield _("New &post…"), partial(self._post, keys[0])
            yield _("&Merge with another contact…"), partial(self._merge, keys[0])
            yield _("&Delete"), partial(self._delete, keys[0])
        elif len(keys) == 2:
            yield _("&Merge these two…"), partial(self._merge, *keys)

    # -------------------------------------------------------------- the person looked at

    def parts(self, id: str) -> Iterator[QWidget]:
        workplace = self.workplace
        contact = workplace.snapshot.find(Contact, id)
        if contact is None:
            return
        yield facts.heading(workplace, contact, self._buttons(id))
        for conflict in conflicts_of(workplace.snapshot, id):
            yield ConflictBox(workplace, conflict)
        yield facts.Doubles(workplace, contact, lambda other: self._merge(id, other.id))
        add, edit = partial(self._post, id), partial(self._post, id)
        yield facts.posts(workplace, contact, add, edit, self._end)
        yield facts.person(workplace, contact)
        yield facts.pledges(workplace, contact)
        yield facts.meetings(workplace, contact)
        yield facts.files(workplace, contact)
        yield from self._merged(id)
        yield facts.history(workplace, contact)

    def _buttons(self, id: str) -> Iterator[QPushButton]:
        for shown, name, act in (
            (_("Delete"), _("Delete this contact"), self._delete),
            (_("Merge…"), _("Merge with another contact"), self._merge),
            (_("Edit…"), _("Edit this contact"), self._edit),
        ):
            button = QPushButton(shown)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.clicked.connect(partial(_call, act, id))
            yield button

    def _merged(self, id: str) -> Iterator[QWidget]:
        """Each merge that this person came out of, with the way back."""
        desk = self.workplace.desk
        assert desk is not None
        found = [m for m in merging.merges(desk.steps_on(id), desk.snapshot) if m.keep == id]
        if not found:
            return
        section = Section(_("Merged"))
        for merge in found:
            name = next(
                (str(c.value) for step in reversed(desk.history(merge.lost)) for c in step.changes
                 if (c.record, c.field) == (merge.lost, "name")), "",
            )  # fmt: skip
            day = self.workplace.language.instant(moment_of(desk.step(merge.step).clock))
            apart = link(_("Take apart"), partial(self._unmerge, merge),
                         _("Take apart: {name}").format(name=name))  # fmt: skip
            section.put(day, apart)
            section.below(text(_("“{name}” became one with this contact.").format(name=name)))
        yield section


def _call(act: Any, id: str, _checked: bool = False) -> None:
    act(id)


def _text(row: Row) -> str:
    """All in which typed words are looked for."""
    c, post = row.contact, row.post
    held = (post.title, post.organisation) if post else ()
    return "\n".join((c.name, *c.other_names, row.country, *held, *c.reach, c.notes))


def columns(workplace: Workplace) -> list[Column[Row]]:
    """What stands beside a name."""
    key = workplace.language.sort_key

    def words_of(name: str, title: Any, said: Any, width: int, seldom: bool = False) -> Column[Row]:
        def cell(row: Row) -> Cell:
            return Cell(said(row), tip=said(row), tone="quiet" if row.left else "")

        return Column(title, cell, lambda row: key(said(row)), width, name=name, seldom=seldom)

    def day(name: str, title: Any, said: Any, seldom: bool = False) -> Column[Row]:
        def cell(row: Row) -> Cell:
            shown = workplace.language.date(said(row)) if said(row) else "–"
            return Cell(shown, tone="" if said(row) else "quiet")

        return Column(title, cell, lambda row: said(row) or date.min, 116, name=name, seldom=seldom)

    return [
        Column(
            lambda: _("Name"), _name_cell, lambda row: key(row.contact.name), 0, name="name"
        ),
        words_of("country", lambda: _("Country"), lambda row: row.country, 112),
        words_of("post", lambda: _("Post now"), _post_told, 140),
        words_of("role", lambda: _("Role"), _role_told, 108),
        day("last", lambda: _("Last contact"), lambda row: row.last),
        words_of("organisation", lambda: _("Organisation"),
                 lambda row: row.post.organisation if row.post else "", 150, True),
        words_of("languages", lambda: _("Languages"),
                 lambda row: tongues.listing(row.contact.languages), 130, True),
        day("since", lambda: _("Since"), _since, True),
    ]  # fmt: skip


def _name_cell(row: Row) -> Cell:
    others = telling.dotted(row.contact.name, *row.contact.other_names)
    if not row.left:
        return Cell(row.contact.name, tip=others)
    tip = telling.dotted(others, _("left their post"))
    return Cell(row.contact.name, tip=tip, tone="quiet", marks=_("left"))


def _post_told(row: Row) -> str:
    if row.post is None:
        return ""
    held = row.post.title or words.role(row.post.role)
    return _("formerly {post}").format(post=held) if row.left else held


def _since(row: Row) -> date | None:
    return row.post.starts_on if row.post else None


def _role_told(row: Row) -> str:
    return words.role(row.post.role) if row.post else ""


def facets() -> list[Facet[Row]]:
    """Role, group, and whether the post is still held."""

    def roles() -> list[tuple[Any, str]]:
        return [(None, _("All roles")), *((role, words.role(role)) for role in Role)]

    def with_ours() -> list[tuple[Any, str]]:
        every, *named = groups()
        return [every, (OURS, _("Our own people")), *named]

    def held() -> list[tuple[Any, str]]:
        return [
            (None, _("In post or not")),
            ("held", _("In their post")),
            ("left", _("Left their post")),
            ("none", _("No post known")),
        ]

    return [
        Facet("role", lambda: _("Role"), roles,
              lambda row, role: row.post is not None and row.post.role is role),
        Facet("group", lambda: _("Group"), with_ours, lambda row, group: row.group == group),
        Facet("held", lambda: _("Post held or left"), held, _keeps_held),
    ]  # fmt: skip


def _keeps_held(row: Row, asked: str) -> bool:
    return asked == ("none" if row.post is None else "left" if row.left else "held")
