"""All that was said about us: the list, and the whole of the statement that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from upudesk import words
from upudesk.campaign.member_filter import NOBODY
from upudesk.campaign.pledges import Place, Wear
from upudesk.gui import pledge_commands, pledge_detail
from upudesk.gui.attaching import drops_on_rows
from upudesk.gui.listing import Listing
from upudesk.gui.pages import ListPage, on_key
from upudesk.gui.pledge_commands import COMMANDS, Command, commands_on
from upudesk.gui.pledge_rows import PLACES, Row, Rows, columns, counted, text_of
from upudesk.gui.subject import Act, Facet, Subject
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.journal import Step
from upudesk.model import Form, Level, Member, Pledge
from upudesk.tally import OLD

BULK = ("marking", "grade", "fades_on", "side", "form", "source", "meeting", "note")
"""What many statements may be given at once: what was logged wrongly, never another level."""
NOT_NOW, ATTENTION, WITH_FILES, WITHOUT_FILES = "not_now", "attention", "with", "without"


class PledgesPage(ListPage):
    """The keys of the commands work wherever the focus is on this page."""

    def __init__(self, workplace: Workplace) -> None:
        self._rows = Rows()
        super().__init__(workplace, Listing(workplace, self._subject(workplace)), left=724)
        self.member = ""
        self.listing.opened.connect(lambda _id: self.run(pledge_commands.CORRECT))
        listing = self.listing
        drops_on_rows(workplace, listing.table, listing.model.key_of, listing.look_at)
        for command in COMMANDS:
            self._listen(command)
        on_key(listing.table, QKeySequence.StandardKey.Paste, self.paste)
        workplace.saved.connect(self._saved)

    def _saved(self, step: Step | None, _warnings: object) -> None:
        """Look at what was just logged."""
        if step is None or not step.action.startswith("pledge.") or not self.isVisible():
            return
        logged = (id for id in step.subject if self.workplace.snapshot.find(Pledge, id))
        if id := next(logged, ""):
            self.show_record(id)

    def _listen(self, command: Command) -> None:
        """Deleting takes a row under the keys; all else works in the detail too."""
        on_rows = command.keys == "Del"
        where = self.listing.table if on_rows else self
        on_key(where, command.keys, lambda: self.run(command), inside=not on_rows)

    def _subject(self, workplace: Workplace) -> Subject[Row]:
        return Subject(
            "pledges",
            title=lambda: _("Pledges"),
            rows=lambda: self._rows.of(workplace.snapshot),
            key=lambda row: row.pledge.id,
            columns=lambda: columns(workplace),
            text=lambda row: text_of(row, workplace.snapshot),
            hint=lambda: _("Find a pledge: country, words, source, file"),
            empty=lambda: _("Nothing is logged yet: put down what they said, or that we asked."),
            counted=lambda number: counted(number, workplace.language),
            facets=lambda: _facets(workplace),
            new=(lambda: _("Log a pledge"), self.log),
            record=lambda row: row.pledge,
            bulk=BULK,
            actions=self._offered,
        )

    # -------------------------------------------------------------- doing

    def pledge(self) -> Pledge | None:
        """The statement that is looked at."""
        return self.workplace.snapshot.find(Pledge, self.listing.current())

    def log(self) -> None:
        member = self.workplace.snapshot.find(Member, self.member)
        pledge_commands.log(self.workplace, member, self)

    def run(self, command: Command) -> None:
        """Do it on the statement that is looked at; deleting takes all that are chosen."""
        pledge = self.pledge()
        if pledge is None or command not in commands_on(pledge):
            return
        chosen = self._chosen()
        if command.keys == "Del" and len(chosen) > 1:
            pledge_commands.remove(self.workplace, chosen, self)
        else:
            command.act(self.workplace, pledge, self)

    def _chosen(self) -> list[Pledge]:
        found = (self.workplace.snapshot.find(Pledge, id) for id in self.listing.selected())
        return [pledge for pledge in found if pledge is not None]

    def paste(self) -> None:
        if pledge := self.pledge():
            pledge_commands.paste(self.workplace, pledge, self)

    def _offered(self, keys: Sequence[str]) -> Iterator[tuple[str, Act]]:
        """The menu on the chosen rows."""
        pledge = self.workplace.snapshot.find(Pledge, keys[0]) if len(keys) == 1 else None
        if pledge is not None:
            for command in commands_on(pledge):
                yield f"{command.shown}\t{_keys(command)}", partial(self.run, command)
            yield _("&Show the country"), partial(self.workplace.show, pledge.member)
        elif keys:
            delete = COMMANDS[-1]
            yield f"{delete.shown}\t{_keys(delete)}", partial(self.run, delete)

    # -------------------------------------------------------------- the statement in full

    def parts(self, id: str) -> Iterator[QWidget]:
        pledge = self.workplace.snapshot.find(Pledge, id)
        self.member = pledge.member if pledge else ""
        if pledge is not None:
            yield from pledge_detail.parts(self.workplace, pledge, self.run, self.show_record)


def _keys(command: Command) -> str:
    return QKeySequence(command.keys).toString(QKeySequence.SequenceFormat.NativeText)


# ------------------------------------------------------------------ what may be asked for


def _facets(workplace: Workplace) -> list[Facet[Row]]:
    snapshot = workplace.snapshot

    def councils() -> list[tuple[Any, str]]:
        known = ((c.id, snapshot.council_of(c)) for c in workplace.snapshot.ours)
        return [(None, _("All councils")), *((id, words.short(c)) for id, c in known if c)]

    def levels() -> list[tuple[Any, str]]:
        every = sorted(Level, reverse=True)
        return [(None, _("All levels")), *((str(int(n)), words.level(n)) for n in every)]

    def standings() -> list[tuple[Any, str]]:
        places = ((place.value, _(said)) for place, said in PLACES.items())
        return [(None, _("In force or not")), *places, (NOT_NOW, _("no more in force"))]

    def wears() -> list[tuple[Any, str]]:
        old = _("older than {count} days").format(count=workplace.language.number(OLD))
        return [
            (None, _("Fresh or faded")),
            (ATTENTION, _("to be confirmed")),
            (Wear.FADED.value, _("faded")),
            (Wear.FADING.value, _("fades soon")),
            (Wear.OLD.value, old),
        ]

    def forms() -> list[tuple[Any, str]]:
        return [(None, _("All forms")), *((form.value, words.form(form)) for form in Form)]

    def people() -> list[tuple[Any, str]]:
        known = [(author.id, author.name) for author in workplace.snapshot.authors]
        return [(None, _("All responsible")), (NOBODY, _("Nobody responsible")), *known]

    def files() -> list[tuple[Any, str]]:
        return [
            (None, _("With or without files")),
            (WITH_FILES, _("with files")),
            (WITHOUT_FILES, _("without files")),
        ]

    shown: list[tuple[str, Callable[[], str], Any, Callable[[Row, Any], bool]]] = [
        ("council", lambda: _("Council"), councils, lambda row, id: row.pledge.candidacy == id),
        ("level", lambda: _("Level"), levels, lambda row, n: int(row.pledge.level) == int(n)),
        ("standing", lambda: _("Standing"), standings, _stands),
        ("wear", lambda: _("Fading"), wears, _wears),
        ("form", lambda: _("Form"), forms, lambda row, form: row.pledge.form == form),
        ("responsible", lambda: _("Responsible"), people, _answers_for),
        ("files", lambda: _("Files"), files,
         lambda row, asked: bool(row.evidence) is (asked == WITH_FILES)),
    ]  # fmt: skip
    return [Facet(*one) for one in shown]


def _stands(row: Row, asked: str) -> bool:
    if asked == NOT_NOW:
        return row.place in (Place.SUPERSEDED, Place.OUTRANKED, Place.ANSWERED)
    return row.place == asked


def _wears(row: Row, asked: str) -> bool:
    return row.wear is not None if asked == ATTENTION else row.wear == asked


def _answers_for(row: Row, id: str) -> bool:
    return ((row.member.responsible if row.member else "") or NOBODY) == id
