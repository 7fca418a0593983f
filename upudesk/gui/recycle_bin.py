"""The recycle bin: what was deleted, as it was, and the way back. It never empties by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from upudesk import blind, telling, words
from upudesk.campaign import records
from upudesk.errors import N_
from upudesk.gui import messages, theme
from upudesk.gui.erase_form import erase, may_be_erased
from upudesk.gui.journal_rows import who
from upudesk.gui.listing import Listing
from upudesk.gui.owners import reader
from upudesk.gui.pages import ListPage
from upudesk.gui.parts import Section, link, text
from upudesk.gui.record_form import capital
from upudesk.gui.subject import Act, Facet, Subject
from upudesk.gui.tables import Cell, Column
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.journal import moment_of
from upudesk.model import Member, Pledge, Rating, Record
from upudesk.past import Deleted
from upudesk.snapshot import Snapshot
from upudesk.values import to_values


class RecycleBin(ListPage):
    """A list of deleted records; several can be brought back at once."""

    NOTHING = N_("What you choose is shown here as it was.")

    def __init__(self, workplace: Workplace) -> None:
        self._gone: dict[str, Deleted] = {}
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=660)
        self.listing.opened.connect(lambda id: self.restore([id]))

    def _subject(self, workplace: Workplace) -> Subject[Deleted]:
        def counted(number: int) -> str:
            shown = workplace.language.number(number)
            said = ngettext("{count} deleted record", "{count} deleted records", number)
            return said.format(count=shown)

        return Subject(
            "recycle_bin",
            title=lambda: _("Recycle bin"),
            rows=self._rows,
            key=lambda row: row.record.id,
            columns=self._columns,
            text=self._text,
            hint=lambda: _("Find what was deleted"),
            empty=lambda: _("Nothing was deleted. What you delete waits here and can come back."),
            counted=counted,
            facets=self._facets,
            actions=self._actions,
        )  # fmt: skip

    def _columns(self) -> list[Column[Deleted]]:
        language, workplace = self.workplace.language, self.workplace

        def kind(row: Deleted) -> str:
            return capital(words.kind(row.record.KIND))

        def by(row: Deleted) -> str:
            return who(row.step, workplace.snapshot)

        return [
            Column(lambda: _("Deleted on"),
                   lambda row: Cell(language.instant(moment_of(row.step.clock)), tone="quiet"),
                   lambda row: row.step.clock, 148, name="when"),
            Column(lambda: _("Kind"), lambda row: Cell(kind(row)), kind, 104, name="kind"),
            Column(lambda: _("What"), lambda row: Cell(self._about(row), tip=self._about(row)),
                   lambda row: language.sort_key(self._about(row)), 0, name="what"),
            Column(lambda: _("By whom"), lambda row: Cell(by(row), tip=by(row), tone="quiet"),
                   lambda row: language.sort_key(by(row)), 128, name="who"),
        ]  # fmt: skip

    def _facets(self) -> Sequence[Facet[Deleted]]:
        def keeps(row: Deleted, kind: str) -> bool:
            return row.record.KIND == kind

        return (Facet("kind", lambda: _("Kind of record"), self._kinds, keeps),)

    def _kinds(self) -> list[tuple[str | None, str]]:
        known = {gone.record.KIND for gone in self._gone.values()}
        shown = sorted((capital(words.kind(kind)), kind) for kind in known)
        return [(None, _("Any kind of record")), *((kind, word) for word, kind in shown)]

    def _about(self, row: Deleted) -> str:
        """The record in a few words, with its country where it does not name it."""
        snapshot = self.workplace.snapshot
        said = _in_short(row.record, snapshot)
        member = snapshot.find(Member, next(iter(row.step.subject), ""))
        country = words.named(member) if member else ""
        return said if country in said else telling.dotted(country, said)

    def _text(self, row: Deleted) -> str:
        return " ".join((self._about(row), *map(str, to_values(row.record).values())))

    def _rows(self) -> list[Deleted]:
        assert self.workplace.desk is not None
        found = self.workplace.desk.recycle_bin()
        self._gone = {gone.record.id: gone for gone in found}
        return [gone for gone in reversed(found) if not self._sealed(gone.record)]

    def _sealed(self, record: Record) -> bool:
        """Whether a blind count keeps it from whoever sits here; it still comes back with what was
        deleted along with it."""
        snapshot, me = self.workplace.snapshot, reader(self.workplace)
        return isinstance(record, Rating) and blind.sealed_rating(snapshot, record, me)

    def renew(self) -> None:
        self._shown = None  # what is erased from the bin leaves the records in force as they were
        super().renew()
        if self.workplace.desk is not None:
            self.listing.choices["kind"].offer(self._kinds())

    # -------------------------------------------------------------- what is looked at

    def parts(self, id: str) -> Iterator[QWidget]:
        gone = self._gone.get(id)
        if gone is None:
            return
        language, snapshot = self.workplace.language, self.workplace.snapshot
        yield text(self._about(gone), strong=True, size=theme.SMALL)
        when = language.instant(moment_of(gone.step.clock))
        told = _("Deleted {when}").format(when=when)
        yield text(telling.dotted(told, who(gone.step, snapshot)), "quiet")
        yield self._buttons(gone.record)
        section = Section(_("As it was"), names=112)
        for name, said in _facts(self, gone.record):
            section.fact(name, said)
        yield section
        yield text(
            _(
                "It waits here until it is brought back; nothing empties the bin. What must not "
                "even stay here is erased for good."
            ),
            "quiet",
        )

    def _buttons(self, record: Record) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(_("Bring back"))
        button.setProperty("main", "true")
        button.setAccessibleName(button.text())
        button.setToolTip(_("All chosen rows, in one step (Enter in the list)"))
        button.clicked.connect(lambda: self.restore(self.listing.selected()))
        row.addWidget(button)
        if may_be_erased(self.workplace, record.KIND, record.id):
            row.addWidget(link(_("Erase for good…"), lambda: self.erase(record)))
        row.addStretch()
        return holder

    def erase(self, record: Record) -> None:
        erase(self.workplace, record.KIND, record.id, self)

    def _actions(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        if keys:
            yield _("Bring back"), lambda: self.restore(keys)

    # -------------------------------------------------------------- bringing back

    def restore(self, ids: Sequence[str]) -> None:
        """Bring these back in one step, with what was deleted along with them."""
        if not ids or not self.workplace.may_write(self.window()):
            return
        chosen = self._with_what_went_along([self._gone[id].record for id in ids])
        known = {id: gone.record for id, gone in self._gone.items()}
        needed, whole = records.missing(self.workplace.snapshot, chosen, known)
        if not whole:
            messages.show(self.window(), self._lost_words(chosen), grave=True)
        elif not needed or messages.confirmed(self.window(), *self._question(chosen, needed)):
            self._revive([*needed, *chosen])

    def _with_what_went_along(self, chosen: list[Record]) -> list[Record]:
        """The posts of a contact, the evidence of a pledge: what one step deleted together and
        names what comes back."""
        steps = {self._gone[record.id].step.id for record in chosen}
        along = [gone.record for gone in self._gone.values() if gone.step.id in steps]
        back = {record.id for record in chosen}
        return chosen + [
            record
            for record in along
            if record.id not in back and back & {id for _name, id in records.named_by(record)}
        ]

    def _question(self, chosen: Sequence[Record], needed: Sequence[Record]) -> tuple[str, str]:
        snapshot = self.workplace.snapshot
        named = self.workplace.language.listing([_in_words(self, record) for record in needed])
        what = words.about(chosen[0], snapshot)
        sentence = _("“{what}” names what was deleted too: {named}. Bring it back as well?")
        return sentence.format(what=what, named=named), _("Bring back together")

    def _lost_words(self, chosen: Sequence[Record]) -> str:
        what = words.about(chosen[0], self.workplace.snapshot)
        return _(
            "“{what}” cannot come back: it names a record that was erased for good. Nothing was "
            "changed."
        ).format(what=what)

    def _revive(self, chosen: Sequence[Record]) -> None:
        self.workplace.attempt(self, records.revive, *chosen)


def _in_short(record: Record, snapshot: Snapshot) -> str:
    """What a record is; a pledge by its level and council, since its words are seldom kept."""
    if not isinstance(record, Pledge):
        return words.about(record, snapshot)
    council = words.council_of(snapshot, record.candidacy)
    return telling.dotted(council, words.level(record.level))


def _in_words(bin: RecycleBin, record: Record) -> str:
    said = words.about(record, bin.workplace.snapshot)
    return _("{kind}: {about}").format(kind=words.kind(record.KIND), about=said)


def _facts(bin: RecycleBin, record: Record) -> Iterator[tuple[str, str]]:
    """Every field that said something."""
    for name, value in to_values(record).items():
        if value not in (None, "", [], False):
            said = telling.value(bin.workplace.snapshot, record.KIND, name, value)
            yield capital(words.field(name)), said
