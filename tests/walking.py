"""Walking through the window as a careful reader: nameless, clashing, cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSlider,
    QTabBar,
    QTableView,
    QWidget,
)

from upudesk.gui.parts import OneLine

CONTROLS = (
    QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QSlider,
)  # fmt: skip


def shown(root: QWidget, *kinds: type[QWidget]) -> Iterator[QWidget]:
    """Every widget of these kinds that can be seen."""
    for kind in kinds:
        for child in root.findChildren(kind):
            if child.isVisible() and not child.visibleRegion().isEmpty():
                yield child


def nameless(root: QWidget) -> list[str]:
    """Controls of which a screen reader could say nothing."""
    return [
        f"{type(control).__name__} {control.objectName()} in {type(control.parent()).__name__}"
        for control in shown(root, *CONTROLS)
        if not (control.accessibleName() or _text(control))
        and not isinstance(control.parent(), QComboBox)
        and control.objectName() != "qt_toolbar_ext_button"
        and not isinstance(control, QHeaderView)
    ]


def _text(control: QWidget) -> str:
    return control.text() if isinstance(control, QAbstractButton) else ""


def cut_off(root: QWidget) -> list[str]:
    """Words of the program that do not fit where they stand."""
    return [
        *(f"label: {said}" for label in shown(root, QLabel) if (said := _cut_label(label))),
        *(f"button: {said}" for b in shown(root, QAbstractButton) if (said := _cut_button(b))),
        *(f"choice: {said}" for c in shown(root, QComboBox) if (said := _cut_choice(c))),
        *(f"hint: {said}" for line in shown(root, QLineEdit) if (said := _cut_hint(line))),
        *(f"heading: {s}" for t in shown(root, QTableView) for s in _cut_headings(t)),
        *(f"tab: {said}" for bar in shown(root, QTabBar) for said in _cut_tabs(bar)),
    ]


def _cut_label(label: QWidget) -> str:
    assert isinstance(label, QLabel)
    text = label.text()
    if not text or label.textFormat() is Qt.TextFormat.RichText:
        return ""
    if label.buddy() is not None:
        text = text.replace("&", "")
    box = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return text if needed > label.height() + 1 else ""
    if isinstance(label, OneLine) and label.toolTip():
        return ""  # it ends in dots, and tells the rest
    longest = max(map(QFontMetrics(label.font()).horizontalAdvance, text.splitlines()))
    return text if longest > box.width() + 1 else ""


def _cut_button(button: QWidget) -> str:
    assert isinstance(button, QAbstractButton)
    text = button.text()
    return text if text and button.sizeHint().width() > button.width() + 1 else ""


def _cut_choice(choice: QWidget) -> str:
    assert isinstance(choice, QComboBox)
    text = choice.currentText()
    room = choice.width() - 30
    wide = QFontMetrics(choice.font()).horizontalAdvance(text) > room
    return text if wide and not choice.toolTip() else ""


def _cut_hint(line: QWidget) -> str:
    assert isinstance(line, QLineEdit)
    hint = line.placeholderText()
    wide = QFontMetrics(line.font()).horizontalAdvance(hint) > line.width() - 18
    return hint if hint and not line.text() and wide else ""


def _cut_headings(table: QWidget) -> Iterator[str]:
    assert isinstance(table, QTableView)
    across, model = table.horizontalHeader(), table.model()
    if across.isHidden():
        return
    metrics = QFontMetrics(across.font())
    for column in range(across.count()):
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        tip = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        room = across.sectionSize(column) - 12
        wide = metrics.horizontalAdvance(title) > room
        if wide and not tip and not across.isSectionHidden(column):
            yield title


def _cut_tabs(bar: QWidget) -> Iterator[str]:
    assert isinstance(bar, QTabBar)
    for number in range(bar.count()):
        if not QRect(bar.rect()).contains(bar.tabRect(number)):
            yield bar.tabText(number)


def mnemonics(root: QWidget) -> Counter[str]:
    """How often each letter is asked for with Alt in one dialog."""
    labels = (w.text() for w in shown(root, QLabel) if isinstance(w, QLabel) and w.buddy())
    buttons = (w.text() for w in shown(root, QAbstractButton) if isinstance(w, QAbstractButton))
    return Counter(letter for text in (*labels, *buttons) if (letter := mnemonic(text)))


def mnemonic(text: str) -> str:
    """The letter after a single “&”, if there is one."""
    found = text.replace("&&", "").partition("&")[2][:1]
    return found.casefold()


def clashes(letters: Counter[str]) -> list[str]:
    return [letter for letter, number in letters.items() if number > 1]


def menu_clashes(menu: QMenu) -> list[str]:
    """Letters that two entries of one menu ask for, in it and in the menus inside."""
    letters = Counter(m for action in menu.actions() if (m := mnemonic(action.text())))
    found = [f"{menu.title()}: {letter}" for letter in clashes(letters)]
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += menu_clashes(inner)
    return found
