"""A pack: parts made side by side, with their contents, bound into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from upudesk import i18n, words
from upudesk.disclosure import Disclosed
from upudesk.errors import N_, Message, UserError
from upudesk.i18n import Language, ngettext
from upudesk.model import Record
from upudesk.reports import contents, finish, formats, parts, pool, sheet
from upudesk.reports.binding import About
from upudesk.reports.finish import Finished
from upudesk.reports.imprint import Imprint
from upudesk.reports.part import Entry, Part
from upudesk.reports.parts import CONTENTS, COUNTRIES, COVER, Job, Stretch
from upudesk.reports.surround import Surround

Progress = Callable[[int, int], None]

ALONE = 3 * parts.TOGETHER
"""A pack of no more countries is made before other processes would have started."""


@dataclass(frozen=True)
class Request:
    """What a pack is of: the countries and the parts, in the order wanted."""

    members: Sequence[str]
    parts: Sequence[str]
    title: str = ""


class NothingToPrint(UserError):
    """Nothing that was chosen makes a page."""


def render(
    disclosed: Disclosed,
    request: Request,
    language: Language,
    *,
    imprint: Imprint,
    progress: Progress | None = None,
    crew: int | None = None,
) -> Finished:
    """The pack as PDF. Equal input gives equal bytes.

    `progress` is told how many countries are done, of how many; it is also called while nothing
    happens, and may raise to break off, which leaves nothing behind. Raises UserError.
    """
    made = copies(
        disclosed, request, language, imprint=imprint, count=1, progress=progress, crew=crew
    )
    return made[0]


def copies(
    disclosed: Disclosed,
    request: Request,
    language: Language,
    *,
    imprint: Imprint,
    count: int,
    progress: Progress | None = None,
    crew: int | None = None,
) -> list[Finished]:
    """So many numbered copies, each as if it had been made alone.

    They differ in the cover and in one line of every page: the rest is made once.
    """
    first, *others = imprint.numbered(count)
    job, stretches = _ordered(disclosed, request, language, first)
    heard = _counted(stretches, progress)
    done = _made(job, stretches, heard, crew)
    covers = [(at, stretch) for at, stretch in enumerate(stretches) if stretch.code == COVER]
    found = [_bound(job, request, stretches, done)]
    for other in others:
        heard(0)
        job = replace(job, imprint=other)
        for at, cover in covers:
            done[at] = job.make(cover, lambda: None)
        found.append(_bound(job, request, stretches, done))
    return found


def _ordered(
    disclosed: Disclosed, request: Request, language: Language, imprint: Imprint
) -> tuple[Job, list[Stretch]]:
    """What has to be made, and everything that has to be known for it."""
    members = tuple(dict.fromkeys(request.members))
    shown = [code for code in dict.fromkeys(request.parts) if disclosed.shows(code)]
    stretches = list(parts.stretches(shown, members))
    if all(stretch.code == COVER for stretch in stretches):
        raise NothingToPrint(
            N_("There is nothing in this pack. Choose at least one part of it, and countries for "
               "the parts that tell of countries.")
        )  # fmt: skip
    with i18n.use(language):
        marking = finish.marking_told(disclosed.snapshot, imprint, _about(disclosed, stretches))
    return Job(disclosed, members, request.title, language, imprint, marking), stretches


def _about(disclosed: Disclosed, stretches: Iterable[Stretch]) -> Iterator[Record | None]:
    for stretch in stretches:
        yield from parts.paper(stretch.code).about(disclosed, stretch.members)


def _kept_inside(disclosed: Disclosed, codes: Sequence[str]) -> Iterator[Message]:
    if count := sum(not disclosed.shows(code) for code in dict.fromkeys(codes)):
        yield Message(N_("Parts that the profile keeps inside, and so not printed: {count}."),
                      {"count": count})  # fmt: skip


# ------------------------------------------------------------------ the making


def _made(
    job: Job, stretches: Sequence[Stretch], heard: Callable[[int], None], crew: int | None
) -> list[Part]:
    """Where there is much to do, on as many cores as there are."""
    crew = crew or pool.crew()
    if crew == 1 or len(job.members) <= ALONE:
        return [job.make(stretch, lambda: heard(1)) for stretch in stretches]
    return pool.make(job, stretches, crew, heard)


def _counted(stretches: Sequence[Stretch], progress: Progress | None) -> Callable[[int], None]:
    """Adds up the steps, of the countries where there are any."""
    of = sum(stretch.steps for stretch in stretches if stretch.code == COUNTRIES)
    of = of or len(stretches)
    done = 0

    def heard(steps: int) -> None:
        nonlocal done
        done = min(done + steps, of)
        if progress:
            progress(done, of)

    return heard


def _bound(
    job: Job, request: Request, stretches: Sequence[Stretch], done: Sequence[Part]
) -> Finished:
    """One copy of all that was made."""
    snapshot, imprint = job.disclosed.snapshot, job.imprint
    with i18n.use(job.language), formats.using(imprint.paper):
        around = finish.surround(snapshot, imprint, job.marking)
        if len(request.parts) > 1:
            done = _nested(stretches, done, job)
        if CONTENTS in request.parts:
            done = _with_contents(stretches, done, around, job)
        subject = words.told(snapshot.campaign, "congress")
        about = About(job.title, job.language.code, subject, imprint.made_at)
        printed = sheet.bound(done, around, about)
        warnings = (*_kept_inside(job.disclosed, request.parts), *finish.unprinted(printed.missing))
    return Finished(printed.pdf, printed.pages, warnings, job.marking)


# ------------------------------------------------------------------ the outline and the contents


def _nested(stretches: Sequence[Stretch], done: Sequence[Part], job: Job) -> list[Part]:
    """The countries below an entry of their own."""
    found: list[Part] = []
    opened = False
    for stretch, part in zip(stretches, done, strict=True):
        if stretch.code == COUNTRIES:
            part = replace(part, entries=tuple(e._replace(level=e.level + 1) for e in part.entries))
            if not opened:
                part, opened = _headed(part, job), True
        found.append(part)
    return found


def _headed(part: Part, job: Job) -> Part:
    count = len(job.members)
    told = ngettext("{count} country", "{count} countries", count)
    first = Entry(told.format(count=i18n.current().number(count)), 0, 0, part.entries[0].top)
    links = tuple(link._replace(to=link.to + 1) for link in part.links)
    return replace(part, entries=(first, *part.entries), links=links)


def _with_contents(
    stretches: Sequence[Stretch], done: Sequence[Part], around: Surround, job: Job
) -> list[Part]:
    """Behind the cover. How many pages they take is known once they are set."""
    at = int(stretches[0].code == COVER)
    before = list(done[:at])
    depths = [int(stretch.code == COUNTRIES) for stretch in stretches[at:]]
    listed = list(zip(depths, done[at:], strict=True))
    pages = 1
    while True:
        lines = list(_lines(listed, before, pages))
        story = list(contents.blocks(job.disclosed.snapshot, job.title, lines))
        made = sheet.lay(story, surround=around)
        if len(made.formats) == pages:
            return [*before, made, *done[at:]]
        pages = len(made.formats)


def _lines(
    listed: Sequence[tuple[int, Part]], before: Sequence[Part], pages: int
) -> Iterator[contents.Line]:
    """Each part, and the countries. The contents have one entry in the outline themselves."""
    page = sum(len(part.formats) for part in before) + pages
    at = sum(len(part.entries) for part in before) + 1
    for depth, part in listed:
        for entry in part.entries:
            if entry.level <= depth:
                yield contents.Line(entry.title, entry.level, entry.page + page, at)
            at += 1
        page += len(part.formats)
