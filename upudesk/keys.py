"""Passphrases, and the keys made of them: slowly on purpose, and therefore once each."""

from __future__ import annotations

import hashlib
import unicodedata
from contextlib import closing

import sqlcipher3.dbapi2 as dbapi

from upudesk.errors import N_, WrongPassphrase
from upudesk.record import writable


class Key(str):
    """What SQLCipher makes of a passphrase and the salt of a file, and that salt, in hexadecimal:
    opening with it takes no time."""


class Passphrase(str):
    """A passphrase that is in use, with the keys that were made of it; they go when it does.

    Each file has a salt of its own, so its key fits no other. A key is found again by the salt that
    stands in a file: one that is found was made of this passphrase and of just these bytes.
    """

    def __init__(self, _typed: str) -> None:
        self._keys: dict[bytes, Key] = {}

    def key(self, salt: bytes) -> Key:
        if salt not in self._keys:
            self._keys[salt] = _made(self, salt)
        return self._keys[salt]

    def forget(self) -> None:
        """Drop the keys."""
        self._keys.clear()


def in_use(passphrase: str | None) -> Passphrase | None:
    """The same, from now on with its keys."""
    if passphrase is None or isinstance(passphrase, Passphrase):
        return passphrase
    return Passphrase(passphrase)


def _made(passphrase: str, salt: bytes) -> Key:
    """As SQLCipher makes it, in as many rounds."""
    with closing(dbapi.connect(":memory:")) as db:
        rounds = int(db.execute("PRAGMA cipher_default_kdf_iter").fetchone()[0])
    phrase = _normal(passphrase).encode()
    return Key((hashlib.pbkdf2_hmac("sha512", phrase, salt, rounds, 32) + salt).hex())


def quoted(passphrase: str) -> str:
    """A passphrase, or a key, as SQL text."""
    if isinstance(passphrase, Key):
        return f"\"x'{passphrase}'\""
    return "'" + _normal(passphrase).replace("'", "''") + "'"


def _normal(passphrase: str) -> str:
    """NFC, so that one phrase typed on two keyboards is one key."""
    return unicodedata.normalize("NFC", passphrase)


def check_passphrase(passphrase: str | None) -> None:
    """Raises WrongPassphrase for what can be none."""
    if passphrase is not None and not passphrase.strip():
        raise WrongPassphrase(
            N_(
                "An empty passphrase protects nothing; nothing was changed. "
                "Choose at least one word."
            )
        )
    if passphrase and not writable(passphrase):
        raise WrongPassphrase(
            N_(
                "A passphrase cannot hold NUL or half a character; nothing was changed. "
                "Type it again."
            )
        )
