"""Presets of packs: chosen, saved, saved under another name, renamed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from upudesk.campaign import packs
from upudesk.errors import InvalidRecord
from upudesk.gui import theme
from upudesk.gui.entry import Entry
from upudesk.gui.forms import Choice, Form, Line, Tick
from upudesk.gui.naming import Naming
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, current, ngettext
from upudesk.model import Chosen, Pack


class Presets(QWidget):
    """The bar above the pack. `said` gives the pack as it stands on the screen."""

    chosen = Signal(object)
    """The preset that the reader chose, or an empty pack where none is wanted."""

    def __init__(self, workplace: Workplace, said: Callable[[], Pack]) -> None:
        super().__init__()
        self._workplace, self._said = workplace, said
        self.label, self.choice = QLabel(), Choice(())
        self.save, self.save_as = QPushButton(), QPushButton()
        self.rename, self.delete = QPushButton(), QPushButton()
        self._lay_out()
        self.choice.currentIndexChanged.connect(self._chosen)
        self.save.clicked.connect(self._save)
        self.save_as.clicked.connect(self._save_as)
        self.rename.clicked.connect(self._rename)
        self.delete.clicked.connect(self._delete)

    def _lay_out(self) -> None:
        self.label.setBuddy(self.choice)
        self.label.setProperty("tone", "quiet")
        self.choice.setMinimumWidth(48 * theme.GRID)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self.label)
        row.addWidget(self.choice, 1)
        for button in (self.save, self.save_as, self.rename, self.delete):
            button.setProperty("tool", "true")
            row.addWidget(button)

    # -------------------------------------------------------------- wording and renewing

    def word(self) -> None:
        self.label.setText(_("Pre&set"))
        self.choice.setAccessibleName(_("Preset"))
        for button, shown, name in (
            (self.save, _("Save"), _("Save the preset")),
            (self.save_as, _("Save as…"), _("Save as a new preset…")),
            (self.rename, _("Rename…"), _("Rename the preset…")),
            (self.delete, _("Delete"), _("Delete the preset")),
        ):
            button.setText(shown)
            button.setAccessibleName(name)
            button.setToolTip(name)

    def renew(self) -> None:
        """The presets of the file; one that was deleted meanwhile is left."""
        known = packs.in_order(self._workplace.snapshot)
        usual = _("no preset") if known else _("none saved yet")
        self.choice.offer([("", usual), *((pack.id, pack.name) for pack in known)])
        self.show_state()

    def active(self) -> Pack | None:
        return self._workplace.snapshot.find(Pack, self.choice.value() or "")

    def show_state(self) -> None:
        """Save is for what differs from the preset in use."""
        active = self.active()
        self.save.setEnabled(active is not None and self._differs(active))
        self.rename.setEnabled(active is not None)
        self.delete.setEnabled(active is not None)

    def _differs(self, active: Pack) -> bool:
        try:
            return self._in_place_of(active) != active
        except InvalidRecord:
            return True

    def _in_place_of(self, active: Pack) -> Pack:
        """What stands on the screen, as that preset; one that leaves countries open stays so."""
        said = replace(self._said(), id=active.id, name=active.name, note=active.note)
        by_hand = said.chosen is Chosen.HAND and active.chosen is Chosen.HAND
        return replace(said, members=()) if by_hand and not active.members else said

    # -------------------------------------------------------------- doing

    def _chosen(self) -> None:
        self.chosen.emit(self.active() or Pack())

    def use(self, id: str) -> None:
        """Show as chosen, without following it."""
        blocked = self.choice.blockSignals(True)
        self.choice.choose(id)
        self.choice.blockSignals(blocked)
        self.show_state()

    def _save(self) -> None:
        active = self.active()
        if active is not None:
            try:
                said = self._in_place_of(active)
            except InvalidRecord as fault:
                from upudesk.gui import messages

                messages.show_fault(self.window(), fault)
                return
            self._workplace.attempt(self, packs.save, said, active)

    def _save_as(self) -> None:
        if self._workplace.may_write(self.window()):
            NamePreset(self, self._said()).open()

    def keep(self, pack: Pack) -> None:
        """A new preset, in use from now on."""
        self._workplace.do(packs.save, pack)
        self.renew()
        self.use(pack.id)

    def _rename(self) -> None:
        active = self.active()
        if active is not None and self._workplace.may_write(self.window()):
            keep = partial(self._workplace.do, packs.rename, active)
            Naming(_("Rename the preset"), keep, self.window(), active.name).open()

    def _delete(self) -> None:
        active = self.active()
        if active is not None and self._workplace.attempt(self, packs.delete, active):
            self.choice.setFocus()


class NamePreset(Entry):
    """A name, and whether the countries belong to the preset or are ticked anew each time."""

    def __init__(self, presets: Presets, pack: Pack) -> None:
        self._presets, self._pack = presets, pack
        form = Form()
        form.add("name", _("&Name"), Line(hint=_("Minister, Monday")))
        count = len(pack.members)
        told = ngettext(
            "With the {count} country that is ticked", "With the {count} countries that are ticked",
            count,
        )  # fmt: skip
        self.with_countries = Tick(told.format(count=current().number(count)))
        self.with_countries.setChecked(True)
        if pack.chosen is Chosen.HAND and count:
            form.add("members", _("Countries"), self.with_countries)
        super().__init__(presets.window(), _("Save as a preset"), form, _("Save"))
        self.resize(460, 260)
        self.watch()
        form.fields["name"].setFocus()

    def record(self) -> None:
        name = self.form.fields["name"]
        assert isinstance(name, Line)
        members = self._pack.members if self.with_countries.isChecked() else ()
        self._presets.keep(replace(self._pack, name=name.value(), members=members))
