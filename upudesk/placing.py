"""Files made beside their place and put into it finished: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from upudesk.errors import N_, FileProblem
from upudesk.file_faults import not_made, out_of_room
from upudesk.machine import make_private

STALE = 600
"""Seconds after which a half-made file belongs to nobody any more."""
ENDING = ".upudesk"
_SQLITE = b"SQLite format 3\0"


def half_made(path: Path, purpose: str) -> Path:
    """Where a file is made that is to take the place of `path`; nothing else is called so."""
    return path.with_name(f".{path.name}.{purpose}")


def drop(made: Path) -> None:
    """Remove a file that is not wanted any more, and the journal that a kill left beside it."""
    made.unlink(missing_ok=True)
    Path(f"{made}-journal").unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what a program that was killed left half made beside a file."""
    copies = f".{escape(path.stem)}.*{escape(path.suffix)}.*"
    drop_stale({*path.parent.glob(f".{escape(path.name)}.*"), *path.parent.glob(copies)})


def drop_stale(found: Iterable[Path]) -> None:
    """Remove what nobody works on any more."""
    for left in found:
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > STALE:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def itself(path: Path) -> Path:
    """The file that a link leads to. What takes the place of the link would leave that file as it
    was: without the passphrase that its owner has just set, say."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def put_in_place(made: Path, path: Path) -> None:
    """Let a finished file take the place of another, at once and for good."""
    made.replace(path)
    with suppress(OSError):  # Windows cannot open a folder; and what is done is done
        sync(path.parent)


@contextmanager
def new_file(target: Path) -> Iterator[None]:
    """A new file, readable by its owner only; nothing is left of it where making it fails."""
    make_private(target)
    try:
        yield
    except BaseException as error:
        with suppress(OSError):  # on a disk that fails; what is half made never counts
            drop(target)
        if out_of_room(error):
            raise not_made(target) from error
        raise


def sync(path: Path) -> None:
    """Raises OSError where the disk does not say that it has everything."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def free_name(path: Path) -> Path:
    """The path itself, or with a number where it is taken."""
    for number in range(2, 10_000):
        if not path.exists():
            return path
        path = path.with_name(
            f"{path.stem.removesuffix(f' ({number - 1})')} ({number}){path.suffix}"
        )
    raise FileExistsError(path)


def writable(path: Path) -> bool:
    """Whether file and folder may be written. The read-only mark binds an administrator too."""
    marked = not path.stat().st_mode & 0o200 or not path.parent.stat().st_mode & 0o200
    return not marked and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def may_be_filled(folder: Path) -> bool:
    """Whether files may be made in a folder. The read-only mark binds an administrator too."""
    return bool(folder.stat().st_mode & 0o200) and os.access(folder, os.W_OK)


def place(target: Path, content: bytes) -> None:
    """What stood there stays whole until the new file does, though the power goes.

    Raises FileProblem, for a campaign in any case: it makes way for nothing.
    """
    _refuse_campaign(target)
    fresh = target.parent / f".upudesk-{os.urandom(8).hex()}.new"
    drop_stale(target.parent.glob(".upudesk-*.new"))
    try:
        make_private(fresh)  # new under a name that nobody can have laid a link under
        if target.is_file():
            shutil.copymode(target, fresh)
        with fresh.open("r+b") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # or the name may reach the disk before the bytes
        put_in_place(fresh, target)
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


def place_pdf(target: Path, pdf: bytes) -> None:
    """The same for paper, which never takes the place of anything but paper."""
    _refuse_other_file(target)
    place(target, pdf)


def _refuse_campaign(target: Path) -> None:
    """Evidence may be called like a campaign, and be saved where that one stands. One that is
    protected is told by its name alone: what is in it looks like noise."""
    if target.is_file() and (target.suffix.lower() == ENDING or _begins(target) == _SQLITE):
        raise FileProblem(
            N_("{file} exists already; it was left as it is. Choose another name."),
            file=target.name,
        )


def _begins(target: Path) -> bytes:
    with suppress(OSError), target.open("rb") as file:
        return file.read(len(_SQLITE))
    return b""


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
