"""Files on their way into the campaign: dropped, pasted or chosen; read off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QEvent,
    QIODevice,
    QItemSelectionModel,
    QMimeData,
    QObject,
    QPoint,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QTableView, QWidget

from upudesk import words
from upudesk.campaign.evidence import NewFile, attach_files
from upudesk.errors import N_, FileProblem, UserError
from upudesk.gui import messages
from upudesk.gui.workplace import Workplace
from upudesk.i18n import _


def read_file(path: Path) -> NewFile:
    """A file with all its bytes; raises FileProblem where it cannot be read."""
    name = path.name.encode("utf-8", "replace").decode()
    if path.is_dir():
        sentence = N_("“{name}” is a folder; it was not attached. Choose the files in it.")
        raise FileProblem(sentence, name=name)
    if path.exists() and not path.is_file():  # a pipe or a device never comes to its end
        raise FileProblem(N_("“{name}” is no file; it was not attached."), name=name)
    try:
        return NewFile(name, path.read_bytes())
    except (OSError, MemoryError) as error:
        raise FileProblem(
            N_("“{name}” cannot be read ({why}); it was not attached."),
            name=name,
            why=getattr(error, "strerror", None) or type(error).__name__,
        ) from error


def holds_files(mime: QMimeData) -> bool:
    """Whether what is dragged or was copied can become evidence."""
    return mime.hasUrls() or mime.hasImage()


def attach_mime(workplace: Workplace, about: str, mime: QMimeData, parent: QWidget) -> None:
    """Attach what was dropped or pasted: files, or a picture."""
    if mime.hasUrls():
        local = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if local:
            attach_paths(workplace, about, local, parent)
        else:
            messages.show(parent.window(), _remote(mime.urls()))
    elif mime.hasImage():
        picture = QImage(mime.imageData())
        name = _("Picture {day}.png").format(day=workplace.snapshot.today.isoformat())
        _attach(workplace, about, [lambda: NewFile(name, as_png(picture))], parent)


def _remote(urls: Sequence[QUrl]) -> str:
    sentence = _("{where} is not on this machine; nothing was attached. Save it here first.")
    return sentence.format(where=urls[0].toDisplayString() if urls else "")


def as_png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def attach_paths(workplace: Workplace, about: str, paths: Sequence[Path], parent: QWidget) -> None:
    """Attach these files in one step; those that cannot be read are named."""
    _attach(workplace, about, [lambda path=path: read_file(path) for path in paths], parent)  # type: ignore[misc]


def ask_and_attach(workplace: Workplace, about: str, parent: QWidget) -> None:
    """Let the reader choose files. The page may be built anew meanwhile, the window stays."""
    window = parent.window()
    if not workplace.may_write(window):
        return
    chosen, _filter = QFileDialog.getOpenFileNames(window, _("Attach files"))
    if chosen:
        attach_paths(workplace, about, [Path(name) for name in chosen], window)


def _attach(
    workplace: Workplace, about: str, readers: Sequence[Callable[[], NewFile]], parent: QWidget
) -> None:
    window, desk = parent.window(), workplace.desk
    if not workplace.may_write(window):
        return

    def put(outcome: tuple[list[NewFile], list[UserError]]) -> None:
        files, faults = outcome
        told = [words.say(fault) for fault in faults]
        try:
            if workplace.desk is desk:  # and no other campaign was opened meanwhile
                told += _keep(workplace, about, files)
        finally:
            QGuiApplication.restoreOverrideCursor()
        if told:
            messages.show(window, "\n".join(told))

    def failed(fault: Exception) -> None:
        QGuiApplication.restoreOverrideCursor()
        raise fault

    QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
    workplace.tasks.run(lambda: _read(readers), put, failed)


def _read(
    readers: Sequence[Callable[[], NewFile]],
) -> tuple[list[NewFile], list[UserError]]:
    """What can be read, and why the rest cannot."""
    files: list[NewFile] = []
    faults: list[UserError] = []
    for reader in readers:
        try:
            files.append(reader())
        except UserError as fault:
            faults.append(fault)
    return files, faults


def _keep(workplace: Workplace, about: str, files: Sequence[NewFile]) -> list[str]:
    """Attach them in one step; gives what there is to say about it."""
    try:
        done = workplace.do(attach_files, about, files) if files else None
    except UserError as fault:
        return [words.say(fault)]
    return [words.say(warning) for warning in done.warnings] if done else []


class FileDrops(QObject):
    """Lets files be dropped on a widget; `record_at` says behind which record they go."""

    hovering = Signal(bool)
    """Files are held over the widget, or no more."""
    dropped = Signal(str)
    """They were let go over this record."""

    def __init__(
        self, workplace: Workplace, onto: QWidget, record_at: Callable[[QPoint], str]
    ) -> None:
        super().__init__(onto)
        self._workplace, self._onto, self._record_at = workplace, onto, record_at
        onto.setAcceptDrops(True)
        onto.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self.hovering.emit(False)
        if isinstance(event, QDropEvent) and holds_files(event.mimeData()):
            self._take(event)
            return True
        return super().eventFilter(watched, event)

    def _take(self, event: QDropEvent) -> None:
        about = self._record_at(event.position().toPoint())
        dragged = isinstance(event, QDragMoveEvent)  # entering is a move too
        self.hovering.emit(dragged and bool(about))
        if not about:
            event.ignore()
            return
        event.acceptProposedAction()
        if not dragged:
            self.dropped.emit(about)
            attach_mime(self._workplace, about, event.mimeData(), self._onto)


def drops_on_rows(
    workplace: Workplace,
    table: QTableView,
    key_of: Callable[[int], str],
    look_at: Callable[[str], object] | None = None,
) -> None:
    """Files dropped on a row of a table go behind its record; the row under them is marked, and
    looked at once they are let go."""
    flags = QItemSelectionModel.SelectionFlag

    def record_at(where: QPoint) -> str:
        index = table.indexAt(where)
        if index.isValid():
            table.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)
        return key_of(index.row()) if index.isValid() else ""

    drops = FileDrops(workplace, table.viewport(), record_at)
    if look_at is not None:
        drops.dropped.connect(look_at)
