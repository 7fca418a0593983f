"""The command line: what can be typed, what comes back, and what bad input gets."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from upudesk import connection, demo_file, seed
from upudesk.cli import upudesk
from upudesk.desk import Desk
from upudesk.model import Level, Pledge, Precision
from upudesk.terminal import aligned, visible, width, wrapped

ROOT = Path(__file__).parents[1]
PASSPHRASE = "ไปรษณีย์ไทย 'and' \"so on\""
STATEMENT = ("--form", "minister", "--side", "capital", "--source", "note of the talks")


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """A new campaign, made once; each test works on a copy."""
    path = tmp_path_factory.mktemp("founded") / "founded.upudesk"
    Desk.create(path, seed.found_campaign(moment=datetime(2025, 1, 6, tzinfo=UTC))).close()
    return path


@pytest.fixture
def file(founded, tmp_path):
    return Path(shutil.copy(founded, tmp_path / "dubai.upudesk"))


def run(*args, **environment) -> Result:
    return CliRunner().invoke(upudesk, [str(arg) for arg in args], env=environment)


def done(*args, **environment) -> Result:
    result = run(*args, **environment)
    assert result.exit_code == 0, result.output
    return result


def refusal(*args, **environment) -> str:
    """The one line on standard error with which a command ends that cannot be done."""
    result = run(*args, **environment)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def pledges(file, passphrase=None) -> list[Pledge]:
    with Desk.open(file, passphrase) as desk:
        return list(desk.snapshot.pledges)


def tally_of(file, *args, **environment):
    return json.loads(done("tally", file, "--json", *args, **environment).stdout)["councils"]


# ------------------------------------------------------------------ the main job


@pytest.fixture
def protected(tmp_path):
    """An encrypted campaign made on the command line, and the file with its passphrase."""
    key, path = tmp_path / "passphrase.txt", tmp_path / "dubai.upudesk"
    key.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    done("new", path, "--passphrase-file", key)
    return path, key


def test_the_lao_statement_goes_from_the_command_line_to_tally_history_and_search(protected):
    path, key = protected
    lock = ("--passphrase-file", key)
    done(
        "log", path, "Laos", "both", "4", "--form", "public_report", "--side", "capital",
        "--source", "ทำเนียบรัฐบาล https://www.thaigov.go.th/news/contents/details/95030",
        "--reported-on", "๓ เม.ย. ๒๕๖๘", "--said-by", "รมว.เทคโนโลยีและการสื่อสาร สปป.ลาว",
        "--to", "รองนายกรัฐมนตรี", "--words", "สปป.ลาว พร้อมให้การสนับสนุนประเทศไทย", *lock,
    )  # fmt: skip
    for council in tally_of(path, *lock):
        assert council["promised"]["total"] == 1
        assert council["rows"][1]["members"] == ["LA"]
    history = json.loads(done("history", path, "ลาว", "--json", *lock).stdout)
    assert [step["action"] for step in history["steps"]] == ["campaign.new", "pledge.record"]
    hits = json.loads(done("search", path, "สนับสนุน", "--json", *lock).stdout)["hits"]
    assert [(hit["kind"], hit["members"], hit["day"]) for hit in hits] == [
        ("pledge", ["LA"], "2025-04-03"),
        ("pledge", ["LA"], "2025-04-03"),
    ]
    assert "Everything is in order." in done("check", path, *lock).stdout
    assert b"thaigov" not in path.read_bytes()


def test_a_briefing_is_written_and_its_path_printed(file, tmp_path):
    out = tmp_path / "laos.pdf"
    result = done("brief", file, "Laos", "KE", "-o", out, "--language", "fr")
    assert result.stdout.splitlines() == [str(out)]
    assert out.read_bytes().startswith(b"%PDF-")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dubai.upudesk", "laos.pdf"]


def test_the_same_program_runs_as_a_process(tmp_path):
    path = tmp_path / "real.upudesk"

    def call(*args):
        return subprocess.run(
            [sys.executable, ROOT / "main.py", *map(str, args)],
            capture_output=True, encoding="utf-8", timeout=60,
            env={**os.environ, "UPUDESK_PASSPHRASE": PASSPHRASE}, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    assert call("new", path).returncode == 0
    assert call("log", path, "LAO", "CA", "5", *STATEMENT).returncode == 0
    unknown = call("log", path, "Loas", "CA", "5", *STATEMENT)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "Laos (LA)" in unknown.stderr
    assert unknown.stderr.count("\n") == 1
    assert call("log", path).returncode == 2
    assert call("tally", path, "--council", "POC").stdout.startswith("Thailand for the Postal")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_reader_that_goes_away_is_no_fault(file):
    command = [sys.executable, ROOT / "main.py", "history", file, "LA"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


# ------------------------------------------------------------------ new


def test_new_without_a_terminal_and_a_passphrase_says_that_the_file_is_unprotected(tmp_path):
    path = tmp_path / "a.upudesk"
    result = done("new", path)
    assert result.stdout.startswith(f"Made {path}: Thailand for CA and POC, ")
    assert "no passphrase" in result.stderr
    assert path.stat().st_mode & 0o077 == 0


def test_new_takes_another_country_congress_and_days(tmp_path):
    path = tmp_path / "a.upudesk"
    done(
        "new", path, "--candidate", "เคนยา", "--congress", "29th Congress", "--councils", "poc",
        "--from", "1 ม.ค. 2570", "--vote-on", "2029-09-12",
    )  # fmt: skip
    with Desk.open(path) as desk:
        campaign, (candidacy,) = desk.snapshot.campaign, desk.snapshot.ours
        assert desk.snapshot.candidate.iso2 == "KE"
        assert (campaign.congress_en, str(campaign.begins_on)) == ("29th Congress", "2027-01-01")
        assert str(campaign.vote_on) == "2029-09-12"
        assert desk.snapshot.council_of(candidacy).code == "POC"


def test_new_leaves_a_file_that_is_there_as_it_is(file):
    before = file.read_bytes()
    assert "exists already" in refusal("new", file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--candidate", "Tailand"], "Thailand (TH)"),
        (["--councils", "CA,XX"], "CA, POC"),
        (["--from", "31/2/2568"], "does not exist"),
        (["--vote-on", "3/4/68"], "four figures"),
    ],
)
def test_new_with_facts_that_cannot_be_makes_no_file(tmp_path, args, words):
    path = tmp_path / "a.upudesk"
    assert words in refusal("new", path, *args)
    assert not path.exists()


def test_new_in_a_folder_that_is_not_there_is_refused(tmp_path):
    assert "There is no folder" in refusal("new", tmp_path / "none" / "a.upudesk")


def test_new_demo_makes_the_demo_campaign(tmp_path):
    path = tmp_path / "demo.upudesk"
    done("new", path, "--demo")
    with Desk.open(path) as desk:
        assert desk.snapshot.campaign.demo
        assert len(desk.snapshot.pledges) > 100
    for command in (["tally", path], ["search", path, "laos"], ["history", path, "LA"]):
        assert done(*command).stdout.startswith("DEMO - INVENTED\n")
    assert run("new", tmp_path / "b.upudesk", "--demo", "--candidate", "LA").exit_code == 2


def test_a_fresh_demo_never_takes_the_place_of_one_that_was_worked_in():
    first = demo_file.fresh_demo()
    assert demo_file.fresh_demo() == first
    done("log", first, "LA", "CA", "asked", "--to", "its embassy")
    before = first.read_bytes()
    second = demo_file.fresh_demo()
    assert second != first
    assert first.read_bytes() == before
    with Desk.open(second, window=True):
        assert demo_file.fresh_demo() not in (first, second)


# ------------------------------------------------------------------ log


@pytest.mark.parametrize("day", ["2025-04-03", "3 Apr 2025", "3/4/2568", "๓ เม.ย. ๒๕๖๘"])
def test_a_day_is_typed_in_every_language_and_era(file, day):
    done("log", file, "KE", "CA", "5", *STATEMENT, "--on", day)
    assert [str(p.given_on) for p in pledges(file)] == ["2025-04-03"]


def test_without_a_day_it_is_today(file):
    done("log", file, "KE", "CA", "5", *STATEMENT)
    done("log", file, "KE", "POC", "asked", "--to", "its mission in Berne")
    today = datetime.now().astimezone().date()
    assert [p.given_on for p in pledges(file)] == [today, today]


def test_only_the_day_of_the_report_may_be_known(file):
    done("log", file, "KE", "CA", "5", *STATEMENT, "--reported-on", "2025-04-03")
    (pledge,) = pledges(file)
    assert (pledge.precision, pledge.given_on) == (Precision.REPORTED, None)


def test_only_the_month_may_be_known(file):
    done("log", file, "KE", "CA", "5", *STATEMENT, "--on", "เมษายน 2568")
    (pledge,) = pledges(file)
    assert (pledge.precision, str(pledge.given_on)) == (Precision.MONTH, "2025-04-01")


def test_a_request_is_logged_as_asked(file):
    done("log", file, "KEN", "CA", "asked", "--to", "Embassy in Nairobi", "--on", "2025-04-10")
    (pledge,) = pledges(file)
    assert (pledge.level, pledge.said_to) == (Level.ASKED, "Embassy in Nairobi")
    assert tally_of(file, "--council", "CA")[0]["rows"][5]["members"] == ["KE"]


def test_another_level_from_the_same_side_is_a_change_of_mind(file):
    done("log", file, "KE", "CA", "5", *STATEMENT, "--on", "2025-04-03")
    done("log", file, "KE", "CA", "5", *STATEMENT, "--on", "2025-04-04")
    done("log", file, "KE", "both", "2", *STATEMENT, "--on", "2025-04-05")
    done("log", file, "KE", "CA", "4", *STATEMENT, "--on", "2025-01-05")
    *_, first, again, changed, earlier = json.loads(
        done("history", file, "KE", "--json").stdout
    )["steps"]  # fmt: skip
    actions = [step["action"] for step in (first, again, changed, earlier)]
    assert actions == ["pledge.record", "pledge.record", "pledge.change_mind", "pledge.record"]
    reasons = {(c["record"], c["reason"]) for c in changed["changes"]}
    assert sorted(reason for _, reason in reasons) == ["changed_mind", "entered"]


@pytest.mark.parametrize(
    "words", ["🗳️ ok", "\u202eright to left\u202c مرحبا", "<b>bold</b> & co", "ผ" * 50_000]
)
def test_text_of_any_kind_is_kept_as_it_is(file, words):
    done("log", file, "KE", "CA", "5", *STATEMENT, "--words", words)
    assert pledges(file)[0].words == words


def test_a_statement_from_before_the_campaign_is_taken_with_a_warning(tmp_path):
    path = tmp_path / "a.upudesk"
    done("new", path, "--from", "2025-01-01")
    result = done("log", path, "KE", "CA", "5", *STATEMENT, "--on", "2024-12-31")
    assert "before the campaign began" in result.stderr
    assert len(pledges(path)) == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["Loas", "CA", "5", *STATEMENT], "Laos (LA)"),
        (["Atlantis XYZ", "CA", "5", *STATEMENT], "Atlantis XYZ"),
        (["LA", "CA", "6", *STATEMENT], "“6” is no level"),
        (["LA", "CA", "0", *STATEMENT], "“0” is no level"),
        (["LA", "UNSC", "5", *STATEMENT], "CA, POC, both"),
        (["LA", "CA", "5", *STATEMENT, "--on", "31/4/2568"], "30 days"),
        (["LA", "CA", "5", *STATEMENT, "--on", "29/2/2566"], "28 days"),
        (["LA", "CA", "5", *STATEMENT, "--on", "3/4/68"], "four figures"),
        (["LA", "CA", "5", *STATEMENT, "--on", "3/4/3200"], "year"),
        (["LA", "CA", "5", *STATEMENT, "--on", "soon"], "cannot be read"),
        (["LA", "CA", "5", *STATEMENT, "--on", "2199-01-01"], "future"),
        (["LA", "CA", "5", *STATEMENT, "--reported-on", "2199-01-01"], "future"),
        (["LA", "CA", "5", *STATEMENT, "--form", "rumour"], "hearsay"),
        (["LA", "CA", "5", *STATEMENT, "--side", "embassy"], "capital, delegate"),
        (["LA", "CA", "5", "--side", "capital", "--source", "x"], "form"),
        (["LA", "CA", "5", "--form", "letter", "--side", "capital"], "source"),
        (["LA", "CA", "5", "--form", "letter", "--source", "x"], "side"),
        (["LA", "CA", "asked"], "whom we asked"),
        (["LA", "CA", "5", *STATEMENT, "--note", "half \ud800"], "cannot be stored"),
    ],
)
def test_what_cannot_be_logged_gets_one_sentence_and_leaves_the_file(file, args, words):
    before = file.read_bytes()
    said = refusal("log", file, *args)
    assert words in said
    assert "othing was" in said
    assert file.read_bytes() == before


@pytest.mark.parametrize("typed", ["", "notes", "what"])
def test_what_was_typed_is_quoted_as_it_was_typed(file, typed):
    assert f"“{typed}” is no level" in refusal("log", file, "LA", "CA", typed, *STATEMENT)


def test_a_missing_argument_is_wrong_usage(file):
    before = file.read_bytes()
    assert run("log", file, "LA", "CA").exit_code == 2
    assert run("log", file, "LA", "CA", "5", "--no-such-option").exit_code == 2
    assert run("brief", file, "LA").exit_code == 2
    assert run("tallly", "x").exit_code == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", ["pack", "import", "export", "merge"])
def test_what_does_not_exist_yet_is_no_command(command):
    assert run(command).exit_code == 2


# ------------------------------------------------------------------ files that will not do


READS = (["tally"], ["forecast"], ["search", "x"], ["history", "LA"], ["check"])


def commands(file):
    """One call of every command that opens a campaign."""
    statement = ["LA", "CA", "5", *STATEMENT]
    for name, *rest in (*READS, ["log", *statement], ["backup"], ["passphrase", "--remove"]):
        yield [name, file, *rest]


def refused_everywhere(file, words, **environment):
    before = file.read_bytes()
    for command in commands(file):
        assert words in refusal(*command, **environment)
    assert file.read_bytes() == before


def test_a_protected_file_is_closed_to_who_has_no_passphrase(protected):
    refused_everywhere(protected[0], "--passphrase-file")


def test_a_wrong_passphrase_is_told(protected, monkeypatch):
    monkeypatch.setattr("upudesk.tries.FREE", 1000)
    refused_everywhere(protected[0], "does not open", UPUDESK_PASSPHRASE="wrong")


def test_an_empty_passphrase_is_told(protected):
    refused_everywhere(protected[0], "empty passphrase", UPUDESK_PASSPHRASE="")


def test_the_passphrase_may_stand_in_the_environment(protected):
    assert done("tally", protected[0], UPUDESK_PASSPHRASE=PASSPHRASE).stdout


def test_a_passphrase_file_that_cannot_be_read_is_told(file, tmp_path):
    assert "none.txt" in refusal("tally", file, "--passphrase-file", tmp_path / "none.txt")


def test_an_empty_passphrase_makes_no_file(tmp_path):
    path = tmp_path / "a.upudesk"
    assert "empty passphrase" in refusal("new", path, UPUDESK_PASSPHRASE="")
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n" * 900, bytes(8192)])
def test_a_file_that_is_no_campaign_is_told(tmp_path, content):
    path = tmp_path / "a.upudesk"
    path.write_bytes(content)
    refused_everywhere(path, "not an UPUDesk campaign", UPUDESK_PASSPHRASE="x")


def test_a_file_that_is_not_there_is_told(tmp_path):
    for command in commands(tmp_path / "none.upudesk"):
        assert "There is no file" in refusal(*command)
    assert "There is no file" in refusal(tmp_path / "none.upudesk")


def test_a_damaged_file_is_told(file):
    data = file.read_bytes()
    file.write_bytes(data[:100] + bytes(4000) + data[4100:])
    refused_everywhere(file, "damaged")


def test_a_file_of_a_later_version_is_told(file):
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    refused_everywhere(file, "later version")


def test_a_read_only_file_can_be_read_but_not_written(file):
    file.chmod(0o400)
    before = file.read_bytes()
    for name, *rest in READS:
        done(name, file, *rest)
    assert "read-only" in refusal("log", file, "LA", "CA", "5", *STATEMENT)
    assert file.read_bytes() == before


def test_a_full_disk_is_told_and_loses_nothing(file, monkeypatch):
    harden = connection.harden

    def without_room(db):
        harden(db)
        db.execute("PRAGMA max_page_count = 1").fetchall()

    before = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(connection, "harden", without_room)
        note = ("--note", "x" * 1_000_000)
        assert "disk is full" in refusal("log", file, "LA", "CA", "5", *STATEMENT, *note)
    assert file.read_bytes() == before
    assert "in order" in done("check", file).stdout


def test_a_pdf_that_cannot_be_written_is_told(file, tmp_path):
    assert "could not be written" in refusal("brief", file, "LA", "-o", tmp_path / "no" / "a.pdf")
    assert "is a folder" in refusal("brief", file, "LA", "-o", tmp_path)
    assert "is a folder" in refusal("brief", file, "LA", "-o", ".")
    assert "Loas" in refusal("brief", file, "Loas", "-o", tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_a_briefing_never_takes_the_place_of_a_campaign(file):
    before = file.read_bytes()
    assert "is no PDF" in refusal("brief", file, "LA", "-o", file)
    assert file.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among its files")
def test_a_briefing_never_takes_the_place_of_a_device(file, tmp_path):
    os.mkfifo(tmp_path / "printer")
    assert "is no PDF" in refusal("brief", file, "LA", "-o", tmp_path / "printer")
    assert (tmp_path / "printer").is_fifo()


def test_what_nobody_expected_is_told_in_one_sentence_and_noted(file, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("secret cause")

    monkeypatch.setattr("upudesk.desk.Desk.check", broken)
    said = refusal("check", file)
    noted = Path(said.rpartition(" ")[2].removesuffix(".")).read_text(encoding="utf-8")
    assert "ZeroDivisionError" in noted
    assert "cli_file.py" in noted
    assert "secret cause" not in said + noted


# ------------------------------------------------------------------ reading back


def test_the_tally_as_json_has_its_documented_shape(file):
    done("log", file, "LA", "both", "4", *STATEMENT, "--on", "2025-04-03")
    told = json.loads(done("tally", file, "--json").stdout)
    assert list(told) == ["campaign", "candidate", "as_of", "known_at", "demo", "councils"]
    assert told["candidate"] == "TH"
    for council in told["councils"]:
        assert list(council) == [
            "council", "rows", "groups", "total", "can_vote", "promised",
            "contradictions", "conditional", "faded", "hearsay_only",
        ]  # fmt: skip
        assert [row["state"] for row in council["rows"]] == [
            "5", "4", "3", "2", "1", "asked", "not_asked", "own",
        ]  # fmt: skip
        assert sum(row["total"] for row in council["rows"]) == council["total"] == 192
        assert sum(council["can_vote"].values()) == 192
        for row in council["rows"]:
            assert sum(row["groups"].values()) == row["total"] == len(row["members"])
            assert sum(row["can_vote"].values()) == row["total"]


def test_the_tally_as_text_keeps_its_columns_and_names_contradictions(file):
    done("log", file, "LA", "CA", "5", *STATEMENT)
    done("log", file, "LA", "CA", "1", "--form", "delegate", "--side", "delegate", "--source", "x")
    lines = done("tally", file, "--council", "ca").stdout.splitlines()
    assert lines[0].startswith("Thailand for the Council of Administration (CA), as of ")
    assert len({width(line) for line in lines[2:12]}) == 1
    assert "Capital and delegate contradict each other (1): Laos" in lines


def test_as_of_counts_what_was_said_until_a_day(file):
    done("log", file, "LA", "CA", "5", *STATEMENT, "--on", "2025-04-03")
    promised = [
        tally_of(file, "--council", "CA", "--as-of", day)[0]["promised"]["total"]
        for day in ("2/4/2568", "3/4/2568")
    ]
    assert promised == [0, 1]


def test_known_at_counts_what_the_file_held(file):
    done("log", file, "LA", "CA", "5", *STATEMENT, "--on", "2025-04-03")
    promised = [
        tally_of(file, "--council", "CA", "--known-at", moment)[0]["promised"]["total"]
        for moment in ("2025-04-03", datetime.now(UTC).isoformat())
    ]
    assert promised == [0, 1]
    assert "did not exist" in refusal("tally", file, "--known-at", "2024-12-31")


def test_the_history_as_json_has_its_documented_shape(file):
    done("log", file, "LA", "CA", "5", *STATEMENT, "--on", "2025-04-03")
    told = json.loads(done("history", file, "LA", "--json").stdout)
    assert list(told) == ["demo", "record", "steps"]
    step = told["steps"][-1]
    assert list(step) == ["id", "at", "author", "action", "undoes", "redoes", "changes"]
    change = next(c for c in step["changes"] if c["field"] == "level")
    assert list(change) == ["kind", "record", "field", "reason", "old", "new", "erased"]
    assert (change["old"], change["new"], change["reason"]) == (None, 5, "entered")


def test_a_history_shows_old_and_new_and_answers_to_an_id(file):
    from dataclasses import replace

    from upudesk.campaign.pledges import correct_pledge

    done("log", file, "LA", "CA", "5", *STATEMENT, "--on", "2025-04-03")
    (pledge,) = pledges(file)
    with Desk.open(file, author="Somchai") as desk:
        desk.do(correct_pledge, pledge, replace(pledge, level=Level.LEANING_YES))
    lines = done("history", file, pledge.id).stdout.splitlines()
    assert lines[-3].endswith("· Somchai · Correct pledge: Laos")
    assert lines[-1].split(maxsplit=1) == ["level", "5 firm yes → 4 leaning yes"]


def test_a_history_of_nothing_offers_the_nearest_names(file):
    assert "Laos (LA)" in refusal("history", file, "Loas")


def test_hits_as_json_have_their_documented_shape(file):
    done("log", file, "LA", "CA", "5", *STATEMENT, "--note", "needle", "--on", "Apr 2025")
    (hit,) = json.loads(done("search", file, "needle", "--json").stdout)["hits"]
    assert hit == {
        "kind": "pledge", "id": pledges(file)[0].id, "members": ["LA"], "day": "2025-04-01",
        "precision": "month", "field": "note", "excerpt": "needle",
    }  # fmt: skip
    assert done("search", file, "needle").stdout.startswith("pledge · Laos · Apr 2025\n")


def test_a_search_shows_where_and_says_how_many(file):
    done("log", file, "LA", "CA", "5", *STATEMENT, "--note", "ทั้งไทยและลาวเห็นตรงกัน")
    lines = done("search", file, "เห็นตรง").stdout.splitlines()
    assert lines[0].startswith("pledge · Laos · ")
    assert lines[1] == "    note: ทั้งไทยและลาวเห็นตรงกัน"
    assert lines[-1] == "1 record found."
    assert done("search", file, "zzz").stdout == "Nothing was found.\n"
    assert json.loads(done("search", file, "zzz", "--json").stdout) == {"demo": False, "hits": []}


def test_check_ends_with_status_1_where_it_finds_a_fault(file):
    with sqlite3.connect(file) as database:
        database.execute("UPDATE member SET notes = 'altered' WHERE iso2 = 'LA'")
    database.close()
    result = run("check", file)
    assert result.exit_code == 1
    assert "1 records differ from the journal." in result.stdout
    assert result.stderr.startswith("1 fault was found")


# ------------------------------------------------------------------ back-ups and passphrases


def test_a_backup_is_written_and_restored(file):
    done("log", file, "LA", "CA", "5", *STATEMENT)
    copy = Path(done("backup", file).stdout.strip())
    done("log", file, "LA", "CA", "1", *STATEMENT)
    later = file.read_bytes()
    assert "--yes" in refusal("restore", file, copy)
    assert file.read_bytes() == later
    told = done("restore", file, copy, "--yes").stdout
    assert [p.level for p in pledges(file)] == [Level.FIRM_YES]
    kept = Path(told.splitlines()[1].removeprefix("What it was before is kept in ")[:-1])
    assert kept.read_bytes() == later
    assert "in order" in done("check", file).stdout


def backed_up(file, reason="opened"):
    from upudesk import backups

    keeping = backups.Keeping(backups.usual_folder(), 1 << 30)
    with Desk.open(file) as desk:
        moment = datetime(2025, 4, 3, 12, tzinfo=UTC)
        return backups.make(desk.original(), keeping, backups.Reason(reason), moment)


def test_backups_made_without_asking_are_listed_and_restored(file):
    assert "no back-up" in done("backups", file).stdout
    done("log", file, "LA", "CA", "5", *STATEMENT)
    copy = backed_up(file)
    beside = done("backup", file).stdout.strip()
    told = done("backups", file).stdout
    assert str(copy.path) in told
    assert "when the file was opened" in told
    assert "of 5 GB" in told
    assert beside in told
    listed = json.loads(done("backups", file, "--json").stdout)
    assert [one["path"] for one in listed["backups"]] == [str(copy.path)]
    assert listed["beside"] == [beside]
    done("log", file, "LA", "CA", "1", *STATEMENT)
    done("restore", file, copy.path, "--yes")
    assert [p.level for p in pledges(file)] == [Level.FIRM_YES]


def test_restoring_as_a_step_keeps_the_history(file):
    done("log", file, "LA", "CA", "5", *STATEMENT)
    copy = backed_up(file)
    done("log", file, "LA", "CA", "1", *STATEMENT)
    assert "Go back to a back-up" in done("restore", file, copy.path, "--yes", "--step").stdout
    assert [p.level for p in pledges(file)] == [Level.FIRM_YES]
    with Desk.open(file) as desk:
        desk.undo()
        assert len(desk.snapshot.pledges) == 2
    assert not list(file.parent.glob("*before-restore*"))
    assert "before a restore" in done("backups", file).stdout


def test_the_backups_of_a_damaged_file_are_listed(file):
    copy = backed_up(file)
    file.write_bytes(file.read_bytes()[:100] + bytes(4000))
    assert str(copy.path) in done("backups", file).stdout
    done("restore", file, copy.path, "--yes")
    assert "in order" in done("check", file).stdout


def test_another_campaign_is_not_restored(file, tmp_path):
    done("new", tmp_path / "other.upudesk")
    before = file.read_bytes()
    said = refusal("restore", file, tmp_path / "other.upudesk", "--yes")
    assert "another campaign" in said
    assert "There is no file" in refusal("restore", file, tmp_path / "none.upudesk", "--yes")
    assert file.read_bytes() == before


def test_a_passphrase_is_set_changed_and_removed(file, tmp_path):
    key, other = tmp_path / "key", tmp_path / "other"
    key.write_text("first", encoding="utf-8")
    other.write_text("second\r\n", encoding="utf-8")
    assert "--new-passphrase-file" in refusal("passphrase", file)
    copy = done("backup", file).stdout.strip()
    assert copy in done("passphrase", file, "--new-passphrase-file", key).stderr
    assert "protected" in refusal("tally", file)
    done("passphrase", file, "--passphrase-file", key, "--new-passphrase-file", other)
    assert "does not open" in refusal("tally", file, UPUDESK_PASSPHRASE="first")
    done("passphrase", file, "--remove", UPUDESK_PASSPHRASE="second")
    assert done("tally", file).stdout


def test_an_empty_new_passphrase_is_refused(file, tmp_path):
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    before = file.read_bytes()
    said = refusal("passphrase", file, "--new-passphrase-file", tmp_path / "empty")
    assert "empty passphrase" in said
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_at_a_terminal_the_passphrase_is_asked_for(tmp_path):
    path = tmp_path / "a.upudesk"
    assert "Made" in at_a_terminal(["new", path], ["geheim", "geheim"])
    assert "Laos" in at_a_terminal(["log", path, "LA", "CA", "5", *STATEMENT], ["geheim"])
    assert "does not open" in at_a_terminal(["tally", path], ["falsch"])
    plain = tmp_path / "b.upudesk"
    assert "no passphrase" in at_a_terminal(["new", plain], ["", ""])
    copy = done("backup", plain).stdout.strip()
    assert "nothing was changed" in at_a_terminal(["restore", plain, copy], ["n"])
    done("log", plain, "LA", "CA", "5", *STATEMENT)
    told = at_a_terminal(["restore", plain, copy], ["n"])
    assert "goes: pledge: Laos\xa0· CA\xa0· 5 firm yes" in told
    assert "1 record would go." in told
    assert "Restored" in at_a_terminal(["restore", plain, copy], ["y"])


def at_a_terminal(args, answers) -> str:
    """What a command shows at a terminal where each question is answered."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, ROOT / "main.py", *map(str, args)],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ):  # fmt: skip
        os.close(theirs)
        shown, left = b"", list(answers)
        try:
            while part := os.read(ours, 4096):
                shown += part
                if left and part.rstrip(b" ").endswith(b":"):
                    os.write(ours, f"{left.pop(0)}\n".encode())
        except OSError:  # Linux ends a closed terminal so
            pass
    os.close(ours)
    return shown.decode()


# ------------------------------------------------------------------ languages and windows


def test_it_speaks_the_language_that_is_asked_for(file):
    assert "สนับสนุนแน่นอน" in done("--language", "th", "tally", file).stdout
    assert "สนับสนุนแน่นอน" in done("tally", file, LANG="th_TH.UTF-8").stdout
    assert "firm yes" in done("tally", file, LANG="th_TH.UTF-8", UPUDESK_LANGUAGE="en").stdout
    assert "firm yes" in done("tally", file, LANG="de_DE.UTF-8").stdout


def test_every_command_helps(file):
    for name in upudesk.commands:
        assert "Usage" in done(name, "--help").stdout
    for name in ("tally", "forecast", "search", "history"):
        assert "JSON:" in done(name, "--help").stdout


@pytest.mark.parametrize(
    ("args", "opened"),
    [([], (None, False)), (["--demo"], (None, True)), (["./x.upudesk"], ("x.upudesk", False))],
)
def test_without_a_command_the_window_opens(monkeypatch, tmp_path, args, opened):
    calls = []
    monkeypatch.chdir(tmp_path)
    Path("x.upudesk").touch()
    monkeypatch.setattr(
        "upudesk.__main__.open_window",
        lambda file, *, demo=False, language=None: calls.append((file and file.name, demo)) or 0,
    )
    done(*args)
    assert calls == [opened]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_without_a_screen_one_sentence_says_so(file):
    bare = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    result = subprocess.run(
        [sys.executable, ROOT / "main.py", file], capture_output=True, timeout=60,
        env={k: v for k, v in os.environ.items() if k not in bare},
    )  # fmt: skip
    assert (result.returncode, result.stderr.count(b"\n")) == (1, 1)


def test_columns_stand_under_one_another_in_every_script():
    lines = aligned([("น้ำ", "1"), ("日本", "2"), ("abcd", "3")], numbers_from=1)
    assert lines == ["น้ำ    1", "日本  2", "abcd  3"]


def test_lines_break_between_thai_words():
    text = "บันทึกสิ่งที่ประเทศสมาชิกกล่าวถึงการสนับสนุน log LEVEL"
    lines = wrapped(text, 16)
    assert max(map(width, lines)) <= 16
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "ิีึืุู่้๊๋็์ัะาำ" for line in lines)


def test_text_from_the_file_cannot_steer_the_terminal():
    assert visible("a\x1b[2Jb\x9b") == "a␛[2Jb\ufffd"


def test_what_was_pasted_by_mistake_is_erased_for_good(file):
    done("log", file, "LA", "CA", "5", *STATEMENT, "--note", "SECRET-PASTED")
    (pledge,) = [p for p in pledges(file) if p.note]
    before = file.read_bytes()
    named = ("--by", "Malee", "--why", "Pasted.")
    assert "Say --yes" in refusal("expunge", file, pledge.id, "note", *named)
    assert file.read_bytes() == before
    done("expunge", file, pledge.id, "note", *named, "--yes")
    assert b"SECRET-PASTED" not in file.read_bytes()
    assert [p.note for p in pledges(file) if p.id == pledge.id] == [""]
    done("check", file)


def test_there_is_nothing_to_erase_in_a_record_that_is_not_there(file):
    assert "nothing was changed" in refusal("expunge", file, "nobody", "--yes").lower()


@pytest.mark.parametrize(("given", "spoken"), [([], "th"), (["--language", "fr"], "fr")])
def test_the_window_speaks_its_own_language_unless_one_is_given(file, monkeypatch, given, spoken):
    from upudesk.gui import app
    from upudesk.i18n import current

    heard = []

    def run(path, demo, language):
        gc.enable()  # as the window does once it stands
        heard.append((path, language or "th", current().code))
        return 0

    monkeypatch.setattr(app, "run", run)
    done(*given, file, UPUDESK_LANGUAGE="en")
    assert heard == [(file, spoken, "en")]


def test_check_tells_of_records_that_do_not_fit_together_and_passes(file):
    from dataclasses import replace

    from upudesk.campaign.plan import Plan, Put
    from upudesk.model import Answer

    with Desk.open(file) as desk:
        known = desk.snapshot.member_by_code
        given = [
            replace(known[code], proxy_given=Answer.YES, proxy_holder=known["KE"].id)
            for code in ("LA", "FR")
        ]  # as a joined file may bring them; entered here, the second would be refused
        desk.do(lambda _snapshot: Plan("member.edit", tuple(map(Put, given))))
    result = done("check", file)
    assert "Kenya" in result.stderr
    assert "in order" in result.stdout
