"""Names of countries and offices inside a sentence: “of the Gambia”, “du Kenya”, “à l’Ambassade”.

English and French need an article there, which no list of names carries. Thai needs none.
"""

from __future__ import annotations

import re

_THE = re.compile(
    r"\b(Republic|Kingdom|Federation|Emirates|States|State|Territories|Commonwealth|Union|"
    r"Sultanate|Principality|Duchy|Confederation|Ministry|Embassy|Mission|Department|Office|"
    r"Authority|Commission|Council|Delegation|Agency|Regulator|Operator|Administration|Directorate|"
    r"Institute|Secretariat|Minister|Ambassador|Representative|Head|Director|General)\b",
    re.IGNORECASE,
)
_THE_NAMES = frozenset(
    ("Bahamas", "Comoros", "Congo", "Gambia", "Maldives", "Netherlands", "Niger", "Philippines",
     "Sudan", "Vatican")
)  # fmt: skip
_ARTICLE = re.compile(r"(?:the|le|la|les)\s|l[’']", re.IGNORECASE)

_BARE = frozenset(
    ("Antigua-et-Barbuda", "Aruba,", "Bahreïn", "Cabo", "Chypre", "Cuba", "Djibouti", "El", "Haïti",
     "Israël", "Kiribati", "Madagascar", "Malte", "Maurice", "Moldova", "Monaco", "Nauru", "Oman",
     "Singapour", "Sri", "Trinité-et-Tobago", "Tuvalu", "Vanuatu")
)  # fmt: skip
"""French names, by their first word, that stand without an article."""
_BARE_BEGIN = ("Saint-", "Sainte-", "Sao")
_MANY = frozenset(
    ("Bahamas", "Comores", "Émirats", "États-Unis", "Fidji", "Îles", "Maldives", "Pays-Bas",
     "Philippines", "Seychelles", "Territoires", "Tonga")
)  # fmt: skip
_HE = frozenset(
    ("Belize", "Cambodge", "Mexique", "Mozambique", "Suriname", "Zimbabwe", "Royaume", "Ministère",
     "Ministre", "Groupe", "Service", "Centre", "Directoire", "Organisme", "Chef", "Timor-Leste")
)  # fmt: skip
"""Masculine, though they end as feminine words do."""
_SHE = frozenset(("Guinée-Bissau", "Sierra", "Türkiye"))
_ENDS_OF_SHE = ("e", "tion", "sion", "té")
_VOWELS = (*"aâàeéèêiîïoôuœAÂÀEÉÈÊIÎÏOÔUŒ", "Haïti")


def the(name: str, language: str) -> str:
    """With its article: “the Gambia”, “le Kenya”; as it is where it has one, or needs none."""
    if not name.strip() or language == "th" or _ARTICLE.match(name):
        return name
    if language == "fr":
        return _joined({"m": "le ", "f": "la ", "l": "l’", "p": "les ", "": ""}, name)
    first = name.split()[0]
    return f"the {name}" if first in _THE_NAMES or _THE.search(name) else name


def of(name: str, language: str) -> str:
    """“of Thailand”, “de la Thaïlande”, “แห่งราชอาณาจักรไทย”; nothing of nothing."""
    if not name.strip():
        return ""
    if language == "th":
        return f"แห่ง{name}"
    if language == "fr":
        bare = "d’" if name.startswith(_VOWELS) else "de "
        return _joined({"m": "du ", "f": "de la ", "l": "de l’", "p": "des ", "": bare}, name)
    return f"of {the(name, language)}"


def to(name: str, language: str) -> str:
    """“to the Embassy”, “à l’Ambassade”; Thai has no word for it that would fit every sentence."""
    if not name.strip() or language == "th":
        return name
    if language == "fr":
        return _joined({"m": "au ", "f": "à la ", "l": "à l’", "p": "aux ", "": "à "}, name)
    return f"to {the(name, language)}"


def _joined(leads: dict[str, str], name: str) -> str:
    """A name that has its article is joined with it; a proper one, such as La Poste, keeps it."""
    if _ARTICLE.match(name):
        article, rest = name.split(maxsplit=1) if " " in name else ("", name)
        gender = {"le": "m", "les": "p"}.get(article, "")
        bare = leads[""].replace("d’", "de ")
        return f"{leads[gender]}{rest}" if gender else f"{bare}{name}"
    return f"{leads[_gender(name)]}{name}"


def _gender(name: str) -> str:
    """m, f, l (before a vowel), p (many), or nothing where no article stands."""
    first = name.split()[0]
    if first in _BARE or first.startswith(_BARE_BEGIN):
        return ""
    if first in _MANY:
        return "p"
    if first.startswith(_VOWELS):
        return "l"
    if first in _HE:
        return "m"
    return "f" if first in _SHE or first.endswith(_ENDS_OF_SHE) else "m"
