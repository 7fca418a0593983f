"""Campaigns to measure on."""

from __future__ import annotations

from pathlib import Path

from upudesk.desk import Desk
from upudesk.machine import Machine

PASSPHRASE = "ทดสอบ"


def demo(folder: Path, passphrase: str | None = None) -> Desk:
    """The demo campaign in a new file."""
    from upudesk.demo import demo_deeds

    machine = Machine(folder / "machine")
    return Desk.create(folder / "demo.upudesk", demo_deeds(), passphrase, machine=machine)
