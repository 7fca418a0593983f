"""Founding a campaign: its first steps, written into a new file at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from upudesk import journal, shapes
from upudesk.campaign.plan import Plan, drafts
from upudesk.journal import Change, Place, Step
from upudesk.storage import CampaignFile, Writer


@dataclass(frozen=True)
class Deed:
    """One step of a campaign to be founded: when it was done, and what."""

    moment: datetime
    plan: Plan
    author: str = ""


def found(file: CampaignFile, deeds: Iterable[Deed], place: str, machine: str) -> None:
    """Write the founding steps in one transaction, under a writer that nobody goes on as."""
    with file.writing():
        steps: list[Step] = []
        writer: Writer | None = None
        clock = ""
        heads: dict[Place, Sequence[Change]] = {}
        for deed in deeds:
            writer = writer or Writer.begun(machine, f"founding {place}", deed.moment, "founded")
            clock = journal.tick(clock, deed.moment)
            previous = steps[-1].hash if steps else ""
            step = Step(
                writer.id, len(steps) + 1, clock, deed.plan.action, deed.plan.subject,
                author=deed.author, shape=shapes.LATEST, previous=previous,
            )  # fmt: skip
            step = journal.sealed(step, drafts(deed.plan, heads), os.urandom)
            heads |= {place: [c] for place, (c,) in journal.heads_of(step.changes).items()}
            steps.append(step)
            file.keep(deed.plan.files)
        if writer:
            file.add_writer(writer)
        file.append(steps)
        file.write_tables(journal.project(heads, lambda step: {}))
