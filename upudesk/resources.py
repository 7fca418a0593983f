"""Finds the files that travel with the program: `resources/` and `translations/`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from upudesk.errors import N_, UserError

_PACKAGE = Path(__file__).resolve().parent
# A checkout keeps both folders beside the package; a wheel carries them inside it (pyproject.toml).
_INSIDE = _PACKAGE / "_files"
_ROOT = _INSIDE if _INSIDE.is_dir() else _PACKAGE.parent


def path(*parts: str) -> Path:
    """Where a file stands: `path("resources", "members.csv")`, `path("translations", "th")`."""
    return _ROOT.joinpath(*parts)


class DamagedProgram(UserError):
    """A file that travels with the program is not what it was."""


@contextmanager
def reading(name: str) -> Iterator[None]:
    """A file of the program's own that is missing, or says nonsense, is told as what it is."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:  # readers of tables and of TOML have errors of their own
        raise DamagedProgram(
            N_(
                "“{file}”, a file of UPUDesk itself, is missing or damaged; nothing was changed. "
                "Install UPUDesk again."
            ),
            file=name,
        ) from error
