"""What all tests share: a screen that is not there, folders of their own, a small campaign."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
for name in ("UPUDESK_PASSPHRASE", "UPUDESK_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
    os.environ.pop(name, None)
os.environ["LANG"] = "C.UTF-8"

from hypothesis import HealthCheck, settings

from tests.builders import a_founding
from upudesk.desk import Desk
from upudesk.machine import Machine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from upudesk.gui.window import MainWindow

settings.register_profile(
    "upudesk", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("upudesk")

MOMENT = datetime(2025, 8, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a test does reaches the user's own folders."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))


@pytest.fixture
def quick_keys() -> Iterator[None]:
    """Keys made in few rounds, in this process alone: slow on purpose is tested nowhere."""
    import sqlcipher3.dbapi2 as dbapi

    def rounds(number: int) -> None:
        with closing(dbapi.connect(":memory:")) as db:
            db.execute(f"PRAGMA cipher_default_kdf_iter = {number}")

    rounds(1000)
    yield
    rounds(256_000)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture
def make_desk(tmp_path: Path, machine: Machine) -> Iterator[Callable[..., Desk]]:
    """Founds campaigns of four members on a fixed day; closes them afterwards."""
    desks: list[Desk] = []

    def make(name: str = "campaign", passphrase: str | None = None, **kwargs: Any) -> Desk:
        path = tmp_path / f"{name}.upudesk"
        given = {"machine": machine, "clock": lambda: MOMENT} | kwargs
        desks.append(Desk.create(path, [a_founding(MOMENT)], passphrase, **given))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A campaign of Thailand for CA and POC, with Laos, Kenya and France to ask."""
    return make_desk()


@pytest.fixture
def window(qapp: QApplication, desk: Desk) -> Iterator[MainWindow]:
    """The window on that campaign."""
    from tests.gui import a_window  # Qt is not loaded for tests that show nothing

    with a_window(desk) as shown:
        yield shown


@pytest.fixture
def reopen(machine: Machine) -> Iterator[Callable[..., Desk]]:
    """Opens a campaign again, as the program would after a restart."""
    desks: list[Desk] = []

    def again(desk: Desk | Path, passphrase: str | None = None, **kwargs: Any) -> Desk:
        path = desk if isinstance(desk, Path) else desk.path
        given = {"machine": machine, "clock": lambda: MOMENT} | kwargs
        desks.append(Desk.open(path, passphrase, **given))
        return desks[-1]

    yield again
    for desk in desks:
        desk.close()
