"""Copies of a campaign from before its passphrase changed: which they are, and what becomes of
them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from upudesk import copying, opening, placing
from upudesk.backups import Original
from upudesk.connection import APPLICATION, STORE
from upudesk.errors import N_, FileProblem, PassphraseNeeded, UserError, WrongPassphrase
from upudesk.file_faults import speaking
from upudesk.keys import check_passphrase, in_use
from upudesk.tries import Tries

_KINDS = (APPLICATION, STORE)
Tell = Callable[[], None]


@dataclass(frozen=True)
class Outcome:
    """The copies with which it was done, and why not with the others."""

    done: tuple[Path, ...]
    faults: tuple[UserError, ...]


def under_another_key(
    original: Original, copies: Iterable[Path], tell: Tell = lambda: None
) -> list[Path]:
    """Those that the campaign's passphrase of today does not open, or that open without one."""
    return [copy for copy in copies if not _fits(copy, original.passphrase, tell)]


def _fits(copy: Path, passphrase: str | None, tell: Tell) -> bool:
    tell()
    try:
        if opening.is_protected(copy) != (passphrase is not None):
            return False
        opening.open_to_read(copy, passphrase, _KINDS).close()
    except WrongPassphrase:
        return False
    except FileProblem:  # damaged, or gone: no other passphrase would help
        return True
    return True


def put_under(copies: Sequence[Path], known: Sequence[str], new: str) -> Outcome:
    """Encrypt each again; `known` are the passphrases that they may be under, if any."""
    return _each(copies, lambda copy: _put_under(copy, known, new))


def _put_under(copy: Path, known: Sequence[str], new: str) -> None:
    try:
        return encrypt_again(copy, None, new)
    except PassphraseNeeded:
        if not known:
            raise
    for older in known[:-1]:
        with suppress(WrongPassphrase):
            return _tried(copy, older, new)
    return _tried(copy, known[-1], new)


def _tried(copy: Path, older: str, new: str) -> None:
    """Wrong ones slow down here, too: a back-up holds as much as the campaign."""
    with Tries().one_more(copy):
        encrypt_again(copy, older, new)


def encrypt_again(path: Path, old: str | None, new: str) -> None:
    """Put a file that nobody has open under another key, through a new one that is proved."""
    check_passphrase(new)
    made = placing.half_made(path, "new")
    with speaking(path):
        with closing(opening.open_to_read(path, old, _KINDS)) as db:
            placing.drop(made)
            copying.export_to(db, made, in_use(new))
        placing.put_in_place(made, path)


def delete(copies: Sequence[Path]) -> Outcome:
    """Delete each for good."""
    return _each(copies, _delete)


def _delete(copy: Path) -> None:
    try:
        copy.unlink(missing_ok=True)
    except OSError as error:
        raise FileProblem(
            N_("{file} cannot be deleted: {reason}."), file=copy.name, reason=error.strerror or ""
        ) from error


def _each(copies: Sequence[Path], act: Callable[[Path], None]) -> Outcome:
    """One after the other; what fails is told and stays as it is."""
    done, faults = list[Path](), list[UserError]()
    for copy in copies:
        try:
            act(copy)
        except UserError as fault:
            faults.append(fault)
        else:
            done.append(copy)
    return Outcome(tuple(done), tuple(faults))
