"""The files of letter templates: those that travel with the program, and the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from upudesk import resources
from upudesk.correspondence import Shelf
from upudesk.errors import N_, FileProblem, Message, UserError
from upudesk.letters import LARGEST, NAME, Template, parse

BYTES = 4 * LARGEST
"""A file with more of them is not read at all."""


@dataclass(frozen=True)
class Templates:
    """What was found, and what is wrong with the files of which no letter can be made."""

    shelf: Shelf = field(default_factory=dict)
    faults: tuple[UserError, ...] = ()

    def named(self, code: str, language: str) -> str:
        """What a template is called in a language; in another where it is not there in this one."""
        found = self.shelf.get((code, language)) or next(
            (template for (known, _), template in self.shelf.items() if known == code), None
        )
        return (found.title or found.subject) if found else code

    @property
    def codes(self) -> list[str]:
        """Those of the program in their order, then the user's own by name."""
        return list(dict.fromkeys(code for code, _language in self.shelf))


def shipped_folder() -> Path:
    return resources.path("resources", "letters")


def own_folder() -> Path:
    """Where the user's own templates stand; a file of the same name takes the place of ours."""
    return platformdirs.user_data_path("upudesk", appauthor=False) / "letters"


ORDER = ("request", "request-letter", "thanks", "reconfirm", "aide-memoire")


def templates(own: Path | None = None) -> Templates:
    """Every template that can be used; one that is broken stops no other."""
    shelf: dict[tuple[str, str], Template] = {}
    faults: list[UserError] = []
    for folder, is_own in ((shipped_folder(), False), (own or own_folder(), True)):
        for file in _files(folder, faults):
            try:
                template = read(file, own=is_own)
            except UserError as fault:
                faults.append(fault)
            else:
                shelf[template.code, template.language] = template
    return Templates(dict(sorted(shelf.items(), key=lambda both: _place(*both[0]))), tuple(faults))


def _place(code: str, language: str) -> tuple[int, str, str]:
    return (ORDER.index(code) if code in ORDER else len(ORDER), code, language)


def _files(folder: Path, faults: list[UserError]) -> Iterator[Path]:
    """What is called like a text; other things in the folder are the user's business."""
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return
    except OSError as error:
        faults.append(_unread(folder, error))
        return
    yield from (file for file in found if file.suffix == ".txt" and not file.name.startswith("."))


def read(file: Path, *, own: bool = False) -> Template:
    """The template in a file; raises BrokenTemplate, or FileProblem where it cannot be read."""
    return parse(file.name, text_of(file), own=own)


def text_of(file: Path) -> str:
    """The text in a file; raises FileProblem."""
    if file.exists() and not file.is_file():
        raise FileProblem(N_("{file} is no file; a template is a plain text file."), file=file.name)
    try:
        with file.open("rb") as opened:
            content = opened.read(BYTES + 1)
    except OSError as error:
        raise _unread(file, error) from error
    if len(content) > BYTES:
        raise FileProblem(
            N_("{file} is larger than a letter can be (at most {most} bytes)."),
            file=file.name, most=BYTES,
        )  # fmt: skip
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileProblem(
            N_("{file} is not in UTF-8; save it as “UTF-8” text and try again."), file=file.name
        ) from None


def _unread(file: Path, error: OSError) -> FileProblem:
    sentence = N_("{file} cannot be read ({why}).")
    return FileProblem(sentence, file=str(file), why=error.strerror or str(error))


# ------------------------------------------------------------------ the user's own


def copy_to_own(code: str, language: str, own: Path | None = None) -> Path:
    """A copy of a template among the user's own, to be edited there; one that is there stays.

    Raises FileProblem where it cannot be written.
    """
    name = f"{code}.{language}.txt"
    target = (own or own_folder()) / name
    if target.exists():
        return target
    write_own(name, text_of(shipped_folder() / name), own)
    return target


def write_own(name: str, text: str, own: Path | None = None) -> Path:
    """Keep a template among the user's own; raises FileProblem, or BrokenTemplate for its name."""
    from upudesk.placing import place

    if NAME.fullmatch(name) is None:
        parse(name, "")
    folder = own or own_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unread(folder, error) from error
    place(folder / name, text.encode())
    return folder / name


def worded_faults(found: Templates) -> list[Message]:
    """Everything that is wrong with templates, one sentence each."""
    return [
        message
        for fault in found.faults
        for message in (list(getattr(fault, "problems", {}).values()) or [fault.message])
    ]
