"""Papers on the command line: the briefing of a country, a pack of many."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from upudesk import words
from upudesk.campaign.members import find_member
from upudesk.commands import Command, campaign, language_of_terminal, on_campaign, option, remark
from upudesk.errors import N_
from upudesk.i18n import CODES, current
from upudesk.placing import place_pdf
from upudesk.terminal import visible


@click.command(
    "brief", cls=Command,
    short_help=N_("Write the briefing of one or more members as PDF."),
    help=N_("MEMBER is a code or a name, as in “log”."),
)  # fmt: skip
@on_campaign
@click.argument("members", nargs=-1, required=True, metavar="MEMBER...")
@option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="OUT.pdf",
    help=N_("Where to write it."),
)  # fmt: skip
@option(
    "--language", type=click.Choice(CODES),
    help=N_("The language of the paper; else that of the terminal."),
)  # fmt: skip
def brief(
    file: Path, passphrase_file: Path | None, members: tuple[str, ...], output: Path,
    language: str | None,
) -> None:  # fmt: skip
    from upudesk.reports import briefing
    from upudesk.reports.imprint import Imprint

    with campaign(file, passphrase_file) as desk:
        snapshot = desk.snapshot
        ids = list(dict.fromkeys(find_member(snapshot, name).id for name in members))
        made_at = datetime.combine(desk.today, datetime.now().astimezone().timetz())
    paper = language_of_terminal(language or current().code)
    rendered = briefing.render(snapshot, ids, paper, imprint=Imprint(made_at))
    place_pdf(output, rendered.pdf)
    click.echo(visible(str(output)))
    for warning in rendered.warnings:
        remark(words.say(warning, snapshot))


COMMANDS = (brief,)
