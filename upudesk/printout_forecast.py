"""What the command line prints of the forecast: as text, and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from upudesk import forecast_words, scenarios, trend, words
from upudesk.errors import Message
from upudesk.forecast import Distribution, Forecast, forecast
from upudesk.i18n import _, current, ngettext
from upudesk.model import Candidacy, Council, Member, Scenario
from upudesk.next_best import NextBest, next_best
from upudesk.printout import Values
from upudesk.prospects import Prospects, prospects
from upudesk.scoring import CASES, Replay, replay
from upudesk.snapshot import Snapshot
from upudesk.terminal import aligned, visible
from upudesk.weights import Weights

PLACES = 6
"""Digits after the point in JSON: more than is known, and the same on every machine."""
CALLS = 10
"""How many countries the text names to be called next; JSON has them all."""


@dataclass(frozen=True)
class Outlook:
    """All that is expected for one candidacy."""

    council: Council
    expected: Forecast
    seat: Prospects
    calls: tuple[NextBest, ...]


def outlook(snapshot: Snapshot, candidacy: Candidacy, seed: int) -> Outlook:
    expected = forecast(snapshot, candidacy.id)
    return Outlook(
        _council(snapshot, candidacy.id),
        expected,
        prospects(snapshot, candidacy.id, seed=seed, forecast=expected),
        next_best(snapshot, candidacy.id, seed=seed, forecast=expected),
    )


# ------------------------------------------------------------------ as JSON


def outlook_values(
    snapshot: Snapshot, weights: Weights, outlooks: Sequence[Outlook], seed: int
) -> Values:
    """See `upudesk forecast --help`."""
    own = snapshot.candidate
    return {
        "campaign": words.told(snapshot.campaign, "congress"),
        "candidate": own.iso2 if own else None,
        "as_of": snapshot.today.isoformat(),
        "demo": snapshot.campaign.demo,
        "seed": seed,
        "weights": [_weight_values(weights, code) for code in weights.values],
        "cases": [_case_values(replay(case, weights)) for case in CASES],
        "councils": [_council_values(snapshot, one) for one in outlooks],
        "scenarios": [
            _scenario_values(snapshot, one, [o.expected.candidacy for o in outlooks], seed)
            for one in sorted(snapshot.all(Scenario), key=lambda one: (one.order, one.id))
        ],
    }


def _scenario_values(
    snapshot: Snapshot, scenario: Scenario, candidacies: Sequence[str], seed: int
) -> Values:
    """What would be; of no council where what it supposes cannot be read."""
    try:
        supposed = scenarios.read(scenario.supposed)
    except scenarios.UnreadableScenario as fault:
        return {"name": scenario.name, "left_out": [words.say(fault)], "councils": []}
    found = [scenarios.outcome(snapshot, id, supposed, seed=seed) for id in candidacies]
    return {
        "name": scenario.name,
        "left_out": _sentences(scenarios.left_out(snapshot, supposed)),
        "councils": [
            {
                "council": _council(snapshot, one.candidacy).code,
                "votes": _range_values(one.forecast),
                "seat": _seat_values(snapshot, one.prospects),
            }
            for one in found
        ],
    }


def _round(number: float | None) -> float | None:
    return None if number is None else round(number, PLACES) + 0.0  # no -0.0


def _weight_values(weights: Weights, code: str) -> Values:
    record = weights.records.get(code)
    return {
        "code": code,
        "value": _round(weights.values[code]),
        "chance": _round(weights.percentage(code)),
        "reason": record.reason if record else None,
    }


def _case_values(found: Replay) -> Values:
    return {
        "case": found.case.code,
        "received": found.case.received,
        **_range_values(found.expected),
        "percentile": _round(found.score.percentile),
    }


def _range_values(votes: Distribution) -> Values:
    return {
        "expected": _round(votes.expected),
        "low": votes.low,
        "median": votes.median,
        "high": votes.high,
        "mass": _round(votes.mass),
    }


def _council_values(snapshot: Snapshot, one: Outlook) -> Values:
    expected = one.expected
    return {
        "council": one.council.code,
        "votes": {
            **_range_values(expected),
            "promised": _round(expected.expected_promised),
            "own": _round(expected.expected_own),
            "others": _round(expected.expected_others),
            "ballots": _round(expected.ballots),
            "at_least": [_round(expected.at_least(k)) for k in range(len(expected.pmf))],
        },
        "members": [
            {
                "member": _code(snapshot, chance.member),
                "cast": _round(chance.cast),
                "hold": _round(chance.hold),
                "vote": _round(chance.vote),
                "source": str(chance.source),
                "proxy": _code(snapshot, chance.holder),
            }
            for chance in expected.chances.values()
        ],
        "missing": _sentences(expected.missing),
        "seat": _seat_values(snapshot, one.seat),
        "next": [
            {
                "member": _code(snapshot, call.member),
                "votes": _round(call.votes),
                "seat": _round(call.seat),
            }
            for call in one.calls
        ],
        "trend": [
            {"day": turn.on.isoformat(), "promised": turn.promised}
            for turn in trend.promised(snapshot, expected.candidacy)
        ],
    }


def _council(snapshot: Snapshot, candidacy: str) -> Council:
    return snapshot.get(Council, snapshot.get(Candidacy, candidacy).council)


def _seat_values(snapshot: Snapshot, seat: Prospects) -> Values:
    return {
        "basis": str(seat.basis),
        "seats": seat.seats,
        "chance": _round(seat.chance),
        "supposed": {str(what): _round(chance) for what, chance in seat.by.items()},
        "line": _range_values(seat.line) if seat.line else None,
        "rivals": {_rival(snapshot, id): _round(won) for id, won in seat.rivals.items()},
        "shares": _round(seat.shares),
        "facts": _sentences(seat.facts),
    }


def _code(snapshot: Snapshot, member: str) -> str | None:
    found = snapshot.find(Member, member)
    return found.iso2 if found else None


def _rival(snapshot: Snapshot, candidacy: str) -> str:
    member = snapshot.get(Candidacy, candidacy).member
    return _code(snapshot, member) or member


def _sentences(messages: Iterable[Message]) -> list[str]:
    return [words.say(message) for message in messages]


# ------------------------------------------------------------------ as text


def outlook_text(snapshot: Snapshot, one: Outlook) -> Iterator[str]:
    """Votes, chance of a seat, whom to call next; each under what it rests on."""
    title = _("{candidate} for the {council} ({short}), as of {day}").format(
        candidate=words.named(snapshot.candidate) if snapshot.candidate else "",
        council=words.named(one.council),
        short=words.short(one.council),
        day=current().date(one.expected.day),
    )
    yield visible(title)
    yield ""
    yield from _votes_text(one.expected)
    yield ""
    yield from _seat_text(snapshot, one.seat)
    yield ""
    yield from _calls_text(snapshot, one.calls)


def _votes_text(expected: Forecast) -> Iterator[str]:
    number = current().number
    yield _("Votes expected: {expected} of {ballots} ballots, {low} to {high} in {mass}.").format(
        expected=number(expected.expected, 1),
        ballots=number(expected.ballots, 1),
        low=number(expected.low),
        high=number(expected.high),
        mass=_("{percent} of all cases").format(percent=forecast_words.percent(expected.mass)),
    )
    yield _("Promised: {promised}. Our own ballot: {own}. We may also get: {others}.").format(
        promised=number(expected.expected_promised, 1),
        own=number(expected.expected_own, 1),
        others=number(expected.expected_others, 1),
    )
    yield from _at_least_text(expected)
    yield from _sentences(expected.missing)


def _at_least_text(expected: Forecast) -> Iterator[str]:
    """A few rungs of the ladder, from what is nearly sure to what is hardly to be hoped for."""
    rungs = [expected.percentile(share) for share in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)]
    heads = [current().number(votes) for votes in dict.fromkeys(rungs)]
    chances = [forecast_words.percent(expected.at_least(votes)) for votes in dict.fromkeys(rungs)]
    yield from aligned(
        [[_("At least so many votes"), *heads], [_("Chance"), *chances]], numbers_from=1
    )


def _seat_text(snapshot: Snapshot, seat: Prospects) -> Iterator[str]:
    yield _("Chance of a seat: {chance}").format(chance=forecast_words.chance(seat))
    yield forecast_words.basis(seat.basis)
    yield from map(visible, _sentences(seat.facts))
    if seat.line:
        number = current().number
        template = _("Votes needed: {median}, likely {low} to {high}.")
        yield template.format(
            median=number(seat.line.median), low=number(seat.line.low), high=number(seat.line.high)
        )
    if len(set(seat.by.values())) > 1:
        rows = [(forecast_words.supposed(what), forecast_words.percent(chance))
                for what, chance in seat.by.items()]  # fmt: skip
        yield from (f"  {line}" for line in aligned(rows, numbers_from=1))
    yield from _rivals_text(snapshot, seat)


def _rivals_text(snapshot: Snapshot, seat: Prospects) -> Iterator[str]:
    if not seat.rivals:
        return
    yield _("How often rivals win a seat:")
    won = sorted(seat.rivals.items(), key=lambda pair: -pair[1])
    rows = [(_country(snapshot, snapshot.get(Candidacy, id).member), forecast_words.percent(share))
            for id, share in won]  # fmt: skip
    yield from (f"  {line}" for line in aligned(rows, numbers_from=1))


def _calls_text(snapshot: Snapshot, calls: Sequence[NextBest]) -> Iterator[str]:
    first = [call for call in calls[:CALLS] if call.votes > 0]
    if not first:
        return
    told = ngettext(
        "What a firm promise from this country would add:",
        "What a firm promise would add, the {number} countries that would add most:",
        len(first),
    )
    yield told.format(number=current().number(len(first)))
    rows = [["", _("votes"), _("chance of a seat")]]
    rows += [[_country(snapshot, call.member), *_added(call)] for call in first]
    yield from (f"  {line}" for line in aligned(rows, numbers_from=1))


def _added(call: NextBest) -> tuple[str, str]:
    seat = _("not known") if call.seat is None else f"+{current().percent(call.seat, 1)}"
    return f"+{current().number(call.votes, 2)}", seat


def _country(snapshot: Snapshot, member: str) -> str:
    found = snapshot.find(Member, member)
    return words.named(found) if found else member
