"""Every shape that the campaign file has had, and the way from each to the next.

A released migration is history: it is never edited, the next one is added. A migration that
renames or splits a field also adds a function to `shapes.TRANSLATIONS`, so that older changes are
read in the newer words; the changes themselves stay as they were written. The rows of records are
made again from the journal after every migration, so it only has to change columns.
"""

from __future__ import annotations

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("upudesk")


@migrations()
def m001_journal_and_records(db: Database) -> None:
    """The journal, and one table for every kind of record."""
    _run(
        db,
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE writer (
            id TEXT PRIMARY KEY, machine TEXT NOT NULL, place TEXT NOT NULL, began TEXT NOT NULL,
            why TEXT NOT NULL
        ) STRICT;
        CREATE TABLE step (
            arrival INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, writer TEXT NOT NULL,
            number INTEGER NOT NULL, clock TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, author TEXT NOT NULL, undoes TEXT NOT NULL,
            redoes TEXT NOT NULL, shape INTEGER NOT NULL, previous TEXT NOT NULL,
            seen TEXT NOT NULL, hash TEXT NOT NULL
        ) STRICT;
        CREATE TABLE change (
            step TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL,
            field TEXT NOT NULL, value TEXT, salt TEXT NOT NULL, digest TEXT NOT NULL,
            reason TEXT NOT NULL, replaces TEXT NOT NULL, PRIMARY KEY (step, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX change_of_record ON change (record);
        CREATE INDEX deletion ON change (record) WHERE field = '' AND value = 'false';
        CREATE TABLE head (
            record TEXT NOT NULL, field TEXT NOT NULL, step TEXT NOT NULL,
            number INTEGER NOT NULL, PRIMARY KEY (record, field, step, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE disputed (record TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE chunk (
            sha256 TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (sha256, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE campaign (
            id TEXT PRIMARY KEY, candidate TEXT NOT NULL, congress_th TEXT NOT NULL,
            congress_en TEXT NOT NULL, congress_fr TEXT NOT NULL, year INTEGER NOT
            NULL, place_th TEXT NOT NULL, place_en TEXT NOT NULL, place_fr TEXT NOT
            NULL, host TEXT NOT NULL, opens_on TEXT, closes_on TEXT, begins_on TEXT,
            vote_on TEXT, term TEXT NOT NULL, practice_day TEXT, demo INTEGER NOT
            NULL, ballots_cast INTEGER, notes TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE member (
            id TEXT PRIMARY KEY, iso2 TEXT NOT NULL, iso3 TEXT NOT NULL, name_th
            TEXT NOT NULL, name_en TEXT NOT NULL, name_fr TEXT NOT NULL, official_th
            TEXT NOT NULL, official_en TEXT NOT NULL, official_fr TEXT NOT NULL,
            also TEXT NOT NULL, "group" INTEGER, group_certainty TEXT NOT NULL,
            group_basis TEXT NOT NULL, blocs TEXT NOT NULL, voting_right TEXT NOT
            NULL, arrears TEXT NOT NULL, credentials TEXT NOT NULL, presence TEXT
            NOT NULL, proxy_given TEXT NOT NULL, proxy_holder TEXT NOT NULL,
            proxy_instruction TEXT NOT NULL, responsible TEXT NOT NULL,
            contact_every_days INTEGER, next_step TEXT NOT NULL, notes TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE bloc (
            id TEXT PRIMARY KEY, code TEXT NOT NULL, name_th TEXT NOT NULL, name_en
            TEXT NOT NULL, name_fr TEXT NOT NULL, source TEXT NOT NULL, certainty
            TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE author (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, office TEXT NOT NULL, reach
            TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE contact (
            id TEXT PRIMARY KEY, member TEXT NOT NULL, name TEXT NOT NULL,
            other_names TEXT NOT NULL, form_of_address TEXT NOT NULL, languages TEXT
            NOT NULL, reach TEXT NOT NULL, marking TEXT NOT NULL, notes TEXT NOT
            NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE post (
            id TEXT PRIMARY KEY, contact TEXT NOT NULL, role TEXT NOT NULL, title
            TEXT NOT NULL, organisation TEXT NOT NULL, starts_on TEXT, ends_on TEXT,
            source TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE council (
            id TEXT PRIMARY KEY, code TEXT NOT NULL, name_th TEXT NOT NULL, name_en
            TEXT NOT NULL, name_fr TEXT NOT NULL, short_fr TEXT NOT NULL, "order"
            INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE candidacy (
            id TEXT PRIMARY KEY, member TEXT NOT NULL, council TEXT NOT NULL,
            standing TEXT NOT NULL, declared_on TEXT, sitting TEXT NOT NULL, share
            REAL, spread REAL, source TEXT NOT NULL, certainty TEXT NOT NULL, note
            TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pledge (
            id TEXT PRIMARY KEY, member TEXT NOT NULL, candidacy TEXT NOT NULL,
            level INTEGER NOT NULL, form TEXT, side TEXT, given_on TEXT, precision
            TEXT NOT NULL, reported_on TEXT, source TEXT NOT NULL, grade TEXT NOT
            NULL, said_by TEXT NOT NULL, said_by_post TEXT NOT NULL, speaker TEXT
            NOT NULL, said_to TEXT NOT NULL, place TEXT NOT NULL, witness TEXT NOT
            NULL, words TEXT NOT NULL, condition TEXT NOT NULL, fades_on TEXT,
            meeting TEXT NOT NULL, marking TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE undertaking (
            id TEXT PRIMARY KEY, member TEXT NOT NULL, what TEXT NOT NULL, body TEXT
            NOT NULL, election TEXT NOT NULL, candidacy TEXT NOT NULL,
            votes_available INTEGER, promised_on TEXT, promised_by TEXT NOT NULL,
            approved_by TEXT NOT NULL, due_on TEXT, fulfilment TEXT NOT NULL,
            fulfilled_on TEXT, pledges TEXT NOT NULL, source TEXT NOT NULL, marking
            TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE meeting (
            id TEXT PRIMARY KEY, members TEXT NOT NULL, title TEXT NOT NULL, held_on
            TEXT, precision TEXT NOT NULL, reported_on TEXT, place TEXT NOT NULL,
            our_people TEXT NOT NULL, their_people TEXT NOT NULL, others_present
            TEXT NOT NULL, agenda TEXT NOT NULL, notes TEXT NOT NULL, outcome TEXT
            NOT NULL, source TEXT NOT NULL, marking TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE follow_up (
            id TEXT PRIMARY KEY, what TEXT NOT NULL, member TEXT NOT NULL, meeting
            TEXT NOT NULL, pledge TEXT NOT NULL, owner TEXT NOT NULL, due_on TEXT,
            done_on TEXT, repeat TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE evidence (
            id TEXT PRIMARY KEY, about TEXT NOT NULL, name TEXT NOT NULL, media_type
            TEXT NOT NULL, size INTEGER, sha256 TEXT NOT NULL, added_on TEXT, source
            TEXT NOT NULL, marking TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rule_set (
            id TEXT PRIMARY KEY, title_th TEXT NOT NULL, title_en TEXT NOT NULL,
            title_fr TEXT NOT NULL, host TEXT NOT NULL, ballots_cast_before TEXT NOT
            NULL, source TEXT NOT NULL, checked_on TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE seats (
            id TEXT PRIMARY KEY, council TEXT NOT NULL, "group" INTEGER, seats
            INTEGER, source TEXT NOT NULL, certainty TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rule (
            id TEXT PRIMARY KEY, code TEXT NOT NULL, council TEXT NOT NULL, value
            REAL, wording_th TEXT NOT NULL, wording_en TEXT NOT NULL, wording_fr
            TEXT NOT NULL, article TEXT NOT NULL, applied INTEGER NOT NULL, source
            TEXT NOT NULL, certainty TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE hold_rate (
            id TEXT PRIMARY KEY, code TEXT NOT NULL, value REAL, unit TEXT NOT NULL,
            reason TEXT NOT NULL, source TEXT NOT NULL, certainty TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE marking (
            id TEXT PRIMARY KEY, code TEXT NOT NULL, rank INTEGER NOT NULL, name_th
            TEXT NOT NULL, name_en TEXT NOT NULL, name_fr TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE result (
            id TEXT PRIMARY KEY, year INTEGER NOT NULL, council TEXT NOT NULL,
            "group" INTEGER, member TEXT NOT NULL, votes INTEGER, elected TEXT NOT
            NULL, ballots_cast INTEGER, seats INTEGER, candidates INTEGER, source
            TEXT NOT NULL, certainty TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE incumbency (
            id TEXT PRIMARY KEY, member TEXT NOT NULL, council TEXT NOT NULL, term
            TEXT NOT NULL, role TEXT NOT NULL, elected_before TEXT NOT NULL, source
            TEXT NOT NULL, certainty TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    )


@migrations()
def m002_daily_work(db: Database) -> None:
    """Drafts, the inbox, saved filters, our own ballot, winning lines, scenarios, blind counts."""
    _run(
        db,
        """
        CREATE TABLE draft (
            name TEXT PRIMARY KEY, written TEXT NOT NULL, text TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE campaign ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE campaign ADD COLUMN round_began_on TEXT;
        ALTER TABLE post ADD COLUMN predecessor TEXT NOT NULL DEFAULT '';
        ALTER TABLE candidacy ADD COLUMN our_vote TEXT NOT NULL DEFAULT 'unknown';
        ALTER TABLE seats ADD COLUMN complete INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE seats ADD COLUMN line_newcomer REAL;
        ALTER TABLE seats ADD COLUMN line_sitting REAL;
        ALTER TABLE seats ADD COLUMN line_spread REAL;
        ALTER TABLE seats ADD COLUMN line_source TEXT NOT NULL DEFAULT '';
        ALTER TABLE result ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
        CREATE TABLE note (
            id TEXT PRIMARY KEY, text TEXT NOT NULL, taken_on TEXT, member TEXT NOT
            NULL, source TEXT NOT NULL, marking TEXT NOT NULL, sorted_into TEXT NOT
            NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE saved_filter (
            id TEXT PRIMARY KEY, page TEXT NOT NULL, name TEXT NOT NULL, asked TEXT
            NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE milestone (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, moment TEXT NOT NULL, note TEXT
            NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE scenario (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, "order" INTEGER NOT NULL,
            supposed TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blind_count (
            id TEXT PRIMARY KEY, candidacy TEXT NOT NULL, began_on TEXT, first TEXT
            NOT NULL, second TEXT NOT NULL, first_done INTEGER NOT NULL, second_done
            INTEGER NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rating (
            id TEXT PRIMARY KEY, count TEXT NOT NULL, rater TEXT NOT NULL, member
            TEXT NOT NULL, level INTEGER NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    )


@migrations()
def m003_ways_out(db: Database) -> None:
    """Letters, packs, disclosure profiles, and a log of what went out."""
    _run(
        db,
        """
        ALTER TABLE campaign ADD COLUMN letterhead_th TEXT NOT NULL DEFAULT '';
        ALTER TABLE campaign ADD COLUMN letterhead_en TEXT NOT NULL DEFAULT '';
        ALTER TABLE campaign ADD COLUMN letterhead_fr TEXT NOT NULL DEFAULT '';
        ALTER TABLE campaign ADD COLUMN signatory_th TEXT NOT NULL DEFAULT '';
        ALTER TABLE campaign ADD COLUMN signatory_en TEXT NOT NULL DEFAULT '';
        ALTER TABLE campaign ADD COLUMN signatory_fr TEXT NOT NULL DEFAULT '';
        ALTER TABLE campaign ADD COLUMN register TEXT NOT NULL DEFAULT '';
        ALTER TABLE campaign ADD COLUMN register_next INTEGER NOT NULL DEFAULT 1;
        CREATE TABLE profile (
            id TEXT PRIMARY KEY, code TEXT NOT NULL, "order" INTEGER NOT NULL, name_th TEXT NOT
            NULL, name_en TEXT NOT NULL, name_fr TEXT NOT NULL, highest TEXT NOT NULL, unmarked
            INTEGER NOT NULL, kinds TEXT NOT NULL, fields TEXT NOT NULL, sections TEXT NOT NULL,
            tells INTEGER NOT NULL, watermark INTEGER NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pack (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, chosen TEXT NOT NULL, members TEXT NOT NULL,
            "group" INTEGER, filter TEXT NOT NULL, day TEXT, sections TEXT NOT NULL, language TEXT
            NOT NULL, era TEXT NOT NULL, digits TEXT NOT NULL, paper TEXT NOT NULL, justified
            INTEGER NOT NULL, profile TEXT NOT NULL, marking TEXT NOT NULL, watermark TEXT NOT
            NULL, recipient TEXT NOT NULL, copies INTEGER NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE export (
            id TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, way TEXT NOT NULL, what TEXT
            NOT NULL, document TEXT NOT NULL, profile TEXT NOT NULL, recipient TEXT NOT NULL, copy
            INTEGER NOT NULL, copies INTEGER NOT NULL, marking TEXT NOT NULL, language TEXT NOT
            NULL, pages INTEGER, size INTEGER, sha256 TEXT NOT NULL, protected INTEGER NOT NULL,
            withheld INTEGER NOT NULL, members TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE letter (
            id TEXT PRIMARY KEY, member TEXT NOT NULL, template TEXT NOT NULL, subject TEXT NOT
            NULL, register TEXT NOT NULL, language TEXT NOT NULL, written_on TEXT, addressee TEXT
            NOT NULL, contact TEXT NOT NULL, signed_by TEXT NOT NULL, text TEXT NOT NULL, pledges
            TEXT NOT NULL, marking TEXT NOT NULL, note TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    )


def _run(db: Database, script: str) -> None:
    """Run a script inside the migration's own transaction (executescript would commit it)."""
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)
