# ruff: noqa: E501
"""What stands in the user’s folders, and the JSON that a campaign keeps: spoilt."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from bench.hostile_evidence import application
from bench.hostile_files import NOW, founding


def settings_seeds(_folder: Path) -> Sequence[bytes]:
    from dataclasses import asdict

    from upudesk.settings import Settings

    columns = {"pledges": {"order": ["country"], "hidden": [], "widths": {"country": 90}, "by": "x",
                           "down": True}}  # fmt: skip
    full = Settings(
        author="A", recent=("/a.upudesk",), last_campaign="/a.upudesk", columns=columns,
        halves={"pledges": [300, 400]}, page="pledges", geometry="01d9d0cb00030000",
    )  # fmt: skip
    return (json.dumps(asdict(Settings())).encode(), json.dumps(asdict(full)).encode())


def use_settings(data: bytes, folder: Path) -> object:
    """Read, and used for everything that settings are used for without a window."""
    from upudesk import backups
    from upudesk.gui.language import language_of
    from upudesk.settings import read_settings, write_settings
    from upudesk.terminal import language_of as language_of_terminal

    file = folder / "settings.json"
    file.write_bytes(data)
    settings = read_settings(file)
    keeping = backups.Keeping.of(settings)
    assert keeping.budget > 0
    language_of(settings)
    language_of(settings, settings.paper_language)
    language_of_terminal({}, settings)
    settings.with_recent(Path("/b")).without_recent(Path("/b"))
    assert write_settings(file, settings)
    assert read_settings(file) == settings, "what is written is not what is read"
    return settings


def use_settings_in_window(data: bytes, folder: Path) -> object:
    """A window that starts with them, on the page that they name; every fourth is drawn too, and
    turned to the list that they are about. Where nothing was left of what was spoilt, the window is
    the one that was made before, and is not made again."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from upudesk.gui.window import MainWindow
    from upudesk.gui.workplace import Workplace
    from upudesk.settings import read_settings

    app = application()
    file = folder / "settings.json"
    file.write_bytes(data)
    settings = read_settings(file)
    if (said := repr(settings)) in _tried:
        return None
    _tried.add(said)
    workplace = Workplace(settings, file)
    desk = shared_desk()
    window = MainWindow(workplace)
    try:
        workplace.dress()
        window.restore()
        workplace.hold(desk)
        window.turn_to(workplace.settings.page or "pledges")
        app.processEvents()
        if zlib.crc32(data) % 4 == 0:
            window.turn_to("pledges")
            app.processEvents()
            window.grab()
    finally:
        desk.listeners.clear()
        workplace.desk = None
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return None


_tried: set[str] = set()
"""All settings that this process has made a window for."""


@cache
def shared_desk() -> Any:
    from upudesk.desk import Desk
    from upudesk.machine import Machine

    folder = Path(os.environ["HOME"])
    path = folder / "shared.upudesk"
    path.unlink(missing_ok=True)
    return Desk.create(path, founding(), machine=Machine(folder / "machine"), clock=lambda: NOW)


def use_machine(data: bytes, folder: Path) -> object:
    """The state files of this machine: its name, how far writers got, when a file was checked, wrong
    passphrases, which file back-ups are of."""
    from upudesk import backups
    from upudesk.backups import Keeping
    from upudesk.machine import Machine, place_of
    from upudesk.tries import LONGEST, Tries

    own = folder / "machine"
    (own / "writers").mkdir(parents=True)
    (own / "machine").write_bytes(data)
    (own / "writers" / "one").write_bytes(data)
    machine = Machine(own)
    assert machine.name()
    assert machine.reached("one") >= 0
    (own / "checks").mkdir()
    (own / "checks" / "one").write_bytes(data)
    moment = machine.checked("one")
    assert moment is None or abs(NOW - moment) > timedelta(0)
    (folder / "x").touch()
    tries = Tries(own)
    (own / "tries").mkdir()
    (own / "tries" / place_of(folder / "x")).write_bytes(data)
    assert 0 <= tries.left(folder / "x") <= LONGEST
    place = folder / "b" / "name campaign"
    place.mkdir(parents=True)
    (place / "campaign").write_bytes(data)
    (
        place
        / f"2025-08-15 090000Z {data[:20].decode('ascii', 'ignore').replace('/', '').replace(chr(0), '')}.upudesk"
    ).touch()
    keeping = Keeping(folder / "b", 1 << 30)
    backups.folder_for_file(keeping, folder / "x")
    backups.copies_in(backups.folder_of(keeping, "campaign", folder / "x"))
    machine.note("one", 5)
    machine.close()
    assert machine.reached("one") == 5
    return None


def machine_seeds(_folder: Path) -> Sequence[bytes]:
    return (
        b"0000000012", b"0192f7c2-0000-7000-8000-000000000000\n", b"", b"9" * 5000,
        b"2025-08-14T09:00:00+00:00", b"7 1755248000.125", b"9999-12-31", b"1e9 nan",
    )  # fmt: skip


def use_passphrase_file(data: bytes, folder: Path) -> object:
    from upudesk.keys import check_passphrase
    from upudesk.terminal import given_passphrase

    file = folder / "secret"
    file.write_bytes(data)
    check_passphrase(given_passphrase(file))
    return None


# ------------------------------------------------------------------ JSON inside the campaign


def scenario_seeds(_folder: Path) -> Sequence[bytes]:
    from upudesk.model import Answer, Standing
    from upudesk.scenarios import Contest, Rival, Stances, Supposed, Voters, Weight, written
    from upudesk.tally import State

    items = (
        Stances(("la", "ke"), State("5")), Voters(("fr",), Answer.NO),
        Rival("ca", "fr", Standing.DECLARED, 0.5, 0.1, Answer.YES),
        Contest("ca", 4, 10, True, 90.0, 80.0, 5.0), Weight("swing", 0.3),
    )  # fmt: skip
    return (
        written(Supposed(items)).encode(),
        *(written(Supposed((one,))).encode() for one in items),
    )


def use_scenario(data: bytes, _folder: Path) -> object:
    from upudesk import scenarios

    snapshot = shared_desk().snapshot
    supposed = scenarios.read(data.decode("utf-8", "replace"))
    scenarios.written(supposed)
    list(scenarios.left_out(snapshot, supposed))
    scenarios.laid_over(snapshot, supposed)
    for own in snapshot.ours:
        scenarios.expected(snapshot, own.id, supposed)
    scenarios.outcome(snapshot, snapshot.ours[0].id, supposed)
    return supposed


def draft_seeds(_folder: Path) -> Sequence[bytes]:
    fields = {"title": "Talks", "members": {"chosen": ["la"], "typed": "ke"}, "notes": "half",
              "held_on": "3 Apr 2025", "their_people": {"chosen": [], "typed": "x"}}  # fmt: skip
    return (json.dumps({"fields": fields, "record": "", "pledges": []}).encode(),)


def use_draft(data: bytes, _folder: Path) -> object:
    """Offered after a kill, and opened in its form."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from upudesk.gui.draft_bar import DraftBar
    from upudesk.gui.drafts import drafts_of, open_draft
    from upudesk.gui.workplace import Workplace
    from upudesk.settings import Settings

    app, desk = application(), shared_desk()
    with desk._file.writing():
        desk._file.keep_draft("meeting 1", NOW, data.decode("utf-8", "replace"))
    workplace = Workplace(Settings(language="th"))
    workplace.desk = desk
    bar = DraftBar(workplace)
    try:
        bar.renew()
        for draft in drafts_of(workplace).waiting():
            form = open_draft(workplace, draft, bar)
            app.processEvents()
            if form is not None:
                form.deleteLater()
    finally:
        workplace.desk = None
        bar.deleteLater()
        workplace.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return None


def filter_seeds(_folder: Path) -> Sequence[bytes]:
    return (json.dumps({"text": "la", "level": "5", "group": "4"}).encode(), b"{}", b"[]")


def use_filter(data: bytes, _folder: Path) -> object:
    """A saved filter, asked of every page's list."""
    from upudesk.campaign.member_filter import asked_for
    from upudesk.model import SavedFilter

    window = shared_window()
    for page in ("pledges", "contacts", "meetings", "follow_ups"):
        asked = asked_for(SavedFilter(page=page, name="x", asked=data.decode("utf-8", "replace")))
        listing = window.pages[page].listing
        listing.ask(asked)
        listing.ask({})
    return None


@cache
def shared_window() -> Any:
    from upudesk.gui.window import MainWindow
    from upudesk.gui.workplace import Workplace
    from upudesk.settings import Settings

    application()
    workplace = Workplace(Settings(language="th"))
    window = MainWindow(workplace)
    workplace.dress()
    workplace.hold(shared_desk())
    for page in ("pledges", "contacts", "meetings", "follow_ups"):
        window.turn_to(page)
    return window


def windowed(folder: Path) -> None:
    application()
    shared_window()
