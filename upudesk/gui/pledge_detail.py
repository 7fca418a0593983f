"""One statement in full: its words, what became of it, what stands behind it, its history."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from upudesk import telling, words
from upudesk.campaign.pledges import Place, Placed, placed_for
from upudesk.gui import theme
from upudesk.gui.conflicts import ConflictBox, conflicts_of
from upudesk.gui.evidence import EvidenceList
from upudesk.gui.marks import Chip, flag_label
from upudesk.gui.parts import Section, link, text
from upudesk.gui.pledge_commands import COMMANDS, Command, commands_on
from upudesk.gui.pledge_rows import PLACES
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import EXISTENCE, OF_ERASURE, Change, Step, moment_of
from upudesk.model import Evidence, FollowUp, Marking, Meeting, Member, Pledge
from upudesk.snapshot import Snapshot
from upudesk.values import Value

Run = Callable[[Command], None]
Look = Callable[[str], None]
SHOWN = 12
"""So many other statements stand in the timeline."""


def parts(workplace: Workplace, pledge: Pledge, run: Run, look: Look) -> Iterator[QWidget]:
    """The sections, from the snapshot of now. `look` turns to another statement."""
    snapshot = workplace.snapshot
    where = placed_for(snapshot, pledge)
    yield _heading(workplace, pledge, where)
    for conflict in conflicts_of(snapshot, pledge.id):
        yield ConflictBox(workplace, conflict)
    yield _buttons(pledge, run)
    yield _standing(workplace, pledge, where, look)
    yield _statement(workplace, pledge)
    yield _evidence(workplace, pledge)
    yield _timeline(workplace, pledge, where, look)
    follow_ups = _follow_ups(workplace, pledge)
    if follow_ups is not None:
        yield follow_ups
    yield _history(workplace, pledge)


# ------------------------------------------------------------------ heading and commands


def _heading(workplace: Workplace, pledge: Pledge, where: Placed | None) -> QWidget:
    snapshot = workplace.snapshot
    member = snapshot.find(Member, pledge.member)
    name = words.named(member) if member else ""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.MARGIN)
    grid.setVerticalSpacing(theme.GRID)
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(flag_label(member.iso2 if member else "", name), 0, 0, top)
    grid.addWidget(text(name, strong=True, size=theme.LARGE), 0, 1)
    go = link(_("Country"), lambda: workplace.show(pledge.member), _("Show the country"))
    grid.addWidget(go, 0, 2, top)
    row = QHBoxLayout()
    row.setSpacing(theme.GAP)
    row.addWidget(Chip(words.state_of(pledge.level)))
    said = telling.dotted(words.level(pledge.level), words.council_of(snapshot, pledge.candidacy))
    row.addWidget(text(said, strong=True, size=theme.SMALL), 1)
    grid.addLayout(row, 1, 1, 1, 2)
    place = _(PLACES[where.place]) if where else ""
    day = telling.dotted(telling.when(pledge), _ago(workplace, pledge), place)
    grid.addWidget(text(day, "quiet"), 2, 1, 1, 2)
    return holder


def _ago(workplace: Workplace, pledge: Pledge) -> str:
    known = pledge.given_on or pledge.reported_on
    return telling.days_ago(max(0, (workplace.snapshot.today - known).days)) if known else ""


def _buttons(pledge: Pledge, run: Run) -> QWidget:
    """The commands, and the one line that tells two of them apart."""
    section = QWidget()
    grid = QGridLayout(section)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(theme.GAP)
    shown = [c for c in commands_on(pledge) if c.keys not in ("Del", "Ctrl+Shift+E")]
    for number, command in enumerate(shown):
        button = QPushButton(command.named)
        button.setAccessibleName(command.named)
        button.setToolTip(f"{_(command.tip)} ({_keys(command)})")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False, command=command: run(command))
        grid.addWidget(button, number // 2, number % 2)
    delete = COMMANDS[-1]
    away = link(delete.named, lambda: run(delete))
    away.setToolTip(f"{_(delete.tip)} ({_keys(delete)})")
    grid.addWidget(away, (len(shown) - 1) // 2, 2)
    grid.setColumnStretch(3, 1)
    if len(shown) > 2:
        told = _(
            "Correct what was logged wrongly; log a change of mind when they say something else."
        )
        grid.addWidget(text(told, "quiet"), 2, 0, 1, 4)
    return section


def _keys(command: Command) -> str:
    return QKeySequence(command.keys).toString(QKeySequence.SequenceFormat.NativeText)


# ------------------------------------------------------------------ what became of it


def _standing(workplace: Workplace, pledge: Pledge, where: Placed | None, look: Look) -> Section:
    section = Section(_("Standing"))
    if where is None:
        section.say(_("It is about a candidacy that is not ours; it is not counted."))
        return section
    section.whole(text(_sentence(where), "" if where.in_force else "quiet"))
    if where.by is not None:
        by = where.by
        told = telling.dotted(telling.when(by), words.level(by.level), words.form(by.form))
        section.whole(link(told, lambda: look(by.id), _("Show: {what}").format(what=told)))
    if where.in_force:
        for sentence in telling.cautions(where.stance, workplace.snapshot):
            section.whole(text(sentence, "warning"))
        if where.decides and where.stance.old:
            section.whole(text(_("It is old: ask for confirmation."), "warning"))
    return section


def _sentence(where: Placed) -> str:
    match where.place:
        case Place.IN_FORCE if where.decides:
            return _("In force: this is what is counted.")
        case Place.IN_FORCE:
            return _("In force; the other side’s word is the one that is counted.")
        case Place.SUPERSEDED if where.by and where.by.level is where.pledge.level:
            return _("The same side has said so again since; the later word is the one in force.")
        case Place.SUPERSEDED:
            return _("No more in force: the same side said something later.")
        case Place.OUTRANKED:
            return _("Hearsay: it does not take the place of what they said themselves.")
        case Place.WAITING:
            return _("Our request; no answer has come since.")
    return _("Our request; it is closed by an answer or by a later request.")


def _statement(workplace: Workplace, pledge: Pledge) -> Section:
    snapshot, language = workplace.snapshot, workplace.language
    section = Section(_("Statement"), names=104)
    if pledge.words:
        section.whole(text(_("“{words}”").format(words=pledge.words), size=theme.SMALL))
    marking = snapshot.find(Marking, pledge.marking)
    meeting = snapshot.find(Meeting, pledge.meeting)
    asked = not pledge.form
    facts = (
        (_("Form"), telling.manner(pledge)),
        (_("Said by"), "" if asked else telling.speaker(pledge, snapshot)),
        (_("Whom we asked") if asked else _("Said to"), pledge.said_to),
        (_("Source"), pledge.source),
        (_("Grade"), "" if asked else words.certainty(pledge.grade)),
        (_("Reported on"), language.date(pledge.reported_on) if pledge.reported_on else ""),
        (_("Place"), pledge.place),
        (_("Witness"), pledge.witness),
        (_("Condition"), pledge.condition),
        (_("Holds until"), language.date(pledge.fades_on) if pledge.fades_on else ""),
        (_("Marking"), words.named(marking) if marking else ""),
        (_("Note"), pledge.note),
    )
    for name, said in facts:
        if said:
            section.fact(name, said)
    if meeting is not None:
        told = telling.dotted(telling.when(meeting), meeting.title)
        section.put(_("Meeting"), _shown(workplace, meeting.id, told))
    return section


def _evidence(workplace: Workplace, pledge: Pledge) -> Section:
    section = Section(_("Evidence"))
    section.whole(EvidenceList(workplace, pledge.id))
    return section


def _timeline(workplace: Workplace, pledge: Pledge, where: Placed | None, look: Look) -> Section:
    """All that the country said on that council, newest first; this one among them."""
    snapshot = workplace.snapshot
    title = _("All that was said on {council}").format(
        council=words.council_of(snapshot, pledge.candidacy)
    )
    section = Section(title, names=104)
    made = [
        p for p in snapshot.pledges_of.get(pledge.member, ()) if p.candidacy == pledge.candidacy
    ]
    in_force = {p.id for p in where.stance.in_force} if where else set()
    for other in sorted(made, key=lambda p: (p.day, p.id), reverse=True)[:SHOWN]:
        section.put(telling.when(other), _told(other, pledge, in_force, look))
    return section


def _told(other: Pledge, shown: Pledge, in_force: set[str], look: Look) -> QWidget:
    level = words.level(other.level)
    standing = _("in force") if other.id in in_force else ""
    manner = text(telling.dotted(telling.manner(other), standing), "quiet")
    this = other.id == shown.id
    name = _("Show: {what}").format(what=telling.dotted(telling.when(other), level))
    said = text(level, strong=True) if this else link(level, lambda: look(other.id), name)
    return _across(Chip(words.state_of(other.level)), said, manner)


def _across(*parts: QWidget) -> QWidget:
    """Beside each other; the last one takes what is left, and wraps."""
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.GAP)
    for part in parts[:-1]:
        across.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(part, QLabel):
            part.setWordWrap(False)
    across.addWidget(parts[-1], 1, Qt.AlignmentFlag.AlignTop)
    return row


def _shown(workplace: Workplace, id: str, said: str) -> QWidget:
    """Text of any length, and the link to where it is kept."""
    name = _("Show: {what}").format(what=said)
    return _across(link(_("Show"), lambda: workplace.show(id), name), text(said))


def _follow_ups(workplace: Workplace, pledge: Pledge) -> Section | None:
    snapshot, language = workplace.snapshot, workplace.language
    tied = [f for f in snapshot.follow_ups_on.get(pledge.member, ()) if f.pledge == pledge.id]
    if not tied:
        return None
    section = Section(_("Follow-ups"), names=104)
    for follow_up in tied:
        due = language.date(follow_up.due_on) if follow_up.due_on else _("no date")
        section.put(due, _task(workplace, follow_up))
    return section


def _task(workplace: Workplace, follow_up: FollowUp) -> QWidget:
    done = _("done") if follow_up.done_on else ""
    late = _("overdue") if telling.overdue(follow_up, workplace.snapshot) else ""
    return _shown(workplace, follow_up.id, telling.dotted(follow_up.what, done, late))


# ------------------------------------------------------------------ its history


def _history(workplace: Workplace, pledge: Pledge) -> Section:
    """Every step on it, newest first, each correction with what stood there before."""
    assert workplace.desk is not None
    section = Section(_("History"), names=128)
    lines: list[tuple[Step, str]] = []
    before: dict[str, Value] = {}
    for step in workplace.desk.history(pledge.id):
        lines.append((step, _changed(workplace.snapshot, pledge.id, step, before)))
    for step, changed in reversed(lines):
        said = telling.dotted(
            words.step(step, workplace.snapshot, pledge.member), *_files(workplace, step)
        )
        moment = workplace.language.instant(moment_of(step.clock))
        section.fact(moment, "\n".join(filter(None, (said, changed))))
    return section


def _files(workplace: Workplace, step: Step) -> list[str]:
    """The names of the files that a step was about, as far as they are still there."""
    ids = dict.fromkeys(c.record for c in step.changes if c.kind == Evidence.KIND)
    found = (workplace.snapshot.find(Evidence, id) for id in ids)
    return [evidence.name for evidence in found if evidence is not None]


def _changed(snapshot: Snapshot, id: str, step: Step, before: dict[str, Value]) -> str:
    """What a step changed on the record; `before` is what stood there, and is brought on."""
    own = [
        c
        for c in step.changes
        if c.record == id and c.field != EXISTENCE and c.field not in OF_ERASURE
    ]
    new = any(c.record == id and c.field == EXISTENCE and c.value for c in step.changes)
    said = [] if new else [_one(snapshot, change, before.get(change.field)) for change in own]
    before.update({change.field: change.value for change in own})
    return "\n".join(said)


def _one(snapshot: Snapshot, change: Change, old: Value) -> str:
    def shown(value: Value) -> str:
        return telling.value(snapshot, change.kind, change.field, value) or _("(blank)")

    return _("{field}: {before} → {after}").format(
        field=words.field(change.field),
        before=shown(old),
        after=_("(erased for good)") if change.erased else shown(change.value),
    )
