"""What stays inside is found by no reader of a paper: not as text, not beside it, not in what
describes it. The same words are found in the paper for ourselves, else nothing is proved."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from io import BytesIO
from types import ModuleType

import pikepdf
import pymupdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from tests.builders import KENYA, LAOS, a_pledge, a_snapshot
from upudesk import disclosure, i18n, reports
from upudesk.campaign import packs
from upudesk.disclosure import Disclosed, disclose
from upudesk.i18n import Language
from upudesk.model import (
    REFERENCES,
    Contact,
    Evidence,
    FollowUp,
    Marking,
    Meeting,
    Pledge,
    Post,
    Record,
    Role,
    Undertaking,
)
from upudesk.reports import pack, paper
from upudesk.reports.finish import finish
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot

MADE = Imprint(datetime(2025, 8, 15, 9, tzinfo=UTC))
WORD = re.compile(r"Zq[a-z]+")


def planted(record: Record) -> Record:
    """The record with a word of its own in every text that people write: `Zqmeetingnotes`."""
    taken = {*REFERENCES.get(record.KIND, {}), "id", "about", "marking", "sha256", "media_type"}
    said: dict[str, object] = {}
    for field in fields(record):
        word = re.sub(r"[^a-z]", "", f"{record.KIND}{field.name}")
        if field.name in taken or getattr(record, field.name) not in ("", ()):
            continue
        if field.type == "str":
            said[field.name] = f"Zq{word}"
        elif field.type == "tuple[str, ...]" and field.name not in ("languages", "reach"):
            said[field.name] = (f"Zq{word}",)
    return replace(record, **said)


def a_campaign() -> Snapshot:
    """Everything that papers tell of, secret and open; each text is a word of its own."""
    open_, secret = (
        Marking(id=c, code=c, rank=r, name_en=c) for c, r in (("open", 0), ("secret", 2))
    )
    held = date(2025, 8, 1)
    hidden: list[Record] = [
        Contact(id="c", member="la", marking="secret"),
        Post(id="o", contact="c", role=Role.MINISTRY, starts_on=held),
        Meeting(id="g", members=("la",), held_on=held, their_people=("c",), marking="secret"),
        Meeting(id="h", members=("la",), held_on=date(2025, 8, 20), their_people=("c",)),
        Undertaking(id="u", member="la", marking="secret"),
        FollowUp(id="f", member="la", due_on=held),
        Evidence(id="e", about="g", sha256="00"),
        a_pledge("la", id="p", source="", speaker="c", meeting="g", marking="secret"),
    ]  # fmt: skip
    known = a_pledge("ke", id="k", marking="open", words="Openly said")
    laos = replace(LAOS, notes="Zqmembernotes", next_step="Zqmembernextstep")
    shown: list[Record] = [planted(record) for record in hidden if not isinstance(record, Pledge)]
    said = [planted(record) for record in hidden if isinstance(record, Pledge)]
    return a_snapshot([laos, KENYA], [*said, known], others=[open_, secret, *shown])


def papers() -> dict[str, ModuleType]:
    """Every paper that can be a part of a pack."""
    names = (f"upudesk.reports.{module.name}" for module in pkgutil.iter_modules(reports.__path__))
    modules = map(importlib.import_module, names)
    return {m.CODE: m for m in modules if hasattr(m, "CODE") and hasattr(m, "blocks")}


PAPERS = papers()


def printed(code: str, disclosed: Disclosed, language: str = "en") -> bytes:
    members = [member.id for member in disclosed.snapshot.members]
    with i18n.use(Language(language)):
        blocks = PAPERS[code].blocks(disclosed, members)
        marked = PAPERS[code].about(disclosed, members)
        return finish(disclosed.snapshot, "Paper", blocks, imprint=MADE, marked=marked).pdf


# ------------------------------------------------------------------ readers


def by_poppler(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def by_mupdf(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return "".join(page.get_text() for page in document) + repr(document.get_toc())


def by_qt(pdf: bytes) -> str:
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    return text


def by_looking_everywhere(pdf: bytes) -> str:
    """Every string and every stream of the file: metadata, outlines, attachments, what is told
    beside glyphs; as letters, and as letters spelt out in hexadecimal."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = [text for thing in document.objects for text in _texts(thing)]
    spelt = re.findall(r"FEFF([0-9A-F]+)", "".join(found), re.IGNORECASE)
    return "\n".join([*found, *(bytes.fromhex(h).decode("utf-16-be", "ignore") for h in spelt)])


def _texts(thing: object) -> Iterator[str]:
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_bytes().decode("latin-1")
    if isinstance(thing, (pikepdf.Stream, pikepdf.Dictionary)):
        for key, value in thing.items():
            yield key
            yield from _texts(value) if not getattr(value, "is_indirect", False) else ()
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            yield from _texts(value) if not getattr(value, "is_indirect", False) else ()
    elif isinstance(thing, pikepdf.String):
        yield str(thing)


READERS: list[Callable[[bytes], str]] = [by_poppler, by_mupdf, by_qt]


def words_in(text: str) -> set[str]:
    """A word at the end of its line may be broken; none of ours is long enough."""
    return set(WORD.findall(text))


# ------------------------------------------------------------------ what is proved


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", sorted(PAPERS))
def test_no_reader_finds_what_stays_inside(code):
    campaign = a_campaign()
    for profile in ("minister", "partner"):
        disclosed = out(campaign, profile)
        inside = hidden_words(campaign, disclosed)
        found = set().union(*(words_in(read(printed(code, disclosed))) for read in READERS))
        assert not found & inside, (profile, found & inside)
        assert not words_in(by_looking_everywhere(printed(code, disclosed))) & inside


@pytest.mark.usefixtures("qapp")
def test_no_reader_finds_it_in_a_whole_pack():
    """Cover, contents, bookmarks and links are made when the parts are bound."""
    campaign = a_campaign()
    for profile, hidden in (("minister", True), ("partner", True), ("internal", False)):
        disclosed = out(campaign, profile)
        inside = hidden_words(campaign, out(campaign, "partner" if not hidden else profile))
        members = [member.id for member in disclosed.snapshot.members]
        request = pack.Request(members, packs.PARTS, "A pack")
        made = pack.render(disclosed, request, Language("en"), imprint=MADE)
        found = set().union(*(words_in(read(made.pdf)) for read in READERS))
        found |= words_in(by_looking_everywhere(made.pdf))
        assert bool(found & inside) is not hidden, (profile, sorted(found & inside))


@pytest.mark.usefixtures("qapp")
def test_every_reader_finds_the_same_words_in_the_paper_for_ourselves():
    campaign = a_campaign()
    disclosed = out(campaign, "internal")
    for read in READERS:
        found = set().union(*(words_in(read(printed(code, disclosed))) for code in PAPERS))
        inside = hidden_words(campaign, out(campaign, "partner"))
        assert len(found & inside) >= 20, sorted(found & inside)


def test_looking_everywhere_finds_what_stands_beside_the_text():
    title = "Zqtitle ลับ"
    with i18n.use(Language("th")):
        pdf = finish(a_campaign(), title, [paper.para("ลับ")], imprint=MADE).pdf
    assert "Zqtitle" in words_in(by_looking_everywhere(pdf))


def out(campaign: Snapshot, code: str) -> Disclosed:
    """Secret stays inside for the minister too, so that something does."""
    profile = disclosure.profile(campaign, code)
    if code == "minister":
        profile = replace(profile, highest="open")
    return disclose(campaign, profile)


def hidden_words(campaign: Snapshot, disclosed: Disclosed) -> set[str]:
    """Words of the campaign that are not in what goes out."""
    return words_in(repr(campaign.tables)) - words_in(repr(disclosed.snapshot.tables))
