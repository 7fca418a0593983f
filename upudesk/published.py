"""Published results held against the rules: what does not fit tells something about a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from upudesk import rules
from upudesk.errors import N_, InLanguages, Message
from upudesk.model import Answer, Result
from upudesk.rules import Finding
from upudesk.snapshot import Snapshot

Election = tuple[int, str, int]
"""Year, council and group."""


def breaches(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Where published winners break a number of seats, a term limit or a renewal.

    Many lists are incomplete; only what is known for certain from them counts as a breach.
    """
    elections = _elections(snapshot)
    return (
        *_too_many(snapshot, elections),
        *_chosen_too_often(snapshot, elections),
        *_too_few_newcomers(snapshot, elections),
        *_acclaimed_in_vain(snapshot, elections),
    )


def _elections(snapshot: Snapshot) -> Mapping[Election, Sequence[Result]]:
    """Of several rounds, what each candidate got in its last one."""
    found: dict[Election, dict[str, Result]] = defaultdict(dict)
    for result in sorted(snapshot.all(Result), key=lambda result: result.round):
        if result.group is not None:
            found[result.year, result.council, result.group][result.member] = result
    return {election: tuple(results.values()) for election, results in found.items()}


def _winners(results: Sequence[Result]) -> dict[str, Result]:
    return {r.member: r for r in results if r.elected is Answer.YES}


def _seats(snapshot: Snapshot, election: Election, results: Sequence[Result]) -> int | None:
    """As the results tell it; else as the rules of this Congress do. Where that does not fit, the
    council had other seats then: a finding about the rule."""
    told = max((r.seats for r in results if r.seats is not None), default=None)
    return told if told is not None else rules.seats(snapshot, *election[1:])


def _about(snapshot: Snapshot, election: Election) -> dict[str, object]:
    year, council, group = election
    # A year is no number to be grouped in thousands.
    called: object = InLanguages({"en": str(year)})
    return {
        "year": called,
        "council": rules.council_called(snapshot, council),
        "group": group,
    }


def _too_many(
    snapshot: Snapshot, elections: Mapping[Election, Sequence[Result]]
) -> Iterator[Finding]:
    for election, results in elections.items():
        won, seats = _winners(results), _seats(snapshot, election, results)
        if seats is not None and len(won) > seats:
            sentence = N_(
                "{year}, {council}, group {group}: {won} are published as chosen, where {seats} "
                "seats are on record; the group had other seats then, or a list is wrong."
            )
            gaps = _about(snapshot, election) | {"won": len(won), "seats": seats}
            yield Finding(Message(sentence, gaps), tuple(r.id for r in won.values()))


def _before(snapshot: Snapshot, year: int) -> list[int]:
    """The Congresses before that year, the latest first."""
    known = {result.year for result in snapshot.all(Result)} | set(
        rules.congresses_before(snapshot)
    )
    return sorted((y for y in known if y < year), reverse=True)


def _chosen_too_often(
    snapshot: Snapshot, elections: Mapping[Election, Sequence[Result]]
) -> Iterator[Finding]:
    for (year, council, group), results in elections.items():
        limit = rules.rule(snapshot, rules.TERM_LIMIT, council)
        if limit is None or limit.value is None:
            continue
        before = _before(snapshot, year)[: int(limit.value)]
        earlier = [_winners(elections.get((y, council, group), ())) for y in before]
        for member, result in _winners(results).items():
            if len(before) == int(limit.value) and all(member in won for won in earlier):
                sentence = N_(
                    "{year}, {council}: {country} is published as chosen once more than the rule "
                    "allows. {rule}"
                )
                gaps = _about(snapshot, (year, council, group)) | {
                    "country": rules.called(snapshot, member), "rule": rules.quoted(limit),
                }  # fmt: skip
                yield Finding(Message(sentence, gaps), (result.id, limit.id))


def _too_few_newcomers(
    snapshot: Snapshot, elections: Mapping[Election, Sequence[Result]]
) -> Iterator[Finding]:
    for election, results in elections.items():
        year, council, group = election
        renewal = rules.rule(snapshot, rules.RENEWAL, council)
        seats, before = _seats(snapshot, election, results), _before(snapshot, year)
        if not (renewal and renewal.applied and renewal.value and seats and before):
            continue
        sat = _winners(elections.get((before[0], council, group), ()))
        stayed = [r for member, r in _winners(results).items() if member in sat]
        most = seats - rules.newcomers_needed(seats, renewal.value)
        if len(stayed) > most:
            sentence = N_(
                "{year}, {council}, group {group}: {stayed} sitting members are published as "
                "chosen again, where {most} could be. {rule}"
            )
            gaps = _about(snapshot, election) | {
                "stayed": len(stayed), "most": most, "rule": rules.quoted(renewal),
            }  # fmt: skip
            yield Finding(Message(sentence, gaps), (*(r.id for r in stayed), renewal.id))


def _acclaimed_in_vain(
    snapshot: Snapshot, elections: Mapping[Election, Sequence[Result]]
) -> Iterator[Finding]:
    for election, results in elections.items():
        seats = _seats(snapshot, election, results)
        stood = max((r.candidates for r in results if r.candidates is not None), default=None)
        lost = [r for r in results if r.elected is Answer.NO]
        if lost and stood is not None and seats is not None and stood <= seats:
            sentence = N_(
                "{year}, {council}, group {group}: somebody is published as not chosen, though "
                "only {stood} stood for {seats} seats."
            )
            gaps = _about(snapshot, election) | {"stood": stood, "seats": seats}
            yield Finding(Message(sentence, gaps), tuple(r.id for r in lost))
