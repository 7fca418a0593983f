"""Writing a file that the user asked for: beside its target, then renamed into place."""

from __future__ import annotations

import os
from pathlib import Path

from upudesk.errors import N_, FileProblem


def write_whole(target: Path, content: bytes) -> None:
    """Write all of it or nothing; raises a FileProblem that says what to do."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, target)
    except OSError:
        fresh.unlink(missing_ok=True) if fresh.parent.is_dir() else None
        raise FileProblem(
            N_("{file} cannot be written there; nothing was saved. Choose another folder or name."),
            file=target.name,
        ) from None
