"""Wrong passphrases: each costs more time than the one before, and nobody is locked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from upudesk.errors import N_, WrongPassphrase
from upudesk.tries import FORGOTTEN, LONGEST, TriedTooOften, Tries, wait_after


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.upudesk"
    path.write_bytes(b"x")
    return path


def a_try(tries: Tries, file: Path, *, right: bool = False) -> None:
    with tries.one_more(file):
        if not right:
            raise WrongPassphrase(N_("no"))


def wrong(tries: Tries, file: Path, clock: Clock, times: int) -> None:
    for _ in range(times):
        clock.now += tries.left(file)
        with pytest.raises(WrongPassphrase):
            a_try(tries, file)


def test_the_first_slips_cost_nothing(tmp_path, file, clock):
    tries = Tries(tmp_path, clock)
    wrong(tries, file, clock, 3)
    assert tries.left(file) == 0


def test_then_each_waits_longer_and_none_longer_than_half_a_minute():
    assert [wait_after(n) for n in range(3, 12)] == [0, 2, 4, 8, 16, 30, 30, 30, 30]
    assert wait_after(1_000_000) == LONGEST


def test_what_comes_too_soon_is_not_tried_at_all(tmp_path, file, clock):
    tries = Tries(tmp_path, clock)
    wrong(tries, file, clock, 5)
    with pytest.raises(TriedTooOften) as refused:
        a_try(tries, file, right=True)
    assert refused.value.seconds == tries.left(file) == 4
    clock.now += 4
    a_try(tries, file, right=True)


def test_a_restart_does_not_shorten_it_and_a_right_one_ends_it(tmp_path, file, clock):
    wrong(Tries(tmp_path, clock), file, clock, 6)
    again = Tries(tmp_path, clock)
    assert again.left(file) == 8
    clock.now += 8
    a_try(again, file, right=True)
    assert again.left(file) == 0


def test_a_clock_put_back_or_a_day_later_locks_nobody_out(tmp_path, file, clock):
    tries = Tries(tmp_path, clock)
    wrong(tries, file, clock, 20)
    clock.now -= 1_000_000
    assert tries.left(file) <= LONGEST
    clock.now += 1_000_000 + FORGOTTEN
    assert tries.left(file) == 0


def test_nothing_is_kept_of_what_was_typed(tmp_path, file, clock):
    tries = Tries(tmp_path, clock)
    wrong(tries, file, clock, 5)
    (note,) = (tmp_path / "tries").iterdir()
    assert note.read_text().split()[0] == "5"
    assert len(note.read_bytes()) < 24


def test_a_memory_that_cannot_be_kept_or_read_keeps_nobody_out(tmp_path, file, clock):
    (tmp_path / "tries").write_text("in the way")
    wrong(Tries(tmp_path, clock), file, clock, 6)
    a_try(Tries(tmp_path, clock), file, right=True)
