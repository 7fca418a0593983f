"""The pack of all countries in Thai beside LibreOffice, which turns the same text into PDF.

LibreOffice is given the lines of the finished pack in their sizes, weights and colours, with
headings, contents, pictures of the first pages and each country's flag, as a flat document; both
are warmed once, LibreOffice in a throw-away profile.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from bench.campaigns import demo
from upudesk.desk import Desk
from upudesk.machine import Machine

ALLOWED = 5.8
"""Seconds, where there is no LibreOffice to compare with."""
ROOM = 400
"""Megabytes that this process and its workers may take together at their peak."""
PARTS = ("cover", "contents", "executive", "countries", "tally")
Look: TypeAlias = tuple[int, bool, str]
"""Size, whether it is bold, and colour."""
LEADING = 4
"""So many pages stand before the countries: they are shown to LibreOffice as pictures too."""


def measured() -> tuple[float, str, float]:
    """Ours in a process of its own, as on the command line, what it imports included."""
    with tempfile.TemporaryDirectory() as name:
        folder, warm = Path(name), Path(name) / "warm"
        warm.mkdir()
        _ours(warm)
        seconds, _peak, pdf = _ours(folder)
        office = shutil.which("soffice")
        if office is None:
            return seconds, "no LibreOffice: twice what is allowed", ALLOWED * 2
        document = _document(folder, pdf)
        _convert(office, folder, document)
        began = time.perf_counter()
        _convert(office, folder, document)
        return seconds, "LibreOffice with the same text", time.perf_counter() - began


def memory() -> tuple[float, str, float]:
    """Thousands of megabytes, so that the row reads as megabytes."""
    with tempfile.TemporaryDirectory() as name:
        _seconds, peak, _pdf = _ours(Path(name))
    return peak / 1000, "MB are allowed", ROOM / 1000


def _ours(folder: Path) -> tuple[float, float, Path]:
    made = folder / "pack.pdf"
    demo(folder).close()
    done = subprocess.run(
        [sys.executable, "-m", "bench.pack", str(made)],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    return told["seconds"], told["peak"], made


def make(target: Path) -> dict[str, float]:
    """Seconds that the pack took; megabytes of this process and all its workers at their peaks."""
    with Desk.open(target.with_name("demo.upudesk"), machine=Machine(target.parent)) as desk:
        snapshot = desk.snapshot
    began = time.perf_counter()
    from upudesk import disclosure
    from upudesk.i18n import Language
    from upudesk.reports import pack, pool
    from upudesk.reports.imprint import Imprint

    disclosed = disclosure.disclose(snapshot, disclosure.profile(snapshot, "internal"))
    done = pack.render(
        disclosed,
        pack.Request([member.id for member in snapshot.members], PARTS),
        Language("th"),
        imprint=Imprint(datetime(2025, 8, 15, tzinfo=UTC)),
    )
    seconds = time.perf_counter() - began
    target.write_bytes(done.pdf)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"seconds": seconds, "peak": (own + (pool.crew() - 1) * worker) / 1024}


# ------------------------------------------------------------------ the same for LibreOffice


def _convert(office: str, folder: Path, document: Path) -> None:
    home = folder / "home"
    if not home.is_dir():
        home.mkdir()
        shutil.copytree("resources/fonts", home / ".fonts")
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder / "out"), str(document)],
        env={**os.environ, "HOME": str(home)}, capture_output=True, check=True, timeout=300,
    )  # fmt: skip


def _document(folder: Path, pdf: Path) -> Path:
    """A flat text document: contents, then a heading, a flag and the words of each page."""
    import pymupdf

    with pymupdf.open(pdf) as book:  # type: ignore[no-untyped-call]
        starts = {page: title for level, title, page in book.get_toc() if level <= 2}
        body = [_contents(book.get_toc())]
        looks: dict[Look, str] = {}
        for number, page in enumerate(book, 1):
            body.append(_heading(starts[number], book, page) if number in starts else "")
            body += [_paragraph(line["spans"], looks) for line in _lines(page)]
            if number <= LEADING:
                body.append(_picture(page.get_pixmap(dpi=96).tobytes("png"), 16, 22))
    document = folder / "pack.fodt"
    document.write_text(_WHOLE.format(looks=_styles(looks), body="".join(body)), "utf-8")
    return document


def _contents(toc: list[tuple[int, str, int]]) -> str:
    lines = (
        f'<text:p text:style-name="Line"><text:a xlink:href="#{escape(title)}|outline">'
        f"{escape(title)}</text:a><text:tab/>{page}</text:p>"
        for _level, title, page in toc
    )
    return "".join(lines)


def _heading(title: str, book: object, page: object) -> str:
    images = book.get_page_images(page.number)  # type: ignore[attr-defined]
    flag = ""
    if images:
        flag = _picture(book.extract_image(images[0][0])["image"], 2, 1.5)  # type: ignore[attr-defined]
    return (
        f'<text:h text:style-name="Country" text:outline-level="1">{escape(title)}</text:h>{flag}'
    )


def _lines(page: Any) -> Iterator[Any]:
    for block in page.get_text("dict")["blocks"]:
        yield from block.get("lines", ())


def _paragraph(spans: list[Any], looks: dict[Look, str]) -> str:
    """A line as it looks."""
    parts = []
    for span in spans:
        look = round(span["size"]), "Bold" in span["font"], f"#{span['color']:06x}"
        name = looks.setdefault(look, f"T{len(looks)}")
        words = "".join(c for c in span["text"] if c.isprintable())
        parts.append(f'<text:span text:style-name="{name}">{escape(words)}</text:span>')
    return f'<text:p text:style-name="Body">{"".join(parts)}</text:p>'


def _styles(looks: dict[Look, str]) -> str:
    return "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties '
        f'fo:font-size="{size}pt" style:font-size-complex="{size}pt" fo:color="{colour}" '
        f'fo:font-weight="{weight}" style:font-weight-complex="{weight}"/></style:style>'
        for (size, bold, colour), name in looks.items()
        for weight in ("bold" if bold else "normal",)
    )


def _picture(png: bytes, width: float, height: float) -> str:
    return (
        f'<text:p><draw:frame text:anchor-type="as-char" svg:width="{width}cm" '
        f'svg:height="{height}cm"><draw:image><office:binary-data>'
        f"{base64.b64encode(png).decode()}</office:binary-data></draw:image></draw:frame></text:p>"
    )


_WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Body" style:family="paragraph"><style:text-properties
 style:font-name-complex="Sarabun" fo:font-family="Sarabun" style:font-family-complex="Sarabun"
 fo:font-size="10pt" style:font-size-complex="10pt" fo:language="en" style:language-complex="th"
 style:country-complex="TH"/></style:style>
<style:style style:name="Line" style:family="paragraph" style:parent-style-name="Body"/>
<style:style style:name="Country" style:family="paragraph" style:parent-style-name="Body"
 style:default-outline-level="1"><style:paragraph-properties fo:break-before="page"/>
<style:text-properties fo:font-size="20pt" style:font-size-complex="20pt"/></style:style>
</office:styles>
<office:automatic-styles>{looks}</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""


if __name__ == "__main__":
    print(json.dumps(make(Path(sys.argv[1]))))
