"""The electorate: what decides whether a ballot can be cast, and who votes for whom by proxy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from upudesk import rules
from upudesk.campaign.plan import Plan, Put
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.journal import Reason
from upudesk.model import Answer, Member
from upudesk.record import Problems
from upudesk.snapshot import Snapshot

FACTS = ("voting_right", "arrears", "credentials", "presence", "proxy_given")
"""The fields that are answered yes, no or not known."""


def answer(snapshot: Snapshot, members: Collection[str], field: str, said: Answer) -> Plan:
    """Answer one question for some members, as one step.

    A proxy that is not given has no holder and no instruction: those go with the answer.
    """
    befores = [snapshot.get(Member, id) for id in members]
    changed = [(_answered(m, field, said), m) for m in befores if getattr(m, field) is not said]
    for after, _before in changed if field == "proxy_given" else ():
        _refuse(_given_by_a_holder(snapshot, after))
    return Plan(
        "member.answer",
        tuple(Put(after, before) for after, before in changed),
        tuple(after.id for after, _before in changed),
        warnings=tuple(_of_holders([before for _after, before in changed], field)),
    )


def _answered(member: Member, field: str, said: Answer) -> Member:
    cleared = field == "proxy_given" and said is not Answer.YES
    fields: dict[str, Any] = {field: said}
    if cleared:
        fields |= {"proxy_holder": "", "proxy_instruction": ""}
    return replace(member, **fields)


def _of_holders(befores: list[Member], field: str) -> Iterator[Message]:
    if field == "proxy_given" and any(m.proxy_holder for m in befores):
        yield Message(N_("Holder and instruction of the proxy were cleared with it."))


def give_proxy(snapshot: Snapshot, giver: Member, holder: str, instruction: str = "") -> Plan:
    """Enter that a member has given its proxy, to whom (blank: not known) and how it shall vote.

    A second proxy for one delegation is refused, and the rule quoted.
    """
    after = replace(
        giver, proxy_given=Answer.YES, proxy_holder=holder, proxy_instruction=instruction
    )
    plan = edit_member(snapshot, after, giver)
    return replace(plan, action="member.give_proxy", reason=Reason.ENTERED)


def edit_member(snapshot: Snapshot, after: Member, before: Member | None = None) -> Plan:
    """Edit a member; its proxy is held to the rules. `before` is what the edit started from."""
    stood = before or snapshot.find(Member, after.id)
    if stood is None or _proxy_of(stood) != _proxy_of(after):
        _refuse(refused_proxy(snapshot, after))
    put = Put(after, before)
    warnings = tuple(_warnings(snapshot, after))
    return Plan("member.edit", (put,), (after.id,), Reason.CORRECTED, warnings)


def _proxy_of(member: Member) -> tuple[Answer, str]:
    return member.proxy_given, member.proxy_holder


def _refuse(problems: Problems) -> None:
    if problems:
        raise InvalidRecord(problems)


def refused_proxy(snapshot: Snapshot, giver: Member) -> Problems:
    """Why this member cannot have given its proxy so."""
    return _given_by_a_holder(snapshot, giver) or _held_beyond(snapshot, giver)


def _given_by_a_holder(snapshot: Snapshot, giver: Member) -> Problems:
    held = rules.proxies_held(snapshot).get(giver.id, ())
    if giver.proxy_given is not Answer.YES or not held:
        return {}
    sentence = N_(
        "{country} holds the proxy of {giver}, so it cannot give its own away; nothing was saved. "
        "Give that one to another holder first."
    )
    gaps = {"country": rules.called(snapshot, giver.id), "giver": rules.called(snapshot, held[0])}
    return {"proxy_given": Message(sentence, gaps)}


def _held_beyond(snapshot: Snapshot, giver: Member) -> Problems:
    holder = snapshot.find(Member, giver.proxy_holder)
    if holder is None:
        return {}
    if holder.proxy_given is Answer.YES:
        sentence = N_(
            "{holder} has given its own proxy away, so it cannot hold another; nothing was saved."
        )
        return {"proxy_holder": Message(sentence, {"holder": rules.called(snapshot, holder.id)})}
    most, words = rules.proxy_rule(snapshot)
    others = [id for id in rules.proxies_held(snapshot).get(holder.id, ()) if id != giver.id]
    if most is None or len(others) < most:
        return {}
    sentence = N_(
        "{holder} already holds the proxy of {giver}; nothing was saved. The rule: {rule}"
    )
    gaps = {
        "holder": rules.called(snapshot, holder.id),
        "giver": rules.all_called(snapshot, others),
        "rule": words,
    }
    return {"proxy_holder": Message(sentence, gaps)}


def _warnings(snapshot: Snapshot, giver: Member) -> Iterator[Message]:
    holder = snapshot.find(Member, giver.proxy_holder)
    if holder and holder.presence is Answer.NO:
        yield Message(
            N_("Saved, but {holder} is entered as staying away: the proxy counts for nothing."),
            {"holder": rules.called(snapshot, holder.id)},
        )
    if giver.proxy_given is Answer.YES and giver.presence is Answer.YES:
        yield Message(
            N_("Saved, but {country} is entered as present: who is in the hall votes itself."),
            {"country": rules.called(snapshot, giver.id)},
        )


def counted(snapshot: Snapshot) -> Mapping[Answer, tuple[str, ...]]:
    """The members that can vote, cannot, and of which it is not known."""
    found: dict[Answer, list[str]] = {answer: [] for answer in Answer}
    for member in snapshot.members:
        found[rules.can_vote(snapshot, member)].append(member.id)
    return {answer: tuple(ids) for answer, ids in found.items()}
