"""When the program errs: what is typed is kept, and only the page that failed stands still."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from upudesk import faults, words
from upudesk.errors import UserError
from upudesk.gui import messages, theme
from upudesk.gui.drafts import Keeper
from upudesk.gui.pages import Page
from upudesk.gui.parts import link, text
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _

DRAWING = frozenset(
    (
        "paint", "paintEvent", "data", "headerData", "rowCount", "columnCount", "flags", "sizeHint",
        "minimumSizeHint", "heightForWidth", "hasHeightForWidth", "resizeEvent", "showEvent",
    )
)  # fmt: skip
"""Qt calls these again and again: what fails in one of them would fail for ever."""
_OFTEN = 5
"""So many times one fault is written down; drawing may repeat it sixty times a second."""
_met: Counter[str] = Counter()


def meet(fault: BaseException) -> None:
    """Nobody caught this. Keep what is typed, write it down, and say so where it arose."""
    keep_drafts()
    kind = "\n".join(faults.places(fault))
    _met[kind] += 1
    file = faults.write_down(fault) if _met[kind] <= _OFTEN else None
    if not _is_drawing(fault):
        messages.show_trouble(fault, file)
    elif (found := page_of(fault)) is not None:
        _set_aside(*found, fault)
    elif _met[kind] == 1:  # no page, such as a dialog: told once
        messages.show_trouble(fault, file)


def note(fault: BaseException) -> None:
    """The same for a fault that somebody caught and tells of."""
    keep_drafts()
    if not isinstance(fault, UserError):
        faults.write_down(fault)


def keep_drafts() -> None:
    """Whatever is being typed is kept in the campaign now, not after the next pause."""
    for form in QApplication.topLevelWidgets():
        for keeper in form.findChildren(Keeper):
            try:
                keeper.keep()
            except Exception as fault:  # one draft that fails keeps no other from being kept
                faults.write_down(fault)


def _is_drawing(fault: BaseException) -> bool:
    """Whether Qt asked for something to be drawn or measured when it arose."""
    first = next(traceback.walk_tb(fault.__traceback__), None)
    return first is not None and first[0].f_code.co_name in DRAWING


def page_of(fault: BaseException) -> tuple[Page, Any] | None:
    """The page on which it arose, as the objects tell that it passed through, and what holds that
    page: the window, or a page with tabs."""
    for frame, _line in reversed(list(traceback.walk_tb(fault.__traceback__))):
        page: Page | None = None
        for owner in _owners(frame.f_locals.get("self")):
            if page is not None and hasattr(owner, "set_aside"):
                return page, owner
            page = owner if isinstance(owner, Page) else page
    return None


def _owners(thing: Any) -> Iterator[QObject]:
    """The object and those that it is part of, as far as they are still there."""
    try:
        while isinstance(thing, QObject):
            yield thing
            thing = thing.parent()
    except RuntimeError:  # Qt has thrown it away already
        return


def _set_aside(page: Page, holder: Any, fault: BaseException) -> None:
    """Not while it is being drawn: at the next turn."""
    QTimer.singleShot(0, holder, lambda: holder.set_aside(page, fault))


# ------------------------------------------------------------------ where a page failed


def sentence(fault: BaseException) -> str:
    """What is said in the place of what could not be shown."""
    if isinstance(fault, UserError):
        return words.say(fault)
    return _(
        "This could not be shown: something went wrong inside the program. All that was saved is "
        "safe, and the other pages go on."
    )


def told(fault: BaseException, again: Callable[[], object]) -> QWidget:
    """The sentence, a way to try again, and the details for developers."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.GAP)
    column.addWidget(text(sentence(fault), "warning"))
    row = QHBoxLayout()
    row.setSpacing(theme.MARGIN)
    button = QPushButton(_("Try again"))
    button.setAccessibleName(button.text())
    button.clicked.connect(lambda: QTimer.singleShot(0, holder, again))
    row.addWidget(button)
    if not isinstance(fault, UserError):
        row.addWidget(link(_("Copy details"), lambda: messages.copy_details(fault)))
    row.addStretch()
    column.addLayout(row)
    return holder


class BrokenPage(Page):
    """Stands where a page failed, and lets it be tried again."""

    def __init__(
        self, workplace: Workplace, fault: BaseException, again: Callable[[], object]
    ) -> None:
        super().__init__(workplace)
        self._fault, self._again = fault, again
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 24)
        self.word()

    def word(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        self._shown = told(self._fault, self._again)
        self._column.addWidget(self._shown)
        self._column.addStretch()

    def take_focus(self) -> None:
        button = self._shown.findChild(QPushButton)
        assert button is not None
        button.setFocus()
