"""Letters on the command line: one to each country, from a template, put on disk and logged."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from upudesk import addressing, printout, words
from upudesk.campaign import packs
from upudesk.campaign.members import find_member
from upudesk.cli_papers import Ways
from upudesk.commands import (
    Command,
    campaign,
    language_of_terminal,
    on_campaign,
    option,
    ours_for,
    remark,
    show,
)
from upudesk.dates import parse_day
from upudesk.errors import N_, FileProblem, UserError
from upudesk.i18n import CODES, _, current, ngettext
from upudesk.model import Chosen, Member, Pack, Role
from upudesk.snapshot import Snapshot
from upudesk.terminal import aligned, visible, wrapped
from upudesk.thai import fold

if TYPE_CHECKING:
    from upudesk.correspondence import Draft, Request
    from upudesk.desk import Desk
    from upudesk.letter_files import Templates

ANY, OWN = "any", "own"


@click.command(
    "letters", cls=Command,
    short_help=N_("Write letters to countries from a template, and log them."),
    help=N_(
        "OUT is a folder for a file each, or a name that ends with .pdf for all in one. Countries "
        "without addressee are listed. “--list” tells the templates, “--dry-run” to whom they "
        "would go. A request for support is logged with each country that has not answered."
    ),
)  # fmt: skip
@on_campaign
@option("--list", "only_list", is_flag=True, help=N_("List the templates and their fields."))
@option("--template", metavar="CODE", help=N_("Which letter, such as “request”."))
@option("--members", metavar="MEMBER,...", help=N_("These, in this order."))
@option("--all", "everyone", is_flag=True, help=N_("Every member."))
@option("--group", type=click.IntRange(1, 5), metavar="N", help=N_("Those of a group."))
@option("--filter", "saved", metavar="NAME", help=N_("Those that a saved filter keeps."))
@option("--meet", metavar="DATE", help=N_("Those whom we meet on this day."))
@option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", help=N_("Where to."))
@option(
    "--language", type=click.Choice([*CODES, OWN]), default=OWN,
    help=N_("The language of the letters; “own”: of each country."),
)  # fmt: skip
@option(
    "--to", "role", default=ANY,
    type=click.Choice([ANY, *(role.value for role in addressing.ROLES)]),
    help=N_("Whom to look for in each country."),
)  # fmt: skip
@option(
    "--person", "people", multiple=True, metavar="MEMBER=NAME",
    help=N_("In this country to this person, by the name of the contact."),
)  # fmt: skip
@option(
    "--speak", "tongues", multiple=True, metavar="MEMBER=th|en|fr",
    help=N_("To this country in this language."),
)  # fmt: skip
@option("--or-office", is_flag=True, help=N_("Where nobody is known, write to the office."))
@option("--about", metavar="CA|POC", help=N_("Only about this council."))
@option("--day", metavar="DATE", help=N_("The day of the letters; else today."))
@option("--first", type=click.IntRange(min=1), metavar="N", help=N_("The first register number."))
@option("--marking", default="", metavar="CODE", help=N_("At least this marking on every page."))
@option("--justified", is_flag=True, help=N_("Fill lines to both edges."))
@option("--dry-run", is_flag=True, help=N_("Only tell to whom they would go; write nothing."))
def letters(
    file: Path, passphrase_file: Path | None, only_list: bool, template: str | None,
    members: str | None, everyone: bool, group: int | None, saved: str | None,
    meet: str | None, output: Path | None,
    language: str, role: str, people: tuple[str, ...], tongues: tuple[str, ...],
    or_office: bool, about: str | None, day: str | None,
    first: int | None, marking: str, justified: bool, dry_run: bool,
) -> None:  # fmt: skip
    from upudesk import letter_files
    from upudesk.correspondence import Request, drafts

    known = letter_files.templates()
    for fault in letter_files.worded_faults(known):
        remark(words.say(fault))
    if only_list:
        show(_templates(known))
        return
    if template is None:
        raise click.UsageError(_("Say which letter with --template; “--list” tells them."))
    if output is None and not dry_run:
        raise click.UsageError(_("Say where to write the letters with --output."))
    with campaign(file, passphrase_file) as desk:
        snapshot = desk.snapshot
        request = Request(
            _chosen(snapshot, Ways(members, everyone, group, saved, meet)), template,
            parse_day(day, today=desk.today).day if day else desk.today,
            language="" if language == OWN else language,
            role=None if role == ANY else Role(role), to_office=or_office,
            candidacies=tuple(own.id for own in ours_for(snapshot, about)) if about else (),
            first=first, marking=_marking(snapshot, marking),
            people=_people(snapshot, people), languages=_tongues(snapshot, tongues),
        )  # fmt: skip
        found = drafts(snapshot, request, known.shelf, language_of_terminal(current().code))
        _tell(snapshot, found)
        if output is not None and not dry_run:
            _write(desk, request, found, output, justified)


def _chosen(snapshot: Snapshot, ways: Ways) -> tuple[str, ...]:
    """The members that were asked for, each once; in the order of their names unless typed."""
    if not any(vars(ways).values()):
        raise click.UsageError(_("Say to whom: --members, --all, --group, --filter or --meet."))
    wanted = replace(Pack(), **ways.chosen(snapshot, has_preset=False))
    ids = packs.chosen(snapshot, wanted).members
    if wanted.chosen is Chosen.HAND:
        return ids
    own = snapshot.campaign.candidate
    others = (snapshot.get(Member, id) for id in ids if id != own)
    return tuple(member.id for member in words.by_name(others, current()))


def _marking(snapshot: Snapshot, code: str) -> str:
    """The id of a marking; raises UnknownRecord."""
    from upudesk.disclosure import marking_of

    found = marking_of(snapshot, code, None)
    return found.id if found else ""


def _pairs(snapshot: Snapshot, said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What was said of single countries: the id of each, and what stands behind the sign."""
    for text in said:
        name, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(_("Write “{said}” like this: KE=…").format(said=text))
        yield find_member(snapshot, name).id, value.strip()


def _people(snapshot: Snapshot, said: Sequence[str]) -> dict[str, str]:
    """By country, the contact of that name; raises UserError where there is none."""
    found: dict[str, str] = {}
    for member, name in _pairs(snapshot, said):
        known = snapshot.contacts_of.get(member, ())
        fitting = [c for c in known if fold(name) in map(fold, (c.name, *c.other_names))]
        if not fitting:
            raise UserError(
                N_("There is no contact “{name}” there; nothing was changed. Known are: {known}."),
                name=name, known=tuple(contact.name for contact in known),
            )  # fmt: skip
        found[member] = fitting[0].id
    return found


def _tongues(snapshot: Snapshot, said: Sequence[str]) -> dict[str, str]:
    found = dict(_pairs(snapshot, said))
    for code in found.values():
        if code not in CODES:
            raise click.UsageError(_("Letters are in th, en or fr, not in “{code}”.").format(
                code=code
            ))  # fmt: skip
    return found


# ------------------------------------------------------------------ telling


def _templates(known: Templates) -> Iterator[str]:
    """Each template with the languages that it is there in, then the fields they may take."""
    from upudesk.letters import FIELDS

    language = current()
    rows = [
        (code, known.named(code, language.code), " ".join(_languages(known, code)))
        for code in known.codes
    ]
    yield from aligned(rows)
    yield ""
    yield _("Fields, in braces:")
    yield from (f"  {line}" for line in aligned([(f"{{{n}}}", _(t)) for n, t in FIELDS.items()]))
    from upudesk.letter_files import own_folder

    yield ""
    yield _("Your own templates stand in {folder}.").format(folder=own_folder())


def _languages(known: Templates, code: str) -> list[str]:
    return [c for c in CODES if (code, c) in known.shelf]


def _tell(snapshot: Snapshot, found: Sequence[Draft]) -> None:
    """To whom they go, and which countries get none, with the reason."""
    show(printout.banner(snapshot))
    rows = [
        (words.named(d.member), d.language, d.letter.register, d.letter.addressee)
        for d in found
        if d.letter
    ]
    if rows:
        show(map(visible, aligned(rows)))
    left: dict[str, list[str]] = {}
    for one in found:
        if one.letter is None:
            why = "; ".join(words.say(problem) for problem in one.problems)
            left.setdefault(why, []).append(words.named(one.member))
    for why, names in left.items():
        count = ngettext("{count} country", "{count} countries", len(names))
        told = _("No letter: {why} ({count}): {names}").format(
            why=why, count=count.format(count=current().number(len(names))), names=", ".join(names)
        )
        for line in wrapped(told, 100):
            remark(line)


# ------------------------------------------------------------------ writing


def _write(
    desk: Desk, request: Request, found: Sequence[Draft], output: Path, justified: bool
) -> None:
    from upudesk import posting
    from upudesk.reports.imprint import Imprint

    ready = [draft for draft in found if draft.letter]
    one_file = output.suffix.casefold() == ".pdf"
    if not one_file:
        _folder(output)
    made_at = datetime.combine(desk.today, datetime.now().astimezone().timetz())
    imprint = Imprint(made_at, marking=request.marking, justified=justified)
    paper = language_of_terminal(request.language or current().code)
    with _progress(len(ready)) as bar:
        made = posting.make(
            desk.snapshot, ready, paper, imprint, one_file=one_file, each=lambda: bar.update(1)
        )
    paths = posting.post(
        desk.do, desk.snapshot, request, made, output, by=desk.author, at=datetime.now(UTC)
    )
    show(visible(str(path)) for path in paths)
    for one in made:
        for warning in one.finished.warnings:
            remark(words.say(warning))


def _progress(length: int) -> click._termui_impl.ProgressBar[int]:
    """On standard error, and only where somebody looks at it."""
    return click.progressbar(
        length=length, label=_("Letters"), file=sys.stderr, hidden=not sys.stderr.isatty()
    )


def _folder(path: Path) -> None:
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise FileProblem(
            N_("The folder {folder} cannot be made ({why}); nothing was written."),
            folder=str(path), why=error.strerror or str(error),
        ) from error  # fmt: skip


COMMANDS = (letters,)
