"""Evidence: files kept behind pledges, meetings and other records."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from upudesk.campaign.plan import Plan, Put
from upudesk.campaign.records import subject_of
from upudesk.errors import N_, InvalidRecord, Message
from upudesk.model import Evidence
from upudesk.snapshot import Snapshot

LARGE = 200 << 20
"""Bytes from which a file makes the campaign noticeably heavier to copy and to send."""


class View(StrEnum):
    """How a file can be looked at inside the program."""

    PDF = "pdf"
    PICTURE = "picture"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True)
class NewFile:
    """A file as it was read, dropped or pasted: not yet evidence."""

    name: str
    data: bytes
    sha256: str = field(init=False)
    """Taken at once, so that whoever reads the file has done the slow part."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())

    @property
    def media_type(self) -> str:
        return media_type_of(self.name, self.data)


def attach(snapshot: Snapshot, evidence: Evidence, data: bytes) -> Plan:
    """Keep a file's bytes inside the campaign, under their SHA-256."""
    _refuse_missing(snapshot, evidence.about)
    file = NewFile(evidence.name, data)
    whole = replace(
        evidence,
        sha256=file.sha256,
        size=len(data),
        added_on=evidence.added_on or snapshot.today,
        media_type=evidence.media_type or file.media_type,
    )
    subject = subject_of(snapshot, whole)
    return Plan("evidence.add", (Put(whole),), subject, files={whole.sha256: data})


def attach_files(snapshot: Snapshot, about: str, files: Sequence[NewFile]) -> Plan:
    """Put files behind one record, all as one step.

    A file that is there already, or that is empty, is left out and named; where none is left,
    nothing is done. Raises InvalidRecord then.
    """
    _refuse_missing(snapshot, about)
    kept, left_out = _sorted_out(snapshot, about, files)
    if not kept:
        raise InvalidRecord(
            left_out or {"": Message(N_("No file was given; nothing was changed."))}
        )
    fresh = [_evidence(snapshot, about, file) for file in kept]
    return Plan(
        "evidence.add",
        tuple(map(Put, fresh)),
        (*subject_of(snapshot, fresh[0])[:-1], *(evidence.id for evidence in fresh)),
        warnings=(*left_out.values(), *_large(kept)),
        files={file.sha256: file.data for file in kept},
    )


def _evidence(snapshot: Snapshot, about: str, file: NewFile) -> Evidence:
    return Evidence(
        about=about,
        name=unicodedata.normalize("NFC", file.name),
        media_type=file.media_type,
        size=len(file.data),
        sha256=file.sha256,
        added_on=snapshot.today,
    )


def _refuse_missing(snapshot: Snapshot, about: str) -> None:
    if about and snapshot.any(about) is None:
        raise InvalidRecord(
            {"about": Message(N_("The record that this evidence stands behind is not there."))}
        )


def _sorted_out(
    snapshot: Snapshot, about: str, files: Sequence[NewFile]
) -> tuple[list[NewFile], dict[str, Message]]:
    """The files to keep; and by name a sentence for each that is not."""
    there = {e.sha256: e.name for e in snapshot.evidence_of.get(about, ())}
    kept: list[NewFile] = []
    left_out: dict[str, Message] = {}
    for file in files:
        if not file.data:
            sentence = N_("“{name}” is empty; it was not attached.")
            left_out[file.name] = Message(sentence, {"name": file.name})
        elif file.sha256 in there:
            left_out[file.name] = _twice(file.name, there[file.sha256])
        else:
            kept.append(file)
            there[file.sha256] = file.name
    return kept, left_out


def _twice(name: str, known: str) -> Message:
    if name == known:
        sentence = N_("“{name}” is attached here already; it was not attached again.")
        return Message(sentence, {"name": name})
    sentence = N_(
        "“{name}” is the same file as “{known}”, which is attached here already; "
        "it was not attached again."
    )
    return Message(sentence, {"name": name, "known": known})


def _large(files: Sequence[NewFile]) -> Iterator[Message]:
    for file in files:
        if len(file.data) >= LARGE:
            yield Message(
                N_(
                    "Saved, but “{name}” is very large ({size} MB): the campaign file and every "
                    "back-up of it grow by as much."
                ),
                {"name": file.name, "size": len(file.data) >> 20},
            )


# ------------------------------------------------------------------ what kind of file it is

_SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_PICTURES = {
    "image/png", "image/jpeg", "image/gif", "image/tiff", "image/webp", "image/svg+xml",
    "image/bmp", "image/x-ms-bmp", "image/vnd.microsoft.icon",
}  # fmt: skip
_TEXTS = {"application/json", "application/xml", "message/rfc822"}


def media_type_of(name: str, data: bytes) -> str:
    """By what is in the file; where that tells nothing, by its name; else text if it reads so."""
    if found := _by_content(data):
        return found
    if guessed := mimetypes.guess_type(name)[0]:
        return guessed
    return "text/plain" if _reads_as_text(data) else "application/octet-stream"


def _by_content(data: bytes) -> str:
    for sign, media_type in _SIGNS:
        if data.startswith(sign):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "image/svg+xml" if head.startswith(b"<") and b"<svg" in head else ""


def _reads_as_text(data: bytes) -> bool:
    head = data[:4096]
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as fault:
        return fault.start > len(head) - 4  # the sample ends within a character
    return True


# ------------------------------------------------------------------ under which name it goes out

LONGEST = 120
"""Bytes of a name that goes out; some file systems know no more than 143."""
_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE
)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}")


def safe_name(name: str) -> str:
    """The name under which a file may leave the campaign: of no folder and no device, of no sign
    that hides what kind of file it is, not too long, and with its ending."""
    plain = "".join(_harmless(char) for char in unicodedata.normalize("NFC", name))
    plain = " ".join(plain.split()).lstrip(". -~").rstrip(". ")
    plain = _DEVICES.sub(lambda found: f"{found[0]}_", plain, count=1) if plain else "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot or not _ENDING.fullmatch(dot + ending):
        stem, dot, ending = plain, "", ""
    return f"{_cut(stem, LONGEST - len(dot + ending)) or 'file'}{dot}{ending}"


def _harmless(char: str) -> str:
    if char in '/\\:*?"<>|':
        return "-"
    # Controls, half characters, unassigned ones, and marks that turn the order of letters around.
    kind = unicodedata.category(char)
    return " " if kind in ("Zl", "Zp", "Zs", "Cc") else "" if kind[0] == "C" else char


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip(". ")


def view_of(evidence: Evidence) -> View:
    """How the program can show it."""
    media_type = evidence.media_type.partition(";")[0].strip().casefold()
    if media_type == "application/pdf":
        return View.PDF
    if media_type in _PICTURES:
        return View.PICTURE
    return View.TEXT if media_type.startswith("text/") or media_type in _TEXTS else View.NONE
