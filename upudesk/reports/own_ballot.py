"""Our own ballot on one sheet for the hall: whom we name, group by group, in French order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from upudesk import i18n, own_ballot, words
from upudesk.disclosure import Disclosed
from upudesk.errors import N_, Message
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Council, Record, Undertaking
from upudesk.own_ballot import Line, Part
from upudesk.reports import formats, paper, talking
from upudesk.reports.finish import Finished, finish, head
from upudesk.reports.given import disclosed_of
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Run, Style
from upudesk.snapshot import Snapshot

NAME = Style(10, 15)
CROWDED = Style(9, 13)
ASIDE = Style(9, 13, colour=paper.QUIET)
CODE = "ballot"
WIDE = 480
"""From this width on the councils stand side by side."""
ROOM = 40
"""So many lines of names stand under each other on the sheet; more of them flow side by side."""


def render(campaign: Snapshot | Disclosed, language: Language, *, imprint: Imprint) -> Finished:
    """Our ballot as PDF, in the language of the paper. Equal input gives equal bytes."""
    disclosed = disclosed_of(campaign)
    parts = own_ballot.ballot(disclosed.snapshot)
    with i18n.use(language):
        return finish(
            disclosed.snapshot,
            _("Our own ballot"),
            blocks(disclosed, ()),
            imprint=imprint,
            marked=_kept(parts),
            warnings=_warnings(parts),
        )


def blocks(disclosed: Disclosed, _members: Sequence[str]) -> Iterator[Flowable]:
    """The whole ballot, whichever countries were chosen."""
    yield from _sheet(disclosed.snapshot, own_ballot.ballot(disclosed.snapshot))
    yield from talking.withheld(disclosed, None)


def about(disclosed: Disclosed, _members: Sequence[str]) -> Iterator[Record]:
    """The undertakings that the ballot keeps."""
    yield from _kept(own_ballot.ballot(disclosed.snapshot))


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


def _sheet(snapshot: Snapshot, parts: Sequence[Part]) -> Iterator[Flowable]:
    us = snapshot.candidate
    yield head(snapshot, _("Our own ballot"), words.named(us) if us else "")
    councils = [c for c in snapshot.councils if any(part.council.id == c.id for part in parts)]
    if not councils:
        yield paper.para(_("Nobody stands yet, so there is nobody to name."), paper.QUIET_BODY)
        return
    if formats.current().text_width >= WIDE:
        yield _beside(parts, councils)
    else:
        yield from _below(parts, councils)
    yield paper.para(
        _("In French alphabetical order. Before each name: a box to tick once it is voted."), ASIDE
    )


def _beside(parts: Sequence[Part], councils: Sequence[Council]) -> Flowable:
    """A column for each council."""
    groups = _groups(parts)
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
    return paper.table(header, rows, (16, *(84 / len(councils) for _council in councils)))


def _below(parts: Sequence[Part], councils: Sequence[Council]) -> Iterator[Flowable]:
    """Council below council, for the pocket."""
    crowded = len(councils) * _lines(parts, _groups(parts)) > ROOM
    for council in councils:
        own = sorted((p for p in parts if p.council.id == council.id), key=lambda p: p.group or 9)
        yield paper.section(words.named(council))
        rows: list[tuple[str, paper.Content]] = [(_group(p.group), _cell(p, crowded)) for p in own]
        yield paper.facts([*rows, (_("In all"), _total(parts, council))], (2, 5))


def _groups(parts: Sequence[Part]) -> list[int | None]:
    return sorted({part.group for part in parts}, key=lambda group: group or 9)


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
    """Such as “names: 3 of 11”, and where that is too many, that it is."""
    language, named = i18n.current(), len(part.named)
    if part.votes is None:
        names = ngettext("{count} name, seats not known", "{count} names, seats not known", named)
        return names.format(count=language.number(named))
    shown = (
        _("names: {count} of {votes}") if not part.over else _("{count} names for {votes} seats")
    )
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
