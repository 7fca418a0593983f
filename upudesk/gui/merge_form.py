"""Making one contact of two: the value of each field in which they differ is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QVBoxLayout, QWidget

from upudesk import i18n, telling, tongues, words
from upudesk.campaign import contacts, merging
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.gui import theme
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Choice, Form, plain_tip
from upudesk.gui.name_field import told
from upudesk.gui.parts import text
from upudesk.gui.radio import Radio
from upudesk.gui.record_form import capital
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Contact
from upudesk.snapshot import Snapshot
from upudesk.values import to_values

JOINED = ("notes",)
"""Texts of which both can be kept, one under the other."""
LONGEST = 70


class MergeForm(Entry):
    """Who is the same person, and which of their values holds."""

    def __init__(
        self, workplace: Workplace, keep: Contact, lose: Contact | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._workplace, self._keep = workplace, keep
        self.picks = Picks(workplace.snapshot, keep)
        form = Form()
        choices = _others(workplace.snapshot, keep, lose)
        other = Choice(choices, lose.id if lose else "")
        form.add("other", _("The same person is also entered as"), other)
        form.add("fields", _("Where they differ, what holds"), self.picks)
        title = _("Merge contacts: {name}").format(name=keep.name)
        super().__init__(parent, title, form, _("Merge"))
        self.resize(680, 600)
        other.currentIndexChanged.connect(lambda _at: self._show())
        self._show()
        self.watch()
        other.setFocus()

    @property
    def other(self) -> Choice:
        choice = self.form.fields["other"]
        assert isinstance(choice, Choice)
        return choice

    def _show(self) -> None:
        self.picks.show_pair(self._workplace.snapshot.find(Contact, self.other.value()))
        self.form.unfolded.emit(True)

    def record(self) -> None:
        lose = self._workplace.snapshot.find(Contact, self.other.value())
        if lose is None:
            sentence = N_("Choose the contact that is the same person.")
            raise InvalidRecord({"other": Message(sentence)})
        self._workplace.do(merging.merge, self._keep, lose, self.picks.value())
        self._workplace.show(self._keep.id)


class Picks(QWidget):
    """For each field in which two contacts differ: the one, the other, or both."""

    changed = Signal()

    def __init__(self, snapshot: Snapshot, keep: Contact) -> None:
        super().__init__()
        self._snapshot, self._keep = snapshot, keep
        self._lose: Contact | None = None
        self.groups: dict[str, QButtonGroup] = {}
        self._values: dict[str, list[Any]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_pair(self, lose: Contact | None) -> None:
        """Show these two in place of those before."""
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._lose = lose
        self.groups, self._values = {}, {}
        if lose is None:
            self._column.addWidget(text(_("Nobody is chosen yet."), "quiet"))
            return
        for name in merging.differences(self._keep, lose):
            self._add(name, lose)
        if not self.groups:
            self._column.addWidget(text(_("They contradict each other in nothing."), "quiet"))
        self._column.addWidget(text(self._moves(lose), "quiet"))

    def _moves(self, lose: Contact) -> str:
        """What goes over from the one to the other."""
        count = len(merging.naming(self._snapshot, lose))
        if not count:
            return _("Nothing else names the other one. It can be taken apart later.")
        template = ngettext(
            "{count} record that names the other one goes over. It can be taken apart later.",
            "{count} records that name the other one go over. It can be taken apart later.",
            count,
        )
        return template.format(count=i18n.current().number(count))

    def _add(self, name: str, lose: Contact) -> None:
        mine, theirs = getattr(self._keep, name), getattr(lose, name)
        values = [mine, theirs]
        if name in merging.UNITED:
            values = [merging.unite(mine, theirs), mine, theirs]
        elif name in JOINED:
            values = [f"{mine}\n{theirs}", mine, theirs]
        self._values[name] = values
        label = capital(words.field(name))
        heading = QLabel(label)
        heading.setFont(theme.font(strong=True))
        self._column.addWidget(heading)
        group = self.groups[name] = QButtonGroup(self)
        for number, value in enumerate(values):
            shown = self._shown(name, value)
            if len(values) == 3 and number == 0:
                shown = _("both: {values}").format(values=shown)
            group.addButton(self._button(label, shown), number)
        group.button(0).setChecked(True)
        group.idToggled.connect(lambda _id, _on: self.changed.emit())

    def _button(self, label: str, shown: str) -> Radio:
        short = shown if len(shown) <= LONGEST else f"{shown[:LONGEST].rstrip()}…"
        button = Radio(short.replace("&", "&&"))
        button.setToolTip(plain_tip(shown if short != shown else ""))
        button.setAccessibleName(_("{field}: {value}").format(field=label, value=shown))
        self._column.addWidget(button)
        return button

    def _shown(self, name: str, value: Any) -> str:
        if name == "languages":
            return tongues.listing(value)
        stored = to_values(replace(self._keep, **{name: value}))[name]
        return " ".join(telling.value(self._snapshot, Contact.KIND, name, stored).split())

    def pick(self, name: str, number: int) -> None:
        self.groups[name].button(number).setChecked(True)

    def value(self) -> Contact:
        """The one contact, in the values that were chosen."""
        assert self._lose is not None
        chosen = {name: self._values[name][g.checkedId()] for name, g in self.groups.items()}
        merged = replace(merging.united(self._keep, self._lose), **chosen)
        return merging.with_name_kept(merged, self._keep, self._lose)


def _others(snapshot: Snapshot, keep: Contact, lose: Contact | None) -> Sequence[tuple[str, str]]:
    """Who may be meant: those with a like name first, then the rest of the country."""
    likely = [like.contact for like in contacts.duplicates(snapshot, keep)]
    country = snapshot.contacts_of.get(keep.member, ())
    nowhere = snapshot.contacts_of.get("", ()) if keep.member else ()
    people = {c.id: c for c in (*([lose] if lose else ()), *likely, *country, *nowhere)}
    known = [(c.id, told(c, snapshot)) for c in people.values() if c.id != keep.id]
    return [("", _("Choose…")), *known]
