"""What is told after the vote, for window and paper alike. No country is named but candidates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from upudesk import i18n, rules, telling, words
from upudesk.after_vote import AfterVote, Fall
from upudesk.campaign.results import results_of_round
from upudesk.errors import N_, Message
from upudesk.figures.hemicycle import WinningLine
from upudesk.figures.marks import Figure
from upudesk.i18n import _, ngettext
from upudesk.model import Answer, Candidacy, Council, Member, Result
from upudesk.pictures import Room, votes_of
from upudesk.snapshot import Snapshot
from upudesk.tally import Tally

_OUTCOMES = {
    Answer.YES: N_("elected"),
    Answer.NO: N_("not elected"),
    Answer.UNKNOWN: N_("outcome not known"),
}


def secret() -> str:
    return _(
        "The ballot is secret: only totals are known, so nothing here says which country kept its "
        "word."
    )


def grounds(snapshot: Snapshot, after: AfterVote) -> str:
    """What the forecast rests on that the result is compared with."""
    day = i18n.current().date(after.falls[0].expected.day)
    if snapshot.campaign.vote_on is None:
        return _("Compared with what was said until {day}, as it is known now.").format(day=day)
    if after.foreknown:
        return _("Compared with the forecast as it stood at the eve of the vote, {day}.").format(
            day=day
        )
    return _(
        "This file does not reach back to the eve of the vote. Compared with what was said until "
        "{day}, as it is known now."
    ).format(day=day)


def council(snapshot: Snapshot, fall: Fall) -> str:
    found = snapshot.council_of(fall.candidacy)
    return words.named(found) if found else ""


def facts(fall: Fall) -> Iterator[tuple[str, str]]:
    """A result and what was expected, name by name."""
    yield _("Votes for us"), votes(fall.result)
    yield _("Outcome"), _(_OUTCOMES[fall.result.elected if fall.result else Answer.UNKNOWN])
    number, expected = i18n.current().number, fall.expected
    range_ = _("{expected}; 8 times in 10 from {low} to {high}")
    yield (
        _("Expected"),
        range_.format(
            expected=number(expected.expected), low=number(expected.low), high=number(expected.high)
        ),
    )
    if fall.score is not None:
        share = i18n.current().percent(fall.score.percentile)
        yield _("Percentile"), _("{share} of the forecast lay below").format(share=share)
        crps = i18n.current().number(fall.score.crps, 1)
        yield _("Error (CRPS)"), _("{votes} votes; 0 would be perfect").format(votes=crps)


def votes(result: Result | None) -> str:
    """Such as “97 of 157 ballots (62%)”."""
    if result is None or result.votes is None:
        return _("not known")
    number = i18n.current().number
    if not result.ballots_cast:
        return number(result.votes)
    return _("{votes} of {ballots} ballots ({share})").format(
        votes=number(result.votes), ballots=number(result.ballots_cast),
        share=i18n.current().percent(result.votes / result.ballots_cast),
    )  # fmt: skip


def told(fall: Fall) -> str:
    """Where it fell, in a sentence."""
    if fall.score is None:
        return _("Without the number of votes it cannot be told where the result fell.")
    return words.say(fall.score.told)


def figure(snapshot: Snapshot, fall: Fall, room: Room) -> Figure:
    """The forecast with the result marked in it."""
    line = None
    if fall.score is not None:
        got = fall.score.votes
        label = _("result {votes}").format(votes=i18n.current().number(got))
        line = WinningLine(got, got, got, label)
    title = _("{council}: where the result fell in the forecast")
    code = words.council_of(snapshot, fall.candidacy)
    return votes_of(fall.expected, room, title=title.format(council=code), line=line)


def counted(count: Tally) -> list[tuple[str, str]]:
    """How many stood where, in numbers alone."""
    number = i18n.current().number
    rows = [(words.standing_in(state), number(len(count.row(state)))) for state in count.rows]
    return [*rows, (_("promised (5 and 4)"), number(len(count.promised)))]


def next_time(after: AfterVote, *, taken: bool = False) -> str:
    """What the result suggests, and that nothing does it by itself."""
    if after.shift is None:
        return _("Once the votes are entered, one change of all hold rates is proposed here.")
    if taken:
        return _("The hold rates are already those that the result suggests.")
    assert isinstance(after.shift.told, Message)
    return words.say(after.shift.told)


# ------------------------------------------------------------------ everybody who stood


def candidates(snapshot: Snapshot, round: int | None = None) -> Iterator[tuple[str, list[Result]]]:
    """What is known of all who stood, most votes first, under their council and group."""
    known = results_of_round(snapshot, round).values()
    order = {council.id: place for place, council in enumerate(snapshot.councils)}

    def place(result: Result) -> tuple[int, int]:
        return order.get(result.council, len(order)), result.group or 9

    for _place, found in groupby(sorted(known, key=place), key=place):
        results = sorted(found, key=lambda r: -1 if r.votes is None else r.votes, reverse=True)
        yield _where(snapshot, results[0]), results


def _where(snapshot: Snapshot, result: Result) -> str:
    found = snapshot.find(Council, result.council)
    code = words.short(found) if found else ""
    seats = rules.seats(snapshot, result.council, result.group) if result.group else None
    told = ""
    if seats is not None:
        count = ngettext("{count} seat", "{count} seats", seats)
        told = count.format(count=i18n.current().number(seats))
    return telling.dotted(code, words.group(result.group), told)


def candidate(snapshot: Snapshot, result: Result) -> tuple[str, str]:
    """Who, and what is known: votes and whether elected."""
    member = snapshot.find(Member, result.member)
    name = words.named(member) if member else result.member
    return name, telling.dotted(votes(result), _(_OUTCOMES[result.elected]))


def elected(result: Result) -> str:
    return _(_OUTCOMES[result.elected])


def seats_known(snapshot: Snapshot, result: Result, elected: int) -> str:
    """Of how many of the seats of a group it is known who has them."""
    number = i18n.current().number
    seats = rules.seats(snapshot, result.council, result.group) if result.group else None
    if seats is None:
        return _("Known to be elected: {count}; how many seats there are is not known.").format(
            count=number(elected)
        )
    return _("Known to be elected: {count} of {seats}.").format(
        count=number(elected), seats=number(seats)
    )


def in_order(snapshot: Snapshot) -> Sequence[Candidacy]:
    """All who stand, our own first, then by council, group and name."""
    order = {council.id: place for place, council in enumerate(snapshot.councils)}

    def place(stood: Candidacy) -> tuple[bool, int, int, object]:
        member = snapshot.find(Member, stood.member)
        return (
            stood.member != snapshot.campaign.candidate,
            order.get(stood.council, len(order)),
            rules.group_of(snapshot, stood) or 9,
            i18n.current().sort_key(words.named(member) if member else ""),
        )

    return sorted(snapshot.all(Candidacy), key=place)
