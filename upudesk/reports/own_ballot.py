"""Our own ballot on one sheet for the hall: whom we name, group by group, in French order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from upudesk import i18n, own_ballot, words
from upudesk.errors import N_, Message
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Council, Undertaking
from upudesk.own_ballot import Line, Part
from upudesk.reports import paper
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Run, Style
from upudesk.snapshot import Snapshot

NAME = Style(10, 15)
CROWDED = Style(9, 13)
ASIDE = Style(9, 13, colour=paper.QUIET)
ROOM = 40
"""So many lines of names stand under each other on the sheet; more of them flow side by side."""


def render(snapshot: Snapshot, language: Language, *, imprint: Imprint) -> Finished:
    """Our ballot as PDF, in the language of the paper. Equal input gives equal bytes."""
    parts = own_ballot.ballot(snapshot)
    with i18n.use(language):
        title = _("Our own ballot")
        return finish(
            snapshot,
            title,
            _sheet(snapshot, title, parts),
            imprint=imprint,
            marked=_kept(parts),
            warnings=_warnings(parts),
        )


def _kept(parts: Sequence[Part]) -> Iterator[Undertaking]:
    """The undertakings that the ballot keeps."""
    return (u for part in parts for line in part.lines for u in line.promises)


def _warnings(parts: Sequence[Part]) -> Iterator[Message]:
    forgotten = sum(line.forgotten for part in parts for line in part.lines)
    if forgotten:
        yield Message(
            N_("Promised but not on the ballot, and so not printed as named: {count}."),
            {"count": forgotten},
        )


def _sheet(snapshot: Snapshot, title: str, parts: Sequence[Part]) -> Iterator[Flowable]:
    us = snapshot.candidate
    yield head(snapshot, title, words.named(us) if us else "")
    councils = [c for c in snapshot.councils if any(part.council.id == c.id for part in parts)]
    if not councils:
        yield paper.para(_("Nobody stands yet, so there is nobody to name."), paper.QUIET_BODY)
        return
    groups = sorted({part.group for part in parts}, key=lambda group: group or 9)
    by_place = {(part.council.id, part.group): part for part in parts}
    header = [_("Group"), *(words.named(council) for council in councils)]
    crowded = _lines(parts, groups) > ROOM
    rows = [
        [
            _group(group),
            *(_cell(by_place.get((council.id, group)), crowded) for council in councils),
        ]
        for group in groups
    ]
    rows.append([_("In all"), *(_total(parts, council) for council in councils)])
    yield paper.table(header, rows, (16, *(84 / len(councils) for _council in councils)))
    yield paper.para(
        _("In French alphabetical order. Before each name: a box to tick once it is voted."), ASIDE
    )


def _lines(parts: Sequence[Part], groups: Sequence[int | None]) -> int:
    """How high the sheet is with one name a line."""
    return sum(max(len(p.named) + 1 for p in parts if p.group == group) for group in groups)


def _group(group: int | None) -> str:
    if group is None:
        return words.group(None)
    number = i18n.current().number(group)
    return f"{number} {words.group(group, short=True)}"


def _cell(part: Part | None, crowded: bool) -> paper.Content:
    """How many names of how many, then the names."""
    if part is None:
        return paper.para("–", ASIDE)
    lines: list[Run | str] = [
        Run(counted(part), colour=paper.WARNING if part.over else paper.QUIET)
    ]
    names = [f"□ {_name(line)}" for line in part.named]
    if crowded:  # a name stays whole where its line ends
        names = ["  ".join(name.replace(" ", "\u00a0") for name in names)]
    lines += [f"\n{name}" for name in names]
    forgotten = [_name(line) for line in part.lines if line.forgotten]
    if forgotten:
        countries = i18n.current().listing(forgotten)
        told = _("promised, not named: {countries}").format(countries=countries)
        lines.append(Run(f"\n{told}", colour=paper.WARNING))
    return paper.para(lines, CROWDED if crowded else NAME)


def counted(part: Part) -> str:
    """Such as “3 of 11 names”, and where that is too many, that it is."""
    language, named = i18n.current(), len(part.named)
    if part.votes is None:
        names = ngettext("{count} name, seats not known", "{count} names, seats not known", named)
        return names.format(count=language.number(named))
    shown = _("{count} of {votes} names") if not part.over else _("{count} names for {votes} seats")
    return shown.format(count=language.number(named), votes=language.number(part.votes))


def _name(line: Line) -> str:
    """In the language of the paper, and as the hall has it where that is another name."""
    if line.member is None:
        return line.candidacy.member
    name, french = words.named(line.member), line.member.name_fr
    return name if not french or name == french else f"{name} ({french})"


def _total(parts: Sequence[Part], council: Council) -> paper.Content:
    own = [part for part in parts if part.council.id == council.id]
    named = sum(len(part.named) for part in own)
    names = ngettext("{count} name", "{count} names", named)
    return paper.para(names.format(count=i18n.current().number(named)), NAME)
