"""Our own vote: whom it is promised to, whom our ballot names, and where that is more than it has.

In the elections of this Congress our ballot may name as many candidates of a group as the group has
seats; elsewhere an undertaking says how many names our vote can carry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from upudesk import rules, thai
from upudesk.errors import N_, InLanguages, Message
from upudesk.model import (
    Answer,
    Candidacy,
    Council,
    Fulfilment,
    Member,
    Standing,
    Undertaking,
)
from upudesk.rules import Finding, seats
from upudesk.snapshot import Snapshot

Key = tuple[str, str, int | None]
"""Which election: council and group, or what was typed as body and election, folded."""


@dataclass(frozen=True)
class Election:
    """One election in which our vote is promised, with all that was promised in it."""

    council: Council | None
    group: int | None
    promises: tuple[Undertaking, ...]
    """In the order in which they were made."""
    votes: int | None
    """How many names our vote can carry; None is unknown."""
    names: int
    """How many different names were promised, our own among them where we stand."""

    @property
    def over(self) -> bool:
        return self.votes is not None and self.names > self.votes

    @property
    def called(self) -> Message:
        """What the election is called, for a sentence."""
        if self.council is None:
            first = self.promises[0]
            return Message(
                N_("{body}, {election}") if first.body else N_("{election}"),
                {"body": first.body, "election": first.election},
            )
        if self.group is None:
            return Message(N_("{council}, group not known"), {"council": _short(self.council)})
        gaps = {"council": _short(self.council), "group": self.group}
        return Message(N_("{council}, group {group}"), gaps)


def _short(council: Council) -> InLanguages:
    return InLanguages({"en": council.code, "th": council.code, "fr": council.short_fr})


@dataclass(frozen=True)
class Line:
    """One candidacy as our ballot may name it."""

    candidacy: Candidacy
    member: Member | None
    ours: bool
    named: bool
    promises: tuple[Undertaking, ...]

    @property
    def forgotten(self) -> bool:
        """Promised, and yet not on the ballot."""
        return bool(self.promises) and not self.named


@dataclass(frozen=True)
class Part:
    """Our ballot for one group of one council."""

    council: Council
    group: int | None
    votes: int | None
    """Seats of the group; None is unknown."""
    lines: tuple[Line, ...]
    """In French alphabetical order, as the hall has it."""

    @property
    def named(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.named)

    @property
    def promised(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.promises)

    @property
    def over(self) -> bool:
        """More names than the ballot may carry."""
        return self.votes is not None and len(self.named) > self.votes


@dataclass(frozen=True)
class OwnVote:
    """All that is promised of our own vote, looked up by undertaking."""

    elections: Mapping[Key, Election]
    of: Mapping[str, Key]
    """By id of the undertaking."""

    def election(self, undertaking: str) -> Election | None:
        key = self.of.get(undertaking)
        return self.elections.get(key) if key else None

    @cached_property
    def over(self) -> tuple[Election, ...]:
        return tuple(election for election in self.elections.values() if election.over)


def own_vote(snapshot: Snapshot) -> OwnVote:
    """Every election in which our vote is promised; what was not fulfilled binds it no more."""
    found: dict[Key, list[Undertaking]] = defaultdict(list)
    of: dict[str, Key] = {}
    for undertaking in sorted(snapshot.all(Undertaking), key=_when_made):
        key = _key(snapshot, undertaking)
        if key and undertaking.fulfilment is not Fulfilment.NOT_FULFILLED:
            found[key].append(undertaking)
            of[undertaking.id] = key
    return OwnVote({key: _election(snapshot, key, tuple(all_)) for key, all_ in found.items()}, of)


def _when_made(undertaking: Undertaking) -> tuple[str, str]:
    day = undertaking.promised_on
    return (day.isoformat() if day else "~", undertaking.id)


def _key(snapshot: Snapshot, undertaking: Undertaking) -> Key | None:
    """What names neither a candidacy nor an election promises something else than a vote."""
    if undertaking.candidacy:
        candidacy = snapshot.find(Candidacy, undertaking.candidacy)
        if candidacy is None or candidacy.standing is Standing.WITHDRAWN:
            return None
        member = snapshot.find(Member, candidacy.member)
        return ("council", candidacy.council, member.group if member else None)
    if not undertaking.election.strip():
        return None
    typed = f"{undertaking.body} / {undertaking.election}"
    return ("elsewhere", " ".join(thai.fold(typed).split()), None)


def _election(snapshot: Snapshot, key: Key, promises: tuple[Undertaking, ...]) -> Election:
    where, council, group = key
    if where == "council":
        names = {u.candidacy for u in promises} | set(_own_names(snapshot, council, group))
        votes = seats(snapshot, council, group) if group is not None else None
        return Election(snapshot.find(Council, council), group, promises, votes, len(names))
    told = [u.votes_available for u in promises if u.votes_available is not None]
    # Where two undertakings differ on the number, the smaller one warns in time.
    return Election(
        None, None, promises, min(told, default=None), len({u.member for u in promises})
    )


def _own_names(snapshot: Snapshot, council: str, group: int | None) -> Iterator[str]:
    """Our own candidacy takes a name of our own ballot, where we stand in that group."""
    us = snapshot.candidate
    for candidacy in snapshot.ours:
        stands = candidacy.standing is not Standing.WITHDRAWN
        if us and us.group == group and candidacy.council == council and stands:
            yield from (candidacy.id,) if _is_named(snapshot, candidacy) else ()


def _is_named(snapshot: Snapshot, candidacy: Candidacy) -> bool:
    """We name ourselves unless somebody said otherwise."""
    if candidacy.member == snapshot.campaign.candidate:
        return candidacy.our_vote is not Answer.NO
    return candidacy.our_vote is Answer.YES


# ------------------------------------------------------------------ what to warn of


def warning(snapshot: Snapshot, undertaking: Undertaking) -> Message | None:
    """What to say on saving this undertaking: the earlier promises that it meets, by name."""
    election = own_vote(snapshot).election(undertaking.id)
    if election is None:
        return None
    others = tuple(_promise(snapshot, u) for u in election.promises if u.id != undertaking.id)
    gaps = {"election": election.called, "votes": election.votes, "names": election.names}
    if election.over and others:
        return Message(
            N_(
                "Saved, but for {election} our vote can carry {votes} and is now promised "
                "to {names}, our own candidacy included: it was already promised to {earlier}."
            )
            if _includes_us(snapshot, election)
            else N_(
                "Saved, but for {election} our vote can carry {votes} and is now promised "
                "to {names}: it was already promised to {earlier}."
            ),
            {**gaps, "earlier": others},
        )
    if election.over:
        return Message(
            N_("Saved, but for {election} our vote can carry {votes}, and we stand ourselves."),
            gaps,
        )
    if election.votes is None and (others or election.council):
        return _unknown(election, others)
    return None


def standing_warning(snapshot: Snapshot, vote: OwnVote, undertaking: Undertaking) -> Message | None:
    """What is wrong with this undertaking as things stand: the promises that it meets, by name."""
    election = vote.election(undertaking.id)
    if election is None or not election.over:
        return None
    return _overpromised(snapshot, election)


def _unknown(election: Election, others: tuple[Message, ...]) -> Message:
    if not others:
        return Message(
            N_("Saved. For {election} it is not known how many names our vote can carry."),
            {"election": election.called},
        )
    return Message(
        N_(
            "Saved. For {election} it is not known how many names our vote can carry; it was "
            "already promised to {earlier}."
        ),
        {"election": election.called, "earlier": others},
    )


def _includes_us(snapshot: Snapshot, election: Election) -> bool:
    council = election.council
    return council is not None and any(_own_names(snapshot, council.id, election.group))


def _promise(snapshot: Snapshot, undertaking: Undertaking) -> Message:
    """To whom, and when: such as “Laos (3 Apr 2025)”."""
    name = rules.called(snapshot, undertaking.member)
    gaps = {"country": name, "day": undertaking.promised_on}
    if undertaking.promised_on is None:
        return Message(N_("{country} (day not known)"), gaps)
    return Message(N_("{country} ({day})"), gaps)


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Votes promised more often than there are, and what our ballot says against a promise."""
    for election in own_vote(snapshot).over:
        concerned = (i for u in election.promises for i in (u.member, u.id))
        yield Finding(_overpromised(snapshot, election), tuple(dict.fromkeys(concerned)))
    for part in ballot(snapshot):
        yield from _against(snapshot, part)


def _overpromised(snapshot: Snapshot, election: Election) -> Message:
    gaps = {
        "election": election.called,
        "votes": election.votes,
        "names": election.names,
        "promises": tuple(_promise(snapshot, u) for u in election.promises),
    }
    if _includes_us(snapshot, election):
        sentence = N_(
            "For {election} our vote can carry {votes} but is promised to {names}, "
            "ourselves included: {promises}."
        )
    else:
        sentence = N_(
            "For {election} our vote can carry {votes} but is promised to {names}: {promises}."
        )
    return Message(sentence, gaps)


def _against(snapshot: Snapshot, part: Part) -> Iterator[Finding]:
    if part.over:
        named = tuple(rules.called(snapshot, line.candidacy.member) for line in part.named)
        yield Finding(
            Message(
                N_("Our ballot for {election} names {count} where {votes} may be named: {names}."),
                {"election": called(part), "count": len(part.named), "votes": part.votes,
                 "names": named},
            ),
            tuple(line.candidacy.id for line in part.named),
        )  # fmt: skip
    for line in part.lines:
        if line.forgotten and line.candidacy.our_vote is Answer.NO:
            yield Finding(
                Message(
                    N_(
                        "Our ballot for {election} does not name {country}, to whom it is promised."
                    ),
                    {
                        "election": called(part),
                        "country": rules.called(snapshot, line.candidacy.member),
                    },
                ),
                (line.candidacy.member, line.candidacy.id, *(u.id for u in line.promises)),
            )


def called(part: Part) -> Message:
    """What a part of the ballot is called, for a sentence."""
    return Election(part.council, part.group, (), part.votes, 0).called


# ------------------------------------------------------------------ the ballot


def ballot(snapshot: Snapshot) -> tuple[Part, ...]:
    """Our ballot, council by council and group by group; withdrawn candidacies are gone from it."""
    promised = _promised(snapshot)
    return tuple(
        _part(snapshot, council, group, lines)
        for council in snapshot.councils
        for group, lines in _by_group(snapshot, council, promised)
    )


def _promised(snapshot: Snapshot) -> Mapping[str, tuple[Undertaking, ...]]:
    """Undertakings that still bind, by the candidacy that they promise our vote to."""
    found: dict[str, list[Undertaking]] = defaultdict(list)
    for undertaking in snapshot.all(Undertaking):
        if undertaking.candidacy and undertaking.fulfilment is not Fulfilment.NOT_FULFILLED:
            found[undertaking.candidacy].append(undertaking)
    return {id: tuple(undertakings) for id, undertakings in found.items()}


def _by_group(
    snapshot: Snapshot, council: Council, promised: Mapping[str, tuple[Undertaking, ...]]
) -> Iterable[tuple[int | None, list[Line]]]:
    groups: dict[int | None, list[Line]] = {}
    for candidacy in snapshot.candidacies_for.get(council.id, ()):
        if candidacy.standing is not Standing.WITHDRAWN:
            line = _line(snapshot, candidacy, promised.get(candidacy.id, ()))
            groups.setdefault(line.member.group if line.member else None, []).append(line)
    return sorted(groups.items(), key=lambda pair: pair[0] or 9)


def _line(snapshot: Snapshot, candidacy: Candidacy, promises: tuple[Undertaking, ...]) -> Line:
    member = snapshot.find(Member, candidacy.member)
    ours = candidacy.member == snapshot.campaign.candidate
    return Line(candidacy, member, ours, _is_named(snapshot, candidacy), promises)


def _part(snapshot: Snapshot, council: Council, group: int | None, lines: list[Line]) -> Part:
    votes = seats(snapshot, council.id, group) if group is not None else None
    return Part(council, group, votes, tuple(sorted(lines, key=in_french)))


def in_french(line: Line) -> str:
    """The order of the hall: French names, accents and case apart."""
    name = (line.member.name_fr or line.member.name_en) if line.member else ""
    return thai.sort_key(name, thai_first=False)
