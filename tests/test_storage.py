"""Promises of the campaign file, against real files."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LAOS, a_founding, a_pledge
from tests.conftest import MOMENT
from upudesk import (
    connection,
    copying,
    earlier_backups,
    inspection,
    placing,
    recovery,
    seed,
    storage,
)
from upudesk.campaign import evidence, pledges, records
from upudesk.desk import Desk
from upudesk.errors import (
    AlreadyOpen,
    CampaignTooNew,
    DamagedFile,
    DiskFull,
    FileProblem,
    NotACampaign,
    PassphraseNeeded,
    ReadOnlyFile,
    WrongPassphrase,
)
from upudesk.machine import Machine
from upudesk.model import KINDS, Evidence, Member
from upudesk.storage import CampaignFile
from upudesk.values import from_values, shape_of, to_values

pytestmark = pytest.mark.usefixtures("quick_keys")

SECRET = "ความลับ'x\" ; --é"


def raw(path: Path, statement: str, passphrase: str | None = None) -> list:
    """Meddle with a campaign file behind the program's back."""
    db = connection.connect(path, passphrase)
    try:
        return db.execute(statement).fetchall()
    finally:
        db.close()


any_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
_VALUES = {
    "str": any_text,
    "int": st.integers(0, 9999),
    "int | None": st.none() | st.integers(-(2**31), 2**31),
    "float | None": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "date | None": st.none() | st.dates(date(1000, 1, 1), date(8999, 12, 31)),
    "tuple[str, ...]": st.lists(any_text, max_size=3).map(tuple),
}


def any_record(kind):
    def values(field):
        name = str(field.type)
        optional = name.endswith(" | None")
        if name in _VALUES:
            return _VALUES[name]
        choices = st.sampled_from(list(type_named(name.removesuffix(" | None"))))
        return st.none() | choices if optional else choices

    fields = {f.name: values(f) for f in dataclass_fields(kind) if f.name != "id"}
    return st.builds(kind, **fields)


def type_named(name: str):
    from upudesk import model

    return getattr(model, name)


@settings(max_examples=150)
@given(st.sampled_from(list(KINDS.values())).flatmap(any_record))
def test_every_field_of_every_record_comes_back_as_it_was_put(record):
    values = to_values(record)
    assert set(values) == set(shape_of(type(record)).codecs)
    assert from_values(type(record), record.id, values) == record


@settings(max_examples=40)
@given(data=st.data())
def test_what_is_put_is_what_is_read_from_the_file(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("law")
    kind = data.draw(st.sampled_from([k for k in KINDS.values() if k.KIND != "campaign"]))
    record = data.draw(any_record(kind))
    from upudesk.campaign.plan import Plan, Put
    from upudesk.founding import Deed

    machine = Machine(folder / "machine")
    deeds = [a_founding(MOMENT), Deed(MOMENT, Plan("x.add", (Put(record),)))]
    Desk.create(folder / "a.upudesk", deeds, machine=machine).close()
    with Desk.open(folder / "a.upudesk", machine=machine) as desk:
        assert desk.snapshot.find(kind, record.id) == record
        # Drawn at random, it may name records or files that are not there; all else holds.
        faults = map(str, desk.check().faults)
        assert all("not there" in fault or "lost its file" in fault for fault in faults)


@pytest.mark.parametrize("passphrase", [None, SECRET])
def test_a_campaign_is_found_again_with_and_without_a_passphrase(make_desk, reopen, passphrase):
    desk = make_desk(passphrase=passphrase)
    desk.do(pledges.record_pledges, [a_pledge(words="น้ำ")])
    desk.close()
    again = reopen(desk.path, passphrase)
    assert again.snapshot.pledges[0].words == "น้ำ"
    assert again.protected is (passphrase is not None)


def test_a_protected_file_holds_no_plain_text(make_desk):
    desk = make_desk(passphrase=SECRET)
    desk.do(records.put, replace(LAOS, notes="PLAINLY-VISIBLE"), LAOS)
    assert b"PLAINLY-VISIBLE" not in desk.path.read_bytes()
    assert b"SQLite format 3" not in desk.path.read_bytes()


def test_a_wrong_passphrase_is_told_in_one_sentence_and_changes_nothing(make_desk, reopen, capfd):
    desk = make_desk(passphrase=SECRET)
    desk.close()
    before = desk.path.read_bytes()
    with pytest.raises(WrongPassphrase, match="does not open"):
        reopen(desk.path, "another")
    assert desk.path.read_bytes() == before
    assert capfd.readouterr().err == ""


def test_a_protected_file_asks_for_its_passphrase(make_desk, reopen):
    desk = make_desk(passphrase=SECRET)
    with pytest.raises(PassphraseNeeded):
        reopen(desk.path)


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_empty_passphrase_is_refused(make_desk, tmp_path, empty):
    with pytest.raises(WrongPassphrase, match="empty"):
        make_desk("empty", empty)
    assert not (tmp_path / "empty.upudesk").exists()


@pytest.mark.parametrize("letter", ["\0", "\udcff"], ids=["NUL", "half a character"])
def test_a_passphrase_that_no_file_can_have_is_refused(make_desk, reopen, letter):
    with pytest.raises(WrongPassphrase, match="cannot hold"):
        make_desk("new", f"a{letter}b")
    with pytest.raises(WrongPassphrase, match="cannot hold"):
        reopen(make_desk(passphrase="ab"), f"a{letter}b")


def test_one_phrase_typed_on_two_keyboards_is_one_key(make_desk, reopen):
    desk = make_desk(passphrase="e\u0301tat")
    assert reopen(desk.path, "\u00e9tat").snapshot.members


@pytest.mark.parametrize(("before", "after"), [(None, "new"), ("old", "new"), ("old", None)])
def test_a_passphrase_is_set_changed_and_removed_and_nothing_is_lost(
    make_desk, reopen, before, after
):
    desk = make_desk(passphrase=before)
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.protect(after)
    desk.undo()
    desk.redo()
    assert desk.check().sound
    desk.close()
    again = reopen(desk.path, after)
    assert len(again.snapshot.pledges) == 1
    assert len({step.writer for step in again.steps()}) == 2
    if after:
        with pytest.raises((WrongPassphrase, PassphraseNeeded)):
            reopen(desk.path, before)
    assert [p.name for p in desk.path.parent.glob("*.upudesk")] == [desk.path.name]


def test_nothing_is_written_into_a_file_that_was_replaced_meanwhile(make_desk, reopen):
    desk = make_desk()
    other = reopen(desk)
    desk.protect(SECRET)
    with pytest.raises(FileProblem, match="replaced"):
        other.do(pledges.record_pledges, [a_pledge()])
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    desk.close()
    assert len(reopen(desk.path, SECRET).snapshot.pledges) == 1


def test_nobody_writes_while_a_passphrase_is_set(make_desk, reopen, monkeypatch):
    desk = make_desk()
    other = reopen(desk)
    other._file._sql("PRAGMA busy_timeout = 0").fetchall()
    export = copying.export_to

    def meanwhile(*args):
        with pytest.raises(FileProblem, match="being written by another"):
            other.do(pledges.record_pledges, [a_pledge()])
        return export(*args)

    monkeypatch.setattr(copying, "export_to", meanwhile)
    desk.protect(SECRET)
    assert desk.check().sound


def test_what_was_written_just_before_nobody_could_is_taken_in(make_desk, reopen):
    """What another program wrote between two looks was in the file, and never on the screen."""
    desk = make_desk()
    other = reopen(desk)

    def beside(work):
        other.do(pledges.record_pledges, [a_pledge()])
        return work(copying.unheard)

    desk.protect(SECRET, beside)
    assert len(desk.snapshot.pledges) == 1
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    assert desk.check().sound


class GivenUp(Exception):
    """Somebody pressed Cancel."""


def giving_up(at: int):
    """Breaks off where it is told so many times; keeps what it was told."""
    heard = []

    def tell(done, of):
        heard.append((done, of))
        if len(heard) == at:
            raise GivenUp

    return heard, tell


def given_up_everywhere(desk, work) -> int:
    """How often it could be broken off; each time all is as it was, and nothing is left over."""
    for at in range(1, 500):
        before, there = desk.path.read_bytes(), set(desk.path.parent.iterdir())
        try:
            work(giving_up(at)[1])
        except GivenUp:
            assert desk.path.read_bytes() == before
            assert set(desk.path.parent.iterdir()) == there
        else:
            return at - 1
    raise AssertionError("it comes to no end")


def test_a_change_of_passphrase_can_be_given_up_until_it_counts(make_desk, reopen, monkeypatch):
    monkeypatch.setattr(copying, "_STEPS", 1_500)
    desk = make_desk(passphrase="old")
    desk.do(evidence.attach, Evidence(name="scan.bin"), os.urandom(5000))
    changed = given_up_everywhere(desk, lambda tell: desk.protect("new", lambda work: work(tell)))
    assert changed > 2
    assert reopen(desk.path, "new").check().sound
    desk.do(pledges.record_pledges, [a_pledge()])


def test_after_a_change_of_passphrase_that_was_given_up_work_goes_on(make_desk, reopen):
    desk = make_desk(passphrase="old")
    with pytest.raises(GivenUp):
        desk.protect("new", lambda work: work(giving_up(3)[1]))
    desk.do(pledges.record_pledges, [a_pledge()])
    assert reopen(desk.path, "old").check().sound


def test_a_backup_by_hand_can_be_given_up_until_it_counts(make_desk):
    desk = make_desk()
    assert given_up_everywhere(desk, lambda tell: desk.backup(tell=tell)) > 2
    assert len(desk.backups()) == 1


def test_what_is_copied_tells_how_far_it_is(make_desk, monkeypatch):
    monkeypatch.setattr(copying, "PIECE", 16)
    desk = make_desk()
    desk.do(evidence.attach, Evidence(name="scan.bin"), os.urandom(1 << 20))
    (copied, tell), (changed, tell_too) = giving_up(0), giving_up(0)
    desk.backup(tell=tell)
    desk.protect("new", lambda work: work(tell_too))
    for heard in (copied, changed):
        far = [done / of for done, of in heard if of]
        assert far == sorted(far)
        assert far[-1] == 1
    assert len({done for done, _of in copied}) > 10


def test_a_file_that_somebody_deleted_is_saved_by_a_backup(desk, reopen):
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.path.unlink()
    assert len(reopen(desk.backup()).snapshot.pledges) == 1


def test_the_passphrase_stays_while_another_window_has_the_campaign(make_desk, reopen):
    desk = make_desk(passphrase="old")
    reopen(desk, "old", window=True)
    with pytest.raises(AlreadyOpen):
        desk.protect("new")
    assert reopen(desk, "old").check().sound


def test_a_backup_made_before_a_new_passphrase_is_listed_and_can_be_encrypted_again(make_desk):
    desk = make_desk(passphrase="old")
    desk.backup()
    desk.protect("new")
    (earlier,) = desk.backups()
    with pytest.raises(WrongPassphrase):
        Desk.open(earlier, "new")
    earlier_backups.encrypt_again(earlier, "old", "new")
    with Desk.open(earlier, "new") as copy:
        assert copy.check().sound


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_a_new_file_and_its_backups_are_readable_by_their_owner_only(make_desk):
    desk = make_desk()
    for path in (desk.path, desk.backup()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_window_is_refused_while_the_first_is_open(make_desk, reopen):
    desk = make_desk(window=True)
    with pytest.raises(AlreadyOpen, match="already open"):
        reopen(desk.path, window=True)
    reopen(desk.path).do(pledges.record_pledges, [a_pledge()])
    desk.close()
    assert reopen(desk.path, window=True).snapshot.pledges


def test_a_window_that_was_killed_does_not_keep_the_file(make_desk, reopen, tmp_path):
    desk = make_desk()
    code = (
        "import sys; from pathlib import Path; from upudesk.machine import Machine\n"
        "lock = Machine(Path(sys.argv[2])).claim(Path(sys.argv[1]))\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    where = [str(desk.path), str(tmp_path / "machine")]
    with subprocess.Popen(
        [sys.executable, "-c", code, *where], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyOpen):
            reopen(desk.path, window=True)
        holder.kill()
    assert reopen(desk.path, window=True).snapshot.members


def test_a_copy_goes_on_under_a_writer_of_its_own(desk, reopen):
    desk.do(pledges.record_pledges, [a_pledge()])
    copy = desk.path.with_name("copy.upudesk")
    shutil.copy(desk.path, copy)
    other = reopen(copy)
    assert other.undoable is None
    other.do(pledges.record_pledges, [a_pledge("ke")])
    assert other.steps()[-1].writer != desk.steps()[-1].writer


def test_a_file_moved_to_another_machine_goes_on_under_a_writer_of_its_own(desk, reopen, tmp_path):
    desk.do(pledges.record_pledges, [a_pledge()])
    other = reopen(desk, machine=Machine(tmp_path / "another"))
    other.do(pledges.record_pledges, [a_pledge("ke")])
    assert len({step.writer for step in other.steps()}) == 3


def test_a_backup_copied_over_the_file_goes_on_under_a_writer_of_its_own(desk, reopen):
    desk.do(pledges.record_pledges, [a_pledge()])
    backup = desk.backup()
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    lost = desk.steps()[-1]
    desk.close()
    with desk.path.open("r+b") as file:  # as cp does: the same file, older contents
        file.write(backup.read_bytes())
        file.truncate()
    again = reopen(desk.path)
    again.do(pledges.record_pledges, [a_pledge("fr")])
    assert again.steps()[-1].id != lost.id
    assert again.check().sound


def test_a_restored_backup_keeps_what_it_replaces(desk, reopen, machine):
    desk.do(pledges.record_pledges, [a_pledge()])
    backup = desk.backup()
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    desk.close()
    kept = recovery.restore(desk.path, backup, machine=machine)
    assert [p.member for p in reopen(desk.path).snapshot.pledges] == ["la"]
    assert [p.member for p in reopen(kept).snapshot.pledges] == ["la", "ke"]


def test_another_campaigns_backup_is_not_restored(desk, make_desk, machine, tmp_path):
    from upudesk.founding import Deed

    deed = a_founding(MOMENT, id="another")
    with Desk.create(tmp_path / "b.upudesk", [Deed(MOMENT, deed.plan)], machine=machine) as other:
        backup = other.backup()
    before = desk.path.read_bytes()
    with pytest.raises(FileProblem, match="another campaign"):
        recovery.restore(desk.path, backup, machine=machine)
    assert desk.path.read_bytes() == before


def test_a_damaged_campaign_can_be_replaced_by_its_backup(desk, reopen, machine):
    backup = desk.backup()
    desk.close()
    desk.path.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    recovery.restore(desk.path, backup, machine=machine)
    assert reopen(desk.path).check().sound


def test_the_journal_of_a_lost_file_does_not_touch_the_restored_one(desk, reopen, machine):
    backup = desk.backup()
    desk.do(pledges.record_pledges, [a_pledge()])
    beside = Path(f"{desk.path}-journal")
    db = connection.connect(desk.path, None)
    for statement in ("PRAGMA cache_size = 1", "BEGIN", "UPDATE change SET salt = '00'"):
        db.execute(statement).fetchall()
    left = beside.read_bytes()
    db.execute("ROLLBACK")
    db.close()
    desk.close()
    desk.path.unlink()
    beside.write_bytes(left)
    recovery.restore(desk.path, backup, machine=machine)
    again = reopen(desk.path)
    assert again.check().sound
    assert not again.snapshot.pledges


def test_a_restore_that_is_stopped_leaves_the_campaign_in_its_place(
    desk, reopen, machine, monkeypatch
):
    def stopped(*_):
        raise KeyboardInterrupt

    backup = desk.backup()
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.close()
    with monkeypatch.context() as patch:
        patch.setattr(placing, "put_in_place", stopped)
        with pytest.raises(KeyboardInterrupt):
            recovery.restore(desk.path, backup, machine=machine)
    assert len(reopen(desk.path).snapshot.pledges) == 1


def test_a_folder_is_not_replaced_by_a_backup(desk, machine, tmp_path):
    folder = tmp_path / "folder.upudesk"
    folder.mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileProblem, match="nothing was restored"):
        recovery.restore(folder, desk.path, machine=machine)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"dear diary\n" * 500,
        b"%PDF-1.7" + bytes(range(256)) * 40,
        b"PK\x03\x04" + b"\x9c" * 5000,
    ],
    ids=["empty", "text", "pdf", "zip"],
)
def test_a_file_that_is_no_campaign_is_left_as_it_is(tmp_path, reopen, content):
    path = tmp_path / "other.upudesk"
    path.write_bytes(content)
    with pytest.raises(NotACampaign):
        reopen(path, "secret")
    assert path.read_bytes() == content


def test_another_programs_database_is_no_campaign(tmp_path, reopen):
    import sqlite3

    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotACampaign):
        reopen(path)
    assert path.read_bytes() == before


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path, reopen):
    with pytest.raises(NotACampaign, match="folder"):
        reopen(tmp_path)
    with pytest.raises(FileProblem, match="no file"):
        reopen(tmp_path / "nowhere.upudesk")


@pytest.mark.parametrize("passphrase", [None, SECRET])
def test_a_damaged_file_is_told_from_a_whole_one(make_desk, reopen, passphrase):
    desk = make_desk(passphrase=passphrase)
    desk.close()
    data = bytearray(desk.path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 + 8 : page * 4096 + 200] = b"\xa5" * 192
    desk.path.write_bytes(data)
    with pytest.raises(DamagedFile):
        reopen(desk.path, passphrase)
    assert desk.path.read_bytes() == bytes(data)


def test_a_truncated_protected_file_is_damaged(make_desk, reopen):
    desk = make_desk(passphrase=SECRET)
    desk.close()
    os.truncate(desk.path, 5000)
    with pytest.raises(DamagedFile):
        reopen(desk.path, SECRET)


def test_a_file_from_a_later_version_is_left_untouched(desk, reopen):
    desk.close()
    raw(desk.path, "PRAGMA user_version = 99")
    before = desk.path.read_bytes()
    with pytest.raises(CampaignTooNew, match="later version"):
        reopen(desk.path)
    assert desk.path.read_bytes() == before


def test_a_read_only_file_is_read_and_not_written(desk, reopen):
    desk.close()
    desk.path.chmod(0o400)
    before = desk.path.read_bytes()
    reader = reopen(desk.path)
    assert reader.read_only
    assert reader.snapshot.members
    with pytest.raises(ReadOnlyFile):
        reader.do(pledges.record_pledges, [a_pledge()])
    assert desk.path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(desk, reopen):
    folder = desk.path.parent
    folder.chmod(0o500)
    try:
        with pytest.raises(ReadOnlyFile):
            reopen(desk.path).do(pledges.record_pledges, [a_pledge()])
    finally:
        folder.chmod(0o700)


def test_a_full_disk_loses_the_last_step_only(desk, reopen):
    desk.do(pledges.record_pledges, [a_pledge()])
    pages = desk._file._sql("PRAGMA page_count").fetchone()[0]
    desk._file._sql(f"PRAGMA max_page_count = {pages}").fetchone()
    before = desk.snapshot
    with pytest.raises(DiskFull, match="everything before it is safe"):
        desk.do(evidence.attach, Evidence(name="big.bin"), os.urandom(1 << 21))
    assert desk.snapshot is before
    assert desk.check().sound
    assert len(reopen(desk).snapshot.pledges) == 1


def test_a_copy_that_finds_no_room_is_told_and_leaves_nothing(desk, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copying, "_prove", full)
    with pytest.raises(DiskFull, match="was not made; nothing else was changed"):
        desk.backup()
    assert desk.backups() == []


def test_a_new_campaign_that_finds_no_room_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    harden = connection.harden

    def without_room(db):
        harden(db)
        db.execute("PRAGMA max_page_count = 70").fetchall()

    monkeypatch.setattr(connection, "harden", without_room)
    with pytest.raises(DiskFull, match="was not made"):
        Desk.create(tmp_path / "x.upudesk", seed.found_campaign(moment=MOMENT))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among its files")
def test_a_pipe_is_no_campaign(tmp_path, reopen):
    os.mkfifo(tmp_path / "x.upudesk")
    with pytest.raises(NotACampaign):
        reopen(tmp_path / "x.upudesk")


def test_without_a_folder_of_its_own_the_program_says_so(make_desk, reopen, tmp_path):
    (tmp_path / "a file").touch()
    machine = Machine(tmp_path / "a file" / "state")
    desk = make_desk(machine=machine)
    with pytest.raises(FileProblem, match="own folder"):
        reopen(desk, machine=machine, window=True)


def test_an_existing_file_is_not_overwritten(desk, make_desk):
    before = desk.path.read_bytes()
    with pytest.raises(FileProblem, match="exists already"):
        make_desk()
    assert desk.path.read_bytes() == before


def test_tables_made_again_from_the_journal_are_the_same(desk):
    desk.do(pledges.record_pledges, pledges.for_candidacies(a_pledge(), desk.snapshot.ours))
    desk.do(records.put, replace(LAOS, notes="x"), LAOS)
    desk.undo()
    ids = desk._file.record_ids()
    heads, rows = desk._file.stored_heads(ids), desk._file.stored_rows(ids)
    desk._file.rebuild()
    assert desk._file.record_ids() == ids
    assert (desk._file.stored_heads(ids), desk._file.stored_rows(ids)) == (heads, rows)


def test_what_is_entered_while_a_file_is_checked_is_no_fault(desk, monkeypatch):
    monkeypatch.setattr(storage, "PIECE", 2)
    take, taken = inspection._Records.take, []

    def writing_between(self, ids, said, knew):
        take(self, ids, said, knew)
        taken.append(ids)
        if len(taken) == 1:
            desk.do(pledges.record_pledges, [a_pledge(id="new")])
            desk.do(records.put, replace(LAOS, notes="more"), LAOS)

    monkeypatch.setattr(inspection._Records, "take", writing_between)
    assert desk.check().sound
    assert (len(taken) > 2, taken[-1]) == (True, ["la", "new"])


@pytest.mark.parametrize(
    ("meddling", "finding"),
    [
        ("UPDATE member SET notes = 'forged' WHERE id = 'la'", "Table “member”: 1 records differ"),
        ("DELETE FROM member WHERE id = 'la'", "Table “member”: 1 records differ"),
        ("INSERT INTO author VALUES ('who', '?', '', '')", "Table “author”: 1 records differ"),
        ("INSERT INTO head VALUES ('who', '', 'when', 1)", "what is in force differs"),
        (
            "UPDATE change SET value = '\"forged\"' WHERE field = 'name_en'",
            "a value in it was altered",
        ),
        ("UPDATE step SET author = 'someone'", "it was altered after it was written"),
        ("DELETE FROM step WHERE number = 1 AND action = 'pledge.record'", "stands twice"),
        ("DELETE FROM head WHERE record = 'la'", "in force differs from the journal"),
        ("UPDATE chunk SET bytes = X'00'", "Evidence “letter.pdf” was altered"),
        ("DELETE FROM chunk", "Evidence “letter.pdf” has lost its file"),
    ],
)
def test_check_finds_what_was_meddled_with(desk, reopen, meddling, finding):
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.do(records.put, replace(LAOS, notes="x"), LAOS)
    desk.do(evidence.attach, Evidence(name="letter.pdf"), b"letter")
    assert desk.check().sound
    desk.close()
    raw(desk.path, meddling)
    faults = [str(fault) for fault in reopen(desk.path).check().faults]
    assert any(finding in fault for fault in faults), faults


@pytest.mark.parametrize(
    "meddling",
    [
        "UPDATE change SET salt = 'no number' WHERE field = 'iso2'",
        "UPDATE change SET reason = 'enterel' WHERE field = 'iso2'",
        "UPDATE change SET value = '[\"la' WHERE field = 'iso2'",
        "UPDATE change SET kind = 'membeq' WHERE record = 'la'",
        "UPDATE change SET replaces = '[' WHERE field = 'iso2'",
        "UPDATE change SET value = CAST(x'22ff22' AS TEXT) WHERE field = 'iso2'",
        "UPDATE step SET seen = '[[1]]'",
        "UPDATE head SET field = 'nothing' WHERE field = 'iso2'",
    ],
)
def test_a_journal_that_cannot_be_read_is_a_fault_and_no_surprise(desk, reopen, meddling):
    desk.close()
    raw(desk.path, meddling)
    again = reopen(desk.path)
    assert again.check().faults
    for look in (again.steps, lambda: again.history("la"), lambda: again.known_at(MOMENT)):
        with suppress(DamagedFile):
            look()
    with suppress(DamagedFile):
        again.do(records.put, replace(LAOS, notes="more"), LAOS)


@pytest.mark.parametrize(
    "meddling",
    [
        "UPDATE pledge SET form = 'lettre'",
        "UPDATE pledge SET given_on = '2025-04-3x'",
        "UPDATE member SET also = '['",
        "UPDATE member SET notes = CAST(x'ff' AS TEXT)",
    ],
)
def test_tables_that_cannot_be_read_are_damage(desk, reopen, meddling):
    desk.do(pledges.record_pledges, [a_pledge()])
    desk.close()
    raw(desk.path, meddling)
    with pytest.raises(DamagedFile):
        reopen(desk.path)


def test_a_schema_that_is_no_text_any_more_is_damage(desk, reopen):
    desk.close()
    data = desk.path.read_bytes()
    spoilt = data.replace(b"words TEXT NOT NULL", b"words TEXT NOT \xd4ULL")
    assert spoilt != data
    desk.path.write_bytes(spoilt)
    with pytest.raises(DamagedFile):
        reopen(desk.path)


@pytest.mark.parametrize(
    "name",
    [
        "a%41?b#c",
        "file:x",
        pytest.param(
            os.fsdecode(b"\xff"),
            marks=pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="text"),
        ),
    ],
    ids=["letters of an address", "an address", "no text"],
)
def test_a_campaign_may_have_any_name(desk, reopen, monkeypatch, name):
    desk.close()
    monkeypatch.chdir(desk.path.parent)
    path = desk.path.rename(f"{name}.upudesk").relative_to(".")
    again = reopen(path)
    again.do(pledges.record_pledges, [a_pledge()])
    again.protect("key")
    again.protect(None)
    assert reopen(again.backup()).check().sound


def test_a_campaign_that_cannot_be_read_is_not_kept_open(desk, reopen, monkeypatch):
    desk.close()
    raw(desk.path, "DELETE FROM campaign")
    closed = []
    close = CampaignFile.close
    monkeypatch.setattr(CampaignFile, "close", lambda file: closed.append(file) or close(file))
    with pytest.raises(FileProblem, match="holds no campaign"):
        reopen(desk.path)
    assert len(closed) == 1


def test_check_says_what_it_looked_at(desk):
    report = desk.check()
    assert isinstance(report, inspection.Report)
    told = " ".join(map(str, report.looked_at))
    for subject in ("every page", "chains", "records", "SHA-256"):
        assert subject in told


def test_a_torn_page_of_a_protected_file_is_found_by_check_or_on_opening(make_desk, reopen):
    desk = make_desk(passphrase=SECRET)
    desk.do(evidence.attach, Evidence(name="big.bin"), os.urandom(1 << 18))
    desk.close()
    data = bytearray(desk.path.read_bytes())
    data[-2000] ^= 1
    desk.path.write_bytes(data)
    again = reopen(desk.path, SECRET)
    assert not again.check().sound


def test_nothing_is_left_beside_the_file(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    assert [p.name for p in desk.path.parent.iterdir() if p.is_file()] == [desk.path.name]


def test_member_records_hold_every_word_of_the_electorate(desk):
    from upudesk.model import Answer

    laos = replace(
        LAOS, voting_right=Answer.YES, arrears=Answer.NO, credentials=Answer.YES,
        presence=Answer.NO, proxy_given=Answer.YES, proxy_holder="ke", proxy_instruction="both",
    )  # fmt: skip
    desk.do(records.put, laos, LAOS)
    assert desk.snapshot.get(Member, "la") == laos


def test_what_a_killed_program_left_half_made_is_swept_away(desk, reopen):
    desk.close()
    left = placing.half_made(desk.path, "new")
    young = placing.half_made(desk.path, "restoring")
    for path in (left, young):
        path.write_bytes(b"plain text")
    os.utime(left, (0, 0))
    reopen(desk.path)
    assert not left.exists()
    assert young.exists()
