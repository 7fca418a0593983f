from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from upudesk import resources

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = ["resources", "translations"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_in_a_checkout_the_files_stand_beside_the_package(folder):
    assert resources.path(folder) == CHECKOUT / folder
    assert resources.path(folder).is_dir()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel of this checkout, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = folder.glob("upudesk-*.whl")
    ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_wheel_carries_every_file_and_finds_it(installed, folder):
    ask = f"from upudesk import resources; print(resources.path({folder!r}))"
    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=installed, check=True, capture_output=True, text=True
    )
    carried = Path(answer.stdout.strip())
    assert carried.is_relative_to(installed)
    assert files_in(carried) == files_in(CHECKOUT / folder)


def files_in(folder: Path) -> set[Path]:
    return {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()}
