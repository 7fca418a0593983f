"""What changed since a day, told in words, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping

from upudesk import i18n, telling, words
from upudesk.errors import N_
from upudesk.i18n import _, ngettext
from upudesk.model import Level, Pledge
from upudesk.since import Balance, Changes, Shift, Way
from upudesk.snapshot import Snapshot

_WAYS: Mapping[Way, tuple[str, str]] = {
    Way.UP: ("↑", N_("up")),
    Way.DOWN: ("↓", N_("down")),
    Way.ASIDE: ("→", N_("aside")),
    Way.CORRECTED: ("✎", N_("corrected")),
    Way.LEARNED: ("◷", N_("logged late")),
}
_MEANT: Mapping[Way, str] = {
    Way.UP: N_("Nearer to us than on that day, by new words."),
    Way.DOWN: N_("Farther from us than on that day, by new words."),
    Way.ASIDE: N_("Asked, or answered without a yes or a no."),
    Way.CORRECTED: N_("What was logged then was mended or taken out."),
    Way.LEARNED: N_("It had been said by then, but was logged only later."),
}


def way(way: Way) -> str:
    return _(_WAYS[way][1])


def sign(way: Way) -> str:
    """Told apart without colour."""
    return _WAYS[way][0]


def meant(way: Way) -> str:
    """A sentence: what is counted as this."""
    return _(_MEANT[way])


def since(changes: Changes) -> str:
    """Such as “What changed since 3 June 2025”."""
    day = i18n.current().date(changes.day)
    if changes.name:
        return _("What changed since “{name}” ({day})").format(name=changes.name, day=day)
    return _("What changed since {day}").format(day=day)


def counted(shifts: tuple[Shift, ...]) -> str:
    """How many went which way; what did not occur is left out."""
    number = i18n.current().number
    counts = [(one, sum(shift.way is one for shift in shifts)) for one in Way]
    return ", ".join(
        _("{way}: {count}").format(way=way(one), count=number(count))
        for one, count in counts
        if count
    )


def balance(found: Balance) -> str:
    """Promised votes then and now, and what corrections made of those of then."""
    number = i18n.current().number
    then = found.corrected if found.then is None else found.then
    if then == found.corrected:
        told = ngettext("{then} promised vote then, {now} now.",
                        "{then} promised votes then, {now} now.", then)  # fmt: skip
    else:
        told = ngettext(
            "{then} promised vote was counted then (as corrected: {corrected}), {now} now.",
            "{then} promised votes were counted then (as corrected: {corrected}), {now} now.",
            then,
        )
    return told.format(then=number(then), corrected=number(found.corrected), now=number(found.now))


def reason(shift: Shift, snapshot: Snapshot) -> str:
    """Why: the statement that did it, in one line; or that one was taken out."""
    if shift.because is None:
        return _("what was logged was taken out")
    return telling.dotted(*_said(shift.because, snapshot))


def _said(pledge: Pledge, snapshot: Snapshot) -> list[str]:
    asked = _("we asked") if pledge.level is Level.ASKED else telling.manner(pledge)
    return [telling.when(pledge), asked, telling.speaker(pledge, snapshot)]


def statement(pledge: Pledge, snapshot: Snapshot) -> list[str]:
    """All of the statement behind a change: when and how, the exact words, condition, source."""
    lines = [telling.dotted(words.level(pledge.level), *_said(pledge, snapshot))]
    if pledge.words:
        lines.append(_("“{words}”").format(words=pledge.words))
    if pledge.condition:
        lines.append(_("Condition: {text}").format(text=pledge.condition))
    if pledge.source:
        lines.append(_("Source: {text}").format(text=pledge.source))
    return lines


def partial(changes: Changes) -> str:
    """What cannot be told, where that is so."""
    if changes.whole:
        return ""
    return _("The file held nothing yet at that time, so corrections cannot be told.")
