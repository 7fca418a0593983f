"""The count in pictures: the seats of the hall, the map of the world, the groups as bars."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import pictures, telling, words
from upudesk.disclosure import Disclosed
from upudesk.figures.hemicycle import WinningLine
from upudesk.figures.marks import Figure
from upudesk.gui import theme
from upudesk.gui.behind import Behind
from upudesk.gui.forms import breakable, wrapping
from upudesk.gui.latest import Latest
from upudesk.gui.pages import Page
from upudesk.gui.parts import link, split
from upudesk.gui.picture import Picture
from upudesk.gui.picture_export import ask_png, ask_svg
from upudesk.gui.segments import Segments
from upudesk.gui.workplace import Workplace
from upudesk.i18n import Language, _
from upudesk.model import Candidacy, Member
from upudesk.pictures import Room
from upudesk.reports.imprint import Imprint
from upudesk.snapshot import Snapshot
from upudesk.tally import Ids, Key, State, Tally, tally

Told = Callable[[], tuple[str, ...]]
"""What a sum counts, in the language of the moment."""


class Kind(StrEnum):
    """Which picture is looked at."""

    HALL = "hall"
    WORLD = "world"
    GROUPS = "groups"


class PicturesPane(Page):
    """One picture as large as there is room; a country opens, a sum is listed at the right."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.council, self.kind = Segments(), Segments()
        self.said = wrapping(role="quiet")
        self.enter = link("", lambda: workplace.turn_to("candidacies"))
        self.picture = Picture(_blank, self._open, size=QSize(640, 420))
        self.svg, self.png, self.print = QPushButton(), QPushButton(), QPushButton()
        self.behind = Behind(workplace)
        self._count: Tally | None = None
        self._of: Snapshot | None = None
        self._lines: dict[str, WinningLine | None] = {}
        """By candidacy, as far as they are worked out from the snapshot that is shown."""
        self._at = ""
        """The key of the sum whose countries are listed."""
        self._latest = Latest(workplace, self)
        self._lay_out()
        for segments in (self.council, self.kind):
            segments.chosen.connect(lambda _value: self._show())
        self.svg.clicked.connect(lambda: ask_svg(self.picture))
        self.png.clicked.connect(lambda: ask_png(self.picture))
        self.print.clicked.connect(self.print_all)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(2 * theme.MARGIN)
        head.addWidget(self.council)
        head.addWidget(self.kind)
        head.addStretch()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.said, 1)
        for button in (self.svg, self.png, self.print):
            foot.addWidget(button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(24, theme.MARGIN, 24, theme.GAP)
        column.setSpacing(theme.MARGIN)
        column.addLayout(head)
        column.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.picture, 1)
        column.addLayout(foot)
        split(self, left, self.behind, (770, 430))

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.kind.offer(
            _("Picture"),
            [(Kind.HALL, _("Hemicycle")), (Kind.WORLD, _("World map")), (Kind.GROUPS, _("Groups"))],
        )
        self.enter.setText(_("Enter our candidacy…"))
        for button, name in (
            (self.svg, _("Save as SVG…")), (self.png, _("Save as PNG…")),
            (self.print, _("Print board and pictures…")),
        ):  # fmt: skip
            button.setText(name)
        for named in (self.enter, self.svg, self.png, self.print):
            named.setAccessibleName(named.text())
        self.behind.word()
        self._of = None  # the line in the picture has words too
        self.renew()

    def renew(self) -> None:
        """Count anew where anything was changed."""
        if self.workplace.desk is None or self._of is self.workplace.snapshot:
            return
        snapshot = self._of = self.workplace.snapshot
        self._lines.clear()
        self._latest.drop()
        self.council.offer(_("Council"), words.our_councils(snapshot))
        shown = (self.council, self.kind, self.picture, self.svg, self.png, self.print, self.behind)
        for part in shown:
            part.setVisible(bool(snapshot.ours))
        self.enter.setVisible(not snapshot.ours)
        if not snapshot.ours:
            self.said.setText(breakable(_("This campaign has no candidacy of its own yet.")))
            return
        self._show()

    def _show(self) -> None:
        """The council that is chosen; its winning line follows when it is worked out."""
        id, snapshot = self.council.value(), self.workplace.snapshot
        self._count = tally(snapshot, id)
        self.said.setText(
            breakable(_("Press a country to open it, or a sum to list its countries."))
        )
        self._draw()
        self._list(self._at)
        if id not in self._lines:
            self._latest.ask(partial(_line, snapshot, id), partial(self._take, id))

    def _take(self, id: str, line: Callable[[], WinningLine | None]) -> None:
        self._lines[id] = line()
        if id == self.council.value():
            self._draw()
        else:
            self._show()

    # -------------------------------------------------------------- the picture

    def _draw(self) -> None:
        assert self._count is not None
        snapshot, count = self.workplace.snapshot, self._count
        line = self._lines.get(count.candidacy)

        def hall(wide: float, high: float) -> Figure:
            return pictures.hemicycle_of(snapshot, count, Room(wide, high), line=line)

        drawn: dict[Kind, Callable[[float, float], Figure]] = {
            Kind.HALL: hall,
            Kind.WORLD: lambda wide, high: pictures.world_of(snapshot, count, Room(wide, high)),
            Kind.GROUPS: lambda wide, high: pictures.groups_of(count, Room(wide, high)),
        }
        self.picture.set_figure(drawn[self.kind.value() or Kind.HALL])

    def _open(self, key: str) -> None:
        """A country is opened; of a legend or of a bar the countries are listed."""
        if self.workplace.snapshot.find(Member, key):
            self.workplace.show(key)
        else:
            self._list(key)

    def _list(self, key: str) -> None:
        assert self._count is not None
        self._at = key
        count, own = self._count, self.workplace.snapshot.get(Candidacy, self._count.candidacy)
        members, told = _sum(count, key)

        def title() -> str:
            return telling.dotted(words.council_of(self.workplace.snapshot, own), *told())

        self.behind.show_members(count, members, title)

    def print_all(self) -> None:
        show_paper(self.workplace, self.council.value(), self.window())

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Look at the council of one of our candidacies."""
        self.council.choose(id)
        self._show()

    def take_focus(self) -> None:
        self.picture.setFocus()


def show_paper(workplace: Workplace, candidacy: str, parent: QWidget) -> None:
    """The board and all pictures of a council, looked at before they are printed or saved."""
    from upudesk.gui.paper import Leaf, Preview

    own = workplace.snapshot.get(Candidacy, candidacy)
    leaf = Leaf(
        title=_("The count in pictures"),
        file=_("The count in pictures {council} {day}.pdf").format(
            council=words.council_of(workplace.snapshot, own), day="{day}"
        ),
        save=_("Save the pictures"),
        making=_("The pictures are being made …"),
        render=partial(_rendered, candidacy),
        document="pictures",
    )
    Preview(workplace, leaf, parent).open()


def _sum(count: Tally, key: str) -> tuple[Ids, Told]:
    """The members behind a mark, and what it counts: `state:5` in a legend, `4|5` in a bar."""
    for state in State:
        if key == f"state:{state}":
            return count.row(state), partial(_told, state)
        for group in count.table.columns:
            if key == f"{'' if group is None else group}|{state}":
                return count.table.cell(state, group), partial(_told, state, group)
    return count.promised, lambda: (_("promised (5 and 4)"),)


def _told(state: State, *groups: Key) -> tuple[str, ...]:
    return *(pictures.group_name(group) for group in groups), words.standing_in(state)


def _line(snapshot: Snapshot, id: str) -> Callable[[], WinningLine | None]:
    """Worked out on the worker's thread, worded on the window's."""
    from upudesk.prospects import prospects

    votes = prospects(snapshot, id).line
    return lambda: pictures.needed(votes)


def _rendered(candidacy: str, disclosed: Disclosed, language: Language, imprint: Imprint) -> Any:
    from upudesk.reports import tally_pictures

    return tally_pictures.render(disclosed.snapshot, candidacy, language, imprint=imprint)


def _blank(wide: float, high: float) -> Figure:
    return Figure(wide, high, "", "", (), ())
