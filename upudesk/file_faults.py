"""What SQLite, SQLCipher and the disk object to, as sentences for the user."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as dbapi

from upudesk.errors import (
    N_,
    DamagedFile,
    DiskFull,
    FileProblem,
    NotACampaign,
    PassphraseNeeded,
    ReadOnlyFile,
    WrongPassphrase,
)

_FULL = "is full"
_DAMAGED = ("malformed", "not a database", "no such table", "decode to UTF-8")


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system say into sentences for the user."""
    try:
        yield
    except (dbapi.Error, sqlite3.Error) as error:
        raise _sentence(str(error), path) from error
    except UnicodeDecodeError as error:  # the fault quotes bytes that were text once
        raise damaged(path) from error
    except PermissionError as error:
        raise unwritable(path) from error
    except OSError as error:
        if out_of_room(error):
            raise _disk_full(path) from error
        raise FileProblem(
            N_("{file} could not be used: {why}. What was saved before is safe."),
            file=path.name,
            why=error.strerror or str(error),
        ) from error


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """The same for reading what the file holds: what makes no sense is damage."""
    with speaking(path):
        try:
            yield
        except (ValueError, LookupError, TypeError, OverflowError) as error:
            raise damaged(path) from error


def _sentence(error: str, path: Path) -> FileProblem:
    if _FULL in error:
        return _disk_full(path)
    if "readonly" in error or "unable to open" in error:
        return _broken_off(path) if Path(f"{path}-journal").exists() else unwritable(path)
    if "locked" in error or "busy" in error:
        return FileProblem(
            N_(
                "{file} is being written by another program; nothing was changed. "
                "Wait a moment and try again."
            ),
            file=path.name,
        )
    if any(word in error for word in _DAMAGED):
        return damaged(path)
    return FileProblem(
        N_("{file} could not be used: {why}. What was saved before is safe."),
        file=path.name,
        why=error,
    )


def out_of_room(error: BaseException) -> bool:
    """Whether it says that the disk is full."""
    return _FULL in str(error) or (isinstance(error, OSError) and error.errno == errno.ENOSPC)


def not_made(path: Path) -> DiskFull:
    """The sentence for a new file for which there was no room."""
    return DiskFull(
        N_(
            "The disk is full: {file} was not made; nothing else was changed. "
            "Make room and do it again."
        ),
        file=path.name,
    )


def _disk_full(path: Path) -> DiskFull:
    return DiskFull(
        N_(
            "The disk is full: this last step was not saved; everything before it is safe "
            "in {file}. "
            "Make room and do it again."
        ),
        file=path.name,
    )


def unwritable(path: Path) -> ReadOnlyFile:
    """The sentence for a file that can be read only, and for a change to one."""
    return ReadOnlyFile(
        N_(
            "{file} cannot be written: it, or its folder, is read-only; nothing was changed. "
            "Save a copy in a folder of your own and open that."
        ),
        file=path.name,
    )


def _broken_off(path: Path) -> ReadOnlyFile:
    return ReadOnlyFile(
        N_(
            "{file} was left in the middle of a step, and it cannot be written here, so the step "
            "cannot be undone. Copy {file} and {journal} to a folder of your own, and open the "
            "copy."
        ),
        file=path.name,
        journal=f"{path.name}-journal",
    )


def damaged(path: Path) -> DamagedFile:
    """The sentence for a file whose pages do not hold together."""
    return DamagedFile(
        N_(
            "{file} is damaged; it was left as it is. Keep it, and restore the newest back-up with "
            "“upudesk restore”, or save what can be read with “upudesk rescue”."
        ),
        file=path.name,
    )


def not_a_campaign(path: Path) -> NotACampaign:
    return NotACampaign(
        N_("{file} is not an UPUDesk campaign; it was left as it is."), file=path.name
    )


def passphrase_needed(path: Path) -> PassphraseNeeded:
    return PassphraseNeeded(
        N_("{file} is protected; give its passphrase to open it."), file=path.name
    )


def wrong_passphrase(path: Path) -> WrongPassphrase:
    return WrongPassphrase(
        N_(
            "The passphrase does not open {file}; nothing was changed. "
            "Try again, minding capital letters and the keyboard’s language. "
            "If it is right, the file is damaged: restore a back-up."
        ),
        file=path.name,
    )
