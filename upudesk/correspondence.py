"""Letters to many countries: for each, to whom, in which language, what it says, or why not.

What a letter says is its template with the fields filled in, and nothing else. The fields know the
countries, our candidature and, of what was said to us, only which support the country's own capital
has promised, and when: that it may be told, since it said so itself. No note of ours is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from upudesk import addressing, articles, i18n, tally, telling, thai, words
from upudesk.addressing import Addressee
from upudesk.campaign import letters as deeds
from upudesk.errors import N_, FieldName, InvalidRecord, Message, UserError
from upudesk.i18n import Digits, Language, _
from upudesk.letters import Filled, Kind, Template, fill
from upudesk.model import Campaign, Candidacy, Form, Letter, Level, Member, Pledge, Role, Side
from upudesk.snapshot import Snapshot

Shelf = Mapping[tuple[str, str], Template]
"""Templates by code and language."""

DIRECT = (Form.NOTE_VERBALE, Form.LETTER, Form.JOINT_STATEMENT, Form.MINISTER, Form.OFFICIAL)
"""Forms in which a capital told us itself that it supports us."""


@dataclass(frozen=True)
class Request:
    """What is to be written: every choice that is made before letters are."""

    members: tuple[str, ...]
    template: str
    written_on: date
    language: str = ""
    """Blank: to each country in its own."""
    role: Role | None = None
    """Whom to look for in each country; None: the first that is known."""
    to_office: bool = False
    """An office takes the place of a person who is not known."""
    candidacies: tuple[str, ...] = ()
    """Ids of ours that it is about; none named: all of them."""
    first: int | None = None
    """The register number of the first letter; None: the next one."""
    marking: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    """By country, the contact that was chosen."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """By country, the language that was chosen."""


@dataclass(frozen=True)
class Sheet:
    """A letter as it stands on paper."""

    language: Language
    filled: Filled
    letterhead: tuple[str, ...]
    place_and_day: str
    register: str
    address: tuple[str, ...]
    signature: tuple[str, ...]
    title: str
    """What it is called in the outline and as a file."""


@dataclass(frozen=True)
class Draft:
    """One country's letter; with problems it cannot be written."""

    member: Member
    language: str
    addressee: Addressee | None = None
    letter: Letter | None = None
    sheet: Sheet | None = None
    asks: bool = False
    """Whether it asks for support."""
    rests_on: tuple[Pledge, ...] = ()
    """What the country said and the letter tells back: their marking is the page's."""
    problems: tuple[Message, ...] = ()


def drafts(snapshot: Snapshot, request: Request, shelf: Shelf, language: Language) -> list[Draft]:
    """A letter for each country, in their order; those that can be written are numbered in it.

    `language` brings the reader's era and digits. Raises UnknownRecord or UnknownTemplate.
    """
    if not any(code == request.template for code, _language in shelf):
        raise UserError(
            N_("There is no template “{code}”. Known are: {known}."),
            code=request.template, known=tuple(dict.fromkeys(code for code, _ in shelf)),
        )  # fmt: skip
    number = first_number(snapshot.campaign, request)
    made: list[Draft] = []
    for id in request.members:
        one = _draft(snapshot, snapshot.get(Member, id), request, shelf, language, number)
        made.append(one)
        if one.letter and one.letter.register:
            number += 1
    return made


def first_number(campaign: Campaign, request: Request) -> int:
    return campaign.register_next if request.first is None else request.first


def _draft(
    snapshot: Snapshot, member: Member, request: Request, shelf: Shelf, language: Language,
    number: int,
) -> Draft:  # fmt: skip
    if member.id == snapshot.campaign.candidate:
        return Draft(member, language.code, problems=(Message(N_("our own country")),))
    chosen = request.people.get(member.id, "")
    code = (
        request.languages.get(member.id)
        or request.language
        or _own_language(snapshot, member, request, shelf)
    )
    template = shelf.get((request.template, code))
    if template is None:
        known = tuple(i18n.Language(c).name for t, c in shelf if t == request.template)
        sentence = N_("The template is not there in this language; it is there in: {known}.")
        return Draft(member, code, problems=(Message(sentence, {"known": known}),))
    with i18n.use(replace(language, code=code)):
        to = addressing.addressee(
            snapshot, member, template.kind, request.written_on, role=request.role,
            to_office=request.to_office, contact=chosen,
        )  # fmt: skip
        return _written(snapshot, member, request, template, to, number)


def _own_language(snapshot: Snapshot, member: Member, request: Request, shelf: Shelf) -> str:
    """That of whoever the letter goes to; one in which the template is there, if it can be."""
    contact = request.people.get(member.id, "")
    if not contact:
        known = addressing.candidates(snapshot, member.id, request.written_on)
        fitting = (person.id for post, person in known if request.role in (None, post.role))
        contact = next(fitting, "")
    wanted = addressing.language_of(snapshot, member, contact)
    there = [code for code in (wanted, "en", *i18n.CODES) if (request.template, code) in shelf]
    return there[0] if there else wanted


def _written(
    snapshot: Snapshot, member: Member, request: Request, template: Template,
    to: Addressee | None, number: int,
) -> Draft:  # fmt: skip
    campaign, language = snapshot.campaign, i18n.current()
    problems: list[Message] = []
    if to is None and template.kind.addressed:
        problems.append(Message(N_("no addressee")))
    try:
        register = deeds.numbered(campaign, number) if template.kind.registered else ""
    except InvalidRecord as fault:
        problems += fault.problems.values()
        register = ""
    said = promised(snapshot, member.id, about(snapshot, request))
    values = _values(snapshot, member, request, to, register, said)
    problems += _lacking(template, values, to is None)
    if problems:
        return Draft(member, language.code, to, problems=tuple(problems))
    filled = fill(template, values)
    rests_on = said if any(name.endswith(_FROM_PLEDGES) for name in template.fields) else ()
    head, place_and_day = letterhead(campaign, language, request.written_on)
    signature = signatory(campaign) if template.kind is Kind.LETTER else ()
    sheet = Sheet(
        language, filled, head, place_and_day, shown(register, language),
        to.lines if to and template.kind.addressed else (), signature,
        telling.dotted(words.named(member), filled.subject),
    )  # fmt: skip
    letter = Letter(
        member=member.id, template=template.code, subject=filled.subject, register=register,
        language=language.code, written_on=request.written_on,
        addressee=to.named if to and template.kind.addressed else "",
        contact=to.contact if to and template.kind.addressed else "",
        signed_by=signature[0] if signature else "", text=filled.text, marking=request.marking,
    )  # fmt: skip
    return Draft(member, language.code, to, letter, sheet, template.asks, rests_on)


def about(snapshot: Snapshot, request: Request) -> list[Candidacy]:
    """Our candidacies that the letter is about."""
    wanted = request.candidacies
    return [own for own in snapshot.ours if not wanted or own.id in wanted]


# ------------------------------------------------------------------ what the country told us


def promised(snapshot: Snapshot, member: str, about: Sequence[Candidacy]) -> tuple[Pledge, ...]:
    """The capital's own promises of support that are in force, told to us directly."""
    found = (tally.stance(snapshot, member, own.id).capital for own in about)
    return tuple(
        pledge
        for pledge in found
        if pledge and pledge.level >= Level.LEANING_YES and pledge.form in DIRECT
        and pledge.side is Side.CAPITAL
    )  # fmt: skip


# ------------------------------------------------------------------ the fields

_FROM_PLEDGES = ("supported_councils", "supported_on")
_FROM_ADDRESSEE = ("addressee", "to_addressee", "the_addressee", "salutation", "courtesy")
_FROM_HEAD = {
    "sender": "letterhead", "the_sender": "letterhead", "signatory": "signatory",
}  # fmt: skip


def _lacking(template: Template, values: Mapping[str, str], nobody: bool) -> Iterator[Message]:
    """Why the template cannot be filled for this country; what lacks an addressee is told once."""
    empty = [name for name in template.fields if not values[name]]
    if any(name.endswith(_FROM_PLEDGES) for name in empty):
        yield Message(N_("its capital has promised no support to us directly"))
    for name in sorted({_FROM_HEAD[n] for n in empty if n in _FROM_HEAD}):
        what = FieldName(f"{name}_{template.language}")
        yield Message(N_("“{field}” is empty: fill it in first"), {"field": what})
    rest = [
        name for name in sorted(empty)
        if not name.endswith(_FROM_PLEDGES) and name not in _FROM_HEAD
        and not (nobody and name in _FROM_ADDRESSEE)
    ]  # fmt: skip
    if rest:
        yield Message(N_("nothing is known to fill in for {fields}"), {"fields": tuple(rest)})


def _values(
    snapshot: Snapshot, member: Member, request: Request, to: Addressee | None, register: str,
    said: Sequence[Pledge],
) -> dict[str, str]:  # fmt: skip
    """Every field in the language in use; what is not known is blank."""
    campaign, language = snapshot.campaign, i18n.current()
    us = snapshot.candidate
    ours = about(snapshot, request)
    backed = [own for own in ours if any(pledge.candidacy == own.id for pledge in said)]
    head, _dated = letterhead(campaign, language, request.written_on)
    promised_on = max((p.given_on for p in said if p.given_on), default=None)
    return {
        **_country("country", member),
        **(_country("candidate", us) if us else _country("candidate", Member())),
        **_with_articles("sender", head[0] if head else ""),
        **_with_articles("addressee", to.named if to else ""),
        **_councils("councils", snapshot, ours),
        **_councils("supported_councils", snapshot, backed),
        "salutation": addressing.salutation(to) if to else "",
        "courtesy": addressing.courtesy(to) if to else "",
        "supported_on": _day(promised_on),
        "congress": words.told(campaign, "congress"),
        "place": words.told(campaign, "place"),
        "congress_days": _days(campaign.opens_on, campaign.closes_on),
        "vote_on": _day(campaign.vote_on),
        "term": telling.term(campaign),
        "register": shown(register, language),
        "day": _day(request.written_on),
        "signatory": next(iter(signatory(campaign)), ""),
    }


def _country(name: str, member: Member) -> dict[str, str]:
    code = i18n.current().code
    usual = words.named(member)
    official = getattr(member, f"official_{code}") or usual
    return {
        name: usual,
        f"the_{name}": articles.the(usual, code),
        f"of_{name}": articles.of(usual, code),
        f"{name}_official": official,
        f"of_{name}_official": articles.of(official, code),
    }


def _with_articles(name: str, told: str) -> dict[str, str]:
    code = i18n.current().code
    return {
        name: told,
        f"the_{name}": articles.the(told, code),
        f"to_{name}": articles.to(told, code),
    }


def _councils(name: str, snapshot: Snapshot, about: Sequence[Candidacy]) -> dict[str, str]:
    code = i18n.current().code
    listed = [_council(snapshot, own) for own in about]

    def each(word: Callable[[str], str]) -> str:
        return i18n.current().listing([word(council) for council in listed])

    return {
        name: each(str),
        f"the_{name}": each(partial(articles.the, language=code)),
        f"to_{name}": each(partial(articles.to, language=code)),
    }


def _council(snapshot: Snapshot, own: Candidacy) -> str:
    """Its name and its abbreviation, since two bodies may share a name in Thai."""
    council = snapshot.council_of(own)
    if council is None:
        return ""
    return _("{council} ({code})").format(council=words.named(council), code=words.short(council))


def _day(day: date | None) -> str:
    """A day in full, its number and its month on one line."""
    return i18n.current().long_date(day).replace(" ", "\u00a0", 1) if day else ""


def _days(first: date | None, last: date | None) -> str:
    """From when until when, the month and the year said once where they are the same."""
    if first is None or last is None or first == last:
        day = _day(first or last)
        return _("on {day}").format(day=day) if day else ""
    begun = _day(first)
    if (first.year, first.month) == (last.year, last.month):
        begun = begun.split("\u00a0")[0]
    return _("from {first} to {last}").format(first=begun, last=_day(last))


# ------------------------------------------------------------------ letterhead, signature, number


def letterhead(campaign: Campaign, language: Language, day: date) -> tuple[tuple[str, ...], str]:
    """The lines at the head, and place and day: a line with `{day}` says how these are written."""
    lines = _lines(words.told(campaign, "letterhead"))
    dated = next((line for line in lines if "{day}" in line), "{day}")
    head = tuple(line for line in lines if "{day}" not in line)
    return head, dated.replace("{day}", language.long_date(day))


def signatory(campaign: Campaign) -> tuple[str, ...]:
    return _lines(words.told(campaign, "signatory"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.splitlines())))


def shown(register: str, language: Language) -> str:
    """The register number in the digits of the paper."""
    thai_ones = language.digits is Digits.THAI
    return thai.thai_digits(register) if thai_ones else register
