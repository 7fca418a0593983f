"""The count of one council on paper: board, seats, map, groups, votes to expect, course of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reportlab.platypus import Flowable

from upudesk import i18n, pictures, telling, trend, words
from upudesk.figures.marks import Figure
from upudesk.forecast import Distribution, forecast
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Answer, Candidacy
from upudesk.pictures import Room
from upudesk.prospects import prospects
from upudesk.reports import formats, paper
from upudesk.reports.drawing import titled
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.imprint import Imprint
from upudesk.reports.typeset import Style
from upudesk.snapshot import Snapshot
from upudesk.tally import Ids, Stance, Tally, tally

TYPE = 8.5
DAYS = 32
"""On so many days the votes to expect are worked out."""
HEAD = replace(paper.LABEL, align="right")
NUMBER, SUM = Style(9, 11, align="right"), Style(9, 11, align="right", bold=True)


def render(snapshot: Snapshot, candidacy: str, language: Language, *, imprint: Imprint) -> Finished:
    """The board and all pictures of one of our candidacies. Equal input gives equal bytes."""
    count = tally(snapshot, candidacy)
    with i18n.use(language):
        title = _("The count in pictures")
        blocks = _sheet(snapshot, count, title)
        marked = snapshot.pledges_about.get(candidacy, ())
        return finish(snapshot, title, blocks, imprint=imprint, marked=marked)


def _sheet(snapshot: Snapshot, count: Tally, title: str) -> Iterator[Flowable]:
    council = snapshot.council_of(snapshot.get(Candidacy, count.candidacy))
    number = i18n.current().number(len(count.members))
    members = ngettext("{count} country", "{count} countries", len(count.members))
    told = telling.dotted(words.named(council) if council else "", members.format(count=number))
    yield head(snapshot, title, told)
    yield _board(count)
    for figure in _figures(snapshot, count, words.short(council) if council else ""):
        yield titled(figure.title, figure)


# ------------------------------------------------------------------ the board


def _board(count: Tally) -> Flowable:
    """The levels down, the groups across, and what they add up to."""
    groups = count.table.columns
    across = [count.everyone, *(count.table.column(group) for group in groups)]
    shares = (26, 9, *(17 for _group in groups))
    heads = [_("All"), *(pictures.group_name(group) for group in groups)]
    header = [_("Level"), *(paper.para(name, HEAD) for name in heads)]
    return paper.table(header, [_row(*row) for row in _rows(count, across)], shares)


def _rows(count: Tally, across: Sequence[Ids]) -> Iterator[tuple[str, list[int], bool]]:
    """What a row counts, its numbers, and whether it adds others up."""
    for state in count.rows:
        yield words.standing_in(state), _many(across, count.row(state)), False
    yield _("promised (5 and 4)"), _many(across, count.promised), True
    yield _("members"), _many(across, count.everyone), True
    votes = count.by_vote()
    yield _("can vote"), _many(across, votes[Answer.YES]), False
    yield _("vote not known"), _many(across, votes[Answer.UNKNOWN]), False
    yield _("cannot vote"), _many(across, votes[Answer.NO]), False


def _many(across: Sequence[Ids], among: Ids) -> list[int]:
    return [len(set(column) & set(among)) for column in across]


def _row(name: str, numbers: Sequence[int], whole: bool) -> list[paper.Content]:
    number = i18n.current().number
    told = paper.para(name, Style(9, 11, bold=whole))
    return [told, *(paper.para(number(n), SUM if whole else NUMBER) for n in numbers)]


# ------------------------------------------------------------------ the pictures


def _figures(snapshot: Snapshot, count: Tally, code: str) -> Iterator[Figure]:
    id = count.candidacy
    expected = forecast(snapshot, id, stances=count.stances)
    line = pictures.needed(prospects(snapshot, id, forecast=expected).line)
    yield pictures.hemicycle_of(snapshot, count, _room(225), line=line)
    yield pictures.world_of(snapshot, count, _room(238))
    yield pictures.groups_of(count, _room(112))
    title = _("{council}: votes to expect").format(council=code)
    yield pictures.votes_of(expected, _room(96), title=title, line=line)
    series = [pictures.promised_line(snapshot, id, trend.promised(snapshot, id))]
    if values := _over_time(snapshot, id):
        series.append(pictures.expected_line(snapshot, id, values))
    title = _("{council}: votes over time").format(council=code)
    yield pictures.course_of(series, _room(98), title=title, line=line)


def _room(height: float) -> Room:
    return Room(formats.current().text_width, height, TYPE)


def _over_time(snapshot: Snapshot, id: str) -> Sequence[tuple[date, Distribution]]:
    said = snapshot.pledges_about.get(id, ())
    if not said:
        return ()
    first = min(min(pledge.day for pledge in said), snapshot.today)

    def worth(held: Mapping[str, Stance]) -> Distribution:
        return forecast(snapshot, id, stances=held)

    return trend.course(snapshot, id, trend.days(first, snapshot.today, DAYS), worth)
