"""A list of countries on paper: those behind a number, with what each one says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from upudesk import i18n, tally, telling, words
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Author, Candidacy, Member
from upudesk.reports import paper
from upudesk.reports.finish import Finished, finish, head, said_by
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot


def render(
    snapshot: Snapshot, candidacy: str, members: Sequence[str], title: str, language: Language,
    *, imprint: Imprint,
) -> Finished:  # fmt: skip
    """These countries in the order of the paper's language. Equal input gives equal bytes."""
    chosen = [snapshot.get(Member, id) for id in members]
    with i18n.use(language):
        chosen.sort(key=lambda member: language.sort_key(words.named(member)))
        blocks = _sheet(snapshot, candidacy, chosen, title)
        return finish(snapshot, title, blocks, imprint=imprint, marked=said_by(snapshot, chosen))


def _sheet(
    snapshot: Snapshot, candidacy: str, members: Sequence[Member], title: str
) -> Iterator[Flowable]:
    own = snapshot.get(Candidacy, candidacy)
    council = snapshot.council_of(own)
    number = i18n.current().number(len(members))
    counted = ngettext("{count} country", "{count} countries", len(members)).format(count=number)
    yield head(snapshot, title, telling.dotted(words.named(council) if council else "", counted))
    header = [_("Country"), _("Stance"), _("Since"), _("Responsible")]
    yield paper.table(header, [_row(snapshot, own, m) for m in members], (34, 26, 22, 28))


def _row(snapshot: Snapshot, own: Candidacy, member: Member) -> list[str]:
    stance = tally.stance(snapshot, member.id, own.id)
    pledge = stance.decides or stance.waiting
    author = snapshot.find(Author, member.responsible)
    return [
        words.named(member),
        words.standing_in(stance.state),
        telling.when(pledge) if pledge else "",
        author.name if author else "",
    ]
