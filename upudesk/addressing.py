"""To whom a letter to a country goes, and how that person or office is rightly addressed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from upudesk import articles, i18n, words
from upudesk.i18n import _
from upudesk.letters import Kind
from upudesk.model import Contact, Member, Post, Role
from upudesk.posts import held_on
from upudesk.snapshot import Snapshot

ROLES = (Role.MINISTRY, Role.REGULATOR, Role.OPERATOR, Role.EMBASSY, Role.MISSION, Role.DELEGATE)
"""Who may be written to, in the order in which they are looked for."""


class Respect(StrEnum):
    """How somebody is to be greeted."""

    EXCELLENCY = "excellency"
    MR = "mr"
    MRS = "mrs"
    DOCTOR = "doctor"
    PROFESSOR = "professor"
    NEUTRAL = "neutral"


_FORMS: Mapping[Respect, frozenset[str]] = {
    Respect.EXCELLENCY: frozenset(
        ("he", "hem", "hemr", "hemrs", "hems", "hedr", "hisexcellency", "herexcellency", "se",
         "excellency", "sem", "semme", "sonexcellence", "excellence", "ฯพณฯ")
    ),
    Respect.MR: frozenset(("mr", "m", "monsieur", "sir", "นาย")),
    Respect.MRS: frozenset(("mrs", "ms", "miss", "mme", "madame", "madam", "นาง", "นางสาว")),
    Respect.DOCTOR: frozenset(("dr", "docteur", "doctor", "ดร", "นพ", "พญ")),
    Respect.PROFESSOR: frozenset(("prof", "professor", "professeur", "ศ", "รศ", "ผศ")),
}  # fmt: skip
"""Forms of address as they are entered, without points and spaces."""
_HIGH_OFFICE = re.compile(
    r"(?:the |deputy |vice[- ]|prime )*(?:minister|secretary of state)\b(?![- ]?counsellor)"
    r"|(?:the )?ambassador\b|(?:vice[- ])?(?:premi[eè]re? )?ministre\b(?!-conseill)"
    r"|ambassad(?:eur|rice)\b|(?:รอง)?(?:นายก)?รัฐมนตรี|เอกอัครราชทูต",
    re.IGNORECASE,
)
"""Whoever holds such an office is an Excellency, whatever form of address was entered."""


@dataclass(frozen=True)
class Addressee:
    """Somebody, or an office, that a letter goes to."""

    lines: tuple[str, ...]
    """As it stands in the address."""
    named: str
    """In one line, inside a sentence, without an article."""
    respect: Respect = Respect.NEUTRAL
    name: str = ""
    """The person's own name; nothing for an office."""
    form: str = ""
    """The form of address that was entered."""
    contact: str = ""
    """Id of the contact, where it is one."""


def respect(form: str, title: str) -> Respect:
    """How somebody with that form of address and that title is to be greeted."""
    if _HIGH_OFFICE.match(title.strip()):
        return Respect.EXCELLENCY
    said = re.sub(r"[.\s]", "", form.casefold())
    return next((one for one, forms in _FORMS.items() if said in forms), Respect.NEUTRAL)


def courtesy(addressee: Addressee) -> str:
    """How the addressee is called inside a sentence."""
    match addressee.respect:
        case Respect.EXCELLENCY:
            return _("Excellency")
        case Respect.MR:
            return _("Sir")
        case Respect.MRS:
            return _("Madam")
    return _("Sir or Madam")


def salutation(addressee: Addressee) -> str:
    """The line with which a letter begins."""
    if i18n.current().code == "th":
        return f"เรียน {addressee.named}"
    if i18n.current().code == "fr":  # which greets nobody by name
        return f"{courtesy(addressee)},"
    if addressee.respect is Respect.EXCELLENCY:
        return _("Excellency,")
    if not addressee.name:
        return _("Dear Sir or Madam,")
    known = {
        Respect.MR: _("Dear Mr {name},"),
        Respect.MRS: _("Dear Ms {name},"),
        Respect.DOCTOR: _("Dear Dr {name},"),
        Respect.PROFESSOR: _("Dear Professor {name},"),
    }
    return known.get(addressee.respect, _("Dear {name},")).format(name=addressee.name)


# ------------------------------------------------------------------ who it is


def candidates(snapshot: Snapshot, member: str, day: date) -> list[tuple[Post, Contact]]:
    """Everybody of a country who holds a post on that day, by role, the latest first."""
    held = [
        (post, contact)
        for contact in snapshot.contacts_of.get(member, ())
        for post in snapshot.posts_of.get(contact.id, ())
        if held_on(post, day) and post.role in ROLES
    ]
    held.sort(key=lambda both: both[0].starts_on or date.min, reverse=True)
    return sorted(held, key=lambda both: ROLES.index(both[0].role))


def addressee(
    snapshot: Snapshot, member: Member, kind: Kind, day: date, *,
    role: Role | None = None, to_office: bool = False, contact: str = "",
) -> Addressee | None:  # fmt: skip
    """To whom a letter of that kind to that country goes; None where nobody is known.

    `contact` is a person who was chosen; `role` whom to look for; with `to_office`, an office takes
    the place of a person who is not known.
    """
    known = candidates(snapshot, member.id, day)
    chosen = [both for both in known if both[1].id == contact]
    if contact and not chosen and (person := snapshot.find(Contact, contact)):
        return _person(member, person, None)
    fitting = chosen or [both for both in known if role in (None, both[0].role)]
    if kind is Kind.NOTE_VERBALE:
        fitting = [both for both in fitting if both[0].organisation.strip()]
        if fitting:
            return _institution(member, fitting[0][0].organisation)
        return _institution(member, institution(role or ROLES[0])) if to_office else None
    if fitting:
        post, person = fitting[0]
        return _person(member, person, post)
    return _office(member, role or ROLES[0]) if to_office else None


def _person(member: Member, person: Contact, post: Post | None) -> Addressee:
    """Name, title, organisation and country, each on its line."""
    how = respect(person.form_of_address, (post.title if post else "") or person.name)
    name = " ".join(filter(None, (_before_name(how, person), person.name)))
    title, office = (post.title, post.organisation) if post else ("", "")
    lines = tuple(filter(None, (name, title, office, _country(member, office))))
    named = ", ".join(filter(None, (name, title)))
    if i18n.current().code == "th":
        named = " ".join(filter(None, (name, title)))
    return Addressee(lines, named, how, person.name, person.form_of_address, person.id)


def _before_name(how: Respect, person: Contact) -> str:
    """The form of address in the letter's language; one that is not known, as it was entered."""
    written = {
        Respect.EXCELLENCY: _("H.E."),
        Respect.MR: _("Mr"),
        Respect.MRS: _("Ms"),
        Respect.DOCTOR: _("Dr"),
        Respect.PROFESSOR: _("Professor"),
    }
    return written.get(how, person.form_of_address.strip())


def _institution(member: Member, name: str) -> Addressee:
    """A ministry, an embassy: a note verbale goes from one to the other, never to a person."""
    return Addressee(tuple(filter(None, (name, _country(member, name)))), _of_country(member, name))


def _of_country(member: Member, office: str) -> str:
    """“Embassy of Kenya”; an office that names its country already is left as it is."""
    if not _country(member, office):
        return office
    country = words.told(member, "official") or words.named(member)
    code = i18n.current().code
    if code == "th":
        return f"{office}{'' if office[-1:].isalpha() else ' '}{country}"
    return f"{office} {articles.of(country, code)}"


def _country(member: Member, office: str) -> str:
    """The country on a line of its own, unless the line above names it."""
    names = (words.named(member), words.told(member, "official"))
    return "" if any(name and name in office for name in names) else words.named(member)


def _office(member: Member, role: Role) -> Addressee:
    title = head_of(role)
    how = Respect.EXCELLENCY if _HIGH_OFFICE.match(title) else Respect.NEUTRAL
    return Addressee((title, words.named(member)), _of_country(member, title), how)


def institution(role: Role) -> str:
    """What an office of that kind is called where its name is not known."""
    return {
        Role.MINISTRY: _("Ministry in charge of posts"),
        Role.REGULATOR: _("Postal regulator"),
        Role.OPERATOR: _("Designated postal operator"),
        Role.EMBASSY: _("Embassy"),
        Role.MISSION: _("Permanent Mission"),
        Role.DELEGATE: _("Delegation to the Congress"),
    }[role]


def head_of(role: Role) -> str:
    """The title of whoever leads it."""
    return {
        Role.MINISTRY: _("Minister in charge of posts"),
        Role.REGULATOR: _("Head of the postal regulator"),
        Role.OPERATOR: _("Director General of the designated postal operator"),
        Role.EMBASSY: _("Ambassador"),
        Role.MISSION: _("Permanent Representative"),
        Role.DELEGATE: _("Head of the delegation to the Congress"),
    }[role]


# ------------------------------------------------------------------ in which language

IN_FRENCH = frozenset(
    ("BE", "BF", "BI", "BJ", "CD", "CF", "CG", "CH", "CI", "CM", "DJ", "DZ", "FR", "GA", "GN", "HT",
     "KM", "LU", "MA", "MC", "MG", "ML", "MR", "NE", "SN", "TD", "TG", "TN")
)  # fmt: skip
"""Countries whose administrations use French, as far as nothing is known of the person."""


def language_of(snapshot: Snapshot, member: Member, contact: str = "") -> str:
    """The language in which to write: one that the addressee speaks, or others of the country do;
    else French to those that write to the Union in French, else English."""
    spoken = list(_spoken(snapshot, member, contact))
    for code in spoken:
        if code in i18n.CODES:
            return code
    return "fr" if not spoken and member.iso2 in IN_FRENCH else "en"


def _spoken(snapshot: Snapshot, member: Member, contact: str) -> Iterator[str]:
    """Codes of languages: those of the person first, each as often as it is named."""
    people: Sequence[Contact] = snapshot.contacts_of.get(member.id, ())
    own = [person for person in people if person.id == contact]
    for person in (*own, *(p for p in people if p.id != contact)):
        yield from person.languages
