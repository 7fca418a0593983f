"""The form of an undertaking: what, to whom, for which vote, until when, for which pledges."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from upudesk import telling, words
from upudesk.campaign import undertakings
from upudesk.gui import theme
from upudesk.gui.forms import Choice
from upudesk.gui.record_fields import MemberIdField
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Candidacy, Council, Member, Standing, Undertaking
from upudesk.snapshot import Snapshot


class PledgesField(QListWidget):
    """Ticks before the pledges of one country: those that the undertaking answers."""

    changed = Signal()

    def __init__(self, snapshot: Snapshot, member: str, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self._snapshot = snapshot
        self.offer(member, chosen)
        self.itemChanged.connect(lambda _item: self.changed.emit())
        self.setTabKeyNavigation(False)

    def offer(self, member: str, chosen: tuple[str, ...] = ()) -> None:
        """The pledges of that country, the latest first."""
        self.blockSignals(True)
        self.clear()
        pledges = self._snapshot.pledges_of.get(member, ())
        for pledge in sorted(pledges, key=lambda p: (p.day, p.id), reverse=True):
            about = words.about(self._snapshot.find(Candidacy, pledge.candidacy), self._snapshot)
            told = (telling.when(pledge), about, words.level(pledge.level), pledge.source)
            item = QListWidgetItem(telling.dotted(*told))
            item.setData(Qt.ItemDataRole.UserRole, pledge.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = pledge.id in chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.blockSignals(False)
        self.setFixedHeight(theme.ROW * max(1, min(3, self.count())) + theme.GAP)

    def value(self) -> tuple[str, ...]:
        items = [self.item(row) for row in range(self.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    def typed(self) -> list[str]:
        return list(self.value())

    def type(self, said: list[str]) -> None:
        for row in range(self.count()):
            ticked = self.item(row).data(Qt.ItemDataRole.UserRole) in said
            state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            self.item(row).setCheckState(state)


def open_form(
    workplace: Workplace,
    parent: QWidget,
    undertaking: Undertaking | None = None,
    saved: Callable[[str], object] = lambda _id: None,
    **known: Any,
) -> RecordForm | None:
    """The form for a new undertaking, of which some may be known, or for one that is there."""
    if not workplace.may_write(parent):
        return None
    today = workplace.snapshot.today
    record = undertaking or Undertaking(**({"promised_on": today} | known))

    def act(said: Undertaking) -> None:
        workplace.do(undertakings.give, said, undertaking)
        saved(said.id)

    title = _("Edit the undertaking") if undertaking else _("New undertaking")
    form = RecordForm(
        workplace, title, record, _layout(workplace, record),
        base=undertaking, parent=parent, act=act,
    )  # fmt: skip
    _join(form)
    form.resize(740, 700)
    form.kept_as(workplace, "undertaking", undertaking.id if undertaking else "",
                 edits=undertaking is not None).open()  # fmt: skip
    return form


def _join(form: RecordForm) -> None:
    """Another country has other pledges; a vote at this Congress needs no other election."""
    member, pledges = form.form.fields["member"], form.form.fields["pledges"]
    candidacy = form.form.fields["candidacy"]
    assert isinstance(member, MemberIdField)
    assert isinstance(pledges, PledgesField)
    assert isinstance(candidacy, Choice)

    def another(_typed: str = "") -> None:
        chosen = member.chosen()
        pledges.offer(chosen.id if chosen else "", pledges.value())

    def elsewhere(_at: int = 0) -> None:
        for name in ("body", "election", "votes_available"):
            form.form.set_shown(name, not candidacy.value())

    member.textChanged.connect(another)
    candidacy.currentIndexChanged.connect(elsewhere)
    elsewhere()


def _layout(workplace: Workplace, record: Undertaking) -> list[Item]:
    snapshot = workplace.snapshot
    pledges = partial(PledgesField, snapshot, record.member, record.pledges)
    candidacies = partial(Choice, _candidacies(snapshot), record.candidacy)
    return [
        Item("member", 2, label=_("Coun&try")),
        Item("what", 4, label=_("&What we promise")),
        Item("candidacy", 2, label=_("Ou&r ballot names"), field=candidacies),
        Item("body", 2, label=_("or elsewhere: &body")),
        Item("election", 2, label=_("&Election")),
        Item("votes_available", 2, label=_("&Votes we have there")),
        Item("due_on", 2, label=_("&Due")),
        Item("promised_on", 2, label=_("Promised o&n")),
        Item("promised_by", 2, label=_("Promised b&y")),
        Item("approved_by", 2, label=_("&Approved by")),
        Item("marking", 2, label=_("&Marking")),
        Item("fulfilment", 2, label=_("&Fulfilment")),
        Item("fulfilled_on", 2, label=_("F&ulfilled on")),
        Item("source", 2, label=_("&Source")),
        Item("pledges", 6, label=_("Answers these &pledges"), field=pledges),
        Item("note", 6, 2, label=_("N&ote")),
    ]


def _candidacies(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Rivals’ candidacies by council and country, and none."""
    found: list[tuple[str, str]] = []
    for council in snapshot.councils:
        rivals = [
            (candidacy.id, _called(council, snapshot.find(Member, candidacy.member)))
            for candidacy in snapshot.candidacies_for.get(council.id, ())
            if candidacy.member != snapshot.campaign.candidate
            and candidacy.standing is not Standing.WITHDRAWN
        ]
        found += sorted(rivals, key=lambda pair: pair[1])
    return [("", _("nobody: it is something else")), *found]


def _called(council: Council, member: Member | None) -> str:
    return f"{words.short(council)} {words.named(member) if member else ''}".strip()
