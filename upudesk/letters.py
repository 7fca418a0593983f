"""Templates of letters: a small head, then text with fields in braces. Read, checked, filled: pure.

The head says `kind:`, `subject:` and `asks:`, each on its line, and ends with a blank line; a line
that begins with `#` is a remark. `resources/letters` holds those that travel with the program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from upudesk.errors import N_, Message, UserError

LARGEST = 60_000
"""Letters of the alphabet in one template; nobody reads a longer letter."""


MANY = 12
"""With so many faults a text is no template; it is not read to its end."""


class Kind(StrEnum):
    """What a letter is, which decides what its page looks like."""

    NOTE_VERBALE = "note_verbale"
    """In the third person, initialled and not signed, the addressee at its foot."""
    LETTER = "letter"
    """From one person to another, signed."""
    AIDE_MEMOIRE = "aide_memoire"
    """Left behind after a talk: without address, number and signature."""

    @property
    def registered(self) -> bool:
        """Whether it takes a number of the register."""
        return self is not Kind.AIDE_MEMOIRE

    @property
    def addressed(self) -> bool:
        return self is not Kind.AIDE_MEMOIRE


FIELDS: Mapping[str, str] = {
    "country": N_("the country, as it is usually called"),
    "the_country": N_("the same with its article: the Gambia"),
    "of_country": N_("the same in “of …”: of the Gambia"),
    "country_official": N_("the country by its official name"),
    "of_country_official": N_("the same in “of …”: of the Republic of Kenya"),
    "addressee": N_("to whom the letter goes, in one line"),
    "to_addressee": N_("the same in “to …”: to the Embassy of Kenya"),
    "the_addressee": N_("the same with its article: the Embassy of Kenya"),
    "salutation": N_("how the addressee is greeted: Excellency,"),
    "courtesy": N_("how the addressee is called inside a sentence: Excellency"),
    "sender": N_("who writes: the first line of the letterhead"),
    "the_sender": N_("the same with its article: the Ministry …"),
    "candidate": N_("our country, as it is usually called"),
    "the_candidate": N_("the same with its article"),
    "of_candidate": N_("the same in “of …”: of Thailand"),
    "candidate_official": N_("our country by its official name"),
    "of_candidate_official": N_("the same in “of …”: of the Kingdom of Thailand"),
    "councils": N_("the councils that the letter is about"),
    "the_councils": N_("the same with their articles"),
    "to_councils": N_("the same in “to …”: to the Council of Administration"),
    "supported_councils": N_("of these, the councils for which the country promised support"),
    "to_supported_councils": N_("the same in “to …”"),
    "supported_on": N_("the day of that promise"),
    "congress": N_("the Congress"),
    "place": N_("where the Congress meets"),
    "congress_days": N_("from when until when it meets"),
    "vote_on": N_("the day of the vote"),
    "term": N_("the term of office"),
    "register": N_("the register number of the letter"),
    "day": N_("the day of the letter"),
    "signatory": N_("who signs: the first line of the signature"),
}
"""What stands in braces, each with what it is filled with. Nothing that we noted for ourselves."""

KINDS: Mapping[str, Kind] = {
    "note verbale": Kind.NOTE_VERBALE,
    "letter": Kind.LETTER,
    "aide-memoire": Kind.AIDE_MEMOIRE,
}
"""What a head may say behind “kind:”."""

HEAD = ("title", "kind", "subject", "asks", "salutation", "closing")
_NEEDED = ("kind", "subject", "asks")
_WORDED = ("subject", "salutation", "closing")
_YES_NO = {
    **dict.fromkeys(("yes", "oui", "ใช่"), True),
    **dict.fromkeys(("no", "non", "ไม่", "ไม่ใช่"), False),
}


class BrokenTemplate(UserError):
    """A template that no letter can be made of; `problems` holds one sentence for each fault."""

    def __init__(self, faults: list[Message]) -> None:
        super().__init__(faults[0].template, **faults[0].gaps)
        self.problems = {str(number): fault for number, fault in enumerate(faults)}

    def __str__(self) -> str:
        return " ".join(map(str, self.problems.values()))


@dataclass(frozen=True)
class Paragraph:
    """A part of the text; one of a list has a sign or a number before it."""

    text: str
    marker: str = ""


@dataclass(frozen=True)
class Template:
    """What a letter says, with gaps for its fields."""

    code: str
    language: str
    kind: Kind
    subject: str
    paragraphs: tuple[Paragraph, ...]
    asks: bool = False
    """Whether it asks for support: then the request is logged with it."""
    title: str = ""
    salutation: str = ""
    closing: str = ""
    own: bool = False
    """Whether it is a file of the user's, not one that travels with the program."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that it takes."""
        worded = (self.subject, self.salutation, self.closing, *(p.text for p in self.paragraphs))
        return frozenset(name for text in worded for name in _named(text))


@dataclass(frozen=True)
class Filled:
    """A letter's words, with nothing left to fill in."""

    kind: Kind
    subject: str
    paragraphs: tuple[Paragraph, ...]
    salutation: str = ""
    closing: str = ""

    @property
    def text(self) -> str:
        """All that it says, as it is kept."""
        told = (f"{p.marker} {p.text}".strip() for p in self.paragraphs)
        return "\n\n".join(filter(None, (self.salutation, *told, self.closing)))


# ------------------------------------------------------------------ reading

NAME = re.compile(r"(?P<code>[a-z0-9][a-z0-9_-]*)\.(?P<language>th|en|fr)\.txt", re.ASCII)
"""What a template's file is called, such as `request.en.txt`."""

_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LISTED = re.compile(r"(?:([-•*])|(\d{1,2}\.))[ \t]+(.*)", re.DOTALL)


def parse(name: str, text: str, *, own: bool = False) -> Template:
    """The template in a file of that name; raises BrokenTemplate with all that is wrong with it."""
    called = NAME.fullmatch(name)
    if called is None:
        raise BrokenTemplate([Message(N_(
            "{file} is not called like a template; call it like request.en.txt, with th, en or fr "
            "for its language."
        ), {"file": name})])  # fmt: skip
    reading = _Reading(name, _LINE_ENDS.split(text.removeprefix("\ufeff")))
    return reading.template(called["code"], called["language"], own)


class _Reading:
    """One file being read; faults are gathered, so that all of them are told at once."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file, self.lines = file, lines
        self.faults: list[Message] = []

    def fault(self, sentence: str, **gaps: object) -> None:
        self.faults.append(Message(sentence, {"file": self.file, **gaps}))
        if len(self.faults) == MANY:
            raise BrokenTemplate(self.faults)

    def template(self, code: str, language: str, own: bool) -> Template:
        self._refuse_unreadable()
        body = self._body_begins()
        said = self._head(body)
        paragraphs = tuple(self._paragraphs(body))
        if not paragraphs and not self.faults:
            self.fault(N_("{file} has no text: below the head, leave a line blank and write it."))
        if self.faults:
            raise BrokenTemplate(self.faults)
        return Template(
            code, language, KINDS[_plain(said["kind"])], said["subject"], paragraphs,
            _YES_NO[said["asks"].casefold()], said.get("title", ""), said.get("salutation", ""),
            said.get("closing", ""), own,
        )  # fmt: skip

    def _refuse_unreadable(self) -> None:
        """What stands in the way of reading it at all."""
        if not any(line.strip() for line in self.lines):
            self.fault(N_("{file} is empty: write a head and a text."))
        elif sum(map(len, self.lines)) > LARGEST:
            self.fault(
                N_("{file} is longer than a letter can be (at most {most} characters)."),
                most=LARGEST,
            )
        for number, line in enumerate(self.lines, 1):
            if _UNPRINTABLE.search(line):
                self.fault(
                    N_("{file}, line {line}: there is a character that cannot be printed; "
                       "type the line anew."), line=number,
                )  # fmt: skip
                break
        if self.faults:
            raise BrokenTemplate(self.faults)

    # -------------------------------------------------------------- the head

    def _body_begins(self) -> int:
        """The number of the first line below the head: it ends with a blank line."""
        begun = False
        for number, line in enumerate(self.lines):
            if line.strip() and not line.lstrip().startswith("#"):
                begun = True
            elif begun and not line.strip():
                return number
        return len(self.lines)

    def _head(self, end: int) -> dict[str, str]:
        said: dict[str, str] = {}
        for number, line in enumerate(self.lines[:end], 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            key, colon, value = map(str.strip, line.partition(":"))
            if not colon or not key.isalpha():
                return self._headless()
            self._take(said, key.casefold(), value, number)
        for key in _NEEDED:
            if key not in said and not self.faults:
                self.fault(N_("{file}: the head lacks “{key}:”."), key=key)
        return said

    def _headless(self) -> dict[str, str]:
        """One sentence, not one for each line of a text that begins at once."""
        self.faults.clear()
        self.fault(N_(
            "{file} has no head: its first lines say kind:, subject: and asks:, and a blank line "
            "ends them."
        ))  # fmt: skip
        return {}

    def _take(self, said: dict[str, str], key: str, value: str, line: int) -> None:
        if key not in HEAD:
            self.fault(
                N_("{file}, line {line}: a head does not say “{key}:”. It says {known}."),
                line=line, key=key, known=tuple(HEAD),
            )  # fmt: skip
        elif key in said:
            self.fault(
                N_("{file}, line {line}: “{key}:” is said for the second time."), line=line, key=key
            )
        elif not value and key in _NEEDED:
            self.fault(N_("{file}, line {line}: nothing stands behind “{key}:”."),
                       line=line, key=key)  # fmt: skip
        elif key == "kind" and _plain(value) not in KINDS:
            self.fault(
                N_("{file}, line {line}: “{value}” is no kind of letter. Kinds are {known}."),
                line=line, value=value, known=tuple(KINDS),
            )  # fmt: skip
        elif key == "asks" and value.casefold() not in _YES_NO:
            self.fault(
                N_("{file}, line {line}: behind “asks:” stands yes or no, not “{value}”."),
                line=line, value=value,
            )  # fmt: skip
        if key in _WORDED:
            self._check(value, line)
        said.setdefault(key, value)

    # -------------------------------------------------------------- the text

    def _paragraphs(self, start: int) -> Iterator[Paragraph]:
        """Blank lines part paragraphs; each item of a list begins with a sign on its own line."""
        lines = list(enumerate(self.lines[start:], start + 1))
        for number, line in lines:
            self._check(line, number)
        for blank, together in groupby(lines, lambda both: not both[1].strip()):
            if not blank:
                yield from _items([line.strip() for _number, line in together])

    def _check(self, text: str, line: int) -> None:
        """Whether every brace is closed, and every field known."""
        for found in _BRACES.finditer(text):
            if found[0] in ("{{", "}}"):
                continue
            if found[1] is None:
                self.fault(N_(
                    "{file}, line {line}: a brace stands alone; close it, or write it twice where "
                    "a brace is meant."
                ), line=line)  # fmt: skip
            elif _field(found[1]) not in FIELDS:
                self._unknown(found[1].strip(), line)

    def _unknown(self, name: str, line: int) -> None:
        import difflib

        near = difflib.get_close_matches(_field(name), FIELDS, n=1, cutoff=0.5)
        if near:
            self.fault(
                N_("{file}, line {line}: there is no field “{field}”. Did you mean {nearest}?"),
                line=line, field=name, nearest=near[0],
            )  # fmt: skip
        else:
            self.fault(
                N_("{file}, line {line}: there is no field “{field}”. Known are {known}."),
                line=line, field=name, known=tuple(FIELDS),
            )  # fmt: skip


def _items(lines: list[str]) -> Iterator[Paragraph]:
    """Lines that stand together: one paragraph, or the items of a list."""
    text, marker = "", ""
    for line in lines:
        listed = _LISTED.fullmatch(line)
        if listed and text:
            yield Paragraph(text, marker)
            text, marker = "", ""
        if listed:
            text, marker = listed[3], listed[2] or "•"
        else:
            text = f"{text} {line}" if text else line
    yield Paragraph(text, marker)


def _plain(kind: str) -> str:
    told = " ".join(re.split(r"[\s_-]+", kind.casefold().replace("é", "e")))
    return "aide-memoire" if told == "aide memoire" else told


def _field(name: str) -> str:
    return "_".join(name.casefold().split())


def _named(text: str) -> Iterator[str]:
    return (_field(found[1]) for found in _BRACES.finditer(text) if found[1] is not None)


# ------------------------------------------------------------------ filling


def fill(template: Template, values: Mapping[str, str]) -> Filled:
    """The letter, every field in its place. A value is taken as it is: braces in it stay."""
    word = _filler(values)
    return Filled(
        template.kind,
        word(template.subject),
        tuple(Paragraph(word(part.text), part.marker) for part in template.paragraphs),
        word(template.salutation),
        word(template.closing),
    )


_PARTS = re.compile(
    r"(?<=[\u0e01-\u0e4e])(?=[A-Za-zÀ-ɏ])|(?<=[A-Za-zÀ-ɏ)])(?=[\u0e01-\u0e2e\u0e40-\u0e44])"
)
"""Where Thai meets another script, a space parts them."""


def _filler(values: Mapping[str, str]) -> Callable[[str], str]:
    def put(found: re.Match[str]) -> str:
        return found[0][0] if found[1] is None else values[_field(found[1])]

    def filled(text: str) -> str:
        """What begins with a field begins with a capital letter."""
        told = _PARTS.sub(" ", _BRACES.sub(put, text))
        return told[:1].upper() + told[1:] if text.startswith("{") else told

    return filled
