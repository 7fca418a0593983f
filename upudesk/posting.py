"""Letters on their way out: made, put on disk whole, and only then logged, in one step.

Where they cannot be logged, as when somebody else gave their numbers away meanwhile, the files are
taken back again, so that no number ever stands on two letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upudesk import i18n, words
from upudesk.campaign import exports, letters
from upudesk.correspondence import Draft, Request, about, first_number
from upudesk.errors import N_, FileProblem, UserError
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Export, Letter
from upudesk.placing import place, place_pdf
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot

if TYPE_CHECKING:
    from upudesk.reports.finish import Finished

Do = Callable[..., Any]
"""Carries out an action of the campaign, as `desk.do` does."""

_UNFIT = re.compile(r'[\x00-\x1f\\/:*?"<>|]+')
LONGEST_NAME = 100


@dataclass(frozen=True)
class Made:
    """One file of letters, made but not written yet."""

    name: str
    title: str
    drafts: tuple[Draft, ...]
    finished: Finished


def make(
    snapshot: Snapshot, ready: Sequence[Draft], language: Language, imprint: Imprint, *,
    one_file: bool, each: Callable[[], object] | None = None,
) -> list[Made]:  # fmt: skip
    """The letters as one file, in that language as a whole, or as a file each in its own."""
    from upudesk.reports import letter as paper  # which reads much that a list does not need

    if one_file:
        title = _title(ready, language)
        finished = paper.render(snapshot, ready, title, language, imprint=imprint, each=each)
        return [Made(fit(title), title, tuple(ready), finished)]
    return [_alone(snapshot, draft, imprint, each) for draft in ready if draft.sheet]


def _title(ready: Sequence[Draft], language: Language) -> str:
    if len(ready) == 1 and ready[0].sheet:
        return ready[0].sheet.title
    with i18n.use(language):
        counted = ngettext("{count} letter", "{count} letters", len(ready))
        return counted.format(count=language.number(len(ready)))


def _alone(
    snapshot: Snapshot, draft: Draft, imprint: Imprint, each: Callable[[], object] | None
) -> Made:
    from upudesk.reports import letter as paper

    assert draft.sheet is not None
    assert draft.letter is not None
    sheet = draft.sheet
    made = paper.render(snapshot, [draft], sheet.title, sheet.language, imprint=imprint, each=each)
    what = draft.letter.register or draft.letter.template
    return Made(fit(f"{what} {words.named(draft.member)}"), sheet.title, (draft,), made)


def fit(name: str) -> str:
    """A name that every system takes for a file."""
    return _UNFIT.sub("-", name)[:LONGEST_NAME].strip(". ") + ".pdf"


def post(
    do: Do, snapshot: Snapshot, request: Request, made: Sequence[Made], target: Path, *,
    by: str, at: datetime, note: Do | None = None,
) -> list[Path]:  # fmt: skip
    """Write the files, log the letters and note what went out; gives the paths.

    `note` is what notes it, where that is done otherwise than the rest.

    One file is `target` itself, several stand in that folder. Raises a UserError where they cannot
    be written or logged; then neither is anything logged nor does any of the files remain.
    """
    sent = [draft.letter for one in made for draft in one.drafts if draft.letter]
    written = _written(made, target)
    try:
        ours = [own.id for own in about(snapshot, request)]
        asked_for = {d.letter.id: ours for one in made for d in one.drafts if d.letter and d.asks}
        after = first_number(snapshot.campaign, request) + sum(bool(one.register) for one in sent)
        do(letters.send, sent, asked_for, after)
    except UserError:
        for path, before in written:
            _put_back(path, before)
        raise
    entries = [_entry(one, by, at) for one in made]
    (note or do)(exports.log, entries)
    return [path for path, _before in written]


def _written(made: Sequence[Made], target: Path) -> list[tuple[Path, bytes | None]]:
    """Each file with what stood there before; where one cannot be written, none is."""
    written: list[tuple[Path, bytes | None]] = []
    try:
        for path, one in zip(_places(made, target), made, strict=True):
            before = _content(path)
            place_pdf(path, one.finished.pdf)
            written.append((path, before))
    except FileProblem:
        for path, before in written:
            _put_back(path, before)
        raise
    return written


def _places(made: Sequence[Made], target: Path) -> Iterator[Path]:
    """In a folder, a file that is there already keeps its name, and the new one gets another."""
    if not target.is_dir():
        if len(made) != 1:
            raise FileProblem(
                N_("{file} is no folder; nothing was written. Choose a folder for the letters."),
                file=str(target),
            )
        yield target
        return
    taken: set[Path] = set()
    for one in made:
        names = _numbered_names(one.name)
        path = next(p for name in names if (p := target / name) not in taken and not p.exists())
        taken.add(path)
        yield path


def _numbered_names(name: str) -> Iterable[str]:
    stem = name.removesuffix(".pdf")
    yield name
    for number in range(2, 10_000):
        yield f"{stem} ({number}).pdf"


def _content(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes() if path.is_file() else None
    return None


def _put_back(path: Path, before: bytes | None) -> None:
    """What stood there, or nothing, as before; what cannot be put back is left."""
    with suppress(OSError, FileProblem):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            place(path, before)


def _entry(one: Made, by: str, at: datetime) -> Export:
    sent: list[Letter] = [draft.letter for draft in one.drafts if draft.letter]
    to = list(dict.fromkeys(letter.addressee for letter in sent if letter.addressee))
    codes = {letter.language for letter in sent}
    return exports.entry(
        one.finished.pdf, at, by=by, what=one.title, document="letter",
        recipient=to[0] if len(to) == 1 else _("several"), marking=one.finished.marking,
        language=codes.pop() if len(codes) == 1 else "", pages=one.finished.pages,
        members=tuple(dict.fromkeys(letter.member for letter in sent)),
    )  # fmt: skip
