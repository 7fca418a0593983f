"""What a scenario supposes, told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from upudesk import forecast_words, telling, words
from upudesk.i18n import _, current, ngettext
from upudesk.model import Answer, Bloc, Candidacy, Council, Member, Standing
from upudesk.scenarios import Contest, Item, Rival, Stances, Voters, Weight
from upudesk.snapshot import Snapshot
from upudesk.weights import USUAL, weights

NAMED = 3
"""So many countries are told by name; of more, their number."""


def told(snapshot: Snapshot, item: Item) -> str:
    """One supposition in a line, such as “CARICOM, 7 countries: 3 undecided · CA”."""
    match item:
        case Stances():
            stands = _("{who}: {state}").format(
                who=_who(snapshot, item.members, item.of), state=words.standing_in(item.state)
            )
            return telling.dotted(stands, *_councils(snapshot, item))
        case Voters():
            return _votes(item.answer).format(who=_who(snapshot, item.members, item.of))
        case Rival():
            return _rival(snapshot, item)
        case Contest():
            where = telling.dotted(_council(snapshot, item.council), words.group(item.group))
            return _("{where}: {what}").format(where=where, what=", ".join(_seats(item)))
        case Weight():
            return _weight(snapshot, item)


def names(snapshot: Snapshot, item: Item) -> str:
    """All countries that it names, in the reader's order."""
    members = item.members if isinstance(item, Stances | Voters) else ()
    return ", ".join(sorted(_named(snapshot, members), key=current().sort_key))


def _named(snapshot: Snapshot, ids: Sequence[str]) -> list[str]:
    return [words.named(member) for id in ids if (member := snapshot.find(Member, id))]


def _who(snapshot: Snapshot, ids: Sequence[str], of: str) -> str:
    if len(ids) <= NAMED:
        return current().listing(_named(snapshot, ids)) or _("nobody who is in the file")
    countries = ngettext("{count} country", "{count} countries", len(ids)).format(
        count=current().number(len(ids))
    )
    place = chosen_from(snapshot, of)
    return (
        _("{place}, {countries}").format(place=place, countries=countries) if place else countries
    )


def chosen_from(snapshot: Snapshot, of: str) -> str:
    """The group or the bloc that members were chosen from."""
    bloc = snapshot.find(Bloc, of)
    if bloc:
        return bloc.code
    return words.group(int(of), short=True) if of in ("1", "2", "3", "4", "5") else ""


def _councils(snapshot: Snapshot, item: Stances) -> list[str]:
    own = (snapshot.find(Candidacy, id) for id in item.candidacies)
    return [_council(snapshot, one.council) for one in own if one]


def _council(snapshot: Snapshot, id: str) -> str:
    council = snapshot.find(Council, id)
    return words.short(council) if council else ""


def _votes(answer: Answer) -> str:
    return {
        Answer.YES: _("{who}: can vote"),
        Answer.NO: _("{who}: cannot vote"),
        Answer.UNKNOWN: _("{who}: not known whether they can vote"),
    }[answer]


def _rival(snapshot: Snapshot, item: Rival) -> str:
    country = next(iter(_named(snapshot, [item.member])), _("nobody who is in the file"))
    council = _council(snapshot, item.council)
    if item.standing is Standing.WITHDRAWN:
        return _("{country} does not stand for the {council}").format(
            country=country, council=council
        )
    parts = [_("{country} stands for the {council}").format(country=country, council=council)]
    if item.share is not None:
        parts.append(_("share {share}").format(share=current().percent(item.share)))
    if item.spread is not None:
        parts.append(_("spread {share}").format(share=current().percent(item.spread)))
    if item.sitting is not None:
        parts.append(_("sits now: {answer}").format(answer=words.answer(item.sitting)))
    return ", ".join(parts)


def _seats(item: Contest) -> Iterator[str]:
    number = current().number
    if item.seats is not None:
        told = ngettext("{count} seat", "{count} seats", item.seats)
        yield told.format(count=number(item.seats))
    if item.complete is not None:
        yield _("list complete") if item.complete else _("list not complete")
    if item.line_newcomer is not None:
        yield _("winning line {votes} for a newcomer").format(votes=number(item.line_newcomer))
    if item.line_sitting is not None:
        yield _("winning line {votes} for a sitting member").format(votes=number(item.line_sitting))
    if item.line_spread is not None:
        yield _("spread {votes} votes").format(votes=number(item.line_spread))


def _weight(snapshot: Snapshot, item: Weight) -> str:
    if item.code in USUAL:
        weighed = weights(snapshot).replaced({item.code: item.value})
        value = forecast_words.weighs(weighed, item.code)
    else:
        value = current().decimal(item.value)
    return _("{name}: {value}").format(name=forecast_words.weight(item.code), value=value)
