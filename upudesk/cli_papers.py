"""Papers on the command line: the briefing of a country, a pack of many."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from upudesk import disclosure, disclosure_words, i18n, terminal, words
from upudesk.campaign import member_filter, packs
from upudesk.campaign.members import find_member
from upudesk.commands import Command, campaign, language_of_terminal, on_campaign, option, remark
from upudesk.copies import Copy, note, place_all, usual_title, watermark_of
from upudesk.dates import parse_day
from upudesk.desk import Desk
from upudesk.disclosure import INTERNAL
from upudesk.errors import N_, UnknownRecord, UserError
from upudesk.i18n import CODES, Digits, Era, Language, _, current
from upudesk.model import Chosen, Member, Pack, Profile, SavedFilter, Way
from upudesk.packing import Order, made
from upudesk.reports.imprint import Imprint, Paper
from upudesk.snapshot import Snapshot
from upudesk.terminal import visible

F = TypeVar("F", bound=Callable[..., Any])
Progress = Callable[[int, int], None]

PASSPHRASE = "UPUDESK_PDF_PASSPHRASE"


def on_paper(command: F) -> F:
    """How the paper is to look, and for whom it is."""
    for choice in reversed(_ON_PAPER):
        command = choice(command)
    return command


_ON_PAPER = (
    option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="OUT.pdf",
           help=N_("Where to write it.")),
    option("--title", metavar="TEXT", help=N_("What stands on its cover.")),
    option("--language", type=click.Choice(CODES),
           help=N_("The language of the paper; else that of the terminal.")),
    option("--era", type=click.Choice([era.value for era in Era]),
           help=N_("How years are counted on it.")),
    option("--digits", type=click.Choice([digits.value for digits in Digits]),
           help=N_("Its digits.")),
    option("--paper", type=click.Choice([paper.value for paper in Paper]),
           help=N_("Its sheet: A4, A5 for the pocket, or large print.")),
    option("--justified", is_flag=True, default=None,
           help=N_("Running text fills its lines to both edges.")),
    option("--profile", metavar="CODE",
           help=N_("Who may read it: internal, minister, partner, or a profile of your own.")),
    option("--marking", metavar="CODE",
           help=N_("At least this marking; never below what the contents need.")),
    option("--watermark", metavar="TEXT", help=N_("What is laid under the text of each page.")),
    option("--recipient", metavar="TEXT", help=N_("For whom this copy is.")),
    option("--copies", type=click.IntRange(1, packs.MOST_COPIES), metavar="N",
           help=N_("So many numbered copies, a file each.")),
    option("--pdf-passphrase-file", type=click.Path(path_type=Path), metavar="PATH",
           help=N_("The PDF opens only with the passphrase in this file; else with the one in "
                   "UPUDESK_PDF_PASSPHRASE, where that is set.")),
)  # fmt: skip


@click.command(
    "brief", cls=Command,
    short_help=N_("Write the briefing of one or more members as PDF."),
    help=N_("MEMBER is a code or a name, as in “log”."),
)  # fmt: skip
@on_campaign
@click.argument("members", nargs=-1, required=True, metavar="MEMBER...")
@on_paper
def brief(
    file: Path, passphrase_file: Path | None, members: tuple[str, ...], output: Path,
    pdf_passphrase_file: Path | None, **look: Any,
) -> None:  # fmt: skip
    with campaign(file, passphrase_file) as desk:
        ids = tuple(dict.fromkeys(find_member(desk.snapshot, name).id for name in members))
        wanted = _with(Pack(members=ids, sections=("countries",)), look)
        _write(desk, wanted, look["title"], output, _secret(pdf_passphrase_file))


@click.command(
    "pack", cls=Command,
    short_help=N_("Write a pack: cover, contents, the count, a page for each country."),
    help=N_(
        "Countries are named one by one, or chosen by one of --all, --group, --filter and --meet. "
        "A preset brings countries, parts and look; what is said beside it holds instead."
    ),
)  # fmt: skip
@on_campaign
@option("--preset", metavar="NAME", help=N_("A pack that was saved under this name."))
@option("--members", metavar="MEMBER,...", help=N_("These, in this order."))
@option("--all", "everyone", is_flag=True, help=N_("Every member."))
@option("--group", type=click.IntRange(1, 5), metavar="N", help=N_("Those of a group."))
@option("--filter", "saved", metavar="NAME", help=N_("Those that a saved filter keeps."))
@option("--meet", metavar="DATE", help=N_("Those whom we meet on this day."))
@option(
    "--parts", metavar="PART,...",
    help=N_("Its parts in this order, of: cover, contents, executive, countries, meetings, "
            "tally, calls, ballot, floor, result."),
)  # fmt: skip
@on_paper
def pack(
    file: Path, passphrase_file: Path | None, preset: str | None, parts: str | None, output: Path,
    pdf_passphrase_file: Path | None, members: str | None, everyone: bool, group: int | None,
    saved: str | None, meet: str | None, **look: Any,
) -> None:  # fmt: skip
    with campaign(file, passphrase_file) as desk:
        snapshot = desk.snapshot
        wanted = packs.preset(snapshot, preset) if preset else Pack(sections=packs.USUAL)
        ways = Ways(members, everyone, group, saved, meet)
        wanted = replace(wanted, **ways.chosen(snapshot, preset is not None))
        if parts is not None:
            wanted = replace(wanted, sections=_parts(parts))
        _write(desk, _with(wanted, look), look["title"], output, _secret(pdf_passphrase_file))


@dataclass(frozen=True)
class Ways:
    """The ways in which countries may be chosen; one of them is used."""

    members: str | None
    everyone: bool
    group: int | None
    saved: str | None
    meet: str | None

    def chosen(self, snapshot: Snapshot, has_preset: bool) -> dict[str, Any]:
        """What a pack says of its countries; nothing where its preset says it."""
        given = [way for way in vars(self).values() if way not in (None, False)]
        if len(given) > 1:
            raise click.UsageError(_("Choose the countries in one way only."))
        if self.members is not None:
            names = filter(None, (name.strip() for name in self.members.split(",")))
            ids = dict.fromkeys(find_member(snapshot, name).id for name in names)
            return {"chosen": Chosen.HAND, "members": tuple(ids)}
        if self.everyone:
            return {"chosen": Chosen.ALL}
        if self.group is not None:
            return {"chosen": Chosen.GROUP, "group": self.group}
        if self.saved is not None:
            return {"chosen": Chosen.FILTER, "filter": _filter(snapshot, self.saved)}
        if self.meet is not None:
            return {"chosen": Chosen.DAY, "day": parse_day(self.meet, today=snapshot.today).day}
        if has_preset:
            return {}
        raise click.UsageError(
            _("Choose countries: --members, --all, --group, --filter or --meet, or a --preset.")
        )


def _filter(snapshot: Snapshot, name: str) -> str:
    """The id of a saved filter of countries."""
    known = [one for one in snapshot.all(SavedFilter) if one.page in member_filter.PAGES]
    for one in known:
        if one.name.casefold() == name.strip().casefold():
            return one.id
    raise UnknownRecord(
        N_("There is no saved filter “{name}”. Known are: {known}."),
        name=name, known=tuple(one.name for one in known) or (_("none"),),
    )  # fmt: skip


def _parts(typed: str) -> tuple[str, ...]:
    codes = [code.strip().casefold() for code in typed.split(",") if code.strip()]
    for code in codes:
        if code not in packs.PARTS:
            raise UserError(
                N_("A pack has no part “{code}”. Known are: {known}."),
                code=code, known=packs.PARTS,
            )  # fmt: skip
    return packs.parts_in_order(codes)


def _with(wanted: Pack, look: dict[str, Any]) -> Pack:
    """The pack with what was said of its look."""
    said = {name: value for name, value in look.items() if value is not None and name != "title"}
    return replace(wanted, **said)


def _secret(file: Path | None) -> str:
    """The passphrase of the PDF; blank for none."""
    return terminal.given_passphrase(file, PASSPHRASE) or ""


# ------------------------------------------------------------------ making it


def _write(desk: Desk, wanted: Pack, title: str | None, output: Path, passphrase: str) -> None:
    """Make every copy, write it, note it; tell where it stands and what was left out."""
    snapshot = desk.snapshot
    choice = packs.chosen(snapshot, wanted)
    for lost in choice.lost:
        remark(words.say(lost, snapshot))
    if not choice.members:
        raise UserError(N_("No country is chosen; nothing was written."))
    order = _order(desk, wanted, choice.members, title)
    with _progress(len(order.members)) as progress:
        copies = made(order, progress)
    _tell_of(copies[0], snapshot)
    for copy, place, content in place_all(copies, output, passphrase):
        entry = copy.entry(
            content, datetime.now(UTC), desk.author, Way.SAVED, protected=bool(passphrase)
        )
        if told := note(desk.do, entry):
            remark(told)
        click.echo(visible(str(place)))


def _in_order(snapshot: Snapshot, wanted: Pack, ids: tuple[str, ...]) -> tuple[str, ...]:
    """As they were typed; else by their names in the language of the paper."""
    if wanted.chosen is Chosen.HAND:
        return ids
    members = (snapshot.get(Member, id) for id in ids)
    return tuple(member.id for member in words.by_name(members, _language(wanted)))


def _order(desk: Desk, wanted: Pack, ids: tuple[str, ...], title: str | None) -> Order:
    snapshot, language = desk.snapshot, _language(wanted)
    profile = disclosure.profile(snapshot, wanted.profile or INTERNAL)
    members = _in_order(snapshot, wanted, ids)
    with i18n.use(language):
        usual = usual_title(snapshot, members)
    document = "pack" if wanted.sections != ("countries",) else "countries"
    imprint = _imprint(desk, wanted, profile)
    return Order(
        snapshot, profile, members, wanted.sections, title or usual, language, imprint,
        desk.at_the_eve, wanted.copies, document,
    )  # fmt: skip


def _language(wanted: Pack) -> Language:
    language = language_of_terminal(wanted.language or current().code)
    era = Era(wanted.era) if wanted.era else language.era
    digits = Digits(wanted.digits) if wanted.digits else language.digits
    return replace(language, era=era, digits=digits)


def _imprint(desk: Desk, wanted: Pack, profile: Profile) -> Imprint:
    return Imprint(
        datetime.combine(desk.today, datetime.now().astimezone().timetz()), desk.author,
        recipient=wanted.recipient, marking=wanted.marking,
        watermark=wanted.watermark or watermark_of(profile, wanted.recipient),
        paper=Paper(wanted.paper or Paper.A4), justified=wanted.justified,
    )  # fmt: skip


@contextmanager
def _progress(members: int) -> Iterator[Progress | None]:
    """A bar on the terminal of whoever waits; nothing where nobody looks."""
    if not terminal.is_watched() or members < 2:
        yield None
        return
    with click.progressbar(length=members, label=_("The pages are being made"),
                           file=sys.stderr) as bar:  # fmt: skip

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield progress


def _tell_of(copy: Copy, snapshot: Snapshot) -> None:
    """What was left out, and what to look at first: to standard error."""
    for sentence in disclosure_words.left_out(copy.disclosed, copy.members):
        remark(sentence)
    for message in (*copy.cautions, *copy.made.warnings):
        remark(words.say(message, snapshot))


COMMANDS = (brief, pack)
