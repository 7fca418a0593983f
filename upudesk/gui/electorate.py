"""The electorate: who can cast a ballot, fact by fact, changed in place and by one key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from upudesk import rules, telling, words
from upudesk.campaign import electorate
from upudesk.errors import N_
from upudesk.gui import findings, theme
from upudesk.gui.answers import NEXT, AnswersPainted, answer_cell, answer_width, typed_answer
from upudesk.gui.bulk_form import BulkForm
from upudesk.gui.forms import Choice
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.subject import Act, Facet, Subject, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Answer, Member
from upudesk.rules import can_vote
from upudesk.snapshot import Snapshot

PROXY = (
    Item("proxy_holder", 6),
    Item("proxy_instruction", 6, lines=3),
)
HELD = ("proxy_holder", "proxy_instruction")
"""Columns in which Enter opens the form of the proxy."""


@dataclass(frozen=True)
class Row:
    """A member with what follows from its facts."""

    member: Member
    name: str
    can_vote: Answer
    why: str


class ElectorateList(Listing[Row]):
    """The members; Space, y, n and ? answer for the place where the keys go, Enter too."""

    def __init__(self, workplace: Workplace, subject: Subject[Row]) -> None:
        self._at = 1
        super().__init__(workplace, subject)
        self.table.setItemDelegate(AnswersPainted(self.table))
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.opened.connect(lambda _id: self._opened())

    # -------------------------------------------------------------- where the keys go

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self._at = now.column()
        self._take_letters()

    def _take_letters(self) -> None:
        """Letters composed by an input method reach the table too."""
        self.table.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def _choose_row(self, number: int) -> None:
        """Stay in the column in which the reader works."""
        at = min(self._at, len(self.model.columns) - 1)
        super()._choose_row(number)
        picked = self.table.selectionModel()
        picked.setCurrentIndex(self.model.index(number, at), picked.SelectionFlag.NoUpdate)

    @property
    def field(self) -> str:
        """The fact that is looked at."""
        at = self.table.currentIndex().column()
        return self.model.columns[at].name if 0 <= at < len(self.model.columns) else ""

    # -------------------------------------------------------------- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table:
            if event.type() == QEvent.Type.FocusIn:
                QTimer.singleShot(0, self.table, self._take_letters)
            if isinstance(event, QInputMethodEvent) and event.type() == QEvent.Type.InputMethod:
                return self._typed_letter(event.commitString())
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if plain != Qt.KeyboardModifier.NoModifier:
            return False
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2):
            return self._next() or self._proxy()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self._answered(Answer.UNKNOWN)
        return self._typed_letter(event.text())

    def _typed_letter(self, letter: str) -> bool:
        said = typed_answer(letter)
        return said is not None and self._answered(said)

    def _opened(self) -> None:
        """Enter or a double click: the next answer, the proxy, or the country."""
        if not self._next() and not self._proxy() and self.current():
            self.workplace.show(self.current())

    def _next(self) -> bool:
        member = self.workplace.snapshot.find(Member, self.current())
        if member is None or self.field not in electorate.FACTS:
            return False
        return self._answered(NEXT[getattr(member, self.field)])

    def _proxy(self) -> bool:
        if self.field not in HELD or not self.current():
            return False
        self.edit_proxy(self.current())
        return True

    # -------------------------------------------------------------- doing

    def _answered(self, said: Answer) -> bool:
        """Give the answer for the chosen rows; for more than one, after a look at what changes."""
        if self.field not in electorate.FACTS or not self.current():
            return False
        if not self.workplace.may_write(self.window()):
            return True
        chosen = self.selected() or [self.current()]
        if len(chosen) > 1:
            self._answer_many(self.field, said)
        else:
            self.answer(chosen, self.field, said)
        return True

    def answer(self, members: Sequence[str], field: str, said: Answer) -> None:
        self.workplace.attempt(self, electorate.answer, members, field, said)

    def edit_many(self) -> None:
        field = self.field if self.field in electorate.FACTS else electorate.FACTS[0]
        self._answer_many(field, Answer.YES)

    def _answer_many(self, field: str, said: Answer) -> None:
        chosen = set(self.selected())
        members = [row.member for row in self.model.rows if row.member.id in chosen]
        if members and self.workplace.may_write(self.window()):
            AnswerMany(self.workplace, members, field, said, self.window()).open()

    def edit_proxy(self, id: str) -> None:
        if member := self.workplace.snapshot.find(Member, id):
            edit_proxy(self.workplace, member, self.window())


def edit_proxy(workplace: Workplace, member: Member, parent: QWidget) -> RecordForm | None:
    """To whom the proxy was given, and how it shall vote."""
    if not workplace.may_write(parent):
        return None
    form = RecordForm(
        workplace,
        _("Proxy of {country}").format(country=words.named(member)),
        member,
        PROXY,
        base=member,
        parent=parent,
        act=lambda said: workplace.do(
            electorate.give_proxy, member, said.proxy_holder, said.proxy_instruction
        ),
    )
    form.kept_as(workplace, "proxy", member.id, edits=True).open()
    return form


class AnswerMany(BulkForm):
    """One answer for many members: what changes is seen before it is saved."""

    def __init__(
        self, workplace: Workplace, chosen: Sequence[Member], field: str, said: Answer,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        others = [name for name in electorate.FACTS if name != field]
        super().__init__(workplace, chosen, [field, *others], parent)
        if isinstance(self._value, Choice):
            self._value.choose(said)
            self._value.setFocus()

    def record(self) -> None:
        members = [record.id for record in self._chosen]
        self._workplace.do(electorate.answer, members, self.what.value(), self._said())


class ElectoratePane(ListPage):
    """Totals above, the members with their facts, and beside them one member in full."""

    NOTHING = N_("Choose a country to see why it can vote, or cannot.")

    def __init__(self, workplace: Workplace) -> None:
        self.members = ElectorateList(workplace, self._subject(workplace))
        super().__init__(workplace, self.members, left=940)
        self.totals, self.hint = QLabel(), text("", "quiet")
        self.totals.setTextFormat(Qt.TextFormat.PlainText)
        self.totals.setFont(theme.font(theme.SMALL, strong=True))
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(theme.GAP + 4, theme.GAP, theme.GAP, 0)
        column.setSpacing(2)
        column.addWidget(self.totals)
        column.addWidget(self.hint)
        layout = self.members.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, top)

    def _subject(self, workplace: Workplace) -> Subject[Row]:
        return Subject(
            "electorate",
            title=lambda: _("Electorate"),
            rows=lambda: rows(workplace.snapshot),
            key=lambda row: row.member.id,
            columns=lambda: _columns(workplace),
            text=lambda row: " ".join((row.name, row.member.name_en, row.member.name_th,
                                       row.member.name_fr, row.member.iso2, row.member.iso3)),
            hint=lambda: _("Find a country: ไทย · English · français"),
            empty=lambda: _("This campaign has no countries yet."),
            counted=lambda number: ngettext("{count} country", "{count} countries", number).format(
                count=workplace.language.number(number)
            ),
            facets=lambda: _facets(workplace),
            record=lambda row: row.member,
            bulk=electorate.FACTS,
            actions=self._actions,
            sorted_by=(0, False),
        )  # fmt: skip

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if len(keys) == 1:
            yield _("&Proxy…"), partial(self.members.edit_proxy, keys[0])
            yield _("&Open the country"), partial(self.workplace.show, keys[0])

    def word(self) -> None:
        super().word()
        self.hint.setText(
            _("In the frame: y yes, n no, ? not known, Space the next one; Enter at the holder.")
        )
        self._count()

    def renew(self) -> None:
        super().renew()
        self._count()

    def _count(self) -> None:
        if self.workplace.desk is not None:
            self.totals.setText(totals(self.workplace))

    # -------------------------------------------------------------- the member beside the list

    def parts(self, id: str) -> Iterator[QWidget]:
        snapshot = self.workplace.snapshot
        member = snapshot.find(Member, id)
        if member is None:
            return
        yield text(words.named(member), strong=True, size=theme.LARGE)
        found = [f for f in rules.findings(snapshot) if id in f.records]
        if found:
            yield findings.section(self.workplace, found)
        yield self._vote(member)
        yield self._proxies(member)
        yield link(_("Open the country"), partial(self.workplace.show, id))

    def _vote(self, member: Member) -> Section:
        snapshot = self.workplace.snapshot
        section = Section(_("Can vote"))
        section.whole(text(words.answer(can_vote(snapshot, member)), strong=True, size=theme.SMALL))
        for reason in rules.vote_reasons(snapshot, member):
            section.say(words.say(reason))
        return section

    def _proxies(self, member: Member) -> Section:
        snapshot = self.workplace.snapshot
        change = partial(self.members.edit_proxy, member.id)
        edit = link(_("Edit…"), change, _("Proxy of {country}").format(country=words.named(member)))
        section = Section(_("Proxies"), edit)
        section.fact(_("Given"), words.answer(member.proxy_given))
        holder = snapshot.find(Member, member.proxy_holder)
        if member.proxy_given is Answer.YES:
            section.fact(_("Holder"), words.named(holder) if holder else _("not known"))
            section.fact(_("Instruction"), member.proxy_instruction or _("none known"))
        held = [snapshot.find(Member, id) for id in rules.proxies_held(snapshot).get(member.id, ())]
        names = self.workplace.language.listing([words.named(giver) for giver in held if giver])
        section.fact(_("Holds that of"), names or _("nobody"))
        section.say(words.say(rules.proxy_rule(snapshot)[1]))
        return section


# ------------------------------------------------------------------ rows, columns, totals


def rows(snapshot: Snapshot) -> list[Row]:
    """Every member, with what follows from its facts."""
    return [
        Row(
            member,
            words.named(member),
            can_vote(snapshot, member),
            telling.dotted(*map(words.say, rules.vote_reasons(snapshot, member))),
        )
        for member in snapshot.members
    ]


def totals(workplace: Workplace) -> str:
    """How many can vote, cannot, and of how many it is not known."""
    counted = electorate.counted(workplace.snapshot)
    number = {answer: workplace.language.number(len(ids)) for answer, ids in counted.items()}
    return _("can vote: {yes} · cannot: {no} · not known: {open} · of {all}").format(
        yes=number[Answer.YES], no=number[Answer.NO], open=number[Answer.UNKNOWN],
        all=workplace.language.number(len(workplace.snapshot.members)),
    )  # fmt: skip


def _weighs(field: str, answer: Answer) -> bool | None:
    """Whether an answer opens the vote, forbids it, or decides nothing by itself."""
    if answer is Answer.UNKNOWN:
        return None
    if field == "arrears":
        return False if answer is Answer.YES else None
    if field == "proxy_given":
        return True if answer is Answer.YES else None
    return answer is Answer.YES


def _columns(workplace: Workplace) -> list[Column[Row]]:
    snapshot, language = workplace.snapshot, workplace.language

    def fact(field: str, row: Row) -> Cell:
        answer: Answer = getattr(row.member, field)
        return answer_cell(answer, _weighs(field, answer))

    def can(row: Row) -> Cell:
        good = None if row.can_vote is Answer.UNKNOWN else row.can_vote is Answer.YES
        return answer_cell(row.can_vote, good, row.why)

    def holder(row: Row) -> Cell:
        found = snapshot.find(Member, row.member.proxy_holder)
        name = words.named(found) if found else ""
        return Cell(name, name)

    wide = answer_width()

    def asked(field: str, title: Callable[[], str]) -> Column[Row]:
        return Column(title, partial(fact, field), lambda r: _rank(getattr(r.member, field)), wide,
                      name=field, tip=lambda: words.field(field))  # fmt: skip

    return [
        Column(lambda: _("Country"), lambda r: Cell(r.name, r.name),
               lambda r: language.sort_key(r.name), 0, name="member"),
        Column(lambda: _("Group"), lambda r: Cell(words.group(r.member.group, short=True)),
               lambda r: r.member.group or 9, 110, name="group", seldom=True),
        asked("voting_right", lambda: _("Right")),
        asked("arrears", lambda: _("Arrears")),
        asked("credentials", lambda: _("Credentials")),
        asked("presence", lambda: _("Present")),
        asked("proxy_given", lambda: _("Proxy")),
        Column(lambda: _("Holder"), holder, lambda r: holder(r).text, 84, name="proxy_holder"),
        Column(lambda: _("Instruction"),
               lambda r: Cell(r.member.proxy_instruction, r.member.proxy_instruction),
               lambda r: r.member.proxy_instruction, 120, name="proxy_instruction", seldom=True),
        Column(lambda: _("Can vote"), can, lambda r: _rank(r.can_vote), wide, name="can_vote"),
        Column(lambda: _("Why"), lambda r: Cell(r.why, r.why, tone="quiet"), lambda r: r.why, 110,
               name="why"),
    ]  # fmt: skip


def _rank(answer: Answer) -> int:
    return list(Answer).index(answer)


def _facets(workplace: Workplace) -> list[Facet[Row]]:
    def votes() -> list[tuple[Any, str]]:
        told = {
            Answer.YES: _("can vote"),
            Answer.NO: _("cannot vote"),
            Answer.UNKNOWN: _("not known whether"),
        }
        return [(None, _("All, voting or not")), *told.items()]

    return [
        group_facet(lambda row: row.member.group),
        Facet("can_vote", lambda: _("Can vote"), votes, lambda r, value: r.can_vote == value),
    ]  # fmt: skip
