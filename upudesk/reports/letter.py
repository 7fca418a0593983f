"""An official letter on paper: letterhead, number, place and day, address, text, signature.

A note verbale speaks in the third person: it is initialled, and names its addressee at its foot. An
aide-memoire has neither address nor signature. Thai letters follow the rules of official
correspondence (งานสารบรรณ), English and French ones the usage of foreign ministries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from upudesk import i18n, words
from upudesk.correspondence import Draft, Sheet
from upudesk.i18n import Language, _
from upudesk.letters import Kind, Paragraph
from upudesk.model import Record
from upudesk.reports import formats, paper
from upudesk.reports.finish import Finished, marking_told, surround, unprinted
from upudesk.reports.grid import Look, Row
from upudesk.reports.imprint import Imprint
from upudesk.reports.paper import Style
from upudesk.reports.part import Part
from upudesk.reports.sheet import bound, lay
from upudesk.reports.surround import Surround
from upudesk.snapshot import Snapshot

SIDE = 27
"""So much wider than on other papers are the margins."""
HEAD = Style(14, 21, colour=paper.ACCENT, bold=True, align="centre")
UNDER_HEAD = Style(10, 15, colour=paper.QUIET, align="centre")
PLAIN = Style(12, 19)
RIGHT = replace(PLAIN, align="right")
CENTRED = replace(PLAIN, align="centre")
STRONG = replace(PLAIN, bold=True)
NAMED = Style(16, 24, bold=True, align="centre", with_next=True)
BODY = Style(12, 20, after=9)
THAI_BODY = Style(12, 21, after=7)
FIRST_LINE = "\u2003" * 4
"""Before the first line of a Thai paragraph; elsewhere room below it parts it from the next."""
TO_SIGN = 58
"""Room for a signature."""
INITIALS = 44


def render(
    snapshot: Snapshot, drafts: Sequence[Draft], title: str, language: Language, *,
    imprint: Imprint, each: Callable[[], object] | None = None,
) -> Finished:  # fmt: skip
    """These letters as one PDF, each with its own language, marking and page numbers.

    `language` is that of the document as a whole. `each` is called after each letter, and may break
    it off. Equal input, equal bytes.
    """
    from upudesk.reports.binding import About

    with i18n.use(language), formats.using(imprint.paper):
        parts: list[Part] = []
        starts: list[int] = []
        usual = formats.current()
        wide = replace(usual, side=usual.side + SIDE)
        for (marking, letters_in), together in groupby(
            drafts, lambda draft: (_marking(snapshot, imprint, draft), draft.language)
        ):
            before = sum(len(part.formats) for part in parts)
            begun: list[int] = []
            blocks = list(_blocks(list(together), imprint, begun, each))
            with i18n.use(replace(language, code=letters_in)):
                around = _plain(surround(snapshot, imprint, marking))
            parts.append(lay(blocks, surround=around, format=wide))
            starts += [before + page for page in begun]
        numbered = replace(_plain(surround(snapshot, imprint, "")), page=partial(_page, starts))
        about = About(title, language.code, words.told(snapshot.campaign, "congress"),
                      imprint.made_at)  # fmt: skip
        printed = bound(parts, numbered, about)
        highest = marking_told(snapshot, imprint, (r for d in drafts for r in _marked(d)))
        return Finished(printed.pdf, printed.pages, tuple(unprinted(printed.missing)), highest)


def _plain(usual: Surround) -> Surround:
    """A letter bears its marking and nothing else; its pages are numbered when they are bound."""
    return replace(usual, page=None, as_of="", footer="", held_by=())


def _page(starts: Sequence[int], page: int, _pages: int) -> str:
    """From the second page of a letter on."""
    first = max((start for start in starts if start <= page), default=1)
    return "" if page == first else f"– {i18n.current().number(page - first + 1)} –"


def _marking(snapshot: Snapshot, imprint: Imprint, draft: Draft) -> str:
    with i18n.use(replace(i18n.current(), code=draft.language)):
        return marking_told(snapshot, imprint, _marked(draft))


def _marked(draft: Draft) -> Iterator[Record]:
    """What a letter's marking follows from: its own, and that of what it tells back."""
    yield from draft.rests_on
    if draft.letter:
        yield draft.letter


def _blocks(
    drafts: Sequence[Draft], imprint: Imprint, starts: list[int],
    each: Callable[[], object] | None,
) -> Iterator[Flowable]:  # fmt: skip
    for number, draft in enumerate(drafts):
        if draft.sheet is None:
            continue
        if number:
            yield paper.new_page()
        with i18n.use(draft.sheet.language):
            yield from list(_letter(draft.sheet, imprint.justified, starts))
        if each is not None:
            each()


def _letter(sheet: Sheet, justified: bool, starts: list[int]) -> Iterator[Flowable]:
    yield Begins(sheet.title, starts)
    thai = sheet.language.code == "th"
    kind = sheet.filled.kind
    yield from _thai_head(sheet) if thai and kind is Kind.LETTER else _head(sheet)
    if kind is Kind.LETTER:
        yield from _thai_opening(sheet) if thai else _opening(sheet)
    elif kind is Kind.NOTE_VERBALE:
        yield from _numbered(sheet)
    else:
        yield paper.para(_("Aide-memoire"), NAMED)
        yield paper.para(sheet.filled.subject, replace(CENTRED, bold=True, after=14))
    yield from _body(sheet.filled.paragraphs, thai, justified)
    if kind is Kind.LETTER:
        yield _signed(sheet, thai)
    elif kind is Kind.NOTE_VERBALE:
        yield _initialled(sheet)
    else:
        yield KeepTogether([Spacer(0, 10), paper.para(sheet.place_and_day, RIGHT)])


# ------------------------------------------------------------------ the head


def _head(sheet: Sheet) -> Iterator[Flowable]:
    """The letterhead across the page, over a line."""
    for number, line in enumerate(sheet.letterhead):
        yield paper.para(line, UNDER_HEAD if number else HEAD)
    if sheet.letterhead:
        yield paper.Rule(paper.ACCENT, 0.75, 12)
    yield Spacer(0, 10)


def _thai_head(sheet: Sheet) -> Iterator[Flowable]:
    """The number at the left, who writes at the right, the day in the middle below."""
    left = paper.para(f"ที่ {sheet.register}" if sheet.register else "", PLAIN)
    right = [
        paper.para(line, PLAIN if not number else Style(10, 16, colour=paper.QUIET))
        for number, line in enumerate(sheet.letterhead)
    ]
    yield _beside([left], right)
    yield Spacer(0, 10)
    yield paper.para(sheet.place_and_day, replace(CENTRED, after=8))


def _numbered(sheet: Sheet) -> Iterator[Flowable]:
    if sheet.register:
        yield paper.para(_number(sheet), replace(PLAIN, after=4))
    yield Spacer(0, 8)


def _number(sheet: Sheet) -> str:
    return _("No. {number}").format(number=sheet.register)


def _opening(sheet: Sheet) -> Iterator[Flowable]:
    """Number and day on one line, then the address, the subject and the greeting."""
    number = _number(sheet) if sheet.register else ""
    yield _beside([paper.para(number, PLAIN)], [paper.para(sheet.place_and_day, RIGHT)])
    yield Spacer(0, 14)
    for line in sheet.address:
        yield paper.para(line, PLAIN)
    yield Spacer(0, 12)
    subject = _("Subject: {subject}").format(subject=sheet.filled.subject)
    yield paper.para(subject, replace(STRONG, after=10))
    if sheet.filled.salutation:
        yield paper.para(sheet.filled.salutation, replace(PLAIN, after=9, with_next=True))


def _thai_opening(sheet: Sheet) -> Iterator[Flowable]:
    yield _named("เรื่อง", sheet.filled.subject)
    if sheet.filled.salutation:
        name, _gap, whom = sheet.filled.salutation.partition(" ")
        yield _named(name, whom)
    yield Spacer(0, 6)


def _named(name: str, told: str) -> Flowable:
    return Row([[paper.para(name, PLAIN)], [paper.para(told, PLAIN)]], (9, 91), Look(below=5))


def _beside(left: Sequence[Flowable], right: Sequence[Flowable]) -> Flowable:
    return Row([left, right], (1, 1))


# ------------------------------------------------------------------ text and end


def _body(paragraphs: Sequence[Paragraph], thai: bool, justified: bool) -> Iterator[Flowable]:
    style = THAI_BODY if thai else BODY
    style = replace(style, align="justified" if justified else "left")
    for part in paragraphs:
        if part.marker:
            indent = 38 if part.marker == "•" else 22
            hanging = replace(style, indent=indent, after=style.after / 2)
            yield paper.para(part.text, hanging, marker=_marker(part.marker))
        else:
            yield paper.para((FIRST_LINE if thai else "") + part.text, style)


def _marker(marker: str) -> str:
    if marker == "•":
        return f"\u2003\u2002{marker}"
    return f"{i18n.current().number(int(marker[:-1]))}."


def _signed(sheet: Sheet, thai: bool) -> Flowable:
    """The closing, room to sign, and who signs: all on one page."""
    middle = CENTRED if thai else PLAIN
    block: list[Flowable] = [paper.para(sheet.filled.closing, middle)]
    block.append(Spacer(0, TO_SIGN))
    block += [paper.para(line, middle) for line in sheet.signature]
    return KeepTogether([CondPageBreak(60), Spacer(0, 8), _at_right(block)])


def _initialled(sheet: Sheet) -> Flowable:
    """Place and day, room for the initials over a short line, and below at the left to whom."""
    right = [
        paper.para(sheet.place_and_day, RIGHT),
        Spacer(0, INITIALS),
    ]
    address = [paper.para(line, PLAIN) for line in sheet.address]
    return KeepTogether([Spacer(0, 8), *right, Initials(), Spacer(0, 14), *address])


def _at_right(blocks: Sequence[Flowable]) -> Flowable:
    return Row([[], blocks], (46, 54))


class Initials(Flowable):  # type: ignore[misc]
    """A short line at the right, above which a note verbale is initialled."""

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width, self.height = available, 2
        return available, 2

    def draw(self) -> None:
        self.canv.setStrokeColor(paper.HAIRLINE)
        self.canv.setLineWidth(0.75)
        self.canv.line(self.width - 90, 1, self.width, 1)


class Begins(Flowable):  # type: ignore[misc]
    """Takes no room; a letter begins here: an entry in the outline, and its page is its first."""

    def __init__(self, title: str, starts: list[int]) -> None:
        super().__init__()
        self._title, self._starts = title, starts

    def wrap(self, _available: float, _height: float) -> tuple[float, float]:
        self.width = self.height = 0
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmark(self._title, 0, 0)
        self._starts.append(self.canv.getPageNumber())
