"""The list of all statements: what each row knows, and its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QFontMetrics

from upudesk import i18n, telling, words
from upudesk.campaign.pledges import Place, Placed, Wear, placed, wear_of
from upudesk.errors import N_
from upudesk.gui import theme
from upudesk.gui.marks import CHIP
from upudesk.gui.tables import Cell, Column, Painted
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Author, Candidacy, Evidence, Level, Marking, Member, Pledge
from upudesk.snapshot import Snapshot
from upudesk.tally import State

PLACES = {
    Place.IN_FORCE: N_("in force"),
    Place.SUPERSEDED: N_("superseded"),
    Place.OUTRANKED: N_("hearsay, not counted"),
    Place.WAITING: N_("waiting for an answer"),
    Place.ANSWERED: N_("request, closed"),
}
WEARS = {
    Wear.FADED: N_("faded"),
    Wear.FADING: N_("fades soon"),
    Wear.OLD: N_("old"),
}


@dataclass(frozen=True, eq=False)
class Row:
    """One statement, and what became of it."""

    pledge: Pledge
    member: Member | None
    country: str
    """Its name, as the reader calls it."""
    council: str
    place: Place | None
    """None where it is about a candidacy that is not ours."""
    decides: bool
    contradicted: bool
    wear: Wear | None
    evidence: tuple[Evidence, ...]

    @property
    def in_force(self) -> bool:
        return self.place is Place.IN_FORCE


class Rows:
    """The rows of now. One that says the same as before is the same object, so that the list need
    not prepare its text anew for the search."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[Any, ...], Row]] = {}
        self._of: tuple[Snapshot, Language] | None = None

    def of(self, snapshot: Snapshot) -> list[Row]:
        """Newest first."""
        asked = snapshot, i18n.current()
        if self._of is None or self._of[0] is not snapshot or self._of[1] != asked[1]:
            self._renew(snapshot)
            self._of = asked
        return [row for _said, row in self._known.values()]

    def _renew(self, snapshot: Snapshot) -> None:
        places = placed(snapshot)
        names = {member.id: words.named(member) for member in snapshot.members}
        councils = _councils(snapshot)
        fresh: dict[str, tuple[tuple[Any, ...], Row]] = {}
        for pledge in sorted(snapshot.pledges, key=lambda p: (p.day, p.id), reverse=True):
            row = _row(snapshot, pledge, places.get(pledge.id), names, councils)
            said = (id(row.pledge), id(row.member), row.country, row.council, row.place,
                    row.decides, row.contradicted, row.wear, row.evidence)  # fmt: skip
            known = self._known.get(pledge.id)
            fresh[pledge.id] = known if known is not None and known[0] == said else (said, row)
        self._known = fresh


def _councils(snapshot: Snapshot) -> dict[str, str]:
    """By candidacy, the council as it is abbreviated."""
    return {c.id: words.council_of(snapshot, c) for c in snapshot.all(Candidacy)}


def _row(
    snapshot: Snapshot, pledge: Pledge, where: Placed | None, names: dict[str, str],
    councils: dict[str, str],
) -> Row:  # fmt: skip
    in_force = where is not None and where.in_force
    return Row(
        pledge=pledge,
        member=snapshot.find(Member, pledge.member),
        country=names.get(pledge.member, ""),
        council=councils.get(pledge.candidacy, ""),
        place=where.place if where else None,
        decides=where is not None and where.decides,
        contradicted=in_force and where is not None and where.stance.contradiction,
        wear=wear_of(pledge, snapshot.today) if in_force else None,
        evidence=snapshot.evidence_of.get(pledge.id, ()),
    )


def text_of(row: Row, snapshot: Snapshot) -> str:
    """All that typed words are looked for in."""
    pledge, member = row.pledge, row.member
    named = (member.name_th, member.name_en, member.name_fr, member.iso3) if member else ()
    said = (
        telling.speaker(pledge, snapshot), pledge.said_by_post, pledge.said_to, pledge.source,
        pledge.words, pledge.condition, pledge.note, pledge.place, pledge.witness,
        words.level(pledge.level), words.form(pledge.form),
    )  # fmt: skip
    return "\n".join((*named, row.council, *said, *(e.name for e in row.evidence)))


def marks(row: Row) -> list[str]:
    """What needs care, one word or two each."""
    found = [_(WEARS[row.wear])] if row.wear else []
    if row.contradicted:
        found.append(_("contradiction"))
    if row.in_force and row.pledge.condition.strip():
        found.append(_("conditional"))
    return found


def place_words(row: Row) -> str:
    return _(PLACES[row.place]) if row.place else ""


# ------------------------------------------------------------------ columns


def columns(workplace: Workplace) -> list[Column[Row]]:
    """Those shown at first, then those that the reader may ask for."""
    language, snapshot = workplace.language, workplace.snapshot
    keys = {m.id: language.sort_key(words.named(m)) for m in snapshot.members}

    def country(row: Row) -> str:
        return keys.get(row.pledge.member, "")

    def until(row: Row) -> str:
        return language.date(row.pledge.fades_on) if row.pledge.fades_on else ""

    return [
        Column(lambda: _("Country"), lambda row: Cell(row.country, tip=row.country), country, 0,
               name="country"),
        Column(lambda: _("Day"), lambda row: Cell(telling.when(row.pledge)),
               lambda row: row.pledge.day, _wide(_days(snapshot, language), 150), name="day"),
        Column(lambda: _("Council"), lambda row: Cell(row.council), lambda row: row.council, 64,
               name="council"),
        Column(lambda: _("Level"), _level, lambda row: int(row.pledge.level), _levels_wide(),
               name="level"),
        _text("standing", lambda: _("Standing"), place_words, 100, language),
        Column(lambda: _("Marks"), _marks, lambda row: [-len(marks(row)), *marks(row)], 92,
               name="marks", tip=lambda: _("What needs care in what is in force")),
        Column(lambda: _("Files"), _files, lambda row: len(row.evidence), 64, right=True,
               name="evidence", tip=lambda: _("How many files stand behind it")),
        Column(lambda: _("Age"), lambda row: _age(row, snapshot, language),
               lambda row: -row.pledge.day.toordinal(), 52, right=True, name="age",
               tip=lambda: _("Days since it was said")),
        Column(lambda: _("Holds until"), lambda row: Cell(until(row), tone=_until_tone(row)),
               lambda row: str(row.pledge.fades_on or "9"), 104, name="fades_on", seldom=True),
        *_seldom(workplace),
    ]  # fmt: skip


def _seldom(workplace: Workplace) -> list[Column[Row]]:
    """Hidden until the reader asks for them."""
    language, snapshot = workplace.language, workplace.snapshot

    def responsible(row: Row) -> str:
        author = snapshot.find(Author, row.member.responsible if row.member else "")
        return author.name if author else ""

    def marking(row: Row) -> str:
        known = snapshot.find(Marking, row.pledge.marking)
        return words.named(known) if known else ""

    def group(row: Row) -> str:
        return words.group(row.member.group, short=True) if row.member else ""

    shown: list[tuple[str, Callable[[], str], Callable[[Row], str], int]] = [
        ("form", lambda: _("Form"), lambda row: words.form(row.pledge.form), 120),
        ("side", lambda: _("Side"), lambda row: words.side(row.pledge.side), 84),
        ("said_by", lambda: _("Said by"), lambda row: telling.speaker(row.pledge, snapshot), 160),
        ("source", lambda: _("Source"), lambda row: row.pledge.source, 180),
        ("condition", lambda: _("Condition"), lambda row: row.pledge.condition, 160),
        ("words", lambda: _("Exact words"), lambda row: row.pledge.words, 220),
        ("group", lambda: _("Group"), group, 130),
        ("grade", lambda: _("Grade of the source"),
         lambda row: words.certainty(row.pledge.grade), 110),
        ("responsible", lambda: _("Responsible"), responsible, 140),
        ("marking", lambda: _("Marking"), marking, 110),
    ]  # fmt: skip
    return [_text(*one, language, seldom=True) for one in shown]


def _text(
    name: str, title: Callable[[], str], shown: Callable[[Row], str], width: int,
    language: Language, *, seldom: bool = False,
) -> Column[Row]:  # fmt: skip
    return Column(
        title,
        lambda row: Cell(shown(row), tip=shown(row), tone="quiet"),
        lambda row: language.sort_key(shown(row)),
        width,
        name=name,
        seldom=seldom,
    )


def _level(row: Row) -> Cell:
    asked = row.pledge.level is Level.ASKED
    shown = _("asked") if asked else words.level(row.pledge.level)
    return Cell(
        shown,
        tip=words.level(row.pledge.level),
        state=words.state_of(row.pledge.level),
        tone="" if row.in_force else "quiet",
        strong=row.decides,
    )


def _marks(row: Row) -> Cell:
    said = marks(row)
    return Cell(", ".join(said), tip="\n".join(said), tone="warning")


def _files(row: Row) -> Cell:
    count = len(row.evidence)
    tip = "\n".join(evidence.name for evidence in row.evidence)
    return Cell(i18n.current().number(count) if count else "", tip=tip, right=True)


def _age(row: Row, snapshot: Snapshot, language: Language) -> Cell:
    if row.pledge.day.year == 1:
        return Cell("")
    days = max(0, (snapshot.today - row.pledge.day).days)
    old = row.wear is Wear.OLD
    return Cell(language.number(days), tone="warning" if old else "quiet", right=True)


def _until_tone(row: Row) -> str:
    return "warning" if row.wear in (Wear.FADED, Wear.FADING) else "quiet"


def _levels_wide() -> int:
    shown = [words.standing_in(s) for s in State if s.level is not None]
    return _wide(shown, 124) + CHIP + Painted.PAD


def _days(snapshot: Snapshot, language: Language) -> list[str]:
    return [language.date(snapshot.today.replace(month=m, day=28)) for m in range(1, 13)]


def _wide(shown: list[str], most: int) -> int:
    metrics = QFontMetrics(theme.font(strong=True))
    return min(max(map(metrics.horizontalAdvance, shown)), most) + 2 * Painted.PAD + theme.GRID


def counted(number: int, language: Language) -> str:
    return ngettext("{count} pledge", "{count} pledges", number).format(
        count=language.number(number)
    )
