"""What stands before a deed that is broken off: a campaign, its back-ups, a paper; and its keys."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as dbapi

from upudesk import backups, copying, opening
from upudesk.backups import Keeping, Reason
from upudesk.campaign import evidence, pledges
from upudesk.campaign.plan import Plan, Put
from upudesk.desk import Desk
from upudesk.founding import Deed as Founding
from upudesk.keys import Passphrase
from upudesk.machine import Machine
from upudesk.model import (
    Campaign,
    Candidacy,
    Certainty,
    Council,
    Evidence,
    Form,
    Level,
    Member,
    Pledge,
    Side,
)
from upudesk.storage import CampaignFile


class Known(Passphrase):
    """A passphrase whose keys stay when a file is closed: each is made once in a whole run."""

    def forget(self) -> None:
        pass


FIRST, SECOND = Known("ทดสอบ"), Known("an other one")
PAPERS = (b"%PDF-1.7\n" + b"old " * 5000, b"%PDF-1.7\n" + b"new " * 50_000)
OLD_SHAPE = Path(__file__).parents[1] / "tests" / "campaigns" / "shape-1.upudesk"


def quick_keys(rounds: int = 4000) -> None:
    """Let passphrases become keys quickly in this process: what is broken off is writing."""
    with closing(dbapi.connect(":memory:")) as db:
        db.execute(f"PRAGMA cipher_default_kdf_iter = {rounds}").fetchall()


def usual_keys() -> None:
    quick_keys(256_000)


@dataclass(frozen=True)
class Scene:
    """A folder with a campaign, its back-ups, a finished paper; and what is known of them."""

    folder: Path
    passphrase: str | None
    known: frozenset[str] = frozenset()
    """Pledges that stand in the campaign."""
    in_backup: frozenset[str] = frozenset()
    """Pledges that stand in its first back-up."""

    @property
    def path(self) -> Path:
        return self.folder / "desk" / "campaign.upudesk"

    @property
    def machine(self) -> Machine:
        return Machine(self.folder / "machine")

    @property
    def keeping(self) -> Keeping:
        return Keeping(self.folder / "desk" / "kept", 1 << 40)

    @property
    def written(self) -> Path:
        """What is written below this folder counts; what the machine remembers does not."""
        return self.folder / "desk"

    @property
    def rescued(self) -> Path:
        return self.written / "rescued.upudesk"

    def open(self, passphrase: str | None = None) -> Desk:
        return Desk.open(self.path, passphrase or self.passphrase, machine=self.machine)

    def copies(self) -> list[backups.Copy]:
        return backups.copies_in(backups.folder_for_file(self.keeping, self.path))

    def copied(self, folder: Path) -> Scene:
        """The same elsewhere."""
        shutil.copytree(self.folder, folder, symlinks=True)
        made = Scene(folder, self.passphrase, self.known, self.in_backup)
        made.stands_where(self.path)
        return made

    def stands_where(self, was: Path) -> None:
        """Let back-ups find a campaign that was elsewhere, by the mark of their folder."""
        for mark in self.keeping.folder.glob("*/campaign"):
            mark.write_bytes(mark.read_bytes().replace(os.fsencode(was), os.fsencode(self.path)))


def a_pledge(words: str = "") -> Pledge:
    return Pledge(
        member="la", candidacy="ours", level=Level.FIRM_YES, form=Form.LETTER, side=Side.CAPITAL,
        given_on=date(2025, 4, 3), source="letter", grade=Certainty.SURE, words=words,
    )  # fmt: skip


def found(path: Path, machine: Machine, passphrase: str | None) -> None:
    """A campaign of two members and one candidacy."""
    us, them = Member(iso2="TH", name_en="Thailand"), Member(id="la", iso2="LA", name_en="Laos")
    council = Council(code="CA")
    own = Candidacy(id="ours", member=us.id, council=council.id)
    campaign = Campaign(congress_en="Congress", candidate=us.id)
    plan = Plan("campaign.new", tuple(map(Put, (campaign, us, them, council, own))))
    Desk.create(path, [Founding(datetime.now(UTC), plan)], passphrase, machine=machine).close()


def prepared(folder: Path, passphrase: str | None, *, backed_up: bool = True) -> Scene:
    """A campaign with evidence and two pledges, the later one after its back-up; and a paper."""
    scene = Scene(folder, passphrase)
    scene.written.mkdir(parents=True)
    found(scene.path, scene.machine, passphrase)
    with scene.open() as desk:
        desk.do(evidence.attach, Evidence(name="scan.bin", about="la"), os.urandom(70_000))
        desk.do(pledges.record_pledges, [a_pledge()])
        if backed_up:
            backups.make(desk.original(), scene.keeping, Reason.CHANGED, datetime.now(UTC))
        first = frozenset(p.id for p in desk.snapshot.pledges if backed_up)
        desk.do(pledges.record_pledges, [a_pledge("ก" * 3000)])
        both = frozenset(p.id for p in desk.snapshot.pledges)
    (scene.written / "paper.pdf").write_bytes(PAPERS[0])
    return Scene(folder, passphrase, both, first)


def bare(folder: Path, passphrase: str | None) -> Scene:
    """A folder in which no campaign is yet."""
    scene = Scene(folder, passphrase)
    scene.written.mkdir(parents=True)
    return scene


def prepared_old(folder: Path, passphrase: str | None) -> Scene:
    """A campaign in the first shape that was ever released."""
    scene = Scene(folder, passphrase)
    scene.written.mkdir(parents=True)
    if passphrase is None:
        shutil.copyfile(OLD_SHAPE, scene.path)
    else:
        with closing(opening.open_to_read(OLD_SHAPE, None)) as db:
            copying.export_to(db, scene.path, passphrase)
    with CampaignFile.looked_at(scene.path, passphrase) as file:
        known = frozenset(file.tables()["pledge"])
    return Scene(folder, passphrase, known)
