"""The forecast on the command line: all of it, and the same bytes from the same file and seed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from upudesk import rules, seed
from upudesk.campaign import records
from upudesk.cli import upudesk
from upudesk.desk import Desk
from upudesk.model import Answer, Candidacy, Scenario
from upudesk.scenarios import Stances, Supposed, written
from upudesk.tally import State
from upudesk.weights import USUAL

STATEMENT = ("--form", "note_verbale", "--side", "capital", "--source", "the note")


@pytest.fixture(scope="module")
def founded(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("founded") / "founded.upudesk"
    Desk.create(path, seed.found_campaign(moment=datetime(2025, 1, 6, tzinfo=UTC))).close()
    return path


@pytest.fixture
def file(founded, tmp_path) -> Path:
    return Path(shutil.copy(founded, tmp_path / "dubai.upudesk"))


@pytest.fixture(scope="module")
def contested(founded, tmp_path_factory) -> Path:
    """Fourteen rivals with their shares for the seats of Group 4 on the CA: a complete list."""
    file = Path(shutil.copy(founded, tmp_path_factory.mktemp("contested") / "dubai.upudesk"))
    with Desk.open(file) as desk:
        snapshot = desk.snapshot
        ours = snapshot.ours[0]
        seats = rules.seats_of(snapshot, ours.council, 4)
        assert seats
        desk.do(records.put, replace(seats, complete=True), seats)
        names = [m.id for m in snapshot.members if m.group == 4 and m.id != ours.member]
        for place, name in enumerate(names[:14]):
            desk.do(records.put, Candidacy(
                member=name, council=ours.council, share=0.06 + place / 50, spread=0.05,
                sitting=Answer.NO,
            ))  # fmt: skip
    return file


def run(*args, **environment) -> Result:
    return CliRunner().invoke(upudesk, [str(arg) for arg in args], env=environment)


def done(*args, **environment) -> str:
    result = run(*args, **environment)
    assert result.exit_code == 0, result.output
    return result.stdout


def told(*args):
    return json.loads(done("forecast", *args, "--json"))


def test_the_forecast_as_json_has_its_documented_shape(contested):
    found = told(contested)
    assert list(found) == [
        "campaign", "candidate", "as_of", "demo", "seed", "weights", "cases", "councils",
        "scenarios",
    ]  # fmt: skip
    assert [w["code"] for w in found["weights"]] == list(USUAL)
    assert all(w["reason"] for w in found["weights"])
    assert all(case["low"] < case["received"] < case["high"] for case in found["cases"])
    for council in found["councils"]:
        assert list(council) == [
            "council", "votes", "members", "missing", "seat", "next", "trend",
        ]  # fmt: skip
        votes = council["votes"]
        parts = votes["promised"] + votes["own"] + votes["others"]
        assert parts == pytest.approx(votes["expected"], abs=1e-5)
        assert len(votes["at_least"]) == 193
        assert votes["at_least"] == sorted(votes["at_least"], reverse=True)
        assert sum(m["vote"] for m in council["members"]) == pytest.approx(parts, abs=1e-3)
        assert len(council["next"]) == 191
        assert list(council["seat"]) == [
            "basis", "seats", "chance", "supposed", "line", "rivals", "shares", "facts",
        ]  # fmt: skip


def test_a_complete_list_gives_a_chance_and_an_open_one_none(contested):
    ca, poc = told(contested)["councils"]
    assert ca["seat"]["basis"] == "rivals"
    assert 0 < ca["seat"]["chance"] < 1
    assert sum(ca["seat"]["rivals"].values()) + ca["seat"]["chance"] == pytest.approx(10, abs=1e-4)
    assert (poc["seat"]["basis"], poc["seat"]["chance"]) == ("unknown", None)
    assert {one["seat"] for one in poc["next"]} == {None}


def test_the_same_file_and_seed_print_the_same_bytes(contested):
    first = done("forecast", contested, "--json")
    assert done("forecast", contested, "--json") == first
    assert done("forecast", contested, "--json", "--seed", 28) == first
    assert done("forecast", contested, "--json", "--seed", 29) != first
    assert done("forecast", contested) == done("forecast", contested)


def test_scenarios_and_the_votes_over_time_are_told_too(file):
    today = json.loads(done("tally", file, "--json"))["as_of"]
    done("log", file, "LA", "CA", "5", *STATEMENT, "--on", today)
    with Desk.open(file) as desk:
        own, laos = desk.snapshot.ours[0], next(m for m in desk.snapshot.members if m.iso2 == "LA")
        lost = Supposed((Stances((laos.id,), State.FIRM_NO, (own.id,)),))
        desk.do(records.put, Scenario(name="Laos turns", supposed=written(lost)))
        desk.do(records.put, Scenario(name="From a later version", supposed="{}", order=1))
    found = told(file)
    ca, poc = found["councils"]
    assert ca["trend"][-1] == {"day": today, "promised": 1}
    assert {turn["promised"] for turn in poc["trend"]} == {0}
    turned, unread = found["scenarios"]
    assert turned["name"] == "Laos turns"
    assert turned["councils"][0]["votes"]["expected"] < ca["votes"]["expected"]
    assert turned["councils"][1]["votes"]["expected"] == poc["votes"]["expected"]
    assert unread["councils"] == []
    assert len(unread["left_out"]) == 1


def test_a_promise_is_expected_to_bring_votes(file):
    before = told(file, "--council", "CA")["councils"][0]
    assert before["votes"]["promised"] == 0
    assert "Nobody has answered yet" in before["missing"][0]
    gain = {one["member"]: one["votes"] for one in before["next"]}["LA"]
    today = json.loads(done("tally", file, "--json"))["as_of"]
    done("log", file, "LA", "CA", "5", *STATEMENT, "--on", today)
    (after,) = told(file, "--council", "ca")["councils"]
    assert after["votes"]["promised"] > 0.5
    added = after["votes"]["expected"] - before["votes"]["expected"]
    assert added == pytest.approx(gain, abs=1e-5)
    (laos,) = [m for m in after["members"] if m["member"] == "LA"]
    assert (laos["source"], laos["proxy"]) == ("promised", None)


def test_the_text_tells_votes_seat_rivals_and_whom_to_call(contested):
    lines = done("forecast", contested, "--council", "CA").splitlines()
    assert lines[0].startswith("Thailand for the Council of Administration (CA), as of ")
    words = "\n".join(lines)
    assert "Votes expected: " in words
    assert "Our own ballot: " in words
    assert "Chance of a seat: " in words
    assert "hold rates five points down" in words
    assert "How often rivals win a seat:" in words
    assert "the 10 countries that would add most:" in words
    chance = next(line for line in lines if line.startswith("Chance of a seat: "))
    assert " to " in chance  # never a bare percentage


def test_what_is_not_known_is_said_and_never_0(file):
    words = done("forecast", file, "--council", "CA")
    assert "Chance of a seat: not known" in words
    assert "The list of those who stand is not complete." in words


def test_a_council_or_a_seed_that_does_not_exist_is_told(file):
    assert "is no council of this campaign" in run("forecast", file, "--council", "XX").stderr
    assert run("forecast", file, "--seed", "-1").exit_code == 2


@pytest.mark.parametrize("language", ["th", "en", "fr"])
def test_it_speaks_every_language(contested, language):
    assert done("--language", language, "forecast", contested)
