"""One meeting as one reads it: who, about what, what was said, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from upudesk import telling, words
from upudesk.gui import theme
from upudesk.gui.conflicts import ConflictBox, conflicts_of
from upudesk.gui.evidence import EvidenceList
from upudesk.gui.marks import Chip
from upudesk.gui.meeting_form import told
from upudesk.gui.notes_field import marker_of
from upudesk.gui.parts import Section, link, pressable, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import moment_of
from upudesk.model import Author, Contact, Marking, Meeting, Member
from upudesk.snapshot import Snapshot

Command = tuple[str, str, Callable[[], object]]
"""What a button says, its keys, what it does."""
TOP = Qt.AlignmentFlag.AlignTop


def parts(
    workplace: Workplace,
    meeting: Meeting,
    commands: Sequence[Command],
    pledge: Command,
    follow_up: Command,
) -> Iterator[QWidget]:
    """The sections, from the snapshot of now; the last two commands add to theirs."""
    snapshot = workplace.snapshot
    yield _heading(workplace, meeting)
    for conflict in conflicts_of(snapshot, meeting.id):
        yield ConflictBox(workplace, conflict)
    yield buttons(commands)
    yield _people(workplace, meeting)
    for title, said in (
        (_("Agenda"), meeting.agenda),
        (_("Notes"), meeting.notes),
        (_("Outcome"), meeting.outcome),
    ):
        if said.strip():
            section = Section(title)
            section.whole(reading(said))
            yield section
    yield _pledges(workplace, meeting, _adding(pledge))
    yield _follow_ups(workplace, meeting, _adding(follow_up))
    evidence = Section(_("Evidence"))
    evidence.whole(EvidenceList(workplace, meeting.id))
    yield evidence
    yield _history(workplace, meeting)


def _heading(workplace: Workplace, meeting: Meeting) -> QWidget:
    snapshot = workplace.snapshot
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(theme.GRID)
    grid.addWidget(text(meeting.title, strong=True, size=theme.LARGE), 0, 0)
    countries = QHBoxLayout()
    countries.setSpacing(theme.GAP)
    for member in (snapshot.find(Member, id) for id in meeting.members):
        if member is not None:
            countries.addWidget(_country(workplace, member))
    countries.addStretch()
    grid.addLayout(countries, 1, 0)
    grid.addWidget(text(telling.dotted(telling.when(meeting), _reported(workplace, meeting),
                                       meeting.place), "quiet"), 2, 0)  # fmt: skip
    if marking := snapshot.find(Marking, meeting.marking):
        secret = "warning" if marking.rank > snapshot.markings[0].rank else "quiet"
        label = QLabel(words.named(marking))
        label.setProperty("tone", secret)
        grid.addWidget(label, 0, 1, TOP)
    grid.setColumnStretch(0, 1)
    return holder


def _country(workplace: Workplace, member: Member) -> QPushButton:
    name = words.named(member)
    return link(name, lambda: workplace.show(member.id), name)


def _reported(workplace: Workplace, meeting: Meeting) -> str:
    if not (meeting.held_on and meeting.reported_on):
        return ""
    return _("reported {day}").format(day=workplace.language.date(meeting.reported_on))


def buttons(commands: Sequence[Command]) -> QWidget:
    """The commands side by side."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    for shown, keys, act in commands:
        button = QPushButton(shown)
        button.setAccessibleName(shown)
        button.setToolTip(keys)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False, act=act: act())
        row.addWidget(button)
    row.addStretch()
    return holder


# ------------------------------------------------------------------ people and texts


def _people(workplace: Workplace, meeting: Meeting) -> Section:
    snapshot = workplace.snapshot
    section = Section(_("People"))
    for title, ids in ((_("Theirs"), meeting.their_people), (_("Ours"), meeting.our_people)):
        for number, person in enumerate(c for id in ids if (c := snapshot.find(Contact, id))):
            section.put(title if number == 0 else "", _person(workplace, person))
    if meeting.others_present:
        section.fact(_("Others"), meeting.others_present)
    if not (meeting.their_people or meeting.our_people or meeting.others_present):
        section.say(_("Nobody is named yet."))
    if meeting.source:
        section.fact(_("Source"), meeting.source, "quiet")
    return section


def _person(workplace: Workplace, person: Contact) -> QPushButton:
    post = telling.post_now(person, workplace.snapshot)
    held = (post.title or words.role(post.role)) if post else ""
    shown = telling.dotted(person.name, held)
    return pressable(shown, lambda: workplace.show(person.id), shown)


def reading(said: str) -> QWidget:
    """A text with its lists: items stand beside their markers, indented."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.GAP)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for row, (marker, line) in enumerate(_paragraphs(said)):
        if marker:
            shown = "•" if marker in "-*–" else marker
            label = text(shown, "quiet")
            label.setContentsMargins(theme.MARGIN, 0, 0, 0)
            grid.addWidget(label, row, 0, TOP | Qt.AlignmentFlag.AlignRight)
            grid.addWidget(text(line), row, 1, TOP)
        else:
            grid.addWidget(text(line), row, 0, 1, 2, TOP)
    return holder


def _paragraphs(said: str) -> Iterator[tuple[str, str]]:
    """Items with their markers; the lines between two items or blank lines are one paragraph."""
    lines: list[str] = []
    for line in [*said.strip().splitlines(), ""]:
        marker = marker_of(line)
        if (marker or not line.strip()) and lines:
            yield "", "\n".join(lines)
            lines = []
        if marker:
            yield marker.strip(), line[len(marker) :]
        elif line.strip():
            lines.append(line)


# ------------------------------------------------------------------ what came of it


def _adding(command: Command) -> QPushButton:
    shown, keys, act = command
    button = link(shown, act, shown.removeprefix("+ "))
    button.setToolTip(keys)
    return button


def _pledges(workplace: Workplace, meeting: Meeting, add: QPushButton) -> Section:
    snapshot = workplace.snapshot
    section = Section(_("Pledges given in it"), add, names=20)
    given = snapshot.pledges_in.get(meeting.id, ())
    for pledge in given:
        chip = Chip(words.state_of(pledge.level))
        member = snapshot.find(Member, pledge.member)
        several = words.named(member) if member and len(meeting.members) > 1 else ""
        shown = telling.dotted(several, told(pledge, snapshot))
        section.whole(_beside(chip, pressable(shown, partial(workplace.show, pledge.id), shown)))
    if not given:
        section.say(_("No pledge was logged in it."))
    return section


def _beside(chip: Chip, shown: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP)
    row.addWidget(chip)
    row.addWidget(shown, 1)
    return holder


def _follow_ups(workplace: Workplace, meeting: Meeting, add: QPushButton) -> Section:
    snapshot, language = workplace.snapshot, workplace.language
    section = Section(_("Follow-ups"), add)
    tasks = snapshot.follow_ups_from.get(meeting.id, ())
    for task in sorted(tasks, key=lambda f: (f.done_on is not None, str(f.due_on or "9"))):
        due = language.date(task.due_on) if task.due_on else _("no date")
        owner = snapshot.find(Author, task.owner)
        done = _("done {day}").format(day=language.date(task.done_on)) if task.done_on else ""
        late = _("overdue") if telling.overdue(task, snapshot) else ""
        shown = telling.dotted(task.what, owner.name if owner else "", done, late)
        section.put(due, pressable(shown, partial(workplace.show, task.id), shown))
    if not tasks:
        section.say(_("Nothing is to be done about it."))
    return section


def _history(workplace: Workplace, meeting: Meeting) -> Section:
    assert workplace.desk is not None
    section = Section(_("History"), names=128)
    about: Snapshot = workplace.snapshot
    for step in list(reversed(workplace.desk.history(meeting.id)))[:6]:
        moment = workplace.language.instant(moment_of(step.clock))
        section.fact(moment, telling.dotted(words.step(step, about, meeting.id), step.author))
    return section
