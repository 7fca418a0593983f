"""One step of the journal, field by field: what stood before, what stands since, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from upudesk import blind, telling, words
from upudesk.errors import N_, UndoBlocked, UserError
from upudesk.gui import messages, theme
from upudesk.gui.erase_form import erase, may_be_erased
from upudesk.gui.journal_rows import Row, label, who
from upudesk.gui.owners import reader
from upudesk.gui.pages import place_of
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_form import capital
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import EXISTENCE, EXPUNGED, WHY, Change, Place, Step, moment_of
from upudesk.snapshot import Snapshot
from upudesk.undoing import stands_alone
from upudesk.values import Value

NOTHING = N_("Choose a step to see what it changed.")
_DIGEST = re.compile("[0-9a-f]{32}")
"""So much of a SHA-256 stands on one line."""
RECORDS, LETTERS = 12, 400
"""So many records of one step are shown, and so much of one text."""


def parts(workplace: Workplace, row: Row, look_at: Callable[[str], object]) -> Iterator[QWidget]:
    """What there is to know of a step. `look_at` turns to another step."""
    assert workplace.desk is not None
    snapshot, language = workplace.snapshot, workplace.language
    step = workplace.desk.step(row.step.id)
    yield text(label(step, snapshot), strong=True, size=theme.SMALL)
    when = language.instant(moment_of(step.clock))
    yield text(telling.dotted(when, who(step, snapshot)), "quiet")
    if row.undone:
        yield text(_("This step is undone: a later one took it back."), "quiet")
    yield _buttons(workplace, row, look_at)
    before = workplace.desk.replaced_by(step)
    yield from _records(workplace, step, before)


def _buttons(workplace: Workplace, row: Row, look_at: Callable[[str], object]) -> QWidget:
    holder = QWidget()
    across = QHBoxLayout(holder)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.GAP)
    show = QPushButton(_("Show the record"))
    show.setEnabled(bool(_shown_at(workplace.snapshot, row.step)))
    show.clicked.connect(lambda: show_record(workplace, row.step))
    back = QPushButton(_("Take this step back"))
    back.setToolTip(_("As a step of its own, which can be undone; later steps stay."))
    back.setEnabled(not row.undone and stands_alone(row.step))
    back.clicked.connect(lambda: take_back(workplace, holder, row.step.id, look_at))
    for button in (show, back):
        button.setAccessibleName(button.text())
        across.addWidget(button)
    across.addStretch()
    return holder


# ------------------------------------------------------------------ doing


def _shown_at(snapshot: Snapshot, step: Step) -> str:
    """The record of a step that has a page, the most particular first."""
    return next((id for id in reversed(step.subject) if place_of(snapshot, id)[0]), "")


def show_record(workplace: Workplace, step: Step) -> None:
    """Go to the record that a step was about; to its country where the record is gone."""
    if id := _shown_at(workplace.snapshot, step):
        workplace.show(id)


def take_back(
    workplace: Workplace, parent: QWidget, id: str,
    look_at: Callable[[str], object] | None = None,
) -> None:  # fmt: skip
    """Take one step back; where a later one depends on it, say which and go there."""
    if workplace.desk is None or not workplace.may_write(parent.window()):
        return
    try:
        taken = workplace.desk.take_back(id)
    except UndoBlocked as fault:
        later = fault.message.gaps.get("step")
        messages.show(parent.window(), words.say(fault, workplace.snapshot), grave=True)
        if isinstance(later, Step) and look_at is not None:
            look_at(later.id)
    except UserError as fault:
        messages.show_fault(parent.window(), fault)
    else:
        workplace.saved.emit(taken, ())


# ------------------------------------------------------------------ field by field


def _records(workplace: Workplace, step: Step, before: Mapping[Place, Value]) -> Iterator[QWidget]:
    by_record: dict[str, list[Change]] = {}
    for change in step.changes:
        by_record.setdefault(change.record, []).append(change)
    for changes in list(by_record.values())[:RECORDS]:
        yield _record(workplace, changes, before)
    if (more := len(by_record) - RECORDS) > 0:
        said = ngettext("and {count} more record", "and {count} more records", more)
        yield text(said.format(count=workplace.language.number(more)), "quiet")


def _record(
    workplace: Workplace, changes: Sequence[Change], before: Mapping[Place, Value]
) -> Section:
    """What became of one record, under its name."""
    snapshot, first = workplace.snapshot, changes[0]
    record = snapshot.any(first.record)
    name = words.about(record, snapshot) if record else ""
    gone = any(c.field == EXISTENCE and not c.value for c in changes)
    reasons = "" if gone else ", ".join(dict.fromkeys(words.reason(c.reason) for c in changes))
    title = telling.dotted(capital(words.kind(first.kind)), name, reasons)
    go = None
    if place_of(snapshot, first.record)[0]:
        spoken = _("Show {name}").format(name=name)
        go = link(_("Show"), lambda: workplace.show(first.record), spoken)
    elif gone and record is None:
        go = link(_("Recycle bin"), lambda: workplace.wanted.emit("journal", first.record))
    section = Section(title, go, names=112)
    section.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    if blind.sealed(snapshot, first.kind, first.record, reader(workplace)):
        section.say(words.sealed())
        return section
    new = any(c.field == EXISTENCE and c.value and not c.replaces for c in changes)
    for change in changes:
        if said := _said(snapshot, change, {} if new else before):
            section.fact(_named(change), said)
    if may_be_erased(workplace, first.kind, first.record) and not _is_erased(changes):
        section.put("", _eraser(workplace, first, name))
    return section


def _eraser(workplace: Workplace, change: Change, name: str) -> QWidget:
    """Below the facts, where nobody presses it in passing."""
    holder = QWidget()
    across = QHBoxLayout(holder)
    across.setContentsMargins(0, 0, 0, 0)
    spoken = _("Erase for good: {name}").format(name=name or words.kind(change.kind))
    act = partial(erase, workplace, change.kind, change.record, holder)
    across.addWidget(link(_("Erase for good…"), act, spoken))
    across.addStretch()
    return holder


def _is_erased(changes: Sequence[Change]) -> bool:
    """Whether it is the erasing itself that is told of."""
    return any(change.field == EXPUNGED for change in changes)


def _named(change: Change) -> str:
    return "" if change.field in (EXISTENCE, EXPUNGED) else capital(words.field(change.field))


def _said(snapshot: Snapshot, change: Change, before: Mapping[Place, Value]) -> str:
    """Before and after; only what was said, where nothing stood there before."""
    if change.field == EXPUNGED:
        return _("Erased for good; nothing is left of it but that it was there.")
    if change.field == EXISTENCE:
        if change.value:
            return _("brought back") if change.replaces else ""
        return _("deleted")
    if change.erased:
        return _("(erased for good)")
    if change.field == WHY:
        return str(change.value)
    old = _shown(snapshot, change, before.get(change.place))
    new = _shown(snapshot, change, change.value)
    if not old:
        return new
    return _("{before} → {after}").format(before=old, after=new or _("(blank)"))


def _shown(snapshot: Snapshot, change: Change, value: Value) -> str:
    said = telling.value(snapshot, change.kind, change.field, value)
    said = said if len(said) <= LETTERS else said[:LETTERS] + " …"
    return _DIGEST.sub("\\g<0>\u200b", said)
