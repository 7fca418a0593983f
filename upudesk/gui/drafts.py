"""What is being typed, kept inside the campaign file until it is saved; offered after a kill."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from upudesk import words
from upudesk.errors import UserError
from upudesk.gui.forms import breakable
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Member

_KINDS = {
    "end_post": "post", "ask": "pledge", "past_result": "result", "country": "member",
    "proxy": "member", "contact_log": "meeting", "letterhead": "campaign",
}  # fmt: skip
"""Where a form is not called as the kind of record that it makes."""
PAUSE, AT_MOST = 1.0, 5.0
"""Seconds: so long after the last key a draft is kept, and so long typing may go on before that."""


@dataclass(frozen=True)
class Waiting:
    """A draft that no form holds: what it is of, since when it stands so, what was typed."""

    name: str
    written: datetime
    said: dict[str, Any]

    @property
    def form(self) -> str:
        """In which form it was typed."""
        return self.name.partition(" ")[0]

    @property
    def kind(self) -> str:
        """Of what kind of record."""
        return _KINDS.get(self.form, self.form)

    @property
    def of(self) -> str:
        """The record, or the number of the round, with which its form was opened."""
        found = (self.said.get(name) for name in ("of", "edits", "before"))
        return next((str(id) for id in found if id), "")


class Drafts(QObject):
    """The drafts of the campaign that is open, as this window sees them."""

    changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._held: set[str] = set()
        self._taken_up: Waiting | None = None
        workplace.campaign_changed.connect(self._held.clear)

    def waiting(self) -> list[Waiting]:
        """The drafts that no form holds now, the oldest first."""
        desk = self._workplace.desk
        if desk is None:
            return []
        kept = desk.drafts().items()
        found = [(n, at, _read(text)) for n, (at, text) in kept if n not in self._held]
        return [Waiting(name, at, said) for name, at, said in found if said]

    @contextmanager
    def taking_up(self, draft: Waiting) -> Iterator[None]:
        """The form that is opened meanwhile goes on with this draft."""
        self._taken_up = draft
        try:
            yield
        finally:
            self._taken_up = None

    def taken_up(self, form: str) -> Waiting | None:
        """The draft with which a form that is opened now was asked to go on."""
        taken = self._taken_up
        return taken if taken is not None and taken.form == form else None

    def find(self, name: str) -> Waiting | None:
        return next((draft for draft in self.waiting() if draft.name == name), None)

    def hold(self, name: str) -> None:
        """A form has this draft now: nobody else is offered it."""
        self._held.add(name)
        self.changed.emit()

    def release(self, name: str) -> None:
        self._held.discard(name)
        self.changed.emit()

    def keep(self, name: str, text: str) -> None:
        desk = self._workplace.desk
        if desk is not None:
            desk.keep_draft(name, text)

    def drop(self, name: str) -> None:
        desk = self._workplace.desk
        if desk is not None:
            desk.drop_draft(name)
            self.changed.emit()


def drafts_of(workplace: Workplace) -> Drafts:
    """The one keeper of drafts of this window."""
    for child in workplace.children():
        if isinstance(child, Drafts):
            return child
    return Drafts(workplace)


def _read(text: str) -> dict[str, Any]:
    """What a draft says; nothing where it cannot be read, as one of a later version."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    whole = isinstance(said, dict) and all(
        isinstance(said.get(part, {}), dict) for part in ("fields", "began")
    )
    return said if whole else {}


class Keeper(QObject):
    """Keeps the draft of one form: in the pauses of typing, and when the form is left.

    Keeping is one small commit, so it waits for a pause; without one, it is done now and then.
    """

    failed = Signal(object)
    """The UserError that says why the draft could not be kept."""

    def __init__(
        self, workplace: Workplace, name: str, typed: Callable[[], dict[str, Any]], form: QObject
    ) -> None:
        super().__init__(form)
        self.name, self._typed = name, typed
        self._drafts = drafts_of(workplace)
        self._workplace = workplace
        self._since = 0.0
        self._kept = ""
        self.is_kept = False
        """Whether there is a draft of this name."""
        self.begun = False
        """Whether anything was typed since the form was opened."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.keep)
        workplace.closing.connect(self.keep)
        self._drafts.hold(name)

    def touch(self) -> None:
        """Something was typed."""
        self.begun = True
        if not self._timer.isActive():
            self._since = monotonic()
        left = AT_MOST - (monotonic() - self._since)
        self._timer.start(int(1000 * max(0.0, min(PAUSE, left))))

    def keep(self) -> None:
        """Keep what stands in the form now, where it differs from what was kept."""
        self._timer.stop()
        if not self.begun:
            return
        text = json.dumps(self._typed(), ensure_ascii=False)
        if text == self._kept:
            return
        try:
            self._drafts.keep(self.name, text)
        except UserError as fault:
            self.failed.emit(fault)
        else:
            self._kept, self.is_kept = text, True

    def spend(self, record: Callable[[], None]) -> None:
        """Save what was typed; the draft goes in the same step."""
        with self._workplace.spending(self.name):
            record()

    def drop(self) -> None:
        """The draft goes: what was typed is to be forgotten."""
        self._timer.stop()
        self.begun = False
        try:
            if self.is_kept:
                self._drafts.drop(self.name)
        except UserError as fault:
            self.failed.emit(fault)

    def end(self) -> None:
        """The form is closed; a draft that is kept waits to be offered again."""
        self._timer.stop()
        self.begun = False
        self._drafts.release(self.name)


def ask_to_keep(parent: QWidget) -> bool | None:
    """A form with something typed in it is closed: keep it (True), discard it, or stay (None)."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setWindowTitle("UPUDesk")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(breakable(_("What was typed is not saved yet.")))
    keep = box.addButton(_("&Keep as draft"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(_("&Discard"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_("&Go on typing"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(stay)
    box.exec()
    return {keep: True, discard: False}.get(box.clickedButton())  # type: ignore[call-overload, no-any-return]


def open_draft(workplace: Workplace, draft: Waiting, parent: QWidget) -> QDialog | None:
    """The form of a draft, with everything in it that was typed; or that there is nothing any more
    that it is about, and the draft stays."""
    from upudesk.gui import messages
    from upudesk.gui.reopening import form_of

    with drafts_of(workplace).taking_up(draft):
        form = form_of(workplace, draft, parent)
    if form is None:
        gone = _(
            "What this is about is not there any more; the recycle bin may bring it back. The "
            "draft stays until it is discarded. It says:"
        )
        messages.show(parent, "\n".join((gone, "", *_texts(draft))))
    return form


def _texts(draft: Waiting) -> Iterator[str]:
    """What was typed, line by line."""
    began = draft.said.get("began", {})
    for name, said in draft.said.get("fields", {}).items():
        if isinstance(said, str) and said.strip() and said != began.get(name):
            yield f"{words.field(name)}: {said}"


_TEXTS = (
    "title", "name", "what", "text", "notes", "agenda", "outcome", "words", "note", "source",
)  # fmt: skip
"""The fields of which the first that says something tells what a draft is about."""


def about(workplace: Workplace, draft: Waiting) -> str:
    """What a draft is about, in a few words: its title, its countries or how its text begins."""
    fields = draft.said.get("fields", {})
    of = words.about(workplace.snapshot.any(draft.of), workplace.snapshot)
    members = fields.get("members")
    ids = members.get("chosen") if isinstance(members, dict) else ()
    texts_ = (id for id in (ids if isinstance(ids, list) else ()) if isinstance(id, str))
    known = [m for id in texts_ if (m := workplace.snapshot.find(Member, id))]
    country = str(fields.get("member", "")).strip()
    texts = (str(fields.get(name, "")).strip() for name in _TEXTS)
    began = next((text.splitlines()[0][:60] for text in texts if text), "")
    parts = (of, ", ".join(map(words.named, known)), country, began)
    return " · ".join(dict.fromkeys(filter(None, parts))) or _("no title")
