"""A short run of `python -m bench.planted`: nothing readable stands outside the file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import planted
from tests.builders import a_founding
from tests.conftest import MOMENT


@pytest.mark.skipif(sys.platform != "linux", reason="the harness kills and traces as Linux does")
def test_nothing_that_was_planted_is_found_outside_the_file(tmp_path: Path):
    told, found = planted.drive(tmp_path / "home", full=False, deeds=[a_founding(MOMENT)])
    assert not found, found
    assert "texts planted" in told[0]


def test_what_is_planted_would_be_found(tmp_path: Path):
    words = planted.Planted()
    word = words.one()
    for code in ("utf-8", "utf-16-le", "utf-16-be", "unicode_escape"):
        assert planted.finds(b"xx" + word.encode(code) + b"yy", words.words)
    assert not planted.finds(b"nothing", words.words)
    place = planted.Place(tmp_path)
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "preview-of-laos.pdf").write_bytes(b"")
    assert planted.strange(place) == ["tmp/preview-of-laos.pdf"]
