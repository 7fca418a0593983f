"""The catalogues say everything that the program says, in every language, with the same gaps."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from csv import DictReader
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from upudesk import resources

TRANSLATED = ("th", "fr")
OTHERWISE = {("th", "credentials")}
"""The glossary has the credentials of the Thai delegation; the program speaks of any country's."""
UPDATE = "run `make catalogue`, then fill what is empty"


@cache
def catalogue(code: str) -> Catalog:
    with resources.path("translations", code, "LC_MESSAGES", "upudesk.po").open("rb") as file:
        return read_po(file, locale=code)


@cache
def sentences() -> frozenset[tuple[str | None, str]]:
    """Context and words of everything that the sources mark for translation."""
    found = extract_from_dir(resources.path("upudesk"))
    return frozenset((context, first_of(words)) for _, _, words, _, context in found)


def first_of(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def entries(code: str) -> Iterator[Message]:
    return (message for message in catalogue(code) if message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", ["th", "fr", "en"])
def test_the_catalogue_holds_exactly_what_the_program_says(code: str) -> None:
    held = {(message.context, first_of(message.id)) for message in entries(code)}
    assert held ^ sentences() == set(), UPDATE


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_a_guess(code: str) -> None:
    empty = [message.id for message in entries(code) if not all(strings(message))]
    fuzzy = [message.id for message in entries(code) if message.fuzzy]
    assert (empty, fuzzy) == ([], []), UPDATE


@pytest.mark.parametrize("code", ["th", "fr", "en"])
def test_every_language_fills_the_same_gaps(code: str) -> None:
    differing = [
        (message.id, text)
        for message in entries(code)
        for text in strings(message)
        if text and gaps(text) not in [gaps(words) for words in plural_forms(message)]
    ]
    assert differing == []


def plural_forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_what_is_reached_by_a_letter_is_so_in_thai_too() -> None:
    """French must find it within the word, and may have none left; Thai puts it behind."""
    lettered = re.compile(r"&\w")
    without = [
        message.id
        for message in entries("th")
        if lettered.search(first_of(message.id)) and not all(map(lettered.search, strings(message)))
    ]
    assert without == []


def test_apostrophes_are_those_of_print() -> None:
    assert [words for _, words in sentences() if re.search(r"\w'\w", words)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_terms_are_those_of_the_glossary(code: str) -> None:
    """But where a context asks for another word, such as a shorter one."""
    with resources.path("resources", "glossary.csv").open(encoding="utf-8", newline="") as file:
        terms = {row["term_en"].casefold(): row[f"term_{code}"] for row in DictReader(file)}
    differing = [
        (message.id, message.string, terms[message.id.casefold()])
        for message in entries(code)
        if isinstance(message.id, str) and not message.context
        if message.id.casefold() in terms
        if (code, message.id.casefold()) not in OTHERWISE
        if message.string.casefold() != terms[message.id.casefold()].casefold()
    ]
    assert differing == []
