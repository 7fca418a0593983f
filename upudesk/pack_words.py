"""The parts of a pack, the sections of its pages, and how its countries are chosen, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from upudesk import i18n, words
from upudesk.errors import N_
from upudesk.i18n import _
from upudesk.model import Chosen, Marking, Pack, Profile, SavedFilter, Way
from upudesk.snapshot import Snapshot

_PARTS: Mapping[str, str] = {
    "cover": N_("Cover"),
    "contents": N_("Contents"),
    "executive": N_("Executive page"),
    "countries": N_("One page per country"),
    "meetings": N_("Briefs of coming meetings"),
    "tally": N_("Tally sheet"),
    "calls": N_("Whom to call"),
    "ballot": N_("Our own ballot"),
    "floor": N_("Floor list for the vote"),
    "result": N_("After the vote"),
}
_DOCUMENTS: Mapping[str, str] = {
    "pack": N_("Pack"),
    "minutes": N_("Meeting record"),
    "meeting": N_("Brief of a meeting"),
    "names": N_("List of countries"),
    "pictures": N_("Pictures"),
    "picture": N_("Picture"),
    "letter": N_("Letter"),
    "evidence": N_("Attachment"),
    "what_changed": N_("What changed"),
}
"""What else goes out beside parts of a pack."""
_SECTIONS: Mapping[str, str] = {
    "stance": N_("Stance"),
    "voting": N_("Voting right"),
    "contradictions": N_("Contradictions"),
    "next_step": N_("Next step"),
    "pledges": N_("Pledge history"),
    "undertakings": N_("Undertakings"),
    "people": N_("People"),
    "follow_ups": N_("Follow-ups"),
    "results": N_("Past results"),
    "notes": N_("Notes"),
    "forecast": N_("Forecast"),
    "map": N_("Map"),
    "hemicycle": N_("Hemicycle"),
    "what_changed": N_("What changed"),
}
SECTIONS = tuple(_SECTIONS)
"""Sections of pages that a profile may keep inside, beside whole parts."""
_WAYS: Mapping[Way, str] = {
    Way.SAVED: N_("saved"),
    Way.PRINTED: N_("printed"),
}


def part(code: str) -> str:
    """What a part of a pack is called."""
    return _(_PARTS[code]) if code in _PARTS else words.field(code)


def section(code: str) -> str:
    """What a section of a page, or a whole part, is called."""
    return _(_SECTIONS[code]) if code in _SECTIONS else part(code)


def document(code: str) -> str:
    """Which kind of paper went out."""
    if code == "countries":
        return _("Briefing")
    return _(_DOCUMENTS[code]) if code in _DOCUMENTS else section(code)


def way(way: Way) -> str:
    return _(_WAYS[way])


def kept(name: str, known: Iterable[Profile | Marking]) -> str:
    """A profile or marking whose name the log keeps in the paper's language, in the reader's."""
    if not name:
        return ""
    found = (one for one in known if name in (one.name_th, one.name_en, one.name_fr))
    record = next(found, None)
    return words.named(record) if record else name


def choice(pack: Pack, snapshot: Snapshot) -> str:
    """How the countries of a pack are chosen, in a few words."""
    match pack.chosen:
        case Chosen.ALL:
            return _("All countries")
        case Chosen.GROUP:
            return _("Group: {group}").format(group=words.group(pack.group, short=True))
        case Chosen.FILTER:
            saved = snapshot.find(SavedFilter, pack.filter)
            return _("Filter: {name}").format(name=saved.name if saved else _("deleted"))
        case Chosen.DAY if pack.day:
            language = i18n.current()
            told = _("Met on {weekday} {day}")
            return told.format(
                weekday=language.short_weekday(pack.day), day=language.date(pack.day)
            )
    return _("Ticked by hand")
