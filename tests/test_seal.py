"""The seal: equal for equal journals and for no others; what was altered is named by its writer."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest

from tests.builders import LAOS, a_pledge
from upudesk.campaign import pledges, records
from upudesk.desk import Desk
from upudesk.model import Member
from upudesk.seal import DIGITS, GROUPS, seal, spoken

HEADS = {"a": (3, "11" * 32), "b": (7, "22" * 32)}


def test_a_seal_is_six_groups_of_five_digits_that_can_be_read_out():
    groups = seal(HEADS)
    assert len(groups) == GROUPS
    assert all(len(group) == DIGITS and group.isdecimal() for group in groups)
    assert spoken(groups) == " ".join(groups)


@pytest.mark.parametrize(
    "other",
    [
        {"a": (3, "11" * 32)},
        {**HEADS, "b": (8, "22" * 32)},
        {**HEADS, "b": (7, "23" * 32)},
        {**HEADS, "c": (1, "33" * 32)},
        {"a": HEADS["b"], "b": HEADS["a"]},
    ],
)
def test_another_journal_has_another_seal(other):
    assert seal(other) != seal(HEADS)


def test_the_order_in_which_steps_arrived_does_not_matter():
    assert seal(dict(reversed(HEADS.items()))) == seal(HEADS)


def test_two_copies_have_one_seal_until_one_of_them_is_written(desk, reopen):
    copy = desk.backup()
    there = reopen(copy)
    assert seal(there.heads()) == seal(desk.heads())
    desk.do(records.put, replace(LAOS, notes="x"), LAOS)
    assert seal(there.heads()) != seal(desk.heads())


def meddled(desk: Desk, statement: str) -> list[str]:
    desk.close()
    with sqlite3.connect(desk.path) as raw:
        raw.execute(statement)
    raw.close()
    with Desk.open(desk.path) as again:
        return [str(fault) for fault in again.check().faults]


def test_check_names_the_first_altered_step_of_each_writer(make_desk):
    desk = make_desk(author="Somchai")
    for note in "abc":
        before = desk.snapshot.get(Member, "la")
        desk.do(records.put, replace(before, notes=note), before)
    writer = next(step.writer for step in desk.steps() if step.author == "Somchai")
    faults = meddled(desk, f"UPDATE step SET author = 'x' WHERE writer = '{writer}' AND number > 1")
    first = next(fault for fault in faults if "first that does not hold" in fault)
    assert f"Writer {writer}" in first
    assert "step 2 of" in first
    assert "altered after it was written" in first
    assert any("later steps that do not hold either: 1" in fault for fault in faults)


def test_check_tells_a_spoilt_clock_as_it_stands(desk):
    desk.do(records.put, replace(LAOS, notes="x"), LAOS)
    faults = meddled(desk, "UPDATE step SET clock = '!noon' WHERE arrival = 1")
    assert any("step 1 of !noon is the first" in fault for fault in faults), faults


def test_a_value_taken_out_without_an_erasure_is_found(desk):
    desk.do(pledges.record_pledges, [a_pledge()])
    assert desk.check().sound
    faults = meddled(desk, "UPDATE change SET value = NULL, salt = '' WHERE field = 'source'")
    assert any("no step says that it was erased" in fault for fault in faults)


def test_who_erased_and_why_stays_in_the_journal(make_desk):
    desk = make_desk(author="Somchai")
    desk.do(records.put, replace(LAOS, notes="told in confidence"), LAOS)
    step = desk.expunge("la", "notes", why="She asked us to.", by="Malee")
    kept = desk.step(step.id)
    assert kept.author == "Malee"
    assert "She asked us to." in [change.value for change in kept.changes]
    assert desk.check().sound
    desk.expunge("la", "notes", why="Once more.")
    assert "She asked us to." in json.dumps([c.value for c in desk.step(step.id).changes])
    assert b"told in confidence" not in desk.path.read_bytes()
