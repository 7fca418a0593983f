"""Rules and seats as records: edited in the file, each edit with the source that it stands on."""

from __future__ import annotations

from upudesk import rules
from upudesk.campaign.candidacies import too_many_shares
from upudesk.campaign.plan import Plan, Put
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Rule, RuleSet, Seats
from upudesk.record import Problems
from upudesk.snapshot import Snapshot

SHARES, COUNTS = (rules.RENEWAL,), (rules.TERM_LIMIT, rules.ONE_PROXY)
"""Codes of the rules whose number is a share, and of those whose number is counted in ones."""
NEEDS_A_NUMBER = (*SHARES, *COUNTS)


def edit_rule(snapshot: Snapshot, rule: Rule, base: Rule | None = None) -> Plan:
    """Change a rule. What it says is not changed without saying where that is written."""
    problems = _unsourced(rule, base) | _unfit_number(rule)
    if problems:
        raise InvalidRecord(problems)
    return Plan("rule.edit", (Put(rule, base),), (rule.id,), Reason.CORRECTED)


def edit_rule_set(snapshot: Snapshot, rule_set: RuleSet, base: RuleSet | None = None) -> Plan:
    """Change what the rule set says of itself: its title, its source, the earlier Congresses."""
    wrong = [line for line in rule_set.ballots_cast_before if not _is_of_a_year(line)]
    if wrong:
        sentence = N_("Write each earlier Congress as a year and its ballots, such as “2021: 156”.")
        raise InvalidRecord({"ballots_cast_before": Message(sentence)})
    return Plan("rule_set.edit", (Put(rule_set, base),), (rule_set.id,), Reason.CORRECTED)


def _is_of_a_year(line: str) -> bool:
    year, _colon, ballots = line.partition(":")
    return (
        len(year.strip()) == 4 and year.strip().isdecimal() and ballots.strip(" 0123456789") == ""
    )


def set_seats(
    snapshot: Snapshot,
    seats: Seats,
    base: Seats | None = None,
    our_share: float = 0,
) -> Plan:
    """Say how many seats a group fills (None: not known), and what is known of its winning line.

    Refused where the shares of those who stand come to more than that; `our_share` is what the
    forecast expects for us, where our own record gives no share.
    """
    problems = (
        _unsourced_seats(seats, base)
        | _unsourced_line(seats)
        | refused_seats(snapshot, seats, our_share)
    )
    if problems:
        raise InvalidRecord(problems)
    known = base is not None or snapshot.find(Seats, seats.id) is not None
    action = "seats.edit" if known else "seats.add"
    return Plan(action, (Put(seats, base),), (seats.id,), Reason.CORRECTED)


def blank(snapshot: Snapshot, council: str, group: int | None) -> Seats:
    """The record on the seats of a group, or a new one where there is none yet."""
    return rules.seats_of(snapshot, council, group) or Seats(council=council, group=group)


def _unsourced(rule: Rule, base: Rule | None) -> Problems:
    said = ("value", "applied", "article", "wording_th", "wording_en", "wording_fr")
    changed = base is None or any(getattr(rule, n) != getattr(base, n) for n in said)
    if not changed or rule.source.strip():
        return {}
    return {"source": Message(N_("Say where the rule is written, or who told it."))}


def _unfit_number(rule: Rule) -> Problems:
    if rule.value is None:
        needed = rule.applied and rule.code in NEEDS_A_NUMBER
        sentence = N_(
            "A rule of this kind is applied with its number: give it, or only show the rule."
        )
        return {"value": Message(sentence)} if needed else {}
    if rule.code in SHARES and not 0 <= rule.value <= 1:
        return {"value": Message(N_("A share of the seats lies between 0 and 1."))}
    if rule.code in COUNTS and (rule.value < 1 or rule.value != int(rule.value)):
        return {"value": Message(N_("Type a whole number of 1 or more."))}
    return {}


def _unsourced_seats(seats: Seats, base: Seats | None) -> Problems:
    changed = seats.seats is not None and (base is None or seats.seats != base.seats)
    if not changed or seats.source.strip():
        return {}
    return {"source": Message(N_("Say where the number of seats comes from."))}


def _unsourced_line(seats: Seats) -> Problems:
    estimated = (seats.line_newcomer, seats.line_sitting)
    if seats.line_source.strip() or all(votes is None for votes in estimated):
        return {}
    return {"line_source": Message(N_("Say what the estimate of the winning line rests on."))}


def refused_seats(snapshot: Snapshot, seats: Seats, our_share: float = 0) -> Problems:
    """Why a group cannot have so few seats: those who stand already share more."""
    if seats.group is None:
        return {}
    here = rules.standing_in(snapshot, seats.council, seats.group)
    mine = snapshot.campaign.candidate
    ours = next((c.id for c in here if c.member == mine), "")
    together = rules.shares_together(here, ours, our_share)
    return too_many_shares("seats", together, seats.seats)
