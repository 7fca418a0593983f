# ruff: noqa: E501
"""Evidence of every kind that the viewer shows, and the names that it goes out under."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bench.mutation import spoilt, spoilt_text


@cache
def application() -> Any:
    from PySide6.QtWidgets import QApplication

    from upudesk.gui import theme
    from upudesk.gui.app import dress

    app = QApplication.instance() or QApplication([])
    dress(app)  # type: ignore[arg-type]
    theme.apply(app, "light")  # type: ignore[arg-type]
    return app


def screen(_folder: Path) -> None:
    """Qt, with a page drawn once: its libraries are loaded before memory is limited."""
    application()
    _clean_process()
    for seed, kind in ((plain_pdf("a"), "PDF"), (_png(), "PICTURE"), (b"abc", "TEXT")):
        _shown(kind, seed)


def _shown(kind: str, data: bytes) -> object:
    """As the viewer shows a file: tried by another process, drawn, turned, made larger, searched,
    and thrown away.

    Of every 32 files one is tried by a process that begins anew, as for a user; all others by a copy
    of a clean process, which has loaded what each of them would load.
    """
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QWidget

    from upudesk.campaign.evidence import View
    from upudesk.gui import tried
    from upudesk.gui.leaf_pdf import PdfLeaf
    from upudesk.gui.leaf_picture import PictureLeaf
    from upudesk.gui.leaf_text import TextLeaf

    app = application()
    kinds: dict[str, Any] = {"PDF": PdfLeaf, "PICTURE": PictureLeaf, "TEXT": TextLeaf}
    tried.WAY = "spawn" if zlib.crc32(data) % 32 == 0 else "forkserver"
    leaf = kinds[kind]("file", tried.tried(View[kind], "file", data))
    try:
        leaf.resize(400, 300)
        leaf.show()
        leaf.grab()
        leaf.turn(min(1, leaf.pages - 1))
        leaf.zoom(1.25)
        leaf.grab()
        if leaf.searches:
            leaf.look_for("e")
        app.processEvents()
    finally:
        QWidget.deleteLater(leaf)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()
    return None


def _clean_process() -> None:
    """Begins the process that others are copied from. A copy of one that has drawn would wait for
    threads that it has not."""
    from multiprocessing import forkserver, set_forkserver_preload

    set_forkserver_preload(["bench.hostile_clean"])
    forkserver.ensure_running()


def spoilt_evidence(data: bytes, lot: Random, others: tuple[bytes, ...]) -> bytes:
    """What draws for ever as it stands is tried once as it stands; all else is spoilt."""
    bombs = {*svg_bombs(), _packed_pdf()}
    sound = [other for other in others if other not in bombs]
    sound_one = data if data not in bombs else lot.choice(sound)
    written = sound_one.startswith((b"%PDF", b"<svg"))
    how = spoilt_text if written and lot.random() < 0.6 else spoilt
    found = how(sound_one, lot, tuple(sound))
    return _with_sums(found) if lot.random() < 0.7 else found


def _with_sums(data: bytes) -> bytes:
    """A PNG whose sums are right for what is in it now; else nobody would look at that."""
    if not data.startswith(b"\x89PNG"):
        return data
    made, at = bytearray(data), 8
    while at + 12 <= len(made):
        end = at + 8 + int.from_bytes(made[at : at + 4], "big")
        if end + 4 > len(made):
            break
        made[end : end + 4] = zlib.crc32(made[at + 4 : end]).to_bytes(4, "big")
        at = end + 4
    return bytes(made)


def use_evidence(kind: str) -> Callable[[bytes, Path], object]:
    return lambda data, _folder: _shown(kind, data)


def plain_pdf(text: str) -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, pagesize=(300, 200), pageCompression=0)
    for page in range(2):
        canvas.drawString(20, 100, f"{text} {page}")
        canvas.line(10, 10, 200, 150)
        canvas.bookmarkPage(str(page))
        canvas.addOutlineEntry(f"page {page}", str(page))
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def pdf_seeds(_folder: Path) -> Sequence[bytes]:
    """Ours, and small ones written by hand: encrypted, with a picture, with forms, in circles."""
    made = [plain_pdf("hello"), _locked_pdf(), _packed_pdf()]
    body = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
        b"/Names<</EmbeddedFiles<</Names[(../../x)<</F(../../x)/EF<</F 5 0 R>>>>]>>>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9999999>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]/Contents 4 0 R/Resources<<"
        b"/XObject<</X 5 0 R>>>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI"
        b"/URI(file:///etc/passwd)>>>>]>>endobj\n4 0 obj<</Length 20>>stream\n/X Do q 9 0 0 9 0 0 cm Q"
        b"\nendstream endobj\n5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject"
        b"<</X 5 0 R>>>>/Length 5>>stream\n/X Do\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )
    return (*made, body)


def _locked_pdf() -> bytes:
    from io import BytesIO

    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption("", "owner", strength=128))
    canvas.drawString(20, 100, "locked")
    canvas.save()
    return made.getvalue()


@cache
def _packed_pdf() -> bytes:
    """A few bytes that unpack to two hundred million."""
    bomb = zlib.compress(b"0 0 m 1 1 l S\n" * 15_000_000)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n" % (len(bomb), bomb)
    )


def _png(width: int = 20, height: int = 10) -> bytes:
    return _image("PNG", width, height)


def _image(kind: str, width: int = 20, height: int = 10) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QColor, QImage

    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30"
 viewBox="0 0 40 30"><defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient>
<g id="a"><path d="M0 0L9 9C1 2 3 4 5 6A9 9 0 0 1 9 9Z" fill="url(#g)"/></g></defs><use xlink:href="#a" x="3"/>
<text x="1" y="9" font-size="9">text</text><rect width="9" height="9" transform="rotate(9)"/>
<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><circle r="4" filter="url(#f)"/></svg>"""


@cache
def svg_bombs() -> list[bytes]:
    """Few bytes that draw for ever, or grow without end."""
    doubled = "".join(
        f'<g id="b{n}"><use href="#b{n - 1}"/><use xlink:href="#b{n - 1}"/>'
        f'<use xlink:href="#b{n - 1}"/></g>'
        for n in range(1, 30)
    )
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="99">'
    entities = "".join(
        f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 30)
    )
    return [
        f'{head}<defs><g id="b0"><rect width="9" height="9"/></g>{doubled}</defs><use xlink:href="#b29"/></svg>'.encode(),
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e0 "ha">{entities}]>{head}<text>&e29;</text></svg>'.encode(),
        f'{head}<pattern id="p" width="1e-9" height="1e-9"><rect width="1" height="1"/></pattern>'
        f'<rect width="99" height="99" fill="url(#p)"/></svg>'.encode(),
        f'{head}<filter id="f" x="-9e9" y="-9e9" width="9e18" height="9e18"><feGaussianBlur stdDeviation="9e9"/>'
        f'</filter><rect width="99" height="99" filter="url(#f)"/></svg>'.encode(),
        f'{head}<image xlink:href="file:///etc/passwd" width="9" height="9"/><image href="/dev/zero" width="9" height="9"/></svg>'.encode(),
        ('<svg xmlns="http://www.w3.org/2000/svg">' + "<g>" * 200_000 + "</g>" * 200_000 + "</svg>").encode(),
        f'{head}<path stroke="red" stroke-dasharray="1e-7" d="M0 0L99999999 9"/></svg>'.encode(),
    ]  # fmt: skip


def picture_seeds(_folder: Path) -> Sequence[bytes]:
    """One of each kind that is shown, and decompression bombs."""
    kinds = ("PNG", "JPEG", "BMP", "WEBP", "TIFF", "ICO", "PPM")
    made = [data for kind in kinds if (data := _image(kind))]
    gif = (
        b"GIF89a\x14\0\n\0\x91\0\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x14\0"
        b"\n\0\0\x02\x16\x8c\x8f\xa9\xcb\xed\x0f\xa3\x9c\xb4\xda\x8b\xb3\xde\xbc\xfb\x0f\x86\xe2\0;"
    )
    return (*made, gif, SVG, *svg_bombs(), _huge_png(), _huge_bmp())


def _huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """Says that it is 60,000 by 60,000, and its few bytes unpack to a part of that."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        )

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + chunk(b"IDAT", zlib.compress(bytes(20_000_000))) + chunk(b"IEND", b""))  # fmt: skip


def _huge_bmp() -> bytes:
    made = bytearray(_image("BMP"))
    made[18:26] = (2**31 - 1).to_bytes(4, "little") + (2**31 - 1).to_bytes(4, "little")
    return bytes(made)


def text_seeds(_folder: Path) -> Sequence[bytes]:
    """Every encoding, odd controls, and a single line that never ends."""
    text = "เรียน ท่านรัฐมนตรี Dear Minister, réponse\r\nline\t\x07\u202eevil\u2028x\n" * 20
    return (
        text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("utf-16-be"),
        "ภาษาไทย\n".encode("cp874") * 50, "réponse".encode("latin-1") * 50, b"\0\xff\xfe" * 300,
        b"x" * 3_000_000, "ก".encode() * 700_000, b"e" + "\u0301".encode() * 400_000,
        "\u202e".encode() * 20_000, b"\n" * 2_500_000, b"\t" * 300_000,
    )  # fmt: skip


def spoilt_letters(data: bytes, lot: Random, others: tuple[bytes, ...] = ()) -> bytes:
    """Long inputs are tried as they are, and cut; drawing each of them again shows nothing new."""
    return (spoilt if lot.random() < 0.5 else spoilt_text)(
        data[: lot.choice((300, 4000))], lot, others
    )


def use_names(data: bytes, folder: Path) -> object:
    """Names under which evidence goes out: no folder, no device, bounded, with its extension."""
    from upudesk.campaign.evidence import media_type_of, safe_name

    name = data.decode("utf-8", "surrogateescape")
    media_type_of(name.encode("utf-8", "replace").decode(), data)
    safe = safe_name(name)
    (folder / safe).write_bytes(b"x")
    assert [p.name for p in folder.iterdir()] == [safe], safe
    assert len(safe.encode()) <= 200
    assert safe.isprintable() or " " in safe, safe
    return safe


NAMES = (
    "letter.pdf", "../../etc/passwd", "..\\..\\x.exe", "con.txt", "LPT1", ".bashrc", "-rf", "a" * 400 + ".pdf",
    "ก" * 300 + ".docx", "x\u202egpj.exe", "a\nb\x1b[2J.pdf", "file:stream.txt", "name. ", "...", "", "/",
    "NUL.tar.gz", "~root", "a/b\\c:d*e?f\"g<h>i|j.pdf", "\ud800.txt", "x" + "." * 300, "a." + "b" * 300,
    "COM\u00b9.txt", "e\u0301" * 200 + ".png",
)  # fmt: skip


def name_seeds(_folder: Path) -> Sequence[bytes]:
    return tuple(name.encode("utf-8", "surrogatepass") for name in NAMES)
