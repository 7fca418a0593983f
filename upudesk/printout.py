"""What the command line prints: tally, history and hits, as text and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from upudesk import blind, telling, words
from upudesk.i18n import _, current, ngettext
from upudesk.journal import EXISTENCE, EXPUNGED, Change, Step, moment_of
from upudesk.model import (
    Answer,
    Author,
    Candidacy,
    Council,
    Meeting,
    Member,
    Pledge,
    Record,
)
from upudesk.search import Hit, day_of
from upudesk.snapshot import Snapshot, members_of
from upudesk.tally import State, Tally
from upudesk.terminal import aligned, one_line, visible
from upudesk.values import Value

Values = dict[str, Any]


# ------------------------------------------------------------------ the tally

MARKS: Mapping[str, Callable[[Tally], Sequence[str]]] = {
    "contradictions": lambda tally: tally.contradictions,
    "conditional": lambda tally: tally.conditional,
    "faded": lambda tally: tally.faded,
    "hearsay_only": lambda tally: tally.hearsay_only,
}


def tally_values(snapshot: Snapshot, tallies: Iterable[Tally], known_at: datetime | None) -> Values:
    """See `upudesk tally --help`."""
    found = list(tallies)
    own = snapshot.candidate
    return {
        "campaign": words.told(snapshot.campaign, "congress"),
        "candidate": own.iso2 if own else None,
        "as_of": found[0].day.isoformat() if found else None,
        "known_at": known_at.isoformat(timespec="seconds") if known_at else None,
        "demo": snapshot.campaign.demo,
        "councils": [_council_values(snapshot, tally) for tally in found],
    }


def _council_values(snapshot: Snapshot, tally: Tally) -> Values:
    codes = {member.id: member.iso2 for member in tally.members}
    groups = tally.table.columns
    return {
        "council": _council(snapshot, tally).code,
        "rows": [
            {
                "state": str(state),
                "groups": {
                    _group_key(g): len(tally.table.cell(state, g)) for g in tally.table.columns
                },
                "total": len(tally.row(state)),
                "can_vote": _by_vote(tally, tally.row(state)),
                "members": sorted(codes[id] for id in tally.row(state)),
            }
            for state in State
        ],
        "groups": {_group_key(g): len(tally.table.column(g)) for g in groups},
        "total": len(tally.everyone),
        "can_vote": _by_vote(tally, tally.everyone),
        "promised": {"total": len(tally.promised), "can_vote": _by_vote(tally, tally.promised)},
        **{name: sorted(codes[id] for id in of(tally)) for name, of in MARKS.items()},
    }


def _council(snapshot: Snapshot, tally: Tally) -> Council:
    return snapshot.get(Council, snapshot.get(Candidacy, tally.candidacy).council)


def _group_key(group: object) -> str:
    return "unknown" if group is None else str(group)


def _by_vote(tally: Tally, members: Sequence[str]) -> dict[str, int]:
    return {str(answer): len(ids) for answer, ids in tally.by_vote(members).items()}


def banner(snapshot: Snapshot) -> Iterator[str]:
    """What stands above all that comes from a demo."""
    if snapshot.campaign.demo:
        yield _("DEMO - INVENTED")
        yield ""


def tally_text(snapshot: Snapshot, tally: Tally, known_at: datetime | None) -> Iterator[str]:
    """A table of states by group with three totals, then what has to be looked at."""
    yield _tally_title(snapshot, tally, known_at)
    yield ""
    yield from aligned(_tally_rows(tally), numbers_from=2)
    yield ""
    yield _promised(tally)
    names = {member.id: words.named(member) for member in tally.members}
    for name, label in (
        ("contradictions", _("Capital and delegate contradict each other")),
        ("conditional", _("Under a condition")),
        ("faded", _("Faded")),
        ("hearsay_only", _("Known from hearsay only")),
    ):
        if ids := MARKS[name](tally):
            who = ", ".join(sorted((names[id] for id in ids), key=current().sort_key))
            yield visible(f"{label} ({current().number(len(ids))}): {who}")


def _tally_title(snapshot: Snapshot, tally: Tally, known_at: datetime | None) -> str:
    council = _council(snapshot, tally)
    title = _("{candidate} for the {council} ({short}), as of {day}").format(
        candidate=words.named(snapshot.candidate) if snapshot.candidate else "",
        council=words.named(council),
        short=words.short(council),
        day=current().date(tally.day),
    )
    if known_at:
        title += ", " + _("known at {moment}").format(moment=current().instant(known_at))
    return visible(title)


def _tally_rows(tally: Tally) -> Iterator[list[str]]:
    def counts(by_group: Iterable[int], members: Sequence[str]) -> list[str]:
        votes = [len(ids) for ids in tally.by_vote(members).values()]
        return [current().number(n) if n else "." for n in (*by_group, len(members), *votes)]

    groups = tally.table.columns
    heads = [_("group {number}").format(number=g) if g else _("no group") for g in groups]
    votes = [_("can vote"), _("cannot"), _("not known")]
    yield ["", _("Stance"), *heads, _("all"), *votes]
    for state in tally.rows:
        name = words.level(state.level) if state.level else words.state(state)
        cells = [len(tally.table.cell(state, g)) for g in groups]
        yield [words.symbol(state), name, *counts(cells, tally.row(state))]
    cells = [len(tally.table.column(g)) for g in groups]
    yield ["", _("all"), *counts(cells, tally.everyone)]


def _promised(tally: Tally) -> str:
    votes = tally.by_vote(tally.promised)
    number = current().number
    return _(
        "Promised, firm or leaning: {all}; "
        "of these {yes} can vote, {no} cannot, {unknown} not known."
    ).format(
        all=number(len(tally.promised)),
        yes=number(len(votes[Answer.YES])),
        no=number(len(votes[Answer.NO])),
        unknown=number(len(votes[Answer.UNKNOWN])),
    )


# ------------------------------------------------------------------ history


def history_values(snapshot: Snapshot, record: str, steps: Sequence[Step]) -> Values:
    """See `upudesk history --help`."""
    earlier = _changes(steps)
    return {
        "demo": snapshot.campaign.demo,
        "record": record,
        "steps": [
            {
                "id": step.id,
                "at": moment_of(step.clock).isoformat(),
                "author": _author(snapshot, step),
                "action": step.action,
                "undoes": step.undoes or None,
                "redoes": step.redoes or None,
                "changes": [_change_values(snapshot, change, earlier) for change in step.changes],
            }
            for step in steps
        ],
    }


def _change_values(snapshot: Snapshot, change: Change, earlier: Mapping[str, Change]) -> Values:
    sealed = blind.sealed(snapshot, change.kind, change.record)
    return {
        "kind": change.kind,
        "record": change.record,
        "field": change.field,
        "reason": str(change.reason),
        "old": None if sealed else _replaced(change, earlier),
        "new": None if sealed else change.value,
        "erased": change.erased,
        **({"sealed": True} if sealed else {}),
    }


def history_text(snapshot: Snapshot, record: str, steps: Sequence[Step]) -> Iterator[str]:
    """Who did what when, oldest first, and under each step the old and the new values."""
    earlier = _changes(steps)
    for step in steps:
        who = _author(snapshot, step) or _("name not given")
        what = words.step(step, snapshot, record)
        if step.undoes or step.redoes:
            template = _("Taken back: {step}") if step.undoes else _("Done again: {step}")
            what = template.format(step=what)
        moment = current().instant(moment_of(step.clock))
        yield one_line(f"{moment} · {who} · {what}")
        for _id, changes in groupby(step.changes, key=lambda change: change.record):
            yield from _record_text(snapshot, list(changes), earlier)


def _record_text(
    snapshot: Snapshot, changes: Sequence[Change], earlier: Mapping[str, Change]
) -> Iterator[str]:
    """What a step did to one record."""
    first = changes[0]
    yield f"  {words.kind(first.kind)} {first.record}"
    if blind.sealed(snapshot, first.kind, first.record):
        yield f"    {words.sealed()}"
        return
    rows = [_change_row(snapshot, change, earlier) for change in changes if _tells(change)]
    yield from (f"    {line}" for line in aligned(rows)) if rows else ()


def _tells(change: Change) -> bool:
    """That a record is there goes without saying; that it was deleted does not."""
    return change.field != EXPUNGED and not (change.field == EXISTENCE and change.value is True)


def _change_row(
    snapshot: Snapshot, change: Change, earlier: Mapping[str, Change]
) -> tuple[str, str]:
    if change.erased:
        return words.field(change.field), _("(erased for good)")
    if change.field == EXISTENCE:
        return words.field(change.field), _("(deleted)")
    old = telling.value(snapshot, change.kind, change.field, _replaced(change, earlier))
    new = telling.value(snapshot, change.kind, change.field, change.value) or _("(blank)")
    return words.field(change.field), f"{old} → {new}" if old else new


def _changes(steps: Iterable[Step]) -> dict[str, Change]:
    return {change.id: change for step in steps for change in step.changes}


def _replaced(change: Change, earlier: Mapping[str, Change]) -> Value:
    """What stood there before; of several answers in conflict the one that was shown."""
    before = [earlier[id] for id in change.replaces if id in earlier]
    return max(before, key=lambda c: c.rank).value if before else None


def _author(snapshot: Snapshot, step: Step) -> str:
    author = snapshot.find(Author, step.author)
    return author.name if author else step.author


# ------------------------------------------------------------------ search


def hits_values(snapshot: Snapshot, hits: Iterable[Hit]) -> Values:
    """See `upudesk search --help`."""
    return {
        "demo": snapshot.campaign.demo,
        "hits": [_hit_values(snapshot, hit) for hit in hits],
    }


def _hit_values(snapshot: Snapshot, hit: Hit) -> Values:
    day = day_of(hit.record)
    return {
        "kind": hit.record.KIND,
        "id": hit.record.id,
        "members": [member.iso2 for member in _members(snapshot, hit.record)],
        "day": day.isoformat() if day else None,
        "precision": str(precision)
        if (precision := getattr(hit.record, "precision", ""))
        else None,
        "field": hit.field,
        "excerpt": hit.excerpt,
    }


def hits_text(snapshot: Snapshot, hits: Sequence[Hit]) -> Iterator[str]:
    for hit in hits:
        names = current().listing([words.named(m) for m in _members(snapshot, hit.record)])
        yield one_line(
            " · ".join(filter(None, (words.kind(hit.record.KIND), names, _day(hit.record))))
        )
        yield visible(f"    {words.field(hit.field)}: {hit.excerpt}")
        yield f"    {hit.record.id}"
    count = ngettext("{number} record found.", "{number} records found.", len(hits))
    yield count.format(number=current().number(len(hits))) if hits else _("Nothing was found.")


def _members(snapshot: Snapshot, record: Record) -> list[Member]:
    found = (snapshot.find(Member, id) for id in members_of(snapshot, record))
    return [member for member in found if member]


def _day(record: Record) -> str:
    if isinstance(record, Pledge | Meeting):
        return telling.when(record)
    day: date | None = day_of(record)
    return current().date(day) if day else ""
