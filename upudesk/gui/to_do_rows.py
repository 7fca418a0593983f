"""What the list of follow-ups shows: their order, their columns, what they are filtered by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from upudesk import due, i18n, repeating, telling, words
from upudesk.due import ORDER, Due
from upudesk.gui import due_marks, owners
from upudesk.gui.subject import Facet, group_facet
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Author, FollowUp, Meeting, Member, Pledge
from upudesk.snapshot import Snapshot

OPEN = "open"
FAR = date.max


def in_order(snapshot: Snapshot) -> list[FollowUp]:
    """As one works through them: late, today, this week, later, undated; then done ones."""
    today = snapshot.today

    def place(follow_up: FollowUp) -> tuple[int, int, str]:
        done = follow_up.done_on
        day = -done.toordinal() if done else (follow_up.due_on or FAR).toordinal()
        return ORDER[due.due(follow_up, today)], day, follow_up.id

    return sorted(snapshot.all(FollowUp), key=place)


def origin(snapshot: Snapshot, follow_up: FollowUp) -> str:
    """The meeting or the pledge that it came of, in a few words."""
    if meeting := snapshot.find(Meeting, follow_up.meeting):
        return telling.dotted(telling.when(meeting), meeting.title)
    if pledge := snapshot.find(Pledge, follow_up.pledge):
        return telling.dotted(telling.when(pledge), words.level(pledge.level))
    return ""


def text(snapshot: Snapshot, follow_up: FollowUp) -> str:
    """All in which typed words are looked for."""
    member = snapshot.find(Member, follow_up.member)
    owner = snapshot.find(Author, follow_up.owner)
    names = (member.name_th, member.name_en, member.name_fr, member.iso2) if member else ()
    own = (follow_up.what, follow_up.note, owner.name if owner else "")
    return " ".join((*own, *names, origin(snapshot, follow_up)))


def columns(workplace: Workplace) -> Iterator[Column[FollowUp]]:
    """Each cell reads the snapshot of now."""
    key = i18n.current().sort_key

    def now() -> Snapshot:
        return workplace.snapshot  # cells outlive the snapshot with which the columns were made

    def column(
        name: str, title: Callable[[], str], told: Callable[[FollowUp], str], width: int,
        sort_key: Callable[[FollowUp], Any] | None = None, *, seldom: bool = False,
    ) -> Column[FollowUp]:  # fmt: skip
        def cell(follow_up: FollowUp) -> Cell:
            where = due.due(follow_up, now().today)
            shown = told(follow_up)
            return Cell(shown, tip=shown, tone="quiet" if where is Due.DONE else "")

        by = sort_key or (lambda follow_up: key(told(follow_up)))
        return Column(title, cell, by, width, name=name, seldom=seldom)

    def order(follow_up: FollowUp) -> int:
        return ORDER[due.due(follow_up, now().today)]

    yield Column(lambda: _("Done"), _box, lambda f: f.done_on or date.min, 52, name="done")
    yield Column(
        lambda: _("State"), lambda f: due_marks.state(f, now().today), order, 112, name="state"
    )
    yield column("due_on", lambda: _("Due"), _due_day, 92, lambda f: f.due_on or FAR)
    yield column("what", lambda: _("What"), lambda f: f.what, 0)
    yield column("member", lambda: _("Country"), lambda f: _country(now(), f), 116)
    yield column("owner", lambda: _("Who does it"), lambda f: _owner(now(), f), 108)
    yield column("repeat", lambda: _("Repeats"), lambda f: repeating.in_words(f.repeat), 80)
    yield column("origin", lambda: _("Comes from"), lambda f: origin(now(), f), 180, seldom=True)
    yield column("note", lambda: _("Note"), lambda f: f.note, 180, seldom=True)


def _box(follow_up: FollowUp) -> Cell:
    """A box to tick, told as text too."""
    done = follow_up.done_on is not None
    tip = _("Done: Space opens it again") if done else _("Open: Space or a click marks it done")
    return Cell("☑" if done else "☐", tip, tone="quiet" if done else "")


def _due_day(follow_up: FollowUp) -> str:
    return i18n.current().date(follow_up.due_on) if follow_up.due_on else ""


def _country(snapshot: Snapshot, follow_up: FollowUp) -> str:
    member = snapshot.find(Member, follow_up.member)
    return words.named(member) if member else ""


def _owner(snapshot: Snapshot, follow_up: FollowUp) -> str:
    owner = snapshot.find(Author, follow_up.owner)
    return owner.name if owner else ""


# ------------------------------------------------------------------ facets


def facets(workplace: Workplace) -> list[Facet[FollowUp]]:
    """What they are asked for by: state, who does it, group of the country."""

    def by_state(follow_up: FollowUp, wanted: str) -> bool:
        if wanted == OPEN:
            return follow_up.done_on is None
        return due.due(follow_up, workplace.snapshot.today) == wanted

    def by_owner(follow_up: FollowUp, wanted: str) -> bool:
        return owners.is_among(workplace, follow_up.owner, wanted)

    def group(follow_up: FollowUp) -> int | None:
        member = workplace.snapshot.find(Member, follow_up.member)
        return member.group if member else None

    return [
        Facet("state", lambda: _("State"), _states, by_state),
        Facet("owner", lambda: _("Who does it"), partial(owners.officials, workplace), by_owner),
        group_facet(group),
    ]


def _states() -> list[tuple[Any, str]]:
    open_ones = [(where.value, f"{due_marks.sign(where)} {due_marks.word(where)}") for where in Due]
    return [(None, _("Open and done")), (OPEN, _("everything open")), *open_ones]
