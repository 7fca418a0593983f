"""What a reader prefers on one machine: a frozen Settings, kept as JSON in the user's folder."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

RECENT = 8
"""So many files are remembered."""


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
    lock_minutes: int = 0
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
    try:
        return _settings(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError):
        _set_aside(file)
        return Settings()


def write_settings(file: Path, settings: Settings) -> bool:
    """Keep them, written beside the file and renamed into place. False where nothing is kept."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(
            json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8"
        )
        os.replace(fresh, file)
    except OSError:
        fresh.unlink(missing_ok=True)
        return False
    return True


def _settings(kept: Any) -> Settings:
    """What is known of what was kept; a field of the wrong type keeps its usual value."""
    if not isinstance(kept, dict):
        raise TypeError("settings are an object")
    usual = Settings()
    known: dict[str, Any] = {}
    for f in fields(Settings):
        value, default = kept.get(f.name), getattr(usual, f.name)
        if isinstance(default, tuple) and isinstance(value, list):
            known[f.name] = tuple(value)
        elif type(value) is type(default):
            known[f.name] = value
    return replace(usual, **known)


def _set_aside(file: Path) -> None:
    try:
        os.replace(file, file.with_name(file.name + ".unreadable"))
    except OSError:
        print(f"{file}: cannot be read", file=sys.stderr)
