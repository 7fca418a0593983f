"""The rules of the election, read from the records: who can vote, who may stand, what conflicts."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from upudesk.errors import N_, InLanguages, Message
from upudesk.model import (
    Answer,
    Candidacy,
    Council,
    Incumbency,
    Member,
    Result,
    Rule,
    RuleSet,
    Seats,
    Standing,
)
from upudesk.snapshot import Snapshot

RENEWAL = "renewal"
"""Code of the rule whose value is the share of seats that must go to newcomers."""
TERM_LIMIT = "term_limit"
"""Code of the rule whose value is how many Congresses in a row may choose one country."""
ONE_PROXY = "one_proxy"
"""Code of the rule whose value is how many other members a delegation may stand in for."""
FURTHER_ROUNDS = "further_rounds"
"""Code of the rule that seats which stay open are voted on again; it binds where it is applied."""


@dataclass(frozen=True)
class Finding:
    """Records that do not fit together: a sentence, and the ids of the records concerned."""

    sentence: Message
    records: tuple[str, ...]


def all_of(answers: Iterable[Answer]) -> Answer:
    """YES if every answer is, NO if one is NO, else UNKNOWN."""
    given = set(answers)
    if Answer.NO in given:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in given else Answer.YES


def can_vote(snapshot: Snapshot, member: Member) -> Answer:
    """Whether a ballot can be cast for this member: right, credentials, someone in the hall.

    These facts carry no dates, so a count *as of* an earlier day takes them as they are known now.
    """
    return all_of(needed_to_vote(snapshot, member))


def needed_to_vote(snapshot: Snapshot, member: Member) -> tuple[Answer, Answer, Answer]:
    """What a ballot takes: the right to vote, credentials, someone in the hall."""
    return _right(member), member.credentials, _represented(snapshot, member)


def _right(member: Member) -> Answer:
    """Arrears take the vote away by themselves (General Regulations, art. 146)."""
    if member.arrears is not Answer.YES:
        return member.voting_right
    # Arrears and a right exclude each other: one of the two is wrong, and a finding says so.
    return Answer.UNKNOWN if member.voting_right is Answer.YES else Answer.NO


def _represented(snapshot: Snapshot, member: Member) -> Answer:
    if Answer.YES in (member.presence, proxy := _proxy(snapshot, member)):
        return Answer.YES
    both_no = member.presence is Answer.NO and proxy is Answer.NO
    return Answer.NO if both_no else Answer.UNKNOWN


def _proxy(snapshot: Snapshot, member: Member) -> Answer:
    """Whether another delegation acts for this one; a holder that stays away cannot."""
    holder = snapshot.find(Member, member.proxy_holder) if member.proxy_holder else None
    if holder and holder.presence is Answer.NO:
        return Answer.NO
    return member.proxy_given


def vote_reasons(snapshot: Snapshot, member: Member) -> tuple[Message, ...]:
    """What `can_vote` rests on: what forbids, else what is not known, else who casts the ballot."""
    facts = (
        (_right(member), *_right_reasons(member)),
        (member.credentials, N_("no credentials"), N_("credentials not known")),
        (_represented(snapshot, member), *_absence_reasons(snapshot, member)),
    )
    forbidding = [no for answer, no, _open in facts if answer is Answer.NO]
    unknown = [still for answer, _no, still in facts if answer is Answer.UNKNOWN]
    if found := forbidding or unknown:
        return tuple(map(Message, found))
    return (_cast_by(snapshot, member),)


def _right_reasons(member: Member) -> tuple[str, str]:
    """Why there is no right, and why it is open."""
    if member.arrears is Answer.YES:
        return N_("in arrears"), N_("in arrears, and yet with a right to vote")
    return N_("no right to vote"), N_("right to vote not known")


def _absence_reasons(snapshot: Snapshot, member: Member) -> tuple[str, str]:
    """Why nobody is there to vote, and why that is open."""
    holder = snapshot.find(Member, member.proxy_holder)
    if holder and holder.presence is Answer.NO:
        return N_("absent, and so is the holder of its proxy"), N_("holder of its proxy absent")
    return N_("absent, no proxy given"), N_("not known who votes in the hall")


def _cast_by(snapshot: Snapshot, member: Member) -> Message:
    if member.presence is Answer.YES:
        return Message(N_("votes itself"))
    if not member.proxy_holder:
        return Message(N_("by proxy, holder not known"))
    return Message(N_("by proxy of {holder}"), {"holder": called(snapshot, member.proxy_holder)})


def called(snapshot: Snapshot, member: str) -> InLanguages:
    """The name of a member, for a gap in a sentence."""
    found = snapshot.find(Member, member)
    return _in_each(found, "name", found.iso2) if found else InLanguages({"en": member})


def all_called(snapshot: Snapshot, members: Iterable[str]) -> InLanguages:
    """Several names, for a gap in a sentence."""
    names = [called(snapshot, member) for member in members]
    return InLanguages(
        {c: ", ".join(n.texts.get(c) or str(n) for n in names) for c in ("en", "th", "fr")}
    )


def _in_each(record: Member | Rule, field: str, usual: str) -> InLanguages:
    texts = {code: getattr(record, f"{field}_{code}") for code in ("th", "en", "fr")}
    return InLanguages(texts if any(texts.values()) else {"en": usual})


def quoted(rule: Rule) -> Message:
    """A rule in the words of its record, with its article."""
    wording = _in_each(rule, "wording", rule.code)
    if not rule.article:
        return Message(N_("“{wording}”"), {"wording": wording})
    return Message(N_("“{wording}” ({article})"), {"wording": wording, "article": rule.article})


def proxy_rule(snapshot: Snapshot) -> tuple[int | None, Message]:
    """How many proxies one delegation may hold (None: as many as it likes), and the rule's words.

    A campaign without that record goes by the General Regulations.
    """
    known = rule(snapshot, ONE_PROXY, "")
    if known is None:
        return 1, Message(
            N_("“A delegation may represent one other member only” (General Regulations, 101.2)")
        )
    if not known.applied or known.value is None:
        return None, quoted(known)
    return int(known.value), quoted(known)


def proxies_held(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """Ids of the members that each holder votes for."""
    held: dict[str, list[str]] = defaultdict(list)
    for member in snapshot.members:
        if member.proxy_holder:
            held[member.proxy_holder].append(member.id)
    return {holder: tuple(givers) for holder, givers in held.items()}


def rule(snapshot: Snapshot, code: str, council: str) -> Rule | None:
    """The rule of that code: the council's own before one for both."""
    known = [r for r in snapshot.all(Rule) if r.code == code and r.council in (council, "")]
    return max(known, key=lambda r: r.council == council, default=None)


def seats(snapshot: Snapshot, council: str, group: int | None) -> int | None:
    """Seats of a group in a council (group None: of the whole council); None is unknown."""
    known = (s.seats for s in snapshot.all(Seats) if (s.council, s.group) == (council, group))
    return next((number for number in known if number is not None), None)


def seats_of(snapshot: Snapshot, council: str, group: int | None) -> Seats | None:
    """The record on the seats of a group: the one that knows their number, where several stand."""
    known = [s for s in snapshot.all(Seats) if (s.council, s.group) == (council, group)]
    return max(known, key=lambda s: s.seats is not None, default=None)


def standing_in(snapshot: Snapshot, council: str, group: int | None) -> tuple[Candidacy, ...]:
    """Who stands for the seats of a group, ours and rivals; withdrawn ones left out."""
    return tuple(
        c
        for c in snapshot.candidacies_for.get(council, ())
        if c.standing is not Standing.WITHDRAWN and group_of(snapshot, c) == group
    )


def group_of(snapshot: Snapshot, candidacy: Candidacy) -> int | None:
    """The group in which a candidacy stands: that of its country."""
    member = snapshot.find(Member, candidacy.member)
    return member.group if member else None


def newcomers_needed(seats: int, share: float = 1 / 3) -> int:
    """The least number of seats for countries not on the council now: the share, rounded up."""
    # A share typed as 0.333 means a third; nine seats must then give 3 and twelve give 4.
    return math.ceil(seats * share - 0.05)


def congresses_before(snapshot: Snapshot) -> tuple[int, ...]:
    """Years of the earlier Congresses that the rule set lists, latest first."""
    listed = (line for rules in snapshot.all(RuleSet) for line in rules.ballots_cast_before)
    years = {year for line in listed for year in _years(line.partition(":")[0])}
    return tuple(sorted((y for y in years if y < snapshot.campaign.year), reverse=True))


def further_rounds(snapshot: Snapshot) -> bool:
    """Whether the vote of one of our councils may go into another round."""
    found = (rule(snapshot, FURTHER_ROUNDS, own.council) for own in snapshot.ours)
    return any(one is not None and one.applied for one in found)


def barred(snapshot: Snapshot, member: str, council: str) -> Answer:
    """Whether the term limit keeps a member from being chosen once more.

    Only a rule that is applied bars anyone. It counts choices by Congresses in a row; how a term
    held by right of the host counts is not settled, so that is UNKNOWN.
    """
    limit = rule(snapshot, TERM_LIMIT, council)
    if limit is None or not limit.applied or limit.value is None:
        return Answer.NO
    span = int(limit.value)
    before = congresses_before(snapshot)[:span]
    missing = [Answer.UNKNOWN] * (span - len(before))
    return all_of([_chosen(snapshot, member, council, year) for year in before] + missing)


def _chosen(snapshot: Snapshot, member: str, council: str, year: int) -> Answer:
    """Whether the Congress of that year chose the member, as far as any record tells."""
    told = (
        *_from_results(snapshot, member, council, year),
        *_from_seats_held(snapshot, member, council, year),
        *_from_candidacy(snapshot, member, council, year),
    )
    return next((answer for answer in told if answer is not Answer.UNKNOWN), Answer.UNKNOWN)


def _from_results(snapshot: Snapshot, member: str, council: str, year: int) -> Iterator[Answer]:
    known: tuple[Result, ...] = snapshot.results_of.get(member, ())
    found = [r for r in known if (r.council, r.year) == (council, year)]
    found.sort(key=lambda r: r.round, reverse=True)  # whoever lost a round may have won the next
    return (r.elected for r in found)


def _from_seats_held(snapshot: Snapshot, member: str, council: str, year: int) -> Iterator[Answer]:
    before = congresses_before(snapshot)
    later = next((y for y in reversed(before) if y > year), None)
    for seat in snapshot.incumbencies_of.get(member, ()):
        if seat.council != council:
            continue
        chosen_in = next(_years(seat.term), 0) - 1
        if chosen_in == year and not _by_right(seat):
            yield Answer.YES
        if chosen_in == later:
            yield seat.elected_before


def _from_candidacy(snapshot: Snapshot, member: str, council: str, year: int) -> Iterator[Answer]:
    """A country that does not sit now was not chosen last time."""
    if year != next(iter(congresses_before(snapshot)), None):
        return
    for candidacy in snapshot.candidacies_for.get(council, ()):
        if candidacy.member == member and candidacy.sitting is Answer.NO:
            yield Answer.NO


def _by_right(seat: Incumbency) -> bool:
    return "host" in seat.role.casefold()


def _years(text: str) -> Iterator[int]:
    return (int(digits) for digits in re.findall(r"\b\d{4}\b", text))


def findings(snapshot: Snapshot) -> tuple[Finding, ...]:
    """What does not fit together across records: shown, never refused."""
    from upudesk import own_ballot

    return (
        *_proxies_beyond_one(snapshot),
        *_proxies_passed_on(snapshot),
        *_rights_in_arrears(snapshot),
        *_doubled_candidacies(snapshot),
        *_unfit_candidacies(snapshot),
        *_crowded_shares(snapshot),
        *_seats_beyond_the_whole(snapshot),
        *own_ballot.findings(snapshot),
    )


def _proxies_beyond_one(snapshot: Snapshot) -> Iterator[Finding]:
    most, words = proxy_rule(snapshot)
    for holder, givers in proxies_held(snapshot).items():
        if most is not None and len(givers) > most:
            yield Finding(
                Message(
                    N_("{holder} holds the proxies of {givers}. The rule: {rule}"),
                    {
                        "holder": called(snapshot, holder),
                        "givers": all_called(snapshot, givers),
                        "rule": words,
                    },
                ),
                (holder, *givers),
            )


def _proxies_passed_on(snapshot: Snapshot) -> Iterator[Finding]:
    for holder, givers in proxies_held(snapshot).items():
        member = snapshot.find(Member, holder)
        if member and member.proxy_given is Answer.YES:
            yield Finding(
                Message(
                    N_("{holder} holds the proxy of {giver} but has given away its own."),
                    {"holder": called(snapshot, holder), "giver": called(snapshot, givers[0])},
                ),
                (holder, *givers),
            )


def _rights_in_arrears(snapshot: Snapshot) -> Iterator[Finding]:
    for member in snapshot.members:
        if member.arrears is Answer.YES and member.voting_right is Answer.YES:
            yield Finding(
                Message(
                    N_(
                        "{country} is entered as in arrears and as having the right to vote; "
                        "arrears take the vote away (General Regulations, art. 146)."
                    ),
                    {"country": called(snapshot, member.id)},
                ),
                (member.id,),
            )


def _standing(snapshot: Snapshot) -> tuple[Candidacy, ...]:
    """Candidacies that have not been withdrawn."""
    return tuple(c for c in snapshot.all(Candidacy) if c.standing is not Standing.WITHDRAWN)


def _about(snapshot: Snapshot, template: str, candidacy: Candidacy) -> Message:
    about = {
        "country": called(snapshot, candidacy.member),
        "council": council_called(snapshot, candidacy.council),
    }
    return Message(template, about)


def council_called(snapshot: Snapshot, council: str) -> InLanguages:
    """The abbreviation of a council, for a gap in a sentence."""
    found = snapshot.find(Council, council)
    if found is None:
        return InLanguages({"en": council})
    return InLanguages({"en": found.code, "fr": found.short_fr})


def _doubled_candidacies(snapshot: Snapshot) -> Iterator[Finding]:
    same: dict[tuple[str, str], list[Candidacy]] = defaultdict(list)
    for candidacy in _standing(snapshot):
        same[candidacy.member, candidacy.council].append(candidacy)
    for several in same.values():
        if len(several) > 1:
            sentence = N_("{country} is entered more than once as standing for the {council}.")
            records = (several[0].member, *(c.id for c in several))
            yield Finding(_about(snapshot, sentence, several[0]), records)


def _unfit_candidacies(snapshot: Snapshot) -> Iterator[Finding]:
    for candidacy in _standing(snapshot):
        for sentence in _unfit(snapshot, candidacy):
            yield Finding(_about(snapshot, sentence, candidacy), (candidacy.member, candidacy.id))


def _unfit(snapshot: Snapshot, candidacy: Candidacy) -> Iterator[str]:
    member = snapshot.find(Member, candidacy.member)
    if member and member.group is None:
        yield N_("{country} stands for the {council}, but its group is not known.")
    if member and member.arrears is Answer.YES and _right(member) is Answer.NO:
        yield N_(
            "{country} stands for the {council} but is in arrears, and so not eligible "
            "(General Regulations, art. 146 and 149)."
        )
    # The host sits by right and need not be chosen.
    by_right = candidacy.member == snapshot.campaign.host
    if not by_right and barred(snapshot, candidacy.member, candidacy.council) is Answer.YES:
        yield N_(
            "{country} stands for the {council}, but the Congresses before have chosen it as "
            "often in a row as the rules allow."
        )


def shares_together(candidacies: Iterable[Candidacy], ours: str, usual: float) -> float:
    """The sum of the estimated shares; `usual` is that of candidacy `ours` where none is given."""
    return sum(c.share if c.share is not None else usual * (c.id == ours) for c in candidacies)


def _crowded_shares(snapshot: Snapshot) -> Iterator[Finding]:
    """A ballot names at most as many as there are seats, so shares cannot come to more."""
    for one in snapshot.all(Seats):
        if one.seats is None or one.group is None:
            continue
        here = standing_in(snapshot, one.council, one.group)
        if shares_together(here, "", 0) > one.seats:
            sentence = N_(
                "The estimated shares of those who stand for the {council} in group {group} come "
                "to more seats than there are: {seats}."
            )
            gaps = {
                "council": council_called(snapshot, one.council),
                "group": one.group,
                "seats": one.seats,
            }
            yield Finding(Message(sentence, gaps), (one.id, *(c.id for c in here)))


def _seats_beyond_the_whole(snapshot: Snapshot) -> Iterator[Finding]:
    for council in snapshot.councils:
        whole = seats(snapshot, council.id, None)
        parts = [s for s in snapshot.all(Seats) if s.council == council.id and s.group]
        together = sum(s.seats or 0 for s in parts)
        if whole is not None and together > whole:
            sentence = N_(
                "The groups of the {council} have {groups} seats together; it has {all} as a whole."
            )
            gaps = {
                "council": council_called(snapshot, council.id),
                "groups": together,
                "all": whole,
            }
            yield Finding(Message(sentence, gaps), tuple(s.id for s in parts))
