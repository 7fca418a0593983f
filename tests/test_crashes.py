"""What was acknowledged survives a kill, a failing disk and a power cut; nothing half stands.

Short runs of what `python -m bench.crash`, `bench.failing` and `bench.power` do at length, and a
test of its own for every defect that they found.
"""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bench import crash, deeds, scenes, shim
from tests.builders import a_pledge
from upudesk import backups, copying, evidence_store, placing, recovery
from upudesk.campaign import evidence, pledges
from upudesk.desk import Desk
from upudesk.errors import DiskFull, FileProblem
from upudesk.model import Evidence
from upudesk.storage import CampaignFile

SECRET = "ความลับ"

forks = pytest.mark.skipif(os.name == "nt", reason="Windows has no fork and no SIGKILL")
shimmed = pytest.mark.skipif(not shim.usable(), reason=shim.NO_COMPILER)


SHORT = [d for d in deeds.DEEDS if d.name.endswith(("saves, plain", "passphrase changed", "paper"))]
SHORT += deeds.deeds_named(["back-up, plain", "restore, protected", "migration, plain"])


@pytest.fixture(scope="module")
def _quick_keys():
    """As the harness has them."""
    scenes.quick_keys()
    yield
    scenes.usual_keys()


@forks
@pytest.mark.usefixtures("_quick_keys")
@pytest.mark.parametrize("deed", SHORT, ids=lambda deed: deed.name)
def test_nothing_acknowledged_is_lost_when_the_program_is_killed(deed):
    crash.at_random(deed, 1, runs=1)


@shimmed
@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("bench.failing", ["--step", "59", "save, plain", "paper"]),
        ("bench.power", ["--tries", "1", "--every", "25", "save, protected", "paper"]),
    ],
    ids=["a disk that fails or is full", "a power cut"],
)
def test_a_save_and_a_paper_survive(module, arguments):
    made = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, timeout=120,
        check=False, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr


@shimmed
def test_the_power_cut_is_one_that_less_care_would_not_survive():
    """A harness that finds nothing proves something only where it can find something."""
    script = (
        "import os\n"
        "from upudesk import connection\n"
        "def harden(db):\n"
        "    for word in ('journal_mode = DELETE', 'synchronous = FULL'):\n"
        "        db.execute('PRAGMA ' + word).fetchall()\n"
        "connection.harden = harden\n"
        "os.fsync = lambda _file: None\n"
        "from bench import deeds, power\n"
        "for deed in deeds.deeds_named(['save, plain', 'paper']):\n"
        "    try:\n"
        "        power.cut(deed, power.Shim(), tries=0, every=99)\n"
        "    except AssertionError as lost:\n"
        "        print('lost', lost)\n"
    )
    made = shim.run_loaded([sys.executable, "-c", script])
    lost = [line for line in made.stdout.splitlines() if "is gone" in line or "are gone" in line]
    assert len(lost) == 2, made.stdout + made.stderr


# ------------------------------------------------------------------ what the harness found


def test_a_finished_copy_has_its_name_only_once_it_is_whole(desk, monkeypatch):
    """A copy that was killed halfway stood under the name of a whole one."""
    seen = []
    copy_into = copying.copy_into

    def watched(db, target, *args):
        seen.append(target.name)
        return copy_into(db, target, *args)

    monkeypatch.setattr(copying, "copy_into", watched)
    copy = desk.backup()
    assert seen == [f".{copy.name}.new"]
    assert copy.exists()
    assert not list(copy.parent.glob(".*.new"))


def test_what_a_kill_left_of_a_copy_is_swept_away(desk, reopen):
    copy = desk.path.with_name(f".{desk.path.stem}.shape-1.upudesk.new")
    folder = desk.path.with_name(f".{desk.path.name}.x")
    folder.mkdir()
    copy.write_bytes(b"half")
    for left in (copy, folder):
        os.utime(left, (1, 1))
    reopen(desk.path)
    assert not copy.exists()
    assert not folder.exists()


def test_a_passphrase_that_could_not_be_changed_leaves_a_file_that_can_be_written(
    make_desk, reopen, monkeypatch
):
    """After a rekey that failed, SQLCipher went on writing under the new key."""
    desk = make_desk(passphrase=SECRET)
    with monkeypatch.context() as patch:
        patch.setattr(placing, "put_in_place", _broken)
        with pytest.raises(FileProblem, match="could not be used"):
            desk.protect("another")
    pledge = a_pledge()
    desk.do(pledges.record_pledges, [pledge])
    again = reopen(desk.path, SECRET)
    assert again.check().sound
    assert pledge.id in {p.id for p in again.snapshot.pledges}


def _broken(*_):
    raise OSError(errno.EIO, "Input/output error")


def test_a_restore_that_cannot_write_its_evidence_does_not_say_that_it_is_done(
    desk, machine, tmp_path, monkeypatch
):
    """A disk that failed while evidence was brought in was taken for a store without it."""
    desk.do(evidence.attach, Evidence(name="scan.bin"), os.urandom(5000))
    keeping = backups.Keeping(tmp_path / "kept", 1 << 40)
    copy = backups.make(desk.original(), keeping, backups.Reason.CHANGED, desk._real_now())
    desk.close()

    def full(*_):
        raise DiskFull("full")

    monkeypatch.setattr(CampaignFile, "keep_parts", full)
    with pytest.raises(DiskFull):
        recovery.restore(desk.path, copy.path, machine=machine)
    with Desk.open(desk.path, machine=machine) as again:
        assert again.check().sound


def test_a_spoilt_store_is_passed_over_and_nothing_of_it_is_taken(make_desk, tmp_path):
    desk = make_desk()
    with evidence_store.store_for(tmp_path, None, "a") as store:
        store.take(sha := _named(b"scan"), [b"scan"])
        store._sql("UPDATE chunk SET bytes = X'00'")
    with closing(CampaignFile.open(desk.path, None)) as file:
        assert evidence_store.bring_together(file, {sha}, tmp_path) == {sha}
        assert not file.has_bytes(sha)


def _named(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def test_a_paper_is_on_the_disk_before_it_takes_the_place_of_another(tmp_path, monkeypatch):
    """A power cut could leave an empty file where a good paper stood."""
    done, replace, fsync = [], Path.replace, os.fsync
    monkeypatch.setattr(Path, "replace", lambda *a: done.append("named") or replace(*a))

    def synced(file):
        done.append("folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "synced")
        fsync(file)

    monkeypatch.setattr(os, "fsync", synced)
    placing.place_pdf(tmp_path / "a.pdf", b"%PDF-1.7")
    assert done[:2] == ["synced", "named"]


def test_what_a_kill_left_of_a_paper_is_swept_away(tmp_path):
    left = tmp_path / ".upudesk-1.new"
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    placing.place_pdf(tmp_path / "a.pdf", b"%PDF-1.7")
    assert not left.exists()


def test_where_a_file_has_one_name_only_it_is_kept_whole_or_not_at_all(desk, machine, monkeypatch):
    desk.do(pledges.record_pledges, [a_pledge()])
    copy = desk.backup()
    desk.close()
    was = desk.path.read_bytes()
    named = []
    monkeypatch.setattr(os, "link", _broken)
    put = placing.put_in_place
    monkeypatch.setattr(
        placing, "put_in_place", lambda made, path: named.append(path.name) or put(made, path)
    )
    kept = recovery.restore(desk.path, copy, machine=machine)
    assert kept is not None
    assert named[0] == kept.name
    assert kept.read_bytes() == was


def test_the_folder_of_a_first_back_up_and_its_mark_outlive_a_power_cut(
    desk, tmp_path, monkeypatch
):
    """They were made and never synced: the first back-up could go, or not be found any more."""
    synced, sync = [], placing.sync
    monkeypatch.setattr(placing, "sync", lambda path: synced.append(path) or sync(path))
    keeping = backups.Keeping(tmp_path / "new" / "kept", 1 << 40)
    copy = backups.make(desk.original(), keeping, backups.Reason.CHANGED, desk._real_now())
    folder = copy.path.parent
    assert {tmp_path, keeping.folder.parent, keeping.folder} <= set(synced)
    assert folder / f".campaign.{os.getpid()}" in synced
    assert backups.folder_for_file(keeping, desk.path) == folder
