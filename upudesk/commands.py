"""What commands have in common: help in the reader's language, and faults told in one sentence."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

import click

from upudesk import faults, i18n, terminal
from upudesk.desk import Desk
from upudesk.errors import N_, Message, UserError
from upudesk.i18n import Language, _
from upudesk.model import Candidacy, Council
from upudesk.settings import read_settings, settings_and_fault, settings_file
from upudesk.snapshot import Snapshot
from upudesk.terminal import Refused, language_of, visible, width, wrapped
from upudesk.thai import plain_digits
from upudesk.words import say

F = TypeVar("F", bound=Callable[..., Any])


def names_a_file(text: str) -> bool:
    """Whether it looks more like a file than like a slip in a command."""
    path = Path(text)
    return path.suffix == ".upudesk" or len(path.parts) > 1 or path.exists()


class Formatter(click.HelpFormatter):
    """Help in lines that break between words in Thai too."""

    def write_text(self, text: str) -> None:
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{'':{self.current_indent}}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        told = list(rows)
        first = min(max(width(name) for name, _text in told), col_max)
        for name, text in told:
            lines = wrapped(text, self.width - self.current_indent - first - col_spacing)
            if width(name) > first:
                lines.insert(0, "")
            for head, line in zip_longest([name], lines, fillvalue=""):
                gap = " " * (max(first - width(head), 0) + col_spacing)
                self.write(f"{'':{self.current_indent}}{head}{gap}{line}".rstrip() + "\n")


class Context(click.Context):
    formatter_class = Formatter


class Commands(click.Group):
    """The commands; what is no command but names a file is given to `otherwise`."""

    context_class = Context
    otherwise: click.Command | None = None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.with_resource(i18n.use(language_of_terminal()))
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if len(args) == 1 and args[0] not in self.commands and names_a_file(args[0]):
            return "FILE", self.otherwise, args
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """What the user can act on becomes one sentence; so does what nobody expected."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise Refused(error) from error
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            raise Refused(noted(error)) from error

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, formatter)


class Command(click.Command):
    """A command whose help is in the reader's language; `shape` says what its JSON looks like."""

    context_class = Context

    def __init__(self, *args: Any, shape: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shape = shape

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(self.short_help or "")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_help(self, formatter)
        if self.shape:
            formatter.write_paragraph()
            formatter.write("  JSON:\n")
            formatter.write("".join(f"    {line}\n" for line in self.shape.splitlines()))


class Option(click.Option):
    """An option whose help is in the reader's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        told = copy(self)
        told.help = _(self.help or "")
        return click.Option.get_help_record(told, ctx)


def option(*names: str, help: str, **kwargs: Any) -> Callable[[F], F]:
    return click.option(*names, cls=Option, help=help, **kwargs)


def _write_help(command: click.Command, formatter: click.HelpFormatter) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(" ".join(filter(None, map(_, _texts(command)))))


def _texts(command: click.Command) -> tuple[str, str]:
    return command.short_help or "", command.help or ""


def language_of_terminal(code: str = "") -> Language:
    settings, fault = settings_and_fault(settings_file())
    language = language_of(os.environ, settings, code)
    if fault is not None:
        with i18n.use(language):
            _tell_once(say(fault))
    return language


@cache
def _tell_once(sentence: str) -> None:
    click.echo(visible(sentence), err=True)


def noted(error: BaseException) -> Message:
    """Write a fault of the program down for its developers; gives the sentence for the user."""
    if file := faults.write_down(error):
        sentence = N_(
            "Something unexpected happened; what was saved before is safe. "
            "What developers need to know was written to {file}."
        )
        return Message(sentence, {"file": str(file)})
    sentence = N_("Something unexpected happened ({what}); what was saved before is safe.")
    return Message(
        sentence, {"what": ", ".join([type(error).__name__, *faults.places(error)[-1:]])}
    )


# ------------------------------------------------------------------ what commands share


def on_campaign(command: F) -> F:
    """FILE, and where its passphrase comes from."""
    asking = option(
        "--passphrase-file", type=click.Path(path_type=Path), metavar="PATH",
        help=N_("Read the passphrase from this file; else from UPUDESK_PASSPHRASE, or asked."),
    )  # fmt: skip
    return click.argument("file", type=click.Path(path_type=Path))(asking(command))


as_json = option("--json", "as_json", is_flag=True, help=N_("Print JSON, in the shape shown here."))


@contextmanager
def campaign(file: Path, passphrase_file: Path | None) -> Iterator[Desk]:
    """The open desk of a command."""
    author = read_settings(settings_file()).author
    passphrase = terminal.given_passphrase(passphrase_file)
    with terminal.open_desk(file, passphrase, author) as desk:
        if fault := desk.glance():
            remark(say(fault))
        yield desk


def show(lines: Iterable[str]) -> None:
    click.echo("\n".join(lines))


def show_json(values: object) -> None:
    """The same values for any program; no sign in them steers the terminal."""
    said = json.dumps(values, ensure_ascii=False, indent=2)
    click.echo(_STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", said))


_STEERING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def remark(text: str) -> None:
    """Something worth knowing that is no result: to standard error."""
    click.echo(visible(text), err=True)


def agree(question: str, unasked: Message) -> None:
    """Go on only if the user says so; without somebody to ask, refuse."""
    if not terminal.is_watched():
        raise UserError(unasked.template, **unasked.gaps)
    if not click.confirm(visible(question), err=True):
        raise UserError(N_("You did not agree; nothing was changed."))


def choice(text: str, choices: Iterable[str], sentence: str) -> str:
    """What was typed, if it is one of these; capitals and dashes do not matter."""
    known = {choice.casefold(): choice for choice in choices}
    found = known.get(plain_digits(text).strip().casefold().replace("-", "_"))
    if found is None:
        raise UserError(sentence, typed=text, known=", ".join(known.values()))
    return found


UNKNOWN_COUNCIL = N_("“{typed}” is no council of this campaign; nothing was changed. Say {known}.")


def ours_for(snapshot: Snapshot, council: str | None, *others: str) -> list[Candidacy]:
    """Our candidacies for a council; for all of them where none is named, or one of `others`."""
    of_council = {snapshot.get(Council, c.council).code: c for c in snapshot.ours}
    if council is None:
        return list(snapshot.ours)
    code = choice(council, (*of_council, *others), UNKNOWN_COUNCIL)
    return list(snapshot.ours) if code in others else [of_council[code]]
