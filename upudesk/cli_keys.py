"""What is kept from others, on the command line: the passphrase, and what is erased for good."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from upudesk import terminal, words
from upudesk.commands import Command, agree, campaign, on_campaign, option, remark
from upudesk.desk import Desk
from upudesk.errors import N_, Message, PassphraseNeeded, UserError
from upudesk.i18n import _, current
from upudesk.passphrase import MEANINGS, NAMES, NO_BACK_DOOR, judge
from upudesk.settings import read_settings, settings_file
from upudesk.terminal import visible

EARLIER = ("leave", "encrypt", "delete")


@click.command(
    "passphrase", cls=Command,
    short_help=N_("Set, change or remove the passphrase."),
    help=N_(
        "Back-ups made earlier keep the passphrase that they were made with, if any: they are "
        "listed, and --earlier says what becomes of them."
    ),
)  # fmt: skip
@on_campaign
@option("--remove", is_flag=True, help=N_("Take the passphrase away."))
@option("--keep", is_flag=True, help=N_("Leave it as it is; look at earlier back-ups only."))
@option(
    "--new-passphrase-file", type=click.Path(path_type=Path), metavar="PATH",
    help=N_("Read the new passphrase from this file; else it is asked for."),
)  # fmt: skip
@option(
    "--earlier", type=click.Choice(EARLIER),
    help=N_("Leave earlier back-ups, encrypt them with the new passphrase, or delete them."),
)  # fmt: skip
@option(
    "--earlier-passphrase-file", type=click.Path(path_type=Path), metavar="PATH",
    help=N_("Read the passphrase of earlier back-ups from this file."),
)  # fmt: skip
def set_passphrase(
    file: Path, passphrase_file: Path | None, remove: bool, keep: bool,
    new_passphrase_file: Path | None, earlier: str | None, earlier_passphrase_file: Path | None,
) -> None:  # fmt: skip
    if remove + keep + bool(new_passphrase_file) > 1:
        raise click.UsageError(_("Either remove the passphrase, or keep it, or give a new one."))
    if remove and earlier == "encrypt":
        raise click.UsageError(_("Without a passphrase there is nothing to encrypt with."))
    older = earlier_passphrase_file and terminal.given_passphrase(earlier_passphrase_file)
    with campaign(file, passphrase_file) as desk:
        known = [older] if older else []
        if keep:
            from upudesk import earlier_backups

            new = desk.original().passphrase
            copies = earlier_backups.under_another_key(desk.original(), _earlier_backups(desk))
        else:
            known += [before] if (before := desk.original().passphrase) else []
            new = None if remove else _new_passphrase(new_passphrase_file)
            desk.protect(new)
            _tell_protected(new, file)
            copies = _earlier_backups(desk)
        if copies:
            _settle_earlier(copies, known, new, earlier)


def _tell_protected(new: str | None, file: Path) -> None:
    if new:
        click.echo(_("The passphrase is set; it is needed from now on."))
        tell_strength(new, file)
    else:
        click.echo(_("The file has no passphrase; whoever gets hold of it can read it."))


def tell_strength(passphrase: str, file: Path) -> None:
    """How soon a passphrase would be guessed: a remark, no result."""
    found = judge(passphrase, [file.stem])
    told = _("Strength of the passphrase: {strength}. {meaning}")
    remark(told.format(strength=_(NAMES[found]), meaning=_(MEANINGS[found])))


def _new_passphrase(file: Path | None) -> str:
    if file:
        return terminal.given_passphrase(file) or ""
    if not terminal.is_watched():
        raise PassphraseNeeded(
            N_("Give the new passphrase with --new-passphrase-file; nothing was changed.")
        )
    remark(_(NO_BACK_DOOR))
    return terminal.chosen_passphrase(_("New passphrase"))


# ------------------------------------------------------------------ back-ups from before


def _earlier_backups(desk: Desk) -> list[Path]:
    from upudesk.backups import Keeping, everything_of

    return everything_of(desk.original(), Keeping.of(read_settings(settings_file())))


def _settle_earlier(
    copies: Sequence[Path], known: Sequence[str], new: str | None, wanted: str | None
) -> None:
    """List the back-ups under another key, and do with them what is wanted, or asked for."""
    from upudesk import earlier_backups  # few commands look at back-ups

    remark(_("These back-ups keep the passphrase that they were made with, if any:"))
    remark("\n".join(f"  {path}" for path in copies))
    wanted = wanted or _asked_what_becomes_of_them(protected=bool(new))
    if wanted == "encrypt" and new:
        outcome = earlier_backups.put_under(copies, known, new)
        told = _("Back-ups that are under the new passphrase now: {count}.")
    elif wanted == "delete":
        outcome = earlier_backups.delete(copies)
        told = _("Back-ups that were deleted: {count}.")
    else:
        remark(_("They were left as they are."))
        return
    click.echo(told.format(count=current().number(len(outcome.done))))
    for fault in outcome.faults:
        remark(words.say(fault))


def _asked_what_becomes_of_them(*, protected: bool) -> str:
    if not terminal.is_watched():
        return "leave"
    choices: tuple[str, ...] = EARLIER
    if protected:
        question = _("Leave them, encrypt them anew, or delete them for good?")
    else:
        choices, question = ("leave", "delete"), _("Leave them, or delete them for good?")
    answer = click.prompt(question, type=click.Choice(choices), default="leave", err=True)
    return str(answer)


# ------------------------------------------------------------------ erased for good


@click.command(
    "expunge", cls=Command,
    short_help=N_("Erase what a record or a field ever said, for good."),
    help=N_(
        "RECORD is the id that history tells. FIELD is one of its fields, such as note; without it "
        "the whole record goes. It cannot be undone; back-ups and other copies keep it. Who erased "
        "it and why stays in the journal."
    ),
)  # fmt: skip
@on_campaign
@click.argument("record")
@click.argument("field", required=False)
@option("--why", default="", metavar="TEXT", help=N_("Why it has to go; else it is asked for."))
@option("--by", default="", metavar="NAME", help=N_("Who erases it; else as in the settings."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
def expunge(
    file: Path, passphrase_file: Path | None, record: str, field: str | None, why: str, by: str,
    yes: bool,
) -> None:  # fmt: skip
    with campaign(file, passphrase_file) as desk:
        desk.history(record)
        by = by or desk.author or _answer(
            _("Who erases it? The name stays in the journal"),
            N_("Say with --by who erases it; nothing was changed."),
        )  # fmt: skip
        why = why or _answer(
            _("Why does it have to go? The answer stays in the journal"),
            N_("Say with --why why it has to go; nothing was changed."),
        )
        if not yes:
            agree(_("Erase it for good? It cannot be undone"), Message(
                N_("Erasing cannot be undone; nothing was changed. Say --yes if that is meant.")
            ))  # fmt: skip
        step = desk.expunge(record, field, why=why, by=by)
        click.echo(visible(words.step(step, desk.snapshot)))
        if copies := _earlier_backups(desk):
            remark(_("These back-ups still hold it; delete them if nothing of it may be left:"))
            remark("\n".join(f"  {path}" for path in copies))


def _answer(question: str, unasked: str) -> str:
    """What is typed; refused where nobody is there to type, or nothing was."""
    typed = ""
    if terminal.is_watched():
        typed = click.prompt(question, default="", show_default=False, err=True).strip()
    if not typed:
        raise UserError(unasked)
    return typed


COMMANDS = (set_passphrase, expunge)
