"""Evidence is looked at first by a process of its own, with little memory and little time.

A file may be made to crash whatever shows it, to fill the memory with a few bytes, or to draw for
ever. What does that ends here, and is told in a sentence; the window shows only what passed.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from upudesk.campaign.evidence import View
from upudesk.errors import N_, FileProblem

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

A_PAGE, ALL = 8.0, 20.0
"""Seconds for one page. After so many for all, the pages that passed are enough."""
MEMORY = 1 << 30
"""Bytes more than the process takes without a file."""
ACROSS, DRAWN = 600, 2000
"""Pixels across a page that is tried, and across a drawing that has no pixels of its own."""
DRAWING = ("svg", "svgz")
PIXELS = ("png", "jpeg", "jpg", "jfif", "gif", "bmp", "webp", "tiff", "tif", "ico", "cur")
WAY = "spawn"
"""A process that begins anew: of a window that is open nothing can be copied."""
_SPACES = {"": "http://www.w3.org/2000/svg", "xlink": "http://www.w3.org/1999/xlink"}
_DONE = b""


def tried(view: View, name: str, data: bytes, password: str = "") -> bytes:
    """What the window may show of a file: the file itself, or a drawing as pixels.

    Raises FileProblem where it is too much. It takes a moment: not for the window's thread.
    """
    if view not in (View.PDF, View.PICTURE):
        return data
    hear, tell = get_context(WAY).Pipe(duplex=False)
    child: Any = get_context(WAY)
    child = child.Process(target=_look, args=(tell, str(view), data, password))
    shown = None
    with closing(hear), suppress(OSError):  # it cannot begin, or ends before it was given the file
        child.start()
        try:
            tell.close()
            shown = _heard(hear)
        finally:
            child.kill()
            child.join()
    tell.close()
    if shown is None:
        raise FileProblem(
            N_(
                "“{name}” was not shown: looking at it takes too long or too much memory, or ends "
                "the program that tries. It may be made to do harm. It is kept as it is."
            ),
            name=name,
        )
    return shown or data


def _heard(hear: Connection) -> bytes | None:
    """What the process gave; None where it ended before, or took too long."""
    until = time.monotonic() + ALL
    passed = False
    while hear.poll(A_PAGE if not passed else min(A_PAGE, max(until - time.monotonic(), 0.0))):
        try:
            said: tuple[str, bytes] = hear.recv()
        except (EOFError, OSError):
            return None
        if said[0] == "done":
            return said[1]
        passed = said[0] == "page"
    return _DONE if passed and time.monotonic() >= until else None


# ------------------------------------------------------------------ in the process of its own


def _look(tell: Connection, view: str, data: bytes, password: str) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.pop("UPUDESK_PASSPHRASE", None)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication.instance() or QGuiApplication([])
    if view == View.PDF:
        _try_pdf(tell, data, password)
    else:
        tell.send(("done", _try_picture(tell, data)))
    tell.close()
    del app
    os._exit(0)


def _confine() -> None:
    """From here on: no more memory than that, no file written, no core left behind."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        with open("/proc/self/statm", encoding="ascii") as statm:
            most = int(statm.read().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _try_pdf(tell: Connection, data: bytes, password: str) -> None:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
    from PySide6.QtPdf import QPdfDocument

    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    _confine()
    tell.send(("begun", b""))
    document.setPassword(password)
    document.load(buffer)
    for page in range(document.pageCount()):
        points = document.pagePointSize(page).toSize().expandedTo(QSize(1, 1))
        small = points.scaled(QSize(ACROSS, ACROSS), Qt.AspectRatioMode.KeepAspectRatio)
        document.render(page, small.expandedTo(QSize(1, 1)))
        document.getAllText(page)
        tell.send(("page", b""))
    tell.send(("done", _DONE))
    os._exit(0)


def _try_picture(tell: Connection, data: bytes) -> bytes:
    """Nothing where the window may read the file itself; a drawing comes back as pixels."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
    from PySide6.QtGui import QImageReader

    if drawing := _is_drawing(data):
        data = _without_others(data)
    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    _confine()
    tell.send(("begun", b""))
    if not drawing:
        pages = 1 if reader.supportsAnimation() else max(reader.imageCount(), 1)
        for page in range(pages):
            if page:
                reader.jumpToImage(page)
            reader.read()
            tell.send(("page", b""))
        del reader  # it looks at its buffer once more when it goes
        return _DONE
    if not reader.size().isEmpty():
        wide = QSize(DRAWN, DRAWN)
        reader.setScaledSize(reader.size().scaled(wide, Qt.AspectRatioMode.KeepAspectRatio))
    drawn = _as_png(reader.read())
    del reader
    return drawn


def _is_drawing(data: bytes) -> bool:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageReader

    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    found = bytes(reader.format().data()).decode("ascii", "replace")
    del reader
    return found in DRAWING


def _without_others(data: bytes) -> bytes:
    """A drawing that names no other file: reading one would tell, or fetch, what is not in it."""
    from gzip import GzipFile
    from io import BytesIO
    from xml.etree import ElementTree

    if data[:2] == b"\x1f\x8b":
        data = GzipFile(fileobj=BytesIO(data)).read(64 << 20)
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return b""
    for prefix in ("", "xlink"):
        ElementTree.register_namespace(prefix, _SPACES[prefix])
    for one in root.iter():
        for name, value in list(one.attrib.items()):
            if name.rpartition("}")[2] == "href" and not value.strip().startswith(("#", "data:")):
                del one.attrib[name]
    return ElementTree.tostring(root)


def _as_png(image: Any) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data()) or b"-"
