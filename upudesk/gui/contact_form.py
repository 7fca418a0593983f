"""Entering a person with what they are, and editing one; a post of theirs by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from upudesk import words
from upudesk.campaign import contacts, records
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Choice, Form
from upudesk.gui.name_field import NameField
from upudesk.gui.record_fields import LinesField, MemberIdField, field_for
from upudesk.gui.record_form import Item, RecordForm, capital
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Contact, Post, Record, Role
from upudesk.snapshot import Snapshot

_WHO = (("member", 3, 1), ("form_of_address", 3, 1))
_MORE = (
    ("other_names", 3, 1), ("reach", 3, 1), ("languages", 3, 1), ("marking", 3, 1),
    ("notes", 6, 2),
)  # fmt: skip
_POST = (("role", 2, 1), ("title", 4, 1), ("organisation", 4, 1), ("starts_on", 2, 1))
"""Field, how wide, how many lines."""


class ContactForm(Entry):
    """A person; a new one with the post they hold, if it is known.

    Once a new one is saved the window goes to them, unless it is to `stay` where it is.
    """

    def __init__(
        self, workplace: Workplace, base: Contact | None = None, parent: QWidget | None = None, *,
        member: str = "", name: str = "", stay: bool = False,
    ) -> None:  # fmt: skip
        self._workplace, self._base, self._stay = workplace, base, stay
        self._contact = base or Contact(member=member, name=name)
        self._post = None if base else Post()
        form = Form(columns=6)
        self.name = NameField(
            workplace, self._contact.name, but=self._contact.id, pick=_("Open this one instead")
        )
        form.add("name", capital(words.field("name")), self.name, span=6)
        self._add(form, self._contact, _WHO)
        if self._post is not None:
            self._add(form, self._post, _POST)
        self._add(form, self._contact, _MORE)
        reach = form.fields["reach"]
        assert isinstance(reach, LinesField)
        reach.setPlaceholderText(_("One on each line: “email: a@b.org”, “WhatsApp: …”"))
        title = _("Edit a contact") if base else _("New contact")
        super().__init__(parent, title, form, _("Save"))
        self.resize(720, 500 if base else 640)
        self._connect()
        self.watch()
        self.kept_as(workplace, "contact", base.id if base else "", edits=base is not None)
        self.name.line.setFocus()
        snapshot = workplace.snapshot  # spelled ahead, the first comparison is fast too
        workplace.tasks.run(lambda: contacts.spell_ahead(snapshot), _nothing, _nothing)
        if name:
            self.name.compare_soon()

    def _add(self, form: Form, record: Record, layout: Sequence[tuple[str, int, int]]) -> None:
        for name, span, lines in layout:
            field = field_for(self._workplace, record, name, lines=lines)
            own = _("Title of the post") if name == "title" else ""
            form.add(name, own or capital(words.field(name)), field, span=span)

    def _connect(self) -> None:
        fields = self.form.fields
        country, others = fields["member"], fields["other_names"]
        assert isinstance(country, MemberIdField)
        assert isinstance(others, LinesField)
        self.name.country = lambda: _id_of(country)
        self.name.others = others.value
        for changed in (country.textChanged, country.changed, others.textChanged):
            changed.connect(self.name.compare_soon)
        self.name.grown.connect(self.form.unfolded)
        self.name.picked.connect(self._open_instead)

    def _open_instead(self, id: str) -> None:
        """Nothing that was typed here is wanted any more."""
        self._touched = False
        self.reject()
        self._workplace.show(id)

    def record(self) -> None:
        said = collected({n: f.value for n, f in self.form.fields.items()})  # type: ignore[attr-defined]
        posts = []
        if self._post is not None:
            own = {name: said.pop(name) for name, _span, _lines in _POST}
            posts = [replace(self._post, **own)]
        contact = replace(self._contact, **said)
        self._workplace.do(contacts.save_contact, contact, posts, self._base)
        if self._base is None and not self._stay:
            self._workplace.show(contact.id)


def _nothing(_outcome: object) -> None:
    """Names that were not spelled ahead are spelled when they are compared."""


def _id_of(country: MemberIdField) -> str:
    """The country as far as it can be told while it is being typed."""
    member = country.chosen()
    return member.id if member else ""


def post_form(
    workplace: Workplace, contact: Contact, parent: QWidget | None = None, base: Post | None = None
) -> RecordForm:
    """A post of that person: entered, or edited."""
    post = base or Post(contact=contact.id, role=Role.MINISTRY)

    def predecessor() -> Choice:
        return Choice(_posts(workplace.snapshot, contact, post), post.predecessor)

    layout = [
        Item("role", 2), Item("title", 4, label=_("Title of the post")),
        Item("organisation", 6), Item("starts_on", 3), Item("ends_on", 3),
        Item("predecessor", 6, label=_("Took over from"), field=predecessor), Item("source", 6),
    ]  # fmt: skip
    if base and base.ends_on is None:  # its end has a form of its own, which asks who follows
        layout = [item for item in layout if item.name != "ends_on"]
    title = _("Edit a post") if base else _("New post")
    told = _("{title}: {name}").format(title=title, name=contact.name)
    form = RecordForm(workplace, told, post, layout, base=base, parent=parent)
    if base:
        _offer_deletion(form, workplace, base)
    form.kept_as(workplace, "post", base.id if base else contact.id, edits=base is not None)
    return form


def _offer_deletion(form: RecordForm, workplace: Workplace, post: Post) -> None:
    """A post that was never held; Undo brings it back."""
    role = QDialogButtonBox.ButtonRole.DestructiveRole
    button = form.buttons.addButton(_("Delete the post"), role)
    button.setAutoDefault(False)

    def delete() -> None:
        workplace.do(records.remove, post)
        form.done(form.DialogCode.Accepted)

    button.clicked.connect(delete)


def _posts(snapshot: Snapshot, contact: Contact, own: Post) -> list[tuple[str, str]]:
    """The posts of the same country that somebody else holds or has held."""
    people = snapshot.contacts_of.get(contact.member, ())
    posts = [p for c in people if c.id != contact.id for p in snapshot.posts_of.get(c.id, ())]
    known = [(post.id, words.post(post, snapshot)) for post in posts]
    if own.predecessor and own.predecessor not in dict(known):
        held = snapshot.find(Post, own.predecessor)
        known += [(own.predecessor, words.post(held, snapshot))] if held else []
    return [("", _("nobody, or not known")), *known]
