"""A list of countries on paper: those behind a number, with what each one says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from upudesk import i18n, tally, telling, words
from upudesk.disclosure import Disclosed
from upudesk.i18n import Language, _, ngettext
from upudesk.model import Author, Candidacy, Member, Record
from upudesk.reports import paper, talking
from upudesk.reports.finish import Finished, finish, head, said_by
from upudesk.reports.given import disclosed_of
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot

CODE = "names"


def render(
    campaign: Snapshot | Disclosed, candidacy: str, members: Sequence[str], title: str,
    language: Language, *, imprint: Imprint,
) -> Finished:  # fmt: skip
    """These countries in the order of the paper's language. Equal input gives equal bytes."""
    disclosed = disclosed_of(campaign)
    snapshot = disclosed.snapshot
    chosen = [snapshot.get(Member, id) for id in members]
    with i18n.use(language):
        return finish(
            snapshot, title, _sheet(disclosed, candidacy, _by_name(chosen), title),
            imprint=imprint, marked=about(disclosed, members),
        )  # fmt: skip


def blocks(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Flowable]:
    """These countries once for each of our candidacies."""
    snapshot = disclosed.snapshot
    chosen = _by_name([m for id in members if (m := snapshot.find(Member, id))])
    for number, own in enumerate(snapshot.ours):
        if number:
            yield paper.new_page()
        yield from _sheet(disclosed, own.id, chosen, _("List of countries"))
    if not snapshot.ours:
        yield head(snapshot, _("List of countries"), "")
        yield paper.para(_("This campaign has no candidacy of its own yet."), paper.QUIET_BODY)


def about(disclosed: Disclosed, members: Sequence[str]) -> Iterator[Record]:
    """Each stance rests on all that was said."""
    found = (disclosed.snapshot.find(Member, id) for id in members)
    yield from said_by(disclosed.snapshot, [member for member in found if member])


def _by_name(members: Sequence[Member]) -> list[Member]:
    key = i18n.current().sort_key
    return sorted(members, key=lambda member: key(words.named(member)))


def _sheet(
    disclosed: Disclosed, candidacy: str, members: Sequence[Member], title: str
) -> Iterator[Flowable]:
    snapshot = disclosed.snapshot
    own = snapshot.get(Candidacy, candidacy)
    council = snapshot.council_of(own)
    number = i18n.current().number(len(members))
    counted = ngettext("{count} country", "{count} countries", len(members)).format(count=number)
    yield head(snapshot, title, telling.dotted(words.named(council) if council else "", counted))
    if not members:
        yield paper.para(_("No country is on this list."), paper.QUIET_BODY)
        return
    header = [_("Country"), _("Stance"), _("Since"), _("Responsible")]
    yield paper.table(header, [_row(snapshot, own, m) for m in members], (34, 26, 22, 28))
    yield from talking.withheld(disclosed, [member.id for member in members])


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
