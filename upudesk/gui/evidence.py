"""The files behind one record: listed, opened inside the program, attached by any means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from upudesk import i18n, telling, words
from upudesk.campaign import records
from upudesk.campaign.evidence import View, view_of
from upudesk.errors import N_
from upudesk.gui import messages, theme
from upudesk.gui.attaching import FileDrops, ask_and_attach, attach_mime, holds_files
from upudesk.gui.entry import Entry, collected
from upudesk.gui.forms import Area, Choice, Form, Line
from upudesk.gui.parts import text
from upudesk.gui.tables import Cell, Column, RowsModel, table_view
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _, ngettext
from upudesk.model import Evidence, Marking
from upudesk.snapshot import Snapshot

ROWS = 6
"""More than so many scroll."""


class EvidenceList(QWidget):
    """What stands behind a record, and the place to drop, paste or choose more."""

    def __init__(self, workplace: Workplace, record_id: str) -> None:
        super().__init__()
        self.workplace, self.record_id = workplace, record_id
        snapshot = workplace.snapshot
        self.model: RowsModel[Evidence] = RowsModel(_columns(snapshot), lambda e: e.id, self)
        self.model.show(snapshot.evidence_of.get(record_id, ()))
        self.table = table_view(self.model, _("Evidence"))
        self.attach = QPushButton(_("Attach a file…"))
        self.attach.setAccessibleName(self.attach.text())
        self.attach.setProperty("link", "true")
        self.attach.setAutoDefault(False)
        self.attach.clicked.connect(lambda: ask_and_attach(workplace, record_id, self))
        self.hint = text(_("or drop files here, or paste them."), "quiet")
        self._lay_out()
        self._listen()
        self._hovered = False
        drops = FileDrops(workplace, self, lambda _where: self.record_id)
        drops.hovering.connect(self._show_hovering)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.attach)
        foot.addWidget(self.hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self.table)
        column.addLayout(foot)
        shown = min(len(self.model.rows), ROWS)
        head = theme.ROW + theme.GRID
        self.table.horizontalHeader().setFixedHeight(head)
        self.table.setFixedHeight(head + shown * theme.ROW + 2)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setVisible(bool(shown))

    def _listen(self) -> None:
        self.table.activated.connect(lambda _index: self.open_chosen())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._offer)
        self.table.installEventFilter(self)
        paste = QAction(_("Paste"), self)
        paste.setShortcut(QKeySequence.StandardKey.Paste)
        paste.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.triggered.connect(lambda _on=False: self.paste())
        self.addAction(paste)

    def _show_hovering(self, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame says that what is held over it may be let go."""
        super().paintEvent(event)
        if self._hovered:
            painter = QPainter(self)
            painter.setPen(QPen(QColor(theme.colours().accent), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.RADIUS, theme.RADIUS)
            painter.end()

    # -------------------------------------------------------------- doing

    def chosen(self) -> Evidence | None:
        return self.model.row(self.table.currentIndex().row())

    def paste(self) -> None:
        """Attach what was copied elsewhere: files, or a picture."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None and holds_files(mime):
            attach_mime(self.workplace, self.record_id, mime, self)
        else:
            told = _("Nothing that was copied can be attached: copy files or a picture first.")
            messages.show(self.window(), told)

    def open_chosen(self) -> None:
        if evidence := self.chosen():
            open_evidence(self.workplace, evidence, self)

    def edit_chosen(self) -> None:
        evidence = self.chosen()
        if evidence and self.workplace.may_write(self.window()):
            EvidenceForm(self.workplace, evidence, self.window()).open()

    def remove_chosen(self) -> None:
        if evidence := self.chosen():
            self.workplace.attempt(self, records.remove, evidence)

    def save_chosen(self) -> None:
        if evidence := self.chosen():
            from upudesk.gui.evidence_viewer import ask_and_save

            ask_and_save(self.workplace, evidence, self)

    # -------------------------------------------------------------- keys and menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's own keys go before those of the page that it stands on."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if isinstance(event, QKeyEvent) and event.type() in kinds and self.chosen() is not None:
            act = self._keys().get(Qt.Key(event.key()))
            if act is not None and not event.modifiers():
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    act()
                return True
        return super().eventFilter(watched, event)

    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        return {
            Qt.Key.Key_F2: self.edit_chosen,
            Qt.Key.Key_Delete: self.remove_chosen,
            Qt.Key.Key_Space: self.open_chosen,
        }

    def _offer(self, where: QPoint) -> None:
        self.menu().popup(self.table.viewport().mapToGlobal(where))

    def menu(self) -> QMenu:
        """All that the keys do, for the chosen file."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.chosen() is not None:
            for name, act, key in (
                (_("&Open"), self.open_chosen, Qt.Key.Key_Return),
                (_("&Name, marking, note…"), self.edit_chosen, Qt.Key.Key_F2),
                (_("&Save a copy…"), self.save_chosen, None),
                (_("&Delete"), self.remove_chosen, Qt.Key.Key_Delete),
            ):
                action = menu.addAction(name, act)
                if key is not None:
                    action.setShortcut(key)
            menu.addSeparator()
        menu.addAction(self.attach.text(), self.attach.click)
        menu.addAction(_("&Paste"), self.paste)
        return menu


def open_evidence(workplace: Workplace, evidence: Evidence, parent: QWidget) -> None:
    """Look at a file inside the program."""
    from upudesk.gui.evidence_viewer import EvidenceViewer

    EvidenceViewer(workplace, evidence, parent.window()).open()


def _columns(snapshot: Snapshot) -> list[Column[Evidence]]:
    def marking(evidence: Evidence) -> str:
        known = snapshot.find(Marking, evidence.marking)
        return words.named(known) if known else ""

    def added(evidence: Evidence) -> str:
        return i18n.current().date(evidence.added_on) if evidence.added_on else ""

    return [
        Column(lambda: _("File"), lambda e: Cell(e.name, tip=e.note), lambda e: e.name, 0),
        Column(lambda: _("Marking"), lambda e: Cell(marking(e), tone="warning"), marking, 84),
        Column(lambda: _("Size"), lambda e: Cell(size(e), right=True, tone="quiet"),
               lambda e: e.size or 0, 64, right=True),
        Column(lambda: _("Added on"), lambda e: Cell(added(e), tone="quiet"),
               lambda e: str(e.added_on), 92),
    ]  # fmt: skip


def size(evidence: Evidence) -> str:
    """How large a file is, in the unit that suits."""
    count, language = evidence.size or 0, i18n.current()
    if count < 1000:
        shown = ngettext("{count} byte", "{count} bytes", count)
        return shown.format(count=language.number(count))
    if count < 1_000_000:
        return _("{count} kB").format(count=language.number(count / 1000))
    return _("{count} MB").format(count=language.number(count / 1_000_000, 1))


def details(evidence: Evidence, snapshot: Snapshot) -> str:
    """Type, size, day and source in one line."""
    day = i18n.current().date(evidence.added_on) if evidence.added_on else ""
    added = _("added on {day}").format(day=day) if day else ""
    return telling.dotted(kind(evidence), size(evidence), added, evidence.source)


_OFFICE = (
    ("wordprocessing", N_("text document")), ("msword", N_("text document")),
    ("opendocument.text", N_("text document")), ("spreadsheet", N_("spreadsheet")),
    ("ms-excel", N_("spreadsheet")), ("presentation", N_("presentation")),
    ("ms-powerpoint", N_("presentation")), ("message/", N_("e-mail")), ("audio/", N_("recording")),
    ("video/", N_("film")),
)  # fmt: skip


def kind(evidence: Evidence) -> str:
    """What kind of file it is, in a word."""
    match view_of(evidence):
        case View.PDF:
            return "PDF"
        case View.PICTURE:
            return _("picture")
    known = next((said for part, said in _OFFICE if part in evidence.media_type), "")
    return _(known) if known else _("text") if view_of(evidence) is View.TEXT else _("file")


class EvidenceForm(Entry):
    """What is said about a file; the file itself stays as it is."""

    def __init__(
        self, workplace: Workplace, evidence: Evidence, parent: QWidget | None = None
    ) -> None:
        self._workplace, self._before = workplace, evidence
        markings = [(m.id, words.named(m)) for m in workplace.snapshot.markings]
        form = Form(columns=2)
        form.add("name", _("&Name"), Line(evidence.name), span=2)
        form.add("source", _("S&ource"), Line(evidence.source))
        shown = Choice([("", _("none")), *markings], evidence.marking)
        form.add("marking", _("Mark&ing"), shown)
        form.add("note", _("&Note"), Area(evidence.note, lines=3), span=2)
        super().__init__(parent, _("Evidence"), form, _("Save"))
        self.resize(520, 320)
        self.watch()
        form.fields["name"].setFocus()

    def record(self) -> None:
        said = collected({
            name: field.value  # type: ignore[attr-defined]
            for name, field in self.form.fields.items()
        })  # fmt: skip
        self._workplace.do(records.put, replace(self._before, **said), self._before)
