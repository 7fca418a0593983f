"""Finished files put in their place: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from upudesk.errors import N_, FileProblem
from upudesk.machine import make_private

STALE = 600
"""Seconds after which a half-made file belongs to nobody any more."""


def place(target: Path, content: bytes) -> None:
    """What stood there stays whole until the new file does, though the power goes.

    Raises FileProblem.
    """
    fresh = target.parent / f".upudesk-{token_hex(8)}.new"
    _sweep(target.parent)
    try:
        make_private(fresh)  # new under a name that nobody can have laid a link under
        if target.is_file():
            shutil.copymode(target, fresh)
        with fresh.open("r+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or the name may reach the disk before the bytes
        fresh.replace(target)
        _sync(target.parent)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise FileProblem(
            N_(
                "{file} could not be written ({why}); nothing was changed. "
                "Close it where it is open, or choose another folder."
            ),
            file=str(target),
            why=error.strerror or str(error),
        ) from error


def _sync(folder: Path) -> None:
    with suppress(OSError):  # Windows cannot open a folder; and what is done is done
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what a program that was killed left half made."""
    for left in folder.glob(".upudesk-*.new"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                left.unlink()


def place_pdf(target: Path, pdf: bytes) -> None:
    """The same for paper, which never takes the place of anything but paper."""
    _refuse_other_file(target)
    place(target, pdf)


def _refuse_other_file(target: Path) -> None:
    """A slip of the keyboard must not put a PDF in the place of a campaign, or of a device."""
    if target.is_dir():
        raise FileProblem(
            N_("{file} is a folder; nothing was changed. Add the name of the PDF."),
            file=str(target),
        )
    if target.exists() and not _may_be_replaced(target):
        raise FileProblem(
            N_("{file} exists and is no PDF; it was left as it is. Choose another name."),
            file=str(target),
        )


def _may_be_replaced(target: Path) -> bool:
    """Whether it is a PDF, an empty file, or one that cannot be looked into."""
    if not target.is_file():
        return False
    try:
        with target.open("rb") as file:
            return file.read(5) in (b"", b"%PDF-")
    except OSError:
        return True
