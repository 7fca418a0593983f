from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from upudesk import resources

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = ["resources", "translations"]
# Made when the program first needs it, perhaps by a test that runs beside these.
MADE_LATER = ["__pycache__", "*.mo", "upudesk.[0-9]*"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_in_a_checkout_the_files_stand_beside_the_package(folder):
    assert resources.path(folder) == CHECKOUT / folder
    assert resources.path(folder).is_dir()


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel of this checkout, unpacked as an installer would."""
    source, site = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    for name in ["pyproject.toml", "README.md", "LICENSE"]:
        shutil.copy(CHECKOUT / name, source)
    for name in ["upudesk", *FOLDERS]:
        shutil.copytree(CHECKOUT / name, source / name, ignore=shutil.ignore_patterns(*MADE_LATER))
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = (source / "dist").glob("upudesk-*.whl")
    ZipFile(wheel).extractall(site)
    return site


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
    """Every file that git would keep, by its place below the folder."""
    files = {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()}
    return {file for file in files if not any(map(file.match, MADE_LATER))}
