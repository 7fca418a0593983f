"""What can be done with a statement, the same wherever one is shown: words, keys, deeds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from upudesk.campaign import pledges
from upudesk.errors import N_
from upudesk.gui.attaching import ask_and_attach, attach_mime, holds_files
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _
from upudesk.model import Level, Member, Pledge


@dataclass(frozen=True)
class Command:
    """One deed on one statement."""

    title: str
    """To be translated when shown; ends in … where a form follows."""
    keys: str
    tip: str
    act: Callable[[Workplace, Pledge, QWidget], None]
    of_answers: bool = False
    """Whether only an answer has it; our own request has nothing to change or to confirm."""

    @property
    def shown(self) -> str:
        return _(self.title)

    @property
    def named(self) -> str:
        """Without its key, which Thai writes in brackets behind the word."""
        return re.sub(r"\s*\(&\w\)|&", "", self.shown)


def log(workplace: Workplace, member: Member | None, parent: QWidget) -> None:
    """A new statement, of that country unless another is typed."""
    from upudesk.gui.quick_log import QuickLog

    if workplace.may_write(parent.window()):
        QuickLog(workplace, member, parent=parent.window()).open()


def _open(purpose: str) -> Callable[[Workplace, Pledge, QWidget], None]:
    def act(workplace: Workplace, pledge: Pledge, parent: QWidget) -> None:
        from upudesk.gui.quick_log import Purpose, QuickLog

        if workplace.may_write(parent.window()):
            form = QuickLog(
                workplace, before=pledge, parent=parent.window(), purpose=Purpose(purpose)
            )
            form.open()

    return act


def _ask(workplace: Workplace, pledge: Pledge, parent: QWidget) -> None:
    from upudesk.gui.ask_form import AskForm

    if workplace.may_write(parent.window()):
        AskForm(workplace, pledge, parent.window()).open()


def _attach(workplace: Workplace, pledge: Pledge, parent: QWidget) -> None:
    ask_and_attach(workplace, pledge.id, parent)


def _remove(workplace: Workplace, pledge: Pledge, parent: QWidget) -> None:
    remove(workplace, [pledge], parent)


def remove(workplace: Workplace, chosen: Sequence[Pledge], parent: QWidget) -> None:
    """Delete statements that were never made, at once; the window offers to take it back."""
    if chosen:
        workplace.attempt(parent, pledges.withdraw_pledge, *chosen)


def paste(workplace: Workplace, pledge: Pledge, parent: QWidget) -> bool:
    """Attach copied files or a copied picture; gives whether anything of that kind was copied."""
    mime = QGuiApplication.clipboard().mimeData()
    if mime is None or not holds_files(mime):
        return False
    attach_mime(workplace, pledge.id, mime, parent)
    return True


CORRECT = Command(
    N_("&Correct…"),
    "F2",
    N_("What was logged wrongly is mended, as if it had always been logged so."),
    _open("correct"),
)
COMMANDS = (
    CORRECT,
    Command(
        N_("Change of &mind…"),
        "Ctrl+Shift+M",
        N_("They say something else now: a new statement; the earlier one stays as it was."),
        _open("change_mind"),
        of_answers=True,
    ),
    Command(
        N_("&Reconfirm…"),
        "Ctrl+R",
        N_("They have said the same again: a new statement with today’s source."),
        _open("reconfirm"),
        of_answers=True,
    ),
    Command(
        N_("&Ask again…"),
        "Ctrl+Shift+R",
        N_("We asked them to confirm it; with a follow-up, if you like."),
        _ask,
    ),
    Command(
        N_("Attach a &file…"),
        "Ctrl+Shift+E",
        N_("Files can be dropped or pasted too."),
        _attach,
    ),
    Command(
        N_("&Delete"), "Del", N_("Only where it was never said; Ctrl+Z brings it back."), _remove
    ),
)


def commands_on(pledge: Pledge) -> list[Command]:
    """Those that have a meaning for this one."""
    return [c for c in COMMANDS if not c.of_answers or pledge.level is not Level.ASKED]
