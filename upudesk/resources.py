"""Finds the files that travel with the program: `resources/` and `translations/`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# A checkout keeps both folders beside the package; a wheel carries them inside it (pyproject.toml).
_INSIDE = _PACKAGE / "_files"
_ROOT = _INSIDE if _INSIDE.is_dir() else _PACKAGE.parent


def path(*parts: str) -> Path:
    """Where a file stands: `path("resources", "members.csv")`, `path("translations", "th")`."""
    return _ROOT.joinpath(*parts)
