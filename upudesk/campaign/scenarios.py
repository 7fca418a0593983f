"""Scenarios: made, copied, renamed, changed and deleted; the records that they are about stay."""

from __future__ import annotations

from dataclasses import replace

from upudesk import rules, scenarios
from upudesk.campaign.candidacies import too_many_shares
from upudesk.campaign.plan import Plan, Put, Remove
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Candidacy, HoldRate, Member, Scenario, Seats, Standing
from upudesk.record import Problems
from upudesk.scenarios import Contest, Item, Rival, Stances, Supposed, Voters, Weight
from upudesk.snapshot import Snapshot
from upudesk.weights import USUAL


def in_order(snapshot: Snapshot) -> tuple[Scenario, ...]:
    """All scenarios of the file, as they stand side by side."""
    return tuple(sorted(snapshot.all(Scenario), key=lambda one: (one.order, one.id)))


def copy(snapshot: Snapshot, name: str, of: Scenario | None = None) -> Plan:
    """A new scenario that supposes what another one does; without another, the base case."""
    _refuse_double(snapshot, name)
    if len(snapshot.all(Scenario)) >= scenarios.MOST:
        sentence = N_("{count} scenarios stand side by side at most: delete one of them first.")
        raise InvalidRecord({"name": Message(sentence, {"count": scenarios.MOST})})
    last = max((one.order for one in snapshot.all(Scenario)), default=0)
    made = Scenario(
        name=name.strip(),
        order=last + 1,
        supposed=of.supposed if of else scenarios.written(scenarios.BASE),
        note=of.note if of else "",
    )
    return Plan("scenario.add", (Put(made),), (made.id,))


def rename(snapshot: Snapshot, scenario: Scenario, name: str) -> Plan:
    _refuse_double(snapshot, name, scenario.id)
    return _edited(scenario, replace(scenario, name=name.strip()))


def suppose(snapshot: Snapshot, scenario: Scenario, item: Item) -> Plan:
    """Suppose one thing more; refused where it could never be so."""
    said = scenarios.read(scenario.supposed).with_item(item)
    if problems := refused(snapshot, said, item):
        raise InvalidRecord(problems)
    return _edited(scenario, replace(scenario, supposed=scenarios.written(said)))


def suppose_no_more(snapshot: Snapshot, scenario: Scenario, number: int) -> Plan:
    """Take one supposition out, by its place."""
    said = scenarios.read(scenario.supposed).without(number)
    return _edited(scenario, replace(scenario, supposed=scenarios.written(said)))


def delete(snapshot: Snapshot, scenario: Scenario) -> Plan:
    return Plan("scenario.remove", (Remove(scenario),), (scenario.id,))


def _edited(before: Scenario, after: Scenario) -> Plan:
    return Plan("scenario.edit", (Put(after, before),), (after.id,), Reason.CORRECTED)


def _refuse_double(snapshot: Snapshot, name: str, id: str = "") -> None:
    taken = (one.name.casefold() for one in snapshot.all(Scenario) if one.id != id)
    if name.strip().casefold() in taken:
        raise InvalidRecord({"name": Message(N_("There is a scenario of that name already."))})


# ------------------------------------------------------------------ what cannot be supposed


def refused(snapshot: Snapshot, supposed: Supposed, item: Item) -> Problems:
    """Why the last of these suppositions cannot be."""
    match item:
        case Stances() | Voters():
            sentence = N_("Choose the countries of which it is supposed.")
            return {} if item.members else {"members": Message(sentence)}
        case Weight():
            return _refused_weight(snapshot, item)
        case Rival():
            before = scenarios.laid_over(snapshot, supposed.without(len(supposed.items) - 1))
            return _refused_rival(before, item) or _crowded(snapshot, supposed, item)
        case Contest():
            found = scenarios.contest(snapshot, item).problems(snapshot.today)
            return _unsaid(item) | found or _crowded(snapshot, supposed, item)


def _refused_weight(snapshot: Snapshot, item: Weight) -> Problems:
    if item.code not in USUAL:
        return {"code": Message(N_("There is no such weight."))}
    unit = USUAL[item.code][1]
    return HoldRate(code=item.code, value=item.value, unit=unit).problems(snapshot.today)


def _unsaid(item: Contest) -> Problems:
    said = (item.seats, item.complete, item.line_newcomer, item.line_sitting, item.line_spread)
    if any(value is not None for value in said):
        return {}
    return {"seats": Message(N_("Nothing is supposed yet: fill in at least one of the fields."))}


def _refused_rival(snapshot: Snapshot, item: Rival) -> Problems:
    if snapshot.find(Member, item.member) is None:
        return {"member": Message(N_("Say which country."))}
    gaps: dict[str, object] = {
        "country": rules.called(snapshot, item.member),
        "council": rules.council_called(snapshot, item.council),
    }
    if item.member == snapshot.campaign.candidate:
        return {"member": Message(N_("{country} is no rival of its own."), gaps)}
    there = _there(snapshot, item)
    stays = any(candidacy.standing is not Standing.WITHDRAWN for candidacy in there)
    leaves = item.standing is Standing.WITHDRAWN
    if leaves and not stays:
        return {"member": Message(N_("{country} does not stand for the {council}."), gaps)}
    nothing_new = item.share is None and item.spread is None and item.sitting is None
    same = any(candidacy.standing is item.standing for candidacy in there)
    if not leaves and same and nothing_new:
        sentence = N_(
            "{country} stands for the {council} already: give its share, or suppose that it "
            "withdraws."
        )
        return {"member": Message(sentence, gaps)}
    return scenarios.stands(snapshot, item)[0].problems(snapshot.today)


def _there(snapshot: Snapshot, item: Rival) -> list[Candidacy]:
    here = snapshot.candidacies_for.get(item.council, ())
    return [candidacy for candidacy in here if candidacy.member == item.member]


def _crowded(snapshot: Snapshot, supposed: Supposed, item: Rival | Contest) -> Problems:
    """Mean shares, ours included, that come to more than the seats of the group."""
    over = scenarios.laid_over(snapshot, supposed)
    member = snapshot.find(Member, item.member) if isinstance(item, Rival) else None
    group = item.group if isinstance(item, Contest) else member.group if member else None
    ours = next((own for own in snapshot.ours if own.council == item.council), None)
    seats = rules.seats_of(over, item.council, group) if group is not None else None
    if not isinstance(seats, Seats) or seats.seats is None:
        return {}
    share = scenarios.expected(snapshot, ours.id, supposed).share if ours else 0.0
    here = rules.standing_in(over, item.council, group)
    together = rules.shares_together(here, ours.id if ours else "", share)
    return too_many_shares("share" if member else "seats", together, seats.seats)
