"""Taking a picture out of the window: as SVG, as PNG, or as text."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from upudesk import i18n, palette
from upudesk.errors import UserError
from upudesk.gui import messages, outgoing
from upudesk.gui.painting import png
from upudesk.gui.picture import Picture
from upudesk.i18n import _
from upudesk.placing import place


def fill_menu(menu: QMenu, picture: Picture) -> None:
    """What may be done with a picture as a whole."""
    menu.addAction(_("Copy as text"), lambda: copy_text(picture))
    menu.addAction(_("Save as SVG…"), lambda: ask_svg(picture))
    menu.addAction(_("Save as PNG…"), lambda: ask_png(picture))


def ask_svg(picture: Picture) -> None:
    _ask(picture, ".svg", _("SVG pictures (*.svg)"))


def ask_png(picture: Picture) -> None:
    _ask(picture, ".png", _("PNG pictures (*.png)"))


def copy_text(picture: Picture) -> None:
    """The picture in words: its title, its sentence, and a line for each mark."""
    QGuiApplication.clipboard().setText(picture.figure.text)


def _ask(picture: Picture, ending: str, kind: str) -> None:
    name = re.sub(r'[\\/:*?"<>|]+', " ", picture.figure.title).strip() + ending
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    usual = (folder if folder.is_dir() else Path.home()) / name
    chosen, _filter = QFileDialog.getSaveFileName(picture, _("Save the picture"), str(usual), kind)
    if chosen:
        save(picture, Path(chosen) if Path(chosen).suffix else Path(chosen + ending))


def save(picture: Picture, target: Path) -> None:
    """SVG or PNG by the ending of the name, in the light colours, under its marking; the export
    log notes it. What stood there stays whole until the end."""
    workplace = outgoing.workplace_of(picture)
    # A count rests on every statement; a picture does not say on which.
    marking = outgoing.marking(workplace.snapshot, workplace.snapshot.pledges) if workplace else ""
    content = _content(picture, marking, target.suffix.lower())
    try:
        place(target, content)
    except UserError as fault:
        messages.show_fault(picture, fault)
        return
    if workplace is None:
        return
    said = {"what": picture.figure.title, "document": "picture", "marking": marking}
    language = i18n.current().code
    entry = outgoing.entry(workplace, content, language=language, **said)
    if told := outgoing.note(workplace, entry):
        messages.show(picture, told, grave=True)


def _content(picture: Picture, marking: str, ending: str) -> bytes:
    from upudesk.figures.svg import svg

    figure = picture.figure.with_foot(marking)
    if ending == ".svg":
        return svg(figure, palette.LIGHT, i18n.current().code).encode()
    return png(figure, palette.LIGHT, picture.font().families())
