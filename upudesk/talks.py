"""What to say to a country: what it wants, what we ask, what we owe it, lines to take; pure.

All of it follows from the records, in careful words: what rests on hearsay is never held up to
anybody, nothing new is promised, and what one side said is not played against the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from upudesk import own_ballot
from upudesk.errors import N_, InLanguages, Message
from upudesk.model import (
    Answer,
    Candidacy,
    Form,
    Fulfilment,
    Level,
    Member,
    Role,
    Standing,
    Undertaking,
)
from upudesk.own_ballot import Line, Part
from upudesk.posts import left
from upudesk.snapshot import Snapshot
from upudesk.tally import Stance, State, stance

IN_WRITING = (Form.NOTE_VERBALE, Form.LETTER, Form.JOINT_STATEMENT)

_ASK = {
    State.NOT_ASKED: N_("Ask for a vote for {councils}."),
    State.LEANING_YES: N_("Ask for a firm promise for {councils}, in writing."),
    State.UNDECIDED: N_(
        "Ask what speaks against a promise for {councils}, and when it is decided."
    ),
    State.LEANING_NO: N_("Ask what stands in the way on {councils}."),
    State.FIRM_NO: N_("Ask what stands in the way on {councils}; do not press."),
}
_SAY = {
    State.NOT_ASKED: N_("We stand for {councils} and would be grateful for your support."),
    State.ASKED: N_("We asked for your support for {councils} and look forward to your answer."),
    State.FIRM_YES: N_("We thank you for the promise to support us for {councils}."),
    State.LEANING_YES: N_("We value your goodwill on {councils} and hope for a firm word."),
    State.UNDECIDED: N_("We know that you are still deciding on {councils}, and gladly answer "
                        "every question."),
    State.LEANING_NO: N_("We respect your view on {councils} and remain open to talk."),
    State.FIRM_NO: N_("We respect your view on {councils} and remain open to talk."),
}  # fmt: skip

Said = tuple[str, date | None]
"""A sentence, and the day that it names."""


@dataclass(frozen=True)
class Talk:
    """One country before a meeting; sentences in the order in which they matter."""

    member: Member
    stances: tuple[Stance, ...]
    wants: tuple[Message, ...]
    asks: tuple[Message, ...]
    owed: tuple[Undertaking, ...]
    """What we promised and have not done, the earliest first."""
    lines: tuple[Message, ...]


def talk(snapshot: Snapshot, member: Member) -> Talk:
    """All that the records say for a talk with this country."""
    stances = tuple(stance(snapshot, member.id, own.id) for own in snapshot.ours)
    owed = owed_to(snapshot, member.id)
    return Talk(
        member,
        stances,
        tuple(_wants(snapshot, member, stances)),
        tuple(_asks(snapshot, member, stances)),
        owed,
        tuple(_lines(snapshot, member, stances, owed)),
    )


def owed_to(snapshot: Snapshot, member: str) -> tuple[Undertaking, ...]:
    """What we promised a country and have not done, the earliest first."""
    given = snapshot.undertakings_to.get(member, ())
    still = [u for u in given if u.fulfilment is Fulfilment.OPEN]
    return tuple(sorted(still, key=lambda u: (u.due_on or date.max, u.id)))


# ------------------------------------------------------------------ what it wants


def _wants(snapshot: Snapshot, member: Member, stances: Iterable[Stance]) -> Iterator[Message]:
    conditions = (p.condition.strip() for s in stances for p in s.in_force)
    for condition in dict.fromkeys(filter(None, conditions)):
        yield Message(N_("The condition: {text}"), {"text": condition})
    for part, line in _standing(snapshot, member):
        yield Message(
            N_("Our vote in return: {election} ({said})."),
            {"election": own_ballot.called(part), "said": _our_word(line)},
        )


def _standing(snapshot: Snapshot, member: Member) -> Iterator[tuple[Part, Line]]:
    """Where it stands itself, and how our ballot has it."""
    if not any(
        c.member == member.id and c.standing is not Standing.WITHDRAWN
        for c in snapshot.all(Candidacy)
    ):
        return
    for part in own_ballot.ballot(snapshot):
        for line in part.lines:
            if line.candidacy.member == member.id:
                yield part, line


def _our_word(line: Line) -> Message:
    if line.forgotten:
        return Message(N_("promised, but not on our ballot yet"))
    if line.promises:
        return Message(N_("promised"))
    if line.named:
        return Message(N_("on our ballot, not promised"))
    return Message(N_("not promised"))


# ------------------------------------------------------------------ what we ask


def _asks(snapshot: Snapshot, member: Member, stances: Sequence[Stance]) -> Iterator[Message]:
    yield from _once(snapshot, stances, _ask)
    refused = any(one.level is not None and one.level <= Level.LEANING_NO for one in stances)
    yield from _ask_about_the_vote(snapshot, member, refused=refused)


def _once(
    snapshot: Snapshot, stances: Iterable[Stance], said: Callable[[Stance], Iterator[Said]]
) -> Iterator[Message]:
    """What is to be said of several councils alike is said once."""
    found: dict[Said, list[Stance]] = {}
    for one in stances:
        for sentence in said(one):
            found.setdefault(sentence, []).append(one)
    for (template, day), of in found.items():
        yield Message(template, {"councils": _councils(snapshot, of), "day": day})


def _councils(snapshot: Snapshot, found: Iterable[Stance]) -> tuple[InLanguages, ...]:
    ours = (snapshot.get(Candidacy, one.candidacy) for one in found)
    councils = (snapshot.council_of(own) for own in ours)
    return tuple(
        InLanguages({"en": c.code, "th": c.code, "fr": c.short_fr or c.code}) for c in councils if c
    )


def _ask(one: Stance) -> Iterator[Said]:
    if one.contradiction:
        yield N_("Ask which word holds on {councils}: capital and delegate differ."), None
    elif one.hearsay_only:
        yield N_("Ask for a word of their own on {councils}: all we have is hearsay."), None
    elif one.promised and (one.faded or one.old):
        yield N_("Ask whether the promise for {councils} of {day} still holds."), one.day
    elif one.state is State.FIRM_YES:
        if one.decides is not None and one.decides.form not in IN_WRITING:
            yield N_("Ask for the promise for {councils} in writing."), None
    elif one.state is State.ASKED:
        yield N_("Ask for an answer on {councils}: we asked on {day}."), one.day
    elif one.state in _ASK:
        yield _ASK[one.state], None


def _ask_about_the_vote(snapshot: Snapshot, member: Member, *, refused: bool) -> Iterator[Message]:
    """What a ballot takes, as far as it is open; nobody is helped to vote against us."""
    if refused:
        return
    if member.arrears is Answer.YES:
        yield Message(N_("Ask, with care, whether the arrears are settled before the vote."))
    if member.presence is Answer.NO and member.proxy_given is not Answer.YES:
        yield Message(N_("Ask whether the proxy can go to a delegation that supports us."))
    elif member.presence is Answer.UNKNOWN:
        yield Message(N_("Ask whether a delegation will be in the hall for the vote."))
    if member.credentials is not Answer.YES:
        yield Message(N_("Ask whether the credentials have been sent."))
    if member.presence is not Answer.NO and not _delegate_known(snapshot, member):
        yield Message(N_("Ask who will cast the ballot."))


def _delegate_known(snapshot: Snapshot, member: Member) -> bool:
    return any(
        post.role is Role.DELEGATE and not left(post, snapshot.today)
        for contact in snapshot.contacts_of.get(member.id, ())
        for post in snapshot.posts_of.get(contact.id, ())
    )


# ------------------------------------------------------------------ lines to take


def _lines(
    snapshot: Snapshot, member: Member, stances: Sequence[Stance], owed: Sequence[Undertaking]
) -> Iterator[Message]:
    yield from _once(snapshot, stances, _say)
    for undertaking in owed:
        yield _keep(snapshot, undertaking)
    if any(one.conditional for one in stances):
        yield Message(N_("On the condition: say only what has been decided; promise nothing new."))
    for part, line in _standing(snapshot, member):
        if not line.promises and part.votes is not None and len(part.named) >= part.votes:
            full = N_("Promise no vote for {election}: our ballot is full there.")
            yield Message(full, {"election": own_ballot.called(part)})


def _say(one: Stance) -> Iterator[Said]:
    if one.contradiction:
        yield N_("We would welcome one word of your whole delegation on {councils}."), None
        yield N_("Do not hold what one side said against the other."), None
    elif one.hearsay_only:
        yield _SAY[State.NOT_ASKED], None
        yield N_("Do not mention what others told us about {councils}."), None
    elif one.promised and one.decides is not None and one.decides.form is Form.PUBLIC_REPORT:
        yield N_("We were glad to read of your support for {councils}."), None
    elif one.state in _SAY:
        yield _SAY[one.state], None


def _keep(snapshot: Snapshot, undertaking: Undertaking) -> Message:
    gaps: dict[str, object] = {"what": undertaking.what.strip(), "day": undertaking.due_on}
    if undertaking.due_on is not None and undertaking.due_on < snapshot.today:
        return Message(N_("On “{what}”, due on {day}: say how far it is."), gaps)
    return Message(N_("We stand by what we promised: “{what}”."), gaps)
