"""Who stands against us for the seats of our group, and on what terms, read from the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from upudesk import rules
from upudesk.errors import N_, Message
from upudesk.model import Answer, Candidacy, Council, Member, Seats, Standing
from upudesk.seating import Terms
from upudesk.snapshot import Snapshot

HOST_SEAT = "host_seat"
LOSS_OF_VOTE = "loss_of_vote"
ACCLAMATION = "acclamation"
"""Codes of the rules that decide who stands, and whether there is a ballot."""


@dataclass(frozen=True)
class Race:
    """The contest in which a candidacy stands."""

    ours: Candidacy
    rivals: tuple[Candidacy, ...]
    """Those that can be chosen, ours left out."""
    seats: Seats | None
    """What is recorded of the seats; None where nothing is."""
    terms: Terms | None
    """None where the number of seats is not known."""
    able: bool = True
    """Whether we can be chosen at all."""
    facts: tuple[Message, ...] = field(default=(), compare=False)

    @property
    def complete(self) -> bool:
        return self.seats is not None and self.seats.complete

    @cached_property
    def unestimated(self) -> tuple[Candidacy, ...]:
        """Rivals without an estimated share of the ballots."""
        return tuple(rival for rival in self.rivals if rival.share is None)

    @cached_property
    def acclaimed(self) -> bool:
        """Whether everyone who stands is chosen without a ballot."""
        terms = self.terms
        if terms is None or not (terms.acclamation and terms.complete):
            return False
        return len(self.rivals) + self.able <= terms.seats

    def winning_line(self, sitting: Answer) -> float | None:
        """The votes that one of our standing probably needs, where somebody has estimated them."""
        return self.seats.winning_line(sitting) if self.seats else None


def race(snapshot: Snapshot, candidacy_id: str) -> Race:
    """The contest of a candidacy, as the records have it now."""
    ours = snapshot.get(Candidacy, candidacy_id)
    group = rules.group_of(snapshot, ours)
    seats = rules.seats_of(snapshot, ours.council, group) if group is not None else None
    others = [c for c in _standing(snapshot, ours, group) if c.member != ours.member]
    able = [rival for rival in others if not _unable(snapshot, rival)]
    return Race(
        ours,
        tuple(able),
        seats,
        _terms(snapshot, ours, seats),
        able=not _unable(snapshot, ours),
        facts=tuple(_facts(snapshot, ours, others, group)),
    )


def _standing(snapshot: Snapshot, ours: Candidacy, group: int | None) -> Sequence[Candidacy]:
    """Each country once, even where two files joined have entered it twice."""
    if group is None:
        return ()
    standing = rules.standing_in(snapshot, ours.council, group)
    return list({c.member: c for c in reversed(standing)}.values())[::-1]


def _terms(snapshot: Snapshot, ours: Candidacy, seats: Seats | None) -> Terms | None:
    if seats is None or seats.seats is None:
        return None
    renewal = rules.rule(snapshot, rules.RENEWAL, ours.council)
    share = renewal.value if renewal and renewal.applied and renewal.value else 0.0
    acclamation = rules.rule(snapshot, ACCLAMATION, ours.council)
    by_voice = acclamation is None or acclamation.applied
    return Terms(seats.seats, share, by_voice, seats.complete)


def _unable(snapshot: Snapshot, candidacy: Candidacy) -> str:
    """Why a country that stands cannot be chosen, or need not be; blank where it can."""
    member = snapshot.find(Member, candidacy.member)
    if candidacy.standing is Standing.WITHDRAWN:
        return N_("{country} has withdrawn.")
    if candidacy.member == snapshot.campaign.host and _applied(snapshot, HOST_SEAT, candidacy):
        return N_("{country} sits by right of the host and takes none of the seats.")
    if rules.barred(snapshot, candidacy.member, candidacy.council) is Answer.YES:
        return N_("{country} has been chosen as often in a row as the rules allow: left out.")
    if member and _in_arrears(member) and _applied(snapshot, LOSS_OF_VOTE, candidacy):
        return N_("{country} is in arrears and cannot be chosen: left out.")
    return ""


def _applied(snapshot: Snapshot, code: str, candidacy: Candidacy) -> bool:
    found = rules.rule(snapshot, code, candidacy.council)
    return found is not None and found.applied


def _in_arrears(member: Member) -> bool:
    return member.arrears is Answer.YES and member.voting_right is not Answer.YES


def _facts(
    snapshot: Snapshot, ours: Candidacy, others: Iterable[Candidacy], group: int | None
) -> Iterator[Message]:
    """What the reader has to know of how the contest was read."""
    if group is None:
        yield Message(
            N_("The group of {country} is not known."),
            {"country": rules.called(snapshot, ours.member)},
        )
    everyone = (ours, *others)
    for one in everyone:
        if sentence := _unable(snapshot, one):
            yield Message(sentence, {"country": rules.called(snapshot, one.member)})
    standing = [one for one in everyone if not _unable(snapshot, one)]
    yield from _uncertain(snapshot, ours, standing)
    shown = rules.rule(snapshot, rules.RENEWAL, ours.council)
    if shown and not shown.applied:
        yield Message(N_("Not reckoned with: {rule}"), {"rule": rules.quoted(shown)})


def _uncertain(
    snapshot: Snapshot, ours: Candidacy, standing: Sequence[Candidacy]
) -> Iterator[Message]:
    council = rules.council_called(snapshot, snapshot.get(Council, ours.council).id)

    def told(sentence: str, about: Sequence[Candidacy]) -> Message:
        countries = rules.all_called(snapshot, [c.member for c in about])
        return Message(sentence, {"countries": countries, "council": council})

    renewal = rules.rule(snapshot, rules.RENEWAL, ours.council)
    open_ones = [c for c in standing if c.sitting is Answer.UNKNOWN]
    if open_ones and renewal and renewal.applied:
        yield told(
            N_(
                "Not known whether it sits on the {council} now, so half of the draws say yes: "
                "{countries}."
            ),
            open_ones,
        )
    if considered := [c for c in standing[1:] if c.standing is Standing.CONSIDERED]:
        yield told(N_("Counted although they only think of standing: {countries}."), considered)
