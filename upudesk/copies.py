"""Finished copies of a paper on their way out: where each is written, what the log notes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from upudesk import words
from upudesk.campaign import exports
from upudesk.disclosure import Disclosed
from upudesk.errors import N_, FileProblem, Message, UserError
from upudesk.i18n import _, current, ngettext
from upudesk.model import Export, Profile, Way
from upudesk.placing import place_pdf
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot


class Made(Protocol):
    """A finished paper; see `reports.finish.Finished`."""

    @property
    def pdf(self) -> bytes: ...
    @property
    def pages(self) -> int: ...
    @property
    def marking(self) -> str: ...
    @property
    def warnings(self) -> tuple[Message, ...]: ...


@dataclass(frozen=True)
class Copy:
    """One copy of a paper, ready to go out, and what the log has to know about it."""

    what: str
    document: str
    language: str
    imprint: Imprint
    disclosed: Disclosed
    made: Made
    members: tuple[str, ...] | None = None
    """The countries that it tells of; None for the campaign as a whole."""
    cautions: tuple[Message, ...] = ()
    """What whoever gives it out should look at first."""

    @property
    def pdf(self) -> bytes:
        return self.made.pdf

    def entry(
        self, content: bytes, at: datetime, by: str, way: Way, *, protected: bool = False
    ) -> Export:
        """What is noted of it once these bytes are out."""
        held = self.disclosed.held_back(self.members)
        return exports.entry(
            content, at, way, by=by, what=self.what, document=self.document,
            profile=words.named(self.disclosed.profile), recipient=self.imprint.recipient,
            copy=self.imprint.copy, copies=self.imprint.copies, marking=self.made.marking,
            language=self.language, pages=self.made.pages, withheld=held.total(),
            members=self.members or (), protected=protected,
        )  # fmt: skip


def usual_title(snapshot: Snapshot, members: Sequence[str]) -> str:
    """What a pack is called that was given no title, in the language in use."""
    if len(members) == 1:
        country = words.about(snapshot.any(members[0]), snapshot)
        return _("Briefing: {country}").format(country=country)
    told = ngettext("Briefing: {count} country", "Briefing: {count} countries", len(members))
    number = current().number(len(members))
    return told.format(count=number) if members else _("Briefing pack")


def watermark_of(profile: Profile, recipient: str) -> str:
    """What that profile lays under each page: the recipient, or for which readers it is."""
    return (recipient or words.named(profile)) if profile.watermark else ""


def targets(target: Path, copies: int) -> list[Path]:
    """Where each copy is written: a file each, numbered where there are several.

    What is there already keeps its name: it is refused where it is no PDF.
    """
    if not target.suffix and not target.exists():
        target = target.with_suffix(".pdf")
    if copies == 1:
        return [target]
    number = current().decimal
    names = (
        _("{name} copy {number} of {count}").format(
            name=target.stem, number=number(n), count=number(copies)
        )
        for n in range(1, copies + 1)
    )
    return [target.with_name(name + target.suffix) for name in names]


def place_all(
    copies: Sequence[Copy], target: Path, passphrase: str = ""
) -> Iterator[tuple[Copy, Path, bytes]]:
    """Write each copy; gives it, its place and its bytes once they are safely there.

    Raises InvalidRecord, with nothing written, where one could not be noted afterwards; and
    FileProblem where one cannot be written; the earlier ones stay, and that is said.
    """
    for copy in copies:
        moment = copy.imprint.made_at
        copy.entry(b"", moment, copy.imprint.printed_by, Way.SAVED).check(moment.date())
    written: list[str] = []
    for copy, file in zip(copies, targets(target, len(copies)), strict=True):
        content = _locked(copy.pdf, passphrase) if passphrase else copy.pdf
        try:
            place_pdf(file, content)
        except FileProblem as fault:
            if not written:
                raise
            raise FileProblem(
                N_("{why} Written before that, and kept: {files}."),
                why=fault.message, files=tuple(written),
            ) from fault  # fmt: skip
        written.append(file.name)
        yield copy, file, content


def note(do: Callable[..., object], *entries: Export) -> str:
    """Note what went out; gives a sentence where that cannot be done, as in a read-only file.

    It has gone out by then: so that is told, and nothing is taken back. `do` is `desk.do`.
    """
    try:
        do(exports.log, entries)
    except UserError as fault:
        told = _("It went out, but could not be noted in the export log. {why}")
        return told.format(why=words.say(fault))
    return ""


def _locked(pdf: bytes, passphrase: str) -> bytes:
    from upudesk.reports import binding

    return binding.protected(pdf, passphrase)
