"""What a reader prefers on one machine: a frozen Settings, kept as JSON in the user's folder."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from upudesk.errors import N_, Message
from upudesk.machine import make_private
from upudesk.record import writable

RECENT = 8
"""So many files are remembered."""
LARGEST = 1 << 20
"""Bytes: no settings of ours are longer."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that is remembered between two starts of the window."""

    language: str = "th"
    paper_language: str = "th"
    era: str = "auto"
    """auto (Buddhist in Thai, else Christian), buddhist or christian."""
    digits: str = "latin"
    """latin or thai."""
    theme: str = "system"
    """system, light or dark."""
    author: str = ""
    last_campaign: str = ""
    recent: tuple[str, ...] = ()
    geometry: str = ""
    """Where the window stood, as Qt words it, in hexadecimal."""
    halves: dict[str, Any] = field(default_factory=dict)
    """By page, how wide its list and its details are."""
    page: str = ""
    """The page that was shown last."""
    columns: dict[str, Any] = field(default_factory=dict)
    """By page, the columns that the reader chose: see gui/columns.py."""
    lock_minutes: int = 15
    """Lock after so many minutes without a key or a click; 0 never."""

    backup_folder: str = ""
    """Where back-ups stand; nothing for the usual folder."""
    backup_megabytes: int = 5 * 1024
    """So much room the back-ups of one campaign may take."""

    def with_recent(self, path: Path) -> Settings:
        """The same, with a file put first among those opened before."""
        name = str(path)
        others = tuple(other for other in self.recent if other != name)
        return replace(self, last_campaign=name, recent=(name, *others)[:RECENT])

    def without_recent(self, path: Path) -> Settings:
        others = tuple(other for other in self.recent if other != str(path))
        last = "" if self.last_campaign == str(path) else self.last_campaign
        return replace(self, recent=others, last_campaign=last)


def settings_file() -> Path:
    return platformdirs.user_config_path("upudesk", appauthor=False) / "settings.json"


def log_file() -> Path:
    """Where a fault of the program is written down for its developers, see faults.py."""
    return platformdirs.user_state_path("upudesk", appauthor=False) / "faults.log"


def read_settings(file: Path) -> Settings:
    """What was kept; settings that cannot be read are set aside, and the usual ones hold."""
    return settings_and_fault(file)[0]


def settings_and_fault(file: Path) -> tuple[Settings, Message | None]:
    """The same, with the sentence that says what could not be read of them."""
    try:
        kept = _kept(file)
    except FileNotFoundError:
        return Settings(), None
    except (OSError, ValueError, TypeError, RecursionError):
        return Settings(), _set_aside(file)
    settings, odd = _settings(kept)
    return settings, Message(PARTLY) if odd else None


UNREADABLE = N_(
    "Your settings could not be read, so the usual ones hold. What was there is kept as {file}."
)
PARTLY = N_("Some of your settings could not be read; in their place the usual ones hold.")


def _kept(file: Path) -> Mapping[str, Any]:
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError("a folder, or a pipe, which would be waited for")
    with file.open("rb") as kept:
        data = kept.read(LARGEST + 1)
    found = json.loads(data.decode("utf-8")) if len(data) <= LARGEST else None
    if not isinstance(found, dict):
        raise TypeError("settings are an object")
    return found


def write_settings(file: Path, settings: Settings) -> bool:
    """Keep them, written beside the file and renamed into place. False where nothing is kept."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        make_private(fresh)  # it names the reader, and files
        fresh.write_text(
            json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8"
        )
        os.replace(fresh, file)
    except (OSError, ValueError):  # a path that is no text of Unicode
        with suppress(OSError, ValueError):
            fresh.unlink(missing_ok=True)
        return False
    return True


def _settings(kept: Mapping[str, Any]) -> tuple[Settings, bool]:
    """What is known of what was kept, and whether anything of it makes no sense.

    A field that does not keeps its usual value.
    """
    usual = Settings()
    said = {f.name: kept[f.name] for f in fields(Settings) if f.name in kept}
    good = {name: value for name, value in said.items() if _fits(name, value, getattr(usual, name))}
    made: dict[str, Any] = {
        n: tuple(v) if isinstance(getattr(usual, n), tuple) else v for n, v in good.items()
    }
    return replace(usual, **made), len(good) < len(said)


def _fits(name: str, value: Any, usual: Any) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name] if isinstance(value, str) else False
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        return type(value) is int and least <= value <= most
    if name in _FITS:
        return _FITS[name](value)
    return _is_texts(value) if isinstance(usual, tuple) else _is_text(value)


def _is_text(value: Any) -> bool:
    """Text that a file name, or a label, can be."""
    return isinstance(value, str) and len(value) <= 4096 and writable(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 1000 and all(map(_is_text, value))


def _is_widths(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000


def _are_halves(value: Any) -> bool:
    """By page, a width for each half."""
    return isinstance(value, dict) and all(
        _is_text(page)
        and isinstance(sizes, list)
        and len(sizes) <= 8
        and all(map(_is_widths, sizes))
        for page, sizes in value.items()
    )


def _are_columns(value: Any) -> bool:
    """By page, what gui/columns.py keeps."""
    return isinstance(value, dict) and all(
        _is_text(page) and isinstance(kept, dict) and all(
            name in _OF_COLUMNS and _OF_COLUMNS[name](one) for name, one in kept.items()
        )
        for page, kept in value.items()
    )  # fmt: skip


def _are_widths(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _is_text(name) and _is_widths(width) for name, width in value.items()
    )


_OF_COLUMNS: Mapping[str, Callable[[Any], bool]] = {
    "order": _is_texts, "hidden": _is_texts, "widths": _are_widths, "by": _is_text,
    "down": lambda value: isinstance(value, bool),
}  # fmt: skip
_FITS: Mapping[str, Callable[[Any], bool]] = {"halves": _are_halves, "columns": _are_columns}
_CHOICES = {
    "language": ("th", "en", "fr"), "paper_language": ("th", "en", "fr"),
    "era": ("auto", "buddhist", "christian"), "digits": ("latin", "thai"),
    "theme": ("system", "light", "dark"),
}  # fmt: skip
_BOUNDS = {"lock_minutes": (0, 24 * 60), "backup_megabytes": (1, 100 * 1024 * 1024)}


def _set_aside(file: Path) -> Message:
    """Under another name, and where even that cannot be, where it stands."""
    aside = file.with_name(file.name + ".unreadable")
    try:
        if file.is_dir() or aside.is_dir():
            aside = _free(aside)
        os.replace(file, aside)
    except OSError:
        print(f"{file}: cannot be read", file=sys.stderr)
        aside = file
    return Message(UNREADABLE, {"file": str(aside)})


def _free(path: Path) -> Path:
    names = (path.with_name(f"{path.name}-{number}") for number in range(1, 1000))
    return next((name for name in (path, *names) if not name.exists()), path)
