"""Faces inside one PDF: numbers for glyphs, the subset of the font file, and the way back to text.

ReportLab embeds TrueType by character, which loses shaped text when it is copied. A face is
therefore embedded by glyph (a composite font, as PDF 1.3 and later know it). Nothing here outlives
a document, so equal documents come out equal whatever was printed before.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from upudesk.reports.faces import MILLE, Face, Glyph, Shape


class EmbeddedFace:
    """One face in one document."""

    def __init__(self, face: Face, name: str) -> None:
        self.face, self.name = face, name
        self._codes: dict[tuple[int, str, int], int] = {(0, "", 0): 0}
        self._drawn: dict[tuple[Shape, float], str] = {}

    def draw(self, shape: Shape, size: float) -> str:
        """The PDF operators that show a shaped word where the text cursor stands."""
        code = self._drawn.get((shape, size))
        if code is None:
            code = self._drawn[shape, size] = " ".join(self._operators(shape, size))
        return code

    def _operators(self, shape: Shape, size: float) -> Iterator[str]:
        """Runs at one height as `[<codes> adjustment ...] TJ`, moved up and down by `Ts`."""
        height, row = 0, ""
        for glyph in shape.glyphs:
            if glyph.up != height:
                yield from _show(row)
                yield f"{number(glyph.up * size / MILLE)} Ts"
                height, row = glyph.up, ""
            row += _adjust(-glyph.right) + f"<{self._code(glyph):04X}>"
            row += _adjust(glyph.width - glyph.advance + glyph.right)
        yield from _show(row)
        if height:
            yield "0 Ts"

    def _code(self, glyph: Glyph) -> int:
        """One glyph that stands for two texts gets two codes."""
        return self._codes.setdefault((glyph.number, glyph.text, glyph.width), len(self._codes))

    # The name is ReportLab's: it calls this for each font when the document is written.
    def addObjects(self, document: pdfdoc.PDFDocument) -> None:
        subset, places = self._subset()
        base_name = f"{self._tag()}+{self.face.name}"
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base_name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray(
                    [document.Reference(self._descendant(document, base_name, subset, places))]
                ),
                "ToUnicode": document.Reference(_stream(self._to_unicode().encode("ascii"))),
            }
        )
        fonts = document.idToObject[pdfdoc.BasicFonts]
        fonts.dict[self.name] = document.Reference(font, f"font:{self.name}")

    def _subset(self) -> tuple[bytes, dict[int, int]]:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyph for glyph, _, _ in self._codes)
        wanted.drop_table_tag_set.update(int.from_bytes(table, "big") for table in _NOT_IN_PDF)
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
        plan = hb.SubsetPlan(self.face.source, wanted)
        return plan.execute().blob.data, dict(plan.old_to_new_glyph_mapping)

    def _tag(self) -> str:
        """Six letters that tell two subsets of one face apart."""
        digest = hashlib.sha256(repr(sorted(self._codes)).encode()).digest()
        return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])

    def _descendant(
        self, document: pdfdoc.PDFDocument, base_name: str, subset: bytes, places: dict[int, int]
    ) -> pdfdoc.PDFDictionary:
        to_glyph = b"".join(struct.pack(">H", places[glyph]) for glyph, _, _ in self._codes)
        widths = [width for _, _, width in self._codes]
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base_name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.Reference(self._descriptor(document, base_name, subset)),
                "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray(widths)]),
                "CIDToGIDMap": document.Reference(_stream(to_glyph)),
            }
        )

    def _descriptor(
        self, document: pdfdoc.PDFDocument, base_name: str, subset: bytes
    ) -> pdfdoc.PDFDictionary:
        ascent, descent = self.face.extents()
        head = self.face.source.reference_table("head").data
        box = [edge * MILLE // self.face.source.upem for edge in struct.unpack(">4h", head[36:44])]
        file = _stream(subset)
        file.dictionary["Length1"] = len(subset)
        bold, italic = "Bold" in self.face.name, "Italic" in self.face.name
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(base_name),
                "Flags": 4 | (64 if italic else 0),
                "FontBBox": pdfdoc.PDFArray(box),
                "ItalicAngle": -12 if italic else 0,
                "Ascent": ascent,
                "Descent": descent,
                "CapHeight": 700,
                "StemV": 140 if bold else 80,
                "FontFile2": document.Reference(file),
            }
        )

    def _to_unicode(self) -> str:
        rows = [
            f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_, text, _), code in self._codes.items()
        ]
        blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return _TO_UNICODE.format(body=body)


# Shaping is done; a viewer needs outlines and their widths only.
_NOT_IN_PDF = (b"GSUB", b"GPOS", b"GDEF", b"cmap", b"name", b"post", b"OS/2")

_TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class EmbeddedFaces:
    """All faces of one document, and the characters that none of them has."""

    def __init__(self, document: pdfdoc.PDFDocument) -> None:
        self._document = document
        self._faces: dict[str, EmbeddedFace] = {}
        self.missing: set[str] = set()

    def __getitem__(self, face: Face) -> EmbeddedFace:
        found = self._faces.get(face.name)
        if found is None:
            found = self._faces[face.name] = EmbeddedFace(face, f"T{len(self._faces) + 1}")
            self._document.delayedFonts.append(found)
        return found


def number(value: float) -> str:
    """A number as short as PDF allows: a thousandth of a point is finer than any printer."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _show(row: str) -> Iterator[str]:
    if row:
        yield f"[{row.replace('><', '')}] TJ"


def _adjust(amount: int) -> str:
    return f" {amount} " if amount else ""


def _stream(content: bytes) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
