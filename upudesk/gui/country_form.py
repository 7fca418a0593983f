"""What a country is called and where it belongs: entered and corrected in one form."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from upudesk import words
from upudesk.errors import InvalidRecord, Message
from upudesk.gui.people_field import NOT_TAKEN
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.tokens import Offer, Tokens
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Bloc, Member
from upudesk.snapshot import Snapshot
from upudesk.thai import fold


class BlocsField(Tokens):
    """The blocs of a country, found by their short or long name."""

    def __init__(self, snapshot: Snapshot, chosen: Iterable[str] = ()) -> None:
        super().__init__("ASEAN, OIF, SADC …", _("Blocs that match"))
        self._snapshot = snapshot
        self.put(chosen)

    def put(self, keys: Iterable[str]) -> None:
        self.clear()
        for id in keys:
            if bloc := self._snapshot.find(Bloc, id):
                self.add(id, bloc.code)

    def found(self, typed: str) -> list[Offer]:
        known = self._snapshot.all(Bloc)
        return [
            Offer(bloc.id, f"{bloc.code} · {words.named(bloc)}", bloc.code)
            for bloc in sorted(known, key=lambda bloc: bloc.code)
            if bloc.id not in self.chosen() and fold(typed) in fold(_all_names(bloc))
        ]

    def value(self) -> tuple[str, ...]:
        if left := self.line.value():
            raise InvalidRecord({"": Message(NOT_TAKEN, {"name": left})})
        return self.chosen()


def _all_names(bloc: Bloc) -> str:
    return " ".join((bloc.code, bloc.name_th, bloc.name_en, bloc.name_fr))


def edit_country(workplace: Workplace, member: Member, parent: QWidget) -> RecordForm | None:
    """A form for everything that tells what the country is."""
    if not workplace.may_write(parent):
        return None
    names = [Item(f"{kind}_{code}", 2) for kind in ("name", "official")
             for code in ("th", "en", "fr")]  # fmt: skip
    layout = (
        *names,
        Item("also", 6, lines=2),
        Item("group", 3),
        Item("group_certainty", 3),
        Item("group_basis", 6),
        Item("blocs", 6, field=lambda: BlocsField(workplace.snapshot, member.blocs)),
    )
    title = _("Country: {name}").format(name=words.named(member))
    form = RecordForm(workplace, title, member, layout, base=member, parent=parent)
    form.kept_as(workplace, "country", member.id, edits=True).open()
    return form
