"""The command line keeps others out: strength, waiting, earlier back-ups, who erased and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_cli import done, file, founded, refusal, run  # noqa: F401
from upudesk import opening, terminal
from upudesk.desk import Desk
from upudesk.seal import seal, spoken

pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Path]:
    """Two passphrases in files."""
    kept = {"old": "first", "new": "ส้มโอ ตะวัน รถถัง ขนมปัง"}
    for name, said in kept.items():
        (tmp_path / name).write_text(said, encoding="utf-8")
    return {name: tmp_path / name for name in kept}


def test_the_strength_of_a_new_passphrase_is_said_in_words(file, keys):  # noqa: F811
    said = done("passphrase", file, "--new-passphrase-file", keys["old"]).stderr
    assert "Very weak" in said
    said = done(
        "passphrase", file, "--passphrase-file", keys["old"], "--new-passphrase-file", keys["new"]
    ).stderr
    assert "Strong" in said


def test_earlier_backups_are_encrypted_anew_deleted_or_left(file, keys):  # noqa: F811
    plain = Path(done("backup", file).stdout.strip())
    given = ("--new-passphrase-file", keys["old"], "--earlier", "encrypt")
    assert str(plain) in done("passphrase", file, *given).stderr
    assert opening.is_protected(plain)
    change = ("--passphrase-file", keys["old"], "--new-passphrase-file", keys["new"])
    left = run("passphrase", file, *change)
    assert "left as they are" in left.stderr
    Desk.open(plain, "first").close()
    back = ("--passphrase-file", keys["new"], "--remove", "--earlier")
    assert run("passphrase", file, *back, "encrypt").exit_code == 2
    assert "deleted: 1" in done("passphrase", file, *back, "delete").stdout
    assert not plain.exists()


def test_those_under_a_passphrase_just_changed_are_encrypted_anew(file, keys):  # noqa: F811
    done("passphrase", file, "--new-passphrase-file", keys["old"])
    copy = Path(done("backup", file, "--passphrase-file", keys["old"]).stdout.strip())
    done(
        "passphrase", file, "--passphrase-file", keys["old"],
        "--new-passphrase-file", keys["new"], "--earlier", "encrypt",
    )  # fmt: skip
    Desk.open(copy, keys["new"].read_text("utf-8")).close()


def test_after_some_wrong_passphrases_the_next_one_waits(file, keys, monkeypatch):  # noqa: F811
    done("passphrase", file, "--new-passphrase-file", keys["old"])
    for _ in range(4):
        assert "does not open" in refusal("tally", file, UPUDESK_PASSPHRASE="wrong")
    slept = list[int]()
    monkeypatch.setattr(terminal.time, "sleep", slept.append)
    told = run("tally", file, UPUDESK_PASSPHRASE="first")
    assert told.exit_code == 1
    assert "has to wait 2 s" in told.stderr
    assert slept == [2]
    monkeypatch.setattr("upudesk.tries.wait_after", lambda _wrong: 0)
    assert done("tally", file, UPUDESK_PASSPHRASE="first").stdout


def test_who_erases_and_why_is_asked_for_before_anything_goes(file):  # noqa: F811
    before = file.read_bytes()
    for missing in ((), ("--by", "Malee"), ("--why", "x")):
        assert "nothing was changed" in refusal("expunge", file, "la", "name_en", *missing, "--yes")
    assert file.read_bytes() == before


def test_what_was_erased_still_stands_in_backups_and_that_is_said(file):  # noqa: F811
    done("log", file, "LA", "CA", "5", "--form", "minister", "--side", "capital",
         "--source", "s", "--note", "SECRET-PASTED")  # fmt: skip
    copy = done("backup", file).stdout.strip()
    with Desk.open(file) as desk:
        (pledge,) = [p for p in desk.snapshot.pledges if p.note]
    told = done("expunge", file, pledge.id, "note", "--by", "M", "--why", "pasted", "--yes").stderr
    assert copy in told


def test_a_sound_file_shows_its_seal(file):  # noqa: F811
    with Desk.open(file) as desk:
        assert spoken(seal(desk.heads())) in done("check", file).stdout


def test_those_left_under_an_older_passphrase_can_be_settled_later(file, keys):  # noqa: F811
    done("passphrase", file, "--new-passphrase-file", keys["old"])
    opened = ("--passphrase-file", keys["old"])
    copy = Path(done("backup", file, *opened).stdout.strip())
    done("passphrase", file, *opened, "--new-passphrase-file", keys["new"])
    later = ("passphrase", file, "--passphrase-file", keys["new"], "--keep")
    assert str(copy) in done(*later).stderr
    assert "is protected" in done(*later, "--earlier", "encrypt").stderr
    given = ("--earlier", "encrypt", "--earlier-passphrase-file", keys["old"])
    assert ": 1" in done(*later, *given).stdout
    assert done(*later).stderr == ""
    assert run(*later, "--remove").exit_code == 2
