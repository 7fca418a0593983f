"""What is broken off: every deed that writes, and what must stand after it.

Each begins in a `Scene` that was prepared for it. `begin` is done before anything goes wrong, `act`
is what is broken off and tells what it was told is done, `prove` looks at what is left: nothing
acknowledged is lost, everything is as before or as after, and whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.scenes import (
    FIRST,
    PAPERS,
    SECOND,
    Scene,
    a_pledge,
    bare,
    found,
    prepared,
    prepared_old,
)
from upudesk import backups, evidence_store, inspection, opening, placing, recovery, rescue
from upudesk.backups import Reason
from upudesk.campaign import evidence, pledges
from upudesk.desk import Desk
from upudesk.errors import FileProblem, WrongPassphrase
from upudesk.machine import Machine
from upudesk.model import Evidence
from upudesk.storage import CampaignFile

Tell = Callable[[str], None]


# ------------------------------------------------------------------ what must hold


def held(scene: Scene, *passphrases: str | None) -> tuple[frozenset[str], str | None]:
    """The pledges of the campaign, which must open with one of these and be sound; and which."""
    return _held(scene.path, scene.machine, passphrases)


def _held(
    path: Path, machine: Machine, passphrases: Sequence[str | None]
) -> tuple[frozenset[str], str | None]:
    assert path.exists(), f"no campaign stands in the place of {path.name}"
    protected = opening.is_protected(path)
    for passphrase in passphrases:
        if (passphrase is not None) == protected:
            try:
                desk = Desk.open(path, passphrase, machine=machine)
            except WrongPassphrase:
                continue
            break
    else:
        raise AssertionError("no passphrase opens the campaign")
    with desk:
        report = desk.check()
        assert report.sound, [str(fault) for fault in report.faults]
        return frozenset(p.id for p in desk.snapshot.pledges), passphrase


_WHOLE = set[bytes]()
"""What was proved whole: by its bytes, and those of the evidence that it rests on."""


def whole_copies(scene: Scene, passphrase: str | None) -> None:
    """Everything that has the name of a finished copy is whole, and rests on evidence that is."""
    for path in backups.beside(scene.path) + [copy.path for copy in scene.copies()]:
        mark = _mark(path, passphrase)
        if mark not in _WHOLE:
            _prove_whole(path, passphrase)
            _WHOLE.add(mark)


def _mark(path: Path, passphrase: str | None) -> bytes:
    total = sha256(repr(passphrase).encode())
    for file in (path, *evidence_store.stores_in(path.parent)):
        for part in (file, Path(f"{file}-journal")):
            content = part.read_bytes() if part.exists() else b""
            total.update(f"{part.name} {len(content)} ".encode() + content)
    return total.digest()


def _prove_whole(path: Path, passphrase: str | None) -> None:
    with CampaignFile.looked_at(path, passphrase) as file:
        report = inspection.inspect(file, with_files=False)
        assert report.sound, (path.name, [str(fault) for fault in report.faults])
        wanted = file.tables()[Evidence.KIND].values()
    rests = [record for record in wanted if isinstance(record, Evidence)]
    found = backups.files_behind(path, passphrase, rests)
    assert found.keys() == {record.sha256 for record in rests}, path.name


# ------------------------------------------------------------------ the deeds


@dataclass(frozen=True)
class Deed:
    """Something that writes, from the moment at which everything was ready for it."""

    name: str
    prepare: Callable[[Path], Scene]
    act: Callable[[Scene, Any, Tell], None]
    prove: Callable[[Scene, Sequence[str]], None]
    begin: Callable[[Scene], Any] = field(default=lambda _scene: None)
    again: Callable[[Scene, Any, Tell], None] = field(default=lambda _scene, _ready, _tell: None)
    """Done once the disk works again, by the same program."""


def _save(_scene: Scene, desk: Desk, tell: Tell, times: int = 1) -> None:
    for number in range(times):
        pledge = a_pledge("ก" * (number * 977 % 3000))
        desk.do(pledges.record_pledges, [pledge])
        tell(pledge.id)


def _save_many(_scene: Scene, desk: Desk, tell: Tell) -> None:
    """More than SQLite keeps in memory, in one step: it writes into the file before the end."""
    desk.do(evidence.attach, Evidence(id="big", name="big.bin", about="la"), os.urandom(9 << 20))
    tell("evidence")


def _saved(scene: Scene, told: Sequence[str]) -> None:
    found, _ = held(scene, scene.passphrase)
    assert found >= scene.known, "a pledge of before is gone"
    missing = {word for word in told if word != "evidence"} - found
    assert not missing, f"{len(missing)} acknowledged pledges are gone"
    if "evidence" in told:
        with scene.open() as desk:
            assert any(e.id == "big" for e in desk.snapshot.all(Evidence))
    whole_copies(scene, scene.passphrase)


def _back_up(scene: Scene, desk: Desk, tell: Tell) -> None:
    later = datetime.now(UTC) + timedelta(hours=2)
    copy = backups.make(desk.original(), scene.keeping, Reason.RESTORE, later)
    tell(copy.path.name)


def _backed_up(scene: Scene, told: Sequence[str]) -> None:
    names = {copy.path.name for copy in scene.copies()}
    assert names or not scene.in_backup, "the back-up of before is gone"
    _copied_to(scene, told, names)
    whole_copies(scene, scene.passphrase)
    for copy in scene.copies():
        if copy.path.name in told:
            with CampaignFile.looked_at(copy.path, scene.passphrase) as file:
                assert frozenset(file.tables()["pledge"]) == scene.known


def _copy(_scene: Scene, desk: Desk, tell: Tell) -> None:
    tell(desk.backup().name)


def _copied(scene: Scene, told: Sequence[str]) -> None:
    _copied_to(scene, told, {path.name for path in backups.beside(scene.path)})
    whole_copies(scene, scene.passphrase)


def _copied_to(scene: Scene, told: Sequence[str], names: Collection[str]) -> None:
    """What was told are names of copies, and pledges that were saved after them."""
    found, _ = held(scene, scene.passphrase)
    assert found >= scene.known, "a pledge of before is gone"
    missing = set(told) - found - set(names)
    assert not missing, f"an acknowledged copy or pledge is gone: {missing}"


def _found(scene: Scene, _ready: object, tell: Tell) -> None:
    found(scene.path, scene.machine, scene.passphrase)
    tell("founded")


def _found_again(scene: Scene, _ready: object, tell: Tell) -> None:
    if not scene.path.exists():
        _found(scene, None, tell)


def _founded(scene: Scene, told: Sequence[str]) -> None:
    """What was broken off is not there, or says of itself that it is no campaign yet."""
    if told:
        held(scene, scene.passphrase)
    elif scene.path.exists():
        with suppress(FileProblem):
            held(scene, scene.passphrase)


def _restore(scene: Scene, _ready: object, tell: Tell) -> None:
    recovery.restore(scene.path, scene.copies()[0].path, scene.passphrase, machine=scene.machine)
    tell("restored")


def _restored(scene: Scene, told: Sequence[str]) -> None:
    found, _ = held(scene, scene.passphrase)
    assert found in (scene.known, scene.in_backup), "neither before nor after"
    assert not told or found == scene.in_backup, "an acknowledged restore is gone"
    whole_copies(scene, scene.passphrase)


def _rescue(scene: Scene, _ready: object, tell: Tell) -> None:
    stores = backups.folder_for_file(scene.keeping, scene.path)
    rescue.rescue(scene.path, scene.rescued, scene.passphrase, stores=stores, machine=scene.machine)
    tell("rescued")


def _rescue_again(scene: Scene, _ready: object, tell: Tell) -> None:
    if not scene.rescued.exists():
        _rescue(scene, None, tell)


def _rescued(scene: Scene, told: Sequence[str]) -> None:
    """Where it was broken off, nothing stands under the new name, or everything."""
    found, _ = held(scene, scene.passphrase)
    assert found == scene.known
    assert not told or scene.rescued.exists(), "an acknowledged rescue is gone"
    if scene.rescued.exists():
        found, _ = _held(scene.rescued, scene.machine, [scene.passphrase])
        assert found == scene.known


def _migrate(scene: Scene, _ready: object, tell: Tell) -> None:
    with scene.open():
        tell("migrated")


def _migrated(scene: Scene, _told: Sequence[str]) -> None:
    found, _ = held(scene, scene.passphrase)
    assert found == scene.known
    assert backups.beside(scene.path), "no copy of the older shape is kept"
    whole_copies(scene, scene.passphrase)


def _protect(scene: Scene, desk: Desk, tell: Tell, new: str | None) -> None:
    """After a save: who has saved goes on as the same writer in the new file."""
    _save(scene, desk, tell)
    desk.protect(new)
    tell("protected")


def _protected(scene: Scene, told: Sequence[str], new: str | None) -> None:
    found, passphrase = held(scene, new, scene.passphrase)
    assert found >= scene.known | set(told) - {"protected"}, "a pledge is gone"
    assert "protected" not in told or passphrase == new, "an acknowledged passphrase is gone"
    whole_copies(scene, scene.passphrase)


def _print(scene: Scene, _ready: object, tell: Tell) -> None:
    placing.place_pdf(scene.written / "paper.pdf", PAPERS[1])
    tell("printed")


def _printed(scene: Scene, told: Sequence[str]) -> None:
    found = (scene.written / "paper.pdf").read_bytes()
    assert found in PAPERS, "half a paper stands in the place of a whole one"
    assert not told or found == PAPERS[1], "an acknowledged paper is gone"


def _again(scene: Scene, desk: Desk, tell: Tell) -> None:
    _save(scene, desk, tell)


def _opened(scene: Scene) -> Desk:
    return scene.open()


def _with_keys(name: str, **what: Any) -> list[Deed]:
    """The same on a plain file and on a protected one."""
    prepare = what.pop("prepare", prepared)
    return [
        Deed(f"{name}, {kind}", partial(prepare, passphrase=passphrase), **what)
        for kind, passphrase in (("plain", None), ("protected", FIRST))
    ]


def _keyed(name: str, old: str | None, new: str | None) -> Deed:
    return Deed(
        name, partial(prepared, passphrase=old), partial(_protect, new=new),
        partial(_protected, new=new), _opened, _again,
    )  # fmt: skip


DEEDS = (
    *_with_keys("save", act=_save, prove=_saved, begin=_opened, again=_again),
    *_with_keys("saves", act=partial(_save, times=9), prove=_saved, begin=_opened),
    *_with_keys("save 9 MB", act=_save_many, prove=_saved, begin=_opened, again=_again),
    *_with_keys("back-up", act=_back_up, prove=_backed_up, begin=_opened, again=_again),
    *_with_keys(
        "first back-up",
        prepare=partial(prepared, backed_up=False),
        act=_back_up,
        prove=_backed_up,
        begin=_opened,
        again=_again,
    ),
    *_with_keys("copy", act=_copy, prove=_copied, begin=_opened, again=_again),
    *_with_keys("new campaign", prepare=bare, act=_found, prove=_founded, again=_found_again),
    *_with_keys("restore", act=_restore, prove=_restored, again=_restore),
    *_with_keys("rescue", act=_rescue, prove=_rescued, again=_rescue_again),
    *_with_keys("migration", prepare=prepared_old, act=_migrate, prove=_migrated, again=_migrate),
    _keyed("passphrase set", None, FIRST),
    _keyed("passphrase changed", FIRST, SECOND),
    _keyed("passphrase removed", FIRST, None),
    Deed("paper", partial(prepared, passphrase=None), _print, _printed, again=_print),
)


def deeds_named(words: Sequence[str]) -> list[Deed]:
    """Those whose name begins with one of these; all where none is asked for."""
    return [d for d in DEEDS if not words or any(d.name.startswith(word) for word in words)]
