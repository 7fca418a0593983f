"""Promises of back-ups made without asking: what is kept, how one is made, and the way back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_pledge
from upudesk import (
    backups,
    copying,
    earlier_backups,
    evidence_store,
    file_faults,
    opening,
    recovery,
)
from upudesk.backups import DAY, MONTH, Copy, Keeping, Reason, going
from upudesk.campaign import evidence, exports, pledges, records, restoring
from upudesk.campaign.restoring import Way
from upudesk.desk import MANY, Desk
from upudesk.errors import (
    DamagedFile,
    DiskFull,
    FileProblem,
    InvalidRecord,
    PassphraseNeeded,
    ReadOnlyFile,
)
from upudesk.model import Evidence, Export, Member, Pledge
from upudesk.storage import CampaignFile

pytestmark = pytest.mark.usefixtures("quick_keys")

SECRET = "ความลับ'x\" ; --é"
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
PLENTY = 1 << 40


# ------------------------------------------------------------------ the rule

ages = st.timedeltas(timedelta(), timedelta(days=400))
copies = st.lists(
    st.builds(
        lambda age, reason, size: Copy(NOW - age, reason, size=size),
        ages, st.sampled_from(Reason), st.integers(1, 1000),
    ),
    unique_by=lambda copy: copy.made_at, max_size=40,
)  # fmt: skip


def kept(now: datetime, found: list[Copy], room: int = PLENTY) -> list[Copy]:
    gone = going(now, found, room)
    return [copy for copy in sorted(found) if copy not in gone]


@given(copies)
def test_the_newest_is_kept_and_what_goes_was_there(found):
    assert set(going(NOW, found, PLENTY)) <= set(found)
    assert kept(NOW, found)[-1:] == sorted(found)[-1:]


@given(copies)
def test_each_hour_of_a_day_each_day_of_a_month_and_each_month_keeps_one(found):
    left = [copy for copy in kept(NOW, found) if copy.reason in backups.ROUTINE]
    for copy in found:
        if copy.reason not in backups.ROUTINE:
            continue
        age = NOW - copy.made_at
        form = "%Y-%m" if age > MONTH else "%Y-%m-%d" if age > DAY else "%Y-%m-%d %H"
        assert any(
            one >= copy and f"{one.made_at:{form}}" == f"{copy.made_at:{form}}" for one in left
        )
    assert sum(NOW - copy.made_at <= DAY for copy in left) <= 25
    assert sum(DAY < NOW - copy.made_at <= MONTH for copy in left) <= 32
    assert sum(NOW - copy.made_at > MONTH for copy in left) <= 14


@given(copies, ages)
def test_thinning_early_loses_nothing_that_thinning_late_would_keep(found, later):
    late = NOW + later
    assert kept(late, kept(NOW, found)) == kept(late, found)


@given(copies)
def test_what_was_made_before_something_is_kept_whole_for_a_day(found):
    left = kept(NOW, found)
    for copy in found:
        if copy.reason not in backups.ROUTINE and NOW - copy.made_at <= DAY:
            assert copy in left


@given(copies, st.integers(0, 5000))
def test_the_budget_drops_the_oldest_and_never_the_newest(found, room):
    left, by_age = kept(NOW, found, room), kept(NOW, found)
    assert left == by_age[len(by_age) - len(left) :]
    assert len(left) <= 1 or sum(copy.size for copy in left) <= room
    assert bool(left) == bool(found)


def test_evidence_never_takes_the_whole_budget():
    assert backups.room_for_copies(100, 30) == 70
    assert backups.room_for_copies(100, 500) == 25


# ------------------------------------------------------------------ making one


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path / "kept", PLENTY)


def make(
    desk: Desk, keeping: Keeping, reason: Reason = Reason.CHANGED, now: datetime = NOW
) -> Copy:
    return backups.make(desk.original(), keeping, reason, now)


def there(desk: Desk, keeping: Keeping) -> list[Copy]:
    return backups.copies_in(backups.folder_of(keeping, desk.snapshot.campaign.id, desk.path))


def attach(desk: Desk, content: bytes, name: str = "letter.pdf") -> None:
    pledge = desk.snapshot.pledges[0] if desk.snapshot.pledges else None
    if pledge is None:
        pledge = a_pledge()
        desk.do(pledges.record_pledges, [pledge])
    desk.do(evidence.attach, Evidence(about=pledge.id, name=name), content)


@pytest.mark.parametrize("passphrase", [None, SECRET])
@pytest.mark.parametrize("content", [None, b"scan" * 600_000])
def test_a_backup_is_the_campaign_and_has_its_passphrase(make_desk, keeping, passphrase, content):
    desk = make_desk(passphrase=passphrase)
    desk.do(pledges.record_pledges, [a_pledge(words="น้ำ")])
    if content:
        attach(desk, content)
    copy = make(desk, keeping)
    assert there(desk, keeping) == [copy]
    assert opening.is_protected(copy.path) is (passphrase is not None)
    then = backups.snapshot_of(copy.path, passphrase, desk.today)
    assert restoring.differences(desk.snapshot, then) == []
    if passphrase:
        with pytest.raises(PassphraseNeeded):
            backups.snapshot_of(copy.path, None, desk.today)
        for path in copy.path.parent.iterdir():
            assert b"scanscan" not in path.read_bytes()
    assert (copy.path.stat().st_mode & 0o077, copy.path.parent.stat().st_mode & 0o077) == (0, 0)


def test_only_where_something_changed_is_another_one_made(desk, keeping):
    first = make(desk, keeping)
    assert make(desk, keeping, now=NOW + timedelta(minutes=15)) == first
    desk.do(pledges.record_pledges, [a_pledge()])
    second = make(desk, keeping, now=NOW + timedelta(hours=2))
    assert there(desk, keeping) == [first, second]


def test_a_backup_of_this_very_state_is_set_apart_before_a_bulk_change(desk, keeping):
    make(desk, keeping)
    before = make(desk, keeping, Reason.MANY, NOW + timedelta(minutes=1))
    desk.do(pledges.record_pledges, [a_pledge()])
    after = make(desk, keeping, now=NOW + timedelta(minutes=15))
    assert there(desk, keeping) == [before, after]
    assert before.reason is Reason.MANY


def test_two_in_one_second_do_not_share_a_name(desk, keeping):
    make(desk, keeping, Reason.MANY)
    desk.do(pledges.record_pledges, [a_pledge()])
    make(desk, keeping, Reason.RESTORE)
    assert len(there(desk, keeping)) == 2


def test_a_new_passphrase_asks_for_a_backup_under_it(make_desk, keeping):
    desk = make_desk(passphrase="old")
    attach(desk, b"scan")
    old = make(desk, keeping)
    desk.protect(SECRET)
    new = make(desk, keeping, now=NOW + timedelta(hours=2))
    assert there(desk, keeping) == [old, new]
    backups.snapshot_of(new.path, SECRET, desk.today)
    assert backups.files_behind(new.path, SECRET, desk.snapshot.all(Evidence))
    assert backups.files_behind(old.path, "old", desk.snapshot.all(Evidence))


def test_earlier_backups_and_their_evidence_can_be_put_under_the_new_passphrase(make_desk, keeping):
    desk = make_desk()
    attach(desk, b"scan")
    copy = make(desk, keeping)
    desk.protect(SECRET)
    for path in backups.everything_in(copy.path.parent):
        earlier_backups.encrypt_again(path, None, SECRET)
        assert opening.is_protected(path)
    found = backups.files_behind(copy.path, SECRET, desk.snapshot.all(Evidence))
    assert list(found.values()) == [b"scan"]
    with pytest.raises(PassphraseNeeded):
        backups.snapshot_of(copy.path, None, desk.today)


def test_a_bulk_change_is_told_before_it_is_written(desk):
    steps = []
    desk.before_many.append(lambda: steps.append(len(desk.steps())))
    before = len(desk.steps())
    desk.do(pledges.record_pledges, [a_pledge() for _ in range(MANY - 1)])
    assert steps == []
    desk.do(pledges.record_pledges, [a_pledge() for _ in range(MANY)])
    assert steps == [before + 1]


def test_what_went_out_is_noted_without_a_backup_that_could_be_broken_off(desk):
    desk.before_many.append(lambda: pytest.fail("nothing is changed"))
    written = [exports.entry(b"a paper", NOW, what=f"copy {n}") for n in range(MANY)]
    desk.do(exports.log, written)
    assert len(desk.snapshot.all(Export)) == MANY


def test_nobody_waits_for_the_backup_before_a_bulk_change(desk, reopen, keeping):
    """The file is not held meanwhile; what others write until then is taken in."""
    made, other = [], reopen(desk)

    def prepare():
        made.append(make(desk, keeping, Reason.MANY))
        other.do(pledges.record_pledges, [a_pledge("ke")])

    desk.before_many.append(prepare)
    desk.do(pledges.record_pledges, [a_pledge() for _ in range(MANY)])
    then = backups.snapshot_of(made[0].path, None, desk.today)
    assert then.pledges == ()
    assert len(desk.snapshot.pledges) == MANY + 1


def test_writers_do_not_wait_for_a_backup(desk, keeping, monkeypatch):
    """Between two pieces whoever writes comes in; the back-up is begun again and whole."""
    monkeypatch.setattr(copying, "PIECE", 5)
    told = copying._Patience.__call__

    def interrupted(self, *numbers):
        if len(desk.snapshot.pledges) < 3:
            desk.do(pledges.record_pledges, [a_pledge()])
        told(self, *numbers)

    monkeypatch.setattr(copying._Patience, "__call__", interrupted)
    copy = make(desk, keeping)
    then = backups.snapshot_of(copy.path, None, desk.today)
    assert len(then.pledges) == len(desk.snapshot.pledges) == 3


def test_a_file_that_is_written_all_the_time_is_backed_up_all_the_same(desk, keeping, monkeypatch):
    monkeypatch.setattr(copying, "PIECE", 1)
    told = copying._Patience.__call__

    def interrupted(self, *numbers):
        desk.do(pledges.record_pledges, [a_pledge()])
        told(self, *numbers)

    monkeypatch.setattr(copying._Patience, "__call__", interrupted)
    copy = make(desk, keeping)
    assert backups.snapshot_of(copy.path, None, desk.today).pledges


# ------------------------------------------------------------------ evidence


def test_evidence_is_kept_once_for_all_backups(desk, keeping):
    scan = os.urandom(3 << 20)
    attach(desk, scan)
    for hour in range(4):
        desk.do(pledges.record_pledges, [a_pledge("ke")])
        make(desk, keeping, now=NOW + timedelta(hours=hour))
    folder = backups.folder_of(keeping, desk.snapshot.campaign.id, desk.path)
    sizes = sum(path.stat().st_size for path in folder.iterdir())
    assert len(there(desk, keeping)) == 4
    assert len(scan) < sizes < len(scan) + (3 << 20)
    assert all(copy.size < len(scan) for copy in there(desk, keeping))


def test_evidence_goes_with_the_last_backup_that_rested_on_it(desk, keeping):
    attach(desk, b"first")
    make(desk, keeping)
    (record,) = desk.snapshot.all(Evidence)
    desk.expunge(record.id)
    attach(desk, b"second", "other.pdf")
    make(desk, keeping, now=NOW + timedelta(hours=2))
    names = {sha256(text).hexdigest() for text in (b"first", b"second")}
    assert kept_evidence(desk, keeping) == names
    folder = backups.folder_of(keeping, desk.snapshot.campaign.id, desk.path)
    backups.thin(folder, None, replace(keeping, budget=0), NOW + timedelta(hours=3))
    assert kept_evidence(desk, keeping) == {sha256(b"second").hexdigest()}


def kept_evidence(desk: Desk, keeping: Keeping) -> set[str]:
    folder = backups.folder_of(keeping, desk.snapshot.campaign.id, desk.path)
    (path,) = evidence_store.stores_in(folder)
    with evidence_store.EvidenceStore.open(path, None) as store:
        return store.names()


def test_bytes_that_do_not_fit_their_name_are_not_kept(tmp_path):
    with evidence_store.store_for(tmp_path, SECRET, "a") as store:
        assert not store.take("0" * 64, [b"something else"])
        assert store.take(sha256(b"ab").hexdigest(), [b"a", b"b"])
        assert store.names() == {sha256(b"ab").hexdigest()}


@pytest.mark.parametrize("how", ["spoilt", "of another make"])
def test_a_store_that_does_not_hold_together_keeps_no_backup_from_being_made(desk, keeping, how):
    attach(desk, os.urandom(1 << 20))
    (path,) = evidence_store.stores_in(make(desk, keeping).path.parent)
    if how == "spoilt":
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\7" * 20480 + whole[24576:])
    else:
        with evidence_store.EvidenceStore.open(path, None) as store:
            store._sql("DROP TABLE needed")
    attach(desk, b"second", "other.pdf")
    later = make(desk, keeping, now=NOW + timedelta(hours=1))
    found = backups.files_behind(later.path, None, desk.snapshot.all(Evidence))
    assert len(found) == 2


def test_what_is_backed_up_after_a_clock_was_put_back_is_kept(desk, keeping):
    make(desk, keeping)
    desk.do(pledges.record_pledges, [a_pledge()])
    copy = make(desk, replace(keeping, budget=0), now=NOW - 400 * DAY)
    assert there(desk, keeping) == [copy]


def test_a_store_made_by_a_clock_that_was_late_is_kept_while_backups_rest_on_it(make_desk, keeping):
    desk = make_desk(passphrase=SECRET)
    attach(desk, b"first")
    early = make(desk, keeping)
    desk.protect("another")
    late = make(desk, keeping, now=NOW - 40 * DAY)
    for copy in (early, late):
        copy.path.unlink()
    attach(desk, b"second", "other.pdf")
    copy = make(desk, keeping, now=NOW + DAY)
    assert len(backups.files_behind(copy.path, "another", desk.snapshot.all(Evidence))) == 2


@pytest.mark.parametrize("passphrase", [None, SECRET])
def test_a_restored_backup_has_its_evidence_again(make_desk, reopen, machine, keeping, passphrase):
    desk = make_desk(passphrase=passphrase)
    scan = os.urandom(3 << 20)
    attach(desk, scan)
    copy = make(desk, keeping)
    desk.close()
    desk.path.write_bytes(desk.path.read_bytes()[:9000])
    recovery.restore(desk.path, copy.path, passphrase, machine=machine)
    again = reopen(desk.path, passphrase)
    (record,) = again.snapshot.all(Evidence)
    assert again.file_of(record) == scan
    assert again.check().sound
    earlier = {step.writer for step in again.steps()}
    again.do(pledges.record_pledges, [a_pledge("ke")])
    assert again.steps()[-1].writer not in earlier


class _Enough(Exception):
    """The reader breaks it off."""


def test_a_restore_can_be_broken_off_at_any_moment_and_nothing_has_happened(
    desk, reopen, machine, keeping, tmp_path
):
    attach(desk, os.urandom(3 << 20))
    copy = make(desk, keeping)
    desk.close()
    was = desk.path.read_bytes()[:9000]
    desk.path.write_bytes(was)
    around = sorted(desk.path.parent.iterdir())

    def restored(after: int) -> bool:
        left = iter(range(after))

        def tell() -> None:
            if next(left, None) is None:
                raise _Enough

        try:
            recovery.restore(desk.path, copy.path, machine=machine, tell=tell)
        except _Enough:
            return False
        return True

    times = 0
    while not restored(times):
        assert desk.path.read_bytes() == was
        assert sorted(desk.path.parent.iterdir()) == around
        times += 1
    assert times > 5
    assert reopen(desk.path).check().sound


# ------------------------------------------------------------------ what goes wrong


def test_a_folder_that_is_gone_or_readonly_is_said_and_nothing_else_suffers(desk, tmp_path):
    gone = Keeping(tmp_path / "stick", PLENTY, chosen=True)
    with pytest.raises(FileProblem, match="is not there; no back-up was made"):
        make(desk, gone)
    assert not gone.folder.exists()
    gone.folder.mkdir(0o500)
    with pytest.raises(ReadOnlyFile, match="cannot be written; no back-up was made"):
        make(desk, gone)
    gone.folder.chmod(0o700)
    make(desk, gone)
    folder = backups.folder_of(gone, desk.snapshot.campaign.id, desk.path)
    folder.chmod(0o500)
    desk.do(pledges.record_pledges, [a_pledge()])
    with pytest.raises(ReadOnlyFile, match="cannot be written; no back-up was made"):
        make(desk, gone, now=NOW + timedelta(hours=2))
    folder.chmod(0o700)
    assert len(there(desk, gone)) == 1


def test_a_file_in_the_place_of_the_folder_is_said(desk, tmp_path):
    (tmp_path / "kept").write_text("no folder")
    with pytest.raises(FileProblem, match="no back-up was made"):
        make(desk, Keeping(tmp_path / "kept", PLENTY))


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full-like limits")
def test_a_full_folder_is_said_and_leaves_nothing_behind(desk, keeping):
    make(desk, keeping)
    attach(desk, os.urandom(1 << 20))
    script = (
        "import resource, signal, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from upudesk import backups\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "keeping = backups.Keeping(Path(sys.argv[2]), 1 << 40)\n"
        "original = backups.Original(Path(sys.argv[1]), None, sys.argv[3])\n"
        "try:\n"
        "    backups.make(original, keeping, backups.Reason.CHANGED, datetime.now(UTC))\n"
        "except Exception as error:\n"
        "    print(type(error).__name__, error)\n"
    )
    told = run(script, desk.path, keeping.folder, desk.snapshot.campaign.id)
    assert told.startswith(("DiskFull", "FileProblem")), told
    assert "o back-up was made" in told, told
    folder = backups.folder_of(keeping, desk.snapshot.campaign.id, desk.path)
    assert len(there(desk, keeping)) == 1
    assert not list(folder.glob(".*"))


def test_a_disk_that_is_full_is_named(desk, keeping, monkeypatch):
    def full(*_, **__):
        raise file_faults.not_made(Path("x"))

    monkeypatch.setattr(copying, "copy_records", full)
    with pytest.raises(DiskFull, match="Make room, or choose another folder"):
        make(desk, keeping)


def run(script: str, *arguments: object) -> str:
    made = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return made.stdout + made.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_backup_leaves_no_half_copy_that_counts(make_desk, keeping):
    desk = make_desk()
    attach(desk, os.urandom(2 << 20))
    script = (
        "import sys\n"
        "from datetime import UTC, datetime, timedelta\n"
        "from pathlib import Path\n"
        "from tests.builders import a_pledge\n"
        "from upudesk import backups\n"
        "from upudesk.campaign import pledges\n"
        "from upudesk.desk import Desk\n"
        "from upudesk.machine import Machine\n"
        "desk = Desk.open(Path(sys.argv[1]), machine=Machine(Path(sys.argv[3])))\n"
        "keeping = backups.Keeping(Path(sys.argv[2]), 1 << 40)\n"
        "print('ready', flush=True)\n"
        "for hour in range(999):\n"
        "    desk.do(pledges.record_pledges, [a_pledge('ke')])\n"
        "    now = datetime.now(UTC) + timedelta(hours=hour)\n"
        "    backups.make(desk.original(), keeping, backups.Reason.RESTORE, now)\n"
    )
    for turn in range(6):
        keeping_args = [desk.path, keeping.folder, keeping.folder.parent / "machine"]
        process = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, keeping_args)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.1 + turn * 0.17)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for copy in there(desk, keeping):
            with CampaignFile.looked_at(copy.path, None) as file:
                assert not file.integrity_faults()
            wanted = backups.snapshot_of(copy.path, None, desk.today).all(Evidence)
            assert backups.files_behind(copy.path, None, wanted)
    assert there(desk, keeping)


def test_what_was_left_half_made_is_swept_away_later(desk, keeping):
    copy = make(desk, keeping)
    left = copy.path.with_name(".2026-01-01 000000Z opened.upudesk.12")
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    desk.do(pledges.record_pledges, [a_pledge()])
    make(desk, keeping, now=NOW + timedelta(hours=2))
    assert not left.exists()


def test_the_folder_of_a_file_that_cannot_be_read_any_more_is_found(desk, keeping):
    copy = make(desk, keeping)
    assert backups.folder_for_file(keeping, desk.path) == copy.path.parent
    assert backups.folder_for_file(keeping, desk.path.with_name("other.upudesk")) is None


def test_two_copies_of_one_campaign_have_a_folder_each(desk, reopen, keeping):
    first = make(desk, keeping)
    twin = reopen(Path(shutil.copy(desk.path, desk.path.with_name("twin.upudesk"))))
    second = make(twin, keeping)
    assert first.path.parent != second.path.parent
    assert there(desk, keeping) == [first]
    assert there(twin, keeping) == [second]


def test_a_file_that_was_moved_takes_its_folder_along(desk, reopen, keeping):
    copy = make(desk, keeping)
    desk.close()
    moved = reopen(desk.path.rename(desk.path.with_name("moved.upudesk")))
    assert there(moved, keeping) == [copy]


def test_a_foreign_file_in_the_folder_is_no_backup(desk, keeping):
    copy = make(desk, keeping)
    for name in ("notes.txt", "2026-99-99 000000Z opened.upudesk", "2026-01-01 000000Z x.upudesk"):
        copy.path.with_name(name).write_text("x")
    assert there(desk, keeping) == [copy]


# ------------------------------------------------------------------ going back


def test_going_back_is_one_step_that_can_be_undone(desk, keeping):
    stays, goes = a_pledge(), a_pledge("fr")
    desk.do(pledges.record_pledges, [stays, goes])
    copy = make(desk, keeping)
    edited = replace(stays, words="otherwise")
    desk.do(records.put, edited, stays)
    desk.do(pledges.withdraw_pledge, desk.snapshot.get(Pledge, goes.id))
    added = a_pledge("ke")
    desk.do(pledges.record_pledges, [added])
    today = {record.id: record for record in desk.snapshot.pledges}
    then = backups.snapshot_of(copy.path, None, desk.today)
    found = {one.record.id: one.way for one in restoring.differences(desk.snapshot, then)}
    assert found == {stays.id: Way.CHANGED, goes.id: Way.BACK, added.id: Way.GONE}
    desk.do(restoring.restore, then)
    assert restoring.differences(desk.snapshot, then) == []
    desk.undo()
    assert {record.id: record for record in desk.snapshot.pledges} == today
    assert desk.check().sound


def test_what_was_erased_for_good_does_not_come_back(desk, keeping):
    (kenya,) = [m for m in desk.snapshot.members if m.iso2 == "KE"]
    desk.do(records.put, replace(kenya, notes="secret"), kenya)
    pledge = a_pledge(words="said in confidence")
    desk.do(pledges.record_pledges, [pledge])
    copy = make(desk, keeping)
    desk.expunge(kenya.id, "notes")
    desk.expunge(pledge.id)
    then = backups.snapshot_of(copy.path, None, desk.today)
    assert restoring.differences(desk.snapshot, then, desk.erased()) == []
    desk.do(records.put, replace(desk.snapshot.get(Member, kenya.id), notes="new"), kenya)
    desk.do(restoring.restore, then, desk.erased())
    assert desk.snapshot.get(Member, kenya.id).notes != "secret"
    assert desk.snapshot.find(Pledge, pledge.id) is None


def test_evidence_whose_bytes_are_gone_comes_back_with_them(desk, keeping):
    attach(desk, b"scan")
    copy = make(desk, keeping)
    (record,) = desk.snapshot.all(Evidence)
    desk.do(records.remove, record)
    then = backups.snapshot_of(copy.path, None, desk.today)
    back = restoring.coming_back(restoring.differences(desk.snapshot, then))
    files = backups.files_behind(copy.path, None, back)
    desk.do(restoring.restore, then, frozenset(), files)
    assert desk.file_of(desk.snapshot.all(Evidence)[0]) == b"scan"


def test_another_campaigns_backup_is_refused(desk):
    own = desk.snapshot.campaign
    changed = [("campaign", own.id, None), ("campaign", "x", replace(own, id="x"))]
    with pytest.raises(InvalidRecord, match="another campaign"):
        restoring.differences(desk.snapshot, desk.snapshot.with_records(changed, ()))


def test_a_spoilt_copy_is_dropped_and_said(desk, keeping, monkeypatch):
    monkeypatch.setattr(CampaignFile, "integrity_faults", lambda self: ["page 7"])
    with pytest.raises(DamagedFile, match="could not be proved and was dropped"):
        make(desk, keeping)
    assert there(desk, keeping) == []
