"""What the list of members says: its columns, and the choices of its filters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QFontMetrics

from upudesk import telling, words
from upudesk.campaign.member_filter import Mark
from upudesk.gui import theme
from upudesk.gui.choosing import Row, stance_cell
from upudesk.gui.marks import CHIP
from upudesk.gui.tables import Cell, Column, Painted
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _, ngettext
from upudesk.rules import can_vote
from upudesk.tally import OLD, State


def council_codes(workplace: Workplace) -> list[str]:
    return [code for _own, code in words.our_councils(workplace.snapshot)]


def ages() -> list[tuple[int | None, str]]:
    ages: list[tuple[int | None, str]] = [(None, _("Any age"))]
    ages += [(days, _("Over {count} days").format(count=days)) for days in (30, 60, 90, 180)]
    return [*ages, (-1, _("Never heard"))]


def stance_choices(code: str) -> list[tuple[State | Mark | None, str]]:
    def named(what: str) -> str:
        return _("{council}: {what}").format(council=code, what=what)

    marks = {
        Mark.PROMISED: _("promised (4 and 5)"),
        Mark.CONTRADICTION: _("contradiction"),
        Mark.CONDITIONAL: _("conditional"),
        Mark.FADED: _("faded"),
    }
    return [
        (None, named(_("any"))),
        (Mark.PROMISED, named(marks[Mark.PROMISED])),
        *((state, named(words.standing_in(state))) for state in State if state is not State.OWN),
        *((mark, named(shown)) for mark, shown in marks.items() if mark is not Mark.PROMISED),
    ]


def columns(workplace: Workplace) -> list[Column[Row]]:
    language = workplace.language

    wide = _stance_width()

    def days(row: Row) -> Cell:
        old = row.days is not None and row.days > OLD
        text = "" if row.days is None else language.number(row.days)
        return Cell(text, tone="warning" if old else "", right=True)

    def responsible(row: Row) -> Cell:
        return Cell(row.responsible, tip=row.responsible, tone="quiet")

    def stance(number: int, code: str) -> Column[Row]:
        return Column(
            lambda: code,
            lambda row: stance_cell(row, number),
            lambda row: list(State).index(row.stances[number].state),
            wide,
            tip=lambda: _("* conditional, ~ faded, split: capital and delegate contradict"),
            name=f"stance {number}",
        )

    return [
        Column(lambda: _("Country"), lambda row: Cell(row.name, tip=_other_names(row)),
               lambda row: language.sort_key(row.name), 0, name="country"),
        *(stance(n, code) for n, code in enumerate(council_codes(workplace))),
        Column(lambda: _("Days"), days, lambda row: (row.days is None, row.days or 0), 52,
               right=True, tip=lambda: _("Days since anything was said or asked"), name="days"),
        Column(lambda: _("Responsible"), responsible,
               lambda row: language.sort_key(row.responsible), 180,
               name="responsible", seldom=True),
        *_seldom(workplace),
    ]  # fmt: skip


def _seldom(workplace: Workplace) -> list[Column[Row]]:
    """What is hidden until the reader asks for it."""
    language, snapshot = workplace.language, workplace.snapshot

    def text(name: str, title: str, shown: Callable[[Row], str], width: int) -> Column[Row]:
        return Column(
            lambda: title,
            lambda row: Cell(shown(row), tip=shown(row), tone="quiet"),
            lambda row: language.sort_key(shown(row)),
            width,
            name=name,
            seldom=True,
        )

    return [
        text("group", _("Group"), lambda row: words.group(row.member.group, short=True), 130),
        text("blocs", _("Blocs"), lambda row: telling.blocs(row.member, snapshot), 130),
        text("can_vote", _("Can vote"), lambda row: words.answer(can_vote(snapshot, row.member)),
             84),
        text("presence", _("Present"), lambda row: words.answer(row.member.presence), 84),
        text("next_step", _("Next step"), lambda row: row.member.next_step, 180),
        text("code", _("Code"), lambda row: row.member.iso3, 56),
    ]  # fmt: skip


def _other_names(row: Row) -> str:
    member = row.member
    names: Callable[[str], str] = lambda code: getattr(member, f"name_{code}")  # noqa: E731
    return "\n".join(dict.fromkeys(filter(None, map(names, ("th", "en", "fr")))))


def _stance_width() -> int:
    """Room for the longest level in the language of the moment, within reason."""
    metrics = QFontMetrics(theme.font())
    shown = (words.standing_in(state) for state in State if state not in (State.ASKED, State.OWN))
    longest = min(max(map(metrics.horizontalAdvance, shown)), 124)
    return longest + CHIP + 4 * Painted.PAD + metrics.horizontalAdvance("*~") // 2


def counted(number: int, language: Language) -> str:
    if number == 0:
        return _("No country matches the filter.")
    counted = ngettext("{count} country", "{count} countries", number)
    return counted.format(count=language.number(number))
