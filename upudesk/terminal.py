"""Speaking with a terminal: its language, aligned tables, passphrases."""

from __future__ import annotations

import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import click

from upudesk.desk import Desk
from upudesk.errors import N_, FileProblem, Message, PassphraseNeeded, UserError
from upudesk.i18n import CODES, Digits, Era, Language, _
from upudesk.settings import Settings
from upudesk.thai import break_points
from upudesk.tries import Tries
from upudesk.words import say

T = TypeVar("T")

LANGUAGE_VARIABLES = ("UPUDESK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
PASSPHRASE_VARIABLE = "UPUDESK_PASSPHRASE"
_SAFE = re.compile(r"nothing was|was left|is safe|no campaign was", re.IGNORECASE)


class Refused(click.ClickException):
    """One sentence for the user on standard error; exit status 1."""

    exit_code = 1

    def __init__(self, message: Message | UserError) -> None:
        super().__init__(_with_what_is_safe(message))

    def show(self, file: object = None) -> None:
        click.echo(visible(self.message), err=True)


def _with_what_is_safe(message: Message | UserError) -> str:
    """The sentence, and that nothing was changed where it does not speak of that itself."""
    problems = getattr(message, "problems", {}).values()
    template = message.message.template if isinstance(message, UserError) else message.template
    templates = [problem.template for problem in problems] or [template]
    told = any(_SAFE.search(template) for template in templates)
    return say(message) if told else f"{say(message)} {_('Nothing was changed.')}"


def language_of(environment: Mapping[str, str], settings: Settings, code: str = "") -> Language:
    """The language asked for, else that of the environment, else English."""
    said = (environment.get(name, "") for name in LANGUAGE_VARIABLES)
    wanted = code or next(filter(None, said), "")[:2].lower()
    chosen = wanted if wanted in CODES else "en"
    return Language(chosen, Era(settings.era), Digits(settings.digits))


def is_watched() -> bool:
    """Whether somebody sits at a terminal to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


# Text


def visible(text: str) -> str:
    """Text that cannot steer the terminal: control characters but line ends become pictures."""
    return "".join(_picture(char) if unicodedata.category(char) == "Cc" else char for char in text)


def _picture(char: str) -> str:
    if char in "\n\t":
        return char
    return chr(0x2400 + ord(char)) if ord(char) < 0x20 else "\ufffd"


def one_line(text: str) -> str:
    return visible(" ".join(text.split()))


def width(text: str) -> int:
    """Columns that a terminal gives to a text: none to marks, two to wide letters."""
    return sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def aligned(rows: Iterable[Sequence[str]], numbers_from: int | None = None) -> list[str]:
    """Rows as lines with columns under one another; from a column on, to the right."""
    table = [tuple(map(one_line, row)) for row in rows]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    first = len(widths) if numbers_from is None else numbers_from

    def cell(at: int, text: str) -> str:
        gap = " " * (widths[at] - width(text))
        return f"{gap}{text}" if at >= first else f"{text}{gap}"

    return ["  ".join(cell(at, text) for at, text in enumerate(row)).rstrip() for row in table]


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines that fit, broken at spaces and between Thai words."""
    lines = [""]
    for word in text.split():
        gap = " "
        for piece in _pieces(word):
            if lines[-1] and width(lines[-1] + gap + piece) > columns:
                lines.append(piece)
            else:
                lines[-1] += (gap if lines[-1] else "") + piece
            gap = ""
    return lines


def _pieces(word: str) -> Iterable[str]:
    ends = [0, *sorted(break_points(word)), len(word)]
    return (word[start:end] for start, end in pairwise(ends))


# Passphrases


def given_passphrase(file: Path | None, variable: str = PASSPHRASE_VARIABLE) -> str | None:
    """What the file says (without its line end), else the environment; None where neither does."""
    if file is None:
        return os.environ.get(variable)
    try:
        return file.read_text(encoding="utf-8-sig").removesuffix("\n").removesuffix("\r")
    except (OSError, UnicodeDecodeError):
        raise FileProblem(
            N_("The passphrase could not be read from {file}; nothing was changed."), file=str(file)
        ) from None


def open_desk(path: Path, passphrase: str | None, author: str) -> Desk:
    """Open a campaign; who sits at a terminal is asked for the passphrase where one is needed."""

    def opened(given: str) -> Desk:
        if not given:  # refused at once; it guesses nothing
            return Desk.open(path, given, author=author)
        return patiently(path, lambda: Desk.open(path, given, author=author))

    if passphrase is not None:
        return opened(passphrase)
    try:
        return Desk.open(path, author=author)
    except PassphraseNeeded:
        return opened(asked_passphrase(path))


def patiently(path: Path, attempt: Callable[[], T]) -> T:
    """Try a passphrase on a file; after several wrong ones, wait first and say so."""
    tries = Tries()
    if seconds := tries.left(path):
        waits = _("After wrong passphrases the next one has to wait {seconds} s.")
        click.echo(visible(waits.format(seconds=seconds)), err=True)
        time.sleep(seconds)
    with tries.one_more(path):
        return attempt()


def asked_passphrase(path: Path) -> str:
    """The passphrase typed at the terminal; raises PassphraseNeeded where there is none."""
    if not is_watched():
        raise PassphraseNeeded(
            N_(
                "{file} is protected; nothing was changed. "
                "Give its passphrase with --passphrase-file or in {variable}."
            ),
            file=path.name,
            variable=PASSPHRASE_VARIABLE,
        )
    question = _("Passphrase of {file}").format(file=visible(path.name))
    return str(click.prompt(question, hide_input=True, err=True, default="", show_default=False))


def chosen_passphrase(question: str) -> str:
    """A new passphrase, typed twice; empty where none is wanted."""
    return str(
        click.prompt(
            question,
            hide_input=True,
            err=True,
            default="",
            show_default=False,
            confirmation_prompt=_("The same again"),
        )
    )
