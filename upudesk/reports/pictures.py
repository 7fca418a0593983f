"""Pictures of points for a PDF: as they stand in their file where it can show them so."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from reportlab.pdfbase import pdfdoc

_START = b"\x89PNG\r\n\x1a\n"
_PALETTE = 3


def image(png: bytes) -> pdfdoc.PDFStream:
    """A PNG without transparency. PDF packs points as PNG does: few colours are not unpacked."""
    chunks = dict(_chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if kind != _PALETTE or interlaced or b"tRNS" in chunks:
        return _unpacked(png)
    made = pdfdoc.PDFStream(content=chunks[b"IDAT"], filters=[])
    entries = _common(width, height, depth)
    palette = pdfdoc.PDFArray(
        [
            pdfdoc.PDFName("Indexed"),
            pdfdoc.PDFName("DeviceRGB"),
            len(chunks[b"PLTE"]) // 3 - 1,
            _Hex(chunks[b"PLTE"]),
        ]
    )
    rows = {"Predictor": 15, "Colors": 1, "BitsPerComponent": depth, "Columns": width}
    filter = pdfdoc.PDFName("FlateDecode")
    entries |= {"ColorSpace": palette, "Filter": filter, "DecodeParms": pdfdoc.PDFDictionary(rows)}
    made.dictionary.dict.update(entries)
    return made


class _Hex(pdfdoc.PDFObject):  # type: ignore[misc]
    """Bytes spelt out."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, document: object) -> bytes:
        return f"<{self._content.hex()}>".encode()


def _common(width: int, height: int, depth: int) -> dict[str, object]:
    return {
        "Type": pdfdoc.PDFName("XObject"),
        "Subtype": pdfdoc.PDFName("Image"),
        "Width": width,
        "Height": height,
        "BitsPerComponent": depth,
    }


def _unpacked(png: bytes) -> pdfdoc.PDFStream:
    """Any other picture, on white, as red, green and blue."""
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(png)) as opened:
        shown = opened.convert("RGBA")
        ground = Image.new("RGBA", shown.size, "white")
        points = Image.alpha_composite(ground, shown).convert("RGB")
    made = pdfdoc.PDFStream(content=zlib.compress(points.tobytes()), filters=[])
    entries = _common(*points.size, 8)
    colours, filter = pdfdoc.PDFName("DeviceRGB"), pdfdoc.PDFName("FlateDecode")
    made.dictionary.dict.update(entries | {"ColorSpace": colours, "Filter": filter})
    return made


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each kind of chunk once; what the points are packed into may be cut up."""
    found: dict[bytes, bytes] = {}
    at = len(_START)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind = png[at + 4 : at + 8]
        found[kind] = found.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += 12 + length
    yield from found.items()
