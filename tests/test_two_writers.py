"""Window and command line write at once; `python -m bench.two_writers 600` tries it for longer."""

from __future__ import annotations

from bench import two_writers


def test_two_that_write_at_once_lose_nothing_and_are_never_sent_away() -> None:
    found = two_writers.trial(3.0)
    assert found.faults == ()
    assert found.window.saved
    assert found.commands.saved
