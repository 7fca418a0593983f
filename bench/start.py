"""From the start of the process to a window that is painted and answers, ours beside a bare one."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.campaigns import demo

TIMES = 9
# The table of countries is painted, and the next event is taken: the window answers.
_PROBE = """
import os, sys, time
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication
class Probe(QObject):
    def eventFilter(self, target, event):
        if event.type() == QEvent.Type.Paint and isinstance(target.parent(), QAbstractItemView):
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False
    def event(self, event):
        if event.type() == QEvent.Type.User:
            print(time.time(), flush=True)
            os._exit(0)
        return super().event(event)
real = QApplication.exec
def watched(*_):
    probe = Probe(QApplication.instance())
    QApplication.instance().installEventFilter(probe)
    return real()
QApplication.exec = watched
"""
BARE = f"""
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication([])
model = QStandardItemModel()
for row in range(192):
    model.appendRow([QStandardItem(f"Country {{row}}"), QStandardItem("5"), QStandardItem("4")])
table = QTableView()
table.setModel(model)
window = QMainWindow()
window.setCentralWidget(table)
window.resize(1366, 768)
window.show()
{_PROBE}
watched()
"""
OURS = f"""
{_PROBE}
from upudesk.__main__ import main
main()
"""


def measured() -> tuple[float, str, float]:
    """The two take turns, so that a busy machine slows both alike."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo(folder).close()
        environment = os.environ | {"XDG_CONFIG_HOME": name, "XDG_STATE_HOME": name}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
        times: dict[str, list[float]] = {BARE: [], OURS: []}
        for _ in range(TIMES):
            for code in times:
                times[code].append(_seconds(code, folder / "demo.upudesk", environment))
    bare, ours = (statistics.median(times[code][1:]) for code in (BARE, OURS))
    return ours, "a bare window with a table of 192 rows", bare


def _seconds(code: str, campaign: Path, environment: dict[str, str]) -> float:
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, str(campaign)],
        env=environment, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return float(done.stdout) - began
