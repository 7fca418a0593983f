"""The report after the vote: the result against the forecast of its eve, round by round, the seats
and who was elected, what we owe now and whom to thank.

Votes are told in totals only. Whoever had promised is thanked alike; who voted how is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import Flowable, KeepTogether

from upudesk import after_words, i18n, telling, words
from upudesk.after_vote import AfterVote, Fall, after_vote, taken_over
from upudesk.after_work import Thanks, owed, thanks
from upudesk.campaign.results import results_of_round
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _
from upudesk.model import Answer, Member, Record, Result, Undertaking
from upudesk.pictures import Room
from upudesk.reports import formats, paper, talking
from upudesk.reports.drawing import Drawing
from upudesk.reports.finish import Finished, finish, head, said_by
from upudesk.reports.given import disclosed_of
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Run
from upudesk.snapshot import Snapshot

CODE = "result"
NOTED = replace(paper.LABEL, with_next=True)
PICTURE = Room(480, 118, 8.5)
RESULT = 2
"""So many of the facts tell the result; the others, what was expected."""
_ELECTED = {Answer.YES: 0, Answer.UNKNOWN: 1, Answer.NO: 2}


def render(campaign: Snapshot | Disclosed, language: Language, *, imprint: Imprint) -> Finished:
    """What is known now, compared with what was known at the eve. Equal input, equal bytes."""
    disclosed = disclosed_of(campaign)
    with i18n.use(language):
        return finish(
            disclosed.snapshot, _("After the vote"), blocks(disclosed, ()),
            imprint=imprint, marked=about(disclosed, ()),
        )  # fmt: skip


def blocks(disclosed: Disclosed, _members: Sequence[str]) -> Iterator[Flowable]:
    """The whole report, whichever countries were chosen."""
    yield from _sheet(disclosed, after_vote(disclosed.snapshot, disclosed.eve))


def about(disclosed: Disclosed, _members: Sequence[str]) -> Iterator[Record]:
    """The records whose marking the pages carry."""
    yield from _records(disclosed, after_vote(disclosed.snapshot, disclosed.eve))


def _records(disclosed: Disclosed, after: AfterVote) -> Iterator[Record]:
    if after.entered:
        if disclosed.shows("undertakings"):
            yield from owed(disclosed.snapshot)
        if disclosed.shows("stance"):
            thanked = [one.member for one in _to_thank(disclosed, after)]
            yield from said_by(disclosed.snapshot, thanked)


def _to_thank(disclosed: Disclosed, after: AfterVote) -> list[Thanks]:
    return thanks(disclosed.snapshot, [fall.count for fall in after.falls])


def _sheet(disclosed: Disclosed, after: AfterVote) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    us, campaign = snapshot.candidate, snapshot.campaign
    round_ = ""
    if campaign.round > 1:
        round_ = _("round {number}").format(number=i18n.current().number(campaign.round))
    yield head(snapshot, _("After the vote"), telling.dotted(words.named(us) if us else "", round_))
    if not after.entered:
        yield paper.para(_("No result has been entered yet."), paper.QUIET_BODY)
        return
    forecast = disclosed.shows("forecast")
    if forecast:
        yield paper.para(after_words.grounds(snapshot, after), paper.LABEL)
    for fall in after.falls:
        yield KeepTogether(list(_council(snapshot, fall, forecast=forecast)))
    yield from _rounds(snapshot)
    yield from _seats(snapshot)
    if disclosed.shows("tally"):
        yield from _tally(snapshot, after)
    if disclosed.shows("undertakings"):
        yield from _owed(snapshot)
    if disclosed.shows("stance"):
        yield from _thanks(disclosed, after)
    if forecast:
        yield paper.section(_("For next time"))
        yield paper.para(after_words.next_time(after, taken=taken_over(snapshot, after)))
    yield paper.para(after_words.secret(), replace(paper.LABEL, before=10))
    yield from talking.withheld(disclosed, None)


# ------------------------------------------------------------------ the result


def _council(snapshot: Snapshot, fall: Fall, *, forecast: bool) -> Iterator[Flowable]:
    yield paper.section(after_words.council(snapshot, fall))
    if not forecast:
        yield paper.facts(list(after_words.facts(fall))[:RESULT], (1, 3))
        return
    yield paper.para(after_words.told(fall))
    yield paper.facts(list(after_words.facts(fall)), (1, 3))
    room = replace(PICTURE, width=min(PICTURE.width, formats.current().text_width))
    yield Drawing(after_words.figure(snapshot, fall, room))


def _rounds(snapshot: Snapshot) -> Iterator[Flowable]:
    """Votes for us round by round; only where there was more than one."""
    if snapshot.campaign.round < 2:
        return
    number = i18n.current().number
    rounds = range(1, snapshot.campaign.round + 1)
    rows = []
    for round_ in rounds:
        found = results_of_round(snapshot, round_)
        told = [_votes(found.get((own.member, own.council))) for own in snapshot.ours]
        rows.append([_("Round {number}").format(number=number(round_)), *told])
    councils = [words.council_of(snapshot, own) for own in snapshot.ours]
    table = paper.table([_("Round"), *councils], rows, (1, *(2 for _council in councils)))
    yield talking.titled(_("Round by round"), table)


def _votes(result: Result | None) -> str:
    if result is None:
        return _("not known")
    return telling.dotted(after_words.votes(result), after_words.elected(result))


def _seats(snapshot: Snapshot) -> Iterator[Flowable]:
    """Everybody of whom a result is known, those elected first; how many seats that leaves."""
    for where, results in after_words.candidates(snapshot):
        order = sorted(results, key=lambda r: _ELECTED[r.elected])
        rows = [_candidate(snapshot, result) for result in order]
        elected = sum(result.elected is Answer.YES for result in results)
        known = paper.para(after_words.seats_known(snapshot, results[0], elected), NOTED)
        table = paper.table([_("Country"), _("Votes"), _("Outcome")], rows, (3, 4, 2))
        yield talking.titled(where, known, table)


def _candidate(snapshot: Snapshot, result: Result) -> list[paper.Content]:
    member = snapshot.find(Member, result.member)
    name = words.named(member) if member else result.member
    ours = result.member == snapshot.campaign.candidate
    return [[Run(name, bold=ours)], after_words.votes(result), after_words.elected(result)]


def _tally(snapshot: Snapshot, after: AfterVote) -> Iterator[Flowable]:
    """In numbers alone, council beside council."""
    columns = [dict(after_words.counted(fall.count)) for fall in after.falls]
    names = dict.fromkeys(name for column in columns for name in column)
    zero = i18n.current().number(0)
    rows = [[name, *(column.get(name, zero) for column in columns)] for name in names]
    header = [_("Stance"), *(after_words.council(snapshot, fall) for fall in after.falls)]
    table = paper.table(header, rows, (2, *(1 for _column in columns)))
    yield talking.titled(_("Tally at the eve"), table)


# ------------------------------------------------------------------ what is left to do


def _owed(snapshot: Snapshot) -> Iterator[Flowable]:
    found = owed(snapshot)
    none = paper.para(_("Nothing that we promised is open."), paper.QUIET_BODY)
    header = (_("Country"), _("What we promised"), _("Where and when"))
    table = paper.table(header, [_promise(snapshot, u) for u in found], (2, 4, 3))
    yield talking.titled(_("What we owe now"), table if found else none)


def _promise(snapshot: Snapshot, undertaking: Undertaking) -> list[paper.Content]:
    member = snapshot.find(Member, undertaking.member)
    terms = [telling.terms(undertaking), *talking.overdue(undertaking.due_on, snapshot)]
    return [words.named(member) if member else "", undertaking.what, terms]


def _thanks(disclosed: Disclosed, after: AfterVote) -> Iterator[Flowable]:
    """Under those who write them."""
    snapshot, found = disclosed.snapshot, _to_thank(disclosed, after)
    told = paper.para(_("To every country that had promised; nobody knows how it voted."), NOTED)
    none = paper.para(_("Nobody is left to be thanked."), paper.QUIET_BODY)
    rows = list(_by_official(snapshot, found))
    table = paper.table((_("Responsible"), _("Countries")), rows, (1, 3))
    yield talking.titled(_("Thanks to be sent"), told, table if found else none)


def _by_official(snapshot: Snapshot, found: Sequence[Thanks]) -> Iterator[tuple[str, str]]:
    language = i18n.current()
    officials = {author.id: author.name for author in snapshot.authors}
    known: dict[str, list[str]] = {}
    for one in found:
        name = officials.get(one.member.responsible, "")
        councils = ", ".join(words.council_of(snapshot, id) for id in one.candidacies)
        known.setdefault(name, []).append(f"{words.named(one.member)} ({councils})")
    for name in sorted(known, key=lambda name: (not name, language.sort_key(name))):
        countries = sorted(known[name], key=language.sort_key)
        yield name or _("nobody yet"), ", ".join(countries)
