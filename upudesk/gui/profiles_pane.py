"""Who may see what: the disclosure profiles, each with what it lets out, and the markings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from upudesk import disclosure, words
from upudesk.campaign import profiles
from upudesk.disclosure import Disclosed
from upudesk.gui import theme
from upudesk.gui.latest import Latest
from upudesk.gui.left_out import LeftOut
from upudesk.gui.pages import Detail, Page, on_key
from upudesk.gui.parts import link, text
from upudesk.gui.profile_facts import sections
from upudesk.gui.record_form import Item, RecordForm
from upudesk.gui.tables import Cell, Column, RowsModel, Table, set_widths, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current
from upudesk.model import Marking, Profile

NAMES = (Item("name_en", 6), Item("name_th", 3), Item("name_fr", 3))


class ProfilesPane(Page):
    """Left the readers, and below them the markings; right what the chosen readers get."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self.profiles: RowsModel[Profile] = RowsModel((), lambda one: one.code, self)
        self.markings: RowsModel[Marking] = RowsModel((), lambda one: one.id, self)
        self.table = table_view(self.profiles, "")
        self.marks = table_view(self.markings, "")
        self.title, self.marks_title, self.said = QLabel(), QLabel(), text("", "quiet")
        self.add, self.add_mark = link("", self.new_profile), link("", self.new_marking)
        self.rename_mark, self.delete_mark = link("", self.rename), link("", self.remove)
        self.up, self.down = QPushButton("↑"), QPushButton("↓")
        self.detail = Detail()
        self.left_out = LeftOut()
        self._latest = Latest(workplace, self)
        self._lay_out()
        self._connect()

    # -------------------------------------------------------------- building

    def _lay_out(self) -> None:
        left = QWidget()
        left.setObjectName("surface")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, theme.GAP, 0, theme.GAP)
        column.setSpacing(theme.GRID)
        for title, table, stretch, acts in (
            (self.title, self.table, 3, (self.add,)),
            (self.marks_title, self.marks, 2,
             (self.up, self.down, self.add_mark, self.rename_mark, self.delete_mark)),
        ):  # fmt: skip
            title.setFont(theme.font(strong=True))
            title.setProperty("tone", "quiet")
            title.setContentsMargins(theme.GAP + 4, 0, 0, 0)
            column.addWidget(title)
            column.addWidget(table, stretch)
            column.addLayout(_row(*acts))
        self.said.setContentsMargins(theme.GAP + 4, 0, theme.GAP, 0)
        column.addWidget(self.said)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(self.detail)
        halves.setStretchFactor(1, 1)
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.setSizes([380, 810])
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(halves)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_profile())
        self.marks.selectionModel().currentRowChanged.connect(lambda *_rows: self._allow())
        for button, step in ((self.up, -1), (self.down, 1)):
            button.setProperty("tool", "true")
            button.setFixedSize(8 * theme.GRID, 6 * theme.GRID)
            button.setStyleSheet("padding: 0; min-height: 0;")
            button.clicked.connect(partial(self.move_marking, step))
        on_key(self.marks, "Alt+Up", partial(self.move_marking, -1))
        on_key(self.marks, "Alt+Down", partial(self.move_marking, 1))
        on_key(self.marks, "Delete", self.remove)
        on_key(self.marks, "F2", self.rename)

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.title.setText(_("For whom: disclosure profiles"))
        self.marks_title.setText(_("Markings, the most secret last"))
        self.table.setAccessibleName(_("Disclosure profiles"))
        self.marks.setAccessibleName(_("Markings"))
        for button, shown, name in (
            (self.add, _("+ Add…"), _("Add a profile…")),
            (self.add_mark, _("+ Add…"), _("Add a marking…")),
            (self.rename_mark, _("Rename…"), _("Rename the marking…")),
            (self.delete_mark, _("Delete"), _("Delete the marking")),
        ):
            button.setText(shown)
            button.setAccessibleName(name)
        for button, name in (
            (self.up, _("Less secret: move up")), (self.down, _("More secret: move down")),
        ):  # fmt: skip
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.said.setText(_("Whoever moves a marking changes what goes out under each profile."))
        self.renew()

    def renew(self) -> None:
        if self.workplace.desk is None:
            return
        snapshot = self.workplace.snapshot
        _show(self.table, self.profiles, list(disclosure.profiles(snapshot)), self._columns())
        _show(self.marks, self.markings, list(snapshot.markings), _mark_columns())
        self._show_profile()
        self._allow()

    def _columns(self) -> list[Column[Profile]]:
        snapshot = self.workplace.snapshot

        def highest(profile: Profile) -> str:
            marking = snapshot.find(Marking, profile.highest)
            return words.named(marking) if marking else _("nothing marked")

        return [
            Column(lambda: _("For whom"), lambda one: Cell(words.named(one), tip=words.named(one)),
                   lambda one: one.order, 0, name="name"),
            Column(lambda: _("Up to"), lambda one: Cell(highest(one), tone="quiet"),
                   lambda one: highest(one), 124, name="highest"),
            Column(lambda: "", lambda one: Cell(self._origin(one), tone="quiet"),
                   lambda one: self._origin(one), 84, name="origin"),
        ]  # fmt: skip

    def _origin(self, profile: Profile) -> str:
        if profiles.is_standard(self.workplace.snapshot, profile):
            return _("standard")
        return _("changed") if profile.code in profiles.STANDARD else _("our own")

    def profile(self) -> Profile | None:
        """The one that is looked at."""
        return self.profiles.row(self.table.currentIndex().row())

    def marking(self) -> Marking | None:
        return self.markings.row(self.marks.currentIndex().row())

    def _allow(self) -> None:
        at, count = self.marks.currentIndex().row(), len(self.markings.rows)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < count - 1)
        for button in (self.rename_mark, self.delete_mark):
            button.setEnabled(at >= 0)

    # -------------------------------------------------------------- the profile that is looked at

    def _show_profile(self) -> None:
        profile = self.profile()
        self._latest.drop()
        if profile is None or self.workplace.desk is None:
            self.detail.say(_("Choose a profile to see what it lets out."))
            return
        self.left_out = LeftOut()
        self.detail.show_parts(profile.code, self._parts(profile))
        snapshot = self.workplace.snapshot
        self._latest.ask(lambda: disclosure.disclose(snapshot, profile), self._show_left_out)

    def _show_left_out(self, disclosed: Disclosed) -> None:
        self.left_out.show_of(disclosed, None)

    def _parts(self, profile: Profile) -> Iterator[QWidget]:
        yield self._head(profile)
        if profile.note:
            yield text(profile.note)
        yield self.left_out
        yield from sections(self.workplace.snapshot, profile, partial(self._edit, profile))

    def _head(self, profile: Profile) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.MARGIN)
        row.addWidget(text(words.named(profile), strong=True, size=theme.LARGE), 1)
        row.addWidget(link(_("Rename…"), partial(self.rename_profile, profile)))
        if not profiles.is_standard(self.workplace.snapshot, profile):
            standard = profile.code in profiles.STANDARD
            shown = _("Back to standard") if standard else _("Delete")
            row.addWidget(link(shown, partial(self._do, profiles.put_back, profile)))
        return head

    def _edit(self, before: Profile, after: Profile) -> None:
        """Once the box that was ticked is done with its click: it goes with the old facts."""
        QTimer.singleShot(0, self, partial(self._edit_now, before, after))

    def _edit_now(self, before: Profile, after: Profile) -> None:
        if not self._do(profiles.edit, before, after):
            self.renew()  # the tick goes back to what holds

    def _do(self, action: Callable[..., Any], *args: Any) -> bool:
        return self.workplace.attempt(self, action, *args)

    # -------------------------------------------------------------- doing

    def new_profile(self) -> None:
        """A new one, which lets out what the one that is looked at does."""
        like = self.profile()
        title = _("New profile")
        if like is not None:
            title = _("New profile, beginning as “{profile}”").format(profile=words.named(like))
        self._ask(title, Profile(), lambda said: self.workplace.do(profiles.add, said, like))

    def rename_profile(self, profile: Profile) -> None:
        self._ask(
            _("Rename the profile"), profile,
            lambda said: self.workplace.do(profiles.edit, profile, said),
        )  # fmt: skip

    def new_marking(self) -> None:
        self._ask(
            _("New marking"), Marking(),
            lambda said: self.workplace.do(profiles.add_marking, said),
        )  # fmt: skip

    def rename(self) -> None:
        if (marking := self.marking()) is not None:
            self._ask(
                _("Rename the marking"), marking,
                lambda said: self.workplace.do(profiles.rename_marking, marking, said),
            )  # fmt: skip

    def _ask(self, title: str, record: Profile | Marking, act: Callable[[Any], object]) -> None:
        if not self.workplace.may_write(self.window()):
            return
        layout = NAMES if isinstance(record, Marking) else (*NAMES, Item("note", 6, 3))
        form = RecordForm(
            self.workplace, title, record, layout, parent=self.window(), act=act
        )  # fmt: skip
        form.open()

    def move_marking(self, by: int, *_pressed: object) -> None:
        if (marking := self.marking()) is not None:
            self._do(profiles.move_marking, marking, by)

    def remove(self) -> None:
        if (marking := self.marking()) is not None:
            self._do(profiles.remove_marking, marking)

    # -------------------------------------------------------------- the page among others

    def show_record(self, id: str) -> None:
        """Look at a profile, by its id or its code, or at a marking."""
        profile = self.workplace.snapshot.find(Profile, id)
        at = self.profiles.number_of(profile.code if profile else id)
        if at >= 0:
            self.table.selectRow(at)
        elif (mark := self.markings.number_of(id)) >= 0:
            self.marks.selectRow(mark)

    def take_focus(self) -> None:
        self.table.setFocus()


def _show(table: Table, model: RowsModel[Any], rows: list[Any], columns: list[Column[Any]]) -> None:
    """Show these rows, and stay on the one that was looked at."""
    key = model.key_of(table.currentIndex().row())
    model.show(rows, columns)
    set_widths(table, model)
    if rows:
        table.selectRow(max(model.number_of(key), 0))


def _mark_columns() -> list[Column[Marking]]:
    number = current().number
    return [
        Column(lambda: "", lambda one: Cell(number(one.rank + 1), tone="quiet", right=True),
               lambda one: one.rank, 40, name="rank"),
        Column(lambda: _("Marking"), lambda one: Cell(words.named(one), tip=words.named(one)),
               lambda one: one.rank, 0, name="name"),
    ]  # fmt: skip


def _row(*acts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(theme.GAP + 4, 0, theme.GAP, theme.GAP)
    row.setSpacing(theme.GAP)
    for act in acts:
        row.addWidget(act)
    row.addStretch()
    return row
