"""Kill the program at random moments while it logs pledges; nothing acknowledged may be missing.

python -m bench.kill [TIMES] [--protected]
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from upudesk.campaign import pledges
from upudesk.campaign.plan import Plan, Put
from upudesk.desk import Desk
from upudesk.founding import Deed
from upudesk.machine import Machine
from upudesk.model import Campaign, Candidacy, Certainty, Council, Form, Level, Member, Pledge, Side

PASSPHRASE = "ทดสอบ"
READY = b"ready\n"


def found(path: Path, machine: Machine, passphrase: str | None) -> None:
    """A campaign of two members and one candidacy."""
    us, them = Member(iso2="TH", name_en="Thailand"), Member(id="la", iso2="LA", name_en="Laos")
    council = Council(code="CA")
    own = Candidacy(id="ours", member=us.id, council=council.id)
    campaign = Campaign(congress_en="Congress", candidate=us.id)
    plan = Plan("campaign.new", tuple(map(Put, (campaign, us, them, council, own))))
    Desk.create(path, [Deed(datetime.now(UTC), plan)], passphrase, machine=machine).close()


def log_for_ever(path: Path, machine: Machine, passphrase: str | None, told: int) -> None:
    """Log pledge after pledge; name each on the pipe once it is said to be saved."""
    desk = Desk.open(path, passphrase, machine=machine)
    os.write(told, READY)
    while True:
        pledge = Pledge(
            member="la", candidacy="ours", level=Level.FIRM_YES, form=Form.LETTER,
            side=Side.CAPITAL, given_on=date(2025, 4, 3), source="letter", grade=Certainty.SURE,
            words="ก" * random.randrange(3000),
        )  # fmt: skip
        desk.do(pledges.record_pledges, [pledge])
        os.write(told, f"{pledge.id}\n".encode())


def killed_once(path: Path, machine: Machine, passphrase: str | None, after: float) -> set[str]:
    """Let a process log for a while, kill it; gives the ids that it said were saved."""
    hear, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            log_for_ever(path, machine, passphrase, told)
        finally:
            os._exit(1)
    os.close(told)
    with os.fdopen(hear, "rb") as pipe:
        assert pipe.readline() == READY, "the campaign could not be opened again"
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return set(pipe.read().decode().split())


def trial(times: int, *, protected: bool, seed: int = 0) -> tuple[int, int]:
    """Kill that many times; gives how many pledges were acknowledged and how many stand.

    Raises AssertionError where one is missing or `check` finds a fault.
    """
    passphrase = PASSPHRASE if protected else None
    moments, acknowledged = random.Random(seed), set[str]()
    with tempfile.TemporaryDirectory() as folder:
        path, machine = Path(folder) / "campaign.upudesk", Machine(Path(folder) / "machine")
        found(path, machine, passphrase)
        for number in range(times):
            after = moments.uniform(0.0, 0.12)
            acknowledged |= killed_once(path, machine, passphrase, after)
            with Desk.open(path, passphrase, machine=machine) as desk:
                standing = {pledge.id for pledge in desk.snapshot.pledges}
                assert acknowledged <= standing, f"lost after kill {number + 1}"
                report = desk.check()
                assert report.sound, [str(fault) for fault in report.faults]
    return len(acknowledged), len(standing)


def main() -> None:
    times = next((int(word) for word in sys.argv[1:] if word.isdigit()), 200)
    began = time.perf_counter()
    saved, standing = trial(times, protected="--protected" in sys.argv)
    print(
        f"{times} kills in {time.perf_counter() - began:.0f} s: {saved} pledges acknowledged, "
        f"{standing} found, none missing, every check passed"
    )


if __name__ == "__main__":
    main()
