"""The result of the vote: totals, all that a secret ballot gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from upudesk import rules
from upudesk.campaign.plan import Plan, Put
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.model import Answer, Candidacy, Certainty, Result
from upudesk.record import Problems
from upudesk.snapshot import Snapshot


@dataclass(frozen=True)
class Outcome:
    """What the vote gave one candidate."""

    votes: int | None
    elected: Answer

    @property
    def known(self) -> bool:
        return self.votes is not None or self.elected is not Answer.UNKNOWN


def awaits_result(snapshot: Snapshot) -> bool:
    """Whether the vote is over and nobody has entered what came of it."""
    campaign = snapshot.campaign
    voted = campaign.vote_on is not None and snapshot.today > campaign.vote_on
    entered = results_of_round(snapshot)
    return voted and any((own.member, own.council) not in entered for own in snapshot.ours)


def results_of_round(snapshot: Snapshot, round: int | None = None) -> dict[tuple[str, str], Result]:
    """The results of one round of this Congress, by member and council; of the present round
    unless told otherwise."""
    wanted = snapshot.campaign.year, round or snapshot.campaign.round
    return {(r.member, r.council): r for r in snapshot.all(Result) if (r.year, r.round) == wanted}


def record_result(
    snapshot: Snapshot,
    ballots_cast: int | None,
    outcomes: Mapping[str, Outcome],
    source: str,
    rivals: Mapping[str, Outcome] | None = None,
) -> Plan:
    """Enter the result of our candidacies, `outcomes` by council, and of those who stood beside
    us, `rivals` by candidacy. Entered again, it is mended."""
    campaign = snapshot.campaign
    ours = {own.council: own for own in snapshot.ours}
    entered = {f"votes {council}": (ours[council], said) for council, said in outcomes.items()}
    for id, said in (rivals or {}).items():
        entered[f"votes {id}"] = snapshot.get(Candidacy, id), said
    if problems := _problems(snapshot, ballots_cast, entered):
        raise InvalidRecord(problems)
    earlier = results_of_round(snapshot)
    blank = Result(
        year=campaign.year, round=campaign.round, certainty=Certainty.SURE, source=source
    )
    edits = [Put(replace(campaign, ballots_cast=ballots_cast), campaign)]
    for stood, said in entered.values():
        base = earlier.get((stood.member, stood.council))
        if base or said.known or stood.member == campaign.candidate:
            edits.append(_edit(snapshot, stood, said, base, replace(blank, id=Result().id),
                               ballots_cast))  # fmt: skip
    return Plan(
        "result.record", tuple(edits), (campaign.candidate, campaign.id),
        warnings=tuple(_too_many_elected(snapshot, edits)),
    )  # fmt: skip


def _edit(
    snapshot: Snapshot, stood: Candidacy, said: Outcome, base: Result | None, blank: Result,
    ballots_cast: int | None,
) -> Put:  # fmt: skip
    result = replace(
        base or replace(blank, member=stood.member, council=stood.council),
        group=rules.group_of(snapshot, stood),
        votes=said.votes,
        elected=said.elected,
        ballots_cast=ballots_cast,
        source=blank.source,
    )
    return Put(result, base)


def _problems(
    snapshot: Snapshot, ballots: int | None, entered: Mapping[str, tuple[Candidacy, Outcome]]
) -> Problems:
    """Each sentence under the field that it is about."""
    found: Problems = {}
    members = len(snapshot.members)
    if ballots is not None and ballots > members:
        found["ballots_cast"] = Message(N_("There cannot be more ballots than members."))
    for field, (_stood, said) in entered.items():
        if said.votes is None:
            continue
        if ballots is not None and said.votes > ballots:
            found[field] = Message(N_("There cannot be more votes than ballots."))
        elif said.votes > members:
            found[field] = Message(N_("There cannot be more votes than members."))
    return found


def _too_many_elected(snapshot: Snapshot, edits: list[Put]) -> Iterator[Message]:
    """Nothing is refused for it: the number of seats may be what is wrong."""
    chosen: dict[tuple[str, int], int] = defaultdict(int)
    for edit in edits:
        if isinstance(edit.record, Result) and edit.record.elected is Answer.YES:
            chosen[edit.record.council, edit.record.group or 0] += 1
    for (council, group), number in chosen.items():
        seats = rules.seats(snapshot, council, group or None)
        if group and seats is not None and number > seats:
            yield Message(
                N_("{council}, group {group}: {count} are marked as elected for {seats} seats."),
                {"council": rules.council_called(snapshot, council), "group": group,
                 "count": number, "seats": seats},
            )  # fmt: skip
