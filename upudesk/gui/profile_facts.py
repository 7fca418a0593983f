"""What a disclosure profile lets out, as boxes to tick: a tick goes out, none stays inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from upudesk import pack_words, words
from upudesk.campaign import packs
from upudesk.gui import theme
from upudesk.gui.forms import Choice, Tick
from upudesk.gui.parts import Section
from upudesk.gui.record_form import capital
from upudesk.i18n import _
from upudesk.model import KINDS, Profile
from upudesk.snapshot import Snapshot

Changed = Callable[[Profile], object]

KINDS_OFFERED = (
    "contact", "post", "pledge", "undertaking", "meeting", "follow_up", "evidence", "note",
    "letter", "result", "rating", "scenario",
)  # fmt: skip
"""Kinds of records about which somebody may want to decide as a whole."""
FIELDS_OFFERED: Mapping[str, tuple[str, ...]] = {
    "member": ("next_step", "notes", "responsible", "arrears", "voting_right", "credentials"),
    "contact": ("reach", "languages", "other_names", "notes"),
    "pledge": (
        "words", "condition", "said_by", "said_to", "witness", "place", "source", "grade", "note",
    ),
    "undertaking": ("promised_by", "approved_by", "note"),
    "meeting": ("agenda", "others_present", "place", "source", "outcome", "notes"),
    "follow_up": ("owner", "note"),
    "evidence": ("note",),
    "letter": ("addressee", "text", "note"),
}  # fmt: skip
"""Fields that say more than a reader outside should know, by kind."""
PARTS_OFFERED = (*(code for code in packs.PARTS if code not in packs.FRONT), *pack_words.SECTIONS)
ACROSS = 4


def sections(snapshot: Snapshot, profile: Profile, changed: Changed) -> Iterator[QWidget]:
    """All that can be decided; `changed` is given the profile as it would be."""
    yield _readers(snapshot, profile, changed)
    yield _kinds(profile, changed)
    yield _fields(profile, changed)
    yield _parts(profile, changed)


def _readers(snapshot: Snapshot, profile: Profile, changed: Changed) -> Section:
    section = Section(_("Marked and unmarked"), names=180)
    known = [(marking.id, words.named(marking)) for marking in snapshot.markings]
    highest = Choice([("", _("of what is marked, nothing")), *known], profile.highest)
    highest.setAccessibleName(capital(words.field("highest")))
    highest.setMaximumWidth(60 * theme.GRID)
    highest.currentIndexChanged.connect(
        lambda _at: changed(replace(profile, highest=highest.value()))
    )
    section.put(_("Goes out up to"), highest)
    for name, shown in (
        ("unmarked", _("Records without a marking go out")),
        ("tells", _("The paper says that something is withheld")),
        ("watermark", _("The name of the recipient is laid under each page")),
    ):
        section.whole(_tick(shown, getattr(profile, name), partial(_flag, profile, name, changed)))
    return section


def _flag(profile: Profile, name: str, changed: Changed, on: bool) -> None:
    said = {name: on}
    changed(replace(profile, **said))  # type: ignore[arg-type]


def _kinds(profile: Profile, changed: Changed) -> Section:
    section = Section(_("Records that go out"))
    codes = dict.fromkeys((*KINDS_OFFERED, *profile.kinds))
    named = [(code, capital(words.kind(code))) for code in codes if code in KINDS]
    section.whole(_ticks(profile, "kinds", named, changed))
    return section


def _fields(profile: Profile, changed: Changed) -> Section:
    section = Section(_("Fields that go out"), names=100)
    for kind, names in _by_kind(profile).items():
        named = [(f"{kind}.{name}", capital(words.field(name))) for name in names]
        spoken = capital(words.kind(kind))
        section.put(spoken, _ticks(profile, "fields", named, changed, spoken))
    return section


def _by_kind(profile: Profile) -> dict[str, list[str]]:
    """What is offered, and what the profile names beside it."""
    found = {kind: list(names) for kind, names in FIELDS_OFFERED.items()}
    for one in profile.fields:
        kind, _dot, name = one.partition(".")
        if kind in KINDS and name not in found.setdefault(kind, []):
            found[kind].append(name)
    there = {kind: {f.name for f in fields(KINDS[kind])} for kind in found}
    return {kind: [n for n in names if n in there[kind]] for kind, names in found.items()}


def _parts(profile: Profile, changed: Changed) -> Section:
    section = Section(_("Parts and sections of papers that go out"))
    codes = dict.fromkeys((*PARTS_OFFERED, *profile.sections))
    named = [(code, pack_words.section(code)) for code in codes]
    section.whole(_ticks(profile, "sections", named, changed))
    return section


def _ticks(
    profile: Profile, name: str, named: Iterable[tuple[str, str]], changed: Changed,
    of: str = "",
) -> QWidget:  # fmt: skip
    """A box for each; those that stay inside are named in that field of the profile."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.GAP)
    grid.setVerticalSpacing(0)
    inside: Sequence[str] = getattr(profile, name)
    for number, (code, shown) in enumerate(named):
        act = partial(_turn, profile, name, code, changed)
        tick = _tick(shown, code not in inside, act)
        if of:
            tick.setAccessibleName(_("{kind}: {about}").format(kind=of, about=shown))
        grid.addWidget(tick, number // ACROSS, number % ACROSS, Qt.AlignmentFlag.AlignLeft)
    for column in range(ACROSS):
        grid.setColumnStretch(column, 1)
        grid.setColumnMinimumWidth(column, 36 * theme.GRID)
    return holder


def _turn(profile: Profile, name: str, code: str, changed: Changed, goes_out: bool) -> None:
    inside = tuple(one for one in getattr(profile, name) if one != code)
    said = {name: inside if goes_out else (*inside, code)}
    changed(replace(profile, **said))  # type: ignore[arg-type]


def _tick(shown: str, on: bool, act: Callable[[bool], object]) -> Tick:
    tick = Tick(shown)
    tick.setChecked(on)
    tick.setAccessibleName(shown)
    tick.toggled.connect(act)
    return tick
