"""What came of a meeting, row by row in its form: pledges given in it, things to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from upudesk import words
from upudesk.dates import TypedDay
from upudesk.errors import N_, InvalidRecord, Message, UserError
from upudesk.gui import theme
from upudesk.gui.days import DayField
from upudesk.gui.entry import collected
from upudesk.gui.forms import Choice, Form, Line
from upudesk.gui.level_field import LEVELS
from upudesk.gui.marks import CHIP, paint_chip
from upudesk.gui.parts import line, link, text
from upudesk.gui.people_field import SpeakerField
from upudesk.gui.pledge_fields import CouncilField
from upudesk.gui.typed import put_typed, typed_in
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Contact, FollowUp, Level, Member, Pledge
from upudesk.model import Form as Shape
from upudesk.model import Side as Speaker

R = TypeVar("R", bound="Row")
NO_LEVEL = N_("Choose a level: 5 to 1, or 0 for asked.")
NO_COUNCIL = N_("A pledge needs the council that it is about: CA, POC or both.")

MOST = 200
"""So many rows of a draft are put back."""
NAMED = {"said_to": "said_by", "speaker": "said_by", "candidacy": "councils"}
"""Fields of a pledge that stand under another name in its row."""


class Row(QWidget):
    """One row: its fields, and a button that takes it out."""

    removed = Signal()
    changed = Signal()

    def __init__(self, columns: int, remove: str) -> None:
        super().__init__()
        self.form = Form(columns)
        self.remove = QPushButton("✕")
        self.remove.setProperty("link", "true")
        self.remove.setAutoDefault(False)
        self.remove.setAccessibleName(remove)
        self.remove.setToolTip(remove)
        self.remove.clicked.connect(self.removed)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.GRID)
        across.addWidget(self.form, 1)
        across.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    def said(self) -> dict[str, Any]:
        """What the fields say; raises InvalidRecord with every problem."""
        readers = {name: field.value for name, field in self.form.fields.items()}  # type: ignore[attr-defined]
        return collected(readers)

    def offer_members(self, members: Sequence[Member]) -> None:
        """The countries of the meeting are those to choose from."""
        choice = self.form.fields["member"]
        assert isinstance(choice, Choice)
        choice.offer([(member.id, words.named(member)) for member in members])
        choice.setEnabled(len(members) > 1)


class PledgeRow(Row):
    """One statement; day, place and source are those of the meeting."""

    def __init__(
        self,
        workplace: Workplace,
        members: Sequence[Member],
        present: Callable[[], Sequence[Contact]],
    ) -> None:
        super().__init__(6, _("Take this pledge out"))
        snapshot, form = workplace.snapshot, self.form
        form.add("member", _("Country"), Choice(()))
        about = CouncilField(snapshot, {candidacy.id for candidacy in snapshot.ours})
        form.add("councils", _("About"), about)
        form.add("level", _("Level"), _level_choice())
        shapes = [(None, _("Choose…")), *((shape, words.form(shape)) for shape in Shape)]
        form.add("form", _("Form"), Choice(shapes, workplace.remembered("form")))
        sides = [(side, words.side(side)) for side in Speaker]
        usual = workplace.remembered("side", Speaker.CAPITAL)
        form.add("side", _("Side that spoke"), Choice(sides, usual))
        form.add("said_by", _("Said by, or whom we asked"), SpeakerField(present))
        form.add("words", _("Exact words"), Line(), span=4)
        form.add("condition", _("Condition"), Line(), span=2)
        self.offer_members(members)
        form.on_change(self.changed.emit)
        self._level.currentIndexChanged.connect(lambda _at: self._suit_level())

    @property
    def _level(self) -> Choice:
        field = self.form.fields["level"]
        assert isinstance(field, Choice)
        return field

    def _suit_level(self) -> None:
        asked = self._level.value() is Level.ASKED
        for name in ("form", "side", "condition"):
            self.form.set_shown(name, not asked)

    def pledges(self) -> list[Pledge]:
        """A pledge for each council; day and source are still the meeting's to say."""
        said = self.said()
        speaker = self.form.fields["said_by"]
        assert isinstance(speaker, SpeakerField)
        problems = {
            **({} if said["councils"] else {"councils": Message(NO_COUNCIL)}),
            **({} if said["level"] is not None else {"level": Message(NO_LEVEL)}),
        }
        if problems:
            raise InvalidRecord(problems)
        if said["level"] is Level.ASKED:
            said |= {"said_to": said.pop("said_by"), "form": None, "side": None, "condition": ""}
        else:
            said["speaker"] = speaker.speaker()
        return [Pledge(candidacy=candidacy, **said) for candidacy in said.pop("councils")]


def _level_choice() -> Choice:
    choice = Choice([(None, _("Choose…")), *((level, words.level(level)) for level in LEVELS)])
    for number, level in enumerate(LEVELS, 1):
        choice.setItemIcon(number, _chip(level, choice.devicePixelRatioF()))
    return choice


def _chip(level: Level, ratio: float) -> QIcon:
    picture = QPixmap(round(CHIP * ratio), round(CHIP * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_chip(painter, QRectF(0, 0, CHIP, CHIP), words.state_of(level))
    painter.end()
    return QIcon(picture)


class FollowUpRow(Row):
    """One thing to do."""

    def __init__(self, workplace: Workplace, members: Sequence[Member]) -> None:
        super().__init__(6, _("Take this follow-up out"))
        snapshot, form = workplace.snapshot, self.form
        form.add("what", _("What is to be done"), Line(), span=3)
        form.add("member", _("Country"), Choice(()))
        owners = [("", _("nobody yet")), *((a.id, a.name) for a in snapshot.authors)]
        form.add("owner", _("Who does it"), Choice(owners, _usual_owner(workplace, members)))
        due = DayField(snapshot.today)
        due.line.setPlaceholderText(_("in 3 days"))
        form.add("due_on", _("Until when"), due)
        self.offer_members(members)
        form.on_change(self.changed.emit)

    def follow_up(self) -> FollowUp:
        said = self.said()
        due: TypedDay | None = said.pop("due_on")
        member = said.pop("member") or ""
        return FollowUp(due_on=due.last if due else None, member=member, **said)


def _usual_owner(workplace: Workplace, members: Sequence[Member]) -> str:
    """Who looks after the country; else whoever types."""
    after = next((member.responsible for member in members if member.responsible), "")
    author = workplace.settings.author
    return after or next((a.id for a in workplace.snapshot.authors if a.name == author), "")


class Rows(QWidget, Generic[R]):
    """A heading with a button that adds a row, and the rows below it."""

    changed = Signal()
    grown = Signal()

    def __init__(self, title: str, add: str, make: Callable[[], R]) -> None:
        super().__init__()
        self._make = make
        self.rows: list[R] = []
        heading = QLabel(title)
        heading.setFont(theme.font(strong=True))
        heading.setProperty("tone", "quiet")
        self.add_button = link(add, self.add_and_go)
        self.add_button.setAccessibleName(add.replace("&", ""))
        self.add_button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(heading)
        head.addStretch()
        head.addWidget(self.add_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP + 4)
        self._column.addLayout(head)
        self._column.addWidget(line())

    def say(self, sentence: str) -> None:
        """One quiet line above the rows."""
        self._column.addWidget(text(sentence, "quiet"))

    def add_and_go(self) -> None:
        fields = self.add().form.fields.values()
        next(field for field in fields if field.isEnabled()).setFocus()

    def add(self) -> R:
        """One more row, empty."""
        row = self._make()
        row.removed.connect(lambda: self._take_out(row))
        row.changed.connect(self.changed)
        # Tab comes to a new row where it is seen: behind the rows before it.
        before: QWidget = self.rows[-1].remove if self.rows else self.add_button
        self.rows.append(row)
        self._column.addWidget(row)
        row.show()  # at once, so that the keys can go into it
        for field in (*row.form.fields.values(), row.remove):
            for stop in _stops(field):
                QWidget.setTabOrder(before, stop)
                before = stop
        self.changed.emit()
        self.grown.emit()
        return row

    def _take_out(self, row: R) -> None:
        at = self.rows.index(row)
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        (self.rows[min(at, len(self.rows) - 1)].remove if self.rows else self.add_button).setFocus()
        self.changed.emit()

    def read(self, record: Callable[[R], Any], problems: dict[str, Message]) -> list[Any]:
        """What `record` makes of each row; problems are gathered under “name number field”."""
        made = []
        for number, row in enumerate(self.rows):
            try:
                made.append(record(row))
            except InvalidRecord as fault:
                prefix = f"{self.objectName()} {number} "
                problems |= {prefix + NAMED.get(n, n): m for n, m in fault.problems.items()}
            except UserError as fault:
                problems[f"{self.objectName()} {number} "] = fault.message
        return made

    def show_problems(self, problems: dict[str, str]) -> dict[str, str]:
        """Each beside its field; gives back what belongs to no field of the rows."""
        rest = dict(problems)
        for number, row in reversed(list(enumerate(self.rows))):
            prefix = f"{self.objectName()} {number} "
            mine = {n.removeprefix(prefix): rest.pop(n) for n in problems if n.startswith(prefix)}
            if left := row.form.show_problems(mine):
                rest[prefix] = " ".join(left)
        return rest

    # -------------------------------------------------------------- drafts

    def typed(self) -> list[dict[str, Any]]:
        return [typed_in(row.form) for row in self.rows]

    def type(self, typed: Sequence[dict[str, Any]]) -> None:
        for said in typed[:MOST] if isinstance(typed, list) else ():
            put_typed(self.add().form, said)


def _stops(field: QWidget) -> list[QWidget]:
    """Where Tab halts within a field."""
    parts = (field, *field.findChildren(QWidget))  # the list of a box is a window of its own
    own = (part for part in parts if part.window() is field.window())
    return [part for part in own if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
