"""The fields of a pledge: what every statement needs first, all the rest behind a fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from upudesk import telling, words
from upudesk.gui.days import DayField
from upudesk.gui.forms import Area, Choice, Form, Line, Tick
from upudesk.gui.level_field import LevelField
from upudesk.gui.member_field import MemberField
from upudesk.gui.people_field import SpeakerField
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Certainty, Contact, Member, Pledge, Precision
from upudesk.model import Form as Shape
from upudesk.model import Side as Speaker
from upudesk.snapshot import Snapshot

OF_AN_ANSWER = ("form", "side", "said_by", "source", "condition", "fades_on", "grade",
                "said_by_post", "speaker", "witness")  # fmt: skip
"""What our own request cannot have: nobody has answered yet."""
_SELDOM = ("said_by_post", "speaker", "place", "witness", "meeting", "marking")


class CouncilField(QWidget):
    """A box to tick for each council that we stand for."""

    changed = Signal()

    def __init__(self, snapshot: Snapshot, chosen: set[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[str, Tick] = {}
        for candidacy in snapshot.ours:
            box = Tick(words.council_of(snapshot, candidacy))
            box.setAccessibleName(box.text())
            box.setChecked(candidacy.id in chosen)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[candidacy.id] = box
            row.addWidget(box)
        row.addStretch()
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> list[str]:
        return [candidacy for candidacy, box in self.boxes.items() if box.isChecked()]


class SaidByField(SpeakerField):
    """Who said it, as it is typed. The people of the country are offered below it; nobody is
    taken who was not chosen there, so that a name typed in a hurry stays as it is."""

    def __init__(self, name: str, known: Callable[[], Sequence[Contact]]) -> None:
        super().__init__(known)
        self.setText(name)
        self.setCursorPosition(0)
        self.offers.setAccessibleName(_("People of the country"))

    def _offer(self, typed: str) -> None:
        super()._offer(typed)
        self.offers.setCurrentRow(-1)


@dataclass(frozen=True)
class Start:
    """What a form begins with: a statement, which of it may be changed, and what is open yet."""

    pledge: Pledge
    candidacies: frozenset[str]
    levelled: bool = False
    """Whether its level is chosen already."""
    councils_fixed: bool = False
    member_fixed: bool = False


def pledge_form(workplace: Workplace, member: Member | None, start: Start) -> Form:
    """All fields of a pledge, as they begin."""
    snapshot, old = workplace.snapshot, start.pledge
    form = Form(columns=6)
    country = MemberField(snapshot, member)
    country.setEnabled(not start.member_fixed)
    form.add("member", _("Coun&try"), country, span=4)
    councils = CouncilField(snapshot, set(start.candidacies))
    councils.setEnabled(not start.councils_fixed)
    form.add("councils", _("&About"), councils, span=2)
    level = LevelField()
    if start.levelled:
        level.choose(old.level)
    form.add("level", _("&Level: keys 5 4 3 2 1, 0 for asked"), level, span=6)

    def known() -> Sequence[Contact]:
        chosen = country.chosen()
        return snapshot.contacts_of.get(chosen.id, ()) if chosen else ()

    said_by = SaidByField(old.said_by, known)
    _add_usual(form, snapshot, old, said_by)
    _add_seldom(form, snapshot, old)
    _follow_speaker(form, snapshot, said_by)
    seldom = any(getattr(old, name) for name in _SELDOM) or old.grade is not _GRADE
    if start.councils_fixed and seldom:  # it was logged so, and is to be seen whole
        form.unfold()
    return form


def _follow_speaker(form: Form, snapshot: Snapshot, said_by: SaidByField) -> None:
    """A contact who is named brings the post that they hold; another name has no contact."""

    def follow() -> None:
        speaker, post = form.fields["speaker"], form.fields["said_by_post"]
        assert isinstance(speaker, Choice)
        assert isinstance(post, Line)
        before = snapshot.find(Contact, speaker.value() or "")
        contact = snapshot.find(Contact, said_by.speaker())
        speaker.choose(contact.id if contact else "")
        if not post.value() or (before and post.value() == _title(before, snapshot)):
            post.setText(_title(contact, snapshot) if contact else "")

    said_by.textEdited.connect(lambda _typed: follow())
    said_by.offers.taken.connect(lambda _number: follow())


def _title(contact: Contact, snapshot: Snapshot) -> str:
    post = telling.post_now(contact, snapshot)
    return post.title if post else ""


_GRADE = Certainty.UNVERIFIED


def _add_usual(form: Form, snapshot: Snapshot, old: Pledge, said_by: SaidByField) -> None:
    today = snapshot.today
    shapes = [(None, _("Choose…")), *((shape, words.form(shape)) for shape in Shape)]
    form.add("form", _("&Form"), Choice(shapes, old.form), span=2)
    sides = [(side, words.side(side)) for side in Speaker]
    form.add("side", _("Si&de that spoke"), Choice(sides, old.side), span=2)
    monthly = old.precision is Precision.MONTH
    form.add("given_on", _("&When"), DayField(today, old.given_on, month_only=monthly), span=2)
    form.add("said_by", _("Said &by"), said_by, span=2)
    form.add("source", _("S&ource"), Line(old.source), span=4)
    form.add("said_to", _("To who&m, or whom we asked"), Line(old.said_to), span=2)
    reported = DayField(today, old.reported_on)
    reported.line.setToolTip(_("if the day itself is not known, clear “When”"))
    form.add("reported_on", _("&Reported on"), reported, span=2)
    form.add("fades_on", _("&Holds until"), DayField(today, old.fades_on), span=2)
    form.add("words", _("E&xact words"), Area(old.words, lines=3), span=6)
    form.add("condition", _("&Condition"), Line(old.condition), span=3)
    form.add("note", _("&Note"), Line(old.note), span=3)


def _add_seldom(form: Form, snapshot: Snapshot, old: Pledge) -> None:
    form.fold(_("Mor&e fields"), _("F&ewer fields"))
    grades = [(grade, words.certainty(grade)) for grade in Certainty]
    form.add("grade", _("&Grade of the source"), Choice(grades, old.grade), span=2)
    form.add("said_by_post", _("In which &post"), Line(old.said_by_post), span=2)
    form.add("speaker", _("Contact, if &known"), Choice((), old.speaker), span=2)
    form.add("place", _("Place"), Line(old.place), span=2)
    form.add("witness", _("Witne&ss"), Line(old.witness), span=2)
    markings = [("", _("none")), *((m.id, words.named(m)) for m in snapshot.markings)]
    form.add("marking", _("Mark&ing"), Choice(markings, old.marking), span=2)
    form.add("meeting", _("In which meeting"), Choice((), old.meeting), span=6)


def offer_known(form: Form, snapshot: Snapshot, old: Pledge | None) -> None:
    """Contacts and meetings to choose from are those of the country that is typed."""
    field = form.fields["member"]
    assert isinstance(field, MemberField)
    member = field.chosen()
    about = member.id if member else ""
    people = [(c.id, c.name) for c in snapshot.contacts_of.get(about, ())]
    met = sorted(snapshot.meetings_with.get(about, ()), key=lambda m: m.day, reverse=True)
    meetings = [(m.id, telling.dotted(telling.when(m), m.title)) for m in met]
    for name, known in (("speaker", people), ("meeting", meetings)):
        choice = form.fields[name]
        assert isinstance(choice, Choice)
        choice.offer([("", _("none")), *known])
        if old is not None:
            choice.choose(getattr(old, name))
