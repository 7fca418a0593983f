"""Several things chosen one by one while typing: each stands as a small button before the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from upudesk.gui import theme
from upudesk.gui.forms import Line, plain_tip
from upudesk.gui.offers import OFFERED, Offers
from upudesk.i18n import _

ROW, LEAST = theme.ROW - 2, 96
"""Height of a row of tokens, and how much room the line needs beside them."""


@dataclass(frozen=True)
class Offer:
    """One thing that may be chosen. Without a key it does not exist yet."""

    key: str
    shown: str
    name: str = ""
    """How it stands once it is chosen, where that is shorter."""


class Token(QPushButton):
    """One thing that was chosen; Delete takes it out, the arrows walk along."""

    walked = Signal(int)
    dropped = Signal()

    def __init__(self, key: str, shown: str, parent: QWidget) -> None:
        super().__init__(shown, parent)
        self.key = key
        self.setProperty("token", "true")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(shown)
        self.setAccessibleDescription(_("Delete takes it out."))
        self.setToolTip(plain_tip(shown))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.walked.emit(step)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class Tokens(QFrame):
    """A field that holds several. Subclasses say what typing may mean, and what a key is called."""

    changed = Signal()

    def __init__(self, hint: str, offers: str) -> None:
        super().__init__()
        self.setProperty("tokens", "true")
        self._hint = hint
        self.line = Line(hint=hint)
        self.line.setParent(self)
        self.line.setFrame(False)
        self.setFocusProxy(self.line)
        self._tokens: list[Token] = []
        self._offered: list[Offer] = []
        self.offers = Offers(self.line, offers, below=self)
        self.offers.taken.connect(self._take)
        self.line.textEdited.connect(self._typed)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.line.installEventFilter(self)
        self.setFixedHeight(ROW + 4)

    # -------------------------------------------------------------- what subclasses say

    def found(self, typed: str) -> list[Offer]:
        """What the typed text may mean, the likeliest first; nothing typed: all there is."""
        raise NotImplementedError

    def put(self, keys: Iterable[str]) -> None:
        """Choose these and no others."""
        raise NotImplementedError

    def make(self, name: str) -> str:
        """The key of a new thing of that name; "" where nothing new can be made here."""
        return ""

    # -------------------------------------------------------------- what is chosen

    def chosen(self) -> tuple[str, ...]:
        return tuple(token.key for token in self._tokens)

    def add(self, key: str, shown: str) -> None:
        """Choose one more; one that is chosen already stays where it is."""
        if key in self.chosen():
            return
        token = Token(key, shown, self)
        token.walked.connect(lambda step: self._walk(token, step))
        token.dropped.connect(lambda: self.drop(token.key))
        token.clicked.connect(token.setFocus)
        token.installEventFilter(self)
        self._tokens.append(token)
        token.show()
        self._chosen_changed()

    def drop(self, key: str) -> None:
        """Take one out; the keys go on to its neighbour, or to the line."""
        at = self.chosen().index(key)
        token = self._tokens.pop(at)
        had_focus = token.hasFocus()
        token.hide()
        token.deleteLater()
        self._chosen_changed()
        if had_focus:
            (self._tokens[at - 1] if at else self.line).setFocus()

    def clear(self) -> None:
        for key in self.chosen():
            self.drop(key)

    def _chosen_changed(self) -> None:
        self.line.setPlaceholderText("" if self._tokens else self._hint)
        self.setAccessibleName(self._name)
        self._arrange()
        self.changed.emit()

    # -------------------------------------------------------------- typing

    def _typed(self, typed: str) -> None:
        self._offered = self.found(typed.strip())[: OFFERED + 1] if typed.strip() else []
        self.offers.offer([offer.shown for offer in self._offered])

    def _take(self, number: int) -> None:
        offer = self._offered[number]
        key = offer.key or self.make(self.line.value())
        self.line.clear()
        if key:
            self.add(key, offer.name or offer.shown)

    def show_all(self) -> None:
        """What may be chosen before anything is typed."""
        self._offered = [o for o in self.found("") if o.key not in self.chosen()]
        self.offers.offer([offer.shown for offer in self._offered])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self._show_focus(event.gotFocus())
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and not self.offers.isVisible()
        ):
            return self._handled(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _handled(self, key: Qt.Key) -> bool:
        """Backspace at the start removes the last one, Left goes to it, Down shows what there is.

        Enter is left to the form.
        """
        if key == Qt.Key.Key_Down and not self.line.text():
            self.show_all()
            return True
        if self.line.cursorPosition() or not self._tokens or self.line.hasSelectedText():
            return False
        if key == Qt.Key.Key_Backspace:
            self.drop(self._tokens[-1].key)
            return True
        if key == Qt.Key.Key_Left:
            self._tokens[-1].setFocus()
            return True
        return False

    def _walk(self, token: Token, step: int) -> None:
        at = self._tokens.index(token) + step
        target = self._tokens[at] if 0 <= at < len(self._tokens) else None
        if target is not None:
            target.setFocus()
        elif step > 0:
            self.line.setFocus()

    # -------------------------------------------------------------- looks

    _name = ""

    def setAccessibleName(self, name: str) -> None:
        """Its own name for the line, and beside it what is chosen."""
        self._name = name
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
        chosen = ", ".join(token.text() for token in self._tokens)
        self.line.setAccessibleDescription(_("Chosen: {names}").format(names=chosen or "–"))

    def _show_focus(self, has: bool) -> None:
        self.setProperty("focused", has)
        self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A change of height while the form lays itself out would be lost.
        QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> None:
        """Tokens and then the line, from left to right, in as many rows as they need."""
        x, y, room = theme.GRID, 2, max(self.width() - 2 * theme.GRID, LEAST)
        for token in self._tokens:
            width = min(token.sizeHint().width(), room)
            if x > theme.GRID and x + width > room:
                x, y = theme.GRID, y + ROW
            token.setGeometry(x, y + 2, width, ROW - 4)
            x += width + theme.GRID
        if x + LEAST > room and self._tokens:
            x, y = theme.GRID, y + ROW
        self.line.setGeometry(x - 2, y, room - x + theme.GRID, ROW)
        self.setFixedHeight(y + ROW + 2)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())
