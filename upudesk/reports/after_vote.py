"""The report for the archive: the result, the forecast at the eve, where the one fell in the other.

Totals only. It names candidates and nobody else: who voted how is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from upudesk import after_words, i18n, telling, words
from upudesk.after_vote import AfterVote, Fall, after_vote, taken_over
from upudesk.i18n import Language, _
from upudesk.pictures import Room
from upudesk.reports import paper
from upudesk.reports.drawing import Drawing
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot

PICTURE = Room(480, 118, 8.5)


def render(
    snapshot: Snapshot, eve: Snapshot | None, language: Language, *, imprint: Imprint
) -> Finished:
    """What is known now, compared with what was known at the eve. Equal input, equal bytes."""
    after = after_vote(snapshot, eve)
    with i18n.use(language):
        title = _("After the vote")
        return finish(snapshot, title, _sheet(snapshot, after, title), imprint=imprint)


def _sheet(snapshot: Snapshot, after: AfterVote, title: str) -> Iterator[Flowable]:
    us, campaign = snapshot.candidate, snapshot.campaign
    name = words.named(us) if us else ""
    round_ = ""
    if campaign.round > 1:
        round_ = _("round {number}").format(number=i18n.current().number(campaign.round))
    yield head(snapshot, title, telling.dotted(name, round_))
    if not after.entered:
        yield paper.para(_("No result has been entered yet."), paper.QUIET_BODY)
        return
    yield paper.para(after_words.grounds(after))
    for fall in after.falls:
        yield from _council(snapshot, fall)
    yield from _tally(snapshot, after)
    yield from _candidates(snapshot)
    yield paper.section(_("For next time"))
    yield paper.para(after_words.next_time(after, taken=taken_over(snapshot, after)))
    yield paper.para(after_words.secret(), paper.QUIET_BODY)


def _council(snapshot: Snapshot, fall: Fall) -> Iterator[Flowable]:
    yield paper.section(after_words.council(snapshot, fall))
    yield paper.para(after_words.told(fall))
    yield paper.facts(list(after_words.facts(fall)))
    yield Drawing(after_words.figure(snapshot, fall, PICTURE))


def _tally(snapshot: Snapshot, after: AfterVote) -> Iterator[Flowable]:
    """In numbers alone, council beside council."""
    yield paper.section(_("Tally at the eve"))
    columns = [dict(after_words.counted(fall.count)) for fall in after.falls]
    names = dict.fromkeys(name for column in columns for name in column)
    zero = i18n.current().number(0)
    rows = [[name, *(column.get(name, zero) for column in columns)] for name in names]
    header = [_("Stance"), *(after_words.council(snapshot, fall) for fall in after.falls)]
    yield paper.table(header, rows, (2, *(1 for _column in columns)))


def _candidates(snapshot: Snapshot) -> Iterator[Flowable]:
    for where, results in after_words.candidates(snapshot):
        if len(results) > 1:
            yield paper.section(where)
            yield paper.facts([after_words.candidate(snapshot, result) for result in results])
