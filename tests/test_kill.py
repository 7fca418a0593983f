"""What was acknowledged survives SIGKILL. bench/kill.py does the same at least 200 times."""

from __future__ import annotations

import os

import pytest

from bench import kill


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork and no SIGKILL")
@pytest.mark.parametrize("protected", [False, True], ids=["plain", "protected"])
def test_nothing_acknowledged_is_lost_when_the_program_is_killed(protected):
    saved, standing = kill.trial(12, protected=protected)
    assert 0 < saved <= standing
