"""Promises of keys: slow to make, made once each, proved, and forgotten with the file."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as dbapi

from tests.builders import a_pledge
from upudesk import backups, copying, keys
from upudesk.backups import Keeping, Reason
from upudesk.campaign import evidence, pledges
from upudesk.errors import FileProblem, WrongPassphrase
from upudesk.model import Evidence

pytestmark = pytest.mark.usefixtures("quick_keys")

SECRET = "ความลับ'x\" ; --é"
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path / "kept", 1 << 40)


@pytest.fixture
def made(monkeypatch) -> list[bytes]:
    """The salts for which a key was made."""
    salts, make = list[bytes](), keys._made
    monkeypatch.setattr(keys, "_made", lambda said, salt: salts.append(salt) or make(said, salt))
    return salts


def backed_up(desk, keeping, minutes=0):
    moment = NOW + timedelta(minutes=minutes)
    return backups.make(desk.original(), keeping, Reason.MANY, moment).path


def salt(path: Path) -> bytes:
    return path.read_bytes()[:16]


def test_a_backup_opens_with_what_sqlcipher_itself_makes_of_the_passphrase(make_desk, keeping):
    path = backed_up(make_desk(passphrase=SECRET), keeping)
    with closing(dbapi.connect(str(path))) as db:
        db.execute("PRAGMA key = '{}'".format(SECRET.replace("'", "''")))
        assert db.execute("SELECT count(*) FROM step").fetchone()[0]


def test_each_key_is_made_once(make_desk, keeping, made):
    desk = make_desk(passphrase=SECRET)
    desk.do(pledges.record_pledges, [a_pledge()])
    (pledge,) = desk.snapshot.pledges
    desk.do(evidence.attach, Evidence(about=pledge.id, name="a.txt"), b"scan")
    first = backed_up(desk, keeping)
    (store,) = first.parent.glob("*.evidence")
    assert sorted(made) == sorted([salt(desk.path), salt(first), salt(store)])
    made.clear()
    desk.do(pledges.record_pledges, [a_pledge("ke")])
    assert made == []
    assert made == [salt(backed_up(desk, keeping, 5))]


def test_no_two_files_share_a_salt(make_desk, keeping):
    desk = make_desk(passphrase=SECRET)
    paths = [desk.path]
    for hour in range(3):
        desk.do(pledges.record_pledges, [a_pledge()])
        paths.append(backed_up(desk, keeping, hour))
    assert len({salt(path) for path in paths}) == len(paths)


def test_a_backup_counts_only_where_the_passphrase_fits_what_stands_in_it(
    make_desk, keeping, monkeypatch
):
    """The key that it was written with is known; the salt that was written may be another."""
    desk = make_desk(passphrase=SECRET)
    copy = copying.copy_records

    def spoilt(source, target, *args, **kwargs):
        copy(source, target, *args, **kwargs)
        with target.open("r+b") as file:
            file.write(bytes(16))

    monkeypatch.setattr(copying, "copy_records", spoilt)
    with pytest.raises(FileProblem):
        backed_up(desk, keeping)
    folder = backups.folder_of(keeping, desk.snapshot.campaign.id, desk.path)
    assert backups.copies_in(folder) == []


def test_what_was_typed_is_proved_by_sqlcipher_before_a_new_passphrase_counts(
    make_desk, monkeypatch
):
    """A key that this program alone could make would lock everybody out."""
    desk = make_desk(passphrase="old")
    desk.original().passphrase.key(salt(desk.path))
    monkeypatch.setattr(keys, "_made", lambda said, salt: keys.Key((bytes(32) + salt).hex()))
    with pytest.raises(WrongPassphrase):
        desk.protect(SECRET)
    assert desk.check().sound


def test_keys_are_forgotten_when_the_campaign_is_closed(make_desk, keeping):
    desk = make_desk(passphrase=SECRET)
    backed_up(desk, keeping)
    known = desk.original().passphrase
    assert isinstance(known, keys.Passphrase)
    assert len(known._keys) == 2
    desk.close()
    assert known._keys == {}
