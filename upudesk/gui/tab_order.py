"""The order in which Tab goes through a page: as it is read, not as it was put together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)


def as_read(page: QWidget) -> None:
    """Let Tab go from left to right and from top to bottom, as the layouts have it."""
    for before, after in pairwise(_stops(page)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """What can have the keys in here, this widget first."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QAbstractItemView | QComboBox):
        return
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QSplitter | QStackedWidget):
        inside = (widget.widget(number) for number in range(widget.count()))
        yield from (part for part in inside if part is not None)
    elif isinstance(widget, QScrollArea):
        if inner := widget.widget():
            yield inner
    elif layout := widget.layout():
        yield from _laid_out(layout)
    else:
        yield from (c for c in widget.children() if isinstance(c, QWidget) and not c.isWindow())


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # type: ignore[index]
    for number in numbers:
        item = layout.itemAt(number)
        if item is None:
            continue
        if inner := item.widget():
            yield inner
        elif deeper := item.layout():
            yield from _laid_out(deeper)
