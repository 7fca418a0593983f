"""The menus: only what exists, worded in the language of the moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from upudesk import words
from upudesk.gui.language import digits, eras, languages, themes
from upudesk.gui.pages import PAGES
from upudesk.i18n import _
from upudesk.journal import Step

if TYPE_CHECKING:
    from upudesk.gui.window import MainWindow


class Menus:
    """Builds the menu bar, again for each language; keeps undo and redo saying what they do."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._bar = window.menuBar()
        self._needs_campaign: list[QAction] = []
        self._needs_writing: list[QAction] = []
        self.undo = self.redo = QAction()

    def word(self) -> None:
        """Build every menu in the language of the moment."""
        self._needs_campaign, self._needs_writing = [], []
        for menu, fill in self.title():
            fill(menu)
        self.renew()

    def title(self) -> list[tuple[QMenu, Callable[[QMenu], None]]]:
        """The bar alone, before there is time to fill its menus; with what fills each."""
        self._bar.clear()
        titles = (
            (_("&File"), self._file),
            (_("&Edit"), self._edit),
            (_("&View"), self._view),
            (_("&Log"), self._log),
            (_("&Paper"), self._paper),
            (_("&Help"), self._help),
        )
        return [(self._bar.addMenu(title), fill) for title, fill in titles]

    def renew(self) -> None:
        """What can be done now."""
        desk = self._window.workplace.desk
        for action in self._needs_campaign:
            action.setEnabled(desk is not None)
        for action in self._needs_writing:
            action.setEnabled(desk is not None and not desk.read_only)
        undoable = desk.undoable if desk else None
        redoable = desk.redoable if desk else None
        self._name(self.undo, _("&Undo"), _("&Undo {step}"), undoable)
        self._name(self.redo, _("&Redo"), _("&Redo {step}"), redoable)

    def _name(self, action: QAction, plain: str, full: str, step: Step | None) -> None:
        label = words.step(step, self._window.workplace.snapshot) if step else ""
        named = full.format(step=label[:1].lower() + label[1:].replace("&", "&&"))
        action.setText(named if step else plain)
        action.setEnabled(step is not None)

    # -------------------------------------------------------------- the menus

    def _file(self, menu: QMenu) -> None:
        files = self._window.files
        self._add(menu, _("&New campaign…"), files.ask_new, QKeySequence.StandardKey.New)
        self._add(menu, _("&Open…"), files.ask_open, QKeySequence.StandardKey.Open)
        recent = menu.addMenu(_("Open &recent"))
        menu.aboutToShow.connect(lambda: self._fill_recent(recent))
        self._add(menu, _("&Demo"), files.demo)
        menu.addSeparator()
        self._add(menu, _("Ca&mpaign…"), self._window.edit_campaign, needs="campaign")
        self._add(menu, _("Off&icials…"), self._window.show_officials, needs="campaign")
        menu.addSeparator()
        self._add(menu, _("&Passphrase…"), files.protect, needs="writing")
        lock = QKeySequence("Ctrl+Shift+L")
        self._add(menu, _("&Lock now"), self._window.lock_now, lock, needs="campaign")
        self._add(menu, _("&Back up"), files.backup, needs="campaign")
        self._add(menu, _("Back-&ups…"), files.show_backups, needs="campaign")
        self._add(menu, _("Chec&k the file"), files.check, needs="campaign")
        menu.addSeparator()
        self._add(menu, _("&Close"), files.close, QKeySequence.StandardKey.Close, needs="campaign")
        leave = self._add(menu, _("&Quit"), self._window.close, QKeySequence("Ctrl+Q"))
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        recent = [Path(name) for name in self._window.workplace.settings.recent]
        for path in recent:
            shown = f"{path.stem}  ·  {path.parent}".replace("&", "&&")
            menu.addAction(shown, partial(self._window.files.open, path))
        menu.setEnabled(bool(recent))

    def _edit(self, menu: QMenu) -> None:
        window = self._window
        self.undo = self._add(menu, _("&Undo"), window.undo, QKeySequence.StandardKey.Undo)
        self.redo = self._add(menu, _("&Redo"), window.redo, QKeySequence("Ctrl+Shift+Z"))
        menu.addSeparator()
        find = QKeySequence.StandardKey.Find
        self._add(menu, _("&Find on this page"), window.find_here, find, needs="campaign")
        self._add(menu, _("Find &everything…"), window.find_everything, QKeySequence("Ctrl+K"))
        menu.addSeparator()
        settings = QKeySequence("Ctrl+,")
        self._add(menu, _("&Settings…"), window.change_settings, settings).setMenuRole(
            QAction.MenuRole.PreferencesRole
        )

    def _view(self, menu: QMenu) -> None:
        window, settings = self._window, self._window.workplace.settings
        for number, (name, (title, _where)) in enumerate(PAGES.items(), 1):
            keys = QKeySequence(f"Ctrl+{number % 10}") if number <= 10 else None
            self._add(menu, _(title), partial(window.turn_to, name), keys, needs="campaign")
        menu.addSeparator()
        for title, name, choices in (
            (_("&Language"), "language", languages()),
            (_("&Years"), "era", eras()),
            (_("&Digits"), "digits", digits()),
            (_("&Colours"), "theme", themes()),
        ):
            self._choose(menu.addMenu(title), name, getattr(settings, name), choices)

    def _log(self, menu: QMenu) -> None:
        """All stay enabled on a file that can only be read: the window says why not."""
        window, campaign = self._window, "campaign"
        self._add(menu, _("Log a &pledge…"), window.log_pledge, QKeySequence("Ctrl+L"), campaign)
        self._add(menu, _("Log a &meeting…"), window.log_meeting, QKeySequence("Ctrl+M"), campaign)
        self._add(menu, _("Put a note into the &inbox…"), window.put_down,
                  QKeySequence("Ctrl+I"), campaign)  # fmt: skip
        self._add(menu, _("Enter the &result…"), window.enter_result, needs=campaign)

    def _paper(self, menu: QMenu) -> None:
        window, settings = self._window, self._window.workplace.settings
        self._add(
            menu,
            _("&Briefing…"),
            window.preview_briefing,
            QKeySequence.StandardKey.Print,
            needs="campaign",
        )
        self._add(menu, _("Pac&ks…"), partial(window.show_briefings, "packs"), needs="campaign")
        self._add(menu, _("L&etters…"), partial(window.show_briefings, "letters"), needs="campaign")
        self._add(menu, _("&Floor list…"), window.preview_floor_list, needs="campaign")
        menu.addSeparator()
        self._add(menu, _("Letter&head and signature…"), window.edit_letterhead, needs="campaign")
        languages_of_paper = menu.addMenu(_("&Language of the paper"))
        self._choose(languages_of_paper, "paper_language", settings.paper_language, languages())

    def _help(self, menu: QMenu) -> None:
        keys = QKeySequence("F1")
        self._add(menu, _("&Help on this page"), self._window.show_help, keys)
        self._add(menu, _("&Keys"), self._window.show_shortcuts, QKeySequence("Ctrl+F1"))
        about = self._add(menu, _("&About UPUDesk"), self._window.show_about)
        about.setMenuRole(QAction.MenuRole.AboutRole)

    def actions(self) -> list[QAction]:
        """Every entry of every menu, in their order."""
        found: list[QAction] = []
        waiting = list(self._bar.actions())
        while waiting:
            action = waiting.pop(0)
            inner = action.menu()
            if isinstance(inner, QMenu):
                waiting[:0] = inner.actions()
            elif not action.isSeparator():
                found.append(action)
        return found

    # -------------------------------------------------------------- small parts

    def _add(
        self, menu: QMenu, title: str, act: Callable[[], Any],
        keys: QKeySequence | QKeySequence.StandardKey | None = None, needs: str = "",
    ) -> QAction:  # fmt: skip
        action = menu.addAction(title)
        action.triggered.connect(lambda _on=False: act())
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if needs:
            (self._needs_campaign if needs == "campaign" else self._needs_writing).append(action)
        return action

    def _choose(self, menu: QMenu, name: str, now: str, choices: Sequence[tuple[str, str]]) -> None:
        """One of several, kept as a setting."""
        group = QActionGroup(menu)
        for value, title in choices:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(value == now)
            group.addAction(action)
            # Wording the menus anew removes this one; not while its own click is still under way.
            action.triggered.connect(
                lambda _on=False, value=str(value): self._window.workplace.prefer(**{name: value}),
                Qt.ConnectionType.QueuedConnection,
            )
