"""Somebody leaves a post: since when, who follows, and what they gave that should be confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from upudesk import telling, words
from upudesk.campaign import contacts
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Form, Line, Tick
from upudesk.gui.name_field import NameField
from upudesk.gui.parts import text
from upudesk.gui.record_fields import DateField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Contact, FollowUp, Member, Pledge, Post
from upudesk.snapshot import Snapshot
from upudesk.thai import fold

SOON = 14
"""Days within which the successor should be asked."""


class EndPostForm(Entry):
    """The end of a post and, where they are known, its next holder: one step."""

    def __init__(self, workplace: Workplace, post: Post, parent: QWidget | None = None) -> None:
        self._workplace, self._post = workplace, post
        snapshot = workplace.snapshot
        self._leaver = snapshot.get(Contact, post.contact)
        self._given = contacts.given_in(snapshot, post)
        self._picked: Contact | None = None
        form = Form(columns=6)
        form.add("ends_on", _("Last day"), DateField(snapshot.today, snapshot.today), span=3)
        self.successor = NameField(workplace, but=self._leaver.id, pick=_("Take this one"))
        form.add("successor", _("Who follows, if known"), self.successor, span=6)
        form.add("title", _("Title of the successor"), Line(post.title), span=3)
        form.add("organisation", _("Organisation"), Line(post.organisation), span=3)
        self.confirm = Confirmations(self._given, snapshot)
        if self._given:
            self._ask_about_pledges(form)
        held = post.title or words.role(post.role)
        title = _("{name} leaves: {post}").format(name=self._leaver.name, post=held)
        super().__init__(parent, title, form, _("End the post"))
        self.resize(680, 560 if self._given else 400)
        self.successor.country = lambda: self._leaver.member
        self.successor.picked.connect(self._take)
        self.successor.grown.connect(form.unfolded)
        self.successor.line.textEdited.connect(lambda _typed: self._forget())
        self.watch()
        self.kept_as(workplace, "end_post", post.id)
        self.successor.line.setFocus()

    def _ask_about_pledges(self, form: Form) -> None:
        snapshot = self._workplace.snapshot
        count = len(self._given)
        label = ngettext(
            "{name} gave {count} pledge in this post. Have it confirmed by the successor:",
            "{name} gave {count} pledges in this post. Have them confirmed by the successor:",
            count,
        ).format(name=self._leaver.name, count=self._workplace.language.number(count))
        form.add("confirm", label, self.confirm, span=6)
        due = DateField(snapshot.today, snapshot.today + timedelta(days=SOON))
        form.add("due_on", _("To be asked until"), due, span=3)

    # -------------------------------------------------------------- who follows

    def _take(self, id: str) -> None:
        """Somebody who is entered already."""
        self._picked = self._workplace.snapshot.get(Contact, id)
        self.successor.line.setText(self._picked.name)
        self.form.fields["title"].setFocus()

    def _forget(self) -> None:
        self._picked = None

    def _heir(self) -> tuple[Contact | None, list[Contact]]:
        """Who follows, and whether they have to be entered first."""
        name = self.successor.value()
        if not name:
            return None, []
        if self._picked is not None:
            return self._picked, []
        colleagues = self._workplace.snapshot.contacts_of.get(self._leaver.member, ())
        same = [c for c in colleagues if fold(name) in map(fold, (c.name, *c.other_names))]
        if len(same) == 1:
            return same[0], []
        new = Contact(member=self._leaver.member, name=name)
        return new, [new]

    # -------------------------------------------------------------- the draft

    def typed(self) -> dict[str, Any]:
        return super().typed() | {"picked": self._picked.id if self._picked else ""}

    def put_back(self, said: dict[str, Any]) -> None:
        super().put_back(said)
        self._picked = self._workplace.snapshot.find(Contact, str(said.get("picked", "")))

    # -------------------------------------------------------------- saving

    def record(self) -> None:
        said = collected({n: f.value for n, f in self.form.fields.items()})  # type: ignore[attr-defined]
        ends_on: date | None = said["ends_on"]
        if ends_on is None:
            raise InvalidRecord({"ends_on": Message(N_("Give the last day in the post."))})
        heir, new = self._heir()
        successor = None
        if heir is not None:
            taken = contacts.heir(self._post, heir.id, ends_on)
            successor = replace(taken, title=said["title"], organisation=said["organisation"])
        to_do = [self._follow_up(p, heir, said["due_on"]) for p in said.get("confirm", ())]
        self._workplace.do(contacts.end_post, self._post, ends_on, successor, new, to_do)

    def _follow_up(self, pledge: Pledge, heir: Contact | None, due_on: date | None) -> FollowUp:
        snapshot = self._workplace.snapshot
        member = snapshot.find(Member, pledge.member)
        template = (
            _("Have {name} confirm what {leaver} said: {pledge}")
            if heir
            else _("Have the successor confirm what {leaver} said: {pledge}")
        )
        what = template.format(
            name=heir.name if heir else "", leaver=self._leaver.name, pledge=told(pledge, snapshot)
        )
        owner = member.responsible if member else ""
        return FollowUp(
            what=what, member=pledge.member, pledge=pledge.id, owner=owner, due_on=due_on
        )


class Confirmations(QWidget):
    """A box to tick for each pledge that rests on the one who leaves."""

    changed = Signal()

    def __init__(self, given: list[Pledge], snapshot: Snapshot) -> None:
        super().__init__()
        self._given = given
        self.ticks = [Tick(told(pledge, snapshot)) for pledge in given]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for tick in self.ticks:
            tick.setChecked(True)
            tick.toggled.connect(lambda _on: self.changed.emit())
            column.addWidget(tick)
        if self.ticks:
            column.addWidget(text(_("Each ticked one becomes a follow-up."), "quiet"))
            self.setFocusProxy(self.ticks[0])

    def typed(self) -> list[str]:
        return [pledge.id for pledge in self.value()]

    def type(self, said: list[str]) -> None:
        for pledge, tick in zip(self._given, self.ticks, strict=True):
            tick.setChecked(pledge.id in said)

    def value(self) -> list[Pledge]:
        return [p for p, tick in zip(self._given, self.ticks, strict=True) if tick.isChecked()]


def told(pledge: Pledge, snapshot: Snapshot) -> str:
    """A pledge in a line: about what, which level, when."""
    about = words.council_of(snapshot, pledge.candidacy)
    return telling.dotted(about, words.level(pledge.level), telling.when(pledge))
