"""Parts of a paper made apart become one PDF: numbered, with outline, links and metadata.

Here alone it is known which page is which. What has to tell a page's number waits until then.
Equal parts give equal bytes, until a passphrase is laid over them.
"""

from __future__ import annotations

import html
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Page, Pdf, Stream, String

from upudesk.reports.part import Entry, Part

PRODUCER = "UPUDesk"


@dataclass(frozen=True)
class About:
    """What a file tells of itself. It is read by whoever gets the file: nothing may stand here
    that does not stand on its pages."""

    title: str
    language: str
    subject: str = ""
    made_at: datetime | None = None


def bind(parts: Sequence[Part], numbers: Part, about: About) -> bytes:
    """One PDF of all parts, in their order; `numbers` has a page for each page of theirs."""
    with Pdf.new() as book, Pdf.open(io.BytesIO(numbers.pdf)) as told:
        for part in parts:
            with Pdf.open(io.BytesIO(part.pdf)) as source:
                book.pages.extend(source.pages)
        pages = list(book.pages)
        for page, number in zip(pages, told.pages, strict=True):
            _lay_over(book, page, number)
        _link(book, parts, pages)
        _outline(book, entries(parts), pages)
        _describe(book, about)
        return _saved(book)


def entries(parts: Iterable[Part]) -> list[Entry]:
    """The outline of all parts, each entry with its page in the whole."""
    found: list[Entry] = []
    before = 0
    for part in parts:
        found += [entry._replace(page=entry.page + before) for entry in part.entries]
        before += len(part.formats)
    return found


def protected(pdf: bytes, passphrase: str) -> bytes:
    """The same PDF, which opens only with the passphrase (AES-256)."""
    secret = unicodedata.normalize("NFC", passphrase)
    target = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf)) as book:
        book.save(target, encryption=Encryption(owner=secret, user=secret, R=6))
    return target.getvalue()


def _saved(book: Pdf) -> bytes:
    target = io.BytesIO()
    book.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


def _lay_over(book: Pdf, page: Page, number: Page) -> None:
    """What tells page numbers, over a page that was made without knowing them."""
    page.resources.XObject[Name.PageNumber] = book.copy_foreign(number.as_form_xobject())
    page.contents_add(b"/PageNumber Do")


def _link(book: Pdf, parts: Sequence[Part], pages: Sequence[Page]) -> None:
    """A link leads to an entry of its own part; where it names none, to one of the whole."""
    found = entries(parts)
    firsts = accumulate((len(part.entries) for part in parts), initial=0)
    starts = accumulate((len(part.formats) for part in parts), initial=0)
    for part, first, start in zip(parts, firsts, starts, strict=False):
        for link in part.links:
            leads_to = found[link.to if link.whole else first + link.to]
            page = pages[start + link.page].obj
            note = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=[round(edge, 2) for edge in link.place],
                Border=[0, 0, 0], F=4, Contents=String(leads_to.title),
                Dest=_place(leads_to, pages),
            )  # fmt: skip
            if Name.Annots not in page:
                page.Annots = Array()
            page.Annots.append(book.make_indirect(note))


def _place(entry: Entry, pages: Sequence[Page]) -> Array:
    return Array([pages[entry.page].obj, Name.XYZ, 0, entry.top, 0])


def _outline(book: Pdf, found: Sequence[Entry], pages: Sequence[Page]) -> None:
    """What lies below the first level is folded away."""
    if not found:
        return
    root = book.make_indirect(Dictionary(Type=Name.Outlines))
    above: list[Any] = [root]
    for entry in found:
        item = book.make_indirect(Dictionary(Title=String(entry.title), Dest=_place(entry, pages)))
        del above[min(entry.level, len(above) - 1) + 1 :]
        _hang(above[-1], item)
        above.append(item)
    _count(root, opened=True)
    book.Root.Outlines = root
    book.Root.PageMode = Name.UseOutlines


def _hang(parent: Any, item: Any) -> None:
    item.Parent = parent
    if Name.First in parent:
        item.Prev = parent.Last
        parent.Last.Next = item
    else:
        parent.First = item
    parent.Last = item


def _count(parent: Any, *, opened: bool) -> None:
    """How many entries are seen below one; as a negative number where they are folded away."""
    below = 0
    for item in _below(parent):
        below += 1
        _count(item, opened=False)
    if below:
        parent.Count = below if opened else -below


def _below(parent: Any) -> Iterator[Any]:
    item = parent.get(Name.First)
    while item is not None:
        yield item
        item = item.get(Name.Next)


def _describe(book: Pdf, about: About) -> None:
    about = replace(about, title=_whole(about.title), subject=_whole(about.subject))
    root, info = book.Root, book.docinfo
    root.Lang = String(about.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.D)])
    root.Metadata = Stream(book, _xmp(about).encode(), Type=Name.Metadata, Subtype=Name.XML)
    info.Title, info.Producer = String(about.title), String(PRODUCER)
    if about.subject:
        info.Subject = String(about.subject)
    if about.made_at:
        info.CreationDate = info.ModDate = String(f"D:{_utc(about.made_at):%Y%m%d%H%M%S}Z")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>{dates}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _xmp(about: About) -> str:
    dates = ""
    if about.made_at:
        moment = f"{_utc(about.made_at):%Y-%m-%dT%H:%M:%SZ}"
        dates = f"\n<xmp:CreateDate>{moment}</xmp:CreateDate>"
        dates += f"\n<xmp:ModifyDate>{moment}</xmp:ModifyDate>"
    return _XMP.format(
        title=_escaped(about.title), subject=_escaped(about.subject), language=about.language,
        producer=PRODUCER, dates=dates,
    )  # fmt: skip


def _whole(text: str) -> str:
    """Without halves of characters, which come of arguments that are no text."""
    return text.encode(errors="replace").decode()


def _escaped(text: str) -> str:
    """Without what XML cannot hold."""
    return html.escape(
        "".join(char for char in text if char >= " " and char not in "\ufffe\uffff"), quote=False
    )
