"""What the process holds that trials of evidence are copied from: Qt with its plugins, loaded once.

It has drawn no picture and no window, so that nothing in it waits for another thread.
"""

from __future__ import annotations

import os
import resource  # noqa: F401  loaded here, not in each copy
from xml.etree import ElementTree  # noqa: F401

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QGuiApplication, QImageReader
from PySide6.QtPdf import QPdfDocument

from bench.hostile_evidence import plain_pdf
from upudesk.gui import tried  # noqa: F401

os.environ["QT_QPA_PLATFORM"] = "offscreen"
APPLICATION = QGuiApplication([])
QImageReader.supportedImageFormats()


def _read_a_page() -> None:
    kept = QByteArray(plain_pdf("a"))
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    document.render(0, QSize(9, 9))
    document.getAllText(0)


_read_a_page()
