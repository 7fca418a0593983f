"""Searching 10,000 meeting notes as typed, beside a bare scan of the folded text."""

from __future__ import annotations

import random
import statistics
import time
from datetime import date

from upudesk.model import Campaign, Meeting, Member, Record
from upudesk.search import Search
from upudesk.snapshot import Snapshot
from upudesk.thai import fold

WORDS = [
    "การประชุม",
    "ไปรษณีย์",
    "สนับสนุน",
    "ผู้แทน",
    "meeting",
    "support",
    "postal",
    "réunion",
    "soutien",
    "délégué",
]
NOTES, LETTERS = 10_000, 1_500
SOUGHT = ("ก๋วยเตี๋ยว", "zanzibar")


def measured() -> tuple[float, str, float]:
    snapshot = _campaign()
    folded = [fold(meeting.notes) for meeting in snapshot.all(Meeting)]
    search = Search()
    search.take_in(snapshot)  # texts are folded once, ahead of time
    ours, bare = [], []
    for words in SOUGHT * 5:
        sought = fold(words)
        began = time.perf_counter()
        assert sum(sought in text for text in folded) == 1
        bare.append(time.perf_counter() - began)
        began = time.perf_counter()
        assert len(search.find(snapshot, words)) == 1
        ours.append(time.perf_counter() - began)
    return statistics.median(ours), "a bare scan of the folded text", statistics.median(bare)


def _campaign() -> Snapshot:
    lot = random.Random(1)
    laos = Member(id="la", iso2="LA", name_en="Laos")
    meetings: dict[str, Record] = {}
    for number in range(NOTES):
        notes = " ".join(lot.choices(WORDS, k=LETTERS // 9))[:LETTERS]
        if number in (17, 9_000):
            notes += SOUGHT[number == 17]
        meeting = Meeting(
            id=f"m{number:05}", members=("la",), title=f"Talk {number}", held_on=date(2025, 1, 1),
            notes=notes,
        )  # fmt: skip
        meetings[meeting.id] = meeting
    own = Campaign(id="c", congress_en="Congress")
    return Snapshot(
        date(2025, 8, 15),
        {"campaign": {"c": own}, "member": {"la": laos}, "meeting": meetings},
    )
