"""The evidence of all back-ups in one folder, kept once by its SHA-256, under their passphrase."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from upudesk import opening, placing
from upudesk.connection import Connection
from upudesk.errors import DamagedFile, FileProblem
from upudesk.file_faults import speaking
from upudesk.storage import ROOM, CampaignFile, stored_parts

SUFFIX = ".evidence"
TOGETHER = 64 << 20
"""Bytes of evidence that are taken in one transaction."""
Tell = Callable[[], None]


class EvidenceStore:
    """An open store. Each of its methods that write is one transaction."""

    def __init__(self, path: Path, db: Connection) -> None:
        self.path = path
        self._db = db
        self._sql = db.execute
        self._sql(ROOM)

    @classmethod
    @contextmanager
    def open(cls, path: Path, passphrase: str | None) -> Iterator[EvidenceStore]:
        """Raises a FileProblem where it is none, or has another passphrase."""
        with closing(opening.open_store(path, passphrase)) as db:
            yield cls(path, db)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with speaking(self.path):
            self._sql("BEGIN IMMEDIATE")
            try:
                yield
                self._sql("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._sql("ROLLBACK")
                raise

    def names(self) -> set[str]:
        """The SHA-256 of everything that is kept."""
        with speaking(self.path):
            return {row[0] for row in self._sql("SELECT DISTINCT sha256 FROM chunk")}

    def parts(self, sha256: str) -> Iterator[bytes]:
        return stored_parts(self._sql, self.path, sha256)

    def take(self, sha256: str, parts: Iterable[bytes]) -> bool:
        """Keep bytes under their SHA-256, read back and proved; False where they do not fit it."""
        with self._writing():
            return self._take(sha256, parts)

    def take_several(self, files: Iterator[tuple[str, Iterable[bytes]]]) -> bool:
        """The same for file after file, until so much is in as one transaction should hold; gives
        whether more may be left. Each commit waits for the disk several times."""
        before = self._size()
        with self._writing():
            for sha256, parts in files:
                self._take(sha256, parts)
                if self._size() - before >= TOGETHER:
                    return True
        return False

    def _size(self) -> int:
        pages = self._sql("PRAGMA page_count").fetchone()[0]
        return int(pages) * int(self._sql("PRAGMA page_size").fetchone()[0])

    def _take(self, sha256: str, parts: Iterable[bytes]) -> bool:
        rows = ((sha256, number, part) for number, part in enumerate(parts))
        self._db.executemany("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?)", rows)
        proved = _digest(self.parts(sha256)) == sha256
        if not proved:
            self._sql("DELETE FROM chunk WHERE sha256 = ?", (sha256,))
        return proved

    def need(self, backup: str, names: Iterable[str]) -> None:
        """Say which evidence a back-up rests on, before it counts."""
        with self._writing():
            rows = [(backup, name) for name in names]
            self._db.executemany("INSERT OR IGNORE INTO needed VALUES (?, ?)", rows)

    def backups(self) -> set[str]:
        """The back-ups that rest on it."""
        with speaking(self.path):
            return {row[0] for row in self._sql("SELECT DISTINCT backup FROM needed")}

    def forget(self, there: Collection[str], before: str) -> None:
        """Drop what only back-ups that are gone rested on; those named after `before` may still be
        in the making."""
        with self._writing():
            known = self.backups()
            gone = [(name,) for name in known if name not in there and name < before]
            self._db.executemany("DELETE FROM needed WHERE backup = ?", gone)
            if gone:
                self._sql("DELETE FROM chunk WHERE sha256 NOT IN (SELECT sha256 FROM needed)")


def stores_in(folder: Path) -> list[Path]:
    """Every store of a folder, oldest first."""
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))


def needed(path: Path, passphrase: str | None) -> set[str]:
    """The back-ups that rest on a store, as far as it can be read."""
    try:
        with EvidenceStore.open(path, passphrase) as store:
            return store.backups()
    except FileProblem:
        return set()


@contextmanager
def store_for(
    folder: Path, passphrase: str | None, name: str, spoilt: Collection[Path] = ()
) -> Iterator[EvidenceStore]:
    """The store that has this passphrase, or none where there is none, and is not known to be
    spoilt; else a new one."""
    for path in reversed(stores_in(folder)):
        if path in spoilt:
            continue
        try:
            fits = opening.is_protected(path) == (passphrase is not None)
            db = opening.open_store(path, passphrase) if fits else None
        except FileProblem:
            continue
        if db is not None:
            break
    else:
        path = placing.free_name(folder / f"{name}{SUFFIX}")
        db = opening.create_store(path, passphrase)
    with closing(db):
        yield EvidenceStore(path, db)


def keep(folder: Path, backup: str, file: CampaignFile, names: set[str], tell: Tell) -> None:
    """Keep the evidence that a back-up rests on. A store that turns out to be spoilt is left to
    the back-ups that it was made for, and the next one begins another."""
    before, spoilt = stores_in(folder), set[Path]()
    while True:
        with store_for(folder, file.passphrase, backup, spoilt) as store:
            try:
                take_new(store, file, names, tell)
                return store.need(backup, names)
            except DamagedFile as fault:
                if store.path not in before or fault.message.gaps.get("file") != store.path.name:
                    raise
                spoilt.add(store.path)


def take_new(store: EvidenceStore, file: CampaignFile, names: set[str], tell: Tell) -> None:
    """Copy the evidence that the store lacks; what is spoilt in the campaign is left to `check`."""

    def told() -> Iterator[tuple[str, Iterable[bytes]]]:
        for name in sorted(names - store.names()):
            tell()
            yield name, file.parts_of(name)

    files = told()
    while store.take_several(files):
        pass


def bring_together(
    file: CampaignFile, wanted: set[str], folder: Path, tell: Tell = lambda: None
) -> set[str]:
    """Put evidence from the stores of a folder into a campaign file; gives what was not found.

    A store that cannot be read is passed over; a campaign file that cannot be written is not.
    """
    lacking = wanted - file.evidence_names()
    for path in reversed(stores_in(folder)):
        if not lacking:
            break
        with suppress(_Unread), _reading(path, file.passphrase) as store:
            for name in sorted(lacking & _told(store.names)):
                with file.writing():
                    file.keep_parts(name, _proved(name, store, tell))
                lacking.discard(name)
    return lacking


class _Unread(Exception):
    """A store, not the file that its bytes go to, could not be read."""


@contextmanager
def _reading(path: Path, passphrase: str | None) -> Iterator[EvidenceStore]:
    with ExitStack() as stack:
        try:
            store = stack.enter_context(EvidenceStore.open(path, passphrase))
        except FileProblem as problem:
            raise _Unread from problem
        yield store


def _told(ask: Callable[[], set[str]]) -> set[str]:
    try:
        return ask()
    except FileProblem as problem:
        raise _Unread from problem


def _proved(name: str, store: EvidenceStore, tell: Tell) -> Iterator[bytes]:
    """The bytes of a file of evidence; what does not fit its name undoes the writing of it."""
    total, parts = hashlib.sha256(), store.parts(name)
    while True:
        tell()
        try:
            part = next(parts, None)
        except FileProblem as problem:
            raise _Unread from problem
        if part is None:
            break
        total.update(part)
        yield part
    if total.hexdigest() != name:
        raise _Unread


def read(folder: Path, passphrase: str | None, wanted: set[str]) -> dict[str, bytes]:
    """The bytes of some evidence, as far as the stores of a folder hold it."""
    found: dict[str, bytes] = {}
    for path in reversed(stores_in(folder)):
        try:
            with EvidenceStore.open(path, passphrase) as store:
                for name in (wanted - found.keys()) & store.names():
                    found[name] = b"".join(store.parts(name))
        except FileProblem:
            continue
    return found


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.hexdigest()
