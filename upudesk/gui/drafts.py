"""What is being typed, kept inside the campaign file until it is saved; offered after a kill."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QWidget

from upudesk import words
from upudesk.errors import UserError
from upudesk.gui import theme
from upudesk.gui.forms import breakable
from upudesk.gui.parts import link
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Member

PLEDGE = "pledge"
"""How the names of drafts of a pledge begin; all others are of meetings."""
PAUSE, AT_MOST = 1.0, 5.0
"""Seconds: so long after the last key a draft is kept, and so long typing may go on before that."""


@dataclass(frozen=True)
class Waiting:
    """A draft that no form holds: what it is of, since when it stands so, what was typed."""

    name: str
    written: datetime
    said: dict[str, Any]

    @property
    def kind(self) -> str:
        return self.name.partition(" ")[0]


class Drafts(QObject):
    """The drafts of the campaign that is open, as this window sees them."""

    changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._held: set[str] = set()
        workplace.campaign_changed.connect(self._held.clear)

    def waiting(self) -> list[Waiting]:
        """The drafts that no form holds now, the oldest first."""
        desk = self._workplace.desk
        if desk is None:
            return []
        kept = desk.drafts().items()
        found = [(n, at, _read(text)) for n, (at, text) in kept if n not in self._held]
        return [Waiting(name, at, said) for name, at, said in found if said]

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
    return said if isinstance(said, dict) and isinstance(said.get("fields", {}), dict) else {}


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


def open_draft(workplace: Workplace, draft: Waiting, parent: QWidget) -> QDialog:
    """The form of a draft, with everything in it that was typed."""
    from upudesk.gui.meeting_form import MeetingForm
    from upudesk.gui.quick_log import QuickLog

    of_form = QuickLog if draft.kind == PLEDGE else MeetingForm
    form: QDialog = of_form(workplace, parent=parent, draft=draft)
    form.open()
    return form


class DraftBar(QFrame):
    """One line for each draft that waits: go on with it, or discard it. Hidden while none does."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._workplace = workplace
        self._gone: Waiting | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.MARGIN, 3, theme.MARGIN, 3)
        self._grid.setHorizontalSpacing(theme.MARGIN)
        self._grid.setColumnStretch(0, 1)
        drafts_of(workplace).changed.connect(self.renew)
        workplace.campaign_changed.connect(self._forget)
        self.hide()

    def word(self) -> None:
        self.renew()

    def _forget(self) -> None:
        self._gone = None
        self.renew()

    def renew(self) -> None:
        """Show the drafts that wait now."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        waiting = drafts_of(self._workplace).waiting()
        for row, draft in enumerate(waiting):
            self._add(row, draft)
        if self._gone is not None:
            self._add_gone(len(waiting), self._gone)
        self.setVisible(bool(waiting) or self._gone is not None)

    def _add(self, row: int, draft: Waiting) -> None:
        label = QLabel(self.sentence(draft))
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._grid.addWidget(label, row, 0)
        of = about(self._workplace, draft)
        go_on = link(_("Continue"), lambda: self._go_on(draft), f"{_('Continue')}: {of}")
        discard = link(_("Discard"), lambda: self._discard(draft), f"{_('Discard')}: {of}")
        self._grid.addWidget(go_on, row, 1)
        self._grid.addWidget(discard, row, 2)

    def _add_gone(self, row: int, draft: Waiting) -> None:
        pledge = draft.kind == PLEDGE
        said = (
            _("The unfinished pledge was discarded.")
            if pledge
            else _("The unfinished meeting note was discarded.")
        )
        self._grid.addWidget(QLabel(said), row, 0)
        self._grid.addWidget(link(_("Bring it back"), lambda: self._bring_back(draft)), row, 1)

    def sentence(self, draft: Waiting) -> str:
        """What was not finished, and since when."""
        language = self._workplace.language
        moment = draft.written.astimezone()
        today = moment.date() == datetime.now().astimezone().date()
        time = language.time(moment) if today else language.instant(draft.written)
        if draft.kind == PLEDGE:
            said = _("A pledge from {time} was not finished: {about}")
        else:
            said = _("A meeting note from {time} was not finished: {about}")
        return said.format(time=time, about=about(self._workplace, draft))

    def _go_on(self, draft: Waiting) -> None:
        if self._workplace.may_write(self.window()):
            open_draft(self._workplace, draft, self.window())

    def _discard(self, draft: Waiting) -> None:
        self._gone = draft
        drafts_of(self._workplace).drop(draft.name)

    def _bring_back(self, draft: Waiting) -> None:
        self._gone = None
        drafts = drafts_of(self._workplace)
        drafts.keep(draft.name, json.dumps(draft.said, ensure_ascii=False))
        drafts.changed.emit()


_TEXTS = ("notes", "agenda", "outcome", "words", "note", "source")
"""The fields of which the first that says something tells what a draft is about."""


def about(workplace: Workplace, draft: Waiting) -> str:
    """What a draft is about, in a few words: its title, its countries or how its text begins."""
    fields = draft.said.get("fields", {})
    if title := str(fields.get("title", "")).strip():
        return title
    members = fields.get("members")
    ids = members.get("chosen") if isinstance(members, dict) else ()
    texts_ = (id for id in (ids if isinstance(ids, list) else ()) if isinstance(id, str))
    known = [m for id in texts_ if (m := workplace.snapshot.find(Member, id))]
    country = str(fields.get("member", "")).strip()
    texts = (str(fields.get(name, "")).strip() for name in _TEXTS)
    began = next((text.splitlines()[0][:60] for text in texts if text), "")
    return " · ".join(filter(None, (", ".join(map(words.named, known)), country, began))) or _(
        "no title"
    )
