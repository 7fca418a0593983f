"""The file itself on the command line: checked, backed up, restored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from upudesk import recovery, rules, terminal, words
from upudesk.commands import (
    Command,
    agree,
    as_json,
    campaign,
    on_campaign,
    option,
    remark,
    show,
    show_json,
)
from upudesk.errors import N_, FileProblem, Message, PassphraseNeeded, UserError
from upudesk.i18n import _, current, ngettext
from upudesk.seal import seal, spoken
from upudesk.settings import read_settings, settings_file
from upudesk.terminal import visible


@click.command(
    "check", cls=Command,
    short_help=N_("Inspect the whole file."),
    help=N_(
        "Prints what was looked at and every fault; exit status 1 where there is one. A sound file "
        "has a seal: where two offices have the same one, they have the same journal."
    ),
)  # fmt: skip
@on_campaign
@click.pass_context
def check(ctx: click.Context, file: Path, passphrase_file: Path | None) -> None:
    with campaign(file, passphrase_file) as desk:
        report = desk.check()
        odd, digits = rules.findings(desk.snapshot), seal(desk.heads())
    click.echo(_("Looked at:"))
    show(f"  {words.say(message)}" for message in report.looked_at)
    for finding in odd:  # no fault of the file: two records that do not fit together
        remark(words.say(finding.sentence))
    if report.sound:
        click.echo(_("Everything is in order."))
        click.echo(_("Seal of the journal: {seal}").format(seal=spoken(digits)))
        return
    click.echo(_("Wrong:"))
    show(visible(f"  {words.say(fault)}") for fault in report.faults)
    found = ngettext(
        "{number} fault was found; the file was left as it is. Keep it, and restore a back-up.",
        "{number} faults were found; the file was left as it is. Keep it, and restore a back-up.",
        len(report.faults),
    )
    remark(found.format(number=current().number(len(report.faults))))
    ctx.exit(1)


@click.command(
    "backup", cls=Command,
    short_help=N_("Copy the campaign beside itself, and prove the copy."),
    help=N_("Prints the path that it wrote. The copy has the same passphrase."),
)  # fmt: skip
@on_campaign
def backup(file: Path, passphrase_file: Path | None) -> None:
    with campaign(file, passphrase_file) as desk:
        click.echo(desk.backup())


BACKUPS_SHAPE = """\
{"folder": PATH or null, "bytes": NUMBER, "evidence_bytes": NUMBER, "budget_bytes": NUMBER,
 "backups": [{"at": INSTANT, "reason": "opened", "bytes": NUMBER, "path": PATH}, ...],
 "beside": [PATH, ...]}
Reasons: opened changed many restore asked."""


@click.command(
    "backups", cls=Command, shape=BACKUPS_SHAPE,
    short_help=N_("List the back-ups that were made without asking."),
    help=N_("It works for a damaged file too. “restore” takes one of the paths."),
)  # fmt: skip
@on_campaign
@as_json
def backups(file: Path, passphrase_file: Path | None, as_json: bool) -> None:
    from upudesk import printout_backups
    from upudesk.backups import Keeping, folder_for_file, folder_of

    keeping = Keeping.of(read_settings(settings_file()))
    folder = folder_for_file(keeping, file)
    if folder is None:
        with campaign(file, passphrase_file) as desk:
            folder = folder_of(keeping, desk.snapshot.campaign.id, file)
    if as_json:
        show_json(printout_backups.backups_values(keeping, folder, file))
    else:
        show(printout_backups.backups_text(keeping, folder, file))


@click.command(
    "restore", cls=Command,
    short_help=N_("Put a back-up in the campaign’s place."),
    help=N_(
        "Before it asks it lists what would differ. The campaign as it was is kept beside it. The "
        "passphrase is that of the back-up."
    ),
)  # fmt: skip
@on_campaign
@click.argument("backup", type=click.Path(path_type=Path))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@option(
    "--step", "as_step", is_flag=True,
    help=N_("Do not replace the file: go back in one step of its journal, which undo takes back."),
)  # fmt: skip
def restore(
    file: Path, passphrase_file: Path | None, backup: Path, yes: bool, as_step: bool
) -> None:
    passphrase = terminal.given_passphrase(passphrase_file)
    if not yes:
        passphrase = _show_differences(file, backup, passphrase)
        question = _("Put {backup} in the place of {file}? The file as it is now will be kept")
        agree(question.format(file=file, backup=backup), Message(
            N_("Restoring replaces {file}; nothing was changed. Say --yes if that is meant."),
            {"file": str(file)},
        ))  # fmt: skip
    if as_step:
        _go_back(file, backup, passphrase)
        return
    try:
        kept = _restored(file, backup, passphrase)
    except PassphraseNeeded:
        kept = _restored(file, backup, terminal.asked_passphrase(backup))
    click.echo(visible(_("Restored {file} from {backup}.").format(file=file, backup=backup)))
    if kept:
        click.echo(visible(_("What it was before is kept in {kept}.").format(kept=kept)))


@click.command(
    "rescue", cls=Command,
    short_help=N_("Save what can be read of a damaged file into a new one."),
    help=N_(
        "The damaged file stays as it is. NEW gets its passphrase, if it has one. Prints how many "
        "records of each kind were saved, and how many are known to be lost; a restored back-up "
        "may hold more."
    ),
)  # fmt: skip
@on_campaign
@click.argument("new", type=click.Path(path_type=Path))
def rescue(file: Path, passphrase_file: Path | None, new: Path) -> None:
    from upudesk import rescue_words
    from upudesk.backups import Keeping, folder_for_file
    from upudesk.rescue import rescue as saved

    stores = folder_for_file(Keeping.of(read_settings(settings_file())), file)
    passphrase = terminal.given_passphrase(passphrase_file)
    try:
        found = saved(file, new, passphrase, stores=stores)
    except PassphraseNeeded:
        found = saved(file, new, terminal.asked_passphrase(file), stores=stores)
    heading = ("", _("readable"), _("lost"))
    for line in terminal.aligned([heading, *rescue_words.kinds(found)], numbers_from=1):
        click.echo(line)
    click.echo(rescue_words.summary(found))
    click.echo(rescue_words.history(found))
    kept = _("Saved into {new}; {file} stays as it is.").format(new=new, file=file)
    click.echo(visible(kept))


def _restored(file: Path, backup: Path, passphrase: str | None) -> Path | None:
    return terminal.patiently(backup, lambda: recovery.restore(file, backup, passphrase))


def _go_back(file: Path, backup: Path, passphrase: str | None) -> None:
    """Today's state is kept as a back-up first; that it cannot be kept stops nothing."""
    from upudesk.backups import Keeping, Reason, files_behind, make, snapshot_of
    from upudesk.campaign import restoring

    settings = read_settings(settings_file())
    with terminal.open_desk(file, passphrase, settings.author) as desk:
        secret = desk.original().passphrase or passphrase
        then = snapshot_of(backup, secret, desk.today)
        found = restoring.differences(desk.snapshot, then, desk.erased())
        lost = [e for e in restoring.coming_back(found) if not desk.has_file(e)]
        files = files_behind(backup, secret, lost)
        try:
            make(desk.original(), Keeping.of(settings), Reason.RESTORE, datetime.now(UTC))
        except FileProblem as problem:
            remark(words.say(problem))
        done = desk.do(restoring.restore, then, desk.erased(), files)
        told = (
            words.step(done.step, desk.snapshot) if done.step else _("Nothing had to be changed.")
        )
    click.echo(visible(told))


def _show_differences(file: Path, backup: Path, passphrase: str | None) -> str | None:
    """What restoring would change, told before it is asked for; nothing where the campaign cannot
    be read any more. Gives the passphrase, which may have been typed now."""
    from upudesk.backups import snapshot_of
    from upudesk.campaign.restoring import differences
    from upudesk.printout_backups import differences_text

    if not terminal.is_watched():
        return passphrase
    try:
        with terminal.open_desk(file, passphrase, "") as desk:
            now, passphrase = desk.snapshot, desk.original().passphrase or passphrase
        then = terminal.patiently(backup, lambda: snapshot_of(backup, passphrase, now.today))
        for line in differences_text(differences(now, then), now, then):
            click.echo(line, err=True)
    except UserError:  # said when it is restored
        pass
    return passphrase


COMMANDS = (check, backup, backups, restore, rescue)
