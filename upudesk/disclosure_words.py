"""What a disclosure profile holds back, in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from upudesk import i18n, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import _, ngettext

_COUNTED: Mapping[str, Callable[[int], str]] = {
    "contact": lambda n: ngettext("{count} contact", "{count} contacts", n),
    "post": lambda n: ngettext("{count} post", "{count} posts", n),
    "pledge": lambda n: ngettext("{count} statement", "{count} statements", n),
    "undertaking": lambda n: ngettext("{count} undertaking", "{count} undertakings", n),
    "meeting": lambda n: ngettext("{count} meeting", "{count} meetings", n),
    "follow_up": lambda n: ngettext("{count} follow-up", "{count} follow-ups", n),
    "evidence": lambda n: ngettext("{count} attachment", "{count} attachments", n),
    "note": lambda n: ngettext("{count} note", "{count} notes", n),
    "letter": lambda n: ngettext("{count} letter", "{count} letters", n),
    "rating": lambda n: ngettext("{count} rating", "{count} ratings", n),
    "result": lambda n: ngettext("{count} result", "{count} results", n),
}
"""What is often held back has a plural of its own; of the rest the kind is named."""


def counted(kind: str, count: int) -> str:
    """Such as “2 attachments”."""
    number = i18n.current().number(count)
    if kind not in _COUNTED:
        return _("{kind}: {count}").format(kind=words.kind(kind), count=number)
    return _COUNTED[kind](count).format(count=number)


def left_out(disclosed: Disclosed, members: Collection[str] | None = None) -> list[str]:
    """A sentence on the records, one on the fields that stay inside; none where nothing does."""
    return [*_records(disclosed, members), *_fields(disclosed, members)]


def _records(disclosed: Disclosed, members: Collection[str] | None) -> Iterator[str]:
    held = disclosed.held_back(members)
    if held:
        what = i18n.current().listing([counted(kind, held[kind]) for kind in held])
        yield _("Left out: {what}.").format(what=what)


def _fields(disclosed: Disclosed, members: Collection[str] | None) -> Iterator[str]:
    blank = disclosed.left_blank(members)
    if blank:
        told = [f"{field(name)} ({i18n.current().number(blank[name])})" for name in blank]
        yield _("Left blank: {fields}.").format(fields=i18n.current().listing(told))


def field(name: str) -> str:
    """A field with its kind, such as “meeting: notes”."""
    kind, _dot, own = name.partition(".")
    return _("{kind}: {about}").format(kind=words.kind(kind), about=words.field(own))


def withheld(disclosed: Disclosed, members: Collection[str] | None = None) -> str:
    """The line that stands on paper where the profile says that something is withheld; else
    nothing. It tells that there is more, not how much or of what kind."""
    if not disclosed.profile.tells:
        return ""
    held = disclosed.held_back(members) or disclosed.left_blank(members)
    return _("Some records are withheld from this copy.") if held else ""


def each(disclosed: Disclosed, members: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Every record that stays inside: its kind, and itself in a few words. For the screen of
    whoever gives the paper out, never for the paper."""
    for record in disclosed.held_records(members):
        yield words.kind(record.KIND), words.about(record, disclosed.undisclosed)
