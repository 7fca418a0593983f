"""A page of several views: tabs above, each view built when it is first turned to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout

from upudesk.gui import theme
from upudesk.gui.pages import Page
from upudesk.gui.tab_order import as_read
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _

View = tuple[Callable[[], str], Callable[[Workplace], Page]]
"""The title of a view, and how it is made."""


class TabbedPage(Page):
    """Ctrl+Page Down and Up turn to the next view, and so do the arrows on the tabs."""

    def __init__(self, workplace: Workplace, views: Sequence[View]) -> None:
        super().__init__(workplace)
        self._kinds = views
        self._views: dict[int, Page] = {}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)  # where they do not fit, on a narrow screen
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for _view in views:
            self.tabs.addTab("")
        self._stack = QStackedWidget()
        top = QHBoxLayout()
        top.setContentsMargins(theme.GAP, theme.GRID, theme.GAP, 0)
        top.addWidget(self.tabs)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._turned)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self, context=inside)
            shortcut.activated.connect(lambda step=step: self._walk(step))

    def _walk(self, step: int) -> None:
        self.turn((self.tabs.currentIndex() + step) % len(self._kinds)).take_focus()

    def view(self, number: int) -> Page:
        """One of the views, made now if nobody has looked at it yet."""
        if number not in self._views:
            self._put(number, self._made(number))
        return self._views[number]

    def _made(self, number: int) -> Page:
        try:
            made = self._kinds[number][1](self.workplace)
            made.word()
        except Exception as fault:  # the other views go on
            note(fault)
            return self._broken(number, fault)
        return made

    def _put(self, number: int, view: Page) -> None:
        self._views[number] = view
        self._stack.addWidget(view)
        as_read(self)

    def _broken(self, number: int, fault: BaseException) -> Page:
        from upudesk.gui.trouble import BrokenPage

        return BrokenPage(self.workplace, fault, partial(self._try_again, number))

    def _take_out(self, number: int) -> None:
        view = self._views.pop(number)
        self._stack.removeWidget(view)
        view.deleteLater()

    def _try_again(self, number: int) -> None:
        self._take_out(number)
        self.turn(number)

    def _tend(self, act: Callable[[Page], object]) -> None:
        """Let the view that is shown do something; where it fails, it alone stands still."""
        view = self.shown
        try:
            act(view)
        except Exception as fault:
            note(fault)
            self.set_aside(view, fault)

    def set_aside(self, view: Page, fault: BaseException) -> None:
        """Put a sentence where a view failed, and a way to try again; the others go on."""
        for number, known in list(self._views.items()):
            if known is view:
                self._take_out(number)
                self._put(number, self._broken(number, fault))
                self._stack.setCurrentWidget(self.shown)

    @property
    def shown(self) -> Page:
        return self.view(self.tabs.currentIndex())

    @property
    def listing(self) -> object:
        """The list of the view that is shown, for whoever looks for a filter line."""
        return getattr(self.shown, "listing", None)

    def turn(self, number: int) -> Page:
        """Show one of the views."""
        self.tabs.setCurrentIndex(number)
        self._stack.setCurrentWidget(self.view(number))
        return self.view(number)

    def _turned(self, number: int) -> None:
        fresh = number not in self._views
        self._stack.setCurrentWidget(self.view(number))
        if not fresh:
            self._tend(lambda view: view.renew())

    def word(self) -> None:
        for number, (title, _made) in enumerate(self._kinds):
            self.tabs.setTabText(number, title())
        for view in self._views.values():
            view.word()
        if self.workplace.desk is not None:
            self._stack.setCurrentWidget(self.shown)

    def renew(self) -> None:
        if self.workplace.desk is not None:
            self._tend(lambda view: view.renew())

    def show_record(self, id: str) -> None:
        self._tend(lambda view: view.show_record(id))

    def take_focus(self) -> None:
        self.shown.take_focus()


def note(fault: Exception) -> None:
    """Write it down; what does so is not needed before something fails."""
    from upudesk.gui import trouble

    trouble.note(fault)


def titled(title: str) -> Callable[[], str]:
    """A title that is worded when it is shown."""
    return lambda: _(title)


def made(where: str, workplace: Workplace) -> Page:
    """A view by its module and class, imported now: `tally_page:TallyPage`."""
    module, _colon, kind = where.partition(":")
    page: Page = getattr(import_module(f"upudesk.gui.{module}"), kind)(workplace)
    return page
