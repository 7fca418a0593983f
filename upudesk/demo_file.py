"""A fresh demo campaign in a file of its own, beside those that somebody has worked in."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from upudesk.demo import demo_deeds
from upudesk.desk import Desk
from upudesk.errors import N_, FileProblem, UserError


def fresh_demo() -> Path:
    """A new demo campaign in the user's folder; one that was worked in keeps its place."""
    folder = user_data_path("upudesk", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(
            N_("The folder {folder} for the demo cannot be made ({why}); nothing was changed."),
            folder=str(folder),
            why=error.strerror or str(error),
        ) from error
    number = 1
    while not _is_free(path := folder / f"demo{f' {number}' if number > 1 else ''}.upudesk"):
        number += 1
    path.unlink(missing_ok=True)
    Desk.create(path, demo_deeds()).close()
    return path


def _is_free(path: Path) -> bool:
    """Whether nothing stands there but a demo that nobody has open and nobody ever wrote to."""
    if not path.exists():
        return True
    with suppress(UserError), Desk.open(path, window=True) as desk:
        founded_only = len({step.writer for step in desk.steps()}) == 1
        return desk.snapshot.campaign.demo and founded_only
    return False
