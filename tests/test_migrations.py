"""Every shape that the campaign file has had opens today; old changes are read in the new words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

from tests.builders import LAOS
from upudesk import migrations, placing, shapes
from upudesk.campaign import records
from upudesk.desk import Desk
from upudesk.errors import ReadOnlyFile
from upudesk.journal import Change
from upudesk.model import KINDS, Member
from upudesk.storage import CampaignFile
from upudesk.values import shape_of

RELEASED = Path(__file__).parent / "campaigns"


def test_every_released_shape_has_a_file():
    kept = {int(p.stem.removeprefix("shape-")) for p in RELEASED.glob("shape-*.upudesk")}
    assert kept == set(range(1, shapes.LATEST + 1))


@pytest.mark.parametrize("old", sorted(RELEASED.glob("*.upudesk")), ids=lambda path: path.stem)
def test_a_file_of_every_released_shape_opens_whole(old, tmp_path):
    path = tmp_path / old.name
    shutil.copyfile(old, path)
    with Desk.open(path) as desk:
        assert desk.check().sound
        assert [p.words for p in desk.snapshot.pledges] == ["พร้อมสนับสนุน", "พร้อมสนับสนุน"]
        assert desk.snapshot.all(Member)


def test_the_tables_have_the_columns_of_the_records_in_their_order(desk):
    for name, kind in KINDS.items():
        columns = [c.name for c in Database(desk._file._db)[name].columns]
        assert columns == ["id", *shape_of(kind).codecs], name


def test_every_table_is_strict(desk):
    rows = desk._file._sql("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    loose = {name for name, strict in rows if not strict}
    assert loose <= {"sqlite_schema", "_sqlite_migrations"}


@pytest.fixture
def older_file(desk) -> Path:
    desk.do(records.put, replace(LAOS, notes="call"), LAOS)
    desk.do(records.put, replace(LAOS, notes="call again"), desk.snapshot.get(Member, "la"))
    desk.close()
    return desk.path


@pytest.fixture
def later_version(older_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the file was written: a program that calls a member's `notes` its `next_step`."""
    later = Migrations("upudesk")
    later._migrations = list(migrations.migrations._migrations)

    @later()
    def m099_notes_are_next_steps(_: Database) -> None:
        """The tables are made again from the journal; only columns would change here."""

    def renamed(change: Change) -> Iterator[Change]:
        if (change.kind, change.field) == ("member", "notes"):
            yield replace(change, field="next_step")
        else:
            yield change

    monkeypatch.setattr(migrations, "migrations", later)
    monkeypatch.setattr(shapes, "LATEST", shapes.LATEST + 1)
    monkeypatch.setitem(shapes.TRANSLATIONS, shapes.LATEST - 1, renamed)


@pytest.mark.usefixtures("later_version")
def test_old_changes_are_translated_and_never_rewritten(older_file, machine):
    with Desk.open(older_file, machine=machine) as desk:
        assert desk.snapshot.get(Member, "la").next_step == "call again"
        assert desk.check().sound
        fields = [c.field for s in desk._file.steps() for c in s.changes if c.record == "la"]
        assert fields.count("notes") == 2


@pytest.mark.usefixtures("later_version")
def test_tables_are_rebuilt_from_old_and_new_changes_alike(older_file, machine):
    with Desk.open(older_file, machine=machine) as desk:
        laos = desk.snapshot.get(Member, "la")
        desk.do(records.put, replace(laos, next_step="visit"), laos)
        desk._file.rebuild()
        assert desk._file.tables()["member"]["la"].next_step == "visit"
        assert desk.check().sound


@pytest.mark.usefixtures("later_version")
def test_a_step_from_before_a_migration_can_be_undone_after_it(older_file, machine):
    with Desk.open(older_file, machine=machine) as desk:
        desk.undo()
        assert desk.snapshot.get(Member, "la").next_step == "call"
        assert desk.check().sound


@pytest.mark.usefixtures("later_version")
def test_a_copy_is_made_before_an_older_file_is_migrated(older_file, monkeypatch, machine):
    before = older_file.read_bytes()
    Desk.open(older_file, machine=machine).close()
    (copy,) = older_file.parent.glob(f"*.shape-{shapes.LATEST - 1}.upudesk")
    monkeypatch.undo()
    assert older_file.read_bytes() != before
    opened = CampaignFile.open(copy, None)
    assert opened.tables()["member"]["la"].notes == "call again"
    opened.close()


@pytest.mark.usefixtures("later_version")
def test_an_older_file_that_cannot_be_written_is_left_untouched(older_file, machine):
    older_file.chmod(0o400)
    before = older_file.read_bytes()
    with pytest.raises(ReadOnlyFile, match="older shape"):
        Desk.open(older_file, machine=machine)
    assert older_file.read_bytes() == before
    assert placing.writable(older_file) is False


def test_making_a_campaign_takes_no_numpy_along(tmp_path):
    """sqlite-utils would; a start does not wait for what the forecast alone needs."""
    code = (
        "import sys, pathlib; from upudesk.opening import create; "
        "create(pathlib.Path(sys.argv[1]), None).close(); "
        "assert 'sqlite_utils' in sys.modules; assert 'numpy' not in sys.modules; import numpy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new.upudesk")],
        cwd=RELEASED.parents[1],
        check=False,
    )
    assert done.returncode == 0
