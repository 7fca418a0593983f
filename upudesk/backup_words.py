"""Back-ups told in words: why they were made, how large, and what going back would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from upudesk import i18n, telling, words
from upudesk.backups import Copy, Reason
from upudesk.campaign.restoring import Difference, Way
from upudesk.errors import N_
from upudesk.i18n import _, ngettext
from upudesk.model import Candidacy, Member, Pledge, Rating, Record
from upudesk.snapshot import Snapshot
from upudesk.values import to_values

_REASONS: Mapping[Reason, str] = {
    Reason.OPENED: N_("when the file was opened"),
    Reason.CHANGED: N_("while work went on"),
    Reason.MANY: N_("before a bulk change"),
    Reason.RESTORE: N_("before a restore"),
    Reason.ASKED: N_("by hand"),
}
_WAYS: Mapping[Way, str] = {
    Way.CHANGED: N_("changes"),
    Way.BACK: N_("comes back"),
    Way.GONE: N_("goes"),
}
_BYTES = 1_000_000


def reason(reason: Reason) -> str:
    return _(_REASONS[reason])


def size(count: int) -> str:
    """Never 0 for something that is there."""
    number = i18n.current().number
    if count >= 1000 * _BYTES:
        return _("{number} GB").format(number=number(count / _BYTES / 1000, 1))
    return _("{number} MB").format(number=number(max(count / _BYTES, 0.1), 1))


def budget(count: int) -> str:
    """A round number of what computers call a gigabyte."""
    return _("{number} GB").format(number=i18n.current().number(count >> 30))


def made(copy: Copy) -> str:
    """Day and time, on this machine's clock."""
    return i18n.current().instant(copy.made_at)


def way(way: Way) -> str:
    return _(_WAYS[way])


def about(one: Difference, snapshot: Snapshot) -> str:
    """The record in a few words, with its country where it does not name it."""
    said = _in_short(one.record, snapshot)
    member = snapshot.find(Member, getattr(one.record, "member", ""))
    country = words.named(member) if member else ""
    return said if country in said else telling.dotted(country, said)


def _in_short(record: Record, snapshot: Snapshot) -> str:
    """A pledge by its council and level, since its words are seldom kept."""
    if not isinstance(record, Pledge):
        return words.about(record, snapshot)
    candidacy = snapshot.find(Candidacy, record.candidacy)
    council = snapshot.council_of(candidacy) if candidacy else None
    return telling.dotted(words.short(council) if council else "", words.level(record.level))


def detail(one: Difference, now: Snapshot, then: Snapshot) -> str:
    """Each field that would change, as it is and as it would be; a rating is nobody's to read."""
    if isinstance(one.record, Rating) or one.now is None:
        return ""
    here, there = to_values(one.now), to_values(one.record)
    kind = one.record.KIND
    changes = [
        _("{field}: {now} → {then}").format(
            field=words.field(name),
            now=telling.value(now, kind, name, here[name]) or "–",
            then=telling.value(then, kind, name, there[name]) or "–",
        )
        for name in one.fields
    ]
    return "; ".join(changes)


def line(one: Difference, now: Snapshot, then: Snapshot) -> str:
    """One difference on one line."""
    snapshot = then if one.way is Way.BACK else now
    head = _("{kind}: {about}").format(kind=words.kind(one.record.KIND), about=about(one, snapshot))
    return telling.dotted(f"{way(one.way)}: {head}", detail(one, now, then))


def summary(found: Sequence[Difference]) -> str:
    """How many records going back would touch."""
    if not found:
        return _("Nothing differs: the campaign stands as it did then.")
    changed, back, gone = (
        sum(one.way is way for one in found) for way in (Way.CHANGED, Way.BACK, Way.GONE)
    )
    return " ".join(filter(None, (_changed(changed), _back(back), _gone(gone))))


def _changed(count: int) -> str:
    told = ngettext("{count} record would change.", "{count} records would change.", count)
    return _counted(told, count)


def _back(count: int) -> str:
    told = ngettext("{count} record would come back.", "{count} records would come back.", count)
    return _counted(told, count)


def _gone(count: int) -> str:
    told = ngettext("{count} record would go.", "{count} records would go.", count)
    return _counted(told, count)


def _counted(told: str, count: int) -> str:
    return told.format(count=i18n.current().number(count)) if count else ""
