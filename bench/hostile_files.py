# ruff: noqa: E501
"""Campaign files and back-ups, their bytes spoilt or their content made to do harm."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile
from typing import Any

from bench.hostile_run import memory
from bench.mutation import TEXTS, VALUES, spoilt
from bench.scenes import quick_keys

TODAY = date(2025, 8, 15)
NOW = datetime(2025, 8, 15, 9, tzinfo=UTC)
SECRET = "ทดสอบ"


# ------------------------------------------------------------------ campaign files


def small_campaign(folder: Path, passphrase: str | None = None) -> bytes:
    """A campaign that holds a little of everything, with evidence and a draft."""
    from upudesk.campaign import evidence, follow_ups, pledges, records
    from upudesk.campaign.evidence import NewFile
    from upudesk.desk import Desk
    from upudesk.machine import Machine
    from upudesk.model import (
        Answer,
        Certainty,
        Contact,
        FollowUp,
        Form,
        Level,
        Meeting,
        Milestone,
        Note,
        Pledge,
        Post,
        SavedFilter,
        Scenario,
        Side,
    )
    from upudesk.scenarios import BASE, Voters, written

    path = folder / f"campaign-{bool(passphrase)}.upudesk"
    path.unlink(missing_ok=True)
    deeds = founding()
    machine = Machine(folder / "machine")
    with Desk.create(path, deeds, passphrase, machine=machine, clock=lambda: NOW) as desk:
        pledge = Pledge(
            id="pledge-1", member="la", candidacy="th-ca", level=Level.FIRM_YES, form=Form.LETTER,
            side=Side.CAPITAL, given_on=date(2025, 4, 3), source="letter", grade=Certainty.SURE,
            fades_on=date(2025, 9, 1), note="หมายเหตุ",
        )  # fmt: skip
        desk.do(pledges.record_pledges, [pledge])
        contact = Contact(id="contact-1", member="la", name="นายสมชาย ใจดี", languages=("lo", "fr"))
        supposed = written(BASE.with_item(Voters(("la",), Answer.NO)))
        for record in (
            contact,
            Post(id="post-1", contact="contact-1", title="Director", starts_on=date(2024, 1, 1)),
            Meeting(
                id="meeting-1", members=("la", "ke"), title="Talks", held_on=date(2025, 5, 5),
                their_people=("contact-1",), notes="การประชุมไปรษณีย์ " * 9,
            ),
            FollowUp(
                id="follow-1", what="Call", member="la", due_on=date(2025, 8, 1),
                repeat="FREQ=WEEKLY;BYDAY=MO",
            ),
            SavedFilter(page="pledges", name="firm", asked=json.dumps({"level": "5"})),
            Scenario(name="without Laos", supposed=supposed),
            Milestone(name="spring", moment="2025-05-01T00:00:00+00:00"),
            Note(text="somebody said", taken_on=date(2025, 8, 1), member="la"),
        ):  # fmt: skip
            desk.do(records.put, record)
        files = [NewFile("letter.txt", b"yes " * 500)]
        desk.do(evidence.attach_files, "pledge-1", files)
        desk.do(records.remove, desk.snapshot.all(Note)[0])
        desk.undo()
        desk.do(follow_ups.complete, desk.snapshot.all(FollowUp), NOW.date())
        desk.keep_draft("meeting", json.dumps({"fields": {"notes": "half"}}))
    return path.read_bytes()


def founding() -> list[Any]:
    """The first step of a campaign of four countries."""
    from upudesk.campaign.plan import Plan, Put
    from upudesk.founding import Deed
    from upudesk.model import Campaign, Candidacy, Council, Member, Seats

    records = (
        Campaign(id="campaign", congress_en="28th Congress", candidate="th", year=2025,
                 term="2026-2029", vote_on=date(2025, 9, 10), begins_on=date(2024, 1, 1)),
        *(Member(id=code.lower(), iso2=code, name_en=f"Country {code}", group=4)
          for code in ("TH", "LA", "KE", "FR")),
        Council(id="ca", code="CA", name_en="Council of Administration", order=1),
        Council(id="poc", code="POC", name_en="Postal Operations Council", order=2),
        Candidacy(id="th-ca", member="th", council="ca"),
        Candidacy(id="th-poc", member="th", council="poc"),
        Candidacy(id="ke-ca", member="ke", council="ca"),
        Seats(id="seats", council="ca", group=4, seats=10),
    )  # fmt: skip
    return [Deed(NOW, Plan("campaign.new", tuple(map(Put, records)), ("campaign",)))]


def campaign_seeds(
    passphrase: str | None, rounds: int = 256_000
) -> Callable[[Path], Sequence[bytes]]:
    """A campaign whose key is made in so many rounds, here and in the processes that read it."""

    def seeds(folder: Path) -> Sequence[bytes]:
        quick_keys(rounds)
        return (small_campaign(folder, passphrase),)

    return seeds


def use_campaign(passphrase: str | None, *, deep: bool) -> Callable[[bytes, Path], object]:
    """Open it as a user would and look at everything that it says."""

    def read(data: bytes, folder: Path) -> object:
        from upudesk.desk import Desk
        from upudesk.machine import Machine

        path = folder / "campaign.upudesk"
        path.write_bytes(data)
        machine = Machine(folder / "machine")
        with Desk.open(path, passphrase, machine=machine, clock=lambda: NOW) as desk:
            # Paper and seats take long: of one campaign in twelve.
            return look_through(desk, deep=deep and zlib.crc32(data) % 12 == 0)

    return read


def look_through(desk: Any, *, deep: bool) -> object:
    """Everything that the command line and the window ask a campaign for; each part by itself, for
    a refusal of one is no excuse for another."""
    from upudesk import printout, scenarios, words
    from upudesk.campaign import pledges
    from upudesk.errors import UserError
    from upudesk.i18n import Language, use
    from upudesk.model import Evidence, FollowUp, Pledge, Scenario
    from upudesk.needs import needs
    from upudesk.repeating import following, in_words
    from upudesk.search import Search
    from upudesk.tally import tally

    snapshot = desk.snapshot

    def history() -> None:
        for id in ("la", "pledge-1", "meeting-1"):
            list(printout.history_text(snapshot, id, desk.history(id)))
            json.dumps(printout.history_values(snapshot, id, desk.history(id)))

    def steps() -> None:
        for step in desk.latest_steps(40):
            words.step(step, snapshot)
        str((desk.undoable, desk.redoable))

    def log() -> None:
        from dataclasses import replace

        pledge = snapshot.find(Pledge, "pledge-1") or next(iter(snapshot.pledges), None)
        if pledge is not None:
            desk.do(pledges.record_pledges, [replace(pledge, id="fresh", note="more")])
            desk.undo()

    def repeats() -> None:
        for follow_up in snapshot.all(FollowUp):
            in_words(follow_up.repeat)
            following(follow_up.repeat, follow_up.due_on or TODAY, TODAY)

    def suppositions() -> None:
        for scenario in snapshot.all(Scenario):
            supposed = scenarios.read(scenario.supposed)
            for own in snapshot.ours:
                scenarios.expected(snapshot, own.id, supposed)

    def count() -> None:
        for own in snapshot.ours:
            list(printout.tally_text(snapshot, tally(snapshot, own.id), None))

    def paper() -> None:
        from upudesk.reports.briefing import render
        from upudesk.reports.imprint import Imprint

        render(snapshot, "la", Language("th"), imprint=Imprint(NOW))

    def search() -> None:
        found = Search().find(snapshot, "การ")
        list(printout.hits_text(snapshot, found))

    def files() -> None:
        for evidence in snapshot.all(Evidence):
            desk.file_of(evidence)

    def then() -> None:
        desk.known_at(NOW)

    acts: list[Callable[[], object]] = [
        count, history, steps, repeats, search, files, then, desk.check, desk.recycle_bin,
        desk.drafts, log, suppositions, lambda: needs(snapshot),
    ]  # fmt: skip
    if deep:
        acts += [paper, lambda: look_at_seats(snapshot)]
    refused = None
    with use(Language("th")):
        for act in acts:
            try:
                act()
            except UserError as error:
                refused = error
    if refused:
        raise refused
    return None


def look_at_seats(snapshot: Any) -> None:
    from upudesk.next_best import next_best
    from upudesk.prospects import prospects

    for own in snapshot.ours:
        prospects(snapshot, own.id)
        next_best(snapshot, own.id)


# ------------------------------------------------------------------ campaigns spoilt by SQL

COLUMNS = {
    "step": ("id", "writer", "number", "clock", "action", "subject", "author", "undoes", "redoes",
             "shape", "previous", "seen", "hash", "arrival"),
    "change": ("step", "number", "kind", "record", "field", "value", "salt", "digest", "reason",
               "replaces"),
    "head": ("record", "field", "step", "number"),
    "writer": ("id", "machine", "place", "began", "why"),
    "draft": ("name", "written", "text"),
    "chunk": ("sha256", "number", "bytes"),
    "member": ("id", "group", "blocs", "also", "proxy_holder", "contact_every_days", "presence"),
    "pledge": ("id", "member", "candidacy", "level", "form", "given_on", "fades_on", "precision"),
    "campaign": ("id", "candidate", "year", "vote_on", "begins_on", "ballots_cast", "round"),
    "meeting": ("members", "held_on", "their_people", "notes", "precision"),
    "candidacy": ("member", "council", "share", "spread", "standing"),
    "seats": ("council", "group", "seats", "complete", "line_newcomer"),
    "follow_up": ("due_on", "repeat", "owner"),
    "evidence": ("about", "name", "media_type", "size", "sha256"),
    "scenario": ("order", "supposed"),
    "milestone": ("moment", "name"),
    "post": ("contact", "predecessor", "starts_on", "ends_on"),
}  # fmt: skip
PLANTED = (
    "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM change; END",
    "CREATE TRIGGER t AFTER INSERT ON change BEGIN INSERT INTO head SELECT 'x','y',id,1 FROM step; END",
    "CREATE TRIGGER t BEFORE DELETE ON head BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW extra AS SELECT * FROM step",
    "ALTER TABLE pledge RENAME TO p2; CREATE VIEW pledge AS SELECT * FROM p2",
    "ALTER TABLE step RENAME TO s2; CREATE VIEW step AS SELECT * FROM s2",
    "ALTER TABLE draft RENAME TO d2; CREATE VIEW draft AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
    "SELECT i + 1 FROM n) SELECT i AS name, i AS written, i AS text FROM n",
    "ALTER TABLE note RENAME TO n2; CREATE VIEW note AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
    "SELECT i + 1 FROM n) SELECT i, i, i, i, i, i, i FROM n",
    "DROP TABLE pledge; CREATE TABLE pledge AS SELECT 1 AS id",
    "DROP TABLE note", "DROP TABLE draft", "DROP TABLE chunk", "DROP TABLE head",
    "CREATE VIRTUAL TABLE f USING fts5(a)",
    "ALTER TABLE member ADD COLUMN bad TEXT AS (upper(id))",
    "ALTER TABLE meeting ADD COLUMN bad TEXT DEFAULT 'x'",
    "CREATE TABLE more (a)", "CREATE INDEX i ON pledge (randomblob(9))",
    "CREATE INDEX i ON step (length(hex(zeroblob(100000000))))",
    "PRAGMA user_version = 1", "PRAGMA user_version = 0", "PRAGMA user_version = 999",
    "PRAGMA user_version = -1", "PRAGMA application_id = 7", "DELETE FROM campaign",
    "DELETE FROM head", "DELETE FROM step", "DELETE FROM change", "DELETE FROM writer",
    "UPDATE change SET replaces = '[\"' || step || '.' || number || '\"]'",
    "UPDATE step SET seen = '[[\"' || writer || '\", ' || number || ', \"' || hash || '\"]]'",
    "UPDATE step SET undoes = id", "UPDATE step SET redoes = id, undoes = id",
    "UPDATE step SET previous = hash", "UPDATE step SET writer = 'one', number = 1",
    "UPDATE member SET proxy_holder = id, proxy_given = 'yes'",
    "UPDATE member SET proxy_holder = 'la', proxy_given = 'yes'",
    "UPDATE post SET predecessor = id", "INSERT INTO disputed SELECT id FROM member",
    "UPDATE chunk SET bytes = zeroblob(100000000)", "UPDATE evidence SET size = -1",
    "UPDATE meeting SET notes = hex(zeroblob(5000000))",
    "UPDATE step SET clock = '9999-12-31T23:59:59.999Z/9999'", "UPDATE step SET clock = ''",
    "UPDATE step SET arrival = arrival + 9223372036854775000",
    "UPDATE step SET number = 9223372036854775807", "UPDATE writer SET began = 'x'",
    "UPDATE campaign SET practice_day = '9999-12-31'", "UPDATE campaign SET practice_day = '0001-01-01'",
)  # fmt: skip


def spoilt_by_sql(data: bytes, lot: Random, _others: tuple[bytes, ...] = ()) -> bytes:
    """Valid SQLite with a hostile content: cells, whole tables, and things planted in the schema."""

    def plant(db: Any) -> None:
        for _ in range(lot.choice((1, 1, 2, 3))):
            _plant(db, lot)

    return _by_sql(data, plant)


def _by_sql(data: bytes, act: Callable[[Any], None]) -> bytes:
    """A database after what was done to it past the program."""
    import sqlcipher3.dbapi2 as dbapi

    with NamedTemporaryFile(dir=memory(), suffix=".db") as file:
        path = Path(file.name)
        path.write_bytes(data)
        with closing(dbapi.connect(str(path), isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = OFF").fetchall()
            db.execute("PRAGMA synchronous = OFF")
            with suppress(dbapi.Error):  # what SQLite itself refuses cannot be planted so
                act(db)
        return path.read_bytes()


def _plant(db: Any, lot: Random) -> None:
    import sqlcipher3.dbapi2 as dbapi

    try:
        if lot.random() < 0.3:
            for statement in lot.choice(PLANTED).split("; "):
                db.execute(statement).fetchall()
            return
        table = lot.choice((*COLUMNS, "change", "change"))
        column = lot.choice(COLUMNS[table])
        value = _hostile(db, table, column, lot)
        where = lot.choice(("", f"WHERE {_row_of(db, table, lot)}"))
        db.execute(f'UPDATE OR REPLACE "{table}" SET "{column}" = ? {where}', (value,))
    except (dbapi.Error, OverflowError, ValueError):
        return  # SQLite itself refuses that


def _row_of(db: Any, table: str, lot: Random) -> str:
    first = COLUMNS[table][0]
    rows = db.execute(f'SELECT "{first}" FROM "{table}"').fetchall()
    return f"\"{first}\" = '{lot.choice(rows)[0]}'" if rows else "1"


def _hostile(db: Any, table: str, column: str, lot: Random) -> object:
    """A value of the column's own type, as far as SQLite insists; else of any."""
    if lot.random() < 0.3:  # what stands elsewhere, so that names lead in circles
        other = lot.choice(tuple(COLUMNS))
        cell = lot.choice(COLUMNS[other])
        rows = db.execute(f'SELECT "{cell}" FROM "{other}"').fetchall()
        if rows:
            return lot.choice(rows)[0]
    if column in ("value", "subject", "seen", "replaces", "blocs", "also", "members", "supposed",
                  "their_people"):  # fmt: skip
        return json.dumps(lot.choice(VALUES))
    value = lot.choice((*VALUES, *TEXTS, *range(-3, 12), 10**6, 2**62, 400.5, "2025-13-41"))
    if isinstance(value, list | dict):
        return json.dumps(value)
    return value


def paper_ready(_folder: Path) -> None:
    import upudesk.reports.briefing  # noqa: F401


def spoilt_or_by_sql(data: bytes, lot: Random, others: tuple[bytes, ...] = ()) -> bytes:
    return (spoilt if lot.random() < 0.5 else spoilt_by_sql)(data, lot, others)


def use_rescue(data: bytes, folder: Path) -> object:
    """What can be read of it is brought into a new file, and that file is sound; the damaged one stays as it
    is."""
    from upudesk import rescue
    from upudesk.desk import Desk
    from upudesk.machine import Machine

    path, saved = folder / "campaign.upudesk", folder / "saved.upudesk"
    path.write_bytes(data)
    machine = Machine(folder / "machine")
    told = rescue.rescue(path, saved, machine=machine, now=NOW)
    assert path.read_bytes() == data, "the damaged file was changed"
    with Desk.open(saved, machine=machine, clock=lambda: NOW) as desk:
        found = desk.check()
        assert found.sound or told.files.lost, [str(fault) for fault in found.faults][:2]
        look_through(desk, deep=False)
    return told


# ------------------------------------------------------------------ back-ups


def backup_seeds(folder: Path) -> Sequence[bytes]:
    """A back-up with its store of evidence, as one input: the length of the first, then both."""
    from upudesk.backups import Keeping, Original, Reason, make

    data = small_campaign(folder)
    path = folder / "campaign.upudesk"
    path.write_bytes(data)
    copy = make(Original(path, None, "campaign"), Keeping(folder / "b", 1 << 30), Reason.ASKED, NOW)
    store = next(copy.path.parent.glob("*.evidence"))
    return (_joined(copy.path.read_bytes(), store.read_bytes()),)


def _joined(first: bytes, second: bytes) -> bytes:
    return len(first).to_bytes(8, "big") + first + second


def _parted(data: bytes) -> tuple[bytes, bytes]:
    size = int.from_bytes(data[:8], "big")
    return data[8 : 8 + size], data[8 + size :]


def spoilt_backup(data: bytes, lot: Random, _others: tuple[bytes, ...] = ()) -> bytes:
    first, second = _parted(data)
    match lot.randrange(4):
        case 0:
            return _joined(first, spoilt(second, lot))
        case 1:
            return _joined(first, _spoilt_store(second, lot))
        case 2:
            return _joined(spoilt(first, lot), second)
    return _joined(spoilt_by_sql(first, lot), second)


def _spoilt_store(data: bytes, lot: Random) -> bytes:
    statements = (
        "UPDATE chunk SET bytes = x'00'", "UPDATE chunk SET number = number + 1",
        "DROP TABLE chunk", "DROP TABLE needed", "DELETE FROM needed",
        "CREATE TRIGGER t AFTER DELETE ON chunk BEGIN DELETE FROM needed; END",
        "UPDATE chunk SET bytes = zeroblob(50000000)", "PRAGMA application_id = 1",
        "ALTER TABLE chunk RENAME TO c2; CREATE VIEW chunk AS WITH RECURSIVE n(i) AS (SELECT 0 UNION "
        "ALL SELECT i + 1 FROM n) SELECT sha256, i AS number, zeroblob(1000000) AS bytes FROM c2, n",
        "INSERT INTO chunk SELECT '../../escape', 0, x'00'", "UPDATE needed SET backup = '../x'",
    )  # fmt: skip
    chosen = lot.choice(statements).split("; ")
    return _by_sql(data, lambda db: [db.execute(statement).fetchall() for statement in chosen])  # type: ignore[arg-type]


def use_backup(data: bytes, folder: Path) -> object:
    """Listed, looked into, restored."""
    from upudesk import backups, recovery
    from upudesk.errors import UserError
    from upudesk.machine import Machine
    from upudesk.model import Evidence

    first, second = _parted(data)
    place = folder / "b"
    place.mkdir()
    copy, store = place / "2025-08-15 090000Z asked.upudesk", place / "2025-08-15 090000Z.evidence"
    copy.write_bytes(first)
    store.write_bytes(second)
    backups.copies_in(place)
    refused = None
    try:
        snapshot = backups.snapshot_of(copy, None, TODAY)
        backups.files_behind(copy, None, snapshot.all(Evidence))
    except UserError as error:
        refused = error
    path = folder / "campaign.upudesk"
    try:
        recovery.restore(path, copy, None, machine=Machine(folder / "machine"))
    except UserError as error:
        refused = error
    finally:
        left = [p.name for p in folder.iterdir() if p.name.startswith(".")]
        assert not left, f"left behind: {left}"
    if refused:
        raise refused
    return path
